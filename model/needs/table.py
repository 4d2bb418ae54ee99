"""The kinds of need of one place as columns that kernels can read, one row per kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..arrays import Rows
from ..columns import (
    BUNDLE,
    COUNTER,
    GRID,
    KIND,
    MEDIATOR,
    MENU,
    ORGANISATION,
    PROGRAMME,
    PROJECT,
    PROPERTY,
    SOCIAL,
    STEWARD,
    TERMINAL,
    UNIT,
    VOLUNTEER,
    rows,
)
from ..government import kinds_of_departments, paired_with
from ..parameters import Parameters
from ..parameters.place import FORMS, NeedKind
from ..place.world import World
from .useful_hours import lists_kept

POOLS_OF_SERVER = {
    "grid": (GRID,),
    "property": (PROPERTY,),
    "staff": (COUNTER,),
    "counter": (COUNTER,),
    "social": (SOCIAL,),
    # What activities meet needs no case worker; whatever a centre or an organisation does may be a project too.
    "centre": (SOCIAL, PROGRAMME, PROJECT),
    # What is bought from an organisation may also be bought in a street's bundle, given by a resident unit's team or,
    # but for help with a livelihood, paid for by those who can.
    "organisation": (ORGANISATION, BUNDLE, UNIT, MENU, PROJECT),
    "volunteer": (VOLUNTEER, UNIT),
    "steward": (STEWARD,),
    "mediator": (MEDIATOR,),
    "secretary": (MEDIATOR,),
    "terminal": (TERMINAL,),
}
NOBODY_PAYS_FOR = ("livelihood",)
VOLUNTEERS_TOO = ("dispute", "livelihood")
"""What volunteers may do beside what a place names: sit down with disputes, help households on a low income (OR-09)."""
# Without a property firm the grid takes twice as long over these (model.md 2); they are what firms are paid for.
FIRMS_KINDS = ("litter", "parking", "facility")
# Rates policy can lower or raise are born at this multiple and thinned: open matters at most double disputes (5.1).
CEILINGS = {"dispute": 2.0, "litter": 1.25, "parking": 1.25, "facility": 1.25, "child": 1.25}


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
        table.at_counter[row] = to_counter
        for server in kind.served_by:
            table.may_serve[row, list(POOLS_OF_SERVER.get(server, ()))] = 1
        if kind.id in VOLUNTEERS_TOO:
            table.may_serve[row, VOLUNTEER] = 1
        if kind.id in NOBODY_PAYS_FOR:
            table.may_serve[row, MENU] = 0
    return KindTable(tuple(kind.id for kind in kinds), table)


def mean_hours(kinds: Rows) -> NDArray[np.float64]:
    """Mean hours of work of each kind: that of a lognormal is exp(mu + sigma²/2)."""
    return np.asarray(np.exp(kinds["hours_mu"] + kinds["hours_sigma"] ** 2 / 2))


def kinds_under(kinds: KindTable, parameters: Parameters) -> Rows:
    """The kinds as routed under one set of levers.

    One-stop counters keep paperwork from departments; joined registers and kept duty lists spare wrong doors; disputes
    may be settled at home by mediators. What pairing spares differs by community (`pairs`).
    """
    table = kinds.rows.copy()
    levers, assumed = parameters.levers, parameters.assumptions.routing
    paperwork, dispute = kinds.index("paperwork"), kinds.index("dispute")
    if paperwork >= 0:
        table.department_share[paperwork] *= 1.0 - levers.centres.one_stop_share
    if dispute >= 0:
        table.home_share[dispute] = assumed.home_share
    listed = levers.compact.duty_lists * lists_kept(parameters)
    found = (1.0 - assumed.sharing_cut * levers.channels.data_sharing) * (1.0 - assumed.lists_cut * listed)
    table.wrong_door_share = assumed.wrong_door_share * found
    table.chase_hours = assumed.chase_hours
    return table


def pairs(kinds: KindTable, parameters: Parameters) -> NDArray[np.float64]:
    """What is left of wrong doors and chasing, by community and kind, while departments are dealt out in turn."""
    count = parameters.levers.party.paired_departments
    teams = [paired_with(community, count) for community in range(parameters.place.communities)]
    return left_by_pairs(kinds.ids, teams, parameters.assumptions.routing.paired_cut)


def left_by_pairs(ids: tuple[str, ...], teams: Sequence[tuple[str, ...]], cut: float) -> NDArray[np.float64]:
    """What is left of wrong doors and chasing, by community and kind: less where the kind's department is paired.

    A paired department is asked at the right door and needs less chasing.
    """
    rows_of, left = kinds_of_departments(ids), np.ones((len(teams), len(ids)))
    for community, team in enumerate(teams):
        left[community, [row for name in team for row in rows_of.get(name, ())]] = 1.0 - cut
    return left


def yearly_rates(kind: NeedKind, world: World) -> NDArray[np.float64]:
    """Latent needs a year of one kind, for every resident."""
    people, rates = world.residents, kind.rates
    by_age = np.array([rates.get("child", 0.0), rates.get("adult", 0.0), rates.get("elder", 0.0)])
    rate = by_age[people.age_band] + rates.get("resident", 0.0)
    rate = rate + people.disabled * rates.get("disabled", 0.0)
    rate = rate + people.low_income * rates.get("low_income", 0.0) + people.migrant * rates.get("migrant", 0.0)
    factor = np.array([kind.form_multiplier.get(form, 1.0) for form in FORMS])
    return np.asarray(rate * factor[world.territory.form_of_cell[people.cell]])


@lru_cache(maxsize=4)
def workload_of_cells(world: World) -> NDArray[np.float64]:
    """Hours a year of latent work for grid teams in every cell; not to be written to."""
    hours = np.zeros(world.territory.cells)
    for kind in world.place.needs:
        if any(GRID in POOLS_OF_SERVER.get(server, ()) for server in kind.served_by):
            hours += np.bincount(world.residents.cell, yearly_rates(kind, world), len(hours)) * kind.hours_mean
    hours.flags.writeable = False
    return hours


@lru_cache(maxsize=4)
def rates_of_estates(world: World) -> NDArray[np.float64]:
    """Latent needs a year of every kind in every estate; not to be written to."""
    estate = world.territory.estate_of_cell[world.residents.cell]
    rates = [np.bincount(estate, yearly_rates(kind, world), world.territory.estates) for kind in world.place.needs]
    found = np.array(rates, np.float64)
    found.flags.writeable = False
    return found
