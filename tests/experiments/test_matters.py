"""The log of decisions told as stories, matter by matter: first a log written by hand, then a real town's."""

import datetime as dt

import pandas as pd
import pytest

from shapan.experiments.reports.matter import STANDINGS, Everyday, Opinion, Vote
from shapan.experiments.reports.matters import counts_of, side_by_side, stories_of
from shapan.experiments.runs.simulate import simulate
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.reasons import REASONS
from shapan.model.run import Plan, run_district
from shapan.scenarios.library import load

FIRST = dt.date(2026, 1, 1)


def log(*entries):
    """A log from (day, who, what, amount)."""
    rows = [(day, FIRST + dt.timedelta(days=day - 1), *entry) for day, *entry in entries]
    return pd.DataFrame(rows, columns=["day", "date", "institution", "decision", "value"])


def raised(day, number, kind="lift", community=1, households=14):
    who = f"matter {number}"
    return [(day, who, f"raised_{kind}", float(community)), (day, who, "households", float(households))]


def noted(day, number, **amounts):
    return [(day, f"matter {number}", what, float(amount)) for what, amount in amounts.items()]


def a_lift():
    """Told at two tables, paid for, settled; in between the log speaks of others."""
    return log(
        *raised(32, 7),
        (33, "party committee 1", "chosen", 3.0),
        *noted(40, 7, tried_by_joint_nine_at_estate=1, meetings=1, seats=9, came=6, yes=3, no=2, absent=4),
        *noted(40, 7, objections=1, rounds=2, belief=0.5, vetoed=1),
        *raised(60, 8, kind="road", households=163),
        *noted(90, 7, tried_by_party_mass_at_community=2, meetings=2, seats=14, came=12, yes=11, no=1, absent=2),
        *noted(90, 7, objections=0, rounds=3, belief=0.75, passed=1, yuan_from_winners=9000, yuan_from_fund=500),
        *noted(90, 7, agreed=58),
        *noted(120, 7, settled=88),
    )


def test_a_matter_is_told_try_by_try():
    lift, road = stories_of(a_lift())
    assert (lift.number, lift.kind, lift.community, lift.households) == (7, "lift", 1, 14)
    assert (lift.standing, lift.days, lift.ended) == ("settled", 88, dt.date(2026, 4, 30))
    first, second = lift.tries
    assert (first.form, first.at, first.reason, first.vote.objections) == ("joint_nine", "estate", "vetoed", 1)
    assert (second.form, second.at, second.reason) == ("party_mass", "community", "passed")
    assert (second.vote.seats, second.vote.came, second.vote.yes, second.vote.no, second.vote.absent) == (
        14,
        12,
        11,
        1,
        2,
    )
    assert (first.before, first.after, second.before, second.after) == (None, 0.5, 0.5, 0.75)
    assert (second.from_winners, second.from_fund, first.from_winners) == (9000.0, 500.0, 0.0)
    assert (road.standing, road.tries, road.days, road.ended) == ("untouched", (), None, None)


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_way_a_matter_stands_at_the_end(standing):
    tried = noted(9, 0, tried_by_staff_at_community=1, meetings=0, rounds=0, belief=0.5, no_net_gain=1)
    ends = {
        "settled": [*tried, *noted(9, 0, agreed=8), *noted(20, 0, settled=19)],
        "given_up": [*tried, *noted(9, 0, given_up=8)],
        "agreed": [*tried, *noted(9, 0, agreed=8)],
        "deferred": tried,
        "untouched": [],
    }
    (story,) = stories_of(log(*raised(1, 0), *ends[standing]))
    assert story.standing == standing and bool(story.tries) == (standing != "untouched")


def test_staff_who_may_not_decide_ask_from_door_to_door():
    asked = noted(9, 0, tried_by_staff_at_community=1, meetings=1, seats=14, came=9, yes=6, no=3, absent=5)
    (asked_story,) = stories_of(log(*raised(1, 0), *asked, *noted(9, 0, belief=0.5, below_threshold=1, whistled=0)))
    (staff_story,) = stories_of(log(*raised(1, 0), *noted(9, 0, tried_by_staff_at_community=1, belief=0.5, passed=1)))
    assert asked_story.tries[0].door_to_door and asked_story.tries[0].whistled is False
    assert not staff_story.tries[0].door_to_door and staff_story.tries[0].vote is None
    assert staff_story.tries[0].whistled is None
    assert asked_story.first_belief == staff_story.first_belief == 0.5, "nobody has talked yet"


def test_a_log_without_matters_and_one_that_begins_in_the_middle():
    assert stories_of(log()) == () == stories_of(log((1, "district", "levers", 1.0)))
    assert stories_of(log(*noted(3, 4, tried_by_staff_at_community=2, belief=0.5, passed=1))) == ()


