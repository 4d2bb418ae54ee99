"""What a scenario amounts to: every value resolved, with where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..model.parameters import Levers, Parameters
from ..model.pilots.schedule import Pilot
from ..model.triggers.schedule import Trigger as Acting
from .checking import Layer
from .faults import shown
from .formats import all_formats
from .pilots import acting_pilots, check_pilots
from .places import PlaceFile
from .policies import PolicyFile, ScenarioFile
from .readonly import closed, read_only
from .resolving import build_assumptions, build_levers
from .schedule import PlannedStep, Shock, Trigger
from .triggers import acting
from .twins import fit_of

ADDED = ("set", "assume", "--set", "--assume")


@dataclass(frozen=True)
class Step:
    """From a date on, the district runs under these levers, complete."""

    at: dt.date
    levers: Levers
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Resolved:
    """One place under one policy, with everything that follows from the two.

    Attributes:
        layout_file: Where grids drawn by hand stand, named but perhaps not used.
        drawn: What stood there when it was first needed, (cell, grid) pairs; the file is never read again.
    """

    place_file: PlaceFile
    policy_file: PolicyFile
    scenario_file: ScenarioFile | None = None
    lever_layers: tuple[Layer, ...] = ()
    assumption_layers: tuple[Layer, ...] = ()
    added_shocks: tuple[Shock, ...] = ()
    layout_file: str | None = None
    drawn: tuple[tuple[int, int], ...] | None = None

    @cached_property
    def parameters(self) -> Parameters:
        """Everything a run needs to know, from the first measured day until the first step."""
        return closed(
            Parameters(
                place=self.place_file.place,
                levers=build_levers(self._lever_layers),
                assumptions=build_assumptions(self.assumption_layers),
                formats=all_formats(),
            ),
            but=("levers", "assumptions"),
        )

    @cached_property
    def warmup_parameters(self) -> Parameters:
        """What the district runs under before the first measured day: the place's own status quo."""
        levers = build_levers((self.place_file.status_quo,))
        return self.parameters.model_copy(update={"levers": levers})

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The dated changes that act in this build, each with the complete levers from that day on."""
        dated = [planned for planned in self.planned_steps if not planned.is_pilot]
        return tuple(
            Step(planned.at, build_levers(layers), planned.changes.values)
            for planned, layers in zip(dated, self._layers_by_date[1:], strict=True)
        )

    @property
    def _layers_by_date(self) -> list[tuple[Layer, ...]]:
        """What the levers of the first day are made of, then those of each dated step."""
        layers = self._lever_layers
        found = [layers]
        for planned in self.planned_steps:
            if not planned.is_pilot:
                layers = (*layers, planned.changes)
                found.append(layers)
        return found

    @property
    def planned_steps(self) -> tuple[PlannedStep, ...]:
        """Every dated change, pilots included, by date."""
        own = self.scenario_file.steps if self.scenario_file is not None else ()
        return tuple(sorted((*self.policy_file.steps, *own), key=lambda step: step.at))

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Every conditional change."""
        return (*self.policy_file.triggers, *(self.scenario_file.triggers if self.scenario_file is not None else ()))

    @cached_property
    def acting_triggers(self) -> tuple[Acting, ...]:
        """Every conditional change with the values its levers move to.

        Raises:
            InputFault: Some would not go together with the levers of the first day or of a step.
        """
        for layers in self._layers_by_date:
            for one in self.triggers:
                build_levers((*layers, one.changes))
        return acting(self.triggers, self.parameters.levers)

    @cached_property
    def acting_pilots(self) -> tuple[Pilot, ...]:
        """Every pilot with the values its communities try.

        Raises:
            InputFault: Some would not go together with the levers of the first day or of a step, or a pilot is in
                communities that the place has not.
        """
        check_pilots(self.planned_steps, self.place_file.place.communities)
        for layers in self._layers_by_date:
            for one in self.planned_steps:
                if one.is_pilot:
                    build_levers((*layers, one.changes))
        return acting_pilots(self.planned_steps, self.parameters.levers)

    @property
    def shocks(self) -> tuple[Shock, ...]:
        """Every emergency, by first day."""
        own = self.scenario_file.shocks if self.scenario_file is not None else ()
        return tuple(sorted((*own, *self.added_shocks), key=lambda shock: shock.start))

    @property
    def drawn_layout(self) -> tuple[tuple[int, int], ...] | None:
        """(cell, grid) pairs where the grids are drawn by hand on any day, as they were read once."""
        return self.drawn if self._uses_drawing else None

    @property
    def _uses_drawing(self) -> bool:
        """Whether the grids are drawn by hand on any day, those of the warm-up included."""
        levels = [self.parameters.levers, self.warmup_parameters.levers, *(step.levers for step in self.steps)]
        later = [one.changes.values.get("grid.layout") for one in self.triggers]
        return "drawn" in [*later, *(levers.grid.layout for levers in levels)]

    @cached_property
    def provenance(self) -> dict[str, str]:
        """Dotted name -> default, place, policy, scenario, set or assume."""
        found = dict.fromkeys(self.values, "default")
        for layer in (*self._lever_layers, *self.assumption_layers):
            found |= {key if key in found else key.rpartition(".")[0]: layer.origin for key in layer.values}
        return read_only(found)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Dotted name -> value of every lever and assumption."""
        parts = (self.parameters.levers, self.parameters.assumptions)
        return read_only(
            {
                f"{group}.{field}": read_only(value) if isinstance(value, dict) else value
                for part in parts
                for group, fields in part.model_dump().items()
                for field, value in fields.items()
            }
        )

    @property
    def _lever_layers(self) -> tuple[Layer, ...]:
        fit = fit_of(self.policy_file, self.place_file)
        solved = () if fit is None else (fit.layer,)
        return (self.place_file.status_quo, self.policy_file.levers, *solved, *self.lever_layers)

    def __getstate__(self) -> dict[str, Any]:
        """Only what it was made from travels to another process; the rest is derived again."""
        return {name: value for name, value in self.__dict__.items() if name in self.__dataclass_fields__}


def bare(value: Any) -> str:
    """A value as it is typed behind an equals sign."""
    return value if isinstance(value, str) else shown(value)
