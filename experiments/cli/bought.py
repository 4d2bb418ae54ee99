"""The second half of a statement: what each line bought, and how far every project is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..bought import line_label, outside, totals
from ..pipelines import final, stages
from ..statements import Year
from ..wording import Words

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from ...model.record import Run

COLUMNS = ("hours", "hours_used", "needs_met", "needs_prevented", "count", "yuan_per_hour", "yuan_per_need_met")


def of_year(projects: pd.DataFrame, year: Year, community: int | None) -> pd.DataFrame:
    """Proposals whose lists were drawn up in a year; the first also has what was chosen before and went on."""
    first = -math.inf if year.first == 1 else year.first
    chosen = projects[(projects.batch_day >= first) & (projects.batch_day <= year.last)]
    return chosen if community is None else chosen[chosen.community == community]


def bought_and_projects(run: Run, year: Year, community: int | None) -> dict[str, Any]:
    """What a program reads of both."""
    proposals = of_year(run.projects, year, community)
    listed = final(proposals)
    return {
        "bought": _rows(totals(run.bought, year.year, community)),
        "projects": {"stages": _rows(stages(proposals)), "list": _rows(listed.assign(date=listed.date.astype(str)))},
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; what is missing is null."""
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def bought_table(bought: pd.DataFrame, say: Words) -> Table:
    """Line by line: yuan, hours, needs, and what one of them costs."""
    from .tables import table

    heads = [say("statement.line"), say("statement.yuan"), *(say(f"bought.{name}") for name in COLUMNS)]
    rows = []
    for row in bought.to_dict("records"):
        yuan = "–" if outside(row["line"]) else f"{row['yuan']:,.2f}"
        rows.append([line_label(row["line"], say.language), yuan, *(_whole(row[name]) for name in COLUMNS)])
    return table(heads, rows)


def stage_table(staged: pd.DataFrame, say: Words) -> Table:
    """How many proposals stand where, form by form, and what they cost."""
    from ...model.projects.kinds import FORMS
    from ...model.projects.table import STAGES
    from .tables import table

    heads = [
        say("project.stage"),
        *(say(f"form.{form}") for form in FORMS),
        say("statement.total"),
        say("project.cost"),
    ]
    rows = []
    for stage in STAGES:
        here = staged[staged.stage == stage]
        if len(here):
            by_form = dict(zip(here.form, here["count"], strict=True))
            counts = [f"{by_form.get(form, 0):,}" for form in FORMS]
            rows.append([say(f"stage.{stage}"), *counts, f"{here['count'].sum():,}", f"{here.yuan.sum():,.0f}"])
    return table(heads, rows)


def project_lines(projects: pd.DataFrame, kinds: Mapping[str, str], say: Words) -> Iterator[str]:
    """The proposals of a community, one a line: what, where, for how much, by whom, what came of it and why.

    Args:
        kinds: What each kind of need is called.
    """
    for row in final(projects).to_dict("records"):
        told = {
            "date": row["date"],
            "form": say(f"form.{row['form']}"),
            "kind": kinds[row["kind"]],
            "cell": row["cell"],
            "yuan": f"{row['cost_yuan']:,.0f}",
            "who": say("project.and").join(say(f"proposer.{one}") for one in row["proposer"].split("+")),
            "votes": row["votes"],
            "stage": say(f"stage.{row['stage']}"),
            "why": say(f"why.{row['reason']}"),
        }
        yield say("project.one", **told)


def _whole(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10.0 or value == 0.0 else f"{value:,.1f}"
