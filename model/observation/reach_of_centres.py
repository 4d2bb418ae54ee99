"""Who has a service centre within walking reach, and whether it has hours for them (two-step floating catchment)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
from ..late_tables import Late
from ..needs.table import mean_hours
from ..place.reach import gaussian_decay, two_step_reach
from ..sparing import pd
from ..working_days import DAYS_A_YEAR

if TYPE_CHECKING:
    from ..district import District


RADII_KM = (0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0)
"""Radii of the sweep: 0.5 to 0.8 for the old, 1.0 for a walk of fifteen minutes (B8.1, grade D, standards C)."""


class Catchments(NamedTuple):
    """What centres offer, what cells want, and how far they are apart.

    Attributes:
        supply: Needs a year each centre has hours for.
        demand: Latent needs a year of each cell.
        distance_km: Cells × centres.
    """

    supply: NDArray[np.float64]
    demand: NDArray[np.float64]
    distance_km: NDArray[np.float64]

    def split(self, radius_km: float) -> dict[str, float]:
        """Shares of the demand that are served, find no capacity, and lie out of range, if nobody walks farther."""
        offered = two_step_reach(self.supply, self.demand, self.distance_km, radius_km)
        in_range = (gaussian_decay(self.distance_km, radius_km) > 0.0).any(axis=1)
        total = self.demand.sum()
        served = float((self.demand * np.minimum(offered, 1.0))[in_range].sum())
        reached = float(self.demand[in_range].sum())
        return {
            "reach_served": _share(served, total),
            "reach_no_capacity": _share(reached - served, total),
            "reach_out_of_range": _share(total - reached, total),
        }


def reach_of_centres(district: District) -> dict[str, float]:
    """Latent needs for social work by whether a centre is within walking reach and has hours for them (2SFCA).

    A centre's hours are those of its social workers, of the organisations whose contracts cover its catchment, and
    those volunteers there really used.
    """
    return catchments(district).split(district.parameters.assumptions.hearing.walk_in_radius_km)


def reach_swept(district: District) -> Late:
    """The same split at other radii, all else as it was: `radius_km`, three shares, and whether it is the stated one.

    The radius residents walked by in the run is not changed, only the one by which reach is measured.
    No row where no day was measured.
    """
    if district.plan.days == 0:
        return Late(pd.DataFrame)
    stated, found = district.parameters.assumptions.hearing.walk_in_radius_km, catchments(district)
    rows = [
        {"radius_km": radius, **found.split(radius), "stated": radius == stated}
        for radius in sorted({*RADII_KM, stated})
    ]
    return Late(lambda: pd.DataFrame(rows))


def catchments(district: District) -> Catchments:
    """Supply, demand and distances of the district as it stands."""
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
    return Catchments(supply, demand, distance)


def casework_of_catchments(district: District) -> NDArray[np.float64]:
    """Hours a year for social work in each centre's catchment, by where the residents they are meant for live."""
    tallies, pool_map, centres = district.state.tallies, district.pool_map, district.centres
    people = district.world.territory.residents_of_cell.astype(float)
    days = slice(district.plan.warmup, district.length)
    years = district.plan.days / DAYS_A_YEAR
    total = np.zeros(len(centres))
    for kind, counted in ((SOCIAL, OFFERED), (ORGANISATION, OFFERED), (BUNDLE, OFFERED), (VOLUNTEER, USED)):
        hours = float(tallies.hours[kind, counted, days].sum()) / years if years else 0.0
        share = district.state.pools.daily_hours[pool_map.pools(kind)]
        if hours > 0.0 and share.sum() > 0.0:
            pool = pool_map.of_cell.pool[:, kind] - pool_map.starts[kind]
            each = people / np.maximum(np.bincount(pool, people, len(share)), 1.0)[pool]
            total += np.bincount(centres.centre_of_cell, (hours * share / share.sum())[pool] * each, len(centres))
    return total


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
