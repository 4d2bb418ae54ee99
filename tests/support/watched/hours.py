"""Hours and capacity: what posts bring to work is used, idle or spent on what was asked, once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from shapan.model.columns import (
    APP,
    BUNDLE,
    CHARGED_HOURS,
    COUNTER,
    GRID,
    IDLE,
    MEDIATOR,
    OFFERED,
    ORGANISATION,
    OUTREACH_TYPES,
    PATROL_HOURS,
    POOL_TYPES,
    QUEUED,
    SOCIAL,
    TYPES,
    UNIT,
    USED,
    VISIT_HOURS,
    VOLUNTEER,
    WALK_IN,
)
from shapan.model.district import District
from shapan.model.hashing import addressed, uniform, uniforms
from shapan.model.needs.draws import VAIN_DRAW
from support.watched.base import HOURS, Observer

HANDS = (ORGANISATION, BUNDLE, VOLUNTEER, UNIT, MEDIATOR)
"""Pools whose hours are what decisions gave them."""


class HoursObserver(Observer):
    """Hours that were given stand at posts, are spent once, and counters owe what was asked of them."""

    def on_morning(self) -> None:
        self.hands_have_the_hours_given()

    def on_evening(self, day: int) -> None:
        self.hours_are_spent_once(day)
        self.counters_owe_what_they_were_asked(day)

    def hands_have_the_hours_given(self) -> None:
        """What decisions gave a pool stands at its posts, and nobody keeps a need in hand without hours to come."""
        state, assumed = self.district.state, self.district.parameters.assumptions.service
        servers, pools = state.servers, state.pools
        hours = (servers.line_to - servers.line_from) * servers.useful_share * assumed.hours_per_day
        given = np.bincount(servers.pool, hours, len(pools)) * (1.0 - assumed.absence_share)
        staffed = np.isin(pools.type, HANDS)
        np.testing.assert_allclose(given[staffed], pools.daily_hours[staffed], rtol=1e-9, atol=HOURS)
        assert (servers.useful_share >= 0.0).all() and np.isfinite(servers.useful_share).all()
        at_hand = servers[(servers.need >= 0) & np.isin(pools.type[servers.pool], HANDS)]
        assert (at_hand.useful_share > 0.0).all(), "a need lies in the hands of somebody who does not come"
        log = self.seen.log()
        queue = log.pool[(log.state == QUEUED) & (log.pool >= 0)]
        gone = np.isin(pools.type, (ORGANISATION, BUNDLE, UNIT, MEDIATOR)) & (pools.daily_hours <= 0.0)
        assert not gone[queue].any(), "somebody waits for hands that are gone"
        assert ((pools.poor_share >= 0.0) & (pools.poor_share <= 1.0)).all() and (pools.slowness > 0.0).all()
        assert np.isfinite(pools.slowness).all() and (pools.daily_hours >= 0.0).all()

    def hours_are_spent_once(self, day: int) -> None:
        state = self.district.state
        hours = state.tallies.hours[:, :, day]
        assert np.isfinite(state.tallies.hours).all() and (hours >= 0.0).all()
        np.testing.assert_allclose(hours[:, OFFERED], hours[:, USED] + hours[:, IDLE], rtol=0, atol=HOURS)
        assert np.isfinite(state.tallies.daily).all()
        if not state.facts.works[day]:
            assert not hours.any()
            return
        worked = hours_at_work(self.district, day)
        for kind in range(TYPES):
            total = worked[state.pools.type == kind].sum()
            if kind == GRID:
                self._grid_hours(worked, day)
            else:
                assert hours[kind, OFFERED] == pytest.approx(total, abs=HOURS), POOL_TYPES[kind]
        servers, usual = state.servers, self.district.in_force.usual_useful_share
        width, social = servers.line_to - servers.line_from, state.pools.type[servers.pool] == SOCIAL
        lent = (width * (servers.useful_share - usual))[social].sum()
        assert lent == pytest.approx(0.0, abs=HOURS), "hours lent are hours borrowed"

    def _grid_hours(self, worked: Any, day: int) -> None:
        state, assumed = self.district.state, self.district.parameters.assumptions.service
        mine = worked[state.pools.type == GRID]
        overhead = np.minimum(mine, assumed.grid_overhead_hours).sum()
        patrol, visit = state.tallies.daily[PATROL_HOURS, day], state.tallies.daily[VISIT_HOURS, day]
        # Idle hours of grid teams go visiting the next day; of those at the counter a share can leave their desk.
        pools, leaving = self.seen.morning.pools, {GRID: 1.0, COUNTER: state.service.idle_visit_share}
        leaving |= dict.fromkeys(OUTREACH_TYPES, state.service.idle_outreach_share)
        idle = sum(share * float(pools.idle_hours[pools.type == kind].sum()) for kind, share in leaving.items())
        spent = state.tallies.hours[GRID, OFFERED, day] + patrol + (visit - idle) + overhead
        assert spent == pytest.approx(mine.sum(), abs=HOURS)

    def counters_owe_what_they_were_asked(self, day: int) -> None:
        """What counters owe grows by meetings, triage, errands and chasing, and shrinks by what was paid today."""
        state, log = self.district.state, self.seen.log()
        owed = [table.debt_hours + table.overhead_hours for table in (self.seen.evening.pools, self.seen.morning.pools)]
        charged = state.tallies.daily[CHARGED_HOURS, day]
        assert owed[1].sum() == pytest.approx(owed[0].sum() + charged, abs=HOURS), "a meeting nobody charged"
        counters = state.pools.type == COUNTER
        paid = 0.0
        if state.facts.works[day]:
            paid = np.minimum(owed[1][counters], hours_at_work(self.district, day)[counters]).sum()
        referred = state.departments.arrived - self.seen.morning.departments.arrived
        asked = self._desk_hours(log[log.heard_day == day])
        # Whose department is paired is chased less; who referred what is known by kind, not by community.
        chased = referred * state.kinds.chase_hours
        least, most = (asked + float((chased * end(state.routing.pairs, axis=0)).sum()) for end in (np.min, np.max))
        now = float((state.pools.debt_hours + state.pools.overhead_hours).sum())
        assert least - HOURS <= now - (owed[1].sum() - paid) <= most + HOURS
        assert (state.pools.debt_hours >= 0).all() and (state.pools.overhead_hours >= 0).all()

    def _desk_hours(self, today: Any) -> float:
        """Hours at the desk for what residents brought up today, by their own draws."""
        state, rules = self.district.state, self.district.state.routing
        walked, by_app = today.channel == WALK_IN, today.channel == APP
        cut = 1.0 - rules.dispatch_cut if rules.dispatch else 1.0
        papers = walked & (state.kinds.at_counter[today.kind] == 1)
        fetched = papers & (state.hearing.people.fetched[today.resident] == 1)
        draws = np.array([uniform(key, VAIN_DRAW) for key in today.key])
        in_vain = papers & ~fetched & (draws < rules.vain_share)
        triage = walked.sum() + cut * by_app.sum() + in_vain.sum()
        return float(rules.triage_hours * triage + rules.agency_hours * fetched.sum())


def hours_at_work(district: District, day: int) -> Any:
    """Hours each pool's posts bring to work, from their lines of posts and the draws of each post, read afresh."""
    state, assumed = district.state, district.parameters.assumptions.service
    hours = np.zeros(len(state.pools))
    for server in state.servers[state.servers.pooled == 0]:
        for post in range(math.floor(server.line_from), math.ceil(server.line_to)):
            stretch = min(server.line_to, post + 1.0) - max(server.line_from, float(post))
            key = np.uint64(addressed(server.line_key, post))
            if stretch > 0.0 and uniforms(key, np.array([day]))[0] >= assumed.absence_share:
                hours[server.pool] += stretch * assumed.hours_per_day * server.useful_share
    return hours
