"""Social organisations: contracts, their growth and exit, operators and ratings of centres.

Each community's lot is tendered at New Year, street bundles for longer; centres are handed over and taken back when
levers say so. What contracts do to residents is in `provision`, who is chosen in `tendering`, ratings in `rating`.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import NOBODY, SOCIAL
from ..events.organisations import CentreHandedOver, ContractDropped, OrganisationsMonthClosed
from ..ledger.allocation_rules import JUDGES
from ..ledger.payments import pay_for_incubation
from ..streams import LOT, Stream
from . import accounts, earlier_tenders, purchase_review
from .contract import Contract, Lot, month_of_workers
from .lots import SECOND_CALLS, end, let_lots
from .market import (
    Market,
    close_down,
    found_new,
    money_of_lots,
    pool_of,
    set_up_branches,
)
from .provision import feel
from .rating import (
    dropped,
    effort_for,
    fade,
    flatter,
    rate_all,
    rating_is_due,
    review_is_due,
    stake_of,
)
from .tendering import Call, let, posts_for

if TYPE_CHECKING:
    from ..district import District

OPERATORS_AGE = Stream("operator's age", LOT)

SAME_YUAN = 1e-6


def initialise(district: District) -> None:
    """Organisations and running contracts on the first morning, with ages of their stationary spread."""
    district.keep(Market())
    purchase_review.initialise(district)
    earlier_tenders.live(district)
    _forget_sums(district)
    _open_centres(district, district.plan.first_day, before=True)
    feel(district)


def on_new_levers(district: District) -> None:
    """New levers: contracts follow their money, new lots are let, centres change hands."""
    market, date = district.of(Market), district.date(district.day)
    market.pressure = 0.0
    _forget_sums(district)
    if district.parameters.levers.funding.split not in JUDGES:
        district.of(Market).purchase_share = None
    purchase_review.hold(district)
    money = money_of_lots(district)
    for lot, contract in list(market.contracts.items()):
        if lot in money:
            _repay(district, contract, money[lot])
        else:
            end(district, lot)
    let_lots(district, date)
    _open_centres(district, date, before=False)
    feel(district)


def yearly(district: District, date: dt.date) -> None:
    """New Year: contracts are reviewed, those that end are let again, and organisations take the size of their work."""
    market, parameters, seed = district.of(Market), district.parameters, district.plan.seed
    due = [one for one in market.contracts.values() if review_is_due(one.lot, date, parameters, seed)]
    rate_all(district, due, date)
    for contract in dropped(district, due, date):
        _drop(district, contract)
    accounts.close_the_year(district)
    _follow_money(district)
    for number, organisation in market.organisations.items():
        organisation.resize(market.held_posts(number))
    purchase_review.hold(district)
    let_lots(district, date)
    feel(district)


def _follow_money(district: District) -> None:
    """Contracts that run on are amended where the money of their community has moved; without any they end."""
    money = money_of_lots(district)
    for lot, contract in list(district.of(Market).contracts.items()):
        if lot not in money:
            end(district, lot)
        elif abs(contract.yuan - money[lot]) > SAME_YUAN:
            _repay(district, contract, money[lot])


def monthly(district: District, date: dt.date) -> None:
    """Ramp-up, learning and staff who leave; ratings whose turn it is; who is founded, who closes."""
    market, parameters, seed = district.of(Market), district.parameters, district.plan.seed
    ended = _remember(district)
    running = [one for one in (*market.contracts.values(), *market.centres.values()) if one.organisation != NOBODY]
    left = month_of_workers(running, date.year * 12 + date.month, parameters, seed)
    accounts.monthly(district)
    fade(district)
    _rate_centres(district, date)
    pay_for_incubation(district, found_new(district, date))
    set_up_branches(district, date)
    close_down(district)
    if date.month in SECOND_CALLS:
        let_lots(district, date)
    elif pressed := purchase_review.pressed(district):
        let_lots(district, date, only=pressed)
    purchase_review.note(district)
    feel(district)
    flatter(district, ended)
    let_yuan = sum(one.yuan for one in market.contracts.values()) / 12.0
    many = len(market.organisations)
    district.record(OrganisationsMonthClosed(workers_left=left, yuan=let_yuan, organisations=many))


def _repay(district: District, contract: Contract, yuan: float) -> None:
    """A running contract is amended to another sum; its holder takes people on or lets them go."""
    market, parameters = district.of(Market), district.parameters
    holder = market.organisations[contract.organisation]
    share = contract.overhead_yuan / max(contract.yuan - contract.tender_yuan, 1e-9)
    contract.yuan, contract.tender_yuan = yuan, min(contract.tender_yuan, yuan)
    paid_for = posts_for(yuan, contract.tender_yuan, share, parameters)
    others = market.held_posts(contract.organisation) - contract.posts
    contract.man(min(paid_for, max(holder.room(others), contract.posts)))
    contract.supervisors = contract.posts * parameters.levers.organisations.supervisors_per_10_workers / 10.0
    contract.overhead_yuan = share * (yuan - contract.tender_yuan)


def _drop(district: District, contract: Contract) -> None:
    """A holder leaves after a rating, and may not bid for a while."""
    barred = round(365.25 * district.parameters.assumptions.ratings.barred_years)
    district.of(Market).barred[contract.organisation] = district.day + barred
    district.record(ContractDropped(number=contract.organisation, about=contract.lot.name))
    if contract.lot.kind == SOCIAL:
        _hand_over(district, contract.lot.place, district.date(district.day))
    else:
        end(district, contract.lot)


def _rate_centres(district: District, date: dt.date) -> None:
    """Centres whose turn has come are rated; the lowest change hands, and so do those whose contract is over."""
    market, parameters, seed = district.of(Market), district.parameters, district.plan.seed
    due = [one for one in market.centres.values() if rating_is_due(one.lot, date, parameters, seed)]
    rate_all(district, due, date)
    for centre in dropped(district, due, date):
        _drop(district, centre)
    operated = parameters.levers.centres.operator == "organisation"
    for cell, centre in list(market.centres.items()):
        over = centre.end_day <= district.day and date.month == 1
        vacant = operated and centre.organisation == NOBODY and date.month in SECOND_CALLS
        if over or vacant:
            _hand_over(district, cell, date)


def _open_centres(district: District, date: dt.date, before: bool) -> None:
    """Every centre has somebody who runs it; with new levers it may be taken back or handed over."""
    market, operated = district.of(Market), district.parameters.levers.centres.operator == "organisation"
    posts = district.parameters.levers.centres.social_workers_each
    cells = district.centres.cell.tolist()
    market.centres = {cell: one for cell, one in market.centres.items() if cell in cells}
    for cell in cells:
        running = market.centres.get(cell)
        if running is not None and (running.organisation != NOBODY) == operated:
            running.man(posts)
        elif operated:
            market.centres[cell] = _by_government(district, cell)
            _hand_over(district, cell, date)
        else:
            market.centres[cell] = _by_government(district, cell)
        if before:
            _age(district, market.centres[cell], date)


def _by_government(district: District, cell: int) -> Contract:
    posts, never = district.parameters.levers.centres.social_workers_each, 10**9
    lot = Lot(SOCIAL, cell)
    return Contract(
        lot=lot,
        organisation=NOBODY,
        yuan=0.0,
        tender_yuan=0.0,
        overhead_yuan=0.0,
        posts=posts,
        supervisors=0.0,
        start_day=district.day,
        ready_day=district.day,
        end_day=never,
        kinds=(),
        tenure_months=np.zeros(0),
    )


def _hand_over(district: District, cell: int, date: dt.date) -> None:
    """A centre is let; without a bidder government runs it."""
    parameters, market = district.parameters, district.of(Market)
    years = max(parameters.assumptions.ratings.operator_years, parameters.levers.organisations.contract_years)
    yuan = parameters.levers.centres.social_workers_each * parameters.assumptions.service.organisation_post_yuan
    call = Call(
        lot=Lot(SOCIAL, cell), yuan=yuan, years=int(years), wanted=np.zeros(0), day=district.day, year=date.year
    )
    contract = let(district, call)
    market.centres[cell] = contract if contract is not None else _by_government(district, cell)
    where = int(district.world.territory.community_of_cell[cell])
    district.record(CentreHandedOver(number=market.centres[cell].organisation, community=where))


def _age(district: District, centre: Contract, date: dt.date) -> None:
    """On the first morning operators have been there for a while, and ratings have drawn their effort."""
    parameters, seed = district.parameters, district.plan.seed
    draw = OPERATORS_AGE.of(seed).at(centre.lot.number).uniform()
    if centre.organisation != NOBODY:
        years = parameters.assumptions.ratings.operator_years
        centre.tenure_months = centre.tenure_months + 12.0 * years * draw
        centre.start_day -= round(365.25 * years * draw)
        centre.end_day -= round(365.25 * years * draw)
    ago = next((n for n in range(12 * 5) if rating_is_due(centre.lot, _months_before(date, n), parameters, seed)), None)
    if ago is not None:
        faded = math.exp(-ago / parameters.assumptions.ratings.effort_months)
        centre.effort = faded * effort_for(stake_of(centre, parameters), parameters)


def _months_before(date: dt.date, months: int) -> dt.date:
    number = date.year * 12 + date.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)


def _forget_sums(district: District) -> None:
    """Pools were redrawn: their sums of satisfaction begin anew."""
    pools = district.state.pools
    district.of(Market).satisfaction_before, district.of(Market).experiences_before = (
        pools.satisfaction_sum.copy(),
        pools.experiences.copy(),
    )


def _remember(district: District) -> NDArray[np.float64]:
    """Residents note what a month of every holder's work was like; returns needs that ended, by pool."""
    market, pools = district.of(Market), district.state.pools
    left = math.exp(-1.0 / district.parameters.assumptions.purchasing.memory_months)
    satisfaction, ended = (
        pools.satisfaction_sum - market.satisfaction_before,
        pools.experiences - market.experiences_before,
    )
    for organisation in market.organisations.values():
        organisation.satisfaction_sum *= left
        organisation.served *= left
    for contract in (*market.contracts.values(), *market.centres.values()):
        pool = pool_of(district, contract.lot)
        contract.satisfaction_sum += float(satisfaction[pool])
        contract.served += float(ended[pool])
        if contract.organisation != NOBODY:
            market.organisations[contract.organisation].satisfaction_sum += float(satisfaction[pool])
            market.organisations[contract.organisation].served += float(ended[pool])
    _forget_sums(district)
    return np.asarray(ended)
