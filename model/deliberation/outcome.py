"""How a matter leaves the table for good, and what that does to the council and to covenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..events.matters import MatterEnded
from .docket import Docket
from .matter import Ending, Matter

if TYPE_CHECKING:
    from ..district import District


def end(district: District, matter: Matter, how: Ending) -> None:
    """A matter leaves the table for good."""
    docket, assumed = district.of(Docket), district.parameters.assumptions.aftermath
    matter.ended, matter.ended_on = how, district.day
    docket.close(matter)
    towards = 1.0 if how == "settled" and not matter.on_paper else 0.0
    docket.council_trust[matter.community] += assumed.standing_step * (towards - docket.council_trust[matter.community])
    if how == "settled" and matter.kind.id == "covenant":
        _stand_by(district, matter)
    district.record(MatterEnded(**matter.facts, how=how, days=district.day - matter.raised))


def _stand_by(district: District, matter: Matter) -> None:
    """A covenant binds its estate as far as neighbours heed it, and estates of the community learn some of it.

    One that had come up again adds no more than it is kept to better than before.
    """
    covenant, gain = district.of(Docket).covenant, max(matter.compliance - matter.kept_before, 0.0)
    spread = district.parameters.assumptions.aftermath.covenant_spread * gain
    beside = np.flatnonzero(district.world.territory.estate_community == matter.community)
    covenant[beside] += spread * (1.0 - covenant[beside]) / max(len(beside), 1)
    covenant[matter.estate] += gain * (1.0 - covenant[matter.estate])
