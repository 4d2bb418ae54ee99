"""Collective matters told from a run's tables: first events written by hand, then a real town's."""

import datetime as dt
from types import SimpleNamespace

import pytest

from shapan.experiments.reports.matter import Everyday
from shapan.experiments.reports.matters import counts_of, histories_of, side_by_side
from shapan.experiments.runs.simulate import simulate
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.reasons import REASONS
from shapan.model.events import matters as events
from shapan.model.events.matters_tables import STANDINGS, matters_tables
from shapan.model.events.staff import StaffLeft
from shapan.model.events.tables import Days, events_table
from shapan.model.run import Plan, run_district
from shapan.scenarios.library import load

FIRST = dt.date(2026, 1, 1)
DAYS = Days(0, lambda day: FIRST + dt.timedelta(days=day))


def figures_of(*log):
    """The tables of a run, from days (the first is 1) and what happened on them."""
    dated = [(day - 1, event) for day, event in log]
    return SimpleNamespace(**matters_tables(dated, DAYS), events=events_table(dated, DAYS))


def raised(day, number, kind="lift", community=1, households=14, belief=0.5):
    facts = {"number": number, "about": kind, "community": community}
    return day, events.MatterRaised(**facts, estate=3, households=households, belief=belief)


def tried(day, number, form, at="community", reasons=("passed",), **facts):
    usual = {"attempt": 1, "meetings": 1, "rounds": 0, "belief": 0.5, "in_favour": 0.6}
    return day, events.MatterTried(number=number, form=form, at=at, reasons=reasons, **{**usual, **facts})


def agreed(day, number, days, compliance=0.5):
    return day, events.MatterAgreed(number=number, days=days, compliance=compliance)


def ended(day, number, how, days):
    return day, events.MatterEnded(number=number, how=how, days=days)


def a_lift():
    """On two tables, paid for, settled; in between other things happen."""
    first, second = events.Ballot(9, 6, 3, 2, 4, objections=1), events.Ballot(14, 12, 11, 1, 2)
    paid = {"yuan_from_winners": 9000.0, "yuan_from_fund": 500.0}
    return figures_of(
        raised(32, 7, belief=0.45),
        (33, StaffLeft(people=3)),
        tried(40, 7, "joint_nine", "estate", ("vetoed",), ballot=first, rounds=2),
        raised(60, 8, kind="road", households=163),
        tried(90, 7, "party_mass", attempt=2, meetings=2, ballot=second, rounds=3, belief=0.75, **paid),
        agreed(90, 7, 58),
        ended(120, 7, "settled", 88),
    )


def test_a_matter_is_told_try_by_try():
    lift, road = histories_of(a_lift())
    assert (lift.number, lift.kind, lift.community, lift.households, lift.estate) == (7, "lift", 1, 14, 3)
    assert (lift.outcome, lift.days, lift.ended) == ("settled", 88, dt.date(2026, 4, 30))
    assert (lift.day, lift.date) == (32, dt.date(2026, 2, 1))
    first, second = lift.tries
    assert (first.form, first.at, first.reason, first.vote.objections) == ("joint_nine", "estate", "vetoed", 1)
    assert (second.form, second.at, second.reason) == ("party_mass", "community", "passed")
    assert second.vote == events.Ballot(seats=14, came=12, yes=11, no=1, absent=2)
    assert (first.before, first.after, second.before, second.after) == (0.45, 0.5, 0.5, 0.75)
    assert (second.from_winners, second.from_fund, first.from_winners) == (9000.0, 500.0, 0.0)
    assert (road.outcome, road.tries, road.days, road.ended) == ("untouched", (), None, None)
    assert (road.first_belief, road.agreed, road.compliance, road.while_open) == (0.5, None, None, None)


