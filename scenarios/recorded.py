"""A scenario written down whole, and read back: everything a run depends on, so that the same run can be made again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..model.emergency.shock import ShockKind
from ..model.parameters import Levers, Parameters
from ..model.pilots.schedule import Pilot
from ..model.triggers.schedule import Trigger as Acting
from .checking import Layer
from .fingerprint import fingerprint
from .pilots import Where, acting_pilots
from .resolved import Step
from .scenario import Scenario
from .schedule import PlannedStep, Shock, Trigger
from .triggers import acting

ORIGIN = "manifest"


@dataclass(frozen=True)
class Recorded:
    """One scenario as it was when it ran: values, not names, so that no later file can change what it meant.

    Attributes:
        said_hash: The hash it was written down with; `hash` is that of the values as they stand now.
    """

    place_id: str
    policy_id: str
    said_hash: str
    parameters: Parameters
    warmup_parameters: Parameters
    planned_steps: tuple[PlannedStep, ...]
    steps: tuple[Step, ...]
    acting_pilots: tuple[Pilot, ...]
    triggers: tuple[Trigger, ...]
    acting_triggers: tuple[Acting, ...]
    shocks: tuple[Shock, ...]
    drawn_layout: tuple[tuple[int, int], ...] | None
    layout_file: str = ORIGIN

    @cached_property
    def hash(self) -> str:
        """The hash of what is written down, whatever it says of itself."""
        return fingerprint(self)

    def __hash__(self) -> int:
        return hash(self.said_hash)


def record(scenario: Scenario | Recorded) -> dict[str, Any]:
    """Everything the fingerprint of a scenario covers, and the formats its levers name."""
    acting = {id(planned): step for planned, step in zip(_acting(scenario.planned_steps), scenario.steps, strict=True)}
    steps = []
    for planned in scenario.planned_steps:
        values = {"at": planned.at.isoformat(), "changes": dict(planned.changes.values)}
        values |= {"where": planned.where, "adopt_if_better": planned.adopt_if_better}
        values |= {"judge_after": planned.judge_after}
        step = acting.get(id(planned))
        steps.append({**values, "levers": None if step is None else step.levers.model_dump(mode="json")})
    return {
        "place": scenario.place_id,
        "policy": scenario.policy_id,
        "hash": scenario.hash,
        "text": scenario.parameters.model_dump(mode="json"),
        "status_quo": scenario.warmup_parameters.levers.model_dump(mode="json"),
        "steps": steps,
        "triggers": [
            {
                "indicator": one.indicator,
                "sign": one.sign,
                "bound": one.bound,
                "days": one.days,
                "changes": dict(one.changes.values),
                "once": one.once,
            }
            for one in scenario.triggers
        ],
        "shocks": [
            {
                "kind": one.kind,
                "start": one.start.isoformat(),
                "days": one.days,
                "strength": one.strength,
                "about": one.about.model_dump(mode="json"),
            }
            for one in scenario.shocks
        ],
        "drawn": None if scenario.drawn_layout is None else [list(pair) for pair in scenario.drawn_layout],
    }


def read_record(record: Mapping[str, Any]) -> Recorded:
    """A scenario from what `record` wrote.

    Raises:
        ValueError, KeyError, TypeError: Something is missing, or is not what this build can run.
    """
    parameters = Parameters.model_validate_json(json.dumps(record["text"]))
    status_quo = _levers(record["status_quo"])
    planned = tuple(PlannedStep(dt.date.fromisoformat(one["at"]), _layer(one), *_tried(one)) for one in record["steps"])
    steps = tuple(
        Step(dt.date.fromisoformat(one["at"]), _levers(one["levers"]), dict(one["changes"]))
        for one in record["steps"]
        if one["levers"] is not None
    )
    triggers = tuple(_trigger(one) for one in record["triggers"])
    shocks = (
        Shock(one["kind"], dt.date.fromisoformat(one["start"]), one["days"], one["strength"], about=_kind(one))
        for one in record["shocks"]
    )
    drawn = None if record["drawn"] is None else tuple((int(cell), int(grid)) for cell, grid in record["drawn"])
    return Recorded(
        place_id=str(record["place"]),
        policy_id=str(record["policy"]),
        said_hash=str(record["hash"]),
        parameters=parameters,
        warmup_parameters=parameters.model_copy(update={"levers": status_quo}),
        planned_steps=planned,
        steps=steps,
        acting_pilots=acting_pilots(planned, parameters.levers),
        triggers=triggers,
        acting_triggers=acting(triggers, parameters.levers),
        shocks=tuple(shocks),
        drawn_layout=drawn,
    )


def _kind(one: Mapping[str, Any]) -> ShockKind:
    return ShockKind.model_validate_json(json.dumps(one["about"]))


def _trigger(one: Mapping[str, Any]) -> Trigger:
    said = {name: one[name] for name in ("indicator", "sign", "bound", "days", "once")}
    return Trigger(**said, changes=_layer(one))


def _tried(one: Mapping[str, Any]) -> tuple[Where | None, str | None, int | None]:
    """Where a step is tried, by what it is judged and when; manifests of before pilots acted do not say when."""
    where = tuple(int(number) for number in one["where"]) if isinstance(one["where"], list) else one["where"]
    return where, one["adopt_if_better"], one.get("judge_after")


def _acting(steps: tuple[PlannedStep, ...]) -> list[PlannedStep]:
    return [step for step in steps if not step.is_pilot]


def _layer(record: Mapping[str, Any]) -> Layer:
    return Layer(ORIGIN, dict(record["changes"]))


def _levers(record: Mapping[str, Any]) -> Levers:
    return Levers.model_validate_json(json.dumps(record))
