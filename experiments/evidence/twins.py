"""Solve how much a twin may be given so that its runs spend what the status quo spends on the same place.

`python -m shapan.experiments.evidence.twins` solves every twin on the training town, the standard town and its home,
and stores each in `scenarios/policies/_twins.toml` as it is done; what this model has solved already is left alone, so
that it can be stopped and started again. `shapan twin POLICY --place P` solves one and prints it.

Money is moved along one line: first the three pots (purchase, community and project money) alike, down to a quarter of
today's or up to four times; below the quarter the three lines of posts as well. The plan tells what a share costs, runs
tell what is spent; the plan is corrected by the difference until what runs spend agrees.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...scenarios.twins import FILE, TWIN, Fit, is_twin, read_fits, write_fits
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.runner import run_many
from ..runs.task import Task
from .model_mark import model_mark

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

DAYS, SEEDS, TOLERANCE = 365, 4, 0.01
LEAST_POTS = 0.25  # below it posts are cut as well: some purchase has to be left for contracts to exist
WIDEST = (-0.5, 4.0)  # shares of today's money along the line; the lower end leaves a quarter of the posts
MOST_ROUNDS = 6
TOWNS = ("training_town", "standard_town")
HEAVY = 50_000  # residents above which two seeds have to do
Tried = tuple[float, float]  # a point of the line, and how much more than wanted is spent there
Spend = Callable[["Scenario"], float]


@dataclass(frozen=True)
class Asked:
    """How a twin is solved: measured days, seeds, and how near is near enough."""

    days: int = DAYS
    seeds: tuple[int, ...] = tuple(range(1, 1 + SEEDS))
    tolerance: float = TOLERANCE
    workers: int | None = None


def shares_at(x: float) -> tuple[float, float]:
    """Shares of today's posts and pots at a point of the line."""
    return min(1.0, 1.0 + x - LEAST_POTS), max(x, LEAST_POTS)


def levers_at(today: Scenario, rules: Scenario, x: float) -> dict[str, float]:
    """Posts and pots of a twin at a point of the line, as levers.

    Posts are those that today's wages of each line pay at what the rules pay and over the centres they have.
    """
    from ...scenarios.budget import number_of_centres

    posts, pots = shares_at(x)
    now, then = today.parameters.levers, rules.parameters.levers
    place = today.parameters.place
    centres = number_of_centres(place, now.centres.spacing_km) / number_of_centres(place, then.centres.spacing_km)
    asked = {
        "grid.workers_per_1000_households": posts * now.grid.workers_per_1000_households,
        "staff.workers_per_10000": posts * now.staff.workers_per_10000 * now.staff.pay_ratio / then.staff.pay_ratio,
        "centres.social_workers_each": posts * now.centres.social_workers_each * centres,
    }
    pot = (
        "purchase_yuan",
        "community_yuan_per_resident",
        "project_yuan_per_resident",
        "community_yuan",
        "project_yuan",
    )
    money = {f"funding.{name}": pots * getattr(now.funding, name) for name in pot}
    return {key: _rounded(_inside(key, value)) for key, value in {**asked, **money}.items()}


def _inside(key: str, value: float) -> float:
    """The value, or the end of what the lever allows."""
    from ...model.parameters import all_parameters

    about = all_parameters()[key].about
    return min(max(value, about.low or 0.0), math.inf if about.high is None else about.high)


def _rounded(value: float) -> float:
    """Five significant figures: finer than any difference that runs can show."""
    return float(f"{value:.5g}")


def planned(scenario: Scenario, days: int) -> float:
    """Yuan a resident and year on the plan."""
    from ...scenarios.budget import yuan_per_resident

    return yuan_per_resident(scenario, days)["total"]


def point_for(plan: Callable[[float], float], wanted: float) -> float:
    """Where on the line the plan costs what is wanted, or the end of the line nearest to it."""
    low, high = WIDEST
    if wanted <= plan(low):
        return low
    if wanted >= plan(high):
        return high
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if plan(middle) < wanted else (low, middle)
    return (low + high) / 2.0


def next_point(tried: Sequence[Tried], by_plan: float) -> float:
    """Where to try next: by the plan at first, then by the straight line through the two nearest tries.

    Once a try spends too little and another too much, the next lies between them.
    """
    if len(tried) < 2:
        return by_plan
    (near, gap), (other, far) = sorted(tried, key=lambda one: abs(one[1]))[:2]
    x = near - gap * (near - other) / (gap - far) if gap != far else by_plan
    below = max((one for one, left in tried if left < 0.0), default=WIDEST[0])
    above = min((one for one, left in tried if left > 0.0), default=WIDEST[1])
    return x if below < x < above else (below + above) / 2.0