@pytest.mark.parametrize("outcome", STANDINGS)
def test_every_way_a_matter_stands_at_the_end(outcome):
    once = tried(9, 0, "staff", reasons=("no_net_gain",), meetings=0)
    ends = {
        "settled": [once, agreed(9, 0, 8), ended(20, 0, "settled", 19)],
        "given_up": [once, ended(9, 0, "given_up", 8)],
        "agreed": [once, agreed(9, 0, 8)],
        "deferred": [once],
        "untouched": [],
    }
    run = figures_of(raised(1, 0), *ends[outcome])
    (story,) = histories_of(run)
    assert story.outcome == outcome and bool(story.tries) == (outcome != "untouched")
    counts = counts_of(run.matters.to_dict("records"))
    assert counts == {"lift": {"raised": 1, **dict.fromkeys(STANDINGS, 0), outcome: 1, "meetings": 0}}


def test_staff_who_may_not_decide_ask_from_door_to_door():
    votes = events.Ballot(14, 9, 6, 3, 5)
    asked = tried(9, 0, "staff", reasons=("below_threshold",), ballot=votes)
    (asked_story,) = histories_of(figures_of(raised(1, 0), asked, (9, events.MatterWhistled(number=0, answered=False))))
    (staff_story,) = histories_of(figures_of(raised(1, 0), tried(9, 0, "staff", meetings=0)))
    assert asked_story.tries[0].door_to_door and asked_story.tries[0].whistled is False
    assert not staff_story.tries[0].door_to_door and staff_story.tries[0].vote is None
    assert staff_story.tries[0].whistled is None


def test_a_run_without_matters_and_one_that_begins_in_the_middle():
    assert histories_of(figures_of()) == () == histories_of(figures_of((1, StaffLeft(people=1))))
    middle = figures_of(tried(3, 4, "staff", attempt=2))
    assert histories_of(middle) == () and middle.attempts["matter"].tolist() == [4]


def test_what_happened_before_the_measured_days_is_not_told():
    log = [(-5, raised(0, 1)[1]), (3, tried(0, 1, "staff")[1])]
    tables = matters_tables(log, Days(0, DAYS.date))
    assert tables["matters"].empty and len(tables["attempts"]) == 1


def test_twins_are_found_whatever_their_numbers():
    first = histories_of(figures_of(raised(32, 8), raised(32, 9), raised(60, 10, kind="road")))
    covenant, road = raised(32, 7, kind="covenant", households=200), raised(60, 10, community=2, kind="road")
    second = histories_of(figures_of(covenant, raised(32, 8), raised(32, 9), road))
    pairs = side_by_side(first, second)
    assert [(one and one.number, other and other.number) for one, other in pairs] == [
        (None, 7),
        (8, 8),
        (9, 9),
        (10, None),
        (None, 10),
    ]
    assert side_by_side((), ()) == ()


def test_every_reason_is_kept_the_first_first():
    votes, reasons = events.Ballot(9, 6, 3, 3, 3, objections=1), ("below_threshold", "vetoed", "money_short")
    (story,) = histories_of(figures_of(raised(1, 0), tried(9, 0, "joint_nine", "estate", reasons, ballot=votes)))
    assert story.tries[0].reasons == reasons
    assert story.tries[0].reason == "below_threshold"


def test_the_table_puts_forward_and_then_every_household_is_asked():
    votes, before = events.Ballot(20, 16, 70, 20, 10), events.Ballot(20, 16, 12, 3, 5)
    at_home = tried(9, 0, "three_meetings", meetings=3, ballot=votes, put_forward=before)
    (one,) = histories_of(figures_of(raised(1, 0, households=100), at_home))[0].tries
    assert one.put_forward == events.Ballot(seats=20, came=16, yes=12, no=3, absent=5)
    assert one.vote == events.Ballot(seats=100, came=90, yes=70, no=20, absent=10)


@pytest.mark.parametrize("came", [True, False])
def test_departments_come_or_stay_away_and_promises_are_kept_or_broken(came):
    after = [
        events.DepartmentsCalled(number=0, came=came),
        events.PromiseBroken(number=0),
        events.MatterWhistled(number=0, answered=True),
        events.MatterAgreed(number=0, compliance=0.7, days=8),
    ]
    log = [raised(1, 0), raised(1, 1), tried(9, 0, "party_mass"), *((9, event) for event in after)]
    story, other = histories_of(figures_of(*log))
    assert story.tries[0].departments_came is came and story.promise_broken and story.whistled is True
    assert (story.compliance, story.agreed) == (0.7, dt.date(2026, 1, 9))
    assert other.compliance is other.agreed is other.whistled is None and not other.promise_broken


