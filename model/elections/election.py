"""A ballot on projects: what each costs, how much money there is, and who approves of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..arrays import Bools, Int64s

MOST_MONEY = 2**53  # beyond it a float no longer tells one unit of money from the next


@dataclass(frozen=True, eq=False)
class Election:
    """One vote on projects.

    Attributes:
        project_id: Name of each project, all different; settles what votes and cost leave open, in the order of text.
        cost: What each project costs, in whole units of money (fen, or whatever the file counts in).
        budget: Money to be given out, in the same unit.
        start, approved: Ballots in compressed rows: voter v approves of the projects
            `approved[start[v]:start[v + 1]]`, each named once. A voter may approve of none.
        category: Kind of each project, or empty where nobody sorted them.
        ranking: Place of each project on the staff's list, lowest first; the order of the projects where there is none.
        step: By how much each voter's share is raised at a time where equal shares leave money over (Add1), in units
            of money: 1 yuan is a step of 100 where money is counted in fen.
    """

    project_id: tuple[str, ...]
    cost: Int64s
    budget: int
    start: Int64s
    approved: Int64s
    category: tuple[str, ...] = ()
    ranking: Int64s | None = None
    step: int = 1

    def __post_init__(self) -> None:
        count = len(self.project_id)
        if len(set(self.project_id)) != count or len(self.cost) != count:
            raise ValueError("every project needs a name of its own and a cost")
        if self.category and len(self.category) != count:
            raise ValueError("either no project has a category or each has one")
        if self.budget < 0 or self.step < 1 or (count and int(self.cost.min()) < 0):
            raise ValueError("money is counted from 0, and Add1 needs a step of 1 or more")
        if max(self.budget, int(self.cost.max()) if count else 0) > MOST_MONEY:
            raise ValueError(f"no amount may exceed {MOST_MONEY}")
        if len(self.approved) and not 0 <= int(self.approved.min()) <= int(self.approved.max()) < count:
            raise ValueError("a ballot names a project that does not stand")

    @staticmethod
    def of(
        cost: Sequence[int],
        budget: int,
        ballots: Iterable[Iterable[int]],
        project_id: Sequence[str] = (),
        category: Sequence[str] = (),
    ) -> Election:
        """An election from plain lists; projects without names are called by their number."""
        rows = [np.unique(np.asarray(list(row), np.int64)) for row in ballots]
        start = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        approved = np.concatenate(rows) if rows else np.empty(0, np.int64)
        names = tuple(project_id) or tuple(str(number) for number in range(len(cost)))
        return Election(
            project_id=names,
            cost=np.asarray(cost, np.int64),
            budget=int(budget),
            start=start,
            approved=approved,
            category=tuple(category),
        )

    @property
    def projects(self) -> int:
        return len(self.project_id)

    @property
    def voters(self) -> int:
        return len(self.start) - 1

    @cached_property
    def votes(self) -> Int64s:
        """How many voters approve of each project."""
        return np.bincount(self.approved, minlength=self.projects).astype(np.int64)

    @cached_property
    def voter_of(self) -> Int64s:
        """Whose approval each entry of `approved` is."""
        return np.repeat(np.arange(self.voters), np.diff(self.start))

    @cached_property
    def tie_rank(self) -> Int64s:
        """Place of each project among equals: more votes first, then lower cost, then the name."""
        by_name = np.empty(self.projects, np.int64)
        by_name[sorted(range(self.projects), key=self.project_id.__getitem__)] = np.arange(self.projects)
        rank = np.empty(self.projects, np.int64)
        rank[np.lexsort((by_name, self.cost, -self.votes))] = np.arange(self.projects)
        return rank

    def only(self, remaining: Bools, budget: int) -> tuple[Election, Int64s]:
        """The same voters on fewer projects and other money; also which projects those were.

        Ballots that name none of them any more stay, as voters who approve of none.
        """
        kept = np.flatnonzero(remaining)
        number = np.full(self.projects, -1, np.int64)
        number[kept] = np.arange(len(kept))
        stays = remaining[self.approved] if len(self.approved) else np.empty(0, np.bool_)
        counted = np.concatenate([[0], np.cumsum(stays)]).astype(np.int64)
        part = replace(
            self,
            project_id=tuple(self.project_id[project] for project in kept),
            cost=self.cost[kept],
            budget=budget,
            start=counted[self.start],
            approved=number[self.approved[stays]],
            category=tuple(self.category[project] for project in kept) if self.category else (),
            ranking=None if self.ranking is None else self.ranking[kept],
        )
        return part, kept
