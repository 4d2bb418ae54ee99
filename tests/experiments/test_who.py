"""The same resident in two worlds: planted winners and losers are found, and a run that notes them is the same run."""

import numpy as np
import pandas as pd
import pytest

from shapan.experiments.comparing.by_line import by_line
from shapan.experiments.comparing.who import Group, groups_of, losing, most_losers, who_gains
from shapan.experiments.runs.fates import UNMET, simulate_with_fates
from shapan.experiments.runs.simulate import simulate
from shapan.scenarios.library import load

PEOPLE = 2000
TOWN = "training_town"


def planted(gain, lose, seeds=range(1, 11)):
    """Two worlds a seed: of the first half so many of a hundred gain, of the second so many lose, with some luck."""
    before, after = {}, {}
    for seed in seeds:
        dice = np.random.default_rng(seed)
        before[seed] = dice.integers(1, 4, PEOPLE).astype(np.int16)
        change = np.zeros(PEOPLE, np.int16)
        half = PEOPLE // 2
        change[:half] -= dice.random(half) < gain
        change[half:] += dice.random(half) < lose
        after[seed] = before[seed] + change
    return before, after


def halves():
    first = np.arange(PEOPLE) < PEOPLE // 2
    return [
        Group("all", "all", np.ones(PEOPLE, bool)),
        Group("half", "first", first),
        Group("half", "second", ~first),
    ]


def test_planted_winners_and_losers_are_found():
    table = who_gains(*planted(0.30, 0.10), halves()).set_index("level")
    assert table.loc["first", "gained"] == pytest.approx(300, abs=25) and table.loc["first", "lost"] == 0
    assert table.loc["second", "lost"] == pytest.approx(100, abs=15) and table.loc["second", "gained"] == 0
    assert table.loc["all", "net"] == pytest.approx(100, abs=15)
    assert list(table["verdict"]) == ["gains", "gains", "loses"] and table["holds_among"].all()
    assert (table["net"] - (table["gained"] - table["lost"])).abs().max() < 1e-9
    assert (table["judged_lo"] <= table["net_lo"]).all() and (table["net_hi"] <= table["judged_hi"]).all()
    whole = table.reset_index()
    assert list(losing(whole)["level"]) == ["second"] and most_losers(whole)["level"].iloc[0] == "second"


def test_where_nobody_differs_nobody_gains():
    before, _ = planted(0.3, 0.3)
    table = who_gains(before, before, halves())
    assert (table[["gained", "lost", "net"]] == 0.0).all(axis=None)
    assert set(table["verdict"]) == {"unclear"} and losing(table).empty


def test_few_worlds_name_no_loser_and_unpaired_seeds_do_not_count():
    before, after = planted(0.0, 0.5, range(1, 6))
    table = who_gains(before, after | {99: after[1]}, halves())
    assert set(table["pairs"]) == {5} and set(table["verdict"]) == {"unclear"} and table["judged_lo"].isna().all()
    assert who_gains({1: before[1]}, {2: after[2]}, halves()).empty


def test_every_resident_has_one_level_of_every_dimension():
    groups = groups_of(load("status_quo").with_place(TOWN).parameters.place)
    people = int(groups[0].members.sum())
    assert people == 10_000 and all(group.members.any() for group in groups)
    for dimension in {group.dimension for group in groups}:
        count = sum(group.members.astype(int) for group in groups if group.dimension == dimension)
        assert set(count) == {1}, dimension


@pytest.fixture(scope="module")
def noted():
    """Two short worlds of one seed, with what they left undone for each resident."""
    one = load("status_quo").with_place(TOWN)
    other = one.set("grid.households_per_grid", 200).set("centres.activities_per_week", 9.0)
    return [simulate_with_fates(scenario, 4, 40, 10) for scenario in (one, other)], one


def test_a_run_that_notes_its_residents_is_the_same_run(noted):
    (run, fates), _ = noted[0]
    plain = simulate(noted[1], 4, 40, 10)
    assert run.indicators == plain.indicators and run.funnel == plain.funnel
    assert (run.scenario_hash, run.build) == (plain.scenario_hash, plain.build)
    for table in ("daily", "ledger", "by_cell", "events"):
        pd.testing.assert_frame_equal(getattr(run, table), getattr(plain, table))
    left = run.funnel["born"] - run.funnel["open"] - run.funnel["met_on_time"]
    assert fates[UNMET].sum() == left > 0 and len(fates) == run.residents


def test_lines_of_the_budget_add_up_to_all_that_was_spent(noted):
    (one, _), (other, _) = noted[0]
    table = by_line({4: one}, {4: other})
    assert table["before"].sum() == pytest.approx(one.indicators["spend_per_resident"], abs=1e-6)
    assert table["after"].sum() == pytest.approx(other.indicators["spend_per_resident"], abs=1e-6)
    assert table["difference"].sum() == pytest.approx((table["after"] - table["before"]).sum())
    assert table["lo"].isna().all() and set(table["pairs"]) == {1}
    assert by_line({4: one}, {5: other}).empty
