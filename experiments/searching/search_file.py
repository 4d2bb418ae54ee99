"""A search as it is written down before it is run: which levers, better by what, within which bounds, how long.

It is a study file with a table `[search]` in place of a design; docs/how-to-search.md says what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from ...scenarios.by_itself import read_whole
from ...scenarios.faults import InputFault, nearest_name, shown
from ...scenarios.header import Header, Reader, Text, read_header
from ...scenarios.reading import decode, read_bytes, read_document
from ..runs.task import MOST_REPS
from ..studies.design_tables import factors_said
from ..studies.factors import Factor, read_factor
from ..studies.study_file import KIND, RunsAsked, note_unless_indicator, read_runs_asked, read_said_text, whole

KEYS = ("question", "hypothesis", "runs", "search")
SEARCH_KEYS = ("levers", "objectives", "constraints", "trials", "method", "population", "seed", "holdout", "candidates")
METHODS = ("nsga2", "tpe")
DIRECTIONS = ("higher", "lower")
FEWEST_OBJECTIVES, MOST_OBJECTIVES = 2, 3
TRIALS, POPULATION, HELD_OUT, CANDIDATES = 200, 20, 20, 10
MOST_TRIALS, MOST_CANDIDATES, MOST_SEED = 100_000, 100, 2**31 - 1

Method = Literal["nsga2", "tpe"]


@dataclass(frozen=True)
class Objective:
    """An indicator and which way is better."""

    indicator: str
    better: Literal["higher", "lower"]

    def cost(self, value: float) -> float:
        """The value as something to be made small."""
        return value if self.better == "lower" else -value


@dataclass(frozen=True)
class Bound:
    """What an indicator may be at most, at least, or both, in its own unit."""

    indicator: str
    most: float | None = None
    least: float | None = None

    def excess(self, value: float) -> float:
        """How far beyond the bound a value lies; zero or less where it is kept."""
        over = [] if self.most is None else [value - self.most]
        under = [] if self.least is None else [self.least - value]
        return max(*over, *under) if len([*over, *under]) > 1 else [*over, *under][0]

    def text(self) -> str:
        """As it is written in mathematics."""
        low = "" if self.least is None else f"{self.least:g} ≤ "
        return f"{low}{self.indicator}" + ("" if self.most is None else f" ≤ {self.most:g}")


@dataclass(frozen=True)
class SearchFile:
    """One search.

    Attributes:
        runs: The scenario that levers are changed of, which is the reference, and the seeds every trial lives through.
        holdout: Other seeds, through which what was found lives again.
        population: Trials that are chosen together, from what was known before.
        seed: Of the choice of trials; nothing to do with the seeds of runs.
        candidates: Of a larger Pareto set, how many are run again.
    """

    header: Header
    question: Text
    hypothesis: Text
    runs: RunsAsked
    factors: tuple[Factor, ...]
    objectives: tuple[Objective, ...]
    bounds: tuple[Bound, ...]
    trials: int
    method: Method
    population: int
    seed: int
    holdout: tuple[int, ...]
    candidates: int
    path: str
    text: str

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that is asked about, objectives first."""
        return tuple(dict.fromkeys(one.indicator for one in (*self.objectives, *self.bounds)))

    def kept(self, means: Mapping[str, float]) -> bool:
        """Whether means keep within every bound."""
        return all(bound.excess(means[bound.indicator]) <= 0.0 for bound in self.bounds)

    def costs(self, means: Mapping[str, float]) -> tuple[float, ...]:
        """The objectives of means, each as something to be made small."""
        return tuple(one.cost(means[one.indicator]) for one in self.objectives)


def read_search_file(path: str | Path) -> SearchFile:
    """A search file, or its first fault raised with the others attached."""
    return read_whole(read_document(path), KIND, read_search)


def read_search(reader: Reader) -> SearchFile:
    """A search, with every fault noted."""
    header, runs, table = read_header(reader, KIND, KEYS), read_runs_asked(reader), reader.table("search")
    reader.only(SEARCH_KEYS, table, ("search",))
    if "search" not in reader.document.values:
        reader.fault("missing_key", ("search",))
    trials = _whole(reader, table, "trials", (2, MOST_TRIALS), TRIALS)
    found = SearchFile(
        header=header,
        question=read_said_text(reader, "question"),
        hypothesis=read_said_text(reader, "hypothesis"),
        runs=runs,
        factors=tuple(_factors(reader)),
        objectives=tuple(_objectives(reader)),
        bounds=tuple(_bounds(reader)),
        trials=trials,
        method=_method(reader, table),
        population=_whole(reader, table, "population", (2, trials), min(POPULATION, trials)),
        seed=_whole(reader, table, "seed", (0, MOST_SEED), 1),
        holdout=_holdout(reader, table, runs),
        candidates=_whole(reader, table, "candidates", (1, MOST_CANDIDATES), CANDIDATES),
        path=reader.document.file,
        text=decode(read_bytes(reader.document.file), reader.document.file),
    )
    return found


