"""The stream of tasks: which recurring tasks there are, how large, and what becomes of a week of them.

A recurring task is a kind of task of one department (`government.py`). Arrays have the shape (communities, recurring
tasks) unless they say otherwise. Rules are functions of facts; `process.py` lets time pass.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int64s
from ..government import DEPARTMENTS, TASK_KINDS
from ..parameters import Parameters
from ..streams import COMMUNITY, TASK, WEEK, YEAR, Stream

Mask = NDArray[np.bool_]

HOURS_A_TASK = {"ledgers": 5.0, "inspections": 8.0, "certificates": 1.0, "appraisals": 10.0, "meetings": 3.0}
"""D; with the mix of kinds about 30 tasks a week where staff are eighteen, of the order of the 1,850 a year of S44."""
WEEKS_UNTIL_DUE = {"ledgers": 4, "inspections": 2, "certificates": 1, "appraisals": 4, "meetings": 1}
MONTHLY = ("ledgers", "appraisals")
"""Kinds sent down once a month, for all of it; the others come week by week."""
DELEGABLE = ("ledgers", "inspections", "certificates")
"""What a community may take over under an agreement: work with a result, no attendance and no judgement of itself."""
CUTTABLE = ("ledgers", "appraisals", "meetings")
"""三减: bodies with their meetings, ledgers and appraisals."""
COMES_BACK_AFTER, COMES_BACK_OVER = 6, 4
"""Weeks after which what was stopped comes back as appraisal, and over how many it is due."""

SENT = Stream("tasks: how many arise", COMMUNITY, TASK, WEEK)
OWN_DUTY, LISTED, CUT = Stream("tasks: own duty", TASK), Stream("tasks: listed", TASK), Stream("tasks: cut", TASK)
AGREED = Stream("tasks: agreed", COMMUNITY, TASK, YEAR)
KEPT = Stream("tasks: kept", COMMUNITY, TASK, WEEK)
STOPPED = Stream("tasks: stopped", COMMUNITY, TASK, WEEK)
COMES_BACK = Stream("tasks: comes back", COMMUNITY, TASK, WEEK)
DARED = Stream("tasks: dared", COMMUNITY, TASK, WEEK)
HEEDED = Stream("tasks: heeded", COMMUNITY, TASK, WEEK)


class Recurring(NamedTuple):
    """Every recurring task, one entry each.

    Attributes:
        sender: Place of its department in `DEPARTMENTS`.
        kind: Place of its kind in `TASK_KINDS`.
        part: Of all hours from above.
        hours: That one takes.
        weeks: Until it is due.
        monthly, delegable, cuttable: Whether its kind is.
    """

    sender: NDArray[np.int64]
    kind: NDArray[np.int64]
    part: Floats
    hours: Floats
    weeks: NDArray[np.int64]
    monthly: Mask
    delegable: Mask
    cuttable: Mask


def _recurring() -> Recurring:
    pairs = [
        (sender, kind, body.share * part)
        for sender, body in enumerate(DEPARTMENTS.values())
        for kind, part in enumerate(body.mix)
        if part > 0.0
    ]
    names = [TASK_KINDS[kind] for _, kind, _ in pairs]
    return Recurring(
        sender=np.array([sender for sender, _, _ in pairs]),
        kind=np.array([kind for _, kind, _ in pairs]),
        part=np.array([part for _, _, part in pairs]),
        hours=np.array([HOURS_A_TASK[name] for name in names]),
        weeks=np.array([WEEKS_UNTIL_DUE[name] for name in names]),
        monthly=np.isin(names, MONTHLY),
        delegable=np.isin(names, DELEGABLE),
        cuttable=np.isin(names, CUTTABLE),
    )


RECURRING = _recurring()
NUMBERS = np.arange(len(RECURRING.part))
SENDERS = tuple(DEPARTMENTS)
OF_SENDER = (RECURRING.sender[:, None] == np.arange(len(SENDERS))).astype(np.float64)
"""1 where a recurring task (row) is a department's (column)."""


def by_sender(hours: Floats | Int64s) -> Floats:
    """Sums of each department's recurring tasks; the last axis of `hours` numbers them."""
    return np.asarray(hours @ OF_SENDER)


def drawn_part(share: float, among: Mask, lots: Floats) -> Mask:
    """Whole recurring tasks, in the order of their lots, that make up this share of the hours of those among them."""
    chosen = np.zeros(len(lots), np.bool_)
    order = np.argsort(lots, kind="stable")
    order = order[among[order]]
    part = RECURRING.part[order]
    chosen[order] = np.cumsum(part) - part / 2.0 < share * part.sum()
    return chosen


