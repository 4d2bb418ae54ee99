"""What the page shows is what the command line computes, put into tables and charts that fit together."""

import re
import shlex
from dataclasses import replace

import numpy as np
import pytest

from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.result import called
from shapan.app.jobs.work import gather, key_of_result, keys_of_runs, run_column, scenario_of
from shapan.app.screens.compare import charts
from shapan.app.screens.compare.map_chart import coverage_map
from shapan.app.screens.compare.results import crowded
from shapan.app.widgets import files, tables
from shapan.app.widgets.catalogue import column_names, command_line
from shapan.app.widgets.charts import BINS
from shapan.app.widgets.language import LANGUAGES, Words, words_of
from shapan.app.widgets.verdicts import MAIN, tiles_html, verdict_html, verdict_lines
from shapan.experiments.cli.choosing import several
from shapan.experiments.cli.parser import parse
from shapan.experiments.comparing.compare import compare
from shapan.experiments.reports.wording import words as wording
from shapan.model.columns import DEPARTMENT_DOOR, WRONG_DOOR
from shapan.model.district import District
from shapan.model.observation.need_log import measured
from shapan.model.plan import Plan
from shapan.scenarios.library import load

COLUMNS = (
    Column("", "status_quo", "training_town"),
    Column("", "yantian", "training_town"),
    Column("试点", "yantian", "training_town", {"grid.households_per_grid": 250.0}),
)
REQUEST = Request(COLUMNS, reps=3, days=120, warmup=20, seed=5)


@pytest.fixture(scope="module")
def runs():
    return {(column, seed): run_column(REQUEST, column, seed, lambda _: None) for column, seed in REQUEST.tasks()}


@pytest.fixture(scope="module")
def finding(runs):
    return gather(REQUEST, runs, [])


def named(finding, language):
    names = column_names(COLUMNS, Words(language))
    return called(finding, names), names


def test_the_page_and_the_command_line_say_the_same(finding):
    scenarios = {str(number): scenario_of(column) for number, column in enumerate(COLUMNS)}
    found = compare(scenarios, REQUEST.seeds, REQUEST.days, REQUEST.warmup, workers=1).to_json_dict()
    assert finding.comparison.to_json_dict() == found


def test_three_quarters_of_a_funnel_are_not_a_funnel(finding, runs):
    for _, table in finding.funnel.groupby("scenario"):
        count = table.set_index("bin")["count"]
        share = table.set_index("bin")["share"]
        assert count.drop("born").sum() == pytest.approx(count["born"])
        assert share[list(BINS)].sum() == pytest.approx(1.0)
    columns = list(dict.fromkeys(column for column, _ in REQUEST.tasks()))
    by_bin = finding.funnel.set_index(["scenario", "bin"])["share"]
    for column, name in zip(columns, finding.comparison.names, strict=True):
        funnels = [made.run.funnel for (of, _), made in runs.items() if of == column]
        met, born = (sum(funnel[end] for funnel in funnels) for end in ("met_on_time", "born"))
        assert by_bin[name, "met_on_time"] == pytest.approx(met / born)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_many_more_end_on_the_way_the_reader_is_told(finding, language):
    renamed, names = named(finding, language)
    say = Words(language)
    assert crowded(renamed) == [], "a few months are too short for queues at departments"
    rows = (renamed.funnel["bin"] == "wrong_door") & (renamed.funnel["scenario"] == names[1])
    risen = crowded(replace(renamed, funnel=renamed.funnel.assign(share=renamed.funnel["share"] + 0.05 * rows)))
    assert [name for name, _, _ in risen] == [names[1]] and risen[0][2] - risen[0][1] > 0.04
    text = say("result.funnel_departments", name=names[1], baseline=names[0], before="0.3 %", after="6.2 %")
    assert names[0] in text and names[1] in text
    assert "department" in say.shared("funnel.wrong_door") or "部门" in say.shared("funnel.wrong_door")


def test_what_the_page_says_of_departments_is_so():
    lost = {}
    for policy in ("status_quo", "yantian"):
        scenario = load(policy).with_place("training_town")
        steps, today = {step.at: step.levers for step in scenario.steps}, scenario.warmup_parameters.levers
        doors = []
        for seed in (5, 6):
            district = District(Plan(scenario.parameters, seed, 365, 60, status_quo=today, steps=steps))
            district.run_to(district.length)
            needs = measured(district).needs
            doors.append(needs.door[needs.bin == WRONG_DOOR])
        lost[policy] = np.concatenate(doors)
    assert len(lost["yantian"]) > 1.3 * len(lost["status_quo"])
    assert (lost["yantian"] == DEPARTMENT_DOOR).mean() > 0.95


