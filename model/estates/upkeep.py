"""Fees and upkeep: poor upkeep makes people withhold fees, a firm without fees gives less, and upkeep falls further.

Upkeep is 1 where it is what the place is used to. The rules above are pure; below them stands what a district does.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from ..agents.estate_owners import EstateOwners
from ..arrays import Bools, Floats
from ..events.residents import EstatesKept
from ..needs.table import rates_of_estates
from ..parameters.assumptions.estates import EstatesAssumptions
from ..parameters.place import FORMS
from ..place.world import World
from ..streams import ESTATE, Stream

if TYPE_CHECKING:
    from ..district import District

HOW_WELL_BUILT = Stream("how well estates are built", ESTATE)

RELOCATED = FORMS.index("relocation_estate")
MONTHS_UNTIL_REST = 240
MOST_UPKEEP = 2.0
LEAST_FACTOR = 0.5
UNLIKELIEST = 0.01  # neither the best nor the worst built hundredth of estates goes beyond the next one
NEGLECT_BREEDS = ("facility", "litter", "dispute")


class EstateTraits(NamedTuple):
    """What an estate's fees and upkeep hang on besides each other; one entry per estate.

    Attributes:
        fitness: Upkeep that usual hours keep up.
        has_committee: Whether owners have one.
        has_firm: Whether they pay a firm; elsewhere fees are 0 and others keep the estate as they always did.
        firm_factor: Hours of a firm relative to a usual one, by whether there is a committee, when fees are as usual.
        goodwill: Log odds of paying that trust adds: in the community since the first morning, and in the fund.
        withheld: Of those who would pay elsewhere, the share who do not because nobody here ever did; 0 but in
            relocation estates.
    """

    fitness: Floats
    has_committee: Bools
    has_firm: Bools
    firm_factor: Floats
    goodwill: Floats
    withheld: Floats

    @property
    def usual_upkeep(self) -> Floats:
        return self.fitness * self.firm_factor


def warranted_fees(upkeep: Floats, estate: EstateTraits, assumed: EstatesAssumptions) -> Floats:
    """Share of households that would pay if upkeep stayed so: without a committee, poor upkeep is met with protest."""
    odds = logit(assumed.usual_fees) + assumed.fees_slope * (upkeep - 1.0)
    willing = expit(odds + assumed.committee_fees * estate.has_committee + estate.goodwill)
    borne = _bearing(upkeep / estate.usual_upkeep, assumed) / _bearing(np.ones(1), assumed)
    protest = np.where(estate.has_committee, 1.0, assumed.loyal_share + (1.0 - assumed.loyal_share) * borne)
    # Who never paid does not measure upkeep by what it used to be.
    protest = np.where(estate.withheld > 0.0, 1.0 - estate.withheld, protest)
    return np.where(estate.has_firm, np.minimum(willing * protest, 1.0), 0.0)


def _bearing(relative: Floats, assumed: EstatesAssumptions) -> Floats:
    return np.asarray(expit((relative - assumed.bearing) / assumed.bearing_spread))


def usual_fees(estate: EstateTraits, assumed: EstatesAssumptions) -> Floats:
    """Share that pays where upkeep is as in others of its kind, trust as it was, and nobody withholds out of habit."""
    nothing = np.zeros(len(estate.fitness))
    return warranted_fees(estate.usual_upkeep, estate._replace(goodwill=nothing, withheld=nothing), assumed)


def withheld(relocated: Bools, fund_trust: Floats, assumed: EstatesAssumptions) -> Floats:
    """Share who withhold fees out of habit in relocation estates, the fewer the more a fund is trusted (OR-22)."""
    return np.where(relocated, (1.0 - assumed.relocation_loyal) * (1.0 - fund_trust), 0.0)


def at_rest(estate: EstateTraits, assumed: EstatesAssumptions) -> tuple[Floats, Floats]:
    """Fees and upkeep as they are after many years in which nothing happened."""
    fees, upkeep = usual_fees(estate, assumed), estate.usual_upkeep
    if estate.withheld.any():
        for _ in range(MONTHS_UNTIL_REST):
            moved = month(fees, upkeep, np.zeros(len(fees)), estate, assumed)
            fees, upkeep = (
                np.where(estate.withheld > 0.0, now, was) for now, was in zip(moved, (fees, upkeep), strict=True)
            )
    return fees, upkeep


def hours_for_fees(fees: Floats, estate: EstateTraits, assumed: EstatesAssumptions) -> Floats:
    """Hours of each firm relative to a usual one: a part is given whatever is paid, the rest follows fees."""
    usual = usual_fees(estate, assumed)
    paid = np.divide(fees, usual, out=np.ones_like(usual), where=usual > 0.0)
    return estate.firm_factor * (1.0 + (1.0 - assumed.fixed_hours) * (paid - 1.0))


def month(
    fees: Floats, upkeep: Floats, works: Floats, estate: EstateTraits, assumed: EstatesAssumptions
) -> tuple[Floats, Floats]:
    """Fees and upkeep a month later.

    Args:
        fees: Share of households that pay.
        upkeep: How well each estate is kept.
        works: Upkeep that others paid for this month, in hours of a usual firm.
        estate: What else they hang on.
        assumed: How fast and how far they move.
    """
    kept = estate.fitness * hours_for_fees(fees, estate, assumed) + works
    moved = fees + (warranted_fees(upkeep, estate, assumed) - fees) * _share_of_month(assumed.fees_months)
    held = upkeep + (kept - upkeep) * _share_of_month(assumed.upkeep_months)
    return moved, np.clip(held, 0.0, MOST_UPKEEP)


def _share_of_month(months: float) -> float:
    return -math.expm1(-1.0 / months)


# --- in a district -----------------------------------------------------------------------------------------------


def initialise(district: District) -> None:
    """Fees and upkeep on the first morning are at rest, hours as usual, upkeep 1 for the average household."""
    territory, assumed = district.world.territory, district.parameters.assumptions.estates
    seed = district.world.place.population_seed
    draws = np.clip(HOW_WELL_BUILT.of(seed).at(np.arange(territory.estates)).uniform(), UNLIKELIEST, 1.0 - UNLIKELIEST)
    fitness, trust = np.exp(assumed.fitness_spread * ndtri(draws)), trust_by_estate(district)
    everybody: list[EstateOwners] = list(district.agents_by_type[EstateOwners])
    households, kept = 0.0, 0.0
    for owners in everybody:
        owners.fitness, owners.trust_at_first = fitness[owners.estates], trust[owners.estates]
        owners.has_firm = territory.estate_has_property[owners.estates]
        owners.relocated = (territory.estate_form[owners.estates] == RELOCATED) & owners.has_firm
        households += float(owners.households.sum())
        kept += float((owners.households * state_of(district, owners).usual_upkeep).sum())
    for owners in everybody:
        owners.fitness = owners.fitness * households / kept
        estate = state_of(district, owners)
        owners.fees, owners.upkeep = at_rest(estate, assumed)
        owners.upkeep_at_first = owners.upkeep


def state_of(district: District, owners: EstateOwners) -> EstateTraits:
    """What fees and upkeep of one community's estates hang on, as long as trust adds nothing."""
    factor = np.where(owners.has_firm, committee_factor(district, owners.has_committee), 1.0)
    habit = withheld(owners.relocated, owners.fund_trust, district.parameters.assumptions.estates)
    return EstateTraits(
        fitness=owners.fitness,
        has_committee=owners.has_committee,
        has_firm=owners.has_firm,
        firm_factor=factor,
        goodwill=np.zeros(len(factor)),
        withheld=habit,
    )


