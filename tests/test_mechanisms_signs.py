"""Signs that mechanisms must have over twenty pairs of runs, each said in words before it was measured.

A test of a mechanism that this build does not have is skipped, until its levers are declared as built.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from shapan.experiments.evidence import contrasts
from shapan.model.columns import (
    BORN,
    ENDED_NEEDS,
    GRID,
    LAPSED_WAITING,
    MET_LATE,
    NEVER,
    NEVER_HEARD,
    TRUE_SATISFACTION,
)
from shapan.model.district import District, Plan
from shapan.model.observation.record import record
from shapan.model.organisations.market import Market
from shapan.model.organisations.provision import feel
from shapan.model.parameters import all_parameters
from shapan.model.volunteers.records import Volunteers
from shapan.scenarios.library import load

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

YEAR, WARMUP, SEEDS = 365, 60, range(1, 21)
Levers = Mapping[str, Any]


def built(*levers: str) -> pytest.MarkDecorator:
    """Skips a test while one of its levers has no process to read it."""
    lacking = [lever for lever in levers if not all_parameters()[lever].about.built]
    return pytest.mark.skipif(bool(lacking), reason=f"no process reads {', '.join(lacking)} yet")


def lived(place: str, levers: Levers, seed: int, days: int = YEAR, policy: str = "status_quo") -> District:
    scenario = load("status_quo").with_place(place)
    changed = load(policy).with_place(place)
    for key, value in levers.items():
        decided = all_parameters()[key].about.role == "lever"
        changed = changed.set(key, value) if decided else changed.assume(key, value)
    district = District(Plan(changed.parameters, seed, days, WARMUP, status_quo=scenario.warmup_parameters.levers))
    district.run()
    return district


def figures(district: District) -> dict[str, float]:
    """Indicators, and coverage of adults, which is no indicator of its own."""
    run = record(district)
    adults = run.by_group[(run.by_group["group"] == "adult") & (run.by_group["indicator"] == "coverage")]
    return {**run.indicators, "coverage_adult": float(adults["value"].iloc[0])}


def measured_needs(district: District) -> Any:
    """Needs born in the measured days."""
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    return log[log.birth_day >= WARMUP]


def over_seeds(
    place: str,
    levers: Levers,
    days: int = YEAR,
    measure: Callable[[District], dict[str, float]] = figures,
    policy: str = "status_quo",
) -> dict[str, np.ndarray]:
    """What is told of a district under a policy with these levers, seed by seed."""
    return _over_seeds(place, tuple(sorted(levers.items())), days, measure, policy)


@cache
def _over_seeds(
    place: str,
    levers: tuple[tuple[str, Any], ...],
    days: int,
    measure: Callable[[District], dict[str, float]],
    policy: str,
) -> dict[str, np.ndarray]:
    found = []
    for seed in SEEDS:
        district = lived(place, dict(levers), seed, days, policy)
        found.append(measure(district))
        # A district and its agents hold each other; its columns need not wait for the garbage collector.
        del district.state
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def between(difference: np.ndarray) -> tuple[float, float]:
    """95 % Student-t interval of a paired difference."""
    half = stats.t.ppf(0.975, len(difference) - 1) * difference.std(ddof=1) / math.sqrt(len(difference))
    return float(difference.mean() - half), float(difference.mean() + half)


def rises(difference: np.ndarray) -> bool:
    return between(difference)[0] > 0.0


def falls(difference: np.ndarray) -> bool:
    return between(difference)[1] < 0.0


TOWN = "training_town"


@cache
def made_town(changes: tuple[tuple[str, str], ...] = (), forms: str = "") -> str:
    """The study town with facts replaced as text, written where a scenario can read it."""
    text = (contrasts.HERE / "study_town.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    if forms:
        before, rest = text.split("[place.forms]\n")
        text = f"{before}[place.forms]\n{forms}\n[sources]{rest.partition('[sources]')[2]}"
    path = Path(tempfile.mkdtemp()) / "study_town.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


# --- pooling inside party grids (YT-03) --------------------------------------------------------------------------

SMALLER = (
    ("residents = 30_000", "residents = 12_000"),
    ("communities = 10\n", "communities = 3\n"),
    ("\narea_km2 = 4.5", "\narea_km2 = 2.0"),
    ("built_km2 = 3.0", "built_km2 = 1.2"),
)
NO_FIRM = "urban_village = {{share = {share}, estate_households = 200, relative_density = 1.0, property_share = 0.0}}"
FIRM = "new_estate = {{share = {share}, estate_households = 200, relative_density = 1.0, property_share = 1.0}}"
SMALL_GRIDS = {"grid.households_per_grid": 200.0}
POOLED = {**SMALL_GRIDS, "grid.base_per_party_grid": 6, "grid.pooled_share": 0.8}


def waits_at_grids(district: District) -> dict[str, float]:
    """Working days from hearing to the end, met or given up, that nine in ten needs on a grid's list stay within."""
    log = measured_needs(district)
    log = log[(log.pool >= 0) & (log.heard_time < NEVER) & (log.done_time < NEVER)]
    at_grids = log[district.state.pools.type[log.pool] == GRID]
    return {"p90": float(np.quantile(at_grids.done_time - at_grids.heard_time, 0.9))}


