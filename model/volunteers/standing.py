"""Standing programmes of each community: who comes, whom they reach; what members on duty do goes before (ODD 7.7).

A programme takes hours from the volunteers on shift, at most those its plan states. Rounds and visits call on
households by turns: whoever is told there of a need brings it home, and small care is done on the spot. Patrols walk
from place to place and report what they see, and deter a little; sanitation days clear what waits and keep places
clean; volunteers who help mediate sit down with small disputes. Hours beyond the plan stay unused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Ids, among
from ..backend import transfer
from ..columns import ACTIVITY, LISTED_VISIT, MEDIATOR, PATROL, UNHEARD_NOW, UNIT, VOLUNTEER
from ..events.residents import NeedTold, ProgrammeHeld
from ..needs.channels import can_be_told, let_tell, set_hazard
from ..projects.records import ProjectBook
from ..staffing.capacity import bring_forward, queued_needs
from ..streams import RESIDENT, WEEK, Stream
from .records import Volunteers

if TYPE_CHECKING:
    from ..district import District

TELLS = Stream("tells whoever comes by", RESIDENT, WEEK)

PAIR = 2.0
LEAST_OF_A_PLAN = 0.5
"""Where fewer come than half of those a programme is planned for, it is not held."""
USUAL_RESIDENTS = 10_000.0

WEEKS_FELT = 4.0
"""Weeks over which patrols and clean places are felt: a day of it is not forgotten on the next."""
DAYS_AHEAD = 5
"""What visitors do on the spot stands so many days further ahead in volunteers' queue."""


class Programme(NamedTuple):
    """One standing programme.

    Attributes:
        name: What it is.
        run_by: Who calls people together for it.
        skill: Which team has it (`teams.KIND_OF_SKILL`).
        numbers: How its assumptions begin: `…_people` and `…_weeks` of group `programmes`.
    """

    name: str
    run_by: str
    skill: str
    numbers: str


PROGRAMMES = (
    Programme("elder_rounds", "residents_committee", "care", "rounds"),
    Programme("hardship_visits", "residents_committee", "hardship", "hardship"),
    Programme("mediation", "mediators", "mediation", "mediation"),
    Programme("patrols", "grid_team", "order", "patrol"),
    Programme("sanitation_days", "residents_committee", "order", "sanitation"),
    Programme("events", "residents_committee", "culture", "events"),
)
ON_DUTY = ("reception_days", "duty_visits", "cases_taken")
USES = (*(one.name for one in PROGRAMMES), *ON_DUTY)
PATROLS, SANITATION, EVENTS = USES.index("patrols"), USES.index("sanitation_days"), USES.index("events")


class Done(NamedTuple):
    """What a programme did in a week, by community; households and needs told of where it visits.

    Attributes:
        used: Hours of people for something else than needs in a queue.
        work: Hours of work of the needs it took from queues.
        reached, heard: Households or places it came to, and needs nobody knew of before.
    """

    used: Floats
    work: Floats
    reached: NDArray[np.int64]
    heard: NDArray[np.int64]


class Scene:
    """What stands open on a Monday: needs nobody has heard, needs that wait, each to be found once."""

    def __init__(self, district: District, week: int) -> None:
        state = district.state
        self.district, self.week, self.communities = district, week, district.world.territory.communities
        self.needs = state.needs.view(np.ndarray)
        self.unheard = state.waiting.view(np.ndarray)["need"][: int(state.tallies.tally[UNHEARD_NOW])].astype(np.int64)
        self.resident, cell = self.needs["resident"][self.unheard], self.needs["cell"][self.unheard]
        self.unheard_cell, community_of_cell = cell, district.world.territory.community_of_cell
        self.unheard_in = community_of_cell[cell]
        self.public = state.kinds.public[self.needs["kind"][self.unheard]] == 1
        queued = queued_needs(district)
        pool = self.needs["pool"][queued]
        which = np.where(pool >= 0, state.pools.type[np.maximum(pool, 0)], -1)
        self.waiting = queued[~among(which, (VOLUNTEER, UNIT, MEDIATOR))]
        self.waiting_in = community_of_cell[self.needs["cell"][self.waiting]].astype(np.int64)
        self.free = np.ones(len(self.waiting), np.bool_)

    def tell(self, who: Bools, channel: int, told_by: str) -> NDArray[np.int64]:
        """These unheard needs are told; returns how many in each community."""
        places = np.flatnonzero(who)
        places = places[can_be_told(self.district.state, self.district.day, places)]
        let_tell(self.district.state, places, channel)
        names, kinds = self.district.kinds.ids, self.needs["kind"][self.unheard[places]].tolist()
        for need, community, kind in zip(
            self.unheard[places].tolist(), self.unheard_in[places].tolist(), kinds, strict=True
        ):
            self.district.record(NeedTold(number=need, community=community, about=names[kind], how=told_by))
        return np.bincount(self.unheard_in[places], minlength=self.communities)

    def willing(self, share: float) -> Bools:
        """Who would tell whoever comes by this week, of each unheard need."""
        draws = TELLS.of(self.district.plan.seed).at(self.resident, self.week).uniform()
        return np.asarray(draws < share)

    def of_kinds(self, kinds: tuple[str, ...], most_hours: float) -> Bools:
        """Which waiting needs are of these kinds and take no more work than this."""
        rows = [self.district.kinds.index(kind) for kind in kinds]
        kind = self.needs["kind"][self.waiting]
        theirs = among(kind, rows) & (self.district.state.kinds.may_serve[kind, VOLUNTEER] == 1)
        return np.asarray(theirs & (self.needs["hours"][self.waiting] <= most_hours))

    def serve(self, which: Bools, hours: Floats) -> Floats:
        """Take the most pressing of these waiting needs as far as the hours of their community go; returns the work."""
        state, first = self.district.state, self.district.pool_map.starts[VOLUNTEER]
        rows = np.flatnonzero(which & self.free)
        rows = rows[np.argsort(self.waiting_in[rows], kind="stable")]
        community = self.waiting_in[rows]
        work = self.needs["hours"][self.waiting[rows]] * state.pools.slowness[first + community]
        total = np.cumsum(work)
        before = np.concatenate(([0.0], total))[np.searchsorted(community, np.arange(self.communities))]
        taken = total - before[community] <= hours[community] + 1e-9
        self.take(rows[taken])
        return np.bincount(community[taken], work[taken], self.communities).astype(float)

    def take(self, rows: Ids) -> None:
        """These waiting needs, by their row in the list, go to their community's volunteers and stand in front."""
        state, first = self.district.state, self.district.pool_map.starts[VOLUNTEER]
        self.free[rows] = False
        chosen = self.waiting[rows].astype(np.int32)
        bring_forward(state, chosen, DAYS_AHEAD)
        transfer(chosen, (first + self.waiting_in[rows]).astype(np.int32), state)


