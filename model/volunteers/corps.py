"""Volunteer roster: who registers, who comes this week and for how long, fatigue and retention (ODD 7.7).

Every resident has a fixed place in the order of registration, so that a campaign adds volunteers and replaces none.
Each week every registered resident comes with a probability that follows from their motive, by one draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Ids
from ..parameters import Parameters
from ..place.residents import CHILD, COMMUNITY_PARTY, WORKPLACE_PARTY
from ..place.world import World
from ..streams import MONTH, RESIDENT, WEEK, Stream

FREE_HOURS = Stream("free hours", RESIDENT)
REGISTERS = Stream("registers", RESIDENT)
MOTIVE = Stream("motive", RESIDENT)
REPORTS_IN = Stream("reports in", RESIDENT)
LED = Stream("led", RESIDENT)
OFFERS = Stream("offers", RESIDENT, WEEK)
DUTY = Stream("duty", RESIDENT)
HOURS = Stream("hours", RESIDENT, WEEK)
LEAVES = Stream("leaves", RESIDENT, MONTH)

USUAL_CAMPAIGN, USUAL_REPORTING = 0.2, 0.1
"""Levers under which a place counts the volunteers its file states."""
DAYS_OF_A_YEAR, DAYS_OF_A_MONTH = 365.0, 30.4
KEEN_SHARE = 0.25
"""Residents in the highest quarter of motive: social workers lead these, and standing teams consist of these."""
LEAST_HOURS = 2.0
"""Who has less free time than this in a week does not come by themselves."""
SURE = 500.0  # cap of log odds, beyond which exp() overflows; the probability is 1 there


@dataclass(slots=True, eq=False)
class Corps:
    """State of volunteers; arrays have shape (residents,) unless it says otherwise.

    Attributes:
        turn: Place in the order in which residents register; whoever leaves goes to the end. Children have none.
        registered, owes: Registered as a volunteer; owes duty as a Party member.
        led, team: Led by a social worker; number of the standing team that meets every week, −1 for none.
        motive: Intrinsic motivation, 0 to 1.
        free_hours: Hours a week they could give.
        habit, fatigue: Habit of coming and fatigue from it, 0 to 1.
        waiting: Offered a shift, and wait for an activity.
        called: Whether the shift each waits for is one they owe, not one they offered.
        served_on, on_duty_on: Date (as a number) of the latest participation of their own accord, and on duty.
        times_this_year, hours_this_year: Participations and hours since New Year.
        came, hours_this_week: Rows of those who came in the week that began last; hours given in it.
        practice: Experience of standing teams, 0 to 1; shape (communities,).
        turnout: Participations a week, smoothed; shape (communities,).
        norm: Social norm of taking part, 0 to 1; shape (cells,).
        members: How many are registered; shape (communities,).
        who: Rows of residents who are registered or owe duty.
        fixed_motive: Motive of each of `who` that only levers and the norm move.
        able: Which of `who` may offer a shift: registered, and with time for one.
        home: Community of each of `who`.
    """

    seed: int
    community: NDArray[np.int32]
    turn: Floats
    registered: Bools
    owes: Bools
    led: Bools
    team: NDArray[np.int32]
    motive: Floats
    free_hours: Floats
    habit: Floats
    fatigue: Floats
    waiting: Bools
    called: Bools
    served_on: NDArray[np.int64]
    on_duty_on: NDArray[np.int64]
    times_this_year: NDArray[np.int32]
    hours_this_year: Floats
    came: Ids
    hours_this_week: Floats
    practice: Floats
    turnout: Floats
    norm: Floats
    members: Floats
    who: Ids
    fixed_motive: Floats
    able: Bools
    home: NDArray[np.int32]


def new_corps(world: World, parameters: Parameters, seed: int) -> Corps:
    """State before anybody has registered."""
    assumed, people = parameters.assumptions.volunteering, world.residents
    count, communities = len(people.cell), world.territory.communities
    resident = np.arange(count)
    normal = FREE_HOURS.of(seed).at(resident).normal()
    # Shape (residents,) but for four sums by community, the norm by cell, and five lists of whoever enrols later.
    return Corps(
        seed=seed,
        community=world.territory.community_of_cell[people.cell],
        turn=np.where(people.age_band == CHILD, np.inf, REGISTERS.of(seed).at(resident).uniform()),
        registered=np.zeros(count, np.bool_),
        owes=np.zeros(count, np.bool_),
        led=np.zeros(count, np.bool_),
        team=np.full(count, -1, np.int32),
        motive=MOTIVE.of(seed).at(resident).uniform() ** assumed.keenness_power,
        free_hours=assumed.free_hours * np.exp(assumed.free_hours_spread * normal),
        habit=np.zeros(count),
        fatigue=np.zeros(count),
        waiting=np.zeros(count, np.bool_),
        called=np.zeros(count, np.bool_),
        served_on=np.zeros(count, np.int64),
        on_duty_on=np.zeros(count, np.int64),
        times_this_year=np.zeros(count, np.int32),
        hours_this_year=np.zeros(count),
        came=np.zeros(0, np.int64),
        hours_this_week=np.zeros(count),
        practice=np.zeros(communities),
        turnout=np.zeros(communities),
        norm=np.zeros(world.territory.cells),
        members=np.zeros(communities),
        who=np.zeros(0, np.int64),
        fixed_motive=np.zeros(0),
        able=np.zeros(0, np.bool_),
        home=np.zeros(0, np.int32),
    )


def registered_count(parameters: Parameters) -> int:
    """Number of registered residents by the place's share and the campaign, without Party members who report in."""
    more = parameters.assumptions.volunteering.campaign_gain
    effort = parameters.levers.volunteers.campaign - USUAL_CAMPAIGN
    place = parameters.place
    return round(min(place.volunteers_registered * max(1.0 + more * effort, 0.0), 1.0) * place.residents)


