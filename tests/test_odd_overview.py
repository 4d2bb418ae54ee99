"""The overview of the ODD+D: its own headings, pseudo-code of a day and a week as they run, short sentences."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pytest
from test_docs import STAGES

from shapan.model.calendar import calendar

ROOT = Path(__file__).resolve().parent.parent
ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
OF_ODD_D = (
    "I.i Purpose",
    "I.ii Entities, state variables, and scales",
    "I.iii Process overview and scheduling",
    "II.i Theoretical and empirical background",
    "II.ii Individual decision making",
    "II.iii Learning",
    "II.iv Individual sensing",
    "II.v Individual prediction",
    "II.vi Interaction",
    "II.vii Collectives",
    "II.viii Heterogeneity",
    "II.ix Stochasticity",
    "II.x Observation",
    "III.i Implementation details",
    "III.ii Initialisation",
    "III.iii Input data",
    "III.iv Submodels",
)


def test_every_heading_of_odd_d_has_its_place():
    rows = dict(re.findall(r"^\| (I+\.[ivx]+ [^|]+?) \| ([^|]+?) \|$", ODD, re.MULTILINE))
    assert tuple(rows) == OF_ODD_D
    there = set(re.findall(r"^##+ (\d+(?:\.\d+)?)[. ]", ODD, re.MULTILINE))
    for name, where in rows.items():
        sections = re.findall(r"\d+(?:\.\d+)?", where)
        assert sections and set(sections) <= there, name
    for name in OF_ODD_D[3:13]:
        assert f"### {rows[name].split(',')[0]} {name.split(' ', 1)[1]}\n" in ODD


def block(title: str) -> list[str]:
    """Lines of one part of the pseudo-code."""
    code = ODD.partition("### 3.1 Pseudo-code")[2].partition("```text\n")[2].partition("```")[0]
    (lines,) = re.findall(rf"^{title}\n((?:    .*\n)+)", code, re.MULTILINE)
    return lines.splitlines()


def steps(lines: list[str], indent: int) -> list[str]:
    """What stands first in the lines with this indent."""
    return [line.strip().split("  ")[0] for line in lines if re.match(rf" {{{indent}}}\S", line)]


def test_a_day_runs_in_the_order_of_the_pseudo_code():
    lines = block("a day")
    every, working = steps(lines, 4), steps(lines, 8)
    named = [line.strip().split("  ")[0] for line in lines if "working days only" not in line or "  " in line.strip()]
    assert [name for name in named if name in STAGES] == list(STAGES)
    assert set(working) | set(every) - {"working days only"} == set(STAGES)
    module = ast.parse((ROOT / "model" / "day.py").read_text(encoding="utf-8"))
    one_day = next(node for node in module.body if getattr(node, "name", "") == "one_day")
    guarded = [
        node for node in ast.walk(one_day) if isinstance(node, ast.If) and getattr(node.test, "id", "") == "works"
    ]
    called = {
        call.func.id
        for node in guarded
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    assert {STAGES[name] for name in working} == called & set(STAGES.values())


def test_a_week_runs_in_the_order_of_the_pseudo_code():
    lines = block("a week")
    days = {"Monday": ("weekly", "any_of_these"), "Thursday": ("midweek",)}
    shock = "while a shock acts or needs of one are open, "
    entries: dict[str, list[str]] = {}
    for line in lines:
        if re.match(r" {4}\S", line):
            day = line.strip()
        else:
            entries.setdefault(day, []).append(line.strip())
    assert set(entries) == {*days, f"{shock}before everybody", f"{shock}after everybody"}
    falls = [(entry.name, entry.falls_on.__name__) for entry in calendar()]
    for day, rhythms in days.items():
        assert entries[day] == [name for name, rhythm in falls if rhythm in rhythms]
    assert entries[f"{shock}before everybody"] == [falls[0][0]] and falls[0][1] == "acts"
    assert entries[f"{shock}after everybody"] == [falls[-1][0]] and falls[-1][1] == "acts"
    assert sum(rhythm == "acts" for _, rhythm in falls) == 2


@pytest.mark.parametrize("section", ["1", "2", "3", "4", "5"])
def test_sentences_of_the_overview_are_short(section):
    text = ODD.partition(f"\n## {section}.")[2].partition(f"\n## {int(section) + 1}.")[0]
    text = re.sub(r"^```.*?^```|<!-- state -->.*?<!-- end of state -->", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^(?:\||#).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`|\([^()]*\)", "", text)
    said = [one for one in re.split(r"(?<=[.?!:])\s+", text) if re.search("[a-z]", one)]
    assert len(said) > 5 and statistics.median(len(one.split()) for one in said) <= 18
