"""What must hold of the articles' chains: scenarios at home, and bars that were set before any of them was run.

A bar compares figures of `must_hold_facts` of one scenario, or of two through the same seed. It holds where it holds in
every seed run, or, where it says so, in the mean over seeds, which is how a difference of two runs is judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

Facts = Mapping[str, Mapping[str, float]]
"""Scenario -> its figures, through one seed."""

STAFF: dict[str, Any] = {"deliberation.format": "staff", "deliberation.estate_format": "none"}
SCENARIOS: Mapping[str, tuple[str, dict[str, Any]]] = MappingProxyType(
    {
        "yantian": ("yantian", {}),
        "yantian, app off": ("yantian", {"channels.app_reach": 0.0}),
        "yantian, staff": ("yantian", STAFF),
        "yantian, staff, no whistle": ("yantian", STAFF | {"party.whistle_after_days": 0}),
        "ordos": ("ordos", {}),
        "ordos, staff": ("ordos", STAFF),
        "suzhou": ("suzhou", {}),
        "suzhou, ordering": ("suzhou", {"volunteers.ordering": True}),
        "suzhou, no review": ("suzhou", {"deliberation.review": False}),
    }
)
"""Name -> policy, run at its home, and what is changed of it."""
DIGITS = 6
"""To which figures are compared with a bar: what rounding and adding up leave over holds no bar."""
MOVED = 3.0
"""Points, or days, by which a council must differ from staff."""


@dataclass(frozen=True)
class Bar:
    """One line that must hold.

    Attributes:
        says: What must hold.
        needs: Scenarios it looks at.
        figure: The figure of one seed.
        low, high: Within which it must lie; not on `low` or `high` where `strict`.
        in_mean: Whether the mean over seeds is judged, and not every seed.
        apart: How far the mean must lie from nought, whichever way, where that is the bar.
        one_of: What this bar and another say together, where one of the two is enough; such a pair counts once.
    """

    says: str
    needs: tuple[str, ...]
    figure: Callable[[Facts], float]
    low: float = -math.inf
    high: float = math.inf
    strict: bool = False
    in_mean: bool = False
    apart: float = 0.0
    one_of: str = ""

    def within(self, value: float) -> bool:
        """Whether a value is within the bar; what is not a number is not."""
        value = round(value, DIGITS) if math.isfinite(value) else value  # a mean of nought may come out as −1e−9
        if self.strict:
            return self.low < value < self.high
        return self.low <= value <= self.high

    def holds(self, values: Sequence[float]) -> bool:
        """Whether it holds over the seeds run."""
        if self.apart:
            return abs(float(np.mean(values))) > self.apart
        return self.within(float(np.mean(values))) if self.in_mean else all(self.within(one) for one in values)


def one(scenario: str, name: str, times: float = 1.0) -> Callable[[Facts], float]:
    """A figure of one scenario."""
    return lambda facts: facts[scenario][name] * times


def less(scenario: str, name: str, other: str, times: float = 1.0) -> Callable[[Facts], float]:
    """A figure of one scenario less that of another."""
    return lambda facts: (facts[scenario][name] - facts[other][name]) * times


def indicators_moved(scenario: str, other: str) -> Callable[[Facts], float]:
    """How many figures of two scenarios differ at all."""
    return lambda facts: float(
        sum(value != facts[other].get(name) and not math.isnan(value) for name, value in facts[scenario].items())
    )


def _own(policy: str, *more: str) -> tuple[str, ...]:
    return (policy, *(f"{policy}, {what}" for what in more))


YT, OR, SU = "yantian", "ordos", "suzhou"
PERCENT = 100.0
BARS: tuple[Bar, ...] = (
    Bar(
        "App off: fewer matters raised for requests, a community and year",
        _own(YT, "app off"),
        less("yantian, app off", "matters_from_requests", YT),
        high=0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "App off: fewer whistles, a community and year",
        _own(YT, "app off"),
        less("yantian, app off", "whistles", YT),
        high=0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "Of them those by which a committee convenes its council",
        _own(YT, "app off"),
        less("yantian, app off", "own_whistles", YT),
        high=0.0,
        strict=True,
        in_mean=True,
    ),
    Bar("Whistles a community and year in `yantian`: 10 to 40", (YT,), one(YT, "whistles"), 10.0, 40.0),
    Bar("Without calls of a department to a meeting", (YT,), one(YT, "own_whistles"), 10.0, 40.0),
    Bar(
        "Council and whistle off: fewer works settled",
        _own(YT, "staff, no whistle"),
        less("yantian, staff, no whistle", "settled_works", YT),
        high=0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "Tries at public matters at the council, `yantian`: three tenths at least, %",
        (YT,),
        one(YT, "public_tries_at_council", PERCENT),
        30.0,
    ),
    Bar("The same, `ordos`", (OR,), one(OR, "public_tries_at_council", PERCENT), 30.0),
    Bar(
        "Council less staff, public matters, `yantian`: more than three points settled, or",
        _own(YT, "staff"),
        less(YT, "matters_settled_share_works", "yantian, staff", PERCENT),
        apart=MOVED,
        one_of="public matters, yantian",
    ),
    Bar(
        "more than three days till settled (one of the two is enough)",
        _own(YT, "staff"),
        less(YT, "matter_days_works", "yantian, staff"),
        apart=MOVED,
        one_of="public matters, yantian",
    ),
    Bar(
        "Council less staff, public matters, `ordos`: more than three points settled, or",
        _own(OR, "staff"),
        less(OR, "matters_settled_share_works", "ordos, staff", PERCENT),
        apart=MOVED,
        one_of="public matters, ordos",
    ),
    Bar(
        "more than three days till settled (one of the two is enough)",
        _own(OR, "staff"),
        less(OR, "matter_days_works", "ordos, staff"),
        apart=MOVED,
        one_of="public matters, ordos",
    ),
    Bar(
        "Council less staff, contested matters settled, `yantian`, points",
        _own(YT, "staff"),
        less(YT, "matters_settled_share_contested", "yantian, staff", PERCENT),
        0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "The same, `ordos`",
        _own(OR, "staff"),
        less(OR, "matters_settled_share_contested", "ordos, staff", PERCENT),
        0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "Council less staff, all matters settled, `yantian`, points",
        _own(YT, "staff"),
        less(YT, "matters_settled_share", "yantian, staff", PERCENT),
        0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "The same, `ordos`",
        _own(OR, "staff"),
        less(OR, "matters_settled_share", "ordos, staff", PERCENT),
        0.0,
        strict=True,
        in_mean=True,
    ),
    Bar(
        "Lost at wrong doors and departments, `yantian`: below half of 5.3 %",
        (YT,),
        one(YT, "lost_at_departments", PERCENT),
        high=2.65,
        strict=True,
    ),
    Bar(
        "Activities' share of spent micro-project money, least community of `yantian`: 25 % at least",
        (YT,),
        one(YT, "activities_least_share", PERCENT),
        25.0,
    ),
    Bar("Projects begun that nobody carries out, `yantian`: none", (YT,), one(YT, "projects_without_doer"), 0.0, 0.0),
    Bar("The same, `ordos`", (OR,), one(OR, "projects_without_doer"), 0.0, 0.0),
    Bar("The same, `suzhou`", (SU,), one(SU, "projects_without_doer"), 0.0, 0.0),
    Bar(
        "Projects an active organisation and year, `suzhou`: one to three",
        (SU,),
        one(SU, "projects_an_organisation"),
        1.0,
        3.0,
    ),
    Bar(
        "Review off in `suzhou`: figures that move",
        _own(SU, "no review"),
        indicators_moved(SU, "suzhou, no review"),
        1.0,
    ),
    Bar(
        "Payments that signers refuse, `ordos`: more than never, less than one in five, %",
        (OR,),
        one(OR, "payments_refused_share", PERCENT),
        0.0,
        20.0,
        strict=True,
    ),
    Bar(
        "Volunteers' hours of use under ordering, `ordos`: half at least, %",
        (OR,),
        one(OR, "volunteer_hours_used", PERCENT),
        50.0,
    ),
    Bar(
        "The same, `suzhou` with ordering",
        _own(SU, "ordering"),
        one("suzhou, ordering", "volunteer_hours_used", PERCENT),
        50.0,
    ),
    Bar(
        "Volunteers' hours of use without ordering, `suzhou`: 20 to 40 %",
        (SU,),
        one(SU, "volunteer_hours_used", PERCENT),
        20.0,
        40.0,
    ),
    Bar("The same, `yantian`", (YT,), one(YT, "volunteer_hours_used", PERCENT), 20.0, 40.0),
    Bar(
        "Orders filled in the first quarter, `ordos`: 40 to 70 %",
        (OR,),
        one(OR, "orders_filled_at_first", PERCENT),
        40.0,
        70.0,
    ),
    Bar(
        "Orders filled in the fourth quarter, `ordos`: 80 to 95 %",
        (OR,),
        one(OR, "orders_filled_later", PERCENT),
        80.0,
        95.0,
    ),
    Bar(
        "Orders filled in the first quarter, `suzhou` with ordering: 40 to 70 %",
        _own(SU, "ordering"),
        one("suzhou, ordering", "orders_filled_at_first", PERCENT),
        40.0,
        70.0,
    ),
    Bar(
        "Orders filled in the fourth quarter, `suzhou` with ordering: 80 to 95 %",
        _own(SU, "ordering"),
        one("suzhou, ordering", "orders_filled_later", PERCENT),
        80.0,
        95.0,
    ),
)


def met(held: Sequence[bool]) -> tuple[int, int]:
    """How many of what must hold does, and of how many; two bars of which one is enough count once.

    Args:
        held: Whether each of `BARS` holds, in their order.
    """
    found: dict[str, bool] = {}
    for bar, holds in zip(BARS, held, strict=True):
        name = bar.one_of or f"{bar.says} {len(found)}"
        found[name] = found.get(name, False) or holds
    return sum(found.values()), len(found)
