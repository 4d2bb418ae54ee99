"""The district as a Mesa model: whoever knows Mesa finds agents, agent sets, steps and a data collector."""

from __future__ import annotations

import datetime as dt

import mesa
import numpy as np
import pytest

from shapan.model.agents.department import Department
from shapan.model.agents.grid_team import GridTeam
from shapan.model.agents.residents_committee import ResidentsCommittee
from shapan.model.agents.service_centre import ServiceCentre
from shapan.model.calendar import calendar
from shapan.model.columns import BORN, COUNTER, GRID, SOCIAL, UNHEARD_NOW
from shapan.model.district import District, Plan
from shapan.model.parameters import Parameters


@pytest.fixture
def district(town) -> District:
    return District(Plan(town, seed=1, days=40, warmup=10))


def test_a_mesa_model_is_stepped_day_by_day(district):
    assert isinstance(district, mesa.Model)
    for day in range(1, 6):
        district.step()
        assert district.day == day == district.steps
    assert district.date(0) == district.parameters.place.start - dt.timedelta(days=10)


def test_institutions_are_agents_of_their_type(district):
    teams = district.agents_by_type[GridTeam]
    assert isinstance(teams, mesa.agent.AgentSet) and isinstance(district.agents, mesa.agent.AgentSet)
    pools = district.state.pools
    assert len(teams) == (pools.type == GRID).sum() == len(district.layout.community_of_grid)
    assert len(district.agents_by_type[ServiceCentre]) == (pools.type == SOCIAL).sum() == len(district.centres.x_km)
    assert len(district.agents_by_type[ResidentsCommittee]) == 3
    assert {agent.name for agent in district.agents_by_type[Department]} == {
        "city_management",
        "housing",
        "civil_affairs",
        "government_services",
        "public_security",
        "education",
        "justice",
        "culture",
    }
    kinds = sorted(kind for agent in district.agents_by_type[Department] for kind in agent.kinds)
    assert kinds == list(range(10)), "every kind of need has one department to answer for it"
    assert all(agent.model is district for agent in district.agents)


def test_every_cell_and_household_has_one_team(district):
    teams = district.agents_by_type[GridTeam]
    cells = np.concatenate(teams.get("cells"))
    assert sorted(cells.tolist()) == list(range(district.world.territory.cells))
    households = district.world.territory.households_of_cell
    for team in teams:
        assert team.households == households[team.cells].tolist()
        assert (district.pool_map.of_cell.pool[team.cells, GRID] == team.pool).all()


def test_agent_sets_select_and_count(district):
    teams = district.agents_by_type[GridTeam]
    large = teams.select(lambda team: sum(team.households) > 400)
    assert 0 < len(large) < len(teams)
    assert teams.agg("pool", max) == len(teams) - 1


def test_the_data_collector_tells_every_day(district):
    for _ in range(12):
        district.step()
    table = district.datacollector.get_model_vars_dataframe()
    assert len(table) == 12 and (table["needs_born"].diff().dropna() >= 0).all()
    last = table.iloc[-1]
    assert last["needs_born"] == district.state.tallies.tally[BORN] > 0
    assert last["needs_unheard"] == district.state.tallies.tally[UNHEARD_NOW]
    assert last["backlog_hours"] == pytest.approx(district.state.pools.backlog_hours.sum())
    assert last["trust"] == pytest.approx(district.state.minds.trust.mean())


def test_a_resident_can_be_looked_at(district):
    district.run()
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    number = int(np.bincount(log.resident).argmax())
    view = district.resident(number)
    people = district.world.residents
    assert view["age"] == ("child", "adult", "elder")[people.age_band[number]] and view["cell"] == people.cell[number]
    assert view["party"] == ("none", "community", "workplace")[people.party[number]]
    assert view["migrant"] is bool(people.migrant[number]) and view["alone"] is bool(people.alone[number])
    assert view["trust"] == district.state.minds.trust[number]
    assert 0.0 <= view["efficacy"] <= 1.0
    own = log[log.resident == number]
    assert len(view["needs"]) == len(own) >= 2
    kind, born = view["needs"][0]
    assert kind == district.kinds.ids[own.kind[0]]
    assert dt.date.fromisoformat(born) == district.date(int(own.birth_day[0]))
    nobody = next(n for n in range(len(people.cell)) if n not in set(log.resident.tolist()))
    assert district.resident(nobody)["needs"] == []


def test_policy_switches_on_at_the_start_date_and_steps_on_theirs(town, changed):
    town = changed(town, {"grid.households_per_grid": 250.0})
    policy = changed(town, {"grid.households_per_grid": 100.0})
    later = changed(policy, {"grid.households_per_grid": 800.0}).levers
    date = town.place.start + dt.timedelta(days=9)
    plan = Plan(policy, seed=1, days=30, warmup=10, status_quo=town.levers, steps={date: later})
    district = District(plan)
    before = len(district.agents_by_type[GridTeam])
    assert district.parameters.levers == town.levers
    district.run_to(10)
    assert district.parameters.levers == town.levers, "on the last evening of the warm-up nothing has changed yet"
    district.run_to(11)
    assert district.parameters.levers == policy.levers
    small = len(district.agents_by_type[GridTeam])
    district.run_to(19)
    assert district.parameters.levers == policy.levers
    district.run_to(20)
    assert district.parameters.levers == later
    large = len(district.agents_by_type[GridTeam])
    assert small > before > large == len(district.layout.community_of_grid)
    assert len(district.agents_by_type[ResidentsCommittee]) == 3, "committees outlive a redrawing of grids"


def test_committees_remember_what_they_owe_when_grids_are_redrawn(town, changed):
    policy = changed(town, {"grid.households_per_grid": 150.0})
    district = District(Plan(policy, seed=1, days=30, warmup=10, status_quo=town.levers))
    for owed, committee in enumerate(district.agents_by_type[ResidentsCommittee], start=1):
        committee.weeks_owed = float(owed)
    district.adopt(policy.levers)
    assert district.agents_by_type[ResidentsCommittee].get("weeks_owed") == [1.0, 2.0, 3.0]
    counters = [agent.pool for agent in district.agents_by_type[ResidentsCommittee]]
    assert counters == list(district.pool_map.numbers(COUNTER))


def test_the_calendar_falls_on_its_days(town):
    district = District(Plan(town, seed=1, days=60, warmup=0))
    falls = {
        entry.name: [day for day in range(60) if entry.falls_on(district, district.date(day))] for entry in calendar()
    }
    mondays = [day for day in range(60) if district.date(day).weekday() == 0]
    firsts = [day for day in range(60) if district.date(day).day == 1]
    assert falls["weekly roster of grid teams"] == falls["centres lend hours"] == mondays
    assert falls["departments move capacity"] == firsts == [0, 31, 59]
    assert falls["policy takes effect"] == [0]


def test_a_place_without_rates_lives_quietly(town, needs):
    silent = tuple(kind.model_copy(update={"rates": {"resident": 0.0}}) for kind in needs)
    place = town.place.model_copy(update={"needs": silent})
    district = District(Plan(Parameters(place=place), seed=1, days=30, warmup=5))
    district.run()
    assert district.state.tallies.tally[BORN] == 0
    assert district.state.minds.trust.mean() == pytest.approx(0.55, abs=0.01)
