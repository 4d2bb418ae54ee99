"""A study is interrupted, resumed, run in parts and handed on, and the tables are the same whichever.

Most tests let an executor of their own make up the runs; those about kills and tables live through real ones.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import signal
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shapan.experiments.cli import main
from shapan.experiments.cli import study as cli_study
from shapan.experiments.comparing.intervals import judged_interval
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary, failed
from shapan.experiments.studies import journal
from shapan.experiments.studies.findings import findings
from shapan.experiments.studies.gathering import gather
from shapan.experiments.studies.journal import JournalRows
from shapan.experiments.studies.keeping import Part, StudyFolder
from shapan.experiments.studies.opening import read_runs
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.running import Course, carry_out
from shapan.experiments.studies.status import status_of
from shapan.experiments.studies.stopping import looks, widest
from shapan.experiments.studies.study_page import page
from support.small_study import FILE

NOT_THE_SAME_TWICE = ["wall_s"]


class MadeUp:
    """Runs made of nothing: coverage goes up with the point and scatters with the seed."""

    at_once = 1

    def __init__(self, dies=(), after=None, scatter=0.01):
        self.dies, self.after, self.scatter, self.made = dies, after, scatter, []

    def make(self, tasks, parts, progress):
        for task in tasks:
            if self.after is not None and len(self.made) == self.after:
                raise KeyboardInterrupt
            self.made.append((task.name, task.seed))
            if (task.column, task.seed) in self.dies:
                yield failed(task, "simulate", ValueError("no such day"), 0.1)
                continue
            value = 0.5 + 0.02 * task.column + self.scatter * ((7 * task.seed + 3 * task.column) % 5 - 2)
            funnel, counts = {"born": 10}, {"residents": 5, "communities": 1, "grids": 2}
            found = Summary({"coverage": value}, funnel, {"app": 1}, **counts)
            yield Finished(task, 0.1, found)


@pytest.fixture
def plan(tmp_path):
    """A study of three points and three seeds, with something added."""

    def make(more="", old="", new=""):
        path = tmp_path / "try.toml"
        path.write_text(FILE.replace(old, new) + more if old else FILE + more, encoding="utf-8")
        return plan_of(path)

    return make


def done(plan, path, executor, part=None, resume=False):
    """What a command does, without its words."""
    store = StudyFolder(Path(path), plan, part or Part())
    if resume:
        store.take_up(json.loads((store.path / "manifest.json").read_text(encoding="utf-8")))
    else:
        store.begin()
    course = carry_out(store, executor, Course())
    store.close(course.state, course.stopped_after)
    return course


def same(one, other):
    """Two tables of runs, but for what is never the same twice."""
    left, right = (table.drop_columns(NOT_THE_SAME_TWICE) for table in (one, other))
    return left.equals(right)


def test_an_interrupted_study_goes_on_and_makes_nothing_twice(plan, tmp_path):
    mine = plan()
    first, second, whole = MadeUp(after=4), MadeUp(), MadeUp()
    assert done(mine, tmp_path / "a", first).interrupted
    assert [one.state for one in status_of(tmp_path / "a")] == ["interrupted"]
    done(mine, tmp_path / "a", second, resume=True)
    done(mine, tmp_path / "b", whole)
    assert first.made + second.made == whole.made and len(whole.made) == 9
    assert same(read_runs(tmp_path / "a"), read_runs(tmp_path / "b"))
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "design.parquet",
        "manifest.json",
        "runs.parquet",
        "study.toml",
    ]
    assert not StudyFolder(tmp_path / "a", mine).take_up(json.loads((tmp_path / "a/manifest.json").read_text()))


def test_another_study_or_part_is_not_gone_on_with(plan, tmp_path):
    done(plan(), tmp_path / "a", MadeUp(after=2))
    with pytest.raises(Refused, match="the folder holds other runs: study"):
        done(plan(old="300", new="350"), tmp_path / "a", MadeUp(), resume=True)
    with pytest.raises(Refused, match="the folder holds other runs: part"):
        done(plan(), tmp_path / "a", MadeUp(), Part(1, 2), resume=True)
    with pytest.raises(Refused, match="already holds results"):
        done(plan(), tmp_path / "a", MadeUp())


def test_parts_gathered_are_the_whole_whatever_was_killed_or_comes_first(plan, tmp_path):
    mine = plan()
    done(mine, tmp_path / "whole", MadeUp())
    for number in (3, 1):
        done(mine, tmp_path / f"all/part-{number}-of-3", MadeUp(), Part(number, 3))
    store = StudyFolder(tmp_path / "all/part-2-of-3", mine, Part(2, 3))
    store.begin()
    carry_out(store, MadeUp(), Course())  # and nobody closes it
    store.journal.close()
    store.folder.let_go()
    found = gather([tmp_path / "all"])
    assert (found.runs, found.asked, found.missing, found.machines) == (9, 9, (), ())
    assert same(read_runs(tmp_path / "all"), read_runs(tmp_path / "whole"))
    (status,) = status_of(tmp_path / "all")
    assert (status.state, status.done, status.asked) == ("done", 9, 9)


def test_more_parts_than_runs_are_the_whole_too(plan, tmp_path):
    mine = plan(old="count = 3", new="count = 1")
    for number in range(1, 6):
        done(mine, tmp_path / f"all/part-{number}-of-5", MadeUp(), Part(number, 5))
    assert gather([tmp_path / "all"]).runs == 3
    done(mine, tmp_path / "whole", MadeUp())
    assert same(read_runs(tmp_path / "all"), read_runs(tmp_path / "whole"))


def test_parts_that_do_not_belong_together_are_refused(plan, tmp_path):
    done(plan(), tmp_path / "one", MadeUp(), Part(1, 2))
    done(plan(old="300", new="350"), tmp_path / "other", MadeUp(), Part(2, 2))
    with pytest.raises(Refused, match=r"is not of one study with .*one: study there"):
        gather([tmp_path / "one", tmp_path / "other"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(Refused, match="part 1 is given twice"):
        gather([tmp_path / "one", tmp_path / "one"], tmp_path / "out")
    done(plan(), tmp_path / "third", MadeUp(), Part(2, 2))
    manifest = tmp_path / "third" / "manifest.json"
    record = json.loads(manifest.read_text())
    record["versions"]["build"] = "0+another"
    manifest.write_text(json.dumps(record))
    with pytest.raises(Refused, match="build there"):
        gather([tmp_path / "one", tmp_path / "third"], tmp_path / "out")
    alone = gather([tmp_path / "one"], tmp_path / "out")
    assert (alone.runs, alone.asked, alone.missing) == (4, 9, (2,))


def test_a_failed_run_is_a_row_and_is_tried_again(plan, tmp_path):
    mine = plan()
    course = done(mine, tmp_path / "a", MadeUp(dies=[(1, 2)]))
    assert course.state == "incomplete"
    (row,) = [row for row in pq.read_table(tmp_path / "a/runs.parquet").to_pylist() if row["stage"] != "done"]
    assert (row["stage"], row["error"], row["coverage"]) == ("simulate", "ValueError: no such day", None)
    (status,) = status_of(tmp_path / "a")
    assert (status.done, status.failed, status.left) == (8, 1, 1)
    again = MadeUp()
    done(mine, tmp_path / "a", again, resume=True)
    assert len(again.made) == 1
    done(mine, tmp_path / "b", MadeUp())
    assert same(read_runs(tmp_path / "a"), read_runs(tmp_path / "b"))


def test_a_full_disk_stops_the_study_and_loses_nothing(plan, tmp_path, monkeypatch):
    mine, write, lines = plan(), os.write, []

    def full(file, text):
        if len(lines) == 3:
            write(file, text[: len(text) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        lines.append(text)
        return write(file, text)

    monkeypatch.setattr(journal.os, "write", full)
    course = done(mine, tmp_path / "a", MadeUp())
    monkeypatch.undo()
    assert course.unwritten == "No space left on device" and course.state == "interrupted"
    assert len(JournalRows(tmp_path / "a")) == len(pq.read_table(tmp_path / "a/runs.parquet")) == 3
    again = MadeUp()
    done(mine, tmp_path / "a", again, resume=True)
    assert len(again.made) == 6


def test_a_line_that_was_changed_is_not_read(plan, tmp_path):
    done(plan(), tmp_path / "a", MadeUp(after=4))
    path = tmp_path / "a" / journal.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b"0.5", b"0.6", 1) + lines[2] + lines[3] + lines[3][:50])
    assert [number for number, _ in JournalRows(tmp_path / "a")] == [0, 2, 3]
    again = MadeUp()
    done(plan(), tmp_path / "a", again, resume=True)
    assert len(again.made) == 6


def test_a_damaged_table_is_named_and_the_others_stay(plan, tmp_path, capsys):
    done(plan(), tmp_path / "a", MadeUp())
    table = tmp_path / "a" / "runs.parquet"
    table.write_bytes(table.read_bytes()[:-200])
    before = (tmp_path / "a/design.parquet").read_bytes()
    for action in ("export", "status"):
        assert main(["study", action, str(tmp_path / "a"), "--lang", "en"]) == 2
        err = capsys.readouterr().err
        assert "runs.parquet: cannot be read" in err and err.count("\n") == 1
    assert (tmp_path / "a/design.parquet").read_bytes() == before


STOP = "[stop]\nhalf_width = 0.03\nevery = 2\n"


def test_a_study_stops_at_the_look_at_which_every_interval_is_short_enough(plan, tmp_path):
    mine = plan(STOP, "count = 3", "count = 40")
    assert looks(mine.file.stop, 11) == [6, 8, 10, 11]
    made = MadeUp()
    course = done(mine, tmp_path / "a", made)
    units = course.stopped_after
    values = {(row["point"], row["replication"]): [row["coverage"]] for row in read_runs(tmp_path / "a").to_pylist()}
    gaps = [[values[point, seed][0] - values[0, seed][0] for seed in range(units)] for point in (1, 2)]
    halves = [(found.hi - found.lo) / 2 for found in map(judged_interval, gaps)]
    assert units % 2 == 0 and len(made.made) == 3 * units < 120
    assert max(halves) <= 0.03 == mine.file.stop.half_width and max(halves) == widest(values, 3, units)
    assert widest(values, 3, units - 2) is None or widest(values, 3, units - 2) > 0.03
    first, second = MadeUp(after=10), MadeUp()
    done(mine, tmp_path / "b", first)
    assert done(mine, tmp_path / "b", second, resume=True).stopped_after == units
    assert same(read_runs(tmp_path / "a"), read_runs(tmp_path / "b"))
    assert status_of(tmp_path / "a")[0].left == 0


def test_a_study_with_a_stop_rule_is_not_run_in_parts(plan, tmp_path, capsys):
    mine = plan(STOP)
    assert main(["study", "run", mine.file.path, "--part", "1/2", "--out", str(tmp_path / "a"), "--lang", "en"]) == 2
    assert "this study stops by a rule" in capsys.readouterr().err and not (tmp_path / "a").exists()


def test_findings_name_the_baseline_and_judge_the_primary_outcome_alone(plan, tmp_path):
    done(plan("", "count = 3", "count = 30"), tmp_path / "a", MadeUp(scatter=0.001))
    found = findings(tmp_path / "a")
    assert [(one.scenario.partition("=")[2], one.pair.verdict) for one in found] == [
        ("150", "better"),
        ("300", "better"),
    ]
    text = page(tmp_path / "a", "try.toml", "## What to make of it\n\nOurs.\n")
    assert "| base | 50.0" in text and "better in 30 of 30 pairs" in text and text.endswith("it\n\nOurs.\n")
    assert found[0].pair.among is None and found[0].pair.n == 30 and "better in 30 of 30 pairs" in found[0].text("en")


def test_status_is_told_while_another_process_is_at_it(plan, tmp_path, capsys):
    mine = plan()
    store = StudyFolder(tmp_path / "a", mine)
    store.begin()
    runs = MadeUp().make([mine.task(number) for number in range(5)], None, None)
    for number, one in enumerate(runs):
        store.keep(number, one)
    assert main(["study", "status", str(tmp_path / "a"), "--lang", "en"]) == 0
    assert "running, 5 of 9 runs done, 0 failed, 4 left" in capsys.readouterr().out
    assert not (tmp_path / "a/runs.parquet").exists()
    store.journal.close()
    store.folder.let_go()
    assert main(["study", "status", str(tmp_path / "a"), "--json"]) == 0
    (text,) = json.loads(capsys.readouterr().out)["folders"]
    assert (text["state"], text["done"], text["left"], text["ends"]) == ("stopped", 5, 4, None)


def test_exports_say_the_same_to_other_programs(plan, tmp_path, capsys):
    done(plan(), tmp_path / "a", MadeUp())
    for to in ("csv", "xlsx", "behaviorspace"):
        assert main(["study", "export", str(tmp_path / "a"), "--to", to]) == 0
    capsys.readouterr()
    text = (tmp_path / "a/csv/runs.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    runs = read_runs(tmp_path / "a").to_pylist()
    assert [float(row["coverage"]) for row in rows] == [row["coverage"] for row in runs]
    with zipfile.ZipFile(tmp_path / "a/study.xlsx") as book:
        assert 'name="runs"' in book.read("xl/workbook.xml").decode() and book.testzip() is None
    lines = (tmp_path / "a/behaviorspace.csv").read_text(encoding="utf-8").splitlines()
    table = list(csv.DictReader(lines[6:]))
    assert list(table[0]) == ["[run number]", "scenario", "seed", "grid.households_per_grid", "[step]", "coverage"]
    assert len(table) == 9 and {row["[step]"] for row in table} == {"5"}
    assert main(["study", "export", str(tmp_path / "a"), "--to", "xslx", "--lang", "en"]) == 2
    assert "there is no xslx; nearest xlsx" in capsys.readouterr().err


def test_other_commands_say_what_a_folder_of_a_study_is(plan, tmp_path, capsys):
    done(plan(), tmp_path / "a", MadeUp())
    for command in ("gather", "rerun"):
        assert main([command, str(tmp_path / "a"), "--lang", "en"]) == 2
        assert "this folder holds a study" in capsys.readouterr().err
    assert main(["study", "status", str(tmp_path / "nothing"), "--lang", "en"]) == 2


def test_a_killed_runner_goes_on_to_the_table_of_an_uninterrupted_one(typed, tmp_path, plan, capsys, monkeypatch):
    """kill -9 of the command in the middle, and half a line more; then `--resume`."""
    mine = plan(old="count = 3", new="count = 2")
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    process = typed("study", "run", mine.file.path, "--out", str(killed), "--workers", "1")
    path, until = killed / journal.NAME, time.monotonic() + 60.0
    while time.monotonic() < until and not (path.exists() and path.read_bytes().count(b"\n") >= 2):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    finished = len(JournalRows(killed))
    assert 2 <= finished < 6 and not (killed / "runs.parquet").exists()
    with path.open("ab") as file:
        file.write(b"0000 {half a li")
    heard, keep = [], StudyFolder.keep
    monkeypatch.setattr(StudyFolder, "keep", lambda *a: (heard.append(a[1]), keep(*a)))
    assert main(["study", "run", mine.file.path, "--out", str(killed), "--workers", "1", "--resume"]) == 0
    assert heard == list(range(finished, 6))
    monkeypatch.undo()
    assert main(["study", "run", mine.file.path, "--out", str(whole), "--workers", "1"]) == 0
    assert same(read_runs(killed), read_runs(whole))
    assert len(set(read_runs(whole)["coverage"].to_pylist())) > 1


def test_tables_asked_for_are_kept_and_a_torn_one_is_made_again(tmp_path, plan, capsys):
    """Two real runs each in worker processes and here."""
    mine = plan('[keep]\ntables = ["by_group"]\n', "count = 3", "count = 1")
    from shapan.experiments.studies.executors import Processes, Serial

    store = StudyFolder(tmp_path / "a", mine)
    store.begin()
    course = carry_out(store, Serial(), Course(until=0.0))
    assert course.late and len(store.known) == 1
    store.close(course.state)
    (part,) = (tmp_path / "a/parts").glob("*.by_group.parquet")
    part.write_bytes(part.read_bytes()[:-40])
    done(mine, tmp_path / "a", Processes(2), resume=True)
    done(mine, tmp_path / "b", Serial())
    for name in ("runs", "by_group"):
        tables = [pq.read_table(tmp_path / folder / f"{name}.parquet") for folder in ("a", "b")]
        assert (
            tables[0]
            .drop_columns([one for one in NOT_THE_SAME_TWICE if name == "runs"])
            .equals(tables[1].drop_columns([one for one in NOT_THE_SAME_TWICE if name == "runs"]))
        )
    assert not (tmp_path / "a/parts").exists() and not (tmp_path / "a/daily.parquet").exists()
    assert cli_study.part_of(" 2 / 5 ") == Part(2, 5)


def test_runs_whose_tables_are_gone_are_not_gathered_as_done(plan, tmp_path):
    mine = plan('[keep]\ntables = ["by_group"]\n')
    store = StudyFolder(tmp_path / "a", mine)
    store.begin()
    carry_out(store, MadeUp(), Course())  # which writes no tables
    store.journal.close()
    store.folder.let_go()
    assert gather([tmp_path / "a"]).runs == 0
    (now,) = status_of(tmp_path / "a")
    assert now.state == "interrupted" and (tmp_path / "a/journal.jsonl").is_file(), "--resume makes them again"


@pytest.mark.parametrize(
    ("name", "value"),
    [("versions", []), ("part", None), ("runs", "x"), ("outcomes", ["nope"]), ("seeds", 3), ("study", None)],
)
def test_a_manifest_that_was_changed_is_answered_in_one_line(plan, tmp_path, capsys, name, value):
    done(plan(), tmp_path / "a", MadeUp())
    file = tmp_path / "a/manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), name: value}), encoding="utf-8")
    for typed in (["status"], ["gather", "--out", str(tmp_path / "b")], ["export", "--to", "behaviorspace"]):
        assert main(["study", typed[0], str(tmp_path / "a"), *typed[1:]]) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1 and name in err


def test_an_export_names_the_table_of_the_design_that_is_gone(plan, tmp_path, capsys):
    done(plan(), tmp_path / "a", MadeUp())
    (tmp_path / "a/design.parquet").unlink()
    assert main(["study", "export", str(tmp_path / "a"), "--to", "behaviorspace"]) == 2
    assert "design.parquet" in capsys.readouterr().err
