"""A search finds fronts that are known, keeps within bounds, and goes on after a kill as if nothing had been.

The model is replaced by functions of the levers; all else (file, proposals, store, second look, files) is what runs.
"""

from __future__ import annotations

import json
import math
import os
import random
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shapan.experiments.cli import main
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary, failed
from shapan.experiments.searching import candidate_files
from shapan.experiments.searching.findings import find
from shapan.experiments.searching.front import dominates, hypervolume, spread_out, undominated
from shapan.experiments.searching.keeping import SearchFolder
from shapan.experiments.searching.outcome import write_outcome
from shapan.experiments.searching.search_file import read_search_file
from shapan.experiments.searching.trying import Search, carry_out
from shapan.experiments.studies.costs import Cost
from shapan.experiments.studies.plan import base_of
from shapan.experiments.studies.running import Course
from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import load
from shapan.scenarios.scenario import Scenario

FILE = """format = 1
kind = "study"
title = {zh = "试", en = "Try"}
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {first = 1, count = 2}
[search]
trials = TRIALS
population = 20
seed = 3
holdout = {count = 6}
candidates = 6
[search.levers]
"compact.agreement_share" = {low = 0.0, high = 1.0}
"compact.duty_lists" = {low = 0.0, high = 1.0}
"party.reporting_share" = {low = 0.0, high = 1.0}
[search.objectives]
never_heard_share = "lower"
wrong_door_share = "lower"
"""
LEVERS = ("compact.duty_lists", "party.reporting_share")
CORNER = (1.1, 1.1)


def zdt1(values):
    """Zitzler, Deb and Thiele (2000), with as many variables as levers: best where all but the first are 0."""
    first, others = values["compact.agreement_share"], [values[name] for name in LEVERS]
    g = 1.0 + 9.0 * sum(others) / len(others)
    return {"never_heard_share": first, "wrong_door_share": g * (1.0 - math.sqrt(first / g))}


class MadeUp:
    """Runs by a function of the levers, and luck that hangs on policy and seed."""

    at_once = 1

    def __init__(self, outcomes=zdt1, luck=0.0, log=None, pause=0.0, fails=None, after=None):
        self.outcomes, self.luck, self.log, self.pause, self.fails, self.after = (
            outcomes,
            luck,
            log,
            pause,
            fails,
            after,
        )
        self.made = []

    def make(self, tasks, parts, progress):
        for task in tasks:
            if self.after is not None and len(self.made) == self.after:
                raise KeyboardInterrupt
            time.sleep(self.pause)
            self.made.append((task.scenario.hash, task.seed))
            if self.fails is not None and self.fails(task):
                yield failed(task, "simulate", ValueError("no such day"), 0.1)
                continue
            luck = self.luck if task.column else 0.0  # the reference has none
            noise = random.Random(f"{task.scenario.hash} {task.seed}")
            found = {
                name: value + luck * noise.gauss(0, 1) for name, value in self.outcomes(task.scenario.values).items()
            }
            yield Finished(task, 0.0, Summary(found, {"born": 10}, {}, residents=5, communities=1, grids=2))
            if self.log is not None:
                with open(self.log, "a") as lines:
                    lines.write(f"{task.scenario.hash} {task.seed}\n")


def searched(path: Path, executor, out: Path, resume=False):
    """What the command does, without its words."""
    file = read_search_file(path)
    search = Search(file, base_of(file.runs.base, file.path))
    store = SearchFolder(out, file, search.base.hash)
    if resume:
        store.take_up()
    else:
        store.begin()
    course = carry_out(store, search, executor, Course())
    write_outcome(store, search, course.state, "en")
    return store, search, course


@pytest.fixture
def written(tmp_path):
    def write(trials=60, old="", new="", name="try.toml"):
        text = FILE.replace("TRIALS", str(trials))
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def known_front(tmp_path_factory):
    """ZDT1 through file, proposals, store, tables and policy files, once."""
    where = tmp_path_factory.mktemp("zdt")
    path = where / "zdt.toml"
    path.write_text(
        FILE.replace("TRIALS", "300").replace("count = 2}", "count = 1}").replace("candidates = 6", "candidates = 8")
    )
    return *searched(path, MadeUp(), where / "out"), where / "out"


