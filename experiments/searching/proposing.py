"""Which policies are tried next: optuna's NSGA-II, or its tree-structured Parzen estimator, some at a time.

Whoever tells the same values in the same order is proposed the same trials. So a search that was killed is gone through
again from its journal, without making a run twice, and goes on as if nothing had been.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..runs.refusing import Refused
from ..studies.factors import Factor
from .search_file import SearchFile

DIGITS = 4
"""Significant digits of a value on a range: a policy that nobody could write down helps nobody."""


@dataclass(frozen=True)
class Proposal:
    """A trial, numbered from 1, and the levers it sets."""

    number: int
    values: Mapping[str, Any]


class Proposer:
    """The sampler and all it was told."""

    def __init__(self, search: SearchFile) -> None:
        self._optuna = optuna()
        self._search = search
        self._space = {factor.name: _distribution(factor) for factor in search.factors}
        self._open: dict[int, Any] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._study = self._optuna.create_study(
                directions=["minimize"] * len(search.objectives), sampler=_sampler(search)
            )

    def next(self, count: int) -> list[Proposal]:
        """So many trials, all chosen by what has been told so far."""
        return [self._one() for _ in range(count)]

    def _one(self) -> Proposal:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trial = self._study.ask(self._space)
        number = trial.number + 1
        self._open[number] = trial
        return Proposal(number, {one.name: value_of(one, trial.params[one.name]) for one in self._search.factors})

    def tell(self, number: int, means: Mapping[str, float] | None) -> None:
        """What came of a trial: the mean of every indicator over its seeds; None where it came to nothing."""
        trial = self._open.pop(number)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if means is None:
                self._study.tell(trial, state=self._optuna.trial.TrialState.FAIL)
                return
            for bound in self._search.bounds:
                trial.set_constraint(bound.indicator, bound.excess(means[bound.indicator]))
            self._study.tell(trial, list(self._search.costs(means)))


def optuna() -> Any:
    """The library that proposes, quiet.

    Raises:
        Refused: It is not installed; says which extra brings it.
    """
    try:
        import optuna as library
    except ImportError:
        raise Refused("search.library") from None
    library.logging.set_verbosity(library.logging.WARNING)
    return library


def optuna_version() -> str:
    """What a search that goes on has to share with the one that began."""
    return str(optuna().__version__)


def _sampler(search: SearchFile) -> Any:
    samplers = optuna().samplers
    if search.method == "tpe":
        startup = max(2, min(search.population, search.trials // 2))
        return samplers.TPESampler(seed=search.seed, n_startup_trials=startup, multivariate=True)
    how = samplers.nsgaii
    return samplers.NSGAIISampler(
        population_size=search.population,
        seed=search.seed,
        crossover=how.SBXCrossover(),  # as in Deb and others (2002); optuna's own defaults draw whole values afresh
        mutation=how.PolynomialMutation(),
    )


def _distribution(factor: Factor) -> Any:
    """What the sampler sees of a lever: a number, or which of its values it takes."""
    known = optuna().distributions
    steps = _steps(factor)
    if steps and _ordered(steps):
        return known.IntDistribution(0, len(steps) - 1)
    if steps:
        return known.CategoricalDistribution(list(range(len(steps))))
    if factor.whole:
        return known.IntDistribution(int(factor.low), int(factor.high), log=factor.scale == "log")
    return known.FloatDistribution(factor.low, factor.high, log=factor.scale == "log")


def value_of(factor: Factor, drawn: Any) -> Any:
    """The value of a lever that the sampler drew as a number or as a place in a list."""
    steps = _steps(factor)
    if steps:
        return steps[int(drawn)]
    if factor.whole:
        return int(drawn)
    return min(max(float(f"{drawn:.{DIGITS}g}"), factor.low), factor.high)


def _steps(factor: Factor) -> Sequence[Any]:
    return factor.values or (factor.grid() if factor.levels else ())


def _ordered(steps: Sequence[Any]) -> bool:
    """Whether values lie on a line, so that two neighbours are more alike than two ends."""
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in steps)
    return numbers and list(steps) == sorted(steps)
