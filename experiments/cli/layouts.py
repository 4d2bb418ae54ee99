"""`layouts`: lawful grid maps of a place drawn evenly, and where one drawn by hand stands among them."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.task import Finished
from .bar import progress_bar
from .making import check, make, seeds_of
from .printing import print_json, say_aside
from .search_options import LAYOUT_NUMBERS, LAYOUTS_TAKE

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ..layouts.files import Kept
    from ..layouts.sampling import Mixing, Sample

DONE = 0
FORMAT = 1
MOST_LAYOUTS = 10_000
LAYOUTS = 100
OWN = "own"
TOLD = (
    "coverage",
    "coverage_worst_tenth_cells",
    "heard_share",
    "lapsed_waiting_share",
    "satisfaction_true",
    "staff_utilisation",
)
Percentiles = dict[str, tuple[Any, Any, float, float]]
"""Indicator -> percentile, paired difference from the mean of the sample, own mean, mean of the sample."""
AGREE, FEW = 1.1, 0.5
"""R-hat above which chains have not agreed; effective layouts below this share of those drawn are told aloud."""


def layouts(chosen: argparse.Namespace, say: Words) -> int:
    """Carry out one action."""
    for name in dict.fromkeys(one for takes in LAYOUTS_TAKE.values() for one in takes):
        if getattr(chosen, name) not in (None, False) and name not in LAYOUTS_TAKE[chosen.action]:
            takes = ", ".join(f"--{one}" for one in (*LAYOUTS_TAKE[chosen.action], "json"))
            raise Refused("layouts.option", option=f"--{name}", action=chosen.action, takes=takes)
    for name, usual in LAYOUT_NUMBERS.items():
        setattr(chosen, name, usual if getattr(chosen, name) is None else getattr(chosen, name))
    needed = {"sample": "out", "place": "sample"}[chosen.action]
    if getattr(chosen, needed) is None or not getattr(chosen, needed).strip():
        raise Refused("usage.required", what=f"--{needed}", nearest="")
    return {"sample": sample, "place": place}[chosen.action](chosen, say)


def sample(chosen: argparse.Namespace, say: Words) -> int:
    """Draw layouts of a place and write them."""
    from ...model.place.world import build_world
    from ...scenarios.library import load
    from ..layouts.files import mixing_object, place_mark, write_sample
    from ..layouts.land import SPREAD, wards
    from ..layouts.sampling import draw, starts_of

    count, spread = _checked(chosen.n, LAYOUTS, "n"), SPREAD if chosen.spread is None else chosen.spread
    if not 0.0 < spread <= 1.0:
        raise Refused("refused.number", key="spread", value=spread, low="> 0", high=1)
    scenario = load("status_quo").with_place(chosen.name)
    world, own = build_world(scenario.parameters.place), None
    households = _households(chosen, scenario)
    if chosen.like is not None:
        own = _fits(chosen.like, scenario)
    grids = _grids(world.territory, households, own)
    parts = wards(world.territory, grids, spread)
    starts = starts_of(world, households, parts, own)
    with progress_bar(len(parts), say) as progress:
        drawn = draw(parts, starts, count, chosen.seed, progress)
    record: dict[str, Any] = {"place": chosen.name, "place_mark": place_mark(world.place), "seed": chosen.seed}
    record |= {"grids": grids.tolist(), "spread": spread}
    write_sample(Path(chosen.out), drawn, record)
    if chosen.json:
        print_json(
            {
                "format": FORMAT,
                "folder": chosen.out,
                "layouts": count,
                **record,
                "mixing": [mixing_object(one) for one in drawn.mixing],
            }
        )
    else:
        _tell_sample(drawn, chosen, say)
    return DONE


def _checked(value: int | None, usual: int, key: str) -> int:
    found = usual if value is None else value
    if not 1 <= found <= MOST_LAYOUTS:
        raise Refused("refused.number", key=key, value=found, low=1, high=MOST_LAYOUTS)
    return found


def _households(chosen: argparse.Namespace, scenario: Scenario) -> float:
    """How many households a grid is to hold: as asked, else as the place does today."""
    if chosen.households is None:
        return float(scenario.parameters.levers.grid.households_per_grid)
    return float(
        scenario.set("grid.households_per_grid", float(chosen.households)).parameters.levers.grid.households_per_grid
    )


def _fits(path: str, scenario: Scenario) -> Any:
    """A layout drawn by hand as a grid for every cell, known to fit the place."""
    from ..layouts.files import grid_of_cell
    from ..runs.simulate import check_fits

    check_fits(scenario.set_many({"layout_file": path, "grid.layout": "drawn"}))
    return grid_of_cell(path)


def _grids(territory: Any, households: float, own: Any) -> Any:
    """How many grids each community is cut into: as in a layout, else as households ask for."""
    from ...model.place.layouts import grids_of_communities

    if own is None:
        return grids_of_communities(territory, households)
    bounds = territory.cell_start_of_community
    return np.array([len(np.unique(own[first:last])) for first, last in pairwise(bounds)])


def _tell_sample(drawn: Sample, chosen: argparse.Namespace, say: Words) -> None:
    """How many, how they were drawn, and community by community how well."""
    from .tables import console, table

    out, counted = console(), sum(one.counted is not None for one in drawn.mixing)
    numbers = {
        "count": len(drawn.layouts),
        "folder": chosen.out,
        "counted": counted,
        "walked": len(drawn.mixing) - counted,
    }
    out.print(say("layouts.drawn", **numbers), soft_wrap=True)
    heads = [
        say(f"layouts.{key}") for key in ("community", "cells", "grids", "how", "r_hat", "effective", "taken", "moved")
    ]
    out.print(table(heads, [_mixing_row(one, say) for one in drawn.mixing]))
    out.print()
    out.print(say("layouts.means"), soft_wrap=True)
    slow = [one.community for one in drawn.mixing if one.r_hat > AGREE or one.effective < FEW * len(drawn.layouts)]
    if slow:
        say_aside(say("warning.prefix") + say("layouts.slow", communities=", ".join(map(str, slow))))


def _mixing_row(one: Mixing, say: Words) -> list[object]:
    how = say("layouts.walked") if one.counted is None else say("layouts.all_of", count=f"{one.counted:,}")
    taken = "–" if one.counted is not None else " / ".join(say.number(share, "share") for share in one.taken)
    numbers = [f"{one.r_hat:.2f}".replace("inf", "∞"), f"{one.effective:,.0f}", taken, say.number(one.moved, "share")]
    return [str(one.community), one.cells, one.grids, how, *numbers]


def place(chosen: argparse.Namespace, say: Words) -> int:
    """One layout drawn by hand against a sample, all through the same seeds."""
    from ..layouts.files import read_sample

    kept = read_sample(chosen.sample)
    base = _base(kept, chosen)
    own = _fits(chosen.name, base)
    _same_grids(kept, base, own)
    scenarios = {
        name: base.set_many({"layout_file": str(path), "grid.layout": "drawn"})
        for name, path in zip((OWN, *kept.names), (chosen.name, *kept.paths), strict=True)
    }
    chosen.redraw, chosen.start_from = False, None
    check(chosen, {OWN: scenarios[OWN]})
    if chosen.reps < 2:
        raise Refused("refused.number", key="reps", value=chosen.reps, low=2, high="…")
    runs = len(scenarios) * chosen.reps
    counts = {"layouts": len(kept.names), "reps": chosen.reps, "workers": min(chosen.workers or cores(), runs)}
    say_aside(
        say("layouts.beforehand", runs=f"{runs:,}", minutes=_minutes(scenarios[OWN], runs, chosen, say), **counts)
    )

    def tell(finished: list[Finished], interrupted: bool) -> None:
        found = _percentiles(finished, list(seeds_of(chosen)))
        if interrupted or not found:
            return
        if chosen.json:
            print_json(_place_object(found, base, len(kept.names), chosen) | {"says": say("layouts.says")})
        else:
            _tell_place(found, say)

    return make(scenarios, chosen, say, tell)


def _minutes(scenario: Scenario, runs: int, chosen: argparse.Namespace, say: Words) -> str:
    from ..runs.task import Task
    from ..studies.costs import cost_of_task
    from .study_check import minutes_told

    cost = cost_of_task(Task(OWN, scenario, chosen.seed, chosen.days, chosen.warmup), runs)
    return minutes_told(cost.minutes(chosen.workers or cores()), say)


def _base(kept: Kept, chosen: argparse.Namespace) -> Scenario:
    """The policy asked for on the place of the sample."""
    from ...scenarios.library import load
    from ..layouts.files import place_mark

    base = load("status_quo").with_place(kept.record["place"])
    if chosen.policy is not None:
        base = base.with_policy(chosen.policy)
    if place_mark(base.parameters.place) != kept.record["place_mark"]:
        raise Refused("layouts.other_place", path=chosen.sample, place=kept.record["place"])
    return base


def _same_grids(kept: Kept, base: Scenario, own: Any) -> None:
    """Refuse to compare layouts with more grids to ones with fewer: the answer would be about their number."""
    from ...model.place.world import build_world

    mine, theirs = _grids(build_world(base.parameters.place).territory, 0.0, own).tolist(), kept.record["grids"]
    if mine != theirs:
        community = next(number for number, pair in enumerate(zip(mine, theirs, strict=True)) if pair[0] != pair[1])
        raise Refused("layouts.other_grids", community=community, mine=mine[community], theirs=theirs[community])


def _percentiles(finished: list[Finished], seeds: list[int]) -> Percentiles:
    """Every indicator that all runs could know; nothing where too few layouts came to their end."""
    from ...model.observation.indicators import INDICATORS
    from ..comparing.intervals import paired_difference
    from ..layouts.standing import percentile

    runs = {(done.task.name, done.task.seed): done.summary.indicators for done in finished if done.summary is not None}
    names = [name for name in dict.fromkeys(name for name, _ in runs) if all((name, seed) in runs for seed in seeds)]
    found: Percentiles = {}
    if OWN not in names or len(names) < 3:
        return found
    for indicator, about in INDICATORS.items():
        rows = [[runs[name, seed].get(indicator) for seed in seeds] for name in names]
        if any(value is None for row in rows for value in row):
            continue
        values = np.array(rows, float)
        own, others = values[names.index(OWN)], np.delete(values, names.index(OWN), axis=0)
        middle = others.mean(axis=0)
        pair = paired_difference(middle.tolist(), own.tolist(), about.better, about.margin, looks="once")
        found[indicator] = percentile(own, others, about.better), pair, float(own.mean()), float(middle.mean())
    return found


def _place_object(found: Percentiles, base: Scenario, count: int, chosen: argparse.Namespace) -> dict[str, Any]:
    """What `layouts place --json` prints; docs/how-to-layouts.md says what it holds."""
    head = {"format": FORMAT, "layout": chosen.name, "sample": chosen.sample, "layouts": count}
    head |= {"place": base.place_id, "policy": base.policy_id, "seeds": list(seeds_of(chosen))}
    return {**head, "days": chosen.days, "warmup": chosen.warmup, "indicators": _objects(found)}


def _objects(found: Percentiles) -> dict[str, Any]:
    return {
        name: {"percentile": of.value, "lo": of.lo, "hi": of.hi, "layouts": of.layouts, "reliability": of.reliability}
        | {"own": own, "sample": middle, "paired": asdict(pair)}
        for name, (of, pair, own, middle) in found.items()
    }


def _tell_place(found: Percentiles, say: Words) -> None:
    from ...model.observation.indicators import INDICATORS
    from ..comparing.sentences import label_with_unit
    from .tables import console, table, verdict

    out = console()
    layouts = next(iter(found.values()))[0].layouts
    out.print(say("layouts.among", count=layouts), style="bold")
    heads = [
        say("table.indicator"),
        *(say(f"layouts.{key}") for key in ("own", "mean", "percentile", "between", "reliability")),
    ]
    rows = []
    for name in TOLD:
        if name not in found:
            continue
        of, pair, own, middle = found[name]
        unit = INDICATORS[name].unit
        between = f"{100 * of.lo:.0f} … {100 * of.hi:.0f}"
        row: list[object] = [label_with_unit(name, say.language), say.figure(own, unit), say.figure(middle, unit)]
        rows.append([*row, f"{100 * of.value:.0f}", between, say.number(of.reliability, "share"), verdict(pair, say)])
    out.print(table([*heads, say("table.verdict")], rows))
    out.print()
    for key in ("reads", "shapes", "says"):
        out.print(say(f"layouts.{key}"), soft_wrap=True)


COMMANDS = {"layouts": layouts}
