"""One vote on projects counted under several rules: from a file to what each rule funds, and why."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from ...model.elections import RULES, Election, Measures, Outcome, Reason, measure
from ..reports.wording import Words
from .amounts import decimals, money
from .checks import named_in
from .faults import one_line
from .pabulib import POINTED, PbFile

FORMAT = 1
MOST_WORK = 2e8  # steps of Add1 times what one looks at, that are counted in about five seconds
WORK_OF_A_PROJECT = 10  # approvals that take as long as one more project does
VOTING = tuple(name for name, rule in RULES.items() if rule.voting)


@dataclass(frozen=True)
class Count:
    """A file counted under several rules.

    Attributes:
        file: The file.
        election: The same as arrays; money in units of `1 / scale` of the file's.
        scale: Units of money to one of the file's: 1, or a power of ten where the file writes decimals.
        outcomes: What each rule funds.
        measures: How each of them spreads the money.
    """

    file: PbFile
    election: Election
    scale: int
    outcomes: dict[str, Outcome]
    measures: dict[str, Measures]

    def name(self, project: int) -> str:
        """What the file calls a project, or its number."""
        columns = self.file.projects.columns
        found = self.file.projects.rows[project][columns.index("name")] if "name" in columns else ""
        return found or self.election.project_id[project]

    def currency(self, say: Words) -> str:
        """What the file calls its unit of money, or nothing; yuan by their name."""
        found = one_line(self.file.meta.get("currency", ""))[:12].strip()
        return say("ballot.yuan") if found.upper() in ("CNY", "RMB") else found

    def in_currency(self, units: float, say: Words) -> str:
        """Money as the file writes it, with its unit where the file says it."""
        return f"{self.amount(units)} {self.currency(say)}".rstrip()

    def roughly(self, units: float | None) -> str:
        """Money in whole units of the file where it is much, for a sentence."""
        if units is None or abs(units) < 100 * self.scale:
            return self.amount(units)
        return f"{units / self.scale:,.0f}"

    def amount(self, units: float | None) -> str:
        """Money as the file writes it."""
        if units is None:
            return "–"
        return f"{units / self.scale:,.2f}".removesuffix(".00")


def count(file: PbFile, rules: tuple[str, ...], step: str | None = None) -> Count:
    """Count a file under some rules.

    Args:
        file: A file in order.
        rules: Keys of `RULES`.
        step: By how much Add1 raises a voter's share at a time, in the file's money; otherwise by 1, or by more where
            steps of 1 would take longer than about five seconds.
    """
    election, scale = election_of(file)
    if step is not None:
        election = dataclasses.replace(election, step=max(1, int(Decimal(step) * scale)))
    else:
        election = dataclasses.replace(election, step=scale * quick_step(election, scale))
    outcomes = {name: RULES[name](election) for name in rules}
    return Count(file, election, scale, outcomes, {name: measure(election, one) for name, one in outcomes.items()})


def quick_step(election: Election, scale: int) -> int:
    """Whole units of the file's money that Add1 goes at a time: 1 unless that would take long."""
    share = election.budget / scale / max(election.voters, 1)
    work = len(election.approved) + WORK_OF_A_PROJECT * election.projects
    return max(1, math.ceil(share * work / MOST_WORK))


def election_of(file: PbFile) -> tuple[Election, int]:
    """The file as an election, and how many units of its money are counted as one of the file's.

    Who ranks projects, or gives them points, approves of every project ranked, or given more than no points.
    """
    names = tuple(file.projects.column("project_id"))
    amounts = [money(text) or Decimal(0) for text in [file.meta["budget"], *file.projects.column("cost")]]
    scale = 10 ** max(decimals(amount) for amount in amounts)
    whole = [int(amount * scale) for amount in amounts]
    number = {name: place for place, name in enumerate(names)}
    pointed = file.vote_type in POINTED
    points = file.votes.column("points") if pointed else [""] * len(file.votes.rows)
    approved: list[int] = []
    start = [0]
    for vote, given in zip(file.votes.column("vote"), points, strict=True):
        named = named_in(vote)
        if pointed:
            named = [one for one, point in zip(named, named_in(given), strict=True) if (money(point) or 0) > 0]
        approved += sorted({number[one] for one in named})
        start.append(len(approved))
    kinds = tuple(file.projects.column("category")) if "category" in file.projects.columns else ()
    cost = np.array(whole[1:], np.int64)
    election = Election(
        project_id=names,
        cost=cost,
        budget=whole[0],
        start=np.array(start),
        approved=np.array(approved, np.int64),
        category=kinds,
    )
    return election, scale


