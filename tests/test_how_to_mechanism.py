"""The how-to for a mechanism from somebody's own package, followed word by word."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from shapan.experiments.runs.folders import machine_mark
from shapan.experiments.runs.manifest import versions
from shapan.model import mechanism
from shapan.model.district import District, Plan
from shapan.model.mechanism import CannotLoad, Mechanism
from shapan.model.observation.record import record
from shapan.scenarios.library import load

TEXT = (Path(__file__).parents[1] / "docs" / "how-to-add-a-mechanism.md").read_text(encoding="utf-8")
BLOCKS = {kind: re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL) for kind in ("toml", "python")}
ENTRY = re.search(r"^(\w+) = \"([\w:]+)\"$", BLOCKS["toml"][0].partition("[project.entry-points")[2], re.MULTILINE)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a package with one mechanism where Python finds it, as pip would; gone again afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def put(source, name=ENTRY[1], value=ENTRY[2]):
        module = value.partition(":")[0]
        sys.modules.pop(module, None)
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        info = tmp_path / "tea_for_elders-0.1.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tea-for-elders\nVersion: 0.1\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[shapan.mechanisms]\n{name} = {value}\n", encoding="utf-8")
        mechanism.announced.cache_clear()

    yield put
    mechanism.announced.cache_clear()
    machine_mark.cache_clear()
    sys.modules.pop(ENTRY[2].partition(":")[0], None)


def lived(seed=1, days=90, warmup=30):
    town = load("status_quo").with_place("training_town")
    district = District(Plan(town.parameters, seed=seed, days=days, warmup=warmup))
    district.run()
    return record(district)


def bits(run):
    tables = [run.daily, run.by_cell, run.ledger, run.decisions, run.balance, run.attempts]
    return run.indicators, run.funnel, [table.to_json() for table in tables]


def test_the_example_runs_pays_and_tells(install, capsys):
    install(BLOCKS["python"][0])
    exec(BLOCKS["python"][1], fields := {})
    guests, yuan = (line.split()[0] for line in capsys.readouterr().out.splitlines())
    assert int(guests) > 100 and float(yuan) == 8 * int(guests)
    run = fields["run"]
    tea = run.events[run.events["name"] == "tea_held"]
    assert set(tea["unit"]) == {"people", "yuan"} and tea["community"].between(0, run.communities - 1).all()
    assert (tea["day"] - 1 - tea["day"].min()).mod(7).eq(6).all(), "on Mondays"
    circles = next(one for kind, one in fields["district"]._records.items() if kind.__name__ == "TeaCircles")
    assert circles.guests.sum() >= int(guests), "and those of the warm-up"
    assert versions()["mechanism tea"] == "tea-for-elders 0.1"
    machine_mark.cache_clear()
    assert "tea of tea-for-elders 0.1" in machine_mark(), "so what was kept without it is not shown with it"


def test_it_moves_trust_and_an_idle_one_moves_nothing(install):
    before = lived()
    install(BLOCKS["python"][0].replace("share = 0.05", "share = 0.0"))
    assert bits(lived()) == bits(before), "not one bit"
    install(BLOCKS["python"][0].replace("share = 0.05", "share = 0.5"))
    after = lived()
    assert after.indicators["trust"] > before.indicators["trust"] + 0.001
    assert np.isclose(sum(after.money[name] for name in ("spent", "held")), after.money["in"])


def test_its_effect_over_pairs_has_the_expected_sign(install, capsys):
    install(BLOCKS["python"][0])
    town = load("status_quo").with_place("training_town")
    exec(BLOCKS["python"][2], fields := {"town": town, "District": District, "Plan": Plan, "record": record})
    found = fields["found"]
    assert capsys.readouterr().out.startswith(f"{found.difference:.4f} more trust")
    assert (found.n, found.wins) == (3, 3) and found.lo > 0.0


def test_what_the_page_names_is_there():
    """Functions of its table, in the files it names for them; names it tells to look for in a file."""
    rows = re.findall(r"^\| (?:move|let|take|give|know|bring)[^|]*\|([^|]*)\|$", TEXT, re.MULTILINE)
    files = ("minds", "needs.channels", "staffing.capacity", "backend", "columns", "place.residents")
    there = {name for file in files for name in dir(import_module(f"shapan.model.{file}"))}
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+|transfer|[A-Z]+(?:_[A-Z]+)?)`", " ".join(rows)))
    assert len(rows) == 7 and len(named) >= 11 and named <= there, named - there
    assert {"ACCOUNTS", "FLOWS"} <= set(dir(import_module("shapan.model.ledger.ledger")))


def test_what_cannot_be_loaded_is_said_in_one_line(install):
    install("raise RuntimeError('no tea')\n")
    with pytest.raises(CannotLoad, match=r'mechanism "tea" of tea-for-elders 0\.1 cannot be loaded: no tea'):
        lived(days=1, warmup=0)
    install("class Tea:\n    pass\n")
    with pytest.raises(CannotLoad, match=r"tea_for_elders:Tea is no shapan\.model\.mechanism\.Mechanism"):
        lived(days=1, warmup=0)


def test_what_nobody_keeps_is_said_with_what_is_kept(town):
    district = District(Plan(town, seed=1, days=1, warmup=0))
    with pytest.raises(KeyError, match=r"no process keeps a Mechanism; kept are: .*Surveys.*Tenures"):
        district.of(Mechanism)


def test_a_lever_inside_touches_eight_files_at_most_and_they_are_there():
    """The list of section 4 counts files: one an item, and every name in it leads somewhere."""
    section = TEXT.partition("\n## 4. ")[2]
    items = re.findall(r"^(\d)\. (.+)$", section, re.MULTILINE)
    assert [int(number) for number, _ in items] == list(range(1, len(items) + 1)) and len(items) <= 8
    root = Path(__file__).parents[1]
    for _, item in items:
        assert len(re.findall(r"`[\w./-]+(?:/|\.\w+)`", item)) == 1, f"one file an item: {item}"
    for name in re.findall(r"`((?:model|tests|experiments|docs)/[\w./-]*|CHANGELOG\.md)`", section):
        assert (root / name).exists(), name
