"""What a choice may cost over draws of assumptions, in sentences: for the command line and for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...model.observation.indicators import INDICATORS
from ..comparing.sentences import label
from ..reports.wording import Words
from ..worlds.telling import hinge_label
from .boxes import FEWEST_CASES, FEWEST_DRAWS, Box, Side
from .regret import Robustness


def renamed(found: Robustness, names: Mapping[str, str]) -> Robustness:
    """The same with scenarios as people call them; those that no name is given for keep theirs."""
    regrets = tuple(replace(one, scenario=names.get(one.scenario, one.scenario)) for one in found.regrets)
    both = (names.get(one, one) for one in (found.recommended, found.on_average))
    recommended, on_average = both
    return replace(found, regrets=regrets, recommended=recommended, on_average=on_average)


def head_lines(found: Robustness, say: Words) -> Iterator[str]:
    """Which indicator, over how many draws, and how many were left out."""
    yield say("robust.head", label=label(found.indicator, say.language), draws=found.draws)
    if found.dropped:
        yield say("warning.prefix") + say("robust.dropped", dropped=found.dropped)


def choice_lines(found: Robustness, say: Words) -> Iterator[str]:
    """Which scenario has the smallest largest regret, and where it is not best."""
    unit = INDICATORS[found.indicator].unit
    mine = next(one for one in found.regrets if one.scenario == found.recommended)
    values = {"name": found.recommended, "most": size(mine.most, unit, say), "near": mine.near, "draws": found.draws}
    least = min(found.regrets, key=lambda one: (one.most, one.middle)).scenario
    phrase = "robust.recommended" if found.recommended == least else "robust.looked_at"
    yield say(phrase, margin=size(found.margin, unit, say), **values)
    if found.on_average != found.recommended:
        yield say("robust.on_average", name=found.on_average)
    yield from _boxes(found, say)


def size(value: float, unit: str, say: Words) -> str:
    """A regret with its unit, without a sign."""
    return say.change(value, unit).lstrip("+")


def _boxes(found: Robustness, say: Words) -> Iterator[str]:
    """Where it stays behind, and where it does not; that no box stands up is said too."""
    if not found.behind:
        yield say("robust.never_behind", name=found.recommended)
        return
    for which, box in (("fails", found.fails), ("holds", found.holds)):
        if box is not None:
            sides = say("robust.and").join(_side(side, say) for side in box.sides)
            yield say(f"robust.{which}", name=found.recommended, sides=sides) + _sure(box, say)
    if found.fails is None:
        few = found.draws < FEWEST_DRAWS or min(found.behind, found.draws - found.behind) < FEWEST_CASES
        values = {"name": found.recommended, "behind": found.behind, "draws": found.draws}
        yield say("robust.too_few", cases=FEWEST_CASES, **values) if few else say("robust.no_box", **values)


def _side(side: Side, say: Words) -> str:
    text = hinge_label(side.name, "", say)
    if side.answers:
        return say("robust.answers", label=text, answers=say("robust.or").join(side.answers))
    ends = {name: f"{end:.4g}" for name, end in (("low", side.low), ("high", side.high)) if end is not None}
    return say("robust.at_least" if side.low is not None else "robust.at_most", label=text, **ends)


def _sure(box: Box, say: Words) -> str:
    shares = {name: f"{100 * getattr(box, name):.0f}" for name in ("coverage", "density", "base", "held_out")}
    return say("robust.sure", cases=box.cases, inside=box.inside, **shares)
