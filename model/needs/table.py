"""The kinds of need of one place as columns that kernels can read, one row per kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..columns import COUNTER, GRID, KIND, PROPERTY, SOCIAL, Rows, rows
from ..parameters import Parameters
from ..parameters.place import FORMS, NeedKind
from ..place.world import World

POOLS_OF_SERVER = {
    "grid": GRID,
    "property": PROPERTY,
    "staff": COUNTER,
    "counter": COUNTER,
    "social": SOCIAL,
    "centre": SOCIAL,
}
# Without a property firm the grid takes twice as long over these (model.md 2); they are what firms are paid for.
FIRMS_KINDS = ("litter", "parking", "facility")
# Rates policy can lower or raise are born at this multiple and thinned: open matters at most double disputes (5.1).
CEILINGS = {"dispute": 2.0}


@dataclass(frozen=True, slots=True, eq=False)
class KindTable:
    """Kinds of need in the order of the place file.

    Attributes:
        ids: Their names.
        rows: What kernels read of them, with the department share before one-stop counters.
    """

    ids: tuple[str, ...]
    rows: Rows

    def index(self, kind: str) -> int:
        """Row of one kind, or −1 where the place has no such kind."""
        return self.ids.index(kind) if kind in self.ids else -1


def kind_table(parameters: Parameters) -> KindTable:
    """Read the kinds of need off a place."""
    kinds, assumed = parameters.place.needs, parameters.assumptions.hearing
    table = rows(len(kinds), KIND)
    for row, kind in enumerate(kinds):
        table.ceiling[row] = CEILINGS.get(kind.id, 1.0)
        # The mean of a lognormal is exp(mu + sigma²/2).
        table.hours_mu[row] = np.log(kind.hours_mean) - kind.hours_sigma**2 / 2
        table.hours_sigma[row] = kind.hours_sigma
        table.department_share[row] = kind.department_share
        table.public[row] = kind.stream == "public"
        table.severity[row] = kind.severity
        table.window[row] = kind.window_days
        table.deadline[row] = kind.deadline_days
        table.firms_kind[row] = kind.id in FIRMS_KINDS
        # People come with their papers whatever their temper; other needs are brought up by severity.
        to_counter = kind.id == "paperwork"
        table.report_hazard[row] = assumed.paperwork_hazard if to_counter else assumed.report_hazard
        urgency = 1.0 + assumed.severity_slope * (kind.severity - 2.0)
        table.severity_factor[row] = 1.0 if to_counter else max(urgency, 0.0)
        for server in kind.served_by:
            if server in POOLS_OF_SERVER:
                table.may_serve[row, POOLS_OF_SERVER[server]] = 1
    return KindTable(tuple(kind.id for kind in kinds), table)


def kinds_under(kinds: KindTable, parameters: Parameters) -> Rows:
    """The kinds as routed under one set of levers: one-stop counters keep paperwork from departments."""
    table = kinds.rows.copy()
    paperwork = kinds.index("paperwork")
    if paperwork >= 0:
        table.department_share[paperwork] *= 1.0 - parameters.levers.centres.one_stop_share
    return table


def yearly_rates(kind: NeedKind, world: World) -> NDArray[np.float64]:
    """Latent needs a year of one kind, for every resident."""
    people, rates = world.residents, kind.rates
    by_age = np.array([rates.get("child", 0.0), rates.get("adult", 0.0), rates.get("elder", 0.0)])
    rate = by_age[people.age_band] + rates.get("resident", 0.0)
    rate = rate + people.disabled * rates.get("disabled", 0.0)
    rate = rate + people.low_income * rates.get("low_income", 0.0) + people.migrant * rates.get("migrant", 0.0)
    factor = np.array([kind.form_multiplier.get(form, 1.0) for form in FORMS])
    return np.asarray(rate * factor[world.territory.form_of_cell[people.cell]])


def workload_of_cells(world: World, kinds: KindTable) -> NDArray[np.float64]:
    """Hours a year of latent work for grid teams in every cell."""
    hours = np.zeros(world.territory.cells)
    for row, kind in enumerate(world.place.needs):
        if kinds.rows.may_serve[row, GRID]:
            hours += np.bincount(world.residents.cell, yearly_rates(kind, world), len(hours)) * kind.hours_mean
    return hours
