"""A fingerprint of everything in a scenario that a run depends on, and of nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from .resolved import Resolved
from .schedule import PlannedStep, Shock, Trigger

WORDS = {"label_zh", "label_en"}
TITLES: Any = {"title": True, "needs": {"__all__": {"title"}}}


def fingerprint(scenario: Resolved) -> str:
    """SHA-256 over the resolved content; names, titles and the way values were written do not count."""
    parameters = scenario.parameters
    content = {
        "place": parameters.place.model_dump(mode="json"),
        "levers": parameters.levers.model_dump(mode="json"),
        "assumptions": parameters.assumptions.model_dump(mode="json"),
        "status_quo": scenario.warmup_parameters.levers.model_dump(mode="json"),
        "steps": _steps(scenario.planned_steps),
        "triggers": _triggers(scenario.triggers),
        "shocks": _shocks(scenario.shocks),
        "drawn": scenario.drawn_layout,
    }
    text = json.dumps(_plain(content), sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _steps(steps: Iterable[PlannedStep]) -> list[Any]:
    return [_step(step) for step in steps]


def _step(step: PlannedStep) -> list[Any]:
    said = [step.at.isoformat(), dict(step.changes.values), step.where, step.adopt_if_better]
    return said if step.judge_after is None else [*said, step.judge_after]


def _triggers(triggers: Iterable[Trigger]) -> list[Any]:
    return [[t.indicator, t.sign, t.bound, t.days, dict(t.changes.values), t.once] for t in triggers]


def _shocks(shocks: Iterable[Shock]) -> list[Any]:
    """Shocks with all that their kinds do, so that a file of one's own may change and its results are told apart."""
    return [
        [shock.about.model_dump(mode="json", exclude=TITLES), shock.start.isoformat(), shock.days, shock.strength]
        for shock in shocks
    ]


def _plain(value: Any) -> Any:
    """Labels left out, and one spelling for each number: an integer-valued float is written like a float everywhere."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if key not in WORDS}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value + 0.0 if isinstance(value, float) else value
