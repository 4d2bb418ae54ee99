"""What queues do with a need that can no longer be met in time, which is a matter of what its staff are judged by.

Where what is published is the share closed on time, a case that is late already has nothing to lose, and staff put it
behind all that can still be in time. Where no case may be left open, the open list is gone through and late cases come
first. Told both, staff take them in turn; told neither, they do as `service.late_rule` assumes. Each community's pools
and each department go by one rule; which follow what is drawn by lot once, so that every policy meets the same staff.
(ODD 7.4)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import LATE_BEHIND, LATE_FIRST, LATE_IN_TURN, Ints
from ..days import restack
from ..institutions.department import Department
from ..parameters import Parameters
from ..streams import marks, stream_key

if TYPE_CHECKING:
    from ..district import District

RULES = {"first": LATE_FIRST, "in_turn": LATE_IN_TURN, "behind": LATE_BEHIND}
COMMUNITIES, DEPARTMENTS = "community", "department"


def begin(district: District) -> None:
    """The first morning: staff do what they are judged by today."""
    for who, rules in _decide(district).items():
        _note(district, who, rules)


def renew(district: District) -> None:
    """New levers may judge staff by something else; whoever is late already changes place at once."""
    for who, rules in _decide(district).items():
        _note(district, who, rules)


def _note(district: District, who: str, rules: Ints) -> None:
    """Enter how many go by another rule than in turn, where that is not what was last entered."""
    for what, rule in (("late_cases_behind", LATE_BEHIND), ("late_cases_first", LATE_FIRST)):
        told = (amount for _, by, about, amount in reversed(district.decisions) if (by, about) == (who, what))
        if next(told, None) != (count := float((rules == rule).sum())):
            district.note(who, what, count)


def _decide(district: District) -> dict[str, Ints]:
    """Give every pool and queue its rule; rules by community and by department."""
    parameters, state = district.parameters, district.state
    communities, seed = district.world.territory.communities, district.plan.seed
    of_community = late_rules(parameters, parameters.levers.party.secretary_appraisal, seed, COMMUNITIES, communities)
    departments = list(district.agents_by_type[Department])
    rated = parameters.levers.party.department_rating
    of_department = late_rules(parameters, rated, seed, DEPARTMENTS, len(departments))
    pools, queues = state.pools.view(np.ndarray), state.departments.view(np.ndarray)
    pools["late_rule"] = of_community[pools["community"]]
    for department, rule in zip(departments, of_department.tolist(), strict=True):
        queues["late_rule"][department.kinds] = rule
    restack(state)
    return {COMMUNITIES: of_community, DEPARTMENTS: of_department}


def late_rules(parameters: Parameters, appraised: float, seed: int, kind: str, count: int) -> Ints:
    """Where each of these bodies puts late needs: LATE_FIRST, LATE_IN_TURN or LATE_BEHIND.

    Args:
        appraised: Share of them whose head is appraised by the share on time.
        kind: COMMUNITIES or DEPARTMENTS; each has draws of its own.
        count: How many there are.
    """
    assumed = parameters.assumptions.service
    rule = np.where(drawn_by_lot(assumed.late_share, seed, kind, "rule", count), RULES[assumed.late_rule], LATE_IN_TURN)
    on_time = drawn_by_lot(appraised, seed, kind, "appraised", count)
    solved = assumed.open_list_share * parameters.levers.channels.close_when_solved
    open_list = drawn_by_lot(solved, seed, kind, "open list", count)
    rule = np.where(on_time, LATE_BEHIND, rule)
    return np.where(open_list, np.where(on_time, LATE_IN_TURN, LATE_FIRST), rule).astype(np.int32)


def drawn_by_lot(share: float, seed: int, kind: str, what: str, count: int) -> NDArray[np.bool_]:
    """Which bodies are among a share of them: as many as it says, up to one more or less, in an order drawn once.

    Drawing each by itself would make two communities both, one or none, and a small town's figures a coin's.
    """
    key = stream_key(seed, f"late cases: {kind}: {what}")
    luck = marks(key, np.arange(count + 1))
    rank = np.argsort(np.argsort(luck[:count]))
    return np.asarray((rank + luck[count]) / max(count, 1) < share)
