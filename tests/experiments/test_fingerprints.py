"""Fingerprints of policies: written so that they can be run, hearts told apart by angles, a page."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shapan.experiments.evidence import fingerprint_rows as study
from shapan.experiments.evidence import fingerprints as command
from shapan.experiments.evidence.arms import ARMS_OF
from shapan.experiments.evidence.fingerprints_page import page
from shapan.experiments.evidence.lived_figures import FIGURES, STAGES
from shapan.experiments.evidence.loss_vectors import angles, changes, degrees_between, loss_vector
from shapan.experiments.evidence.policy_steps import POLICIES
from shapan.scenarios.library import load

POLICY_NAMES = tuple(POLICIES.values())


def test_every_policy_has_fingerprints_and_a_heart():
    by_policy = Counter(one.policy for one in study.fingerprints().values())
    assert len(study.fingerprints()) == 15 and set(by_policy) == set(study.hearts()) == set(POLICY_NAMES)


def test_what_is_written_can_be_run_and_judged():
    for one in study.fingerprints().values():
        assert one.says["zh"] and one.says["en"] and one.whose
        for check in one.checks:
            assert set(check.needs) <= set(FIGURES)
            if one.unknown:
                assert not check.arms
                continue
            assert set(check.arms) <= set(study.arms()) and len(check.arms) == ARMS_OF.get(check.test, 2)
            places = {(study.arms()[arm].place, study.arms()[arm].days) for arm in check.arms}
            assert len(places) == 1, "both sides live at one place for as long"


def test_a_heart_is_in_its_policy_and_is_taken_out():
    for policy, heart in study.hearts().items():
        whole, without = (arm.scenario() for arm in heart.arms())
        differs = {name for name in whole.values if whole.values[name] != without.values[name]}
        assert differs == set(heart.without) and heart.stage in STAGES
        today = load("status_quo").with_place(study.study("place"))
        changed = {name for name in whole.values if whole.values[name] != today.values[name]}
        assert differs <= changed, f"{policy}: what the policy does not set is not its heart"


def test_seeds_of_hearts_and_fingerprints_are_apart():
    heart = study.seeds(study.heart_arms()[0])
    town = study.seeds(study.arms()["gd_window_on"])
    assert set(heart).isdisjoint(town) and len(heart) == 10 and len(town) == 6
    assert len(study.seeds(study.arms()["gd_pot_on"])) == 3


def test_hearts_alone_or_some_fingerprints_can_be_run():
    assert {arm.name for arm in command.wanted(["hearts"])} == {arm.name for arm in study.heart_arms()}
    assert {arm.name for arm in command.wanted(["gd_pot", "surge_two_rules"])} == {
        "gd_pot_off",
        "gd_pot_on",
        "yt_prepared",
        "su_surge",
    }
    assert len(command.wanted(None)) == len(study.arms()) + 10


# --- angles ------------------------------------------------------------------------------------------------------


def test_known_angles():
    one = np.array([1.0, 0.0, 0.0, 0.0])
    other = np.array([[1.0, 0, 0, 0], [1.0, 1.0, 0, 0], [0, 2.0, 0, 0], [-3.0, 0, 0, 0], [0, 0, 0, 0]])
    assert degrees_between(one, other) == pytest.approx([0.0, 45.0, 90.0, 180.0, 0.0])


def test_a_loss_counts_in_units_of_its_error():
    change = np.array([[0.1, 0.01, 0.0, 0.0], [0.3, 0.03, 0.0, 0.0]])
    assert loss_vector(change) == pytest.approx([2.0, 2.0, 0.0, 0.0])


def planted(policy, steps, *, noise=0.01, pairs=10):
    """Stored figures of a policy whose heart keeps so much from being lost at each stage."""
    luck = np.random.default_rng(1)
    whole, without = (arm.name for arm in study.hearts()[policy].arms())
    stored = {whole: {}, without: {}}
    for seed in range(pairs):
        start = luck.normal(0.2, 0.05, len(STAGES))
        more = start + np.array(steps) + luck.normal(0.0, noise, len(STAGES))
        for arm, values in ((whole, start), (without, more)):
            by_name = {f"{stage}_share": float(value) for stage, value in zip(STAGES, values, strict=True)}
            stored[arm][seed] = {**by_name, "coverage": 1.0 - float(values.sum())}
    return stored


def test_hearts_that_keep_needs_at_other_stages_are_apart_and_alike_ones_are_not():
    stored = {
        **planted("shenzhen", (0.1, 0.0, 0.0, 0.0)),
        **planted("ordos", (0.0, 0.1, 0.0, 0.0)),
        **planted("suzhou", (0.2, 0.0, 0.0, 0.0)),
    }
    by_name = {(one.first, one.second): one for one in angles(changes(stored))}
    assert len(by_name) == 3
    across, along = by_name["shenzhen", "ordos"], by_name["shenzhen", "suzhou"]
    assert across.degrees > 60.0 and across.low > 30.0 and along.degrees < 15.0
    assert all(one.low <= one.high and 0.0 <= one.degrees <= 180.0 for one in by_name.values())
    again = angles(changes(stored))
    assert [one.low for one in again] == [one.low for one in by_name.values()], "drawn with a fixed seed"


def test_a_heart_with_too_few_pairs_is_left_out():
    assert set(changes(planted("ordos", (0.0, 0.1, 0.0, 0.0), pairs=2))) == set()


def test_the_page_says_what_holds_and_how_far_hearts_lie_apart():
    everything = dict.fromkeys(FIGURES, 0.5)
    stored = {name: dict.fromkeys(study.seeds(arm), everything) for name, arm in study.arms().items()}
    stored |= planted("shenzhen", (0.1, 0.0, 0.0, 0.0)) | planted("ordos", (0.0, 0.1, 0.0, 0.0))
    text = page(stored, "`a`")
    assert "of 15 run hold" in text and "0 cannot be run" in text and "not finished" not in text
    assert "shenzhen, ordos" in text and "apart" in text and "Why they were missed" in text


def test_a_fingerprint_of_which_runs_are_missing_is_not_judged():
    same = {"staff_admin_share": 0.5}
    stored = {name: dict.fromkeys(study.seeds(arm), same) for name, arm in study.arms().items()}
    before = {row.fingerprint.id: row.judged[0].holds for row in study.rows(stored)}
    assert before["su_lists"] is False
    del stored["su_lists_on"][study.seeds(study.arms()["su_lists_on"])[0]]
    after = next(row for row in study.rows(stored) if row.fingerprint.id == "su_lists")
    assert after.holds is None and after.judged[0].got[0].count == 5
    assert "not finished" in page(stored, "`a`")
