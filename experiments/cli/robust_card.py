"""A robustness card in plain words: what each choice may cost, and where the recommended one is not best."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.observation.indicators import INDICATORS
from ..reports.wording import Words
from ..sensitivity.regret import Robustness
from ..sensitivity.robust_sentences import choice_lines, head_lines, size


def card_lines(found: Robustness, say: Words) -> Iterator[Any]:
    """The card of one indicator."""
    yield ""
    yield from head_lines(found, say)
    yield _table(found, INDICATORS[found.indicator].unit, say)
    yield from choice_lines(found, say)


def _table(found: Robustness, unit: str, say: Words) -> Any:
    from .tables import table

    heads = [say("robust.scenario"), *(say(f"robust.{name}") for name in ("mean", "most", "middle", "best", "near"))]
    rows = [
        [
            one.scenario,
            say.figure(one.mean, unit),
            *(size(value, unit, say) for value in (one.most, one.middle)),
            f"{one.best}/{found.draws}",
            f"{one.near}/{found.draws}",
        ]
        for one in found.regrets
    ]
    return table(heads, rows)
