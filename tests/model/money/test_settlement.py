"""What a district pays is what stands there: posts, centres, hours and contracts at their prices, to the fen."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.ledger.ledger import HOLDERS, SOURCES, Account
from shapan.model.money.settlement import cost_of, posts_by_community
from shapan.model.observation.movements import (
    COLUMNS,
    ledger_table,
    money,
    movements,
)
from shapan.model.observation.record import record
from shapan.model.organisations.market import Market
from shapan.model.volunteers.records import Volunteers
from shapan.model.volunteers.steward_supply import Stewards

YEAR = 365


def living(parameters, days=YEAR, warmup=0, **more) -> District:
    district = District(Plan(parameters, seed=3, days=days, warmup=warmup, **more))
    district.run()
    return district


def spent(district: District, use: str, purpose: str | None = None) -> list[int]:
    """Fen spent on a use in every community since the first morning."""
    found = np.zeros(district.ledger.communities + 1, np.int64)
    for entry in district.ledger.entries:
        if entry.day >= 0 and entry.target.name == use and purpose in (None, entry.purpose):
            found[entry.target.place] += entry.fen
    return found.tolist()


@pytest.fixture(scope="module")
def year(town) -> District:
    return living(town)


def test_a_years_wages_are_posts_times_price(year, town):
    territory, levers = year.world.territory, town.levers
    households = np.bincount(territory.community_of_cell, territory.households_of_cell)
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell)
    centres = np.bincount(year.centres.community, minlength=3)
    posts = households * levers.grid.workers_per_1000_households / 1000
    assert spent(year, "wages_grid")[:3] == np.rint(posts * 100_000 * 100).astype(int).tolist()
    posts = people * levers.staff.workers_per_10000 / 10_000
    assert spent(year, "wages_staff")[:3] == np.rint(posts * 0.8 * 125_000 * 100).astype(int).tolist()
    assert spent(year, "wages_social")[:3] == (centres * 3 * 100_000 * 100).tolist()
    assert spent(year, "centres")[:3] == (centres * 60_000 * 100).tolist()
    registers = people * 0.1 * 12.2 * 100
    assert spent(year, "information", "registers")[:3] == np.rint(registers).astype(int).tolist()


RUNNING = {
    "centres.activities_per_week": (3.0, "centre_activities", "weekly_activities", lambda people, posts: 365 / 7 * 200),
    "channels.sensor_share": (0.5, "information", "cameras", lambda people, posts: people * 20),
    "channels.app_reach": (0.6, "information", "app", lambda people, posts: people),
    "channels.auto_dispatch": (True, "information", "dispatch", lambda people, posts: people),
    "staff.training_days_per_year": (10.0, "training", "training", lambda people, posts: posts * 200),
}


@pytest.mark.parametrize("lever", RUNNING)
def test_what_a_lever_asks_for_is_paid(town, changed, lever):
    """A year of it at its price, in every community, to the fen."""
    value, use, purpose, yuan = RUNNING[lever]
    district = living(changed(town, {lever: value}))
    territory = district.world.territory
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell)
    posts = people * town.levers.staff.workers_per_10000 / 10_000
    due = np.ones(3) * value * yuan(people, posts) * 100
    assert spent(district, use, purpose)[:3] == np.rint(due).astype(int).tolist()


def test_stewards_are_paid_for_as_they_are_found(town, changed):
    """Every month those who were in force in it, at their allowance, and nobody before anybody is found."""
    plan = Plan(changed(town, {"grid.stewards_per_1000": 20.0}), seed=1, days=365, warmup=0, status_quo=town.levers)
    district, due = District(plan), np.zeros(3)
    while district.day < district.length:
        district.run_to(district.day + 1)
        due += district.of(Stewards).by_community(district.of(Volunteers).corps) * 600 * 100 / 365
    paid = np.array(spent(district, "stewards", "stewards")[:3])
    # Each instalment is rounded to whole fen.
    assert paid == pytest.approx(due, abs=2.0) and paid.sum() > 0
    assert paid.sum() < 20.0 * len(district.world.residents.cell) / 1000 * 600 * 100


def test_an_incubated_organisation_is_paid_for_once(town, changed):
    """Those that come about anyway cost nothing."""
    place = town.place.model_copy(update={"organisations_per_10000": 40.0})
    many = changed(town.model_copy(update={"place": place}), {"providers.founded_share": 0.5})
    both = [living(changed(many, {"organisations.incubation_per_year": n}), days=400) for n in (0.0, 20.0)]
    founded = [sum(what == "founded" for _, _, what, _ in one.decisions) for one in both]
    assert sum(spent(both[0], "incubation")) == 0
    assert founded[0] > 0
    assert sum(spent(both[1], "incubation")) == (founded[1] - founded[0]) * 50_000 * 100 > 0


@pytest.mark.parametrize("changes", [{"staff.pay_ratio": 1.0}, {"prices.mean_wage_post_yuan": 156_250.0}])
def test_pay_follows_the_local_mean(town, changed, year, changes):
    """A quarter more pay is a quarter more for community staff, to the fen of a year, and for nobody else."""
    dearer = living(changed(town, changes))
    for before, after in zip(spent(year, "wages_staff"), spent(dearer, "wages_staff"), strict=True):
        assert after == pytest.approx(1.25 * before, abs=1)
    assert spent(dearer, "wages_grid") == spent(year, "wages_grid")


def test_supervisors_at_a_centre_are_among_its_workers(town, changed, year):
    supervised = {"organisations.supervisors_per_10_workers": 1.0, "centres.operator": "organisation"}
    assert spent(living(changed(town, supervised)), "wages_social") == spent(year, "wages_social")


def test_a_leap_year_costs_what_a_year_costs(town, changed):
    place = town.place.model_copy(update={"start": dt.date(2028, 1, 1)})
    leap = living(town.model_copy(update={"place": place}), days=366)
    posts = np.rint(posts_by_community(leap, 0) * 100_000 * 100).astype(int).tolist()
    assert spent(leap, "wages_grid")[:3] == posts


def test_levers_that_change_inside_a_month_cost_their_days(town, changed):
    """Ten days at twice the posts and the rest at once: to the fen."""
    twice = changed(town, {"grid.workers_per_1000_households": 5.0}).levers
    step = town.place.start + dt.timedelta(days=21)
    district = living(town, days=31, steps={step: twice})
    whole = np.rint(posts_by_community(living(town, days=1), 0) * 100_000 * 100)
    parts = (whole * 21 / 365 + 2 * whole * 10 / 365).tolist()
    assert spent(district, "wages_grid")[:3] == pytest.approx(parts, abs=1.0)
    first = living(town, days=21)
    assert spent(first, "wages_grid")[:3] == pytest.approx((whole * 21 / 365).tolist(), abs=1.0)


def test_hours_cost_what_was_given(town, changed):
    levers = {
        "volunteers.points_yuan_per_hour": 2.0,
        "party.leader_visit_months": 3,
        "party.paired_departments": 2,
        "grid.claims_per_month": 2.0,
        "grid.party_unit_share": 1.0,
    }
    district = living(changed(town, levers))
    hours = sum(week.offered for week in district.of(Volunteers).weeks)
    points = district.of(Volunteers).points
    assert points.given == pytest.approx(200 * hours.sum(), abs=0.5 * len(points.fen)), "two yuan an hour"
    assert sum(spent(district, "points")[:3]) == points.exchanged > 0, "paid when they are exchanged, and only then"
    assert points.given == points.exchanged + points.fen.sum()
    assert spent(district, "volunteers", "shifts")[:3] == pytest.approx((500 * hours).tolist(), abs=7)
    noted = {
        what: sum(v for _, _, name, v in district.decisions if name == what)
        for what in ("hours_kept_this_week", "hours_claimed")
    }
    assert sum(spent(district, "cadres", "teams")) == pytest.approx(6500 * noted["hours_kept_this_week"], abs=20)
    assert sum(spent(district, "volunteers", "claims")) == pytest.approx(500 * noted["hours_claimed"], abs=20)
    assert min(noted.values()) > 0.0
    assert spent(district, "cadres", "leader_visits")[:3] == [4 * 12 * 6500] * 3
    assert spent(district, "cadres", "paired_departments")[:3] == [2 * 48 * 6500] * 3
    assert district.ledger.given(Account("units")) == sum(spent(district, "cadres", "teams"))


def test_surveys_and_ratings_are_paid_when_they_are_held(town, changed):
    levers = {
        "channels.needs_survey_months": 4,
        "centres.rating_years": 1,
        "centres.rated_by": "third_party",
        "channels.terminals_per_community": 2,
        "centres.stations_per_community": 3,
    }
    district = living(changed(town, levers))
    assert spent(district, "evaluation", "survey")[:3] == [3 * 10_000 * 100] * 3
    assert spent(district, "information", "terminals")[:3] == [2 * 20_000 * 100] * 3
    assert spent(district, "centres", "stations")[:3] == [3 * 10_000 * 100] * 3
    held = sum(what == "rated" for _, _, what, _ in district.decisions)
    assert sum(spent(district, "evaluation", "rating")) == held * 20_000 * 100 > 0
    by_superiors = living(changed(town, levers | {"centres.rated_by": "superior"}))
    assert sum(spent(by_superiors, "evaluation", "rating")) == 0


@pytest.mark.parametrize("split", ["equal", "by_competition"])
@pytest.mark.parametrize("bundled", [0.0, 0.4, 1.0])
def test_contracts_are_paid_out_of_the_money_for_them(town, changed, bundled, split):
    """What posts, overhead and tenders cost is paid, what nobody could staff is held, and goes back at New Year.

    Where bids move the money between communities, a street's bundle is paid where its money stands.
    """
    levers = {"organisations.bundled_share": bundled, "organisations.contract_years": 5, "funding.purchase_yuan": 300.0}
    levers["funding.split"] = split
    # Organisations are as large as the status quo has work for, so that not all of this money finds hands at once.
    district = District(Plan(changed(town, levers), seed=3, days=400, warmup=0, status_quo=town.levers))
    district.run_to(183)  # July: the last round of tenders before October is over, June is paid
    contracts, before = list(district.of(Market).contracts.values()), sum(spent(district, "purchase_services"))
    district.run_to(210)
    assert sum(spent(district, "purchase_services")) == before, "inside a month nothing is paid"
    district.run_to(273)
    assert list(district.of(Market).contracts.values()) == contracts
    assert (district.of(Market).purchase_share is None) == (split == "equal")
    district.run_to(274)
    cost = 100 * sum(cost_of(one, 76_000.0) for one in contracts)
    assert sum(spent(district, "purchase_services")) - before == pytest.approx(cost * 92 / 365, abs=6)
    district.run_to(366)
    people = np.bincount(district.world.territory.community_of_cell, district.world.territory.residents_of_cell)
    entries = [entry for entry in district.ledger.entries if entry.day < 365]
    came = sum(entry.fen for entry in entries if entry.target.name == "purchase")
    assert came == 100 * 300 * people.sum()
    went = sum(entry.fen for entry in entries if entry.purpose == "returned")
    paid = sum(entry.fen for entry in entries if entry.target.name == "purchase_services")
    assert paid + went == came and went > 0
    assert {entry.day for entry in entries if entry.purpose == "returned"} == {364}
    assert not district.ledger.held_by_community("purchase").any()


def test_no_purchase_no_contracts_no_money(town, changed):
    none = {
        "funding.purchase_yuan": 0.0,
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 0.0,
        "funding.community_yuan_per_resident": 0,
        "funding.community_yuan": 0.0,
        "funding.agreed_works_yuan_per_resident": 0.0,
    }
    district = living(changed(town, none), days=60)
    assert not any("purchase" in (entry.source.name, entry.target.name) for entry in district.ledger.entries)
    assert "unspent_share" not in record(district).indicators


def test_the_warm_up_is_paid_before_the_first_measured_day(town, changed):
    """Its money is nobody's spending of the measured days; what is held by then opens them."""
    rich = changed(town, {"funding.purchase_yuan": 200.0, "funding.owners_fund": True})
    district = living(rich, days=31, warmup=45, status_quo=rich.levers)
    run, plain = record(district), record(living(rich, days=31, earlier_years=False))
    assert run.money["opening"] > 0 == plain.money["opening"]
    opening = run.ledger[run.ledger.day == 0]
    assert opening.value.sum() == pytest.approx(run.money["opening"])
    assert set(opening.from_account) == {"opening"} and set(opening.date) == {dt.date(2025, 12, 31)}
    assert run.ledger.day.between(0, 31).all()
    wages = [one.ledger[one.ledger.to_account == "wages_grid"].value.sum() for one in (run, plain)]
    assert wages[0] == pytest.approx(wages[1])


