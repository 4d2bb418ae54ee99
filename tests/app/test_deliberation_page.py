"""The page Deliberation as a person meets it: two formats on the training town, one matter followed side by side."""

import datetime as dt
import time
from dataclasses import replace
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs.request import Column, Request
from shapan.app.screens.deliberation.charts import LEAST_SPAN, ends_of, moments, points, reach_of
from shapan.app.screens.deliberation.request import LEVELS, NO_TABLE, RULES, TwoTables, choices, title_of
from shapan.app.screens.deliberation.story import matter_html, story_html
from shapan.app.screens.deliberation.words import ending, kind_words
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.reports.matter import Attempt, Everyday, MatterHistory
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.reasons import REASONS
from shapan.model.events.matters import Ballot, Opinion
from shapan.model.events.matters_tables import STANDINGS

from .conftest import ENTRY, keyed
from .pages import html, opened, run

SHORT = 200  # days; enough for a handful of matters
DAY = dt.date(2026, 3, 1)


def open_page(language="en", **query):
    return run(opened("deliberation", language, **query))


def listed(page):
    """The list of matters to choose from."""
    return next(radio for radio in page.radio if radio.key.startswith("matter:"))


def until_told(page, seconds=240):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not page.get("progress") and "shapan-side" in html(page):
            return page
        time.sleep(0.3)
        run(page)
    raise AssertionError("no matters came")


def finished(jobs, asked):
    """The id of a job that is done."""
    job = jobs().submit(asked.request(Words("en")), "somebody")
    assert jobs().wait(job, 90).state == "done"
    return job


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_on_two_formats_and_a_matter_side_by_side(own_jobs, language):
    say = Words(language)
    page = until_told(open_page(language))
    text = html(page)
    heads = [head.value for head in page.subheader]
    assert heads[:2] == [say("tables.title"), say("tables.list")]
    assert text.index('class="shapan-verdict') < text.index('class="shapan-sides"') < text.index("shapan-story")
    for name in ("staff", "party_mass"):
        assert title_of(name, say) in text
    assert text.count('class="shapan-story"') == 2
    assert len(listed(page).options) >= 3 and listed(page).options[0] in heads[2]
    assert "docs/parameters.md" in text and "D" in text
    other = Words("zh" if language == "en" else "en")
    assert other("tables.title") not in heads and title_of("party_mass", other) not in text


def test_choosing_another_matter_shows_it(own_jobs):
    page = until_told(open_page("en"))
    labels, first = listed(page).options, listed(page).value
    shown = page.subheader[2].value
    other = next(number for number in range(len(labels)) if number != first)
    listed(page).set_value(other)
    run(page)
    assert listed(page).value == other and page.subheader[2].value in labels
    assert page.subheader[2].value == labels[listed(page).index] != shown


def test_the_list_narrows_to_a_kind_and_to_different_endings(own_jobs):
    say = Words("en")
    page = until_told(open_page("en"))
    every = listed(page).options
    keyed(page.selectbox, "matters", "kind").set_value("road")
    run(page)
    assert listed(page).options and all(one.startswith(kind_words("road", say)) for one in listed(page).options)
    keyed(page.selectbox, "matters", "kind").set_value("every")
    keyed(page.selectbox, "matters", "ended").set_value("apart")
    run(page)
    assert listed(page).options == every[: len(listed(page).options)], "those stand first in the whole list"
    assert 0 < len(listed(page).options) < len(every)


def test_rules_hold_at_both_tables_and_run_gives_a_new_answer(own_jobs):
    page = until_told(open_page("zh"))
    before = page.query_params["job"]
    keyed(page.toggle, "lever", "deliberation.veto").set_value(True)
    run(page)
    page.button("run").click()
    run(page)
    until_told(page)
    assert page.query_params["job"] != before
    job = page.query_params["job"]
    asked = own_jobs().progress(job[0] if isinstance(job, list) else job).request
    assert [column.changes["deliberation.veto"] for column in asked.columns] == [True, True]
    assert TwoTables.of(asked).changes == {"deliberation.veto": True}


