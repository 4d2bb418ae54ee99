"""Needs, hours, people and money of a district are counted again after every day."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.ledger.payments import Accounts
from shapan.model.observation.figures import BINS
from shapan.model.observation.indicators import INDICATORS
from shapan.model.observation.record import record
from support.watched.base import Observer, Remembered
from support.watched.district import WatchedDistrict
from support.watched.hours import HoursObserver
from support.watched.institutions import InstitutionsObserver
from support.watched.money import MoneyObserver, money_bought_what_was_met
from support.watched.needs import NeedsObserver
from support.watched.people import PeopleObserver


class Watched:
    """A district that is stepped, and counted again twice a day.

    Attributes:
        seen: The district and what is remembered of it.
        meddle: Does something this morning that must be noticed.
    """

    def __init__(self, plan: Plan) -> None:
        self.district = WatchedDistrict(plan)
        self.seen = Remembered(self.district)
        self.needs, self.people = NeedsObserver(self.seen), PeopleObserver(self.seen)
        theirs = (HoursObserver(self.seen), InstitutionsObserver(self.seen), MoneyObserver(self.seen))
        self.observers: tuple[Observer, ...] = (self.needs, self.people, *theirs)
        self.meddle: Callable[[District], None] = lambda district: None
        self.district.after_decisions = self._after_decisions

    def _after_decisions(self, day: int) -> None:
        """Institutions have decided: whatever they moved must stand somewhere once, before the day begins."""
        self.meddle(self.district)
        self.seen.morning = self.seen.columns()
        for observer in self.observers:
            observer.on_morning()

    def forked(self) -> Watched:
        """A copy that goes on by itself; also what nobody may write to is its own, since whoever spoils it may."""
        return copy.deepcopy(self)

    def live_a_day(self, spoil: Callable[[District], None] = lambda district: None) -> None:
        """Step, then count everything again; `spoil` does something in the night that must be noticed."""
        district, day = self.district, self.district.day
        self.seen.evening, pools = self.seen.columns(), district.state.pools
        district.step()
        assert district.day == day + 1
        if district.state.pools is not pools:
            self.seen.redrawn = int(district.state.facts.working_index[day])
        spoil(district)
        for observer in self.observers:
            observer.on_evening(day)


def live_watched(plan: Plan) -> None:
    """Every day of a plan, and what its run says of itself afterwards."""
    watched = Watched(plan)
    while watched.district.day < watched.district.length:
        watched.live_a_day()
    values = record(watched.district)
    assert sum(values.funnel[name] for name in BINS) == values.funnel["born"]
    assert values.funnel["born"] <= watched.needs.born
    for name, value in values.indicators.items():
        assert math.isfinite(value), name
        if INDICATORS[name].unit in ("share", "Gini"):
            assert -1e-12 <= value <= 1.0 + 1e-12, name
    assert values.money["in"] == pytest.approx(values.money["spent"] + values.money["held"], abs=0.01)
    assert (watched.district.of(Accounts).settled, values.ledger.day.max()) <= (watched.district.length, plan.days)
    for table in (values.ledger, values.daily, values.by_cell, values.by_grid, values.by_group):
        assert np.isfinite(table["value"]).all()
    money_bought_what_was_met(watched.district, values)
