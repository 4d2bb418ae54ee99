"""What a notebook shows of results: names are text, signs stand beside arrows, and no notebook means no line."""

from __future__ import annotations

import re

import pytest

from shapan import read_study
from shapan.experiments.comparing.compare import assemble
from shapan.experiments.comparing.in_notebooks import comparison_html
from shapan.experiments.reports.rich_tables import arrow, html_table, shown_in_a_notebook
from shapan.experiments.reports.wording import words
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary, Task

NASTY = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def comparison(town):
    """Coverage goes up by two points in every pair, trust down by one."""
    found = []
    for column, name in enumerate(("today", NASTY)):
        for seed in range(1, 13):
            luck = 0.001 * (seed % 3) * column
            values = {"coverage": 0.5 + 0.02 * column + luck, "trust": 0.6 - 0.01 * column - luck}
            task = Task(name, town, seed, column=column)
            counts = {"residents": 5, "communities": 1, "grids": 2}
            found.append(Finished(task, 0.1, Summary(values, {"born": 10}, {"app": 1}, **counts)))
    return assemble(("today", NASTY), range(1, 13), found)


@pytest.mark.parametrize(("language", "better", "worse"), [("en", "better", "worse"), ("zh", "更好", "更差")])
def test_a_comparison_is_a_table_with_arrows_and_verdicts(comparison, language, better, worse):
    text = comparison_html(comparison, language)
    assert "<script" not in text and "&lt;script&gt;" in text
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(<td>.*?)</tr>", text)]
    assert [len(row) for row in rows] == [5, 5]
    assert rows[0][1].startswith("▲ +2.") and rows[0][3] == "12/12" and better in rows[0][4]
    assert rows[1][1].startswith("▼ −1.") and worse in rows[1][4]
    assert comparison._repr_html_() in (comparison_html(comparison, "en"), comparison_html(comparison, "zh"))


def test_cells_heads_and_titles_are_text():
    table = html_table("a<b", ["<th>"], [["x & y", 3]], "1 < 2")
    assert table.count("&lt;") == 3 and "x &amp; y" in table and "<td>3</td>" in table
    assert [arrow(one) for one in (0.1, -0.1, 0.0)] == ["▲", "▼", "＝"]


def test_outside_a_notebook_nothing_is_shown():
    assert shown_in_a_notebook(3, words("en")) is None


def test_what_is_no_study_is_refused(tmp_path):
    with pytest.raises(Refused, match="there is no manifest"):
        read_study(tmp_path)
