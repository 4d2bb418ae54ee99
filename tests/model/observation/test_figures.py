"""Figures computed by hand from a handful of needs, and against plain definitions on numbers drawn by chance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.columns import (
    APP,
    BORN,
    CALLED_BACK,
    CHANNEL_NAMES,
    COUNTER,
    DONE,
    DOOR_VISIT,
    ENDED_NEEDS,
    GRID,
    IDLE,
    LAPSED_WAITING,
    LISTED_VISIT,
    MET_LATE,
    MET_ON_TIME,
    NEVER,
    NEVER_HEARD,
    NOBODY,
    OFFERED,
    OPEN,
    PATROL,
    PROPERTY,
    RECORDED_SATISFACTION,
    SOCIAL,
    TO_DEPARTMENT,
    TRUE_SATISFACTION,
    UNHEARD,
    UNHEARD_SATISFACTION,
    UNHEARD_WEIGHT,
    USED,
    WALK_IN,
    WRONG_DOOR,
)
from shapan.model.district import District, Plan
from shapan.model.forking import forked
from shapan.model.observation.figures import funnel, indicators, requests
from shapan.model.observation.indicators import INDICATORS
from shapan.model.observation.need_log import Measured, measured
from shapan.model.observation.reach_of_centres import reach_of_centres
from shapan.model.observation.record import record
from shapan.model.observation.unevenness import weighted_gini, worst_tenth
from shapan.model.parameters import Parameters
from support.twins import as_stated

pytestmark = pytest.mark.past

KINDS = ("hazard", "litter", "parking", "facility", "care", "child", "livelihood", "paperwork", "dispute", "culture")
DAYS, WARMUP = 20, 10
# The warm-up begins on Monday 22 December, so that day 10 is Thursday 1 January, with 8 working days before it.
START = 8


def write_log(district: District, needs: list[dict[str, Any]]) -> Measured:
    """Replace the district's log of needs by one written by hand."""
    empty = {"birth_day": WARMUP, "resident": 0, "pool": 0, "channel": NOBODY, "bin": OPEN, "kind": "hazard"}
    log = district.state.needs
    for row, need in enumerate(needs):
        fields = {**empty, **need}
        heard = fields.get("heard", NEVER)
        log[row].kind = KINDS.index(fields["kind"])
        log[row].cell = district.world.residents.cell[fields["resident"]]
        log[row].state = DONE if fields["bin"] != OPEN else UNHEARD
        log[row].heard_time, log[row].heard_day = heard, -1 if heard == NEVER else WARMUP
        log[row].closed_time = fields.get("closed", NEVER)
        log[row].done_time = fields.get("done", fields.get("closed", NEVER))
        for name in ("birth_day", "resident", "pool", "channel", "bin"):
            log[name][row] = fields[name]
    district.state.tallies.tally[BORN] = len(needs)
    return measured(district)


@pytest.fixture(scope="module")
def untouched(town) -> District:
    return District(Plan(town, seed=1, days=DAYS, warmup=WARMUP))


@pytest.fixture
def district(untouched) -> District:
    """A copy to write on."""
    return forked(untouched, untouched.plan)


def somebody(district: District, **wanted: Any) -> int:
    """The first resident who is as wanted and else a plain adult."""
    people = district.world.residents
    plain = {"age_band": 1, "disabled": False, "migrant": False, "low_income": False, **wanted}
    fits = np.logical_and.reduce([getattr(people, name) == value for name, value in plain.items()])
    return int(np.flatnonzero(fits)[0])


@pytest.fixture
def by_hand(district) -> Measured:
    elder, child = somebody(district, age_band=2), somebody(district, age_band=0)
    poor_migrant = somebody(district, migrant=True, low_income=True)
    disabled = somebody(district, disabled=True)
    adult = somebody(district)
    needs = [
        # Born in the warm-up: on no account counted.
        {"birth_day": 3, "kind": "litter", "channel": PATROL, "heard": 4.0, "closed": 4.2, "bin": MET_ON_TIME},
        {"resident": elder, "channel": PATROL, "heard": 8.5, "closed": 9.0, "bin": MET_ON_TIME},
        {"resident": child, "kind": "litter", "channel": WALK_IN, "heard": 8.0, "closed": 16.5, "bin": MET_LATE},
        {"resident": elder, "kind": "care", "channel": LISTED_VISIT, "heard": 9.0, "done": 29.0, "bin": LAPSED_WAITING},
        {
            "resident": poor_migrant,
            "kind": "paperwork",
            "channel": APP,
            "heard": 9.0,
            "done": 24.0,
            "bin": WRONG_DOOR,
            "pool": TO_DEPARTMENT,
        },
        {"resident": disabled, "kind": "facility", "done": 28.0, "bin": NEVER_HEARD},
        # Closed after one day, came back, and was settled for good in time.
        {
            "resident": poor_migrant,
            "kind": "paperwork",
            "channel": WALK_IN,
            "heard": 9.0,
            "closed": 10.0,
            "done": 13.0,
            "bin": MET_ON_TIME,
            "pool": TO_DEPARTMENT,
        },
        {"resident": adult, "kind": "litter", "channel": PATROL, "heard": 9.0},
        {"resident": adult, "kind": "culture", "channel": DOOR_VISIT, "heard": 9.0, "closed": 9.5, "bin": MET_ON_TIME},
        {"resident": adult, "kind": "culture"},
    ]
    return write_log(district, needs)


