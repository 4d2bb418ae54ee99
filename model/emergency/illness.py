"""Illness in an emergency is common: a factor a week and community, then everybody's own draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Floats
from ..streams import COMMUNITY, RESIDENT, WEEK, Part, Stream

COMMON = Stream("emergency: illness of a week", COMMUNITY, WEEK)
WHO = Stream("emergency: who is ill", RESIDENT, WEEK)
CADRE = Stream("emergency: which cadre is ill", Part("cadre"), WEEK)


@dataclass(frozen=True)
class Illness:
    """Who is ill in a week.

    Attributes:
        seed: Of the run.
        week: Since the beginning of the calendar.
        share: Of people, by community.
    """

    seed: int
    week: int
    share: Floats

    def residents(self, people: np.ndarray, community: np.ndarray) -> Bools:
        """Which of these residents are ill, each in a community; the same whoever asks."""
        return np.asarray(WHO.of(self.seed).at(people, self.week).uniform() < self.share[community])

    def cadres(self, numbers: np.ndarray, community: np.ndarray) -> Bools:
        """Which of these cadres are ill, each serving in a community; the same whoever asks."""
        return np.asarray(CADRE.of(self.seed).at(numbers, self.week).uniform() < self.share[community])


def common_factor(seed: int, week: int, communities: int, sigma: float) -> Floats:
    """What the week has in common for everybody in a community: lognormal of mean 1, by community."""
    normal = COMMON.of(seed).at(np.arange(communities), week).normal()
    return np.asarray(np.exp(sigma * normal - 0.5 * sigma * sigma))
