"""What queues do with a need that can no longer be met in time, which is a matter of what its staff are judged by.

Where what is published is the share closed on time, a case that is late already has nothing to lose, and staff put it
behind all that can still be in time. Where no case may be left open, the open list is gone through and late cases come
first. Told both, staff take them in turn; told neither, they do as `service.late_rule` assumes. A community goes by one
rule, that of its secretary: which follow what is drawn by lot once, so that every policy meets the same people. In a
department each officer has cases and a mind of their own, and a case meets one or another by its own draw. (ODD 7.4)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..backend import restack
from ..events import Event
from ..events.staff import LateCasesInCommunities, LateCasesInDepartments
from ..parameters import Parameters
from ..streams import COMMUNITY, Stream

if TYPE_CHECKING:
    from ..district import District

LOTS_DRAWN = Stream("late cases: community: {}", COMMUNITY)
"""One stream for every share that communities are drawn for, and one more number in each that settles the last one."""

Number = TypeVar("Number", float, Floats)


class Shares(NamedTuple, Generic[Number]):
    """Who takes late cases first and who puts them behind, as shares or as 0 and 1 each; the rest take them in turn."""

    first: Number
    behind: Number


def initialise(district: District) -> None:
    """The first morning: staff do what they are judged by today."""
    _decide(district)


def on_new_levers(district: District) -> None:
    """New levers may judge staff by something else; whoever is late already changes place at once."""
    _decide(district)


def _decide(district: District) -> None:
    """Give every pool and queue its rule, and enter how many communities and what share of officers follow which."""
    parameters, state = district.parameters, district.state
    communities, seed = district.world.territory.communities, district.plan.seed
    secretaries = secretaries_of(parameters, parameters.levers.party.secretary_appraisal, seed, communities)
    officers = officers_of(parameters, parameters.levers.party.department_rating)
    pools, queues = state.pools.view(np.ndarray), state.departments.view(np.ndarray)
    pools["late_first"] = secretaries.first[pools["community"]]
    pools["late_behind"] = secretaries.behind[pools["community"]]
    queues["late_first"], queues["late_behind"] = officers
    restack(state)
    first, behind = int(secretaries.first.sum()), int(secretaries.behind.sum())
    _record(district, LateCasesInCommunities(first=first, behind=behind))
    _record(district, LateCasesInDepartments(first=officers.first, behind=officers.behind))


def _record(district: District, event: Event) -> None:
    """Enter how many go by which rule, where that is not what was last entered."""
    before = [one for _, one in district.events if type(one) is type(event)]
    if before[-1:] != [event]:
        district.record(event)


def secretaries_of(parameters: Parameters, appraised: float, seed: int, count: int) -> Shares[Floats]:
    """By which rule each of so many communities goes: 0 or 1 for each, drawn by lot.

    Args:
        appraised: Share of them whose secretary is appraised by the share on time.
    """
    assumed = parameters.assumptions.service
    shares = ("rule", assumed.late_share), ("appraised", appraised), ("open list", open_list_share(parameters))
    follow, on_time, open_list = (drawn_by_lot(share, seed, what, count).astype(float) for what, share in shares)
    return _who_goes_by_what(follow, on_time, open_list, assumed.late_rule)


def officers_of(parameters: Parameters, appraised: float) -> Shares[float]:
    """The same among the officers of a department, who are many and do not ask each other.

    Args:
        appraised: Share of officers judged by what communities say of them, which is who was helped in time.
    """
    assumed = parameters.assumptions.service
    return _who_goes_by_what(assumed.late_share, appraised, open_list_share(parameters), assumed.late_rule)


def _who_goes_by_what(follow: Number, on_time: Number, open_list: Number, rule: str) -> Shares[Number]:
    """Told neither, they follow the rule assumed; told to be in time, behind; the open list, first; both, in turn."""
    untold = follow * (1.0 - on_time)
    first = open_list * (1.0 - on_time) + (1.0 - open_list) * untold * (rule == "first")
    behind = (1.0 - open_list) * (on_time + untold * (rule == "behind"))
    return Shares(first, behind)


def open_list_share(parameters: Parameters) -> float:
    """Share that goes through what is open, where a case is closed only when solved."""
    return parameters.assumptions.service.open_list_share * parameters.levers.channels.close_when_solved


def drawn_by_lot(share: float, seed: int, what: str, count: int) -> NDArray[np.bool_]:
    """Which communities are among a share of them: as many as it says, up to one more or less, in an order drawn once.

    Drawing each by itself would make two communities both, one or none, and a small town's figures a coin's.
    """
    draws = LOTS_DRAWN.of(seed, what).at(np.arange(count + 1)).uniform()
    rank = np.argsort(np.argsort(draws[:count]))
    return np.asarray((rank + draws[count]) / max(count, 1) < share)
