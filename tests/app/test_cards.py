"""Sets of assumptions at the page: what is asked, what is refused, what is drawn. No district is run."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from shapan.app.jobs.allowed import check, most_draws
from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.work import keys_of_runs, worlds_of
from shapan.app.screens.compare.draft import Draft
from shapan.app.screens.compare.robustness import card_chart
from shapan.app.widgets.catalogue import command_line
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.cli.parser import parse
from shapan.experiments.reports.wording import words as wording
from shapan.experiments.worlds.card import card
from shapan.experiments.worlds.drawing import joint_draws
from shapan.scenarios.faults import InputFault

COLUMNS = (Column("", "status_quo", "training_town"), Column("", "yantian", "training_town"))
PLAIN = Request(COLUMNS, reps=2, days=60, warmup=20, seed=5)
DRAWN = replace(PLAIN, draws=3)


def test_a_request_without_sets_of_assumptions_is_what_it_was():
    assert "draws" not in json.loads(PLAIN.as_text()) and list(PLAIN.tasks()) == list(DRAWN.tasks())[:4]
    assert Request.from_text(PLAIN.as_text()) == PLAIN and Request.from_text(DRAWN.as_text()) == DRAWN
    assert DRAWN.runs == len(list(DRAWN.tasks())) == 10


def test_every_column_lives_through_the_same_sets_and_more_pairs_leave_them_as_they_are():
    worlds = worlds_of(DRAWN)
    assert len(worlds) == 3 and list(worlds) == list(DRAWN.draw_seeds)
    keys = keys_of_runs(DRAWN)
    assert len(set(keys.values())) == 10
    more = keys_of_runs(replace(DRAWN, reps=7))
    assert {task: more[task] for task in keys} == keys
    assert {task: key for task, key in keys.items() if task[1] in PLAIN.seeds} == keys_of_runs(PLAIN)


def test_no_more_sets_can_be_asked_for_than_are_kept():
    most = most_draws("training_town")
    assert most > 10 and check(replace(PLAIN, draws=most))
    for draws, place in ((most + 1, "training_town"), (1, "ordos_urban"), (-1, "training_town")):
        columns = tuple(replace(column, place=place) for column in COLUMNS)
        with pytest.raises(InputFault):
            check(replace(PLAIN, columns=columns, draws=draws))


def test_a_draft_keeps_its_sets_as_far_as_the_place_has_any():
    draft = Draft.of(DRAWN)
    assert draft.request() == DRAWN
    draft.on_place("ordos_urban")
    assert draft.request().draws == 0


def test_the_command_line_asks_the_same():
    typed = command_line(DRAWN).split()[1:]
    assert parse(typed, wording("en")).draws == 3 and "--draws" not in command_line(PLAIN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_drawn_with_both_bars_and_a_tick_for_each_world(language):
    gaps, worlds = [0.01 * number for number in range(12)], joint_draws(12, 5)
    found = card_chart([card("coverage", gaps, worlds, gaps[:5])], Words(language)).to_dict()
    data = {len(rows): rows for rows in found["datasets"].values()}
    assert set(data) == {1, 2, 12}
    wide, narrow = data[2]
    assert wide["lo"] < narrow["lo"] < narrow["hi"] < wide["hi"] or narrow["lo"] < wide["lo"]
