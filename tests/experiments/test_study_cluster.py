"""A study on a Dask cluster with real worker processes: the same tables, whoever is killed; strange workers make none.

The workers of most tests make up their runs. Real runs, and kills at random moments, are slow tests.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from shapan.experiments.cli import main
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished
from shapan.experiments.studies import cluster as clusters
from shapan.experiments.studies.cluster import Cluster, Sharing, cluster_at
from shapan.experiments.studies.executors import Processes, Serial
from shapan.experiments.studies.far_worker import Asked, made_there
from shapan.experiments.studies.journal import JournalRows
from shapan.experiments.studies.keeping import Part, StudyFolder
from shapan.experiments.studies.opening import read_runs
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.running import Course, carry_out
from shapan.experiments.studies.tables import read_parquet
from support import far_runs
from support.small_study import FILE


class MadeUp:
    """The same runs in this process."""

    at_once = 1

    def __init__(self):
        self.made = 0

    def make(self, tasks, parts, progress):
        for task in tasks:
            self.made += 1
            yield far_runs.made_up(task)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "try.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plan(file):
    return plan_of(file)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    return tmp_path_factory.mktemp("begun")


@pytest.fixture(scope="module")
def ours(begun, tmp_path_factory):
    """Two real worker processes of a cluster, begun by a script nobody can import; none of those met is left behind."""
    pytest.importorskip("distributed")
    met: set[int] = set()
    script = ModuleType("__main__")
    script.__file__ = str(tmp_path_factory.mktemp("script") / "page.py")
    Path(script.__file__).write_text("raise RuntimeError('imported again')", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "__main__", script)
        patched.setenv(far_runs.FOLDER, str(begun))
        with cluster_at("local", 2) as found:
            yield found
            met |= {*found.client.run(os.getpid).values()}
    until = time.monotonic() + 20.0
    while any(map(lives, met)) and time.monotonic() < until:
        time.sleep(0.05)
    assert met and not any(map(lives, met))


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z" if sys.platform == "linux" else True
    )


def done(plan, path, executor, resume=False):
    store = StudyFolder(Path(path), plan, Part())
    if resume:
        store.take_up(json.loads((store.path / "manifest.json").read_text(encoding="utf-8")))
    else:
        store.begin()
    course = carry_out(store, executor, Course())
    store.close(course.state, course.stopped_after)
    return course


def same(one, other, *but):
    left, right = (table.drop_columns(["wall_s", *but]) for table in (one, other))
    return left.equals(right)


def test_a_killed_worker_loses_its_run_only_and_a_deadly_run_is_a_row(plan, ours, begun, tmp_path):
    course = done(plan, tmp_path / "a", Cluster(ours.client, make_one=far_runs.deadly))
    assert course.state == "incomplete" and course.lost is None
    (row,) = [row for row in read_runs(tmp_path / "a").to_pylist() if row["stage"] != "done"]
    assert (row["point"], row["seed"], row["stage"]) == (*far_runs.KILLS_ALWAYS, "worker")
    assert row["error"] == "the worker of the cluster ended 3 times on this run" and row["coverage"] is None
    times = far_runs.times_begun(begun)
    assert len(times) == 9 and times[far_runs.KILLS_ALWAYS] == 3 and times[far_runs.KILLS_ONCE] >= 2, times
    # Four deaths: three runs begun once more for themselves, and at most one beside each that was in flight as well.
    assert sum(times.values()) - 9 <= 3 + 4, times

    again = done(plan, tmp_path / "a", Cluster(ours.client, make_one=far_runs.peaceful), resume=True)
    later = far_runs.times_begun(begun)
    assert again.state == "done" and {where for where in later if later[where] > times[where]} == {
        far_runs.KILLS_ALWAYS
    }
    done(plan, tmp_path / "b", MadeUp())
    assert same(read_runs(tmp_path / "a"), read_runs(tmp_path / "b"))


def test_a_worker_of_another_build_makes_no_run(plan, ours, monkeypatch):
    answer = ours.client.submit(made_there, Asked(plan.task(0), "0.0+older"), pure=False).result(timeout=60)
    assert answer.done is None and answer.build == clusters.build_mark()
    monkeypatch.setattr(clusters, "build_mark", lambda: "0.0+older")
    with pytest.raises(
        Refused, match=r"no worker at tcp://x:1 has this version of Shapan \(0\.0\+older\); theirs: 0\."
    ):
        clusters._met(Cluster(ours.client), "tcp://x:1")


# --- without a cluster -------------------------------------------------------------------------------------------


class Nobody:
    """A scheduler whose workers are gone."""

    def nthreads(self):
        raise OSError("gone")


def test_a_cluster_that_is_gone_ends_the_study_and_loses_nothing(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "SECONDS_WITHOUT_WORKERS", 0.0)
    course = done(plan, tmp_path / "a", Cluster(Nobody()))
    assert course.state == "interrupted" and "no worker" in course.lost.text()
    assert json.loads((tmp_path / "a/manifest.json").read_text(encoding="utf-8"))["state"] == "interrupted"
    rest = MadeUp()
    assert done(plan, tmp_path / "a", rest, resume=True).state == "done" and rest.made == 9


def test_tables_of_a_worker_that_cannot_be_written_are_an_unwritten_run(plan, tmp_path, monkeypatch):
    sharing = Sharing(Cluster(Nobody()), [plan.task(0)], tmp_path)
    one = far_runs.made_up(plan.task(0))
    assert sharing._kept(one, (("a.runs.parquet", b"whole"),)) is one
    assert (tmp_path / "a.runs.parquet").read_bytes() == b"whole"

    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    found = sharing._kept(one, (("b.runs.parquet", b"half"),))
    assert isinstance(found, Finished) and found.unwritten and found.summary == one.summary
    assert [path.name for path in tmp_path.iterdir()] == ["a.runs.parquet"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("tcp://127.0.0.1:1", "no scheduler answers at tcp://127.0.0.1:1"),
        ("127.0.0.1:8786", "--cluster: local or tcp://HOST:PORT is needed, got 127.0.0.1:8786"),
        ("", "--cluster is given without a value"),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_one_line_and_leaves_no_folder(
    file, tmp_path, monkeypatch, capsys, where, said
):
    monkeypatch.setattr(clusters, "SECONDS_TO_CONNECT", 0.3)
    out = tmp_path / "out"
    assert main(["study", "run", str(file), "--out", str(out), "--cluster", where, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1 and not out.exists()


def test_without_the_library_one_line_says_what_to_install(file, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["study", "run", str(file), "--out", str(tmp_path / "a"), "--cluster", "local", "--lang", "zh"]) == 2
    assert 'pip install "shapan[cluster]"' in capsys.readouterr().err
    assert main(["study", "check", str(file), "--cluster", "local", "--lang", "en"]) == 2
    assert "--cluster does not go with study check" in capsys.readouterr().err


def test_a_kill_after_the_manifest_leaves_the_study_file(plan, tmp_path, monkeypatch):
    """Whatever has a manifest has the study it is of."""
    store = StudyFolder(tmp_path / "a", plan)

    def killed(record):
        assert (tmp_path / "a/study.toml").read_text(encoding="utf-8") == FILE
        assert (tmp_path / "a/design.parquet").is_file()
        raise SystemExit(137)

    monkeypatch.setattr(store.folder, "begin", killed)
    with pytest.raises(SystemExit):
        store.begin()
    store.folder.let_go()
    assert not (tmp_path / "a/manifest.json").exists()
    done(plan, tmp_path / "a", MadeUp())
    assert len(read_runs(tmp_path / "a")) == 9


def test_time_that_is_up_says_what_is_left_and_is_not_done(file, tmp_path, monkeypatch, capsys):
    class Slow(MadeUp):
        def make(self, tasks, parts, progress):
            for one in super().make(tasks, parts, progress):
                time.sleep(0.02)
                yield one

    monkeypatch.setattr("shapan.experiments.studies.executors.executor_of", lambda workers: Slow())
    typed = ["study", "run", str(file), "--out", str(tmp_path / "a"), "--lang", "en"]
    assert main([*typed, "--minutes", "0.0001", "--json"]) == 130
    out, err = capsys.readouterr()
    text = json.loads(out)
    assert text["state"] == "interrupted" and text["asked"] == 9 and 0 < text["left"] == 9 - text["done"]
    assert f"{text['left']} are left" in err and "--resume" in err
    assert main([*typed, "--resume", "--json", "--minutes", "10"]) == 0
    text = json.loads(capsys.readouterr().out)
    assert (text["state"], text["done"], text["left"]) == ("done", 9, 0)


# --- slow: real runs, and kills at random moments ------------------------------------------------------------------


@pytest.mark.slow
def test_real_runs_are_the_same_bits_whoever_makes_them(tmp_path):
    path = tmp_path / "try.toml"
    path.write_text(FILE + '[keep]\ntables = ["by_group"]\n', encoding="utf-8")
    mine = plan_of(path)
    with cluster_at("local", 2) as found:
        done(mine, tmp_path / "dask", found)
    done(mine, tmp_path / "processes", Processes(2))
    done(mine, tmp_path / "serial", Serial())
    for other in ("processes", "serial"):
        assert same(read_runs(tmp_path / "dask"), read_runs(tmp_path / other))
        one, two = (read_parquet(tmp_path / where / "by_group.parquet") for where in ("dask", other))
        assert one.equals(two) and len(one)


def killed_at_random(path, chance, process, whom, anywhere=False):
    """Kill one of some processes once a run was written down since, or at any moment; whether there was one to kill."""
    before, until = len(JournalRows(path)) if path.exists() else 0, time.monotonic() + 400.0
    if anywhere:
        until = time.monotonic() + chance.uniform(0.0, 8.0)
    while time.monotonic() < until and process.poll() is None:
        time.sleep(chance.uniform(0.05, 0.6))
        if not anywhere and path.exists() and len(JournalRows(path)) > before and (found := whom(process.pid)):
            os.kill(chance.choice(found), signal.SIGKILL)
            return True
    if anywhere and process.poll() is None and (found := whom(process.pid)):
        os.kill(chance.choice(found), signal.SIGKILL)
        return True
    return False


def children(pid):
    asked = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False)
    lines = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return [int(one) for one, what in lines if "spawn_main" in what or "runs.worker" in what]


WHO = {"worker": ("--workers", "2"), "dask": ("--cluster", "local", "--workers", "2"), "runner": ("--workers", "2")}
KILLS = 20


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    """The file of a study of 180 runs that keep a table each, and the folder of one that nobody disturbed."""
    here = tmp_path_factory.mktemp("uninterrupted")
    path = here / "try.toml"
    path.write_text(FILE.replace("count = 3", "count = 60") + '[keep]\ntables = ["by_group"]\n', encoding="utf-8")
    done(plan_of(path), here / "whole", Processes(2))
    return path, here / "whole"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="kill -9 and ps")
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("who", WHO)
def test_twenty_kills_at_random_moments_change_no_table_and_make_nothing_twice(typed, tmp_path, uninterrupted, who):
    """A worker that is killed is made good at once; a runner that is killed goes on with --resume.

    Every third kill comes at any moment, also before the first run is done or while a process starts; the others once
    a run was written down since the last.
    """
    path, whole = uninterrupted
    where, chance, kills, finished = tmp_path / "killed", random.Random(16), 0, {}
    whom = (lambda pid: [pid]) if who == "runner" else children
    for _ in range(KILLS + 5):  # a run whose worker was killed three times is given up until the next --resume
        resume = ["--resume"] if (where / "manifest.json").exists() else []
        process = typed("study", "run", str(path), "--out", str(where), *WHO[who], *resume, stderr=subprocess.DEVNULL)
        while kills < KILLS and process.poll() is None:
            kills += killed_at_random(where, chance, process, whom, anywhere=kills % 3 == 2)
            if kills == KILLS - 1:
                finished |= {number: row for number, row in JournalRows(where) if row["stage"] == "done"}
        left = process.wait() != 0
        now = {number: row for number, row in JournalRows(where) if row["stage"] == "done"}
        assert not left or all(now[number] == row for number, row in finished.items()), "nothing finished is lost"
        finished |= now
        if not left:
            break
    assert (kills, left) == (KILLS, False)
    found = read_runs(where)
    assert same(found, read_runs(whole))
    seconds = dict(zip(found["run"].to_pylist(), found["wall_s"].to_pylist(), strict=True))
    assert all(seconds[number] == row["wall_s"] for number, row in finished.items()), "nothing finished is redone"
    assert len(finished) >= KILLS // 2
    assert read_parquet(where / "by_group.parquet").equals(read_parquet(whole / "by_group.parquet"))
    assert not [one for one in where.rglob("*") if one.suffix not in {".parquet", ".json", ".toml"}]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="sends signals, asks ps")
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_a_command_that_is_stopped_leaves_no_worker_of_its_cluster(typed, tmp_path, name):
    path, where = tmp_path / "try.toml", tmp_path / "out"
    path.write_text(FILE.replace("count = 3", "count = 400"), encoding="utf-8")
    process = typed(
        "study", "run", str(path), "--out", str(where), *WHO["dask"], "--lang", "en", stderr=subprocess.PIPE
    )
    until = time.monotonic() + 100.0
    while time.monotonic() < until and len(JournalRows(where)) < 3:
        time.sleep(0.1)
    workers = children(process.pid)
    assert len(workers) == 2
    process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=100)
    until = time.monotonic() + 30.0
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(lives, workers))
    if name == "SIGINT":
        assert process.returncode == 130 and "are kept in" in err and "Traceback" not in err
        assert len(read_runs(where)) >= 3
