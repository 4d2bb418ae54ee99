"""`replay`: one resident's two lives, told from what was written down of each need in both worlds."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from ...model.columns import CHANNEL_NAMES, NEVER_HEARD, POOL_TYPES
from ...model.observation.figures import BINS
from ..comparing.two_lives import NEVER, Parting, causes, partings, residents
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.replaying import Life, World, two_lives
from ..runs.simulate import check_fits
from ..runs.task import check_numbers
from . import choosing
from .printing import print_json
from .runs import note_all

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

DONE = 0
FORMAT = 1
MOST_LISTED = 15


class Telling:
    """Two worlds and the words in which they are told."""

    def __init__(self, names: list[str], scenario: Scenario, worlds: tuple[World, World], chosen: Any, say: Words):
        self.names, self.worlds, self.say = names, worlds, say
        place = scenario.parameters.place
        self.kinds = [kind.label_zh if say.language == "zh" else kind.label_en for kind in place.needs]
        self.ids = [kind.id for kind in place.needs]
        self.first = place.start - dt.timedelta(days=chosen.warmup)

    def date(self, day: int) -> str:
        """A day of the run as a date."""
        return (self.first + dt.timedelta(days=day)).isoformat()

    def moment(self, moment: float) -> str:
        """A working day as a date; a dash for what never came."""
        return "–" if moment > NEVER else self.date(self.worlds[0].day_of(moment))

    def need(self, one: Parting) -> list[str]:
        """What was needed, where the two lives parted, what decided, then each of them."""
        about = {"kind": self.kinds[one.any.kind], "born": self.date(one.any.born)}
        lines = [self.say("replay.need", key=f"{one.key:016x}", **about)]
        lines.append(f"  {self.say('replay.parted', date=self.date(one.day))}{self.because(one, one.first)}")
        if one.cause != one.first:
            lines.append(f"  {self.say('replay.decided')}{self.because(one, one.cause)}")
        lived = zip(self.names, one.lives, strict=True)
        return lines + [f"  {self.say('replay.in_world', name=name)}{self.life(life)}" for name, life in lived]

    def because(self, one: Parting, cause: str) -> str:
        """A cause, with the figures that differ."""
        if cause == "born":
            return self.say("replay.because_born", **self._arising(one))
        values: dict[str, Any] = {}
        for number, life in enumerate(one.lives):
            if life is not None:
                values |= {f"{name}{number}": told for name, told in self._figures(life).items()}
        heard = [life for life in one.lives if life is not None and life.heard_day >= 0]
        if cause == "heard" and len(heard) == 1:
            return self.say("replay.because_heard_once", **self._figures(heard[0]))
        return self.say(f"replay.because_{cause}", **values)

    def _figures(self, life: Life) -> dict[str, Any]:
        figures = {"wait": f"{life.wait:.2f}", "hands": f"{life.hands:.1f}", "returns": life.returns}
        named = {"door": self._door(life), "channel": self._channel(life)}
        heard = self.date(life.heard_day) if life.heard_day >= 0 else "–"
        moments = {name: self.moment(getattr(life, name)) for name in ("arrives", "lapses", "closed", "started")}
        return {**figures, **named, **moments, "heard": heard}

    def _arising(self, one: Parting) -> dict[str, str]:
        """How often such needs arise there in both worlds, and the number it was drawn against."""
        import numpy as np

        from ...model.hashing import plain_uniform
        from ...model.needs.draws import KEEP_DRAW

        kind, cell = one.any.kind, int(self.worlds[0].cell_of[one.any.resident])
        rates = [float(world.arise[one.any.born, cell][kind]) for world in self.worlds]
        drawn = plain_uniform(np.uint64(one.key), KEEP_DRAW) * float(self.worlds[0].ceilings[kind])
        return {"rate0": f"{rates[0]:.3f}", "rate1": f"{rates[1]:.3f}", "drawn": f"{drawn:.3f}"}

    def _door(self, life: Life) -> str:
        if life.department:
            return self.say("pool.departments")
        return self.say(f"pool.{POOL_TYPES[life.door]}") if life.door >= 0 else self.say("replay.no_door")

    def _channel(self, life: Life) -> str:
        return self.say(f"channel.{CHANNEL_NAMES[life.channel]}") if life.channel >= 0 else self.say("replay.nobody")

    def life(self, life: Life | None) -> str:
        """One life of a need in one line: heard, door, work, end."""
        if life is None:
            return self.say("replay.not_born")
        how = self.say(f"funnel.{BINS[life.bin]}")
        if life.heard_day < 0:
            key = "replay.unheard" if life.bin == NEVER_HEARD else "replay.waiting"
            return self.say(key, date=self.moment(life.done), how=how)
        heard = {"heard": self.date(life.heard_day), "channel": self._channel(life), "door": self._door(life)}
        work = {"started": self.moment(life.started), "done": self.moment(life.done), "how": how}
        told = self.say("replay.life", **heard, **work)
        return told + (self.say("replay.came_back", times=life.returns) if life.returns else "")


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
    telling, found = Telling(chosen.names, first, worlds, chosen, say), partings(*worlds)
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
