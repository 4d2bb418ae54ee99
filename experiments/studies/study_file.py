"""A study as it is written down before it is run: what is asked, which points, how often, and when it may stop.

The format stands in docs/how-to-run-a-study.md. Everything wrong with a file is told with its line, as of any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...scenarios.by_itself import faults_of, read_whole
from ...scenarios.checking import Layer, Role
from ...scenarios.faults import InputFault, nearest_name, shown
from ...scenarios.header import Header, Reader, Text, read_header
from ...scenarios.reading import decode, read_bytes, read_document
from ...scenarios.values import read_values
from ..runs.task import DAYS, LONGEST, MOST_REPS, SEED, WARMUP
from .design_tables import KINDS, Design, read_design
from .uncertainty import Uncertainty, read_uncertainty, whole

KIND = "study"
KEYS = ("question", "hypothesis", "runs", "design", "scenarios", "uncertainty", "outcomes", "stop", "keep", "groups")
RUN_KEYS = ("place", "policy", "scenario", "set", "assumptions", "days", "warmup", "seeds", "redraw")
ROW_KEYS = ("name", "title", "place", "policy", "scenario", "set", "assumptions")
USUAL_REPS = 20
FEWEST, EVERY = 6, 5


@dataclass(frozen=True)
class Said:
    """What a file says of one scenario: a name of something shipped or a file, and what is changed about it.

    Attributes:
        name: What it is called in tables.
        title: What people read in its place; empty where its name does.
    """

    name: str
    scenario: str
    policy: str
    place: str
    levers: Layer
    assumptions: Layer
    line: tuple[str, int | None]
    title: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Stop:
    """When enough is known: an interval that holds at every look is no wider than this to either side.

    Attributes:
        half_width: Half of the longest interval that is short enough, in the unit of the outcome.
        fewest: Replications before the first look.
        every: Replications between looks.
    """

    indicator: str
    half_width: float
    fewest: int = FEWEST
    every: int = EVERY


@dataclass(frozen=True)
class StudyFile:
    """One study file.

    Attributes:
        base: The scenario that a design departs from.
        listed: The scenarios of a listed design, each a departure from the base.
        seeds: Every point lives through each of them.
        outcomes: Indicators named before the runs; the first is the primary one.
        tables: Beside `runs`, which tables of every run are kept.
    """

    header: Header
    question: Text
    hypothesis: Text
    base: Said
    listed: tuple[Said, ...]
    design: Design
    seeds: tuple[int, ...]
    days: int
    warmup: int
    redraw: bool
    uncertainty: Uncertainty | None
    outcomes: tuple[str, ...]
    stop: Stop | None
    tables: tuple[str, ...]
    path: str
    text: str

    @property
    def id(self) -> str:
        return self.header.id


def shipped_or_own(path: str | Path) -> Path:
    """The file of a study: the path, or where nothing is there and it names no folder, a shipped study of that name.

    Raises:
        InputFault: A bare name that no shipped study has.
    """
    asked, here = Path(path), Path(__file__).parent
    if asked.exists() or asked.name != str(path) or asked.suffix not in ("", ".toml"):
        return asked
    known = [one.stem for one in sorted(here.glob("*.toml"))]
    if asked.stem in known:
        return here / f"{asked.stem}.toml"
    if asked.suffix:
        return asked
    nearest = nearest_name(str(path), known)
    raise InputFault("unknown_study", "", {"value": shown(str(path))}, ", ".join(known), nearest)


def read_study_file(path: str | Path) -> StudyFile:
    """A study file, or its first fault raised with the others attached.

    Args:
        path: A file, or the name of a shipped study.
    """
    return read_whole(read_document(shipped_or_own(path)), KIND, read_study)


def faults_in(path: str | Path) -> list[InputFault]:
    """Everything wrong with one study file, by line."""
    try:
        return faults_of(read_document(shipped_or_own(path)), KIND, read_study)
    except InputFault as fault:
        return [fault]


def read_study(reader: Reader) -> StudyFile:
    """A study, with every fault noted."""
    header = read_header(reader, KIND, KEYS)
    design, runs = read_design(reader), reader.table("runs")
    reader.only(RUN_KEYS, runs, ("runs",))
    if "runs" not in reader.document.values:
        reader.fault("missing_key", ("runs",))
    listed = _listed(reader, reader.table("design").get("kind"))
    return StudyFile(
        header=header,
        question=_said_text(reader, "question"),
        hypothesis=_said_text(reader, "hypothesis"),
        base=_said(reader, runs, ("runs",), "base"),
        listed=listed,
        design=design,
        seeds=_seeds(reader, runs),
        days=whole(reader, runs, ("runs", "days"), (1, LONGEST), DAYS),
        warmup=whole(reader, runs, ("runs", "warmup"), (0, LONGEST), WARMUP),
        redraw=bool(reader.typed(runs, "redraw", bool, ("runs",))),
        uncertainty=read_uncertainty(reader),
        outcomes=_outcomes(reader),
        stop=_stop(reader, bool(listed) or design.with_base),
        tables=_tables(reader),
        path=reader.document.file,
        text=decode(read_bytes(reader.document.file), reader.document.file),
    )


def _said_text(reader: Reader, key: str) -> Text:
    return _text_at(reader, reader.document.values.get(key, ""), (key,))


def _text_at(reader: Reader, value: Any, path: tuple[str | int, ...]) -> Text:
    """A text in one language or both, wherever it stands."""
    if isinstance(value, str):
        return Text(value, value)
    if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
        reader.only(("zh", "en"), value, path)
        return Text(value.get("zh", ""), value.get("en", ""))
    reader.fault("wrong_type", path, {"wanted": "text", "value": shown(value)})
    return Text()


def _said(reader: Reader, table: Mapping[str, Any], path: tuple[str | int, ...], name: str) -> Said:
    texts = {key: reader.typed(table, key, str, path) or "" for key in ("scenario", "policy", "place")}
    for key in texts:
        if table.get(key) == "":
            reader.fault("empty_value", (*path, key))
    values: dict[Role, Layer] = {}
    for key, role in (("set", "lever"), ("assumptions", "assumption")):
        values[role] = read_values(reader, (*path, key), role, key) if key in table else Layer(key, {})  # type: ignore[arg-type, index]
    at = reader.document.at(*path)
    return Said(name, **texts, levers=values["lever"], assumptions=values["assumption"], line=at)


def _listed(reader: Reader, kind: Any) -> tuple[Said, ...]:
    """The rows of a listed design; any other kind has none."""
    rows, found, names = reader.rows("scenarios"), [], set[str]()
    for number, row in rows:
        path = ("scenarios", number)
        reader.only(ROW_KEYS, row, path)
        name = reader.typed(row, "name", str, path)
        if not name or not name.strip():
            reader.fault("empty_value" if name == "" else "missing_key", (*path, "name"))
            name = str(number)
        if name in names:
            reader.fault("given_twice", (*path, "name"))
        names.add(name)
        title = _text_at(reader, row.get("title", ""), (*path, "title"))
        found.append(replace(_said(reader, row, path, name), title=title))
    if kind == "listed" and len(rows) < 2:
        reader.fault("study_one_scenario", ("scenarios",))
    if rows and kind in KINDS and kind != "listed":
        reader.fault("unknown_key", ("scenarios",), allowed='kind = "listed"')
    return tuple(found)


def _seeds(reader: Reader, runs: Mapping[str, Any]) -> tuple[int, ...]:
    said = runs.get("seeds", {})
    if isinstance(said, dict):
        reader.only(("first", "count"), said, ("runs", "seeds"))
        first = whole(reader, said, ("seeds", "first"), (0, 2**62), SEED)
        return tuple(range(first, first + whole(reader, said, ("seeds", "count"), (1, MOST_REPS), USUAL_REPS)))
    if not isinstance(said, list) or not all(type(one) is int and 0 <= one < 2**63 for one in said) or not said:
        reader.fault("wrong_type", ("runs", "seeds"), {"wanted": "a list", "value": shown(said)}, "{first, count}")
        return (SEED,)
    twice = next((one for number, one in enumerate(said) if one in said[:number]), None)
    if twice is not None:
        reader.fault("study_value_twice", ("runs", "seeds"), {"value": str(twice)})
    return tuple(said)


def _outcomes(reader: Reader) -> tuple[str, ...]:
    table = reader.table("outcomes")
    reader.only(("primary", "secondary"), table, ("outcomes",))
    primary = reader.typed(table, "primary", str, ("outcomes",)) or "coverage"
    others = reader.typed(table, "secondary", list, ("outcomes",)) or []
    _indicator(reader, primary, ("outcomes", "primary"))
    for name in others:
        _indicator(reader, name, ("outcomes", "secondary"))
    return tuple(dict.fromkeys(str(name) for name in (primary, *others)))


def _indicator(reader: Reader, name: Any, path: tuple[str, str]) -> None:
    from ...model.observation.indicators import INDICATORS

    if not isinstance(name, str) or name not in INDICATORS:
        near = nearest_name(str(name), INDICATORS)
        reader.fault("unknown_indicator", path, {"value": shown(name)}, nearest=near)


def _stop(reader: Reader, has_baseline: bool) -> Stop | None:
    table = reader.table("stop")
    if not table:
        return None
    reader.only(("indicator", "half_width", "fewest", "every"), table, ("stop",))
    if not has_baseline:
        reader.fault("study_no_baseline", ("stop",))
    outcomes = reader.document.values.get("outcomes")
    primary = outcomes.get("primary", "coverage") if isinstance(outcomes, dict) else "coverage"
    indicator = reader.typed(table, "indicator", str, ("stop",)) or str(primary)
    _indicator(reader, indicator, ("stop", "indicator"))
    half = table.get("half_width")
    if half is None:
        reader.fault("missing_key", ("stop", "half_width"))
    elif isinstance(half, bool) or not isinstance(half, int | float):
        reader.fault("wrong_type", ("stop", "half_width"), {"wanted": "a number", "value": shown(half)})
    elif not 0.0 < half < float("inf"):
        reader.fault("out_of_range", ("stop", "half_width"), {"value": shown(half)}, "> 0")
    fewest = whole(reader, table, ("stop", "fewest"), (FEWEST, MOST_REPS), FEWEST)
    every = whole(reader, table, ("stop", "every"), (1, MOST_REPS), EVERY)
    return Stop(indicator, half if isinstance(half, int | float) else 1.0, fewest, every)


def _tables(reader: Reader) -> tuple[str, ...]:
    from ..runs.store import TABLES

    table = reader.table("keep")
    reader.only(("tables",), table, ("keep",))
    names = reader.typed(table, "tables", list, ("keep",)) or []
    for name in names:
        if name not in TABLES:
            near = nearest_name(str(name), TABLES)
            reader.fault("unknown_choice", ("keep", "tables"), {"value": shown(name)}, ", ".join(TABLES), near)
    return tuple(name for name in TABLES[1:] if name in names)


@dataclass(frozen=True)
class RunsAsked:
    """What `[runs]` says by itself, for files whose points are no design."""

    base: Said
    seeds: tuple[int, ...]
    days: int
    warmup: int
    redraw: bool


def read_runs_asked(reader: Reader) -> RunsAsked:
    """The table `[runs]`, with every fault noted."""
    runs = reader.table("runs")
    reader.only(RUN_KEYS, runs, ("runs",))
    if "runs" not in reader.document.values:
        reader.fault("missing_key", ("runs",))
    return RunsAsked(
        base=_said(reader, runs, ("runs",), "base"),
        seeds=_seeds(reader, runs),
        days=whole(reader, runs, ("runs", "days"), (1, LONGEST), DAYS),
        warmup=whole(reader, runs, ("runs", "warmup"), (0, LONGEST), WARMUP),
        redraw=bool(reader.typed(runs, "redraw", bool, ("runs",))),
    )


def read_said_text(reader: Reader, key: str) -> Text:
    """A text in one language or both, at the top of a file."""
    return _said_text(reader, key)


def note_unless_indicator(reader: Reader, name: Any, path: tuple[str, ...]) -> bool:
    """Whether a name is that of an indicator; a fault is noted where it is not."""
    before = len(reader.faults)
    _indicator(reader, name, path)  # type: ignore[arg-type]
    return len(reader.faults) == before
