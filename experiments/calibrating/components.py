"""A few numbers that hold what the monthly figures of runs say about assumptions, with noise of one each.

Months of one figure go up and down together, so dozens of them say little more than a few combinations do. Figures are
first divided by their noise (luck between seeds, and the error of the ledger), then the directions are kept in which
runs with other assumptions differ by more than luck (principal components, as in Higdon et al. 2008, Journal of the
American Statistical Association 103:570). In the end the noise of every component is 1 and that of two is independent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...model.arrays import Floats

MOST = 10
"""Components kept at most."""
FLOOR = 1e-9


@dataclass(frozen=True)
class Components:
    """How figures become components.

    Attributes:
        centre: Mean figures over all draws; shape (figures,).
        into: Figures less their mean, times this, are components; shape (figures, components).
        back: Components times this are figures less their mean; shape (components, figures).
        seed_noise: Variance that one run's luck gives each component, at most 1, the rest being the ledger's error;
            shape (components,).
        noise: Standard deviation of every figure by luck and error; shape (figures,).
    """

    centre: Floats
    into: Floats
    back: Floats
    seed_noise: Floats
    noise: Floats

    def of(self, figures: Floats) -> Floats:
        """Components of figures, along the last axis."""
        return np.asarray((figures - self.centre) @ self.into)

    def only(self, which: list[int]) -> Components:
        """Some of the components."""
        return replace(self, into=self.into[:, which], back=self.back[which], seed_noise=self.seed_noise[which])

    def figures(self, components: Floats) -> Floats:
        """The figures that components stand for, along the last axis."""
        return np.asarray(self.centre + components @ self.back)


def components_of(runs: Floats, error: Floats) -> Components:
    """The components of runs.

    Args:
        runs: Figures of every draw and seed; shape (draws, seeds, figures), two seeds or more, other seeds for every
            draw, so that luck is independent between draws.
        error: Covariance of the ledger's own error; shape (figures, figures).
    """
    draws, seeds, figures = runs.shape
    means = runs.mean(axis=1)
    centre, free = means.mean(axis=0), draws * (seeds - 1)
    left = (runs - means[:, None, :]).reshape(-1, figures)
    seed_noise = _shrunk(left.T @ left / free, free)
    root = np.linalg.cholesky(seed_noise + error + FLOOR * np.eye(figures) * max(float(np.trace(error)), 1.0))
    whitened = np.linalg.solve(root, (means - centre).T).T
    _, sizes, directions = np.linalg.svd(whitened, full_matrices=False)
    signal = sizes**2 / max(draws - 1, 1)
    # The largest variance that pure luck shows in so many draws of so many figures (Marchenko and Pastur 1967).
    chance = (1.0 + np.sqrt(min(figures, draws) / draws)) ** 2 / seeds
    kept = int(np.clip((signal > chance).sum(), 1, min(MOST, len(sizes))))
    across = np.linalg.solve(root.T, directions[:kept].T)
    noise = across.T @ (seed_noise + error) @ across
    turn = np.linalg.inv(np.linalg.cholesky(noise)).T
    into = across @ turn
    back = np.linalg.solve(turn, directions[:kept] @ root.T)
    return Components(
        centre,
        into,
        back,
        seed_noise=np.clip(np.diag(into.T @ seed_noise @ into), 0.0, 1.0),
        noise=np.sqrt(np.diag(seed_noise) + np.diag(error)),
    )


def _shrunk(covariance: Floats, free: int) -> Floats:
    """A covariance with what few runs say about pairs of figures drawn towards nothing."""
    weight = len(covariance) / (len(covariance) + free)
    return np.asarray((1.0 - weight) * covariance + weight * np.diag(np.diag(covariance)))
