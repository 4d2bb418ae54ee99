"""Who proposed a project, by name: a household, an organisation, the grid whose visits found the need, the committee.

Several may want the same; whoever named it first is its author (`proposals`). What residents want is the wish of that
household among those who came that has most unmet needs of the kind near the place. What staff list comes from the
books: where most of it was found on visits, the grid that visits is named, else the residents' committee. An
organisation that proposed a project bids for it with its own idea. (SU-07, OR-12)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.organisation import NOWHERE
from ..arrays import Int64s, among
from ..columns import LISTED_VISIT, NOBODY, PATROL, STEWARD_ROUND
from ..ledger.allocation_rules import DAYS_LOOKED_BACK
from ..organisations.market import Market
from ..staffing.capacity import born_since
from .branch_proposals import branch_behind
from .draws import AUTHOR, project_uniforms
from .kinds import ACTIVITY
from .proposals import BRANCHES, RESIDENTS, STAFF, Proposals
from .records import Author, ProjectBook

if TYPE_CHECKING:
    from ..district import District
    from .electorate import Electorate

ON_VISITS = (LISTED_VISIT, PATROL, STEWARD_ROUND)


def authors_of(district: District, who: Electorate, listed: Proposals, rows: list[int]) -> list[Author]:
    """Who proposed each of these rows of a list."""
    return [_author(district, who, listed, row) for row in rows]


def _author(district: District, who: Electorate, listed: Proposals, row: int) -> Author:
    if listed.proposer[row] & STAFF:
        return _from_the_books(district, who.community, int(listed.cell[row]), int(listed.kind[row]))
    if listed.proposer[row] & RESIDENTS:
        return _household(district, who, int(listed.cell[row]), int(listed.kind[row]))
    if listed.proposer[row] & BRANCHES:
        return branch_behind(district, who.community, int(listed.cell[row]))
    return _organisation(district, who.community, listed, row)


def _from_the_books(district: District, community: int, cell: int, kind: int) -> Author:
    """The grid that found most of it on its visits; where more was asked for than found, the residents' committee."""
    grid = int(district.layout.grid_of_cell[cell])
    heard, found = _heard_in_grids(district)
    if 2 * found[grid, kind] > heard[grid, kind]:
        return Author("grid_visits", grid)
    return Author("residents_committee", community)


def _heard_in_grids(district: District) -> tuple[Int64s, Int64s]:
    """A year's needs that were heard, and those of them found on visits; shape (grids, kinds), counted once a day."""
    book = district.of(ProjectBook)
    if book.seen_heard is None or book.seen_heard[0] != district.day:
        grids, kinds = len(district.layout.community_of_grid), len(district.kinds.ids)
        lately = district.state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_LOOKED_BACK)]
        rows = np.flatnonzero(lately["heard_day"] >= 0)
        where = district.layout.grid_of_cell[lately["cell"][rows]].astype(np.int64) * kinds + lately["kind"][rows]
        visited = among(lately["channel"][rows], ON_VISITS)
        heard, found = (
            np.bincount(one, minlength=grids * kinds).reshape(grids, kinds) for one in (where, where[visited])
        )
        book.seen_heard = district.day, heard, found
    return book.seen_heard[1:]


def _household(district: District, who: Electorate, cell: int, kind: int) -> Author:
    """Of those who came, the household with most unmet needs of the kind near the place."""
    voters, place = who.voters, who.place
    if not len(voters.resident):
        return Author("residents_committee", who.community)
    near = place.near[np.searchsorted(place.cell, voters.cell), np.searchsorted(place.cell, cell)]
    best = int(np.argmax(voters.at_home[:, kind] * near))
    return Author("household", int(district.world.residents.household[voters.resident[best]]))


def _organisation(district: District, community: int, listed: Proposals, row: int) -> Author:
    """One of those that do the kind and are at home there or come from elsewhere in the city."""
    kind, form = int(listed.kind[row]), int(listed.form[row])
    numbers = [
        number
        for number, one in sorted(district.of(Market).organisations.items())
        if one.profile.home in (community, NOWHERE) and (kind in one.profile.kinds or form == ACTIVITY)
    ]
    if not numbers:
        return Author("organisation", NOBODY)
    return Author("organisation", numbers[int(project_uniforms(listed.key[[row]], AUTHOR)[0] * len(numbers))])
