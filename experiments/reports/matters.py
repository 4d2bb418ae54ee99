"""What became of every collective matter of a run, attempt by attempt, from its tables of matters.

Which matters arise where and when depends on people, seed and calendar alone, so two runs that differ in how matters
are decided share them; `side_by_side` finds each matter's twin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ...model.events.matters import Ballot, Opinion
from ...model.events.matters_tables import STANDINGS
from ...model.sparing import pd
from .matter import Attempt, Everyday, MatterHistory
from .story import Step, steps_in

if TYPE_CHECKING:
    from ...model.observation.record import Run

TOLD_OTHERWISE = frozenset(
    {"matter_tried", "departments_called", "matter_agreed", "matter_ended", "matter_pressed", "covenant_stood"}
)
"""Events that stand in the tables of matters and attempts."""

Pair = tuple[MatterHistory | None, ...]
"""One matter in every run that is put beside the others; None where a run never raised it."""


def histories_of(run: Run) -> tuple[MatterHistory, ...]:
    """Every matter raised in the measured days, in the order raised; of those raised before, half is unknown."""
    voiced: dict[tuple[int, int], list[Opinion]] = defaultdict(list)
    for one in _rows(run.opinions):
        voiced[one.matter, one.attempt].append(Opinion(one.mean, one.spread))
    tries: dict[int, list[Attempt]] = defaultdict(list)
    for one in _rows(run.attempts):
        earlier = tries[one.matter]
        before = earlier[-1].after if earlier else None
        earlier.append(_try(one, before, tuple(voiced[one.matter, one.attempt])))
    steps = _steps(run.events)
    return tuple(
        replace(_story(one, tuple(tries[one.matter])), steps=tuple(steps[int(one.matter)]))
        for one in _rows(run.matters)
    )


def _steps(events: pd.DataFrame) -> dict[int, list[Step]]:
    """Matter -> what was done about it, but for what histories tell otherwise."""
    mine = events[(events["matter"] >= 0) & ~events["name"].isin(TOLD_OTHERWISE)]
    found: dict[int, list[Step]] = defaultdict(list)
    for number, rows in mine.groupby("matter"):
        found[int(number)] = list(steps_in(rows))
    return found


def counts_of(matters: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Kind of matter -> how many were raised in the measured days, how they stand, and meetings over them.

    Args:
        matters: Rows of the table `matters` (`Run.rows`).
    """
    counts: dict[str, dict[str, int]] = {}
    for one in matters:
        found = counts.setdefault(one["kind"], dict.fromkeys(("raised", *STANDINGS, "meetings"), 0))
        found["raised"] += 1
        found[one["standing"]] += 1
        found["meetings"] += int(one["meetings"])
    return counts


def side_by_side(*runs: Iterable[MatterHistory]) -> tuple[Pair, ...]:
    """Each matter with its twins in runs of the same place and seed; None where a run never raised it."""
    twins: dict[tuple[int, str, int, int], list[list[MatterHistory]]] = defaultdict(lambda: [[] for _ in runs])
    for side, stories in enumerate(runs):
        for story in sorted(stories, key=lambda story: story.number):
            twins[story.twin_by][side].append(story)
    pairs = [pair for sides in twins.values() for pair in zip_longest(*sides)]
    return tuple(sorted(pairs, key=_raised))


def _raised(pair: Pair) -> tuple[int, int]:
    known = next(story for story in pair if story is not None)
    return known.day, known.number


def _story(row: Any, tries: tuple[Attempt, ...]) -> MatterHistory:
    return MatterHistory(
        number=int(row.matter),
        kind=row.kind,
        community=int(row.community),
        households=int(row.households),
        day=int(row.day),
        date=row.date,
        outcome=row.standing,
        tries=(replace(tries[0], before=row.first_belief), *tries[1:]) if tries else (),
        ended=row.ended,
        days=row.days,
        estate=int(row.estate),
        first_belief=row.first_belief,
        agreed=row.agreed,
        compliance=row.compliance,
        while_open=_everyday(row, "while_open"),
        after=_everyday(row, "after"),
        covenant_left=row.covenant_left,
        proven=row.task_proven,
    )


def _rows(table: pd.DataFrame) -> list[Any]:
    """Rows with their columns as attributes; what is missing is None."""
    columns = {name: [None if value is pd.NA else value for value in table[name].tolist()] for name in table}
    return [SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _everyday(row: Any, when: str) -> Everyday | None:
    yearly = getattr(row, f"needs_{when}")
    return None if yearly is None else Everyday(yearly, int(getattr(row, f"counted_{when}")))


def _try(row: Any, before: float | None, opinions: tuple[Opinion, ...]) -> Attempt:
    asked_at_home = row.put_forward_yes is not None
    return Attempt(
        number=int(row.attempt),
        day=int(row.day),
        date=row.date,
        form=row.form,
        at=row.at,
        meetings=int(row.meetings),
        vote=None if row.seats is None else _vote(row, asked_at_home),
        put_forward=_put_forward(row) if asked_at_home else None,
        opinions=opinions,
        rounds=int(row.rounds),
        before=before,
        after=row.belief,
        reasons=tuple(row.reasons.split()),
        in_favour=row.in_favour,
        from_winners=row.yuan_from_winners,
        from_fund=row.yuan_from_fund,
        departments_came=row.departments_came,
        promise_broken=bool(row.promise_broken),
        whistled=row.whistle_answered,
    )


def _vote(row: Any, asked_at_home: bool) -> Ballot:
    """The vote that counted; where every household was asked at home, those who came to the table are told apart."""
    yes, no, absent = int(row.yes), int(row.no), int(row.absent)
    seats, came = (yes + no + absent, yes + no) if asked_at_home else (int(row.seats), int(row.came))
    return Ballot(seats=seats, came=came, yes=yes, no=no, absent=absent, objections=int(row.objections))


def _put_forward(row: Any) -> Ballot:
    seats, yes, no = int(row.seats), int(row.put_forward_yes), int(row.put_forward_no)
    return Ballot(seats, int(row.came), yes, no, seats - yes - no)
