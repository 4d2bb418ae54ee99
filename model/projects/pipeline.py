"""Schedule of chosen projects: queue for a tender, tender, notice, works, and failures.

A community's staff run a limited number of tenders at once (desks are the servers of that queue), so one big batch a
year waits longer than several small ones. Small projects may begin by quotes compared at once, beside that queue. An
infeasible project fails when its tender ends: its money comes back, the days are lost. Projects that members claim
need no tender and no money, only hours. (B5, S70, S79, OR-12, YT-20)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s, Keys
from ..parameters.assumptions.delivery import DeliveryAssumptions
from .draws import CLAIMED, REDONE, TENDER, project_normals, project_uniforms
from .kinds import ACTIVITY, GOODS, SERVICE, WORKS
from .proposals import FEN, Proposals

DAYS_A_MONTH = 365.0 / 12.0
BY_TENDER, BY_QUOTES, CLAIMED_BY_MEMBERS = range(3)
"""How a chosen project comes to begin: through the queue of tenders, by quotes compared at once, in members' hands."""


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """When each chosen project begins and takes effect; shape (projects,) each, days counted like the day of choice.

    Attributes:
        start_day: When work on it begins; where it failed, when that was known and the money came back.
        acts_from_day, acts_until_day: First day of its effect, and first day after it; the same day where it failed.
        failed: Whether it could not be done.
        redone: Whether its works had to be done again.
    """

    start_day: Int64s
    acts_from_day: Int64s
    acts_until_day: Int64s
    failed: Bools
    redone: Bools


class Claims(NamedTuple):
    """Projects that Party members and branches claim; shape (projects,) each.

    Attributes:
        claimed: Which of the listed projects.
        hours: Members' hours for each of them over a year; 0 for the others.
    """

    claimed: Bools
    hours: Floats


def idle_desks(day: int, assumed: DeliveryAssumptions) -> Int64s:
    """Day from which each desk of a community is free, where no tender is under way; shape (desks,)."""
    return np.full(int(assumed.tenders_at_once), day, np.int64)


def choice_day(day: int, screened: bool, assumed: DeliveryAssumptions) -> int:
    """The day on which projects proposed on a day are chosen; later by the days of screening."""
    return day + (int(np.ceil(assumed.screening_days)) if screened else 0)


def hours_of_claim(cost_fen: Int64s, assumed: DeliveryAssumptions) -> Floats:
    """Members' hours equivalent to a project's cost at the price of an hour; shape of `cost_fen`."""
    return np.asarray(cost_fen / FEN / assumed.hour_yuan)


def claims(listed: Proposals, claim_share: float | Floats, hours_free: float, assumed: DeliveryAssumptions) -> Claims:
    """Draw which services and activities members claim, in the order of the list, while their hours last.

    Works and goods need money and are never claimed.

    Args:
        listed: The projects on the list.
        claim_share: Probability that a service or an activity is wanted by members; one of all, or shape (projects,).
        hours_free: Hours members have for claims in a year.
        assumed: Assumptions of delivery (price of an hour).

    Returns:
        Which are claimed and the hours of each; shape (projects,).
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
    return _days_about(assumed.tender_days, keys, assumed)


def quick_days(keys: Keys, assumed: DeliveryAssumptions) -> Int64s:
    """Days of the quick procedure: as lucky or unlucky as the project's tender would have been."""
    return _days_about(assumed.quick_days, keys, assumed)


def _days_about(median: float, keys: Keys, assumed: DeliveryAssumptions) -> Int64s:
    days = median * np.exp(assumed.tender_spread * project_normals(keys, TENDER))
    return np.ceil(np.minimum(days, assumed.longest_tender_days)).astype(np.int64)


def ways(cost_fen: Int64s, claimed: Bools, quick_yuan: float) -> Int64s:
    """How each chosen project comes to begin: claimed by members, by quotes up to the limit, by tender above it."""
    bought = np.where(cost_fen <= quick_yuan * FEN, BY_QUOTES, BY_TENDER)
    return np.where(claimed, CLAIMED_BY_MEMBERS, bought).astype(np.int64)


def schedule(
    chosen: Proposals, way: Int64s, day: int, desks: Int64s, assumed: DeliveryAssumptions, *, notice: bool
) -> tuple[Schedule, Int64s]:
    """Schedule the projects chosen on a day: first come, first served at the desks, in the order of `chosen`.

    Args:
        chosen: The chosen projects.
        way: How each comes to begin (`ways`); shape (projects,).
        day: Day of the choice.
        desks: Day from which each desk of the community is free, shape (desks,): `idle_desks`, then the last return.
        assumed: Assumptions of delivery (days, months, chances).
        notice: Whether residents are informed and asked before works begin (`projects.works_notice`).

    Returns:
        The schedule, and the days from which the desks are free afterwards.
    """
    # Arrays have shape (projects,); a project waits for the desk that is free first.
    desks = desks.copy()
    length = tender_days(chosen.key, assumed)
    claimed = day + int(np.ceil(assumed.claim_days))
    start = np.where(way == BY_QUOTES, day + quick_days(chosen.key, assumed), claimed).astype(np.int64)
    for row in np.flatnonzero(way == BY_TENDER):
        desk = int(np.argmin(desks))
        start[row] = desks[desk] = max(int(desks[desk]), day) + length[row]
    # Notice delays works only; works that must be done again take twice their months; infeasible ones have no effect.
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
    """Months from the start of each project to its effect, and months of its effect; shape (projects,) each."""
    build = assumed.works_months * np.where(redone, 2.0, 1.0)
    works, goods = form == WORKS, form == GOODS
    waits = np.where(works, build, np.where(goods, assumed.goods_months, assumed.ready_months))
    lasts = np.where(
        works, assumed.months_of_works, np.where(goods, assumed.months_of_goods, assumed.months_of_service)
    )
    return waits, np.asarray(lasts, np.float64)
