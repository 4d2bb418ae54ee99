"""How a pot of money is shared out among communities: equally, per resident, by need, by performance, by competition.

A rule gives weights; `shares` turns them into fen that add up to the pot exactly. (GD-11, SU-05)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from ..arrays import Floats, Int64s
from ..parameters.assumptions.splitting import SplittingAssumptions
from ..streams import YEAR, Part, Stream

MONTHS_A_YEAR = 12
DAYS_LOOKED_BACK = 365
JUDGES = ("by_need", "by_performance", "by_competition")
"""Rules that judge communities. Purchase money, which is stated per resident, follows these as well."""

BIDS = Stream("bid for money", YEAR, Part("community", 100_000))


@dataclass(frozen=True, slots=True, eq=False)
class CommunityFacts:
    """What whoever splits money knows of the communities; one row each.

    Attributes:
        residents: People who live there.
        registered: Requests registered last year.
        surveyed: Needs a year as the latest survey found, heard or not; None where none was held.
        score: Last year's rating, from 0 to 1.
        bid_quality: How good a bid each hands in, from 0 to 1.
    """

    residents: Floats
    registered: Floats
    surveyed: Floats | None
    score: Floats
    bid_quality: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Writers:
    """Who in each community can write a bid; one row each.

    Attributes:
        organisations: Social organisations at work there.
        social_workers: Their posts there.
        training_days: Days a year on which community staff are trained.
    """

    organisations: Floats
    social_workers: Floats
    training_days: Floats


Split = Callable[[CommunityFacts, SplittingAssumptions], Floats]


def equally(facts: CommunityFacts, assumed: SplittingAssumptions) -> Floats:
    """Every community the same, however many live there."""
    return np.ones(len(facts.residents))


def per_resident(facts: CommunityFacts, assumed: SplittingAssumptions) -> Floats:
    """Every resident the same."""
    return np.asarray(facts.residents, np.float64)


def by_need(facts: CommunityFacts, assumed: SplittingAssumptions) -> Floats:
    """By what a survey found where there was one, else by what was registered: who keeps silent gets nothing for it."""
    return np.asarray(facts.registered if facts.surveyed is None else facts.surveyed, np.float64)


def by_performance(facts: CommunityFacts, assumed: SplittingAssumptions) -> Floats:
    """By a power of last year's rating, so that small leads matter."""
    return np.asarray(np.maximum(facts.score, 0.0) ** assumed.performance_steepness)


def by_competition(facts: CommunityFacts, assumed: SplittingAssumptions) -> Floats:
    """The better bids win, at least one, and share in proportion to their quality; the others get nothing."""
    count = len(facts.bid_quality)
    winners = max(1, min(count, round(count * assumed.winning_share)))
    order = np.argsort(-facts.bid_quality, kind="stable")[:winners]
    weights = np.zeros(count)
    weights[order] = facts.bid_quality[order]
    return weights


SPLITS: Mapping[str, Split] = MappingProxyType(
    {
        "equal": equally,
        "per_resident": per_resident,
        "by_need": by_need,
        "by_performance": by_performance,
        "by_competition": by_competition,
    }
)
"""Rule of splitting by the name of the lever `funding.split`; each gives one weight a community, 0 or more."""


def shares(pot_fen: int, weights: Floats) -> Int64s:
    """What each community gets, in fen that add up to the pot: by largest remainder (Hamilton).

    Counted in fractions, so that the order in which communities are listed moves no fen. Of equal remainders the lower
    number is served first. Where every weight is zero all get the same.

    Raises:
        ValueError: The pot is negative, nobody is there to share it, or a weight is negative or no number.
    """
    if pot_fen < 0 or len(weights) == 0:
        raise ValueError(f"{pot_fen} fen cannot be shared out among {len(weights)}")
    if not np.isfinite(weights).all() or (weights < 0.0).any():
        raise ValueError("a weight is negative or no number")
    exact = [Fraction(float(weight)) for weight in weights] if np.any(weights > 0.0) else [Fraction(1)] * len(weights)
    total = sum(exact)
    due = [int(pot_fen) * weight / total for weight in exact]
    whole = [int(share) for share in due]
    first = sorted(range(len(due)), key=lambda row: (whole[row] - due[row], row))
    for row in first[: int(pot_fen) - sum(whole)]:
        whole[row] += 1
    return np.array(whole, np.int64)


def score_of(handled_share: Floats, recorded_satisfaction: Floats, assumed: SplittingAssumptions) -> Floats:
    """A community's yearly rating, from 0 to 1: what it handled, and how satisfied records say people are.

    It sees records only. How far these flatter is one number for the district, so nobody gains on a neighbour by it.
    (GD-11)
    """
    weight = assumed.handled_weight
    return np.clip(weight * handled_share + (1.0 - weight) * recorded_satisfaction, 0.0, 1.0)


def bid_quality(writers: Writers, draws: Floats, assumed: SplittingAssumptions) -> Floats:
    """How good a bid each community hands in, from 0 to 1: who is there to write it, and a good day."""
    capacity = (
        writers.organisations
        + assumed.writers_per_social_worker * writers.social_workers
        + assumed.writers_per_training_day * writers.training_days
    )
    skill = 1.0 - np.exp(-capacity / assumed.usual_writers)
    return np.asarray((1.0 - assumed.luck_share) * skill + assumed.luck_share * draws)


def bid_draws(seed: int, year: int, communities: int) -> Floats:
    """What chance gives each community's bid in one year, uniform between 0 and 1."""
    return BIDS.of(seed).at(year, np.arange(communities)).uniform()


def batch_of(month: int, batches: int) -> int | None:
    """Which of the year's batches falls in a month, from 0; the first is in January. None where none does."""
    months = [1 + MONTHS_A_YEAR * number // batches for number in range(batches)]
    return months.index(month) if month in months else None


def due_share(month: int, batches: int) -> Fraction:
    """Which share of a year's money has come in by this month, the batch of this month included."""
    return Fraction(sum(batch_of(one, batches) is not None for one in range(1, month + 1)), batches)
