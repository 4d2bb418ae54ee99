"""Approximate Bayesian computation: how believable every set of assumptions is, given the ledger.

Draws from what is believed beforehand are weighted by how likely the ledger is as a run with them that is written down
with its error: the error is the kernel of acceptance, so nothing else is approximated but the runs, by their emulator
(Wilkinson 2013, Statistical Applications in Genetics and Molecular Biology 12:129). The draws go through three rounds
with a tolerance that shrinks to that error (population Monte Carlo, Beaumont et al. 2009, Biometrika 96:983), so that
many of them lie where the weight is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from .emulator import Process, predicted

TOLERANCES = (16.0, 4.0, 1.0)
"""Noise of acceptance, times that of the ledger, round by round; in variances."""
DRAWS = 4000
KERNELS = 400
"""Draws around which the next round is proposed."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SEED = 20_26


@dataclass(frozen=True)
class Posterior:
    """Weighted draws, as shares of beliefs.

    Attributes:
        draws: Shape (draws, assumptions).
        weights: Add up to 1; shape (draws,).
    """

    draws: Floats
    weights: Floats

    @property
    def effective(self) -> float:
        """How many equally weighted draws would say as much."""
        return float(1.0 / np.sum(self.weights**2))

    def quantiles(self, at: tuple[float, ...] = QUANTILES) -> Floats:
        """Shape (quantiles, assumptions)."""
        return np.stack([weighted_quantiles(column, self.weights, at) for column in self.draws.T], axis=1)

    def spread(self) -> Floats:
        """Standard deviations; shape (assumptions,)."""
        return np.sqrt(np.diag(self.covariance()))

    def covariance(self) -> Floats:
        """Shape (assumptions, assumptions)."""
        apart = self.draws - self.weights @ self.draws
        return np.asarray((apart * self.weights[:, None]).T @ apart)

    def sample(self, count: int) -> Floats:
        """So many equally weighted draws, in an order by chance; shape (count, assumptions)."""
        draw = np.random.default_rng(SEED)
        places = (draw.random() + np.arange(count)) / count
        rows = np.minimum(np.searchsorted(np.cumsum(self.weights), places), len(self.weights) - 1)
        return np.asarray(self.draws[draw.permutation(rows)])


def weighted_quantiles(values: Floats, weights: Floats, at: tuple[float, ...]) -> Floats:
    """Values below which shares of the weight lie."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.asarray(np.interp(at, below, values[order]))


def log_likelihood(mean: Floats, variance: Floats, ledgers: Floats, tolerance: float = 1.0) -> Floats:
    """Of every ledger at every place, up to a constant; shape (ledgers, places).

    Args:
        mean, variance: What the emulator says of places; shapes (places, components).
        ledgers: Components; shape (ledgers, components).
    """
    found = np.zeros((len(ledgers), len(mean)))
    for number in range(mean.shape[1]):
        spread = tolerance + variance[:, number]
        found -= 0.5 * ((ledgers[:, number, None] - mean[None, :, number]) ** 2 / spread + np.log(spread))
    return found


def weights_of(log_weights: Floats) -> Floats:
    """Weights that add up to 1 along the last axis."""
    weights = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def posterior_of(
    emulator: list[Process],
    ledger: Floats,
    prior: Floats,
    possible: Callable[[Floats], NDArray[np.bool_]] | None = None,
) -> Posterior:
    """The posterior of a ledger.

    Args:
        ledger: Its components; shape (components,).
        prior: Places spread like the prior over what is not ruled out.
        possible: Whether places are not ruled out; everything inside the beliefs if None.
    """
    draw = np.random.default_rng(SEED)
    draws, log_proposed = prior, np.zeros(len(prior))
    found = Posterior(prior, np.full(len(prior), 1.0 / len(prior)))
    for tolerance in TOLERANCES:
        if tolerance != TOLERANCES[0]:
            draws, log_proposed = _proposed(found, draw)
        inside = np.asarray(((draws >= 0.0) & (draws <= 1.0)).all(axis=1))
        if possible is not None:
            inside[inside] = possible(draws[inside])
        if not inside.any():
            break
        draws, log_proposed = draws[inside], log_proposed[inside]
        likely = log_likelihood(*predicted(emulator, draws), ledger[None, :], tolerance)[0]
        found = Posterior(draws, weights_of(likely - log_proposed))
    return found


def _proposed(found: Posterior, draw: np.random.Generator) -> tuple[Floats, Floats]:
    """New draws around those of the last round, and the log density with which they were proposed."""
    width = found.draws.shape[1]
    centres = found.sample(KERNELS)
    covariance = 2.0 * found.covariance() + 1e-8 * np.eye(width)
    root = np.linalg.cholesky(covariance)
    draws = centres[draw.integers(KERNELS, size=DRAWS)] + draw.standard_normal((DRAWS, width)) @ root.T
    near, far = (np.linalg.solve(root, some.T).T for some in (draws, centres))
    exponent = near @ far.T - 0.5 * (near**2).sum(axis=1)[:, None] - 0.5 * (far**2).sum(axis=1)[None, :]
    top = exponent.max(axis=1, keepdims=True)
    return draws, (top + np.log(np.exp(exponent - top).mean(axis=1, keepdims=True)))[:, 0]
