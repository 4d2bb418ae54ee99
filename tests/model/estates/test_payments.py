"""Payments of estates' funds: voted on by name, signed or refused, paid to somebody, felt in the estate."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.district import District, Plan
from shapan.model.estates.payments import (
    ACCOUNT_OF,
    KIND_OF,
    USES,
    PaymentBook,
    agenda,
    needs_kept_off,
    plan,
    share_of_month,
    urgency,
)
from shapan.model.estates.seats import table_of_estate
from shapan.model.events.estates import PaymentMade, PaymentRefused, PaymentVoted
from shapan.model.need_rates import set_need_rates
from shapan.model.parameters.assumptions.funds import FundsAssumptions
from shapan.scenarios.formats import all_formats

LEVERS = {"funding.owners_fund": True, "deliberation.estate_format": "joint_nine"}


def kept(town, changed, levers, seed=2, days=400) -> District:
    """A town in which most estates have a committee, lived through under these settings."""
    parameters = changed(town, LEVERS | levers)
    place = parameters.place.model_copy(update={"owners_committee_share": 0.7})
    parameters = parameters.model_copy(update={"place": place, "formats": all_formats()})
    district = District(Plan(parameters, seed=seed, days=days, warmup=0, earlier_years=False))
    district.run()
    return district


def events(district: District, kind: type) -> list:
    return [event for _, event in district.events if isinstance(event, kind)]


@pytest.fixture(scope="module")
def lived(town, changed) -> District:
    return kept(town, changed, {})


def test_every_payment_was_passed_by_those_who_sat_and_is_in_the_ledger(lived):
    voted = {(one.number, one.attempt): one for one in events(lived, PaymentVoted)}
    made = events(lived, PaymentMade)
    assert {one.about for one in made} == set(USES)
    for one in made:
        ballots = [each for (number, _), each in voted.items() if number == one.number]
        assert ballots[-1].how == "passed" and ballots[-1].yes > ballots[-1].no and one.how
    entries = [(e.target.name, e.target.place, e.purpose, e.fen) for e in lived.ledger.entries if e.purpose in USES]
    rows = [(ACCOUNT_OF[one.about], one.community, one.about, round(100 * one.yuan)) for one in made]
    assert sorted(entries) == sorted(rows)


def test_nine_seats_are_counted_and_who_said_what_is_told(lived):
    for one in events(lived, PaymentVoted):
        table = table_of_estate(lived, one.estate)
        assert len(one.seats) == len(table.seats) == 9
        assert sum(seat.said > 0 for seat in one.seats) == one.yes
        assert sum(seat.said < 0 for seat in one.seats) == one.no
    said = {seat.role: seat.said for one in events(lived, PaymentVoted) for seat in one.seats}
    assert set(said) == {"convenor", "grid_head", "committee", "resident"}
    heads = [seat.said for one in events(lived, PaymentVoted) for seat in one.seats if seat.role == "grid_head"]
    assert any(heads), "the head of the grid votes"


def test_signers_refuse_more_than_never_and_less_than_one_in_five(town, changed):
    refused = signed = 0
    for seed in (2, 3, 4):
        district = kept(town, changed, {}, seed)
        refused += len(events(district, PaymentRefused))
        signed += len(events(district, PaymentMade))
    assert 0.0 < refused / (refused + signed) < 0.2


def test_whoever_signs_none_one_or_three_payments_are_others(town, changed):
    made, faulty = [], []
    for count in (0, 1, 3):
        district = kept(town, changed, {"funds.signatures": count, "funds.doubtful_share": 0.3})
        assert bool(events(district, PaymentRefused)) == (count > 0)
        made.append([(one.number, one.yuan) for one in events(district, PaymentMade)])
        faulty.append(np.mean([one.faulty for one in events(district, PaymentMade)]))
    assert made[0] != made[1] != made[2] != made[0]
    assert faulty[0] > faulty[1] > faulty[2], "every signature stops some that were not in order"


def test_what_is_refused_comes_back_put_right_or_dies(town, changed):
    # Bills that everybody minds, looked at closely: what was put right passes, what is refused twice is never paid.
    district = kept(town, changed, {"funds.doubtful_share": 0.6, "funds.lax_share": 0.2})
    refusals = defaultdict(list)
    for one in events(district, PaymentRefused):
        refusals[one.number].append(one)
    attempts = {one.number: one.attempt for one in events(district, PaymentVoted)}
    paid = {one.number: one for one in events(district, PaymentMade)}
    back = [number for number in refusals if attempts[number] == 2]
    assert back and any(number in paid for number in back)
    for number, each in refusals.items():
        assert len(each) <= 2 and each[-1].how in ("kin_of_payee", "no_quote", "no_papers", "bigger_than_planned")
        assert not (each[-1].dies and number in paid)
        assert attempts[number] <= 2
    assert any(each[-1].dies for each in refusals.values()), "something else was found the second time"
    assert all(len({one.how for one in each}) == len(each) for each in refusals.values()), "what was named is put right"


def test_without_committee_nobody_decides_and_nothing_is_paid(town, changed):
    parameters = changed(town, LEVERS | {"owners.formation_per_year": 0.0})
    place = parameters.place.model_copy(update={"owners_committee_share": 0.0})
    parameters = parameters.model_copy(update={"place": place, "formats": all_formats()})
    district = District(Plan(parameters, seed=2, days=90, warmup=0, earlier_years=False))
    district.run()
    assert not events(district, PaymentVoted) and not events(district, PaymentMade)


def test_a_committee_without_a_table_decides_with_five_and_one_resident_signs(town, changed):
    district = kept(town, changed, {"deliberation.estate_format": "none"}, days=120)
    assert events(district, PaymentMade)
    for one in events(district, PaymentVoted):
        assert {seat.role for seat in one.seats} == {"convenor", "committee"} and len(one.seats) == 5
        assert [seat.role for seat in table_of_estate(district, one.estate).signers][:3] == [
            "convenor",
            "committee",
            "resident",
        ]


def test_what_a_fund_pays_for_keeps_needs_of_that_kind_from_arising(lived):
    book = lived.of(PaymentBook)
    before = book.kept_off.copy()
    try:
        book.kept_off[:] = 0.0
        set_need_rates(lived)
        plain = lived.state.hearing.intensity.copy()
        book.kept_off[:] = 0.25
        assert (needs_kept_off(lived) <= 1.0).all()
        set_need_rates(lived)
        less = lived.state.hearing.intensity / plain
    finally:
        book.kept_off[:] = before
        set_need_rates(lived)
    for row, kind in enumerate(lived.kinds.ids):
        assert less[:, row] == pytest.approx(0.75 if kind in KIND_OF.values() else 1.0, abs=0.13), kind


def test_the_longer_a_use_waits_the_more_urgent_it_is():
    waited = [urgency(1.0, 0.3, 0.05, np.full(4, float(months))) for months in (0, 3)]
    assert (waited[1] > waited[0]).all()
    assert urgency(0.5, 0.3, 0.05, np.zeros(4))[0] > urgency(1.0, 0.3, 0.05, np.zeros(4))[0]


@given(yuan=st.floats(0.0, 1e6), measure=st.floats(0.0, 1e4))
def test_no_money_keeps_off_more_than_everything(yuan, measure):
    assumed = FundsAssumptions()
    for use in USES:
        share = share_of_month(use, yuan, measure, assumed)
        assert 0.0 <= share <= 1.0
        assert share_of_month(use, 0.0, measure, assumed) == 0.0
    assert share_of_month("sanitation", yuan, measure, assumed) <= assumed.cleaning_most


def test_relief_goes_to_a_hardship_household_of_the_estate(lived):
    owners = next(one for one in lived.agents_by_type[EstateOwners] if one.has_committee.any())
    place = int(np.flatnonzero(owners.has_committee)[0])
    table = table_of_estate(lived, int(owners.estates[place]))
    relief = plan(lived, owners, place, "relief", 500, table)
    home = int(relief.payee.removeprefix("household_"))
    people = lived.world.residents
    assert people.low_income[people.household == home].any()
    assert lived.world.territory.estate_of_cell[people.cell[people.household == home][0]] == owners.estates[place]
    planned = agenda(lived, owners, place, 5000, table)
    assert len(planned) <= 2 and sum(one.yuan for one in planned) <= 5000


def test_signatures_are_whole_people():
    with pytest.raises(ValueError, match="signatures"):
        FundsAssumptions(signatures=2.5)
