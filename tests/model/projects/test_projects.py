"""Projects in a district: money split to the fen, promised once, paid as work begins; helping where they stand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.agents.party_branch import branches_of
from shapan.model.columns import ACTIVITY as HEARD_AT_ACTIVITIES
from shapan.model.columns import BUNDLE, COUNTER, NOBODY, PROJECT
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.follow_up import COMMUNITY_STAFF, Task, look_after_tasks
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.matter import open_matter
from shapan.model.district import District, Plan
from shapan.model.events.branches import BranchClaimedProject
from shapan.model.ledger import allocation_rules
from shapan.model.ledger.ledger import Account, fen_of
from shapan.model.money import allocation
from shapan.model.monitoring import satisfaction as satisfaction_by_community
from shapan.model.need_rates import set_need_rates
from shapan.model.organisations.market import Market, purchase_by_community
from shapan.model.parameters import Parameters
from shapan.model.projects import agreed_works, batch, foundations, in_force
from shapan.model.projects import process as projects
from shapan.model.projects.branch_claims import hours_for_claims
from shapan.model.projects.draws import batch_key
from shapan.model.projects.electorate import Purse, electorate, proposed
from shapan.model.projects.kinds import ACTIVITY, GOODS, SERVICE, WORKS
from shapan.model.projects.records import PAID, Project, ProjectBook
from shapan.model.projects.year_of_needs import year_of_needs

SEED, DAYS = 3, 420
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture(scope="module")
def town(made_place, needs, inflow, changed):
    """A town of 15,000 in five communities with money for projects, and the levers given."""
    place = made_place(communities=5, residents=15_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    plain = Parameters(place=place)

    def built(**levers):
        asked = {name.replace("__", "."): value for name, value in levers.items()}
        return changed(
            plain,
            {
                "funding.project_yuan_per_resident": 0,
                "funding.project_yuan": 600_000,
                "funding.community_yuan_per_resident": 0,
                "funding.community_yuan": 200_000,
            }
            | asked,
        )

    return built


@pytest.fixture(scope="module")
def lived(town):
    """A district of 420 days under the levers given, each kept once."""
    kept: dict[object, District] = {}

    def live(**levers):
        key = tuple(sorted(levers.items()))
        if key not in kept:
            kept[key] = District(Plan(town(**levers), SEED, DAYS, 0))
            kept[key].run()
        return kept[key]

    return live


def test_a_batch_falls_in_january_and_then_evenly():
    batch_of = allocation_rules.batch_of
    months = {batches: [m for m in range(1, 13) if batch_of(m, batches) is not None] for batches in (1, 2, 3, 4)}
    assert months == {1: [1], 2: [1, 7], 3: [1, 5, 9], 4: [1, 4, 7, 10]}
    assert allocation_rules.batch_of(10, 4) == 3


JUNE = dt.date(2026, 6, 15)


def came_in(district, purpose: str, year: int = 2026) -> dict[int, int]:
    """Fen of project or service money that came in over a calendar year of the run, by month."""
    found: dict[int, int] = {}
    for one in district.ledger.entries:
        date = district.date(one.day)
        ours = one.day >= 0 and one.source.name == "treasury"
        if ours and one.purpose in purpose.split() and date.year == year:
            found[date.month] = found.get(date.month, 0) + one.fen
    return found


@pytest.mark.parametrize(
    ("first", "then", "months"),
    [(1, 4, [1]), (4, 1, [1, 4, 7]), (2, 3, [1, 7, 9]), (3, 2, [1, 5, 7]), (3, 3, [1, 5, 9])],
)
def test_a_year_brings_the_years_money_however_many_batches(town, first, then, months):
    """The number of batches changes in June, while the town runs: the money of the year and of the next stays."""
    before, after = (
        town(projects__batches_per_year=n, funding__project_yuan_per_resident=0, funding__project_yuan=600_000.01)
        for n in (first, then)
    )
    district = District(Plan(before, SEED, 645, 0, steps={JUNE: after.levers}))
    district.run()
    pot, own = came_in(district, "split"), came_in(district, "service_money")
    assert sum(pot.values()) == fen_of(5 * 600_000.01) and sum(own.values()) == 5 * fen_of(200_000.0)
    assert list(pot) == list(own) == months
    assert sum(came_in(district, "split", 2027).values()) == fen_of(5 * 600_000.01)


def test_a_pilot_in_june_does_not_bring_januarys_money_again(town):
    """A run that begins in spring has had its January batch; a policy that switches on has the batches left."""
    place = town().place.model_copy(update={"start": JUNE})
    policy, usual = (town(projects__batches_per_year=n).model_copy(update={"place": place}) for n in (4, 1))
    for warmup, months in ((0, [7, 10]), (100, [])):
        district = District(Plan(policy, SEED, 200, warmup, status_quo=usual.levers if warmup else None))
        district.run()
        assert list(came_in(district, "split")) == months


def test_what_a_year_still_owes_comes_at_the_new_rate(town):
    """Twice the money from June on: the batch that is left brings twice as much."""
    twice = town(
        projects__batches_per_year=2,
        funding__project_yuan_per_resident=0,
        funding__project_yuan=1_200_000,
        funding__community_yuan_per_resident=0,
        funding__community_yuan=400_000,
    )
    district = District(Plan(town(projects__batches_per_year=2), SEED, 365, 0, steps={JUNE: twice.levers}))
    district.run()
    assert came_in(district, "split") == {1: 5 * fen_of(300_000.0), 7: 5 * fen_of(600_000.0)}
    assert came_in(district, "service_money") == {1: 5 * fen_of(100_000.0), 7: 5 * fen_of(200_000.0)}


@pytest.mark.parametrize("split", ["equal", "per_resident", "by_need", "by_performance", "by_competition"])
def test_the_pot_is_split_to_the_fen_and_service_money_is_everybodys(lived, split):
    district = lived(funding__split=split, funding__performance_share=0.3)
    entries = district.ledger.entries
    for day in {one.day for one in entries if one.purpose == "split"}:
        pot = sum(
            one.fen for one in entries if one.day == day and one.source.name == "treasury" and one.purpose == "split"
        )
        own = [one.fen for one in entries if one.day == day and one.purpose == "service_money"]
        assert pot == 5 * fen_of(600_000.0) and own == [fen_of(200_000.0)] * 5
    assert district.ledger.held_by_community("prize").sum() == 0
    each = purchase_by_community(district)
    people = district.state.pools.residents[district.pool_map.pools(COUNTER)]
    assert each.sum() == pytest.approx(15.0 * people.sum())
    assert np.allclose(each / people, 15.0) == (split in ("equal", "per_resident"))


def test_every_project_is_promised_once_and_paid_when_it_begins(lived):
    district = lived(projects__rule="greedy", projects__screening=False, projects__batches_per_year=2)
    book = district.of(ProjectBook)
    assert len(book.projects) > 20
    paid = dict.fromkeys(projects.PURSES, 0)
    for project in book.projects:
        assert project.chosen_day <= project.start_day <= project.acts_from_day <= project.acts_until_day
        if project.money == PAID and not project.failed and project.purse:
            paid[project.purse] += project.cost_fen
    assert any(one.failed for one in book.projects)
    for purse, fen in paid.items():
        spent = [
            one.fen
            for one in district.ledger.entries
            if one.source.name == purse and one.purpose != agreed_works.PURPOSE
        ]
        assert sum(spent) == fen
        promised = sum(one.cost_fen for one in book.projects if one.purse == purse and one.money != PAID)
        assert book.reserved_fen[purse].sum() == promised
        assert (book.reserved_fen[purse] <= district.ledger.held_by_community(purse)).all()


def test_service_money_builds_nothing(lived):
    district = lived()
    used = {one.target.name for one in district.ledger.entries if one.source.name == "community"}
    assert used and "projects_works" not in used


def test_an_earmark_brings_activities_and_activities_hear(lived):
    plain, marked = lived(), lived(funding__activity_earmark=0.5)
    spent = [
        sum(one.fen for one in district.ledger.entries if one.target.name == "activities")
        for district in (plain, marked)
    ]
    assert spent[1] > spent[0]
    book, hearing = marked.of(ProjectBook), marked.state.hearing
    extra = hearing.workday[:, HEARD_AT_ACTIVITIES] - book.usual_activities
    assert (extra >= 0.0).all() and (extra > 0.0).any() == any(
        one.form == ACTIVITY and one.acts(marked.day) for one in book.projects
    )


def a_project(district, form, kind, **more):
    cell = int(district.of(ProjectBook).places[1].cell[3])
    given = {"purse": "projects", "cost_fen": fen_of(131_000.0), "acts_from_day": 0, "acts_until_day": 365} | more
    return Project(
        number=10_000,
        community=1,
        cell=cell,
        form=form,
        kind=district.kinds.index(kind),
        proposer=1,
        chosen_day=0,
        start_day=0,
        failed=False,
        informed=False,
        money=PAID,
        **given,
    )


def test_a_service_project_gives_the_hours_its_money_buys_to_its_kind_and_surroundings(town):
    district = District(Plan(town(), SEED, 40, 0))
    project = a_project(district, SERVICE, "care")
    district.of(ProjectBook).running = [project]
    in_force.put_in_force(district, afresh=False)
    pool = district.pool_map.numbers(PROJECT)[1]
    pools, pool_map = district.state.pools, district.state.pool_map.pool[:, PROJECT]
    assert pools.daily_hours[pool] == pytest.approx(1_000.0 / (365 * 5 / 7))
    assert pools.kinds[pool] == 1 << project.kind
    served = np.flatnonzero(pool_map == pool)
    assert project.cell in served and (pool_map[pool_map >= 0] == pool).all()
    territory = district.world.territory
    away = np.hypot(territory.x_km - territory.x_km[project.cell], territory.y_km - territory.y_km[project.cell])
    reach = district.parameters.assumptions.delivery.service_reach_km
    here = territory.community_of_cell == 1
    np.testing.assert_array_equal(np.flatnonzero(here & (away <= reach)), served)
    district.of(ProjectBook).running = []
    in_force.put_in_force(district, afresh=False)
    assert pools.daily_hours[pool] == 0.0 and (district.state.pool_map.pool[:, PROJECT] == NOBODY).all()


def test_works_leave_fewer_events_around_them_and_strife_while_they_are_built(town):
    district = District(Plan(town(), SEED, 40, 0, earlier_years=False))
    set_need_rates(district)
    before = district.state.hearing.intensity.copy()
    standing, rising = a_project(district, WORKS, "litter"), a_project(district, WORKS, "litter", acts_from_day=90)
    dispute, litter = district.kinds.index("dispute"), district.kinds.index("litter")
    assumed = district.parameters.assumptions.delivery
    for project, kind, times in (
        (standing, litter, assumed.works_leave),
        (rising, dispute, 1.0 + assumed.works_strife),
    ):
        district.of(ProjectBook).running = [project]
        in_force.put_in_force(district, afresh=True)
        set_need_rates(district)
        now = district.state.hearing.intensity
        assert now[project.cell, kind] == pytest.approx(min(before[project.cell, kind] * times, 2.0))
        assert np.array_equal(
            now[:, kind] != before[:, kind],
            now[:, kind] / before[:, kind] == now[project.cell, kind] / before[project.cell, kind],
        )
    goods = a_project(district, GOODS, "care")
    district.of(ProjectBook).running = [goods]
    in_force.put_in_force(district, afresh=True)
    assert district.of(ProjectBook).factors[goods.cell, goods.kind] == pytest.approx(assumed.goods_leave)


def test_claims_cost_hours_and_no_project_money(lived):
    every = {"grid__party_unit_share": 1.0, "branches__meeting_share": 1.0}
    district = lived(projects__claim_share=1.0, party__reporting_share=1.0, projects__proposed_by="residents", **every)
    claimed = [one for one in district.of(ProjectBook).projects if one.claimed]
    assert claimed and all(one.form in (SERVICE, ACTIVITY) and one.claim_hours > 0.0 for one in claimed)
    by_name = {event.project: event for _, event in district.events if isinstance(event, BranchClaimedProject)}
    assert {one.number for one in claimed} == set(by_name)
    batches = {one.day for one in district.of(ProjectBook).votes}
    for branch in branches_of(district):
        mine = [one for one in claimed if by_name[one.number].number == branch.number]
        hours = sum(one.claim_hours for one in mine)
        assert hours <= hours_for_claims(district, branch) * len(batches) + 1e-9
        grid = district.layout.party_grid_of_grid[district.layout.grid_of_cell]
        assert all(grid[one.cell] == grid[branch.number] for one in mine), "in its own grid"
    assert any(one.purpose == "claims" and one.target.name == "volunteers" for one in district.ledger.entries)


def a_matter(district, kind: str, number: int):
    """A matter of the first estate that has been agreed on, and waits for money unless it finds some."""
    opinion = district.parameters.assumptions.opinion
    matter = open_matter(number, (MATTERS[kind], 0, np.uint64(number)), district.world, 0, opinion)
    matter.agreed_on = matter.stands_on = matter.ready = 0
    matter.informed = 1.0  # nobody objects
    district.of(Docket).open.append(matter)
    agreed_works.bind_money(district, matter)
    return matter


def test_agreed_works_take_project_money_or_wait_for_it(town):
    none = town(funding__project_yuan_per_resident=0, funding__project_yuan=0)
    district = District(Plan(none, SEED, DAYS, 0, earlier_years=False))
    lighting = a_matter(district, "lighting", 0)
    district.of(Docket).tasks.append(Task(lighting, COMMUNITY_STAFF, False, 0))
    assert lighting.unpaid and district.of(ProjectBook).waiting == [lighting]
    look_after_tasks(district)
    assert lighting.open, "nothing is settled that nobody has paid for"
    where, cost = Account("projects", lighting.community), fen_of(lighting.kind.cost)
    district.ledger.pay(0, Account("treasury"), where, 2 * cost - 2, "split")
    agreed_works.monthly(district, dt.date(2026, 3, 1))
    assert lighting.unpaid, "half of the money is one fen short"
    district.ledger.pay(0, Account("treasury"), where, 2, "split")
    agreed_works.monthly(district, dt.date(2026, 3, 1))
    assert not lighting.unpaid and district.ledger.held(where) == cost
    look_after_tasks(district)
    assert lighting.ended == "settled"


def test_the_line_for_agreed_works_pays_what_it_holds_and_no_more(town):
    """What a department builds is paid out of the line alone; most households for the money come first."""
    levers = town(funding__project_yuan_per_resident=0, funding__project_yuan=0)
    district = District(Plan(levers, SEED, DAYS, 0, earlier_years=False))
    line, cost = Account("agreed_works"), fen_of(MATTERS["lighting"].cost)
    year = fen_of(25.0 * float(district.state.pools.residents[district.pool_map.pools(COUNTER)].sum()))
    road, first, second = (a_matter(district, kind, n) for n, kind in enumerate(("road", "lighting", "lighting")))
    assert year / 4 < cost < year / 2, "one lighting every two quarters, and never a road"
    waiting = []
    for month in (4, 5, 7, 10):
        agreed_works.monthly(district, dt.date(2026, month, 1))
        waiting.append([one.unpaid for one in (road, first, second)])
    assert waiting == [[True, True, True]] * 2 + [[True, False, True], [True, False, False]]
    left = district.ledger.held(line)
    assert left == pytest.approx(0.75 * year - 2 * cost, abs=1)
    district.of(ProjectBook).waiting.clear()
    for now in (dt.date(2027, month, 1) for month in (1, 4, 7, 10)):
        agreed_works.monthly(district, now)
    assert district.ledger.held(line) == pytest.approx(left + year, abs=1), "it is carried over for a year"
    agreed_works.monthly(district, dt.date(2028, 1, 1))
    back = [one for one in district.ledger.entries if one.target == Account("treasury")]
    assert [one.purpose for one in back] == ["returned"]
    assert back[0].fen == pytest.approx(left, abs=1), "and then goes back"


def test_agreed_works_never_exceed_their_line_in_a_year(lived):
    district = lived(funding__agreed_works_yuan_per_resident=40)
    people = float(district.state.pools.residents[district.pool_map.pools(COUNTER)].sum())
    for year in (2026, 2027):
        paid = [
            one.fen
            for one in district.ledger.entries
            if one.target.name == "public_works" and district.date(one.day).year == year and one.day >= 0
        ]
        assert sum(paid) <= 2 * fen_of(40 * people), "this year's money and what was carried over"
    since = [one for one in district.ledger.entries if one.purpose == "agreed_works"]
    given = sum(one.fen for one in since if one.target.name == "agreed_works")
    assert sum(one.fen for one in since if one.source.name == "agreed_works") <= given
    spent = [one for one in district.ledger.entries if one.target.name == "public_works"]
    assert spent and {one.source.name for one in spent} == {"agreed_works"}, "no line without a lever pays for works"


def test_a_work_agreed_in_spring_begins_the_same_year(town):
    levers = town(funding__project_yuan_per_resident=0, funding__project_yuan=0)
    district = District(Plan(levers, SEED, DAYS, 0, earlier_years=False))
    lighting = a_matter(district, "lighting", 0)
    for month in (4, 7):
        agreed_works.monthly(district, dt.date(2026, month, 1))
    assert not lighting.unpaid


def test_works_nobody_pays_for_are_given_up_after_their_time(town):
    levers = town(funding__agreed_works_yuan_per_resident=0, funding__project_yuan=0)
    district = District(Plan(levers, SEED, DAYS, 0, earlier_years=False))
    road = a_matter(district, "road", 0)
    most = int(district.parameters.assumptions.matters.unpaid_days)
    for district.day, waits in ((most, True), (most + 1, False)):
        assert (agreed_works.waited_too_long(district) == []) == waits
        assert (road in district.of(ProjectBook).waiting) == waits
    district.day = 0


def test_all_agreed_works_of_a_year_together_bind_half_of_the_project_money(town):
    levers = town(funding__agreed_works_yuan_per_resident=0)
    district = District(Plan(levers, SEED, 420, 0, earlier_years=False))
    cost, account = fen_of(MATTERS["lighting"].cost), Account("projects", 0)
    district.ledger.pay(0, Account("treasury"), account, 7 * cost, "split")
    matters = [a_matter(district, "lighting", number) for number in range(6)]
    assert {one.community for one in matters} == {0}
    assert [not one.unpaid for one in matters] == [True, True, True, False, False, False]
    agreed_works.monthly(district, dt.date(2026, 7, 1))
    assert len(district.of(ProjectBook).waiting) == 3, "the same year has no more to give"
    agreed_works.monthly(district, NEW_YEAR)
    assert len(district.of(ProjectBook).waiting) == 1, "a new year binds half of what is left"
    assert district.ledger.held(account) == 2 * cost


def test_service_money_is_spent_where_people_ask_for_services(lived):
    """A list of what came to nothing alone left it: what is heard at home is settled, if late, and goes on."""
    district = lived()
    spent = np.zeros(district.ledger.communities)
    for one in district.ledger.entries:
        if one.source.name == "community" and one.target.name in ("projects_service", "activities", "projects_goods"):
            spent[one.source.place] += one.fen
    assert (spent > 0).all()


def test_an_earmark_of_project_money_binds_no_other_purse(lived):
    district = lived(
        funding__activity_earmark=0.8, funding__community_yuan_per_resident=0, funding__community_yuan=1_000_000
    )
    given: dict[str, set[int]] = {"projects": set(), "community": set()}
    for one in district.of(ProjectBook).projects:
        given[one.purse].add(one.form)
    assert ACTIVITY in given["projects"] and SERVICE in given["community"]


def test_a_purse_lists_its_next_best_where_another_has_paid(town):
    district = District(Plan(town(), SEED, 200, 0))
    district.run()
    key = batch_key(SEED, 1, 9_999)
    who, purse = electorate(district, 1, key, year_of_needs(district)), Purse("foundation", fen_of(500_000.0))
    alone, _ = proposed(district, who, purse)
    taken = tuple(zip(alone.cell[:2].tolist(), alone.kind[:2].tolist(), strict=True))
    after, _ = proposed(district, who, purse, taken)
    assert len(after) == len(alone) and not np.isin(alone.key[:2], after.key).any()
    place, near = district.of(ProjectBook).places[1], district.parameters.assumptions.proposing.same_project_km
    for cell, kind in taken:
        rows = np.searchsorted(place.cell, after.cell[after.kind == kind])
        assert (place.distance_km[np.searchsorted(place.cell, cell), rows] > near).all()


def test_a_vote_over_nothing_is_no_vote(lived):
    district = lived(
        projects__rule="greedy",
        projects__batches_per_year=4,
        funding__project_yuan_per_resident=0,
        funding__project_yuan=0,
        funding__community_yuan_per_resident=0,
        funding__community_yuan=0,
    )
    assert not any(vote.asked for vote in district.of(ProjectBook).votes)


def test_a_foundation_is_founded_once_and_gives_what_it_has(lived):
    levers = {"funding__foundation_share": 0.6, "funding__foundation_seed_yuan": 400_000.0}
    district = lived(**levers, funding__foundation_donor_share=0.5, projects__foundation_decided_by="residents")
    has = district.of(ProjectBook).foundations.has
    seeds = [one for one in district.ledger.entries if one.purpose == "seed"]
    assert 2 <= has.sum() <= 4 and {one.target.place for one in seeds} == set(np.flatnonzero(has))
    treasury = [one.fen for one in seeds if one.source.name == "treasury"]
    assert treasury == [fen_of(200_000.0)] * int(has.sum())
    granted = [one for one in district.of(ProjectBook).projects if one.purse == "foundation"]
    assert granted and all(has[one.community] and one.form != WORKS for one in granted)
    assert (district.ledger.held_by_community("foundation")[~has] == 0).all()
    assert foundations.grant_fen(district, int(np.flatnonzero(~has)[0])) == 0


def test_whoever_saw_their_project_funded_trusts_more_only_after_a_real_vote(town):
    for rule, asked in (("staff_list", False), ("greedy", True)):
        district = District(Plan(town(projects__rule=rule), SEED, DAYS, 0))
        people = np.arange(40)
        before = district.state.minds.trust[people].copy()
        batch.remember(district, 0, people, np.ones(40, np.bool_), np.ones(40, np.bool_), asked)
        assert (district.state.minds.trust[people] > before).all() == asked
        vote = district.of(ProjectBook).votes[-1]
        assert (vote.voters, vote.with_project, vote.asked) == (40, 40, asked)


def test_without_money_nothing_is_listed_or_charged(lived):
    district = lived(
        funding__project_yuan_per_resident=0,
        funding__project_yuan=0,
        funding__community_yuan_per_resident=0,
        funding__community_yuan=0,
    )
    assert not district.of(ProjectBook).projects and (district.of(ProjectBook).factors == 1.0).all()
    assert (district.state.pools.daily_hours[district.pool_map.pools(PROJECT)] == 0.0).all()


def test_contracts_of_several_years_follow_the_money_that_judges_give(lived):
    """At New Year a running contract is amended to what its community now gets; together they never cost more."""
    district = lived(funding__split="by_performance", organisations__contract_years=3, organisations__bundled_share=0.5)
    contracts = district.of(Market).contracts.values()
    people = district.state.pools.residents[district.pool_map.pools(COUNTER)].sum()
    assert district.of(Market).purchase_share is not None and len(contracts) > 3
    assert sum(one.yuan for one in contracts) <= 15.0 * people * (1.0 + 1e-9)


def test_last_years_rating_outlasts_redrawn_grids(town):
    """Grids are redrawn on 1 October: what people felt from January on is in January's rating all the same."""
    redrawn = town(funding__split="by_performance", grid__households_per_grid=240)
    levers = town(funding__split="by_performance")
    october = dt.date(2026, 10, 1)
    districts = [District(Plan(levers, SEED, 500, 0, steps=steps)) for steps in ({}, {october: redrawn.levers})]
    kept, begun_anew = districts
    for district in districts:
        district.run_to(273)
    first = [one.state.pools.experiences.sum() for one in districts]
    assert first[0] == first[1] > 1000
    for district in districts:
        district.run_to(365)
    satisfaction, ended = satisfaction_by_community.past_year(begun_anew)
    pools = begun_anew.state.pools
    assert pools.experiences.sum() < ended.sum() / 2, "queues have forgotten"
    assert ended.sum() == pytest.approx(first[1] + pools.experiences.sum(), rel=1e-9)
    found = allocation.recorded_by_community(begun_anew) - begun_anew.state.memory.appraisal_pressure
    assert np.allclose(found, satisfaction / ended)
    whole = satisfaction_by_community.past_year(kept)[1]
    assert whole.sum() == pytest.approx(kept.state.pools.experiences.sum(), rel=1e-9)
    assert np.abs(ended / whole - 1.0).max() < 0.1


def test_a_rating_is_of_one_year(town):
    """Twenty months on, a rating has forgotten the first eight."""
    district = District(Plan(town(), SEED, 620, 0))
    district.run_to(243)  # 1 September
    before = district.state.pools.experiences.sum()
    district.run_to(608)
    assert satisfaction_by_community.past_year(district)[1].sum() == pytest.approx(
        district.state.pools.experiences.sum() - before, rel=1e-9
    )


def test_a_streets_bundle_is_everybodys_rating(town):
    """What it leaves is told of all communities of its street, by residents."""
    district = District(Plan(town(organisations__bundled_share=1.0, funding__purchase_yuan=200.0), SEED, 200, 0))
    district.run()
    pools, bundle = district.state.pools, district.pool_map.pools(BUNDLE)
    own = pools.type != BUNDLE
    assert pools.experiences[bundle].sum() > 0.0
    rest = np.bincount(pools.community[own], pools.experiences[own], 5)
    people = pools.residents[district.pool_map.pools(COUNTER)]
    share = (satisfaction_by_community.past_year(district)[1] - rest) / pools.experiences[bundle].sum()
    assert np.allclose(share, people / people.sum())
