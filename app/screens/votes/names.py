"""What rules and projects of a vote are called where a sentence lists them."""

from __future__ import annotations

from shapan.model.arrays import Bools

from ....experiments.votes.count import Count
from ...widgets.language import Words
from ...widgets.phrases import listed
from .left_out import wanted

MOST_WANTED = 3


def quoted(say: Words, rules: list[str]) -> str:
    """Rules by name."""
    return listed(say, [f"“{say.shared(f'rule.{rule}')}”" for rule in rules])


def names_of(counted: Count) -> list[str]:
    """Every project by its name, with its number where two bear the same."""
    named = [counted.name(project) for project in range(counted.election.projects)]
    twice = {name for name in named if named.count(name) > 1} if len(set(named)) < len(named) else set()
    numbers = counted.election.project_id
    return [f"{name} ({numbers[place]})" if name in twice else name for place, name in enumerate(named)]


def most_wanted(say: Words, counted: Count, without: Bools) -> str:
    """What these voters had asked for most, each with how many of them did."""
    names = names_of(counted)
    return listed(say, [f"{names[one]} ({votes:,})" for one, votes in wanted(counted, without)[:MOST_WANTED]] or [""])
