"""The picture of a study: lines across a factorial, differences of listed scenarios, or indices of factors.

Marks and line styles tell series apart where colours cannot; a mark that points up or down is the sign of a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..comparing.intervals import Paired, mean_interval
from ..comparing.sentences import label_with_unit
from ..runs.whole_file import whole_file
from ..sensitivity.indices import indices_of, method_of
from ..sensitivity.samples import read_sample
from ..sensitivity.writing import picture as picture_of_indices
from ..sensitivity.writing import plain_letters
from ..studies.findings import Known, known_values
from ..studies.opening import open_study, read_runs
from ..studies.plan import Plan
from . import levels, within

STYLES = (("#1b4f72", "o", "-"), ("#e08214", "s", "--"), ("#5e3c99", "^", ":"), ("#444444", "D", "-."))
UP, DOWN, FLAT = "#1b4f72", "#e08214", "#777777"
DPI = 100


def draw(path: Path, plan: Plan, folder: Path) -> None:
    """Draw the primary outcome of a study's folder as PNG."""
    designed = plan.file.uncertainty is not None and plan.file.uncertainty.size
    if plan.file.design.kind not in ("factorial", "listed") or designed:
        sample = read_sample(folder)
        method = method_of(sample, None)
        found = [one for one in indices_of(sample, method)[0] if one.outcome == plan.file.outcomes[0]]
        picture_of_indices(path, found, method)
        return
    _, record = open_study(folder)
    known = known_values(read_runs(folder), record)[plan.file.outcomes[0]]
    figure = _lines(plan, known) if plan.file.design.kind == "factorial" else _differences(plan, known)
    with whole_file(path) as rough:
        figure.savefig(rough, dpi=DPI, format="png")


def _scale(plan: Plan) -> float:
    return within.scale_of(plan.file.outcomes[0])[0]


def _lines(plan: Plan, known: Known) -> Any:
    """A panel for each combination of the third factor and later ones, a line for each value of the second."""
    from matplotlib.figure import Figure

    found = levels.by_setting(plan, known)
    rest = list(dict.fromkeys(setting[1:] for setting in found))
    figure = Figure(figsize=(4.2 * len(rest) + 0.6, 3.6), layout="constrained")
    panels = figure.subplots(1, len(rest), sharey=True, squeeze=False)[0]
    names = [factor.name for factor in plan.file.design.factors]
    for axes, others in zip(panels, rest, strict=True):
        mine = {setting: values for setting, values in found.items() if setting[1:] == others}
        for number, (setting, values) in enumerate(mine.items()):
            _line(
                axes,
                values,
                f"{names[1].rpartition('.')[2]} {levels.plain(setting[0])}" if setting else "",
                (number, _scale(plan)),
            )
        axes.set_title(
            ", ".join(f"{name.rpartition('.')[2]} {value}" for name, value in zip(names[2:], others, strict=True))
        )
        axes.set_xlabel(names[0])
    panels[0].set_ylabel(label_with_unit(plan.file.outcomes[0], "en"))
    panels[-1].legend(fontsize="small")
    return figure


def _line(axes: Any, values: dict[Any, dict[int, float]], label: str, style: tuple[int, float]) -> None:
    number, scale = style
    colour, mark, dashes = STYLES[number % len(STYLES)]
    found = [mean_interval(list(by_unit.values())) for by_unit in values.values()]
    halves = [scale * ((one.hi or one.value) - one.value) for one in found]
    places, means = range(len(found)), [scale * one.value for one in found]
    axes.errorbar(places, means, halves, color=colour, marker=mark, linestyle=dashes, label=label, capsize=3)
    axes.set_xticks(places, [levels.plain(value) for value in values])


def _differences(plan: Plan, known: Known) -> Any:
    """A row a scenario: its paired difference from the first, or from the first of its part."""
    from matplotlib.figure import Figure

    rows = _rows(plan, known)
    figure = Figure(figsize=(7.6, 0.9 + 0.32 * len(rows)), layout="constrained")
    axes, scale = figure.subplots(), _scale(plan)
    for height, (_, pair) in enumerate(reversed(rows)):
        value = scale * pair.difference
        mark, colour = (">", UP) if value > 0 else ("<", DOWN) if value < 0 else ("o", FLAT)
        if pair.judged_lo is not None and pair.judged_hi is not None:
            axes.plot([scale * pair.judged_lo, scale * pair.judged_hi], [height, height], color="black", linewidth=1.4)
        axes.plot(value, height, mark, color=colour, markersize=8, markeredgecolor="black")
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.set_yticks(range(len(rows)), [plain_letters(name.replace(within.BETWEEN, ": ")) for name, _ in reversed(rows)])
    figure.supxlabel(f"{label_with_unit(plan.file.outcomes[0], 'en')}, difference", fontsize="medium")
    return figure


def _rows(plan: Plan, known: Known) -> Sequence[tuple[str, Paired]]:
    of = plan.file.outcomes[0], within.looks_of(plan)
    parts = within.parts(plan.names) or {plan.names[0]: list(plan.names[1:])}
    found = [(name, within.pairs(known, part, name, of)) for part, names in parts.items() for name in names]
    return [(name, pair) for name, pair in found if pair is not None]
