"""A scenario: one place under one policy, resolved so that every value knows where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..model.parameters import Levers, Parameters
from .checking import NOWHERE, Layer, check_value, find_parameter
from .faults import InputFault, Notice, shown
from .fingerprint import fingerprint
from .header import Text
from .layout_file import read_layout
from .notices import notices_about, notices_about_dates
from .places import PlaceFile
from .policies import PolicyFile, ScenarioFile
from .resolving import build_assumptions, build_levers, values_of
from .schedule import PlannedStep, Shock, Trigger
from .shelf import find_place, find_policy, looks_like_a_path, open_file


@dataclass(frozen=True)
class Step:
    """From a date on, the district runs under these levers, complete."""

    at: dt.date
    levers: Levers
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Scenario:
    """One place under one policy. Immutable: every change returns a new scenario."""

    place_file: PlaceFile
    policy_file: PolicyFile
    scenario_file: ScenarioFile | None = None
    lever_layers: tuple[Layer, ...] = ()
    assumption_layers: tuple[Layer, ...] = ()
    added_shocks: tuple[Shock, ...] = ()
    layout_file: str | None = None

    # ------------------------------------------------------------------ where it comes from

    @classmethod
    def read(cls, path: str | Path) -> Scenario:
        """A scenario file; a policy file means that policy at home, a place file that place as it is."""
        found = open_file(path)
        if isinstance(found, PlaceFile):
            return cls(found, find_policy("status_quo"))._checked()
        if isinstance(found, PolicyFile):
            return cls.of_policy(found)
        return cls.of_file(found)

    @classmethod
    def of_policy(cls, policy: PolicyFile) -> Scenario:
        """A policy on its home place."""
        layout = _beside(policy.layout_file, policy.path)
        return cls(find_place(policy.home, policy.path), policy, layout_file=layout)._checked()

    @classmethod
    def of_file(cls, file: ScenarioFile) -> Scenario:
        """A scenario as its file says."""
        policy = find_policy(file.policy, file.path)
        layout = _beside(file.layout_file, file.path) or _beside(policy.layout_file, policy.path)
        return cls(
            find_place(file.place, file.path), policy, file, (file.set,), (file.assumptions,), layout_file=layout
        )._checked()

    # ------------------------------------------------------------------ changing it

    def with_policy(self, name: str | PolicyFile) -> Scenario:
        """The same place under another policy; values set on top of the policy stay."""
        policy = name if isinstance(name, PolicyFile) else find_policy(name)
        layout = _beside(policy.layout_file, policy.path) or self.layout_file
        return replace(self, policy_file=policy, layout_file=layout)._checked()

    def with_place(self, name: str | PlaceFile) -> Scenario:
        """The same policy on another place."""
        place = name if isinstance(name, PlaceFile) else find_place(name)
        return replace(self, place_file=place)._checked()

    def set(self, key: str, value: Any) -> Scenario:
        """One lever changed."""
        return self.set_many({key: value})

    def set_many(self, changes: Mapping[str, Any], origin: str = "set") -> Scenario:
        """Several levers changed together, so that only their final combination has to be allowed."""
        changes = dict(changes)
        layout = changes.pop("layout_file", self.layout_file)
        values = {key: check_value(find_parameter(key, "lever"), value, key) for key, value in changes.items()}
        layers = (*self.lever_layers, Layer(origin, values)) if values else self.lever_layers
        return replace(self, lever_layers=layers, layout_file=layout)._checked()

    def assume(self, key: str, value: Any, origin: str = "assume") -> Scenario:
        """One behavioural assumption changed."""
        values = {key: check_value(find_parameter(key, "assumption"), value, key)}
        return replace(self, assumption_layers=(*self.assumption_layers, Layer(origin, values)))._checked()

    def with_shock(self, shock: Shock) -> Scenario:
        """The same scenario with one more emergency."""
        return replace(self, added_shocks=(*self.added_shocks, shock))

    # ------------------------------------------------------------------ what it is

    @property
    def place_id(self) -> str:
        return self.place_file.id

    @property
    def policy_id(self) -> str:
        return self.policy_file.id

    @property
    def name(self) -> str:
        """A short name that tells what was changed: `yantian@training_town{grid.households_per_grid=250}`."""
        file = self.scenario_file
        unchanged = file is not None and (file.policy, file.place) == (self.policy_id, self.place_id)
        base = file.id if file is not None and unchanged else self.policy_id
        home = unchanged or self.place_id == self.policy_file.home
        added = [layer for layer in (*self.lever_layers, *self.assumption_layers) if layer.origin in ADDED]
        changes = ", ".join(f"{key}={_bare(value)}" for key, value in values_of(added).items())
        return base + ("" if home else f"@{self.place_id}") + (f"{{{changes}}}" if changes else "")

    @property
    def title(self) -> Text:
        """Title of its file, or of its policy on its place."""
        if self.scenario_file is not None:
            return self.scenario_file.header.title
        policy, place = self.policy_file.header.title, self.place_file.header.title
        if self.place_id == self.policy_file.home:
            return policy
        return Text(f"{policy['zh']}（{place['zh']}）", f"{policy['en']} ({place['en']})")

    @property
    def summary(self) -> Text:
        """Summary of its file, or of its policy."""
        own = self.scenario_file.header.summary if self.scenario_file is not None else Text()
        return own if own["en"] else self.policy_file.header.summary

    @cached_property
    def parameters(self) -> Parameters:
        """Everything a run needs to know, from the first measured day until the first step."""
        return Parameters(
            place=self.place_file.place,
            levers=build_levers(self._lever_layers),
            assumptions=build_assumptions(self.assumption_layers),
        )

    @cached_property
    def warmup_parameters(self) -> Parameters:
        """What the district runs under before the first measured day: the place's own status quo."""
        levers = build_levers((self.place_file.status_quo,))
        return Parameters(place=self.place_file.place, levers=levers, assumptions=self.parameters.assumptions)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The dated changes that act in this build, each with the complete levers from that day on."""
        layers = self._lever_layers
        steps = []
        for planned in self.planned_steps:
            if not planned.is_pilot:
                layers = (*layers, planned.changes)
                steps.append(Step(planned.at, build_levers(layers), dict(planned.changes.values)))
        return tuple(steps)

    @property
    def planned_steps(self) -> tuple[PlannedStep, ...]:
        """Every dated change, pilots included, by date."""
        own = self.scenario_file.steps if self.scenario_file is not None else ()
        return tuple(sorted((*self.policy_file.steps, *own), key=lambda step: step.at))

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Every conditional change."""
        return (*self.policy_file.triggers, *(self.scenario_file.triggers if self.scenario_file is not None else ()))

    @property
    def shocks(self) -> tuple[Shock, ...]:
        """Every emergency, by first day."""
        own = self.scenario_file.shocks if self.scenario_file is not None else ()
        return tuple(sorted((*own, *self.added_shocks), key=lambda shock: shock.start))

    @cached_property
    def drawn_layout(self) -> tuple[tuple[int, int], ...] | None:
        """(cell, grid) pairs where the grids are drawn by hand."""
        if self.parameters.levers.grid.layout != "drawn":
            return None
        return read_layout(self.layout_file or "")

    @cached_property
    def provenance(self) -> dict[str, str]:
        """Dotted name -> default, place, policy, scenario, set or assume."""
        found = dict.fromkeys(self.values, "default")
        for layer in (*self._lever_layers, *self.assumption_layers):
            found |= {key if key in found else key.rpartition(".")[0]: layer.origin for key in layer.values}
        return found

    @cached_property
    def values(self) -> dict[str, Any]:
        """Dotted name -> value of every lever and assumption."""
        parts = (self.parameters.levers, self.parameters.assumptions)
        return {
            f"{group}.{field}": value
            for part in parts
            for group, fields in part.model_dump().items()
            for field, value in fields.items()
        }

    @cached_property
    def hash(self) -> str:
        """The same for the same resolved content, in every process and on every machine."""
        return fingerprint(self)

    @cached_property
    def warnings(self) -> tuple[Notice, ...]:
        """What is set and does not act in this build."""
        return notices_about(self)

    def warnings_for(self, days: int, warmup: int = 180) -> tuple[Notice, ...]:
        """`warnings`, and every date that lies outside a run of so many measured days."""
        return (*self.warnings, *notices_about_dates(self, days))

    # ------------------------------------------------------------------ inside

    @property
    def _lever_layers(self) -> tuple[Layer, ...]:
        return (self.place_file.status_quo, self.policy_file.levers, *self.lever_layers)

    def _checked(self) -> Scenario:
        """This scenario, once its values are known to go together on every date."""
        levels = [self.parameters.levers, self.warmup_parameters.levers, *(step.levers for step in self.steps)]
        if not self.layout_file and any(levers.grid.layout == "drawn" for levers in levels):
            said = [layer for layer in self._lever_layers if "grid.layout" in layer.values]
            at = said[-1].at("grid.layout") if said else NOWHERE
            raise InputFault("drawn_needs_file", "grid.layout", at=at)
        _ = self.drawn_layout
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Only what it was made from travels to another process; the rest is derived again."""
        return {name: value for name, value in self.__dict__.items() if name in self.__dataclass_fields__}


ADDED = ("set", "assume", "--set", "--assume")


def _bare(value: Any) -> str:
    return value if isinstance(value, str) else shown(value)


def _beside(name: str | None, path: str) -> str | None:
    """A file named in another file is looked for beside it."""
    return str(Path(path).parent / name) if name else None


__all__ = ["Scenario", "Step", "looks_like_a_path"]
