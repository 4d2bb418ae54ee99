"""What stands on a community's ballot, and what those who vote would name: the same people whatever rule decides."""

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
    proposals,
    screening,
)
from .records import ProjectBook
from .year_of_needs import YearOfNeeds, adults_of

if TYPE_CHECKING:
    from ..district import District


class Purse(NamedTuple):
    """An account that pays for projects, and what it may give away today."""

    name: str
    money_fen: int

    @property
    def builds(self) -> bool:
        """Whether it is the pot for projects of all forms; service money and grants may build nothing."""
        return self.name == "projects"


class Electorate(NamedTuple):
    """Those who vote in one batch of one community.

    Attributes:
        community: Which.
        key: Key of the batch's random numbers.
        place: Its ground.
        voters: Who votes, where they live, what went unmet at home.
        facts_known: What proposers know.
        asked: What was asked for, whatever came of it, and what a survey found: shape (cells of the place, kinds).
        around: Unmet needs of a household in each cell of the place, by kind.
    """

    community: int
    key: np.uint64
    place: Neighbourhood
    voters: Voters
    facts_known: Known
    asked: Floats
    around: Floats


def electorate(district: District, community: int, key: np.uint64, year: YearOfNeeds) -> Electorate:
    """Who comes to vote, or would come if there were a vote, and what each side knows."""
    said, assumed = district.parameters.levers.deliberation, district.parameters.assumptions
    place, household = district.of(ProjectBook).places[community], district.world.residents.household
    adults = adults_of(district, community, year)
    call = Call(said.notice_days, said.online)
    turnout = who_votes(adults, call, voting_key(key), Odds(assumed.attendance, assumed.ballots))
    resident = adults.resident[turnout.row]
    cell = district.world.residents.cell[resident].astype(np.int64)
    at_home = year.unmet_at_home[household[resident]]
    who_came = np.zeros((len(place), at_home.shape[1]))
    _, first = np.unique(household[resident], return_index=True)
    np.add.at(who_came, np.searchsorted(place.cell, cell[first]), at_home[first])
    territory = district.world.territory
    people = territory.residents_of_cell[place.cell].astype(float)
    around = around_home(year.unmet[place.cell], territory.households_of_cell[place.cell].astype(float))
    facts_known = Known(with_survey(district, year.registered)[place.cell], who_came, able(district, community), people)
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
    """What staff know of needs, by cell and kind: cases in the books, and what a survey found behind doors.

    A survey tells what goes unheard in a year; books of a shorter time are joined by as much of it.
    """
    if (survey := latest_survey(district)) is None:
        return tallies
    lived = district.day / DAYS_LOOKED_BACK if district.day >= 0 else 1.0  # earlier years' books are whole years
    return tallies + min(lived, 1.0) * survey.latent


def able(district: District, community: int) -> Floats:
    """Organisations at home in a community, or from elsewhere in the city, that do each kind."""
    count = np.zeros(len(district.kinds.ids))
    for one in district.of(Market).organisations.values():
        if one.profile.home in (community, NOWHERE):
            count[list(one.profile.kinds)] += 1.0
    return count


def proposed(
    district: District, who: Electorate, purse: Purse, taken: tuple[tuple[int, int], ...] = ()
) -> tuple[Proposals, Int64s]:
    """What is proposed for so much money, and what the screening says of each (`proposals.REASONS`).

    For works staff list what came to nothing; for services, which nothing settles for good, what is asked for most.

    Args:
        taken: Cell and kind of what another purse of this batch pays for already.
    """
    levers, assumed = district.parameters.levers, district.parameters.assumptions.proposing
    kinds = district.of(ProjectBook).kinds if purse.builds else for_service(district.of(ProjectBook).kinds)
    facts_known = who.facts_known if purse.builds else who.facts_known._replace(registered=who.asked)
    earmarked = levers.funding.activity_earmark if purse.builds else 0.0
    batch = Batch(
        place=who.place, kinds=kinds, key=who.key, pot_fen=purse.money_fen, activity_share=earmarked, taken=taken
    )
    listed = proposals(levers.projects.proposed_by, facts_known, batch, assumed)
    return listed, screening(listed, levers.projects.screening, assumed)


def ballots_on(district: District, who: Electorate, listed: Proposals) -> Bools:
    """What each voter names of a list; shape (voters, projects)."""
    assumed = district.parameters.assumptions.ballots
    return approvals(utility(who.voters, who.around, listed, who.place, assumed), assumed)