def test_a_front_that_is_known_is_found(known_front):
    store, search, _, out = known_front
    rows = [row for row in pq.read_table(out / "trials.parquet").to_pylist() if row["trial"]]
    costs = {row["trial"]: (row["never_heard_share"], row["wrong_door_share"]) for row in rows}
    front = [costs[number] for number in undominated(costs)]
    # Area below the corner that f2 = 1 - sqrt(f1) dominates: 1.1² - (integral of the front to 1) - (0.1 · 0 beyond it).
    best = 1.1 * 1.1 - 1.0 / 3.0
    first_look = hypervolume(list(costs.values())[:20], CORNER)
    assert first_look < 0.6 * best < 0.88 * best < hypervolume(front, CORNER) <= best
    away = [abs(own[1] - (1.0 - math.sqrt(own[0]))) for own in front]
    assert sum(away) / len(away) < 0.12
    found = find(store, search)
    assert (
        found.tried == found.lawful == 300
        and len(found.candidates) == 8
        and all(one.stands for one in found.candidates)
    )
    across = [one.held_out["never_heard_share"].value for one in found.candidates]
    assert min(across) < 0.05 and max(across) > 0.6  # both ends and what lies between


def test_candidates_are_policy_files_that_mean_what_was_tried(known_front, capsys):
    store, search, _, out = known_front
    found = find(store, search)
    paths = sorted((out / "candidates").glob("*.toml"))
    assert len(paths) == len(found.candidates)
    for path, one in zip(paths, found.candidates, strict=True):
        assert Scenario.read(path).hash == one.trial.hash
    assert main(["check", *map(str, paths[:2]), "--lang", "en"]) == 0
    out_rows = pq.read_table(out / "candidates.parquet").to_pylist()
    assert {row["candidate"] for row in out_rows} == {"reference", *(path.stem for path in paths)}
    text = (out / "candidates.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf") and text.count(b"\r\n") == len(out_rows) + 1
    assert (out / "front.png").read_bytes().startswith(b"\x89PNG")
    assert not (out / "journal.jsonl").exists() and json.loads((out / "manifest.json").read_text())["state"] == "done"


def test_a_budget_is_kept_and_the_best_within_it_found(written, tmp_path):
    """More staff is better and dearer; under a budget the best is the one that spends it."""

    def outcomes(values):
        share = values["compact.agreement_share"]
        return {"coverage": share, "spend_per_resident": 100 + 200 * share, "trust": 1 - abs(values[LEVERS[0]] - 0.3)}

    bounded = 'coverage = "higher"\ntrust = "higher"\n[search.constraints]\nspend_per_resident = {most = 200}\n'
    path = written(120, 'never_heard_share = "lower"\nwrong_door_share = "lower"\n', bounded)
    store, search, _ = searched(path, MadeUp(outcomes), tmp_path / "o")
    found = find(store, search)
    assert found.within < found.lawful == 120
    assert all(one.keeps and one.held_out["spend_per_resident"].value <= 200 for one in found.candidates)
    best = max(one.held_out["coverage"].value for one in found.candidates)
    assert 0.45 < best <= 0.5
    assert max(one.held_out["trust"].value for one in found.candidates) > 0.95


def test_the_best_of_several_choices_and_answers_is_found_by_either_method(written, tmp_path):
    """Of three ways of drawing grids, two answers and a list of sizes, one combination is best in both objectives."""

    def outcomes(values):
        right = (values["grid.layout"] == "by_form") + (values["projects.venture_rounds"] is True)
        right += values["grid.households_per_grid"] == 300
        return {"coverage": right / 3, "trust": right / 3 + 0.1}

    levers = '"grid.layout" = true\n"projects.venture_rounds" = true\n"grid.households_per_grid" = [200, 300, 600]\n'
    for method in ("nsga2", "tpe"):
        path = written(
            60, 'never_heard_share = "lower"\nwrong_door_share = "lower"', 'coverage = "higher"\ntrust = "higher"'
        )
        text = path.read_text()
        first, last = text.index('"compact.agreement'), text.index("[search.objectives]")
        levers_lawful = levers.replace('"grid.layout" = true', '"grid.layout" = ["balanced", "by_form", "even_area"]')
        path.write_text(
            (text[:first] + levers_lawful + text[last:]).replace("[search]\n", f'[search]\nmethod = "{method}"\n')
        )
        made = MadeUp(outcomes)
        store, search, _ = searched(path, made, tmp_path / method)
        (one,) = find(store, search).candidates
        assert dict(one.trial.values) == {
            "grid.layout": "by_form",
            "projects.venture_rounds": True,
            "grid.households_per_grid": 300,
        }
        assert len(made.made) == len(set(made.made)) <= 18 * 2 + 12 + 8, "no policy is run twice on a seed"