def _whole(reader: Reader, table: Mapping[str, Any], key: str, limits: tuple[int, int], usual: int) -> int:
    return whole(reader, table, ("search", key), limits, usual)


def _method(reader: Reader, table: Mapping[str, Any]) -> Method:
    said = table.get("method", METHODS[0])
    if said not in METHODS:
        near = nearest_name(str(said), METHODS)
        reader.fault("unknown_choice", ("search", "method"), {"value": shown(said)}, ", ".join(METHODS), near)
        return "nsga2"
    return cast(Method, said)


def _factors(reader: Reader) -> Iterator[Factor]:
    """The levers to be chosen; whoever searches cannot choose what is uncertain."""
    table = reader.typed(reader.table("search"), "levers", dict, ("search",)) or {}
    if not table and not reader.faults:
        reader.fault("search_no_levers", ("search", "levers"))
    known: set[str] = set()
    for name, said, path in factors_said(table, ("search", "levers")):
        at = reader.document.at(*path)
        try:
            if name in known:
                raise InputFault("given_twice", name, at=at)
            known.add(name)
            yield read_factor(name, said, "lever", at)
        except InputFault as fault:
            reader.note(fault)


def _objectives(reader: Reader) -> Iterator[Objective]:
    table = reader.typed(reader.table("search"), "objectives", dict, ("search",)) or {}
    if not FEWEST_OBJECTIVES <= len(table) <= MOST_OBJECTIVES:
        reader.fault("search_objectives", ("search", "objectives"), {"count": len(table)})
    for name, said in table.items():
        path = ("search", "objectives", name)
        if said not in DIRECTIONS:
            reader.fault("unknown_choice", path, {"value": shown(said)}, ", ".join(DIRECTIONS))
        elif note_unless_indicator(reader, name, path):
            yield Objective(name, cast(Literal["higher", "lower"], said))


def _bounds(reader: Reader) -> Iterator[Bound]:
    table = reader.typed(reader.table("search"), "constraints", dict, ("search",)) or {}
    for name, said in table.items():
        path = ("search", "constraints", name)
        if not note_unless_indicator(reader, name, path):
            continue
        if not isinstance(said, dict) or not said:
            reader.fault("search_bound", path, {"value": shown(said)})
            continue
        reader.only(("most", "least"), said, path)
        ends = {key: _number(reader, said[key], (*path, key)) for key in ("most", "least") if key in said}
        most, least = ends.get("most"), ends.get("least")
        if most is not None and least is not None and least > most:
            reader.fault("study_range", path, {"low": shown(least), "high": shown(most)})
        elif any(end is not None for end in ends.values()):
            yield Bound(name, most, least)


def _number(reader: Reader, value: Any, path: tuple[str, ...]) -> float | None:
    fine = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
    if not fine:
        reader.fault("wrong_type", path, {"wanted": "a number", "value": shown(value)})
    return float(value) if fine else None


def _holdout(reader: Reader, table: Mapping[str, Any], runs: RunsAsked) -> tuple[int, ...]:
    """The seeds of the second look; none of them is one by which trials were chosen."""
    said = table.get("holdout", {})
    path = ("search", "holdout")
    if not isinstance(said, dict):
        reader.fault("wrong_type", path, {"wanted": "a table", "value": shown(said)}, "{first, count}")
        return ()
    reader.only(("first", "count"), said, path)
    usual = max(runs.seeds) + 1
    first = whole(reader, said, ("holdout", "first"), (0, 2**62), usual)
    seeds = range(first, first + whole(reader, said, ("holdout", "count"), (2, MOST_REPS), HELD_OUT))
    shared = next((seed for seed in runs.seeds if seed in seeds), None)
    if shared is not None:
        reader.fault("search_seed_shared", path, {"value": shared}, nearest=f"first = {usual}")
    return tuple(seeds)
