"""The governance index and the sweep of reach: known answers, and that looking leaves no trace."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from shapan.model.district import District
from shapan.model.monitoring.satisfaction import SatisfactionByCommunity, past_year, read_past_year
from shapan.model.observation.governance import (
    INDEX,
    _first_day,
    index_of_the_district,
    index_table,
    of_the_needs,
    other_components,
    weighted,
)
from shapan.model.observation.need_log import measured
from shapan.model.observation.reach_of_centres import RADII_KM, catchments, reach_of_centres, reach_swept
from shapan.model.parameters.levers.index import INDEX_COMPONENTS
from shapan.model.plan import Plan
from shapan.model.projects.records import ProjectBook
from support.twins import as_stated

ONLY = dict.fromkeys(INDEX_COMPONENTS, 0.0)


@pytest.fixture(scope="module")
def lived(town):
    """A town of 3,000 after a hundred days, on its last evening."""
    district = District(Plan(town, seed=3, days=100, warmup=0, at_rest=as_stated(town)))
    district.live_until(100)
    return district


def test_the_index_is_a_weighted_mean_of_what_is_known():
    unknown = np.nan
    rows = [np.full(2, unknown) for _ in INDEX_COMPONENTS]
    rows[0], rows[3] = np.array([0.2, unknown]), np.array([0.8, 0.5])
    weights = ONLY | {"coverage": 1.0, "satisfaction": 3.0, "trust": 5.0}
    assert weighted(rows, weights) == pytest.approx([(0.2 + 3 * 0.8) / 4, 0.5])
    assert np.isnan(weighted(rows, ONLY | {"trust": 1.0})).all()


def test_components_are_shares_and_the_truth_adds_up_to_the_districts(lived):
    log = measured(lived)
    found = {**of_the_needs(log), **other_components(lived)}
    table = index_table(log, found).made()
    assert set(table["component"]) == {*INDEX_COMPONENTS, INDEX}
    for side in ("true", "seen"):
        assert table[side].dropna().between(0.0, 1.0).all()
    home = lived.world.territory.community_of_cell[log.needs.cell]
    ended = np.bincount(home, log.closed, 3)
    assert (of_the_needs(log)["coverage"].true * ended).sum() == pytest.approx(log.on_time.sum())
    trust = table[table["component"] == "trust"]
    assert trust["seen"].isna().all(), "nobody in the district measures trust"
    people = np.bincount(lived.world.territory.community_of_cell, lived.world.territory.residents_of_cell)
    assert (trust["true"] * people).sum() / people.sum() == pytest.approx(lived.state.minds.trust.mean())


def test_policies_are_held_against_one_yardstick(lived, monkeypatch):
    """The indicator is the mean over residents of the table's, and stays where a policy weighs its own report."""
    log = measured(lived)
    found = {**of_the_needs(log), **other_components(lived)}
    result, table = index_of_the_district(log, found), index_table(log, found).made()
    people = np.bincount(lived.world.territory.community_of_cell, lived.world.territory.residents_of_cell)
    for side, name in (("true", "governance_index"), ("seen", "governance_index_seen")):
        by_hand = (table.loc[table["component"] == INDEX, side].to_numpy() * people).sum() / people.sum()
        assert result[name] == pytest.approx(by_hand) and 0.0 < result[name] < 1.0
    assert result["governance_index_seen"] > result["governance_index"], "the register does not know the unheard"
    monkeypatch.setattr(lived.parameters.levers.index, "__dict__", {"weights": ONLY | {"trust": 1.0}})
    assert index_of_the_district(log, found) == result
    other = index_table(log, found).made()
    assert not np.array_equal(other["true"], table["true"]), "the report does move"


def test_an_index_of_nothing_known_is_no_indicator(lived):
    log, nobody = measured(lived), np.full(3, np.nan)
    found = dict.fromkeys(INDEX_COMPONENTS, SimpleNamespace(true=np.array([0.5, np.nan, np.nan]), seen=nobody))
    assert index_of_the_district(log, found) == {"governance_index": 0.5}


