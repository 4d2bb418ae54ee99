"""What a pilot may be judged by: figures a district sees by community, each with the direction that is better.

Every figure is a sum over a sum, so that pilot communities are one group and all others the other. What nobody writes
down is not among them: coverage counts needs that nobody heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Rows
from ..columns import BORN, MET_ON_TIME, NEVER, OPEN
from ..ledger.ledger import FEN_A_YUAN, USES
from ..ledger.payments import pay_for_survey
from ..staffing.capacity import charge_counters
from ..streams import RESIDENT, Part, Stream
from ..triggers.watched import SEVEN_DAYS, WATCHED

if TYPE_CHECKING:
    from ..district import District

DAYS_A_YEAR = 365.0
SURVEY = "surveyed_on_time_share"
ASKED = Stream("pilots: who is asked", RESIDENT, Part("survey", 128))


class Span(NamedTuple):
    """Which days a figure is about, and on which morning it is taken.

    Attributes:
        first: First day.
        after: The day after the last, on whose morning it is taken.
        called: Call-backs by cell between the two mornings; two rows, those written down as satisfied and all.
        survey: Number of the survey, where one is held.
    """

    first: int
    after: int
    called: Floats
    survey: int


Sums = tuple[Floats, Floats]
"""What is divided and by what, by community."""


class Judged(NamedTuple):
    """A figure by which a pilot may be judged.

    Attributes:
        name: As a policy names it.
        label_zh, label_en: What to call it.
        sign: 1 where more of it is better, −1 where less is.
        seen: Both sums.
    """

    name: str
    label_zh: str
    label_en: str
    sign: float
    seen: Callable[[District, Span], Sums]


def _needs(district: District) -> Rows:
    return district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]


def _by_community(district: District, needs: Rows, *of: Bools) -> Sums:
    territory = district.world.territory
    community = territory.community_of_cell[needs["cell"]]
    part, whole = (np.asarray(np.bincount(community, one, territory.communities), np.float64) for one in of)
    return part, whole


def _people(district: District) -> Floats:
    territory = district.world.territory
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    return np.asarray(people, np.float64)


def on_time(district: District, span: Span) -> Sums:
    """Of registered requests whose deadline passed in these days, those that the register calls closed by it."""
    needs, index = _needs(district), district.state.facts.working_index
    due = (needs["due_time"] >= index[span.first]) & (needs["due_time"] < index[span.after])
    return _by_community(district, needs, due & (needs["closed_time"] <= needs["due_time"]), due)


def in_a_week(district: District, span: Span) -> Sums:
    """Of requests closed in these days, those closed within seven working days."""
    needs, index = _needs(district), district.state.facts.working_index
    closed = (needs["closed_time"] >= index[span.first]) & (needs["closed_time"] < index[span.after])
    took = needs["closed_time"] - needs["heard_time"]
    return _by_community(district, needs, closed & (took <= SEVEN_DAYS), closed)


def recorded_satisfaction(district: District, span: Span) -> Sums:
    """Of those called back in these days, those written down as satisfied."""
    territory = district.world.territory
    where, many = territory.community_of_cell, territory.communities
    satisfied, called = (np.asarray(np.bincount(where, one, many), np.float64) for one in span.called)
    return satisfied, called


def open_requests(district: District, span: Span) -> Sums:
    """Registered requests that are not closed on the last morning, per 1,000 residents."""
    needs = _needs(district)
    waits = (needs["bin"] == OPEN) & (needs["heard_day"] >= 0) & (needs["closed_time"] >= NEVER)
    return _by_community(district, needs, waits, waits)[0] * 1000.0, _people(district)


def spending(district: District, span: Span) -> Sums:
    """Yuan spent in a community's own accounts, a resident and year; what is the district's is left out."""
    yuan = np.zeros(district.world.territory.communities)
    for one in district.ledger.blocks:
        if one.target in USES and span.first <= one.day < span.after:
            here = one.target_place >= 0
            np.add.at(yuan, one.target_place[here], one.fen[here] / FEN_A_YUAN)
    return yuan * DAYS_A_YEAR / (span.after - span.first), _people(district)


def surveyed(district: District, span: Span) -> Sums:
    """Of needs of these days that those asked at home tell of and that have ended, those settled in time.

    Asked are as many as by a needs survey, drawn anew each time; asking costs staff the same hours and the district the
    same money. Whoever was never heard tells too: that is what a register cannot.
    """
    territory, people = district.world.territory, district.world.residents
    assumed = district.parameters.assumptions.outreach
    lots = ASKED.of(district.plan.seed).at(np.arange(len(people.cell)), span.survey).uniform()
    asked = lots < assumed.surveyed_share
    of_community = np.bincount(territory.community_of_cell[people.cell[asked]], minlength=territory.communities)
    charge_counters(district, np.asarray(assumed.survey_hours * of_community, np.float64))
    pay_for_survey(district)
    needs = _needs(district)
    counted = asked[needs["resident"]] & (needs["birth_day"] >= span.first) & (needs["birth_day"] < span.after)
    counted &= needs["bin"] != OPEN
    return _by_community(district, needs, counted & (needs["bin"] == MET_ON_TIME), counted)


def _seen_by_all(name: str, sign: float, seen: Callable[[District, Span], Sums]) -> Judged:
    """A figure that triggers may watch too, called as there."""
    about = WATCHED[name]
    return Judged(name, about.label_zh, about.label_en, sign, seen)


JUDGED: Mapping[str, Judged] = {
    one.name: one
    for one in (
        _seen_by_all("registered_on_time_share", 1.0, on_time),
        _seen_by_all("handled_within_7_days_of_handled_share", 1.0, in_a_week),
        _seen_by_all("satisfaction_recorded", 1.0, recorded_satisfaction),
        _seen_by_all("open_requests_per_1000", -1.0, open_requests),
        _seen_by_all("spend_per_resident", -1.0, spending),
        Judged(SURVEY, "入户调查的按期解决率", "Settled in time, by a survey of households", 1.0, surveyed),
    )
}


def of_groups(sums: Sums, where: Bools) -> tuple[float | None, float | None]:
    """The figure of the communities that try, and that of all others; None where there is nothing to divide by."""
    part, whole = sums
    pairs = ((part[one].sum(), whole[one].sum()) for one in (where, ~where))
    tried, others = (float(above / below) if below > 0.0 else None for above, below in pairs)
    return tried, others