def enrol(corps: Corps, world: World, parameters: Parameters) -> None:
    """Set who is registered, who owes duty, and the part of motive that does not change weekly."""
    count = registered_count(parameters)
    # The first `count` residents in the order of registration; children, at infinity, never register.
    first = np.argpartition(corps.turn, count - 1)[:count] if count else np.zeros(0, np.int64)
    corps.registered[:] = False
    corps.registered[first[np.isfinite(corps.turn[first])]] = True
    party = world.residents.party
    workplace = np.flatnonzero(party == WORKPLACE_PARTY)
    draws = REPORTS_IN.of(corps.seed).at(workplace).uniform()
    reports = draws < parameters.levers.party.reporting_share
    corps.registered[workplace[reports & (draws >= USUAL_REPORTING)]] = True
    corps.owes[:] = False
    if parameters.levers.party.duty_per_year > 0.0:
        corps.owes[:] = party == COMMUNITY_PARTY
        corps.owes[workplace[reports]] = True
    here = corps.registered | corps.owes  # `who`, `home` and `able` have one entry for each resident in it
    corps.who = np.flatnonzero(here)
    corps.home = corps.community[corps.who]
    corps.able = corps.registered[corps.who] & (corps.free_hours[corps.who] >= LEAST_HOURS)
    corps.waiting &= here
    corps.called &= here
    corps.members = np.bincount(corps.home, corps.registered[corps.who], len(corps.practice)).astype(float)
    corps.fixed_motive = fixed_motives(corps, world, parameters)


def keen(corps: Corps, parameters: Parameters) -> Bools:
    """Which of `who` are registered, with a motive among the highest quarter of all residents'."""
    least = (1.0 - KEEN_SHARE) ** parameters.assumptions.volunteering.keenness_power
    return np.asarray(corps.registered[corps.who] & (corps.motive[corps.who] >= least))


