"""From the waves of runs and the ledger to everything a calibration says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from .figures import Meeting
from .learning import Learned, learn
from .matching import CUTOFF, Match, implausibility, match, next_points, spread_over
from .posterior import Posterior, posterior_of, weighted_quantiles
from .ranks import Ranks, planted_ranks
from .telling_apart import Ridge, Verdict, ridges, verdicts, widths
from .waves import Wave

ENDS = (0.05, 0.5, 0.95)
FAR = 3.0
FEWEST_PLACES = 50
"""Places not ruled out, of those looked at, below which a further wave has nothing to spread over."""
RANK_PLACES = 4096
SEED = 20_26


@dataclass(frozen=True)
class Found:
    """What a calibration says; places and draws are shares of beliefs.

    Attributes:
        matches: What every wave left.
        posterior: None where everything is ruled out.
        width: Posterior over prior width of every assumption; shape (assumptions,).
        verdicts: A word for every assumption.
        ranks: Of planted truths.
        before, after: 5 %, 50 % and 95 % of what runs show before and after the ledger; shape (3, values).
        far: How far the ledger lies from the nearest the components come to it, in noise; shape (values,).
    """

    learned: Learned
    matches: tuple[Match, ...]
    posterior: Posterior | None
    width: Floats
    verdicts: tuple[Verdict, ...]
    ridges: tuple[Ridge, ...]
    ranks: Ranks
    before: Floats
    after: Floats | None
    far: Floats


def matched(waves: Sequence[Wave], where: Meeting, error: float) -> tuple[list[Match], list[Learned]]:
    """What every wave left, and what was learned with it: a later one knows the runs of earlier ones too.

    Args:
        error: Of the ledger, as a share.
    """
    left, share = spread_over(waves[0].at.shape[1]), 1.0
    matches: list[Match] = []
    learned: list[Learned] = []
    for number in range(1, len(waves) + 1):
        at, runs = together(waves[:number])
        one = learn(at, runs, where.error(error))
        found = match(one.emulator, left, one.components.of(where.observed), share)
        matches.append(found)
        learned.append(one)
        left, share = found.places, found.share
        if not len(left):
            break
    return matches, learned


def together(waves: Sequence[Wave]) -> tuple[Floats, Floats]:
    """Where all waves ran, and what they showed."""
    return np.concatenate([one.at for one in waves]), np.concatenate([one.runs for one in waves])


def further(waves: Sequence[Wave], where: Meeting, error: float, count: int) -> Floats | None:
    """Where the next wave runs; None where too little is left to spread over."""
    matches, _ = matched(waves, where, error)
    left = matches[-1].places
    if len(left) < FEWEST_PLACES or len(matches) < len(waves):
        return None
    return next_points(left, together(waves)[0], count)


def find(waves: Sequence[Wave], where: Meeting, error: float) -> Found:
    """Everything that is said.

    Args:
        waves: Done, the first one spread over the prior.
        error: Of the ledger, as a share of its figures.
    """
    matches, steps = matched(waves, where, error)
    learned, at = steps[-1], together(waves)[0]
    components = learned.components
    ledger = components.of(where.observed)
    posterior = _posterior(steps, matches, where) if len(matches[-1].places) else None
    places = spread_over(at.shape[1], RANK_PLACES)
    far = (where.observed - components.figures(ledger)) / components.noise
    return Found(
        learned,
        tuple(matches),
        posterior,
        width=widths(posterior) if posterior else np.full(at.shape[1], np.nan),
        verdicts=tuple(verdicts(posterior)) if posterior else (),
        ridges=tuple(ridges(posterior)) if posterior else (),
        ranks=_ranks(learned, waves[0], where.error(error), places),
        before=_shown(learned, places, None),
        after=None if posterior is None else _shown(learned, posterior.draws, posterior.weights),
        far=far,
    )


def _posterior(steps: Sequence[Learned], matches: Sequence[Match], where: Meeting) -> Posterior:
    def possible(places: Floats) -> NDArray[np.bool_]:
        kept = np.ones(len(places), bool)
        for one in steps:
            kept &= implausibility(one.emulator, places, one.components.of(where.observed)) <= CUTOFF
        return kept

    last = steps[-1]
    return posterior_of(last.emulator, last.components.of(where.observed), matches[-1].places, possible)


def _ranks(learned: Learned, first: Wave, error: Floats, places: Floats) -> Ranks:
    """Draws of the first wave, which is spread like the prior, stand first in the emulator."""
    draw = np.random.default_rng(SEED)
    slips = draw.multivariate_normal(np.zeros(len(error)), error, size=len(first.at), method="cholesky")
    planted = learned.components.of(first.runs[:, 0] + slips)
    return planted_ranks(learned.emulator, planted, first.at, places)


def _shown(learned: Learned, places: Floats, weights: Floats | None) -> Floats:
    """The middle 90 % and the median of every value, over places, luck and error aside."""
    from .emulator import predicted

    values = learned.components.figures(predicted(learned.emulator, places)[0])
    even = np.full(len(places), 1.0 / len(places)) if weights is None else weights
    return np.stack([weighted_quantiles(column, even, ENDS) for column in values.T], axis=1)
