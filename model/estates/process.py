"""Estates: owners' committees form, and month by month funds, fees, upkeep and firms follow each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.estate_owners import EstateOwners
from ..events.residents import CommitteesFounded
from ..streams import ESTATE, Stream
from . import cross_posts, firms, lent_rooms, mediators, owners_fund, payments, seats, stations, upkeep

if TYPE_CHECKING:
    from ..district import District

COMMITTEES_FORM = Stream("owners form a committee", ESTATE)
SECRETARY_CHAIRS = Stream("secretary chairs the owners", ESTATE)

MONTHS_A_YEAR = 12.0


def initialise(district: District) -> None:
    """Owners of every community on the first morning, their firms, tables and funds, and who settles disputes."""
    territory, seed = district.world.territory, district.plan.seed
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell, territory.estates)
    firms.initialise(district)
    for community in range(territory.communities):
        estates = np.flatnonzero(territory.estate_community == community)
        owners = EstateOwners(
            district, community, estates, households[estates].astype(float), territory.estate_has_committee[estates]
        )
        owners.patience = COMMITTEES_FORM.of(seed).at(estates).exponential()
        owners.chair_draws = SECRETARY_CHAIRS.of(seed).at(estates).uniform()
    upkeep.initialise(district)
    district.keep(seats.Tables())
    district.keep(lent_rooms.no_rooms(district))
    district.keep(stations.Nearness())
    district.keep(cross_posts.CrossPosts())
    payments.initialise(district)
    mediators.initialise(district)


def form_committees(district: District) -> None:
    """Another month: some estates found a committee of owners."""
    share = district.parameters.levers.owners.formation_per_year
    all_owners: list[EstateOwners] = list(district.agents_by_type[EstateOwners])
    founded = sum(owners.form_committees(share, 1.0 / MONTHS_A_YEAR) for owners in all_owners)
    if founded:
        district.record(CommitteesFounded(committees=founded))


def monthly(district: District, date: dt.date) -> None:
    """Funds take in and pay out, fees and upkeep move; firms follow at once."""
    owners_fund.monthly(district)
    upkeep.keep_month(district)
    firms.man(district)
