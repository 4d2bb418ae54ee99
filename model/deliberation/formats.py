"""The seats of a format's table, by who holds them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..parameters.formats import Format, SeatKind
from ..place.apportion import allot
from .attendance import Body


def seats_of(form: Format, seats: int, residents_share: float = 0.0) -> dict[SeatKind, int]:
    """Whole seats by who sits there, residents getting at least the share stated and the others the rest."""
    return dict(_held_seats(form, seats, residents_share))


@lru_cache(maxsize=256)
def _held_seats(form: Format, seats: int, residents_share: float) -> tuple[tuple[SeatKind, int], ...]:
    """The same in pairs, worked out once."""
    residents = max(form.seat_mix.get("residents", 0.0), residents_share)
    others = 1.0 - form.seat_mix.get("residents", 0.0)
    rest = (1.0 - residents) / others if others > 0.0 else 0.0
    mix: dict[SeatKind, float] = {"residents": residents}
    mix |= {kind: share * rest for kind, share in form.seat_mix.items() if kind != "residents"}
    held = [kind for kind, share in mix.items() if share > 0.0]
    whole = allot(form.fixed_seats or seats, np.array([mix[kind] for kind in held]))
    return tuple((kind, int(count)) for kind, count in zip(held, whole, strict=True) if count)


@lru_cache(maxsize=64)
def body_of(form: Format, seats: int, random_share: float = 0.0, reserved_share: float = 0.0) -> Body:
    """The seats of a format's table. Shares by lot and reserved are of all seats; reserved ones go first."""
    reserved_share = min(reserved_share, 1.0)
    random_share = min(random_share, 1.0 - reserved_share)
    counts = seats_of(form, seats, random_share + reserved_share)
    residents, table = counts.get("residents", 0), form.fixed_seats or seats
    reserved = min(_whole(reserved_share * table), residents)
    by_lot = min(_whole(random_share * table), residents - reserved)
    office = counts.get("owners_committee", 0)
    return Body(residents - reserved - by_lot, by_lot, reserved, office, table - residents - office)


def _whole(seats: float) -> int:
    return int(seats + 0.5)
