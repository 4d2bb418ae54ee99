"""Cadres sent down: named departments send numbered people, and do fewer cases for as long as they are away (YT-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Floats, Int64s
from ...events.force import OfficialsIll
from ...government import DEPARTMENTS, kinds_of_departments
from ...parameters import Parameters
from ..contract import ORIGINS
from ..illness import Illness
from .records import DutyRooms

if TYPE_CHECKING:
    from ...district import District

NAMES = tuple(DEPARTMENTS)
AT_DESKS, OF_A_DEPARTMENT = len(ORIGINS) << 32, 1 << 20
"""Numbers of officials at their desks lie behind those of everybody who is sent somewhere."""


def staff_of_departments(parameters: Parameters) -> Floats:
    """Officials of each department, in the order of `NAMES`: of all the district's, its part of what it sends down."""
    total = parameters.assumptions.force.officials_per_1000 * parameters.place.residents / 1000.0
    shares = np.array([DEPARTMENTS[name].share for name in NAMES])
    return np.asarray(total * shares / shares.sum())


def sent(communities: int, each: int, parameters: Parameters) -> tuple[Int64s, Int64s]:
    """Whom departments send: the community and the department of each cadre, community by community.

    They are dealt out in turn, by how many each department can spare; what cannot be spared is not sent.
    """
    spare = np.floor(staff_of_departments(parameters) * parameters.assumptions.force.sendable_share).astype(np.int64)
    wanted = min(communities * each, int(spare.sum()))
    # Each department's people at even distances, so that every stretch of the row has its part of each.
    place = np.concatenate([(np.arange(one) + 0.5) / one for one in spare.tolist() if one])
    department = np.repeat(np.arange(len(NAMES)), spare)[np.argsort(place, kind="stable")]
    # A stretch as long as what is wanted, the same number to every community as far as they go round.
    community = np.sort(np.arange(wanted) % max(communities, 1))
    return community.astype(np.int64), np.resize(department, max(wanted, 0)).astype(np.int64)


def cases_left(away: Int64s, ids: tuple[str, ...], parameters: Parameters) -> Floats:
    """Share of its cases that each kind's department leaves, with so many of its people away.

    Args:
        away: People away, by department.
        ids: Kinds of need.
    """
    left, staff = np.zeros(len(ids)), staff_of_departments(parameters)
    for name, rows in kinds_of_departments(ids).items():
        place = NAMES.index(name)
        left[rows] = min(float(away[place]) / max(float(staff[place]), 1e-9), 1.0)
    return left


def officials_ill(illness: Illness, sent_away: Int64s, communities: int, parameters: Parameters) -> Int64s:
    """Officials who are ill this week of those at their desks, by department: each has a draw of their own.

    Args:
        illness: Who is ill.
        sent_away: Officials who are in communities, by department; whether these are ill is told there.
        communities: Officials live in all of them by turns.
    """
    found = np.zeros(len(NAMES), np.int64)
    if illness.share.any():
        there = np.rint(staff_of_departments(parameters)).astype(np.int64) - sent_away
        for place, many in enumerate(there.tolist()):
            numbers = np.arange(max(many, 0))
            home = numbers % communities
            found[place] = illness.cadres(AT_DESKS + place * OF_A_DEPARTMENT + numbers, home).sum()
    return found


def tell_ill(district: District, ill: Int64s, week: int) -> None:
    """Once a week: how many officials each department does without."""
    rooms = district.of(DutyRooms)
    if week != rooms.ill_recorded and ill.any():
        rooms.ill_recorded = week
        for place in np.flatnonzero(ill).tolist():
            district.record(OfficialsIll(about=NAMES[place], people=int(ill[place])))
