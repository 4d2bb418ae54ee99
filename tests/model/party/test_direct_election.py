"""Direct elections: three ways onto the list, one vote a member, and a mandate as large as the turnout."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.district import District, Plan
from shapan.model.events.party_election import CommitteeElected
from shapan.model.party import direct_election
from shapan.model.party.direct_election import Mandates, candidates, chance_to_vote, members_of
from shapan.model.place.residents import COMMUNITY_PARTY

ELECTED = {"party.direct_election": True}


def founded(town, changed, levers, **plan) -> District:
    return District(Plan(changed(town, levers), seed=4, days=plan.pop("days", 3), warmup=0, **plan))


def elections(district: District) -> list[CommitteeElected]:
    return [event for _, event in district.events if isinstance(event, CommitteeElected)]


@pytest.fixture(scope="module")
def elected(town, changed) -> District:
    return founded(town, changed, ELECTED)


def test_one_is_named_two_are_recommended_and_two_at_most_stand_and_nobody_twice():
    members, known = np.arange(10, 20), np.linspace(0.0, 1.0, 10)
    listed = candidates(members, known, np.ones(10, bool))
    assert [(one.person, one.way) for one in listed] == [
        (10, "organisation"),
        (19, "joint"),
        (18, "joint"),
        (11, "self"),
        (12, "self"),
    ]
    assert [one.person for one in candidates(members[:1], known[:1], np.zeros(1, bool))] == [10]


def test_every_committee_is_elected_once_and_votes_add_up(elected):
    found = elections(elected)
    assert [one.community for one in found] == [0, 1, 2]
    for one in found:
        members = members_of(elected, one.community)
        assert (elected.world.residents.party[members] == COMMUNITY_PARTY).all() and one.number in members
        votes = [count for _, count in one.ways]
        assert one.votes == max(votes) and sum(votes) == round(one.turnout * one.members) > 0
        assert len(votes) == one.candidates >= 3 and {way for way, _ in one.ways} >= {"organisation", "joint"}


def test_authority_follows_turnout_and_there_is_none_of_it_without_an_election(town, changed, elected):
    turnout = elected.of(Mandates).turnout
    assert len(set(turnout)) > 1 and (turnout > 0.5).all()
    authority = [one.authority for one in elected.agents_by_type[PartyCommittee]]
    assert authority == pytest.approx(0.6 + 0.15 * turnout)
    nobody = founded(town, changed, {**ELECTED, "authority.member_turnout": 0.0, "authority.turnout_trust": 0.0})
    assert [one.authority for one in nobody.agents_by_type[PartyCommittee]] == pytest.approx([0.6] * 3)
    without = founded(town, changed, {})
    assert not elections(without) and not without.of(Mandates).turnout.any()


def test_whoever_trusts_more_votes_more_often(elected):
    members = members_of(elected, 0)
    trust = elected.state.minds.view(np.ndarray)["trust"][members]
    chance = chance_to_vote(elected, members)
    assert (np.diff(chance[np.argsort(trust)]) >= 0.0).all() and chance.std() > 0.0


def test_a_term_ends_and_a_policy_without_elections_ends_the_mandate(town, changed):
    district = founded(town, changed, {**ELECTED, "authority.term_years": 2.0})
    start = district.date(0)
    direct_election.hold_elections(district, start.replace(year=start.year + 1))
    assert len(elections(district)) == 3
    direct_election.hold_elections(district, start.replace(year=start.year + 2))
    assert len(elections(district)) == 6
    district.adopt(changed(district.parameters, {"party.direct_election": False}).levers)
    assert not district.of(Mandates).turnout.any()
