"""`shapan bench`: every section holds together; how long things take is nobody's assertion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shapan.experiments.cli import main
from shapan.experiments.machine import bench, costs, performance_page
from shapan.experiments.machine.bench_lines import plot, sections
from shapan.experiments.machine.peers import PEERS, Peer
from shapan.experiments.machine.sharing import Pair
from shapan.experiments.machine.speed import Timing, interleaved
from shapan.experiments.reports.wording import words


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """A report of next to nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "RESIDENTS", 1_000)
        patch.setattr(bench, "YEAR", 7)
        patch.setattr(bench, "WARMUP", 2)
        patch.setattr(bench, "FULL_WORLDS", ())
        patch.setattr(costs, "WARMUP", 2)
        patch.setattr(bench, "PAIRED", ("status_quo", "yantian"))
        patch.setitem(PEERS, "absent", Peer("surely_not_installed", "peer_numpy", 7))
        patch.setitem(PEERS, "numpy", PEERS["numpy"]._replace(days=7))
        town = ("training_town", "yantian")
        return {
            "cores": 2,
            "build": "0.0.0",
            "residents": bench.RESIDENTS,
            "timings": [bench.timed(Timing("reference", (0.5, 0.7, 0.6), (1.0, 1.0, 1.0), None))],
            "w": bench.against_peers(["numpy", "absent"], 2),
            "phases": [bench.phases(*town)],
            "calls": [{"name": "training_town, yantian", "calls": bench.calls(*town)}],
            "growth": [
                {"residents": 1, "communities": 1, "seconds": 1.0, "microseconds_a_resident": 1e6, "peak_mib": 9.0}
            ],
            "divided": [
                {"residents": 1, "communities": 2, "seconds": 1.0, "microseconds_a_resident": 1e6, "peak_mib": 9.0}
            ],
            "start_up": costs.start_up(1, ["--version"]),
            "keeping": [costs.keeping(1, 7)],
            "replications": [
                {"workers": 1, "runs": 2, "seconds": 3.0, "times_faster": 1.0},
                {"workers": 2, "runs": 2, "seconds": 2.0, "times_faster": 1.5},
            ],
            "province": costs.province(1, 2),
            "second_of_a_comparison": [bench.plainly(Pair("training_town", 7, (2.0, 2.0), (1.0, 1.2)))],
            "pairing": bench.pairing("training_town", 3, 7),
        }


def test_peers_stand_beside_us_and_missing_ones_are_named(found: dict[str, Any]) -> None:
    numpy, ours, absent = found["w"]
    assert numpy["times_faster"] == numpy["lowest"] == numpy["highest"] == 1.0 and ours["of"] == "numpy"
    assert ours["seconds_a_year"] > 0.0 and ours["lowest"] <= ours["times_faster"] <= ours["highest"]
    assert absent == {"name": "absent", "skipped": "surely_not_installed"}


def test_phases_and_calls_are_of_a_run(found: dict[str, Any]) -> None:
    assert list(found["phases"][0]) == ["name", *bench.PHASES]
    assert found["calls"][0]["calls"] > 1_000


def test_pairing_is_told_by_indicator_and_pair(found: dict[str, Any]) -> None:
    assert {one["pair"] for one in found["pairing"]} == {"status_quo – yantian"}
    assert "coverage" in {one["indicator"] for one in found["pairing"]} and all(
        one["gain"] > 0 for one in found["pairing"]
    )


def test_pairing_saves_what_worlds_share() -> None:
    assert bench._gain([1.0, 2.0, 3.0], [1.0, 2.0, 3.5]) == pytest.approx((1.0 + 1.583333333) / 0.083333333)
    assert bench._gain([1.0, 2.0], [2.0, 3.0]) is None  # nothing is left to vary


def test_places_of_one_mix_grow_with_their_communities() -> None:
    for share in bench.SHARES:
        place = bench.scaled(share).place_file.place
        assert place.residents / place.communities == pytest.approx(211_500 / 19, rel=1e-3)
    assert place.communities == 90 and place.residents > 1_000_000


def test_residents_are_divided_among_more_communities() -> None:
    whole, divided = (bench.scaled(1.0, among).place_file.place for among in (None, 40))
    assert (divided.communities, divided.residents, divided.streets) == (40, whole.residents, whole.streets)


def test_a_process_and_a_folder_have_their_cost(found: dict[str, Any]) -> None:
    assert all(one["seconds"][0] > 0.0 for one in found["start_up"])
    (kept,) = found["keeping"]
    assert kept["added"] == pytest.approx((kept["kept"] + kept["gathered"]) / kept["bare"] - 1.0) and kept["runs"] == 1


def test_a_province_is_told_by_some_of_its_districts(found: dict[str, Any]) -> None:
    (result,) = found["province"]
    seconds = result["microseconds_a_resident"] * result["residents"] / 1e6
    assert result["minutes"] == pytest.approx(seconds / result["cores"] / 60.0)
    assert result["timed"] == 1 < result["districts"] and result["residents"] > 100_000_000


def test_pairs_that_save_little_are_listed_lowest_first(found: dict[str, Any]) -> None:
    gains = [("coverage", "a – b", 1.2), ("coverage", "a – c", 9.0), ("coverage_child", "a – b", 1.1)]
    rows = [dict(zip(("indicator", "pair", "gain"), one, strict=True)) for one in gains]
    listed = sections({**found, "pairing": rows}, words("en"))[-1]
    assert listed.rows == [["coverage_child", "a – b", "1.10"], ["coverage", "a – b", "1.20"]]


def test_rounds_take_turns() -> None:
    order: list[str] = []
    seconds = interleaved({name: lambda name=name: lambda: order.append(name) for name in "ab"}, 3)
    assert order == list("ababab") and {name: len(spent) for name, spent in seconds.items()} == {"a": 3, "b": 3}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_is_a_table(found: dict[str, Any], language: str) -> None:
    result = sections(found, words(language))
    low_pairs = any(one["gain"] < 1.5 for one in found["pairing"])
    assert len(result) == 12 + low_pairs
    assert all(len(row) == len(section.heads) for section in result for row in section.rows)
    assert sections({**found, "pairing": []}, words(language))[-1].title == result[10].title


def test_the_page_tells_what_was_measured(found: dict[str, Any], tmp_path: Path) -> None:
    text = performance_page.page(json.loads(json.dumps(found)))
    low_pairs = any(one["gain"] < 1.5 for one in found["pairing"])
    assert text.count("\n## ") == 12 + low_pairs and "not installed (surely_not_installed)" in text
    plot(found, tmp_path / "plot.png", words("en"))
    assert (tmp_path / "plot.png").stat().st_size > 5_000


def test_an_unknown_peer_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--peers", "numpy,nunba"]) == 2
    assert "nunba" in (said := capsys.readouterr().err) and "nearest numba" in said and said.count("\n") == 1
