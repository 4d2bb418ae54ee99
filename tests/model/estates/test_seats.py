"""The table of nine: named people for a term, only where there is an owners' committee; the grid's head votes."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.district import District, Plan
from shapan.model.estates.seats import Tables, table_of_estate
from shapan.model.events.estates import SeatTaken
from shapan.model.events.matters import MatterTried
from shapan.scenarios.formats import all_formats

NINE = {"deliberation.estate_format": "joint_nine", "deliberation.format": "three_meetings"}
MANY = {"matters.rate_multiplier": 4.0, "deliberation.meetings_per_year": 24}


@pytest.fixture(scope="module")
def lived(town, changed) -> District:
    parameters = changed(town, NINE | MANY | {"owners.formation_per_year": 0.1})
    place = parameters.place.model_copy(update={"owners_committee_share": 0.5})
    parameters = parameters.model_copy(update={"place": place, "formats": all_formats()})
    district = District(Plan(parameters, seed=2, days=400, warmup=0, earlier_years=False))
    district.run()
    return district


def test_a_table_stands_where_there_is_a_committee_and_nowhere_else(lived):
    with_one = {
        estate
        for owners in lived.agents_by_type[EstateOwners]
        for estate in owners.estates[owners.has_committee].tolist()
    }
    seated = set(lived.of(Tables).by_estate)
    assert seated and seated <= with_one
    at_estates = {event.number for _, event in lived.events if isinstance(event, MatterTried) and event.at == "estate"}
    raised = {one.number: one.estate for _, one in lived.events if type(one).__name__ == "MatterRaised"}
    assert {raised[number] for number in at_estates} <= with_one


def test_nine_different_people_sit_and_each_lives_there(lived):
    people, territory = lived.world.residents, lived.world.territory
    for estate, table in lived.of(Tables).by_estate.items():
        roles = [seat.role for seat in table.seats]
        assert roles == ["convenor", "grid_head"] + ["committee"] * 4 + ["resident"] * 3
        homes = [seat.person for seat in table.seats if seat.role != "grid_head"]
        assert len(set(homes)) == 8
        for seat in table.seats:
            if seat.role == "grid_head":
                cells = np.flatnonzero(territory.estate_of_cell == estate)
                assert seat.person in lived.layout.grid_of_cell[cells]
                continue
            here = people.household == seat.person
            assert territory.estate_of_cell[people.cell[here][0]] == estate
            assert seat.role == "resident" or people.owner[here].any()


def test_a_term_is_told_seat_by_seat(lived):
    taken = [event for _, event in lived.events if isinstance(event, SeatTaken)]
    for estate, table in lived.of(Tables).by_estate.items():
        rows = [(one.about, one.person) for one in taken if one.number == estate][-9:]
        assert rows == [tuple(seat) for seat in table.seats]


def test_nine_seats_nine_votes(lived):
    """Where the named sit, the ballot has nine seats and counts what each of them said; the grid's head among them."""
    met = [one for _, one in lived.events if isinstance(one, MatterTried) and one.at == "estate"]
    assert met and all(len(one.seats) == 9 for one in met)
    for one in met:
        ballot = one.put_forward or one.ballot
        said = [seat.said for seat in one.seats]
        assert ballot.seats == 9
        assert (ballot.yes, ballot.no, ballot.absent) == (said.count(1), said.count(-1), said.count(0))
        assert next(seat.said for seat in one.seats if seat.role == "grid_head") != 0
        assert next(seat.said for seat in one.seats if seat.role == "convenor") != 0
    lines = dict(met[0].decisions())
    assert sum(name.startswith("vote_of_") for name in lines) == 9


def test_a_term_ends_and_others_are_elected(town, changed):
    parameters = changed(town, NINE | {"estates.term_years": 1.0}).model_copy(update={"formats": all_formats()})
    district = District(Plan(parameters, seed=2, days=500, warmup=0, earlier_years=False))
    district.run_to(40)
    first = dict(district.of(Tables).by_estate)
    district.run()
    later = district.of(Tables).by_estate
    assert first and all(later[estate].until > table.until for estate, table in first.items())
    assert any(later[estate].seats != table.seats for estate, table in first.items())


def test_other_formats_of_estates_stay_open_to_all(town, changed):
    parameters = changed(town, {"deliberation.estate_format": "party_mass", **MANY})
    district = District(
        Plan(parameters.model_copy(update={"formats": all_formats()}), 2, days=200, warmup=0, earlier_years=False)
    )
    district.run()
    met = [one for _, one in district.events if isinstance(one, MatterTried) and one.at == "estate"]
    assert met and not any(one.seats for one in met)
    assert not any(table_of_estate(district, estate) for estate in range(district.world.territory.estates))
