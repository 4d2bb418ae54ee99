"""Where two scenarios differ: places and parts add up to the difference, and a planted place is found."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shapan import load
from shapan.experiments.cli import main
from shapan.experiments.comparing.shapley import every_coalition
from shapan.experiments.comparing.where import UNITS, Counted, counted, locate
from shapan.experiments.comparing.why import change
from shapan.experiments.runs.refusing import Refused

TOWN = load("status_quo").with_place("training_town")
SECOND = "status_quo{grid.households_per_grid=200,staff.admin_share=0.2}"
SEEDS = (1, 2, 3)
HOME, GRID = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 2, 2, 3])


def planted(of, met):
    """Needs by cell that no district ever had: 20 in every cell, met as `met(coalition, seed)` says."""
    keys = [(coalition, seed) for coalition in of.coalitions for seed in SEEDS]
    return Counted({key: np.full(6, 20.0) for key in keys}, {key: met(*key) for key in keys}, HOME, GRID)


@pytest.mark.parametrize("parts", [2, 9])
@pytest.mark.parametrize("unit", UNITS)
def test_places_and_parts_add_up_exactly_whatever_was_met(parts, unit):
    names = ["channels.app_reach", "staff.admin_share", "grid.pooled_share", "grid.patrol_share", "grid.visit_share"]
    names += ["staff.access_gate", "compact.cut_share", "volunteers.recognition", "volunteers.campaign"]
    changes = dict.fromkeys(names[:parts], 0.123)
    of, dice = change(TOWN, TOWN.set_many(changes), "lever", 2), np.random.default_rng(parts)
    assert len(of.parts) == parts and bool(of.orders) == (parts > 8)
    found = locate(of, SEEDS, planted(of, lambda coalition, seed: dice.integers(0, 20, 6).astype(float)), unit)
    assert len(found.spots) == {"community": 2, "grid": 4, "cell": 6}[unit]
    assert sum(spot.total.value for spot in found.spots) == pytest.approx(found.total.value, abs=1e-9)
    for spot in found.spots:
        assert sum(spot.parts) == pytest.approx(spot.total.value, abs=1e-9)
        assert (
            spot.community
            == (HOME if unit == "cell" else {"grid": [0, 0, 1, 1], "community": [0, 1]}[unit])[spot.number]
        )
    assert found.spots == tuple(sorted(found.spots, key=lambda spot: (-abs(spot.total.value), spot.number)))


def test_what_one_part_does_in_one_place_is_found_there_and_nowhere_else():
    of = change(TOWN, TOWN.set_many({"channels.app_reach": 0.9, "staff.admin_share": 0.2}), "lever")
    assert of.coalitions == every_coalition(2)

    def met(coalition, seed):
        found = np.full(6, 10.0 + seed)
        found[5] += 4.0 * bool(coalition & 1)  # the first part, in the last cell
        found[0] += 2.0 * (coalition == 3)  # both together, in the first
        return found

    by_name = {spot.number: spot for spot in locate(of, SEEDS, planted(of, met), "cell").spots}
    assert by_name[5].parts == pytest.approx((4 / 120, 0.0)) and by_name[0].parts == pytest.approx((1 / 120, 1 / 120))
    assert all(by_name[cell].parts == pytest.approx((0.0, 0.0)) for cell in (1, 2, 3, 4))
    assert by_name[5].needs == 20.0 and (by_name[5].total.lo, by_name[5].total.hi) == pytest.approx((4 / 120, 4 / 120))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Four combinations of two levers on two seeds, a month each, with their tables."""
    where = tmp_path_factory.mktemp("where") / "runs"
    typed = ["why", "status_quo", SECOND, "--place", "training_town", "--days", "30", "--warmup", "0", "--reps", "2"]
    typed += ["--workers", "1", "--out", str(where)]
    assert main([*typed, "--where", "cell", "--json"]) == 0
    return where, [*typed, "--resume"]


def test_a_run_district_adds_up_and_is_told_in_both_languages(folder, capsys):
    typed = folder[1]
    assert main([*typed, "--where", "grid", "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    there, parts = text["where"], [part["part"] for part in text["parts"]]
    assert there["by"] == "grid" and set(parts) == {"grid.households_per_grid", "staff.admin_share"}
    whole = text["indicators"]["funnel.met_on_time"]
    assert sum(one["total"]["value"] for one in there["places"]) == pytest.approx(
        whole["difference"]["value"], abs=1e-9
    )
    for part in parts:
        here = sum(one["parts"][part] for one in there["places"])
        assert here == pytest.approx(whole["parts"][part]["value"], abs=1e-9)
    assert sum(one["needs"] for one in there["places"]) > 1000
    for language, says in (("en", "grid 0 (community 0)"), ("zh", "网格 0（社区 0）")):
        assert main([*typed, "--where", "grid", "--lang", language]) == 0
        assert says in capsys.readouterr().out


def test_places_without_tables_or_common_ground_are_refused(folder, tmp_path, capsys):
    where, typed = folder
    bare = [one for one in typed if one not in ("--out", str(where), "--resume")]
    for more, says in ((["--where", "grid"], "--where needs --out"), (["--where", "grid", "--redraw"], "--redraw")):
        folder_too = ["--out", str(tmp_path / "none")] if "--redraw" in more else []
        assert main([*bare, *more, *folder_too, "--lang", "en"]) == 2
        assert says in capsys.readouterr().err
    of = change(TOWN, TOWN.set_many({"grid.households_per_grid": 200, "staff.admin_share": 0.2}))
    with pytest.raises(Refused, match="no table by cell"):
        counted(tmp_path, of, (1, 2))
    with pytest.raises(Refused, match="no table by cell"):
        counted(where, of, (1, 2, 3))