def gain_of_pooling(forms: str) -> np.ndarray:
    town = made_town(SMALLER, forms)
    before, after = (over_seeds(town, levers, measure=waits_at_grids)["p90"] for levers in (SMALL_GRIDS, POOLED))
    return before - after


def test_pooling_shortens_the_longest_waits_most_where_load_is_uneven():
    """Estates with a property firm leave little to the grid, urban villages much; side by side they can help out."""
    uneven = gain_of_pooling("\n".join((FIRM.format(share=0.5), NO_FIRM.format(share=0.5))))
    light, heavy = gain_of_pooling(FIRM.format(share=1.0)), gain_of_pooling(NO_FIRM.format(share=1.0))
    assert rises(uneven)
    assert rises(uneven - (light + heavy) / 2)


def test_pooling_moves_the_best_grid_to_smaller_ones():
    """Alone, a grid of 160 households loses to one of 640; where party grids share all hours, it wins."""
    sharing = {"grid.base_per_party_grid": 12, "grid.pooled_share": 1.0}
    gain = {}
    for name, levers in {"alone": {}, "shared": sharing}.items():
        small, large = (
            over_seeds(TOWN, {**levers, "grid.households_per_grid": size})["coverage"] for size in (160.0, 640.0)
        )
        gain[name] = small - large
    assert falls(gain["alone"]) and rises(gain["shared"])


# --- volunteers --------------------------------------------------------------------------------------------------

# Many volunteers and few social workers, so that what volunteers may do is what waits.
SHORT_OF_CARE = {"volunteers.campaign": 0.8, "centres.social_workers_each": 1.0}


def ends_of_care(district: District) -> dict[str, float]:
    """How needs for care end that volunteers may serve, as shares."""
    log = measured_needs(district)
    kinds = [kind.id for kind in district.parameters.place.needs]
    care = log[log.kind == kinds.index("care")]
    bins = {"no capacity": (LAPSED_WAITING, MET_LATE), "never heard": (NEVER_HEARD,)}
    return {name: float(np.isin(care.bin, ends).mean()) for name, ends in bins.items()}


@built("volunteers.ordering", "volunteers.campaign")
def test_ordering_brings_up_care_that_nobody_heard_and_finds_hands_for_most_of_it():
    before, after = (
        over_seeds(TOWN, {**SHORT_OF_CARE, "volunteers.ordering": ordering}, measure=ends_of_care)
        for ordering in (False, True)
    )
    moved = {name: before[name] - after[name] for name in before}
    assert rises(moved["never heard"])
    assert rises(moved["never heard"] - 2.0 * np.abs(moved["no capacity"]))


def trust_of_savers(owed: bool, seed: int) -> float:
    """Trust of those who saved for two years, after a third in which nobody has time to give hours back."""
    scenario = load("status_quo").with_place(TOWN)
    policy, levers = scenario.set_many({"volunteers.time_bank": True}), scenario.warmup_parameters.levers
    district = District(Plan(policy.parameters, seed, 3 * YEAR, WARMUP, status_quo=levers))
    district.run_to(WARMUP + 2 * YEAR)
    corps, bank = district.of(Volunteers).corps, district.of(Volunteers).bank
    savers = bank.saved[district.world.residents.household] > 0.0
    corps.free_hours[:], corps.able[:] = 0.1, False
    if not owed:
        bank.saved[:], bank.saved_in[:] = 0.0, 0.0
    district.run()
    trust = float(district.state.minds.trust[savers].mean())
    del district.state
    return trust


@built("volunteers.time_bank")
def test_a_time_bank_that_cannot_honour_its_hours_costs_trust():
    """The volunteers are gone: savers whose hours are still owed trust less than where debts were struck off."""
    owed, struck_off = (np.array([trust_of_savers(owes, seed) for seed in SEEDS]) for owes in (True, False))
    assert falls(owed - struck_off)


# --- departments (YT-19) -----------------------------------------------------------------------------------------


def whistles(district: District) -> dict[str, float]:
    """Share of the year's whistles that was answered, how many a community blew, and authority left on average."""
    noted = record(district).decisions.groupby("decision")["value"]
    blown, answered = noted.sum()["whistles"], noted.sum()["whistles_answered"]
    each = blown / district.world.territory.communities
    return {"answered share": answered / blown, "a community": each, "authority": noted.mean()["authority"]}


