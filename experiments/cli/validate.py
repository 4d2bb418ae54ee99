"""`validate`: patterns of evidence, one row each, with what the model shows of them."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Mapping
from typing import Any

from ...scenarios.worlds import places_with_worlds
from ..evidence import patterns as study
from ..evidence import patterns_over_worlds as worlds
from ..evidence.arms import Judged, Spread
from ..evidence.figure_words import change, level, number
from ..evidence.patterns_over_worlds import Over
from ..reports.wording import Words
from ..runs.doors import known
from ..runs.refusing import Refused
from ..runs.task import check_numbers
from .printing import print_json, say_aside

FORMAT = 1
LONGEST = 10_080  # a week
MOST_SEEDS = 1000
VERDICTS = {True: "validate.holds", False: "validate.missed", None: "validate.unknown"}


def validate(chosen: argparse.Namespace, say: Words) -> int:
    """Make what is missing as far as the minutes go, and tell every pattern."""
    if chosen.minutes is not None and not 0 <= chosen.minutes <= LONGEST:
        raise Refused("refused.number", key="minutes", value=chosen.minutes, low=0, high=f"{LONGEST:,}")
    places, seeds = _places(chosen.places), _seeds(chosen.seeds)
    draws = _draws(chosen.draws, places)
    left = study.run(places, seeds, chosen.minutes)
    if draws:
        left += worlds.run(places, draws, chosen.minutes if not left else 0)
    over = worlds.over(worlds.found(places, draws)) if draws else {}
    patterns = [row for row in study.rows(study.found(seeds)) if _lies_in(row, places)]
    if chosen.json:
        print_json(_as_object(patterns, left, over))
    else:
        _tell(patterns, over, say)
    if left:
        say_aside(say("validate.left", left=left))
    return 0


def _draws(asked: int | None, places: list[str] | None) -> int:
    """How many kept worlds are lived through beside the seeds.

    Raises:
        Refused: More than any of these places has, or none.
    """
    if asked is None:
        return 0
    most = worlds.most_worlds(places)
    if not most:
        raise Refused("validate.no_worlds", known=", ".join(places_with_worlds()))
    if not 1 <= asked <= most:
        raise Refused("refused.number", key="draws", value=asked, low=1, high=most)
    return asked


def _places(typed: str | None) -> list[str] | None:
    if typed is None:
        return None
    names = [name.strip() for name in typed.split(",") if name.strip()]
    if not names:
        raise Refused("usage.empty", name="--places")
    for name in names:
        known("validate.place", name, sorted({arm.place for arm in study.arms().values()}))
    return names


def _seeds(typed: str | None) -> range | None:
    """Seeds from first to last; one number means this one alone."""
    if typed is None:
        return None
    found = re.fullmatch(r"([0-9]{1,18})(?:-([0-9]{1,18}))?", typed.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not first <= last < first + MOST_SEEDS:
        raise Refused("validate.seeds", got=typed[:40] or "“”")
    check_numbers(seed=first, reps=last - first + 1)
    return range(first, last + 1)


def _lies_in(row: study.Row, places: list[str] | None) -> bool:
    return places is None or any(study.arms()[arm].place in places for arm in row.pattern.arms)


def _tell(patterns: list[study.Row], over: Mapping[str, Over], say: Words) -> None:
    from .tables import console, table

    heads = [say(f"validate.{name}") for name in ("id", "pattern", "figure", "wanted", "got", "verdict", "counted")]
    out = console()
    out.print(table(heads, [line for row in patterns for line in _lines(row, say)], words=len(heads)))
    for row in patterns:
        if (one := over.get(row.pattern.id)) is not None and any(judged.got for judged in one.row.judged):
            got = " | ".join(f"{_figure(judged, say)} {_got(judged)}" for judged in one.row.judged)
            out.print(
                say("validate.over", id=row.pattern.id, got=got, holds=one.holds, known=one.known), soft_wrap=True
            )
    if over:
        out.print(say("validate.over_note"))
    found = study.count(patterns)
    out.print()
    out.print(say("validate.sum", holds=found.holds, known=found.holds + found.missed, unknown=found.unknown))


def _lines(row: study.Row, say: Words) -> list[list[str]]:
    """A line for each check; what is unknown as a whole has one."""
    one = row.pattern
    counted = say("validate.calibration" if one.calibration else "validate.yes")
    head, tail = [one.id, one.says[say.language]], [say(VERDICTS[row.holds]), counted]
    if one.unknown or not row.judged:
        return [[*head, "–", "–", "–", *tail]]
    lines = [[*head, _figure(judged, say), _wanted(judged, say), _got(judged)] for judged in row.judged]
    return [
        [*(line if number == 0 else ["", "", *line[2:]]), say(VERDICTS[judged.holds]), counted if number == 0 else ""]
        for number, (line, judged) in enumerate(zip(lines, row.judged, strict=True))
    ]


def _figure(judged: Judged, say: Words) -> str:
    check = judged.check
    return say("validate.less", figure=check.figure, other=check.less) if check.less else check.figure


def _wanted(judged: Judged, say: Words) -> str:
    check = judged.check
    ends = {"low": check.low, "high": check.high}
    return say(f"validate.{check.test}", **{name: _end(value) for name, value in ends.items()})


def _end(value: float) -> str:
    return number(value) if math.isfinite(value) else "∞" if value > 0 else "−∞"


def _got(judged: Judged) -> str:
    tell = level if judged.check.test in ("level", "ratio") else change
    return "; ".join(tell(one) for one in judged.got) or "–"


# --- for programs ------------------------------------------------------------------------------------------------


def _as_object(judged: list[study.Row], left: int, over: Mapping[str, Over]) -> dict[str, Any]:
    """What `--json` prints: every pattern with its checks, and how many of those that count hold."""
    found = study.count(judged)
    sums = {"holds": found.holds, "missed": found.missed, "unknown": found.unknown, "wanted_share": study.WANTED_SHARE}
    patterns = [{**_pattern(row), **_over(over.get(row.pattern.id))} for row in judged]
    return {"format": FORMAT, "left": left, "counted": sums, "patterns": patterns}


def _over(one: Over | None) -> dict[str, Any]:
    """What a pattern is over kept worlds; nothing where none were asked for."""
    if one is None:
        return {}
    checks = [[_spread(got) for got in judged.got] for judged in one.row.judged]
    return {"over_worlds": {"holds": one.holds, "known": one.known, "got": checks}}


def _pattern(row: study.Row) -> dict[str, Any]:
    one = row.pattern
    said = {"id": one.id, "says": dict(one.says), "source": one.source, "grade": one.grade, "target": one.target}
    used = {"calibration": one.calibration, "restates": one.restates, "holds": row.holds, "unknown": one.unknown}
    return {**said, **used, "why": one.why, "checks": [_check(judged) for judged in row.judged]}


def _check(judged: Judged) -> dict[str, Any]:
    check = judged.check
    asked = {"figure": check.figure, "less": check.less, "test": check.test, "arms": list(check.arms)}
    ends = {"low": check.low, "high": check.high}  # no end is null
    return {**asked, **ends, "holds": judged.holds, "got": [_spread(one) for one in judged.got]}


def _spread(one: Spread) -> dict[str, Any]:
    low, high = one.interval
    return {"mean": one.mean, "sd": one.sd, "lo": low, "hi": high, "n": one.count}


COMMANDS = {"validate": validate}
