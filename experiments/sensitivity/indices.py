"""Indices of sensitivity by SALib, from the rows of a sample: Morris, Sobol' and PAWN.

Sources: Morris 1991, Technometrics 33:161; Campolongo et al. 2007, Environmental Modelling & Software 22:1509 (mu*);
Saltelli et al. 2010, Computer Physics Communications 181:259; Pianosi and Wagener 2018, Environmental Modelling &
Software 108:197 (PAWN and the index of a dummy).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from ...model.arrays import Floats
from ..evidence.screening_effects import MOVE
from ..runs.refusing import Refused
from ..worlds.drawing import address
from .samples import Sample, Target

METHODS = ("morris", "sobol", "pawn")
RESAMPLES = 200
RESAMPLES_OF_PAWN, DUMMIES, INTERVALS_OF_PAWN = 100, 1000, 20
"""Bootstrap samples of PAWN, dummies behind its floor, and how many of the largest indices get an interval."""
CONFIDENCE = 0.95
FEWEST_ROWS = {"morris": 4, "sobol": 8, "pawn": 40}
"""Whole trajectories, samples or rows below which nothing is computed."""
SLICE = 10
SLICES = (2, 4, 5, 8, 10)
"""Numbers of slices; with others, such as 6, SALib's own edges run past 1 by rounding."""
LEVELS = 4


@dataclass(frozen=True)
class Index:
    """One index of one factor or group for one target.

    Attributes:
        index: mu_star, mu, sigma (in the unit of the outcome, over the whole of what the factor may be); S1, ST, S2
            (shares of variance); pawn (0 to 1).
        other: The second factor of S2.
        lo, hi: 95 % by bootstrap over trajectories, samples or rows; None where there is none.
        n: Trajectories, samples or rows used.
        floor: What a factor that does nothing reaches by chance as the largest of all, in 1 of 20 cases; PAWN only.
    """

    outcome: str
    scenario: str
    baseline: str
    factor: str
    method: str
    index: str
    value: float
    lo: float | None
    hi: float | None
    n: int
    other: str = ""
    floor: float | None = None


@dataclass(frozen=True)
class Left:
    """What was left out of one target: how many blocks or rows of how many, or all of it and why."""

    outcome: str
    scenario: str
    baseline: str
    dropped: int
    of: int
    why: str = ""


def method_of(sample: Sample, asked: str | None) -> str:
    """The method asked for, or the one its design was made for.

    Raises:
        Refused: The design does not carry it.
    """
    own = sample.kind if sample.kind in ("morris", "sobol") else "pawn"
    if asked in ("morris", "sobol") and asked != own:
        raise Refused("sensing.method", method=asked, kind=sample.kind)
    return asked or own


def indices_of(sample: Sample, method: str) -> tuple[list[Index], list[Left]]:
    """Every index of every target, and what was left out.

    Raises:
        Refused: SALib is not installed.
    """
    needed("SALib")
    found: list[Index] = []
    left: list[Left] = []
    for target in sample.targets:
        blocks, dropped = _blocks(sample, target, method)
        values = target.values[[row for block in blocks for row in block]] if blocks else np.zeros(0)
        why = "few" if len(blocks) < FEWEST_ROWS[method] else "same" if np.ptp(values) == 0.0 else ""
        if dropped or why:
            key = (target.outcome, target.scenario, target.baseline)
            left.append(Left(*key, dropped=dropped, of=len(blocks) + dropped, why=why))
        if not why:
            found += _ANALYSES[method](sample, target, blocks)
    return found, left


def needed(module: str) -> Any:
    """SALib, or one line that says how it is installed."""
    try:
        return import_module(module)
    except ImportError:
        raise Refused("sensing.library") from None


