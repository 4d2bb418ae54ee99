"""What administration takes of community staff's hours, week by week and community by community (ODD 7.6).

Posts are drawn with the share of a usual week, which is `staff.admin_share`; what is really owed in a week moves their
useful hours from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..columns import COUNTER
from ..needs.useful_hours import hours_at_home, usual_administration
from ..working_days import WORKING_DAYS_A_WEEK
from .capacity import set_useful_share, set_usual_hours

if TYPE_CHECKING:
    from ..district import District

WEEKS_REMEMBERED = 8.0
"""Whoever plans takes staff to have what they had over about so many weeks."""


@dataclass(slots=True, eq=False)
class Burden:
    """What administration takes, by community.

    Attributes:
        share: Of the hours staff are at home this week.
        lately: The same over the weeks past.
        put_off: Weeks in which the committee put administrative work off, since it was last graded.
        shifted: Share of the hours that its committee put off this week, or makes up for where below zero.
    """

    share: Floats
    lately: Floats
    put_off: Floats
    shifted: Floats


def initialise(district: District) -> None:
    """A usual week in every community."""
    usual = np.full(district.world.territory.communities, usual_administration(district.parameters))
    district.keep(Burden(usual, usual.copy(), np.zeros(len(usual)), np.zeros(len(usual))))


def weekly_hours(district: District) -> Floats:
    """Hours a week that community staff are at home and not in training, by community."""
    levers, service = district.parameters.levers.staff, district.parameters.assumptions.service
    people = np.asarray(district.state.pools.residents[district.pool_map.pools(COUNTER)], np.float64)
    posts = people * levers.workers_per_10000 / 10_000
    whole = WORKING_DAYS_A_WEEK * service.hours_per_day * (1.0 - service.absence_share)
    return posts * whole * hours_at_home(district.parameters)


def bear(district: District, share: Floats) -> None:
    """This week administration takes these shares of staff's hours; posts and plans follow."""
    burden = district.of(Burden)
    burden.lately += (share - burden.lately) / WEEKS_REMEMBERED
    burden.shifted = np.zeros(len(share))
    bear_anew(district, share)


def bear_anew(district: District, share: Floats) -> None:
    """In the middle of a week administration takes these shares instead; what committees put off stays put off."""
    burden = district.of(Burden)
    burden.share = share
    _expect(district)
    put_off(district, np.zeros(len(share)) if district.posts_redrawn else burden.shifted)


def put_off(district: District, shares: Floats) -> None:
    """Committees put off so much of their staff's hours this week, or make up for so much where it is below zero."""
    state = district.state
    district.of(Burden).shifted = shares
    theirs = state.pools.type[state.servers.pool] == COUNTER
    community = state.pools.community[state.servers.pool]
    useful = np.maximum(useful_this_week(district) + shares[community], 0.0)
    set_useful_share(state, theirs, useful[theirs])


def useful_this_week(district: District) -> Floats:
    """Share of each post's hours that serves residents this week, before anybody puts anything off; shape (posts,)."""
    state, usual = district.state, district.in_force.usual_useful_share
    community = state.pools.community[state.servers.pool]
    theirs = state.pools.type[state.servers.pool] == COUNTER
    return np.maximum(usual + np.where(theirs, _spared(district, district.of(Burden).share)[community], 0.0), 0.0)


def _spared(district: District, share: Floats) -> Floats:
    """By how much staff's useful share is above that of a usual week, by community."""
    return hours_at_home(district.parameters) * (usual_administration(district.parameters) - share)


def _expect(district: District) -> None:
    """Whoever plans takes counters to have what administration lately left them."""
    counters, arranged = district.pool_map.pools(COUNTER), district.in_force
    drawn = arranged.drawn_posts[1].view(np.ndarray)["daily_hours"][counters]
    posts = arranged.own_posts[arranged.first_own_post[counters.start : counters.stop]]
    usual = arranged.usual_useful_share[posts]
    useful = np.maximum(usual + _spared(district, district.of(Burden).lately), 0.0)
    set_usual_hours(
        district.state, counters, drawn * np.divide(useful, usual, out=np.ones(len(usual)), where=usual > 0)
    )