def test_opinions_are_told_round_by_round_and_everyday_service_after_the_end():
    opinions = tuple(events.Opinion(0.5 + n / 8, 0.25 + n / 8) for n in range(3))
    spans = (("while_open", 20, 120.5, 9), ("after", 109, 80.0, 15))
    pressed = [
        (day, events.MatterPressed(number=0, how=when, yearly=yearly, counted=many))
        for when, day, yearly, many in spans
    ]
    once = tried(9, 0, "five_step", rounds=1, opinions=opinions)
    left = 400, events.CovenantStood(number=0, left=0.25)
    (story,) = histories_of(figures_of(raised(1, 0, "covenant"), once, ended(20, 0, "settled", 19), *pressed, left))
    assert story.tries[0].opinions == opinions
    assert (story.while_open, story.after) == (Everyday(120.5, 9), Everyday(80.0, 15))
    assert story.covenant_left == 0.25


@pytest.fixture(scope="module")
def lived(town):
    """The training town's first 400 days under two formats; no matter was raised before, where no log reaches."""
    scenarios = [town.set("deliberation.format", form) for form in ("staff", "party_mass")]
    levels = [(one.parameters, one.warmup_parameters.levers) for one in scenarios]
    return [run_district(Plan(own, 1, 400, 0, status_quo=today, earlier_years=False)) for own, today in levels]


def test_a_real_town_tells_every_matter_and_agrees_with_its_indicators(lived):
    for run in lived:
        stories = histories_of(run)
        settled = [story for story in stories if story.outcome == "settled"]
        assert len(stories) >= 8 and {story.kind for story in stories} <= set(MATTERS)
        assert len(settled) / len(stories) == pytest.approx(run.indicators["matters_settled_share"])
        meetings = [story.tries[-1].meetings for story in settled]
        assert sum(meetings) / len(settled) == pytest.approx(run.indicators["matter_meetings_mean"])
        for story in stories:
            assert [one.number for one in story.tries] == list(range(1, len(story.tries) + 1))
            for one in story.tries:
                assert one.reason in REASONS and 0.0 <= one.after <= 1.0 and one.date >= story.date
                assert set(one.reasons) <= set(REASONS) and one.reasons
                for vote in (one.vote, one.put_forward):
                    assert vote is None or vote.yes + vote.no + vote.absent == vote.seats
                assert len(one.opinions) in (0, one.rounds + 1), "nobody talks two by two in these formats"
            if story.days is not None and story.days > 0 and MATTERS[story.kind].presses_on:
                assert story.while_open is not None and story.while_open.yearly >= 0.0
        assert any(story.after is not None for story in stories)
        assert any(story.compliance is not None and 0.0 < story.compliance <= 1.0 and story.agreed for story in stories)


def by_themselves(run):
    """Matters that neighbours raised; those that come of requests follow what a table did before."""
    return [one for one in histories_of(run) if one.steps[0].how == "neighbours"]


def test_two_formats_share_every_matter_of_a_real_town_that_arises_by_itself(lived):
    pairs = side_by_side(*(by_themselves(run) for run in lived))
    assert len(pairs) > 5 and all(one is not None and other is not None for one, other in pairs)
    assert any(one.outcome != other.outcome for one, other in pairs)
    tried = [pair for pair in pairs if pair[0].tries]
    near = [abs(one.first_belief - other.first_belief) for one, other in tried]
    assert near and max(near) < 0.05, "the same people, who trust a little more or less"


def test_counts_add_up_and_tell_how_matters_stand():
    run = simulate(load("status_quo").with_place("training_town").set("deliberation.format", "one_matter"), 1, 365, 0)
    counts = counts_of(run.matters.to_dict("records"))
    assert sum(one["raised"] for one in counts.values()) == len(histories_of(run)) > 5
    for one in counts.values():
        assert one["raised"] == sum(one[standing] for standing in STANDINGS)
    assert any(one["settled"] and one["meetings"] >= one["settled"] for one in counts.values())
