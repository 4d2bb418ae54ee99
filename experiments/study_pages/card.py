"""Listed scenarios over draws of assumptions on their page: regret, and how often each beats the first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..comparing.sentences import label
from ..sensitivity.boxes import Box, Side
from ..sensitivity.regret import Robustness, judged, regrets_of, robustness_of
from ..sensitivity.samples import Sample
from ..studies.plan import Plan
from .within import scale_of


def lines(plan: Plan, sample: Sample) -> Iterator[str]:
    """A table an outcome of which it is known which side is better."""
    yield "## Over the draws"
    yield ""
    yield "Regret: how far a scenario stays behind the best of its draw. *Near*: within the margin of the best. *Beats"
    yield f"the first*: draws in which it does better than {plan.names[0]}. Counts of draws are no probabilities."
    yield ""
    for outcome in judged(sample):
        yield from _table(sample, outcome)
    yield from _boxes(robustness_of(sample, plan.file.outcomes[0]))


def _table(sample: Sample, outcome: str) -> Iterator[str]:
    from ...model.observation.indicators import INDICATORS

    (scale, digits), regrets = scale_of(outcome), regrets_of(sample, outcome)
    sign = -1.0 if INDICATORS[outcome].better == "lower" else 1.0
    yield f"### {label(outcome, 'en')}"
    yield ""
    yield "| scenario | mean | largest regret | mean regret | best | near | beats the first |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for one in regrets:
        figures = " | ".join(f"{scale * value:.{digits}f}" for value in (one.mean, one.most, one.middle))
        yield f"| {one.scenario} | {figures} | {one.best} | {one.near} | {beats(sample, outcome, one.scenario, sign)} |"
    yield ""


def _boxes(found: Robustness) -> Iterator[str]:
    """The choice on the primary outcome, and where it turns."""
    yield f"On {label(found.indicator, 'en').lower()}, over {found.draws} draws, the smallest largest regret is that of"
    yield f"{found.recommended}, the smallest mean regret that of {found.on_average}."
    boxes = {f"{found.recommended} stays behind": found.fails, f"{found.recommended} keeps up": found.holds}
    for name, box in boxes.items():
        if box is not None:
            yield f"Where {name}: {_box(box)}."
    if found.fails is None and found.holds is None:
        yield f"It stays behind the best by more than the margin in {found.behind} of them; no box of assumptions that"
        yield "tells where stood up to draws it was not made of."
    yield ""


def beats(sample: Sample, outcome: str, scenario: str, sign: float) -> str:
    """In how many draws a scenario does better than the first, of how many; a dash for the first itself."""
    gaps = [one.values for one in sample.targets if (one.outcome, one.scenario) == (outcome, scenario) and one.baseline]
    if not gaps:
        return "–"
    known = gaps[0][~np.isnan(gaps[0])]
    return f"{int((sign * known > 0.0).sum())} of {len(known)}"


def _box(box: Box) -> str:
    sides = ", ".join(_side(side) for side in box.sides)
    return f"{sides} ({box.cases} of {box.inside} draws inside; {100 * box.base:.0f} % of all)"


def _side(side: Side) -> str:
    if side.answers:
        return f"`{side.name}` {' or '.join(side.answers)}"
    low = "" if side.low is None else f"{side.low:.3g} ≤ "
    high = "" if side.high is None else f" ≤ {side.high:.3g}"
    return f"{low}`{side.name}`{high}"
