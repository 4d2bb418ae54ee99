"""Party-mass workers: social workers of the centre who go to residents for some hours of each week (SZ-02).

One week a worker holds an activity in a station, a lent room or the centre, the next calls on elders who live alone and
on the poor, the next helps the old, disabled and poor with small errands that wait at the counter, which are then done
first. Their hours are those that are not casework: half of these may go to stations (7.10), at most the other here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..backend import transfer
from ..columns import ACTIVITY, COUNTER, LISTED_VISIT, UNHEARD_NOW
from ..events.frontline import MassWorkerWeek
from ..needs.channels import can_be_told, let_tell, set_hazard
from ..parameters import Parameters
from ..place.residents import ELDER
from ..projects.records import ProjectBook
from ..staffing.capacity import bring_forward, queued_needs
from ..streams import RESIDENT, WEEK, Stream
from ..volunteers.standing_records import Roster, new_programme_records
from ..working_days import WORKING_DAYS_A_WEEK
from .places import centre_of_each, nearness_to, places_of

if TYPE_CHECKING:
    from ..district import District

TELLS = Stream("tells a Party-mass worker", RESIDENT, WEEK)
POSTS_MOST = 100
ROUNDS = ("activity", "visits", "help")


@dataclass(slots=True, eq=False)
class MassWorkers:
    """What Party-mass workers of all communities remember.

    Attributes:
        elders, poor: Whose turn it is to be called on.
        heard: Hazard of being heard at this week's activities that stands in the channel; shape (cells,).
        regulars: Residents who go to activities, by cell.
    """

    elders: Roster
    poor: Roster
    heard: Floats
    regulars: Floats


class Worker(NamedTuple):
    """One worker: the community, and the post: POSTS_MOST times the centre and the place in it."""

    community: int
    number: int


def begin(district: District) -> None:
    """Nobody has gone anywhere yet."""
    rosters, cells = new_programme_records(district.world), district.world.territory.cells
    district.keep(MassWorkers(rosters.elders, rosters.poor, np.zeros(cells), np.zeros(cells)))
    on_new_levers(district)


def on_new_levers(district: District) -> None:
    """Channels were written anew and know nothing of this week's activities."""
    office, land = district.of(MassWorkers), district.world.territory
    attends = district.state.hearing.people.view(np.ndarray)["attends"]
    office.regulars = np.bincount(district.world.residents.cell, attends, land.cells).astype(float)
    heard, office.heard = office.heard, np.zeros(land.cells)
    _let_be_felt(district, heard if district.parameters.levers.party.mass_workers else office.heard)


def workers_of(district: District) -> list[Worker]:
    """Workers of every community: posts of its centre, dealt out among the communities whose centre it is."""
    levers, each = district.parameters.levers, centre_of_each(district)
    posts, found = int(levers.centres.social_workers_each), list[Worker]()
    for community, centre in enumerate(each):
        theirs = [one for one, other in enumerate(each) if other == centre]
        mine = range(theirs.index(community), posts, len(theirs))
        found += [Worker(community, POSTS_MOST * centre + post) for post in mine[: levers.party.mass_workers]]
    return found


def hours_each(parameters: Parameters) -> float:
    """Hours a week of one worker: at most the half of what is not casework that no station may have (7.10)."""
    service, assumed = parameters.assumptions.service, parameters.assumptions.frontline
    week = WORKING_DAYS_A_WEEK * service.hours_per_day * (1.0 - service.absence_share)
    return min(assumed.worker_hours, 0.5 * week * (1.0 - service.casework_share))


def work(district: District, week: int) -> None:
    """A week of all workers."""
    workers = workers_of(district)
    if not workers and not district.of(MassWorkers).heard.any():
        return
    hours = hours_each(district.parameters)
    rounds = ROUNDS if district.parameters.levers.channels.visits else ("activity", "help")
    by_round = {name: [one for one in workers if rounds[(week + one.number) % len(rounds)] == name] for name in ROUNDS}
    _hold_activities(district, by_round["activity"], week, hours)
    _call(district, by_round["visits"], week, hours)
    _help(district, by_round["help"], hours)