def test_the_same_format_on_both_sides_does_the_same(own_jobs):
    say = Words("en")
    job = finished(own_jobs, TwoTables(formats=["one_matter", "one_matter"], days=SHORT))
    page = until_told(open_page("en", job=job))
    assert [info.value for info in page.info] == [say("tables.same_format")]
    assert say("tables.apart_none") in html(page)
    left, right = (part.partition("</ol>")[0] for part in html(page).split('<ol class="shapan-story">')[1:])
    assert left == right


def test_a_matter_that_is_never_on_the_table(own_jobs):
    say = Words("en")
    job = finished(
        own_jobs,
        TwoTables(formats=["one_matter", "party_mass"], changes={"deliberation.meetings_per_year": 0}, days=SHORT),
    )
    page = until_told(open_page("en", job=job))
    text = html(page)
    assert say("standing.untouched") in text and "0 of " in text
    assert text.count(f'<p class="result">{say("standing.untouched")}</p>') == 2
    charts = page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")
    assert len(charts) == 2, "what they believed at first is known all the same"


def test_two_tables_that_talk_show_their_beliefs(own_jobs):
    job = finished(own_jobs, TwoTables(formats=["three_meetings", "joint_nine"], days=SHORT))
    page = until_told(open_page("en", job=job))
    say = Words("en")
    keyed(page.selectbox, "matters", "kind").set_value("covenant")
    run(page)
    charts = page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")
    assert len(charts) == 4, "on each side try by try and, at the table, round by round"
    shown_text = html(page) + "".join(caption.value for caption in page.caption)
    for text in (say("tables.talk_about"), "round by round: 0.", say("need.litter"), "1,000 residents of the estate"):
        assert text in shown_text, text


def test_the_level_moves_the_table_to_the_estate(own_jobs):
    """The estate's own table against none: the lever of the estate moves, the council stays as it is."""
    say = Words("en")
    page = until_told(open_page("en"))
    before = page.query_params["job"]
    assert keyed(page.radio, "tables", "level").value == "community"
    keyed(page.radio, "tables", "level").set_value("estate")
    run(page)
    left, right = (keyed(page.selectbox, "side", side, "estate") for side in ("left", "right"))
    assert (left.value, right.value) == (NO_TABLE, "party_mass")
    assert len(left.options) == len(choices("estate")) == len(choices()) + 1
    right.set_value("joint_nine")
    run(page)
    page.button("run").click()
    run(page)
    until_told(page)
    assert page.query_params["job"] != before
    job = page.query_params["job"]
    asked = own_jobs().progress(job[0] if isinstance(job, list) else job).request
    assert [dict(column.changes) for column in asked.columns] == [
        {"deliberation.estate_format": name} for name in (NO_TABLE, "joint_nine")
    ]
    assert TwoTables.of(asked).level == "estate"
    text = html(page)
    assert say("tables.no_table") in text and title_of("joint_nine", say) in text
    keyed(page.radio, "tables", "level").set_value("community")
    run(page)
    assert keyed(page.selectbox, "side", "left", "community").value == "staff"


def test_a_world_without_a_matter_says_so(own_jobs, monkeypatch):
    jobs = own_jobs()
    job = finished(own_jobs, TwoTables(days=SHORT))
    empty = replace(jobs.result(job), stories=((), ()))
    monkeypatch.setattr(type(jobs), "result", lambda *_: empty)
    page = open_page("zh", job=job)
    assert [info.value for info in page.info] == [Words("zh")("tables.no_matter")]
    assert [radio.key.split(":")[:2] for radio in page.radio] == [["tables", "level"]]


def test_addresses_of_others_are_told_and_the_usual_formats_shown(own_jobs):
    say = Words("en")
    columns = tuple(Column("", policy, "training_town") for policy in ("status_quo", "yantian"))
    other = own_jobs().submit(Request(columns, reps=1, days=30, warmup=0), "somebody")
    for job, key in ((other, "tables.other_job"), ("nobody-knows", "page.unknown_job")):
        page = open_page("en", job=job)
        assert [warning.value for warning in page.warning] == [say(key)]
        until_told(page)


