"""What a resident unit can bring to what its community decides, beside its team's usual hours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class UnitMeans:
    """Means of one unit: finite, and used up by what it gives.

    Attributes:
        estate: The estate it sits in.
        year_fen: Money a year it may give to what the community decides, in fen.
        year_hours: Hands a year beside its team's usual hours.
        fen, hours: What is left of them.
        ground: Pieces of ground it could give or open and has not yet.
        room: Rooms it could lend and does not lend now.
    """

    estate: int
    year_fen: int
    year_hours: float
    fen: int
    hours: float
    ground: int
    room: int = 0

    def new_year(self) -> None:
        """Money and hands come anew; ground that was given is gone."""
        self.fen, self.hours = self.year_fen, self.year_hours