def test_daily_bands_hold_their_means_in_whole_weeks(finding):
    daily = finding.daily
    assert ((daily["lo"] <= daily["value"]) & (daily["value"] <= daily["hi"])).all()
    one = daily[(daily["scenario"] == "0") & (daily["indicator"] == "born")]
    assert len(one) == -(-REQUEST.days // 7)


def test_the_map_covers_every_cell_once(finding):
    renamed, names = named(finding, "en")
    boxes = tables.map_values(renamed, "coverage", names[0])
    assert boxes["cell"].is_unique and len(boxes) > 50
    change = tables.map_values(renamed, "coverage", names[1], names[0]).set_index("cell")["value"]
    after = tables.map_values(renamed, "coverage", names[1]).set_index("cell")["value"]
    before = boxes.set_index("cell")["value"]
    assert (change - (after - before).loc[change.index]).abs().max() < 1e-12


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_valid_and_speaks_the_language(finding, language):
    say = Words(language)
    renamed, names = named(finding, language)
    differences = tables.differences(renamed.comparison, say)
    shares = differences[differences["share"]]
    some = renamed.daily[renamed.daily["indicator"] == "coverage"]
    boxes = tables.map_values(renamed, "coverage", names[0])
    drawn = [
        charts.funnel(renamed.funnel[renamed.funnel["scenario"] == names[0]], say),
        charts.forest(shares, names, say, say("chart.points")),
        charts.forest(shares[shares["scenario"] == names[1]], names, say, say("chart.points")),
        charts.daily(some, names, say, percent=True),
        charts.requests(tables.requests(renamed, say), names, say),
        coverage_map(boxes, say, names[0], difference=False, ends=(0.2, 0.8), width=300),
        coverage_map(boxes, say, names[0], difference=True, ends=(-0.1, 0.1), width=300),
    ]
    for chart in drawn:
        text = chart.to_json()
        assert "http" not in text.replace("https://vega.github.io/schema", "")
        assert "NaN" not in text
    assert say.shared("funnel.never_heard") in drawn[0].to_json(ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_rows_and_heads_in_words(finding, language):
    say = Words(language)
    renamed, names = named(finding, language)
    made = {
        "funnel": tables.funnel_table(renamed, say),
        "differences": tables.differences_table(renamed.comparison, say),
        "requests": tables.requests_table(renamed, say),
        "map": tables.map_table(renamed, "coverage", say),
    }
    for name, table in made.items():
        assert len(table), name
        assert not any("_" in str(column) for column in table.columns), name
    assert len(made["funnel"]) == 7 * len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_and_tiles_carry_word_and_sign(finding, language):
    say = Words(language)
    renamed, names = named(finding, language)
    lines = verdict_lines(renamed.comparison, language)
    assert [name for name, _, _ in lines] == names[1:]
    assert all(name in verdict_html(lines, say) for name in names[1:])
    tiles = tiles_html(renamed.comparison, names[1], say)
    known = [indicator for indicator in MAIN if indicator in renamed.comparison.paired[names[1]]]
    assert tiles.count('class="shapan-tile ') == len(known) >= 9
    for indicator in known:
        assert say.shared(f"verdict.{renamed.comparison.paired[names[1]][indicator].verdict}") in tiles


@pytest.fixture(scope="module")
def close(finding):
    """A difference whose 95 % interval lies beyond what matters while the one its verdict rests on touches zero."""
    steps = (-0.015, 0.02, -0.01, 0.015, 0.008, -0.012, 0.018, -0.004, 0.011, -0.001)
    values = {
        "coverage": {
            "0": dict.fromkeys(range(1, 11), 0.5),
            "1": {seed: 0.5105 + step for seed, step in enumerate(steps, 1)},
            "2": {seed: 0.6 + step for seed, step in enumerate(steps, 1)},
        }
    }
    return replace(finding.comparison, seeds=tuple(range(1, 11)), values=values, alike=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_a_verdict_stands_the_interval_on_which_it_rests(close, language):
    say, tell = Words(language), wording(language)
    pair = close.paired["1"]["coverage"]
    assert pair.lo > 0 > pair.judged_lo and pair.verdict == "unclear", "the case the page must not tell as sure"
    ends = [tell.change(one, "share", with_unit=False) for one in (pair.judged_lo, pair.judged_hi)]
    drawn = tables.differences(close, say).set_index("scenario").loc["1"]
    assert [drawn["lo"], drawn["hi"]] == pytest.approx([100 * pair.judged_lo, 100 * pair.judged_hi])
    assert drawn["shown"].endswith(f"[{ends[0]}, {ends[1]}]")
    table = tables.differences_table(close, say).iloc[0]
    assert [table[column] for column in table.index if "95" in column] == ends
    assert say("result.tile_interval", level="95", lo=ends[0], hi=ends[1]) in tiles_html(close, "1", say)
    filed = files.differences_file(close, say).iloc[0]
    assert [filed["lo"], filed["hi"]] == [pair.lo, pair.hi], "columns of files keep their meaning"
    assert [filed[one] for one in ("judged_lo", "judged_hi", "level")] == [pair.judged_lo, pair.judged_hi, pair.level]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_intervals_is_how_verdicts_are_made(language):
    say = Words(language)
    text = say("result.differences_about", baseline="B", level="94.9", first="F", fewest="7", n=160)
    assert "94.9" in text and "160" in text and "7" in text and "F" in text
    rows = [key for key, words in words_of(language).items() if re.search("95 ?%", words)]
    # The page of evidence shows stored tables, whose verdicts are those of one look at 95 %; means have no verdict.
    rows = [key for key in rows if not key.startswith("evidence.") and key != "studies.means_caption"]
    assert sorted(rows) == ["result.daily_about", "result.differences_about"], "no verdict stands beside these"


def test_names_never_collide():
    columns = (Column("甲", "yantian", "x"), Column("甲", "yantian", "x"), Column("甲", "status_quo", "x"))
    assert column_names(columns, Words("zh")) == ["甲", "甲 #2", "甲 #3"]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["A #2", "A"], ["A #2", "A"]),
        (["A", "A", "A #2"], ["A", "A #2", "A #2 #2"]),
        (["A #2", "A", "A", "A"], ["A #2", "A", "A #3", "A #4"]),
        (["A  B", " A B "], ["A B", "A B #2"]),
        (["", "Shenzhen Yantian"], None),
    ],
)
def test_names_stay_apart_whatever_people_write(labels, expected):
    names = column_names(tuple(Column(label, "yantian", "x") for label in labels), Words("en"))
    assert len(set(names)) == len(names) and expected in (None, names)


