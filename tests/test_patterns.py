"""What must come out whatever the numbers: known answers at the edges, and signs over pairs of runs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from functools import cache, lru_cache, partial
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from scipy import stats

from shapan.experiments.evidence.patterns import ladder
from shapan.model.columns import (
    BORN,
    IDLE,
    LAPSED_WAITING,
    MET_LATE,
    MET_ON_TIME,
    NEVER_HEARD,
    NOBODY,
    OFFERED,
    OPEN,
    TO_DEPARTMENT,
    UNHEARD,
    WRONG_DOOR,
)
from shapan.model.district import District, Plan
from shapan.model.forking import forked
from shapan.model.observation.indicators import INDICATORS
from shapan.model.observation.record import Run, record
from shapan.model.parameters import all_parameters
from shapan.model.setup import in_force
from shapan.scenarios.formats import all_formats
from shapan.scenarios.library import Scenario, load

YEAR, WARMUP, PAIRS = 365, 60, 6
CLOSED = {
    "channels.visits": False,
    "channels.walk_in": False,
    "channels.app_reach": 0.0,
    "grid.patrol_share": 0.0,
    "grid.party_unit_share": 0.0,  # members of branches hear of things at home
    "centres.activities_per_week": 0.0,
}
NOBODY_ELSE = {"programmes.session_hours": 0.0}
"""Volunteers for whom no need is left walk rounds and gather people, where things come to be heard; here they wait."""
PILES = ("matters.pile_requests", "matters.pile_unsolved", "matters.pile_stuck", "aftermath.reopen_households")
NO_PILES = dict.fromkeys(PILES, 200.0)
"""So many requests of one kind never pile up in one estate here, so no matter comes from what was heard."""


def lived(plan: Plan) -> District:
    district = District(plan)
    district.run()
    return district


def run_of(plan: Plan) -> Run:
    """What is told of a district that nobody looks at afterwards, so that it may follow its last needs itself."""
    district = lived(plan)
    return record(district, following=district)


def log_of(district: District) -> Any:
    return district.state.needs[: int(district.state.tallies.tally[BORN])]


# --- known answers -----------------------------------------------------------------------------------------------


def test_with_every_channel_closed_nothing_is_heard(town, changed):
    # Staff need no slot to decide on matters, and projects are listed by staff: here nobody has either to do.
    nobody_meets = {"deliberation.format": "one_matter", "deliberation.meetings_per_year": 0}
    nothing = {
        **CLOSED,
        **nobody_meets,
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 0,
        "funding.community_yuan_per_resident": 0,
        "funding.community_yuan": 0,
    }
    closed = changed(town, nothing | NOBODY_ELSE).model_copy(update={"formats": all_formats()})
    district = lived(Plan(closed, seed=1, days=200, warmup=0))
    run, log = record(district), log_of(district)
    assert (log.channel == NOBODY).all() and not any(run.requests.values())
    assert run.funnel["born"] > 2000 and run.funnel["born"] == run.funnel["never_heard"] + run.funnel["open"]
    assert run.indicators["coverage"] == run.indicators["heard_share"] == 0.0
    assert run.indicators["never_heard_share"] == 1.0
    assert district.state.tallies.hours[:, OFFERED].sum() == district.state.tallies.hours[:, IDLE].sum() > 0


def test_a_policy_that_closes_every_channel_hears_nothing_from_its_first_day():
    scenario = load("status_quo").with_place("training_town")
    for name, value in NOBODY_ELSE.items():
        scenario = scenario.assume(name, value)
    policy, today = scenario.set_many(CLOSED).parameters, scenario.warmup_parameters.levers
    # Activities that last year's money paid would go on for a while, and people are heard there.
    run = run_of(Plan(policy, 1, 100, WARMUP, status_quo=today, earlier_years=False))
    assert not any(run.requests.values()) and run.indicators["coverage"] == 0.0


MANY = 400.0
NOTHING_IN_THE_WAY = {
    # So many posts that everything is taken up at once; patrol and visits find as much as before by finding less each.
    "grid.workers_per_1000_households": 2.5 * MANY,
    "staff.workers_per_10000": 8.0 * MANY,
    "centres.social_workers_each": 3.0 * MANY,
    "service.property_posts_per_1000_households": 0.4 * MANY,
    "hearing.patrol_hazard": 0.22 / MANY,
    "hearing.visit_reveals": 0.7 / MANY,
    "hearing.door_reveals": 0.06 / MANY,
    "service.absence_share": 0.0,
    "service.poor_work_share": 0.0,
    "routing.wrong_door_share": 0.0,
    "routing.vain_share": 0.0,
    "routing.triage_days": 0.0,
    # Hands nobody employs are as few as before; nobody is sent to wait for them.
    "funding.purchase_yuan": 0.0,
    "party.member_units": 0,
    "centres.activities_per_week": 0.0,
    "routing.department_days": 1e-6,
    "routing.department_days_sigma": 0.01,
}


def test_with_unlimited_capacity_coverage_is_the_hearing_limit(town, needs, forced):
    # Work of fixed length, below the shortest deadline: with lognormal work no number of posts makes every need quick.
    quick = tuple(kind.model_copy(update={"hours_sigma": 0.0}) for kind in needs)
    plenty = dict.fromkeys((kind.id for kind in needs), 9999.0)
    place = town.place.model_copy(update={"needs": quick, "departments": plenty})
    free = forced(town.model_copy(update={"place": place}), NOTHING_IN_THE_WAY)
    district = lived(Plan(free, seed=1, days=150, warmup=0))
    run, log = record(district), log_of(district)
    assert run.indicators["coverage"] == run.indicators["heard_share"]
    assert run.funnel["met_late"] == run.funnel["lapsed_waiting"] == run.funnel["wrong_door"] == 0
    assert 0.3 < run.indicators["heard_share"] < 0.9, "a limit of nearly nothing or everything would tell nothing"
    assert run.funnel["met_on_time"] > 1000 and (log.pool == TO_DEPARTMENT).sum() > 100


def test_when_nobody_comes_to_work_only_departments_settle_anything(town, changed, monkeypatch):
    # Department cases need no post of ours; all else is never heard, lapses in its queue or is lost at a door.
    rules = in_force.service_rules
    monkeypatch.setattr(in_force, "service_rules", lambda parameters: rules(parameters)._replace(absence_share=1.0))
    no_branches = {"grid.party_unit_share": 0.0}
    district = lived(Plan(changed(town, NOBODY_ELSE | no_branches), seed=1, days=200, warmup=0))
    run, log = record(district), log_of(district)
    met = np.isin(log.bin, (MET_ON_TIME, MET_LATE))
    assert met.sum() > 20 and (log.pool[met] == TO_DEPARTMENT).all()
    assert district.state.tallies.hours.sum() == 0.0
    assert run.requests["patrol"] == run.requests["visit"] == 0 < run.requests["walk_in"]
    assert run.funnel["lapsed_waiting"] > 100 and run.funnel["never_heard"] > 1000
    others = log[~met & (log.bin != OPEN)]
    assert np.isin(others.bin, (LAPSED_WAITING, WRONG_DOOR, NEVER_HEARD)).all()
    assert "staff_utilisation" not in run.indicators


def test_with_one_constant_hazard_as_many_are_heard_as_the_formula_says(town, needs, changed):
    """An app everybody finds effortless: heard by day n with probability 1 − exp(−hazard × n), for all who have it."""
    errand = needs[8].model_copy(update={"rates": {"adult": 8.0}, "window_days": 5, "severity": 2, "id": "errand"})
    monday = town.place.start.replace(day=5)
    facts = {"needs": (errand,), "departments": {"errand": 100.0}, "start": monday}
    base = town.model_copy(update={"place": town.place.model_copy(update=facts)})
    hazard, reach = 0.1, 0.6
    only_app = {
        **CLOSED,
        "channels.app_reach": reach,
        "channels.app_ease": 1.0,
        "hearing.app_hazard": hazard,
        "hearing.efficacy_slope": 0.0,
        "hearing.elder_app_ratio": 1.0,
    }
    # 26 weeks from a Monday on, and a week more for the last to be heard or given up.
    district = lived(Plan(changed(base, only_app), seed=1, days=27 * 7, warmup=0))
    log = log_of(district)
    log = log[log.birth_day < 26 * 7]
    assert not (log.state == UNHEARD).any()
    # Reports come in every day. A window of five working days is over on a Saturday for those born on a Monday,
    # after a week for those born from Tuesday to Saturday, and after six days for those born on a Sunday.
    days = np.array([5, 7, 7, 7, 7, 7, 6])[log.birth_day % 7]
    expected = reach * (1.0 - np.exp(-hazard * days))
    heard = log.channel != NOBODY
    # Who has the app is drawn once for each of about 2,100 adults, which adds to the scatter of the needs themselves.
    adults = (district.world.residents.age_band == 1).sum()
    chance = 1.0 - math.exp(-hazard * 6.5)
    error = math.sqrt((expected * (1 - expected)).sum()) / len(log) + chance * math.sqrt(reach * (1 - reach) / adults)
    assert len(log) > 6000
    assert heard.mean() == pytest.approx(expected.mean(), abs=3 * error)
    users = district.state.hearing.people.app_user[log.resident] == 1
    assert not heard[~users].any()
    alone = math.sqrt((expected / reach * (1 - expected / reach))[users].sum()) / users.sum()
    assert heard[users].mean() == pytest.approx((expected[users] / reach).mean(), abs=4 * alone)


# --- signs over six pairs --------------------------------------------------------------------------------------


@cache
def in_town(trust_moves_fees: bool) -> Scenario:
    scenario = load("status_quo").with_place("training_town")
    if not trust_moves_fees:
        scenario = scenario.assume("estates.trust_fees", 0.0)
        for name, value in (NOBODY_ELSE | NO_PILES).items():
            scenario = scenario.assume(name, value)
    return scenario


def plan_of(scenario: Scenario, seed: int, levers: dict[str, Any]) -> Plan:
    policy = scenario.set_many({name.replace("__", "."): value for name, value in levers.items()})
    return Plan(policy.parameters, seed, YEAR, WARMUP, status_quo=scenario.warmup_parameters.levers)


@lru_cache(maxsize=PAIRS)
def on_the_last_morning_before(trust_moves_fees: bool, seed: int) -> District:
    """What policies begin from; copies go on like districts of their own, to the bit (`model/test_forking.py`)."""
    district = District(plan_of(in_town(trust_moves_fees), seed, {}))
    district.run_to(WARMUP)
    return district


@cache
def over_seeds(trust_moves_fees: bool = True, **levers: Any) -> dict[str, np.ndarray]:
    """Indicators of a year in the training town, and coverage of each group, for every seed."""
    scenario = in_town(trust_moves_fees)
    rows = []
    for seed in range(PAIRS):
        district = forked(on_the_last_morning_before(trust_moves_fees, seed), plan_of(scenario, seed, levers))
        district.run()
        run = record(district, following=district)
        adult = run.by_group[(run.by_group["group"] == "adult") & (run.by_group["indicator"] == "coverage")]
        rows.append({**run.indicators, "coverage_adult": float(adult["value"].iloc[0]), "born": run.funnel["born"]})
    return {name: np.array([one[name] for one in rows]) for name in rows[0]}


def lowest(difference: np.ndarray) -> float:
    """Lower end of the 95 % Student-t interval of a paired difference."""
    half = stats.t.ppf(0.975, len(difference) - 1) * difference.std(ddof=1) / math.sqrt(len(difference))
    return float(difference.mean() - half)


LADDERS = {
    "staff.admin_share": ladder("V-19", "staff.admin_share"),
    "staff.workers_per_10000": (6.0, 8.0, 12.0),
    "grid.workers_per_1000_households": (2.0, 2.5, 3.5),
}
"""The rung in the middle is the status quo's."""


