"""Do two builds of the model give the same bits? If so, stored runs of one count for the other.

`python -m shapan.experiments.evidence.same_bits OTHER` lives what `same_bits.toml` lists, every step of `plain.toml`
and the high side of every contrast in both builds, each in a process of its own, and compares every figure and every
table. `OTHER` is the Python of an environment in which the other build is installed. Where all runs agree, the mark of
this code is written into `same_models.csv` beside the other's, and `model_mark` says the other's from then on: no table
has to be made again because code was renamed, moved or made faster. One run that differs is told, and nothing is
written. No list of runs shows that none would differ; `--draw` lives other seeds.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.library import load
from ...scenarios.recorded import record
from ...scenarios.schedule import parse_shock
from ..runs.whole_file import whole_file
from .contrasts import contrasts, declared
from .model_mark import SAME_MODELS, code_mark, same_models
from .plain_steps import plain

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

FILE = Path(__file__).parent / "same_bits.toml"
ASK = """
import dataclasses, hashlib, json, sys
import pandas as pd
from shapan import simulate
from shapan.scenarios.recorded import read_record

def digest(run):
    found = hashlib.sha256()
    for field in dataclasses.fields(run):
        value = getattr(run, field.name)
        if field.name in ("scenario_hash", "build", "happened"):
            continue
        if isinstance(value, pd.DataFrame):
            value = frame(value)
        elif dataclasses.is_dataclass(value):
            value = [frame(v) if isinstance(v, pd.DataFrame) else repr(v) for v in vars(value).values()]
        found.update(repr((field.name, value)).encode())
    found.update(repr((frame(run.events), frame(run.decisions))).encode())
    return found.hexdigest()

def frame(table):
    words = {name: str for name in table.columns if table[name].dtype == object}
    hashed = pd.util.hash_pandas_object(table.astype(words), index=False)
    return list(table.columns), len(table), hashlib.sha256(hashed.to_numpy().tobytes()).hexdigest()

for line in sys.stdin:
    asked = json.loads(line)
    run = simulate(read_record(asked["scenario"]), seed=asked["seed"], days=asked["days"], redraw=asked["redraw"])
    print(json.dumps([digest(run), run.indicators["coverage"]]), flush=True)
"""
"""What each build is asked to do: names that builds have in common, and nothing of this file."""


def comparisons(first: int = 1) -> Iterator[dict[str, Any]]:
    """Everything both builds live: its name, the scenario as recorded, seed, days, and whether towns are redrawn.

    Args:
        first: Seed of the first; each has the next.
    """
    for number, (name, scenario, days, redraw) in enumerate(_scenarios(tomllib.loads(FILE.read_text("utf-8")))):
        yield {"name": name, "scenario": record(scenario), "seed": first + number, "days": days, "redraw": redraw}


def _scenarios(asked: Mapping[str, Any]) -> Iterator[tuple[str, Scenario, int, bool]]:
    steps, packages, shocks, files = (asked[name] for name in ("steps", "packages", "shocks", "files"))
    for policy in packages["policies"]:
        for place in packages["places"]:
            yield f"{policy} in {place}", load(policy).with_place(place), packages["days"], False
    years = asked["years"]
    for policy in years["policies"]:
        yield f"{policy}, {years['days']} days", load(policy).with_place(years["place"]), years["days"], True
    for policy in shocks["policies"]:
        for kind, days in zip(shocks["kinds"], shocks["days"], strict=True):
            town = load(policy).with_place(shocks["place"])
            shock = parse_shock(f"{kind}:{shocks['start'].isoformat()}:{days}:1")
            yield f"{policy} under {kind}", town.with_shock(shock), shocks["run_days"], False
    yield "tries first, and reacts", _from_text(files["dated"]), files["days"], False
    other = asked["assumptions"]
    for name, value in other["set"]:
        town = load(other["policy"]).with_place(other["place"]).assume(name, value)
        yield f"{name} = {value}", town, other["days"], True
    for lever, step in plain().items():
        yield f"step of {lever}", step.scenario(steps["place"]), steps["days"], True
    for lever, contrast in contrasts().items():
        if declared(lever).built:
            days = min(contrast.days, asked["contrasts"]["most_days"])
            yield f"high {lever}", contrast.scenarios()[1], days, False


def _from_text(text: str) -> Scenario:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dated.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)


class Build:
    """A process in which one build waits for runs to live."""

    def __init__(self, python: str) -> None:
        self.process = subprocess.Popen(
            [python, "-c", ASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, line: str) -> None:
        """Send one run; the answer is read later, so that two builds live at once."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # whoever reads the answer is told
            self.process.stdin.write(line)
            self.process.stdin.flush()

    def answer(self) -> list[Any]:
        """Digest of all that a run left behind, and its coverage.

        Raises:
            ValueError: The build could not make the run; it has said why.
        """
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise ValueError("a build could not make this run")
        found: list[Any] = json.loads(line)
        return found

    def close(self) -> None:
        """Let it go."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()
        self.process.wait()


def first_difference(other: str, asked: Sequence[Mapping[str, Any]], own: str = sys.executable) -> str:
    """The first run in which two builds differ, in words; empty if there is none.

    Args:
        other: The Python of the other build.
        asked: What `comparisons` lists.
        own: The Python of this one.
    """
    builds = [Build(own), Build(other)]
    try:
        for number, one in enumerate(asked):
            line = json.dumps(one) + "\n"
            for build in builds:
                build.ask(line)
            (ours, here), (theirs, there) = (build.answer() for build in builds)
            if ours != theirs:
                return f"{one['name']}, seed {one['seed']}, {one['days']} days: coverage {here} here, {there} there"
            print(f"\r{number + 1} of {len(asked)}", end="", file=sys.stderr, flush=True)
    finally:
        for build in builds:
            build.close()
    return ""


def other_mark(other: str) -> str:
    """The mark under which the other build's runs are stored."""
    command = [other, "-P", "-c", "from shapan.experiments.evidence.model_mark import model_mark; print(model_mark())"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def write_down(mark: str, same_as: str, runs: int, path: Path = SAME_MODELS) -> None:
    """Add one build to the table of those that do the same; what was said of the same mark before goes."""
    rows = [row for row in same_models(path) if row["mark"] != mark]
    rows.append({"mark": mark, "same_as": same_as, "runs": str(runs), "day": dt.date.today().isoformat()})
    with whole_file(path) as rough, rough.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, ("mark", "same_as", "runs", "day"), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def main(typed: Sequence[str] | None = None) -> None:
    """Compare, and write down what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", help="the Python of the other build's environment")
    parser.add_argument("--draw", type=int, default=1, metavar="SEED", help="seed of the first run (1)")
    parser.add_argument("--only", type=int, metavar="N", help="every Nth run only, and nothing is written")
    asked = parser.parse_args(typed)
    if not Path(asked.other).is_file():
        parser.exit(2, f"{asked.other}: no such Python\n")
    runs = list(comparisons(asked.draw))[:: asked.only or 1]
    try:
        differs = first_difference(asked.other, runs)
    except ValueError as fault:
        parser.exit(1, f"{fault}\n")
    if differs:
        parser.exit(1, f"\ndiffers: {differs}\n")
    mark, same_as = code_mark(), other_mark(asked.other)
    print(f"\n{len(runs)} runs, the same bits: {mark} does what {same_as} does")
    if not asked.only and mark != same_as:
        write_down(mark, same_as, len(runs))


if __name__ == "__main__":
    main()
