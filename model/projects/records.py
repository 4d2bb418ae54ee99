"""What a district knows of its projects: which were chosen, out of which money, and what each is doing now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int64s
from ..columns import NOBODY
from .foundation_rules import Delivered, Foundations
from .kinds import FORMS

if TYPE_CHECKING:
    from ..deliberation.matter import Matter
    from .averted import Averted
    from .effects import Catchments
    from .kinds import ProjectKinds
    from .neighbourhood import Neighbourhood
    from .proposals import Proposals


class Implementer(NamedTuple):
    """Who carries a project out.

    Attributes:
        by: `organisation`, `firm`, `members` of the Party, or the residents' `committee` itself.
        number: Which organisation or firm; of members and committee, of which community.
        quality: How well they work, from 0 to 1 around a half; nobody sees it directly.
    """

    by: str
    number: int
    quality: float


class Author(NamedTuple):
    """Who proposed, by number: `household`, `organisation`, `grid_visits`, `party_branch`, `residents_committee`."""

    by: str
    number: int


UNKNOWN = Author("", NOBODY)
NO_IMPLEMENTER = Implementer("", NOBODY, 0.5)
NOT_PAID, PAID, HANDED_BACK = range(3)
PURSES = ("community", "projects", "foundation")
"""Accounts that pay for projects, in the order in which they are given away; works come out of the second alone."""
USES = dict(zip(FORMS, ("projects_works", "projects_service", "projects_goods", "activities"), strict=True))
"""Account on which a project's form is spent."""
LAST_PAYMENT = "last_payment"
"""Purpose of what is paid for a project after its review; what is paid when it begins is named by its form."""
CLAIMS = "volunteers"
"""Account on which the hours are spent that members claim a project with."""


@dataclass(slots=True, eq=False)
class Project:
    """One chosen project.

    Attributes:
        number: In the order in which projects were chosen in this run.
        community, cell: Where it stands.
        form, kind: What it is (`kinds.FORMS`), and the row of the kind of need it is for.
        cost_fen: What it costs, or would cost had nobody claimed it.
        proposer: Who proposed it (`proposals.STAFF` and so on, added).
        purse: The account it is paid from; empty where members claimed it.
        chosen_day, start_day: Days of the run on which it was chosen, and on which work begins or it failed.
        acts_from_day, acts_until_day: From when it helps, and until when.
        failed: Whether it could not be done.
        informed: Whether residents were told of its works beforehand.
        claim_hours: Hours of members, where they claimed it.
        money: NOT_PAID, PAID or HANDED_BACK.
        implementer: Who carries it out.
        key: Key of its random numbers.
        part: What part of what its money would do it does; below 1 where it is done poorly.
        visit_day, review_day: Days of the run on which it is looked at half-way, and reviewed; None where nobody will.
        donors_day: Day of the run on which donors look at it before its last payment; None where nobody will.
        reviews: How often it was reviewed.
        content: Share of those asked at the last review who were content; None before.
        held_fen: Last payment, held back until the review.
        paid_fen: What has been paid for it.
        last_is_due: Whether residents have agreed to the last payment.
        author: Who named it first.
        group: Whom it is for alone (`group_programmes.GROUPS`); empty where for everybody.
        judged: Whether it has been judged for an award.
        put_off: Whether it had to wait until activities had had their share of the money.
        paid_day: Day of the run on which it was paid; None before, or where nothing was.
    """

    number: int
    community: int
    cell: int
    form: int
    kind: int
    cost_fen: int
    proposer: int
    purse: str
    chosen_day: int
    start_day: int
    acts_from_day: int
    acts_until_day: int
    failed: bool
    informed: bool
    claim_hours: float = 0.0
    money: int = NOT_PAID
    paid_day: int | None = None
    implementer: Implementer = NO_IMPLEMENTER
    key: np.uint64 = np.uint64(0)  # noqa: RUF009
    part: float = 1.0
    visit_day: int | None = None
    review_day: int | None = None
    donors_day: int | None = None
    reviews: int = 0
    content: float | None = None
    held_fen: int = 0
    paid_fen: int = 0
    last_is_due: bool = False
    put_off: bool = False
    judged: bool = False
    group: str = ""
    author: Author = UNKNOWN

    @property
    def worth_fen(self) -> int:
        """What it does, as the money that would do as much if it were done well."""
        return round(self.part * self.cost_fen)

    @property
    def facts(self) -> dict[str, Any]:
        """What every event of it says: number, form, community."""
        return {"number": self.number, "about": FORMS[self.form], "community": self.community}

    @property
    def claimed(self) -> bool:
        return not self.purse

    def falls_due(self, day: int) -> bool:
        """Whether anything is to be done about it today: its beginning, a visit, a review, or its last payment."""
        return (
            (self.money == NOT_PAID and self.start_day <= day)
            or (self.visit_day is not None and self.visit_day <= day)
            or (self.donors_day is not None and self.donors_day <= day)
            or (self.review_day is not None and self.review_day <= day)
            or (self.last_is_due and self.held_fen > 0)
        )

    def acts(self, day: int) -> bool:
        """Whether it helps on a day."""
        return not self.failed and self.acts_from_day <= day < self.acts_until_day

    def under_way(self, day: int) -> bool:
        """Whether work on it has begun and it does not help yet."""
        return not self.failed and self.start_day <= day < self.acts_from_day


