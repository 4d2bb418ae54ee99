"""The floor under activities holds on every evening, in every community; what finds no activity waits for one."""

from __future__ import annotations

from collections import Counter

import pytest

from shapan.model.district import District, Plan
from shapan.model.parameters import Parameters
from shapan.model.projects import activity_floor
from shapan.model.projects.kinds import ACTIVITY
from shapan.model.projects.records import NOT_PAID, Payment, ProjectBook

LEVERS = {
    "funding.project_yuan_per_resident": 0,
    "funding.project_yuan": 900_000,
    "funding.activity_earmark": 0.25,
    "projects.rule": "greedy",
    "projects.proposed_by": "both",
    "projects.batches_per_year": 4,
    "projects.quick_yuan": 200_000,
    "deliberation.review": True,
}


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    plain = Parameters(place=place)

    def live(seed, days=400, **levers):
        asked = LEVERS | {name.replace("__", "."): value for name, value in levers.items()}
        district = District(Plan(changed(plain, asked), seed, days, 60, status_quo=plain.levers))
        district.run()
        return district

    return live


def spent_by_evening(district: District):
    """Every payment out of project money in the policy's years: community, year, day, fen, whether for activities."""
    for one in district.ledger.entries:
        if one.source.name == "projects" and one.day >= district.plan.warmup:
            year = district.date(one.day).year
            yield one.source.place, year, one.day, one.fen, one.target.name == "activities"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_activities_have_their_share_of_what_is_spent_in_every_community_on_every_evening(lived, seed):
    district = lived(seed)
    found, whole = Counter(), Counter()
    days = sorted({day for _, _, day, _, _ in spent_by_evening(district)})
    payments = list(spent_by_evening(district))
    for day in days:
        for community, year, when, fen, activities in payments:
            if when == day:
                whole[community, year] += fen
                found[community, year] += fen * activities
        for key, fen in whole.items():
            assert found[key] >= 0.25 * fen, (key, day)
    last = {community for community, year in whole if year == 2026}
    assert last == {0, 1, 2, 3}
    assert all(whole[one, 2026] > 0.6 * 90_000_000 for one in last), "and the floor does not keep money from being used"


def test_without_a_floor_activities_have_less(lived):
    shares = []
    for share in (0.0, 0.25):
        found = whole = 0
        for _, _, _, fen, activities in spent_by_evening(lived(1, funding__activity_earmark=share)):
            found, whole = found + fen * activities, whole + fen
        shares.append(found / whole)
    assert shares[0] < 0.25 <= shares[1]


def test_what_found_no_activity_is_owed_again_and_nobody_else_gets_it(lived):
    district = lived(1, days=10)
    book = district.of(ProjectBook)
    book.projects, book.paid = [], []
    book.bound_fen[:] = 0
    assert activity_floor.owed_to_activities(district, 0, 1_000) == 250
    assert activity_floor.free_of_activities(district, 0, 1_000) == 750
    assert not activity_floor.others_may_be_paid(district, 0, 1), "nothing is paid before activities are"
    book.paid = [Payment("projects", 0, ACTIVITY, district.day, 100)]
    assert activity_floor.others_may_be_paid(district, 0, 300) and not activity_floor.others_may_be_paid(
        district, 0, 301
    )
    assert activity_floor.owed_to_activities(district, 0, 250) == 63
    book.bound_fen[0] = 750
    assert activity_floor.owed_to_activities(district, 0, 250) == 250, "what others took, activities are still owed"
    assert activity_floor.owed_to_activities(district, 0, 0) == 0


def test_the_floor_counts_from_new_year_or_from_the_day_levers_changed(lived):
    """Sixty days of warm-up end on New Year's eve; a year later the count begins again."""
    district = lived(1, days=380)
    book, first = district.of(ProjectBook), 60 + 365
    assert activity_floor._since(district) == first
    mine = [one for one in book.projects if one.purse == "projects" and one.community == 0 and one.chosen_day >= first]
    stand = [one for one in mine if not one.failed or one.money == NOT_PAID]
    others, activities = activity_floor._promised(district, 0)
    assert activities == sum(one.cost_fen for one in stand if one.form == ACTIVITY) > 0
    assert others == sum(one.cost_fen for one in stand if one.form != ACTIVITY) + int(book.bound_fen[0])