def test_funnel_by_hand(by_hand):
    assert funnel(by_hand) == {
        "born": 9,
        "met_on_time": 3,
        "met_late": 1,
        "lapsed_waiting": 1,
        "wrong_door": 1,
        "never_heard": 1,
        "open": 2,
    }


def test_requests_by_hand(by_hand):
    heard = {"app": 1, "walk_in": 2, "visit": 2, "patrol": 2}
    assert requests(by_hand) == {**dict.fromkeys(CHANNEL_NAMES, 0), **heard}


BY_HAND = {
    "coverage": 3 / 7,
    "coverage_personal": 2 / 4,
    "coverage_public": 1 / 3,
    "met_share": 4 / 7,
    "heard_share": 6 / 7,
    "never_heard_share": 1 / 7,
    "lapsed_waiting_share": 1 / 7,
    "wrong_door_share": 1 / 7,
    "met_late_share": 1 / 7,
    "requests_per_1000": 7 / (3.0 * 20 / 365),
    "patrol_to_report_ratio": 2 / 1,  # of public events only; papers brought to the counter are no reports
    "settled_in_community_share": 3 / 4,
    "handled_within_7_days_share": 3 / 7,
    "handled_within_7_days_of_handled_share": 3 / 4,  # the one that came back had been closed in a day
    "days_to_resolution_median_met": (1.5 + 5.0) / 2,  # 1, 1.5, 5 and 8.5 working days from birth
    "days_to_resolution_p90_met": 5.0 + 0.7 * 3.5,
    "coverage_elder": 1 / 2,
    "coverage_child": 0.0,
    "coverage_disabled": 0.0,
    "coverage_migrant": 1 / 2,
    "coverage_low_income": 1 / 2,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_indicators_by_hand(name, by_hand):
    assert indicators(by_hand)[name] == pytest.approx(BY_HAND[name], rel=1e-12)


def test_days_of_what_was_not_met_are_the_longest_its_kind_may_take(by_hand):
    """Window, deadline and patience: never heard, given up and lost at a department alike."""
    place, patience = by_hand.district.parameters.place, by_hand.district.state.service.patience_days
    unmet = [
        kind.window_days + kind.deadline_days + patience
        for kind in (place.need(name) for name in ("care", "paperwork", "facility"))
    ]
    days = [1.0, 1.5, 5.0, 8.5, *unmet]
    values = indicators(by_hand)
    assert values["days_to_resolution_median"] == sorted(days)[3] and min(unmet) > 8.5
    assert values["days_to_resolution_p90"] == pytest.approx(np.quantile(days, 0.9))


def test_days_are_never_negative(district):
    # Born on Saturday 3 January and heard at once: both stand at the first moment of Monday.
    found = write_log(
        district, [{"birth_day": 12, "channel": APP, "heard": 10.0, "closed": 10.0, "done": 10.0, "bin": MET_ON_TIME}]
    )
    assert indicators(found)["days_to_resolution_median"] == 0.0


def test_groups_of_age_split_everybody(by_hand):
    members = by_hand.of_group
    ages = np.sum([members[name] for name in ("child", "adult", "elder")], axis=0)
    assert (ages == 1).all() and len(ages) == 9


def test_satisfaction_is_that_of_the_measured_days(by_hand):
    daily = by_hand.district.state.tallies.daily
    daily[:, WARMUP - 1] = 1000.0
    daily[TRUE_SATISFACTION, WARMUP : WARMUP + 2] = 3.0, 1.0
    daily[ENDED_NEEDS, WARMUP : WARMUP + 2] = 4.0, 4.0
    daily[RECORDED_SATISFACTION, WARMUP] = 1.8
    daily[CALLED_BACK, WARMUP] = 2.0
    daily[UNHEARD_SATISFACTION, WARMUP], daily[UNHEARD_WEIGHT, WARMUP] = 0.4, 2.0
    values = indicators(by_hand)
    assert values["satisfaction_served"] == 0.5 and values["satisfaction_recorded"] == 0.9
    assert values["satisfaction_true"] == pytest.approx((3.0 + 1.0 + 0.4) / (8.0 + 2.0))


def test_utilisation_is_that_of_paid_staff_in_the_measured_days(by_hand):
    hours = by_hand.district.state.tallies.hours
    hours[:, :, WARMUP - 1] = 1000.0
    hours[PROPERTY, OFFERED, WARMUP] = 1000.0  # paid by fees, not by the district
    hours[GRID, (OFFERED, USED, IDLE), WARMUP] = 6.0, 5.0, 1.0
    hours[COUNTER, (OFFERED, USED, IDLE), WARMUP + 1] = 4.0, 4.0, 0.0
    assert indicators(by_hand)["staff_utilisation"] == 0.9


def test_what_cannot_be_known_is_absent(district):
    values = indicators(write_log(district, []))
    # No need, no figure of needs; what people feel and where centres stand is known all the same.
    assert set(values) == {
        "requests_per_1000",
        "trust",
        "efficacy",
        "staff_admin_share",
        "reach_served",
        "reach_no_capacity",
        "reach_out_of_range",
        "volunteers_registered_share",
        "volunteers_active_share",
        "volunteer_hours_per_1000",
        "spend_per_resident",
        "unspent_share",
        "projects_funded",
        "matters_settled_share",  # of the matters of earlier years that still wait, here all works
        "matters_settled_share_works",
    }
    assert values["requests_per_1000"] == 0.0
    only_open = indicators(write_log(district, [{"channel": PATROL, "heard": 9.0}]))
    assert "coverage" not in only_open and "coverage_gini_cells" not in only_open
    unheard = indicators(write_log(district, [{"bin": NEVER_HEARD, "done": 20.0}]))
    assert unheard["coverage"] == 0.0 and unheard["coverage_public"] == 0.0
    assert "coverage_personal" not in unheard and "days_to_resolution_median_met" not in unheard
    assert unheard["handled_within_7_days_share"] == 0.0
    assert "handled_within_7_days_of_handled_share" not in unheard and "satisfaction_served" not in unheard


def test_every_indicator_is_declared_and_lies_where_its_unit_says(town, changed):
    policy = changed(town, {"channels.app_reach": 0.3, "grid.pooled_share": 0.5, "grid.base_per_party_grid": 2})
    district = District(Plan(policy, seed=1, days=90, warmup=20))
    district.run()
    values = record(district).indicators
    assert set(values) <= set(INDICATORS)
    for name, value in values.items():
        assert math.isfinite(value) and type(value) is float
        if INDICATORS[name].unit in ("share", "Gini"):
            assert 0.0 <= value <= 1.0, name
        else:
            assert value >= 0.0, name
    bins = ("coverage", "met_late_share", "lapsed_waiting_share", "wrong_door_share", "never_heard_share")
    assert sum(values[name] for name in bins) == pytest.approx(1.0)
    assert values["met_share"] == pytest.approx(values["coverage"] + values["met_late_share"])
    assert values["heard_share"] == pytest.approx(1.0 - values["never_heard_share"])
    assert values["coverage_worst_tenth_cells"] <= values["coverage"] >= values["coverage_worst_tenth_grids"]


# --- spread ------------------------------------------------------------------------------------------------------

CELLS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=25)


