"""One day of the duty rooms: who is called and comes, who leads whom, what is done, who has had enough (ODD 7.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...arrays import Bools, Floats, Int64s
from ...columns import NOBODY
from ...events.force import CrewsLed, LeaderTook, TemporaryBranchFormed, VolunteerGaveUp
from ...streams import DAY, RESIDENT, Part, Stream
from ...volunteers.corps import serve_elsewhere
from ...volunteers.records import Volunteers
from ...volunteers.steward_supply import Stewards, give_up
from ..contract import ANY, ORIGINS, SKILLS, Answer, Calls, Crews
from . import dispatch, posts
from .branches import joins
from .cadres import NAMES, cases_left, officials_ill, tell_ill
from .pulled_in import given_up, pull_in
from .records import DutyRooms
from .roll import SENT_DOWN, SQUAD, STEWARD, Roll
from .tiring import end_of_day

if TYPE_CHECKING:
    from ...district import District

COMES = Stream("emergency: comes when called", RESIDENT, DAY)
POST_COMES = Stream("emergency: whoever has a post comes", Part("post"), DAY)
NUMBERS_OF_AN_ORIGIN = 1 << 32
STAFF_DOES = ("phones",)
"""Work of an emergency that staff do; grid workers see to whatever is most severe."""
DAYS_OF_A_MONTH = 30.4


def comes(roll: Roll, day: int, seed: int) -> Bools:
    """Who comes if called: residents as their own time allows, posts but for their day off."""
    post, draws = roll.by_post(), np.zeros(len(roll))
    draws[~post] = COMES.of(seed).at(roll.person[~post], day).uniform()
    draws[post] = POST_COMES.of(seed).at(number(roll)[post], day).uniform()
    return np.asarray(draws < roll.chance)


def number(roll: Roll) -> Int64s:
    """The number of whoever comes by post, unlike that of any other."""
    return np.asarray(roll.origin * NUMBERS_OF_AN_ORIGIN + roll.person)


class Today:
    """One day of the answer.

    Attributes:
        left: Hours of work that nobody has taken yet, by community and skill.
        crews: Who serves.
        served: Who on the roll led or did something.
        head_hours: Hours of heads of grids who lead, by community.
    """

    def __init__(self, district: District, calls: Calls, can_come: Bools, *, works: bool) -> None:
        self.district, self.calls, self.can_come, self.works = district, calls, can_come, works
        self.rooms, self.assumed = district.of(DutyRooms), district.parameters.assumptions
        assert self.rooms.roll is not None
        self.roll: Roll = self.rooms.roll
        self.pace = dispatch.pace(self.roll.served, self.assumed.force.ramp_start, self.assumed.force.ramp_shifts)
        self.left = calls.hours.copy()
        self.crews = list[Crews]()
        self.served = np.zeros(len(self.roll), np.bool_)
        self.head_hours = np.zeros(len(self.left))

    def answer(self) -> Answer:
        """Everybody's day."""
        expected = np.where(self.can_come, self.roll.chance * self.roll.hours * self.pace, 0.0)
        called = dispatch.called(expected, self.roll.community, self.calls.hours.sum(axis=1))
        came = called & comes(self.roll, self.calls.day, self.district.plan.seed)
        people_of_communities = [self._people(one, called, came) for one in range(len(self.left))]
        could = posts.on_shift(self.district, self.calls, works=self.works)
        given = self._posts(could)._replace(guards=self._guards(came))
        pulled = pull_in(self.district, self.calls, self.left, self.rooms.ready(self.calls.day))
        self.crews += pulled.crews
        for one, people in enumerate(people_of_communities):
            hours = float(given.grid[one] + given.staff[one])
            if people["came"] or hours > 0.0:
                self.district.record(CrewsLed(community=one, posts=hours, **people))
        found = posts.turned(self.district, self.calls, given, could)
        turned = given_up(self.district, self.calls, (found, given.grid), pulled, works=self.works)
        self._end_of_day()
        return Answer(tuple(self.crews), turned, self._cases_left())

    def _people(self, community: int, called: Bools, came: Bools) -> dict[str, Any]:
        """People of one community: some lead, some are led and do something, the others wait at the door."""
        here = np.flatnonzero(came & (self.roll.community == community))
        led = dispatch.lead(self._can_lead(community)[here], self._heads(community), self.assumed.force.span)
        leaders, followers = here[led.leaders], here[led.followers]
        self._tell_leaders(community, leaders)
        self.head_hours[community] = led.heads * self.assumed.service.hours_per_day
        columns = (self.roll.origin, self.roll.skill, self.roll.hours, self.pace)
        each = list(zip(*(column[followers].tolist() for column in columns), strict=True))
        work, busy = dispatch.share_out(each, self.left[community], self.calls.untrained)
        for (origin, skill), one in work.items():
            pace = one.done / one.hours
            who = (ORIGINS[origin], community, SKILLS[skill])
            self.crews.append(Crews(*who, people=one.people, hours=one.hours, pace=pace))
        served = np.concatenate([leaders, followers[np.array(busy, np.bool_)]])
        self.served[served] = True
        self._note_hours(community, served)
        return {
            "called_up": int((called & (self.roll.community == community)).sum()),
            "came": len(here),
            "leaders": led.heads + len(leaders),
            "led": sum(busy),
            "at_door": led.at_door,
            "idle": len(busy) - sum(busy),
            "hours": float(self.roll.hours[served].sum()),
        }

    def _can_lead(self, community: int) -> Bools:
        """Who can lead; with a branch behind them more members can."""
        branch = self.rooms.branches[community].formed_on != NOBODY
        return self.roll.may_lead if branch else self.roll.leads

    def _heads(self, community: int) -> int:
        """Heads of grids whom their grids can spare: one at least, once the duty room leads."""
        if not self.rooms.ready(self.calls.day)[community]:
            return 0
        grids = int((self.district.layout.community_of_grid == community).sum())
        return max(round(self.assumed.force.heads_spared * grids), 1)

    def _tell_leaders(self, community: int, leaders: Int64s) -> None:
        for one in leaders.tolist():
            if one not in self.rooms.leading:
                self.rooms.leading.add(one)
                how, person = ORIGINS[int(self.roll.origin[one])], int(self.roll.person[one])
                self.district.record(LeaderTook(community=community, number=one, how=how, person=person))

    def _note_hours(self, community: int, served: Int64s) -> None:
        """Hours that are paid for: volunteers' meals and insurance, cadres' time."""
        hours, origin = self.roll.hours[served], self.roll.origin[served]
        self.rooms.cadres[community] += float(hours[origin == SENT_DOWN].sum())
        self.rooms.volunteers[community] += float(hours[~self.roll.by_post()[served]].sum())

    def _posts(self, could: posts.OnShift) -> posts.Given:
        """Grid workers and staff take what people have left; hours each gives, heads who lead among them."""
        nothing = np.zeros(len(self.left))
        given = posts.Given(self.head_hours.copy(), nothing.copy(), nothing)
        spare = np.maximum(could.grid * could.most - self.head_hours, 0.0)
        for one in np.flatnonzero(self.rooms.ready(self.calls.day)).tolist():
            hours = dispatch.posts_take(self.left[one], float(could.staff[one]), STAFF_DOES)
            given.staff[one] = float(hours.sum())
            self._crew_of_posts("staff", one, "phones", given.staff[one])
            asked = min(dispatch.work_for_anybody(self.left[one], self.calls.untrained), float(spare[one]))
            given.grid[one] += asked
            self._crew_of_posts("grid", one, ANY, asked)
        return given

    def _crew_of_posts(self, origin: str, community: int, skill: str, hours: float) -> None:
        people = hours / self.assumed.service.hours_per_day
        self.crews += [Crews(origin, community, skill, people=people, hours=hours)] if hours > 0.0 else []

    def _guards(self, came: Bools) -> Floats:
        """Hours of property guards in the squads that came, by community."""
        squad = came & (self.roll.origin == SQUAD)
        hours = np.bincount(self.roll.community, squad * self.roll.hours, len(self.left))
        return np.asarray(hours * self.assumed.force.guard_share)

    def _cases_left(self) -> Floats:
        """What departments leave, whose people are here."""
        sent = (self.roll.origin == SENT_DOWN) & (self.roll.from_day <= self.calls.day)
        away = np.bincount(self.roll.department[sent], minlength=len(NAMES)).astype(np.int64)
        ill = officials_ill(self.calls.illness, away, len(self.left), self.district.parameters)
        tell_ill(self.district, ill, self.calls.illness.week)
        return cases_left(away + ill, tuple(self.district.kinds.ids), self.district.parameters)

    def _end_of_day(self) -> None:
        """Who is tired, who gives up; members who served form a branch; nobody of them comes to programmes."""
        gave_up = np.flatnonzero(end_of_day(self.roll, self.served, self.district.parameters))
        today, rooms = self.district.date(self.calls.day).toordinal(), self.rooms
        for one in gave_up.tolist():
            where, about = int(self.roll.community[one]), ORIGINS[int(self.roll.origin[one])]
            person, shifts = int(self.roll.person[one]), int(self.roll.served[one])
            self.district.record(VolunteerGaveUp(community=where, number=person, about=about, shifts=shifts))
        lost = self.roll.person[gave_up]
        until = self.calls.day + round(self.assumed.force.burnt_months * DAYS_OF_A_MONTH)
        rooms.burnt = np.concatenate([rooms.burnt, lost])
        rooms.burnt_until = np.concatenate([rooms.burnt_until, np.full(len(lost), until)])
        give_up(self.district.of(Stewards), lost[self.roll.origin[gave_up] == STEWARD], today)
        there = ~self.roll.by_post() & (self.roll.served > 0)
        serve_elsewhere(self.district.of(Volunteers).corps, self.roll.person[there], self.roll.fatigue[there])
        if self.district.parameters.levers.emergency.temporary_branches:
            self._branches()

    def _branches(self) -> None:
        for branch in self.rooms.branches:
            if joins(branch, self.roll, self.served, self.calls.day):
                who = int(self.roll.person[branch.secretary])
                formed = TemporaryBranchFormed(community=branch.community, number=who, members=len(branch.members))
                self.district.record(formed)
