"""The roll: everybody who may be called in an emergency, by name (YT-05, YT-29, YT-31, YT-33).

Who is on it is a fixed order with draws of their own: a larger share adds people and replaces none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ...arrays import Bools, Floats, Int64s
from ...parameters import Parameters
from ...place.residents import ADULT, CHILD, ELDER, Residents
from ...streams import COMMUNITY, RESIDENT, Part, Stream
from ...volunteers.corps import KEEN_SHARE, Corps
from ..contract import ORIGINS, SKILLS

REGISTERS = Stream("emergency: pre-registers", RESIDENT)
SIGNS_UP = Stream("emergency: signs up when it comes", RESIDENT)
SIGNS_UP_ON = Stream("emergency: day of signing up", RESIDENT)
TURNS_UP = Stream("emergency: turns up at all", RESIDENT)
WORKS_AWAY = Stream("emergency: works far from home", RESIDENT)
LEADS = Stream("emergency: can lead others", RESIDENT)
LINE = Stream("emergency: how much somebody bears", RESIDENT)
SKILL = Stream("emergency: what somebody is good at", RESIDENT)
PLACE = Part("place in a team", 65_536)
SKILL_OF_PLACE = Stream("emergency: what a post is good at", COMMUNITY, Part("origin", 16), PLACE)

MEDICAL, CARRYING = SKILLS.index("medical"), SKILLS.index("carrying")
PREREGISTERED, NEWCOMER = ORIGINS.index("preregistered"), ORIGINS.index("newcomer")
STEWARD, SQUAD = ORIGINS.index("steward"), ORIGINS.index("squad")
SENT_DOWN, FIRM = ORIGINS.index("sent_down"), ORIGINS.index("firm")
POSTS = (SQUAD, SENT_DOWN, FIRM)
"""Whoever comes because it is their post: they are no residents with hours of their own, and get relieved, not lost."""


@dataclass(slots=True, eq=False)
class Roll:
    """People who may be called; one entry a person.

    Attributes:
        origin: Place in `ORIGINS`.
        person: Row of the resident; for whoever comes by post, their number.
        community: Where they serve.
        skill: Place in `SKILLS` of what they are good at.
        member: Whether they are in the Party.
        leads: Whether they can lead others without a branch behind them, and `may_lead` with one.
        away: Whether work takes them elsewhere on working days.
        chance: That they come on a day on which they are called and free.
        hours: Of a shift.
        department: Of a cadre, its place among the departments; −1 for anybody else.
        from_day: Day of the run from which they can be called.
        served: Shifts so far.
        fatigue, line: How tired they are, and from where on they stop.
        gone: Who gave up.
        resting: Whoever comes by post and has been relieved until they are rested.
    """

    origin: Int64s
    person: Int64s
    community: Int64s
    skill: Int64s
    member: Bools
    leads: Bools
    may_lead: Bools
    away: Bools
    chance: Floats
    hours: Floats
    department: Int64s
    from_day: Int64s
    served: Int64s
    fatigue: Floats
    line: Floats
    gone: Bools
    resting: Bools

    def __len__(self) -> int:
        return len(self.origin)

    def by_post(self) -> Bools:
        """Who comes because it is their post."""
        return np.isin(self.origin, POSTS)


def joined(rolls: list[Roll]) -> Roll:
    """Several rolls as one, in this order."""
    return Roll(*(np.concatenate([getattr(one, each.name) for one in rolls]) for each in fields(Roll)))


def people_on_it(who: Int64s, origin: int, from_day: Int64s, facts: Facts) -> Roll:
    """Residents on the roll, with what their draws and their columns say of them."""
    seed, assumed, people = facts.seed, facts.parameters.assumptions, facts.people
    member, free = people.party[who] > 0, facts.corps.free_hours[who]
    shift = assumed.volunteering.shift_hours
    leads = LEADS.of(seed).at(who).uniform()
    working_age = people.age_band[who] == ADULT
    line = LINE.of(seed).at(who).uniform() * (1.0 - assumed.force.give_up_from) + assumed.force.give_up_from
    steward = origin == STEWARD
    a_day = free * assumed.force.given_share / 7.0 / shift
    return Roll(
        origin=np.full(len(who), origin),
        person=who,
        community=facts.corps.community[who].astype(np.int64),
        skill=skills(SKILL.of(seed).at(who).uniform(), assumed.force.medical_share),
        member=member,
        leads=member & (leads < assumed.force.member_leads),
        may_lead=member & (leads < assumed.force.branch_leads),
        away=working_age & (WORKS_AWAY.of(seed).at(who).uniform() < assumed.force.away_share) & (not steward),
        chance=np.full(len(who), 1.0) if steward else np.minimum(a_day, assumed.force.shift_days / 7.0),
        hours=np.full(len(who), assumed.force.steward_hours if steward else shift),
        department=np.full(len(who), -1),
        from_day=from_day,
        served=np.zeros(len(who), np.int64),
        fatigue=facts.corps.fatigue[who].copy(),
        line=line + assumed.force.branch_holds * member * facts.parameters.levers.emergency.temporary_branches,
        gone=np.zeros(len(who), np.bool_),
        resting=np.zeros(len(who), np.bool_),
    )


def posts_on_it(community: Int64s, origin: int, from_day: int, facts: Facts, first: int = 0) -> Roll:
    """Whoever comes by post, one entry each, communities in order; those of a community are numbered from `first`."""
    count, assumed = len(community), facts.parameters.assumptions
    # Every array has shape (count,); the place is the running number within a community, whose posts lie together.
    place = first + np.arange(count) - np.searchsorted(community, community)
    draws = SKILL_OF_PLACE.of(facts.seed).at(community, np.full(count, origin), place).uniform()
    no = np.zeros(count, np.bool_)
    leads = np.full(count, origin == SENT_DOWN) | ((place == 0) & (origin == SQUAD))
    medical = assumed.force.medical_share if origin == SENT_DOWN else 0.0
    return Roll(
        origin=np.full(count, origin),
        person=community * PLACE.size + place,
        community=community,
        skill=np.full(count, CARRYING) if origin == FIRM else skills(draws, medical),
        member=np.full(count, origin == SENT_DOWN),
        leads=leads,
        may_lead=leads.copy(),
        away=no.copy(),
        chance=np.full(count, assumed.force.shift_days / 7.0),
        hours=np.full(count, assumed.service.hours_per_day),
        department=np.full(count, -1),
        from_day=np.full(count, from_day),
        served=np.full(count, 10_000 if origin == SQUAD else 0),
        fatigue=np.zeros(count),
        line=assumed.force.relieved_from + (1.0 - assumed.force.relieved_from) * draws,
        gone=no.copy(),
        resting=no.copy(),
    )


def skills(draws: Floats, medical_share: float) -> Int64s:
    """What each is good at: few in medicine, the others evenly in the rest."""
    rest = np.clip((draws - medical_share) / max(1.0 - medical_share, 1e-9), 0.0, 1.0 - 1e-12)
    others = 1 + (rest * (len(SKILLS) - 1)).astype(np.int64)
    return np.asarray(np.where(draws < medical_share, MEDICAL, others))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the roll is drawn up from."""

    people: Residents
    corps: Corps
    parameters: Parameters
    seed: int


