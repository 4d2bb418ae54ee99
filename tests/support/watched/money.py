"""Money and matters: accounts balance, and what money bought is what was met."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.columns import OFFERED, USED
from shapan.model.deliberation.docket import Docket
from shapan.model.district import District
from shapan.model.ledger.ledger import HOLDERS, SOURCES, USES
from shapan.model.observation.record import Run
from shapan.model.projects.kinds import FORMS
from shapan.model.projects.records import LAST_PAYMENT
from support.watched.base import HOURS, Observer, Remembered


class MoneyObserver(Observer):
    """Every fen is held or spent, and every matter is open or ended."""

    def __init__(self, seen: Remembered) -> None:
        super().__init__(seen)
        self.blocks = self.given = self.spent = 0

    def on_morning(self) -> None:
        self.matters_are_on_one_list()
        self.the_ledger_balances()

    def matters_are_on_one_list(self) -> None:
        """Every matter raised is open or ended, once; shares are shares; needs stay under their ceilings."""
        district, docket = self.district, self.district.of(Docket)
        numbers = sorted(matter.number for matter in docket.open + docket.closed)
        raised = sum(what == "households" for _, _, what, _ in district.decisions)
        assert numbers == list(range(raised)), "a matter is missing, or stands on two lists"
        assert all(matter.open for matter in docket.open) and not any(matter.open for matter in docket.closed)
        for matter in docket.open:
            assert len(np.unique(matter.household)) == len(matter.household) == len(matter.belief)
            assert ((matter.belief >= 0.0) & (matter.belief <= 1.0)).all() and 0.0 <= matter.compliance <= 1.0
            assert np.isin(matter.came, matter.household).all(), "somebody came whom it does not affect"
            assert matter.raised <= district.day and matter.ready >= matter.raised
        for matter in docket.closed:
            assert matter.tries > 0 and matter.raised <= matter.ended_on <= district.day
        for share in (docket.council_trust, docket.covenant, *(meeting.share for meeting in docket.turnouts[-5:])):
            assert np.all((np.asarray(share) >= 0.0) & (np.asarray(share) <= 1.0))
        intensity = district.state.hearing.intensity
        assert (intensity >= 0.0).all() and (intensity <= district.state.kinds.ceiling).all()

    def the_ledger_balances(self) -> None:
        """What was given is held or spent, no holder is below zero, and funds hold what their account holds."""
        ledger = self.district.ledger
        assert ledger.total("source") == ledger.total("holder") + ledger.total("use")
        given = spent = 0
        for block in ledger.blocks[self.blocks :]:
            assert (block.fen > 0).all() and block.day <= self.district.day
            given += int(block.fen.sum()) * (block.source in SOURCES) - int(block.fen.sum()) * (block.target in SOURCES)
            spent += int(block.fen.sum()) * (block.target in USES)
        self.given, self.spent, self.blocks = self.given + given, self.spent + spent, len(ledger.blocks)
        assert (self.given, self.spent) == (ledger.total("source"), ledger.total("use"))
        assert all((ledger.held_by_community(name) >= 0).all() for name in HOLDERS)
        funds = np.zeros(ledger.communities, np.int64)
        for owners in self.district.agents_by_type[EstateOwners]:
            funds[owners.community] = 100 * owners.fund_yuan.sum()
        np.testing.assert_array_equal(
            funds, ledger.held_by_community("owners_fund"), "a fund is not what its account is"
        )


def money_bought_what_was_met(district: District, run: Run) -> None:
    """Needs met on time, yuan and hours of all lines are those of the funnel, the ledger and the pools."""
    bought, projects, first = run.bought, run.projects, district.plan.warmup
    assert bought.needs_met.sum() == pytest.approx(run.funnel["met_on_time"], abs=1e-6)
    assert bought.yuan.sum() == pytest.approx(run.money["spent"], abs=0.005)
    hours = district.state.tallies.hours[:, :, first:].sum(axis=(0, 2))
    assert bought.hours.sum() == pytest.approx(hours[OFFERED], rel=1e-9, abs=HOURS)
    assert bought.hours_used.sum() == pytest.approx(hours[USED], rel=1e-9, abs=HOURS)
    for column in ("needs_prevented", "needs_brought"):
        assert (bought[column].dropna() >= 0.0).all()
    paid = projects[(projects.paid_day >= 1) & (projects.outcome == "chosen")]
    out = run.ledger[(run.ledger.day >= 1) & run.ledger.purpose.isin([*FORMS, LAST_PAYMENT])]
    last = out.loc[out.purpose == LAST_PAYMENT, "value"].sum()
    # What was paid beside these are last payments for projects that began before the measured days.
    assert -0.005 <= out.value.sum() - paid.paid_yuan.sum() <= last + 0.005
    assert (paid.paid_yuan <= paid.cost_yuan + 0.005).all()
