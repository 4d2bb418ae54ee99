"""A readable view of one resident, for whoever steps through a district by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..columns import BORN

if TYPE_CHECKING:
    from ..district import District


def view_of_resident(district: District, number: int) -> dict[str, Any]:
    """Who they are, what they feel, what they needed and when."""
    minds, needs = district.state.minds, district.state.needs
    rows = np.flatnonzero(needs.resident[: int(district.state.tallies.tally[BORN])] == number)
    return {
        **district.world.residents.describe(number),
        **{feeling: float(minds[feeling][number]) for feeling in ("trust", "efficacy")},
        "needs": [
            (district.kinds.ids[needs.kind[row]], district.date(int(needs.birth_day[row])).isoformat()) for row in rows
        ],
    }
