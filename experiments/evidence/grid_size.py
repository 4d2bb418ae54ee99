"""How big should a grid be? Coverage over households per grid, whole and with one mechanism taken out at a time.

`python -m shapan.experiments.evidence.grid_size docs/grid-size.md` makes what is missing of the runs, keeps each in
`results/grid-size-runs.csv`, and writes the page, its picture and, beside it, `grid-size.csv`. `--minutes` stops it in
time; started again it goes on. `--no-runs` writes the page from the stored coverages. Posts per 1,000 households stay
fixed, so that small and big grids cost the same; every difference is paired by seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..comparing.intervals import Interval, mean_interval
from ..runs.task import Task
from .marked_tables import UNKNOWN, marks_of, read_rows, write_rows
from .stored_runs import Stored, make, of_this_model, read_runs, seed_by_seed

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

RUNS = Path("results/grid-size-runs.csv")
SIZES = (80, 160, 320, 640, 1200)
PAIRS = {"standard_town": 16, "yantian": 6}
DAYS = 365
# What each variant takes out, as (levers, assumptions).
VARIANTS: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "whole": ({}, {}),
    "without familiarity": (
        {},
        {
            "hearing.familiarity_residents": 5000.0,
            "hearing.familiarity_share_of_patrol": 0.0,
            "service.unfamiliar_slowdown": 0.0,
        },
    ),
    "without walking": ({}, {"hearing.detour_factor": 0.0}),
    "without pooling loss": ({"grid.base_per_party_grid": 12, "grid.pooled_share": 1.0}, {}),
    "without overhead": ({}, {"service.grid_overhead_hours": 0.0}),
}


@dataclass(frozen=True)
class Curve:
    """Coverage at each size, seed by seed, under one variant on one place."""

    place: str
    variant: str
    coverage: Mapping[int, tuple[float, ...]]

    @property
    def best(self) -> int:
        """The size with the highest mean coverage."""
        return max(SIZES, key=lambda size: sum(self.coverage[size]))

    def mean(self, size: int) -> float:
        """Mean coverage at one size."""
        return sum(self.coverage[size]) / len(self.coverage[size])

    def gain_of_best(self, size: int) -> Interval:
        """Paired gain of the best size over another."""
        return mean_interval([a - b for a, b in zip(self.coverage[self.best], self.coverage[size], strict=True)])


@dataclass(frozen=True)
class Point:
    """Coverage of one run: the place, what was taken out, households per grid, the seed, the model that made it."""

    place: str
    variant: str
    households: int
    seed: int
    coverage: float
    model: str = UNKNOWN


def scenarios_of(place: str, variant: str) -> dict[str, Scenario]:
    """Name of a run's step -> its scenario, one per size."""
    from ...scenarios.library import load

    levers, assumptions = VARIANTS[variant]
    base = load("status_quo").with_place(place).set_many(levers)
    for name, value in assumptions.items():
        base = base.assume(name, value)
    return {f"{variant} | {size}": base.set("grid.households_per_grid", size) for size in SIZES}


def tasks(pairs: Mapping[str, int] | None = None, days: int = DAYS) -> list[Task]:
    """Every run of the study, place by place and seed by seed, each in a place drawn anew."""
    every: list[Task] = []
    for place, count in (PAIRS if pairs is None else pairs).items():
        steps = {name: one for variant in VARIANTS for name, one in scenarios_of(place, variant).items()}
        every += seed_by_seed(steps, range(1, count + 1), days)
    return every


def points(runs: Iterable[Stored]) -> list[Point]:
    """What the page needs of stored runs, sorted."""
    found = []
    for run in runs:
        variant, _, size = run.step.partition(" | ")
        where = run.place, variant, int(size), run.seed
        found.append(Point(*where, coverage=run.values["coverage"], model=run.model))
    order = {name: at for at, name in enumerate(VARIANTS)}
    return sorted(found, key=lambda one: (one.place, order[one.variant], one.households, one.seed))


