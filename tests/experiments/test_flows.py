"""Flows of money: what comes into a node goes out of it, and parts add up to lines of the statement, to the fen."""

import datetime as dt

import altair as alt
import numpy as np
import pandas as pd
import pytest

from shapan.app.screens.money.flow_chart import flow_chart, flow_file, flow_table
from shapan.app.screens.money.flow_layout import GAP, TALLEST, largest, lay_out
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.reports.budget_lines import SUMMED
from shapan.experiments.reports.flows import MET, NOT_MET, flows_of
from shapan.experiments.reports.statements import Year, by_year, statements, total_of, years_of
from shapan.model.ledger.ledger import FLOWS, HOLDERS, SOURCES, USES, Account, Ledger
from shapan.model.observation.movements import ledger_table

START, DAYS, PLACES = dt.date(2026, 1, 1), 500, 4
LUCK = np.random.default_rng(7)
SORTS = {"source": SOURCES, "holder": HOLDERS, "use": USES}


def somewhere(name):
    return Account(name, -1 if name in SOURCES else int(LUCK.integers(-1, PLACES)))


@pytest.fixture(scope="module")
def ledger():
    """A thousand payments of any kind the ledger allows, odd fen, some between communities."""
    book, ways = Ledger(PLACES), sorted(FLOWS)
    for number in range(1000):
        first, second = ways[LUCK.integers(len(ways))]
        source, target = (somewhere(str(LUCK.choice(SORTS[sort]))) for sort in (first, second))
        most = book.held(source) if first == "holder" else 1_000_000
        if source != target and most:
            book.pay(number // 2, source, target, int(LUCK.integers(1, most + 1)), "x")
    return by_year(ledger_table(book, 20, START).made(), years_of(START, DAYS))


def bought(met=("wages_grid", "points")):
    rows = [
        {"line": line, "year": year, "community": place} | dict.fromkeys(SUMMED, 0.0) | {"needs_met": 3.0}
        for line in met
        for year in (2026, 2027)
        for place in (-1, *range(PLACES))
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("year", years_of(START, DAYS))
@pytest.mark.parametrize("place", [None, -1, 0, 3])
def test_parts_are_the_lines_of_the_statement(ledger, year, place):
    flows, found = flows_of(ledger, bought(), year, place), statements(ledger, year)
    one = total_of(found.values()) if place is None else found[place]

    def part(*names):
        return sum(flow.fen for flow in flows if flow.part in names)

    given_at_once = sum(flow.fen for flow in flows if flow.part == "spent" and flow.source in SOURCES)
    sums = one.sums()
    assert part("opening") == sums["opening"] and part("closing") == sums["closing"]
    assert part("given") + given_at_once == sums["given"]
    assert part("spent") == sums["spent"] == part("bought") and part("returned") == sums["returned"]
    assert part("passed_in") - part("passed_out") == sums["passed_on"]
    for use in USES:
        assert sum(flow.fen for flow in flows if flow.target == use) == one.spent.get(use, 0)
    assert all(flow.fen > 0 for flow in flows)


@pytest.mark.parametrize("place", [None, 2])
def test_what_comes_into_a_node_goes_out_of_it(ledger, place):
    flows = flows_of(ledger, bought(), years_of(START, DAYS)[1], place)
    for name in (*HOLDERS, *USES):
        into, out = ([one.fen for one in flows if getattr(one, end) == name] for end in ("target", "source"))
        assert sum(into) == sum(out)
    targets = {one.source: one.target for one in flows if one.part == "bought"}
    assert {use for use, target in targets.items() if target == MET} == {"wages_grid", "points"} & set(targets)
    assert NOT_MET in targets.values()


def test_widths_are_in_proportion_and_nothing_overlaps(ledger):
    flows = flows_of(ledger, bought(), Year(2026, 1, 365))
    layout, whole = lay_out(flows, largest(flows)), largest(flows)
    for ribbon in layout.ribbons:
        assert ribbon.width == pytest.approx(ribbon.flow.fen * TALLEST / whole)
    nodes = {node.name: node for node in layout.nodes}
    for node in layout.nodes:
        beside = [other for other in layout.nodes if other.column == node.column and other.top > node.top]
        assert all(other.top >= node.top + node.height + GAP - 1e-6 for other in beside)
    for ribbon in layout.ribbons:
        target = nodes[ribbon.flow.target]
        assert target.top - 1e-6 <= ribbon.top1 and ribbon.top1 + ribbon.width <= target.top + target.height + 1e-6
        source = nodes[ribbon.flow.source]
        assert source.top - 1e-6 <= ribbon.top0 and ribbon.top0 + ribbon.width <= source.top + source.height + 1e-6


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_chart_and_table_tell_the_same_yuan(ledger, language):
    flows, say = flows_of(ledger, bought(), Year(2026, 1, 365)), Words(language)
    table, file = flow_table(say, {"A": flows}), flow_file({"A": flows})
    assert [f"{yuan:,.2f}" for yuan in file["yuan"]] == table.iloc[:, -1].tolist()
    with alt.data_transformers.disable_max_rows():
        spec = flow_chart(say, flows, largest(flows), 30.0).to_dict()
    drawn = next(rows for rows in spec["datasets"].values() if "flow" in rows[0])
    assert sorted({row["flow"]: row["yuan"] for row in drawn}.values()) == sorted(table.iloc[:, -1])


def test_no_money_is_no_flow(ledger):
    assert flows_of(ledger.iloc[:0], bought().iloc[:0], Year(2026, 1, 365)) == []
