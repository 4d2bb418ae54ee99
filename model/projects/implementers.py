"""Who carries a project out: an organisation that bids and has people free, a firm that builds, or those who claim.

Organisations that do the kind and have posts free bid for services and activities; the residents' committee looks at
the bids together with what residents said of the bidders' earlier projects, and takes the best. What nobody has people
for the committee does itself, less well. Works and goods go to firms. A project keeps its organisation's posts busy as
long as it runs, and whatever organisation has many projects has the less room for contracts. (SU-07, OR-04)
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..agents.organisation import LEAST_QUALITY, MOST_QUALITY, SocialOrganisation
from ..arrays import Bools
from ..organisations.market import Market
from ..streams import Part, Stream
from .draws import DONE_POORLY, FIRM, project_uniforms
from .kinds import ACTIVITY, SERVICE
from .pipeline import CLAIMED_BY_MEMBERS
from .proposals import FEN, Proposals
from .records import Implementer, Project, ProjectBook

if TYPE_CHECKING:
    from ..district import District

FIRMS = Stream("firm that builds", Part("firm"))
MONTHS_A_YEAR = 12.0


@dataclass(slots=True)
class Bidders:
    """Organisations as they stand before a batch: how each looks, and posts it has free.

    Attributes:
        look: What those who compare bids see of each, by number.
        free: Posts each will have free when work begins, by number; projects taken on in the batch lower it.
        this_year: Projects each has taken on since New Year, by number.
    """

    look: dict[int, float] = field(default_factory=dict)
    free: dict[int, float] = field(default_factory=dict)
    this_year: Counter[int] = field(default_factory=Counter)


def bidders_of(district: District) -> Bidders:
    """Everybody who may bid in a batch."""
    market, year = district.of(Market), district.date(district.day).year
    usual, found = usual_mark(district), Bidders()
    begins = district.day + int(district.parameters.assumptions.delivery.longest_tender_days)
    busy = posts_in_projects(district, begins)
    for number, one in market.organisations.items():
        if market.barred.get(number, district.day) <= district.day:
            found.look[number] = one.seen_by_experts(year) + mark_of(one, usual, district) - usual
            found.free[number] = one.room(market.posts_in_contracts(number) + busy.get(number, 0.0))
    new_year = (dt.date(year, 1, 1) - district.plan.first_day).days
    chosen = [one for one in district.of(ProjectBook).projects if one.chosen_day >= new_year]
    found.this_year.update(one.implementer.number for one in chosen if one.implementer.by == "organisation")
    return found


def usual_mark(district: District) -> float:
    """Share of residents who are content with a usual project."""
    assumed = district.parameters.assumptions.implementing
    return assumed.mark_good - assumed.poor_share * (assumed.mark_good - assumed.mark_poor)


def mark_of(one: SocialOrganisation, usual: float, district: District) -> float:
    """What residents' reviews make one expect of an organisation; without any, the usual."""
    lean = district.parameters.assumptions.implementing.mark_lean
    return (one.marks + lean * usual) / (one.reviewed + lean)


def take_on(district: District, project: Project, way: int, bidders: Bidders) -> None:
    """Somebody takes a project on, and does it well or poorly."""
    assumed, look = district.parameters.assumptions.implementing, district.parameters.assumptions.providers
    project.implementer = _implementer(district, project, way, bidders)
    if project.purse == "projects" and district.parameters.levers.projects.venture_rounds:
        _do_it_themselves(project)
    chance = assumed.poor_share * max(1.0 + look.quality_poor_work * (0.5 - project.implementer.quality), 0.0)
    if project_uniforms(np.array([project.key]), DONE_POORLY)[0] < chance:
        project.part = assumed.poor_part


def _do_it_themselves(project: Project) -> None:
    """A venture is an organisation's own: where none has people for it it comes to nothing, and its money back."""
    if project.implementer.by == "committee":
        project.failed, project.acts_until_day = True, project.acts_from_day


