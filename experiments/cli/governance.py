"""`index` and `reach`: how communities stand by the year's index, and how far centres reach by the radius walked."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..reports.governance import CommunityIndex, community_indices, of_the_district
from ..reports.pilot_zones import UNDER_WAY, Zone, zones
from ..reports.wording import Words
from ..runs.simulate import check_fits, simulate
from ..runs.task import check_numbers
from . import choosing
from .bar import progress_bar
from .printing import print_json
from .runs import note

if TYPE_CHECKING:
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario

DONE = 0
FORMAT = 1


def index(chosen: argparse.Namespace, say: Words) -> int:
    """The governance index of every community in the last year of the run, as it is and as the district sees it."""
    scenario, run = _run(chosen, say)
    weights = scenario.parameters.levers.index.weights
    found, whole = community_indices(run.index, run.cells), of_the_district(run.index, run.cells)
    tried = zones(run.events, found, run.days)
    if chosen.json:
        about = {"format": FORMAT, "scenario": chosen.name, "seed": chosen.seed, "days": chosen.days}
        communities = [_object(one) for one in found]
        second = [dataclasses.asdict(one) for one in tried]
        print_json(
            {**about, "weights": weights, "governance_index": whole, "communities": communities, "pilot_zones": second}
        )
        return DONE
    from .tables import console, table

    names = list(weights)
    heads = [say("index.community"), say("index.seen"), say("index.true")]
    heads += [say(f"index.{name}") for name in names]
    rows = [
        [str(one.community), _two(one.seen), _two(one.true), *(_pair(one.components[name]) for name in names)]
        for one in found
    ]
    out = console()
    out.print(say("index.title", name=chosen.name, seed=chosen.seed), style="bold")
    out.print(table(heads, rows))
    out.print(say("index.district", seen=_two(whole["seen"]), true=_two(whole["true"])))
    out.print(say("index.note", weights=", ".join(f"{say(f'index.{one}')} {weights[one]:g}" for one in names)))
    out.print(say("index.zones"), style="bold")
    for line in _zone_lines(tried, say):
        out.print(line)
    return DONE


def _zone_lines(tried: Sequence[Zone], say: Words) -> list[str]:
    """The second report, a line for each pilot."""
    return [_zone_line(one, say) for one in tried] or [say("index.no_zone")]


def _zone_line(one: Zone, say: Words) -> str:
    where = {
        "number": one.number + 1,
        "count": len(one.communities),
        "communities": ", ".join(map(str, one.communities)),
    }
    stands = {"seen": _two(one.seen), "elsewhere": _two(one.seen_elsewhere)}
    line = say("index.zone", **where, **stands, day=one.day, tried=one.tried)
    if not one.about:
        return line + say("index.zone_kept")
    if one.how == UNDER_WAY:
        return line + say("index.zone_under_way", about=one.about)
    difference = "–" if one.difference is None else f"{one.difference:+.3g}"
    return line + say(f"index.zone_{one.how}", about=one.about, difference=difference)


def reach(chosen: argparse.Namespace, say: Words) -> int:
    """Shares of the demand served, without capacity and out of range, radius by radius."""
    _, run = _run(chosen, say)
    if chosen.json:
        about = {"format": FORMAT, "scenario": chosen.name, "seed": chosen.seed, "days": chosen.days}
        print_json({**about, "radii": run.reach.to_dict("records")})
        return DONE
    from .tables import console, table

    shares = ("reach_served", "reach_no_capacity", "reach_out_of_range")
    heads = [say("reach.radius"), say("reach.served"), say("reach.no_capacity"), say("reach.out_of_range")]
    rows = [
        [f"{row['radius_km']:g}{' *' if row['stated'] else ''}", *(say.number(row[share], "share") for share in shares)]
        for row in run.reach.to_dict("records")
    ]
    out = console()
    out.print(say("reach.title", name=chosen.name, seed=chosen.seed), style="bold")
    out.print(table(heads, rows))
    out.print(say("reach.note"))
    return DONE


def _run(chosen: argparse.Namespace, say: Words) -> tuple[Scenario, Run]:
    scenario = choosing.one(chosen)
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup)
    check_fits(scenario)
    note(scenario, chosen, say)
    with progress_bar(1, say) as progress:
        return scenario, simulate(scenario, chosen.seed, chosen.days, chosen.warmup, progress)


def _object(one: CommunityIndex) -> dict[str, Any]:
    """A community as JSON tells it; what nobody knows is null."""
    return {
        "community": one.community,
        "residents": one.residents,
        "seen": one.seen,
        "true": one.true,
        "components": {name: {"seen": seen, "true": true} for name, (seen, true) in one.components.items()},
    }


def _pair(values: tuple[float | None, float | None]) -> str:
    return "/".join(map(_two, values))


def _two(value: float | None) -> str:
    return "–" if value is None or pd.isna(value) else f"{value:.2f}"


COMMANDS = {"index": index, "reach": reach}
