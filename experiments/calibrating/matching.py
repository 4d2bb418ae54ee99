"""History matching: which assumptions cannot have given the ledger, and where to run next.

Implausibility is how far the ledger lies from what the emulator expects, in standard deviations of all that is not
known: the emulator's own error, luck of a run, error of the ledger. What lies beyond three in any component is ruled
out (Pukelsheim 1994: at least 95 % of any unimodal distribution lies within; Vernon et al. 2010, Bayesian Analysis
5:619).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from ...model.arrays import Floats
from .emulator import Process, predicted

CUTOFF = 3.0
PLACES = 2**14
MOST_CANDIDATES = 1500
SEED = 20_26


@dataclass(frozen=True)
class Match:
    """What one wave has ruled out.

    Attributes:
        share: Of the prior that is not ruled out.
        low, high: Ends of what is not ruled out, by assumption, as shares of its belief; shape (assumptions,).
        least: Implausibility of the least implausible place looked at.
        places: What is not ruled out, spread like the prior; shape (places, assumptions).
    """

    share: float
    low: Floats
    high: Floats
    least: float
    places: Floats


def spread_over(width: int, count: int = PLACES) -> Floats:
    """So many places spread evenly over the whole prior (scrambled Sobol' numbers, always the same)."""
    exponent = int(np.ceil(np.log2(count)))
    return np.asarray(qmc.Sobol(width, rng=np.random.default_rng(SEED)).random_base2(exponent))[:count]


def implausibility(emulator: list[Process], places: Floats, ledger: Floats) -> Floats:
    """Of every place, the largest over components; shape (places,).

    Args:
        ledger: Its components, whose noise is 1; shape (components,).
    """
    mean, variance = predicted(emulator, places)
    return np.asarray((np.abs(ledger - mean) / np.sqrt(1.0 + variance)).max(axis=1))


def match(emulator: list[Process], places: Floats, ledger: Floats, share: float = 1.0) -> Match:
    """What is left of some places.

    Args:
        places: Spread like the prior over what earlier waves left.
        share: Of the prior that earlier waves left.
    """
    found = implausibility(emulator, places, ledger)
    left = places[found <= CUTOFF]
    nothing = np.full(places.shape[1], np.nan)
    ends = (left.min(axis=0), left.max(axis=0)) if len(left) else (nothing, nothing)
    return Match(share * len(left) / len(places), ends[0], ends[1], float(found.min()), left)


def next_points(left: Floats, known: Floats, count: int) -> Floats:
    """Where to run next: of what is left, each time the place farthest from all that is known or chosen.

    Args:
        left: Places not ruled out.
        known: Places that have been run; shape (draws, assumptions).
    """
    candidates = left[:MOST_CANDIDATES]
    chosen: list[Floats] = []
    nearest = np.min(((candidates[:, None, :] - known[None, :, :]) ** 2).sum(axis=2), axis=1)
    for _ in range(min(count, len(candidates))):
        one = int(np.argmax(nearest))
        chosen.append(candidates[one])
        nearest = np.minimum(nearest, ((candidates - candidates[one]) ** 2).sum(axis=1))
        nearest[one] = -1.0
    return np.array(chosen).reshape(-1, left.shape[1])
