"""A matter, a project or a branch is followed by name from first to last, in both languages."""

from __future__ import annotations

import json
import string
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

from shapan import load, simulate
from shapan.experiments.cli import main
from shapan.experiments.reports.story import FOLLOWED, busiest, sentence, steps
from shapan.experiments.reports.wording import words
from shapan.model import events
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.events import Event
from shapan.model.events.matters import MatterEvent
from shapan.model.events.money import ProjectEvent

FOLLOWED_BEFORE = ("matter_raised", "matter_tried", "task_entered", "task_cancelled", "matter_ended")


@pytest.fixture(scope="module")
def run():
    return simulate(load("yantian").with_place("training_town"), seed=1, days=365, warmup=60)


def kinds_of_events() -> set[type[Event]]:
    """Every kind of event that Shapan's own modules name, without those that only others are made of."""
    modules = [import_module(f"{events.__name__}.{one.name}") for one in iter_modules(events.__path__)]
    named = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    kinds = {one for one in named if issubclass(one, Event)}
    return {one for one in kinds if not any(one in other.__mro__[1:] for other in kinds)}


def told_kinds() -> set[type[Event]]:
    """Those of something that is followed."""
    return {
        kind
        for kind in kinds_of_events()
        if kind.institution in FOLLOWED.values() or "matter" in kind.__dataclass_fields__ or hasattr(kind, "matter")
    }


def test_every_event_of_what_is_followed_has_words_in_both_languages():
    kinds = told_kinds()
    assert len(kinds) > 40 and any(issubclass(kind, MatterEvent) for kind in kinds)
    assert any(issubclass(kind, ProjectEvent) for kind in kinds)
    for language in ("zh", "en"):
        keys = [key for key in words(language).phrases if key.startswith("story.")]
        wanting = {
            kind.name()
            for kind in kinds
            if not any(key == f"story.{kind.name()}" or key.startswith(f"story.{kind.name()}_") for key in keys)
        }
        assert not wanting


def test_sentences_name_facts_that_their_event_has():
    kinds = {kind.name(): kind for kind in kinds_of_events()}
    for language in ("zh", "en"):
        for key, phrase in words(language).phrases.items():
            name = key.removeprefix("story.")
            event = next((kinds[one] for one in sorted(kinds, key=len, reverse=True) if name.startswith(one)), None)
            if not key.startswith("story.") or event is None:
                continue
            asked = {field for _, field, _, _ in string.Formatter().parse(phrase) if field}
            assert asked <= {"who", "about", "how", *event.__dataclass_fields__}, key


def test_a_settled_matter_is_told_from_raised_to_its_end_in_order(run):
    settled = run.matters[(run.matters["standing"] == "settled") & (run.matters["task_of"] != "")]
    number = int(settled["matter"].iloc[0])
    found = steps(run.events, "matter", number)
    done = [step.event for step in found]
    assert [one for one in done if one in FOLLOWED_BEFORE][:1] == ["matter_raised"]
    assert done.index("task_entered") < done.index("task_cancelled") < done.index("matter_ended")
    assert [step.day for step in found] == sorted(step.day for step in found)
    row = run.matters.set_index("matter").loc[number]
    assert found[0].facts["households"] == (row["households"], "households")
    assert found[0].how == row["origin"] and found[0].about in MATTERS


def test_what_others_do_about_a_matter_belongs_to_its_story(run):
    others = run.events[(run.events["matter"] >= 0) & (run.events["institution"] != "matter")]
    assert len(others)
    number = int(others["matter"].iloc[0])
    assert {step.institution for step in steps(run.events, "matter", number)} > {"matter"}
    own = run.events[run.events["institution"] == "matter"]
    np.testing.assert_array_equal(own["matter"], own["number"])


@pytest.mark.parametrize("followed", FOLLOWED)
def test_every_step_of_a_run_can_be_said(run, followed):
    for language in ("zh", "en"):
        say = words(language)
        for number, _, _, count in busiest(run.events, followed, 5):
            found = steps(run.events, followed, number)
            assert len(found) == count > 0
            assert all(sentence(step, say) for step in found)


def test_a_fact_nobody_knows_is_a_dash(run):
    step = next(one for one in steps(run.events, "matter", int(run.matters["matter"].iloc[0])))
    step.facts.clear()
    assert "–" in sentence(step, words("en"))


def test_the_command_follows_one_and_lists_what_can_be_followed(capsys):
    town = ["--place", "training_town", "--days", "90", "--warmup", "30", "--json"]
    assert main(["story", "yantian", *town]) == 0
    listed = json.loads(capsys.readouterr().out)
    number = listed["matters"][0]["number"]
    assert {"matters", "projects", "branches"} & set(listed)
    assert main(["story", "yantian", *town, "--matter", str(number)]) == 0
    text = json.loads(capsys.readouterr().out)
    assert text["matter"] == number and len(text["steps"]) >= listed["matters"][0]["steps"]
    assert main(["story", "yantian", *town[:-1], "--matter", "99999"]) == 0
    assert "99999" in capsys.readouterr().out


@pytest.mark.parametrize(
    "asked", [["--matter", "1", "--project", "2"], ["--matter", "-1"], ["--project=-1"], ["--branch", "-5"]]
)
def test_what_cannot_be_followed_is_refused_in_one_line(asked, capsys):
    assert main(["story", "yantian", *asked, "--lang", "zh"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "allowed" not in line and asked[0].partition("=")[0] in line


def test_steps_listed_are_steps_told_and_causes_come_first(run):
    for followed in FOLLOWED:
        for number, _, _, count in busiest(run.events, followed, 8):
            found = steps(run.events, followed, number)
            assert len(found) == count
    number = int(run.events[run.events["name"] == "project_proposed"]["number"].iloc[0])
    done = [step.event for step in steps(run.events, "project", number)]
    assert done.index("project_proposed") < done.index("project_chosen")
