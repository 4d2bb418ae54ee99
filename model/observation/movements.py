"""What moved between two days: opening, given, spent, returned and closing sums, and the table of every payment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..columns import NOBODY
from ..late_tables import Late
from ..ledger.ledger import (
    FEN_A_YUAN,
    HOLDERS,
    SOURCES,
    USES,
    Block,
    Ledger,
)
from ..sparing import pd

OPENING = "opening"
"""Where the balances of the first measured morning come from, on day 0 of the table."""
PASSED_ON = "passed_on"
"""What the holder of one place hands to that of another stands twice in the table, once for either place."""
YUAN = "yuan"
COLUMNS = ("day", "date", "community", "from_account", "to_account", "purpose", "value", "unit")


@dataclass(frozen=True)
class Movements:
    """What moved from one day on, in fen.

    Attributes:
        opening: What each holder held before, by place; the whole district's account comes last.
        given: What each source gave.
        received: What holders got from sources; the rest of `given` was spent at once.
        spent: What each use took.
        returned: What holders gave back.
        closing: What holders hold in the end.
    """

    opening: dict[str, NDArray[np.int64]]
    given: dict[str, int] = field(default_factory=dict)
    received: int = 0
    spent: dict[str, int] = field(default_factory=dict)
    returned: int = 0
    closing: int = 0

    @property
    def opened_with(self) -> int:
        return sum(int(held.sum()) for held in self.opening.values())

    @property
    def total_given(self) -> int:
        return sum(self.given.values())

    @property
    def total_spent(self) -> int:
        return sum(self.spent.values())


def movements(ledger: Ledger, first: int) -> Movements:
    """What moved on this day of the run and later."""
    opening = {name: np.zeros(ledger.communities + 1, np.int64) for name in HOLDERS}
    given, spent = dict.fromkeys(SOURCES, 0), dict.fromkeys(USES, 0)
    received = returned = 0
    for block in ledger.blocks:
        if block.day < first:
            for name, place, sign in ((block.source, block.source_place, -1), (block.target, block.target_place, 1)):
                if name in opening:
                    np.add.at(opening[name], place, sign * block.fen)
            continue
        fen = int(block.fen.sum())
        if block.source in given:
            given[block.source] += fen
            received += fen * (block.target in opening)
        if block.target in spent:
            spent[block.target] += fen
        elif block.target in given:
            returned += fen
    return Movements(
        opening=opening, given=given, received=received, spent=spent, returned=returned, closing=ledger.total("holder")
    )


def money(moved: Movements) -> dict[str, float]:
    """Yuan of the measured days: in = spent + held.

    `in` is what was held on the first morning (`opening`) and what sources gave, less what went back (`returned`).
    """
    sums = {
        "in": moved.opened_with + moved.total_given - moved.returned,
        "spent": moved.total_spent,
        "held": moved.closing,
        "opening": moved.opened_with,
        "returned": moved.returned,
    }
    return {name: fen / FEN_A_YUAN for name, fen in sums.items()}


def ledger_table(ledger: Ledger, first: int, start: dt.date) -> Late:
    """Every payment from a day of the run on, which becomes day 1, and on day 0 what was held by then.

    Args:
        ledger: The ledger of a run.
        first: First measured day.
        start: Its date.
    """
    blocks = [*_opening(ledger, first), *(row for block in ledger.blocks if block.day >= first for row in _rows(block))]
    if not blocks:
        return Late(lambda: pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in COLUMNS}))
    # A block is one booking in many communities: what it has once is repeated over its rows; shape (payments,).
    length = [len(block.fen) for block in blocks]
    fen = np.concatenate([block.fen for block in blocks])
    days = [block.day - first + 1 for block in blocks]
    dates = {day: start + dt.timedelta(days=day - 1) for day in set(days)}
    columns = {
        "day": np.repeat(np.array(days, np.int32), length),
        "date": np.repeat(np.array([dates[day] for day in days], dtype=object), length),
        "community": np.concatenate([place_of(block) for block in blocks]).astype(np.int32),
        "from_account": np.repeat(np.array([block.source for block in blocks], dtype=object), length),
        "to_account": np.repeat(np.array([block.target for block in blocks], dtype=object), length),
        "purpose": np.repeat(np.array([block.purpose for block in blocks], dtype=object), length),
        "value": fen / FEN_A_YUAN,
        "unit": YUAN,
    }
    return Late(lambda: pd.DataFrame(columns))


def _dtype(name: str) -> str:
    return {"day": "int32", "community": "int32", "value": "float64"}.get(name, "object")


def _opening(ledger: Ledger, first: int) -> Iterator[Block]:
    """What every holder held on the first measured morning, as payments of the evening before."""
    for name, held in movements(ledger, first).opening.items():
        place = np.flatnonzero(held)
        if len(place):
            where = np.where(place == ledger.communities, NOBODY, place)
            yield Block(
                day=first - 1,
                source=OPENING,
                target=name,
                purpose=OPENING,
                source_place=where,
                target_place=where,
                fen=held[place],
            )


def _rows(block: Block) -> Iterator[Block]:
    """The block as the table shows it: what holders of two places hand to each other is told for either."""
    if block.source not in HOLDERS or block.target not in HOLDERS:
        yield block
        return
    apart = block.source_place != block.target_place
    for chosen, source, target, place in (
        (~apart, block.source, block.target, block.target_place),
        (apart, block.source, PASSED_ON, block.source_place),
        (apart, PASSED_ON, block.target, block.target_place),
    ):
        if chosen.any():
            there = place[chosen]
            yield Block(
                day=block.day,
                source=source,
                target=target,
                purpose=block.purpose,
                source_place=there,
                target_place=there,
                fen=block.fen[chosen],
            )


def place_of(block: Block) -> NDArray[np.int64]:
    """The community a payment belongs to: its holder's, else wherever it was spent."""
    if block.source in HOLDERS:
        return block.source_place
    return np.where(block.target_place == NOBODY, block.source_place, block.target_place)
