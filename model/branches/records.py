"""What all Party branches of a district together keep: whose cell and whose home is whose, and each member's branch."""

from __future__ import annotations

from dataclasses import dataclass

from ..agents.party_branch import PartyBranch
from ..arrays import Bools, Int64s

NO_BRANCH = -1


@dataclass(slots=True, eq=False)
class Branches:
    """The branches under the levers in force; whoever speaks of a branch by place means its place in `each`.

    Attributes:
        each: The branches, by number.
        of_cell: Place of the branch of each cell, −1 for none; shape (cells,).
        member: Rows of the residents who belong to any, branch by branch.
        place: Place of the branch of each of them.
        leads: Whether each of them leads in it.
        homes: Family households of each branch's grid, cell by cell.
        turn: How far each branch has come in calling on them.
        open_house: Homes of members that are member households, by branch.
        listens: Place of the branch whose member household stands in each household's building; −1 for none.
    """

    each: list[PartyBranch]
    of_cell: Int64s
    member: Int64s
    place: Int64s
    leads: Bools
    homes: list[Int64s]
    turn: list[int]
    open_house: list[Int64s]
    listens: Int64s
