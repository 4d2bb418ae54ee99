"""The book of orders: who ordered what, which team was sent, what became of it (OR-09)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from ..arrays import Floats

SIGNED, EXPIRED, WITHDRAWN = "signed", "expired", "withdrawn"
BY_APP, AT_STATION = "app", "station"
NO_TEAM, NOT_ABLE, TOO_FAR, NO_HOURS = "no_team", "not_able", "too_far", "no_hours"
"""Why an order is refused: no team has the skill, it has not learned enough, it meets too far away, nobody is free."""
NOT_SENT = -1


@dataclass(slots=True, eq=False)
class Order:
    """One order of a resident.

    Attributes:
        number: Its number.
        need, kind, resident, community: What is ordered, by whom, where.
        by: `BY_APP` or `AT_STATION`.
        placed: Working day it was placed on.
        team: Number of the team that goes, NOT_SENT until one does.
        sent: Working day a team was sent.
        refusals: How often the desk had to hear no.
    """

    number: int
    need: int
    kind: int
    resident: int
    community: int
    by: str
    placed: int
    team: int = NOT_SENT
    sent: int = NOT_SENT
    refusals: int = 0


@dataclass(slots=True, eq=False)
class OrderDesk:
    """All orders of a district.

    Attributes:
        open: Orders that have not ended, by need.
        belief: Belief of neighbours that an order of a kind is filled, shape (communities, kinds of need).
        failed: Orders of this month that expired for want of a team, same shape.
        handled: Orders placed so far, by community.
        ended: How many orders ended how so far.
        placed: How many were placed so far.
        refused: How often which reason was given.
        signed_lately, expired_lately: Since the last Monday.
        looked: Working time up to which it has seen what waits.
    """

    belief: Floats
    failed: Floats
    handled: Floats
    open: dict[int, Order] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    placed: int = 0
    signed_lately: int = 0
    expired_lately: int = 0
    looked: float = -np.inf

    def asks(self, community: int, most: float, orders: float) -> int:
        """How many teams a community's desk asks for one order: one at first, with experience up to the most."""
        known = float(self.handled[community] / (self.handled[community] + orders))
        return round(1.0 + (most - 1.0) * known)

    def teams_dissolved(self) -> None:
        """Whoever was sent still goes, of a team that is no more."""
        for order in self.open.values():
            order.team = NOT_SENT

    def learn(self, order: Order, filled: bool, gain: float, disappointment: float) -> None:
        """Neighbours believe more after a signed order, and lose more by one that expired."""
        now = float(self.belief[order.community, order.kind])
        step = gain * (1.0 - now) if filled else -min(gain * disappointment, 1.0) * now
        self.belief[order.community, order.kind] = now + step


def new_desk(communities: int, kinds: int) -> OrderDesk:
    """Before the first order everybody believes what the list says."""
    return OrderDesk(np.ones((communities, kinds)), np.zeros((communities, kinds)), np.zeros(communities))
