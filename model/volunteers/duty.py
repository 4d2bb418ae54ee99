"""What Party members do on duty: each serves the grid they live in, and somebody there has to tell them what (ODD 7.7).

Delegates hold a reception day. Cadres who reported in take cases that wait in their grid, members at home call on
elders who live alone and on the poor there. The grid's Party branch, else whoever of the community's staff heads it,
hands over each case and each list of homes, which takes hours they have; when these are gone, whoever still comes has
come for nothing. What needs the counter, a skill the member does not have, more practice than a newcomer's, or less
time than the telling, nobody hands over. Where residents order, cadres go with their team, and an order needs nobody to
hand it over; only hours that no order takes are handed cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..agents.party_branch import PartyBranch, branches_of
from ..arrays import Bools, Floats, Ids, Int64s
from ..columns import COUNTER, LISTED_VISIT, VOLUNTEER, WALK_IN
from ..events.duty import CaseHandedOver, DutyServed
from ..parameters import Parameters
from ..place.residents import WORKPLACE_PARTY
from ..staffing.burden import Burden, weekly_hours
from ..staffing.capacity import charge_counters
from ..streams import RESIDENT, WEEK, Stream
from .order_desk import NOT_ORDERED
from .records import Volunteers
from .standing import Done, OnDuty, Scene, hold, in_homes
from .standing_records import NEVER_CALLED_ON, grid_lists
from .teams import KIND_OF_SKILL

if TYPE_CHECKING:
    from ..district import District

DELEGATE = Stream("Party delegate", RESIDENT)
COMES_IN = Stream("comes to a reception day", RESIDENT, WEEK)

BRANCH, HEAD = "party_branch", "grid_head"
"""Who hands over in a grid."""


class Turns(NamedTuple):
    """Members of one kind who came on duty this week; one entry a member, in the order of residents.

    Attributes:
        who: Rows of residents.
        hours: Hours each came with.
        community, grid: Where each lives, and serves.
    """

    who: Ids
    hours: Floats
    community: Ids
    grid: Ids

    def by_community(self, communities: int) -> Floats:
        """Hours that came to each community."""
        return np.bincount(self.community, self.hours, communities).astype(float)

    def at_hand(self, given: Floats) -> Floats:
        """Hours of each, as far as `given` (by community) is left of what they came with."""
        came = self.by_community(len(given))
        part = np.divide(given, came, out=np.zeros(len(given)), where=came > 0.0)
        return np.asarray(self.hours * part[self.community])


@dataclass(slots=True)
class Handing:
    """Who tells members on duty what to do in each grid, and what that took this week.

    Attributes:
        each: Hours that handing over one case, or one list of homes, takes.
        branch_of: The branch of each grid that has one.
        free: Hours of each grid's head that are not administration and not owed; shape (grids,).
        spent: Hours that handing over took; same shape.
        people, hours, used, homes, sent_away: Members on duty by grid, and what became of them.
    """

    each: float
    branch_of: dict[int, PartyBranch]
    free: Floats
    spent: Floats
    people: Floats = field(init=False)
    hours: Floats = field(init=False)
    used: Floats = field(init=False)
    homes: Floats = field(init=False)
    sent_away: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Nobody has come yet."""
        for name in ("people", "hours", "used", "homes", "sent_away"):
            setattr(self, name, np.zeros(len(self.free)))

    def who(self, grid: int) -> str:
        """Who hands over there."""
        return BRANCH if grid in self.branch_of else HEAD

    def tell(self, grid: int) -> bool:
        """Somebody of the grid tells a member what to do; whether anybody had the time."""
        branch = self.branch_of.get(grid)
        if not (branch.hand_over(self.each) if branch else self.spent[grid] + self.each <= self.free[grid]):
            return False
        self.spent[grid] += self.each
        return True


def is_cadre(district: District, who: Ids) -> Bools:
    """Which of these members, were they on duty, take cases: those with a branch at work who are no delegates."""
    share = district.parameters.assumptions.programmes.delegates_share
    delegate = DELEGATE.of(district.plan.seed).at(who).uniform() < share
    return np.asarray(~delegate & (district.world.residents.party[who] == WORKPLACE_PARTY))