def goodwill(district: District, owners: EstateOwners, trust: Floats) -> Floats:
    """Log odds of paying that trust adds; `trust` is what the residents of every estate trust."""
    assumed, kept = district.parameters.assumptions, district.parameters.levers.funding.owners_fund
    gained = trust[owners.estates] - owners.trust_at_first
    return assumed.estates.trust_fees * gained + assumed.funds.fund_fees * kept * owners.fund_trust


def committee_factor(district: District, has_committee: Bools) -> Floats:
    """Hours of firms by whether a committee looks on; over all firms 1 with the committees there were at first."""
    territory, gain = district.world.territory, district.parameters.assumptions.units.committee_gain
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell, territory.estates)
    served = households * territory.estate_has_property
    at_first = float((served * territory.estate_has_committee).sum()) / max(float(served.sum()), 1.0)
    return np.asarray((1.0 + gain * has_committee) / (1.0 + gain * at_first))


@lru_cache(maxsize=4)
def _estate_of_resident(world: World) -> NDArray[np.int32]:
    found: NDArray[np.int32] = world.territory.estate_of_cell[world.residents.cell]
    return found


def trust_by_estate(district: District) -> Floats:
    """What the residents of every estate trust, on average."""
    territory = district.world.territory
    trust = np.bincount(_estate_of_resident(district.world), district.state.minds.trust, territory.estates)
    living = np.bincount(territory.estate_of_cell, territory.residents_of_cell, territory.estates)
    return np.asarray(trust / np.maximum(living, 1))