Act = Callable[[Scene, Floats], Done]


class OnDuty(NamedTuple):
    """One thing members on duty do in a week.

    Attributes:
        use: What (`USES`).
        act: How, with so many hours by community.
        hours: Hours they came with, by community.
    """

    use: str
    act: Act
    hours: Floats


def planned(district: District, week: int) -> NDArray[np.float64]:
    """Hours every programme asks for in a week, shape (programmes, communities): more where several teams have it.

    Assumptions are for a community of 10,000: smaller ones hold a programme less often, larger ones with more people.
    """
    office, assumed, territory = (
        district.of(Volunteers),
        district.parameters.assumptions.programmes,
        district.world.territory,
    )
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    size = np.maximum(people, 1.0) / USUAL_RESIDENTS
    # One row a programme, one column a community.
    usual = np.array([[getattr(assumed, f"{one.numbers}_weeks")] for one in PROGRAMMES])
    planned_for = np.array([[getattr(assumed, f"{one.numbers}_people")] for one in PROGRAMMES])
    weeks = np.maximum(np.rint(usual / size), 1.0).astype(np.int64)
    due = (week + np.arange(len(size)) + np.arange(len(PROGRAMMES))[:, None]) % weeks == 0
    hours = due * (planned_for * size * weeks / usual) * assumed.session_hours
    if district.parameters.levers.volunteers.project_teams and office.teams is not None:
        for row, one in enumerate(PROGRAMMES):
            hours[row] *= np.maximum(office.teams.number_with(one.skill), 1.0)
    return np.asarray(hours)


def hold(district: District, week: int, left: Floats, on_duty: Sequence[OnDuty] = ()) -> Floats:
    """Duty and programmes of a week; returns hours by community that are left for nothing.

    Args:
        left: Hours by community that no order, activity or draw on the time bank has taken.
        on_duty: What members on duty among them do, one after the other.
    """
    programmes, scene = district.of(Volunteers).programmes, Scene(district, week)
    programmes.uses = np.zeros((len(USES), len(left)))
    for one in on_duty:
        left = _carry_out(scene, USES.index(one.use), one.act, (np.minimum(one.hours, left), left))
    for row, plan in enumerate(planned(district, week)):
        given = np.minimum(plan, left)
        left = _carry_out(scene, row, ACTS[row], (np.where(given >= LEAST_OF_A_PLAN * plan, given, 0.0), left))
    share = 1.0 / WEEKS_FELT
    programmes.patrolled += share * (programmes.uses[PATROLS] - programmes.patrolled)
    programmes.cleaned += share * (programmes.uses[SANITATION] - programmes.cleaned)
    let_be_felt(district)
    return left


def _carry_out(scene: Scene, row: int, act: Act, hours: tuple[Floats, Floats]) -> Floats:
    """One programme in all communities: what it does is logged, and its hours are gone from those left."""
    given, left = hours
    if not given.any():
        return left
    done, district, name = act(scene, given), scene.district, USES[row]
    office, people_hours = district.of(Volunteers), max(district.parameters.assumptions.programmes.session_hours, 1e-9)
    office.programmes.uses[row] = done.used
    run_by = PROGRAMMES[row].run_by if row < len(PROGRAMMES) else "party"
    spent = done.used + done.work
    for community in np.flatnonzero(spent > 0.0).tolist():
        district.record(
            ProgrammeHeld(
                number=_team(district, row, community, scene.week),
                community=community,
                about=name,
                how=run_by,
                people=float(spent[community]) / people_hours,
                hours=float(done.used[community]),
                work=float(done.work[community]),
                reached=int(done.reached[community]),
                told=int(done.heard[community]),
            )
        )
    return np.asarray(np.maximum(left - spent, 0.0))