def test_every_page_is_one_link_away_and_the_job_comes_along(own_jobs):
    page = until_told(open_page("zh"))
    links = page.get("page_link")
    names = ("compare", "deliberation", "elections", "map", "money")
    names += ("lessons", "rooms", "story", "experiments", "evidence")
    assert [link.proto.label for link in links] == [Words("zh")(f"page.{name}") for name in names]
    assert "lang=zh" in links[0].proto.query_string and "job=" not in links[0].proto.query_string
    run(page)
    job = page.query_params["job"]
    job = job[0] if isinstance(job, list) else job
    assert f"job={job}" in page.get("page_link")[1].proto.query_string


def test_the_same_job_opens_on_the_page_compare_too(own_jobs):
    job = finished(own_jobs, TwoTables(days=SHORT))
    page = AppTest.from_file(ENTRY, default_timeout=90)
    page.query_params["lang"], page.query_params["job"] = "en", job
    run(page)
    assert "shapan-verdict" in html(page) and title_of("party_mass", Words("en")) in html(page)


def test_what_was_asked_here_is_known_again_and_nothing_else_is():
    say = Words("en")
    asked = TwoTables(place="yantian", formats=["five_step", "staff"], changes={RULES[0]: 24}, days=400, seed=7)
    assert TwoTables.of(asked.request(say)) == asked
    at_home = TwoTables(formats=[NO_TABLE, "five_step"], level="estate")
    assert TwoTables.of(at_home.request(say)) == at_home and at_home.lever == LEVELS["estate"]
    assert TwoTables.of(replace(asked.request(say), reps=2)) is None
    left, right = asked.request(say).columns
    assert TwoTables.of(Request((left,), 1, 400, 0, 7)) is None
    assert TwoTables.of(Request((left, replace(right, policy="yantian")), 1, 400, 0, 7)) is None
    assert TwoTables.of(Request((left, replace(right, changes={})), 1, 400, 0, 7)) is None


def one_try(number=1, **facts):
    usual = {"day": 9, "date": DAY, "form": "party_mass", "at": "community", "meetings": 1}
    usual |= {"vote": Ballot(9, 30, 6, 3, 0), "rounds": 2, "before": 0.5, "after": 0.55, "reasons": ("passed",)}
    return Attempt(number, **(usual | facts))


