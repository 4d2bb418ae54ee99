"""Why two scenarios differ: what each changed lever contributed, with the same luck for every combination of them.

The parts of a change are levers, or groups of levers where there are more than `MOST_EXACT`. A coalition of parts is a
scenario of its own: those parts as the second scenario has them, all others as the first. All coalitions live through
the same seeds. What is attributed is what the model says of the change, not what happened anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ...model.arrays import Floats
from ...scenarios.faults import InputFault
from ..runs.refusing import Refused
from .intervals import Interval, mean_interval
from .shapley import Order, coalitions_on, drawn_orders, every_coalition, exact, sampled

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ..runs.task import Finished, Summary

By = Literal["lever", "group"]
MOST_EXACT = 8
"""Parts up to which all coalitions are run: 256 for each seed."""
PAIRS_OF_ORDERS = 8
LATER = "later"
"""The part that holds what is dated or waits for something: steps, triggers, pilots, emergencies, a drawn layout."""
STAGES = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard")


@dataclass(frozen=True)
class Part:
    """Something that one scenario does otherwise than the other.

    Attributes:
        name: A lever, a group of parameters, or `LATER`.
        keys: The levers and assumptions it holds; none for `LATER`.
    """

    name: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """From the first scenario to the second, part by part."""

    first: Scenario
    second: Scenario
    parts: tuple[Part, ...]
    orders: tuple[Order, ...] = ()
    """Orders that are gone through; none where all coalitions are run."""

    @property
    def coalitions(self) -> list[int]:
        """Those to be run."""
        return coalitions_on(self.orders) if self.orders else every_coalition(len(self.parts))

    @property
    def whole(self) -> int:
        """The coalition of all parts, which is the second scenario itself."""
        return (1 << len(self.parts)) - 1

    def scenario(self, coalition: int) -> Scenario:
        """The scenario with these parts as the second has them and all others as the first."""
        if coalition in (0, self.whole):
            return self.second if coalition else self.first
        later = next((number for number, part in enumerate(self.parts) if part.name == LATER), None)
        base = self.second if later is not None and coalition >> later & 1 else self.first
        drawing = self.second if self.second.layout_file is not None else self.first
        if base.layout_file is None:
            base = replace(base, layout_file=drawing.layout_file, drawn=drawing.drawn)
        values = {
            key: (self.second if coalition >> number & 1 else self.first).values[key]
            for number, part in enumerate(self.parts)
            for key in part.keys
        }
        return _with_values(base, values)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Every coalition that is run, by the name of its runs."""
        return {name_of(coalition): self.scenario(coalition) for coalition in self.coalitions}


def name_of(coalition: int) -> str:
    """What the runs of a coalition are called: `parts 1+3` has the first and the third part switched on."""
    on = [str(number + 1) for number in range(coalition.bit_length()) if coalition >> number & 1]
    return "parts " + ("+".join(on) if on else "none")


def _with_values(base: Scenario, values: Mapping[str, Any]) -> Scenario:
    """A scenario with these levers and assumptions, changing only what is not so already."""
    from ...model.parameters import all_parameters

    known = all_parameters()
    other = {key: _plain(value) for key, value in values.items() if base.values[key] != value}
    levers = {key: value for key, value in other.items() if known[key].about.role != "assumption"}
    for key in other.keys() - levers.keys():
        base = base.assume(key, other[key])
    return base.set_many(levers) if levers else base


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def change(first: Scenario, second: Scenario, by: By | None = None, pairs: int = PAIRS_OF_ORDERS) -> Change:
    """What the second scenario does otherwise, in parts, and which coalitions of them say how much each contributed.

    Args:
        first: The scenario that is changed.
        second: What it is changed to, on the same place.
        by: Whether a part is a lever or a group of parameters; groups where more than `MOST_EXACT` levers differ if
            None. Levers of one group that cannot be changed apart stay together.
        pairs: Pairs of orders that are gone through where there are more than `MOST_EXACT` parts.

    Raises:
        Refused: The places differ, so that the luck is not the same, or nothing does.
    """
    if first.place_id != second.place_id or first.parameters.place != second.parameters.place:
        raise Refused("refused.why_places", first=first.place_id, second=second.place_id)
    keys = [key for key, value in first.values.items() if second.values[key] != value]
    later = (Part(LATER),) if _dated(first) != _dated(second) else ()
    if not keys and not later:
        raise Refused("refused.why_same")
    apart = by == "lever" or (by is None and len(keys) + len(later) <= MOST_EXACT)
    together: set[str] = set() if apart else {_group(key) for key in keys}
    while True:
        found = _change(first, second, (*_parts(keys, together), *later), pairs)
        try:
            _ = found.scenarios
        except InputFault as fault:
            group = _group(fault.key or "")
            if group in together or not any(_group(key) == group for key in keys):
                raise
            together.add(group)
        else:
            return found


