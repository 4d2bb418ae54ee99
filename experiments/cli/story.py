"""`story`: one matter, project or Party branch from first to last, as the events of a run name it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ..reports.story import FOLLOWED, Followed, Step, busiest, name_of, sentence, steps
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.simulate import check_fits, simulate
from ..runs.task import check_numbers
from . import choosing
from .bar import progress_bar
from .printing import print_json
from .runs import note

if TYPE_CHECKING:
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario

DONE = 0
FORMAT = 1
MOST_LISTED = 15
MOST_NUMBERED = 999_999_999
SEVERAL: dict[Followed, str] = {"matter": "matters", "project": "projects", "branch": "branches"}


def story(chosen: argparse.Namespace, say: Words) -> int:
    """Steps of the one that was named, in order; without a name, those of which most is told."""
    scenario = choosing.one(chosen)
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup)
    asked: list[Followed] = [one for one in FOLLOWED if getattr(chosen, one) is not None]
    for one in asked:
        if not 0 <= getattr(chosen, one) <= MOST_NUMBERED:
            raise Refused("refused.number", key=one, value=getattr(chosen, one), low=0, high=MOST_NUMBERED)
    check_fits(scenario)
    note(scenario, chosen, say)
    with progress_bar(1, say) as progress:
        run = simulate(scenario, chosen.seed, chosen.days, chosen.warmup, progress)
    if asked:
        _follow(chosen, asked[0], run, scenario, say)
    else:
        _list(chosen, run, say)
    return DONE


def _follow(chosen: argparse.Namespace, followed: Followed, run: Run, scenario: Scenario, say: Words) -> None:
    number = getattr(chosen, followed)
    found = steps(run.events, followed, number)
    needs = {
        kind.id: kind.label_zh if say.language == "zh" else kind.label_en for kind in scenario.parameters.place.needs
    }
    if chosen.json:
        step_objects = [_object(step, say, needs) for step in found]
        print_json(
            {"format": FORMAT, "scenario": chosen.name, "seed": chosen.seed, followed: number, "steps": step_objects}
        )
        return
    from .tables import console

    out = console()
    if not found:
        out.print(say("story.none", what=say(f"story.{followed}"), number=number))
        return
    name = chosen.name if "{" in chosen.name else scenario.title[say.language]
    title = say("story.title", name=name, seed=chosen.seed, what=say(f"story.{followed}"), number=number)
    out.print(title, style="bold", markup=False)
    for step in found:
        out.print(f"{step.date}  {sentence(step, say, needs)}", soft_wrap=True, markup=False)


def _object(step: Step, say: Words, needs: dict[str, str]) -> dict[str, Any]:
    return {
        "day": step.day,
        "date": step.date.isoformat(),
        "event": step.event,
        "institution": step.institution,
        "number": step.number,
        "community": step.community,
        "about": step.about,
        "how": step.how,
        "facts": [{"name": name, "value": value, "unit": unit} for name, (value, unit) in step.facts.items()],
        "told": sentence(step, say, needs),
    }


def _list(chosen: argparse.Namespace, run: Run, say: Words) -> None:
    """What can be followed: of each sort those of which most is told."""
    found = {followed: busiest(run.events, followed, MOST_LISTED) for followed in FOLLOWED}
    if chosen.json:
        keys = ("number", "community", "about", "steps")
        listed = {SEVERAL[name]: [dict(zip(keys, one, strict=True)) for one in rows] for name, rows in found.items()}
        print_json({"format": FORMAT, "scenario": chosen.name, "seed": chosen.seed, **listed})
        return
    from .tables import console, table

    out = console()
    heads = [say(f"story.{head}") for head in ("number", "community", "about", "steps")]
    for followed, rows in found.items():
        if rows:
            out.print(say("story.choose", what=followed))
            lines = [
                [str(number), str(place), name_of(about, say, institution=FOLLOWED[followed]), str(count)]
                for number, place, about, count in rows
            ]
            out.print(table(heads, lines))


COMMANDS = {"story": story}
