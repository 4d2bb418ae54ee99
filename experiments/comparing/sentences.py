"""What a paired difference means, in one sentence that a planner can repeat."""

from __future__ import annotations

from ..reports.wording import Words, words
from .any_look import CONFIDENCE
from .intervals import FEWEST_PAIRS, LAST, MOST_PAIRS, Paired

FIRST = "coverage"  # declared before any run: the verdict is about needs met on time, the rest is detail


def label(indicator: str, language: str) -> str:
    """The indicator's name on screen."""
    from ...model.observation.indicators import INDICATORS

    about = INDICATORS[indicator]
    return about.label_zh if language == "zh" else about.label_en


def label_with_unit(indicator: str, language: str) -> str:
    """The indicator's name with its unit, unless the unit stands beside the number anyway."""
    from ...model.observation.indicators import INDICATORS

    unit = INDICATORS[indicator].unit
    text = "" if unit == "share" else words(language).unit(unit)
    return f"{label(indicator, language)} ({text})" if text else label(indicator, language)


def sentence(indicator: str, name: str, baseline: str, pair: Paired, language: str) -> str:
    """The difference, how sure it is, and what would make it surer."""
    from ...model.observation.indicators import INDICATORS

    say = words(language)
    unit = INDICATORS[indicator].unit
    values = {"name": name, "baseline": baseline, "label": label(indicator, language), "n": pair.n, "wins": pair.wins}
    values["difference"] = say.change(pair.difference, unit)
    values["size"] = say.change(abs(pair.difference), unit).lstrip("+")
    values["direction"] = say("direction.higher" if pair.difference > 0 else "direction.lower")
    values["margin"] = say.change(pair.margin, unit).lstrip("+")
    lo, hi, confidence = behind_verdict(pair)
    values["level"] = level(confidence)
    if pair.identical:
        return say("sentence.same", **values)
    if lo is None or hi is None:
        return say("sentence.single", **values)
    values["lo"], values["hi"] = say.change(lo, unit, with_unit=False), say.change(hi, unit)
    if pair.tied:
        return f"{say('sentence.tied', changed=pair.changed, **values)}{_still_needed(pair, say)}"
    side = pair.verdict == "unclear" and pair.judged_lo is not None and (lo > 0 or hi < 0)
    text = say("sentence.side" if side else f"sentence.{pair.verdict}", **values)
    return f"{text}{_which_interval(pair, say)}{_among(pair, say)}{_still_needed(pair, say)}"


def _which_interval(pair: Paired, say: Words) -> str:
    """Whether the interval holds at every look, or for a number of pairs decided before."""
    if pair.judged_lo is None:
        return ""
    return say(f"sentence.interval_{pair.looks}", n=pair.n)


def _among(pair: Paired, say: Words) -> str:
    """Whether a verdict beside the first one holds with all others together, or on its own only."""
    if pair.holds_among is None:
        return ""
    return say("sentence.together" if pair.holds_among else "sentence.alone", among=pair.among)


def verdict_word(pair: Paired, say: Words) -> str:
    """The verdict in a word, with a mark where it holds on its own only."""
    word = say(f"verdict.{pair.verdict}")
    return say("verdict.alone", verdict=word) if pair.holds_among is False else word


def behind_verdict(pair: Paired) -> tuple[float | None, float | None, float]:
    """The interval that stands beside a verdict, with its confidence: the one on which the verdict rests."""
    if pair.judged_lo is not None and pair.judged_hi is not None:
        return pair.judged_lo, pair.judged_hi, pair.level
    return pair.lo, pair.hi, CONFIDENCE


def level(confidence: float) -> str:
    """A confidence in per cent, with the decimal it needs."""
    return f"{100 * confidence:.1f}".removesuffix(".0")


def _still_needed(pair: Paired, say: Words) -> str:
    if pair.more_runs is None:
        return ""
    if pair.more_runs >= MOST_PAIRS:
        return say("sentence.too_close", last=LAST)
    if pair.n < FEWEST_PAIRS:
        return say("sentence.fewest", fewest=FEWEST_PAIRS)
    if pair.more_runs == 1:
        return say("sentence.more_one")
    return say("sentence.more_runs", more_runs=pair.more_runs)


def headline(name: str, baseline: str, pair: Paired, language: str) -> str:
    """The verdict that stands above everything else: who meets more needs on time."""
    say = words(language)
    verdict = say(f"headline.{_kind(pair)}", name=name, baseline=baseline)
    return f"{verdict}{'' if language == 'zh' else ' '}{sentence(FIRST, name, baseline, pair, language)}"


def _kind(pair: Paired) -> str:
    """Which headline says what is known: also where a direction is sure and only its size is not."""
    if pair.identical:
        return "same"
    lo, hi = pair.judged_lo, pair.judged_hi
    if pair.verdict != "unclear" or pair.tied or pair.n < FEWEST_PAIRS or lo is None or hi is None:
        return pair.verdict
    if lo > 0:
        return "perhaps_better"
    return "perhaps_worse" if hi < 0 else "unclear"
