"""Two lives of a resident in words: where they part and why, each need step by step, and what they think of it after.

Every sentence is made of one fact that was written down while both worlds were lived: a need by its address, and a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ...model.columns import CHANNEL_NAMES, MET_ON_TIME, NEVER_HEARD, POOL_TYPES
from ...model.observation.figures import BINS
from ..reports.wording import Words
from ..runs.replaying import Life, World
from .two_lives import NEVER, Parting, partings

if TYPE_CHECKING:
    from ...model.parameters.place import Place

Happened = Literal["born", "heard", "door", "began", "came_back", "ended"]
ORDER: tuple[Happened, ...] = ("born", "heard", "door", "began", "came_back", "ended")
DATED = {
    "heard": "heard",
    "desk": "arrives",
    "turn": "started",
    "department_queue": "closed",
    "work": "closed",
    "patience": "lapses",
}
"""Cause -> the date it is told with; where both are one day, hours tell the two lives apart."""
SAME_MIND = 5e-4
"""Trust and expectation are told to three decimals; less apart than half a step is the same."""


class Telling:
    """Two worlds and the words in which they are told."""

    def __init__(self, names: Sequence[str], place: Place, worlds: tuple[World, World], warmup: int, say: Words):
        self.names, self.worlds, self.say = names, worlds, say
        self.kinds = [kind.label_zh if say.language == "zh" else kind.label_en for kind in place.needs]
        self.ids = [kind.id for kind in place.needs]
        self.first = place.start - dt.timedelta(days=warmup)

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
                values |= {f"{name}{number}": figure for name, figure in self._figures(life).items()}
        heard = [life for life in one.lives if life is not None and life.heard_day >= 0]
        if cause == "heard" and len(heard) == 1:
            return self.say("replay.because_heard_once", **self._figures(heard[0]))
        sentence = self.say(f"replay.because_{cause}", **values)
        moment = DATED.get(cause)
        alike = moment is not None and values.get(f"{moment}0") == values.get(f"{moment}1")
        return sentence + self.say("replay.same_day") if alike else sentence

    def _figures(self, life: Life) -> dict[str, Any]:
        figures = {"wait": _days(life.wait, 2), "hands": f"{life.hands:.1f}", "returns": life.returns}
        named = {"door": self.door(life), "channel": self.channel(life)}
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

    def door(self, life: Life) -> str:
        """Whose door it stood before."""
        if life.department:
            return self.say("pool.departments")
        return self.say(f"pool.{POOL_TYPES[life.door]}") if life.door >= 0 else self.say("replay.no_door")

    def channel(self, life: Life) -> str:
        """By which channel it was heard."""
        return self.say(f"channel.{CHANNEL_NAMES[life.channel]}") if life.channel >= 0 else self.say("replay.nobody")

    def life(self, life: Life | None) -> str:
        """One life of a need in one line: heard, door, work, end."""
        if life is None:
            return self.say("replay.not_born")
        how = self.say(f"funnel.{BINS[life.bin]}")
        if life.heard_day < 0:
            key = "replay.unheard" if life.bin == NEVER_HEARD else "replay.waiting"
            return self.say(key, date=self.moment(life.done), how=how)
        heard = {"heard": self.date(life.heard_day), "channel": self.channel(life), "door": self.door(life)}
        work = {"started": self.moment(life.started), "done": self.moment(life.done), "how": how}
        sentence = self.say("replay.life", **heard, **work)
        return sentence + (self.say("replay.came_back", times=life.returns) if life.returns else "")


@dataclass(frozen=True)
class Fact:
    """One thing that happened to a need on a day.

    Attributes:
        day: Of the run, from 0.
        key: Address of the need in the luck of the seed.
        what: Which step.
        life: The life it is a step of.
        sides: Worlds in which just this happened on this day: (0,), (1,) or (0, 1).
    """

    day: int
    key: int
    what: Happened
    life: Life
    sides: tuple[int, ...]


@dataclass(frozen=True)
class Tale:
    """A resident's two lives.

    Attributes:
        facts: Everything that happened, by day; what happened alike in both worlds stands once.
        partings: Needs that were not the same, by the day on which they part.
        needs: Needs born in each world.
        unmet: Of these, how many ended in any other way than met on time.
    """

    resident: int
    facts: tuple[Fact, ...]
    partings: tuple[Parting, ...]
    needs: tuple[int, int]
    unmet: tuple[int, int]

    @property
    def apart(self) -> int | None:
        """Day of the run on which the two worlds part for this resident; None if they never do."""
        return self.partings[0].day if self.partings else None


def tale_of(worlds: tuple[World, World], resident: int) -> Tale:
    """What happened to one resident in two worlds in which they were watched."""
    own = tuple(
        World(
            lives={key: life for key, life in world.lives.items() if life.resident == resident},
            arise=world.arise,
            index=world.index,
            cell_of=world.cell_of,
            ceilings=world.ceilings,
        )
        for world in worlds
    )
    first, second = own
    seen: dict[tuple[Any, ...], list[tuple[int, Life]]] = {}
    for side, world in enumerate(own):
        for key, life in world.lives.items():
            for what, day in _steps(life, world):
                seen.setdefault((day, key, ORDER.index(what), _detail(what, life)), []).append((side, life))
    facts = (
        Fact(day, key, ORDER[step], found[0][1], tuple(side for side, _ in found))
        for (day, key, step, _), found in sorted(seen.items(), key=lambda one: one[0][:3])
    )
    unmet = [sum(life.bin != MET_ON_TIME for life in world.lives.values()) for world in own]
    return Tale(
        resident=resident,
        facts=tuple(facts),
        partings=tuple(partings(first, second)),
        needs=(len(first.lives), len(second.lives)),
        unmet=(unmet[0], unmet[1]),
    )


def _steps(life: Life, world: World) -> Iterator[tuple[Happened, int]]:
    """The steps of a life that came, each with its day."""
    yield "born", life.born
    if life.heard_day >= 0:
        yield "heard", life.heard_day
    if life.door_day >= 0:
        yield "door", life.door_day
    moments: tuple[tuple[Happened, float], ...] = (("began", life.started), ("ended", life.done))
    if life.returns:
        moments = (moments[0], ("came_back", life.closed), moments[1])
    for what, moment in moments:
        if moment < NEVER:
            yield what, world.day_of(moment)


def _detail(what: Happened, life: Life) -> tuple[Any, ...]:
    """What must be the same in both worlds for a step to be told once."""
    if what == "heard":
        return (life.channel, life.department)
    if what == "door":
        return (life.door, _days(life.wait))
    return {"came_back": (life.returns,), "ended": (life.bin,)}.get(what, ())


def _days(wait: float, decimals: int = 1) -> str:
    """Working days of work in a queue; what rounds to nothing has no sign."""
    return f"{max(wait, 0.0) + 0.0:.{decimals}f}"


def fact_sentence(fact: Fact, telling: Telling) -> str:
    """A fact as a sentence."""
    say, life = telling.say, fact.life
    if fact.what == "heard":
        return say("tale.heard", channel=telling.channel(life))
    if fact.what == "door":
        return say("tale.door", door=telling.door(life), wait=_days(life.wait))
    if fact.what == "came_back":
        return say("tale.came_back", times=life.returns)
    if fact.what == "ended":
        return say("tale.ended", how=say(f"funnel.{BINS[life.bin]}"))
    return say(f"tale.{fact.what}")


def summary_lines(tale: Tale, telling: Telling) -> list[str]:
    """Where the two worlds part and why, how needs ended, and what trust and expectation came to."""
    say, names = telling.say, {"first": telling.names[0], "second": telling.names[1]}
    lines = [say("tale.needs", **names, **_pair("needs", tale.needs), **_pair("unmet", tale.unmet))]
    if not tale.partings:
        return [*lines, say("tale.same"), *_minds_told(tale, telling)]
    first = tale.partings[0]
    about = {"date": telling.date(first.day), "kind": telling.kinds[first.any.kind]}
    lines.append(say("tale.apart", **about) + telling.because(first, first.first))
    otherwise = [one for one in tale.partings if one.ended_otherwise]
    if not otherwise:
        lines.append(say("tale.same_ends"))
    for one in otherwise:
        ends = [say("tale.not_there") if life is None else say(f"funnel.{BINS[life.bin]}") for life in one.lives]
        facts = {"kind": telling.kinds[one.any.kind], "born": telling.date(one.any.born)}
        lines.append(
            say("tale.otherwise", **facts, **names, end0=ends[0], end1=ends[1]) + telling.because(one, one.cause)
        )
    return lines + _minds_told(tale, telling)


def _pair(name: str, values: Sequence[Any]) -> dict[str, Any]:
    return {f"{name}0": values[0], f"{name}1": values[1]}


def _minds_told(tale: Tale, telling: Telling) -> list[str]:
    """Trust and expectation on the last measured evening, where they were watched."""
    minds = [world.minds.get(tale.resident) for world in telling.worlds]
    if minds[0] is None or minds[1] is None or not len(minds[0]) or not len(minds[1]):
        return []
    ends = [one[-1] for one in minds if one is not None]
    trust, expects = ([f"{one[place]:.3f}" for one in ends] for place in (0, 1))
    key = "tale.minds" if abs(ends[0] - ends[1]).max() >= SAME_MIND else "tale.same_minds"
    names = {"first": telling.names[0], "second": telling.names[1]}
    return [telling.say(key, **names, **_pair("trust", trust), **_pair("expects", expects))]
