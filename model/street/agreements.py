"""The yearly agreement of every community with its leader and departments, and what it puts on the lists."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.community_team import CommunityTeam
from ..arrays import Floats
from ..events.street import TeamAgreed
from ..government import DEPARTMENTS
from ..needs.table import left_by_pairs
from .lists import Item, Lists, Outcome, Owner, enter, strike_off
from .pairing import NAMES, exchanged, lacking, matched, missed_at_departments, room_left

if TYPE_CHECKING:
    from ..district import District

NEED_MET = 0.9
"""A need counts as met where no more than so much of what went badly in the year before went badly again."""


def teams_of(district: District) -> list[CommunityTeam]:
    """The team of every community, in order."""
    return list(district.agents_by_type[CommunityTeam])


def adopt_communities(district: District) -> None:
    """Form teams, enlarge them, or end them, where the number of departments paired with a community is another."""
    count, teams = district.parameters.levers.party.paired_departments, teams_of(district)
    if all(len(team.departments) == count for team in teams):
        return
    missed = missed_at_departments(district)
    _sign(district, matched(missed, count), missed, "first")


def agree_anew(district: District) -> None:
    """New Year: each team may exchange one department, by last year's results, and agrees on the year to come."""
    count, teams = district.parameters.levers.party.paired_departments, teams_of(district)
    if not count or any(team.agreed_on == district.day for team in teams):
        return
    missed = missed_at_departments(district)
    now, worse = [team.departments for team in teams], lacking(missed)
    for community in range(len(teams)):
        now[community] = exchanged(now[community], worse[community], room_left(now, count))
    _sign(district, now, missed, "renewed")


def _sign(district: District, now: list[tuple[str, ...]], missed: Floats, how: str) -> None:
    """Last year's items end, this year's are entered, and whoever is asked directly changes."""
    for team, departments in zip(teams_of(district), now, strict=True):
        _close_year(district, team, departments, missed[team.community])
        before = team.departments
        team.agree(departments, _hours(district), district.day)
        if departments:
            _open_year(district, team, missed[team.community])
            changed = "exchanged" if how == "renewed" and set(before) != set(departments) else how
            _tell(district, team, changed)
    know_each_other(district)


def _hours(district: District) -> float:
    """Hours of a department for a community in what is left of the calendar year."""
    today = district.date(district.day)
    left = (dt.date(today.year + 1, 1, 1) - today).days / 365.25
    return district.parameters.assumptions.prices.paired_hours_a_year * min(left, 1.0)


def _close_year(district: District, team: CommunityTeam, stay: tuple[str, ...], missed: Floats) -> None:
    """Resource, need and project items end with the year; problems go on unless their department leaves."""
    gone = list[tuple[Item, Outcome]]()
    for item in [one for one in district.of(Lists).open if one.community == team.community]:
        if item.which == "problem":
            if item.department not in stay:
                gone.append((item, "handed_back"))
            continue
        kept = item.which == "need" and missed[NAMES.index(item.department)] <= NEED_MET * item.amount
        kept |= item.which == "resource" and team.hours[item.department] < 0.5 * item.amount
        gone.append((item, "kept" if kept else "not_kept"))  # a batch of deeds that was carried out is closed already
    strike_off(district, gone)


def _open_year(district: District, team: CommunityTeam, missed: Floats) -> None:
    """Every department brings hours and a batch of deeds; where cases went badly at it, that is a need of the year."""
    today = district.date(district.day)
    due = district.day + (dt.date(today.year + 1, 1, 1) - today).days
    for name in team.departments:
        owner, term, badly = Owner(team.community, name), (district.day, due), float(missed[NAMES.index(name)])
        enter(district, Item("resource", owner, "hours", term, amount=team.hours[name]))
        enter(district, Item("project", owner, "deeds", term))
        if badly >= 1.0 and DEPARTMENTS[name].needs:
            enter(district, Item("need", owner, DEPARTMENTS[name].needs[0], term, amount=badly))


def _tell(district: District, team: CommunityTeam, how: str) -> None:
    lists, here = district.of(Lists), team.community
    terms = TeamAgreed(
        number=team.leader,
        community=here,
        about=" ".join(team.departments),
        how=how,
        hours=sum(team.hours.values()),
        needs=len(lists.of(here, "need")),
        deeds=len(lists.of(here, "project")),
        problems=len(lists.of(here, "problem")),
    )
    district.record(terms)


def know_each_other(district: District) -> None:
    """From now on these departments are asked directly: wrong doors and chasing are rarer (7.3)."""
    teams = [team.departments for team in teams_of(district)]
    routing = district.state.routing
    pairs = left_by_pairs(district.kinds.ids, teams, district.parameters.assumptions.routing.paired_cut)
    if not np.array_equal(pairs, routing.pairs):
        district.state = district.state._replace(routing=routing._replace(pairs=pairs))
