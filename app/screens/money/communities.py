"""A year's money community by community: what came in and what it went on, a resident's part, what a need met cost."""

from __future__ import annotations

from html import escape

import pandas as pd

from ....experiments.reports.statements import FEN_A_YUAN, Statement, Year, statements, total_of
from ...jobs.accounts import WHOLE, Accounts
from ...widgets.files import chosen_columns
from ...widgets.language import Words

FIGURES = ("given", "spent", "returned", "closing", "per_resident", "needs_met", "yuan_per_need_met")
DECIMALS = {"per_resident": 2, "yuan_per_need_met": 2}


def communities(accounts: Accounts, year: Year, residents: pd.Series) -> pd.DataFrame:
    """A row for each community, for what the district keeps (−1) where it has any, and for all together (WHOLE).

    Args:
        residents: Who lives in each community, by its number.

    Returns:
        `place` and FIGURES, sums in yuan, needs those met on time; missing where nobody lives or nothing was met.
    """
    found = statements(accounts.ledger, year)
    bought = accounts.bought[accounts.bought["year"] == year.year]
    met = bought.groupby("community")["needs_met"].sum()
    places = [*residents.index, *([-1] if -1 in found else [])]
    rows = [
        _row(place, found.get(place, Statement()), residents.get(place, 0), met.get(place, 0.0)) for place in places
    ]
    rows.append(_row(WHOLE, total_of(found.values()), residents.sum(), met.sum()))
    return pd.DataFrame(rows, columns=["place", *FIGURES])


def _row(place: int, one: Statement, residents: int, met: float) -> list[float]:
    sums = {name: fen / FEN_A_YUAN for name, fen in one.sums().items()}
    spent, nan = sums["spent"], float("nan")
    each = (spent / residents if residents else nan, met if met else nan, spent / met if met else nan)
    return [place, *(sums[name] for name in ("given", "spent", "returned", "closing")), *each]


def communities_html(say: Words, table: pd.DataFrame, names: list[str], caption: str) -> str:
    """The table on the screen; a dash where nobody lives or no need was met."""
    heads = [_head(say, name) for name in FIGURES]
    body = []
    for name, row in zip(names, table.to_dict("records"), strict=True):
        cells = "".join(
            f'<td data-label="{escape(head)}">{_figure(row[figure], DECIMALS.get(figure, 0))}</td>'
            for head, figure in zip(heads, FIGURES, strict=True)
        )
        look = "sum" if row["place"] == WHOLE else "community"
        body.append(f'<tr class="{look}"><th scope="row">{escape(name)}</th>{cells}</tr>')
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in (say("table.community"), *heads))
    return (
        f'<table class="shapan-statement lines communities"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def communities_file(table: pd.DataFrame, names: list[str], scenario: str, year: int) -> pd.DataFrame:
    """The same as numbers, yuan to the fen; `community` is empty for the district's own accounts and for all."""
    numbers = table["place"].where(table["place"] >= 0).astype("Int64")
    found = table.assign(community=numbers, label=names).round(2)
    return chosen_columns(found, ("community", "label", *FIGURES), scenario=scenario, year=year)


def _head(say: Words, name: str) -> str:
    if name in ("given", "spent", "returned", "closing"):
        return say.shared(f"statement.{name}")
    return say(f"communities.{name}")


def _figure(value: float, decimals: int) -> str:
    return "–" if pd.isna(value) else f"{value:,.{decimals}f}".replace("-", "−")
