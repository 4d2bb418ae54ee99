"""Ways to lose, double or make up something in a district, each of which has to be noticed."""

from __future__ import annotations

import numpy as np

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.columns import (
    BORN,
    COUNTER,
    GRID,
    IN_SERVICE,
    MET_LATE,
    MET_ON_TIME,
    NOBODY,
    OFFERED,
    ORGANISATION,
    PATROL_HOURS,
    PROPERTY,
    QUEUED,
    SOCIAL,
    UNHEARD_NOW,
    UNHEARD_WEIGHT,
    UNIT,
    USED,
    VOLUNTEER,
)
from shapan.model.deliberation.docket import Docket
from shapan.model.district import District
from shapan.model.ledger.ledger import Block
from shapan.model.needs.service import MOST_GENERATIONS
from shapan.model.organisations.market import Market
from shapan.model.staffing import capacity
from shapan.model.volunteers.records import Volunteers


def _first(district: District, state: int) -> int:
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    return int(np.flatnonzero(log.state == state)[0])


def forget_a_need(district: District) -> None:
    district.state.tallies.tally[UNHEARD_NOW] -= 1


def file_a_need_twice(district: District) -> None:
    district.state.needs.bin[_first(district, QUEUED)] = MET_LATE


def serve_twice(district: District) -> None:
    servers, need = district.state.servers, _first(district, IN_SERVICE)
    servers.need[np.flatnonzero(servers.need != need)[0]] = need


def lose_from_queue(district: District) -> None:
    pools = district.state.pools
    pools.root[np.flatnonzero(pools.root >= 0)[0]] = NOBODY


def serve_before_hearing(district: District) -> None:
    need = _first(district, IN_SERVICE)
    district.state.needs.started_time[need] = district.state.needs.heard_time[need] - 0.5


def work_unpaid(district: District) -> None:
    district.state.tallies.hours[GRID, USED, district.day - 1] += 0.01


def work_more_than_came(district: District) -> None:
    district.state.tallies.hours[SOCIAL, (OFFERED, USED), district.day - 1] += 0.01


def walk_more_than_came(district: District) -> None:
    district.state.tallies.daily[PATROL_HOURS, district.day - 1] += 0.01


def forgive_a_counter(district: District) -> None:
    pools = district.state.pools
    pools.overhead_hours[np.flatnonzero(pools.type == COUNTER)[0]] += 0.01


def weigh_a_queue_wrong(district: District) -> None:
    district.state.pools.backlog_hours[0] += 1e-5


def lose_a_case(district: District) -> None:
    district.state.departments.arrived[0] += 1.0


def make_capacity(district: District) -> None:
    district.state.departments.capacity[0] *= 1.01


def trust_too_much(district: District) -> None:
    district.state.minds.trust[0] = 1.01


def feel_twice(district: District) -> None:
    district.state.tallies.daily[UNHEARD_WEIGHT, district.day - 1] += 0.5


def forget_trust(district: District) -> None:
    district.state.minds.trust[0] *= 0.5


def move_house(district: District) -> None:
    district.state.facts.resident_cell[0] += 1


def change_an_ending(district: District) -> None:
    needs = district.state.needs
    over = np.flatnonzero(needs.bin == MET_LATE)
    needs.bin[over[0]], needs.done_time[over[0]] = MET_ON_TIME, needs.heard_time[over[0]]


def come_back_too_often(district: District) -> None:
    district.state.needs.generation[_first(district, QUEUED)] = MOST_GENERATIONS + 1


def feel_too_much(district: District) -> None:
    pools = district.state.pools
    pools.satisfaction_sum[0] = pools.experiences[0] + 0.01


def rate_a_department_twice(district: District) -> None:
    district.state.departments.experiences[0] += 1.0


def press_too_hard(district: District) -> None:
    district.state.departments.extra[0] = 0.4


def lend_without_borrower(district: District) -> None:
    servers, pools = district.state.servers, district.state.pools
    servers.useful_share[pools.type[servers.pool] == SOCIAL] *= 1.01


SPOILT = (
    forget_a_need,
    file_a_need_twice,
    serve_twice,
    lose_from_queue,
    serve_before_hearing,
    work_unpaid,
    work_more_than_came,
    walk_more_than_came,
    forgive_a_counter,
    weigh_a_queue_wrong,
    lose_a_case,
    make_capacity,
    trust_too_much,
    forget_trust,
    feel_twice,
    move_house,
    change_an_ending,
    come_back_too_often,
    feel_too_much,
    rate_a_department_twice,
    press_too_hard,
    lend_without_borrower,
)
"""What somebody does in the night."""


