"""Minds and people: who is let in, what they feel, the hours they give as volunteers."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.residents_committee import MOST_WEEKS_OWED, ResidentsCommittee
from shapan.model.columns import (
    COUNTER,
    DONE,
    EFFICACY_TOTAL,
    GRID,
    IN_SERVICE,
    MEDIATOR,
    MENU,
    NEVER,
    NEVER_HEARD,
    ON_ITS_WAY,
    QUEUED,
    STEWARD,
    TERMINAL,
    TO_DEPARTMENT,
    TRUST_TOTAL,
    UNHEARD,
    VOLUNTEER,
)
from shapan.model.volunteers.records import Volunteers
from support.watched.base import HOURS, Observer, pools_of


class PeopleObserver(Observer):
    """People stay where they live, feel what happened once, and give no more than their time."""

    def on_morning(self) -> None:
        self.nobody_gives_more_than_their_time()

    def on_evening(self, day: int) -> None:
        self.doors_let_in_whom_they_serve()
        self.satisfaction_is_felt_once()
        self.people_stay()

    def doors_let_in_whom_they_serve(self) -> None:
        """Everybody who came to a pool today was let in by its rules, as they stood this morning."""
        log, before, state = self.seen.log(), self.seen.morning, self.district.state
        on_the_way = np.isin(self.seen.states_this_morning(), (UNHEARD, ON_ITS_WAY))
        came = log[on_the_way & (log.pool >= 0) & np.isin(log.state, (QUEUED, IN_SERVICE))]
        # What was taken up and put down again has less work left than it came with.
        came = came[(came.started_time == NEVER) & (came.generation == 0)]
        pool = before.pools[came.pool]
        assert (state.pool_map.pool[came.cell, pool.type] == came.pool).all(), "a door of another place"
        assert (pool.daily_hours > 0.0).all(), "a closed door let somebody in"
        # Leaders of Party branches sit with mediators, and take disputes of their own grid only.
        at_branch = (pool.type == MEDIATOR) & (state.pool_map.branch[came.cell] == 1)
        at_branch &= came.kind == state.routing.hard_dispute_kind
        assert ((pool.kinds >> came.kind) % 2 == 1)[~at_branch].all(), "a pool took a kind it does not take"
        assert (state.kinds.may_serve[came.kind, pool.type] == 1).all()
        rules, people = state.routing, state.hearing.people[came.resident]
        assert not (pool.type == VOLUNTEER).any(), "routing sent somebody to volunteers"
        assert (came.hours[pool.type == STEWARD] <= rules.steward_hours).all()
        assert (people.self_serving[pool.type == TERMINAL] == 1).all()
        assert (people.pays[pool.type == MENU] == 1).all()

    def satisfaction_is_felt_once(self) -> None:
        """Every need that ended left its satisfaction where it was served, or nowhere."""
        log, state = self.seen.log(), self.district.state
        over = log[(log.state == DONE) & (log.bin != NEVER_HEARD)]
        sent = np.bincount(over.kind[over.pool == TO_DEPARTMENT], minlength=len(state.departments))
        np.testing.assert_array_equal(state.departments.experiences, sent)
        just = over[(self.seen.states_this_morning() != DONE)[(log.state == DONE) & (log.bin != NEVER_HEARD)]]
        today = np.bincount(just.pool[just.pool >= 0], minlength=len(state.pools))
        np.testing.assert_array_equal(state.pools.experiences - self.seen.morning.pools.experiences, today)
        for table in (state.pools, state.departments):
            assert (table.satisfaction_sum >= 0.0).all() and (table.satisfaction_sum <= table.experiences + HOURS).all()

    def nobody_gives_more_than_their_time(self) -> None:
        """Volunteers: hours within each one's own, all of them at a pool; savings are hours that were given."""
        volunteers, state = self.district.of(Volunteers), self.district.state
        corps, bank = volunteers.corps, volunteers.bank
        assert (corps.hours_this_week >= 0.0).all()
        assert (corps.hours_this_week <= corps.free_hours + HOURS).all(), "somebody volunteers more than they can"
        here = np.zeros(self.seen.people, np.bool_)
        here[corps.who] = True
        np.testing.assert_array_equal(here, corps.registered | corps.owes)
        for some in (corps.led, corps.team >= 0):
            assert corps.registered[some].all()
        assert here[corps.waiting].all() and np.isfinite(corps.turn[corps.registered]).all()
        shares = (
            corps.habit,
            corps.fatigue,
            corps.practice,
            corps.norm,
            bank.faith,
            volunteers.skill,
            volunteers.of_use,
        )
        for values in shares:
            assert ((values >= 0.0) & (values <= 1.0 + HOURS)).all()
        for week in volunteers.weeks[-1:]:
            assert week.came <= len(corps.who) or self.district.day > week.day
            assert (week.given <= week.offered + HOURS).all(), "hours nobody offered"
            np.testing.assert_allclose(
                5.0 * state.pools.daily_hours[pools_of(state, VOLUNTEER)], week.given, atol=HOURS
            )
            if week.day == self.district.day:
                assert week.offered.sum() == pytest.approx(corps.hours_this_week[corps.who].sum(), abs=HOURS)
        assert (bank.saved >= -HOURS).all() and bank.saved_in.sum() == pytest.approx(bank.saved.sum(), abs=HOURS)
        assert bank.saved.sum() <= sum(week.offered.sum() for week in volunteers.weeks) + HOURS, (
            "savings out of nothing"
        )

    def people_stay(self) -> None:
        state, world = self.district.state, self.district.world
        assert len(state.minds) == len(world.residents.cell) == self.seen.people
        assert state.pools.residents[pools_of(state, GRID)].sum() == self.seen.people
        np.testing.assert_array_equal(world.residents.cell, self.seen.home)
        np.testing.assert_array_equal(state.facts.resident_cell, self.seen.home)
        assert state.pools.residents[pools_of(state, COUNTER)].sum() == self.seen.people
        for name in state.minds.dtype.names:
            assert ((state.minds[name] >= 0.0) & (state.minds[name] <= 1.0)).all(), name
        totals = state.tallies.mind_totals
        assert totals[TRUST_TOTAL] == pytest.approx(state.minds.trust.sum(), abs=HOURS)
        assert totals[EFFICACY_TOTAL] == pytest.approx(state.minds.efficacy.sum(), abs=HOURS)
        log = self.seen.log()
        assert ((log.resident >= 0) & (log.resident < self.seen.people)).all()
        np.testing.assert_array_equal(log.cell, self.seen.home[log.resident])
        for committee in self.district.agents_by_type[ResidentsCommittee]:
            assert 0.0 <= committee.weeks_owed <= MOST_WEEKS_OWED
