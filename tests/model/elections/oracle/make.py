"""Make the elections of `elections.json` and ask pabutools who wins; runs in an environment of its own.

    python -m venv oracle && oracle/bin/pip install pabutools==1.2.3
    oracle/bin/python tests/model/elections/oracle/make.py

Nothing of Shapan is imported here and nothing of pabutools there: only these questions and answers are shared.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat, Instance, Project
from pabutools.rules import (
    completion_by_rule_combination,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

SEED = 20261122
OF_EACH_SHAPE = 60
sys.setrecursionlimit(100_000)


def costs_of(kind, projects, generator):
    if kind == "unit":
        return np.ones(projects, int)
    if kind == "equal":
        return np.full(projects, int(generator.integers(5, 60)))
    if kind == "few_values":
        return generator.choice([10, 20, 30, 60], projects)
    if kind == "some_free":
        return generator.choice([0, 7, 12, 25], projects)
    return np.maximum(np.round(generator.lognormal(np.log(60), 0.8, projects)), 1).astype(int)


def ballots_of(kind, voters, projects, generator):
    if kind == "single_minded":
        return [[int(generator.integers(projects))] for _ in range(voters)]
    if kind == "clusters":
        camps = [generator.choice(projects, min(projects, 4), replace=False) for _ in range(3)]
        rows = [camps[generator.choice(3, p=[0.5, 0.3, 0.2])] for _ in range(voters)]
        return [sorted({int(one) for one in row if generator.random() < 0.85}) for row in rows]
    if kind == "same_camps":
        camps = np.array_split(np.arange(projects), min(3, projects))
        return [[int(one) for one in camps[generator.integers(len(camps))]] for _ in range(voters)]
    if kind == "with_empty":
        return [
            sorted({int(one) for one in generator.integers(projects, size=generator.integers(0, 4))})
            for _ in range(voters)
        ]
    if kind == "popular":
        pull = 1.0 / np.arange(1, projects + 1)
        size = min(projects, 4)
        return [
            sorted(generator.choice(projects, size, replace=False, p=pull / pull.sum()).tolist()) for _ in range(voters)
        ]
    return [[one for one in range(projects) if generator.random() < 0.3] for _ in range(voters)]


# name: projects, voters, costs, ballots, budget as a part of all costs
SHAPES = {
    "few_few": ((1, 6), (1, 6), "lognormal", "random", (0.2, 0.9)),
    "few_many": ((3, 8), (40, 120), "lognormal", "popular", (0.2, 0.8)),
    "many_few": ((20, 40), (3, 8), "lognormal", "random", (0.1, 0.5)),
    "many_many": ((20, 40), (40, 90), "lognormal", "popular", (0.1, 0.5)),
    "tight": ((5, 15), (10, 30), "lognormal", "random", (0.02, 0.12)),
    "loose": ((5, 15), (10, 30), "lognormal", "random", (0.8, 1.3)),
    "clusters": ((8, 20), (15, 60), "lognormal", "clusters", (0.2, 0.6)),
    "clusters_few_values": ((8, 20), (15, 60), "few_values", "clusters", (0.2, 0.6)),
    "same_camps": ((6, 12), (9, 30), "few_values", "same_camps", (0.2, 0.7)),
    "single_minded": ((4, 10), (10, 40), "few_values", "single_minded", (0.2, 0.8)),
    "with_empty": ((5, 12), (10, 40), "lognormal", "with_empty", (0.2, 0.6)),
    "unit": ((6, 20), (6, 30), "unit", "random", (0.2, 0.7)),
    "ties": ((6, 16), (4, 12), "equal", "random", (0.2, 0.7)),
    "some_free": ((5, 12), (5, 20), "some_free", "random", (0.1, 0.6)),
    "no_money": ((3, 8), (3, 10), "few_values", "random", (0.0, 0.0)),
    "nobody_voted": ((3, 8), (0, 2), "lognormal", "nobody", (0.3, 0.9)),
}
LARGE = (("many_many", 10, 120, 400), ("clusters", 10, 60, 300), ("popular_money", 20, 30, 60))


def elections():
    generator = np.random.default_rng(SEED)
    for shape, (projects, voters, costs, ballots, part) in SHAPES.items():
        for _ in range(OF_EACH_SHAPE):
            count, people = (
                int(generator.integers(*projects, endpoint=True)),
                int(generator.integers(*voters, endpoint=True)),
            )
            cost = costs_of(costs, count, generator)
            budget = int(cost.sum() * generator.uniform(*part))
            rows = [[] for _ in range(people)] if ballots == "nobody" else ballots_of(ballots, people, count, generator)
            if generator.random() < 0.25:
                cost[generator.integers(count)] = budget + int(generator.integers(1, 50))  # dearer than all the money
            yield one(shape, cost, budget, rows, 1, generator)
    for shape, times, count, people in LARGE:
        for _ in range(times):
            cost = costs_of("lognormal", count, generator) * (1000 if shape == "popular_money" else 1)
            kind = "clusters" if shape == "clusters" else "popular"
            budget = int(cost.sum() * generator.uniform(0.1, 0.3))
            step = 50 if shape == "popular_money" else 1
            yield one(shape + "_large", cost, budget, ballots_of(kind, people, count, generator), step, generator)


def one(shape, cost, budget, rows, step, generator):
    names = [str(name) for name in generator.permutation(len(cost)) + 1]
    return {
        "shape": shape,
        "ids": names,
        "cost": [int(each) for each in cost],
        "budget": budget,
        "step": step,
        "ballots": rows,
    }


def answers(asked):
    """Winners by number under each rule, in the order in which pabutools gives them."""
    projects = [Project(name, cost) for name, cost in zip(asked["ids"], asked["cost"], strict=True)]
    number = {project.name: place for place, project in enumerate(projects)}
    instance = Instance(projects, budget_limit=asked["budget"])
    profile = ApprovalProfile([ApprovalBallot(projects[one] for one in row) for row in asked["ballots"]], instance)
    votes = {project: profile.approval_score(project) for project in projects}
    ties = TieBreakingRule(lambda inst, prof, one: (-votes[_own(one, projects, number)], one.cost, one.name))
    greedy = {"sat_class": Cost_Sat, "tie_breaking": ties}
    shares = {"sat_class": Cost_Sat, "tie_breaking": ties, "voter_budget_increment": asked["step"]}
    found = {
        "greedy": greedy_utilitarian_welfare(instance, profile, **greedy),
        "greedy_per_cost": greedy_utilitarian_welfare(instance, profile, sat_class=Cardinality_Sat, tie_breaking=ties),
        "equal_shares": completion_by_rule_combination(
            instance, profile, [method_of_equal_shares, greedy_utilitarian_welfare], [shares, greedy]
        ),
        "phragmen": sequential_phragmen(instance, profile, tie_breaking=ties),
    }
    return {rule: [number[project.name] for project in winners] for rule, winners in found.items()}


def _own(project, projects, number):
    """Equal shares hands its own kind of project to the tie-breaking."""
    return projects[number[project.name]]


if __name__ == "__main__":
    kept = []
    for asked in elections():
        kept.append({**asked, "winners": answers(asked)})
        print(len(kept), asked["shape"], file=sys.stderr)
    path = Path(__file__).parent / "elections.json"
    path.write_text("[" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in kept) + "]\n", encoding="utf-8")
