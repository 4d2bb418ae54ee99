"""What queues do with a need that can no longer be met in time, which is a matter of what its staff are judged by.

Where what is published is the share closed on time, a case that is late already has nothing to lose, and staff put it
behind all that can still be in time. Where no case may be left open, the open list is gone through and late cases come
first. Told both, staff take them in turn; told neither, they do as `service.late_rule` assumes. A community goes by one
rule, that of its secretary: which follow what is drawn by lot once, so that every policy meets the same people. In a
department each officer has cases and a mind of their own, and a case meets one or another by its own luck. (ODD 7.4)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..columns import LATE_BEHIND, LATE_FIRST, LATE_IN_TURN, Ints
from ..days import restack
from ..parameters import Parameters
from ..streams import marks, stream_key

if TYPE_CHECKING:
    from ..district import District

RULES = {"first": LATE_FIRST, "in_turn": LATE_IN_TURN, "behind": LATE_BEHIND}
COMMUNITIES, DEPARTMENTS = "community", "department"


class Officers(NamedTuple):
    """Shares of a department's officers who take late cases first and who put them behind; the rest: in turn."""

    first: float
    behind: float


def begin(district: District) -> None:
    """The first morning: staff do what they are judged by today."""
    _decide(district)


def renew(district: District) -> None:
    """New levers may judge staff by something else; whoever is late already changes place at once."""
    _decide(district)


def _decide(district: District) -> None:
    """Give every pool and queue its rule, and enter how many communities and what share of officers follow which."""
    parameters, state = district.parameters, district.state
    communities, seed = district.world.territory.communities, district.plan.seed
    rules = late_rules(parameters, parameters.levers.party.secretary_appraisal, seed, communities)
    officers = officers_of(parameters, parameters.levers.party.department_rating)
    pools, queues = state.pools.view(np.ndarray), state.departments.view(np.ndarray)
    pools["late_first"] = (rules == LATE_FIRST)[pools["community"]]
    pools["late_behind"] = (rules == LATE_BEHIND)[pools["community"]]
    queues["late_first"], queues["late_behind"] = officers
    restack(state)
    _note(district, COMMUNITIES, float((rules == LATE_BEHIND).sum()), float((rules == LATE_FIRST).sum()))
    _note(district, DEPARTMENTS, officers.behind, officers.first)


def _note(district: District, who: str, behind: float, first: float) -> None:
    """Enter how many go by another rule than in turn, where that is not what was last entered."""
    for what, many in (("late_cases_behind", behind), ("late_cases_first", first)):
        told = (amount for _, by, about, amount in reversed(district.decisions) if (by, about) == (who, what))
        if next(told, None) != many:
            district.note(who, what, many)


def late_rules(parameters: Parameters, appraised: float, seed: int, count: int) -> Ints:
    """Where each of so many communities puts late needs: LATE_FIRST, LATE_IN_TURN or LATE_BEHIND.

    Args:
        appraised: Share of them whose secretary is appraised by the share on time.
    """
    assumed = parameters.assumptions.service
    rule = np.where(drawn_by_lot(assumed.late_share, seed, "rule", count), RULES[assumed.late_rule], LATE_IN_TURN)
    on_time = drawn_by_lot(appraised, seed, "appraised", count)
    open_list = drawn_by_lot(open_list_share(parameters), seed, "open list", count)
    rule = np.where(on_time, LATE_BEHIND, rule)
    return np.where(open_list, np.where(on_time, LATE_IN_TURN, LATE_FIRST), rule).astype(np.int32)


def officers_of(parameters: Parameters, appraised: float) -> Officers:
    """The same among the officers of a department, who are many and do not ask each other.

    Args:
        appraised: Share of officers judged by what communities say of them, which is who was helped in time.
    """
    assumed = parameters.assumptions.service
    untold = assumed.late_share * (1.0 - appraised)
    open_list = open_list_share(parameters)
    first = open_list * (1.0 - appraised) + (1.0 - open_list) * untold * (assumed.late_rule == "first")
    behind = (1.0 - open_list) * (appraised + untold * (assumed.late_rule == "behind"))
    return Officers(first, behind)


def open_list_share(parameters: Parameters) -> float:
    """Share that goes through what is open, where a case is closed only when solved."""
    return parameters.assumptions.service.open_list_share * parameters.levers.channels.close_when_solved


def drawn_by_lot(share: float, seed: int, what: str, count: int) -> NDArray[np.bool_]:
    """Which communities are among a share of them: as many as it says, up to one more or less, in an order drawn once.

    Drawing each by itself would make two communities both, one or none, and a small town's figures a coin's.
    """
    key = stream_key(seed, f"late cases: {COMMUNITIES}: {what}")
    luck = marks(key, np.arange(count + 1))
    rank = np.argsort(np.argsort(luck[:count]))
    return np.asarray((rank + luck[count]) / max(count, 1) < share)
