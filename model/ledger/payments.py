"""Payments that others make when they act, and what has been settled of everything that is paid by the month."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats
from ..columns import BUNDLE, COUNTER, SOCIAL
from .instalments import Instalments
from .ledger import Account, Fens, fen_of, fens_of

if TYPE_CHECKING:
    from ..district import District
    from ..organisations.contract import Contract
    from ..setup.in_force import PolicyInForce


class Recurring(NamedTuple):
    """A sum a year that is paid as long as things stand as they do."""

    source: str
    target: str
    purpose: str
    a_year: Fens


class Accounts:
    """What has been settled, and what is owed in fractions of a fen.

    Attributes:
        settled: The first day that has not been paid yet.
        weeks: Weeks of volunteering that have been paid.
        teams, claims: Fen for hours of units' teams and of members with a claim, not yet paid, by community.
        owed: Fractions of a fen of every line, by target and purpose.
        recurring: The sums a year that levers ask for, under the arrangement they were reckoned for.
        year_had: A year, and the share of its project and service money that has come in.
    """

    def __init__(self, communities: int) -> None:
        self.settled = self.weeks = 0
        self.teams, self.claims = np.zeros(communities, np.int64), np.zeros(communities, np.int64)
        self.owed: dict[tuple[str, str], Instalments] = {}
        self.recurring: tuple[PolicyInForce, list[Recurring]] | None = None
        self.year_had: tuple[int, Fraction] | None = None


def people_by_community(district: District) -> Floats:
    """Residents of every community."""
    return np.asarray(district.state.pools.residents[district.pool_map.pools(COUNTER)], np.float64)


def owe_for_hours(district: District, teams: Floats, claims: Floats) -> None:
    """Units' teams, and members with a claim, came for so many hours this week, by community."""
    prices = district.parameters.assumptions.prices
    district.of(Accounts).teams += fens_of(teams * prices.cadre_hour_yuan)
    district.of(Accounts).claims += fens_of(claims * prices.volunteer_hour_yuan)


def pay_for_survey(district: District) -> None:
    """A needs survey has been held in every community."""
    yuan = np.full(district.ledger.communities, district.parameters.assumptions.prices.survey_yuan)
    district.ledger.pay_each(district.day, "treasury", "evaluation", fens_of(yuan), "survey")


def pay_for_rating(district: District, contract: Contract) -> None:
    """An outside party has rated a centre, or whoever holds a contract."""
    if district.parameters.levers.centres.rated_by != "third_party":
        return
    lot = contract.lot
    # A street's bundle is rated as one, for the whole district.
    place = int(district.world.territory.community_of_cell[lot.place]) if lot.kind == SOCIAL else lot.place
    where = Account("evaluation") if lot.kind == BUNDLE else Account("evaluation", place)
    fen = fen_of(district.parameters.assumptions.prices.rating_yuan)
    district.ledger.pay(district.day, Account("treasury"), where, fen, "rating")


def pay_for_incubation(district: District, homes: list[int]) -> None:
    """Organisations have been incubated, each in the community it is at home in."""
    founded = np.bincount(np.array(homes, np.int64), minlength=district.ledger.communities).astype(float)
    fen = fens_of(founded * district.parameters.assumptions.prices.incubation_yuan)
    district.ledger.pay_each(district.day, "treasury", "incubation", fen, "incubation")


def pay_for_visits(district: District, communities: list[int]) -> None:
    """A leader and those who come along spent half a day in each of these communities."""
    prices = district.parameters.assumptions.prices
    visits = np.bincount(np.array(communities, np.int64), minlength=district.ledger.communities).astype(float)
    fen = fens_of(visits * prices.visit_hours * prices.cadre_hour_yuan)
    district.ledger.pay_each(district.day, "treasury", "cadres", fen, "leader_visits")


def pay_for_cadres(district: District, hours: Floats, purpose: str) -> None:
    """Cadres of streets have given so many hours, by community."""
    fen = fens_of(hours * district.parameters.assumptions.prices.cadre_hour_yuan)
    district.ledger.pay_each(district.day, "treasury", "cadres", fen, purpose)
