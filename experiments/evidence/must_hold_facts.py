"""What is counted in one run for `must_hold`: who did what how often, out of its tables.

Everything is over the measured days. A figure that has nothing to count is not a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from ...model.deliberation.kinds import MATTERS
from ...model.observation.matters_by_class import CLASSES

if TYPE_CHECKING:
    from ...model.observation.record import Run

DAYS_A_YEAR = 365.0
DAYS_A_QUARTER = 91
DAYS_TO_END = 90
"""So many days before the last a matter must have been raised to count among those that had time to come to an end."""
LATER = 3
"""Quarters after which an order is one of a scheme that is no longer new."""
PUBLIC = sorted(kind.id for kind in MATTERS.values() if kind.public)
"""Kinds of matter between estates: roads, lighting, parking."""


def facts(run: Run) -> dict[str, float]:
    """Every figure that a bar is judged by."""
    once = run.events.drop_duplicates("event")
    return {
        **dict(run.indicators),
        **dict(_reports(run, once)),
        **dict(_matters(run, once)),
        **dict(_projects(run, once)),
        **dict(_volunteers(run, once)),
    }


def share(part: float, whole: float) -> float:
    """A part of a whole; not a number where there is no whole."""
    return part / whole if whole else math.nan


def _reports(run: Run, once: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """What was brought and whistled for a community and year; what departments and wrong doors lost."""
    years = run.communities * run.days / DAYS_A_YEAR
    raised, whistled = once[once.name == "matter_raised"], once[once.name.isin(("matter_whistled", "task_whistled"))]
    yield "matters_from_requests", len(raised[raised.how == "requests"]) / years
    yield "matters_raised", len(raised) / years
    yield "whistles", len(whistled) / years
    yield "whistled_matters", whistled.matter.nunique() / years
    own = run.events[(run.events.name == "committee_whistled") & (run.events.quantity == "whistles")]
    yield "own_whistles", float(own.value.sum()) / years
    yield "lost_at_departments", share(run.funnel["wrong_door"], run.funnel["born"])


def _matters(run: Run, once: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Where public matters were on the table, what was settled, and how long people talked before they agreed."""
    kinds = run.matters.set_index("matter").kind
    tries = run.attempts[run.attempts.matter.map(kinds).isin(PUBLIC)]
    yield "public_tries_at_council", share(float((tries["at"] == "community").sum()), len(tries))
    agreed = run.events[(run.events.name == "matter_agreed") & (run.events.quantity == "days")]
    agreed = agreed.drop_duplicates("number")  # for the first time
    reopened = once[once.name == "matter_reopened"]
    turns = once[once.name.isin(("matter_ended", "matter_reopened"))]
    ended = turns.drop_duplicates("number", keep="last")  # what came up again and is open is not settled
    yield "works_stopped", float((once.name == "works_stopped").sum())
    for name in CLASSES:
        ours = {kind.id for kind in MATTERS.values() if kind.matter_class == name}
        yield (
            f"settled_{name}",
            float((ended.about.isin(ours) & (ended.how == "settled")).sum()),
        )
        yield f"reopened_{name}", float(reopened.about.isin(ours).sum())
        early = run.matters[run.matters.kind.isin(ours) & (run.matters.day <= run.days - DAYS_TO_END)]
        settled = early.standing == "settled"
        yield f"settled_of_early_{name}", share(float(settled.sum()), len(early))
        yield f"settled_for_good_{name}", share(float((settled & (early.reopened == 0)).sum()), len(early))
        yield f"agreed_{name}", float(agreed.about.isin(ours).sum())
        yield f"days_to_agree_{name}", float(agreed[agreed.about.isin(ours)].value.mean())


def _projects(run: Run, once: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Where project money went, who carried projects out, and how many an organisation had."""
    paid = run.ledger[(run.ledger.from_account == "projects") & (run.ledger.to_account != "treasury")]
    activities = paid[paid.to_account == "activities"].groupby("community").value.sum()
    spent = paid.groupby("community").value.sum()
    yield "activities_least_share", float((activities.reindex(spent.index).fillna(0.0) / spent).min())
    yield "activities_share", share(float(activities.sum()), float(spent.sum()))
    taken, began = once[once.name == "project_assigned"], once[once.name == "project_began"]
    chosen = once[once.name == "project_chosen"]
    begun_here = began[began.number.isin(chosen.number)]
    yield "projects_without_doer", float((~begun_here.number.isin(taken.number)).sum())
    yield "projects_begun", float(len(began))
    doers = run.events[(run.events.name == "project_assigned") & (run.events.quantity == "by")]
    doers = doers[doers.how == "organisation"]
    yield "projects_an_organisation", share(len(doers), doers.value.nunique())
    judged = run.events[(run.events.name == "project_reviewed") & (run.events.quantity == "content")]
    yield "projects_judged", float(len(judged))
    refused, made = once[once.name == "payment_refused"], once[once.name == "payment_made"]
    yield "payments_refused_share", share(len(refused), len(refused) + len(made))


def hours_used(balance: pd.DataFrame) -> float:
    """Share of volunteers' hours that were work done, or went to standing programmes, by the table of balances."""
    ours = balance[balance.pool == "volunteer"]
    used = ours.hours_used_per_day + ours.hours_other_uses_per_day
    return share(float(used.sum()), float(ours.hours_offered_per_day.sum()))


def _volunteers(run: Run, once: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """How much of volunteers' hours was of use, and how many orders that came to an end were signed for.

    Of use are hours of work done and those of standing programmes. What nothing has taken on a Monday (`hours_unused`)
    is not what was of no use: where residents order, the desk sends teams on Thursdays as well.
    """
    yield "volunteer_hours_used", hours_used(run.balance)
    closed = once[(once.name == "order_closed") & once.how.isin(("signed", "expired"))]
    for name, those in (
        ("orders_filled_at_first", closed[closed.day <= DAYS_A_QUARTER]),
        ("orders_filled_later", closed[closed.day > LATER * DAYS_A_QUARTER]),
    ):
        yield name, share(float((those.how == "signed").sum()), len(those))
