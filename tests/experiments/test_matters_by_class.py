"""Matters by class as people read them: in `shapan run`, its JSON, and on the page Deliberation."""

from __future__ import annotations

import datetime as dt

import pytest

from shapan.app.screens.deliberation.classes import classes_html
from shapan.app.widgets.language import Words as ScreenWords
from shapan.experiments.cli.runs import run_object
from shapan.experiments.cli.tables import class_table
from shapan.experiments.comparing.intervals import mean_interval
from shapan.experiments.reports.matter import MatterHistory
from shapan.experiments.reports.matters_by_class import by_class
from shapan.experiments.reports.wording import LANGUAGES, words
from shapan.experiments.runs.task import Finished, Summary, Task
from shapan.scenarios.library import load

WHEN = dt.date(2026, 3, 1)


def story(number, kind, outcome="deferred", **known):
    return MatterHistory(number, kind, 0, 40, 60, WHEN, outcome=outcome, **known)


STORIES = (
    story(0, "yard_order", "settled", days=10, compliance=0.6),
    story(1, "covenant", "settled", days=30, compliance=0.8, covenant_left=0.5),
    story(2, "road", "agreed", compliance=0.7),
    story(3, "road", "settled", days=40, compliance=0.9, proven=False),
    story(4, "lift"),
)


def test_every_class_has_its_own_figures():
    routine, works, contested = by_class([*STORIES, None])
    assert (routine.raised, routine.settled, routine.days) == (2, 2, 20.0)
    assert routine.heed == pytest.approx(0.7) and routine.kept == pytest.approx(0.55)
    assert (works.raised, works.settled) == (2, 1)
    assert works.kept == 0.0, "one is not carried out, one on paper only"
    assert (contested.settled, contested.days, contested.heed, contested.kept) == (0, None, None, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_contested_matters_apart_under_both_formats(language):
    say = ScreenWords(language)
    text = classes_html(say, ["A", "<B>"], [STORIES, STORIES[:2]])
    assert text.count("<tr>") == 1 + 3 * 2 and "&lt;B&gt;" in text
    body = text.partition("</thead>")[2]
    assert body.index(say("classes.routine")) < body.index(say("classes.contested"))
    assert say("classes.of", n=0, all=1) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_of_a_run_has_a_row_a_class_that_was_raised(language):
    say = words(language)
    values = {"matters_settled_share_routine": 0.9, "matter_days_routine": 21.4, "matters_settled_share_contested": 0.0}
    rows = class_table({name: mean_interval([value]) for name, value in values.items()}, say).rows
    assert [row[0].plain for row in rows] == [say("matters.routine"), say("matters.contested")]
    assert [cell.plain for cell in rows[0][1:]] == ["90.0 %", "21", "–", "–"]
    assert not class_table({}, say).rows


def test_the_object_of_a_run_adds_kinds_up_by_class_and_names_dead_levers():
    scenario = (
        load("status_quo").with_place("training_town").set_many({"party.member_units": 0, "party.part_time_members": 4})
    )
    counts = {
        "road": {"raised": 2, "settled": 1},
        "lighting": {"raised": 1, "settled": 1},
        "lift": {"raised": 1, "settled": 0},
    }
    summary = Summary({"coverage": 0.5}, {}, {}, 10_000, 3, 9, matters=counts)
    found = run_object("x", [Finished(Task("x", scenario, 1), 1.0, summary)], 1.0)
    assert found["matters_by_class"] == {"works": {"raised": 3, "settled": 2}, "contested": {"raised": 1, "settled": 0}}
    assert [one["levers"] for one in found["dead_levers"]] == [["party.part_time_members"]]