def test_what_won_by_luck_is_told_to_be_worse_on_other_seeds(written, tmp_path):
    """Every policy is equally good, so whatever seems better on the seeds of the search is so by luck."""
    path = written(60)
    flat = MadeUp(lambda values: {"never_heard_share": 0.5, "wrong_door_share": 0.5}, luck=0.1)
    store, search, _ = searched(path, flat, tmp_path / "o")
    found = find(store, search)
    assert all(promised > 0.0 for promised in found.promised.values()) and sum(found.promised.values()) > 0.12
    verdicts = [pair.verdict for one in found.candidates for pair in one.paired.values()]
    assert verdicts.count("unclear") >= 0.7 * len(verdicts)


def test_a_failed_trial_and_one_that_is_not_lawful_cost_only_themselves(written, tmp_path):
    bad = MadeUp(fails=lambda task: task.column == 5)
    store, search, course = searched(written(20), bad, tmp_path / "o")
    found = find(store, search)
    assert (found.tried, found.lawful) == (20, 19) and len(course.failures) == 2
    row = next(row for row in pq.read_table(tmp_path / "o/runs.parquet").to_pylist() if row["trial"] == 5)
    assert (row["stage"], row["error"]) == ("simulate", "ValueError: no such day")


def table(out):
    return pq.read_table(out / "runs.parquet").drop_columns(["wall_s"])


def test_an_interrupted_search_goes_on_and_makes_nothing_twice(written, tmp_path):
    path, whole = written(40), MadeUp(luck=0.05)
    searched(path, whole, tmp_path / "whole")
    made = []
    for stop in (7, 50, 5, None):
        part = MadeUp(luck=0.05, after=stop)
        _, search, course = searched(path, part, tmp_path / "o", resume=bool(made))
        made += part.made
        assert course.interrupted == (stop is not None)
    assert made == whole.made and table(tmp_path / "o").equals(table(tmp_path / "whole"))
    for name in ("trials.parquet", "candidates.csv", "candidates/candidate_01.toml"):
        assert (tmp_path / "o" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    with pytest.raises(Refused, match="search"):
        other = read_search_file(written(41))
        SearchFolder(tmp_path / "o", other, search.base.hash).take_up()


def killed(path, out, log, seconds, resume):
    """A search in a process of its own, ended by kill -9 after a while; whether it was."""
    child = os.fork()
    if not child:
        try:
            searched(path, MadeUp(luck=0.05, log=log, pause=0.004), out, resume)
        finally:
            os._exit(0)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def many_kills(written, tmp_path, tries):
    path, log, rng = written(25), tmp_path / "log", random.Random(5)
    searched(path, MadeUp(luck=0.05), tmp_path / "whole")
    killed_so_often = 0
    for attempt in range(tries):
        out = tmp_path / f"o{attempt}"
        log.write_text("")
        resume, longer = False, 1.0
        while killed(path, out, log, longer * rng.uniform(0.05, 0.4), resume):
            killed_so_often += 1
            longer *= 1.5  # so that it ends on a busy machine too
            resume = (out / "manifest.json").exists()
        assert table(out).equals(table(tmp_path / "whole"))
        lines = log.read_text().splitlines()
        assert len(lines) == len(set(lines)), "a run that was written down was made again"
    return killed_so_often


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill_9_at_a_random_moment_costs_nothing_that_was_written(written, tmp_path):
    assert many_kills(written, tmp_path, 1) >= 1


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill_9_at_random_moments_in_many_tries(written, tmp_path):
    assert many_kills(written, tmp_path, 20) >= 20


def test_the_command_tells_runs_before_and_both_figures_after(written, tmp_path, monkeypatch, capsys):
    def made_up(tasks, workers, progress, folder=None):
        yield from MadeUp(luck=0.01).make(tasks, folder, progress)

    monkeypatch.setattr("shapan.experiments.studies.executors.run_many", made_up)
    monkeypatch.setattr("shapan.experiments.cli.search._cost", lambda found: Cost(found.most_runs, 60.0, 10))
    monkeypatch.setenv("COLUMNS", "80")
    path, out = written(20), tmp_path / "o"
    assert main(["search", str(path), "--out", str(out), "--workers", "1", "--json", "--lang", "en"]) == 0
    output = capsys.readouterr()
    assert "at most 84 runs" in output.err and "About 84 minutes" in output.err
    found = json.loads(output.out)
    assert found["tried"] == found["lawful"] == found["within_bounds"] == 20 and 1 <= len(found["candidates"]) <= 6
    for one in found["candidates"]:
        assert set(one["search"]) == set(one["held_out"]) == set(one["paired"]) == set(found["objectives"])
        assert Scenario.read(out / one["file"]).values["compact.duty_lists"] == one["levers"]["compact.duty_lists"]
    again = ["search", str(path), "--out", str(out), "--workers", "1", "--lang"]
    assert main([*again, "en"]) == 2, "a folder that holds something is not written over"
    for language, said in (("en", "other seeds"), ("zh", "另外的种子")):
        assert main([*again, language, "--resume"]) == 0
        text = capsys.readouterr().out
        assert said in text and not any(key in text for key in ("search.", "verdict."))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('never_heard_share = "lower"\n', "", "two or three objectives, got 1"),
        ('never_heard_share = "lower"', 'never_herd_share = "lower"', "nearest never_heard_share"),
        ('never_heard_share = "lower"', 'never_heard_share = "down"', "allowed higher, lower"),
        ("holdout = {count = 6}", "holdout = {first = 2, count = 6}", "seed 2 is one that [runs] chooses by"),
        ("seed = 3", 'method = "nsga3"', "nearest nsga2"),
        ('"compact.duty_lists"', '"compact.duty_list"', "nearest compact.duty_lists"),
        ('"compact.duty_lists"', '"needs.overdispersion_shape"', "is an assumption, not a lever"),
        ("[search.objectives]", "[search.constraints]\ncoverage = 0.5\n[search.objectives]", "{most}, {least} or both"),
        ("trials = 60", "trials = 1", "allowed 2–100000"),
        ("[search]", "[design]\nkind = 'listed'\n[search]", "design"),
        ('place = "training_town"', 'policy = "dated.toml"', "no candidate"),
    ],
)
def test_faults_are_one_line_each(written, tmp_path, capsys, old, new, said):
    (tmp_path / "dated.toml").write_text(
        'format = 1\nkind = "policy"\ntitle = "x"\nhome = "training_town"\n'
        '[[steps]]\nat = "2027-01-10"\nset = {"staff.admin_share" = 0.3}\n'
    )
    said = {"no candidate": "candidate files cannot carry on"}.get(said, said)
    path = written(60, old, new)
    for language in ("en", "zh"):
        assert main(["search", str(path), "--check", "--lang", language]) == 2
        out, err = capsys.readouterr()
        assert out == "" and "Traceback" not in err and ".toml" in err
        assert language == "zh" or said in err, err


