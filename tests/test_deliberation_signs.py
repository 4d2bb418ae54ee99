"""What formats and rules of deliberation must do to matters, over pairs of runs that share every matter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import stats

from shapan.experiments.evidence.deliberation import live

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SEEDS = range(1, 21)
# Twice as many matters as usual, and slots enough that none waits for lack of them.
MANY, OFTEN = 2.0, {"deliberation.meetings_per_year": 52}
COUNCIL = {"deliberation.format": "three_meetings"}


def over_seeds(levers: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """What is told of the training town under these levers, seed by seed."""
    return _over_seeds(tuple(sorted({**OFTEN, **levers}.items())))


@cache
def _over_seeds(levers: tuple[tuple[str, Any], ...]) -> dict[str, np.ndarray]:
    found = [live(("training_town", dict(levers), seed, MANY)) for seed in SEEDS]
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def between(difference: np.ndarray) -> tuple[float, float]:
    """95 % Student-t interval of a paired difference, over the pairs in which both sides can know it."""
    known = difference[np.isfinite(difference)]
    half = stats.t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / math.sqrt(len(known))
    return float(known.mean() - half), float(known.mean() + half)


def rises(difference: np.ndarray) -> bool:
    return between(difference)[0] > 0.0


def falls(difference: np.ndarray) -> bool:
    return between(difference)[1] < 0.0


def test_a_veto_stops_what_large_majorities_want_and_payments_bring_part_of_it_back():
    # A payment also wins votes where nobody has a veto, so what it gives back is held against the same payment there.
    free, veto, paid, free_and_paid = (
        over_seeds({**COUNCIL, **rule})
        for rule in (
            {},
            {"deliberation.veto": True},
            {"deliberation.veto": True, "deliberation.side_payment_yuan": 10_000.0},
            {"deliberation.side_payment_yuan": 10_000.0},
        )
    )
    assert falls(veto["contested settled"] - free["contested settled"])
    assert veto["contested settled"].mean() < 0.05
    assert between(veto["contested in favour"])[0] > 0.6
    assert rises(paid["contested settled"] - veto["contested settled"])
    assert falls(paid["contested settled"] - free_and_paid["contested settled"])


def test_contested_matters_take_several_times_the_meetings_of_routine_ones():
    council = over_seeds(COUNCIL)
    routine, contested = (np.nanmean(council[f"{group} meetings"]) for group in ("routine", "contested"))
    assert 2.5 < routine < 3.5
    assert contested > 2.0 * routine and 3.0 <= contested <= 12.0
    assert rises(council["contested meetings"] - council["routine meetings"])


def test_longer_notice_brings_more_people_and_costs_time():
    short, long = (over_seeds({**COUNCIL, "deliberation.notice_days": days}) for days in (3, 20))
    assert rises(long["turnout_share"] - short["turnout_share"])
    assert rises(long["routine days"] - short["routine days"])


def test_lots_and_reserved_seats_make_a_table_more_like_its_neighbours_and_going_online_does_not():
    usual = over_seeds(COUNCIL)
    for seats in ("random_seats", "reserved_seats"):
        assert falls(over_seeds({**COUNCIL, f"deliberation.{seats}": 0.4})["turnout_bias"] - usual["turnout_bias"])
    online = over_seeds({**COUNCIL, "deliberation.online": True})
    assert rises(online["turnout_share"] - usual["turnout_share"])
    gained = usual["turnout_bias"] - online["turnout_bias"]
    by_lot = usual["turnout_bias"] - over_seeds({**COUNCIL, "deliberation.random_seats": 0.4})["turnout_bias"]
    assert between(gained)[1] < 0.5 * between(by_lot)[0]


def test_staff_decide_fastest_and_are_heeded_least():
    staff = over_seeds({})
    for name in ("one_matter", "three_meetings", "four_plus_one", "party_mass", "joint_nine"):
        council = over_seeds({"deliberation.format": name})
        assert rises(council["routine days"] - staff["routine days"]), name
        assert rises(council["routine heed"] - staff["routine heed"]), name


def test_an_estates_own_table_settles_what_would_wait_for_a_slot():
    few = {"deliberation.meetings_per_year": 4, "deliberation.format": "one_matter"}
    without, table = (over_seeds({**few, "deliberation.estate_format": form}) for form in ("none", "joint_nine"))
    assert rises(table["matters_settled_share"] - without["matters_settled_share"])


def test_a_review_brings_people_back():
    without, review = (
        over_seeds({"deliberation.format": "one_matter", "deliberation.review": on}) for on in (False, True)
    )
    assert rises(review["turnout_share"] - without["turnout_share"])
