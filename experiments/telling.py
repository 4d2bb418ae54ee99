"""What a paired difference means, in one sentence that a planner can repeat."""

from __future__ import annotations

from .intervals import CONFIDENCE, MOST_PAIRS, Paired
from .wording import Words, words

FIRST = "coverage"  # declared before any run: the verdict is about needs met on time, the rest is detail


def label(indicator: str, language: str) -> str:
    """The indicator's name on screen."""
    from ..model.indicators import INDICATORS

    about = INDICATORS[indicator]
    return about.label_zh if language == "zh" else about.label_en


def label_with_unit(indicator: str, language: str) -> str:
    """The indicator's name with its unit, unless the unit stands beside the number anyway."""
    from ..model.indicators import INDICATORS

    unit = INDICATORS[indicator].unit
    told = "" if unit == "share" else words(language).unit(unit)
    return f"{label(indicator, language)} ({told})" if told else label(indicator, language)


def sentence(indicator: str, name: str, baseline: str, pair: Paired, language: str) -> str:
    """The difference, how sure it is, and what would make it surer."""
    from ..model.indicators import INDICATORS

    say = words(language)
    unit = INDICATORS[indicator].unit
    told = {"name": name, "baseline": baseline, "label": label(indicator, language), "n": pair.n, "wins": pair.wins}
    told["difference"] = say.change(pair.difference, unit)
    told["size"] = say.change(abs(pair.difference), unit).lstrip("+")
    told["direction"] = say("direction.higher" if pair.difference > 0 else "direction.lower")
    told["margin"] = say.change(pair.margin, unit).lstrip("+")
    told["level"] = f"{100 * CONFIDENCE:.0f}"
    if pair.lo is None or pair.hi is None:
        return say("sentence.single", **told)
    told["lo"], told["hi"] = say.change(pair.lo, unit, with_unit=False), say.change(pair.hi, unit)
    if pair.difference == 0 == pair.lo == pair.hi:
        return say("sentence.same", **told)
    text = say(f"sentence.{pair.verdict}", **told)
    return f"{text}{_still_needed(pair, say)}"


def _still_needed(pair: Paired, say: Words) -> str:
    if pair.more_runs is None:
        return ""
    if pair.more_runs >= MOST_PAIRS:
        return say("sentence.too_close")
    if pair.more_runs == 1:
        return say("sentence.more_one")
    return say("sentence.more_runs", more_runs=pair.more_runs)


def headline(name: str, baseline: str, pair: Paired, language: str) -> str:
    """The verdict that stands above everything else: who meets more needs on time."""
    say = words(language)
    verdict = say(f"headline.{_kind(pair)}", name=name, baseline=baseline)
    return f"{verdict}{'' if language == 'zh' else ' '}{sentence(FIRST, name, baseline, pair, language)}"


def _kind(pair: Paired) -> str:
    return "same" if pair.difference == 0 == pair.lo == pair.hi else pair.verdict
