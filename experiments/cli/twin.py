"""`twin`: how much money a policy's rules may be given so that they cost what is spent on a place today."""

from __future__ import annotations

import argparse

from ..evidence.twins import TOLERANCE, Asked, check_twin, solve
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.task import check_numbers
from .printing import print_json
from .runs import note

FORMAT = 1


def twin(chosen: argparse.Namespace, say: Words) -> int:
    """Solve one twin on one place and tell it; nothing is stored."""
    from ...scenarios.library import find_place, load

    check_numbers(seed=chosen.seed, days=chosen.days, reps=chosen.reps)
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    check_twin(chosen.name)
    if chosen.place is not None and not chosen.place.strip():
        raise Refused("usage.empty", name="--place")
    place = load(chosen.name).place_id if chosen.place is None else chosen.place
    find_place(place)
    note(load(chosen.name).with_place(place), chosen, say)
    asked = Asked(chosen.days, tuple(range(chosen.seed, chosen.seed + chosen.reps)), TOLERANCE, chosen.workers)
    fit = solve(chosen.name, place, asked)
    if chosen.json:
        values = {name: getattr(fit, name) for name in ("policy", "place", "posts", "pots", "today", "twin", "days")}
        print_json({"format": FORMAT, **values, "seeds": fit.seeds, "holds": fit.holds, "levers": dict(fit.levers)})
        return 0
    title = find_place(place).header.title[say.language]
    shares = {"posts": f"{100 * fit.posts:.1f}", "pots": f"{100 * fit.pots:.1f}"}
    print(say("twin.found", policy=fit.policy, place=title, today=fit.today, twin=fit.twin, **shares))
    print("\n".join(f"  --set {key}={value}" for key, value in fit.levers.items()))
    if not fit.holds:
        print(say("twin.not_held", tolerance=f"{100 * fit.tolerance:g}"))
    return 0


COMMANDS = {"twin": twin}
