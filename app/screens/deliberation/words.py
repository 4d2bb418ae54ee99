"""Words for one collective matter: what it is, where, and how it ended."""

from __future__ import annotations

from ....experiments.reports.matter import MatterHistory
from ....experiments.reports.matters import Pair
from ....model.deliberation.kinds import MATTERS
from ...widgets.language import Words


def know(pair: Pair) -> MatterHistory:
    """The matter as one of the two runs tells it; both agree on what it is."""
    return next(story for story in pair if story is not None)


def kind_words(kind: str, say: Words) -> str:
    """What a kind of matter is called."""
    return say.of(MATTERS[kind], "title") if kind in MATTERS else kind


def place_words(story: MatterHistory, say: Words) -> str:
    """Where it is, as far as the log tells."""
    if story.estate is None:
        return say("tables.community", n=story.community)
    return say("tables.estate", n=story.community, estate=story.estate)


def ending(story: MatterHistory | None, say: Words) -> str:
    """How it ended, with the days it took."""
    if story is None:
        return say("standing.never")
    if story.days is None:
        return say(f"standing.{story.outcome}")
    return say(f"standing.{story.outcome}_after", days=days(story.days, say))


def days(count: int, say: Words) -> str:
    """A number of days."""
    return say("tables.day") if count == 1 else say("tables.days", n=count)


def per_cent(share: float) -> str:
    """A share without decimals."""
    return f"{100 * share:.0f} %"
