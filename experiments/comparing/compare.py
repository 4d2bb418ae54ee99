"""Two or more policies side by side, each living through the same seeds, and what can be said of the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..reports.rich_tables import shown_in_a_notebook
from ..reports.wording import usual_language, words
from ..runs.doors import check_asides, check_language, check_workers, distinct_seeds, known, named_scenarios
from ..runs.runner import run_many
from ..runs.simulate import check_redraw
from ..runs.task import DAYS, WARMUP, Finished, Progress, Summary, check_numbers, tasks_for
from .any_look import CONFIDENCE
from .intervals import Interval, Looks, Paired, holm, mean_interval, p_value, paired_difference
from .sentences import FIRST, sentence

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.library import Scenario

FORMAT = 1
REPS = 20


class Stopped(KeyboardInterrupt):
    """A comparison was stopped by hand.

    Attributes:
        comparison: Over the seeds that every scenario had lived through by then; None without any.
    """

    def __init__(self, comparison: Comparison | None) -> None:
        self.comparison = comparison
        super().__init__(f"stopped; {len(comparison.seeds) if comparison else 0} seeds are finished")


@dataclass(frozen=True)
class Comparison:
    """Finished runs of several scenarios over the same seeds.

    Attributes:
        names: What each scenario is called; the first is the baseline of every difference.
        seeds: The seeds asked for; pairs count only where both sides have a finished run.
        values: indicator -> name -> seed -> value, only what the runs could know.
        funnels: name -> seed -> count of needs by how they ended.
        failures: Runs that did not come to an end.
        alike: For each name, whether every pair is the same as the baseline in all that a run says: indicators, funnel,
            requests, matters and money. Only then do two scenarios do exactly the same.
        looks: Whether verdicts hold however often somebody looks, or once, at a number of pairs decided before.
    """

    names: tuple[str, ...]
    seeds: tuple[int, ...]
    values: Mapping[str, Mapping[str, Mapping[int, float]]]
    funnels: Mapping[str, Mapping[int, Mapping[str, int]]] = field(repr=False)
    failures: tuple[Finished, ...] = ()
    alike: tuple[bool, ...] = ()
    looks: Looks = "any"

    def __repr__(self) -> str:
        others = ", ".join(self.names[1:])
        return f"<Comparison of {others} with {self.baseline}: {len(self.seeds)} seeds, {len(self.values)} indicators>"

    def _repr_html_(self) -> str:
        from .in_notebooks import comparison_html

        return comparison_html(self, usual_language())

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

    @cached_property
    def paired(self) -> dict[str, dict[str, Paired]]:
        """Scenario -> indicator -> what it changed against the baseline.

        The verdict on coverage was named before the runs and is judged on its own. Every other one says as well
        whether it holds with all others of the comparison together (Bonferroni, for a verdict is one of several).
        """
        found = {name: self._against_baseline(name) for name in self.names[1:]}
        among = sum(indicator != FIRST for pairs in found.values() for indicator in pairs)
        return {
            name: {indicator: pair if indicator == FIRST else _among(pair, among) for indicator, pair in pairs.items()}
            for name, pairs in found.items()
        }

    def decided_before(self) -> Comparison:
        """The same runs, judged by the narrower intervals of one look.

        Right only where the number of pairs was decided before the runs and nobody adds to it after looking.
        """
        return replace(self, looks="once")

    def _against_baseline(self, name: str) -> dict[str, Paired]:
        from ...model.observation.indicators import INDICATORS

        found = {}
        place = self.names.index(name)
        alike = place < len(self.alike) and self.alike[place]
        for indicator, by_name in self.values.items():
            before, after = by_name.get(self.baseline, {}), by_name.get(name, {})
            both = [seed for seed in self.seeds if seed in before and seed in after]
            if both:
                about = INDICATORS[indicator]
                pairs = [before[seed] for seed in both], [after[seed] for seed in both]
                found[indicator] = paired_difference(*pairs, about.better, about.margin, alike, self.looks)
        return found

    def mean_funnel(self, name: str) -> dict[str, float]:
        """Needs by how they ended, mean per run."""
        known("refused.scenario_of", name, self.names)
        runs = list(self.funnels.get(name, {}).values())
        return {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]} if runs else {}

    def text(self, name: str, indicator: str, language: str = "en") -> str:
        """What changed, as a planner would say it."""
        check_language(language)
        known("refused.other_scenario", name, self.names[1:])
        found = self.paired[name]
        known("refused.indicator", indicator, found)
        return sentence(indicator, name, self.baseline, found[indicator], language)

    def to_frame(self) -> pd.DataFrame:
        """Every value of every finished run, tidy: indicator, scenario, seed, value."""
        import pandas as pd

        rows = [
            (indicator, name, seed, value)
            for indicator, by_name in self.values.items()
            for name, by_seed in by_name.items()
            for seed, value in by_seed.items()
        ]
        return pd.DataFrame(rows, columns=["indicator", "scenario", "seed", "value"])

    def paired_frame(self) -> pd.DataFrame:
        """Every paired difference, one a row: scenario, indicator, then what `Paired` says."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"scenario": name, "indicator": indicator, **asdict(pair)}
                for name, pairs in self.paired.items()
                for indicator, pair in pairs.items()
            ]
        )

    def holm(self) -> dict[str, dict[str, float]]:
        """Scenario -> indicator -> chance of so large a difference by luck, adjusted for how many are looked at (Holm).

        Coverage, named before the runs, is not adjusted and adjusts nothing. What changed in too few pairs to say is
        left out.
        """
        chances = {
            (name, indicator): chance
            for name, pairs in self.paired.items()
            for indicator, pair in pairs.items()
            if (chance := p_value(pair)) is not None
        }
        others = [key for key in chances if key[1] != FIRST]
        adjusted = chances | dict(zip(others, holm([chances[key] for key in others]), strict=True))
        found: dict[str, dict[str, float]] = {name: {} for name in self.names[1:]}
        for name, indicator in chances:
            found[name][indicator] = adjusted[name, indicator]
        return found

    def to_json_dict(self, language: str = "en") -> dict[str, Any]:
        """The object that `shapan compare --json` prints."""
        check_language(language)
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
        values = {"format": FORMAT, "baseline": self.baseline, "reps": len(self.seeds), "indicators": means}
        verdicts: dict[str, Any] = {"count": sum(map(len, paired.values())), "level": CONFIDENCE, "looks": []}
        verdicts |= {
            "interval": "any_look" if self.looks == "any" else "one_look",
            "first": FIRST,
            "others": "bonferroni",
        }
        return {**values, "paired": paired, "verdicts": verdicts, "holm": self.holm()}