def test_a_run_tells_its_money(year):
    run, moved = record(year), movements(year.ledger, 0)
    assert tuple(run.ledger.columns) == COLUMNS and (run.ledger.unit == "yuan").all()
    assert run.money == money(moved)
    assert run.money["in"] == pytest.approx(run.money["spent"] + run.money["held"], abs=1e-6)
    spent = run.money["spent"]
    per_resident = spent / run.residents
    assert run.indicators["spend_per_resident"] == pytest.approx(per_resident)
    met = run.funnel["met_on_time"] + run.funnel["met_late"]
    assert run.indicators["spend_per_need_met"] == pytest.approx(spent / met)
    from_sources = run.ledger.from_account.isin(SOURCES)
    pots = run.ledger[from_sources & run.ledger.to_account.isin(HOLDERS)].value.sum()
    left = run.money["held"] + run.money["returned"]
    assert run.indicators["unspent_share"] == pytest.approx(left / (run.money["opening"] + pots)) and left > 0
    assert (run.ledger.value * 100 == (run.ledger.value * 100).round()).mean() > 0.5
    assert (run.ledger.value.round(2) == run.ledger.value).all() and (run.ledger.value > 0).all()


def test_agreed_works_count_whoever_pays_for_them(town):
    """A district that pays for works out of its ordinary budget has spent as much as one whose communities do."""
    spent = {}
    for name in ("projects", "treasury"):
        district = living(town, days=30)
        fen = district.ledger.held(Account("projects", 0))
        use = "projects_works" if name == "projects" else "public_works"
        source = Account(name, 0) if name == "projects" else Account(name)
        assert fen > 0
        district.ledger.pay(29, source, Account(use, 0), fen, "agreed_works")
        spent[name] = record(district).indicators["spend_per_resident"]
    assert spent["projects"] == spent["treasury"]


