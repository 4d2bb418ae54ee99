"""What a study found: every scenario against the baseline, on the outcomes named before the runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..comparing.any_look import CONFIDENCE
from ..comparing.intervals import Interval, Paired, mean_interval, paired_difference
from ..comparing.sentences import sentence
from .opening import NO_FAULT, open_study, read_runs

Known = Mapping[str, Mapping[int, float]]
"""Scenario -> replication -> value of one outcome."""


@dataclass(frozen=True)
class Finding:
    """One scenario against the baseline on one outcome."""

    scenario: str
    baseline: str
    outcome: str
    pair: Paired

    def text(self, language: str) -> str:
        """As a planner would say it."""
        return sentence(self.outcome, self.scenario, self.baseline, self.pair, language)


def findings(folder: str | Path) -> list[Finding]:
    """Every verdict of a study with a baseline; the primary outcome stands for itself, the others among each other.

    A pair is a seed, or where there are draws of assumptions a draw: the mean over its seeds.
    """
    where, record = open_study(folder)
    return findings_of(read_runs(where), record) if _may_say(record) else []


def _may_say(record: Mapping[str, Any]) -> bool:
    """Whether there is a baseline; a part alone says too little."""
    return record.get("baseline") is not None and record["part"][1] == 1


def findings_of(runs: pa.Table, record: Mapping[str, Any]) -> list[Finding]:
    """The same of rows of runs and their manifest."""
    if not _may_say(record):
        return []
    baseline, outcomes, values = record["baseline"], list(record["outcomes"]), known_values(runs, record)
    found = [
        Finding(name, baseline, outcome, pair)
        for outcome in outcomes
        for name, pair in _pairs(values.get(outcome, {}), baseline, outcome)
    ]
    among = sum(one.outcome != outcomes[0] for one in found)
    return [one if one.outcome == outcomes[0] else replace(one, pair=_among(one.pair, among)) for one in found]


def _pairs(known: Known, baseline: str, outcome: str) -> Iterator[tuple[str, Paired]]:
    from ...model.observation.indicators import INDICATORS

    before, about = known.get(baseline, {}), INDICATORS[outcome]
    for name, after in known.items():
        both = [unit for unit in before if unit in after]
        if name != baseline and both:
            sides = [before[unit] for unit in both], [after[unit] for unit in both]
            yield name, paired_difference(*sides, about.better, about.margin)


def _among(pair: Paired, among: int) -> Paired:
    """One of several verdicts beside the primary one: whether it holds with all of them together (Bonferroni)."""
    if pair.verdict == "unclear" or pair.chance_of_verdict is None:
        return replace(pair, among=among)
    return replace(pair, among=among, holds_among=pair.chance_of_verdict * among < 1.0 - CONFIDENCE)


def means(folder: str | Path) -> dict[str, dict[str, Interval]]:
    """Outcome -> scenario -> mean over replications with its interval, by itself and not against the baseline."""
    where, record = open_study(folder)
    return means_of(read_runs(where), record)


def means_of(runs: pa.Table, record: Mapping[str, Any]) -> dict[str, dict[str, Interval]]:
    """The same of rows of runs and their manifest."""
    values = known_values(runs, record)
    return {
        outcome: {name: mean_interval(list(known.values())) for name, known in by_name.items()}
        for outcome, by_name in values.items()
    }


def known_values(runs: pa.Table, record: Mapping[str, Any]) -> dict[str, Known]:
    """Outcome -> scenario -> replication -> value, of finished runs, in the order of points."""
    outcomes = [name for name in record["outcomes"] if name in runs.column_names]
    unit = "draw" if record["draws"] else "replication"
    rows = runs.select(["stage", "scenario", "point", unit, *outcomes]).to_pylist()
    rows = sorted((row for row in rows if row["stage"] in NO_FAULT), key=lambda row: (row["point"], row[unit]))
    return {outcome: _by_scenario(rows, outcome, unit) for outcome in outcomes}


def _by_scenario(rows: Sequence[Mapping[str, Any]], outcome: str, unit: str) -> dict[str, dict[int, float]]:
    several: dict[str, dict[int, list[float]]] = {}
    for row in rows:
        if row[outcome] is not None:
            several.setdefault(row["scenario"], {}).setdefault(row[unit], []).append(float(row[outcome]))
    return {
        name: {one: sum(values) / len(values) for one, values in by_unit.items()} for name, by_unit in several.items()
    }