def _blocks(sample: Sample, target: Target, method: str) -> tuple[list[list[int]], int]:
    """Rows that stand or fall together, whole ones only, and how many have a hole: one missing run costs its block."""
    mark = {"morris": "trajectory", "sobol": "sample"}.get(method)
    together: dict[Any, list[int]] = {}
    for number, row in enumerate(sample.rows):
        if mark is None and str(row.get("matrix") or "A")[:2] not in ("A", "B"):
            continue  # of Sobol' only A and B are draws of their own
        together.setdefault(number if mark is None else row[mark], []).append(number)
    whole = [rows for rows in together.values() if not np.isnan(target.values[rows]).any()]
    return whole, len(together) - len(whole)


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _seed(target: Target) -> int:
    return address("sensitivity", target.outcome, target.scenario, target.baseline) % 2**31 + 1


def _made(target: Target, method: str, n: int) -> Any:
    """A maker of indices of one target."""

    def make(factor: str, index: str, value: float, half: float | None = None, **more: Any) -> Index:
        known = half is not None and math.isfinite(half)
        lo, hi = (value - half, value + half) if known and half is not None else (None, None)
        key = (target.outcome, target.scenario, target.baseline)
        return Index(*key, factor=factor, method=method, index=index, value=value, lo=lo, hi=hi, n=n, **more)

    return make


def _morris(sample: Sample, target: Target, blocks: Sequence[Sequence[int]]) -> Iterator[Index]:
    """Elementary effects over the whole of what a factor may be; the move of a group has a size and no sign."""
    moved = list(sample.movers)
    shares = np.vstack([_steps(sample, block, moved) for block in blocks])
    delta = LEVELS / (2.0 * (LEVELS - 1.0))  # by which SALib divides, whatever moved
    effects = target.values[[row for block in blocks for row in block]] * (delta / MOVE)
    how = {"num_levels": LEVELS, "num_resamples": RESAMPLES, "conf_level": CONFIDENCE, "seed": _seed(target)}
    said = needed("SALib.analyze.morris").analyze(_problem(moved), shares, effects, **how)
    make = _made(target, "morris", len(blocks))
    for number, name in enumerate(moved):
        yield make(name, "mu_star", float(said["mu_star"][number]), float(said["mu_star_conf"][number]))
        if len(sample.movers[name]) == 1:
            yield make(name, "mu", float(said["mu"][number]))
            yield make(name, "sigma", float(said["sigma"][number]))


def _steps(sample: Sample, block: Sequence[int], moved: Sequence[str]) -> Floats:
    """(steps, movers): where a trajectory stood, as shares; only which way each step went is used."""
    steps = [sample.rows[row] for row in block]
    down = {step["moved"] for step in steps if step["sign"] == -1}
    found = np.tile([0.75 if name in down else 0.25 for name in moved], (len(steps), 1))
    for number, step in enumerate(steps[1:], 1):
        found[number:, moved.index(step["moved"])] += -MOVE if step["sign"] == -1 else MOVE
    return found


def _sobol(sample: Sample, target: Target, blocks: Sequence[Sequence[int]]) -> Iterator[Index]:
    moved = list(sample.movers)
    values = target.values[[row for block in blocks for row in block]]
    how = {"num_resamples": RESAMPLES, "conf_level": CONFIDENCE, "seed": _seed(target)}
    second = sample.second and len(moved) > 1
    if sample.second and not second:
        return
    said = needed("SALib.analyze.sobol").analyze(_problem(moved), values, calc_second_order=second, **how)
    make = _made(target, "sobol", len(blocks))
    for number, name in enumerate(moved):
        for index in ("S1", "ST"):
            yield make(name, index, float(said[index][number]), float(said[f"{index}_conf"][number]))
        for later in range(number + 1, len(moved)) if second else ():
            pair = float(said["S2"][number, later]), float(said["S2_conf"][number, later])
            yield make(name, "S2", *pair, other=moved[later])