def test_what_is_passed_on_between_places_is_told_for_either():
    from shapan.model.ledger.ledger import Ledger

    ledger = Ledger(2)
    ledger.pay(0, Account("treasury"), Account("prize"), 500, "prize")
    ledger.pay(4, Account("prize"), Account("community", 1), 300, "prize")
    table = ledger_table(ledger, 2, dt.date(2026, 1, 1)).made()
    rows = table[["day", "community", "from_account", "to_account", "value"]].values.tolist()
    assert rows == [
        [0, -1, "opening", "prize", 5.0],
        [3, -1, "prize", "passed_on", 3.0],
        [3, 1, "passed_on", "community", 3.0],
    ]
    assert money(movements(ledger, 2)) == {"in": 5.0, "spent": 0.0, "held": 5.0, "opening": 5.0, "returned": 0.0}


def test_a_run_without_money_has_an_empty_table():
    from shapan.model.ledger.ledger import Ledger

    table = ledger_table(Ledger(1), 0, dt.date(2026, 1, 1)).made()
    assert len(table) == 0 and tuple(table.columns) == COLUMNS


def test_stepping_by_hand_pays_the_same(town):
    whole, stepped = living(town, days=70), District(Plan(town, seed=3, days=70, warmup=0))
    while stepped.day < stepped.length:
        stepped.step()
    stepped.step()
    assert stepped.ledger.entries == whole.ledger.entries
