"""How every shipped place stands at rest, as pilot runs measure it: lines to paste into its file, printed one by one.

python -m shapan.experiments.evidence.at_rest [PLACE …]
"""

from __future__ import annotations

import argparse

from ...model.district import District
from ...model.parameters import Parameters
from ...model.parameters.place import Minds
from ...model.pilot import measured
from ...model.plan import AtRest
from ...scenarios.library import load, names

PILOTS = 3
"""Pilot runs, each with luck of its own, whose mean is stated."""


def status_quo_of(place: str) -> Parameters:
    """A place, shipped or a file, as it is today."""
    return load("status_quo").with_place(place).warmup_parameters


def mean_of(parameters: Parameters, pilots: int = PILOTS) -> AtRest:
    """What several pilot runs find on average."""
    found = [measured(parameters, District, seed) for seed in range(pilots)]
    inflow = {kind: sum(one.inflow[kind] for one in found) / pilots for kind in found[0].inflow}
    minds = {name: sum(getattr(one.minds, name) for one in found) / pilots for name in Minds.model_fields}
    heard, lost = (
        {kind: sum(getattr(one, name)[kind] for one in found) / pilots for kind in found[0].inflow}
        for name in ("heard", "lost")
    )
    return AtRest(inflow, Minds(**minds), heard, lost)


def lines(found: AtRest) -> str:
    """What stands in the file of a place: cases a year and 1,000 residents, books, and what residents feel."""
    cases = ", ".join(f"{kind} = {float(f'{value:.2g}'):g}" for kind, value in found.inflow.items() if value > 0.0)
    minds = ", ".join(f"{name} = {value:.3f}" for name, value in dict(found.minds).items())
    heard, lost = (
        ", ".join(f"{kind} = {value:.3f}" for kind, value in shares.items()) for shares in (found.heard, found.lost)
    )
    return f"departments = {{{cases}}}\nheard_share = {{{heard}}}\nlost_share = {{{lost}}}\nminds = {{{minds}}}"


def main() -> None:
    """Measure the places asked for, or every shipped one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", metavar="PLACE", help="a shipped place or a file; else every shipped one")
    parser.add_argument("--pilots", type=int, default=PILOTS)
    asked = parser.parse_args()
    for place in asked.places or [name for name, _ in names()["place"]]:
        print(f"# {place}\n{lines(mean_of(status_quo_of(place), asked.pilots))}\n", flush=True)


if __name__ == "__main__":
    main()
