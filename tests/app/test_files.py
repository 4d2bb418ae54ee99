"""What is taken away: numbers as numbers, names of columns that stay, and where and in which worlds it was run."""

import io
from dataclasses import replace

import pandas as pd
import pytest

from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.result import called
from shapan.app.jobs.work import gather, run_column
from shapan.app.screens.compare import charts
from shapan.app.widgets import files, tables
from shapan.app.widgets.catalogue import column_names
from shapan.app.widgets.download import as_csv, as_text
from shapan.app.widgets.language import Words

TOWN = "training_town"
COLUMNS = (Column("=1+1", "status_quo", TOWN), Column("", "yantian", TOWN), Column("", "guangdong", TOWN))
REQUEST = Request(COLUMNS, reps=3, days=60, warmup=20, seed=4)


@pytest.fixture(scope="module")
def finding():
    runs = {task: run_column(REQUEST, *task, lambda _: None) for task in REQUEST.tasks()}
    return gather(REQUEST, runs, [])


def read_back(data):
    return pd.read_csv(io.BytesIO(as_csv(data)), encoding="utf-8-sig")


def named(finding, language, request=REQUEST):
    return called(finding, column_names(request.columns, Words(language)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_differences_are_numbers_in_both_languages(finding, language):
    renamed, say = named(finding, language), Words(language)
    rows = read_back(files.of_run(files.differences_file(renamed.comparison, say), REQUEST))
    assert tuple(rows.columns) == (*files.DIFFERENCES, "place", "first_seed", "worlds", "days", "warmup_days")
    for column in ("baseline_value", "value", "difference", "lo", "hi", "wins", "pairs"):
        assert pd.api.types.is_numeric_dtype(rows[column]), column
    pair = finding.comparison.paired["1"]["coverage"]
    mine = rows[(rows["indicator"] == "coverage") & (rows["scenario"] == renamed.comparison.names[1])].iloc[0]
    assert [mine[one] for one in ("difference", "lo", "hi")] == pytest.approx([pair.difference, pair.lo, pair.hi])
    assert (mine["wins"], mine["pairs"], mine["verdict"], mine["unit"]) == (pair.wins, 3, pair.verdict, "share")
    assert mine["value"] - mine["baseline_value"] == pytest.approx(pair.difference)
    assert (mine["place"], mine["first_seed"], mine["worlds"]) == (TOWN, 4, 3)
    assert set(rows["baseline"]) == {"'=1+1"}, "a name is no formula"


def test_every_file_of_a_comparison_has_the_same_columns_in_both_languages(finding):
    made = {}
    for language in ("zh", "en"):
        renamed, say = named(finding, language), Words(language)
        curve = renamed.daily[renamed.daily["indicator"] == "coverage"]
        one = {
            "funnel": files.funnel_file(renamed, say),
            "requests": files.requests_file(renamed, say),
            "map": files.map_file(renamed, "coverage"),
            "daily": files.daily_file(curve),
        }
        made[language] = {name: read_back(files.of_run(data, REQUEST)) for name, data in one.items()}
    for name, table in made["en"].items():
        assert list(table) == list(made["zh"][name]) and len(table), name
        assert all(column.isascii() and " " not in column for column in table), name
        figures = {"value", "lo", "hi", "count", "share", "per_1000_residents_year"} & set(table)
        assert figures and all(pd.api.types.is_numeric_dtype(table[one]) for one in figures), name
        assert set(table["scenario"]) == {
            column.replace("=1+1", "'=1+1") for column in named(finding, "en").comparison.names
        }


def test_names_come_from_the_request_that_is_open(finding):
    """The runs are shared by whoever asks for the same; what they are called is each asker's own."""
    mine = replace(REQUEST, columns=tuple(replace(one, label=f"Mine {n}") for n, one in enumerate(COLUMNS)))
    say, renamed = Words("en"), named(finding, "en", mine)
    shown = (
        tables.differences_table(renamed.comparison, say),
        tables.funnel_table(renamed, say),
        tables.requests_table(renamed, say),
        tables.map_table(renamed, "coverage", say),
        files.differences_file(renamed.comparison, say),
    )
    for table in shown:
        text = table.to_csv()
        assert "Mine 1" in text and "=1+1" not in text


def test_a_table_on_the_page_reads_letter_by_letter():
    shown = as_text(pd.DataFrame({"**a**": ["![p](x)", "b"], "n": [1.5, 2.5]}))
    assert (
        shown.columns[0] == r"\*\*a\*\*" and shown.iloc[0, 0] == r"\!\[p\]\(x\)" and shown["n"].tolist() == [1.5, 2.5]
    )


def test_legends_of_three_scenarios_have_an_edge_each_and_whole_names(finding):
    say = Words("en")
    names = ["Status quo", "A name of forty letters, all to be read!", "Guangdong"]
    renamed = called(finding, names)
    shown = tables.differences(renamed.comparison, say)
    spec = charts.forest(shown[shown["share"]], names, say, "points").to_dict()
    points = next(layer["encoding"] for layer in spec["layer"] if "shape" in layer["encoding"])
    colour, shape = points["color"]["legend"], points["shape"]["legend"]
    assert colour["orient"] != shape["orient"]
    assert colour["columns"] == 1 and colour["labelLimit"] >= 7 * 40
