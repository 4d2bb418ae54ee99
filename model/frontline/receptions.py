"""Members of community Party committees receive residents, in turn, every so many weeks (SZ-02).

Whoever has an hour left this week sits in a station, a lent room or the centre, by turns. Residents near by whose need
nobody has heard, or whose case is stuck, come with some chance, and as many are listened to as there is time for. What
nobody had heard is registered. A stuck case is taken home: staff follow it up, and it moves ahead in its queue. What
several households of an estate have said at receptions becomes a matter of the community's council.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..agents.open_needs import open_needs
from ..agents.reception_office import ReceptionOffice
from ..arrays import Bools, Floats, Int64s, among
from ..backend import hasten, transfer
from ..branches import roster
from ..branches.given import hours_given
from ..columns import DONE, MEDIATOR, QUEUED, UNHEARD_NOW, UNIT, VOLUNTEER, WAITS_FOR_DEPARTMENT, WALK_IN
from ..deliberation.docket import Docket
from ..deliberation.kinds import OF_NEEDS
from ..deliberation.process import bring
from ..deliberation.reports import households_of
from ..events.frontline import CaseReceived, ReceptionBroughtMatter, ReceptionHeld
from ..needs.channels import can_be_told, let_tell
from ..party.whistle import CALENDAR_DAYS_A_WORKDAY
from ..place.residents import COMMUNITY_PARTY
from ..staffing.capacity import bring_forward, charge_counters, queued_needs
from ..streams import ESTATE, RESIDENT, WEEK, Stream
from ..volunteers.records import Volunteers
from .places import Place, nearness_to, places_of

if TYPE_CHECKING:
    from ..district import District

COMES = Stream("comes to a reception of the Party committee", RESIDENT, WEEK)
BROUGHT = Stream("matter from receptions: {}", ESTATE, WEEK)
"""One stream a kind of need."""
REGISTERED, AT_DEPARTMENT, IN_QUEUE = "registered", "at_department", "in_queue"


class Callers(NamedTuple):
    """Who might come to a reception this week; one entry a need.

    Attributes:
        need: Row of the need.
        at: Place in the list of the unheard; −1 for what has been heard.
        how: What would be done about it.
    """

    need: Int64s
    at: Int64s
    how: np.ndarray

    def take(self, which: Bools | Int64s) -> Callers:
        """Some of them, or all in another order."""
        return Callers(self.need[which], self.at[which], self.how[which])


def receive(district: District, week: int) -> None:
    """Receptions of the committees whose week it is."""
    office, every = district.of(ReceptionOffice), district.parameters.levers.party.reception_weeks
    office.sat.clear()
    count = district.world.territory.communities
    due = [here for here in range(count) if every > 0 and (week + here) % every == 0]
    if not due:
        return
    callers, members = callers_of(district), _registered(district)
    staff = np.zeros(count)
    for community in due:
        turn = (week + community) // every
        who, hours = _who_sits(district, members[community], turn)
        if hours > 0.0:
            office.sat[who] = hours
            places = places_of(district, community)
            staff[community] = _sit(district, (community, who, hours), places[turn % len(places)], (week, callers))
    if staff.any():
        charge_counters(district, staff)


def _registered(district: District) -> list[Int64s]:
    """Who sits on each community's Party committee."""
    people, land = district.world.residents, district.world.territory
    seats = district.parameters.assumptions.branches.committee_members
    registered = np.flatnonzero(people.party == COMMUNITY_PARTY).astype(np.int64)
    community = land.community_of_cell[people.cell[registered]]
    seed = district.plan.seed
    return [roster.committee(registered[community == here], seed, seats) for here in range(land.communities)]


def _who_sits(district: District, members: Int64s, turn: int) -> tuple[int, float]:
    """The member whose turn it is, else the next one with time left this week, and the hours."""
    if not len(members):
        return -1, 0.0
    most = district.parameters.assumptions.frontline.reception_hours
    free = district.of(Volunteers).corps.free_hours[members]
    hours = roster.week_hours(free, hours_given(district, members), most)
    for step in range(len(members)):
        one = (turn + step) % len(members)
        if hours[one] > 0.0:
            return int(members[one]), float(hours[one])
    return -1, 0.0


def callers_of(district: District) -> Callers:
    """Needs nobody has heard as far as anybody knows, cases stuck at departments, and what is late in a queue."""
    state, needs = district.state, district.state.needs.view(np.ndarray)
    waiting = state.waiting.view(np.ndarray)[: int(state.tallies.tally[UNHEARD_NOW])]
    at = np.flatnonzero(can_be_told(state, district.day))
    rows = open_needs(district)
    rows = rows[needs["state"][rows] == WAITS_FOR_DEPARTMENT]
    now = float(state.facts.working_index[district.day])
    waited = (now - needs["available_time"][rows]) * CALENDAR_DAYS_A_WORKDAY
    stuck = rows[waited >= district.parameters.assumptions.matters.stuck_days]
    late = queued_needs(district)
    late = late[(needs["late"][late] == 1) & (needs["pool"][late] >= 0)]
    late = late[~among(state.pools.type[needs["pool"][late]], (VOLUNTEER, UNIT, MEDIATOR))]
    parts = (
        (waiting["need"][at].astype(np.int64), at, REGISTERED),
        (stuck, None, AT_DEPARTMENT),
        (late, None, IN_QUEUE),
    )
    return Callers(
        np.concatenate([need for need, _, _ in parts]),
        np.concatenate([np.full(len(need), -1) if place is None else place for need, place, _ in parts]),
        np.concatenate([np.full(len(need), how, "U13") for need, _, how in parts]),
    )


