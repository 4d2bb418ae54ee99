"""Who gets nothing from a vote on projects: how many, from where, and what they had asked for."""

from __future__ import annotations

from collections import Counter

import numpy as np

from shapan.model.arrays import Bools

from ....experiments.votes.count import Count

MOST_PLACES = 12  # neighbourhoods; more would not be read


def left_out(counted: Count, rule: str) -> Bools:
    """For every voter, whether no project of theirs is funded."""
    election = counted.election
    funded = counted.outcomes[rule].is_funded()
    won = election.voter_of[funded[election.approved]] if len(election.approved) else election.approved
    return np.bincount(won, minlength=election.voters) == 0


def wanted(counted: Count, without: Bools) -> list[tuple[int, int]]:
    """Projects that these voters asked for and how many of them did, most wanted first."""
    election = counted.election
    if not len(election.approved):
        return []
    votes = np.bincount(election.approved[without[election.voter_of]], minlength=election.projects)
    order = sorted(np.flatnonzero(votes).tolist(), key=lambda one: (-int(votes[one]), int(election.tie_rank[one])))
    return [(one, int(votes[one])) for one in order]


def by_place(counted: Count, without: Bools) -> list[tuple[str, int, int]]:
    """Neighbourhood, voters left out there, all its voters; only where some are and the file names neighbourhoods."""
    votes = counted.file.votes
    if "neighborhood" not in votes.columns:
        return []
    places = votes.column("neighborhood")
    everybody = Counter(places)
    if not 2 <= len(everybody) <= MOST_PLACES or "" in everybody:
        return []
    lost = Counter(place for place, out in zip(places, without.tolist(), strict=True) if out)
    return [(place, lost[place], everybody[place]) for place, _ in lost.most_common()]


def blank(counted: Count) -> int:
    """Ballots that approve of no project; no rule can do anything for them."""
    return int((np.diff(counted.election.start) == 0).sum())


def funded_alone(counted: Count) -> dict[str, list[int]]:
    """For every rule the projects that no other rule counted here funds, in the order chosen."""
    times = Counter(project for outcome in counted.outcomes.values() for project in outcome.funded)
    return {
        rule: [project for project in outcome.funded if times[project] == 1]
        for rule, outcome in counted.outcomes.items()
    }
