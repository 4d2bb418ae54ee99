"""The page Story: months of two worlds side by side, captions in order, one step a beat while it plays."""

import datetime as dt
from dataclasses import replace
from html import unescape
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from shapan.app.jobs.first_picture import small_request
from shapan.app.screens.story import page as story_page
from shapan.app.screens.story.month import MOST, all_months, numbers, side_html
from shapan.app.screens.story.request import TwoWorlds
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.reports.matter import Attempt, MatterHistory
from shapan.experiments.reports.scenes import captions, month_of, months_in, sentence_of
from shapan.experiments.reports.story import Step
from shapan.experiments.reports.wording import words
from shapan.model.events.matters import Ballot

from .conftest import ENTRY

START = dt.date(2026, 1, 1)


def step(day, event="matter_raised"):
    where = {"institution": "matter", "number": 3, "community": 2, "about": "lift", "how": ""}
    return Step(day, START + dt.timedelta(days=day), event, **where)


def matter(day=5, ended=70, outcome="settled"):
    date = START + dt.timedelta(days=day)
    vote = Ballot(seats=9, came=7, yes=5, no=2, absent=2)
    tried = {
        "form": "joint_nine",
        "at": "estate",
        "meetings": 1,
        "vote": vote,
        "rounds": 1,
        "before": 0.4,
        "after": 0.5,
    }
    one = Attempt(1, day + 30, date + dt.timedelta(days=30), reasons=("quorum",), **tried)
    end = START + dt.timedelta(days=ended)
    about = {"number": 3, "kind": "lift", "community": 2, "households": 24}
    return MatterHistory(day=day, date=date, outcome=outcome, tries=(one,), ended=end, steps=(step(day),), **about)


def daily(months=12, worlds=("0", "1")):
    rows = [
        {"scenario": world, "indicator": name, "date": pd.Timestamp(START) + pd.Timedelta(days=day), "value": value}
        for world in worlds
        for name in ("coverage", "backlog")
        for day in range(0, 30 * months, 7)
        for value in [0.5 + 0.01 * (day // 31) + 0.1 * int(world)]
    ]
    return pd.DataFrame(rows)


def test_a_month_has_its_own_captions_in_order():
    assert [type(one.what) for one in captions([matter()], *month_of(START, 1))] == [Step]
    assert [type(one.what) for one in captions([matter()], *month_of(START, 2))] == [Attempt]
    assert [one.what for one in captions([matter()], *month_of(START, 3))] == ["settled"]
    assert captions([matter(outcome="open")], *month_of(START, 3)) == []
    twice = replace(matter(), steps=(step(5), step(5), step(5, "works_paid")))
    assert len(captions([twice], *month_of(START, 1))) == 2, "the same event of a day stands once"
    both = captions([matter(day=20), matter(day=3)], *month_of(START, 1))
    assert [one.date.day for one in both] == [4, 21]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_caption_says_who_came_and_how_it_ended(language):
    tell = words(language)
    lines = [sentence_of(one, tell) for month in (1, 2, 3) for one in captions([matter()], *month_of(START, month))]
    assert "7" in lines[1] and "9" in lines[1]
    assert tell("scene.settled") in lines[2] and all("2" in line for line in lines)


def test_months_of_a_span_that_begins_on_any_day():
    assert months_in(START, 365) == 12 and months_in(dt.date(2026, 1, 31), 2) == 2
    assert month_of(dt.date(2026, 11, 15), 1) == (dt.date(2026, 11, 15), dt.date(2026, 11, 30))
    assert month_of(dt.date(2026, 11, 15), 3) == (dt.date(2027, 1, 1), dt.date(2027, 1, 31))


def test_numbers_are_means_of_the_month_and_a_table_holds_them_all():
    found = numbers(daily(), "1", START, 12)
    assert set(found) == set(range(1, 13)) and found[1]["coverage"] == pytest.approx(0.6)
    assert found[12]["coverage"] > found[2]["coverage"]
    table = all_months([("one", found), ("two", found)], START, Words("en"))
    assert len(table) == 24 and table["Month"].tolist()[:2] == ["2026-01", "2026-02"]


def test_names_are_text_and_long_months_are_cut_with_a_count():
    many = [matter(day=day) for day in range(1, 20)]
    shown = side_html("<b>x</b>", {"coverage": 0.5}, {"coverage": 0.4}, many, month_of(START, 1), Words("en"))
    assert "<b>" not in shown and "50.0 % ▲" in shown
    assert shown.count("<li>") == MOST + 1 and "11 more" in shown


def test_a_request_of_another_page_is_no_story():
    assert TwoWorlds.of(small_request()) is None
    assert TwoWorlds.of(TwoWorlds(years=2).request()) == TwoWorlds(years=2)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_page_shows_both_worlds_of_the_month_chosen(monkeypatch, own_jobs, language):
    finding = SimpleNamespace(daily=daily(36), stories=((matter(),), ()), whom=pd.DataFrame())
    done = SimpleNamespace(job="told", request=TwoWorlds().request(), state="done")
    monkeypatch.setattr(story_page, "_story_to_show", lambda say: done)
    monkeypatch.setattr(story_page, "jobs", lambda: SimpleNamespace(result=lambda job: finding))
    page = AppTest.from_file(ENTRY, default_timeout=90)
    page._page_hash = calc_hash("story")
    page.query_params["lang"] = language
    page.run()
    page.slider[0].set_value(3).run()
    assert not page.exception and not page.error, page.error
    text = unescape("\n".join(one.proto.body for one in page.get("html")))
    assert text.count('class="shapan-side"') == 2 and "2026-03" in text
    assert words(language)("scene.settled") in text and Words(language)("play.quiet") in text