def _post_of(district: District, kind: int) -> int:
    servers, pools = district.state.servers, district.state.pools
    return int(np.flatnonzero((pools.type[servers.pool] == kind) & (servers.line_to > servers.line_from))[0])


def meet_at_nobodys_cost(district: District) -> None:
    district.state.pools.overhead_hours[district.pool_map.pools(COUNTER)] += 0.01


def give_more_than_decided(district: District) -> None:
    district.state.servers.useful_share[_post_of(district, VOLUNTEER)] += 0.01


def keep_in_absent_hands(district: District) -> None:
    servers, post = district.state.servers, _post_of(district, UNIT)
    busy = int(np.flatnonzero(servers.need >= 0)[0])
    servers.need[post], servers.need[busy] = servers.need[busy], NOBODY
    capacity.give_hours(district, int(servers.pool[post]), 0.0, 1.0)
    servers.useful_share[post], servers.need[post] = 0.0, _first(district, IN_SERVICE)


def stay_longer_than_one_can(district: District) -> None:
    corps = district.of(Volunteers).corps
    corps.hours_this_week[corps.who[0]] = corps.free_hours[corps.who[0]] + 0.01


def stand_at_a_pool_uninvited(district: District) -> None:
    district.of(Volunteers).weeks[-1].given[0] += 0.01


def save_without_giving(district: District) -> None:
    bank = district.of(Volunteers).bank
    bank.saved[0] += 1e5
    bank.saved_in[0] += 1e5


def lose_savings(district: District) -> None:
    district.of(Volunteers).bank.saved[0] += 0.01


def overdraw_a_contract(district: District) -> None:
    next(iter(district.of(Market).contracts.values())).overhead_yuan *= 1.5


def let_a_lot_for_more(district: District) -> None:
    next(iter(district.of(Market).contracts.values())).yuan *= 1.01


def buy_hours_for_nothing(district: District) -> None:
    pool = district.pool_map.starts[ORGANISATION]
    capacity.give_hours(district, pool, float(district.state.pools.daily_hours[pool]) + 50.0, 1.0)


def keep_more_than_promised(district: District) -> None:
    unit = next(iter(district.agents_by_type[PartyCommittee])).units[0]
    unit.kept_hours = unit.promised_hours + 0.01


def whistle_on_credit(district: District) -> None:
    next(iter(district.agents_by_type[PartyCommittee])).authority = -0.01


def work_for_another_firm(district: District) -> None:
    district.state.servers.useful_share[_post_of(district, PROPERTY)] += 0.01


def settle_without_a_word(district: District) -> None:
    district.of(Docket).closed.append(district.of(Docket).open[0])


def forget_a_matter(district: District) -> None:
    district.of(Docket).open.pop(0)


def believe_more_than_all(district: District) -> None:
    district.of(Docket).open[0].belief[0] = 1.01


def spend_unseen(district: District) -> None:
    district.ledger._stand["points"][0] += 1


def overdraw_an_account(district: District) -> None:
    district.ledger._stand["purchase"][0] = -1
    district.ledger._stand["points"][0] += 1


def enter_what_was_not_paid(district: District) -> None:
    where = np.zeros(1, np.int64)
    district.ledger.blocks.append(Block(0, "treasury", "points", "unpaid", where, where, where + 5))


def keep_a_second_book(district: District) -> None:
    owners = district.agents_by_type[EstateOwners][0]
    owners.fund_yuan[0] += 1


MEDDLED = (
    spend_unseen,
    overdraw_an_account,
    enter_what_was_not_paid,
    keep_a_second_book,
    settle_without_a_word,
    forget_a_matter,
    believe_more_than_all,
    meet_at_nobodys_cost,
    give_more_than_decided,
    keep_in_absent_hands,
    stay_longer_than_one_can,
    stand_at_a_pool_uninvited,
    save_without_giving,
    lose_savings,
    overdraw_a_contract,
    let_a_lot_for_more,
    buy_hours_for_nothing,
    keep_more_than_promised,
    whistle_on_credit,
    work_for_another_firm,
)
"""What somebody does after the decisions of a morning."""
