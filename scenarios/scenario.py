"""A scenario: one place under one policy, which can be read, changed and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Integral
from pathlib import Path
from typing import Any

from ..model.parameters.place import Place
from .checking import NOWHERE, Layer, check_levers, check_value, find_parameter
from .faults import InputFault, Notice, shown
from .fingerprint import fingerprint
from .header import Text
from .layout_file import read_layout
from .notices import notices_about, notices_about_dates, notices_about_length
from .places import PlaceFile
from .policies import PolicyFile, ScenarioFile
from .resolved import ADDED, Resolved, Step, bare
from .resolving import values_of
from .schedule import Shock, check_overlaps
from .shelf import AnyFile, find_place, find_policy, open_file
from .triggers import check_triggers

MOST_SEEDS = 2**63

__all__ = ["Scenario", "Step"]


@dataclass(frozen=True, repr=False)
class Scenario(Resolved):
    """One place under one policy. Immutable: every change returns a new scenario."""

    @classmethod
    def read(cls, path: str | Path) -> Scenario:
        """A scenario file; a policy file means that policy at home, a place file that place as it is."""
        return cls.of_any(open_file(_name(path, "path")))

    @classmethod
    def of_any(cls, found: AnyFile) -> Scenario:
        """A file of any kind as the scenario it means by itself."""
        if isinstance(found, PlaceFile):
            return cls(found, find_policy("status_quo"))._checked()
        if isinstance(found, PolicyFile):
            return cls.of_policy(found)
        return cls.of_file(found)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}, {self.hash[:12]}>"

    @cached_property
    def hash(self) -> str:
        """The same for the same resolved content, in every process and on every machine."""
        return fingerprint(self)

    def __hash__(self) -> int:
        return hash(self.hash)

    @cached_property
    def warnings(self) -> tuple[Notice, ...]:
        """What is set and does not act in this build."""
        return notices_about(self)

    def warnings_for(self, days: int, warmup: int = 180) -> tuple[Notice, ...]:
        """`warnings`, every date outside a run of so many measured days, and whether so few days mislead."""
        return (*self.warnings, *notices_about_dates(self, _whole(days, "days")), *notices_about_length(days))

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

    def with_policy(self, name: str | PolicyFile) -> Scenario:
        """The same place under another policy; values set on top of the policy stay."""
        policy = name if isinstance(name, PolicyFile) else find_policy(_name(name, "policy"))
        layout = _beside(policy.layout_file, policy.path)
        if layout is None:
            return replace(self, policy_file=policy)._checked()
        return replace(self, policy_file=policy, layout_file=layout, drawn=None)._checked()

    def with_place(self, name: str | PlaceFile) -> Scenario:
        """The same policy on another place."""
        place = name if isinstance(name, PlaceFile) else find_place(_name(name, "place"))
        return replace(self, place_file=place)._checked()

    def redrawn(self, seed: int) -> Scenario:
        """The same rules on the same kind of place with land and people drawn anew: the place's own seed moves on.

        Args:
            seed: Of the run; scenarios redrawn with the same seed live in the same place. 0 leaves the place as it is.
        """
        place = self.place_file.place
        return replace(self, place_file=replace(self.place_file, place=drawn_anew(place, _whole(seed, "seed"))))

    def set(self, key: str, value: Any) -> Scenario:
        """One lever changed."""
        return self.set_many({_name(key, "set"): value})

    def set_many(self, changes: Mapping[str, Any], origin: str = "set") -> Scenario:
        """Several levers changed together, so that only their final combination has to be allowed."""
        if not isinstance(changes, Mapping):
            raise InputFault("wrong_type", "set_many", {"wanted": "a table", "value": shown(changes)})
        changes = dict(changes)
        drawing = {}
        if "layout_file" in changes:
            drawing = {"layout_file": _name(changes.pop("layout_file"), "layout_file"), "drawn": None}
        values = check_levers(changes)
        layers = (*self.lever_layers, Layer(origin, values)) if values else self.lever_layers
        changed = replace(self, lever_layers=layers, **drawing)._checked()
        if drawing and not changed._uses_drawing:
            raise InputFault("layout_unused", "layout_file", allowed="grid.layout=drawn")
        return changed

    def assume(self, key: str, value: Any, origin: str = "assume") -> Scenario:
        """One behavioural assumption changed."""
        key = _name(key, "assume")
        values = {key: check_value(find_parameter(key, "assumption"), value, key)}
        return replace(self, assumption_layers=(*self.assumption_layers, Layer(origin, values)))._checked()

    def with_shock(self, shock: Shock) -> Scenario:
        """The same scenario with one more emergency."""
        if not isinstance(shock, Shock):
            raise InputFault("wrong_type", "with_shock", {"wanted": "a shock", "value": shown(shock)})
        return replace(self, added_shocks=(*self.added_shocks, shock))._checked()

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
        changes = ", ".join(f"{key}={bare(value)}" for key, value in values_of(added).items())
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

    def _checked(self) -> Scenario:
        """This scenario, once its values are known to go together on every date and after every trigger and pilot."""
        if any((self.acting_triggers, self.acting_pilots)):  # both are worked out, so that faults of either are told
            check_triggers(self.triggers)
        check_overlaps(self.shocks)
        if self._uses_drawing and not self.layout_file:
            said = [layer for layer in self._lever_layers if "grid.layout" in layer.values]
            at = said[-1].at("grid.layout") if said else NOWHERE
            raise InputFault("drawn_needs_file", "grid.layout", at=at)
        known = not self._uses_drawing or self.drawn is not None
        return self if known else replace(self, drawn=read_layout(self.layout_file))


def _name(value: Any, key: str) -> str:
    """The name of something on the shelf or of a file; what is no name, or an empty one, is refused."""
    if not isinstance(value, str | Path):
        raise InputFault("wrong_type", key, {"wanted": "text", "value": shown(value)})
    if not str(value).strip() or value == Path():
        raise InputFault("empty_value", key)
    return str(value)


def _whole(value: Any, key: str) -> int:
    """A whole number from 0; what is none is refused."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise InputFault("wrong_type", key, {"wanted": "a whole number", "value": shown(value)})
    if value < 0:
        raise InputFault("out_of_range", key, {"value": shown(value)}, "≥ 0")
    return int(value)


def _beside(name: str | None, path: str) -> str | None:
    """A file named in another file is looked for beside it."""
    return str(Path(path).parent / name) if name else None


def drawn_anew(place: Place, seed: int) -> Place:
    """The same place with a population seed that follows the seed of a run; 0 leaves it as it is."""
    return place.model_copy(update={"population_seed": (place.population_seed + seed) % MOST_SEEDS})