class Terms(NamedTuple):
    """What is settled about recurring tasks under one set of levers; shape (recurring tasks,).

    Attributes:
        own: The department's own duty; the others communities are to assist with.
        listed: On one of the two lists.
        cut: No longer sent by anybody.
    """

    own: Mask
    listed: Mask
    cut: Mask


def terms_of(parameters: Parameters, seed: int) -> Terms:
    """Whose each recurring task is, and which are listed or cut."""
    compact, everything = parameters.levers.compact, np.ones(len(NUMBERS), np.bool_)
    lots = [stream.of(seed).at(NUMBERS).uniform() for stream in (OWN_DUTY, LISTED, CUT)]
    return Terms(
        own=drawn_part(parameters.assumptions.tasks.own_duty_share, everything, lots[0]),
        listed=drawn_part(compact.duty_lists, everything, lots[1]),
        cut=drawn_part(compact.cut_share, RECURRING.cuttable, lots[2]),
    )


def tasks_arising(weekly_hours: Floats, week: int, weeks_of_month: float, seed: int) -> NDArray[np.int64]:
    """How many of each recurring task arise this week.

    Args:
        weekly_hours: Hours from above in a usual week, by community.
        weeks_of_month: Weeks of the month that begins, 0 in every later week of it.
    """
    weeks = np.where(RECURRING.monthly, weeks_of_month, 1.0)
    mean = weekly_hours[:, None] * (RECURRING.part / RECURRING.hours * weeks)
    where = np.arange(len(weekly_hours))[:, None]
    return np.asarray(SENT.of(seed).at(where, NUMBERS, week).poisson(mean)).astype(np.int64)


class Regard(NamedTuple):
    """How departments stand to communities, by recurring task; from 0 to 1.

    Attributes:
        lists: Chance that the lists are heeded.
        naming: What is left of having been named.
        gate: Share of them that the gate stops, shape (communities, 1) or one for all; None for that of the levers.
        desk: Which tasks the street has had the hours to look at; shape (communities, recurring tasks) or one for all.
    """

    lists: Floats
    naming: Floats
    desk: Mask | np.bool_ = np.True_
    gate: Floats | float | None = None


class Fates(NamedTuple):
    """What becomes of the tasks of a week; every task has one fate.

    Attributes:
        cut: Not sent by anybody any more.
        delegated: Taken over under the agreement.
        kept: Kept by the department, as the list says or because it was named.
        returned: Stopped at the gate, and back later as appraisal.
        stopped: Stopped at the gate, done above.
        refused: Refused by the community, done above.
        done: Done by the community's staff.
        insisted: Of these, refused in vain.
    """

    cut: Mask
    delegated: Mask
    kept: Mask
    returned: Mask
    stopped: Mask
    refused: Mask
    done: Mask
    insisted: Mask


@lru_cache(maxsize=1)
def _uniforms(communities: int, week: int, seed: int) -> tuple[Floats, ...]:
    """A week's draws of each recurring task in every community: kept, stopped, comes back, dared, heeded.

    Where a desk looks at tasks a week's fates are followed twice, under the same draws.
    """
    where = np.arange(communities)[:, None]
    streams = (KEPT, STOPPED, COMES_BACK, DARED, HEEDED)
    return tuple(stream.of(seed).at(where, NUMBERS, week).uniform() for stream in streams)


def fates_of(parameters: Parameters, terms: Terms, agreed: Mask, regard: Regard, week: int, seed: int) -> Fates:
    """Follow this week's tasks from the sender by way of the street to the community."""
    assumed, compact = parameters.assumptions.tasks, parameters.levers.compact
    kept_u, gate_u, back_u, dare_u, heed_u = _uniforms(len(agreed), week, seed)
    delegated = agreed & ~terms.cut
    theirs = terms.own & ~terms.cut & ~delegated
    sends = (1.0 - terms.listed * regard.lists) * (1.0 - assumed.naming_cut * regard.naming)
    kept = theirs & (kept_u >= sends)
    gate = parameters.levers.staff.access_gate if regard.gate is None else regard.gate
    held = theirs & ~kept & regard.desk & (gate_u < gate)
    returned = held & (back_u < assumed.leak_share * (1.0 - regard.naming))
    dare = assumed.refuse_dare + (1.0 - assumed.refuse_dare) * compact.mutual_rating
    dared = theirs & ~kept & ~held & terms.listed & (dare_u < dare)
    refused = dared & (heed_u < regard.lists)
    cut = np.broadcast_to(terms.cut, agreed.shape)
    return Fates(
        cut=cut,
        delegated=delegated,
        kept=kept,
        returned=returned,
        stopped=held & ~returned,
        refused=refused,
        done=~(cut | delegated | kept | held | refused),
        insisted=dared & ~refused,
    )
