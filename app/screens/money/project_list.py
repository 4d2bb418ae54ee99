"""The proposals of a district one by one: where, what for, who wanted it, what it cost, what became of it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from ...widgets.language import Words
from ...widgets.phrases import listed
from .statement import account_words

MOST_LISTED = 25  # more would bury the end of the page on a phone; the file has all
HEADS = ("project", "place", "proposer", "votes", "cost", "paid_from", "became", "dates")
FIGURES = ("votes", "cost")


def costliest_first(projects: pd.DataFrame) -> pd.DataFrame:
    """The order of the list."""
    return projects.sort_values(["cost_yuan", "batch_day"], ascending=[False, True], kind="stable")


def list_html(say: Words, projects: pd.DataFrame, start: dt.date, kinds: Mapping[str, str]) -> str:
    """Projects as rows; on a phone every project is a block of its own.

    Args:
        start: The first measured day.
        kinds: Kind of need -> what it is called.
    """
    heads = [say(f"project.{name}") for name in HEADS]
    body = []
    for row in projects.head(MOST_LISTED).to_dict("records"):
        found = _row_texts(say, row, start, kinds)
        cells = "".join(
            f'<td class="{"figure" * (name in FIGURES)}" data-label="{escape(head)}">{escape(found[name])}</td>'
            for name, head in zip(HEADS[1:], heads[1:], strict=True)
        )
        body.append(f'<tr><th scope="row">{escape(found["project"])}</th>{cells}</tr>')
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    caption = escape(say("project.caption", shown=min(MOST_LISTED, len(projects)), all=f"{len(projects):,}"))
    return (
        f'<table class="shapan-projects"><caption>{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def list_file(say: Words, projects: pd.DataFrame, start: dt.date, kinds: Mapping[str, str]) -> pd.DataFrame:
    """All of them as numbers and codes, with a column for every fact."""
    rows = []
    for row in projects.to_dict("records"):
        dates = {name: _date(row, f"{name}_day", start) for name in ("paid", "start", "acts_from", "acts_until")}
        rows.append(
            {
                "listed": str(row["date"]),
                "community": row["community"],
                "cell": row["cell"],
                "kind": row["kind"],
                "label": kinds.get(row["kind"], row["kind"]),
                "form": row["form"],
                "proposer": row["proposer"],
                "votes": row["votes"],
                "cost_yuan": row["cost_yuan"],
                "fund": row["purse"],
                "stage": row["stage"],
                "reason": row["reason"],
                "why": because(say, row),
                **dates,
            }
        )
    return pd.DataFrame(rows)


def _row_texts(say: Words, row: Mapping[str, Any], start: dt.date, kinds: Mapping[str, str]) -> dict[str, str]:
    """One project in the words of the list."""
    who = [say(f"proposer.{one}") for one in str(row["proposer"]).split("+") if one]
    return {
        "project": say("project.what", kind=kinds.get(row["kind"], row["kind"]), form=say(f"form.{row['form']}")),
        "place": say("project.where", community=row["community"], cell=row["cell"]),
        "proposer": listed(say, who) if who else "–",
        "votes": "–" if row["stage"] == "struck" else f"{row['votes']:,}",
        "cost": f"{row['cost_yuan']:,.0f}",
        "paid_from": _paid_from(say, row),
        "became": _became(say, row, start),
        "dates": _dates(say, row, start),
    }


def _paid_from(say: Words, row: Mapping[str, Any]) -> str:
    """The fund that paid, or whose list it stood on; members do theirs with their own hours."""
    fund = account_words(say, str(row["purse"])) if row["purse"] else say("project.members_hours")
    return fund if pd.notna(row["paid_day"]) else say("project.unpaid", fund=fund)


def _became(say: Words, row: Mapping[str, Any], start: dt.date) -> str:
    """Where it stands and why; what was given up had been chosen before, for a reason that is not why it ended."""
    if row["stage"] == "failed":
        return say("project.outcome_failed", why=because(say, row), date=_date(row, "start_day", start))
    return say("project.outcome", stage=say(f"stage.{row['stage']}"), why=because(say, row))


def because(say: Words, row: Mapping[str, Any]) -> str:
    """Why it was chosen or not; a reason of a later build is shown as it is declared."""
    reason = str(row["reason"])
    return say.get(f"because.{reason}", reason)


def _dates(say: Words, row: Mapping[str, Any], start: dt.date) -> str:
    """When it was on the list, and what a chosen one did when."""
    lines = [say("project.listed", date=row["date"])]
    if row["number"] >= 0:
        steps = ("start_day",) if row["failed"] else ("start_day", "acts_from_day", "acts_until_day")
        key = {"start_day": "gave_up" if row["failed"] else "begun", "acts_from_day": "from", "acts_until_day": "until"}
        lines += [say(f"project.{key[step]}", date=_date(row, step, start)) for step in steps]
        if pd.notna(row["paid_day"]):
            lines.insert(2, say("project.paid", date=_date(row, "paid_day", start)))
    return ("；" if say.language == "zh" else "; ").join(lines)


def _date(row: Mapping[str, Any], name: str, start: dt.date) -> str:
    """A measured day as a date; empty where there was none."""
    if row["number"] < 0 or pd.isna(row[name]):
        return ""
    return (start + dt.timedelta(days=int(row[name]) - 1)).isoformat()