def anybody_bids(district: District, listed: Proposals, bidders: Bidders) -> Bools:
    """For every proposal of a list, whether any organisation has people for it today, or firms do it."""
    bids = (listed.form != SERVICE) & (listed.form != ACTIVITY)
    for row in np.flatnonzero(~bids).tolist():
        what, needed = (int(listed.form[row]), int(listed.kind[row])), _posts(district, int(listed.cost_fen[row]))
        bids[row] = next(_able(district, what, needed, bidders), None) is not None
    return np.asarray(bids, np.bool_)


def _posts(district: District, cost_fen: int) -> float:
    """Posts that a service or activities of so much money keep at work as long as they run."""
    assumed = district.parameters.assumptions
    yearly = cost_fen / FEN * MONTHS_A_YEAR / assumed.delivery.months_of_service
    return yearly / assumed.service.organisation_post_yuan


def posts_in_projects(district: District, day: int) -> dict[int, float]:
    """Posts each organisation has, or will have, at work in projects that are not over by a day."""
    posts: dict[int, float] = {}
    for one in district.of(ProjectBook).running:
        if one.implementer.by == "organisation" and not one.failed and one.acts_until_day > day:
            posts[one.implementer.number] = posts.get(one.implementer.number, 0.0) + _posts(district, one.cost_fen)
        elif one.implementer.by == "organisation" and one.held_fen:
            posts.setdefault(one.implementer.number, 0.0)  # a last payment is still to come
    return posts


def _implementer(district: District, project: Project, way: int, bidders: Bidders) -> Implementer:
    if way == CLAIMED_BY_MEMBERS:
        return Implementer("members", project.community, 0.5)
    if project.form not in (SERVICE, ACTIVITY):
        return _firm(district, project)
    winner = _winner(district, project, bidders)
    if winner is None:
        return Implementer(
            "committee", project.community, district.parameters.assumptions.implementing.committee_quality
        )
    bidders.free[winner.number] -= _posts(district, project.cost_fen)
    bidders.this_year[winner.number] += 1
    return Implementer("organisation", winner.number, winner.profile.quality)


def _firm(district: District, project: Project) -> Implementer:
    """One of the firms that build in the district, each as good as it is."""
    assumed, seed = district.parameters.assumptions, district.plan.seed
    number = int(project_uniforms(np.array([project.key]), FIRM)[0] * assumed.implementing.firms)
    quality = 0.5 + assumed.providers.quality_sd * float(FIRMS.of(seed).at(number).normal())
    return Implementer("firm", number, float(np.clip(quality, LEAST_QUALITY, MOST_QUALITY)))


def _winner(district: District, project: Project, bidders: Bidders) -> SocialOrganisation | None:
    """The best bid of those who do the kind and have people for all of it; of equals the older organisation."""
    able = _able(district, (project.form, project.kind), _posts(district, project.cost_fen), bidders)
    return max(able, key=lambda one: (_bid(district, project, one, bidders), -one.number), default=None)


def _able(district: District, what: tuple[int, int], needed: float, bidders: Bidders) -> Iterator[SocialOrganisation]:
    """Organisations that could take a form and kind of project on, with so many posts."""
    most, (form, kind) = district.parameters.assumptions.implementing.most_projects, what
    for number, one in district.of(Market).organisations.items():
        does = form == ACTIVITY or kind in one.profile.kinds
        if does and bidders.free.get(number, 0.0) >= needed and bidders.this_year[number] < most:
            yield one


def _bid(district: District, project: Project, one: SocialOrganisation, bidders: Bidders) -> float:
    """How a bid looks: its author, where they are at home, whose idea it was, whether a mentor helped."""
    assumed = district.parameters.assumptions.implementing
    home = one.profile.home == project.community
    gain = assumed.home_gain * home + assumed.own_idea_gain * (project.author == ("organisation", one.number))
    return bidders.look[one.number] + gain + assumed.mentored_gain * (one.mentored_until > district.day)