def keep_month(district: District) -> None:
    """A month of fees and upkeep in every estate; works the funds paid for are used up."""
    assumed, trust = district.parameters.assumptions, trust_by_estate(district)
    paying = fed = kept = households = 0.0
    for owners in district.agents_by_type[EstateOwners]:
        month_of_fees = assumed.funds.fee_yuan * assumed.estates.usual_fees * np.maximum(owners.households, 1.0)
        works = assumed.funds.works_worth * owners.works_yuan / month_of_fees
        estate = state_of(district, owners)._replace(goodwill=goodwill(district, owners, trust))
        owners.fees, owners.upkeep = month(owners.fees, owners.upkeep, works, estate, assumed.estates)
        owners.works_yuan[:] = 0
        paying += float((owners.fees * owners.households).sum())
        fed += float((owners.has_firm * owners.households).sum())
        kept += float((owners.upkeep * owners.households).sum())
        households += float(owners.households.sum())
    district.record(EstatesKept(fees_paid=paying / max(fed, 1.0), upkeep=kept / max(households, 1.0)))


def firms_hours(district: District) -> Floats:
    """Hours of every property firm relative to a usual one, in the order of firms."""
    assumed, territory = district.parameters.assumptions.estates, district.world.territory
    hours = np.ones(territory.estates)
    for owners in district.agents_by_type[EstateOwners]:
        hours[owners.estates] = hours_for_fees(owners.fees, state_of(district, owners), assumed)
    return hours[territory.estate_has_property]


def upkeep_factor(district: District) -> Floats:
    """How often needs arise in each estate and of each kind for its upkeep; over the place 1 on the first morning."""
    ids, assumed = district.kinds.ids, district.parameters.assumptions.estates
    factor = np.ones((district.world.territory.estates, len(ids)))
    upkeep, at_first = factor[:, 0].copy(), factor[:, 0].copy()
    for owners in district.agents_by_type[EstateOwners]:
        upkeep[owners.estates], at_first[owners.estates] = owners.upkeep, owners.upkeep_at_first
    slopes = (assumed.facility_slope, assumed.litter_slope, assumed.dispute_slope)
    for kind, slope in zip(NEGLECT_BREEDS, slopes, strict=True):
        if kind in ids:
            rate = rates_of_estates(district.world)[ids.index(kind)]
            usual = float((rate * at_first).sum()) / max(float(rate.sum()), 1e-9)
            factor[:, ids.index(kind)] = np.maximum(1.0 + slope * (usual - upkeep), LEAST_FACTOR)
    return factor