def _team(district: District, row: int, community: int, week: int) -> int:
    """Which team of a community comes: those with the skill by turns; none for members on duty."""
    teams = district.of(Volunteers).teams
    if teams is None or row >= len(PROGRAMMES):
        return -1
    able = [team.number for team in teams.there(community) if PROGRAMMES[row].skill in team.founded_for]
    return able[week % len(able)] if able else -1


def _visit(scene: Scene, roster_name: str, given: Floats, said_at: str) -> Done:
    """Pairs call on households by turns, hear what is told, and do small care on the spot."""
    assumed = scene.district.parameters.assumptions.programmes
    each = PAIR * assumed.visit_hours
    roster = getattr(scene.district.of(Volunteers).programmes, roster_name)
    households, visited = roster.next(np.floor(given / each + 1e-9).astype(np.int64))
    scene.district.of(Volunteers).programmes.called_on[households] = scene.week
    at_home = in_homes(scene, households)
    heard = scene.tell(
        at_home[scene.district.world.residents.household[scene.resident]]
        & ~scene.public
        & scene.willing(assumed.told_share),
        LISTED_VISIT,
        said_at,
    )
    small = scene.of_kinds(("care",), assumed.small_care_hours)
    small &= at_home[scene.district.world.residents.household[scene.needs["resident"][scene.waiting]]]
    used = visited * each
    return Done(used, scene.serve(small, given - used), visited, heard)


def in_homes(scene: Scene, households: Ids) -> Bools:
    """Whether each household is among these."""
    found = np.zeros(len(scene.district.of(Volunteers).bank.saved), np.bool_)
    found[households] = True
    return found


def _elder_rounds(scene: Scene, given: Floats) -> Done:
    return _visit(scene, "elders", given, "elder_rounds")


def _hardship_visits(scene: Scene, given: Floats) -> Done:
    return _visit(scene, "poor", given, "hardship_visits")


def _mediate(scene: Scene, given: Floats) -> Done:
    most = scene.district.parameters.assumptions.programmes.small_dispute_hours
    work, none = scene.serve(scene.of_kinds(("dispute",), most), given), np.zeros(scene.communities, np.int64)
    return Done(np.zeros(scene.communities), work, none, none)


def _patrol(scene: Scene, given: Floats) -> Done:
    """A patrol walks place after place together, and reports what it sees."""
    assumed = scene.district.parameters.assumptions.programmes
    programmes = scene.district.of(Volunteers).programmes
    hours = given / max(assumed.patrol_people, 1.0)
    cells, walked = programmes.walk.next(np.floor(hours * assumed.cells_per_hour).astype(np.int64))
    seen = np.zeros(scene.district.world.territory.cells, np.bool_)
    seen[cells] = True
    heard = scene.tell(
        seen[scene.unheard_cell] & scene.public & scene.willing(assumed.seen_share),
        PATROL,
        "patrols",
    )
    return Done(given, np.zeros(scene.communities), walked, heard)


def _clean(scene: Scene, given: Floats) -> Done:
    most = scene.district.parameters.assumptions.routing.order_hours
    work, none = scene.serve(scene.of_kinds(("litter",), most), given), np.zeros(scene.communities, np.int64)
    return Done(given - work, work, none, none)


def _gather(scene: Scene, given: Floats) -> Done:
    none = np.zeros(scene.communities, np.int64)
    return Done(given, np.zeros(scene.communities), none, none)


ACTS: tuple[Act, ...] = (_elder_rounds, _hardship_visits, _mediate, _patrol, _clean, _gather)


def let_be_felt(district: District) -> None:
    """Events of this week are a channel of hearing; levers that were just adopted know nothing of them."""
    office, hearing, territory = district.of(Volunteers), district.state.hearing, district.world.territory
    assumed = district.parameters.assumptions
    uses = office.programmes.uses
    events = uses[EVENTS] if len(uses) else np.zeros(territory.communities)
    one = assumed.volunteer_work.activity_people * assumed.volunteering.shift_hours
    away = district.centres.distance_km_of_cell / assumed.hearing.walk_in_radius_km
    heard = assumed.outreach.activity_hazard * (events / one)[territory.community_of_cell] * np.exp(-0.5 * away**2)
    more = heard - office.heard_at_events
    office.heard_at_events = heard
    district.of(ProjectBook).usual_activities += more
    workday, restday = hearing.workday[:, ACTIVITY] + more, hearing.restday[:, ACTIVITY] + more
    set_hazard(hearing, ACTIVITY, workday=workday, restday=restday)
