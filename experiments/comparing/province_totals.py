"""A province from the rows of its districts: counts summed, shares of sums, and how far a sample may be off.

With districts i of areas h, residents r, any count y and an area's residents R:

    weight      w = 1 where all of an area is run, else R / Σ r                    over the districts drawn of it
    count       Y = Σ w y                        share    q = Σ w y / Σ w d        d what the share is of
    residuals   e = w (y − r Σy/Σr)              e = w (y − q d) / Σ w d           of counts, of shares
    error       √ Σ n/(n−1) Σ (e − mean of e)²   over areas with n districts drawn, none of which is run whole

The error is that of clusters drawn with replacement (Särndal, Swensson and Wretman 1992): it counts what was left out
of districts, within them, and luck, and errs on the large side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from ..runs.provinces import Stratum
from ..runs.task import Finished, Summary
from .intervals import mean_interval, student_t

Part = Callable[[Summary], float | None]
"""A number of one district; None where the district does not know it."""
Found = Mapping[str, Summary]
"""District -> what its run said."""

OF_CLOSED: dict[str, tuple[str, ...]] = {
    "coverage": ("met_on_time",),
    "met_share": ("met_on_time", "met_late"),
    "heard_share": ("met_on_time", "met_late", "lapsed_waiting", "wrong_door"),
    "never_heard_share": ("never_heard",),
    "lapsed_waiting_share": ("lapsed_waiting",),
    "wrong_door_share": ("wrong_door",),
    "met_late_share": ("met_late",),
    "no_capacity_in_time_share": ("met_late", "lapsed_waiting"),
}
"""Shares of all needs whose fate is known -> the bins they count."""
WEIGHED_BY: dict[str, str] = {
    "requests_per_1000": "residents",
    "spend_per_resident": "residents",
    "volunteer_hours_per_1000": "residents",
    "volunteers_registered_share": "residents",
    "trust": "residents",
    "efficacy": "residents",
    "handled_within_7_days_share": "closed",
    "settled_in_community_share": "met",
    "spend_per_need_met": "met",
    "unpaid_share": "met_on_time",
}
"""Indicators that are shares or means of what a run counts: weighed by it they are exactly those of the whole."""
SUMMED = ("projects_funded",)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of the province in one replication, with what each district contributes to its error."""

    value: float
    residuals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the province.

    Attributes:
        how: `sum`, `share` (exactly that of the whole), or `mean` (of districts by residents: medians, Ginis and shares
            of what no run hands on, which no weights make whole).
        half: Half of the 95 % interval of sampling; 0 where everything is run, None where it cannot be known.
        lo, hi: The 95 % interval over seeds, where there are several.
    """

    value: float
    how: str
    half: float | None
    lo: float | None
    hi: float | None
    n: int


def by_replication(finished: Iterable[Finished], name: str) -> list[dict[str, Summary]]:
    """Of one scenario, by replication: district -> summary; failed runs are not there."""
    found: dict[int, dict[str, Summary]] = {}
    for done in finished:
        if done.task.name == name and done.summary is not None:
            found.setdefault(done.task.replication, {})[done.task.scenario.place_id] = done.summary
    return [found[number] for number in sorted(found)]


def known_strata(strata: Sequence[Stratum], runs: Sequence[Found]) -> tuple[Stratum, ...]:
    """Areas of which every replication knows a district; nothing can be said of the others."""
    return tuple(
        one for one in strata if runs and all(any(c.district.id in found for c in one.chosen) for found in runs)
    )


def weight(stratum: Stratum, found: Found) -> float:
    """How many residents of the area stand behind one that was simulated."""
    mine = [found[one.district.id].residents for one in stratum.chosen if one.district.id in found]
    whole = stratum.is_whole and len(mine) == len(stratum.chosen)
    return 1.0 if whole else stratum.residents / sum(mine)


def count(strata: Sequence[Stratum], found: Found, of: Part) -> Estimate:
    """A count of the whole province."""
    value, residuals = 0.0, {}
    for stratum in strata:
        w, rows = weight(stratum, found), _rows(stratum, found, of)
        per_head = sum(y for _, y in rows) / sum(found[name].residents for name, _ in rows) if rows else 0.0
        value += w * sum(y for _, y in rows)
        residuals |= {name: w * (y - per_head * found[name].residents) for name, y in rows}
    return Estimate(value, residuals)


def share(strata: Sequence[Stratum], found: Found, part: Part, whole: Part) -> Estimate | None:
    """A share of the whole province; None where there is nothing to share."""
    rows = [
        (name, weight(stratum, found), y, d)
        for stratum in strata
        for name, y in _rows(stratum, found, part)
        if (d := whole(found[name])) is not None
    ]
    base = sum(w * d for _, w, _, d in rows)
    if not base:
        return None
    value = sum(w * y for _, w, y, _ in rows) / base
    return Estimate(value, {name: w * (y - value * d) / base for name, w, y, d in rows})


def _rows(stratum: Stratum, found: Found, of: Part) -> list[tuple[str, float]]:
    names = [one.district.id for one in stratum.chosen if one.district.id in found]
    return [(name, y) for name in names if (y := of(found[name])) is not None]


def figure(strata: Sequence[Stratum], estimates: Sequence[Estimate], how: str) -> Figure:
    """Replications of one number together: their mean, its error of sampling, and how they spread."""
    spread = mean_interval([one.value for one in estimates])
    names = {name for one in estimates for name in one.residuals}
    mean = {name: fmean(one.residuals.get(name, 0.0) for one in estimates) for name in names}
    return Figure(spread.value, how, half_width(strata, mean), lo=spread.lo, hi=spread.hi, n=len(estimates))


def half_width(strata: Sequence[Stratum], residuals: Mapping[str, float]) -> float | None:
    """Half of the 95 % interval of sampling; 0 where all is run, None where an area drawn from has but one district."""
    variance, freedom = 0.0, 0
    for stratum in strata:
        mine = [residuals[one.district.id] for one in stratum.chosen if one.district.id in residuals]
        n = len(mine)
        if (stratum.is_whole and n == stratum.of) or not n:
            continue
        if n == 1:
            return None
        mean = fmean(mine)
        variance += n / (n - 1) * sum((e - mean) ** 2 for e in mine)
        freedom += n - 1
    return student_t(freedom) * math.sqrt(variance) if freedom else 0.0


def minus(one: Sequence[Estimate], other: Sequence[Estimate]) -> list[Estimate]:
    """Differences replication by replication, district by district: what both share of luck and sampling cancels."""
    found = []
    for a, b in zip(one, other, strict=True):
        names = {*a.residuals, *b.residuals}
        residuals = {name: a.residuals.get(name, 0.0) - b.residuals.get(name, 0.0) for name in names}
        found.append(Estimate(a.value - b.value, residuals))
    return found


def counts(strata: Sequence[Stratum], runs: Sequence[Found], kind: str) -> dict[str, list[Estimate]]:
    """Every count of a kind (`funnel`, `requests`, `money`), by replication."""
    names = dict.fromkeys(name for found in runs for one in found.values() for name in getattr(one, kind))
    return {name: [count(strata, found, _counted(kind, name)) for found in runs] for name in names}


def indicators(strata: Sequence[Stratum], runs: Sequence[Found]) -> dict[str, tuple[str, list[Estimate]]]:
    """Every indicator that every replication can know: how it is made, and its estimates."""
    from ...model.observation.indicators import INDICATORS

    found = {}
    for name in INDICATORS:
        if name in SUMMED:
            estimates = [count(strata, run, _said(name)) for run in runs]
            if any(name in one.indicators for run in runs for one in run.values()):
                found[name] = ("sum", estimates)
            continue
        how, part, whole = parts_of(name)
        shares = [share(strata, run, part, whole) for run in runs]
        known = [one for one in shares if one is not None]
        if known and len(known) == len(shares):
            found[name] = (how, known)
    return found


def parts_of(name: str) -> tuple[str, Part, Part]:
    """How an indicator of the whole is made: what of a district is summed, over what."""
    if name in OF_CLOSED:
        return "share", lambda one: float(sum(one.funnel[bin_] for bin_ in OF_CLOSED[name])), _base("closed")
    base = _base(WEIGHED_BY.get(name, "residents"))

    def part(one: Summary) -> float | None:
        over = base(one)
        return one.indicators[name] * over if name in one.indicators and over is not None else None

    return ("share" if name in WEIGHED_BY else "mean"), part, base


def _base(kind: str) -> Part:
    bases: dict[str, Part] = {
        "residents": lambda one: float(one.residents),
        "closed": lambda one: float(one.funnel["born"] - one.funnel["open"]),
        "met": lambda one: float(one.funnel["met_on_time"] + one.funnel["met_late"]),
        "met_on_time": lambda one: float(one.funnel["met_on_time"]),
    }
    return bases[kind]


def _counted(kind: str, name: str) -> Part:
    def part(one: Summary) -> float | None:
        return getattr(one, kind).get(name)  # type: ignore[no-any-return]

    return part


def _said(name: str) -> Part:
    return lambda one: one.indicators.get(name)
