"""What a search found: its Pareto set, on the seeds it was chosen by and on others, beside the scenario it began with.

Whoever picks the best of many by noisy figures picks luck along with merit (the winner's curse), so both figures are
told, and only those of the other seeds are judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...model.observation.indicators import INDICATORS
from ..comparing.intervals import Interval, Paired, mean_interval, paired_difference
from ..runs.whole_file import legible
from .front import undominated
from .keeping import SearchFolder
from .search_file import Objective, SearchFile
from .trying import REFERENCE, Search, Trial, means_of, values_of


@dataclass(frozen=True)
class Candidate:
    """One policy of the Pareto set, or the reference.

    Attributes:
        number: From 1; 0 is the reference.
        chosen_by: Indicator -> mean over the seeds of the search, with the interval of luck.
        held_out: The same over the other seeds.
        paired: Indicator -> difference from the reference, seed by seed, over the other seeds; empty for itself.
        keeps: Whether its means over the other seeds keep within every bound.
        stands: Whether on the other seeds it keeps within every bound and no other candidate that does beats it.
    """

    number: int
    trial: Trial
    chosen_by: Mapping[str, Interval]
    held_out: Mapping[str, Interval]
    paired: Mapping[str, Paired]
    keeps: bool
    stands: bool

    @property
    def name(self) -> str:
        """What its policy file is called."""
        return f"candidate_{self.number:02d}" if self.number else "reference"


@dataclass(frozen=True)
class Found:
    """All of it.

    Attributes:
        tried: Trials that were proposed.
        lawful: Those whose levers go together and whose runs all came to their end.
        within: Those of them that keep within every bound.
        promised: Indicator -> by how much candidates looked better against the reference on the seeds they were chosen
            by than on others, on average, in its own unit; positive is disappointment.
    """

    file: SearchFile
    reference: Candidate
    candidates: tuple[Candidate, ...]
    tried: int
    lawful: int
    within: int
    promised: Mapping[str, float]


def find(store: SearchFolder, search: Search) -> Found | None:
    """What is known once every candidate has lived through the other seeds; None before."""
    if search.chosen is None:
        return None
    reference = _candidate(store, search, 0, REFERENCE)
    if reference is None:
        return None
    found = [_candidate(store, search, place, number) for place, number in enumerate(search.chosen, 1)]
    whole = list(_undominated(search.file, [one for one in found if one is not None]))
    tried, lawful, within = _counts(store, search)
    promised = _promised(search.file, reference, whole)
    return Found(search.file, reference, tuple(whole), tried=tried, lawful=lawful, within=within, promised=promised)


def _candidate(store: SearchFolder, search: Search, number: int, of: int) -> Candidate | None:
    file, trial = search.file, search.trials[of]
    first = values_of(store, trial, file.runs.seeds, file.indicators)
    second = values_of(store, trial, file.holdout, file.indicators)
    before = values_of(store, search.trials[REFERENCE], file.holdout, file.indicators)
    if first is None or second is None or before is None:
        return None
    paired = {
        name: paired_difference(before[name], second[name], *_judged(file, name), looks="once")
        for name in (file.indicators if of != REFERENCE else ())
    }
    held = {name: mean_interval(values) for name, values in second.items()}
    keeps = file.kept({name: one.value for name, one in held.items()})
    return Candidate(
        number,
        trial,
        chosen_by={name: mean_interval(values) for name, values in first.items()},
        held_out=held,
        paired=paired,
        keeps=keeps,
        stands=False,
    )


def _judged(file: SearchFile, name: str) -> tuple[Any, float]:
    """Which way is better, as the file says where it does, and the margin."""
    about = INDICATORS[name]
    said = next((one.better for one in file.objectives if one.indicator == name), about.better)
    return said, about.margin


def _undominated(file: SearchFile, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    means = {one.number: {name: held.value for name, held in one.held_out.items()} for one in candidates}
    best = undominated({one.number: file.costs(means[one.number]) for one in candidates if one.keeps})
    for one in candidates:
        yield replace(one, stands=one.number in best)


def _counts(store: SearchFolder, search: Search) -> tuple[int, int, int]:
    file = search.file
    known = [
        means_of(store, trial, file.runs.seeds, file.indicators)
        for number, trial in search.trials.items()
        if number and trial.scenario is not None
    ]
    lawful = [means for means in known if means is not None]
    return len(search.trials) - 1, len(lawful), sum(file.kept(means) for means in lawful)


def _promised(file: SearchFile, reference: Candidate, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Against the reference, whose luck on the same seeds is taken away."""

    def gain(one: Candidate, of: Objective) -> float:
        before = of.cost(reference.chosen_by[of.indicator].value) - of.cost(one.chosen_by[of.indicator].value)
        after = of.cost(reference.held_out[of.indicator].value) - of.cost(one.held_out[of.indicator].value)
        return before - after

    return {
        of.indicator: sum(gain(one, of) for one in candidates) / len(candidates) for of in file.objectives if candidates
    }


def trial_rows(store: SearchFolder, search: Search) -> list[dict[str, Any]]:
    """One row a trial: its levers, its means over the seeds of the search, whether it keeps within the bounds."""
    file, rows = search.file, []
    for number, trial in search.trials.items():
        means = means_of(store, trial, file.runs.seeds, file.indicators) if trial.scenario is not None else None
        row: dict[str, Any] = {"trial": number, "scenario_hash": trial.hash or None, "refused": trial.refused or None}
        row |= {one.name: _lever(search, trial, one.name) for one in file.factors}
        row |= {name: None if means is None else means[name] for name in file.indicators}
        rows.append({**row, "within_bounds": None if means is None else file.kept(means)})
    return rows


def _lever(search: Search, trial: Trial, name: str) -> Any:
    value = trial.values.get(name, search.base.values.get(name))
    return legible(value) if isinstance(value, str) else value


def candidate_rows(found: Found, search: Search) -> list[dict[str, Any]]:
    """One row a candidate and indicator, the reference first; the numbers behind every figure that is told."""
    rows = []
    for one in (found.reference, *found.candidates):
        levers = {factor.name: _lever(search, one.trial, factor.name) for factor in found.file.factors}
        for name in found.file.indicators:
            row: dict[str, Any] = {"candidate": one.name, "trial": one.trial.number, "indicator": name}
            row |= (
                {"unit": INDICATORS[name].unit}
                | _ends("search", one.chosen_by[name])
                | _ends("held_out", one.held_out[name])
            )
            pair = one.paired.get(name)
            row |= {"difference": None, "difference_lo": None, "difference_hi": None, "verdict": None}
            if pair is not None:
                row |= {"difference": pair.difference, "difference_lo": pair.lo, "difference_hi": pair.hi}
                row |= {"verdict": pair.verdict}
            rows.append({**row, "keeps_bounds": one.keeps, "stands": one.stands if one.number else None, **levers})
    return rows


def _ends(name: str, one: Interval) -> dict[str, Any]:
    return {name: one.value, f"{name}_lo": one.lo, f"{name}_hi": one.hi, f"{name}_seeds": one.n}