def _sit(district: District, who: tuple[int, int, float], place: Place, open_now: tuple[int, Callers]) -> float:
    """One reception; returns the hours it takes staff to follow up what was taken home."""
    (community, person, hours), (week, callers) = who, open_now
    come = who_comes(district, callers, nearness_to(district, place, community), week)
    time_for = int(hours * district.parameters.assumptions.frontline.received_per_hour + 1e-9)
    heard = callers.take(come[:time_for])
    facts: dict[str, Any] = {"number": person, "community": community}
    kinds = district.state.needs.view(np.ndarray)["kind"][heard.need].tolist()
    for need, how, kind in zip(heard.need.tolist(), heard.how.tolist(), kinds, strict=True):
        district.record(CaseReceived(**facts, about=district.kinds.ids[kind], how=how, need=need))
    new = heard.how == REGISTERED
    let_tell(district.state, heard.at[new], WALK_IN)
    _take_home(district, heard.take(~new))
    held = ReceptionHeld(
        **facts,
        how=place.what,
        came=len(heard.need),
        registered=int(new.sum()),
        followed=int((~new).sum()),
        turned_away=len(come) - len(heard.need),
        hours=hours,
    )
    district.record(held)
    bring_matters(district, facts, heard.need, week)
    return float((~new).sum()) * district.parameters.assumptions.frontline.following_hours


def who_comes(district: District, callers: Callers, near: Floats, week: int) -> Int64s:
    """Which of these come, each resident with one need, in the order in which they are received."""
    needs, people = district.state.needs.view(np.ndarray)[callers.need], district.state.hearing.people.view(np.ndarray)
    resident = needs["resident"].astype(np.int64)
    slow = (people["frail"][resident] == 1) & (people["fetched"][resident] == 0)
    walks = np.where(slow, district.parameters.assumptions.outreach.frail_walk_factor, 1.0)
    chance = district.parameters.assumptions.frontline.comes_share * near[needs["cell"]] * walks
    draws = COMES.of(district.plan.seed).at(resident, week).uniform()
    known = np.isin(callers.need, np.fromiter(district.of(ReceptionOffice).followed, np.int64))
    come = np.flatnonzero((draws < chance) & ~known)
    come = come[np.lexsort((callers.need[come], draws[come]))]
    _, first = np.unique(resident[come], return_index=True)
    return np.asarray(come[np.sort(first)], np.int64)


def _take_home(district: District, cases: Callers) -> None:
    """Cases move ahead: at their department, or where they wait in the community."""
    ahead, state = district.parameters.assumptions.frontline.ahead_days, district.state
    district.of(ReceptionOffice).followed |= set(cases.need.tolist())
    stuck = cases.need[cases.how == AT_DEPARTMENT].astype(np.int32)
    if len(stuck):
        hasten(stuck, np.full(len(stuck), ahead, np.int32), False, state)
    late = cases.need[cases.how == IN_QUEUE].astype(np.int32)
    needs = state.needs.view(np.ndarray)
    late = late[needs["state"][late] == QUEUED]
    if len(late):
        pools = needs["pool"][late].astype(np.int32)
        bring_forward(state, late, ahead)
        transfer(late, pools, state)
        district.seen_queued = None


def bring_matters(district: District, facts: dict[str, Any], heard: Int64s, week: int) -> None:
    """What enough households of an estate have said about one thing, and nobody has put right, becomes a matter."""
    office, docket = district.of(ReceptionOffice), district.of(Docket)
    needs, assumed = district.state.needs.view(np.ndarray), district.parameters.assumptions
    estates = district.world.territory.estate_of_cell[needs["cell"][heard]]
    since = district.day - int(assumed.matters.pile_days)
    for need, estate, kind in zip(heard.tolist(), estates.tolist(), needs["kind"][heard].tolist(), strict=True):
        name = district.kinds.ids[kind]
        if name not in OF_NEEDS:
            continue
        said = [*office.heard.get((estate, kind), []), need]
        said = [one for one in said if needs["state"][one] != DONE and needs["birth_day"][one] >= since]
        office.heard[estate, kind] = said
        rows = np.array(said, np.int64)
        known = any(one.estate == estate and one.kind.of_needs == name for one in docket.open)
        rests = district.day < docket.rests_until.get((estate, name), district.day)
        if known or rests or len(households_of(district, rows)) < assumed.frontline.matter_households:
            continue
        docket.rests_until[estate, name] = district.day + int(assumed.matters.pile_rest_days)
        key = BROUGHT.of(district.plan.seed, name).at(estate, week).key()
        matter = bring(district, (OF_NEEDS[name], estate, key), "reception", households_of(district, rows))
        district.record(ReceptionBroughtMatter(**facts, about=matter.kind.id, matter=matter.number))
        office.heard[estate, kind] = []
