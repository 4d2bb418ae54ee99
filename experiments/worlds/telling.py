"""A robustness card in sentences a planner can repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.parameters import all_parameters
from ..comparing.sentences import FIRST, label
from ..reports.wording import Words
from .card import Card, Hinge

SHOWN = (FIRST, "coverage_personal", "coverage_by_severity", "satisfaction_true")
"""Indicators whose cards are told; every other one stands in the JSON."""


def card_lines(cards: Mapping[str, Card], name: str, baseline: str, say: Words) -> Iterator[str]:
    """The headline's card line by line, then one line each for the other indicators shown."""
    for indicator in SHOWN:
        if indicator in cards:
            one = cards[indicator]
            yield verdict_line(one, name, baseline, say)
            if indicator == FIRST:
                yield spread_line(one, say)
                yield hinges_line(one, say)


def verdict_line(one: Card, name: str, baseline: str, say: Words) -> str:
    """In how many worlds it does better, and whether that is a verdict."""
    return say(
        f"card.{one.verdict}",
        label=label(one.indicator, say.language),
        name=name,
        baseline=baseline,
        better=one.better,
        worse=one.worse,
        worlds=one.worlds,
        margin=_change(one, one.margin, say).lstrip("+"),
    )


def spread_line(one: Card, say: Words) -> str:
    """The middle 90 % of the difference, and that of luck alone inside it."""
    from ...model.observation.indicators import INDICATORS

    unit = INDICATORS[one.indicator].unit
    between = {key: say.change(getattr(one, key), unit, with_unit=key == "hi") for key in ("lo", "hi")}
    text = say("card.middle", mid=_change(one, one.mid, say), **between)
    if one.luck is None:
        return text
    lo, hi = one.luck
    return text + say("card.luck", lo=say.change(lo, unit, with_unit=False), hi=say.change(hi, unit))


def hinges_line(one: Card, say: Words) -> str:
    """What the difference hangs on, how sure that is, and where it would turn."""
    if not one.hinges:
        return say("card.no_hinges")
    listed = say("card.and").join(hinge_told(hinge, say) for hinge in one.hinges)
    strong = [hinge for hinge in one.hinges if hinge.stands_out]
    noise = f"{one.noise:.2f}"
    if not strong:
        return say("card.none_stands_out", listed=listed, noise=noise)
    found = say("card.and").join(hinge_told(hinge, say) for hinge in strong)
    turns = [_turn(hinge, say) for hinge in strong if hinge.turn is not None]
    return say("card.hangs_on", listed=found, noise=noise) + ("".join(turns) or say("card.no_turn"))


def hinge_told(hinge: Hinge, say: Words) -> str:
    """An assumption with its rank correlation."""
    strength = f"{hinge.correlation:+.2f}".replace("-", "−")
    return say("card.hinge", label=hinge_label(hinge.name, hinge.answer, say), correlation=strength)


def hinge_label(name: str, answer: str, say: Words) -> str:
    """An assumption in words, with its answer where it has no number, and the name it is set by."""
    known = all_parameters().get(name)
    if known is None:
        text = say(f"question.{name}")
    else:
        text = known.about.label_zh if say.language == "zh" else known.about.label_en
    return say("card.assumption", label=text, name=f"{name}={answer}" if answer else name)


def _turn(hinge: Hinge, say: Words) -> str:
    turn = hinge.turn
    assert turn is not None
    value = turn.value if isinstance(turn.value, str) else f"{turn.value:.3g}"
    named = hinge_label(hinge.name, "", say)
    return say(f"card.turn_{turn.side}", label=named, value=value)


def _change(one: Card, value: float, say: Words) -> str:
    from ...model.observation.indicators import INDICATORS

    return say.change(value, INDICATORS[one.indicator].unit)
