"""What matters do to everyday service: a log of needs written by hand has a known answer, and a real town agrees."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.columns import BORN
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.matter import open_matter
from shapan.model.district import District, Plan
from shapan.model.observation.matters_effects import AFTER_DAYS, everyday
from shapan.model.observation.record import record
from shapan.model.parameters import Parameters
from shapan.scenarios.formats import all_formats

DAYS, RAISED, ENDED = 200, 20, 60


@pytest.fixture(scope="module")
def town(made_place, needs, inflow, changed):
    """A town of 6,000 with many matters, decided by a table that talks."""
    place = made_place(communities=2, residents=6_000, area_km2=2.0, built_km2=1.5, needs=needs, departments=inflow)
    asked = {"matters.rate_multiplier": 5.0, "deliberation.format": "five_step", "deliberation.meetings_per_year": 48}
    return changed(Parameters(place=place), asked).model_copy(update={"formats": all_formats()})


@pytest.fixture
def unlived(town):
    """The town on the evening of its last day, with an empty log of needs and one matter of a kind, settled or not."""
    district = District(Plan(town, 1, DAYS, 0, earlier_years=False))
    district.day = DAYS

    def with_matter(kind="charging", ended="settled", ended_on=ENDED, estate=1):
        assumed = district.parameters.assumptions.opinion
        matter = open_matter(0, (MATTERS[kind], estate, np.uint64(7)), district.world, RAISED, assumed)
        district.of(Docket).open.append(matter)
        if ended:
            matter.ended, matter.ended_on = ended, ended_on
            district.of(Docket).close(matter)
        return district

    return with_matter


def write_needs(district, *lines):
    """Needs as (day, kind, estate), the earliest first."""
    needs, territory = district.state.needs.view(np.ndarray), district.world.territory
    for row, (day, kind, estate) in enumerate(sorted(lines)):
        needs["birth_day"][row], needs["kind"][row] = day, district.kinds.index(kind)
        needs["cell"][row] = np.flatnonzero(territory.estate_of_cell == estate)[-1]
    district.state.tallies.tally[BORN] = len(lines)


def figures_of(district):
    mine = [(day, event) for day, event in everyday(district) if event.number == 0]
    return {(what, day): amount for day, event in mine for what, amount in event.decisions()}


def per_1000_and_year(district, count, days, estate=1):
    territory = district.world.territory
    residents = int(territory.residents_of_cell[territory.estate_of_cell == estate].sum())
    return count / residents * 1000.0 / days * 365.0


def test_needs_are_counted_from_the_day_it_was_raised_to_the_day_it_ended_and_90_days_on(unlived):
    district = unlived()
    inside = [(RAISED, "parking", 1), (40, "dispute", 1), (ENDED - 1, "dispute", 1)]
    after = [(ENDED, "parking", 1), (ENDED + AFTER_DAYS - 1, "dispute", 1)]
    elsewhere = [(40, "parking", 0), (40, "litter", 1), (70, "dispute", 2)]
    before, later = [(RAISED - 1, "parking", 1)], [(ENDED + AFTER_DAYS, "parking", 1)]
    write_needs(district, *inside, *after, *elsewhere, *before, *later)
    assert figures_of(district) == {
        ("needs_while_open", ENDED): pytest.approx(per_1000_and_year(district, 3, ENDED - RAISED)),
        ("counted_while_open", ENDED): 3.0,
        ("needs_after", ENDED + AFTER_DAYS - 1): pytest.approx(per_1000_and_year(district, 2, AFTER_DAYS)),
        ("counted_after", ENDED + AFTER_DAYS - 1): 2.0,
    }


def test_an_open_matter_is_told_on_the_last_day(unlived):
    district = unlived(ended="")
    write_needs(district, (RAISED, "parking", 1), (DAYS - 1, "parking", 1))
    assert figures_of(district) == {
        ("needs_while_open", DAYS - 1): pytest.approx(per_1000_and_year(district, 2, DAYS - RAISED)),
        ("counted_while_open", DAYS - 1): 2.0,
    }


@pytest.mark.parametrize(("ended_on", "whole"), [(DAYS - AFTER_DAYS, True), (DAYS - AFTER_DAYS + 1, False)])
def test_days_that_the_run_has_not_lived_are_not_told(unlived, ended_on, whole):
    district = unlived(ended="given_up", ended_on=ended_on)
    write_needs(district, (DAYS - 1, "parking", 1))
    assert (("counted_after", DAYS - 1) in figures_of(district)) == whole
    assert {what for what, _ in figures_of(district)} >= {"needs_while_open"}


def test_a_matter_settled_on_the_day_it_was_raised_was_never_open(unlived):
    district = unlived(ended_on=RAISED)
    write_needs(district, (RAISED, "parking", 1))
    assert {what for what, _ in figures_of(district)} == {"needs_after", "counted_after"}


def test_a_matter_that_presses_on_nothing_is_not_told(unlived):
    (quiet, *_) = [kind for kind in MATTERS.values() if not kind.presses_on]
    assert figures_of(unlived(kind=quiet.id)) == {}


def test_a_covenant_tells_what_force_is_left_and_others_do_not(unlived):
    district = unlived(kind="covenant")
    district.of(Docket).covenant[1] = 0.4
    assert figures_of(district)["covenant_left", DAYS - 1] == 0.4
    district.of(Docket).closed[0].ended = "given_up"
    assert ("covenant_left", DAYS - 1) not in figures_of(district)


@pytest.fixture(scope="module")
def lived(town):
    district = District(Plan(town, 1, 300, 60))
    district.run()
    return district


def test_a_real_towns_matters_are_counted_one_by_one(lived):
    """Slowly, need by need, the same is found."""
    needs = lived.state.needs.view(np.ndarray)[: int(lived.state.tallies.tally[BORN])]
    estate = lived.world.territory.estate_of_cell[needs["cell"]]
    entries = everyday(lived)
    counted = {(event.number, what): amount for _, event in entries for what, amount in event.decisions()}
    matters = [one for one in (*lived.of(Docket).closed, *lived.of(Docket).open) if one.kind.presses_on]
    assert len(matters) > 10 and sum(amount for amount in counted.values()) > 100
    for one in matters:
        kinds = [lived.kinds.index(kind) for kind in one.kind.presses_on if kind in lived.kinds.ids]
        here = needs["birth_day"][np.isin(needs["kind"], kinds) & (estate == one.estate)]
        end = one.ended_on if one.ended else lived.day
        if kinds and end > max(one.raised, 0):  # of days before the run no need is known
            assert counted[one.number, "counted_while_open"] == ((here >= one.raised) & (here < end)).sum()
        if kinds and one.ended and 0 <= end <= lived.day - AFTER_DAYS:
            assert counted[one.number, "counted_after"] == ((here >= end) & (here < end + AFTER_DAYS)).sum()


def test_the_table_of_decisions_tells_it_in_the_order_of_days(lived):
    table = record(lived).decisions
    assert table["day"].is_monotonic_increasing and table["day"].between(1, 300).all()
    assert {"needs_while_open", "needs_after", "belief_after_round_0"} <= set(table["decision"])
    assert np.isfinite(table["value"]).all()
