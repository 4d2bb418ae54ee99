"""Foundations in a district: who founds and gives by what a community is, and seeds that come late."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.ledger.ledger import fen_of
from shapan.model.parameters import Parameters
from shapan.model.parameters.place import FORMS
from shapan.model.projects import foundations
from shapan.model.projects.foundation_rules import Givers, who_founds
from shapan.model.projects.records import ProjectBook

SEED, DAYS = 3, 200
MAY = dt.date(2026, 5, 1)
EVERYWHERE = {"funding.foundation_share": 1.0}
FORMS_OF_PLACE = {
    "old_estate": {"share": 0.5, "estate_households": 150.0, "property_share": 0.45},
    "urban_village": {"share": 0.3, "estate_households": 150.0, "property_share": 0.15},
    "industrial_park": {"share": 0.1, "estate_households": 200.0, "property_share": 0.9},
    "tower": {"share": 0.1, "estate_households": 200.0, "property_share": 0.95},
}
GIVEN = {"funding.foundation_seed_yuan": 1_000_000.0, "funding.foundation_donor_share": 1.0}


@pytest.fixture(scope="module")
def plain(made_place, needs, inflow):
    """Twelve communities with parks and towers in some of them."""
    land = {"communities": 12, "residents": 30_000, "area_km2": 8.0, "built_km2": 6.0, "forms": FORMS_OF_PLACE}
    return Parameters(place=made_place(needs=needs, departments=inflow, **land))


@pytest.fixture(scope="module")
def lived(plain, changed):
    def live(levers, later=None, warmup=0, days=DAYS):
        steps = {MAY: changed(plain, levers | later).levers} if later else {}
        district = District(
            Plan(changed(plain, levers), SEED, days, warmup, status_quo=plain.levers if warmup else None, steps=steps)
        )
        district.run()
        return district

    return live


def fen_by_community(district: District, purpose: str, source: str = "") -> np.ndarray:
    """What foundations got for a purpose, from one source or from all."""
    given = np.zeros(district.ledger.communities, np.int64)
    for one in district.ledger.entries:
        if one.target.name == "foundation" and one.purpose == purpose and source in ("", one.source.name):
            given[one.target.place] += one.fen
    return given


def test_firms_are_where_parks_and_towers_are(plain):
    district = District(Plan(plain, SEED, DAYS, 0))
    land, givers = district.world.territory, foundations.givers_of(district)
    settled = np.isin(land.form_of_cell, [FORMS.index("industrial_park"), FORMS.index("tower")])
    among = np.bincount(land.community_of_cell, land.residents_of_cell * settled, land.communities)
    assert among.min() == 0.0 < among.max()
    here = givers.firms / givers.residents
    assert here[among == 0.0] == pytest.approx(0.15 / 1000.0)
    assert (np.diff(here[np.argsort(among / givers.residents)]) >= -1e-12).all()
    assert here.max() > 3.0 * here.min()


def test_where_parks_and_towers_are_foundations_come_sooner_and_are_given_more(lived, plain):
    district = lived(EVERYWHERE | GIVEN)
    givers = foundations.givers_of(district)
    assumed, count = plain.assumptions.foundations, len(givers.residents)
    settled = givers.firms >= np.sort(givers.firms)[-3]
    often = np.mean([who_founds(0.25, givers, seed, assumed) for seed in range(200)], axis=0)
    alike = Givers(givers.residents, givers.low_income, np.zeros(count))
    without = np.mean([who_founds(0.25, alike, seed, assumed) for seed in range(200)], axis=0)
    assert often[settled].mean() > without[settled].mean() + 0.1
    for purpose in ("seed", "gifts"):
        given = fen_by_community(district, purpose, "donors")
        assert given[settled].min() > given[~settled].max()
        assert (given / givers.residents)[settled].min() > 1.3 * np.median((given / givers.residents)[~settled])


def test_members_of_the_joint_committee_do_not_multiply_gifts(lived):
    seeds, gifts = [], []
    for units in (0, 40):
        district = lived(EVERYWHERE | GIVEN | {"party.member_units": units})
        seeds.append(fen_by_community(district, "seed").tolist())
        gifts.append(float(fen_by_community(district, "gifts").sum()))
    assert seeds[0] == seeds[1]
    assert gifts[1] == pytest.approx(gifts[0], rel=0.05)


def test_residents_and_firms_give_from_accounts_of_their_own(lived):
    district = lived(EVERYWHERE | GIVEN)
    for purpose in ("seed", "gifts"):
        residents, firms = (fen_by_community(district, purpose, source) for source in ("residents", "donors"))
        assert (residents > 0).all() and (firms > 0).all()
        assert (residents + firms == fen_by_community(district, purpose)).all()


def test_a_foundation_founded_without_a_seed_gets_it_once_when_there_is_one(lived):
    district = lived(EVERYWHERE, later={"funding.foundation_seed_yuan": 300_000.0})
    assert fen_by_community(district, "seed", "treasury").tolist() == [fen_of(300_000.0)] * 12
    days = {one.day for one in district.ledger.entries if one.purpose == "seed"}
    assert days == {(MAY - dt.date(2026, 1, 1)).days}
    assert sum(what == "seed_raised" for _, _, what, _ in district.decisions) == 12
    assert district.ledger.total("source") == district.ledger.total("holder") + district.ledger.total("use")


def test_levers_that_leave_the_seed_alone_pay_nothing_more(lived):
    """Donors who could not give all of it are not asked again, and the treasury does not step in for them."""
    asked = EVERYWHERE | GIVEN
    once, again = lived(asked), lived(asked, later={"party.member_units": 9})
    assert (fen_by_community(once, "seed") < fen_of(1_000_000.0)).any()
    assert (fen_by_community(once, "seed") == fen_by_community(again, "seed")).all()
    lower = lived(asked, later={"funding.foundation_seed_yuan": 10_000.0})
    assert (fen_by_community(lower, "seed") == fen_by_community(once, "seed")).all()


def test_only_those_the_levers_still_ask_for_get_a_later_seed(lived):
    district = lived(EVERYWHERE, later={"funding.foundation_share": 0.25, "funding.foundation_seed_yuan": 300_000.0})
    assert district.of(ProjectBook).foundations.has.all()
    assert (fen_by_community(district, "seed") > 0).sum() == 3
    assert (fen_by_community(district, "gifts") > 0).all()
