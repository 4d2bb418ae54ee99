"""Who sits at an estate's own table, by name and for a term: nine where there is an owners' committee (OR-10).

The convenor leads the estate's Party group and heads the owners' committee; four more belong to the committee, three
speak for residents, and the head of the grid sits with them and votes like everybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..agents.estate_owners import EstateOwners
from ..arrays import Bools, Floats, Int64s
from ..events.estates import SeatTaken
from ..place.households import Neighbours, neighbours_of
from ..streams import HOUSEHOLD, Part, Stream

if TYPE_CHECKING:
    from ..district import District

ELECTED = Stream("who is elected in an estate", HOUSEHOLD, Part("term", 1000))

CONVENOR, GRID_HEAD, COMMITTEE, RESIDENT = "convenor", "grid_head", "committee", "resident"
COMMITTEE_SEATS, RESIDENT_SEATS = 4, 3  # beside the convenor: 1 + 1 + 4 + 3 are the nine of OR-10
DAYS_A_YEAR = 365.25
PARTY_ODDS, ELDER_ODDS = 3.0, 3.0  # as for coming to a meeting (S117): those are elected who come anyhow


class Seat(NamedTuple):
    """A seat and who holds it.

    Attributes:
        role: Which seat.
        person: The household in it; of the head of the grid, the number of the grid.
    """

    role: str
    person: int


@dataclass(frozen=True, slots=True)
class Table:
    """Those who sit in one estate.

    Attributes:
        seats: The convenor first, then the head of the grid where the table is one of nine, the committee, residents.
        until: Day of the run on which the term ends.
        whole: Whether residents and the head of the grid sit and vote; else the owners' committee alone decides.
    """

    seats: tuple[Seat, ...]
    until: int
    whole: bool

    @property
    def voters(self) -> tuple[Seat, ...]:
        """Who votes: all nine, or the committee."""
        return self.seats if self.whole else tuple(one for one in self.seats if one.role in (CONVENOR, COMMITTEE))

    @property
    def signers(self) -> tuple[Seat, ...]:
        """Who signs for the fund, in order: who convenes, one of the committee, one resident, then others (OR-11)."""
        three = (CONVENOR, COMMITTEE, RESIDENT)
        named = [one for role in three for one in [one for one in self.seats if one.role == role][:1]]
        others = [one for one in self.seats if one not in named and one.role != GRID_HEAD]
        return tuple(named + others)


@dataclass(slots=True)
class Tables:
    """The tables of a district.

    Attributes:
        by_estate: The table of each estate that has one.
        terms: How often each estate has elected so far.
    """

    by_estate: dict[int, Table] = field(default_factory=dict)
    terms: dict[int, int] = field(default_factory=dict)


def table_in_force(district: District) -> bool:
    """Whether estates decide at a table of nine of their own."""
    name = district.parameters.levers.deliberation.estate_format
    form = district.plan.parameters.formats.get(name)
    return form is not None and form.of_owners


def elect(district: District, owners: EstateOwners) -> None:
    """Where there is a committee and no table, or its term is over, people are elected for another term."""
    tables, whole = district.of(Tables), table_in_force(district)
    if not whole and not district.parameters.levers.funding.owners_fund:
        return
    for estate in owners.estates[owners.has_committee].tolist():
        known = tables.by_estate.get(estate)
        if known is not None and known.until > district.day and known.whole == whole:
            _follow_the_grid(district, estate, known)
            continue
        term = tables.terms.get(estate, 0)
        days = round(district.parameters.assumptions.estates.term_years * DAYS_A_YEAR)
        seats = seats_of_term(district, estate, term, whole)
        if seats:
            tables.by_estate[estate], tables.terms[estate] = Table(seats, district.day + days, whole), term + 1
            for seat in seats:
                who = {"number": estate, "community": owners.community, "about": seat.role}
                district.record(SeatTaken(**who, person=seat.person, term_days=days))


def _follow_the_grid(district: District, estate: int, table: Table) -> None:
    """Where grids were drawn anew, the head of the grid that is now here sits at the table for the rest of the term."""
    head = grid_of(district, estate)
    if not table.whole or Seat(GRID_HEAD, head) in table.seats:
        return
    seats = tuple(Seat(GRID_HEAD, head) if one.role == GRID_HEAD else one for one in table.seats)
    district.of(Tables).by_estate[estate] = Table(seats, table.until, table.whole)
    community = int(district.world.territory.estate_community[estate])
    left = table.until - district.day
    district.record(SeatTaken(number=estate, community=community, about=GRID_HEAD, person=head, term_days=left))


def seats_of_term(district: District, estate: int, term: int, whole: bool) -> tuple[Seat, ...]:
    """Who is elected in an estate for a term; nobody where nobody owns a home."""
    neighbours = neighbours_of(district.world)
    homes = neighbours.of_estate(estate)
    homes = homes[homes < district.world.residents.family_households]
    waiting = ELECTED.of(district.plan.seed).at(homes, term).exponential() / odds_of_election(neighbours, homes)
    party, owner = neighbours.party[homes], neighbours.owner[homes]
    head = _least(waiting, owner & party, 1) if (owner & party).any() else _least(waiting, owner, 1)
    if not len(head):
        return ()
    left = ~np.isin(np.arange(len(homes)), head)
    members = _least(waiting, owner & left, COMMITTEE_SEATS)
    left[members] = False
    others = _least(waiting, left, RESIDENT_SEATS if whole else 1)
    seats = [Seat(CONVENOR, int(homes[head[0]]))]
    if whole:
        seats.append(Seat(GRID_HEAD, grid_of(district, estate)))
    seats += [Seat(COMMITTEE, int(one)) for one in homes[members]]
    return tuple(seats + [Seat(RESIDENT, int(one)) for one in homes[others]])


def odds_of_election(neighbours: Neighbours, homes: Int64s) -> Floats:
    """How many times as likely as a plain household each is elected: Party members and the old come to everything."""
    return np.where(neighbours.party[homes], PARTY_ODDS, 1.0) * np.where(neighbours.elder[homes], ELDER_ODDS, 1.0)


def grid_of(district: District, estate: int) -> int:
    """The grid in which most of an estate's households live; its head sits at the table."""
    territory = district.world.territory
    cells = np.flatnonzero(territory.estate_of_cell == estate)
    grids = district.layout.grid_of_cell[cells]
    return int(np.argmax(np.bincount(grids, territory.households_of_cell[cells])))


def table_of_estate(district: District, estate: int) -> Table | None:
    """The table of an estate; None where it has none."""
    found: Table | None = district.of(Tables).by_estate.get(estate)
    return found


def _least(waiting: Floats, among: Bools, count: int) -> Int64s:
    """Places of the so many of those eligible who wait least."""
    order = np.argsort(np.where(among, waiting, np.inf), kind="stable")
    found: Int64s = order[: min(count, int(among.sum()))]
    return found
