"""What is lost before doors in a usual year: known answers of the queue, and more where doors are small."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.columns import PROPERTY
from shapan.model.district import District, Plan
from shapan.model.history.expected_year import usual_year
from shapan.model.history.usual_losses import blocked, scaled, usual_losses


def test_a_full_queue_turns_away_what_the_formula_says():
    """M/M/1/K: a third at load one with room for two, 1/15 at a half with room for three; what is too much, at last."""
    assert blocked(np.array([1.0, 0.5, 0.0]), 2.0) == pytest.approx([1.0 / 3.0, 1.0 / 7.0, 0.0], abs=1e-5)
    assert blocked(np.array([0.5]), 3.0) == pytest.approx([1.0 / 15.0])
    assert blocked(np.array([2.0]), 3.0) == pytest.approx([8.0 / 15.0])
    assert blocked(np.array([4.0, 1e9]), 10.0) == pytest.approx([0.75, 1.0], abs=1e-5)
    found = blocked(np.linspace(0.0, 3.0, 301), 10.0)
    assert (np.diff(found) >= 0.0).all() and (found >= 0.0).all() and (found <= 1.0).all()


def test_shares_are_scaled_to_the_level_of_the_district_and_none_is_above_one():
    lost, asked = np.array([[0.1, 0.0], [0.3, 0.0]]), np.array([[10.0, 5.0], [30.0, 5.0]])
    found = scaled(lost, asked, np.array([0.05, 0.02]))
    assert (found * asked).sum(axis=0) / asked.sum(axis=0) == pytest.approx([0.05, 0.02])
    assert found[1, 0] == pytest.approx(3.0 * found[0, 0]) and found[:, 1] == pytest.approx([0.02, 0.02])
    assert (scaled(lost, asked, np.array([0.9, 0.9])) <= 1.0).all()


def test_a_firm_with_fewer_hands_loses_more_of_what_is_its_own(town):
    district = District(Plan(town, 1, 1, 0))
    usual = usual_year(district)
    asked = usual.in_cell * (1.0 - usual.unheard)
    before = usual_losses(district, asked)
    firms = district.pool_map.of_cell.pool[:, PROPERTY]
    firm = np.bincount(firms[firms >= 0]).argmax()
    district.state.pools.daily_hours[firm] /= 8.0
    after = usual_losses(district, asked)
    litter, culture = district.kinds.index("litter"), district.kinds.index("culture")
    assert (after[firms == firm, litter] > before[firms == firm, litter] + 0.1).all()
    # what both may serve goes to teams, who lose a little more of everybody else's
    others = after[firms != firm, litter] - before[firms != firm, litter]
    assert (others > -1e-12).all() and 0.0 < others.max() < 0.02
    np.testing.assert_allclose(after[:, culture], before[:, culture])


def test_more_needs_lose_a_larger_share(town):
    district = District(Plan(town, 1, 1, 0))
    usual = usual_year(district)
    asked = usual.in_cell * (1.0 - usual.unheard)
    assert (usual_losses(district, 2.0 * asked) >= usual_losses(district, asked)).all()
