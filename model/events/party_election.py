"""Events of direct elections of community Party committees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeElected(Event):
    """Members of a community elected its Party committee directly.

    Attributes:
        number: The resident elected secretary.
        how: In which way that candidate was nominated: `organisation`, `joint` or `self`.
        ways: Of each candidate, the way and the votes.
        members: Who could vote.
        turnout: Share of them that did.
        votes: For whoever was elected.
    """

    institution: ClassVar[str] = "party_committee"
    called: ClassVar[str] = "party_committee {0.community}"

    ways: tuple[tuple[str, int], ...]
    members: int = quantity("people", said="members_who_could_vote")
    turnout: float = quantity("share", said="turnout_of_members")
    candidates: int = quantity("people", said="candidates")
    votes: int = quantity("votes", said="elected_resident_{0.number}_nominated_by_{0.how}")

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield from Event.decisions(self)
        yield from ((f"votes_for_candidate_nominated_by_{way}", float(votes)) for way, votes in self.ways)