def test_a_missing_library_is_one_line(written, monkeypatch, capsys):
    import sys

    monkeypatch.setitem(sys.modules, "optuna", None)
    assert main(["search", str(written()), "--check", "--lang", "en"]) == 2
    assert "shapan[research]" in capsys.readouterr().err


def test_a_variant_of_a_shipped_policy_keeps_its_dated_steps(tmp_path):
    """Candidates that depart from a shipped policy are variants of it: the same on every date, but for their levers."""
    base = load("suzhou").with_place("training_town")
    candidate_files.check_base(base, ("x", 1))
    one = base.set_many({"staff.admin_share": 0.31, "grid.households_per_grid": 222.0})
    levers = dict(candidate_files._levers(one))
    assert levers == {"staff.admin_share": 0.31, "grid.households_per_grid": 222.0}
    with pytest.raises(InputFault, match="candidate files cannot carry on"):
        dated = tmp_path / "mine.toml"
        dated.write_text(
            'format = 1\nkind = "policy"\ntitle = "x"\nhome = "training_town"\n'
            '[[steps]]\nat = "2027-01-10"\nset = {"staff.admin_share" = 0.3}\n'
        )
        candidate_files.check_base(load(str(dated)), ("x", 1))


def test_dominance_area_and_choice_on_small_sets():
    assert dominates((1, 1), (1, 2)) and not dominates((1, 2), (1, 2)) and not dominates((0, 3), (1, 2))
    costs = {1: (0.0, 1.0), 2: (1.0, 0.0), 3: (1.0, 1.0), 4: (0.0, 1.0)}
    assert undominated(costs) == [1, 2, 4] and undominated(costs, {1: "a", 2: "b", 3: "c", 4: "a"}) == [1, 2]
    assert hypervolume([(0.0, 1.0), (1.0, 0.0)], (2.0, 2.0)) == 3.0
    assert hypervolume([(0.0, 0.0, 0.0), (5.0, 0.0, 0.0)], (1.0, 2.0, 3.0)) == 6.0
    rng = random.Random(1)
    some = [tuple(rng.random() for _ in range(3)) for _ in range(12)]
    inside = sum(
        any(all(a <= b for a, b in zip(one, point, strict=True)) for one in some)
        for point in ([rng.random() for _ in range(3)] for _ in range(20_000))
    )
    assert hypervolume(some, (1.0, 1.0, 1.0)) == pytest.approx(inside / 20_000, abs=0.015)
    line = {number: (float(number), float(10 - number)) for number in range(11)}
    assert spread_out(line, 3) == [0, 5, 10]
