"""Indices as files beside the runs of a study: Parquet, CSV that spreadsheets open, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..comparing.sentences import label
from ..reports.wording import words
from ..runs.refusing import Refused
from ..runs.whole_file import whole_file
from ..studies.export import write_csv
from ..studies.tables import table_of, write_table
from .indices import LEADING, Index, ordered

NAME = "sensitivity"
MOST_BARS = 20
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
SYMBOLS = {"mu_star": "μ*", "sigma": "σ", "pawn": "PAWN"}
LEADS, SECONDS = "#1b4f72", "#e08214"


def write_indices(folder: Path, found: Sequence[Index], method: str, outcome: str) -> list[Path]:
    """Write `sensitivity.parquet`, `.csv` and `.png`; the picture shows one outcome.

    Raises:
        Refused: There is no room, or nothing can be written there.
    """
    rows = [asdict(one) for one in found]
    paths = [folder / f"{NAME}.{end}" for end in ("parquet", "csv", "png")]
    try:
        write_table(paths[0], table_of(rows))
        write_csv(paths[1], table_of([{name: harmless(value) for name, value in row.items()} for row in rows]))
        picture(paths[2], [one for one in found if one.outcome == outcome], method)
    except OSError as fault:
        raise Refused("refused.export", path=folder, why=fault.strerror or str(fault)) from fault
    return paths


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, with a mark before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_OF_FORMULAS) else value


def picture(path: Path, found: Sequence[Index], method: str) -> None:
    """Bars of the leading index with intervals, a panel a target, in English and in the unit the tables have.

    A second index (S1, or σ) is a diamond, so that no colour alone tells the two apart.
    """
    from matplotlib.figure import Figure

    targets = list(dict.fromkeys((one.scenario, one.baseline) for one in found)) or [("", "")]
    bars = min(MOST_BARS, max(2, len({one.factor for one in found})))
    figure = Figure(figsize=(8.0, (1.4 + 0.32 * bars) * len(targets)), layout="constrained")
    for number, (scenario, baseline) in enumerate(targets, 1):
        axes = figure.add_subplot(len(targets), 1, number)
        mine = [one for one in found if (one.scenario, one.baseline) == (scenario, baseline)]
        _panel(axes, mine, method)
        title = f"{scenario} - {baseline}" if baseline else scenario
        outcome = label(mine[0].outcome, "en") if mine else ""
        axes.set_title(plain_letters(f"{outcome}: {title}" if title else outcome), loc="left")
    with whole_file(path) as rough:
        figure.savefig(rough, dpi=110, format="png")


def plain_letters(text: str) -> str:
    """The text as every font can show it and as no mathematics; other letters become question marks."""
    return text.encode("ascii", "replace").decode().replace("$", r"\$")


def _panel(axes: Any, found: Sequence[Index], method: str) -> None:
    names = ordered(found, method)[:MOST_BARS][::-1]
    lead, second = LEADING[method], {"sobol": "S1", "morris": "sigma"}.get(method)
    by_key = {(one.factor, one.index): one for one in found}
    scale, unit = _scale(found[0].outcome, method) if found else (1.0, "")
    for height, name in enumerate(names):
        one = by_key[name, lead]
        axes.barh(height, scale * one.value, color=LEADS, label=SYMBOLS.get(lead, lead) if height == 0 else None)
        if one.lo is not None and one.hi is not None:
            axes.plot([scale * one.lo, scale * one.hi], [height, height], color="black", linewidth=1.5)
    shown = {height: by_key[name, second].value for height, name in enumerate(names) if (name, second) in by_key}
    for first, (height, value) in zip([True] + [False] * len(shown), shown.items(), strict=False):
        told = SYMBOLS.get(second, second) if first else None
        axes.plot(scale * value, height, "D", color=SECONDS, markeredgecolor="black", label=told)
    floor = next((one.floor for one in found if one.floor is not None), None)
    if floor is not None:
        axes.axvline(floor, color="black", linestyle="--", label="reached by chance in 1 of 20")
    axes.set_yticks(range(len(names)), [plain_letters(name) for name in names])
    axes.set_xlabel(f"{SYMBOLS.get(lead, lead)}{f', {unit}' if unit else ''}")
    if names:
        axes.legend(loc="lower right")


def _scale(outcome: str, method: str) -> tuple[float, str]:
    """By what Morris' figures are multiplied, and their unit; the others have none."""
    from ...model.observation.indicators import INDICATORS

    if method != "morris":
        return 1.0, ""
    unit = INDICATORS[outcome].unit
    return (100.0, words("en").unit("points")) if unit == "share" else (1.0, words("en").unit(unit))
