"""How fast incidents are reported and how many never are, by area and kind, from the incidents of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats, Int64s
from . import varying
from .incidents import Incidents
from .rates import FEWEST, JEFFREYS, Rates, never_heard, rates_alone, rates_pooled
from .varying import Counted, Varying

Span = tuple[float, float, float]
"""An estimate with the ends of its 95 % interval."""

NINETY_FIVE = 1.959964
FACTOR_OF_TWO = float(np.log(2.0))
"""How far the ends of an interval may lie from the estimate, in logs, for a rate to count as identifiable."""
LEAST = 1e-12
"""Shares nearer to none or to all than this are taken as this."""


@dataclass(frozen=True)
class AreaHeard:
    """One kind of incident in one area.

    Attributes:
        duplicates: Further reports that count.
        days: Days at risk after first reports.
        rate: Reports a day of an incident that is open, the mean where they vary; None where not identifiable.
        unheard: Share never reported within the window; None where it is not identifiable or no window is known.
        leans: Other areas have lent to the estimate.
    """

    area: str
    kind: str
    incidents: int
    duplicates: int
    days: float
    rate: Span | None = None
    unheard: Span | None = None
    leans: bool = False

    @property
    def delay(self) -> Span | None:
        """Days until somebody reports, at that rate: 1 / rate."""
        return None if self.rate is None else (1.0 / self.rate[0], 1.0 / self.rate[2], 1.0 / self.rate[1])


@dataclass(frozen=True)
class KindHeard:
    """One kind of incident in all areas.

    Attributes:
        window: Days after which an incident that nobody reported ends by itself; None where unknown.
        covered: Share of the incidents that stand in areas, or in areas taken together, whose rate is identifiable.
        heard: Share of all incidents that somebody reports within the window; None where nothing can be told.
        at_least: The same if rates vary between incidents as much as they may although the counts do not show it; None
            where they clearly vary, which `heard` then allows for.
        shape: Of the gamma distribution of rates where they vary between incidents, else None.
        areas: One entry an area.
    """

    kind: str
    window: float | None
    incidents: int
    covered: float
    heard: Span | None
    at_least: float | None
    shape: float | None
    areas: tuple[AreaHeard, ...]


class _Groups(NamedTuple):
    """Areas with duplicates enough, each by itself, and the others together as a last group if that has enough.

    Attributes:
        of_area: Group of every area, −1 where it is in none; shape (areas,).
        alone: Areas that are a group of their own; shape (areas,).
        incidents, duplicates, days: Sums by group.
        left: The same three sums of areas in no group.
    """

    of_area: Int64s
    alone: NDArray[np.bool_]
    incidents: Floats
    duplicates: Floats
    days: Floats
    left: tuple[float, float, float]


class _Estimates(NamedTuple):
    """What is told of groups; shape (groups,).

    Attributes:
        rate: Estimate, lower and upper end; shape (3, groups).
        identified: Where the interval is narrow enough.
        unheard: The same three of the share never reported; None without a window.
        covariance: Of the logs of −log of that share; shape (groups, groups), or (groups,) where groups know nothing
            of each other.
    """

    rate: Floats
    identified: NDArray[np.bool_]
    unheard: Floats | None
    covariance: Floats


def heard(found: Incidents, windows: Mapping[str, float], pool: bool = False) -> list[KindHeard]:
    """Rates, delays and shares never heard of every kind, kinds and areas in order of their names.

    Args:
        found: The incidents of a ledger.
        windows: Kind -> days after which an incident that nobody reported ends by itself.
        pool: Whether areas of a kind lend to each other; not where rates vary between incidents of the kind.
    """
    by_kind = []
    kinds, of_kind, each = np.unique(np.array(found.kind), return_inverse=True, return_counts=True)
    of_each = np.split(np.argsort(of_kind.reshape(-1), kind="stable"), np.cumsum(each)[:-1])
    for kind, rows in zip(kinds.tolist(), of_each, strict=True):
        areas, area = np.unique(np.array([found.area[one] for one in rows]), return_inverse=True)
        window = windows.get(kind, np.inf)
        counted = Counted(found.duplicates[rows], found.days[rows], area.reshape(-1), window)
        by_kind.append(_of_kind(kind, areas.tolist(), counted, pool))
    return by_kind


def _of_kind(kind: str, areas: list[str], counted: Counted, pool: bool) -> KindHeard:
    groups = _groups(counted, len(areas), FEWEST)
    within = _within(groups, counted)
    fitted = varying.fit(within) if len(within.days) else None
    leans, at_least = False, None
    if fitted is not None and fitted.clear:
        estimates = _of_varying(fitted, counted.window)
    else:
        at_least = _at_least(groups, within) if fitted is not None and np.isfinite(counted.window) else None
        fitted, every = None, _groups(counted, len(areas), 0)
        pooled = rates_pooled(every.duplicates, every.days) if pool else None
        leans, groups = pooled is not None, every if pooled is not None else groups
        estimates = _of_rates(pooled or rates_alone(groups.duplicates, groups.days), counted.window)
    rows = tuple(_area(kind, name, number, counted, groups, estimates) for number, name in enumerate(areas))
    return KindHeard(
        kind,
        counted.window if np.isfinite(counted.window) else None,
        len(counted.days),
        float(groups.incidents[estimates.identified].sum() / len(counted.days)),
        heard=_together(groups, estimates, fitted.shape if fitted is not None else np.inf, counted.window),
        at_least=at_least,
        shape=fitted.shape if fitted is not None else None,
        areas=tuple(replace(row, leans=leans and row.rate is not None) for row in rows),
    )


def _groups(counted: Counted, areas: int, fewest: int) -> _Groups:
    sums = [np.bincount(counted.area, each, areas) for each in (None, counted.duplicates, counted.days)]
    alone = sums[1] >= fewest
    groups = int(alone.sum())
    of_area = np.full(areas, -1)
    of_area[alone] = np.arange(groups)
    if sums[1][~alone].sum() >= max(fewest, 1):
        of_area[~alone] = groups
        groups += 1
    within = of_area >= 0
    count, duplicates, days = (np.bincount(of_area[within], each[within], groups).astype(np.float64) for each in sums)
    left = (float(sums[0][~within].sum()), float(sums[1][~within].sum()), float(sums[2][~within].sum()))
    return _Groups(of_area, alone, incidents=count, duplicates=duplicates, days=days, left=left)


def _within(groups: _Groups, counted: Counted) -> Counted:
    """The incidents that stand in a group, each with the number of its group."""
    area = groups.of_area[counted.area]
    within = area >= 0
    return Counted(counted.duplicates[within], counted.days[within], area[within], counted.window)


def _at_least(groups: _Groups, within: Counted) -> float:
    """Share heard if rates vary between incidents as much as they may without the counts speaking against it."""
    worst = varying.most_varied(within)
    share, _ = varying.never_heard(worst, within.window)
    count, share, _ = _and_left(groups, share, np.zeros_like(share), worst.shape, within.window)
    return float(count.sum() / np.sum(count / (1.0 - share)))


def _of_rates(rates: Rates, window: float) -> _Estimates:
    spans = np.array([rates.rate, rates.lo, rates.hi])
    unheard = never_heard(spans[[0, 2, 1]], window) if np.isfinite(window) else None
    return _Estimates(spans, rates.identified, unheard, 1.0 / rates.shape)


def _of_varying(fitted: Varying, window: float) -> _Estimates:
    wide = NINETY_FIVE * np.sqrt(np.diag(fitted.covariance)[1:])
    spans = fitted.mean * np.exp(np.array([np.zeros_like(wide), -wide, wide]))
    identified = wide <= FACTOR_OF_TWO
    if not np.isfinite(window):
        return _Estimates(spans, identified, None, fitted.covariance[1:, 1:])
    share, slopes = varying.never_heard(fitted, window)
    covariance = slopes @ fitted.covariance @ slopes.T
    far = NINETY_FIVE * np.sqrt(np.diag(covariance))
    return _Estimates(spans, identified, np.array([_moved(share, step) for step in (0.0, far, -far)]), covariance)


def _moved(share: Floats, step: Floats | float) -> Floats:
    """A share whose log(−log) is moved by so much."""
    return np.asarray(np.exp(np.log(np.clip(share, LEAST, 1.0 - LEAST)) * np.exp(step)))


def _area(kind: str, name: str, number: int, counted: Counted, groups: _Groups, estimates: _Estimates) -> AreaHeard:
    here, group = counted.area == number, groups.of_area[number]
    sums = (int(here.sum()), int(counted.duplicates[here].sum()), float(counted.days[here].sum()))
    if not (groups.alone[number] and estimates.identified[group]):
        return AreaHeard(name, kind, *sums)
    unheard = None if estimates.unheard is None else _span(estimates.unheard[:, group])
    return AreaHeard(name, kind, *sums, rate=_span(estimates.rate[:, group]), unheard=unheard)


def _and_left(
    groups: _Groups, unheard: Floats, covariance: Floats, shape: float, window: float
) -> tuple[Floats, Floats, Floats]:
    """Incidents, shares never reported and their covariance, with areas in no group, the quiet ones, as a last group.

    Their few duplicates and the half of Jeffreys' interval give a rate, and an interval as wide as it must be. If they
    were left out, a kind would look better heard than it is.
    """
    incidents, duplicates, days = groups.left
    if days <= 0.0:
        return groups.incidents, unheard, covariance
    counts = duplicates + JEFFREYS
    depth = counts / days * window
    depth = shape * np.log1p(depth / shape) if np.isfinite(shape) else depth
    wider = np.pad(covariance, (0, 1))
    wider[(-1,) * wider.ndim] = 1.0 / counts
    return np.append(groups.incidents, incidents), np.append(unheard, np.exp(-depth)), wider


def _together(groups: _Groups, estimates: _Estimates, shape: float, window: float) -> Span | None:
    """Share of all incidents of a kind that are reported: those in the ledger over those that must have been.

    The interval moves log(−log) of the share never reported, by its slopes along that of every group.
    """
    if estimates.unheard is None or not estimates.identified.any():
        return None
    count, unheard, covariance = _and_left(groups, estimates.unheard[0], estimates.covariance, shape, window)
    unheard = np.clip(unheard, LEAST, 1.0 - LEAST)
    there = float(np.sum(count / (1.0 - unheard)))
    share = np.array([1.0 - float(count.sum()) / there]).clip(LEAST, 1.0 - LEAST)
    slopes = count / (1.0 - unheard) ** 2 * unheard * np.log(unheard)
    slopes *= float(count.sum()) / there**2 / (share[0] * np.log(share[0]))
    along = covariance * slopes if covariance.ndim == 1 else covariance @ slopes
    far = NINETY_FIVE * float(np.sqrt(slopes @ along))
    return _span(np.concatenate([1.0 - _moved(share, step) for step in (0.0, -far, far)]))


def _span(three: Floats) -> Span:
    value, lo, hi = three.tolist()
    return value, lo, hi
