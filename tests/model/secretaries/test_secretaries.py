"""Secretaries report once a year: what the score is made of, who says it, and what follows out of whose hours."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from shapan.model.columns import COUNTER, GRID
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.follow_up import COMMUNITY_STAFF, Task
from shapan.model.district import District, Plan
from shapan.model.events.secretaries import CouncilConvened, HoursTurned, SecretaryReplaced, SecretaryReviewed
from shapan.model.parameters.assumptions.review import ReviewAssumptions
from shapan.model.place.residents import CHILD, COMMUNITY_PARTY
from shapan.model.secretaries.answering import Shares, _convene, answer, turned
from shapan.model.secretaries.meeting import rate
from shapan.model.secretaries.process import _judge, on_new_levers, requests_of, weight_of, yearly
from shapan.model.secretaries.records import MATTERS, MEETING, PASSED, REQUESTS, SecretaryReviews
from shapan.model.secretaries.score import below_bar, felt_by, gaps, scores_of, weakest_of, words_of
from shapan.model.secretaries.sending import helped, met_share, weakest
from shapan.model.staffing.turnover import Tenures

REPORTS = {"party.secretary_appraisal": 0.4, "party.secretary_review": True, "deliberation.format": "one_matter"}
ASSUMED = ReviewAssumptions()


@pytest.fixture(scope="module")
def district(town, changed):
    found = District(Plan(changed(town, REPORTS), seed=2, days=110, warmup=0))
    found.run_to(104)  # a Friday; New Year is the first morning, when there is nothing to report on
    return found


def recorded(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_people_say_what_they_lived_through():
    felt = felt_by(np.array([0.7, 0.7, 0.7, 0.2]), np.array([0, 0, 3, 1]), np.array([0, 2, 3, 1]))
    assert felt == pytest.approx([0.7, 0.35, 0.85, 0.6])
    assert words_of(felt, ASSUMED).tolist() == [1.0, 0.0, 1.0, 1.0]
    assert words_of(np.array([0.5]), ASSUMED).tolist() == [0.5]


def test_a_score_weighs_what_is_known_and_names_what_costs_most():
    parts = np.array([[0.9, 0.9, 0.6], [1.0, np.nan, 1.0], [0.6, 0.3, 0.6]])
    scores = scores_of(parts, ASSUMED)
    assert scores == pytest.approx([0.4 * 0.9 + 0.2 + 0.24, 0.4 * 0.9 + 0.2 + 0.12, 0.24 + 0.2 + 0.24])
    assert gaps(parts)[:, 1] == pytest.approx([-0.1, 0.0, 0.2])
    assert weakest_of(parts, ASSUMED).tolist()[1:] == [2, 0]
    assert below_bar(np.array([0.70, 0.64, 0.64]), ASSUMED).tolist() == [False, False, False]
    assert below_bar(np.array([0.80, 0.70, 0.60]), ASSUMED).tolist() == [False, False, True]
    nothing = np.full((3, 2), np.nan)
    nothing[0] = 0.5, 0.7
    assert scores_of(nothing, ASSUMED) == pytest.approx([0.5, 0.7]), "what nobody has does not count"


def test_hours_are_moved_and_none_is_made():
    one = Shares(np.array([0.4, 0.4]), np.array([0.2, 0.2]), np.array([0.4, 0.4]))
    waits = np.array([0.0, 5.0])
    to_requests, to_visits = (turned(one, part, 0.2, waits, True) for part in (REQUESTS, MEETING))
    closed = turned(one, MEETING, 0.2, waits, False)
    for after in (to_requests, to_visits, closed):
        assert sum(after) == pytest.approx([1.0, 1.0]) and min(column.min() for column in after) >= 0.0
    assert to_requests.service == pytest.approx([0.4, 0.52]), "hours go to requests only where some wait"
    assert to_visits.visits == pytest.approx([0.36, 0.36])
    assert closed.visits == pytest.approx(one.visits) and closed.patrol == pytest.approx([0.48, 0.48])


def test_nothing_is_reported_before_anything_ended(district):
    assert not recorded(district, SecretaryReviewed) and not recorded(district, HoursTurned)


def test_representatives_sit_by_name_where_they_live_and_judge_by_what_became_of_them(district):
    people, land = district.world.residents, district.world.territory
    sitting = rate(district, 2026)
    for community, one in enumerate(sitting):
        assert (land.community_of_cell[people.cell[one.who]] == community).all()
        assert len(set(one.who.tolist())) == len(one.who) == len(one.says)
        member = people.party[one.who] == COMMUNITY_PARTY
        assert member.sum() <= 20 and (~member).sum() == 20 and (people.age_band[one.who[~member]] != CHILD).all()
    assert [one.who.tolist() for one in rate(district, 2027)] != [one.who.tolist() for one in sitting]
    minds = district.state.minds.view(np.ndarray)
    before = minds["trust"].copy()
    minds["trust"][:] = 1.0
    glad = rate(district, 2026)
    minds["trust"][:] = before
    assert sum(one.says.sum() for one in glad) > sum(one.says.sum() for one in sitting)


def test_a_report_is_scored_costs_hours_and_two_bad_years_cost_the_post(district):
    reviews, owed = district.of(SecretaryReviews), district.state.pools.overhead_hours.sum()
    yearly(district, district.date(district.day))
    rows = recorded(district, SecretaryReviewed)
    assert [event.community for event in rows] == [0, 1, 2]
    assert district.state.pools.overhead_hours.sum() - owed == pytest.approx(3 * ASSUMED.report_hours)
    requests, mean = requests_of(district), float(np.mean([event.score for event in rows]))
    for event in rows:
        called = event.score < mean - ASSUMED.bar_gap
        assert event.mean == pytest.approx(mean) and event.requests == pytest.approx(requests[event.community])
        assert (event.how, event.years_below) == (("called_to_account", 1) if called else ("passed", 0))
        assert reviews.weakest[event.community] == (event.about if called else PASSED)
        assert event.meeting == pytest.approx((event.good + event.fair / 2) / (event.good + event.fair + event.poor))
    reviews.below[:] = 1
    parts = np.array([[0.9, 0.5, 0.9], [np.nan, np.nan, np.nan], [0.6, 0.3, 0.6]])
    _judge(district, parts, rate(district, 2026))
    gone = recorded(district, SecretaryReplaced)
    assert [(event.community, event.about, event.years) for event in gone] == [(1, REQUESTS, 2)]
    assert [event.matters for event in recorded(district, SecretaryReviewed)[3:]] == [None] * 3
    assert reviews.weakest == [PASSED, REQUESTS, PASSED] and not reviews.below.any()
    assert district.of(Tenures).of_line[COUNTER, 1][0] == 0.0


def test_who_answers_turns_hours_of_its_own_grids(district):
    reviews, pools = district.of(SecretaryReviews), district.state.pools
    grids = district.pool_map.pools(GRID)
    kept, before = reviews.weakest, pools[grids].copy()
    reviews.weakest = [MATTERS, MEETING, PASSED]
    answer(district, district.date(district.day), 0.4)
    reviews.weakest = kept
    after, community = pools[grids], pools.community[grids]
    assert np.array_equal(after.visit_share[community != 1], before.visit_share[community != 1])
    assert (after.visit_share[community == 1] > before.visit_share[community == 1]).all()
    assert (after.service_share[community == 1] < before.service_share[community == 1]).all()
    total = after.patrol_share + after.visit_share + after.service_share
    assert total == pytest.approx(before.patrol_share + before.visit_share + before.service_share)
    turned_to = recorded(district, HoursTurned)[-1]
    assert (turned_to.community, turned_to.about) == (1, MEETING) and turned_to.share > 0.0


def test_a_meeting_more_enters_what_departments_promised_and_takes_up_what_waits(district):
    docket, day = district.of(Docket), district.day
    kind = SimpleNamespace(id="road")

    def task(owner, entered, times, community=0):
        matter = SimpleNamespace(community=community, number=900, kind=kind, ready=day + 40)
        return Task(matter, owner, entered, day + 40, times)

    fresh, overdue = task("traffic", False, 0), task("traffic", False, 2)
    ours, elsewhere = task(COMMUNITY_STAFF, False, 0), task("traffic", False, 0, 1)
    before, docket.tasks = docket.tasks, [fresh, overdue, ours, elsewhere]
    waiting = next(one for one in docket.open if one.community == 0)
    waiting.tries, waiting.ready, agreed = 1, day + 5, waiting.agreed_on
    owed = district.state.pools.overhead_hours.sum()
    try:
        _convene(district, 0)
    finally:
        docket.tasks = [*before, *(one for one in docket.tasks if one.matter.number != 900)]
    assert (fresh.entered, fresh.due) == (True, day + 40) and (overdue.entered, overdue.due) == (True, day)
    assert not ours.entered and not elsewhere.entered
    convened = recorded(district, CouncilConvened)[-1]
    assert convened.tasks == 2 and 1 <= convened.matters <= 2 and convened.hours > 0.0
    assert district.state.pools.overhead_hours.sum() - owed == pytest.approx(convened.hours)
    assert waiting.tries == 2 or waiting.agreed_on != agreed or waiting.ended


def test_the_street_sends_its_secretary_beside_who_was_found_wanting_first():
    met = np.array([0.7, 0.3, 0.5])
    assert weakest(met, np.arange(3), 2, np.array([True, False, False])) == [0, 1]
    assert weakest(met, np.arange(3), 2, np.zeros(3, np.bool_)) == [1, 2]


def test_where_the_street_has_too_few_to_send_somebody_new_takes_the_post(district, monkeypatch):
    """One first secretary and two secretaries wanting: the other one goes."""
    party = district.parameters.levers.party.model_copy(update={"first_secretaries": 1})
    levers = district.parameters.levers.model_copy(update={"party": party})
    monkeypatch.setattr(district, "parameters", SimpleNamespace(levers=levers))
    wanting = np.array([True, False, True])
    found = helped(district, wanting)
    assert found.sum() == 1 and not (found & ~wanting).any()
    assert found[int(np.argmin(np.where(wanting, met_share(district), 2.0)))]


def test_without_weight_nobody_reports(town, changed):
    idle = District(Plan(changed(town, {"party.secretary_review": True}), seed=2, days=40, warmup=0))
    idle.run_to(35)
    assert weight_of(idle) == 0.0
    reviews = idle.of(SecretaryReviews)
    reviews.weakest[:], reviews.below[:] = [REQUESTS] * 3, 1
    yearly(idle, idle.date(idle.day))
    assert not recorded(idle, SecretaryReviewed)
    on_new_levers(idle)
    assert idle.of(SecretaryReviews).weakest == [PASSED] * 3 and not idle.of(SecretaryReviews).below.any()
