"""Pilots begin on their day, are judged on a Monday once their time is over, and are adopted or end the day after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..events.pilots import PilotBegan, PilotJudged
from ..local_levers import Trial
from ..triggers.process import go_together
from ..triggers.schedule import in_force_on, rescheduled
from .figures import JUDGED, Span, of_groups
from .schedule import Pilot, communities_of

if TYPE_CHECKING:
    from ..district import District

ADOPTED, DROPPED, UNKNOWN, NOT_POSSIBLE = "adopted", "dropped", "unknown", "not_possible"
WEEKS_KEPT = 105
"""Weeks of call-backs that are kept, two years and one: no pilot is held against days longer ago."""
Groups = tuple[float | None, float | None]
"""A figure of the communities that try, and of all others."""


@dataclass(eq=False)
class Running:
    """A pilot under way.

    Attributes:
        number: Which.
        began: Its first day.
        trial: Who tries what.
        before: The figure it will be judged by, before it began.
    """

    number: int
    began: int
    trial: Trial
    before: Groups


@dataclass(eq=False)
class Pilots:
    """The pilots of a run.

    Attributes:
        running: Those under way.
        ending: Of these, those that end tomorrow.
        called: A day, and call-backs by cell until its morning; the latest last.
    """

    running: list[Running] = field(default_factory=list)
    ending: list[Running] = field(default_factory=list)
    called: list[tuple[int, Floats]] = field(default_factory=list)


def initialise(district: District) -> None:
    """Nobody tries anything yet."""
    district.keep(Pilots())


def take_effect(district: District, date: dt.date) -> None:
    """Pilots of this day begin, those judged yesterday end; the levers that are put in force next follow."""
    office = district.of(Pilots)
    starting = [(number, one) for number, one in enumerate(district.plan.pilots) if one.at == date]
    if not starting and not office.ending:
        return
    office.running = [one for one in office.running if one not in office.ending]
    office.ending = []
    office.running += [_begun(district, number, one) for number, one in starting]
    district.trials = tuple(one.trial for one in office.running)


def _begun(district: District, number: int, pilot: Pilot) -> Running:
    where = communities_of(pilot, number, district.world.territory.communities, district.plan.seed)
    before: Groups = (None, None)
    if pilot.judged_by is not None:
        span = _span(district, max(district.day - pilot.judge_after, 0), 2 * number)
        before = of_groups(JUDGED[pilot.judged_by].seen(district, span), where)
    many = sum(len(levers) for levers in pilot.changes.values())
    for community in np.flatnonzero(where).tolist():
        about = pilot.judged_by or ""
        district.record(PilotBegan(number=number, community=community, about=about, tried=many))
    return Running(number, district.day, Trial(where, pilot.changes), before)


def weekly(district: District, date: dt.date) -> None:
    """Note call-backs, and judge the pilots whose time is over."""
    judged = any(one.judged_by for one in district.plan.pilots)
    if not judged and district.day >= district.plan.warmup:
        return
    office = district.of(Pilots)  # the warm-up may be shared with a run that has pilots, so that it always notes
    office.called = [*office.called[-WEEKS_KEPT:], (district.day, district.state.tallies.called.copy())]
    for one in list(office.running):
        pilot = district.plan.pilots[one.number]
        over = pilot.judged_by is not None and district.day - one.began >= pilot.judge_after
        if over and one not in office.ending and district.day < district.length - 1:
            _judge(district, one, pilot)


def _judge(district: District, one: Running, pilot: Pilot) -> None:
    """Hold pilots against the others, before and after; adopt everywhere what is better, and end what is not."""
    about = JUDGED[pilot.judged_by or ""]
    span = _span(district, one.began, 2 * one.number + 1)
    after = of_groups(about.seen(district, span), one.trial.where)
    difference = difference_of_differences(one.before, after)
    how = UNKNOWN if difference is None else ADOPTED if about.sign * difference > 0.0 else DROPPED
    if how == ADOPTED and not _adopt(district, pilot):
        how = NOT_POSSIBLE
    office, tomorrow = district.of(Pilots), district.date(district.day + 1)
    office.ending.append(one)
    district.levers_from.setdefault(tomorrow, in_force_on(district.levers_from, tomorrow))
    event = PilotJudged(
        number=one.number,
        about=about.name,
        how=how,
        pilots_before=one.before[0],
        pilots_after=after[0],
        others_before=one.before[1],
        others_after=after[1],
        difference=difference,
        communities=int(one.trial.where.sum()),
        lasted=district.day - one.began,
    )
    district.record(event)


def difference_of_differences(before: Groups, after: Groups) -> float | None:
    """By how much the figure of pilots changed more than that of the others; None where any of the four is unknown."""
    (tried_before, others_before), (tried_after, others_after) = before, after
    if tried_before is None or others_before is None or tried_after is None or others_after is None:
        return None
    return (tried_after - tried_before) - (others_after - others_before)


def _adopt(district: District, pilot: Pilot) -> bool:
    """Put the levers down for the whole district from tomorrow on; whether they go together with all that stands."""
    tomorrow = district.date(district.day + 1)
    schedule = rescheduled(district.levers_from, tomorrow, pilot.changes, district.plan.named)
    possible = all(go_together(levers) for date, levers in schedule.items() if date >= tomorrow)
    if possible:
        district.levers_from = schedule
    return possible


def _span(district: District, first: int, survey: int) -> Span:
    """The days from one morning to this one."""
    now = district.state.tallies.called
    noted = [called for day, called in district.of(Pilots).called if day <= first]
    return Span(first, district.day, now - (noted[-1] if noted else np.zeros_like(now)), survey)