def waits_for_orders(district: District, who: Ids, duty: Bools) -> Bools:
    """Which of those who came this week go where residents order: all but delegates and members at home on duty."""
    return np.asarray(~duty | is_cadre(district, who))


class Came(NamedTuple):
    """Everybody who came this week; one shape.

    Attributes:
        who: Rows of residents.
        hours: Hours each came with.
        duty: Who came on duty.
    """

    who: Ids
    hours: Floats
    duty: Bools


def serve(district: District, week: int, left: Floats, came: Came) -> Floats:
    """Duty and programmes of a week; returns hours by community that are left for nothing.

    Args: `left`, hours by community that no order, activity or draw on the time bank has taken.
    """
    if not came.duty.any():
        return hold(district, week, left)
    handing = handing_of(district)
    unused = hold(district, week, left, tasks(district, handing, _after_orders(district, came)))
    _settle(district, handing)
    return unused


def tasks(district: District, handing: Handing, came: Came) -> list[OnDuty]:
    """What members on duty do this week, in its order."""
    who, hours = came.who[came.duty], came.hours[came.duty]
    share = district.parameters.assumptions.programmes.delegates_share
    delegate, cadre = DELEGATE.of(district.plan.seed).at(who).uniform() < share, is_cadre(district, who)
    kinds = [_turns(district, who[which], hours[which]) for which in (delegate, cadre, ~delegate & ~cadre)]
    delegates, cadres, members = kinds
    count = district.world.territory.communities
    reception = OnDuty("reception_days", receive, delegates.by_community(count))
    cases = OnDuty("cases_taken", partial(take_cases, cadres, handing), cadres.by_community(count))
    visits = OnDuty("duty_visits", partial(call_on_homes, members, handing), members.by_community(count))
    return [reception, cases, visits]


def _after_orders(district: District, came: Came) -> Came:
    """Cadres have the share of their hours that orders left to their team."""
    teams = district.of(Volunteers).teams
    if teams is None or not district.parameters.levers.volunteers.ordering:
        return came
    left = np.array([team.left / team.came if team.came > 0.0 else 1.0 for team in teams.each])
    ordered = came.duty & is_cadre(district, came.who)
    return came._replace(hours=came.hours * np.where(ordered, left[teams.of_resident[came.who]], 1.0))


def _settle(district: District, handing: Handing) -> None:
    """Community staff owe what handing over took their heads; each grid whose members had hours left has a row."""
    of_grid = district.layout.community_of_grid
    heads = np.array([handing.who(grid) == HEAD for grid in range(len(of_grid))])
    owed = np.bincount(of_grid, handing.spent * heads, len(district.of(Burden).share)).astype(float)
    charge_counters(district, owed)
    for grid in np.flatnonzero(handing.people).tolist():
        district.record(
            DutyServed(
                number=grid,
                community=int(of_grid[grid]),
                how=handing.who(grid),
                people=int(handing.people[grid]),
                hours=float(handing.hours[grid]),
                idle=float(max(handing.hours[grid] - handing.used[grid], 0.0)),
                homes=int(handing.homes[grid]),
                handing=float(handing.spent[grid]),
                sent_away=int(handing.sent_away[grid]),
            )
        )


def _turns(district: District, who: Ids, hours: Floats) -> Turns:
    cell = district.world.residents.cell[who]
    community = district.world.territory.community_of_cell[cell].astype(np.int64)
    return Turns(who, hours, community, district.layout.grid_of_cell[cell].astype(np.int64))


def handing_of(district: District) -> Handing:
    """Branches, heads and their hours on a Monday morning."""
    layout, each = district.layout, district.parameters.assumptions.programmes.hand_over_hours
    branches = {int(layout.party_grid_of_grid[layout.grid_of_cell[one.number]]): one for one in branches_of(district)}
    party_grid = layout.party_grid_of_grid.tolist()
    branch_of = {grid: branches[party] for grid, party in enumerate(party_grid) if party in branches}
    counters = district.state.pools[district.pool_map.pools(COUNTER)]
    at_work = weekly_hours(district) * np.maximum(1.0 - district.of(Burden).share, 0.0)
    free = np.maximum(at_work - counters.overhead_hours - counters.debt_hours, 0.0)
    grids = np.bincount(layout.community_of_grid, minlength=len(free))
    free = (free / np.maximum(grids, 1))[layout.community_of_grid]
    return Handing(each, branch_of, free, np.zeros(layout.grids))


