"""What became of every proposal: struck, passed over or chosen, why, and how far it is when the run ends.

One row is one proposal on one list. What one purse could not pay for may stand on the list of the next in the same
batch, and then has a row on each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..late_tables import Late
from ..projects.kinds import FORMS
from ..projects.proposals import (
    BRANCHES,
    KEPT,
    ORGANISATIONS,
    REASONS,
    RESIDENTS,
    STAFF,
)
from ..projects.records import (
    NOT_PAID,
    Listing,
    Project,
    ProjectBook,
)
from ..sparing import pd

if TYPE_CHECKING:
    from ..district import District

OUTCOMES = ("struck", "no_money", "not_chosen", "chosen", "claimed")
"""What came of a proposal on a list. Struck: screening took it off. No money: it was wanted, and what was left could
not pay for it. Not chosen: nobody named it, or the rule ended before its turn. Claimed: members do it themselves."""
STAGES = ("struck", "not_funded", "queued", "under_way", "helping", "ended", "failed")
"""How far a proposal is on the last evening: off the list, without money, promised and before its start, begun, doing
what it is for, over, or found impossible at its tender."""
WANTED_MONEY = ("dearer_than_budget", "not_enough_left", "supporters_spent", "stopped_here", "over_cap")
"""Reasons for which only money was wanting."""
FEN_A_YUAN = 100
NAMES = {STAFF: "staff", RESIDENTS: "residents", ORGANISATIONS: "organisations", BRANCHES: "branches"}
COLUMNS: dict[str, str] = {
    "number": "int64",
    "community": "int32",
    "cell": "int32",
    "batch_day": "int32",
    "date": "object",
    "form": "object",
    "kind": "object",
    "proposer": "object",
    "votes": "int64",
    "cost_yuan": "float64",
    "purse": "object",
    "outcome": "object",
    "reason": "object",
    "chosen_day": "float64",
    "start_day": "float64",
    "acts_from_day": "float64",
    "acts_until_day": "float64",
    "paid_day": "float64",
    "paid_yuan": "float64",
    "failed": "bool",
    "stage": "object",
}


def projects_table(district: District) -> Late:
    """Every proposal on a list of the measured days, and what was chosen before and not over by then.

    Columns: `number` of the project that came of it, −1 where none did; `votes` of adults who named it, or would have;
    `purse` the account it was to be paid from, empty where members claimed it; `paid_yuan` what has been paid for it by
    the last evening, less than its cost where a last payment is held back; days are measured days, the first is 1, and
    missing where nothing was chosen or paid.
    """
    rows = [row for one in district.of(ProjectBook).lists for row in _rows(one, district)]
    return Late(lambda: pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS))


def proposer_name(proposer: int) -> str:
    """Who proposed it, joined by a plus where several did."""
    return "+".join(name for flag, name in NAMES.items() if proposer & flag)


def stage_of(project: Project, evening: int) -> str:
    """How far a chosen project is on an evening."""
    if project.money == NOT_PAID:
        return "queued"
    if project.failed:
        return "failed"
    if evening < project.acts_from_day:
        return "under_way"
    return "helping" if evening < project.acts_until_day else "ended"


def _rows(listed: Listing, district: District) -> list[tuple[Any, ...]]:
    first, every = district.plan.warmup, listed.every
    wanted = np.arange(len(every))
    if listed.day < first:
        chosen = np.flatnonzero(listed.project >= 0)
        wanted = chosen[[_runs_on(district.of(ProjectBook).projects[listed.project[row]], first) for row in chosen]]
    ids, date, day = district.of(ProjectBook).kinds.ids, district.date(listed.day), listed.day - first + 1
    columns = zip(
        *(column[wanted].tolist() for column in (every.cell, every.form, every.kind, every.proposer, every.cost_fen)),
        *(column[wanted].tolist() for column in (listed.said, listed.votes, listed.project)),
        wanted.tolist(),
        strict=True,
    )
    rows = []
    for cell, form, kind, proposer, fen, said, votes, number, row in columns:
        project = district.of(ProjectBook).projects[number] if number >= 0 else None
        outcome, reason = _outcome(said, project, listed.reason[row])
        purse = "" if outcome == "claimed" else listed.purse
        facts = (FORMS[form], ids[kind], proposer_name(proposer), votes, fen / FEN_A_YUAN, purse, outcome, reason)
        rows.append((number, listed.community, cell, day, date, *facts, *_days(project, outcome, district)))
    return rows


def _runs_on(project: Project, day: int) -> bool:
    """Whether a project had not begun by this day, or was not over."""
    return project.start_day >= day or (not project.failed and project.acts_until_day > day)


def _outcome(said: int, project: Project | None, reason: str) -> tuple[str, str]:
    if said != KEPT:
        return "struck", REASONS[said]
    if project is None:
        return "no_money" if reason in WANTED_MONEY else "not_chosen", reason
    return "claimed" if project.claimed else "chosen", reason


def _days(project: Project | None, outcome: str, district: District) -> tuple[Any, ...]:
    """Measured days of a project, what was paid, whether it failed, and its stage on the last evening."""
    if project is None:
        return *[np.nan] * 5, 0.0, False, "struck" if outcome == "struck" else "not_funded"
    first = district.plan.warmup - 1
    days = [project.chosen_day, project.start_day, project.acts_from_day, project.acts_until_day]
    paid = np.nan if project.paid_day is None else project.paid_day - first
    failure_known = project.failed and project.money != NOT_PAID
    paid_yuan = project.paid_fen / FEN_A_YUAN
    return *(day - first for day in days), paid, paid_yuan, failure_known, stage_of(project, district.length - 1)
