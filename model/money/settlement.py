"""What the district pays: wages and running costs as they stand, hours as they were given, contracts, and their money.

Every month is settled on its last evening, and so is whatever part of one has gone when levers change or a run ends:
posts, centres and contracts of those days are still in force then. Prices are in `parameters/assumptions/prices.py`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..columns import (
    BORN,
    BUNDLE,
    COUNTER,
    GRID,
    SOCIAL,
)
from ..ledger.instalments import Instalments
from ..ledger.ledger import (
    fens_of,
)
from ..ledger.payers import Payers, nobody_paid
from ..ledger.payments import Accounts, Recurring, people_by_community
from ..ledger.years import years_of_run
from ..local_levers import by_community
from ..organisations.contract import Contract
from ..organisations.market import Market, purchase_by_community
from ..volunteers.records import Volunteers
from ..volunteers.steward_supply import Stewards

if TYPE_CHECKING:
    from ..district import District


WEEKS_A_YEAR = 365.0 / 7.0


def initialise(district: District) -> None:
    """Keep empty accounts and empty shares of payers."""
    territory = district.world.territory
    district.keep(Accounts(territory.communities))
    years = years_of_run(
        district.plan.first_day, district.plan.warmup, district.state.facts.works, district.plan.length
    )
    district.keep(nobody_paid(years, territory.communities, territory.streets, district.state.pools))


def on_new_levers(district: District) -> None:
    """Where posts were redrawn, pools have other numbers from today on."""
    if district.posts_redrawn:
        today = int(district.state.facts.working_index[district.day])
        born = district.state.needs[: int(district.state.tallies.tally[BORN])]
        district.of(Payers).renumber(today, district.state.pools, born)


def monthly(district: District, date: dt.date) -> None:
    """The days since the last settlement are paid."""
    settle(district)


def settle(district: District) -> None:
    """Pay for the days that have gone since the last settlement; at New Year unspent purchase money goes back."""
    accounts, ledger, evening = district.of(Accounts), district.ledger, district.day - 1
    days = district.day - accounts.settled
    if days <= 0:
        return
    accounts.settled = district.day
    date = district.date(evening)
    for line in (*_recurring(district), _stewards(district), _contracts(district)):
        owed = accounts.owed.setdefault((line.target, line.purpose), Instalments(ledger.communities))
        ledger.pay_each(evening, line.source, line.target, owed.part(line.a_year, days, date), line.purpose)
    _pay_hours(district, evening)
    if district.date(district.day).year > date.year:
        ledger.pay_each(evening, "purchase", "treasury", ledger.held_by_community("purchase"), "returned")
        for one in accounts.owed.values():
            one.forget()


def posts_by_community(district: District, kind: int) -> Floats:
    """Paid posts of one type of pool in every community, whoever holds them."""
    own, state = district.in_force.own_posts, district.state
    servers = state.servers.view(np.ndarray)
    pool = servers["pool"][own]
    width = (servers["line_to"] - servers["line_from"])[own] * (state.pools.type[pool] == kind)
    return np.asarray(np.bincount(state.pools.community[pool], width, district.ledger.communities), np.float64)


def _recurring(district: District) -> list[Recurring]:
    recurring = district.of(Accounts).recurring
    if recurring is None or recurring[0] is not district.in_force:
        recurring = district.of(Accounts).recurring = district.in_force, _asked_for(district)
    return recurring[1]


def _asked_for(district: District) -> list[Recurring]:
    """Wages and running costs under the levers in force, and the money to buy services with."""
    parameters, communities = district.parameters, district.ledger.communities
    levers, prices = parameters.levers, parameters.assumptions.prices
    people, everywhere = people_by_community(district), np.ones(communities)
    centres = np.bincount(district.centres.community, minlength=communities).astype(float)
    staff_yuan = prices.mean_wage_post_yuan * levers.staff.pay_ratio
    trained = posts_by_community(district, COUNTER) * levers.staff.training_days_per_year
    activities = everywhere * levers.centres.activities_per_week * WEEKS_A_YEAR
    paired_hours = prices.paired_hours_a_year * levers.party.paired_departments
    asked: list[tuple[str, str, NDArray[np.floating[Any]]]] = [
        ("wages_grid", "wages", posts_by_community(district, GRID) * prices.post_yuan),
        ("wages_staff", "wages", posts_by_community(district, COUNTER) * staff_yuan),
        ("wages_social", "wages", posts_by_community(district, SOCIAL) * prices.post_yuan),
        ("centres", "centres", centres * prices.centre_yuan),
        ("centres", "stations", everywhere * levers.centres.stations_per_community * prices.station_yuan),
        ("information", "registers", people * levers.channels.data_sharing * prices.joined_registers_yuan),
        ("information", "cameras", people * levers.channels.sensor_share * prices.sensors_yuan),
        ("information", "app", people * by_community(district, "channels", "app_reach") * prices.app_yuan),
        ("information", "dispatch", people * levers.channels.auto_dispatch * prices.dispatch_yuan),
        ("information", "terminals", everywhere * levers.channels.terminals_per_community * prices.terminal_yuan),
        ("centre_activities", "weekly_activities", activities * prices.centre_activity_yuan),
        ("training", "training", trained * prices.training_day_yuan),
        ("cadres", "paired_departments", everywhere * paired_hours * prices.cadre_hour_yuan),
        ("purchase", "purchase", purchase_by_community(district)),
    ]
    return [Recurring("treasury", target, purpose, fens_of(yuan)) for target, purpose, yuan in asked]


def _stewards(district: District) -> Recurring:
    """What the stewards who have been found are given a year."""
    stewards = district.of(Stewards).by_community(district.of(Volunteers).corps)
    yuan = stewards * district.parameters.assumptions.prices.steward_yuan
    return Recurring("treasury", "stewards", "stewards", fens_of(yuan))


def _contracts(district: District) -> Recurring:
    """What running contracts cost a year: people at work and overhead, not what their holders could not staff."""
    money, territory = purchase_by_community(district), district.world.territory
    each = district.parameters.assumptions.service.organisation_post_yuan
    yuan = np.zeros(len(money))
    for lot, contract in district.of(Market).contracts.items():
        if lot.kind == BUNDLE:
            # A street's bundle was let for part of what its communities have, so each pays as it has.
            theirs = money * (territory.street_of_community == lot.place)
            yuan += cost_of(contract, each) * theirs / float(theirs.sum())
        else:
            yuan[lot.place] += cost_of(contract, each)
    # Contracts are let within the money there is; what they cost may be a fen above it by rounding, and no more: the
    # ledger refuses what a community does not hold.
    a_year = fens_of(yuan)
    a_year -= a_year - fens_of(money) == 1
    return Recurring("purchase", "purchase_services", "contracts", a_year)


def cost_of(contract: Contract, post_yuan: float) -> float:
    """Yuan a year that a contract costs: its posts and supervisors, its overhead, its part of the tender."""
    posts = contract.posts + contract.supervisors
    return posts * post_yuan + contract.overhead_yuan + contract.tender_yuan


def _pay_hours(district: District, evening: int) -> None:
    """Hours that volunteers, members with a claim and units' teams gave since the last settlement.

    Every week is rounded to whole fen by itself, so that it does not matter when it is paid.
    """
    accounts, ledger, office = district.of(Accounts), district.ledger, district.of(Volunteers)
    each = district.parameters.assumptions.prices.volunteer_hour_yuan
    weeks = office.weeks[accounts.weeks :]
    accounts.weeks = len(office.weeks)
    none = np.zeros(ledger.communities, np.int64)
    for source, target, purpose, fen in (
        ("treasury", "volunteers", "shifts", sum((fens_of(week.offered * each) for week in weeks), none)),
        ("treasury", "volunteers", "claims", accounts.claims.copy()),
        ("units", "cadres", "teams", accounts.teams.copy()),
    ):
        ledger.pay_each(evening, source, target, fen, purpose)
    accounts.claims[:] = accounts.teams[:] = 0