@built("party.whistle_after_days")
def test_whistling_at_everything_wears_authority_out():
    """Where departments are short, as under Yantian's policy, whoever whistles at everything is answered less often."""
    few, many = (
        over_seeds(
            TOWN,
            {"party.whistle_after_days": 5, "authority.whistles_most": most},
            measure=whistles,
            policy="yantian",
        )
        for most in (2.0, 100.0)
    )
    assert rises(many["a community"] - few["a community"])
    assert (few["a community"] < 100.0).all()
    assert falls(many["authority"] - few["authority"])
    assert falls(many["answered share"] - few["answered share"])


# --- hearing -----------------------------------------------------------------------------------------------------


def test_where_only_the_app_is_left_the_gap_between_ages_widens():
    gap = []
    for levers in (
        {"channels.app_reach": 0.5},
        {"channels.app_reach": 0.5, "channels.visits": False, "channels.walk_in": False},
    ):
        result = over_seeds(TOWN, levers)
        gap.append(result["coverage_adult"] - result["coverage_elder"])
    assert rises(gap[1] - gap[0])


# --- organisations -----------------------------------------------------------------------------------------------

BUYING = {"funding.purchase_yuan": 40.0}


@built("organisations.bundled_share", "organisations.contract_years", "funding.purchase_yuan")
def test_a_bundle_starts_faster():
    """One tender in place of many is over sooner, so more is served in the first half year."""
    piecemeal, bundle = (
        over_seeds(made_town(), {**BUYING, "organisations.bundled_share": share}, days=180)["coverage_personal"]
        for share in (0.0, 1.0)
    )
    assert rises(bundle - piecemeal)


def satisfaction_after_a_year(share: float, bad: bool, seed: int) -> float:
    """Satisfaction from the second year on, where on the first day the worst there is may have taken every contract."""
    scenario = load("status_quo").with_place(made_town())
    policy = scenario.set_many({**BUYING, "organisations.bundled_share": share})
    levers = scenario.warmup_parameters.levers
    district = District(Plan(policy.parameters, seed, 3 * YEAR, WARMUP, status_quo=levers))
    district.run_to(WARMUP + 1)
    if bad:
        worst = min(district.of(Market).organisations.values(), key=lambda one: one.profile.quality)
        for contract in district.of(Market).contracts.values():
            contract.organisation, contract.kinds = worst.number, worst.profile.kinds
        feel(district)
    district.run()
    later = district.state.tallies.daily[:, WARMUP + YEAR :].sum(axis=1)
    del district.state
    return float(later[TRUE_SATISFACTION] / later[ENDED_NEEDS])


@built("organisations.bundled_share", "funding.purchase_yuan")
def test_a_bundle_recovers_worse_from_a_bad_operator():
    """A year after the worst organisation took everything over, a bundle still has more of the harm."""
    harm = [
        np.array(
            [
                satisfaction_after_a_year(share, False, seed) - satisfaction_after_a_year(share, True, seed)
                for seed in SEEDS
            ]
        )
        for share in (0.0, 1.0)
    ]
    assert rises(harm[1] - harm[0])


@built("organisations.exit_share", "centres.rating_years", "centres.operator", "funding.purchase_yuan")
def test_exit_after_ratings_helps_where_organisations_are_many_and_hurts_where_they_are_few():
    """Whoever leaves is replaced by somebody better only where somebody better is to be had.

    Without project money: hours of projects meet the same needs and drown what a bad operator does.
    """
    rated = {
        **BUYING,
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 0,
        "funding.community_yuan_per_resident": 0,
        "funding.community_yuan": 0,
    }
    rated |= {"centres.operator": "organisation", "centres.rating_years": 1, "centres.rated_by": "third_party"}
    gain = {}
    for name, density in {"many": "8.0", "few": "0.4"}.items():
        town = made_town((("organisations_per_10000 = 4.0", f"organisations_per_10000 = {density}"),))
        without, leaving = (
            over_seeds(town, {**rated, "organisations.exit_share": share}, days=3 * YEAR)["satisfaction_true"]
            for share in (0.0, 0.3)
        )
        gain[name] = leaving - without
    assert rises(gain["many"]) and falls(gain["few"])


# --- appraisal (GD-06, OR-05) ------------------------------------------------------------------------------------


@built("party.secretary_appraisal")
def test_a_secretary_who_is_appraised_records_more_satisfaction_than_is_felt():
    gap = []
    for weight in (0.0, 0.6):
        result = over_seeds(TOWN, {"party.secretary_appraisal": weight})
        gap.append(result["satisfaction_recorded"] - result["satisfaction_served"])
    assert rises(gap[1] - gap[0])