def _among(pair: Paired, among: int) -> Paired:
    """One verdict of several beside the first: whether it holds with all of them together."""
    if pair.verdict == "unclear" or pair.identical or pair.chance_of_verdict is None:
        return replace(pair, among=among)
    return replace(pair, among=among, holds_among=pair.chance_of_verdict * among < 1.0 - CONFIDENCE)


def assemble(names: Sequence[str], seeds: Iterable[int], finished: Iterable[Finished]) -> Comparison:
    """Put finished runs side by side, by name and seed; which one finished first does not matter."""
    from ...model.observation.indicators import INDICATORS

    seeds, finished = tuple(seeds), tuple(finished)
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
    failures = tuple(done for done in finished if done.failed)
    return Comparison(
        names=tuple(names),
        seeds=seeds,
        values=values,
        funnels=funnels,
        failures=failures,
        alike=_alike(names, seeds, good),
    )


def _alike(names: Sequence[str], seeds: Sequence[int], good: Mapping[tuple[str, int], Summary]) -> tuple[bool, ...]:
    """For each name, whether its runs say the same as the baseline's, word for word, and there are any."""
    found = []
    for name in names:
        both = [seed for seed in seeds if (names[0], seed) in good and (name, seed) in good]
        found.append(bool(both) and all(good[names[0], seed] == good[name, seed] for seed in both))
    return tuple(found)


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
        seeds: Whole numbers from 0, each once.
        workers: Processes at once; as many as this machine has cores if None.
        progress: Called with the number of runs done, counting parts; raising in it ends the comparison. Where there is
            none, a notebook shows how far the runs are.
        redraw: Whether every seed draws the place anew, the same one for all scenarios.

    Raises:
        Stopped: Somebody pressed Ctrl-C, or stopped the cell of a notebook; it holds what was finished by then.
    """
    named = named_scenarios(scenarios)
    check_numbers(days=days, warmup=warmup)
    check_workers(workers)
    check_asides(progress, redraw)
    chosen = distinct_seeds(seeds)
    if redraw:
        for scenario in named.values():
            check_redraw(scenario)
    tasks = tasks_for(named, chosen, days, warmup, redraw=redraw)
    finished: list[Finished] = []
    try:
        finished.extend(run_many(tasks, workers, progress or shown_in_a_notebook(len(tasks), words(usual_language()))))
    except KeyboardInterrupt:
        raise Stopped(_of_whole_seeds(tuple(named), chosen, finished)) from None
    return assemble(tuple(named), chosen, finished)


def _of_whole_seeds(names: tuple[str, ...], seeds: Sequence[int], finished: list[Finished]) -> Comparison | None:
    """The comparison over those seeds that every scenario has lived through; None without any."""
    lived = {(done.task.name, done.task.seed) for done in finished}
    whole = [seed for seed in seeds if all((name, seed) in lived for name in names)]
    return assemble(names, whole, [done for done in finished if done.task.seed in whole]) if whole else None