def spent(asked: Asked) -> Spend:
    """Yuan a resident and year that runs spend, mean over the seeds."""

    def spend(scenario: Scenario) -> float:
        tasks = [Task(scenario.name, scenario, seed, asked.days) for seed in asked.seeds]
        found = []
        for done in run_many(tasks, asked.workers or cores()):
            if done.summary is None:
                raise RuntimeError(f"{scenario.name}, seed {done.task.seed}: {done.error}")
            found.append(done.summary.indicators["spend_per_resident"])
        return math.fsum(found) / len(found)

    return spend


def solve(policy: str, place: str, asked: Asked | None = None, spend: Spend | None = None) -> Fit:
    """A twin on a place.

    Args:
        policy: The twin, or the policy whose twin it is.
        place: A shipped place by its id, or a place file.
        spend: What a scenario spends; runs of the model if None.
    """
    from ...scenarios.library import load

    asked = asked or Asked()
    spend = spend or spent(asked)
    twin = policy if is_twin(policy) else f"{policy}{TWIN}"
    rules = load(twin).with_place(place)
    today = rules.with_policy("status_quo")
    wanted = spend(today)

    def at(x: float) -> Scenario:
        return rules.set_many(levers_at(today, rules, x))

    def plan(x: float) -> float:
        return planned(at(x), asked.days)

    tried: list[Tried] = []
    x = point_for(plan, planned(today, asked.days))
    for _ in range(MOST_ROUNDS):
        tried.append((x, spend(at(x)) - wanted))
        if abs(tried[-1][1]) <= asked.tolerance * wanted / 2.0:
            break
        x = next_point(tried, point_for(plan, plan(x) - tried[-1][1]))
    x, gap = min(tried, key=lambda one: abs(one[1]))
    posts, pots = shares_at(x)
    return Fit(
        policy=twin,
        place=rules.place_id,
        levers=levers_at(today, rules, x),
        posts=_rounded(posts),
        pots=_rounded(pots),
        today=round(wanted, 2),
        twin=round(wanted + gap, 2),
        days=asked.days,
        seeds=f"{asked.seeds[0]}-{asked.seeds[-1]}",
        tolerance=asked.tolerance,
        model=model_mark(),
    )


def pairs_wanted(policies: Sequence[str] = (), places: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(twin, place) of everything that is stored: on both towns and at home."""
    from ...scenarios.library import load
    from ...scenarios.shelf import shipped

    twins = [name for name in shipped()["policy"] if is_twin(name)]
    chosen = [name for name in twins if not policies or name in policies or name.removesuffix(TWIN) in policies]
    pairs = [(twin, place) for twin in chosen for place in (places or (*TOWNS, load(twin).place_id))]
    return sorted(pairs, key=lambda pair: _size(pair[1]))


def _size(place: str) -> int:
    from ...scenarios.library import find_place

    return find_place(place).place.residents


def unsolved(pairs: Iterable[tuple[str, str]], fits: dict[tuple[str, str], Fit]) -> list[tuple[str, str]]:
    """Pairs that this model has not solved yet."""
    return [pair for pair in pairs if pair not in fits or fits[pair].model != model_mark()]


def check_twin(policy: str) -> None:
    """Refuse a policy without a twin."""
    from ...scenarios.shelf import shipped

    known = shipped()["policy"]
    if policy not in known or (not is_twin(policy) and f"{policy}{TWIN}" not in known):
        listed = ", ".join(name.removesuffix(TWIN) for name in known if is_twin(name))
        raise Refused("refused.no_twin", policy=policy, known=listed)


def main(typed: Sequence[str] | None = None) -> None:
    """Solve and store what is not solved yet, the small places first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", nargs="+", default=[], metavar="POLICY")
    parser.add_argument("--place", nargs="+", default=[], metavar="PLACE")
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--again", action="store_true", help="also what this model has solved")
    asked = parser.parse_args(typed)
    wanted = pairs_wanted(asked.policy, asked.place)
    for twin, place in wanted if asked.again else unsolved(wanted, read_fits(FILE)):
        seeds = tuple(range(1, 1 + (SEEDS if _size(place) < HEAVY else SEEDS // 2)))
        fit = solve(twin, place, Asked(asked.days, seeds, workers=asked.workers))
        write_fits({**read_fits(FILE), (twin, place): fit})
        text = f"{fit.twin} against {fit.today} yuan a resident: posts {fit.posts}, pots {fit.pots}"
        print(f"{twin} on {place}: {text}{'' if fit.holds else ' (NOT within the tolerance)'}", flush=True)


if __name__ == "__main__":
    main()