def rungs_of(lever: str) -> list[dict[str, np.ndarray]]:
    """Indicators on the three rungs, with every need in common.

    Trust moves fees, fees upkeep, and upkeep a need or two, and so do litter that volunteers clean up and matters that
    come of many requests or up again for them: none of that here.
    """
    few, usual, many = LADDERS[lever]
    assert load("status_quo").values[lever] == usual
    named = lever.replace(".", "__")
    return [over_seeds(False, **{named: few}), over_seeds(False), over_seeds(False, **{named: many})]


SLOW_LADDERS = ("staff.workers_per_10000",)
"""Another way to the same hours as less administration; its two more years of towns are lived in the slow tests."""


@pytest.mark.parametrize(
    "lever", [pytest.param(one, marks=[pytest.mark.slow] if one in SLOW_LADDERS else []) for one in LADDERS]
)
def test_more_hours_for_residents_mean_more_coverage(lever):
    for lower, higher in pairwise(rungs_of(lever)):
        np.testing.assert_array_equal(lower["born"], higher["born"])
        assert lowest(higher["coverage"] - lower["coverage"]) > 0.0


def test_freed_hours_have_a_diminishing_return():
    much, some, little = (rung["coverage"] for rung in rungs_of("staff.admin_share"))
    assert lowest((some - much) - (little - some)) > 0.0


