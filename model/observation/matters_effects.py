"""What a matter does to everyday service: needs of the kinds it presses on, in its estate, while it is open and after.

Read from the log of needs once a run is over; nothing in the district hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ..arrays import Int64s
from ..columns import BORN
from ..deliberation.docket import Docket
from ..deliberation.matter import Matter
from ..events.matters import CovenantStood, MatterEvent, MatterPressed

if TYPE_CHECKING:
    from ..district import District

AFTER_DAYS = 90
PEOPLE = 1000.0
YEAR_DAYS = 365.0


class Span(NamedTuple):
    """Days in which needs are counted for one matter: what they are called, from when until before when."""

    matter: Matter
    what: Literal["while_open", "after"]
    start: int
    end: int


def everyday(district: District) -> list[tuple[int, MatterEvent]]:
    """What each matter did to everyday service, as events, each with the day on which it was counted.

    For every matter that presses on kinds of need this place has: needs while it was open, on the day it ended, or on
    the last day while it is open; and those after, on the last of the 90 days after it ended, if the run is that long.
    For a covenant that was settled also how far neighbours stand by the covenants of its estate on the last day,
    whoever else brought them about.
    """
    spans = [
        span
        for matter in (*district.of(Docket).closed, *district.of(Docket).open)
        for span in spans_of(matter, district.day)
        if _rows(district, matter)
    ]
    entries: list[tuple[int, MatterEvent]] = []
    residents = np.bincount(district.world.territory.estate_of_cell, district.world.territory.residents_of_cell)
    for span, count in zip(spans, born_in(district, spans).tolist(), strict=True):
        people_years = residents[span.matter.estate] * (span.end - span.start) / (PEOPLE * YEAR_DAYS)
        day = span.end - 1 if span.what == "after" or span.matter.open else span.end
        pressed = MatterPressed(**span.matter.facts, how=span.what, yearly=float(count / people_years), counted=count)
        entries.append((day, pressed))
    for matter in district.of(Docket).closed:
        if matter.kind.id == "covenant" and matter.ended == "settled" and matter.ended_on >= 0:
            force = float(district.of(Docket).covenant[matter.estate])
            entries.append((district.day - 1, CovenantStood(**matter.facts, left=force)))
    return entries


def spans_of(matter: Matter, days: int) -> list[Span]:
    """Days of the run a matter was open and, where so many have been lived, the 90 days after it ended in it."""
    end, start = days if matter.open else matter.ended_on, max(matter.raised, 0)
    spans = [Span(matter, "while_open", start, end)] if end > start else []
    if matter.ended_on >= 0 and not matter.open and matter.ended_on + AFTER_DAYS <= days:
        spans.append(Span(matter, "after", matter.ended_on, matter.ended_on + AFTER_DAYS))
    return spans


def born_in(district: District, spans: list[Span]) -> Int64s:
    """For each span, how many needs of the kinds its matter presses on were born in its estate."""
    kinds, days = len(district.kinds.ids), district.day + 1
    pressed = np.array([(number, row) for number, span in enumerate(spans) for row in _rows(district, span.matter)])
    if not len(pressed):
        return np.zeros(len(spans), np.int64)
    which, row = pressed.T
    needs = district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]
    kind = np.ascontiguousarray(needs["kind"])
    wanted = np.flatnonzero(np.isin(np.arange(kinds), row)[kind])
    estate = district.world.territory.estate_of_cell[needs["cell"][wanted]].astype(np.int64)
    # One number for estate, kind and day: sorted, all births of a span stand together.
    born = np.sort((estate * kinds + kind[wanted]) * days + needs["birth_day"][wanted])
    place = np.array([span.matter.estate for span in spans])[which] * kinds + row
    upto = [np.searchsorted(born, place * days + np.array([span[end] for span in spans])[which]) for end in (2, 3)]
    return np.bincount(which, upto[1] - upto[0], len(spans)).astype(np.int64)


def _rows(district: District, matter: Matter) -> list[int]:
    """Kinds of need the matter presses on, as far as the place knows them."""
    return [district.kinds.index(kind) for kind in matter.kind.presses_on if kind in district.kinds.ids]
