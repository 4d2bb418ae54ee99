"""Contracts: so much money for so many posts, in one community or a whole street, and the people who fill them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..columns import POOL_TYPES
from ..parameters import Parameters
from ..streams import (
    LOT,
    MONTH,
    Layout,
    Part,
    Stream,
)

LOTS = Layout("lots", Part("kind of pool"), Part("place", 100_000))
WORKERS_LEAVE = Stream("workers leave", LOT, Part("post", 1_000, spill=10_000_000), MONTH)
LEAST_UNLEARNED = 1e-9  # nobody ever knows everything, or it would have taken them for ever


class Lot(NamedTuple):
    """What is let as one: services in a community (ORGANISATION), in a street (BUNDLE), or a centre (SOCIAL)."""

    kind: int
    place: int

    @property
    def number(self) -> int:
        """Its address in every stream."""
        return int(LOTS.pack(self.kind, self.place))

    @property
    def name(self) -> str:
        """What kind of pool serves it."""
        return POOL_TYPES[self.kind]


@dataclass(slots=True)
class Contract:
    """A running contract. Money: yuan = posts and supervisors at the cost of a post + overhead + tender + unspent.

    Attributes:
        lot: What it is for.
        organisation: Number of the holder.
        yuan: Money a year.
        tender_yuan, overhead_yuan: What the tender and the holder take out of it, a year.
        posts, supervisors: What the rest pays for, or as much of it as the holder can staff.
        start_day, ready_day, end_day: When it began, gives its first hours, and ends.
        kinds: Rows of the kinds of need its holder does.
        tenure_months: Months in post of each worker; the last may be a part of one.
        vacant_months: Months each post still stands empty.
        effort: Effort the holder puts into what is rated, from 0 to 1.
        satisfaction_sum, served: Satisfaction its queue left since the last rating, summed, and over how many needs.
        score: What the last rating found; None before the first.
    """

    lot: Lot
    organisation: int
    yuan: float
    tender_yuan: float
    overhead_yuan: float
    posts: float
    supervisors: float
    start_day: int
    ready_day: int
    end_day: int
    kinds: tuple[int, ...]
    tenure_months: NDArray[np.float64]
    vacant_months: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    effort: float = 0.0
    satisfaction_sum: float = 0.0
    served: float = 0.0
    score: float | None = None

    def __post_init__(self) -> None:
        self.man(self.posts)

    def man(self, posts: float) -> None:
        """Fill so many posts: those at work stay, newcomers join, the last to come leave."""
        self.posts = posts
        people = int(np.ceil(posts))
        for name in ("tenure_months", "vacant_months"):
            known = getattr(self, name)[:people]
            setattr(self, name, np.concatenate((known, np.zeros(people - len(known)))))

    def widths(self) -> NDArray[np.float64]:
        """How much of a post each worker fills."""
        return np.clip(self.posts - np.arange(len(self.tenure_months)), 0.0, 1.0)

    def working_posts(self, kept: float) -> float:
        """Posts at work today; of an empty one the share `kept` is covered by its supervisor."""
        return float((self.widths() * np.where(self.vacant_months > 0.0, kept, 1.0)).sum())

    def unlearned(self, learning_months: float) -> float:
        """What the workers have yet to learn about the people they serve: 1 on the first day, towards 0."""
        width = self.widths()
        if not width.sum() > 0.0:
            return 0.0
        return float((width * np.exp(-self.tenure_months / learning_months)).sum() / width.sum())


def supervised(supervisors_per_10: float) -> float:
    """How much of what one supervisor for ten workers does is done; a second adds less."""
    return 2.0 * supervisors_per_10 / (1.0 + supervisors_per_10)


def share_kept(parameters: Parameters) -> float:
    """Share of relations and hours that survives a departure, under the supervisors in force."""
    per_10 = parameters.levers.organisations.supervisors_per_10_workers
    return min(parameters.assumptions.providers.supervisor_handover * supervised(per_10), 1.0)


def usually_unlearned(parameters: Parameters) -> float:
    """What social workers have yet to learn in the long run, at usual turnover and without supervisors."""
    leaving = -np.log(1.0 - parameters.assumptions.providers.worker_exit_share) / 12.0
    return float(leaving / (leaving + 1.0 / parameters.assumptions.turnover.learning_months))


def month_of_workers(contracts: Sequence[Contract], month: int, parameters: Parameters, seed: int) -> int:
    """A month in the lives of the workers of these contracts; returns how many left.

    One draw for each post of the lot and month is held against the chance to leave. With a supervisor a leaver's
    relations are handed over in part, and everybody learns faster.
    """
    if not contracts:
        return 0
    assumed, learning = parameters.assumptions.providers, parameters.assumptions.turnover.learning_months
    per_10 = parameters.levers.organisations.supervisors_per_10_workers
    # Arrays have shape (posts of all contracts,).
    count = [len(one.tenure_months) for one in contracts]
    posts = np.concatenate([np.arange(many, dtype=np.int64) for many in count])
    tenure = np.concatenate([one.tenure_months for one in contracts])
    vacant = np.concatenate([one.vacant_months for one in contracts])
    chance = 1.0 - (1.0 - assumed.worker_exit_share) ** (1.0 / 12.0)
    lot = np.repeat([one.lot.number for one in contracts], count)
    leaves = WORKERS_LEAVE.of(seed).at(lot, posts, month).uniform() < chance
    kept = share_kept(parameters)
    faster = 1.0 + assumed.supervisor_learning * supervised(per_10)
    # A newcomer who is introduced starts where the leaver's relations, so far as they are kept, would have put them.
    lacking = 1.0 - kept * (1.0 - np.exp(-tenure / learning))
    handed_over = -np.log(np.maximum(lacking, LEAST_UNLEARNED)) * learning
    vacant = np.where(leaves, assumed.vacancy_months, np.maximum(vacant - 1.0, 0.0))
    tenure = np.where(leaves, handed_over, tenure + faster)
    upto = np.cumsum(count)[:-1]
    for one, empty, since in zip(contracts, np.split(vacant, upto), np.split(tenure, upto), strict=True):
        one.vacant_months, one.tenure_months = empty, since
    return int(leaves.sum())