def test_a_district_reached_by_app_only_widens_the_gap_between_ages():
    """Where the counter closes and an app takes its place, elders lose more than other adults.

    An app beside an open counter hardly widens the gap.
    """
    before = over_seeds()
    after = over_seeds(channels__walk_in=False, channels__app_reach=0.5)
    gap = [one["coverage_adult"] - one["coverage_elder"] for one in (before, after)]
    assert lowest(gap[1] - gap[0]) > 0.0


# --- what each lever is said to move ------------------------------------------------------------------------------

LEVERS = [one for one in all_parameters().values() if one.about.role == "lever" and one.about.built]
BUILT = [one for one in LEVERS if one.group != "emergency"]
"""Levers of emergencies move nothing without one; `tests/model/emergency` tries them in one."""


@pytest.fixture(scope="module")
def spread_out(town, changed):
    """A town of 7,000 on 6 km² in autumn, with so much in use that no built lever stands on idle ground."""
    facts = {
        "residents": 7000,
        "area_km2": 6.0,
        "built_km2": 6.0,
        "start": dt.date(2025, 10, 6),
        "organisations_per_10000": 20.0,
    }
    levers = {
        "grid.base_per_party_grid": 2,
        "grid.pooled_share": 0.4,
        "grid.households_per_grid": 200.0,
        "centres.operator": "organisation",
        "centres.rating_years": 1,
        "organisations.exit_share": 0.3,
        "funding.purchase_yuan": 60.0,
        "compact.duty_lists": 0.5,
        "party.member_units": 10,
        "party.joint_meeting_months": 2,
        "party.whistle_after_days": 14,
    }
    return changed(town.model_copy(update={"place": town.place.model_copy(update=facts)}), levers)


