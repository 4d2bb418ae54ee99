"""A robustness card in plain words: what each choice may cost, and where the recommended one is not best."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.observation.indicators import INDICATORS
from ..comparing.sentences import label
from ..reports.wording import Words
from ..sensitivity.boxes import FEWEST_CASES, FEWEST_DRAWS, Box, Side
from ..sensitivity.regret import Robustness
from ..worlds.telling import hinge_label


def card_lines(found: Robustness, say: Words) -> Iterator[Any]:
    """The card of one indicator."""
    unit = INDICATORS[found.indicator].unit
    yield ""
    yield say("robust.head", label=label(found.indicator, say.language), draws=found.draws)
    if found.dropped:
        yield say("warning.prefix") + say("robust.dropped", dropped=found.dropped)
    yield _table(found, unit, say)
    mine = next(one for one in found.regrets if one.scenario == found.recommended)
    values = {"name": found.recommended, "most": _size(mine.most, unit, say), "near": mine.near, "draws": found.draws}
    least = min(found.regrets, key=lambda one: (one.most, one.middle)).scenario
    phrase = "robust.recommended" if found.recommended == least else "robust.looked_at"
    yield say(phrase, margin=_size(found.margin, unit, say), **values)
    if found.on_average != found.recommended:
        yield say("robust.on_average", name=found.on_average)
    yield from _boxes(found, say)


def _size(value: float, unit: str, say: Words) -> str:
    return say.change(value, unit).lstrip("+")


def _table(found: Robustness, unit: str, say: Words) -> Any:
    from .tables import table

    heads = [say("robust.scenario"), *(say(f"robust.{name}") for name in ("mean", "most", "middle", "best", "near"))]
    rows = [
        [
            one.scenario,
            say.figure(one.mean, unit),
            *(_size(value, unit, say) for value in (one.most, one.middle)),
            f"{one.best}/{found.draws}",
            f"{one.near}/{found.draws}",
        ]
        for one in found.regrets
    ]
    return table(heads, rows)


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
