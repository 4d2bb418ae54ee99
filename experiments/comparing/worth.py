"""What a policy's gain costs, and how much of it rests on hands nobody pays: read from a finished comparison.

The gain is needs met on time: the paired difference of coverage, at today's number of needs. The price is the paired
difference of spending over it, a ratio of two means over the same pairs, with Fieller's interval. All of it holds
at as many looks as the verdict beside it; where that cannot tell the gain from nothing there is no price.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ..reports.wording import words
from .any_look import CONFIDENCE, factor
from .intervals import FEWEST_PAIRS, Interval, Looks, Paired, judged_interval, paired_difference, student_t

if TYPE_CHECKING:
    from .compare import Comparison

COVERAGE, SPENT, PER_MET, UNPAID = "coverage", "spend_per_resident", "spend_per_need_met", "unpaid_share"
PER = 1000.0  # residents, for whom a gain is told
ENDED = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard")


@dataclass(frozen=True)
class Worth:
    """What one scenario gains on the baseline, at what price, and on whose hands.

    Attributes:
        spent: Change of spending, yuan a resident and year.
        gained: Change of needs met on time, a year and 1,000 residents, at the baseline's number of needs.
        yuan_per_need: Spending more over needs met more; None where the gain cannot be told from nothing. Negative
            where more is met for less.
        unpaid_before, unpaid: Shares of needs met on time that rest on unpaid hands, under the baseline and here.
        unpaid_of_gain: Share of the gain that rests on them; None where the gain cannot be told from nothing.
        level: Confidence of the intervals of gain, price and share, that of a verdict.
    """

    spent: Paired
    gained: Interval
    yuan_per_need: Interval | None
    unpaid_before: float
    unpaid: float
    unpaid_of_gain: Interval | None
    level: float = CONFIDENCE


def worth(table: Comparison) -> dict[str, Worth]:
    """Scenario -> what its gain is worth, of all whose runs knew what it takes."""
    found = {name: _worth(table, name) for name in table.names[1:]}
    return {name: one for name, one in found.items() if one is not None}


def _worth(table: Comparison, name: str) -> Worth | None:
    needed = (COVERAGE, SPENT, PER_MET, UNPAID)
    if any(table.baseline not in table.values.get(one, {}) or name not in table.values[one] for one in needed):
        return None
    before, after = ({one: table.values[one][side] for one in needed} for side in (table.baseline, name))
    seeds = [seed for seed in table.seeds if all(seed in before[one] and seed in after[one] for one in needed)]
    if not seeds or any(before[PER_MET][seed] <= 0.0 for seed in seeds):
        return None  # where nothing is spent, spending does not say how many needs there are
    more = [after[SPENT][seed] - before[SPENT][seed] for seed in seeds]
    births = [PER * _needs_a_head(before, table.funnels[table.baseline][seed], seed) for seed in seeds]
    gained = [born * (after[COVERAGE][seed] - before[COVERAGE][seed]) for born, seed in zip(births, seeds, strict=True)]
    freely = [
        born * (after[UNPAID][seed] * after[COVERAGE][seed] - before[UNPAID][seed] * before[COVERAGE][seed])
        for born, seed in zip(births, seeds, strict=True)
    ]
    sure = _direction_is_sure(table.paired[name][COVERAGE])
    shares = [math.fsum(side[UNPAID][seed] for seed in seeds) / len(seeds) for side in (before, after)]
    return Worth(
        spent=paired_difference(
            [before[SPENT][seed] for seed in seeds],
            [after[SPENT][seed] for seed in seeds],
            "none",
            1.0,
            looks=table.looks,
        ),
        gained=judged_interval(gained, table.looks),
        yuan_per_need=ratio_of_means([PER * one for one in more], gained, table.looks) if sure else None,
        unpaid_before=shares[0],
        unpaid=shares[1],
        unpaid_of_gain=ratio_of_means(freely, gained, table.looks) if sure else None,
    )


def _direction_is_sure(pair: Paired) -> bool:
    """Whether the verdict on needs met on time, whatever its size, knows on which side of nothing it lies."""
    lo, hi = pair.judged_lo, pair.judged_hi
    enough = pair.n >= FEWEST_PAIRS and not pair.identical and not pair.tied
    return enough and lo is not None and hi is not None and (lo > 0.0 or hi < 0.0)


def _needs_a_head(values: Mapping[str, Mapping[int, float]], funnel: Mapping[str, int], seed: int) -> float:
    """Needs that ended a year and resident: spending a head over spending a met need, and who met ones stand for."""
    met = funnel["met_on_time"] + funnel["met_late"]
    return values[SPENT][seed] / values[PER_MET][seed] * sum(funnel[one] for one in ENDED) / met


def ratio_of_means(above: Sequence[float], below: Sequence[float], looks: Looks = "any") -> Interval | None:
    """Mean of one over mean of the other, over the same pairs, with Fieller's interval, as often right as a verdict.

    For each ratio r the mean of above − r·below is tested like a difference, so that with the factor of any look it
    holds at any look too. None where the lower mean cannot be told from zero, for then no price is too high.
    """
    count = len(below)
    top, bottom = (math.fsum(side) / count for side in (above, below))
    if count < 2:
        return Interval(top / bottom, None, None, count) if bottom else None
    t = factor(count) if looks == "any" else student_t(count - 1)
    if math.isinf(t):
        return None

    def moment(one: Sequence[float], mean: float, other: Sequence[float], its: float) -> float:
        return math.fsum((a - mean) * (b - its) for a, b in zip(one, other, strict=True)) / (count - 1) / count

    g = t * t * moment(below, bottom, below, bottom)
    if bottom * bottom <= g:
        return None
    cross = top * bottom - t * t * moment(above, top, below, bottom)
    rest = top * top - t * t * moment(above, top, above, top)
    scale = bottom * bottom - g
    width = math.sqrt(max(cross * cross - scale * rest, 0.0))
    return Interval(top / bottom, (cross - width) / scale, (cross + width) / scale, count)


def worth_json(table: Comparison, language: str) -> dict[str, Any]:
    """The part of `shapan compare --json` about money and unpaid hands."""
    return {
        name: {**asdict(one), "text": _line(name, table.baseline, one, language)} for name, one in worth(table).items()
    }


def worth_lines(table: Comparison, language: str) -> Iterator[str]:
    """A sentence for every scenario: what is spent more, what a further need met costs, on whose hands it rests."""
    for name, one in worth(table).items():
        yield _line(name, table.baseline, one, language)


def _line(name: str, baseline: str, one: Worth, language: str) -> str:
    say = words(language)
    values = {
        "name": name,
        "baseline": baseline,
        "spent": say.change(one.spent.difference, with_unit=False),
        "unpaid": f"{100 * one.unpaid:.0f}",
        "before": f"{100 * one.unpaid_before:.0f}",
    }
    text = say("worth.spent", **values)
    price = one.yuan_per_need
    if price is None:
        text += say("worth.no_gain")
    elif one.gained.value < 0.0:
        text += say("worth.loss", lost=f"{-one.gained.value:,.0f}")
    else:
        text += say(_of_price(price), gained=f"{one.gained.value:,.0f}", price=_price(price, say))
    text += say("worth.unpaid", **values)
    if one.unpaid_of_gain is not None and one.gained.value > 0.0:
        text += say(_of_share(one.unpaid_of_gain.value), share=_share(one.unpaid_of_gain))
    return text + say("worth.end")


def _of_price(price: Interval) -> str:
    """The word for a price: it costs, it saves, or its interval holds both."""
    if price.lo is not None and price.hi is not None and price.lo < 0.0 < price.hi:
        return "worth.unsure"
    return "worth.price" if price.value > 0.0 else "worth.saves"


def _of_share(share: float) -> str:
    """The word for the share of a gain that unpaid people meet: beyond all of it, or below none, others meet less."""
    if share > 1.0:
        return "worth.unpaid_beyond_gain"
    return "worth.unpaid_of_gain" if share >= 0.0 else "worth.unpaid_fewer"


def _price(price: Interval, say: Any) -> str:
    value = f"{price.value:,.0f}".replace("-", "−")
    if price.lo is None or price.hi is None:
        return value
    return f"{value} {say('worth.between', lo=f'{price.lo:,.0f}', hi=f'{price.hi:,.0f}')}".replace("-", "−")


def _share(share: Interval) -> str:
    return f"{100 * share.value:.0f}".replace("-", "−")
