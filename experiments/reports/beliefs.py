"""What is believed of an assumption, in words: its plausible range, or the answers there are and how likely each is."""

from __future__ import annotations

from ...model.belief import Weights
from ...model.parameters.believing import beliefs
from ...model.parameters.words import choice_words
from .wording import Words


def believed(name: str, say: Words) -> str:
    """One line; says so where nothing else than the default is believed."""
    belief = beliefs()[name]
    if belief.fixed:
        return say("belief.fixed")
    if isinstance(belief, Weights):
        total = sum(weight for _, weight in belief.of)
        return say("belief.and").join(
            f"{choice_words(answer, say.language)} {100 * weight / total:.0f} %" for answer, weight in belief.of
        )
    text = say("belief.range", low=f"{belief.low:.3g}", high=f"{belief.high:.3g}")
    if belief.off is None:
        return text
    return text + say("belief.off", off=f"{belief.off:g}", weight=f"{100 * belief.off_weight:.0f} %")
