"""Before anybody leads: callers keep staff at the phone, and whoever is at hand goes out to what was taken down.

No duty room divides the work, so the emergency's needs reach the posts of every day first. Everybody who still waits
calls again each morning. What nobody took down nobody goes to. Nobody keeps a list of who is where, so two go to one
call while another waits. Nobody keeps a rota either: whoever is there works every day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...arrays import Floats


class PostHours(NamedTuple):
    """Hours that posts of a community could give today, by community: all of a long day."""

    grid: Floats
    staff: Floats


class Improvised(NamedTuple):
    """A day without anybody who leads; every field by community.

    Attributes:
        callers: Who calls today: whoever waits since before, and whoever comes to.
        answered: Of them, who get through.
        phone: Hours of staff at the phone.
        grid, staff: Hours of grid workers and staff who go out.
        pace: Work an hour out there does, against the same hour under somebody who divides the calls.
    """

    callers: Floats
    answered: Floats
    phone: Floats
    grid: Floats
    staff: Floats
    pace: Floats


def improvise(callers: Floats, wanted: Floats, posts: PostHours, call_hours: float) -> Improvised:
    """What becomes of a day.

    Args:
        callers: People who call, by community.
        wanted: Hours that people without a skill take for what is called for.
        posts: Who is there.
        call_hours: Hours a call takes staff.
    """
    phone = np.minimum(callers * call_hours, posts.staff)
    through = _part(phone, callers * call_hours)
    known = through * wanted
    asked = np.minimum(known, posts.grid + posts.staff - phone)
    grid = np.minimum(asked, posts.grid)
    return Improvised(
        callers=callers, answered=through * callers, phone=phone, grid=grid, staff=asked - grid, pace=pace(asked, known)
    )


def pace(asked: Floats, known: Floats) -> Floats:
    """Share of trips that nobody else makes: so many trips fall on so many calls, each by chance on any of them."""
    trips = _part(asked, known)
    alone = np.divide(-np.expm1(-trips), trips, out=np.ones(len(trips)), where=trips > 0.0)
    return np.asarray(alone)


def gone(given: Floats, usual: Floats) -> Floats:
    """Share of a usual day that posts give up: the emergency comes first, everyday service has what is left of it."""
    return np.minimum(_part(given, usual), 1.0)


def _part(hours: Floats, of: Floats) -> Floats:
    return np.asarray(np.divide(hours, of, out=np.zeros(len(of)), where=of > 0.0))
