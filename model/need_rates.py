"""How often needs arise in every cell: what presses on them, and what prevents them, of all processes together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from .arrays import Floats
from .columns import State
from .deliberation.docket import Docket
from .deliberation.matter import Matter
from .deliberation.reopening import not_kept
from .estates.payments import needs_kept_off
from .estates.upkeep import upkeep_factor
from .parameters.assumptions.matters import MattersAssumptions
from .place.households import neighbours_of
from .projects.records import ProjectBook
from .volunteers.records import Volunteers
from .volunteers.uses import less_litter, less_trouble

if TYPE_CHECKING:
    from .district import District

BOUND_BY_COVENANTS = ("litter", "parking", "dispute")
DETERRED = ("hazard", "parking")
"""What happens less where volunteers patrol."""


def set_need_rates(district: District) -> None:
    """How often needs arise in every cell: open matters and poor upkeep press, covenants and good examples prevent.

    A matter raised for requests presses on nothing: those needs arise as it is. Settled, it takes their cause away, and
    where it is about nothing but how neighbours behave, as far as they keep to it.
    """
    docket, kinds, territory = district.of(Docket), district.kinds, district.world.territory
    assumed = district.parameters.assumptions
    factor = upkeep_factor(district)
    today = _looked_at(district)
    docket.removed = [cause for cause in docket.removed if cause.until > today]
    _press(factor, _pressing(docket, today, assumed.matters), district)
    docket.pressure = factor.copy()  # what is removed takes of every cause alike, and leaves their parts as they are
    for cause in docket.removed:
        factor[cause.estate, cause.kind] *= 1.0 - assumed.matters.cause_cut * cause.kept
    docket.works = [works for works in docket.works if works.until > today]
    if "dispute" in kinds.ids:
        for works in docket.works:
            quarrels = assumed.aftermath.unannounced_press * works.untold
            factor[works.estate, kinds.index("dispute")] += quarrels
            docket.pressure[works.estate, kinds.index("dispute")] += quarrels
    bound = [kinds.index(kind) for kind in BOUND_BY_COVENANTS if kind in kinds.ids]
    factor[:, bound] *= 1.0 - assumed.aftermath.covenant_cut * docket.covenant[:, None]
    factor *= needs_kept_off(district)
    without = factor[territory.estate_of_cell]
    book = district.of(ProjectBook)
    intensity = without * book.factors
    if "dispute" in kinds.ids:
        intensity[:, kinds.index("dispute")] *= book.dispute_factor
    if "litter" in kinds.ids:
        norm = 1.0 - assumed.volunteer_work.norm_litter_cut * district.of(Volunteers).corps.norm
        norm *= 1.0 - less_litter(district)[territory.community_of_cell]
        intensity[:, kinds.index("litter")] *= norm
        without[:, kinds.index("litter")] *= norm
    deterred = 1.0 - less_trouble(district)[territory.community_of_cell]
    for row in (kinds.index(kind) for kind in DETERRED if kind in kinds.ids):
        intensity[:, row] *= deterred
        without[:, row] *= deterred
    now, ceiling = district.state.hearing.intensity, district.state.kinds.ceiling
    district.state.hearing.intensity[:] = np.minimum(intensity, ceiling)
    book.averted.change(district.day, np.minimum(without, ceiling), now, book.works_share_averted)


def _press(factor: Floats, pressing: list[tuple[Matter, float]], district: District) -> None:
    """Needs arise more often where a matter presses on them, by the share of the estate it is about.

    Args:
        factor: How often needs arise by estate and kind, added to.
        pressing: Matters, and how much of their trouble is left.
    """
    if not pressing:
        return
    kinds, size = district.kinds, np.maximum(np.diff(neighbours_of(district.world).start_of_estate), 1)
    about = {one.kind.presses_on for one, _ in pressing}
    rows = {names: [kinds.index(name) for name in names if name in kinds.ids] for names in about}
    estate = np.array([one.estate for one, _ in pressing], np.int64)
    share = np.array([len(one.household) for one, _ in pressing]) / size[estate]
    amount = district.parameters.assumptions.matters.press_share * share * np.array([left for _, left in pressing])
    theirs = [rows[one.kind.presses_on] for one, _ in pressing]
    times = [len(one) for one in theirs]
    at = (np.repeat(estate, times), np.array([row for one in theirs for row in one], np.int64))
    np.add.at(factor, at, np.repeat(amount, times))  # one after the other, in the order of the matters


def set_intensity(state: State, intensity: Floats) -> None:
    """For today needs arise so often in every cell, shape (cells, kinds), until rates are set again."""
    state.hearing.intensity[:] = intensity


def _pressing(docket: Docket, today: int, assumed_matters: MattersAssumptions) -> list[tuple[Matter, float]]:
    """Matters of neighbours that press on needs, and how much of their trouble is left: 1 while they are open."""
    closed = unsettled(docket.closed, today, assumed_matters) + not_kept(docket.closed, today, assumed_matters)
    pressing = [(one, 1.0) for one in docket.open] + closed
    return [(one, left) for one, left in pressing if one.origin == "neighbours"]


def _looked_at(district: District) -> int:
    """The last Monday or first of a month: a step in between lets nothing fade that would have faded later."""
    date = district.date(district.day)
    return max(district.day - min(date.weekday(), date.day - 1), 0)


def unsettled(closed: list[Matter], day: int, assumed_matters: MattersAssumptions) -> list[tuple[Matter, float]]:
    """Matters given up or settled on paper, and how much of their trouble people have not yet got used to."""
    return [
        (one, math.exp(-max(day - one.ended_on, 0) / assumed_matters.resigned_days))
        for one in closed
        if one.origin == "neighbours" and (one.ended == "given_up" or one.on_paper)
    ]
