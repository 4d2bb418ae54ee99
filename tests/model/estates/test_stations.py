"""Stations are rooms with people in them: social workers sit there, tables are held there, more neighbours come."""

from __future__ import annotations

import numpy as np
import pytest

from shapan import load
from shapan.model.columns import MEDIATOR, MET_LATE, MET_ON_TIME
from shapan.model.district import District, Plan
from shapan.model.estates.stations import nearness, social_hours, table_odds
from shapan.model.events.estates import StationHosted, StationsKept
from shapan.model.observation.record import record

SEEDS, DAYS = (1, 2, 3), 400


@pytest.fixture(scope="module")
def lived():
    """Three towns whose councils meet twice a month, each without stations and with four a community."""
    found = {}
    for seed in SEEDS:
        for count in (0, 4):
            levers = {
                "deliberation.format": "three_meetings",
                "deliberation.meetings_per_year": 24,
                "centres.stations_per_community": count,
            }
            town = load("status_quo").with_place("training_town").set_many(levers).parameters
            found[seed, count] = District(Plan(town, seed, DAYS, 0))
            found[seed, count].run()
    return found


def test_social_workers_give_stations_no_more_than_half_of_what_is_not_casework(lived):
    some, service = lived[1, 4], lived[1, 4].parameters.assumptions.service
    posts = len(some.centres) * some.parameters.levers.centres.social_workers_each
    spare = 5.0 * posts * service.hours_per_day * (1.0 - service.absence_share) * (1.0 - service.casework_share)
    assert 0.0 < some.ledger.communities * social_hours(some) <= 0.5 * spare + 1e-9
    assert social_hours(lived[1, 0]) == 0.0


def test_rows_say_who_keeps_the_stations_and_what_was_held_there(lived):
    kept = [event for _, event in lived[1, 4].events if isinstance(event, StationsKept)]
    assert kept and all(one.social_hours > 0.0 and one.stations == 4 for one in kept)
    assert any(isinstance(event, StationHosted) for _, event in lived[1, 4].events)
    assert not any(isinstance(event, StationHosted | StationsKept) for _, event in lived[1, 0].events)


def test_a_table_beside_a_station_is_likelier_to_be_come_to(lived):
    estates = range(lived[1, 4].world.territory.estates)
    near = np.array([nearness(lived[1, 4], estate) for estate in estates])
    assert (near > 0.0).all() and (near <= 1.0).all() and near.std() > 0.0
    assert all(table_odds(lived[1, 0], estate) == 1.0 < table_odds(lived[1, 4], estate) for estate in estates)


def disputes_settled_at_home(district):
    """How many disputes mediators have closed, of all that were closed."""
    needs = district.state.needs.view(np.ndarray)
    closed = (needs["kind"] == district.kinds.index("dispute")) & np.isin(needs["bin"], (MET_ON_TIME, MET_LATE))
    first, count = district.pool_map.starts[MEDIATOR], district.ledger.communities
    at_home = (needs["pool"] >= first) & (needs["pool"] < first + count)
    return float((closed & at_home).sum() / closed.sum())


def test_stations_move_attendance_and_disputes_and_not_only_the_walk(lived):
    """Over the towns: more of the affected come to meetings, and more disputes are settled at home."""
    for figure in (lambda one: record(one).indicators["turnout_share"], disputes_settled_at_home):
        gained = [figure(lived[seed, 4]) - figure(lived[seed, 0]) for seed in SEEDS]
        assert min(gained) > 0.0, gained
