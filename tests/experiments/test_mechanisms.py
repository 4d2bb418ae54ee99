"""What each lever is said to move, it moves: the page, the settings, and every lever run again."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from shapan.experiments.evidence import effects as result
from shapan.experiments.evidence import mechanisms
from shapan.experiments.evidence.contrasts import GROUPS, SEEDS, contrasts, declared, seed_rows
from shapan.experiments.evidence.effects import Effect
from shapan.experiments.evidence.mechanisms_page import moves_a_target
from shapan.experiments.evidence.policy_steps import POLICIES
from shapan.experiments.evidence.telling_apart import compare, look_alikes
from shapan.model.columns import BORN
from shapan.model.district import District, Plan
from shapan.model.observation.indicators import INDICATORS
from shapan.model.parameters import all_parameters

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mechanisms.md"
POLICIES_PAGE = PAGE.with_name("policies.md")
TABLE = mechanisms.table_beside(PAGE)
LEVERS = [one.name for one in all_parameters().values() if one.about.role == "lever" and one.group in GROUPS]
BUILT = [lever for lever in contrasts() if declared(lever).built]


@pytest.fixture(scope="module")
def stored():
    return result.read(TABLE)


# --- the page and its data ---------------------------------------------------------------------------------------


def test_the_table_is_written_as_it_is_read(stored, tmp_path):
    result.write(tmp_path / "again.csv", stored)
    assert (tmp_path / "again.csv").read_bytes() == TABLE.read_bytes()


def test_every_lever_of_the_groups_has_a_contrast():
    assert set(LEVERS) == set(contrasts())


@pytest.mark.parametrize("lever", contrasts())
def test_settings_differ_and_are_allowed(lever):
    contrast = contrasts()[lever]
    low, high = contrast.scenarios()  # refuses what the declarations do not allow, and what does not go together
    assert contrast.low != contrast.high and low.hash != high.hash
    assert lever not in contrast.context
    assert contrast.process and (contrast.because or not contrast.context)
    assert contrast.targets and set(contrast.targets) <= set(INDICATORS)
    assert set(contrast.own) <= set(declared(lever).moves), "an own stock that is no target anyway"


MISSED = {
    "party.whistle_after_days": "departments catch up, and hardly a case is stuck for so long: a town of 10,000 has "
    "three whistles a year, two of them answered, where 104 needs are lost at a wrong door or department (seed 3)",
    "party.purchase_appraisal": "too small for 20 pairs: personal coverage +0.02 points, -0.01 to 0.05; tenders called "
    "again start some holders sooner, and most start in time anyway",
    "deliberation.supervision_per_year": "too small for 20 pairs: matters settled +0.28 points, -0.49 to 1.05",
    "deliberation.group_councils_per_year": "too small for 20 pairs: heard +0.02 points, -0.01 to 0.05, children's "
    "coverage +0.06, -0.04 to 0.17: a dozen members tell what they know four times a year",
    "funding.donor_supervision": "what moves is money that stays unspent, +0.59 points: last payments are held "
    "back, and no gift follows; projects +0.05 a year, -0.10 to 0.20",
    "grid.layout": "too small for 20 pairs: coverage -0.10 points, -0.30 to 0.09; worst tenth of grids -0.93 points, "
    "-2.02 to 0.17 (in the plain table, from the status quo, coverage falls by 0.2 points)",
    "channels.reminder_after_days": "as with whistles hardly a case is stuck for so long: share at wrong doors +0.004 "
    "points, -0.001 to 0.008; slowest tenth of days -0.02, -0.04 to 0.01",
    "volunteers.campaign": "too small for twenty pairs: personal coverage +0.05 points, 0.00 to 0.11; more is heard",
    "organisations.contract_years": "too small for 20 pairs: personal coverage -0.10 points, -0.24 to 0.04",
    "organisations.selection": "no effect to be seen, and why is not known: satisfaction +0.02 points, -0.03 to 0.08",
    "organisations.exit_share": "too small for its pairs: personal coverage -0.20 points, -0.44 to 0.05; of all needs "
    "0.17 points fewer are met, 0.06 to 0.28, and more are never heard",
    "projects.proposed_by": "as many voters have a project whoever proposes, +0.59 points, -0.63 to 1.81; what moves "
    "is coverage, +0.23 points, 0.02 to 0.43, with fewer needs never heard",
}
"""Levers that move none of their targets where they are tried, and why, as far as that is known."""


@pytest.mark.parametrize("lever", BUILT)
def test_a_lever_moves_a_target_of_its_own_by_the_stored_effects(lever, stored):
    if lever not in stored:
        pytest.skip("not run yet: the study with --missing")
    assert {one.contrast for one in stored[lever].values()} == {contrasts()[lever].fingerprint}, "other settings"
    assert all(one.pairs <= len(SEEDS) for one in stored[lever].values())
    assert moves_a_target(lever, stored) == (lever not in MISSED)


def test_rows_of_the_articles_are_carried_or_say_why_not():
    rows = {row.id: row for row in seed_rows()}
    assert len(rows) == 110
    for row in rows.values():
        assert row.kind in ("M", "N", "Q") and row.says["zh"] and row.says["en"]
        assert row.levers or row.note, f"{row.id} is carried by nothing and does not say why"
        assert set(row.by) <= set(all_parameters())
    named = {source for lever in contrasts() for source in declared(lever).sources}
    assert {name for name in named if name[:2] in ("SZ", "GD", "OR", "YT", "SU")} <= set(rows)


def pairs_of_a_policy(name):
    """(row of the article, lever) as docs/policies.md has it, and the rows of which it says no lever carries them."""
    text = POLICIES_PAGE.read_text(encoding="utf-8").partition(f"\n## `{name}` ")[2].partition("\n## ")[0]
    pairs, levers = set(), set()
    for lever, rows in re.findall(r"^\| `([a-z_.0-9]+)`.*?<br>[^|]*\|[^|]*\|[^|]*\| ([^|]*) \|", text, re.MULTILINE):
        lever = lever if lever in all_parameters() else lever.rpartition(".")[0]
        levers.add(lever)
        pairs |= {(row, lever) for row in rows.split(", ") if row[:2] in POLICIES}
    not_carried = re.findall(r"(?:SZ|GD|OR|YT|SU)-\d\d", text.partition("carried by no lever**")[2].partition("\n")[0])
    return pairs, levers, set(not_carried)


def tables_of_the_page():
    """(row, lever, what its policy does) of both tables, and the rows that stay notes, whole and in part."""
    text = PAGE.read_text(encoding="utf-8").partition("## From the articles' rows")[2]
    rows, notes = text.partition("## Rows that stay notes")[::2]
    carried = {}
    for line in rows.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        levers = [cell for cell in cells if re.fullmatch(r"`[a-z_.0-9]+`( ○)?", cell)]
        if levers:
            lever = cells.index(levers[0])
            its_policy = cells[lever + 1] if len(cells) == 4 else cells[lever + 2]
            carried[cells[0], levers[0].split("`")[1]] = its_policy
    found = re.findall(r"^\| ([A-Z]{2}-\d\d)(, in part)? \|", notes.partition("\n## ")[0], re.MULTILINE)
    return carried, {row for row, part in found if not part}, {row for row, part in found if part}


@pytest.mark.parametrize("prefix", POLICIES)
def test_the_page_and_the_page_on_the_policies_agree_on_what_carries_a_row(prefix):
    cited, levers, not_carried = pairs_of_a_policy(POLICIES[prefix])
    carried, notes, parts = tables_of_the_page()
    assert len(cited) > 15 and not_carried and notes and parts
    ours = {pair: entry for pair, entry in carried.items() if pair[0].startswith(prefix)}
    assert {pair for pair in cited if pair[0].startswith(prefix)} <= set(ours), "cited, but carried by nothing here"
    assert not_carried <= notes | parts, "carried by no lever there, but here"
    assert not notes & {row for row, _ in carried}
    left_alone = {lever for (_, lever), entry in ours.items() if entry == "left alone"}
    assert not left_alone & levers, "left alone here, but set there"
    assert {lever for _, lever in ours} - left_alone <= levers


@pytest.mark.parametrize("lever", ["grid.demonstration_share", "deliberation.format", "grid.stewards_per_1000"])
def test_needs_that_nothing_presses_on_or_prevents_are_the_same_on_both_sides(lever):
    def born(scenario):
        district = District(Plan(scenario.parameters, 1, 300, 0, earlier_years=False))
        district.run()
        log = district.state.needs[: int(district.state.tallies.tally[BORN])]
        names = np.array(district.kinds.ids)[log.kind]
        return {kind: set(log.key[names == kind].tolist()) for kind in district.kinds.ids}

    low, high = (born(one) for one in contrasts()[lever].scenarios())
    touched = {kind for kind in low if low[kind] != high[kind]}
    assert touched <= {"litter", "parking", "facility", "dispute", "child"}
    for kind in touched:
        assert len(low[kind] & high[kind]) > 0.9 * min(len(low[kind]), len(high[kind]))


# --- the arithmetic ----------------------------------------------------------------------------------------------


def effect(indicator: str, difference: float, error: float, pairs: int = 20) -> Effect:
    return Effect("staff.admin_share", "", indicator, pairs, 0.0, difference, difference, error)


def test_paired_differences_and_their_interval():
    contrast = contrasts()["staff.admin_share"]
    low = {seed: {"coverage": 0.5 + 0.01 * seed, "trust": 0.5} for seed in range(5)}
    high = {seed: {"coverage": 0.6 + 0.012 * seed, "trust": 0.5} for seed in range(5)}
    found = {one.indicator: one for one in result.paired(contrast, low, high)}
    assert found["coverage"].difference == pytest.approx(0.104)
    assert found["coverage"].error == pytest.approx(0.002 * math.sqrt(2.5 / 5))
    low_end, high_end = found["coverage"].interval()
    assert high_end - found["coverage"].difference == pytest.approx(2.776445 * found["coverage"].error, rel=1e-5)
    assert found["coverage"].interval(4)[0] < low_end < high_end < found["coverage"].interval(4)[1]
    assert found["trust"].still and not found["trust"].shown()


def test_looking_at_more_indicators_asks_for_more():
    borderline = effect("coverage", 0.022, 0.01)
    assert borderline.shown(1) and not borderline.shown(4)


def test_the_stage_is_the_largest_loss_that_shows():
    losses = {"never_heard_share": (-0.01, 0.001), "met_late_share": (0.03, 0.1), "wrong_door_share": (0.002, 0.0001)}
    found = {name: effect(name, *values) for name, values in losses.items()}
    assert result.stage_of(found)[0] == "never heard"
    assert result.stage_of({"trust": effect("trust", 0.1, 0.01)})[0] == "remembered"
    assert result.stage_of({"trust": effect("trust", 0.1, 0.1)}) == ("none seen", None)


def traced(lever: str, *effects: tuple[str, float, float]) -> dict[str, Effect]:
    return {name: Effect(lever, "", name, 20, 0.0, change, change, error) for name, change, error in effects}


def test_levers_with_one_trace_in_two_sizes_are_named_and_others_are_not():
    first, second, third = "staff.workers_per_10000", "staff.secondment_share", "channels.walk_in"
    effects = {
        first: traced(first, ("coverage", 0.04, 0.002), ("trust", 0.02, 0.001), ("staff_utilisation", 9.0, 0.1)),
        second: traced(second, ("coverage", -0.02, 0.001), ("trust", -0.0101, 0.0005), ("staff_utilisation", 0.0, 0.0)),
        third: traced(third, ("coverage", 0.04, 0.002), ("trust", -0.02, 0.001)),
    }
    (pair,) = look_alikes(effects)
    assert {pair.first, pair.second} == {first, second} and not pair.apart_by
    assert pair.scale == pytest.approx(-2.0, rel=0.02) and pair.cosine < -0.99
    assert compare(effects, first, third).apart_by


def test_a_lever_that_moves_nothing_is_not_said_to_be_like_another():
    nothing = traced("channels.walk_in", ("coverage", 0.0001, 0.01))
    assert not look_alikes({"channels.walk_in": nothing, "channels.visits": nothing})


def test_only_what_was_never_run_with_these_settings_is_missing(stored):
    assert set(mechanisms.missing(stored)) == set(BUILT) - set(stored)
    assert set(mechanisms.missing({})) == set(BUILT)


# --- every lever run again ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("lever", BUILT)
def test_a_lever_run_again_moves_a_target_of_its_own_and_does_what_the_page_says(lever, stored):
    found = mechanisms.measure(contrasts()[lever], workers=1)
    assert moves_a_target(lever, {lever: found}) == (lever not in MISSED)
    assert lever in stored, "built, but not on the page: run the study with --missing"
    assert set(found) == set(stored[lever])
    for name, one in found.items():
        then = stored[lever][name]
        assert one.difference == pytest.approx(then.difference, rel=1e-6, abs=1e-9), f"{name}: the page is out of date"
