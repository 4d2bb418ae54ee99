"""Simulation-based calibration: would the posterior be right if the truth were known?

Every draw of the first wave is planted as the truth: one of its runs, written down with the ledger's error, is taken
for the ledger, and the draw itself is left out of the emulator. If the posterior is right, the share of its weight
below the truth is as likely to be anywhere between 0 and 1 (Talts et al. 2018, arXiv:1804.06788).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from ...model.arrays import Floats
from .emulator import Process
from .posterior import log_likelihood, weights_of

MIDDLE = 0.9
FLAT = 0.05
"""Chance of ranks as uneven by luck below which they do not count as flat, over all assumptions together."""
FEWEST = 20


@dataclass(frozen=True)
class Ranks:
    """Shares of the posterior's weight below the planted truth.

    Attributes:
        below: Shape (truths, assumptions).
        chance: That flat ranks are as uneven (Kolmogorov–Smirnov); shape (assumptions,).
        covered: Share of truths inside the middle 90 %; shape (assumptions,).
        flat: None with too few truths to say.
    """

    below: Floats
    chance: Floats
    covered: Floats
    flat: bool | None


def ranks_of(below: Floats) -> Ranks:
    """What ranks say; too few say nothing."""
    chance = np.array([float(stats.kstest(column, "uniform").pvalue) for column in below.T])
    edge = (1.0 - MIDDLE) / 2.0
    covered = ((below >= edge) & (below <= 1.0 - edge)).mean(axis=0)
    enough = len(below) >= FEWEST
    return Ranks(below, chance, covered, bool((chance * len(chance) >= FLAT).all()) if enough else None)


def below_truth(weights: Floats, places: Floats, truth: Floats) -> Floats:
    """Share of weight below a truth, by assumption; what lies on it counts half."""
    less = (places < truth).astype(float) + 0.5 * (places == truth)
    return np.asarray(weights @ less)


def planted_ranks(emulator: list[Process], planted: Floats, truths: Floats, places: Floats) -> Ranks:
    """Ranks of planted truths, each left out of the emulator.

    Args:
        planted: Components of a run of each of the first draws of the emulator, with the error of a ledger; shape
            (truths, components).
        truths: Where they were run; shape (truths, assumptions).
        places: Spread evenly over the prior.
    """
    reached = [one.reach(places) for one in emulator]
    below = np.empty_like(truths)
    for number, truth in enumerate(truths):
        both = [one.from_reach(*reach, number) for one, reach in zip(emulator, reached, strict=True)]
        mean, variance = (np.stack(part, axis=1) for part in zip(*both, strict=True))
        weights = weights_of(log_likelihood(mean, variance, planted[number : number + 1]))[0]
        below[number] = below_truth(weights, places, truth)
    return ranks_of(below)
