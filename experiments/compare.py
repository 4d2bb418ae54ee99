"""Two or more policies side by side, each living through the same seeds, and what can be said of the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from .intervals import Interval, Paired, mean_interval, paired_difference
from .refusing import Refused
from .runner import DAYS, WARMUP, Finished, Progress, check_numbers, check_redraw, run_many, tasks_for
from .telling import sentence

if TYPE_CHECKING:
    from ..scenarios.library import Scenario

FORMAT = 1
REPS = 20


@dataclass(frozen=True)
class Comparison:
    """Finished runs of several scenarios over the same seeds.

    Attributes:
        names: What each scenario is called; the first is the baseline of every difference.
        seeds: The seeds asked for; pairs count only where both sides have a finished run.
        values: indicator -> name -> seed -> value, only what the runs could know.
        funnels: name -> seed -> count of needs by how they ended.
        failures: Runs that did not come to an end.
    """

    names: tuple[str, ...]
    seeds: tuple[int, ...]
    values: Mapping[str, Mapping[str, Mapping[int, float]]]
    funnels: Mapping[str, Mapping[int, Mapping[str, int]]] = field(repr=False)
    failures: tuple[Finished, ...] = ()

    @property
    def baseline(self) -> str:
        return self.names[0]

    @property
    def indicators(self) -> dict[str, dict[str, Interval]]:
        """Indicator -> scenario -> mean over the finished replications with its interval."""
        found: dict[str, dict[str, Interval]] = {}
        for indicator, by_name in self.values.items():
            found[indicator] = {name: mean_interval(list(by_name[name].values())) for name in by_name}
        return found

    @property
    def paired(self) -> dict[str, dict[str, Paired]]:
        """Scenario -> indicator -> what it changed against the baseline."""
        return {name: self._against_baseline(name) for name in self.names[1:]}

    def _against_baseline(self, name: str) -> dict[str, Paired]:
        from ..model.indicators import INDICATORS

        found = {}
        for indicator, by_name in self.values.items():
            before, after = by_name.get(self.baseline, {}), by_name.get(name, {})
            both = [seed for seed in self.seeds if seed in before and seed in after]
            if both:
                about = INDICATORS[indicator]
                pairs = [before[seed] for seed in both], [after[seed] for seed in both]
                found[indicator] = paired_difference(*pairs, about.better, about.margin)
        return found

    def mean_funnel(self, name: str) -> dict[str, float]:
        """Needs by how they ended, mean per run."""
        runs = list(self.funnels.get(name, {}).values())
        return {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]} if runs else {}

    def text(self, name: str, indicator: str, language: str = "en") -> str:
        """What changed, as a planner would say it."""
        return sentence(indicator, name, self.baseline, self._against_baseline(name)[indicator], language)

    def to_json_dict(self, language: str = "en") -> dict[str, Any]:
        """The object that `shapan compare --json` prints."""
        paired = {}
        for name, by_indicator in self.paired.items():
            paired[name] = {
                indicator: {**asdict(pair), "text": sentence(indicator, name, self.baseline, pair, language)}
                for indicator, pair in by_indicator.items()
            }
        means = {
            indicator: {name: {"value": i.value, "lo": i.lo, "hi": i.hi} for name, i in by_name.items()}
            for indicator, by_name in self.indicators.items()
        }
        told = {"format": FORMAT, "baseline": self.baseline, "reps": len(self.seeds), "indicators": means}
        return {**told, "paired": paired}


def assemble(names: Sequence[str], seeds: Iterable[int], finished: Iterable[Finished]) -> Comparison:
    """Put finished runs side by side, by name and seed; which one finished first does not matter."""
    from ..model.indicators import INDICATORS

    seeds = tuple(seeds)
    good = {(done.task.name, done.task.seed): done.summary for done in finished if done.summary is not None}
    values: dict[str, dict[str, dict[int, float]]] = {}
    for indicator in INDICATORS:
        for name in names:
            known = {
                seed: good[name, seed].indicators[indicator]
                for seed in seeds
                if (name, seed) in good and indicator in good[name, seed].indicators
            }
            if known:
                values.setdefault(indicator, {})[name] = known
    funnels = {name: {seed: good[name, seed].funnel for seed in seeds if (name, seed) in good} for name in names}
    return Comparison(tuple(names), seeds, values, funnels, tuple(done for done in finished if done.failed))


def compare(
    scenarios: Sequence[Scenario] | Mapping[str, Scenario],
    seeds: Iterable[int] = range(1, 1 + REPS),
    days: int = DAYS,
    warmup: int = WARMUP,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    redraw: bool = False,
) -> Comparison:
    """Let every scenario live through the same seeds; the first one is the baseline.

    Args:
        scenarios: Two or more, in a list (called by their names) or under names of your own.
        workers: Processes at once; as many as this machine has cores if None.
        progress: Called with the number of runs done, counting parts; raising in it ends the comparison.
        redraw: Whether every seed draws the place anew, the same one for all scenarios.
    """
    named = _named(scenarios)
    chosen = list(seeds)
    check_numbers(days=days, warmup=warmup, reps=len(chosen))
    for seed in chosen:
        check_numbers(seed=seed)
    if redraw:
        for scenario in named.values():
            check_redraw(scenario)
    tasks = tasks_for(named, chosen, days, warmup, redraw=redraw)
    return assemble(tuple(named), chosen, list(run_many(tasks, workers, progress)))


def _named(scenarios: Sequence[Scenario] | Mapping[str, Scenario]) -> dict[str, Scenario]:
    if isinstance(scenarios, Mapping):
        named = dict(scenarios)
    else:
        taken: dict[str, Scenario] = {}
        for number, scenario in enumerate(scenarios, 1):
            taken[scenario.name if scenario.name not in taken else f"{scenario.name} ({number})"] = scenario
        named = taken
    if len(named) < 2:
        raise Refused("usage.two_or_more")
    return named
