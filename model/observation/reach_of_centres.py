"""Who has a service centre within walking reach, and whether it has hours for them (two-step floating catchment)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import (
    BUNDLE,
    OFFERED,
    ORGANISATION,
    SOCIAL,
    USED,
    VOLUNTEER,
)
from ..needs.table import mean_hours
from ..place.reach import gaussian_decay, two_step_reach
from ..working_days import DAYS_A_YEAR

if TYPE_CHECKING:
    from ..district import District


def reach_of_centres(district: District) -> dict[str, float]:
    """Latent needs for social work by whether a centre is within walking reach and has hours for them (2SFCA).

    A centre's hours are those of its social workers, of the organisations whose contracts cover its catchment, and
    those volunteers there really used.
    """
    territory, centres, kinds = district.world.territory, district.centres, district.state.kinds
    social = kinds.may_serve[:, SOCIAL] == 1
    yearly = district.state.facts.daily_rate[:, social] * DAYS_A_YEAR
    people = territory.residents_of_cell.astype(float)
    in_community = np.bincount(territory.community_of_cell, people)
    demand = people * (yearly.sum(axis=1) / in_community)[territory.community_of_cell]
    work_hours = mean_hours(kinds)[social]
    hours_a_need = float((yearly.sum(axis=0) * work_hours).sum()) / max(float(yearly.sum()), 1e-9)
    supply = casework_of_catchments(district) / max(hours_a_need, 1e-9)
    distance = np.hypot(
        territory.x_km[:, None] - centres.x_km[None, :], territory.y_km[:, None] - centres.y_km[None, :]
    )
    radius = district.parameters.assumptions.hearing.walk_in_radius_km
    offered = two_step_reach(supply, demand, distance, radius)
    in_range = (gaussian_decay(distance, radius) > 0.0).any(axis=1)
    total = demand.sum()
    served = float((demand * np.minimum(offered, 1.0))[in_range].sum())
    reached = float(demand[in_range].sum())
    return {
        "reach_served": _share(served, total),
        "reach_no_capacity": _share(reached - served, total),
        "reach_out_of_range": _share(total - reached, total),
    }


def casework_of_catchments(district: District) -> NDArray[np.float64]:
    """Hours a year for social work in each centre's catchment, by where the residents they are meant for live."""
    tallies, pool_map, centres = district.state.tallies, district.pool_map, district.centres
    people = district.world.territory.residents_of_cell.astype(float)
    days = slice(district.plan.warmup, district.length)
    years = district.plan.days / DAYS_A_YEAR
    total = np.zeros(len(centres))
    for kind, counted in ((SOCIAL, OFFERED), (ORGANISATION, OFFERED), (BUNDLE, OFFERED), (VOLUNTEER, USED)):
        hours = float(tallies.hours[kind, counted, days].sum()) / years
        share = district.state.pools.daily_hours[pool_map.pools(kind)]
        if hours > 0.0 and share.sum() > 0.0:
            pool = pool_map.of_cell.pool[:, kind] - pool_map.starts[kind]
            each = people / np.maximum(np.bincount(pool, people, len(share)), 1.0)[pool]
            total += np.bincount(centres.centre_of_cell, (hours * share / share.sum())[pool] * each, len(centres))
    return total


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
