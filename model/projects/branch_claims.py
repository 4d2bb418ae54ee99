"""Projects that Party branches claim: a branch takes on what stands in its own grid, with its members' hours (OR-12).

Who came to the branch's study finds so many hours a year for what is claimed; until a project is over, its hours come
off what the branch has for anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..agents.party_branch import PartyBranch, Promised, branches_of
from ..arrays import Floats
from ..events.branches import BranchClaimedProject
from .pipeline import Claims, claims
from .proposals import Proposals
from .records import ProjectBook

if TYPE_CHECKING:
    from ..district import District

DAYS_A_YEAR, WEEKS_A_YEAR = 365, 365.25 / 7.0


def claims_of_branches(district: District, community: int, listed: Proposals, share: Floats) -> Claims:
    """Which of the listed projects branches of a community claim, and the hours of each; shape (projects,) each.

    Args:
        district: The district.
        community: Whose list it is.
        listed: The projects on the list.
        share: Probability that members want each; shape (projects,).
    """
    layout, assumed = district.layout, district.parameters.assumptions.delivery
    claimed, hours = np.zeros(len(listed), np.bool_), np.zeros(len(listed))
    if not (share > 0.0).any():
        return Claims(claimed, hours)
    party_grid = layout.party_grid_of_grid[layout.grid_of_cell]
    by = dict[int, PartyBranch]()
    for branch in branches_of(district):
        if branch.community == community:
            mine = party_grid[listed.cell] == party_grid[branch.number]
            if not mine.any():
                continue
            found = claims(listed, np.where(mine, share, 0.0), hours_for_claims(district, branch), assumed)
            claimed, hours = claimed | found.claimed, hours + found.hours
            by |= dict.fromkeys(np.flatnonzero(found.claimed).tolist(), branch)
    for place, row in enumerate(np.flatnonzero(claimed).tolist()):
        _promise(district, by[row], len(district.of(ProjectBook).projects) + place, float(hours[row]))
    return Claims(claimed, hours)


def hours_for_claims(district: District, branch: PartyBranch) -> float:
    """Hours that members of a branch have for claims in a batch: of those who came to study."""
    each = district.parameters.assumptions.delivery.member_hours
    return float(branch.active.sum()) * each / district.parameters.levers.projects.batches_per_year


def _promise(district: District, branch: PartyBranch, project: int, hours: float) -> None:
    """A branch has claimed a project, which is the next on the book with this number."""
    branch.promised.append(Promised(district.day + DAYS_A_YEAR, hours / WEEKS_A_YEAR))
    where: dict[str, Any] = {"number": branch.number, "community": branch.community}
    district.record(BranchClaimedProject(**where, project=project, hours=hours))