class Vote(NamedTuple):
    """One batch of one community: how many voted and how many of them see something done that they named.

    Attributes:
        day: Day of the run.
        community: Where.
        voters: Adults who vote, or would if they were asked.
        with_project: Those of them with a funded project on their ballot.
        asked: Whether votes decided.
    """

    day: int
    community: int
    voters: int
    with_project: int
    asked: bool


class Listing(NamedTuple):
    """One list of one community and what became of it; one row a proposal, in the order of the list.

    Attributes:
        day: Day of the run on which it was drawn up.
        community: Where.
        purse: The account whose money it was for.
        every: What was proposed, struck or not; what another purse had paid for in this batch did not stand on it.
        said: What screening said of each (`proposals.REASONS`).
        votes: Adults who named each, or would have; 0 for what was struck.
        reason: Why each was paid for or not, as the rule says; empty for what was struck.
        project: Number of the project that came of each, −1 for the others.
    """

    day: int
    community: int
    purse: str
    every: Proposals
    said: Int64s
    votes: Int64s
    reason: tuple[str, ...]
    project: Int64s


class Payment(NamedTuple):
    """What was paid for a project on one day of the run; `form` as in `kinds.FORMS`."""

    purse: str
    community: int
    form: int
    day: int
    fen: int


Item = TypeVar("Item", Project, Payment)


@dataclass(slots=True, eq=False)
class ByCommunity(Generic[Item]):
    """A list sorted by community, as far as it has been sorted; it only ever grows.

    Attributes:
        items: The list.
        done: How many of it are sorted.
        here: Those of each community, in order.
    """

    items: list[Item]
    done: int = 0
    here: dict[int, list[Item]] = field(default_factory=dict)

    def of(self, community: int) -> list[Item]:
        """Those of one community, also what has come since the last look."""
        for one in self.items[self.done :]:
            self.here.setdefault(one.community, []).append(one)
        self.done = len(self.items)
        return self.here.get(community, [])


@dataclass(slots=True, eq=False)
class ProjectBook:
    """Projects of a district, and what they leave in it today.

    Attributes:
        kinds: What projects of the place can address.
        places: The neighbourhood of every community.
        catchments: All cells, and what projects reach of them.
        projects: All that were chosen, in order.
        votes: Every batch so far.
        lists: Every list so far.
        spared: Needs that works and goods have kept from arising.
        works_share_averted: Part of works in what `factors` take off; goods have the rest.
        desks: Of every community: from which day each desk that runs tenders is free.
        reserved_fen: Promised to chosen projects and not yet paid, by account and community.
        bound_fen: What agreed works were promised of each community's project money since New Year.
        paid: What was paid for projects, and out of project money for agreed works, since New Year.
        promised_works: Agreed works that have been promised project money and not begun.
        waiting: Agreed works for which there is no money before the next budget.
        foundations: Foundations as people see them.
        delivered: What became of the projects each foundation paid for.
        factors: Share of needs that still arise beside works and goods, by cell and kind.
        dispute_factor: How many times as many disputes arise beside works under way, by cell.
        usual_activities: Hazard of being heard at an activity without any project, by cell and kind of day.
        open_hours, bound_hours: Hours a working day at every community's queue of projects, for everybody and for what
            programmes took from members of their group.
        acting: Numbers of the projects whose effects are in force.
        felt_from: By cell with activities of projects: how far they are felt in every cell, 0 to 1.
        seen_heard: A day, and by grid and kind what was heard in the year before and found on visits (`authors`).
    """

    kinds: ProjectKinds
    places: tuple[Neighbourhood, ...]
    catchments: Catchments
    desks: list[Int64s]
    reserved_fen: dict[str, NDArray[np.int64]]
    bound_fen: NDArray[np.int64]
    foundations: Foundations
    delivered: Delivered
    averted: Averted
    factors: Floats
    works_share_averted: Floats
    dispute_factor: Floats
    usual_activities: Floats
    open_hours: Floats
    bound_hours: Floats
    projects: list[Project] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    lists: list[Listing] = field(default_factory=list)
    waiting: list[Matter] = field(default_factory=list)
    paid: list[Payment] = field(default_factory=list)
    promised_works: list[Matter] = field(default_factory=list)
    acting: tuple[int, ...] = ()
    felt_from: dict[int, Floats] = field(default_factory=dict)
    running: list[Project] = field(default_factory=list)
    seen_heard: tuple[int, Int64s, Int64s] | None = None
    _projects: ByCommunity[Project] | None = field(default=None, init=False)
    _paid: ByCommunity[Payment] | None = field(default=None, init=False)

    def chosen_in(self, community: int) -> list[Project]:
        """The projects chosen in one community so far, in order."""
        if self._projects is None or self._projects.items is not self.projects:
            self._projects = ByCommunity(self.projects)
        return self._projects.of(community)

    def paid_in(self, community: int) -> list[Payment]:
        """What was paid in one community since New Year, in order."""
        if self._paid is None or self._paid.items is not self.paid:
            self._paid = ByCommunity(self.paid)
        return self._paid.of(community)