def a_story(*tries, kind="lift", outcome="settled", days=40, **facts):
    ended = DAY if outcome in ("settled", "given_up") else None
    return MatterHistory(0, kind, 1, 14, 1, DAY, outcome, tries, ended, days if ended else None, **facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_reason_and_ending_has_words(language):
    say = Words(language)
    for kind in MATTERS:
        assert kind_words(kind, say) != kind
        assert "14" in matter_html(say, a_story(kind=kind))
    for reason in REASONS:
        assert say(f"reason.{reason}") in unescape(story_html(say, a_story(one_try(reasons=(reason,)))))
        assert say(f"reason.{reason}") in unescape(story_html(say, a_story(one_try(reasons=("vetoed", reason)))))
    for outcome in STANDINGS:
        assert ending(a_story(outcome=outcome), say)
    for name in choices():
        for at in ("community", "estate"):
            assert title_of(name, say) in story_html(say, a_story(one_try(form=name, at=at)))
    assert ending(None, say) == say("standing.never")


def test_the_list_tells_votes_payment_objections_and_the_whistle():
    say = Words("en")
    paid = one_try(2, from_winners=9000.0, from_fund=500.0, vote=Ballot(14, 12, 10, 2, 2, objections=3), whistled=True)
    text = story_html(say, a_story(one_try(form="staff", vote=None), paid, one_try(3, whistled=False, in_favour=0.61)))
    for part in ("9,000", "500", "10 yes", "2 no", "2 absent", "83 %", "3 losing", "found a way", "no department"):
        assert part in text, part
    assert "nobody met" in text and "61 %" in text and "0.500 → 0.550" in text
    assert "written" not in text
    asked = story_html(say, a_story(one_try(form="staff", reasons=("below_threshold",))))
    assert "from door to door" in asked and "0.500" not in asked, "nobody hears anybody from door to door"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_puts_forward_and_the_vote_at_home_comes_after_it(language):
    say = Words(language)
    law = one_try(
        put_forward=Ballot(20, 16, 12, 3, 5), vote=Ballot(100, 90, 70, 20, 10), reasons=("passed", "losers_paid")
    )
    text = unescape(story_html(say, a_story(replace(law, from_winners=700.0))))
    parts = [say("matter.came", came=16, seats=20), say("matter.yes", n=12), say("matter.put_forward")]
    parts += [say("matter.asked_at_home", came=90, seats=100), say("matter.yes", n=70), say("reason.passed")]
    places = [text.index(part) for part in parts]
    assert places == sorted(places) and text.count('class="shapan-votes"') == 2
    assert "700" in text and say("reason.losers_paid") not in text, "the sum says it"
    assert say("reason.losers_paid") in story_html(say, a_story(law)), "where no sum is known"


@pytest.mark.parametrize("language", LANGUAGES)
def test_departments_promises_and_compliance_are_told(language):
    say = Words(language)
    came, stayed = one_try(departments_came=True, promise_broken=True), one_try(2, departments_came=False)
    text = story_html(say, a_story(came, stayed, agreed=DAY, compliance=0.42))
    for key in ("matter.departments_came", "matter.departments_stayed_away", "matter.promise_broken"):
        assert text.count(say(key)) == 1
    assert "42 %" in text and say("matter.agreed", date=DAY.isoformat()) in text
    silent = story_html(say, a_story(one_try()))
    assert say("matter.departments_came") not in silent and say("matter.promise_broken") not in silent


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_did_to_everyday_service_is_told(language):
    say = Words(language)
    story = a_story(kind="covenant", while_open=Everyday(1234.4, 56), after=Everyday(987.0, 21), covenant_left=0.31)
    text = story_html(say, story)
    for part in ("1,234", "56", "987", "21", "31 %", say("need.litter"), say("need.parking"), say("need.dispute")):
        assert part in text, part
    assert say("everyday.too_short") in story_html(say, replace(story, after=None))
    assert say("everyday.nothing") in story_html(say, a_story(kind="activity"))
    for kind in MATTERS.values():
        assert all(say(f"need.{one}") for one in kind.presses_on)


def test_talk_is_drawn_round_by_round_on_one_scale():
    first = a_story(one_try(opinions=(Opinion(0.5, 0.2), Opinion(0.6, 0.1))), one_try(2), one_try(3))
    second = a_story(*(one_try(n, opinions=(Opinion(0.9, 0.2), Opinion(0.9, 0.0))) for n in (1, 2)))
    found = moments(second)
    assert found["place"].tolist() == [0, 1, 3, 4] and found["round"].tolist() == [0, 1, 0, 1]
    assert found["high"].max() == 1.0, "nobody believes more than all of it"
    reach = reach_of((first, second))
    assert (reach.moments, reach.low, reach.high) == (4, pytest.approx(0.3), 1.0)
    assert reach_of((a_story(one_try()), None)) is None
    said = story_html(Words("en"), first)
    assert "0.50 → 0.60" in said and "0.20 → 0.10" in said


def test_a_name_from_a_log_is_not_taken_for_a_tag():
    text = story_html(Words("en"), a_story(one_try(form="<script>", reasons=("<b>", "<i>"))))
    assert "<script>" not in text and "<b>" not in text and "<i>" not in text


def test_both_sides_are_drawn_on_one_scale():
    first = a_story(one_try(date=DAY + dt.timedelta(days=10), after=0.52), first_belief=0.5)
    second = a_story(one_try(date=DAY + dt.timedelta(days=90), after=0.9), first_belief=0.5, days=120)
    ends = ends_of((first, second))
    assert ends.days == 120 and ends.low <= 0.5 and ends.high >= 0.9
    assert points(first) == [(0, 0.5), (10, 0.52)]
    assert points(replace(first, first_belief=None)) == [(10, 0.52)], "two tables that talk, and no log tells"
    narrow = ends_of((first, None))
    assert narrow.high - narrow.low == pytest.approx(LEAST_SPAN)
    assert ends_of((a_story(outcome="untouched"), a_story(outcome="untouched"))) is None
