"""A list sorted by community follows the list, also where it grows or another takes its place."""

from shapan.model.projects.kinds import SERVICE
from shapan.model.projects.records import HANDED_BACK, NOT_PAID, PAID, ByCommunity, Payment, Project


def paid(community: int, day: int) -> Payment:
    return Payment("projects", community, SERVICE, day, 100)


def test_what_came_since_the_last_look_is_sorted_in():
    payments = [paid(0, 1), paid(2, 1)]
    sorted_by = ByCommunity(payments)
    assert sorted_by.of(0) == [paid(0, 1)] and sorted_by.of(1) == []
    payments += [paid(1, 5), paid(0, 6)]
    assert sorted_by.of(0) == [paid(0, 1), paid(0, 6)] and sorted_by.of(1) == [paid(1, 5)]


def project(**changes) -> Project:
    plain = {"number": 0, "community": 0, "cell": 0, "form": SERVICE, "kind": 0, "cost_fen": 1, "proposer": 1}
    days = {"purse": "projects", "chosen_day": 0, "start_day": 10, "acts_from_day": 20, "acts_until_day": 30}
    return Project(**plain, **days, **{"failed": False, "informed": False, "money": PAID, **changes})


def test_a_project_falls_due_when_it_begins_is_looked_at_or_paid():
    assert not project().falls_due(25)
    assert not project(money=NOT_PAID).falls_due(9) and project(money=NOT_PAID).falls_due(10)
    for name in ("visit_day", "review_day", "donors_day"):
        assert not project(**{name: 15}).falls_due(14) and project(**{name: 15}).falls_due(15)
    assert project(last_is_due=True, held_fen=5).falls_due(1) and not project(last_is_due=True).falls_due(1)
    assert not project(held_fen=5, money=HANDED_BACK).falls_due(99)
