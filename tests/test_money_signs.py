"""Signs of project money over twenty seeds, each said in words before it was measured."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from shapan.experiments.evidence import contrasts
from shapan.model.arrays import Bools
from shapan.model.district import District, Plan
from shapan.model.elections.measures import gini
from shapan.model.money.allocation import facts_of
from shapan.model.money.allocation_rules import by_need
from shapan.model.money.ledger import fen_of
from shapan.model.monitoring.past_year import year_of_needs
from shapan.model.observation.record import record
from shapan.model.parameters.assumptions.splitting import SplittingAssumptions
from shapan.model.projects.choice import Slate, decide
from shapan.model.projects.draws import batch_key
from shapan.model.projects.electorate import (
    Purse,
    ballots_on,
    electorate,
    proposed,
)
from shapan.model.projects.foundations import givers_of
from shapan.model.projects.proposals import KEPT, Proposals
from shapan.scenarios.library import load

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

TOWN = str(Path(contrasts.__file__).with_name("study_town.toml"))
SEEDS, WARMUP = range(1, 21), 60
SPLITTING = SplittingAssumptions()
SILENT = {"channels.visits": False, "grid.patrol_share": 0.1, "centres.open_hours_per_week": 10}
"""Doors hardly open and nobody visits: most needs at home are never heard."""
HEARD = {
    "channels.app_reach": 0.95,
    "channels.app_ease": 1.0,
    "channels.sensor_share": 0.8,
    "channels.proactive_share": 1.0,
    "channels.data_sharing": 1.0,
    "centres.stations_per_community": 8,
    "centres.activities_per_week": 15,
    "grid.stewards_per_1000": 30,
}
"""Everybody has a door or an app to hand: few needs at home are never heard."""


def lived(levers: dict[str, Any], seed: int, days: int, place: str = TOWN) -> District:
    scenario = load("status_quo").with_place(place)
    changed = scenario.set_many(levers)
    district = District(Plan(changed.parameters, seed, days, WARMUP, status_quo=scenario.warmup_parameters.levers))
    district.run()
    return district


@cache
def after_a_year(seed: int, hearing: str) -> District:
    """A district without project money, on the evening of a year."""
    none = {
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 0,
        "funding.community_yuan_per_resident": 0,
        "funding.community_yuan": 0,
    }
    return lived(none | {"silent": SILENT, "heard": HEARD, "usual": {}}[hearing], seed, 365)


def interval(differences: list[float]) -> tuple[float, float]:
    """95 % Student interval of the mean of paired differences."""
    values = np.array(differences)
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)


def chosen(district: District, community: int, proposed_by: str, rule: str) -> tuple[Proposals, Bools, list[int]]:
    """The list, the ballots and the winners if half a million were given away today."""
    district.parameters.levers.projects.__dict__["proposed_by"] = proposed_by  # frozen for everybody but this test
    key = batch_key(district.plan.seed, community, 9_999)
    who, purse = electorate(district, community, key, year_of_needs(district)), Purse("projects", fen_of(500_000.0))
    listed, said = proposed(district, who, purse)
    listed = listed.take(said == KEPT)
    named = ballots_on(district, who, listed)
    return listed, named, decide(district, Slate(listed, named, np.ones(len(listed), np.bool_)), purse, rule).rows


def needs_around_a_yuan(district: District, listed: Proposals, rows: list[int]) -> float:
    """Needs of a year that came to nothing around what an average yuan goes to, of its kind, near ones counting more.

    How much a yuan reaches depends on form and cost and says little of who found the need; a first form of this test
    asked that, and neither side won.
    """
    unmet, territory = year_of_needs(district).unmet, district.world.territory
    part = listed.take(np.array(rows, np.int64))
    away = np.hypot(
        territory.x_km[part.cell][:, None] - territory.x_km, territory.y_km[part.cell][:, None] - territory.y_km
    )
    near = np.exp(-away / district.parameters.assumptions.proposing.reach_km)
    around = (near * unmet[:, part.kind].T).sum(axis=1)
    return float((around * part.cost_fen).sum() / max(part.cost_fen.sum(), 1))


def test_equal_shares_leaves_fewer_voters_without_a_project_than_greedy():
    """On the same ballots of the same districts."""
    differences = []
    for seed in SEEDS:
        district = after_a_year(seed, "usual")
        without = {}
        for rule in ("greedy", "equal_shares"):
            left_out = voters = 0
            for community in range(district.ledger.communities):
                _, named, rows = chosen(district, community, "both", rule)
                left_out += int((~named[:, rows].any(axis=1)).sum())
                voters += len(named)
            without[rule] = left_out / voters
        differences.append(without["greedy"] - without["equal_shares"])
    low, _ = interval(differences)
    assert low > 0.0, differences


def test_residents_find_what_staff_lists_miss_where_much_is_never_heard():
    """Residents' list and vote against the staff's list, where most goes unheard and where much less does."""
    gains: dict[str, list[float]] = {"silent": [], "heard": []}
    for hearing, found in gains.items():
        for seed in SEEDS:
            district, sums = after_a_year(seed, hearing), {}
            for who, rule in (("staff", "staff_list"), ("residents", "greedy")):
                worth = []
                for community in range(district.ledger.communities):
                    listed, _, rows = chosen(district, community, who, rule)
                    worth.append(needs_around_a_yuan(district, listed, rows))
                sums[who] = float(np.mean(worth))
            found.append(sums["residents"] / sums["staff"] - 1.0)
    silent, heard = interval(gains["silent"]), interval(gains["heard"])
    apart = interval([one - other for one, other in zip(gains["silent"], gains["heard"], strict=True)])
    assert silent[0] > 0.0 and heard[0] <= 0.0 and apart[0] > 0.0, (silent, heard, apart)


def test_money_by_surveyed_need_reaches_those_who_keep_silent():
    """The quarter of Yantian's communities where most goes unheard gets more by what a survey found than by requests.

    Both yardsticks are laid on the same districts. The towns of the studies are too much of a kind to show it.
    """
    gains = []
    for seed in SEEDS:
        district = lived(SILENT | {"channels.needs_survey_months": 12}, seed, 365, "yantian")
        facts = facts_of(district, 2027)
        assert facts.surveyed is not None
        silent = np.argsort(-unheard_share(district))[: district.ledger.communities // 4]
        surveyed, asked = (
            float(weights[silent].sum() / weights.sum())
            for weights in (by_need(facts, SPLITTING), by_need(replace(facts, surveyed=None), SPLITTING))
        )
        gains.append(surveyed / asked - 1.0)
    low, _ = interval(gains)
    assert low > 0.0, gains


def test_by_need_with_a_survey_serves_those_who_rarely_report_better_than_by_requests():
    """People over 60 and disabled people, who hardly walk in or use the app, in Yantian as it is.

    Money is split by need in both worlds; in one, once a year, people are asked at home what they needed, and staff pay
    for the asking with their hours.
    """
    gains: dict[str, list[float]] = {"coverage_elder": [], "coverage_disabled": []}
    for seed in SEEDS:
        asked, requested = (
            record(lived({"funding.split": "by_need", "channels.needs_survey_months": months}, seed, 730, "yantian"))
            for months in (12, 0)
        )
        for group, found in gains.items():
            found.append(asked.indicators[group] - requested.indicators[group])
    assert all(interval(found)[0] > 0.0 for found in gains.values()), gains


def unheard_share(district: District) -> np.ndarray:
    """Share of the needs of each community that nobody ever heard."""
    log, territory = district.state.needs[: int(district.state.tallies.tally[0])], district.world.territory
    where = territory.community_of_cell[log.cell]
    unheard = np.bincount(where, log.bin == 5, territory.communities)
    return unheard / np.bincount(where, minlength=territory.communities)


def spent_by_community(district: District) -> np.ndarray:
    """Yuan given to the project accounts of every community."""
    entries = [one for one in district.ledger.entries if one.target.name in ("projects", "foundation")]
    places = np.array([one.target.place for one in entries])
    fen = np.array([one.fen for one in entries], float)
    return np.bincount(places, fen, district.ledger.communities) / 100.0


def test_foundations_make_money_more_unequal_than_the_same_yuan_split_equally():
    """True by arithmetic: an equal split has no inequality that foundations could fall short of.

    It says how the yardstick reads, and that both arms get the same yuan; where the money goes is the next test's.
    """
    levers = {
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 300_000,
        "funding.foundation_share": 0.5,
        "funding.foundation_seed_yuan": 500_000,
    }
    levers |= {"funding.foundation_donor_share": 1.0, "funding.disclosure": 0.9}
    differences = []
    for seed in SEEDS:
        with_them = spent_by_community(lived(levers, seed, 730))
        same_yuan = float(with_them.mean()) / 2.0
        equally = spent_by_community(
            lived({"funding.project_yuan_per_resident": 0, "funding.project_yuan": same_yuan}, seed, 730)
        )
        assert equally.sum() == pytest.approx(with_them.sum(), rel=0.02)
        differences.append((gini(with_them) or 0.0) - (gini(equally) or 0.0))
    low, _ = interval(differences)
    assert low > 0.0, differences


def test_foundations_money_goes_to_the_better_off_and_not_where_most_goes_unmet():
    """Rank correlations, over communities, of what foundations got for each resident, in twenty districts like Yantian.

    That donors found and give where wealth and firms are is put in; that those are the places with fewest unmet needs,
    of all kinds and of those at home, which alone a foundation may pay for, is not: needs arise by who lives there and
    are met by hands that know nothing of donors. Nothing is granted, so that no need is met by it.
    """
    levers = {"funding.foundation_share": 0.3, "funding.foundation_seed_yuan": 1_000_000, "funding.disclosure": 0.9}
    levers |= {"funding.foundation_donor_share": 1.0}
    found: dict[str, list[float]] = {"wealth": [], "firms": [], "unmet": [], "unmet at home": []}
    for seed in SEEDS:
        district = lived_elsewhere(levers, seed)
        assert not any(one.purse == "foundation" for one in district.projects.projects)
        givers, year = givers_of(district), year_of_needs(district)
        got = district.ledger.held_by_community("foundation") / givers.residents
        unmet = np.zeros((len(got), year.unmet.shape[1]))
        np.add.at(unmet, district.world.territory.community_of_cell, year.unmet)
        at_home = unmet[:, district.state.kinds.public == 0]
        needs = [part.sum(axis=1) / givers.residents for part in (unmet, at_home)]
        measures = (1.0 - givers.low_income, givers.firms, *needs)
        for name, measure in zip(found, measures, strict=True):
            found[name].append(float(stats.spearmanr(got, measure).statistic))
    assert min(interval(found["wealth"])[0], interval(found["firms"])[0]) > 0.0, found
    assert max(interval(found["unmet"])[1], interval(found["unmet at home"])[1]) < 0.0, found


def lived_elsewhere(levers: dict[str, Any], seed: int) -> District:
    """A year of a district of Yantian's make-up whose streets, homes and people are laid out anew."""
    scenario = load("status_quo").with_place("yantian")
    parameters = scenario.set_many(levers).assume("foundations.spend_share", 0.0).parameters
    place = parameters.place.model_copy(update={"population_seed": seed})
    elsewhere = parameters.model_copy(update={"place": place})
    district = District(Plan(elsewhere, seed, 365, WARMUP, status_quo=scenario.warmup_parameters.levers))
    district.run()
    return district


def test_disclosure_matters_only_where_there_are_foundations():
    gifts = []
    for seed in SEEDS:
        given = []
        for disclosure in (0.2, 0.9):
            levers = {"funding.foundation_share": 1.0, "funding.disclosure": disclosure}
            district = lived(levers, seed, 730)
            late = [one for one in district.ledger.entries if one.purpose == "gifts" and one.day > WARMUP + 365]
            given.append(sum(one.fen for one in late))
        gifts.append(float(given[1] - given[0]))
    assert interval(gifts)[0] > 0.0, gifts
    for seed in SEEDS[:5]:
        none = {"funding.foundation_share": 0.0}
        runs = [record(lived(none | {"funding.disclosure": level}, seed, 200)).indicators for level in (0.0, 1.0)]
        assert runs[0] == runs[1]
