"""Saved states: where the district of a run stood after some of its days, as text, and what may go on from there.

A state says what was lived under and for how long, and proves it by a digest of the district. Nothing that a program
would have to trust is read from disk: going on lives the same days again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.reading import NotRegular, regular_bytes
from ...scenarios.recorded import read_record, record
from .folders import build_mark
from .plans import plan_of
from .refusing import Refused
from .task import check_numbers
from .whole_file import whole_file

if TYPE_CHECKING:
    from ...model.branching import Stood
    from ...scenarios.library import Scenario
    from ...scenarios.recorded import Recorded

FORMAT = 1
KIND = "state"
MOST_BYTES = 50_000_000
MOST_WHY = 200
MOST_BRANCHES = 50
"""A state of a branch of a branch … so deep, at most."""
AMISS = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Lived:
    """What a run lives under.

    Attributes:
        scenario: Its place, policy and assumptions.
        seed, days, warmup, redraw: As for `simulate`.
        earlier: The state it branches off from; None where it begins by itself.
    """

    scenario: Scenario | Recorded
    seed: int
    days: int
    warmup: int
    redraw: bool = False
    earlier: State | None = None

    def state(self, day: int) -> State:
        """Where its district stands once it has lived so many measured days; they are lived again to see.

        Raises:
            Refused: No such day, or one before it branched off.
        """
        from ...model.branching import digest, district_of

        first = 0 if self.earlier is None else self.earlier.day
        if isinstance(day, bool) or not isinstance(day, Integral):
            raise Refused("refused.whole", key="day", got=f"{type(day).__name__} {day!r}"[:80])
        if not first <= day < self.days:
            raise Refused("refused.state_day", day=day, first=first, last=self.days - 1)
        found = State(self, int(day), "")
        return State(self, int(day), digest(district_of(stood_of(found, self.days))))


@dataclass(frozen=True)
class State:
    """Where a district stands after some of the measured days of a run.

    Attributes:
        lived: What it lived under.
        day: Measured days it has lived; 0 is the morning on which the policy switches on.
        digest: Fingerprint of the district.
    """

    lived: Lived
    day: int
    digest: str

    def save(self, path: str | Path) -> Path:
        """Write it into a file of text, whole or not at all; a file that is there is replaced."""
        target = Path(path)
        said = {"format": FORMAT, "kind": KIND, "build": build_mark(), **_said(self)}
        try:
            with whole_file(target) as rough:
                rough.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as fault:
            raise Refused("refused.state_unwritable", path=path, why=fault.strerror or str(fault)) from fault
        return target

    @staticmethod
    def read(path: str | Path) -> State:
        """A state from its file (`read_state`)."""
        return read_state(path)


def stood_of(state: State, days: int) -> Stood:
    """A state as the model knows it, of a run of so many measured days: what comes later changes nothing before."""
    from ...model.branching import Stood

    lived = state.lived
    plan = plan_of(lived.scenario, lived.seed, days, lived.warmup, redraw=lived.redraw)
    earlier = None if lived.earlier is None else stood_of(lived.earlier, days)
    key = (lived.scenario.hash, lived.seed, days, lived.warmup, lived.redraw, state.day, earlier and earlier.key)
    return Stood(plan, state.day, key, earlier)


def agreed(scenario: Scenario | Recorded, state: State, given: Mapping[str, int | None], redraw: bool) -> Lived:
    """What a branch lives under, once everything before it is sure to be the same.

    Args:
        scenario: What it goes on under.
        state: Where it begins.
        given: seed, days and warmup as they were asked for; None for those of the state.
        redraw: As it was asked for; a state of a place drawn anew stays in it.

    Raises:
        Refused: It could not have come here, or the days lived again do not end where the state says.
    """
    there = state.lived
    for key in ("seed", "warmup"):
        if given[key] is not None and given[key] != getattr(there, key):
            raise Refused("refused.state_number", key=key, asked=given[key], there=getattr(there, key))
    if redraw and not there.redraw:
        raise Refused("refused.state_redraw")
    days = there.days if given["days"] is None else int(given["days"])
    if days <= state.day:
        raise Refused("refused.state_days", days=days, day=state.day)
    _check_past(scenario, state)
    check_digest(state, days)
    return Lived(scenario, there.seed, days, there.warmup, redraw=there.redraw, earlier=state)


def check_digest(state: State, days: int) -> None:
    """Live the days of a state again, unless they just were, and refuse one that does not end where it says."""
    from ...model.branching import digest, district_of

    found = digest(district_of(stood_of(state, days)))
    if found != state.digest:
        raise Refused("refused.state_digest", day=state.day, there=state.digest[:12], now=found[:12])


def _check_past(scenario: Scenario | Recorded, state: State) -> None:
    """Refuse a scenario whose days before the state would have been others: place, assumptions, status quo, shocks."""
    there, here = state.lived.scenario, scenario
    if (name := _differs(there.parameters.place, here.parameters.place)) is not None:
        raise Refused("refused.state_place", there=there.place_id, here=here.place_id, what=name)
    if (name := _differs(there.parameters.assumptions, here.parameters.assumptions)) is not None:
        raise Refused("refused.state_assumption", what=name)
    if (name := _differs(there.warmup_parameters.levers, here.warmup_parameters.levers)) is not None:
        raise Refused("refused.state_status_quo", what=name)
    before = [
        [shock for shock in one.shocks if (shock.start - one.parameters.place.start).days < state.day]
        for one in (there, here)
    ]
    if before[0] != before[1]:
        raise Refused("refused.state_shock", day=state.day)


def _differs(one: Any, other: Any) -> str | None:
    """The first field in which two groups of values differ; None if there is none."""
    one, other = one.model_dump(mode="json"), other.model_dump(mode="json")
    return next((name for name in {**one, **other} if one.get(name) != other.get(name)), None)


def _said(state: State) -> dict[str, Any]:
    lived = state.lived
    numbers = {"seed": lived.seed, "days": lived.days, "warmup": lived.warmup, "redraw": lived.redraw}
    earlier = None if lived.earlier is None else _said(lived.earlier)
    return {"day": state.day, "digest": state.digest, **numbers, "scenario": record(lived.scenario), "from": earlier}


def said(state: State) -> dict[str, Any]:
    """A state as a manifest keeps it; `read_said` reads it."""
    return _said(state)


def read_said(found: Mapping[str, Any], depth: int = 0) -> State:
    """A state from what `said` wrote.

    Raises:
        ValueError, KeyError, TypeError: Something is missing, or is not what this build can live.
    """
    check_numbers(seed=found["seed"], days=found["days"], warmup=found["warmup"])
    day, redraw, mark = found["day"], found["redraw"], found["digest"]
    if isinstance(day, bool) or not isinstance(day, int) or not 0 <= day < found["days"]:
        raise Refused("refused.state_day", day=day, first=0, last=found["days"] - 1)
    if not isinstance(redraw, bool) or not isinstance(mark, str):
        raise TypeError("redraw, digest")
    scenario = read_record(found["scenario"])
    if scenario.hash != scenario.said_hash:
        raise ValueError("scenario.hash")
    if found["from"] is not None and depth >= MOST_BRANCHES:
        raise ValueError("from")
    earlier = None if found["from"] is None else read_said(found["from"], depth + 1)
    if earlier is not None and earlier.day > day:
        raise ValueError("from.day")
    lived = Lived(scenario, found["seed"], found["days"], found["warmup"], redraw=redraw, earlier=earlier)
    return State(lived, day, mark)


def read_state(path: str | Path) -> State:
    """A state from its file; whether its days end where it says is checked once it is gone on from.

    Raises:
        Refused: There is no such file, it is no state, or one of another build.
    """
    try:
        content = regular_bytes(Path(path), MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValueError(f"> {MOST_BYTES // 1_000_000} MB")
        found = json.loads(content.decode("utf-8"))
    except NotRegular:
        raise Refused("refused.not_a_file", path=path) from None
    except (OSError, ValueError, RecursionError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        raise Refused("refused.state_unreadable", path=path, why=why[:MOST_WHY]) from fault
    if not isinstance(found, dict) or found.get("kind") != KIND or found.get("format") != FORMAT:
        raise Refused("refused.state_kind", path=path)
    if found.get("build") != build_mark():
        raise Refused("refused.state_build", path=path, there=str(found.get("build"))[:40], now=build_mark())
    try:
        return read_said(found)
    except Refused as fault:
        raise Refused("refused.state_wrong", path=path, why=fault) from fault
    except AMISS as fault:
        why = f"{type(fault).__name__}: {fault}".splitlines()[0][:MOST_WHY]
        raise Refused("refused.state_wrong", path=path, why=why) from fault