def shares_of(sample: Sample, rows: Sequence[int], name: str) -> Floats:
    """One factor as evenly spread shares in [0, 1): its ranks, ties in an order of their own drawn by address.

    So numbers, a value apart that means "never", answers and choices are all taken alike.
    """
    said = [sample.rows[row].get(name) for row in rows]
    words = sorted({str(one) for one in said}) if any(isinstance(one, str | bool) for one in said) else []
    numbers = [float(words.index(str(one))) if words else float(one) for one in said]  # type: ignore[arg-type]
    ties = np.random.default_rng(address("ties", name, len(rows))).random(len(rows))
    order = np.lexsort((ties, numbers))
    found = np.empty(len(rows))
    found[order] = (np.arange(len(rows)) + 0.5) / len(rows)
    return found


def _pawn(sample: Sample, target: Target, blocks: Sequence[Sequence[int]]) -> Iterator[Index]:
    """Mean over slices of the distance between what is known inside a slice and over all (Kolmogorov-Smirnov)."""
    rows = [block[0] for block in blocks]
    names, values = list(sample.names), target.values[rows]
    shares = np.column_stack([shares_of(sample, rows, name) for name in names])
    draw, n = np.random.default_rng(_seed(target)), len(rows)
    said = needed("SALib.analyze.pawn").analyze(_problem(names), shares, values, _slices(len(rows)))
    found = np.asarray(said["mean"], float)
    dummies = distances(np.column_stack([draw.permutation(shares[:, 0]) for _ in range(DUMMIES)]), values)
    floor = _floor(dummies, len(names))
    largest = np.argsort(-found, kind="stable")[:INTERVALS_OF_PAWN]
    again = np.array([distances(shares[pick][:, largest], values[pick]) for pick in _resampled(draw, n)])
    middle = {int(place): again[:, number] for number, place in enumerate(largest)}
    make = _made(target, "pawn", n)
    for number, name in enumerate(names):
        half = 1.96 * float(middle[number].std(ddof=1)) if number in middle else None
        yield make(name, "pawn", float(found[number]), half, floor=floor)


def _resampled(draw: np.random.Generator, n: int) -> Iterable[Any]:
    return (draw.integers(n, size=n) for _ in range(RESAMPLES_OF_PAWN))


def _floor(dummies: Floats, names: int) -> float:
    """What the largest of so many dummies exceeds in 1 of 20 cases; their indices lean to the right (Pearson III)."""
    from scipy.stats import pearson3, skew

    shape = {"loc": dummies.mean(), "scale": dummies.std(ddof=1)}
    return float(pearson3.ppf(1.0 - 0.05 / names, max(0.0, float(skew(dummies))), **shape))


def _slices(n: int) -> int:
    return max(one for one in SLICES if one <= max(SLICES[0], n // SLICE))


def distances(shares: Floats, values: Floats) -> Floats:
    """The same figures as SALib's PAWN, hundreds of times as fast, for dummies and resamples (a test compares both).

    Args:
        shares: (rows, columns).
    """
    n, slices = len(values), _slices(len(values))
    order = np.argsort(values, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(values[order])), n - 1)  # distances count where a value was counted whole
    everybody = (ends + 1.0) / n
    found = []
    for column in shares.T:
        edges = np.quantile(column, np.arange(slices + 1) / slices)
        inside = np.searchsorted(edges, column, side="right") - 1  # the largest is in none, as SALib has it
        within = (inside[order][:, None] == np.arange(slices)[None, :]).cumsum(axis=0)
        counts = within[-1]
        gaps = np.abs(within[ends][:, counts > 0] / counts[counts > 0] - everybody[:, None])
        found.append(gaps.max(axis=0).mean())
    return np.array(found)


_ANALYSES = {"morris": _morris, "sobol": _sobol, "pawn": _pawn}
LEADING = {"morris": "mu_star", "sobol": "ST", "pawn": "pawn"}
"""Method -> the index by which factors are ordered."""


def ordered(found: Iterable[Index], method: str) -> list[str]:
    """Factors of one target by the leading index, largest first."""
    sizes = {one.factor: one.value for one in found if one.index == LEADING[method]}
    return sorted(sizes, key=lambda name: (-sizes[name], name))
