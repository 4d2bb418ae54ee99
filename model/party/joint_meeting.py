"""Joint and progress meetings: what units promise the community for which kind of need, and what they keep."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.party_committees import PartyCommittee
from ..agents.resident_unit import Promise, ResidentUnit
from ..columns import (
    LAPSED_WAITING,
    MET_LATE,
    QUEUED,
    UNIT,
)
from ..events.party import HoursPromised, JointMeetingHeld, PromiseMade
from ..needs.table import mean_hours
from ..staffing.capacity import born_since, charge_counters
from ..streams import (
    COMMUNITY,
    MONTH,
    Part,
    Stream,
)
from .claimed_projects import break_off, claim

if TYPE_CHECKING:
    from ..district import District

WEEKS_A_YEAR = 365.25 / 7.0
MONTHS_OF_AN_OFFER = 3
DAYS_LOOKED_BACK = 90
UNIT_PART = Part("unit", 1_000)
SIZE = Stream("unit size", COMMUNITY, UNIT_PART)
FITS = Stream("unit fits", COMMUNITY, UNIT_PART, Part("kind of need", 100))
WILLING = Stream("unit willing", COMMUNITY, UNIT_PART)
CLAIMS = Stream("unit claims", COMMUNITY, UNIT_PART, MONTH)
PROMISE = Stream("unit promise {}", COMMUNITY, UNIT_PART, MONTH)
"""One stream for each of a unit's claims of the year, and −1 for what it offers."""


def month_of(date: dt.date) -> int:
    """Months since the beginning of our count."""
    return 12 * date.year + date.month - 1


def meets(every: int, month: int) -> bool:
    """Whether a meeting held every so many months falls in this one; 0 is never. January always counts."""
    return every > 0 and (month % 12) % every == 0


def unit_kinds(district: District) -> list[int]:
    """Kinds of need that units' teams can serve."""
    return [int(kind) for kind in np.flatnonzero(district.state.kinds.may_serve[:, UNIT])]


def admit_units(district: District) -> None:
    """Units join or leave the joint committees, the last to come first to go; those that stay keep their promises."""
    for committee in district.agents_by_type[PartyCommittee]:
        while len(committee.units) > district.parameters.levers.party.member_units:
            gone = committee.units.pop()
            break_off(district, gone)
            gone.remove()
        while len(committee.units) < district.parameters.levers.party.member_units:
            committee.units.append(_unit(district, committee.community, len(committee.units)))


def _unit(district: District, community: int, number: int) -> ResidentUnit:
    """What a unit can give, and how willingly, is drawn for each, whoever is asked to join."""
    assumed, seed = district.parameters.assumptions.units, district.plan.seed
    normal = SIZE.of(seed).at(community, number).normal()
    size = float(np.exp(assumed.unit_spread * normal - assumed.unit_spread**2 / 2))
    kinds = unit_kinds(district)
    fit = FITS.of(seed).at(community, number, np.array(kinds, np.int64)).uniform()
    worth = assumed.least_aptitude + (1.0 - assumed.least_aptitude) * fit
    hours = 4.0 * assumed.unit_hours / WEEKS_A_YEAR * size * worth
    willing = assumed.willing_spread * (2.0 * WILLING.of(seed).at(community, number).uniform() - 1.0)
    return ResidentUnit(district, community, number, dict(zip(kinds, hours.tolist(), strict=True)), willing)


def recall_past(district: District, date: dt.date) -> None:
    """On the first morning promises already run: this year's claims, and offers since the last meeting or quarter."""
    levers, month = district.parameters.levers.party, month_of(date)
    january = month - month % 12
    offered = month - (month % 12) % (levers.joint_meeting_months or MONTHS_OF_AN_OFFER)
    make_claims(district, january)
    make_offers(district, offered)
    for unit in district.agents_by_type.get(ResidentUnit, ()):
        for promise in unit.promises:
            passed = range(promise.made + 1, month)
            promise.calls = sum(meets(levers.progress_meeting_months, one) for one in passed)
            if promise.project is not None and promise.kept(district.parameters.assumptions.units.recalled_share):
                promise.project.work(promise.hours_a_week * (month - january) * WEEKS_A_YEAR / 12.0)


def hold_meetings(district: District, date: dt.date) -> None:
    """Progress is called up first, then new claims and offers are made; community staff prepare every meeting."""
    levers, assumed = district.parameters.levers.party, district.parameters.assumptions.units
    month, hours = month_of(date), 0.0
    units: list[ResidentUnit] = list(district.agents_by_type.get(ResidentUnit, ()))
    if not units:
        return
    met = list[str]()
    if meets(levers.progress_meeting_months, month):
        met.append("progress")
        hours += assumed.progress_meeting_hours
        for unit in units:
            for promise in unit.promises:
                promise.calls += 1
    if month % 12 == 0:
        make_claims(district, month)
    if meets(levers.joint_meeting_months, month):
        met.append("joint")
        hours += assumed.joint_meeting_hours
    make_offers(district, month)
    if hours > 0.0:
        charge_counters(district, np.full(district.world.territory.communities, hours))
    _record(district, units, " ".join(met))


