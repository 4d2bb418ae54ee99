"""What each line of the ledger bought, community by community and year by year: hours, needs met, needs spared.

Yuan are those of the ledger, to the fen. Hours are hours of service that stood at the pools a line pays for, and a need
met on time belongs to whoever closed it, in the year it was closed. Every need met on time stands in one line or is
split between the lines of one pool, so the lines together give the funnel's. (ODD 7.12)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import (
    BUNDLE,
    OFFERED,
    TYPES,
    USED,
)
from ..late_tables import Late
from ..ledger.ledger import FEN_A_YUAN, USES
from ..ledger.payers import OUTSIDE, PAID_BY, Payers
from ..ledger.years import BEFORE
from ..projects.averted import BY_GOODS, BY_WORKS, INDUCED
from ..projects.kinds import FORMS, GOODS, WORKS
from ..projects.records import LAST_PAYMENT, ProjectBook
from ..projects.records import USES as PROJECT_LINES
from ..sparing import pd
from .movements import place_of

if TYPE_CHECKING:
    from ..district import District
    from .need_log import Measured

LINES = (*USES, *OUTSIDE)
"""Lines of the table: uses of the ledger, then those whom no line pays."""
COUNTED = ("projects_service", "projects_works", "public_works", "projects_goods", "activities", "evaluation")
"""Lines of which every payment but last ones is one thing: a project begun, works agreed on, a survey or a rating."""
WORKS_LINE, GOODS_LINE = PROJECT_LINES[FORMS[WORKS]], PROJECT_LINES[FORMS[GOODS]]
SERVING = {line for lines in PAID_BY.values() for line in lines}
"""Lines that pay for hours of service."""
HOURS, HOURS_USED, NEEDS_MET = range(3)
COLUMNS = (
    "community",
    "year",
    "line",
    "yuan",
    "hours",
    "hours_used",
    "needs_met",
    "needs_prevented",
    "needs_brought",
    "count",
)


class Lines(NamedTuple):
    """What lines cost and gave in the measured days, by period, community (the whole district last) and line.

    Attributes:
        fen, things: Money paid, and things begun or held.
        hours: Hours of service offered and used.
        spared: Needs prevented by works and by goods, and brought by works.
        parts: For each kind of pool, its lines and the part of each in what the pool did.
    """

    fen: Int64s
    things: Int64s
    hours: Floats
    averted: Floats
    parts: list[tuple[int, tuple[str, ...], Floats]]


def lines_of(district: District) -> Lines:
    """What each line cost and gave up to the last measured evening."""
    fen, count = _paid(district)
    parts = list(_parts(district))
    return Lines(fen, count, _hours(district, parts), district.of(ProjectBook).averted.upto(district.length), parts)


def bought_table(log: Measured, lines: Lines) -> Late:
    """What each line cost and brought in every community and calendar year of the measured days.

    Columns: `community`, −1 for what the whole district pays; `year`; `line` (`LINES`); `yuan`; `hours` and
    `hours_used` of service by those the line pays; `needs_met` on time by them, of needs born in the measured days;
    `needs_prevented`, expected, by works and goods that stand, whenever they were paid; `needs_brought`, expected, by
    works while they are built; `count` of things begun or held. What does not apply to a line is missing.
    """
    district, fen, count = log.district, lines.fen, lines.things
    years, communities = district.of(Payers).years, district.ledger.communities
    served = np.zeros((len(years), communities + 1, len(LINES), 3))
    served[:, :-1, :, [HOURS, HOURS_USED]] = lines.hours
    served[:, :-1, :, NEEDS_MET] = _needs(log, lines.parts)
    averted = np.zeros((len(years), communities + 1, 3))
    averted[:, :-1] = lines.averted
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    period, place, line = np.nonzero(_anything(fen, count, served, averted))
    for row in zip((period + 1).tolist(), place.tolist(), line.tolist(), strict=True):
        for name, value in zip(COLUMNS, _row(*row, district, (fen, count, served, averted)), strict=True):
            columns[name].append(value)
    kinds = {"community": "int32", "year": "int32", "line": "object"}
    return Late(lambda: pd.DataFrame(columns).astype({name: kinds.get(name, "float64") for name in COLUMNS}))


def _anything(fen: Int64s, count: Int64s, served: Floats, averted: Floats) -> Floats:
    """Where a line of a measured year has anything to tell."""
    some = (fen != 0) | (count != 0) | served.any(axis=3)
    some[:, :, LINES.index(WORKS_LINE)] |= (averted[:, :, BY_WORKS] + averted[:, :, INDUCED]) > 0.0
    some[:, :, LINES.index(GOODS_LINE)] |= averted[:, :, BY_GOODS] > 0.0
    return np.asarray(some[BEFORE + 1 :])


def _row(
    period: int, place: int, number: int, district: District, log: tuple[Int64s, Int64s, Floats, Floats]
) -> tuple[object, ...]:
    fen, count, served, averted = log
    line, none = LINES[number], float("nan")
    serves = line in SERVING or line == "departments"
    hours = served[period, place, number]
    prevented = {WORKS_LINE: BY_WORKS, GOODS_LINE: BY_GOODS}.get(line)
    return (
        place if place < district.ledger.communities else -1,
        district.of(Payers).years.year[period],
        line,
        fen[period, place, number] / FEN_A_YUAN,
        hours[HOURS] if line in SERVING else none,
        hours[HOURS_USED] if line in SERVING else none,
        hours[NEEDS_MET] if serves else none,
        none if prevented is None else averted[period, place, prevented],
        averted[period, place, INDUCED] if line == WORKS_LINE else none,
        float(count[period, place, number]) if line in COUNTED else none,
    )


def _paid(district: District) -> tuple[Int64s, Int64s]:
    """Fen and payments by period, community (the whole district last) and line."""
    ledger, of_day = district.ledger, district.of(Payers).years.of_day
    shape = len(district.of(Payers).years), ledger.communities + 1, len(LINES)
    fen, count = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for block in ledger.blocks:
        if block.target in USES:
            here, line = place_of(block), LINES.index(block.target)
            period = of_day[block.day] if block.day >= 0 else BEFORE
            np.add.at(fen[period, :, line], here, block.fen)
            np.add.at(count[period, :, line], here, (block.fen > 0) & (block.purpose != LAST_PAYMENT))
    return fen, count


def _hours(district: District, parts: list[tuple[int, tuple[str, ...], Floats]]) -> Floats:
    """Hours offered and used by period, community, line."""
    given = district.state.tallies.hours_by_year
    communities = district.ledger.communities
    total = np.zeros((len(given), communities, len(LINES), 2))
    for kind, lines, part in parts:
        hours = given[:, :communities, kind][..., [OFFERED, USED]]
        if kind == BUNDLE:
            hours = _among_residents(hours, district)
        for place, line in enumerate(lines):
            total[:, :, LINES.index(line)] += hours * part[:, :, place, None]
    return total


def _among_residents(hours: Floats, district: District) -> Floats:
    """Hours of each street's bundle, by community as its residents are many; they stand at the street's first one."""
    street = district.world.territory.street_of_community.astype(np.int64)
    people = np.bincount(district.world.territory.community_of_cell, district.world.territory.residents_of_cell)
    of_street = np.stack([hours[:, street == one].sum(axis=1) for one in range(int(street.max()) + 1)], axis=1)
    share = people / np.maximum(np.bincount(street, people)[street], 1.0)
    return np.asarray(of_street[:, street] * share[None, :, None])


def _needs(log: Measured, parts: list[tuple[int, tuple[str, ...], Floats]]) -> Floats:
    """Needs met on time by period, community and line; what was met after the measured days is of the last period."""
    district, needs = log.district, log.needs
    payers, territory = district.of(Payers), district.world.territory
    done = needs.done_time[log.on_time]
    kind, community = payers.server_of(needs.pool[log.on_time], done, needs.key[log.on_time])
    home = territory.community_of_cell[needs.cell[log.on_time]].astype(np.int64)
    community = np.where((kind < 0) | (kind == BUNDLE), home, community)
    working_days = np.flatnonzero(payers.years.works)
    day = working_days[np.minimum(done.astype(np.int64), len(working_days) - 1)]
    # One row more than there are kinds of pool: the last holds what departments met.
    shape = TYPES + 1, len(payers.years), district.ledger.communities
    address = (np.where(kind < 0, TYPES, kind) * shape[1] + payers.years.of_day[day]) * shape[2] + community
    counted = np.bincount(address, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)
    total = np.zeros((*shape[1:], len(LINES)))
    total[:, :, LINES.index("departments")] = counted[TYPES]
    for one, lines, part in parts:
        for place, line in enumerate(lines):
            total[:, :, LINES.index(line)] += counted[one] * part[:, :, place]
    return total


def _parts(district: District) -> Iterator[tuple[int, tuple[str, ...], Floats]]:
    """Every kind of pool, the lines behind it, and each line's part by period and community."""
    payers = district.of(Payers)
    street = district.world.territory.street_of_community
    for kind, lines in PAID_BY.items():
        if kind not in payers.shares:
            yield kind, lines, np.ones((len(payers.years), district.ledger.communities, 1))
            continue
        part = payers.shares[kind].parts(district.length)
        yield kind, lines, part[:, street] if kind == BUNDLE else part