def lead(corps: Corps, places: Floats, parameters: Parameters) -> NDArray[np.int64]:
    """Set who is led: the keen in a fixed random order, up to `places` (by community); returns how many in each."""
    corps.led[:] = False
    members = corps.who[keen(corps, parameters)]
    community = corps.community[members]
    order = np.lexsort((LED.of(corps.seed).at(members).uniform(), community))
    start = np.searchsorted(community[order], np.arange(len(places)))  # first of each community in `order`
    place = np.arange(len(order)) - start[community[order]]
    led = members[order[place < places[community[order]]]]
    corps.led[led] = True
    return np.bincount(corps.community[led], minlength=len(places))


def fixed_motives(corps: Corps, world: World, parameters: Parameters) -> Floats:
    """Constant part of motive, I (1 − κ m) + θ m + say + norm − time (B8.4); shape (len(who),).

    Residents who register only because of the campaign have a lower I: those beyond the place's own share in order.
    """
    assumed, levers, who = parameters.assumptions.volunteering, parameters.levers.volunteers, corps.who
    usual = min(round(parameters.place.volunteers_registered * parameters.place.residents), len(corps.turn))
    turn = corps.turn[who]
    own = min(max(usual, 1), len(turn))
    last_of_own = np.partition(turn, own - 1)[own - 1] if own else 0.0
    latecomer = (turn > last_of_own) & (world.residents.party[who] != WORKPLACE_PARTY)
    keenness = corps.motive[who] * np.where(latecomer, assumed.campaign_keenness, 1.0)
    reward = levers.points_yuan_per_hour / assumed.reward_yuan
    motive = keenness * (1.0 - assumed.crowding * reward) + assumed.reward_appeal * reward
    motive += assumed.voice_appeal * levers.voice
    motive += assumed.norm_appeal * corps.norm[world.residents.cell[who]]
    return np.asarray(motive - assumed.time_cost * np.minimum(assumed.shift_hours / corps.free_hours[who], 1.0))


def weekly_motive(corps: Corps, trust: Floats, bank: Floats, parameters: Parameters) -> Floats:
    """Motive of each of `who` this week: the constant part, habit, peers, trust and time bank, less fatigue.

    Args: `trust` of each resident, shape (residents,); `bank`, appeal of the time bank, shape (communities,).
    """
    assumed, who = parameters.assumptions.volunteering, corps.who
    peers = corps.turnout / np.maximum(corps.members, 1.0) * DAYS_OF_A_MONTH / 7.0
    around = assumed.peers_appeal * peers + bank
    motive = corps.fixed_motive + assumed.habit_appeal * corps.habit[who] - assumed.fatigue_cost * corps.fatigue[who]
    return np.asarray(motive + assumed.trust_appeal * (trust[who] - 0.5) + around[corps.home])


def offers(corps: Corps, motive: Floats, week: int, parameters: Parameters) -> Bools:
    """Which of `who` offer a shift this week, by one draw each; `motive` and the result have shape (len(who),)."""
    assumed, who = parameters.assumptions.volunteering, corps.who
    odds = np.exp(np.minimum(assumed.turnout_base + assumed.turnout_slope * motive, SURE))
    draws = OFFERS.of(corps.seed).at(who, week).uniform()
    willing = draws * (1.0 + odds) < odds
    return np.asarray(willing & corps.able)


def on_duty(corps: Corps, day_of_year: int, parameters: Parameters) -> Bools:
    """Which of `who` are called to duty: a turn falls in this week and they have served less often than they owe."""
    yearly, who = parameters.levers.party.duty_per_year, corps.who
    phase = DUTY.of(corps.seed).at(who).uniform()
    due = np.floor(yearly * min((day_of_year + 6) / DAYS_OF_A_YEAR, 1.0) + phase)
    gone = (day_of_year - 1) / DAYS_OF_A_YEAR if day_of_year > 7 else 0.0
    before = np.floor(yearly * gone + phase)
    return np.asarray(corps.owes[who] & (due > before) & (corps.times_this_year[who] < due))