@pytest.fixture(scope="module")
def strained(spread_out, changed):
    """The same town asked for more than it can give, where orders go to volunteers and centres are government's."""
    levers = {"volunteers.ordering": True, "centres.operator": "government", "channels.app_reach": 0.4}
    assumed = {
        "needs.rate_multiplier": 2.5,
        "matters.rate_multiplier": 5.0,
        "service.property_posts_per_1000_households": 0.15,
    }
    return changed(spread_out, levers | assumed)


@pytest.fixture(scope="module")
def talkative(spread_out, changed):
    """The same town with many matters and a council that meets every week."""
    levers = {"deliberation.format": "four_plus_one", "deliberation.meetings_per_year": 52}
    levers |= {"deliberation.threshold": 0.8, "owners.formation_per_year": 0.5, "owners.cross_posts": 0.1}
    return changed(spread_out, {**levers, "matters.rate_multiplier": 5.0})


@pytest.fixture(scope="module")
def moneyed(spread_out, changed):
    """The same town with money for projects that residents vote on, and foundations that have something to give."""
    levers = {
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 250_000,
        "projects.rule": "greedy",
        "projects.proposed_by": "both",
    }
    levers |= {"funding.foundation_share": 0.7, "funding.foundation_seed_yuan": 1_500_000, "party.reporting_share": 0.6}
    levers |= {"funding.foundation_donor_share": 0.5, "deliberation.online": True, "projects.batches_per_year": 2}
    return changed(
        spread_out,
        levers | {"funding.community_yuan_per_resident": 0, "funding.community_yuan": 0, "volunteers.ordering": True},
    )


