"""What a calibration leaves in its folder: JSON, tables as CSV and Parquet, worlds that fit the ledger."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...model.parameters import all_parameters
from ...scenarios.worlds import Kept, World, rounded, write_kept
from ..evidence.model_mark import model_mark
from ..runs.store import write_text
from ..runs.whole_file import whole_file
from ..studies.tables import table_of, write_table
from .figures import Meeting
from .finding import ENDS, FAR, Found
from .monthly import MONTHS, month_named
from .planning import Asked
from .posterior import QUANTILES, weighted_quantiles

FORMAT = 1
RESULT, WORLDS = "calibration.json", "worlds.csv"
Records = list[dict[str, Any]]


def assumption_rows(found: Found, asked: Asked) -> Records:
    """One row an assumption: what was believed, what is not ruled out, the posterior, the check; values in its unit."""
    rows = []
    last = found.matches[-1]
    for number, factor in enumerate(asked.factors):
        unit = all_parameters()[factor.name].about.unit
        row: dict[str, Any] = {"assumption": factor.name, "unit": unit}
        row |= {f"prior_{name}": factor.at(share) for name, share in (("low", 0.0), ("median", 0.5), ("high", 1.0))}
        for name, ends in (("not_ruled_out_low", last.low), ("not_ruled_out_high", last.high)):
            row[name] = _value(factor, float(ends[number]))
        if found.posterior is not None:
            column, weights = found.posterior.draws[:, number], found.posterior.weights
            values = weighted_quantiles(column, weights, QUANTILES)
            row |= {
                f"posterior_{round(100 * at):02d}": _value(factor, float(one))
                for at, one in zip(QUANTILES, values, strict=True)
            }
            row |= {"width": float(found.width[number]), "told": found.verdicts[number]}
        row |= {"ranks_chance": float(found.ranks.chance[number]), "ranks_covered": float(found.ranks.covered[number])}
        rows.append(row)
    return rows


def _value(factor: Any, share: float) -> Any:
    return None if math.isnan(share) else factor.at(share)


def month_rows(found: Found, where: Meeting) -> Records:
    """One row a value compared: the ledger, and the middle 90 % of runs before and after it, luck and error aside."""
    rows = []
    for number, (figure, month) in enumerate(zip(where.figures, where.months, strict=True)):
        row: dict[str, Any] = {"figure": figure, "month": month_named(month)}
        row |= {"month_of_runs": month_named(month + MONTHS * where.shift), "ledger": float(where.observed[number])}
        for name, ends in (("before", found.before), ("after", found.after)):
            if ends is not None:
                row |= {
                    f"{name}_{round(100 * at):02d}": float(one) for at, one in zip(ENDS, ends[:, number], strict=True)
                }
        rows.append({**row, "far": float(found.far[number]), "out_of_reach": bool(abs(found.far[number]) > FAR)})
    return rows


def draw_rows(found: Found, asked: Asked) -> Records:
    """One row a weighted draw of the posterior, in the units of the assumptions."""
    assert found.posterior is not None
    pairs = zip(found.posterior.draws, found.posterior.weights, strict=True)
    return [
        {"draw": number, "weight": float(weight), **asked.values(row)} for number, (row, weight) in enumerate(pairs)
    ]


def rank_rows(found: Found, asked: Asked) -> Records:
    """One row a planted truth: the share of the posterior's weight below it, by assumption."""
    return [
        {"truth": number, **{name: float(one) for name, one in zip(asked.names, row, strict=True)}}
        for number, row in enumerate(found.ranks.below)
    ]


def worlds_of(found: Found, asked: Asked, count: int, mark: str) -> Kept:
    """Equally likely worlds that fit the ledger; what is not sought keeps its default.

    Args:
        mark: Of this calibration, so that its worlds have names of their own.
    """
    assert found.posterior is not None
    worlds = tuple(
        World(f"ledger-{mark}-{number:03d}", {name: rounded(value) for name, value in asked.values(row).items()})
        for number, row in enumerate(found.posterior.sample(count))
    )
    return Kept(worlds, len(found.learned.at), model_mark())


def as_object(found: Found, asked: Asked, where: Meeting, about: dict[str, Any]) -> dict[str, Any]:
    """What `--json` prints and `calibration.json` holds; docs/how-to-calibrate.md says what it means.

    Args:
        about: What the command adds: files, draws, seeds.
    """
    matches = [{"not_ruled_out_share": one.share, "least_implausibility": one.least} for one in found.matches]
    ranks = {"truths": len(found.ranks.below), "flat": found.ranks.flat}
    ridges = [
        {"assumptions": [asked.names[one] for one, _ in ridge.members], "signs": [sign for _, sign in ridge.members]}
        | {"variance_left": ridge.left}
        for ridge in found.ridges
    ]
    return {
        "format": FORMAT,
        **about,
        "figures": list(where.names),
        "months": sorted({month_named(month) for month in where.months}),
        "years_moved": where.shift,
        "draws": len(found.learned.at),
        "components": len(found.learned.emulator) if found.learned.seen else 0,
        "foreseen_shares": [one.foreseen for one in found.learned.emulator],
        "waves": matches,
        "effective_draws": None if found.posterior is None else found.posterior.effective,
        "assumptions": assumption_rows(found, asked),
        "together": ridges,
        "ranks": ranks,
        "out_of_reach": [row for row in month_rows(found, where) if row["out_of_reach"]],
    }


def write_all(folder: Path, found: Found, asked: Asked, where: Meeting, result: dict[str, Any]) -> None:
    """Every file but the chart and the worlds.

    Args:
        result: What `as_object` gives.
    """
    tables = {"assumptions": assumption_rows(found, asked), "months": month_rows(found, where)}
    tables["ranks"] = rank_rows(found, asked)
    if found.posterior is not None:
        tables["posterior"] = draw_rows(found, asked)
    for name, rows in tables.items():
        table = table_of(rows)
        write_table(folder / f"{name}.parquet", table)
        with whole_file(folder / f"{name}.csv") as rough:
            table.to_pandas().to_csv(rough, index=False, encoding="utf-8-sig")
    write_text(folder / RESULT, json.dumps(_bare(result), ensure_ascii=False, indent=1))


def write_worlds(path: Path, kept: Kept) -> None:
    """The worlds as `shapan compare --draws` reads them; what lies there is kept under another name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".before.csv"))
    with whole_file(path) as rough:
        write_kept(rough, kept)


def _bare(thing: Any) -> Any:
    """The same as JSON knows it: no number is null."""
    if isinstance(thing, float | np.floating):
        return float(thing) if math.isfinite(thing) else None
    if isinstance(thing, dict):
        return {key: _bare(value) for key, value in thing.items()}
    return [_bare(one) for one in thing] if isinstance(thing, Sequence) and not isinstance(thing, str) else thing
