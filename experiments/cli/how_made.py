"""How a comparison was made: places, days, seeds, and what is needed to make it again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from ... import __version__
from ...scenarios.library import Scenario
from ..comparing.compare import Comparison
from ..comparing.worth import worth_json
from ..reports.wording import Words
from ..reports.worlds import other_worlds, stated_assumptions
from ..runs.folders import build_mark
from ..runs.task import Finished
from .making import seeds_of


def made(
    scenarios: dict[str, Scenario], finished: Sequence[Finished], chosen: argparse.Namespace, say: Words
) -> Iterator[str]:
    """Place, residents, days and seeds of a comparison; a line for each place."""
    residents = {done.task.name: done.summary.residents for done in finished if done.summary is not None}
    first, last = seeds_of(chosen)[0], seeds_of(chosen)[-1]
    values = {"days": chosen.days, "warmup": chosen.warmup, "first": first, "last": last}
    lines = [
        say(
            "compare.made" if last > first else "compare.made_once",
            place=scenario.place_file.header.title[say.language],
            residents=residents[name],
            **values,
        )
        for name, scenario in scenarios.items()
        if name in residents
    ]
    yield from dict.fromkeys([*lines, say("compare.redrawn")] if chosen.redraw else lines)


def with_making(
    table: Comparison, chosen: argparse.Namespace, scenarios: dict[str, Scenario], say: Words
) -> dict[str, Any]:
    """The comparison with what is needed to make it again."""
    making = {
        "seed": chosen.seed,
        "days": chosen.days,
        "warmup": chosen.warmup,
        "version": __version__,
        "redraw": chosen.redraw,
    }
    hashes = {name: scenario.hash for name, scenario in scenarios.items()}
    making["worth"] = worth_json(table, say.language)
    worlds = {"assumptions": stated_assumptions(scenarios), "worlds": other_worlds(scenarios)}
    values = {**table.to_json_dict(say.language), **making, "build": build_mark(), "scenario_hash": hashes}
    return {**values, **worlds}
