"""`replay`: one resident's two lives, told from what was written down of each need in both worlds."""

from __future__ import annotations

import argparse
from typing import Any

from ..comparing.life_sentences import Telling
from ..comparing.two_lives import NEVER, Parting, causes, partings, residents
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.replaying import Life, two_lives
from ..runs.simulate import check_fits
from ..runs.task import check_numbers
from . import choosing
from .printing import print_json
from .runs import note_all

DONE = 0
FORMAT = 1
MOST_LISTED = 15


def replay(chosen: argparse.Namespace, say: Words) -> int:
    """The two lives of one resident; without one, whom to follow and what parts the needs of all."""
    if len(chosen.names) != 2:
        raise Refused("usage.replay_two", count=len(chosen.names))
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup)
    first, second = choosing.several(chosen).values()
    for scenario in (first, second):
        check_fits(scenario)
    note_all(dict(zip(chosen.names, (first, second), strict=True)), chosen, say)
    worlds = two_lives((first, second), chosen.seed, chosen.days, chosen.warmup, chosen.resident)
    telling, found = Telling(chosen.names, first.parameters.place, worlds, chosen.warmup, say), partings(*worlds)
    if chosen.json:
        print_json(as_object(telling, found, chosen))
    elif chosen.resident is None:
        _print_all(telling, found)
    else:
        _print_one(telling, found, chosen.resident)
    return DONE


def as_object(telling: Telling, found: list[Parting], chosen: argparse.Namespace) -> dict[str, Any]:
    """What `shapan replay --json` prints; docs/how-to-replay.md says what it holds."""
    head = {"format": FORMAT, "from": chosen.names[0], "to": chosen.names[1], "seed": chosen.seed}
    head |= {"days": chosen.days, "warmup": chosen.warmup, "resident": chosen.resident}
    head |= {"needs": [len(world.lives) for world in telling.worlds], "differ": len(found)}
    head |= {"ended_otherwise": sum(one.ended_otherwise for one in found), "causes": causes(found)}
    if chosen.resident is None:
        return {**head, "residents": [list(pair) for pair in residents(found)[:MOST_LISTED]]}
    return {**head, "partings": [_object(telling, one) for one in found]}


def _object(telling: Telling, one: Parting) -> dict[str, Any]:
    about: dict[str, Any] = {
        "key": f"{one.key:016x}",
        "kind": telling.ids[one.any.kind],
        "born": telling.date(one.any.born),
    }
    about |= {"parted": telling.date(one.day), "first": one.first, "cause": one.cause}
    about |= {"ended_otherwise": one.ended_otherwise}
    facts = [None if life is None else _facts(life) for life in one.lives]
    return {**about, "lives": facts, "told": telling.need(one)}


def _facts(life: Life) -> dict[str, Any]:
    """What was written down of one life; what never came is null."""
    never = {name for name, value in life._asdict().items() if isinstance(value, float) and value > NEVER}
    return {name: None if name in never else value for name, value in life._asdict().items()}


def _print_one(telling: Telling, found: list[Parting], resident: int) -> None:
    from .tables import console

    out, say = console(), telling.say
    same = len({**telling.worlds[0].lives, **telling.worlds[1].lives}) - len(found)
    title = say("replay.title", resident=resident, first=telling.names[0], second=telling.names[1])
    out.print(title, style="bold", markup=False)
    if found:
        out.print(say("replay.first_day", date=telling.date(found[0].day)))
    for one in found:
        for line in telling.need(one):
            out.print(line, soft_wrap=True, markup=False)
    out.print(say("replay.same", count=same))


def _print_all(telling: Telling, found: list[Parting]) -> None:
    from .tables import console, table

    out, say = console(), telling.say
    count = causes(found)
    out.print(say("replay.all", differ=len(found), otherwise=sum(count.values())), style="bold")
    by_cause = [[say(f"replay.cause_{cause}"), number] for cause, number in count.items()]
    out.print(table([say("replay.cause"), say("replay.needs")], by_cause))
    out.print(say("replay.choose"))
    rows = [[str(who), number] for who, number in residents(found)[:MOST_LISTED]]
    out.print(table([say("replay.resident"), say("replay.needs")], rows))


COMMANDS = {"replay": replay}
