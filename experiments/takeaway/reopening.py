"""A capsule run again: the same bits, or which figures moved, and what has changed since that may be why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...model.parameters import all_parameters
from ...scenarios.recorded import Recorded, read_record
from ..evidence.model_mark import model_mark
from ..runs.refusing import Refused
from ..runs.rerun import other_versions
from ..runs.runner import run_many
from ..runs.task import Progress, Task, check_numbers, tasks_for
from .capsule import Opened


@dataclass(frozen=True)
class Changed:
    """What is otherwise now than when a capsule was made.

    Attributes:
        versions: Package -> version then and now.
        model: The model's mark then and now, where they differ.
        defaults: Lever or assumption -> its default then and now; None where there was, or is, none.
        hashes: Scenarios whose recorded values no longer give the hash they were written down with.
        missing: Levers and assumptions that the recorded scenarios do not say and that take today's default.
    """

    versions: Mapping[str, tuple[str, str]]
    model: tuple[str, str] | None
    defaults: Mapping[str, tuple[Any, Any]]
    hashes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.versions or self.model or self.defaults or self.hashes)


@dataclass(frozen=True)
class Figure:
    """One figure of one run that came out otherwise; None where it is not known on that side."""

    scenario: str
    seed: int
    name: str
    then: Any
    now: Any


def recorded(capsule: Opened) -> dict[str, Recorded]:
    """The scenarios of a capsule.

    Raises:
        Refused: This build cannot run what stands there.
    """
    try:
        return {name: read_record(capsule.about["scenarios"][name]) for name in capsule.comparison.names}
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as fault:
        first = str(fault).splitlines()[0][:160] if str(fault) else ""
        raise Refused("takeaway.cannot_run", why=f"{type(fault).__name__}: {first}") from fault


def changed(capsule: Opened) -> Changed:
    """What has changed since a capsule was made."""
    then, now = str(capsule.about.get("model", "–")), model_mark()
    before = capsule.about.get("defaults")
    before = before if isinstance(before, dict) else {}
    today = {name: one.default for name, one in all_parameters().items()}
    moved = {
        name: (before.get(name), today.get(name))
        for name in {**today, **before}
        if before.get(name) != today.get(name) and before
    }
    try:
        hashes = tuple(name for name, one in recorded(capsule).items() if one.hash != one.said_hash)
    except Refused:
        hashes = tuple(capsule.comparison.names)
    return Changed(
        versions=other_versions(capsule.about),
        model=None if then == now else (then, now),
        defaults=moved,
        hashes=hashes,
        missing=tuple(name for name in today if before and name not in before),
    )


def tasks_of(capsule: Opened) -> list[Task]:
    """The runs of a capsule."""
    about = capsule.about
    numbers = {"days": about.get("days"), "warmup": about.get("warmup"), "reps": len(capsule.comparison.seeds)}
    check_numbers(**numbers)  # type: ignore[arg-type]
    for seed in capsule.comparison.seeds:
        check_numbers(seed=seed)
    scenarios: dict[str, Any] = recorded(capsule)
    return tasks_for(scenarios, capsule.comparison.seeds, about["days"], about["warmup"], redraw=bool(about["redraw"]))


def run_again(capsule: Opened, workers: int | None = None, progress: Progress | None = None) -> Iterator[Figure]:
    """Make every run of a capsule again and hand over each figure that is not the same to the bit."""
    for done in run_many(tasks_of(capsule), workers, progress):
        name, seed = done.task.name, done.task.seed
        if done.summary is None:
            yield Figure(name, seed, "error", None, done.error)
            continue
        then = {indicator: by[name].get(seed) for indicator, by in capsule.comparison.values.items() if name in by}
        yield from _figures(name, seed, then, done.summary.indicators)
        yield from _figures(name, seed, capsule.comparison.funnels[name].get(seed, {}), done.summary.funnel)


def _figures(name: str, seed: int, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Figure]:
    for key in {**then, **now}:
        before, after = then.get(key), now.get(key)
        if before != after and not (before != before and after != after):
            yield Figure(name, seed, key, before, after)