@given(CELLS)
def test_gini_is_the_mean_difference_between_two_needs(cells):
    """Brute force: every need carries the coverage of its cell; compare every need with every other."""
    coverage = np.array([min(met, ended) / ended for met, ended in cells])
    ended = np.array([ended for _, ended in cells])
    everybody = np.repeat(coverage, ended)
    mean = everybody.mean()
    expected = 0.0 if mean == 0 else np.abs(everybody[:, None] - everybody[None, :]).mean() / (2 * mean)
    assert weighted_gini(coverage, ended.astype(float)) == pytest.approx(expected, abs=1e-12)


@given(CELLS)
def test_the_worst_tenth_is_the_tenth_of_places_where_coverage_is_lowest(cells):
    met = np.array([min(met, ended) for met, ended in cells], float)
    ended = np.array([ended for _, ended in cells], float)
    got = worst_tenth(met, ended)
    order = sorted(range(len(cells)), key=lambda n: (met[n] / ended[n], n))
    lowest = order[: 1 if len(cells) < 15 else 2]  # one in ten, rounded, at least one
    assert got == pytest.approx(met[lowest].sum() / ended[lowest].sum())
    assert got <= met.sum() / ended.sum() + 1e-12


def test_known_spreads():
    assert weighted_gini(np.array([0.5, 0.5, 0.5]), np.array([1.0, 7.0, 2.0])) == pytest.approx(0.0, abs=1e-15)
    assert weighted_gini(np.array([0.0, 1.0]), np.array([9.0, 1.0])) == pytest.approx(0.9)
    assert weighted_gini(np.array([0.0, 0.0]), np.array([9.0, 1.0])) == 0.0
    assert math.isnan(weighted_gini(np.array([]), np.array([])))
    assert math.isnan(worst_tenth(np.array([]), np.array([])))