def come(corps: Corps, comers: Ids, week: int, date: int, parameters: Parameters) -> Floats:
    """Record one shift of each of `comers` (rows of residents) on `date` (a number of a day) in `week`.

    Returns the hours of each, at most their free hours; shape (len(comers),).
    """
    assumed = parameters.assumptions.volunteering
    normal = HOURS.of(corps.seed).at(comers, week).normal()
    spread = assumed.shift_spread
    wanted = assumed.shift_hours * np.exp(spread * normal - spread**2 / 2)
    hours = np.minimum(wanted, corps.free_hours[comers])
    corps.came = comers
    corps.hours_this_week[comers] = hours
    corps.hours_this_year[comers] += hours
    corps.times_this_year[comers] += 1
    corps.served_on[comers[~corps.called[comers]]] = date
    corps.on_duty_on[comers[corps.called[comers]]] = date
    corps.called[comers] = False
    corps.waiting[comers] = False
    corps.fatigue[comers] += assumed.fatigue_gain * (1.0 - corps.fatigue[comers])
    return np.asarray(hours)


def grow_used(corps: Corps, comers: Ids, encouraged: Floats, parameters: Parameters) -> None:
    """Raise the habit of `comers`, faster in a team; `encouraged` is a factor of it, shape (communities,)."""
    work = parameters.assumptions.volunteer_work
    faster = np.where(corps.team[comers] >= 0, work.team_habit, 1.0) * encouraged[corps.community[comers]]
    gain = np.minimum(parameters.assumptions.volunteering.habit_gain * faster, 1.0)
    corps.habit[comers] += gain * (1.0 - corps.habit[comers])


def rest_week(corps: Corps, parameters: Parameters) -> None:
    """Let a week pass: fatigue and habit decay, hours of the week are reset."""
    assumed, who = parameters.assumptions.volunteering, corps.who
    corps.hours_this_week[corps.came] = 0.0
    corps.fatigue[who] = corps.fatigue[who] * np.exp(-1.0 / assumed.fatigue_weeks)
    corps.habit[who] = corps.habit[who] * np.exp(-7.0 / DAYS_OF_A_MONTH / assumed.habit_months)


def serve_elsewhere(corps: Corps, who: Ids, fatigue: Floats) -> None:
    """These residents serve in an emergency: they offer no shift meanwhile, and are as tired as that makes them."""
    there = np.zeros(len(corps.registered), np.bool_)
    there[who] = True
    corps.able &= ~there[corps.who]
    corps.waiting[who] = corps.called[who] = False
    corps.fatigue[who] = fatigue


def come_home(corps: Corps) -> None:
    """Whoever served elsewhere may offer shifts again."""
    corps.able = corps.registered[corps.who] & (corps.free_hours[corps.who] >= LEAST_HOURS)


def stay_burnt_out(corps: Corps, who: Ids, least: float) -> None:
    """These residents are still no less tired than that."""
    corps.fatigue[who] = np.maximum(corps.fatigue[who], least)


def leave(corps: Corps, month: int, parameters: Parameters, kept: Floats | float = 0.0) -> int:
    """Draw who leaves this month and moves to the end of the order of registration; returns how many.

    Args: `kept`, what an exchange of points adds to each resident's yearly retention, shape (residents,) or one.
    """
    assumed, work = parameters.assumptions.volunteering, parameters.assumptions.volunteer_work
    members = corps.who[corps.registered[corps.who] & np.isfinite(corps.turn[corps.who])]
    stay = assumed.retention + assumed.recognition_retention * parameters.levers.volunteers.recognition
    exchanged = np.broadcast_to(kept, corps.led.shape)[members]
    yearly = np.minimum(stay + work.led_retention * corps.led[members] + exchanged, 1.0)
    draws = LEAVES.of(corps.seed).at(members, month).uniform()
    gone = members[draws >= yearly ** (1.0 / 12.0)]
    corps.turn[gone] += 1.0
    for column in (corps.habit, corps.fatigue):
        column[gone] = 0.0
    corps.waiting[gone] = corps.called[gone] = False
    return len(gone)
