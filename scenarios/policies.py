"""Policy files, the levers somebody decides; and scenario files, one policy on one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model.parameters import all_parameters
from .checking import Layer
from .faults import nearest_name
from .header import Header, Reader, read_header
from .schedule import PlannedStep, Shock, Trigger, read_shocks, read_steps, read_triggers
from .values import read_values

POLICY_KEYS = ("home", "based_on", "levers", "layout_file", "steps", "triggers")
SCENARIO_KEYS = ("place", "policy", "set", "assumptions", "layout_file", "steps", "triggers", "shocks")
HOME_BY_DEFAULT = "yantian"


@dataclass(frozen=True)
class PolicyFile:
    """One policy, as its differences from the status quo.

    A variant (`based_on`) states only its differences from a shipped policy; the others are laid under its own.
    """

    header: Header
    home: str
    levers: Layer
    steps: tuple[PlannedStep, ...]
    triggers: tuple[Trigger, ...]
    layout_file: str | None
    path: str
    based_on: str = ""

    @property
    def id(self) -> str:
        return self.header.id

    def over(self, base: PolicyFile) -> PolicyFile:
        """This variant with everything it does not say taken from its base."""
        levers = Layer(
            self.levers.origin, {**base.levers.values, **self.levers.values}, {**base.levers.where, **self.levers.where}
        )
        return replace(
            self,
            header=replace(self.header, sources={**base.header.sources, **self.header.sources}),
            home=self.home or base.home,
            levers=levers,
            steps=tuple(sorted((*base.steps, *self.steps), key=lambda step: step.at)),
            triggers=(*base.triggers, *self.triggers),
        )


@dataclass(frozen=True)
class ScenarioFile:
    """One place and one policy under one name, with what is particular to them together."""

    header: Header
    place: str
    policy: str
    set: Layer
    assumptions: Layer
    steps: tuple[PlannedStep, ...]
    triggers: tuple[Trigger, ...]
    shocks: tuple[Shock, ...]
    layout_file: str | None
    path: str

    @property
    def id(self) -> str:
        return self.header.id


def read_policy(reader: Reader) -> PolicyFile:
    """A policy, with every fault noted."""
    header = read_header(reader, "policy", POLICY_KEYS)
    origin = f"policy {header.id}"
    for key in header.sources:
        if key and key not in all_parameters():
            details, nearest = {"role": "parameter"}, nearest_name(key, all_parameters())
            reader.fault("unknown_parameter", ("sources", key), details, nearest=nearest)
    based_on = reader.name("based_on") or ""
    return PolicyFile(
        header=header,
        home=reader.name("home") or ("" if based_on else HOME_BY_DEFAULT),
        levers=read_values(reader, ("levers",), "lever", origin),
        steps=read_steps(reader, origin),
        triggers=read_triggers(reader, origin),
        layout_file=reader.name("layout_file"),
        path=reader.document.file,
        based_on=based_on,
    )


def read_scenario(reader: Reader) -> ScenarioFile:
    """A scenario, with every fault noted; its place and policy are looked up by whoever asked for it."""
    header = read_header(reader, "scenario", SCENARIO_KEYS)
    values = reader.document.values
    origin = f"scenario {header.id}"
    for key in ("place", "policy"):
        if key not in values:
            reader.fault("missing_key", (key,))
    return ScenarioFile(
        header=header,
        place=reader.name("place") or "",
        policy=reader.name("policy") or "",
        set=read_values(reader, ("set",), "lever", origin),
        assumptions=read_values(reader, ("assumptions",), "assumption", origin),
        steps=read_steps(reader, origin),
        triggers=read_triggers(reader, origin),
        shocks=read_shocks(reader),
        layout_file=reader.name("layout_file"),
        path=reader.document.file,
    )
