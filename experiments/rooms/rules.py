"""Rules of a room, without any storage: what may be decided, what a table's decisions amount to, who sees what."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ...model.observation.indicators import INDICATORS
from ...scenarios.rooms import GROUPS, Role, RoomFile
from ..runs.refusing import Refused
from .records import Decision, Expected, Outcome

LARGEST = 1e7


def points(rules: RoomFile, role: Role, decision: Decision) -> int:
    """Points a decision takes of its role's budget this quarter."""
    levers = {one.key: one for one in role.levers}
    spent = sum(levers[key].levels[level].points for key, level in decision.levels.items())
    return spent + sum(play.points for play in rules.plays_of(role.id) if play.id in decision.plays)


def check_decision(rules: RoomFile, role: Role, decision: Decision, before: Iterable[Decision]) -> None:
    """Refuse what a role may not decide.

    Args:
        before: What the same seat decided in earlier quarters.

    Raises:
        Refused: A lever or a play of another role, a level there is none of, a play too often, or over budget.
    """
    levers = {one.key: one for one in role.levers}
    for key, level in decision.levels.items():
        if key not in levers:
            raise Refused("room.not_yours", what=key)
        if not 0 <= level < len(levers[key].levels):
            raise Refused("room.no_level", what=key, count=len(levers[key].levels))
    plays = {one.id: one for one in rules.plays_of(role.id)}
    played = [play for one in before for play in one.plays]
    for play in decision.plays:
        if play not in plays or decision.plays.count(play) > 1:
            raise Refused("room.not_yours", what=play)
        if played.count(play) >= plays[play].times:
            raise Refused("room.played_out", what=play, times=plays[play].times)
    spent = points(rules, role, decision)
    if spent > role.budget:
        raise Refused("room.over_budget", spent=spent, budget=role.budget)


def check_expected(rules: RoomFile, expected: Mapping[str, Expected]) -> None:
    """Refuse a prediction that leaves something out or is no range.

    Raises:
        Refused: Which, and why.
    """
    if set(expected) != set(rules.predict):
        raise Refused("room.predict_all", count=len(rules.predict))
    for name, one in expected.items():
        low, high = (0.0, 1.0) if INDICATORS[name].unit == "share" else (-LARGEST, LARGEST)
        ends = (one.lo, one.hi)
        if not all(math.isfinite(end) and low <= end <= high for end in ends) or one.lo > one.hi:
            raise Refused("room.no_range", what=name)


def changes(rules: RoomFile, decided: Iterable[Mapping[str, Decision]]) -> list[dict[str, Any]]:
    """What a table's levers change to on the first day of each quarter.

    What stands goes on standing until it is decided otherwise, also where a seat is empty or did not commit; a play
    ends with its quarter.

    Args:
        decided: Quarter by quarter, role -> decision.
    """
    start = rules.start().values
    values = {lever.key: lever.levels[0].value for role in rules.roles for lever in role.levers}
    before = dict(values)
    found = []
    for by_role in decided:
        played: dict[str, Any] = {}
        for role in rules.roles:
            decision = by_role.get(role.id, Decision())
            values |= _values(role, decision)
            for play in rules.plays_of(role.id):
                played |= play.set if play.id in decision.plays else {}
        now = {**values, **played}
        usual = {key: start[key] for key in before.keys() - now.keys()}
        found.append({key: value for key, value in {**now, **usual}.items() if before.get(key, start[key]) != value})
        before = now
    return found


def _values(role: Role, decision: Decision) -> dict[str, Any]:
    levers = {one.key: one for one in role.levers}
    return {key: levers[key].levels[level].value for key, level in decision.levels.items()}


def seen_by(role: Role, outcome: Outcome) -> Outcome:
    """What a role may see of an outcome of its own table; everything else is not in it."""
    names = [*role.sees, *(GROUPS if "groups" in role.tables else ())]
    parts: dict[str, Mapping[str, float]] = {
        "indicators": {name: outcome.indicators[name] for name in names if name in outcome.indicators}
    }
    for table, part in (("funnel", "funnel"), ("channels", "requests"), ("money", "money")):
        if table in role.tables:
            parts[part] = dict(outcome.parts.get(part, {}))
    return Outcome(outcome.quarter, outcome.desk, outcome.seed, parts, outcome.error)
