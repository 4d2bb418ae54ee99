"""`shapan index` and `shapan reach`: what they tell, and what they refuse."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from shapan.experiments.cli import governance, main
from shapan.experiments.reports.governance import CommunityIndex, community_indices, of_the_district
from shapan.experiments.reports.pilot_zones import zones
from shapan.experiments.reports.wording import words
from shapan.model.parameters.levers.index import INDEX_COMPONENTS
from support.made_once import simulated_once

TYPED = ["guangdong", "--place", "training_town", "--days", "30", "--warmup", "0"]


@pytest.fixture(autouse=True)
def made_once(monkeypatch):
    monkeypatch.setattr(governance, "simulate", simulated_once)


def test_communities_are_told_best_seen_first_and_the_unknown_last():
    rows = [
        (0, "index", 0.4, 0.5),
        (1, "index", float("nan"), 0.9),
        (2, "index", 0.6, 0.1),
        (2, "trust", float("nan"), 0.3),
    ]
    table = pd.DataFrame(rows, columns=["community", "component", "seen", "true"])
    cells = pd.DataFrame({"community": [0, 1, 2, 2], "residents": [100, 50, 200, 100]})
    found = community_indices(table, cells)
    assert [one.community for one in found] == [2, 0, 1] and found[2].seen is None
    assert found[0].components == {"trust": (None, 0.3)} and found[0].residents == 300
    whole = of_the_district(table, cells)
    assert whole["seen"] == pytest.approx((0.4 * 100 + 0.6 * 300) / 400)
    assert whole["true"] == pytest.approx((0.5 * 100 + 0.9 * 50 + 0.1 * 300) / 450)


def test_the_second_report_tells_pilots_of_the_last_year():
    """One judged in the year, one judged before it, one that nobody judges and one still under way."""
    columns = ["name", "number", "community", "day", "about", "how", "quantity", "value"]
    rows = [
        ("pilot_began", 0, 1, 10, "satisfaction_recorded", "", "tried", 2.0),
        ("pilot_began", 0, 0, 10, "satisfaction_recorded", "", "tried", 2.0),
        ("pilot_judged", 0, -1, 400, "satisfaction_recorded", "dropped", "communities", 2.0),
        ("pilot_judged", 0, -1, 400, "satisfaction_recorded", "dropped", "difference", -0.02),
        ("pilot_began", 1, 2, 10, "satisfaction_recorded", "", "tried", 1.0),
        ("pilot_judged", 1, -1, 135, "satisfaction_recorded", "adopted", "difference", 0.02),
        ("pilot_began", 2, 2, 20, "", "", "tried", 1.0),
        ("pilot_began", 3, 2, 450, "surveyed_on_time_share", "", "tried", 1.0),
    ]
    stood = [CommunityIndex(number, 100 * (number + 1), 0.2 * number, 0.5, {}) for number in range(3)]
    found = zones(pd.DataFrame(rows, columns=columns), stood, 500)
    assert [(one.number, one.how) for one in found] == [(0, "dropped"), (2, "under_way"), (3, "under_way")]
    first = found[0]
    assert first.communities == (0, 1) and first.tried == 2 and first.difference == -0.02 and first.day == 10
    assert first.seen == pytest.approx(0.2 * 200 / 300) and first.seen_elsewhere == pytest.approx(0.4)
    assert len(zones(pd.DataFrame(rows, columns=columns), stood, 499)) == 4, "day 135 is in the last year of 499 days"
    for language in ("zh", "en"):
        lines = governance._zone_lines(found, words(language))
        assert len(lines) == 3 and "-0.02" in lines[0]
        assert len(governance._zone_lines([], words(language))) == 1


def test_the_index_is_told_by_community_seen_and_true(capsys):
    assert main(["index", *TYPED, "--json"]) == 0
    shown_text = json.loads(capsys.readouterr().out)
    assert shown_text["weights"]["satisfaction"] == 2.0 and set(shown_text["governance_index"]) == {"seen", "true"}
    assert shown_text["pilot_zones"] == [], "the pilot begins in July"
    for one in shown_text["communities"]:
        assert set(one["components"]) == set(INDEX_COMPONENTS)
        known = {name: value["true"] for name, value in one["components"].items() if value["true"] is not None}
        weight = sum(shown_text["weights"][name] for name in known)
        assert one["true"] == pytest.approx(sum(shown_text["weights"][name] * known[name] for name in known) / weight)
    assert main(["index", *TYPED, "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert "治理指数" in text and "可见" in text and "–" in text and "没有试点" in text
    assert main(["index", *TYPED, "--set", *(f"index.weights.{name}=0" for name in INDEX_COMPONENTS)]) == 2
    assert "all weights are zero" in capsys.readouterr().err


def test_reach_is_told_radius_by_radius(capsys):
    assert main(["reach", *TYPED, "--json"]) == 0
    radii = json.loads(capsys.readouterr().out)["radii"]
    shares = ("reach_served", "reach_no_capacity", "reach_out_of_range")
    assert all(sum(row[share] for share in shares) == pytest.approx(1.0) for row in radii)
    assert sum(row["stated"] for row in radii) == 1
    assert main(["reach", *TYPED]) == 0
    assert "served" in capsys.readouterr().out
