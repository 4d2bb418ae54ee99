"""The yearly report of secretaries (述职评议): a score, a bar, and what follows for the year. (GD-06)

On New Year's day every secretary reports; that takes staff hours. The score is what a superior can see: registered
requests, matters, and what representatives of members and residents say. Whoever is below the bar is called to account
for the part that costs most (`answering.py`); two years running, and somebody else takes the post. All of it goes by
the weight that governance has in the appraisal (`party.secretary_appraisal`); without weight there is no report.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Bools, Floats
from ..columns import MET_ON_TIME, NEVER_HEARD, OPEN
from ..deliberation.docket import Docket
from ..events.secretaries import SecretaryReplaced, SecretaryReviewed
from ..money.allocation import recorded_by_community
from ..staffing.capacity import born_since, charge_counters
from ..staffing.turnover import replace_first
from .answering import answer
from .meeting import DAYS_A_YEAR, Words, rate
from .records import PARTS, PASSED, SecretaryReviews, nobody_reviewed
from .score import FAIR, GOOD, POOR, below_bar, scores_of, weakest_of
from .sending import helped

if TYPE_CHECKING:
    from ..district import District


def initialise(district: District) -> None:
    """Nobody has reported yet."""
    district.keep(nobody_reviewed(district.world.territory.communities))


def on_new_levers(district: District) -> None:
    """Without reports, or without weight, nobody answers for one any more."""
    if weight_of(district) <= 0.0:
        initialise(district)


def weight_of(district: District) -> float:
    """How much follows from a report: the weight of governance in the appraisal, 0 where nobody reports."""
    party = district.parameters.levers.party
    return party.secretary_appraisal if party.secretary_review else 0.0


def yearly(district: District, date: dt.date) -> None:
    """Every secretary reports on the year past; nothing is reported while no request has ended yet."""
    if weight_of(district) <= 0.0:
        return
    requests = requests_of(district)
    if np.isnan(requests).all():
        return
    words = rate(district, date.year)
    meeting = np.array([one.says.mean() if len(one.who) else np.nan for one in words])
    _judge(district, np.stack((requests, matters_of(district), meeting)), words)
    hours = district.parameters.assumptions.review.report_hours
    charge_counters(district, np.full(len(words), hours))


def requests_of(district: District) -> Floats:
    """Registered requests of the past year: the mean of the share closed in time and of what records say, 0 to 1.

    NaN where none ended; shape (communities,).
    """
    needs = district.state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_A_YEAR)]
    needs = needs[(needs["bin"] != OPEN) & (needs["bin"] != NEVER_HEARD)]
    land = district.world.territory
    where = land.community_of_cell[needs["cell"]]
    ended = np.bincount(where, minlength=land.communities)
    in_time = np.bincount(where, needs["bin"] == MET_ON_TIME, land.communities)
    share = np.divide(in_time, ended, out=np.full(land.communities, np.nan), where=ended > 0)
    return np.asarray((share + recorded_by_community(district)) / 2.0)


def matters_of(district: District) -> Floats:
    """Of the matters that ended in the past year, and of tasks overdue, the share settled; paper counts as done.

    NaN where there was none; shape (communities,).
    """
    docket, communities = district.of(Docket), district.world.territory.communities
    ended = [one for one in docket.closed if one.ended_on > district.day - DAYS_A_YEAR]
    settled = np.bincount([one.community for one in ended if one.ended == "settled"], minlength=communities)
    due = [one.community for one in ended] + [task.matter.community for task in docket.tasks if task.times > 0]
    count = np.bincount(np.array(due, np.int64), minlength=communities)
    return np.asarray(np.divide(settled, count, out=np.full(communities, np.nan), where=count > 0))


def _judge(district: District, parts: Floats, words: list[Words]) -> None:
    """Scores are told, and who is below the bar is called to account."""
    reviews, assumed = district.of(SecretaryReviews), district.parameters.assumptions.review
    scores, weakest = scores_of(parts, assumed), weakest_of(parts, assumed)
    below = below_bar(scores, assumed)
    reviews.below = np.where(below, reviews.below + 1, 0)
    reviews.weakest = [PARTS[part] if called else PASSED for part, called in zip(weakest, below, strict=True)]
    for community, said in enumerate(words):
        facts: dict[str, Any] = {name: _known(parts[row, community]) for row, name in enumerate(PARTS)}
        facts |= {"good": int((said.says == GOOD).sum()), "fair": int((said.says == FAIR).sum())}
        how = "called_to_account" if below[community] else "passed"
        event = SecretaryReviewed(
            community=community,
            about=PARTS[weakest[community]],
            how=how,
            score=float(scores[community]),
            mean=float(scores.mean()),
            poor=int((said.says == POOR).sum()),
            years_below=int(reviews.below[community]),
            **facts,
        )
        district.record(event)
    wanting = reviews.too_long(assumed.years_running)
    _replace(district, reviews, wanting & ~helped(district, wanting))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _replace(district: District, reviews: SecretaryReviews, gone: Bools) -> None:
    """Where the street has nobody to send, somebody new takes the post and takes over what has to be put right."""
    for community in np.flatnonzero(gone).tolist():
        years = int(reviews.below[community])
        district.record(SecretaryReplaced(community=community, about=reviews.weakest[community], years=years))
    reviews.below[gone] = 0
    replace_first(district, np.flatnonzero(gone).tolist())


def weekly(district: District, date: dt.date) -> None:
    """Secretaries called to account turn hours of their teams to the part they answer for."""
    weight = weight_of(district)
    if weight > 0.0:
        answer(district, date, weight)
