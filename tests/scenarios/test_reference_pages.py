"""On the pages of sources and of indicators no row is named that nobody can look up."""

from __future__ import annotations

from shapan.experiments.evidence.contrasts import seed_rows
from shapan.model.observation.indicators import INDICATORS
from shapan.scenarios import indicator_page
from shapan.scenarios.source_page import ARTICLE, named_by, source_rows


def test_every_row_that_is_named_can_be_looked_up():
    articles = {row.id for row in seed_rows()}
    in_words = {row for row in named_by() if " " in row}  # "Suzhou yearbook 2019, table 1-1" says itself what it is
    unknown = set(named_by()) - articles - set(source_rows()) - in_words
    assert not unknown
    assert any(ARTICLE.fullmatch(row) for row in named_by())


def test_a_row_is_told_with_who_names_it():
    named = named_by()
    assert "`grid.workers_per_1000_households`" in named["B2"]
    assert not any(ARTICLE.fullmatch(row) for row in source_rows())


def test_margins_and_words_of_every_indicator_stand_on_the_page():
    text = indicator_page.page()
    for one in INDICATORS.values():
        assert f"`{one.name}`" in text and one.help_en in text and one.help_zh in text
    (coverage,) = [line for line in text.splitlines() if line.startswith("| `coverage` ")]
    assert "| 0.5 points 个百分点 |" in coverage
