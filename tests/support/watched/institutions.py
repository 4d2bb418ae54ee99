"""Institutions: cases, contracts, promises and staff."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.department import Department
from shapan.model.agents.party_committees import DistrictCommittee, PartyCommittee
from shapan.model.branches.disputes import SETTLED
from shapan.model.columns import (
    AT_DEPARTMENT,
    BUNDLE,
    DEPARTMENT_DOOR,
    MET_LATE,
    MET_ON_TIME,
    NOBODY,
    ORGANISATION,
    PROPERTY,
    TO_DEPARTMENT,
    UNIT,
    WAITS_FOR_DEPARTMENT,
    WRONG_DOOR,
)
from shapan.model.events.branches import ProblemNegotiated
from shapan.model.organisations.market import Market
from shapan.model.staffing.capacity import MOST_BEHIND_DAYS
from shapan.model.staffing.turnover import Tenures
from support.watched.base import HOURS, Observer, Remembered, pools_of


class InstitutionsObserver(Observer):
    """Departments, contracts, units and firms give what they have, and no more."""

    def __init__(self, seen: Remembered) -> None:
        super().__init__(seen)
        self.capacity = self._capacity()
        self.called_home = np.zeros(len(self.district.state.departments))

    def on_morning(self) -> None:
        self.contracts_stay_within_their_money()
        self.promises_are_kept_at_most()
        self.staff_and_firms_are_who_they_were()

    def on_evening(self, day: int) -> None:
        self.departments_lose_no_case()

    def _capacity(self) -> dict[str, float]:
        a_day = self.district.state.departments.capacity
        return {one.name: float(a_day[one.kinds].sum()) for one in self.district.agents_by_type[Department]}

    def departments_lose_no_case(self) -> None:
        log, departments = self.seen.log(), self.district.state.departments
        sent = log.pool == TO_DEPARTMENT
        settled = sent & ((log.bin == MET_ON_TIME) | (log.bin == MET_LATE))
        at_hand = sent & np.isin(log.state, (WAITS_FOR_DEPARTMENT, AT_DEPARTMENT))
        given_up = sent & (log.bin == WRONG_DOOR) & (log.door == DEPARTMENT_DOOR)
        # A reopened case has been there once for every generation, and goes in again.
        visits = log.generation * sent + settled + at_hand + given_up
        kinds = len(departments)
        self._note_called_home(log)
        arrived = np.bincount(log.kind, visits, kinds) + self.called_home
        np.testing.assert_array_equal(departments.arrived, arrived)
        assert (log.door[at_hand] == DEPARTMENT_DOOR).all()
        assert (departments.capacity >= 0.0).all()
        assumed = self.district.parameters.assumptions
        most = max(assumed.authority.extra_most, assumed.routing.catch_up_most)
        assert ((departments.extra >= 0.0) & (departments.extra <= most)).all()
        assert ((departments.handling > 0.0) & np.isfinite(departments.handling)).all()
        if self.district.state.facts.works[self.district.day - 1]:
            ceiling = departments.capacity * (1.0 + departments.extra) + 1.0
            assert (departments.credit <= ceiling + HOURS).all()
            # Officials who sit with councils fall behind with their cases, by a week at most.
            assert (departments.credit >= -MOST_BEHIND_DAYS * departments.capacity.sum() - HOURS).all()
        for name, hours in self._capacity().items():
            assert hours == pytest.approx(self.capacity[name], rel=1e-9), f"{name} made capacity out of nothing"

    def contracts_stay_within_their_money(self) -> None:
        """Contracts cost no more than was let, lots are let once, and bought hours are those of paid posts."""
        district, market = self.district, self.district.of(Market)
        parameters, pools = district.parameters, district.state.pools
        post = parameters.assumptions.service.organisation_post_yuan
        spent = 0.0
        for lot, one in market.contracts.items():
            assert one.lot == lot and one.organisation in market.organisations
            cost = (one.posts + one.supervisors) * post + one.overhead_yuan + one.tender_yuan
            assert cost <= one.yuan * (1.0 + 1e-9) + HOURS, "a contract costs more than it pays"
            assert min(one.posts, one.supervisors, one.overhead_yuan, one.tender_yuan) >= 0.0
            assert one.working_posts(0.0) <= one.working_posts(1.0) <= one.posts + HOURS
            assert (one.tenure_months >= 0.0).all() and 0.0 <= one.effort <= 1.0
            spent += one.yuan
        assert spent <= self.seen.people * parameters.levers.funding.purchase_yuan * (1.0 + 1e-9) + HOURS
        for cell, one in market.centres.items():
            assert one.lot.place == cell and one.organisation in (NOBODY, *market.organisations)
            assert one.posts <= parameters.levers.centres.social_workers_each + HOURS
        given = parameters.assumptions.providers
        each = parameters.assumptions.service.hours_per_day * parameters.assumptions.service.casework_share
        # What organisations give on their own stands at their community's queue, or at its street's.
        street = district.world.territory.street_of_community
        most, there = np.zeros(int(street.max()) + 1), np.zeros(int(street.max()) + 1)
        for one in market.organisations.values():
            if one.profile.home >= 0:
                most[street[one.profile.home]] += (given.own_hours + given.branch_hours * one.has_branch) / 5.0
        for lot, one in market.contracts.items():
            most[lot.place if lot.kind == BUNDLE else street[lot.place]] += one.posts * each
        np.add.at(there, street, pools.daily_hours[pools_of(district.state, ORGANISATION)])
        there += pools.daily_hours[pools_of(district.state, BUNDLE)]
        assert (there <= most + HOURS).all(), "hours that nobody pays for and nobody gives"

    def _note_called_home(self, log: np.ndarray) -> None:
        """Cases that a Party branch called home today had been at a department once for every generation."""
        for day, event in self.district.events:
            if day == self.district.day - 1 and isinstance(event, ProblemNegotiated) and event.how == SETTLED:
                self.called_home[log.kind[event.need]] += 1.0 + log.generation[event.need]

    def promises_are_kept_at_most(self) -> None:
        """Units give what they promised or less; committees have authority from 0 to 1 and as many units as asked."""
        district, state = self.district, self.district.state
        levers = district.parameters.levers.party
        for committee in district.agents_by_type[PartyCommittee]:
            assert len(committee.units) == levers.member_units
            assert 0.0 <= committee.authority <= 1.0 and (committee.owed_hours >= 0.0).all()
            for unit in committee.units:
                assert 0.0 <= unit.kept_hours <= unit.promised_hours + HOURS, "a unit kept more than it promised"
                for promise in unit.promises:
                    assert 0.0 <= promise.chance <= 1.0 and promise.hours_a_week >= 0.0
                    assert promise.made < promise.ends and state.kinds.may_serve[promise.kind, UNIT] == 1
        watch = district.agents_by_type[DistrictCommittee][0]
        assert ((watch.badly_rated >= 0.0) & (watch.badly_rated <= 1.0)).all()
        if district.date(district.day).weekday() == 0:
            week = self._noted("resident_unit", "hours_kept_this_week") + self._noted("party_branch", "hours_claimed")
            week += self._noted("department", "hours_of_service")
            assert 5.0 * state.pools.daily_hours[pools_of(state, UNIT)].sum() == pytest.approx(week, abs=HOURS)

    def _noted(self, who: str, what: str) -> float:
        """What institutions of one kind entered in today's log of decisions."""
        today = [event for day, event in self.district.events if day == self.district.day and event.institution == who]
        return sum(amount for event in today for said, amount in event.decisions() if said == what)

    def staff_and_firms_are_who_they_were(self) -> None:
        """Everybody has been in post for some time or none; hours that firms lend are hours that others get."""
        district, state = self.district, self.district.state
        for months in district.of(Tenures).of_line.values():
            assert (months >= 0.0).all() and np.isfinite(months).all()
        assumed, firms = district.parameters.assumptions.service, pools_of(state, PROPERTY)
        servers = state.servers[firms[state.servers.pool]]
        hours = ((servers.line_to - servers.line_from) * servers.useful_share).sum() * assumed.hours_per_day
        hours *= 1.0 - assumed.absence_share
        assert hours == pytest.approx(state.pools.daily_hours[firms].sum(), rel=1e-9, abs=HOURS)