def test_scenarios_called_alike_are_never_taken_for_one(finding):
    with pytest.raises(ValueError, match="names that differ"):
        called(finding, ["A", "B", "A"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_called_like_a_column_hides_none(finding, language):
    say = Words(language)
    for key in ("value", "indicator", "cell", "community", "residents"):
        names = [say(f"table.{key}"), "community", "residents"]
        renamed = called(finding, names)
        for table in (tables.differences_table(renamed.comparison, say), tables.map_table(renamed, "coverage", say)):
            assert table.columns.is_unique and any(column.startswith(names[0]) for column in table.columns)
        assert len(tables.differences_table(renamed.comparison, say).columns) == 9
        assert len(tables.map_table(renamed, "coverage", say).columns) == 6


def test_the_same_runs_are_the_same_whatever_they_are_called():
    renamed = tuple(Column(f"name {n}", c.policy, c.place, c.changes) for n, c in enumerate(COLUMNS))
    other = Request(renamed, REQUEST.reps, REQUEST.days, REQUEST.warmup, REQUEST.seed)
    assert key_of_result(other) == key_of_result(REQUEST)
    moved = Request(COLUMNS, REQUEST.reps, REQUEST.days, REQUEST.warmup, REQUEST.seed + 1)
    assert key_of_result(moved) != key_of_result(REQUEST)
    shared = set(keys_of_runs(moved).values()) & set(keys_of_runs(REQUEST).values())
    assert len(shared) == (REQUEST.reps - 1) * len(COLUMNS), "worlds in common are not run again"


def test_the_command_line_means_the_same_scenarios():
    changes = {"grid.layout": "workload", "channels.auto_dispatch": True, "index.weights": {"coverage": 2.0}}
    columns = (*COLUMNS, Column("", "status_quo", "training_town", changes))
    typed = shlex.split(command_line(Request(columns, 3, 120, 20, 5)))
    assert typed[:2] == ["shapan", "compare"]
    chosen = parse(typed[1:], wording("en"))
    assert (chosen.reps, chosen.days, chosen.warmup, chosen.seed) == (3, 120, 20, 5)
    meant = [scenario.hash for scenario in several(chosen).values()]
    assert meant == [scenario_of(column).hash for column in columns]


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_without_an_end_are_told_only_where_there_are_any(finding, language, monkeypatch):
    from shapan.app.screens.compare import results

    said = []
    monkeypatch.setattr(results.st, "caption", said.append)
    say, names = Words(language), tuple(column_names(COLUMNS, Words(language)))
    renamed = called(finding, list(names))
    results._funnels(say, results.Shown(REQUEST, renamed, names))
    assert said == [] and not renamed.funnel.loc[renamed.funnel["bin"] == "open", "count"].any()
    rows = (renamed.funnel["bin"] == "open") & (renamed.funnel["scenario"] == names[1])
    left = replace(renamed, funnel=renamed.funnel.assign(share=renamed.funnel["share"] + 0.02 * rows))
    results._funnels(say, results.Shown(REQUEST, left, names))
    assert said == [say("result.funnel_open", share="2.0 %")]
