"""The proposals of a year as a statement tells them: how many stand at which stage, and each on a line of its own."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..reports.project_stages import by_date_and_stage, put_to_the_vote
from ..reports.statements import Year
from ..reports.wording import Words

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.library import Scenario
    from .plain import PlainTable


def of_year(projects: pd.DataFrame, year: Year, community: int | None) -> pd.DataFrame:
    """Proposals whose lists were drawn up in a year."""
    return _here(projects[(projects.batch_day >= year.first) & (projects.batch_day <= year.last)], community)


def of_earlier_years(projects: pd.DataFrame, year: Year, community: int | None) -> pd.DataFrame:
    """Projects chosen before a year that were not over on its first day: they wait, are under way, or still help."""
    chosen = projects[(projects.batch_day < year.first) & (projects.number >= 0)]
    return _here(chosen[(chosen.start_day >= year.first) | (chosen.acts_until_day >= year.first)], community)


def _here(projects: pd.DataFrame, community: int | None) -> pd.DataFrame:
    return projects if community is None else projects[projects.community == community]


def stage_table(staged: pd.DataFrame, say: Words) -> PlainTable:
    """How many proposals stand where, form by form, what they cost and how much of it was paid."""
    from ...model.observation.projects_table import STAGES
    from ...model.projects.kinds import FORMS
    from .tables import table

    forms = [say(f"form.{form}") for form in FORMS]
    heads = [say("project.stage"), *forms, say("statement.total"), say("project.cost"), say("project.paid")]
    rows = []
    for stage in STAGES:
        here = staged[staged.stage == stage]
        if len(here):
            by_form = dict(zip(here.form, here["count"], strict=True))
            counts = [f"{by_form.get(form, 0):,}" for form in FORMS]
            sums = [f"{here['count'].sum():,}", f"{here.yuan.sum():,.0f}", f"{here.paid_yuan.sum():,.0f}"]
            rows.append([say(f"stage.{stage}"), *counts, *sums])
    return table(heads, rows)


def project_lines(projects: pd.DataFrame, scenario: Scenario, say: Words) -> Iterator[str]:
    """The proposals of a community, one a line: what, where, for how much, by whom, what came of it, why and when."""
    start, kinds = scenario.parameters.place.start, kinds_of(scenario, say)
    for row in by_date_and_stage(projects).to_dict("records"):
        yuan = f"{row['cost_yuan']:,.0f}"
        claimed = row["outcome"] == "claimed"
        values = {
            "date": row["date"],
            "form": say(f"form.{row['form']}"),
            "kind": kinds[row["kind"]],
            "cell": row["cell"],
            "cost": say("project.would_cost", yuan=yuan) if claimed else say("project.costs", yuan=yuan),
            "who": say("project.and").join(say(f"proposer.{one}") for one in row["proposer"].split("+")),
            "named": _named(row, put_to_the_vote(scenario, row["date"], row["purse"]), say),
            "became": say("project.then").join(_became(row, start, say)),
        }
        yield say("project.one", **values)


def kinds_of(scenario: Scenario, say: Words) -> dict[str, str]:
    """What the kinds of need of a place are called."""
    return {
        kind.id: kind.label_zh if say.language == "zh" else kind.label_en for kind in scenario.parameters.place.needs
    }


def _named(row: Mapping[str, Any], asked: bool, say: Words) -> str:
    """How many adults named it, or would have where nobody asked them; what was struck came before nobody."""
    if row["stage"] == "struck":
        return ""
    return say("project.named", n=row["votes"]) if asked else say("project.would_name", n=row["votes"])


def _became(row: Mapping[str, Any], start: dt.date, say: Words) -> list[str]:
    """What came of a proposal and why, then who paid and when, and from when to when it helps."""
    why, stage = say(f"why.{row['reason']}"), row["stage"]
    if stage == "failed":
        return [say("project.gave_up", stage=say("stage.failed"), why=why, date=_date(row["start_day"], start))]
    lines = [say("project.outcome", stage=say(f"stage.{stage}"), why=why)]
    if stage in ("struck", "not_funded"):
        return lines
    if row["purse"]:
        lines.append(_payment(row, start, say))
    begins = _date(row["start_day"], start)
    if stage == "queued":  # whether it can be done shows only at its tender, so nothing is said of what follows
        return [*lines, say("project.due", date=begins)]
    helps = {"first": _date(row["acts_from_day"], start), "until": _date(row["acts_until_day"], start)}
    return [*lines, say("project.begun", date=begins), say("project.helps", **helps)]


def _payment(row: Mapping[str, Any], start: dt.date, say: Words) -> str:
    """The fund that paid for a project, and when; or that is to pay."""
    from ...model.ledger.ledger import ACCOUNTS

    fund = ACCOUNTS[row["purse"]].zh if say.language == "zh" else ACCOUNTS[row["purse"]].en
    if math.isnan(row["paid_day"]):
        return say("project.to_be_paid", fund=fund)
    return say("project.paid_from", fund=fund, date=_date(row["paid_day"], start))


def _date(day: float, start: dt.date) -> str:
    """The date of a measured day; days of the warm-up come before the first."""
    return (start + dt.timedelta(days=int(day) - 1)).isoformat()
