"""From a chosen project to one that helps: a queue before few desks, a tender, notice, works, and what may go wrong.

A community's staff run only so many tenders at once, so one big batch a year queues longer than several small ones.
What cannot be done fails when its tender ends and hands its money back, the days being lost. What Party members claim
needs neither tender nor money, only their hours. (B5, S70, S79, OR-12, YT-20)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..parameters.assumptions.delivery import DeliveryAssumptions
from .draws import CLAIMED, REDONE, TENDER, Keys, project_normals, project_uniforms
from .kinds import ACTIVITY, GOODS, SERVICE, WORKS
from .proposals import FEN, Proposals

DAYS_A_MONTH = 365.0 / 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """When each chosen project begins and helps; one row each, days counted like the day of choice.

    Attributes:
        start_day: When work on it begins; where it failed, when that was known and the money came back.
        acts_from_day, acts_until_day: From which day it helps, and from which no more; the same day where it failed.
        failed: Whether it could not be done.
        redone: Whether its works had to be done again.
    """

    start_day: Int64s
    acts_from_day: Int64s
    acts_until_day: Int64s
    failed: Bools
    redone: Bools


class Claims(NamedTuple):
    """What Party members and branches take on themselves.

    Attributes:
        claimed: Which of the listed projects.
        hours: What each of them takes, over a year; 0 for the others.
    """

    claimed: Bools
    hours: Floats


def idle_desks(day: int, assumed: DeliveryAssumptions) -> Int64s:
    """The desks of a community with no tender before them: from which day each is free."""
    return np.full(int(assumed.tenders_at_once), day, np.int64)


def choice_day(day: int, screened: bool, assumed: DeliveryAssumptions) -> int:
    """The day on which projects proposed on a day are chosen; screening puts it off."""
    return day + (int(np.ceil(assumed.screening_days)) if screened else 0)


def hours_of_claim(cost_fen: Int64s, assumed: DeliveryAssumptions) -> Floats:
    """Hours of members that do what the money would have bought."""
    return np.asarray(cost_fen / FEN / assumed.hour_yuan)


def claims(listed: Proposals, claim_share: float, hours_free: float, assumed: DeliveryAssumptions) -> Claims:
    """What members claim before money is given away: a share of services and activities, in order, as hours last.

    Works and goods take money, whoever looks after them.

    Args:
        claim_share: Chance of each project that hours can do to be claimed.
        hours_free: Hours members have for it in a year.
    """
    by_hours = (listed.form == SERVICE) | (listed.form == ACTIVITY)
    wanted = by_hours & (project_uniforms(listed.key, CLAIMED) < claim_share)
    need = hours_of_claim(listed.cost_fen, assumed)
    claimed = np.zeros(len(listed), np.bool_)
    left = hours_free
    for row in np.flatnonzero(wanted):
        if need[row] <= left:
            claimed[row] = True
            left -= need[row]
    return Claims(claimed, np.where(claimed, need, 0.0))


def tender_days(keys: Keys, assumed: DeliveryAssumptions) -> Int64s:
    """Days of each project's tender, one at least: lognormal, cut at the longest (S79: a month, three at most)."""
    days = assumed.tender_days * np.exp(assumed.tender_spread * project_normals(keys, TENDER))
    return np.ceil(np.minimum(days, assumed.longest_tender_days)).astype(np.int64)


def schedule(
    chosen: Proposals, claimed: Bools, day: int, desks: Int64s, assumed: DeliveryAssumptions, *, notice: bool
) -> tuple[Schedule, Int64s]:
    """What becomes of the projects chosen on a day, in their order, and the desks once they have been seen to.

    Args:
        claimed: Which of them members do themselves.
        desks: From which day each desk of the community is free (`idle_desks`, then what came back last time).
        notice: Whether residents are told and asked before works begin (`projects.works_notice`).
    """
    desks = desks.copy()
    length = tender_days(chosen.key, assumed)
    start = np.full(len(chosen), day + int(np.ceil(assumed.claim_days)), np.int64)
    for row in np.flatnonzero(~claimed):
        desk = int(np.argmin(desks))
        start[row] = desks[desk] = max(int(desks[desk]), day) + length[row]
    works = (chosen.form == WORKS) & ~chosen.infeasible
    if notice:
        start = start + np.where(works, int(np.ceil(assumed.notice_days)), 0)
    chance = assumed.redone_chance_told if notice else assumed.redone_chance
    redone = works & (project_uniforms(chosen.key, REDONE) < chance)
    waits, lasts = _months(chosen.form, redone, assumed)
    helps = start + np.where(chosen.infeasible, 0, np.ceil(waits * DAYS_A_MONTH)).astype(np.int64)
    until = helps + np.where(chosen.infeasible, 0, np.round(lasts * DAYS_A_MONTH)).astype(np.int64)
    return Schedule(start, helps, until, chosen.infeasible.copy(), redone), desks


def _months(form: Int64s, redone: Bools, assumed: DeliveryAssumptions) -> tuple[Floats, Floats]:
    """Months from the start of each project until it helps, and for how many it does."""
    build = assumed.works_months * np.where(redone, 2.0, 1.0)
    waits = np.select([form == WORKS, form == GOODS], [build, assumed.goods_months], assumed.ready_months)
    lasts = np.select(
        [form == WORKS, form == GOODS], [assumed.months_of_works, assumed.months_of_goods], assumed.months_of_service
    )
    return waits, np.asarray(lasts, np.float64)