# --- reach -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [0.0, 1.0, 30.0])
@pytest.mark.parametrize("radius", [0.2, 3.0])
def test_reach_splits_the_demand_and_nothing_else(workers, radius, town, changed):
    wide = town.model_copy(update={"place": town.place.model_copy(update={"built_km2": 3.0, "area_km2": 3.0})})
    levers = {"centres.social_workers_each": workers, "centres.spacing_km": 5.0, "hearing.walk_in_radius_km": radius}
    district = District(Plan(changed(wide, levers), seed=1, days=1, warmup=0, at_rest=as_stated(wide)))
    district.state.tallies.hours[SOCIAL, OFFERED, 0] = 6.0 * workers
    reach = reach_of_centres(district)
    assert set(reach) == {"reach_served", "reach_no_capacity", "reach_out_of_range"}
    assert all(-1e-12 <= value <= 1.0 + 1e-12 for value in reach.values())
    assert sum(reach.values()) == pytest.approx(1.0, abs=1e-12)
    assert (reach["reach_served"] == 0.0) == (workers == 0.0)
    assert (reach["reach_out_of_range"] > 0.0) == (radius < 1.0), "one centre in a town of 1.7 km by 1.7 km"


def test_reach_by_hand(town, changed):
    """One centre: the needs 3 h a day meet, over the demand around it, each cell counted as distance lets it come."""
    levers = {"centres.social_workers_each": 1.0, "centres.spacing_km": 5.0, "hearing.walk_in_radius_km": 0.5}
    district = District(Plan(changed(town, levers), seed=1, days=1, warmup=0, at_rest=as_stated(town)))
    territory, centres = district.world.territory, district.centres
    assert len(centres.x_km) == 1
    rates = [kind for kind in range(10) if {"social", "centre"} & set(town.place.needs[kind].served_by)]
    by_kind = district.state.facts.daily_rate[:, rates].sum(axis=0)
    work = (by_kind * [town.place.needs[kind].hours_mean for kind in rates]).sum() / by_kind.sum()
    district.state.tallies.hours[SOCIAL, OFFERED, 0] = 3.0
    yearly = district.state.facts.daily_rate[:, rates].sum(axis=1) * 365
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell)
    total = wanted = served = 0.0
    for pull in (True, False):
        for cell in range(territory.cells):
            community = territory.community_of_cell[cell]
            demand = territory.residents_of_cell[cell] * yearly[community] / people[community]
            away = math.dist((territory.x_km[cell], territory.y_km[cell]), (centres.x_km[0], centres.y_km[0]))
            weight = math.exp(-0.5 * (away / 0.5) ** 2) if away <= 0.5 else 0.0
            weight = (weight - math.exp(-0.5)) / (1.0 - math.exp(-0.5)) if weight else 0.0
            if pull:
                total, wanted = total + demand, wanted + demand * weight
            else:
                served += demand * min(weight * (3.0 * 365 / work) / wanted, 1.0)
    assert reach_of_centres(district)["reach_served"] == pytest.approx(served / total)


def test_reach_without_any_social_need_is_absent(town, needs):
    place = town.place.model_copy(
        update={"needs": (needs[1],), "departments": {"litter": 1.0}, "heard_share": {}, "lost_share": {}}
    )
    values = indicators(measured(District(Plan(Parameters(place=place), seed=1, days=1, warmup=0))))
    assert not [name for name in values if name.startswith("reach")]
