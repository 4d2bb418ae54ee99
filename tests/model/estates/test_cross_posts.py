"""Posts in both committees are held by people with a name, who carry what one body knows to the other."""

from __future__ import annotations

import numpy as np
import pytest

from shapan import load
from shapan.model.agents.estate_owners import owners_of
from shapan.model.district import District, Plan
from shapan.model.estates.cross_posts import holder, shared
from shapan.model.events.estates import CrossPostSpoke, PostTaken
from shapan.model.events.matters import MatterRaised, MatterTried
from shapan.model.place.households import neighbours_of

SEED, DAYS = 1, 420


@pytest.fixture(scope="module")
def lived(changed):
    """A town with many matters and owners' committees, with and without members in both bodies."""
    found = {}
    for share in (0.0, 0.8):
        levers = {
            "deliberation.format": "four_plus_one",
            "deliberation.meetings_per_year": 52,
            "owners.formation_per_year": 0.5,
            "owners.cross_posts": share,
            "matters.rate_multiplier": 5.0,
        }
        town = changed(load("status_quo").with_place("training_town").parameters, levers)
        found[share] = District(Plan(town, SEED, DAYS, 0))
        found[share].run()
    return found


def events_of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_whoever_sits_in_both_owns_a_home_in_an_estate_with_a_committee(lived):
    district = lived[0.8]
    held = 0
    for estate in range(district.world.territory.estates):
        owners = owners_of(district, int(district.world.territory.estate_community[estate]))
        person = holder(district, owners, estate)
        assert (person is None) or shared(district, owners)[owners.estates == estate].all()
        if person is not None:
            held += 1
            assert neighbours_of(district.world).owner[person]
            assert person in neighbours_of(district.world).of_estate(estate)
    assert held
    none = owners_of(lived[0.0], 0)
    assert not shared(lived[0.0], none).any() and not events_of(lived[0.0], CrossPostSpoke)


def test_they_come_informed_and_every_word_is_a_row(lived):
    district = lived[0.8]
    found = events_of(district, CrossPostSpoke)
    posts = {one.number for one in events_of(district, PostTaken) if one.about == "cross_post"}
    estate = {one.number: one.estate for one in events_of(district, MatterRaised)}
    truth = district.parameters.assumptions.matters.true_benefit
    assert found and all(one.by in posts and one.belief == truth for one in found)
    for one in found:
        assert one.by in neighbours_of(district.world).of_estate(estate[one.number])


def test_a_seat_in_both_saves_meetings(lived):
    meetings = {}
    for share, district in lived.items():
        tried = {(one.number, one.attempt): one for one in events_of(district, MatterTried)}
        meetings[share] = np.mean([one.meetings for one in tried.values() if one.attempt == 1])
    assert meetings[0.8] < meetings[0.0]
