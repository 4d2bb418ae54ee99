"""Tables fit the window, numbers are never broken, and what people write is letters, never markup."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.text import Text

from shapan.experiments.cli import ballots, library, machine, main, proposals, runs, statement
from shapan.experiments.cli.plain import PlainTable, Printer, plain
from shapan.experiments.cli.tables import comparison_table, console, funnel_table, indicator_table
from shapan.experiments.comparing.compare import assemble
from shapan.experiments.comparing.intervals import mean_interval
from shapan.experiments.reports.wording import LANGUAGES, words
from shapan.experiments.runs.task import Finished, Summary, Task
from shapan.model.observation.indicators import INDICATORS
from shapan.scenarios.library import load

pytestmark = pytest.mark.usefixtures("runs_made_once")

HOSTILE = "[bold red]x[/] :smile: [link=http://h]y[/link] \x1b[31m\x1b]0;t\x07 <b> {z} \u202e [/]"
BINS = ("born", "met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard", "open")


def printed(table, width=80):
    file = io.StringIO()
    Printer(file=file, width=width, force_terminal=False).print(table)
    return file.getvalue()


def fits(text, width=80):
    too_wide = [line for line in text.splitlines() if cell_len(line) > width]
    assert not too_wide, too_wide
    return text


def finished(name, seed, shift):
    scenario = load("status_quo")
    values = dict.fromkeys(INDICATORS, 1234.5 + seed * 7.3 + shift)
    values |= {one: 0.4 + seed / 50 + shift / 10 for one, about in INDICATORS.items() if about.unit == "share"}
    funnel = dict.fromkeys(BINS, 123456 + seed)
    return Finished(Task(name, scenario, seed), 1.0, Summary(values, funnel, {}, 211_500, 19, 230))


NAMES = (
    "status_quo",
    "yantian{grid.households_per_grid=250, staff.admin_share=0.31}",
    "盐田政策与减少行政事务合在一起",
)


@pytest.fixture(scope="module")
def comparison():
    made = [finished(name, seed, 0.1 * place * seed) for place, name in enumerate(NAMES) for seed in range(6)]
    return assemble(NAMES, range(6), made)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100, 140])
def test_the_tables_of_a_comparison_fit(comparison, language, width):
    say = words(language)
    for name in NAMES[1:]:
        text = fits(printed(comparison_table(comparison, name, say), width), width)
        for pair in comparison.paired[name].values():
            assert f"{pair.wins}/{pair.n}" in text
        assert say.change(comparison.paired[name]["coverage"].judged_lo, "share", with_unit=False) in text
    funnels = {name: comparison.mean_funnel(name) for name in NAMES}
    text = fits(printed(funnel_table(funnels, say), width), width)
    assert text.count("123,458") + text.count("123,459") >= 7 * len(NAMES) - 2
    text = fits(
        printed(indicator_table({one: mean_interval([0.1, 0.25, 0.4]) for one in INDICATORS}, say), width), width
    )
    assert "25.0 %" in text or "0.250" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 140])
def test_many_scenarios_make_several_tables(language, width):
    funnels = {f"scenario_{number}": dict.fromkeys(BINS, 1000000 + number) for number in range(12)}
    text = fits(printed(funnel_table(funnels, words(language)), width), width)
    assert all(f"1,000,0{number:02d}" in text for number in range(12))


SHORT = ["--place", "training_town", "--days", "40", "--warmup", "10"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        ["list"],
        ["show", "yantian"],
        ["show", "yantian", "--changed"],
        ["run", "yantian", *SHORT],
        ["run", "yantian", *SHORT, "--reps", "2", "--workers", "1"],
        ["balance", "yantian", *SHORT],
        ["statement", "yantian", *SHORT],
        ["statement", "yantian", *SHORT, "--community", "1"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_every_command_fits_a_narrow_window(capsys, monkeypatch, typed, language):
    for room in (runs, statement, library, ballots, machine, proposals):
        assert room  # every room prints through `tables.console`
    monkeypatch.setattr("shapan.experiments.cli.tables.WIDEST", 80)
    assert main([*typed, "--lang", language]) == 0
    text = capsys.readouterr().out
    soft = [line for line in text.splitlines() if not re.match(r"^\d{4}-\d\d-\d\d  ", line)]  # one proposal a line
    fits("\n".join(soft))


def test_words_break_before_numbers_do():
    rows = [["a label of several words that is long", "1,234,567.89", "+12.3 … +45.6"], ["short", "2.00", "–"]]
    table = PlainTable(["indicator", "a heading of many words", "interval"], rows)
    for width in (80, 44, 30):
        text = fits(printed(table, width), width)
        assert "1,234,567.89" in text and "+12.3 … +45.6" in text
        assert "several" in text and "heading" in text
    assert len(printed(table, 80).strip().splitlines()) == 4, "where there is room nothing is broken"


def test_a_label_stands_above_where_it_has_no_room_beside():
    rows = [["a label that has no room", *(f"{number},000,000" for number in range(6))]]
    lines = fits(printed(PlainTable(["what", *"abcdef"], rows, words=2), 64), 64).splitlines()
    assert any(line.startswith("a label that has no room") for line in lines)
    assert all(any(f"{number},000,000" in line for line in lines) for number in range(6))


@pytest.mark.parametrize("heads", [["[b]x[/b]", ":smile:"], [HOSTILE, HOSTILE]])
def test_cells_and_heads_are_letters(heads):
    text = printed(PlainTable(heads, [[HOSTILE, "[red]1[/red]"], [":tada:", "[/nothing]"]]), 200)
    assert ":tada:" in text and "[/nothing]" in text and "[red]1[/red]" in text and plain(HOSTILE).strip() in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)


def test_colours_are_ours_to_give():
    file = io.StringIO()
    Printer(file=file, width=80, force_terminal=True, color_system="standard").print(
        PlainTable(["a", "b"], [["x", Text("better", style="green")]])
    )
    assert "\x1b[32mbetter" in file.getvalue()


SCENARIO = """format = 1
kind = "scenario"
title = {{zh = {title}, en = {title}}}
place = "training_town"
policy = "status_quo"
set = {{"staff.admin_share" = 0.3}}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_title_is_letters_in_every_command(capsys, tmp_path, language):
    import json

    path = tmp_path / "[red]x:smile:.toml"
    path.write_text(SCENARIO.format(title=json.dumps(HOSTILE)), encoding="utf-8")
    name, brief = str(path), ["--days", "20", "--warmup", "0", "--lang", language]
    commands = [
        ["check", name, "--lang", language],
        ["show", name, "--changed", "--lang", language],
        ["run", name, *brief],
        ["compare", "status_quo", name, *brief, "--place", "training_town", "--reps", "2", "--workers", "1"],
        ["balance", name, *brief],
        ["statement", name, *brief],
    ]
    for typed in commands:
        assert main(typed) == 0, typed
        out, err = capsys.readouterr()
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", out + err), typed
        flat = "".join((out + err).split())
        assert "[red]x:smile:" in flat or "[boldred]x[/]:smile:" in flat, typed
    assert main(["show", HOSTILE, "--lang", language]) == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", capsys.readouterr().err)


BALLOT = """META
key;value
description;{name}
country;{name}
num_projects;2
num_votes;2
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name
1;60;2;{name}
2;50;1;[bold]b[/bold] :tada:
VOTES
voter_id;vote
1;1,2
2;1
"""


def test_hostile_projects_are_letters(capsys, tmp_path):
    path = tmp_path / "x.pb"
    path.write_text(BALLOT.format(name="[red]p[/red] :smile: [/]"), encoding="utf-8")
    assert main(["ballot", str(path), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "[red]p[/red] :smile: [/]" in out and "[bold]b[/bold] :tada:" in out


@pytest.mark.parametrize(
    ("asked", "width"), [("80", 80), ("200", 200), ("20", 80), ("wide", 140), ("", 140), ("０", 140)]
)
def test_a_pipe_is_as_wide_as_it_is_asked_to_be(capsys, monkeypatch, asked, width):
    monkeypatch.setenv("COLUMNS", asked)
    assert console().width == width