def _hold_activities(district: District, workers: list[Worker], week: int, hours: float) -> None:
    """Activities in places of the community by turns; who goes to such things and lives near is heard there."""
    assumed, office = district.parameters.assumptions, district.of(MassWorkers)
    heard = np.zeros(district.world.territory.cells)
    many = hours / assumed.frontline.activity_hours
    for one in workers:
        places = places_of(district, one.community)
        place = places[(week // len(ROUNDS) + one.number) % len(places)]
        near = nearness_to(district, place, one.community)
        heard += assumed.outreach.activity_hazard * many * near
        reached = round(float(office.regulars @ near))
        facts: dict[str, Any] = {"number": one.number, "community": one.community, "about": "activity"}
        district.record(MassWorkerWeek(**facts, how=place.what, hours=hours, reached=reached, told=0))
    _let_be_felt(district, heard)


def _let_be_felt(district: District, heard: Floats) -> None:
    """This week's activities are a channel of hearing, instead of last week's."""
    office, hearing = district.of(MassWorkers), district.state.hearing
    more, office.heard = heard - office.heard, heard
    if more.any():
        district.of(ProjectBook).usual_activities += more
        workday, restday = hearing.workday[:, ACTIVITY] + more, hearing.restday[:, ACTIVITY] + more
        set_hazard(hearing, ACTIVITY, workday=workday, restday=restday)


def _call(district: District, workers: list[Worker], week: int, hours: float) -> None:
    """Calls on elders who live alone and on the poor by turns; some of them say what nobody knew."""
    assumed, office = district.parameters.assumptions.programmes, district.of(MassWorkers)
    each = int(hours / max(assumed.visit_hours, 1e-9) + 1e-9)
    for one in workers:
        count = np.zeros(district.ledger.communities, np.int64)
        count[one.community] = each // 2
        elders, _ = office.elders.next(count)
        count[one.community] = each - each // 2
        poor, _ = office.poor.next(count)
        homes = np.union1d(elders, poor)
        needs = _listen(district, homes, week, assumed.told_share)
        what: dict[str, Any] = {"number": one.number, "community": one.community, "about": "visits"}
        district.record(MassWorkerWeek(**what, how="homes", hours=hours, reached=len(homes), told=needs))


def _listen(district: District, homes: Int64s, week: int, share: float) -> int:
    """What is told at these homes; how many needs."""
    state = district.state
    waiting = state.waiting.view(np.ndarray)[: int(state.tallies.tally[UNHEARD_NOW])]
    needs = state.needs.view(np.ndarray)[waiting["need"]]
    resident = needs["resident"].astype(np.int64)
    says = np.isin(district.world.residents.household[resident], homes) & (state.kinds.public[needs["kind"]] == 0)
    says &= TELLS.of(district.plan.seed).at(resident, week).uniform() < share
    says &= can_be_told(state, district.day)
    places = np.flatnonzero(says)
    let_tell(state, places, LISTED_VISIT)
    return len(places)


def _help(district: District, workers: list[Worker], hours: float) -> None:
    """Small errands of the old, disabled and poor that wait at the counter are done first, as far as hours go."""
    if not workers:
        return
    state, needs, first = district.state, district.state.needs.view(np.ndarray), district.pool_map.starts[COUNTER]
    rows = queued_needs(district)
    small = needs["hours"][rows] <= district.parameters.assumptions.frontline.helped_hours
    rows = rows[small & _in_need(district, needs["resident"][rows])]
    helped = list[int]()
    for one in workers:
        mine = rows[(needs["pool"][rows] == first + one.community) & ~np.isin(rows, helped)]
        taken = mine[np.cumsum(needs["hours"][mine]) <= hours + 1e-9]
        helped += taken.tolist()
        work = float(needs["hours"][taken].sum())
        what: dict[str, Any] = {"number": one.number, "community": one.community, "about": "help"}
        district.record(MassWorkerWeek(**what, how="counter", hours=work, reached=len(taken), told=0))
    if helped:
        chosen = np.array(helped, np.int32)
        pools = needs["pool"][chosen].astype(np.int32)
        bring_forward(state, chosen, district.parameters.assumptions.frontline.ahead_days)
        transfer(chosen, pools, state)
        district.seen_queued = None


def _in_need(district: District, resident: np.ndarray) -> Bools:
    """Who is old, disabled or on a low income."""
    people = district.world.residents
    return np.asarray(
        (people.age_band[resident] == ELDER) | people.disabled[resident] | people.low_income[resident], np.bool_
    )
