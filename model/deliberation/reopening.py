"""A settlement nobody keeps comes up again: those it bothers complain, and the same matter is on the docket once more.

What neighbours agreed about how they behave is settled as far as they behave so. The rest of the trouble goes on, and
those it reaches tell the office or the app as they tell everything else. Enough households within the time in which
requests pile up raise the matter again: it is open, presses on its estate, waits for a table and takes hours once more.
What was settled in the years before the run does not come up again, since nobody files requests in them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Floats
from ..columns import APP
from ..events.matters import MatterReopened
from ..parameters.assumptions.matters import MattersAssumptions
from ..streams import DAY, KIND, RESIDENT, Stream
from .complaints import heard_lately
from .docket import Docket
from .matter import NOT_AGREED, Matter

if TYPE_CHECKING:
    from ..district import District

ABOUT = Stream("what a complaint is about: what neighbours agreed, or not", RESIDENT, DAY, KIND)


class Complaint(NamedTuple):
    """What one household told the office or the app.

    Attributes:
        estate: Where it lives.
        household: Which.
        kind: Row of the kind of need.
        heard: On which day.
        app: Whether by the app.
        draw: Where among all causes of such a need, each as wide as its part of them, this one lies; 0 to 1.
    """

    estate: int
    household: int
    kind: int
    heard: int
    app: bool
    draw: float


def not_kept(closed: list[Matter], day: int, assumed: MattersAssumptions) -> list[tuple[Matter, float]]:
    """Settled matters of conduct, and how much of their trouble goes on: what is not kept to, as it wears off."""
    return [
        (one, (1.0 - one.compliance) * math.exp(-max(day - one.ended_on, 0) / assumed.resigned_days))
        for one in closed
        if one.ended == "settled" and one.ended_on > 0 and not one.on_paper and one.kind.of_conduct
    ]


def part(matter: Matter, left: float, pressure: float, assumed: MattersAssumptions) -> float:
    """Part of the needs of a kind it presses on, in its estate, that come from what is not kept to.

    Args:
        matter: A settled matter of conduct that concerns its whole estate.
        left: How much of its trouble goes on, 0 to 1.
        pressure: How often needs of that kind arise there against the usual, everything that presses counted.
        assumed: How much a matter presses, and which part of requests has the cause that a heap of them is about.
    """
    if left <= 0.0:
        return 0.0
    if matter.origin == "neighbours":
        return assumed.press_share * left / pressure
    return assumed.cause_cut * left / (1.0 - assumed.cause_cut * matter.compliance)


def reopen(district: District) -> None:
    """The week's complaints about settlements that are not kept to; what enough complain about is open again."""
    docket, assumed = district.of(Docket), district.parameters.assumptions
    bothering = not_kept(docket.closed, district.day, assumed.matters) if district.day > 0 else []
    if not bothering or not docket.pressure.size:
        return
    here: dict[tuple[int, int], list[tuple[Matter, float]]] = defaultdict(list)
    for matter, left in bothering:
        pressed = matter.kind.presses_on if matter.origin == "neighbours" else (matter.kind.of_needs,)
        for kind in _rows_of(district.kinds.ids, pressed):
            here[matter.estate, kind].append((matter, left))
    at_office = set[int]()
    for complaint in _complaints(district, list(here)):
        about = _about(district, complaint, here[complaint.estate, complaint.kind], docket.pressure)
        if about is not None:
            about.bothered[complaint.household] = complaint.heard
            at_office |= set() if complaint.app else {about.number}
    since = district.day - int(assumed.matters.pile_days)
    for matter in [one for one, _ in bothering if one.bothered]:
        lately = [household for household, day in matter.bothered.items() if day >= since]
        if lately and len(lately) >= assumed.aftermath.reopen_households:
            _open_again(district, matter, lately, "office" if matter.number in at_office else "app")


@lru_cache(maxsize=1024)
def _rows_of(ids: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[int, ...]:
    """Rows of these kinds of need among all of a place, each once; those it does not have are left out."""
    return tuple(ids.index(name) for name in dict.fromkeys(kinds) if name in ids)


def _about(
    district: District, complaint: Complaint, here: list[tuple[Matter, float]], pressure: Floats
) -> Matter | None:
    """Which settlement a complaint is about, of those that press on its kind in its estate; None: something else."""
    upto, assumed = 0.0, district.parameters.assumptions.matters
    for matter, left in here:
        if complaint.heard < matter.ended_on:
            continue
        upto += part(matter, left, float(pressure[complaint.estate, complaint.kind]), assumed)
        if complaint.draw < upto:
            return matter if complaint.household in matter.household else None
    return None


def _complaints(district: District, where: list[tuple[int, int]]) -> list[Complaint]:
    """What was heard at the office and by app in the week past of these estates and kinds, in the order it arose."""
    needs, rows = district.state.needs.view(np.ndarray), heard_lately(district)
    estate = district.world.territory.estate_of_cell[needs["cell"][rows]]
    asked = np.zeros((district.world.territory.estates, len(district.kinds.ids)), np.bool_)
    asked[tuple(np.array(where, np.int64).reshape(-1, 2).T)] = True
    ours = asked[estate, needs["kind"][rows]]
    rows, estate = rows[ours], estate[ours]
    who, kind = needs["resident"][rows].astype(np.int64), needs["kind"][rows].astype(np.int64)
    draws = ABOUT.of(district.plan.seed).at(who, needs["birth_day"][rows].astype(np.int64), kind).uniform()
    columns = (
        estate,
        district.world.residents.household[who],
        kind,
        needs["heard_day"][rows],
        needs["channel"][rows] == APP,
        draws,
    )
    return [Complaint(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _open_again(district: District, matter: Matter, households: list[int], how: str) -> None:
    """It is the same matter, and not settled: what its settlement had brought with it goes."""
    docket, step = district.of(Docket), district.parameters.assumptions.aftermath.standing_step
    days = district.day - matter.ended_on
    docket.reopen(matter)
    docket.removed = [cause for cause in docket.removed if cause.matter != matter.number]
    docket.council_trust[matter.community] -= step * docket.council_trust[matter.community]
    matter.ended, matter.ended_on, matter.ready = "", -1, district.day
    matter.agreed_on = matter.stands_on = NOT_AGREED
    matter.kept_before, matter.bothered = max(matter.kept_before, matter.compliance), {}
    matter.reporters = np.union1d(matter.reporters, np.array(households, np.int64))
    matter.reopened += 1
    matter.reopened_on = district.day
    facts: dict[str, Any] = {
        "households": len(households),
        "heed": matter.compliance,
        "days": days,
        "times": matter.reopened,
    }
    district.record(MatterReopened(**matter.facts, how=how, **facts))