GENEROUS = {"foundations.resident_gift_yuan": 50.0, "foundations.firms_elsewhere": 1.0, "delivery.member_hours": 20.0}


@pytest.fixture(scope="module")
def generous(moneyed, changed):
    """The same town where organisations propose too, members have hours for claims and neighbours give a lot."""
    levers = {"projects.proposed_by": "all", "funding.foundation_seed_yuan": 100_000}
    return changed(moneyed, levers | GENEROUS)


Told = Callable[[], dict[str, float]]


def indicators_of(parameters: Any, days: int) -> dict[str, float]:
    return run_of(Plan(parameters, seed=1, days=days, warmup=0)).indicators


@pytest.fixture(scope="module")
def grounds(
    spread_out, strained, talkative, moneyed, generous
) -> list[tuple[Any, int, Callable[[], dict[str, float]]]]:
    """Towns on which levers are tried, for how many days, and, once asked, what their indicators are as they are.

    The last are for what takes its time: owners found committees, organisations set up branches, projects begin.
    """
    tried = [(spread_out, 150), (strained, 150), (talkative, 600), (strained, 600), (moneyed, 600), (generous, 600)]
    return [(town, days, cache(partial(indicators_of, town, days))) for town, days in tried]


def values_to_try(parameter: Any) -> list[dict[str, Any]]:
    if parameter.kind == "choice":
        return [{parameter.name: one} for one in parameter.choices if one not in (parameter.default, "drawn")]
    if parameter.kind == "yes_no":
        return [{parameter.name: not parameter.default}]
    low, high = ({parameter.name: end} for end in (parameter.about.low, parameter.about.high))
    # Patrol and visits together leave hours for events.
    high |= {"grid.patrol_share": {"grid.visit_share": 0.0}, "grid.visit_share": {"grid.patrol_share": 0.0}}.get(
        parameter.name, {}
    )
    # Where zero is never, the other end is hardly ever: nothing waits for so long. Soonest is in between.
    soon = [{parameter.name: 1}] if parameter.about.zero_is_never else []
    return [low, high, *soon]


SLOW_TO_SHOW = ("projects", "funding", "deliberation", "party", "owners", "compact", "organisations", "volunteers")
"""Groups of levers whose effects take meetings, money or years, so that long runs are tried; they are slow tests."""
LONG_TO_TRY = ("grid.layout", "grid.pooled_share")
"""Single levers of other groups that show only on the last of the grounds."""


def _with_its_mark(parameter: Any) -> Any:
    takes_long = parameter.name.partition(".")[0] in SLOW_TO_SHOW or parameter.name in LONG_TO_TRY
    slow = [pytest.mark.slow] if takes_long else []
    return pytest.param(parameter, id=parameter.name, marks=slow)


@pytest.mark.parametrize("parameter", [_with_its_mark(one) for one in BUILT])
def test_a_lever_moves_every_indicator_it_is_said_to_move(parameter, grounds, changed):
    assert set(parameter.about.moves) <= set(INDICATORS)
    _, _, told_first = grounds[0]
    still = set(parameter.about.moves) & set(told_first())  # some indicators come with processes not built yet
    assert still
    for (ground, days, as_it_is), levers in product(grounds, values_to_try(parameter)):
        values = indicators_of(changed(ground, levers), days)
        still -= {name for name in still if values.get(name) != as_it_is().get(name)}
        if not still:
            break
    assert not still
