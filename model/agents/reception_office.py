"""What receptions of community Party committees leave behind: who sat this week, and what was said to them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class ReceptionOffice:
    """Receptions of all committees of a district.

    Attributes:
        sat: Hours that members of committees sat this week, by resident; they have so much less for anything else.
        followed: Cases that a member has taken home from a reception; each is followed up once.
        heard: Needs that were told at receptions, by estate and row of their kind.
    """

    sat: dict[int, float] = field(default_factory=dict)
    followed: set[int] = field(default_factory=set)
    heard: dict[tuple[int, int], list[int]] = field(default_factory=dict)
