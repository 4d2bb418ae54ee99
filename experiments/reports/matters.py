"""What became of every collective matter of a run, try by try, read from its log of decisions.

Which matters arise where and when depends on people, seed and calendar alone, so two runs that differ in how matters
are decided share them; `side_by_side` finds each matter's twin.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, takewhile
from typing import TYPE_CHECKING

from ...model.deliberation.reasons import REASONS
from .matter import STANDINGS, Everyday, Opinion, Standing, Story, Try, Vote

if TYPE_CHECKING:
    import pandas as pd

_MATTER = re.compile(r"matter (\d+)")
_TRIED = re.compile(r"tried_by_(\w+)_at_(community|estate)")

Row = tuple[int, dt.date, str, float]
Pair = tuple[Story | None, Story | None]


def stories_of(decisions: pd.DataFrame) -> tuple[Story, ...]:
    """Every matter raised in the measured days, in the order raised; of those raised before, half is unknown."""
    rows: dict[int, list[Row]] = defaultdict(list)
    columns = (decisions[name] for name in ("day", "date", "institution", "decision", "value"))
    for day, date, who, what, amount in zip(*columns, strict=True):
        matter = _MATTER.fullmatch(who)
        if matter:
            rows[int(matter[1])].append((int(day), date, str(what), float(amount)))
    told = (_story(number, rows[number]) for number in sorted(rows) if rows[number][0][2].startswith("raised_"))
    return tuple(told)


def counts_of(decisions: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Kind of matter -> how many were raised in the measured days, how they stand, and meetings over them."""
    counts: dict[str, dict[str, int]] = {}
    for story in stories_of(decisions):
        told = counts.setdefault(story.kind, dict.fromkeys(("raised", *STANDINGS, "meetings"), 0))
        told["raised"] += 1
        told[story.standing] += 1
        told["meetings"] += story.tries[-1].meetings if story.tries else 0
    return counts


def side_by_side(first: Iterable[Story], second: Iterable[Story]) -> tuple[Pair, ...]:
    """Each matter with its twin in a run of the same place and seed; None where the other run never raised it.

    Twins begin with the same beliefs, so what one log tells of them holds for both.
    """
    waiting: dict[tuple[int, str, int, int], list[Story]] = defaultdict(list)
    for story in sorted(second, key=lambda story: story.number):
        waiting[story.twin_by].append(story)
    pairs: list[Pair] = []
    for story in sorted(first, key=lambda story: story.number):
        twins = waiting[story.twin_by]
        pairs.append((story, twins.pop(0) if twins else None))
    pairs += [(None, story) for twins in waiting.values() for story in twins]
    return tuple(_alike_at_first(pair) for pair in sorted(pairs, key=_raised))


def _alike_at_first(pair: Pair) -> Pair:
    first, second = pair
    if first is None or second is None:
        return pair
    belief = second.first_belief if first.first_belief is None else first.first_belief
    return _beginning_with(first, belief), _beginning_with(second, belief)


def _beginning_with(story: Story, belief: float | None) -> Story:
    tries = tuple(replace(one, before=belief) for one in story.tries[:1]) + story.tries[1:]
    return replace(story, first_belief=belief, tries=tries)


def _raised(pair: Pair) -> tuple[int, int]:
    known = next(story for story in pair if story is not None)
    return known.day, known.number


def _story(number: int, rows: list[Row]) -> Story:
    head, *tried = _parts(rows)
    said = _said(head)
    day, date, raised, community = head[0]
    tries: list[Try] = []
    for part in tried:
        tries.append(_try(part, tries[-1].after if tries else None))
    end = next((row for row in rows if row[2] in ("settled", "given_up")), None)
    told = _said(rows)
    story = Story(
        number=number,
        kind=raised.removeprefix("raised_"),
        community=int(community),
        households=int(said.get("households", 0.0)),
        day=day,
        date=date,
        standing=_standing(rows, bool(tries)),
        tries=tuple(tries),
        ended=end[1] if end else None,
        days=int(end[3]) if end else None,
        estate=int(said["estate"]) if "estate" in said else None,
        agreed=next((row[1] for row in rows if row[2] == "agreed"), None),
        heed=told.get("heed"),
        while_open=_everyday(told, "while_open"),
        after=_everyday(told, "after"),
        covenant_left=told.get("covenant_left"),
    )
    return _beginning_with(story, said.get("belief", _before_any_talk(tries)))


def _everyday(said: dict[str, float], when: str) -> Everyday | None:
    yearly = said.get(f"needs_{when}")
    return None if yearly is None else Everyday(yearly, int(said[f"counted_{when}"]))


def _before_any_talk(tries: list[Try]) -> float | None:
    """Where nobody met at first, what was believed after the first try was believed before it."""
    return tries[0].after if tries and (tries[0].vote is None or tries[0].door_to_door) else None


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    """What was noted when it was raised, then try by try what was noted from then on."""
    starts = [place for place, row in enumerate(rows) if _TRIED.fullmatch(row[2])]
    for start, end in zip([0, *starts], [*starts, len(rows)], strict=True):
        yield rows[start:end]


def _said(rows: list[Row]) -> dict[str, float]:
    return {what: amount for _, _, what, amount in rows}


def _standing(rows: list[Row], tried: bool) -> Standing:
    noted = {row[2] for row in rows}
    for standing in ("settled", "given_up", "agreed"):
        if standing in noted:
            return standing
    return "deferred" if tried else "untouched"


def _try(rows: list[Row], before: float | None) -> Try:
    day, date, what, number = rows[0]
    said, how = _said(rows), _TRIED.fullmatch(what)
    assert how is not None
    return Try(
        number=int(number),
        day=day,
        date=date,
        form=how[1],
        at=how[2],
        meetings=int(said.get("meetings", 0.0)),
        vote=_vote(said) if "seats" in said else None,
        put_forward=_put_forward(said) if "put_forward_yes" in said else None,
        opinions=_opinions(said),
        rounds=int(said.get("rounds", 0.0)),
        before=before,
        after=said.get("belief"),
        reasons=tuple(reason for _, _, reason, _ in rows if reason in REASONS),
        in_favour=said.get("in_favour"),
        from_winners=said.get("yuan_from_winners", 0.0),
        from_fund=said.get("yuan_from_fund", 0.0),
        departments_came=_came(said),
        promise_broken="promise_broken" in said,
        whistled=said["whistled"] > 0.0 if "whistled" in said else None,
    )


def _vote(said: dict[str, float]) -> Vote:
    """The vote that counted; where every household was asked at home, those who came to the table are told apart."""
    names = ("seats", "came", "yes", "no", "absent", "objections")
    vote = Vote(**{name: int(said.get(name, 0.0)) for name in names})
    if "put_forward_yes" not in said:
        return vote
    return replace(vote, seats=vote.yes + vote.no + vote.absent, came=vote.yes + vote.no)


def _put_forward(said: dict[str, float]) -> Vote:
    seats, came, yes, no = (int(said[name]) for name in ("seats", "came", "put_forward_yes", "put_forward_no"))
    return Vote(seats, came, yes, no, seats - yes - no)


def _opinions(said: dict[str, float]) -> tuple[Opinion, ...]:
    moments = takewhile(lambda moment: f"belief_after_round_{moment}" in said, count())
    return tuple(Opinion(said[f"belief_after_round_{n}"], said[f"spread_after_round_{n}"]) for n in moments)


def _came(said: dict[str, float]) -> bool | None:
    """Whether departments came that were called."""
    told = {"departments_came": True, "departments_stayed_away": False}
    return next((came for what, came in told.items() if what in said), None)
