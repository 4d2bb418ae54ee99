"""Streets rate departments at New Year, beside communities: what was solved in time, what was sent with a basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.department import Department
from ..agents.party_committees import DistrictCommittee
from ..agents.street_committee import StreetCommittee
from ..events.street import DepartmentRatedByStreet
from .lists import Item, Lists
from .pairing import NAMES

if TYPE_CHECKING:
    from ..district import District

DAYS_A_YEAR = 365


def score_of(solved: int, listed: int, looked_at: float, pushed: float) -> float | None:
    """The mean of problems solved in time and of tasks sent with a basis, of what there was; None where neither was."""
    parts = [solved / listed] if listed else []
    parts += [1.0 - pushed / looked_at] if looked_at > 0.0 else []
    return sum(parts) / len(parts) if parts else None


def rate(district: District) -> None:
    """Every street rates every department it has dealt with; where ratings count, both sides' weigh on it."""
    counts = district.parameters.levers.party.department_rating > 0.0
    part = district.parameters.assumptions.street.rating_part
    watch: DistrictCommittee = district.agents_by_type[DistrictCommittee][0]
    closed = [one for one in district.of(Lists).closed if one.ended >= district.day - DAYS_A_YEAR]
    found: dict[str, list[float]] = {}
    for street in district.agents_by_type[StreetCommittee]:
        for place, name in enumerate(NAMES):
            score = _score(street, place, [one for one in closed if one.department == name])
            if counts and score is not None:
                found.setdefault(name, []).append(score)
                district.record(DepartmentRatedByStreet(number=street.street, about=name, score=score))
        street.looked_at[:] = street.pushed[:] = 0.0
    for department in district.agents_by_type[Department]:
        if scores := found.get(department.name):
            bad = 1.0 - float(np.mean(scores))
            watch.badly_rated[department.kinds] *= 1.0 - part
            watch.badly_rated[department.kinds] += part * bad


def _score(street: StreetCommittee, place: int, closed: list[Item]) -> float | None:
    """What a street thinks of one department."""
    mine = [one for one in closed if one.which == "problem" and one.community in street.communities]
    mine = [one for one in mine if one.outcome != "handed_back"]
    solved = sum(one.outcome == "solved" and one.ended <= one.due for one in mine)
    return score_of(solved, len(mine), float(street.looked_at[place]), float(street.pushed[place]))
