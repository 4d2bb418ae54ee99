"""What a lesson's reveal says, in sentences that pages, commands and reports share."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.observation.indicators import INDICATORS
from ...scenarios.lessons import Lesson, Shows
from ...scenarios.shelf import find_place
from ..comparing.intervals import Paired
from ..comparing.sentences import label
from ..evidence.stored_runs import Stored
from ..reports.wording import Words
from .figures import step_of
from .showing import Mark, Shown

ARROWS: dict[Shows, str] = {"up": "▲", "down": "▼", "same": "=", "unsure": "?"}


def direction(shows: Shows, say: Words) -> str:
    """A direction in words, with a sign that needs no colour."""
    return f"{ARROWS[shows]} {say(f'lesson.{shows}')}"


def measured(found: Shown, say: Words) -> str:
    """Both worlds, the difference and its interval over luck."""
    indicator = found.claim.indicator
    unit = INDICATORS[indicator].unit
    return say(
        "lesson.measured",
        label=label(indicator, say.language),
        before=say.number(found.before.value, unit),
        after=say.number(found.after.value, unit),
        **_interval(found.luck, unit, say),
    )


def over_assumptions(found: Shown, say: Words) -> str:
    """What sets of assumptions say of it, or that none was run."""
    if found.drawn is None:
        return say("lesson.no_draws")
    unit = INDICATORS[found.claim.indicator].unit
    text = say("lesson.drawn", along=found.along, **_interval(found.drawn, unit, say))
    if not found.hangs:
        return text
    return f"{text}{'' if say.language == 'zh' else ' '}{say('lesson.hangs')}"


def _interval(pair: Paired, unit: str, say: Words) -> dict[str, object]:
    lo = pair.judged_lo if pair.judged_lo is not None else pair.lo
    hi = pair.judged_hi if pair.judged_hi is not None else pair.hi
    ends = {name: say.change(end, unit, with_unit=False) for name, end in (("lo", lo), ("hi", hi))}
    return {"difference": say.change(pair.difference, unit), "n": pair.n, **ends}


def expected_before(found: Shown, say: Words) -> str:
    """What was written down before the runs, where the model shows something else; else nothing."""
    if found.claim.expected == found.shows:
        return ""
    return say("lesson.expected", expected=say(f"lesson.{found.claim.expected}"))


def marked(one: Mark, found: Shown, say: Words) -> str:
    """How a prediction did."""
    said = say(f"lesson.{one.said}")
    key = "lesson.open" if one.right is None else "lesson.right" if one.right else "lesson.wrong"
    text = say(key, said=said, shown=say(f"lesson.{found.shows}"))
    if one.number is None:
        return text
    unit = INDICATORS[found.claim.indicator].unit
    number = say("lesson.inside" if one.inside else "lesson.off", **_number(one, unit, say))
    return f"{text}{'' if say.language == 'zh' else ' '}{number}"


def _number(one: Mark, unit: str, say: Words) -> dict[str, str]:
    off = say.change(one.off, unit).lstrip("+")
    return {"number": say.change(one.number, unit), "off": off}


def provenance(lesson: Lesson, rows: tuple[Stored, ...], say: Words) -> str:
    """Which model made the figures, on which place, over how many days."""
    own = {step_of(lesson, world.id) for world in lesson.worlds}
    models = sorted({row.model for row in rows if row.step in own})
    place = find_place(lesson.place).header.title[say.language]
    return say("lesson.made", place=place, days=lesson.days, model=", ".join(models) or "–")


def trainers_text(lesson: Lesson, say: Words, shown: dict[str, Shown] | None) -> Iterator[tuple[str, list[str]]]:
    """Heading and lines of every part of a lesson, in the order in which it is taught.

    Args:
        shown: What the model shows; None where no figures are kept.
    """
    lang = say.language
    yield say("lesson.question"), [lesson.question[lang]]
    yield say("lesson.background"), [lesson.background[lang]]
    yield say("lesson.worlds"), [f"{world.id}: {world.title[lang]}" for world in lesson.worlds]
    yield say("lesson.causes"), [one[lang] for one in lesson.causes]
    yield say("lesson.measures"), [one.text[lang] for one in lesson.measures]
    yield say("lesson.predict"), [claim.ask[lang] for claim in lesson.claims]
    if shown is None:
        yield say("lesson.reveal"), [say("lesson.not_kept")]
    else:
        yield say("lesson.reveal"), [line for found in shown.values() for line in _claim_lines(found, say)]
    yield say("lesson.discussion"), [one[lang] for one in lesson.discussion]
    yield say("lesson.not_said"), [one[lang] for one in lesson.not_said]


def _claim_lines(found: Shown, say: Words) -> Iterator[str]:
    yield found.claim.ask[say.language]
    yield f"{direction(found.shows, say)} · {measured(found, say)}"
    yield over_assumptions(found, say)
    if expected_before(found, say):
        yield expected_before(found, say)
    yield found.claim.why[say.language]