def test_twins_are_found_whatever_their_numbers():
    covenant = raised(32, 7, kind="covenant", households=200)
    first = stories_of(log(*raised(32, 8), *raised(32, 9), *raised(60, 10, kind="road")))
    second = stories_of(log(*covenant, *raised(32, 8), *raised(32, 9), *raised(60, 10, community=2, kind="road")))
    pairs = side_by_side(first, second)
    assert [(one and one.number, other and other.number) for one, other in pairs] == [
        (None, 7),
        (8, 8),
        (9, 9),
        (10, None),
        (None, 10),
    ]
    assert side_by_side((), ()) == ()


def test_twins_begin_with_the_same_beliefs():
    talked = stories_of(log(*raised(1, 0), *noted(9, 0, tried_by_party_mass_at_community=1, seats=9, belief=0.6)))
    silent = stories_of(log(*raised(1, 5), *noted(9, 5, tried_by_staff_at_community=1, belief=0.4)))
    assert talked[0].first_belief is None
    ((one, other),) = side_by_side(talked, silent)
    assert one.first_belief == one.tries[0].before == other.first_belief == 0.4


def test_every_reason_is_kept_the_first_first():
    tried = noted(9, 0, tried_by_joint_nine_at_estate=1, seats=9, came=6, yes=3, no=3, absent=3, objections=1)
    (story,) = stories_of(log(*raised(1, 0), *tried, *noted(9, 0, below_threshold=1, vetoed=1, money_short=1)))
    assert story.tries[0].reasons == ("below_threshold", "vetoed", "money_short")
    assert story.tries[0].reason == "below_threshold"


def test_the_table_puts_forward_and_then_every_household_is_asked():
    table = {"tried_by_three_meetings_at_community": 1, "meetings": 3, "seats": 20, "came": 16}
    at_home = noted(9, 0, **table, yes=70, no=20, absent=10, passed=1, put_forward_yes=12, put_forward_no=3)
    (one,) = stories_of(log(*raised(1, 0, households=100), *at_home))[0].tries
    assert one.put_forward == Vote(seats=20, came=16, yes=12, no=3, absent=5)
    assert one.vote == Vote(seats=100, came=90, yes=70, no=20, absent=10)


@pytest.mark.parametrize(("noted_as", "came"), [("departments_came", True), ("departments_stayed_away", False)])
def test_departments_come_or_stay_away_and_promises_are_kept_or_broken(noted_as, came):
    tried = noted(9, 0, tried_by_party_mass_at_community=1, seats=9, came=6, yes=4, no=2, absent=3, passed=1)
    broken = noted(9, 0, **{noted_as: 1}, promise_broken=1, whistled=1, heed=0.7, agreed=8)
    story, other = stories_of(log(*raised(1, 0), *raised(1, 1), *tried, *broken))
    assert story.tries[0].departments_came is came and story.promise_broken and story.whistled is True
    assert (story.heed, story.agreed) == (0.7, dt.date(2026, 1, 9))
    assert other.heed is other.agreed is other.whistled is None and not other.promise_broken


def test_opinions_are_told_round_by_round_and_everyday_service_after_the_end():
    tried = noted(9, 0, tried_by_five_step_at_community=1, seats=9, came=6, rounds=1, belief=0.6, passed=1)
    rounds = {f"{what}_after_round_{n}": 0.5 + n / 100 for n in range(3) for what in ("belief", "spread")}
    ended = noted(20, 0, settled=19, needs_while_open=120.5, counted_while_open=9)
    left = noted(400, 0, covenant_left=0.25)
    after = noted(109, 0, needs_after=80.0, counted_after=15)
    (story,) = stories_of(log(*raised(1, 0, "covenant"), *tried, *noted(9, 0, **rounds), *ended, *after, *left))
    assert story.tries[0].opinions == (Opinion(0.5, 0.5), Opinion(0.51, 0.51), Opinion(0.52, 0.52))
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
        stories = stories_of(run.decisions)
        settled = [story for story in stories if story.standing == "settled"]
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
        assert any(story.heed is not None and 0.0 < story.heed <= 1.0 and story.agreed for story in stories)


def test_two_formats_share_every_matter_of_a_real_town(lived):
    pairs = side_by_side(*(stories_of(run.decisions) for run in lived))
    assert all(one is not None and other is not None for one, other in pairs)
    assert any(one.standing != other.standing for one, other in pairs)
    tried = [pair for pair in pairs if pair[0].tries]
    assert tried and all(other.first_belief is not None for _, other in tried), "the staff's side tells it"


def test_counts_add_up_and_tell_how_matters_stand():
    run = simulate(load("status_quo").with_place("training_town").set("deliberation.format", "one_matter"), 1, 365, 0)
    counts = counts_of(run.decisions)
    assert sum(one["raised"] for one in counts.values()) == len(stories_of(run.decisions)) > 5
    for one in counts.values():
        assert one["raised"] == sum(one[standing] for standing in STANDINGS)
    assert any(one["settled"] and one["meetings"] >= one["settled"] for one in counts.values())
