"""Two to four formats on the page Deliberation: asked, put beside each other, told in one sentence."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from shapan.app.screens.deliberation.cards import headline_html
from shapan.app.screens.deliberation.matters import ended_apart, matters_file
from shapan.app.screens.deliberation.request import MOST, NO_TABLE, TwoTables
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.reports.matter import MatterHistory
from shapan.experiments.reports.matters import side_by_side

DAY = dt.date(2026, 1, 5)


def story(number, kind="lift", outcome="settled"):
    about = {"community": 1, "households": 24, "day": 5, "date": DAY, "days": 30}
    return MatterHistory(number=number, kind=kind, outcome=outcome, tries=(), ended=None, **about)


def test_a_matter_stands_beside_its_twins_in_every_run():
    first = (story(1), story(2), story(3, "road"))
    second = (story(7), story(8, "road", "open"))
    third = (story(4, "road"), story(5, "shed"))
    found = side_by_side(first, second, third)
    numbers = [tuple(one.number if one else None for one in row) for row in found]
    assert sorted(numbers, key=str) == sorted([(1, 7, None), (2, None, None), (3, 8, 4), (None, None, 5)], key=str)
    assert side_by_side(first, second) == tuple(row[:2] for row in found if any(row[:2]))
    assert [ended_apart(row) for row in found] == [row[0] is not None and row[0].kind == "road" for row in found]


@pytest.mark.parametrize("many", [2, 3, 4])
def test_two_to_four_formats_are_asked_and_read_back(many):
    asked = TwoTables(days=90)
    for _ in range(many - 2):
        asked.add()
    assert len(set(asked.formats)) == many and NO_TABLE not in asked.formats
    assert TwoTables.of(asked.request(Words("en"))) == asked
    assert len(asked.request(None).columns) == many


def test_never_more_than_four_nor_fewer_than_two():
    asked = TwoTables()
    for _ in range(9):
        asked.add()
    assert len(asked.formats) == MOST
    for _ in range(9):
        asked.drop()
    assert asked.formats == TwoTables().formats
    five = replace(asked.request(None), columns=asked.request(None).columns[:1])
    assert TwoTables.of(five) is None


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_most_and_fewest_are_named(language):
    runs = ((story(1), story(2, "road")), (story(1), story(2, "road", "open")), (story(1), story(2, "road")))
    say, pairs = Words(language), side_by_side(*runs)
    text = headline_html(say, ["One", "Two", "Three"], pairs)
    assert say("tables.apart_some", n=1) in text and text.index("One") < text.index("Three") < text.index("Two")
    alike = headline_html(say, ["One", "Two", "Three"], side_by_side(runs[0], runs[0], runs[0]))
    assert say("tables.all_as_many", n=2, all=2) in alike


def test_the_file_has_columns_for_every_format():
    pairs = side_by_side((story(1),), (), (story(1, outcome="given_up"),), (story(1),))
    file = matters_file(["w", "x", "y", "z"], pairs)
    row = file.iloc[0]
    assert [row[f"standing_{side}"] for side in "abcd"] == ["settled", "not_raised", "given_up", "settled"]
    assert row["format_d"] == "z" and SimpleNamespace(**row.to_dict()).days_a == 30