def curves(found: Sequence[Point]) -> list[Curve]:
    """One curve a place and variant, over the seeds that every size of it knows."""
    by: dict[tuple[str, str], dict[int, dict[int, float]]] = {}
    for one in found:
        by.setdefault((one.place, one.variant), {}).setdefault(one.households, {})[one.seed] = one.coverage
    made = []
    for (place, variant), sizes in by.items():
        seeds = sorted(set.intersection(*(set(sizes.get(size, {})) for size in SIZES)))
        if seeds:
            made.append(Curve(place, variant, {size: tuple(sizes[size][seed] for seed in seeds) for size in SIZES}))
    return made


def read(path: Path) -> list[Point]:
    """The stored coverages; none where there is no file."""
    return read_rows(path, Point)


def page(found: Sequence[Point]) -> str:
    """The page of the docs, in Markdown."""
    shown = curves(found)
    lines = [
        "# How big should a grid be?",
        "",
        "Generated by `python -m shapan.experiments.evidence.grid_size docs/grid-size.md`; do not edit by hand.",
        "Coverages of single runs stand in [grid-size.csv](grid-size.csv).",
        "",
        "Coverage by households per base grid under the status quo, at the same number of posts per 1,000 households,",
        f"over {DAYS} measured days, every pair in a place drawn anew. The best size is an outcome",
        "of the model. Workers of small grids know more of the residents, walk less",
        "and detect more. But each grid has only a fraction of a post, so that one long case or one absence stops it,",
        "and every grid costs its own overhead. Each variant takes one of these out.",
        f"Model {', '.join(f'`{mark}`' for mark in sorted(marks_of(found)))}.",
        "",
        "![Coverage by grid size](pictures/grid_size.png)",
        "",
    ]
    for place in dict.fromkeys(curve.place for curve in shown):
        lines += _table([curve for curve in shown if curve.place == place])
    return "\n".join(lines)


def _table(shown: list[Curve]) -> list[str]:
    sizes = " | ".join(str(size) for size in SIZES)
    pairs = len(shown[0].coverage[SIZES[0]])
    lines = [f"## {shown[0].place}, {pairs} pairs", ""]
    lines += [
        f"| coverage, % | {sizes} | best | best − {SIZES[0]} | best − {SIZES[-1]} |",
        "|" + "---|" * (len(SIZES) + 4),
    ]
    for curve in shown:
        means = " | ".join(f"{100 * curve.mean(size):.1f}" for size in SIZES)
        ends = " | ".join(_points(curve.gain_of_best(size)) for size in (SIZES[0], SIZES[-1]))
        lines.append(f"| {curve.variant} | {means} | {curve.best} | {ends} |")
    return [*lines, ""]


def _points(gain: Interval) -> str:
    if gain.lo is None or gain.hi is None or gain.lo == gain.hi == 0.0:
        return "–"
    return f"{100 * gain.value:.1f} [{100 * gain.lo:.1f}, {100 * gain.hi:.1f}]"


def picture(shown: list[Curve], path: Path) -> None:
    """One panel a place, one line a variant."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    places = list(dict.fromkeys(curve.place for curve in shown))
    figure, panels = pyplot.subplots(1, len(places), figsize=(4.6 * len(places), 3.6), squeeze=False, sharey=False)
    for panel, place in zip(panels[0], places, strict=True):
        for curve, mark in zip([curve for curve in shown if curve.place == place], "osd^v", strict=False):
            panel.plot(SIZES, [100 * curve.mean(size) for size in SIZES], marker=mark, label=curve.variant)
        panel.set_xscale("log")
        panel.set_xticks(SIZES, [str(size) for size in SIZES])
        panel.minorticks_off()
        panel.set(title=place, xlabel="households per base grid", ylabel="coverage, %")
        panel.grid(alpha=0.3)
    panels[0][0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, store, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path, nargs="?", default=Path("docs/grid-size.md"))
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--no-runs", action="store_true")
    asked = parser.parse_args(typed)
    table = asked.page.with_suffix(".csv")
    if not asked.no_runs:
        wanted = tasks()
        left = make(wanted, asked.runs, ("coverage",), asked.minutes, asked.workers)
        write_rows(table, Point, points(of_this_model(read_runs(asked.runs), wanted)))
        print(f"{left} runs left; started again it goes on" if left else "all made")
    found = read(table)
    asked.page.write_text(page(found), encoding="utf-8")
    picture(curves(found), asked.page.parent / "pictures" / "grid_size.png")


if __name__ == "__main__":
    main()
