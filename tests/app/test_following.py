"""Following residents: what may be asked, which job belongs to a comparison, and the page that tells two lives."""

from dataclasses import replace
from html import unescape
from types import SimpleNamespace

import pandas as pd
import pytest

from shapan import load
from shapan.app.jobs import work
from shapan.app.jobs.first_picture import small_request
from shapan.app.jobs.lives import Lives, put_beside
from shapan.app.jobs.people_and_lines import whom_of
from shapan.app.jobs.request import Reason, Request
from shapan.app.screens.story import page as story_page
from shapan.app.screens.story.request import TwoWorlds
from shapan.app.widgets import following
from shapan.app.widgets.following import about_line, asked_follow
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.app.widgets.minds_chart import minds_table
from shapan.experiments.runs.following import follow
from shapan.scenarios.faults import InputFault

from .conftest import letters
from .pages import opened
from .test_story_page import daily

ASKED = asked_follow(TwoWorlds().request(), 1, (5, 9))
WHOM = pd.DataFrame(
    [("gained", "most", 5, 2, 0, "1"), ("lost", "drawn", 9, 0, 1, "1")],
    columns=["fate", "chosen", "resident", "before", "after", "scenario"],
)


@pytest.fixture(scope="module")
def lives():
    town = load("status_quo").with_place("training_town")
    return Lives(*(follow(one, 1, 40, 5, [5, 9]) for one in (town, town.with_policy("yantian"))))


def test_a_request_to_follow_is_written_read_and_a_job_of_its_own():
    assert Request.from_text(ASKED.as_text()) == ASKED and not ASKED.compares
    assert work.check(ASKED) is ASKED
    others = [replace(ASKED, follow=()), replace(ASKED, follow=(5,))]
    assert len({work.key_of_result(one) for one in (ASKED, *others)}) == 3
    assert "follow" not in small_request().as_text(), "older requests are written as they were"


@pytest.mark.parametrize(
    "wrong",
    [
        {"follow": (-1,)},
        {"follow": (10_000_000,)},
        {"follow": (True,)},
        {"follow": ("5",)},
        {"follow": tuple(range(40))},
        {"reps": 2},
        {"map": True},
        {"columns": ASKED.columns[:1]},
        {"columns": (ASKED.columns[0], replace(ASKED.columns[1], place="yantian"))},
    ],
)
def test_what_nobody_may_ask_is_refused(wrong):
    with pytest.raises(InputFault):
        work.check(replace(ASKED, **wrong))


def test_only_the_first_world_of_both_scenarios_says_whom_to_follow():
    before, after = (pd.DataFrame({"unmet": unmet}) for unmet in ([1, 0, 2], [0, 0, 3]))
    for residents in ({}, {(0, 1): before}, {(0, 1): before, (1, 2): after}, {(1, 1): after}):
        assert whom_of(2, residents, 1).empty
    found = whom_of(2, {(0, 1): before, (1, 1): after}, 1)
    assert found[["scenario", "fate", "resident"]].to_numpy().tolist() == [["1", "gained", 0], ["1", "lost", 2]]


def test_half_a_pair_is_no_answer():
    with pytest.raises(Reason):
        put_beside(ASKED, {(0, 1): object()}, ["1:1: no"])


def test_trust_is_told_from_the_first_measured_evening_to_the_last(lives):
    table = minds_table(lives, 9, ("A", "B"))
    assert set(table["scenario"]) == {"A", "B"} and table["trust"].between(0, 1).all()
    assert [f"{table['date'].min():%Y-%m-%d}", f"{table['date'].max():%Y-%m-%d}"] == ["2026-01-01", "2026-02-09"]
    last = lives.second.minds[lives.second.minds["resident"] == 9].iloc[-1]
    assert table.iloc[-1]["trust"] == last["trust"]


def page_of(monkeypatch, language, found):
    finding = SimpleNamespace(daily=daily(36), stories=((), ()), whom=WHOM)
    fields = {"told": finding, "followed": found}
    request = TwoWorlds().request()
    asked = {"told": request, "followed": ASKED}
    done = {name: SimpleNamespace(job=name, request=one, state="done", finished=2) for name, one in asked.items()}
    estimate = SimpleNamespace(runs=2, finished=0, seconds=60.0, measured=True)
    fake = SimpleNamespace(result=fields.get, progress=done.get, estimate=lambda request: estimate)
    monkeypatch.setattr(story_page, "_story_to_show", lambda say: done["told"])
    for module in (story_page, following):
        monkeypatch.setattr(module, "jobs", lambda: fake)
    return opened("story", language, follow="followed")


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_page_tells_two_lives_by_fate(monkeypatch, own_jobs, language, lives):
    page, say = page_of(monkeypatch, language, lives).run(), Words(language)
    assert not page.exception and not page.error, page.error
    who = next(one for one in page.selectbox if str(one.key).startswith("follow:who"))
    assert who.value == 5 and "2 → 0" in who.options[0]
    text = letters(unescape("\n".join(one.value for one in page.markdown)))
    assert about_line(say, lives, 5) in text and about_line(say, lives, 9) not in text
    assert not any(str(one.key).startswith("follow:start") for one in page.button), "who was followed is told at once"


def test_before_anybody_is_followed_the_cost_is_told_and_others_go_by_number(monkeypatch, own_jobs, lives):
    asked = []
    page = page_of(monkeypatch, "en", None).run()
    monkeypatch.setattr(following, "ask", lambda request: asked.append(request) or "followed")
    button = next(one for one in page.button if str(one.key).startswith("follow:start"))
    assert "2 residents" in button.label and any("2 runs" in one.value for one in page.markdown)
    button.click().run()
    assert asked == [ASKED]


def test_other_places_say_what_they_cost_before_they_run(monkeypatch, own_jobs, lives):
    page = page_of(monkeypatch, "en", lives).run()
    assert not any(one.key == "run-story" for one in page.button)
    page.selectbox("place").set_value("yantian").run()
    assert any(one.key == "run-story" for one in page.button)
    assert any(":material/timer:" in one.value and "2 runs" in one.value for one in page.markdown)
    assert TwoWorlds.of(TwoWorlds(place="yantian").request()) == TwoWorlds(place="yantian")