def _change(first: Scenario, second: Scenario, parts: tuple[Part, ...], pairs: int) -> Change:
    orders = drawn_orders(len(parts), pairs) if len(parts) > MOST_EXACT else []
    return Change(first, second, parts, tuple(orders))


def _group(key: str) -> str:
    return key.partition(".")[0]


def _parts(keys: Iterable[str], together: set[str]) -> list[Part]:
    """A part for every lever, or for every group of which the levers stay together."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(_group(key) if _group(key) in together else key, []).append(key)
    return [Part(name, tuple(mine)) for name, mine in found.items()]


def _dated(scenario: Scenario) -> tuple[Any, ...]:
    drawn = scenario.drawn_layout
    return scenario.planned_steps, scenario.triggers, scenario.shocks, drawn


@dataclass(frozen=True)
class Contribution:
    """What one part contributed to one indicator.

    Attributes:
        value: Mean over the seeds, with its interval: how it varies with luck.
        order_error: Standard error that comes from going through some orders only; None where all coalitions are run.
        alone: What it changes when nothing else is switched on; None where that was not run.
        last: What it changes when everything else is on already; None where that was not run.
    """

    value: Interval
    order_error: float | None = None
    alone: float | None = None
    last: float | None = None


@dataclass(frozen=True)
class Explained:
    """A difference and what it consists of.

    Attributes:
        change: The parts and their coalitions.
        seeds: Seeds through which every coalition lived to its end.
        totals: Indicator or `funnel.STAGE` -> the difference between the two scenarios.
        contributions: The same names -> one contribution a part, in the order of the parts; they add up to the total.
    """

    change: Change
    seeds: tuple[int, ...]
    totals: Mapping[str, Interval]
    contributions: Mapping[str, tuple[Contribution, ...]]


def explain(of: Change, seeds: Sequence[int], finished: Iterable[Finished]) -> Explained:
    """Attribute every indicator and every stage of the funnel; a seed counts where every coalition came to its end."""
    there = {(done.task.name, done.task.seed): done.summary for done in finished if done.summary is not None}
    whole = [seed for seed in seeds if all((name_of(one), seed) in there for one in of.coalitions)]
    runs = {one: [_figures(there[name_of(one), seed]) for seed in whole] for one in of.coalitions}
    totals, found = {}, {}
    for name in _known_everywhere(runs):
        values = {one: np.array([figures[name] for figures in rows]) for one, rows in runs.items()}
        totals[name] = mean_interval(list(values[of.whole] - values[0]))
        found[name] = attribute(of, values)
    return Explained(of, tuple(whole), totals, found)


def attribute(of: Change, values: Mapping[int, Floats]) -> tuple[Contribution, ...]:
    """One contribution a part, from the values of every coalition, one a seed."""
    if of.orders:
        parts, _ = sampled(values, of.orders)
        means = {one: np.mean(value) for one, value in values.items()}
        _, errors = sampled(means, of.orders)
    else:
        parts, errors = exact(values, len(of.parts)), np.full(len(of.parts), np.nan)
    return tuple(
        Contribution(
            mean_interval(list(parts[number])),
            None if np.isnan(errors[number]) else float(errors[number]),
            _gain(values, 0, 1 << number),
            _gain(values, of.whole & ~(1 << number), of.whole),
        )
        for number in range(len(of.parts))
    )


def _gain(values: Mapping[int, Floats], before: int, after: int) -> float | None:
    if before not in values or after not in values:
        return None
    return float(np.mean(values[after] - values[before]))


def _figures(summary: Summary) -> dict[str, float]:
    """Indicators of a run, and what share of the needs that could end did so at each stage."""
    closed = summary.funnel["born"] - summary.funnel["open"]
    stages = {f"funnel.{name}": summary.funnel[name] / closed for name in STAGES} if closed else {}
    return {**summary.indicators, **stages}


def _known_everywhere(runs: Mapping[int, Sequence[Mapping[str, float]]]) -> list[str]:
    """What every run of every coalition could know, in the order of the declarations."""
    rows = [figures for found in runs.values() for figures in found]
    return [name for name in rows[0] if all(name in figures for figures in rows)] if rows else []
