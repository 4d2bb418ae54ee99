"""The ballot of a community: its list of projects, its voters and their approvals, the same under every voting rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..agents.organisation import NOWHERE
from ..arrays import Bools, Floats, Int64s
from ..deliberation.attendance import Call
from ..ledger.allocation_rules import DAYS_LOOKED_BACK
from ..monitoring.survey_records import latest_survey
from ..organisations.market import Market
from .ballots import (
    Odds,
    Voters,
    approvals,
    around_home,
    utility,
    who_votes,
)
from .draws import voting_key
from .kinds import for_service
from .neighbourhood import Neighbourhood
from .proposals import (
    Batch,
    Known,
    Proposals,
    co_reviewed,
    filling_the_floor,
    proposals,
    screening,
)
from .records import ProjectBook
from .year_of_needs import YearOfNeeds, adults_of

if TYPE_CHECKING:
    from ..district import District


class Purse(NamedTuple):
    """A fund that pays for projects.

    Attributes:
        name: Its account.
        money_fen: What it may spend today.
        kept_fen: What of it activities alone may have (`activity_floor`).
        venture: Whether it is the pot, given to what organisations propose and do themselves (SU-09).
    """

    name: str
    money_fen: int
    kept_fen: int = 0
    venture: bool = False

    @property
    def builds(self) -> bool:
        """Whether it is the pot, which pays for all forms; service money, grants and ventures pay for no works."""
        return self.name == "projects" and not self.venture


class Electorate(NamedTuple):
    """Those who vote in one batch of one community.

    Attributes:
        community: Number of the community.
        key: Key of the batch's random numbers.
        place: Cells of the community and the distance decay between them.
        voters: Who votes, where they live, needs unmet at home.
        facts_known: Information of those who propose projects.
        asked: Needs on record, met or not, and those a survey found; shape (cells of the place, kinds).
        around: Mean unmet needs of a household in each cell; shape (cells of the place, kinds).
    """

    community: int
    key: np.uint64
    place: Neighbourhood
    voters: Voters
    facts_known: Known
    asked: Floats
    around: Floats


def electorate(
    district: District, community: int, key: np.uint64, year: YearOfNeeds, brought: Floats | None = None
) -> Electorate:
    """Draw who votes, or would vote if there were a vote, and collect the information of voters and proposers.

    Args:
        district: The district.
        community: Number of the community.
        key: Key of the batch's random numbers.
        year: Counts of the past year's needs.
        brought: What Party branches bring, shape (cells, kinds); None where none proposes.

    Returns:
        The voters of the batch and what staff, residents and organisations know.
    """
    said, assumed = district.parameters.levers.deliberation, district.parameters.assumptions
    place, household = district.of(ProjectBook).places[community], district.world.residents.household
    adults = adults_of(district, community, year)
    call = Call(said.notice_days, said.online)
    turnout = who_votes(adults, call, voting_key(key), Odds(assumed.attendance, assumed.ballots))
    resident = adults.resident[turnout.row]
    cell = district.world.residents.cell[resident].astype(np.int64)
    at_home = year.unmet_at_home[household[resident]]  # shape (voters, kinds)
    # Unmet needs of voters' households by cell, shape (cells of the place, kinds); each household counts once.
    who_came = np.zeros((len(place), at_home.shape[1]))
    _, first = np.unique(household[resident], return_index=True)
    np.add.at(who_came, np.searchsorted(place.cell, cell[first]), at_home[first])
    territory = district.world.territory
    people = territory.residents_of_cell[place.cell].astype(float)  # shape (cells of the place,)
    around = around_home(year.unmet[place.cell], territory.households_of_cell[place.cell].astype(float))
    facts_known = Known(with_survey(district, year.registered)[place.cell], who_came, able(district, community), people)
    if brought is not None and brought[place.cell].any():
        facts_known = facts_known._replace(brought=brought[place.cell])
    asked = with_survey(district, year.asked)[place.cell]
    return Electorate(
        community=community,
        key=key,
        place=place,
        voters=Voters(resident, cell, at_home),
        facts_known=facts_known,
        asked=asked,
        around=around,
    )


def with_survey(district: District, tallies: Floats) -> Floats:
    """Needs known to staff, shape (cells, kinds): cases on record, and undetected needs found by the latest survey.

    A survey estimates undetected needs of a year; records of a shorter time are joined by as large a part of it.

    Args:
        tallies: Cases on record; shape (cells, kinds).
    """
    if (survey := latest_survey(district)) is None:
        return tallies
    lived = district.day / DAYS_LOOKED_BACK if district.day >= 0 else 1.0  # records of earlier years are whole years
    return tallies + min(lived, 1.0) * survey.latent


def able(district: District, community: int) -> Floats:
    """How many organisations of a community, or from elsewhere in the city, serve each kind; shape (kinds,)."""
    count = np.zeros(len(district.kinds.ids))
    for one in district.of(Market).organisations.values():
        if one.profile.home in (community, NOWHERE):
            count[list(one.profile.kinds)] += 1.0
    return count


def proposed(
    district: District, who: Electorate, purse: Purse, taken: tuple[tuple[int, int], ...] = ()
) -> tuple[Proposals, Int64s]:
    """Draw up the list of proposals for a fund and screen each (`proposals.REASONS`).

    For works staff go by unmet requests; for services, whose needs recur, by all requests.

    Args:
        district: The district.
        who: Voters and information of the batch.
        purse: The fund and its money.
        taken: Cell and kind of what another fund of this batch pays for already.

    Returns:
        The proposals, and the result of screening for each; shape (proposals,).
    """
    levers, assumed = district.parameters.levers, district.parameters.assumptions.proposing
    kinds = district.of(ProjectBook).kinds if purse.builds else for_service(district.of(ProjectBook).kinds)
    facts_known = who.facts_known if purse.builds else who.facts_known._replace(registered=who.asked)
    batch = Batch(
        place=who.place, kinds=kinds, key=who.key, pot_fen=purse.money_fen, kept_fen=purse.kept_fen, taken=taken
    )
    if purse.venture:  # organisations bring their own ideas, and nobody else any
        facts_known = facts_known._replace(brought=None)
    proposers = "organisations" if purse.venture else levers.projects.proposed_by
    listed = filling_the_floor(proposals(proposers, facts_known, batch, assumed), batch, assumed)
    said = screening(listed, levers.projects.screening, assumed)
    return listed, co_reviewed(listed, said, assumed) if levers.projects.co_review else said


def ballots_on(district: District, who: Electorate, listed: Proposals) -> Bools:
    """Approvals of each voter for the projects of a list; shape (voters, projects)."""
    assumed = district.parameters.assumptions.ballots
    return approvals(utility(who.voters, who.around, listed, who.place, assumed), assumed)