def _record(district: District, units: list[ResidentUnit], met: str) -> None:
    """What units have promised by now, and at whose table they sat, where one was held."""
    promised = sum(promise.hours_a_week for unit in units for promise in unit.promises)
    district.record(HoursPromised(hours=promised))
    if met:
        for community in sorted({unit.community for unit in units}):
            here = [unit for unit in units if unit.community == community]
            hours = sum(promise.hours_a_week for unit in here for promise in unit.promises)
            district.record(JointMeetingHeld(community=community, about=met, units=len(here), hours=hours))


def make_offers(district: District, month: int) -> None:
    """A joint meeting puts each unit's team where it is missed; without one, units offer what they like best."""
    levers = district.parameters.levers.party
    matched = meets(levers.joint_meeting_months, month)
    missing = missing_hours(district) if matched else None
    for committee in district.agents_by_type[PartyCommittee]:
        for unit in committee.units:
            if not unit.hours_a_week or (unit.offers(month) and not matched):
                continue
            unit.promises = [promise for promise in unit.promises if promise.claimed]
            kind, months = unit.likes(), MONTHS_OF_AN_OFFER
            if missing is not None:
                kind, months = unit.fits(missing[committee.community]), levers.joint_meeting_months
                missing[committee.community][kind] -= unit.hours_a_week[kind]
            unit.promises.append(_promise(district, unit, (kind, unit.hours_a_week[kind]), (month, month + months)))


def make_claims(district: District, january: int) -> None:
    """Every unit claims its projects of the year; where joint meetings are held, from the list of what is missed."""
    levers, assumed = district.parameters.levers.party, district.parameters.assumptions.units
    for unit in district.agents_by_type.get(ResidentUnit, ()):
        if not any(one.claimed and one.made == january for one in unit.promises):
            break_off(district, unit)
    if levers.claims_per_unit <= 0.0:
        return
    missing = missing_hours(district) if levers.joint_meeting_months > 0 else None
    hours = assumed.project_items * assumed.item_hours / district.parameters.assumptions.joint.project_weeks
    for committee in district.agents_by_type[PartyCommittee]:
        for unit in committee.units:
            if not unit.hours_a_week or any(one.claimed and one.made == january for one in unit.promises):
                continue
            unit.promises = [one for one in unit.promises if not one.claimed]
            draw = CLAIMS.of(district.plan.seed).at(unit.community, unit.number, january).uniform()
            projects = int(levers.claims_per_unit + draw)
            for _ in range(projects):
                kind = unit.likes()
                if missing is not None:
                    kind = unit.fits(missing[committee.community])
                    missing[committee.community][kind] -= hours
                promise = _promise(district, unit, (kind, hours), (january, january + 12), len(unit.promises))
                promise.project = claim(district, unit, kind, dt.date(january // 12, january % 12 + 1, 1))
                unit.promises.append(promise)


def _promise(
    district: District, unit: ResidentUnit, what: tuple[int, float], months: tuple[int, int], claim: int = -1
) -> Promise:
    """Write a promise down: seats on the committee make it likelier to be kept."""
    draw = PROMISE.of(district.plan.seed, claim).at(unit.community, unit.number, months[0]).uniform()
    if months[0] == month_of(district.date(district.day)):  # those recalled on the first morning were made before it
        district.record(
            PromiseMade(
                number=unit.number,
                community=unit.community,
                about=district.kinds.ids[what[0]],
                how="claim" if claim >= 0 else "offer",
                hours=what[1],
                months=months[1] - months[0],
            )
        )
    return Promise(
        kind=what[0],
        hours_a_week=what[1],
        made=months[0],
        ends=months[1],
        draw=draw,
        chance=chance_of(district, unit),
        claimed=claim >= 0,
    )


def seats_of_units(district: District) -> int:
    """Heads of units with a part-time seat on each committee: those of the units that joined first."""
    levers = district.parameters.levers.party
    return min(levers.part_time_members, levers.member_units)


def chance_of(district: District, unit: ResidentUnit) -> float:
    """Chance that a unit gives what it is asked for, and keeps what it promised; seats on the committee raise it."""
    assumed = district.parameters.assumptions.units
    gain = min(assumed.seat_gain * seats_of_units(district), assumed.seats_most)
    return min(max(assumed.keep_share + gain + unit.willingness, 0.0), 1.0)


def missing_hours(district: District) -> list[list[float]]:
    """Hours a week missing in each community for each kind: heard in the last months, and waiting, late or given up.

    On the first mornings nobody has waited yet; then what is expected to arise stands for it.
    """
    state, territory = district.state, district.world.territory
    kinds = state.kinds
    needs = state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_LOOKED_BACK)]
    end = needs["bin"]
    short = np.flatnonzero((needs["state"] == QUEUED) | (end == MET_LATE) | (end == LAPSED_WAITING))
    address = territory.community_of_cell[needs["cell"][short]] * len(kinds) + needs["kind"][short]
    hours = np.bincount(address, needs["first_hours"][short], territory.communities * len(kinds))
    table: NDArray[np.float64] = hours.reshape(territory.communities, len(kinds)) / (DAYS_LOOKED_BACK / 7.0)
    expected = 7.0 * state.facts.daily_rate * mean_hours(kinds)
    unknown = table[:, kinds.may_serve[:, UNIT] == 1].sum(axis=1) <= 0.0
    table[unknown] = expected[unknown]
    rows_of: list[list[float]] = table.tolist()
    return rows_of