@pytest.mark.parametrize(("days", "first"), [(100, 50), (365, 50), (800, 485)])
def test_the_year_is_the_last_one(days, first):
    found = _first_day(SimpleNamespace(plan=SimpleNamespace(warmup=50, days=days)))
    assert found == first and isinstance(found, int)


def test_the_register_knows_only_what_was_heard(lived):
    """By hand, in one community: closed by the deadline, of requests whose fate is known."""
    needs, log = lived.state.needs.view(np.ndarray), measured(lived)
    seen = of_the_needs(log)["coverage"].seen[1]
    heard = on_time = 0
    for row in range(len(log.needs)):
        at_home = lived.world.territory.community_of_cell[log.needs.cell[row]] == 1
        if at_home and log.closed[row] and log.needs.heard_day[row] >= 0:
            heard += 1
            on_time += log.needs.closed_time[row] <= log.needs.due_time[row]
    assert 0 < heard < len(needs) and seen == pytest.approx(on_time / heard)


def test_looking_at_the_index_leaves_no_trace(lived):
    before = lived.of(SatisfactionByCommunity)
    notes, last = list(before.notes), before.last_read.copy()
    read = read_past_year(lived)
    other_components(lived)
    assert lived.of(SatisfactionByCommunity) is before and before.notes == notes
    assert np.array_equal(before.last_read, last)
    assert read == pytest.approx(past_year(lived)), "the same as the reading that notes"


def test_a_failed_project_did_nothing_and_an_unreviewed_one_is_taken_on_trust(lived):
    class Done:
        def __init__(self, community, failed, part, content):
            self.community, self.failed, self.part, self.content, self.chosen_day = community, failed, part, content, 50

    book, kept = lived.of(ProjectBook), list(lived.of(ProjectBook).projects)
    book.projects[:] = [Done(0, True, 1.0, None), Done(0, False, 0.6, None), Done(2, False, 0.6, 0.9)]
    try:
        found = other_components(lived)["projects"]
    finally:
        book.projects[:] = kept
    assert found.true == pytest.approx([0.3, np.nan, 0.6], nan_ok=True)
    assert found.seen == pytest.approx([0.5, np.nan, 0.9], nan_ok=True)


def test_the_sweep_equals_an_independent_two_step_method(lived):
    """Written again from the formula (B8.1), by matrices and with another library's distances."""
    territory, centres = lived.world.territory, lived.centres
    supply, demand, _ = catchments(lived)
    apart = cdist(np.stack([territory.x_km, territory.y_km], 1), np.stack([centres.x_km, centres.y_km], 1))
    table = reach_swept(lived).made().set_index("radius_km")
    assert set(RADII_KM) <= set(table.index) and table["stated"].sum() == 1
    for radius in table.index:
        decay = np.where(apart < radius, np.expm1(0.5 - 0.5 * (apart / radius) ** 2) / np.expm1(0.5), 0.0)
        a_head = np.nan_to_num(supply / (decay * demand[:, None]).sum(0), posinf=0.0)
        served = (np.minimum(decay @ a_head, 1.0) * demand).sum() / demand.sum()
        outside = demand[decay.max(1) == 0.0].sum() / demand.sum()
        rows = table.loc[radius]
        assert rows["reach_served"] == pytest.approx(served, abs=1e-12)
        assert rows["reach_out_of_range"] == pytest.approx(outside, abs=1e-12)
        assert rows["reach_no_capacity"] == pytest.approx(1.0 - served - outside, abs=1e-12)
    assert table["reach_out_of_range"].is_monotonic_decreasing
    stated = table[table["stated"]].iloc[0]
    assert {name: stated[name] for name in reach_of_centres(lived)} == reach_of_centres(lived)
