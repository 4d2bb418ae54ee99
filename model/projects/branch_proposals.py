"""What meetings of Party branches propose: what members miss at home, and what was told at doors of their grid (OR-12).

A branch meets on what to propose before a batch, on hours that its members owe to later weeks. It knows what was told
to whoever called at homes of its grid and came to nothing, and what members who came to study miss at home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_branch import PartyBranch, branches_of
from ..arrays import Floats, among
from ..columns import DOOR_VISIT
from ..events.branches import BranchProposed
from ..ledger.allocation_rules import DAYS_LOOKED_BACK
from ..staffing.capacity import born_since
from .records import Author
from .year_of_needs import UNMET, YearOfNeeds

if TYPE_CHECKING:
    from ..district import District


def brought_by_branches(district: District, year: YearOfNeeds) -> Floats | None:
    """Needs that branches bring to a batch, shape (cells, kinds); None where no branch proposes."""
    if not district.parameters.levers.projects.branches_propose:
        return None
    hours = district.parameters.assumptions.frontline.proposing_hours
    meeting = [one for one in branches_of(district) if one.active.any() and one.meet(hours)]
    layout, brought = district.layout, np.zeros_like(year.unmet)
    party_grid, heard = layout.party_grid_of_grid[layout.grid_of_cell], heard_at_doors(district)
    for branch in meeting:
        at_home = of_members(district, branch, year)
        at_doors = heard * (party_grid == party_grid[branch.number])[:, None]
        branch.proposed_on = district.day
        brought += at_home + at_doors
        district.record(
            BranchProposed(
                number=branch.number,
                community=branch.community,
                members=int(branch.active.sum()),
                missed=int(at_home.sum()),
                told=int(at_doors.sum()),
                hours=hours,
            )
        )
    return brought if meeting else None


def heard_at_doors(district: District) -> Floats:
    """Needs of the past year that were told to callers at the door and came to nothing; shape (cells, kinds)."""
    cells, kinds = district.world.territory.cells, len(district.kinds.ids)
    lately = district.state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_LOOKED_BACK)]
    lately = lately[(lately["channel"] == DOOR_VISIT) & among(lately["bin"], UNMET)]
    address = lately["cell"].astype(np.int64) * kinds + lately["kind"]
    return np.bincount(address, minlength=cells * kinds).reshape(cells, kinds).astype(float)


def of_members(district: District, branch: PartyBranch, year: YearOfNeeds) -> Floats:
    """What members who came to the branch's study miss at home, where they live; shape (cells, kinds)."""
    people, found = district.world.residents, np.zeros_like(year.unmet)
    who = branch.members[branch.active]
    household, first = np.unique(people.household[who], return_index=True)
    np.add.at(found, people.cell[who[first]].astype(np.int64), year.unmet_at_home[household])
    return found


def branch_behind(district: District, community: int, cell: int) -> Author:
    """The branch that brought a proposal for a place: that of its own grid, else the nearest that proposed."""
    layout, land = district.layout, district.world.territory
    party_grid = layout.party_grid_of_grid[layout.grid_of_cell]
    mine = [one for one in branches_of(district) if one.community == community and one.proposed_on == district.day]
    best = min(
        mine,
        key=lambda one: (
            party_grid[one.number] != party_grid[cell],
            float(np.hypot(land.x_km[one.number] - land.x_km[cell], land.y_km[one.number] - land.y_km[cell])),
            one.number,
        ),
    )
    return Author("party_branch", best.number)
