"""Ledgers as offices keep them: mistyped dates, closings without a clock, very many kinds or areas, odd duplicates."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest

from shapan.experiments.cli import main
from shapan.experiments.ledgers import rates
from shapan.experiments.ledgers.faults import LedgerFault
from shapan.experiments.ledgers.heard import heard
from shapan.experiments.ledgers.incidents import MOST_KINDS, Incidents, incidents
from shapan.experiments.ledgers.rates import rates_pooled
from shapan.experiments.ledgers.reading import read

HEAD = "id,time,grid,kind,duplicate_of,closed\n"
SECOND = 1.0 / 86_400.0


def write(folder, rows):
    file = folder / "ledger.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(file)


def found_in(folder, rows, windows=None):
    return incidents(read(write(folder, rows)), windows or {})


def notes(capsys, folder, rows):
    assert main(["estimate-heard", write(folder, rows), "--lang", "en"]) == 0
    return capsys.readouterr().err


MISTYPED = [
    "a,2026-03-01 00:00,G1,lamp,,",
    "b,2026-03-02 00:00,G1,litter,,2094-03-03 00:00",
    "c,2026-03-05 00:00,G1,lamp,a,",
]


def test_a_ledger_ends_with_its_last_report_whatever_closing_times_say(tmp_path):
    found = found_in(tmp_path, MISTYPED)
    assert found.days.tolist() == [4.0, 3.0] and found.duplicates.tolist() == [1.0, 0.0]
    assert found.beyond == 1


def test_closings_after_the_last_report_are_told_in_a_line(capsys, tmp_path):
    err = notes(capsys, tmp_path, MISTYPED)
    assert sum("1 incident has a closing time after the last report" in line for line in err.splitlines()) == 1
    right = [row.replace("2094-03-03", "2026-03-03") for row in MISTYPED]
    assert "after the last report" not in notes(capsys, tmp_path, right)


BY_DATE = [
    "a,2024-01-05 10:00,G1,litter,,2024-01-05",
    "b,2024-01-04 12:00,G2,litter,,2024-01-05",
    "c,2024-01-05 09:00,G2,litter,b,",  # on the day it was closed: counts
    "d,2024-01-06,G2,litter,b,",  # the next day: does not
    "e,2024-01-09 00:00,G3,litter,,2024-01-09 00:00",  # a clock at midnight is a clock
]


def test_a_closing_date_is_the_end_of_that_day_where_reports_have_clocks(tmp_path):
    found = found_in(tmp_path, BY_DATE)
    assert found.days.tolist() == pytest.approx([14 / 24 - SECOND, 1.5 - SECOND, 0.0], abs=1e-9)
    assert found.duplicates.tolist() == [0.0, 1.0, 0.0] and found.passed_over == 1


@pytest.mark.parametrize("closed", ["2024-01-04", "2024-01-05 09:59"])
def test_a_closing_before_the_report_stays_refused(tmp_path, closed):
    with pytest.raises(LedgerFault, match="before it was reported"):
        found_in(tmp_path, [f"a,2024-01-05 10:00,G1,litter,,{closed}"])


def test_more_kinds_than_are_estimated_are_refused_in_one_line(capsys, tmp_path):
    file = write(tmp_path, [f"{one},2026-03-01,G1,kind {one},," for one in range(20_000)])
    start = time.monotonic()
    assert main(["estimate-heard", file, "--lang", "en"]) == 2
    assert time.monotonic() - start < 5.0
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "ledger.csv:502: the column kind holds 20,000 different kinds" in err and "allowed are 500 at most" in err


def test_as_many_kinds_as_are_allowed_are_told_apart(tmp_path):
    rows = [f"{one},2026-03-0{1 + one // MOST_KINDS},G1,k{one % MOST_KINDS:03d},," for one in range(2 * MOST_KINDS)]
    rows += ["x,2026-03-02,G0,k007,7,", "y,2026-03-03,G1,k007,7,"]
    found = heard(found_in(tmp_path, rows), {})
    assert [one.kind for one in found] == [f"k{one:03d}" for one in range(MOST_KINDS)]
    assert {one.incidents for one in found} == {2}
    assert {one.kind: one.areas[0].duplicates for one in found if one.areas[0].duplicates} == {"k007": 2}


def test_kinds_and_areas_in_any_order_are_put_together():
    found = Incidents(
        ("B", "A", "B", "A"), ("z", "y", "y", "z"), np.arange(4.0), np.arange(1.0, 5.0), np.zeros(4, bool), 0
    )
    rows = [(row.kind, row.area, row.duplicates, row.days) for one in heard(found, {}) for row in one.areas]
    assert rows == [("y", "A", 1, 2.0), ("y", "B", 2, 3.0), ("z", "A", 3, 4.0), ("z", "B", 0, 1.0)]


def many_areas(areas):
    rng = np.random.default_rng(3)
    days = rng.uniform(1.0, 40.0, areas)
    return rng.poisson(rng.gamma(4.0, 0.025, areas) * days).astype(float), days


def test_areas_in_blocks_lend_what_they_lend_all_at_once(monkeypatch):
    counts = many_areas(150)
    blocks = rates_pooled(*counts)
    monkeypatch.setattr(rates, "BLOCK", 10_000)
    for one, other in zip(blocks, rates_pooled(*counts), strict=True):
        assert one == pytest.approx(other, rel=1e-9)


def test_many_areas_that_lend_to_each_other_take_little_memory():
    """All at once, with a covariance between all of them, these took 160 MB."""
    rng = np.random.default_rng(4)
    days = rng.uniform(1.0, 20.0, 2_000)
    duplicates = rng.poisson(0.1 * days).astype(float)
    names = tuple(f"A{one:04d}" for one in range(2_000))
    found = Incidents(names, ("litter",) * 2_000, duplicates, days, np.zeros(2_000, bool), 0)
    tracemalloc.start()
    try:
        (result,) = heard(found, {"litter": 7.0}, pool=True)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 20e6 and all(one.leans for one in result.areas)
    assert result.heard[0] == pytest.approx(1.0 - np.exp(-0.1 * 7.0), abs=0.03)
    assert result.heard[1] < result.heard[0] < result.heard[2]


ODD = [
    "a,2026-03-03,G1,lamp,,2026-03-09",
    "b,2026-03-04,G2,lamp,a,",
    "c,2026-03-04,G1,litter,a,",
    "d,2026-03-05,G1,lamp,a,",
]


def test_duplicates_of_another_area_or_kind_count_with_the_first_and_are_told(capsys, tmp_path):
    found = found_in(tmp_path, [*ODD, "e,2026-03-09,G3,lamp,,"])
    assert (found.area, found.kind) == (("G1", "G3"), ("lamp", "lamp"))
    assert found.duplicates.tolist() == [3.0, 0.0] and found.unlike == 2
    assert "2 duplicates name another area or kind than the first report" in notes(capsys, tmp_path, ODD)
    assert "another area" not in notes(capsys, tmp_path, [ODD[0], ODD[3]])


def test_the_earliest_report_of_a_chain_is_the_first_and_is_told(capsys, tmp_path):
    early = [*ODD[:1], "f,2026-03-01,G4,lamp,a,", "e,2026-03-09,G3,lamp,,"]
    found = found_in(tmp_path, early)
    assert found.area == ("G4", "G3") and found.days.tolist() == pytest.approx([8.0, 1 / 3])
    assert found.duplicates.tolist() == [1.0, 0.0] and (found.before, found.unlike) == (1, 1)
    assert "1 incident has a duplicate earlier than the report it repeats" in notes(capsys, tmp_path, early)


def test_of_reports_at_one_time_the_one_that_is_repeated_is_the_first(tmp_path):
    found = found_in(tmp_path, ["b,2026-03-03,G2,lamp,a,", "a,2026-03-03,G1,lamp,,"])
    assert found.area == ("G1",) and (found.before, found.unlike) == (0, 1)