def receive(scene: Scene, given: Floats) -> Done:
    """Delegates listen on a reception day: so many an hour come in, of those who have told nobody."""
    rate = scene.district.parameters.assumptions.programmes.received_per_hour
    draws = COMES_IN.of(scene.district.plan.seed).at(scene.resident, scene.week).uniform()
    order = np.lexsort((draws, scene.public, scene.unheard_in))
    place = (
        np.arange(len(order))
        - np.searchsorted(scene.unheard_in[order], np.arange(scene.communities))[scene.unheard_in[order]]
    )
    come = np.zeros(len(order), np.bool_)
    come[order] = place < np.floor(given * rate + 1e-9)[scene.unheard_in[order]]
    heard = scene.tell(come & ~scene.public, WALK_IN, "reception_days")
    used = np.minimum(heard / max(rate, 1e-9), given)
    return Done(used, np.zeros(scene.communities), heard, heard)


def worth_handing_over(work: Floats, parameters: Parameters) -> Bools:
    """Which cases, of so many hours each, a head hands to a member: no more than a newcomer can do, no less than the
    telling takes; shape of `work`.
    """
    assumed = parameters.assumptions
    most = assumed.routing.order_hours * assumed.ordering.at_first
    return np.asarray((work <= most) & (work > assumed.programmes.hand_over_hours))


def take_cases(cadres: Turns, handing: Handing, scene: Scene, given: Floats) -> Done:
    """Every cadre is handed the most pressing cases of their grid that fit into their hours, one after the other."""
    district, communities = scene.district, scene.communities
    open_cases, taken, work = _cases_by_grid(scene), list[int](), np.zeros(communities)
    able = kinds_of_one(district, cadres.who)
    columns = (cadres.who.tolist(), cadres.grid.tolist(), cadres.at_hand(given).tolist(), able)
    for who, grid, left, kinds in zip(*columns, strict=True):
        handing.people[grid] += 1
        handing.hours[grid] += left
        theirs = [case for case in open_cases.get(grid, []) if case.kind in kinds]
        for case in _fitting(theirs, left, handing, grid):
            open_cases[grid].remove(case)
            taken.append(case.row)
            need, community = int(scene.waiting[case.row]), int(scene.waiting_in[case.row])
            work[community] += case.hours
            handing.used[grid] += case.hours
            where: dict[str, Any] = {"number": grid, "community": community, "how": handing.who(grid)}
            facts = {"about": district.kinds.ids[case.kind], "need": need, "person": who, "hours": case.hours}
            district.record(CaseHandedOver(**where, **facts))
    scene.take(np.array(taken, np.int64))
    none = np.zeros(communities, np.int64)
    return Done(np.zeros(communities), work, none, none)


class Case(NamedTuple):
    """A case that may be handed over.

    Attributes:
        row: Its row in the list of what waits.
        kind: Row of its kind.
        hours: What it takes a volunteer.
    """

    row: int
    kind: int
    hours: float


def kinds_of_one(district: District, who: Ids) -> list[frozenset[int]]:
    """Kinds of need that each of these residents can see to: those of their team's skills, and what lies about outside.

    With or without ordering it is the same team, and whoever would not take an order is handed no such case.
    """
    teams, known = district.of(Volunteers).teams, district.kinds.ids
    assert teams is not None, "teams are formed on the first morning"
    anybody = frozenset(district.kinds.index(kind) for kind in NOT_ORDERED if kind in known)
    of_team = [
        anybody | {district.kinds.index(KIND_OF_SKILL[skill]) for skill in team.skills if KIND_OF_SKILL[skill] in known}
        for team in teams.each
    ]
    return [of_team[number] for number in teams.of_resident[who].tolist()]