def registered(facts: Facts) -> Int64s:
    """Residents registered beforehand, of those whom illness and age do not keep at home: so many of all adults."""
    people, levers = facts.people, facts.parameters.levers.emergency
    able = np.flatnonzero((people.age_band != CHILD) & ~people.disabled)
    count = round(levers.preregistered_share * int((people.age_band != CHILD).sum()))
    odds = _odds(facts, able) * np.where(people.party[able] > 0, facts.parameters.assumptions.force.known_odds, 1.0)
    order = _in_turn(REGISTERS.of(facts.seed).at(able).exponential(), odds)
    return np.asarray(able[order[:count]].astype(np.int64))


def signed_up(facts: Facts, before: Int64s) -> Int64s:
    """Residents who sign up once it has come: most of them Party members (V-18), none who is registered already."""
    people, assumed = facts.people, facts.parameters.assumptions.force
    able = np.flatnonzero((people.age_band != CHILD) & ~people.disabled)
    count = assumed.newcomer_share * len(people)
    order = able[_in_turn(SIGNS_UP.of(facts.seed).at(able).exponential(), _odds(facts, able))]
    party = people.party[order] > 0
    members = order[party][: round(count * assumed.newcomer_party)]
    others = order[~party][: round(count * (1.0 - assumed.newcomer_party))]
    found = np.concatenate([members, others]).astype(np.int64)
    return np.asarray(found[~np.isin(found, before)])


def turn_up(who: Int64s, facts: Facts) -> Bools:
    """Which of those registered serve at all: far fewer (V-18).

    Likelier are the keen among volunteers, who serve in peace as well, and members whom their branch calls by name.
    """
    assumed, corps = facts.parameters.assumptions, facts.corps
    least = (1.0 - KEEN_SHARE) ** assumed.volunteering.keenness_power
    keen = corps.registered[who] & (corps.motive[who] >= least)
    branch = facts.parameters.levers.emergency.temporary_branches & (facts.people.party[who] > 0)
    chance = assumed.force.turnout_share * np.where(keen, assumed.force.known_odds, 1.0)
    chance = chance * np.where(branch, assumed.force.branch_turnout, 1.0)
    return np.asarray(TURNS_UP.of(facts.seed).at(who).uniform() < np.minimum(chance, 1.0))


def days_of_signing_up(who: Int64s, alarm: int, facts: Facts) -> Int64s:
    """Days of the run on which newcomers sign up."""
    draws = SIGNS_UP_ON.of(facts.seed).at(who).uniform()
    return np.asarray(alarm + (draws * facts.parameters.assumptions.force.newcomer_days).astype(np.int64))


def _in_turn(draws: Floats, odds: Floats) -> Int64s:
    """Places of those who come, soonest first; whoever has no odds at all never does.

    Args:
        draws: An exponential draw of each; what it waits is the draw over its odds.
        odds: Of each, 0 or more; same shape.
    """
    waits = np.full(len(draws), np.inf)
    with np.errstate(over="ignore"):  # odds so near nought that the wait has no number any more
        np.divide(draws, odds, out=waits, where=odds > 0.0)
    order = np.argsort(waits, kind="stable")
    return np.asarray(order[np.isfinite(waits[order])], np.int64)


def _odds(facts: Facts, who: Int64s) -> Floats:
    assumed = facts.parameters.assumptions.force
    known = np.where(facts.corps.registered[who], assumed.known_odds, 1.0)
    return np.asarray(known * np.where(facts.people.age_band[who] == ELDER, assumed.elders_odds, 1.0))
