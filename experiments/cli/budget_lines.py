"""The second half of a statement: what each line bought, and all that a program reads of it and of projects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..reports.budget_lines import line_label, outside, totals
from ..reports.project_stages import by_date_and_stage, stages
from ..reports.statements import Year
from ..reports.wording import Words
from .proposals import of_earlier_years, of_year

if TYPE_CHECKING:
    import pandas as pd

    from ...model.observation.record import Run
    from .plain import PlainTable

COLUMNS = ("hours", "hours_used", "needs_met", "needs_prevented", "count", "yuan_per_hour", "yuan_per_need_met")
ADDED = ("hours", "hours_used", "needs_met", "needs_prevented")
"""What can be added over lines; projects and surveys are not one thing, and some who meet needs are paid elsewhere."""


def bought_and_projects(run: Run, year: Year, community: int | None) -> dict[str, Any]:
    """What a program reads of both."""
    return {
        "bought": _rows(totals(run.bought, year.year, community)),
        "projects": _projects_object(of_year(run.projects, year, community)),
        "projects_of_earlier_years": _projects_object(of_earlier_years(run.projects, year, community)),
    }


def _projects_object(proposals: pd.DataFrame) -> dict[str, Any]:
    """How many stand at each stage, and each of them."""
    listed = by_date_and_stage(proposals)
    return {"stages": _rows(stages(proposals)), "list": _rows(listed.assign(date=listed.date.astype(str)))}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; what is missing is null."""
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def bought_table(bought: pd.DataFrame, say: Words) -> PlainTable:
    """Line by line: yuan, hours, needs, and what one of them costs; then all lines together."""
    from .tables import table

    heads = [say("statement.line"), say("statement.yuan"), *(say(f"bought.{name}") for name in COLUMNS)]
    rows = []
    for row in bought.to_dict("records"):
        yuan = "–" if outside(row["line"]) else f"{row['yuan']:,.2f}"
        rows.append([line_label(row["line"], say.language), yuan, *(_whole(row[name]) for name in COLUMNS)])
    if rows:
        added = (_whole(bought[name].sum(min_count=1)) if name in ADDED else "–" for name in COLUMNS)
        rows.append([say("statement.total"), f"{bought.yuan.sum():,.2f}", *added])
    return table(heads, rows)


def _whole(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10.0 or value == round(value) else f"{value:,.1f}"