def _cases_by_grid(scene: Scene) -> dict[int, list[Case]]:
    """Cases that may be handed over in each grid, the most pressing first."""
    district, state = scene.district, scene.district.state
    names = tuple(district.kinds.ids[kind] for kind in district.of(Volunteers).kinds)
    pool, hours = scene.needs["pool"][scene.waiting], scene.needs["hours"][scene.waiting]
    at_counter = (pool >= 0) & (state.pools.type[np.maximum(pool, 0)] == COUNTER)
    small = scene.of_kinds(names, district.parameters.assumptions.routing.order_hours)
    rows = np.flatnonzero(scene.free & small & ~at_counter & worth_handing_over(hours, district.parameters))
    work = hours[rows] * state.pools.slowness[district.pool_map.numbers(VOLUNTEER)[0] + scene.waiting_in[rows]]
    grid = district.layout.grid_of_cell[scene.needs["cell"][scene.waiting[rows]]]
    kind = scene.needs["kind"][scene.waiting[rows]]
    found: dict[int, list[Case]] = {}
    for place, *case in zip(grid.tolist(), rows.tolist(), kind.tolist(), work.tolist(), strict=True):
        found.setdefault(place, []).append(Case(*case))
    return found


def _fitting(cases: list[Case], left: float, handing: Handing, grid: int) -> Iterator[Case]:
    """Cases handed to one member with so many hours left, until nobody has the time to hand over another."""
    handed_over = False
    for case in cases:
        if case.hours <= left:
            if not handing.tell(grid):
                handing.sent_away[grid] += not handed_over
                return
            left, handed_over = left - case.hours, True
            yield case


def call_on_homes(members: Turns, handing: Handing, scene: Scene, given: Floats) -> Done:
    """Every member is given the homes on their grid's list that nobody has called on for longest, and are due."""
    assumed = scene.district.parameters.assumptions.programmes
    homes, reached = _homes_named(members, handing, scene, members.at_hand(given))
    at_home = in_homes(scene, homes)
    asked = at_home[scene.district.world.residents.household[scene.resident]] & ~scene.public
    heard = scene.tell(asked & scene.willing(assumed.told_share), LISTED_VISIT, "duty_visits")
    return Done(np.asarray(reached * assumed.visit_hours, np.float64), np.zeros(scene.communities), reached, heard)


def _homes_named(members: Turns, handing: Handing, scene: Scene, hours: Floats) -> tuple[Ids, Int64s]:
    """Homes that members are sent to this week, and how many there are in each community."""
    district, assumed = scene.district, scene.district.parameters.assumptions.programmes
    programmes, layout = district.of(Volunteers).programmes, district.layout
    lists = grid_lists(district.world, programmes, layout.grid_of_cell, layout.grids)
    most = np.minimum(np.floor(hours / max(assumed.visit_hours, 1e-9) + 1e-9), np.rint(assumed.duty_households))
    homes, reached = [np.zeros(0, np.int64)], np.zeros(scene.communities, np.int64)
    order = np.argsort(members.grid, kind="stable")
    grids, first = np.unique(members.grid[order], return_index=True)
    for grid, rows in zip(grids.tolist(), np.split(order, first[1:]), strict=True):
        due = due_homes(lists.of(grid), programmes.called_on, scene.week, assumed.duty_visit_weeks)
        gone = 0
        for one in rows.tolist():
            gone += _sent_to(handing, grid, int(min(most[one], len(due) - gone)), float(hours[one]))
        programmes.called_on[due[:gone]] = scene.week
        handing.used[grid] += gone * assumed.visit_hours
        handing.homes[grid] += gone
        reached[layout.community_of_grid[grid]] += gone
        homes.append(due[:gone])
    return np.concatenate(homes), reached


def _sent_to(handing: Handing, grid: int, homes: int, hours: float) -> int:
    """One member comes, and is given a list of so many homes if anybody has the time; how many they go to."""
    handing.people[grid] += 1
    handing.hours[grid] += hours
    if homes <= 0 or handing.tell(grid):
        return homes
    handing.sent_away[grid] += 1
    return 0


def due_homes(homes: Ids, called_on: Int64s, week: int, weeks: int) -> Ids:
    """Those of these homes that nobody was sent to for so many weeks, whoever was called on longest ago first."""
    last = called_on[homes]
    due = homes[(last == NEVER_CALLED_ON) | (last <= week - weeks)]
    return np.asarray(due[np.argsort(called_on[due], kind="stable")])
