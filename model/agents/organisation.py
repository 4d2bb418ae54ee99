"""Social organisations: what each can do and asks for it, what others see of it, and what it lives on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import mesa
import numpy as np
from scipy.special import ndtri

from ..parameters import Parameters
from ..streams import (
    ORGANISATION_NUMBER,
    YEAR,
    Part,
    Stream,
)

if TYPE_CHECKING:
    from ..district import District

ORGANISATIONS = Stream("organisation", ORGANISATION_NUMBER, Part("draw", 100))
BID = Stream("organisation bid", ORGANISATION_NUMBER, YEAR)
EXPERT = Stream("organisation expert", ORGANISATION_NUMBER, YEAR)
"""How good its bid turns out in a year, and how far that year's experts err about it."""

NOWHERE = -1
"""Home of an organisation that comes from elsewhere in the city."""
LEAST_QUALITY, MOST_QUALITY = 0.05, 0.95
LEAST_OVERHEAD, MOST_OVERHEAD = 0.02, 0.4
FEWEST_POSTS = 0.5


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation is born with.

    Attributes:
        number: Its address in every stream, the same in every scenario.
        quality: How well it works, from 0 to 1 around a half; nobody sees it directly.
        record_keeping: How well its records read, in standard deviations.
        posts: Posts it can staff at first.
        kinds: Rows of the kinds of need it does.
        home: Community it is at home in, NOWHERE for one from elsewhere.
        reserves: Yuan put by at first.
    """

    number: int
    quality: float
    record_keeping: float
    posts: float
    kinds: tuple[int, ...]
    home: int
    reserves: float


def profile_of(number: int, kinds: tuple[int, ...], communities: int, parameters: Parameters, seed: int) -> Profile:
    """Draw the organisation of a number; `kinds` are those that can be bought, `communities` where it may be at home.

    Nothing here depends on levers: whoever is founded under two policies is the same organisation.
    """
    assumed = parameters.assumptions.providers
    draws = ORGANISATIONS.of(seed).at(number, np.arange(6 + len(kinds))).uniform()
    own = draws[6:]
    done = tuple(row for row, draw in zip(kinds, own, strict=True) if draw < assumed.kind_share)
    return Profile(
        number=number,
        quality=float(np.clip(0.5 + assumed.quality_sd * ndtri(draws[0]), LEAST_QUALITY, MOST_QUALITY)),
        record_keeping=float(ndtri(draws[1])),
        posts=max(float(assumed.organisation_posts * np.exp(assumed.size_sigma * ndtri(draws[2]))), FEWEST_POSTS),
        kinds=done or ((kinds[int(np.argmin(own))],) if kinds else ()),
        home=int(draws[3] * communities) if communities else NOWHERE,
        reserves=2.0 * assumed.opening_reserves * float(draws[4]),
    )


@lru_cache(maxsize=4096)
def _normal(stream: Stream, seed: int, number: int, year: int) -> float:
    """An organisation's luck of a year, which every tender of that year asks for."""
    return stream.of(seed).at(number, year).normal()


class SocialOrganisation(mesa.Agent):
    """An organisation that serves communities, from its founding until it closes.

    Attributes:
        profile: What it was born with.
        posts: Posts it can staff now.
        reserves: Yuan it has put by.
        has_branch: Whether a Party branch stands beside it.
        satisfaction_sum, served: Satisfaction its work left, summed, and over how many needs.
        mentored_until: Day of the run until which it is helped to write bids.
        account: What came in, and went out below zero, since New Year, by line (`organisations.accounts`).
        marks, reviewed: What residents said of its projects, summed, and over how many of them.
    """

    model: District

    def __init__(self, district: District, profile: Profile, has_branch: bool) -> None:
        super().__init__(district)
        self.profile = profile
        self.posts = profile.posts
        self.reserves = profile.reserves
        self.account: dict[str, float] = {}
        self.has_branch = has_branch
        self.satisfaction_sum = 0.0
        self.served = 0.0
        self.mentored_until = 0
        self.marks = 0.0
        self.reviewed = 0

    @property
    def number(self) -> int:
        """Its address in every stream."""
        return self.profile.number

    def hear_of_a_project(self, content: float) -> None:
        """Residents have reviewed a project of its, and so many of them were content."""
        self.marks += content
        self.reviewed += 1

    def overhead_bid(self, year: int) -> float:
        """Share of a contract it asks for itself this year; good work costs more to lead."""
        assumed = self.model.parameters.assumptions.providers
        asked = assumed.overhead_share + assumed.quality_overhead * (self.profile.quality - 0.5)
        asked += assumed.bid_sd * _normal(BID, self.model.plan.seed, self.number, year)
        return min(max(asked, LEAST_OVERHEAD), MOST_OVERHEAD)

    def seen_by_experts(self, year: int) -> float:
        """Quality as this year's experts see it."""
        error = self.model.parameters.assumptions.purchasing.expert_error
        return self.profile.quality + error * _normal(EXPERT, self.model.plan.seed, self.number, year)

    def remembered_by_residents(self, usual: float) -> float:
        """Satisfaction residents expect of it: the usual, moved by what they lived through."""
        lean = self.model.parameters.assumptions.purchasing.residents_lean
        return (self.satisfaction_sum + lean * usual) / (self.served + lean)

    def room(self, held_posts: float) -> float:
        """Posts it could still staff within a year, with so many at work."""
        growth = self.model.parameters.assumptions.providers.growth_share
        return max(self.posts * (1.0 + growth) - held_posts, 0.0)

    def resize(self, held_posts: float) -> None:
        """A year later it has the posts it filled; of idle ones it gives some up."""
        if held_posts >= self.posts:
            self.posts = held_posts
        else:
            self.posts += self.model.parameters.assumptions.providers.idle_shrink * (held_posts - self.posts)
        self.posts = max(self.posts, FEWEST_POSTS)

    def book(self, line: str, yuan: float) -> None:
        """Money comes in, or goes out below zero, under a line of the year's account."""
        self.reserves += yuan
        self.account[line] = self.account.get(line, 0.0) + yuan
