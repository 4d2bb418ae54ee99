"""Estates' funds: four sources, three signatures, no broken yuan, and what came in is what was paid and is held."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.columns import BORN
from shapan.model.district import District, Plan
from shapan.model.estates.owners_fund import (
    budget_of_month,
    fund_of,
    income_of_month,
    monthly,
    spend_fund,
    trust_after_month,
)
from shapan.model.estates.payments import ACCOUNT_OF
from shapan.model.observation.movements import movements
from shapan.model.parameters.assumptions.funds import FundsAssumptions
from shapan.scenarios.formats import all_formats

SOURCES = ("seed_yuan", "profit_yuan", "donated_yuan", "common_yuan")
USES = ("upkeep_yuan", "sanitation_yuan", "culture_yuan", "relief_yuan", "losers_yuan")
FUND = {"funding.owners_fund": True}
TABLE = {"deliberation.estate_format": "joint_nine"}


def beginning(parameters, seed=2, days=400, today=None) -> District:
    """A district on its first morning, as if `today`'s levers (by default its own) had lasted for years."""
    return District(Plan(parameters, seed=seed, days=days, warmup=0, status_quo=today, earlier_years=False))


def noted(district: District) -> dict[str, float]:
    """Everything that funds wrote down, added up."""
    found: dict[str, float] = {}
    for _, who, what, yuan in district.decisions:
        if who == "owners_fund":
            found[what] = found.get(what, 0.0) + yuan
    return found


def all_estates(district: District, name: str) -> np.ndarray:
    return np.concatenate([getattr(owners, name) for owners in district.agents_by_type[EstateOwners]])


def test_funds_that_are_not_in_force_leave_no_trace(town):
    district = beginning(town)
    district.run()
    assert not noted(district) and not all_estates(district, "fund_yuan").any()
    assert not all_estates(district, "fund_trust").any()


def test_what_came_in_is_what_was_paid_and_what_is_held(town, changed):
    parameters = changed(town, FUND | TABLE | {"deliberation.side_payment_yuan": 2000.0})
    district = beginning(parameters.model_copy(update={"formats": all_formats()}), days=800)
    district.run()
    found, held = noted(district), all_estates(district, "fund_yuan")
    assert set(SOURCES) <= set(found)
    assert sum(found[source] for source in SOURCES) == sum(found.get(use, 0.0) for use in USES) + held.sum()
    assert (held >= 0).all() and held.sum() > 0
    assert not held[~all_estates(district, "has_committee")].any()
    last = [yuan for _, who, what, yuan in district.decisions if (who, what) == ("owners_fund", "held_yuan")][-1]
    assert last >= held.sum()
    moved = movements(district.ledger, 0)
    named = {"treasury": "seed_yuan", "firms": "profit_yuan", "owners": "common_yuan"}
    for use, account in ACCOUNT_OF.items():
        assert moved.spent[account] == 100 * found[f"{use}_yuan"] > 0
    for source, note in named.items():
        into = [e.fen for e in district.ledger.entries if (e.source.name, e.target.name) == (source, "owners_fund")]
        assert sum(into) == 100 * found[note]
    losers = [e for e in district.ledger.entries if e.target.name == "losers_paid"]
    winners = sum(yuan for *_, what, yuan in district.decisions if what == "yuan_from_winners")
    assert sum(e.fen for e in losers if e.source.name == "owners_fund") == 100 * found.get("losers_yuan", 0.0)
    assert sum(e.fen for e in losers if e.source.name == "residents") == 100 * winners > 0
    accounts_agree(district)


def accounts_agree(district: District) -> None:
    """What estates' funds hold is what the ledger says their community's account holds."""
    held = np.zeros(district.ledger.communities, np.int64)
    for owners in district.agents_by_type[EstateOwners]:
        held[owners.community] = 100 * owners.fund_yuan.sum()
    np.testing.assert_array_equal(held, district.ledger.held_by_community("owners_fund"))


@settings(max_examples=25, deadline=None)
@given(asked=st.lists(st.tuples(st.floats(0.0, 1.0), st.integers(0, 40)), max_size=12))
def test_whatever_is_paid_no_fund_goes_below_zero(funded, asked):
    """Payments between months, drawn at random, leave every yuan accounted for."""
    for share, estate in asked:
        estate %= len(all_estates(funded, "fund_yuan"))
        spend_fund(funded, estate, float(np.floor(share * fund_of(funded, estate))))
        monthly(funded)
    accounts_agree(funded)
    found, held = noted(funded), all_estates(funded, "fund_yuan")
    assert (held >= 0).all()
    assert sum(found.get(one, 0.0) for one in SOURCES) == sum(found.get(use, 0.0) for use in USES) + held.sum()


@pytest.fixture(scope="module")
def funded(town, changed) -> District:
    district = beginning(changed(town, FUND))
    monthly(district)
    return district


