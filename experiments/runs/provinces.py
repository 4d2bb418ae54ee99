"""A province as runs: one for each of its districts, or for some drawn from it, which then stand for the others.

Every district lives through a seed of its own, by its address; with the same seed everywhere the luck of one community
would be that of its namesakes in all other districts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

from .folders import build_mark
from .refusing import Refused
from .task import Task

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ...scenarios.province_districts import District
    from ...scenarios.provinces import Province

KIND = "province"
FEWEST_COMMUNITIES = 3
"""That a sampled district keeps, so that ways, units and competition are not those of one community."""
FEWEST_DISTRICTS = 2
"""Drawn from an area: one would say nothing of how districts differ."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A district that is run, as what it stands for.

    Attributes:
        district: Perhaps with fewer communities than the whole has.
        whole: Communities of the whole district.
    """

    district: District
    whole: int

    @property
    def cut(self) -> bool:
        return self.district.communities < self.whole


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """One area with those of its districts that are run; each is itself and equals no other.

    Attributes:
        of: Districts in the area.
        communities, residents: Of the whole area.
    """

    area: str
    title: Mapping[str, str]
    settlement: str
    of: int
    communities: int
    residents: int
    chosen: tuple[Chosen, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every community of the area is run, so that nothing about it is guessed."""
        return len(self.chosen) == self.of and not any(one.cut for one in self.chosen)


def check_sample(share: Any) -> float:
    """Refuse what is no share of a province."""
    if isinstance(share, bool) or not isinstance(share, Real) or not 0 < float(share) <= 1:
        raise Refused("refused.sample", got=share)
    return float(share)


def draw(province: Province, share: float = 1.0) -> tuple[Stratum, ...]:
    """The districts to be run: all, or of each area some, each with some of its communities.

    Both stages take about the root of the share. An area keeps at least two districts and each of them at least three
    communities, so the sample of a small share is larger than was asked for; an area of one district is run whole.
    Who is drawn hangs on the addresses alone, so a larger sample keeps the districts of a smaller one.
    """
    from ...scenarios.province_districts import number_at

    found = []
    for area in province.areas:
        districts = area.districts
        ranked = sorted(districts, key=lambda one: number_at(area.seed, one.id, "drawn"))
        count, keep = _stages(len(districts), area.communities, share)
        mine = ranked[:count] if count < len(districts) else list(districts)
        chosen = tuple(Chosen(one.cut_to(keep) if keep else one, one.communities) for one in mine)
        sizes = {"of": len(districts), "communities": area.communities, "residents": area.residents}
        found.append(Stratum(area.id, area.title, area.settlement, chosen=chosen, **sizes))
    return tuple(found)


def _stages(districts: int, communities: int, share: float) -> tuple[int, int]:
    """How many districts of an area are drawn, and how many communities each keeps; 0 keeps all."""
    if share >= 1.0 or districts == 1:
        return districts, 0
    count = min(districts, max(FEWEST_DISTRICTS, math.ceil(districts * math.sqrt(share))))
    return count, max(FEWEST_COMMUNITIES, round(communities * share / count))


def district_seed(seed: int, district: str) -> int:
    """The seed a district lives through in the replication with this seed."""
    from ...scenarios.province_districts import number_at

    return number_at(seed, district, "run")


def province_tasks(
    scenarios: Mapping[str, Scenario],
    strata: Sequence[Stratum],
    seeds: Sequence[int],
    days: int,
    warmup: int,
    *,
    redraw: bool = False,
) -> list[Task]:
    """Replication by replication, district by district, scenario by scenario; only its row is kept of each run."""
    districts = [one.district for stratum in strata for one in stratum.chosen]
    placed = {(name, one.id): scenarios[name].with_place(one.place_file) for name in scenarios for one in districts}
    return [
        Task(
            name,
            placed[name, one.id],
            district_seed(seed, one.id),
            days,
            warmup,
            column=column,
            replication=replication,
            redraw=redraw,
            only_row=True,
        )
        for replication, seed in enumerate(seeds)
        for one in districts
        for column, name in enumerate(scenarios)
    ]


def province_record(province: Province, share: float, seeds: Sequence[int], tasks: Sequence[Task]) -> dict[str, Any]:
    """What a manifest says of a province's runs: enough to go on with them, and to gather them."""
    names = list(dict.fromkeys(task.name for task in tasks))
    return {
        "kind": KIND,
        "province": province.id,
        "sample": share,
        "scenarios": {name: {"policy": _policy(tasks, name)} for name in names},
        "seeds": list(seeds),
        "run_ids": [task.run_id for task in tasks],
    }


def _policy(tasks: Sequence[Task], name: str) -> str:
    return next(task.scenario.policy_id for task in tasks if task.name == name)


def check_same_province(record: Mapping[str, Any], asked: Mapping[str, Any], tasks: Sequence[Task]) -> None:
    """Refuse to go on with a folder that holds other runs than those asked for, or runs of another build."""
    first = tasks[0]
    wanted = {name: asked[name] for name in ("kind", "province", "sample", "scenarios", "seeds")}
    wanted |= {"days": first.days, "warmup": first.warmup, "redraw": first.redraw, "build": build_mark()}
    there = {**record, "build": _build(record)}
    for name, value in (*wanted.items(), ("run_ids", asked["run_ids"])):
        if there.get(name) != value:
            raise Refused("refused.resume", what=name, there=_short(there.get(name)), asked=_short(value))


def _build(record: Mapping[str, Any]) -> Any:
    versions = record.get("versions")
    return versions.get("build") if isinstance(versions, Mapping) else None


def _short(value: Any) -> str:
    text = f"{value[0]} … ({len(value)})" if isinstance(value, list) and len(value) > 4 else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
