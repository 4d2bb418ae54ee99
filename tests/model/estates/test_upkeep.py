"""Fees, hours and upkeep: at rest on the first morning, a shock grows before it heals, neglect breeds needs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.columns import BORN, PROPERTY
from shapan.model.district import District, Plan
from shapan.model.estates.upkeep import (
    MOST_UPKEEP,
    NEGLECT_BREEDS,
    EstateTraits,
    hours_for_fees,
    month,
    upkeep_factor,
    usual_fees,
    warranted_fees,
)
from shapan.model.needs.table import rates_of_estates
from shapan.model.parameters.assumptions.estates import EstatesAssumptions

ASSUMED = EstatesAssumptions()
FITNESS = np.array([0.6, 0.8, 1.0, 1.25, 1.6])
TEN_YEARS = 120


def estates(committee: bool = False, fitness: Any = FITNESS, goodwill: float = 0.0) -> EstateTraits:
    """Estates from badly to well built, with a firm each."""
    count = len(fitness)
    factor = np.full(count, (1.25 if committee else 1.0) / 1.075)
    return EstateTraits(
        fitness=fitness,
        has_committee=np.full(count, committee),
        has_firm=np.ones(count, bool),
        firm_factor=factor,
        goodwill=np.full(count, goodwill),
        withheld=np.zeros(count),
    )


def lived_loop(estate: EstateTraits, shock: float = 1.0, months: int = TEN_YEARS, works: float = 0.0) -> np.ndarray:
    """Fees and upkeep month by month, both relative to the usual, after upkeep was cut to a share of it."""
    rest = estate._replace(goodwill=np.zeros(len(estate.fitness)))
    fees, upkeep = usual_fees(rest, ASSUMED), shock * estate.usual_upkeep
    rows = [(fees, upkeep)]
    for _ in range(months):
        fees, upkeep = month(fees, upkeep, np.full(len(fees), works), estate, ASSUMED)
        rows.append((fees, upkeep))
    return np.array(rows) / np.array([usual_fees(rest, ASSUMED), estate.usual_upkeep])


@pytest.mark.parametrize("committee", [False, True])
def test_nothing_moves_in_ten_years_where_nothing_happens(committee):
    assert lived_loop(estates(committee)) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("committee", [False, True])
@pytest.mark.parametrize("shock", [0.7, 0.85, 1.15])
def test_the_first_morning_is_where_small_shocks_lead_back_to(committee, shock):
    assert lived_loop(estates(committee), shock)[-1] == pytest.approx(1.0, abs=0.01)


def test_a_shock_to_upkeep_grows_before_it_heals():
    """Fees go on falling for half a year, and upkeep is missed far longer than where fees do not follow."""
    fees, upkeep = lived_loop(estates(), 0.7)[:, :, 2].T
    assert 4 <= fees.argmin() <= 12 and fees.min() < 0.9
    loyal = ASSUMED.model_copy(update={"fees_slope": 0.0, "loyal_share": 1.0})
    calm, alone = estates(fitness=np.ones(1)), [0.7 * estates().usual_upkeep[2:3]]
    paid = usual_fees(calm, loyal)
    for _ in range(TEN_YEARS):
        alone.append(month(paid, alone[-1], np.zeros(1), calm, loyal)[1])
    missed_alone = (1.0 - np.array(alone)[:, 0] / calm.usual_upkeep).sum()
    assert (1.0 - upkeep).sum() > 1.6 * missed_alone


def test_an_estate_let_go_does_not_recover_by_itself_and_does_with_a_committee():
    let_go, looked_after = lived_loop(estates(), 0.5), lived_loop(estates(True), 0.5)
    assert (let_go[-1, 1] < 0.45).all() and (let_go[-1, 0] < 0.3).all()
    assert let_go[:, 1].min() < 0.4, "it falls below where the shock left it"
    assert (looked_after[-1] > 0.98).all()
    # A committee founded in the ruin of one turns it round.
    fees, upkeep = let_go[-1, 0] * usual_fees(estates(), ASSUMED), let_go[-1, 1] * estates().usual_upkeep
    for _ in range(TEN_YEARS):
        fees, upkeep = month(fees, upkeep, np.zeros(5), estates(True), ASSUMED)
    assert upkeep == pytest.approx(estates(True).usual_upkeep, rel=0.03)


def test_trust_and_works_lift_worst_kept_estates_most():
    trusted = lived_loop(estates(True, goodwill=0.8))[-1, 1]
    assert (np.diff(trusted) < 0.0).all() and trusted[0] > 1.05 and trusted[-1] < 1.02
    # Works are worth more than themselves, since people pay again.
    gained = (lived_loop(estates(True), works=0.1)[-1, 1] - 1.0) * estates(True).usual_upkeep
    assert (gained > 0.1).all()


ratios = st.floats(0.0, 1.0)


@given(
    fees=ratios, upkeep=st.floats(0.0, 2.0), works=st.floats(0.0, 5.0), goodwill=st.floats(-3.0, 3.0), has=st.booleans()
)
def test_fees_stay_a_share_and_upkeep_within_bounds(fees, upkeep, works, goodwill, has):
    estate = estates(has, goodwill=goodwill)
    paid, kept = np.full(5, fees), np.full(5, upkeep)
    for _ in range(24):
        paid, kept = month(paid, kept, np.full(5, works), estate, ASSUMED)
        assert ((paid >= 0.0) & (paid <= 1.0)).all()
        assert ((kept >= 0.0) & (kept <= MOST_UPKEEP)).all()


@given(low=st.floats(0.0, 2.0), more=st.floats(0.0, 1.0), committee=st.booleans())
def test_better_upkeep_never_makes_fewer_pay(low, more, committee):
    estate = estates(committee)
    fees = [warranted_fees(np.full(5, upkeep), estate, ASSUMED) for upkeep in (low, low + more)]
    assert (fees[1] >= fees[0] - 1e-12).all()
    assert (warranted_fees(np.full(5, low), estates(True), ASSUMED) >= fees[0] - 1e-12).all()


def test_a_firm_gives_something_whatever_is_paid():
    estate = estates()
    assert hours_for_fees(np.zeros(5), estate, ASSUMED) == pytest.approx(ASSUMED.fixed_hours / 1.075)
    assert hours_for_fees(usual_fees(estate, ASSUMED), estate, ASSUMED) == pytest.approx(estate.firm_factor, abs=1e-15)


# --- in a district -----------------------------------------------------------------------------------------------


@pytest.fixture
def district(town) -> District:
    return District(Plan(town, seed=2, days=400, warmup=0))


def owners_of(district: District) -> list[EstateOwners]:
    return list(district.agents_by_type[EstateOwners])


def all_estates(district: District, name: str) -> np.ndarray:
    """One fact of every estate; communities follow each other, and so do their estates."""
    return np.concatenate([getattr(owners, name) for owners in owners_of(district)])


def test_needs_are_as_many_as_they_were_on_the_first_morning(district):
    factor, ids = upkeep_factor(district), district.kinds.ids
    rates = rates_of_estates(district.world).T
    assert (rates * factor).sum(axis=0) == pytest.approx(rates.sum(axis=0))
    others = [row for row, kind in enumerate(ids) if kind not in NEGLECT_BREEDS]
    assert (factor[:, others] == 1.0).all()
    households = all_estates(district, "households")
    assert np.average(all_estates(district, "upkeep"), weights=households) == pytest.approx(1.0)
    assert (all_estates(district, "fees")[~district.world.territory.estate_has_property] == 0.0).all()


def test_poor_upkeep_breeds_broken_facilities_litter_and_disputes(district):
    poor = owners_of(district)[0]
    before = upkeep_factor(district)[poor.estates[0]]
    poor.upkeep = poor.upkeep - 0.3
    more = upkeep_factor(district)[poor.estates[0]] / before
    assumed, ids = district.parameters.assumptions.estates, district.kinds.ids
    for kind, slope in zip(
        NEGLECT_BREEDS, (assumed.facility_slope, assumed.litter_slope, assumed.dispute_slope), strict=True
    ):
        assert (more - 1.0)[ids.index(kind)] * before[ids.index(kind)] == pytest.approx(0.3 * slope)


def test_a_place_without_events_stays_close_to_its_first_morning(district):
    first = all_estates(district, "upkeep").copy()
    hours = district.state.pools.daily_hours[district.pool_map.pools(PROPERTY)].copy()
    district.run()
    moved = all_estates(district, "upkeep") - first
    assert np.abs(moved).max() < 0.06 and abs(moved.mean()) < 0.03
    later = district.state.pools.daily_hours[district.pool_map.pools(PROPERTY)]
    assert later.sum() == pytest.approx(hours.sum(), rel=0.05)


def test_unpaid_firms_give_fewer_hours(district):
    district.run_to(20)
    usual = district.state.pools.daily_hours[district.pool_map.pools(PROPERTY)].copy()
    for owners in owners_of(district):
        owners.fees = 0.5 * owners.fees
    district.run_to(40)
    assert (district.state.pools.daily_hours[district.pool_map.pools(PROPERTY)] < 0.8 * usual).all()


def test_an_estate_let_go_has_more_needs(town):
    born = []
    for upkeep in (1.0, 0.3):
        district = District(Plan(town, seed=2, days=400, warmup=0))
        for owners in owners_of(district):
            owners.upkeep = owners.upkeep * upkeep
            owners.has_committee = np.zeros(len(owners.estates), bool)
        district.run()
        kind = district.state.needs.kind[: int(district.state.tallies.tally[BORN])]
        born.append([(kind == district.kinds.index(one)).sum() for one in NEGLECT_BREEDS])
    assert (np.array(born[1]) > 1.08 * np.array(born[0])).all()