def went_up(counted: Count) -> bool:
    """Whether equal shares were raised, or would have been in smaller steps: only then the size of a step matters."""
    outcome, voters = counted.outcomes.get("equal_shares"), counted.election.voters
    if outcome is None or outcome.share is None or not voters:
        return False
    raised = outcome.share > counted.election.budget / voters
    return raised or any(reason.code == "funded_rest" for reason in outcome.reasons)


def as_object(counted: Count) -> dict[str, Any]:
    """What `--json` prints; `docs/how-to-ballot.md` says what it holds."""
    election, scale = counted.election, counted.scale
    return {
        "format": FORMAT,
        "file": counted.file.name,
        "vote_type": counted.file.vote_type,
        "projects": election.projects,
        "voters": election.voters,
        "budget": _plain(election.budget, scale),
        "add1_step": _plain(election.step, scale),
        "rules": {
            name: {
                "funded": [election.project_id[project] for project in outcome.funded],
                "share": None if outcome.share is None else outcome.share / scale,
                "measures": _measures(counted.measures[name], scale),
                "reasons": {
                    election.project_id[project]: _reason(reason, scale)
                    for project, reason in enumerate(outcome.reasons)
                },
            }
            for name, outcome in counted.outcomes.items()
        },
    }


def _plain(units: float, scale: int) -> float | int:
    value = units / scale
    return int(value) if value == int(value) else value


def _measures(measures: Measures, scale: int) -> dict[str, Any]:
    found = dataclasses.asdict(measures)
    return {**found, "spent": _plain(measures.spent, scale)} | {
        "spent_per_voter": None if measures.spent_per_voter is None else measures.spent_per_voter / scale
    }


def _reason(reason: Reason, scale: int) -> dict[str, Any]:
    values = {name: value for name, value in dataclasses.asdict(reason).items() if value is not None}
    if not values["earmarked"]:
        del values["earmarked"]
    return {
        name: _plain(value, scale) if name in ("left", "most_paid", "limit", "supporters_left") else value
        for name, value in values.items()
    }


def sentence(counted: Count, rule: str, project: int, say: Words) -> str:
    """Why one project is funded or not, in words."""
    reason = counted.outcomes[rule].reasons[project]
    effective = "–" if reason.effective_votes is None else f"{reason.effective_votes:,.1f}"
    alike = effective == f"{reason.votes:,.1f}"  # nobody paid less than the others, as far as one decimal can tell
    return say(
        "reason.funded_alike" if alike else f"reason.{reason.code}",
        votes=f"{reason.votes:,}",
        cost=counted.amount(int(counted.election.cost[project])),
        left=counted.amount(reason.left),
        most_paid=counted.amount(reason.most_paid),
        effective=effective,
        together=counted.amount(reason.supporters_left),
        limit=counted.amount(reason.limit),
    )


def notes(counted: Count, say: Words, command: str = "--step 1") -> list[str]:
    """What somebody should know before reading the result.

    Args:
        counted: The count.
        say: The words of a language.
        command: What to type for a count in single steps.
    """
    said = []
    if counted.file.vote_type in ("ordinal", *POINTED):
        said.append(say(f"ballot.read_{counted.file.vote_type}"))
    if counted.election.step > counted.scale and went_up(counted):
        said.append(say("ballot.coarse", step=counted.amount(counted.election.step), command=command))
    other = votes_told_otherwise(counted.file)
    if other:
        name, result, found = other[0]
        said.append(say("ballot.votes_differ", project=name, told=result, found=found, projects=len(other)))
    return said


def votes_told_otherwise(file: PbFile) -> list[tuple[str, str, int]]:
    """Projects whose column `votes` says another number than the ballots give: id, what it says, how many there are.

    Only where a ballot names a project once; with points, files count their votes in several ways.
    """
    if "votes" not in file.projects.columns or file.vote_type in POINTED:
        return []
    counts = Counter(name for vote in file.votes.column("vote") for name in named_in(vote))
    rows = zip(file.projects.column("project_id"), file.projects.column("votes"), strict=True)
    return [(name, found, counts[name]) for name, found in rows if found and money(found) != counts[name]]
