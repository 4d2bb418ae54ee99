"""The four lists of every community: what departments bring, what it needs, what they do, and problems by name.

A problem is a case that is stuck at one of the community's departments. The department's cadre takes it up while hours
are left, the leader when he comes, the quarter's joint Party life when it is overdue. It is struck off once the case is
solved; without proof being asked for, some are struck off when due although the case waits on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ..agents.community_team import CommunityTeam
from ..arrays import Int64s
from ..columns import DONE, MET_LATE, MET_ON_TIME
from ..events.street import ItemEnded, ItemEntered
from ..streams import DAY, RESIDENT, Stream

if TYPE_CHECKING:
    from ..district import District

NO_CASE = -1
NOBODY, CADRE, LEADER = 0, 1, 2
ListName = Literal["resource", "need", "project", "problem"]
Outcome = Literal["", "solved", "lost", "on_paper", "handed_back", "kept", "not_kept"]
PAPER = Stream("lists: cancelled on paper", RESIDENT, DAY)


class Owner(NamedTuple):
    """Whose an item is: the community it stands for and the department that answers for it."""

    community: int
    department: str


@dataclass(slots=True, eq=False)
class Item:
    """One line of a list.

    Attributes:
        which: Which list.
        owner: Whose it is.
        subject: A kind of need, `hours` or `deeds`.
        term: Days of entry and on which it is due.
        case: Row of the need behind a problem; NO_CASE for the other lists.
        amount: Hours of a resource, cases missed behind a need; 0 for the others.
        number: In the order of entry.
        taken_up: Who has worked on a problem: nobody yet, its department's cadre, or the leader or joint Party life.
        ended, outcome: When and how it was struck off; −1 and empty before.
    """

    which: ListName
    owner: Owner
    subject: str
    term: tuple[int, int]
    case: int = NO_CASE
    amount: float = 0.0
    number: int = -1
    taken_up: int = NOBODY
    ended: int = -1
    outcome: Outcome = ""

    @property
    def community(self) -> int:
        """Which community's."""
        return self.owner.community

    @property
    def department(self) -> str:
        """Which department answers for it."""
        return self.owner.department

    @property
    def entered(self) -> int:
        """Day on which it was entered."""
        return self.term[0]

    @property
    def due(self) -> int:
        """Day on which it is due."""
        return self.term[1]


@dataclass(slots=True, eq=False)
class Lists:
    """All lists of the district.

    Attributes:
        open: Items that still stand there, in order of entry.
        closed: Those struck off, in the order in which they were.
        known: Cases that have been on a problem list.
    """

    open: list[Item] = field(default_factory=list)
    closed: list[Item] = field(default_factory=list)
    known: set[int] = field(default_factory=set)

    def of(self, community: int, which: ListName) -> list[Item]:
        """What stands on one list of a community."""
        return [one for one in self.open if one.owner.community == community and one.which == which]


def enter(district: District, item: Item) -> None:
    """Put an item on its list; its number is given here."""
    lists = district.of(Lists)
    item.number = len(lists.open) + len(lists.closed)
    lists.open.append(item)
    if item.case != NO_CASE:
        lists.known.add(item.case)
    district.record(
        ItemEntered(
            number=item.number,
            community=item.community,
            about=item.department,
            how=item.which,
            subject=item.subject,
            days=item.due - item.entered,
        )
    )


def strike_off(district: District, items: Iterable[tuple[Item, Outcome]]) -> None:
    """Items leave their lists with an outcome; none is ever both open and closed."""
    lists, gone = district.of(Lists), set[int]()
    for item, outcome in items:
        item.ended, item.outcome = district.day, outcome
        gone.add(item.number)
        lists.closed.append(item)
        district.record(
            ItemEnded(
                number=item.number,
                community=item.community,
                about=item.department,
                how=item.which,
                outcome=outcome,
                days=item.ended - item.entered,
            )
        )
    lists.open = [one for one in lists.open if one.number not in gone]


def outcome_of(ended: bool, met: bool, overdue: bool, proof: bool, paper: bool) -> Outcome:
    """What becomes of a problem today.

    Args:
        ended, met: Whether its case has ended, and well.
        proof: Whether it is struck off on proof only.
        paper: Whether its department would report it as done with nothing done.
    """
    if ended:
        return "solved" if met else "lost"
    return "on_paper" if overdue and paper and not proof else ""


def look_through(district: District) -> Int64s:
    """Strike problems off that are done, or are said to be; returns how many proofs staff looked at, by community."""
    proof, needs = district.parameters.levers.channels.close_when_solved, district.state.needs.view(np.ndarray)
    paper = district.parameters.assumptions.matters.paper_share
    proofs, gone = np.zeros(district.world.territory.communities, np.int64), list[tuple[Item, Outcome]]()
    for item in [one for one in district.of(Lists).open if one.which == "problem"]:
        need = needs[item.case]
        drawn = PAPER.of(district.plan.seed).at(int(need["resident"]), int(need["birth_day"])).uniform()
        met = need["bin"] in (MET_ON_TIME, MET_LATE)
        outcome = outcome_of(need["state"] == DONE, met, item.due <= district.day, proof, drawn < paper)
        if outcome:
            gone.append((item, outcome))
            proofs[item.community] += proof and outcome == "solved"
    strike_off(district, gone)
    return proofs


def new_problems(district: District, team: CommunityTeam, cases: Iterable[tuple[int, str]], most: int) -> int:
    """Enter cases of a team's departments that are on no list yet, those that wait longest first; returns how many.

    Args:
        cases: Rows of the community's stuck cases and their departments.
        most: Items to enter at most.
    """
    lists, due = district.of(Lists), district.day + district.parameters.assumptions.street.problem_due_days
    needs, entered = district.state.needs.view(np.ndarray), 0
    for case, department in cases:
        if entered >= most:
            break
        if department not in team.departments or case in lists.known:
            continue
        subject = district.kinds.ids[int(needs["kind"][case])]
        enter(district, Item("problem", Owner(team.community, department), subject, (district.day, due), case))
        entered += 1
    return entered


def waiting(district: District, community: int) -> Iterator[Item]:
    """Problems of a community whose cases wait: overdue ones first, then in order of entry."""
    problems = district.of(Lists).of(community, "problem")
    return iter(sorted(problems, key=lambda one: (one.due > district.day, one.number)))