def test_nobody_pays_more_than_there_is_or_a_broken_yuan(town, changed):
    district = beginning(changed(town, FUND))
    monthly(district)
    estate = int(np.argmax(all_estates(district, "fund_yuan")))
    held = fund_of(district, estate)
    for yuan in (held + 1.0, -1.0, 0.5):
        with pytest.raises(ValueError, match="holds"):
            spend_fund(district, estate, yuan)
    spend_fund(district, estate, held)
    assert fund_of(district, estate) == 0.0 and noted(district)["losers_yuan"] == held
    without = int(np.flatnonzero(~all_estates(district, "has_committee"))[0])
    assert fund_of(district, without) == 0.0


def test_each_source_comes_from_where_it_should(funded):
    assumed = FundsAssumptions()
    owners = next(one for one in funded.agents_by_type[EstateOwners] if (one.has_committee & one.has_firm).any())
    place = int(np.flatnonzero(owners.has_committee & owners.has_firm)[0])
    trust, fees = owners.fund_trust.copy(), owners.fees.copy()
    try:
        owners.fund_trust, owners.fees = np.zeros(len(trust)), np.full(len(fees), 0.8)
        plain = income_of_month(owners, assumed, 0.8)
        assert plain["seed_yuan"][place] == 0, "the seed is given once"
        profit = assumed.profit_margin * assumed.fee_yuan * owners.households[place]
        assert plain["profit_yuan"][place] == int(0.1 * 0.8 * profit)
        assert plain["donated_yuan"][place] == 0, "nobody gives to a fund that nobody trusts"
        owners.fund_trust, owners.fees = np.ones(len(trust)), np.full(len(fees), 0.9)
        better = income_of_month(owners, assumed, 0.8)
        assert better["profit_yuan"][place] == int(0.1 * 0.8 * profit + 0.3 * 0.1 * profit)
        assert better["donated_yuan"][place] == int(10.0 / 12.0 * owners.households[place])
        assert better["common_yuan"][place] == plain["common_yuan"][place] > 0
    finally:
        owners.fund_trust, owners.fees = trust, fees


@given(held=st.integers(0, 10**9))
def test_a_month_may_spend_a_share_in_whole_yuan(held):
    yuan = budget_of_month(np.array([held]), FundsAssumptions())
    assert yuan.dtype == np.int64 and 0 <= yuan[0] <= 0.15 * held


def test_trust_grows_by_payments_that_are_seen_and_falls_faster_by_one_that_was_not_in_order():
    assumed, trust, fine = FundsAssumptions(), np.array([0.0, 0.0]), np.zeros(2, bool)
    for _ in range(200):
        trust = trust_after_month(trust, np.array([True, False]), fine, 1.0, assumed)
    assert trust == pytest.approx([1.0, 0.0], abs=1e-6)
    one = np.ones(1, bool)
    heard = [trust_after_month(np.zeros(1), one, ~one, entry, assumed)[0] for entry in (0.5, 1.0)]
    assert heard[1] == 2.0 * heard[0] > 0.0
    half = np.full(1, 0.5)
    gained = trust_after_month(half, one, ~one, 1.0, assumed) - half
    lost = half - trust_after_month(half, one, one, 1.0, assumed)
    assert lost == pytest.approx(assumed.bad_weight * gained)


def test_a_fund_acts_through_money_and_trust_only(town, changed):
    """Without payments nobody trusts it, and nothing but its money is different."""
    idle = beginning(changed(town, FUND | {"funds.spend_share": 0.0}), today=town.levers)
    plain = beginning(changed(town, {"funds.spend_share": 0.0}))
    for district in (idle, plain):
        district.run()
    assert all_estates(idle, "fund_yuan").sum() > 0
    assert (all_estates(idle, "upkeep") == all_estates(plain, "upkeep")).all()
    assert idle.state.tallies.tally[BORN] == plain.state.tallies.tally[BORN]


@pytest.mark.slow
def test_a_table_and_a_fund_turn_poor_estates_round(town, changed):
    """OR-10, OR-11, OR-22: in estates kept worse than usual disputes fall and more households pay their fees."""
    organised = town.model_copy(
        update={
            "place": town.place.model_copy(update={"owners_committee_share": 0.8}),
            "formats": all_formats(),
        }
    )
    fees, disputes = [], []
    for seed in range(1, 11):
        pair = [beginning(changed(organised, levers), seed, days=730) for levers in ({}, FUND | TABLE)]
        for district in pair:
            district.run()
        poor = (all_estates(pair[0], "upkeep_at_first") < 1.0) & all_estates(pair[0], "has_firm")
        fees.append([np.average(all_estates(one, "fees")[poor]) for one in pair])
        disputes.append([disputes_in(one, poor) for one in pair])
    for phrase, sign in ((fees, 1.0), (disputes, -1.0)):
        change = sign * np.diff(np.array(phrase, float), axis=1)[:, 0]
        assert change.mean() > 2.3 * change.std(ddof=1) / np.sqrt(len(change)), phrase


def disputes_in(district: District, chosen: np.ndarray) -> int:
    """Disputes born in these estates."""
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    estate = district.world.territory.estate_of_cell[log.cell]
    return int((chosen[estate] & (log.kind == district.kinds.index("dispute"))).sum())
