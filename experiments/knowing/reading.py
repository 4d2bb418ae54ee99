"""What a finished study with draws of assumptions holds: every scenario in every draw, and what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...model.arrays import Floats
from ...scenarios.faults import nearest_name
from ..runs.refusing import Refused
from ..studies.opening import NO_FAULT, open_study, read_runs
from ..studies.tables import read_parquet

DRAWS = "draws.parquet"
OF_A_DRAW = ("draw", "world")
FEWEST_DRAWS = 20


@dataclass(frozen=True)
class Known:
    """One outcome of a study.

    Attributes:
        outcome: Name of the indicator.
        scenarios: Names, in the order of points.
        values: As the indicator is told; shape (scenarios, draws, seeds).
        sign: +1 where higher is better, −1 where lower is.
        columns: Assumption -> its value in every draw.
        left_out: Draws in which a run is missing or cannot know the outcome.
    """

    outcome: str
    scenarios: tuple[str, ...]
    values: Floats
    sign: float
    columns: dict[str, Sequence[Any]]
    left_out: int


def read_known(folder: str | Path, indicator: str | None = None) -> Known:
    """The primary outcome of a study, or another that its runs know.

    Raises:
        Refused: It is no study, has no draws, fewer than two scenarios, or the outcome has no better direction.
    """
    from ...model.observation.indicators import INDICATORS

    where, record = open_study(folder)
    outcome = indicator or record["outcomes"][0]
    if outcome not in INDICATORS:
        raise Refused("knowing.unknown", name=outcome, nearest=nearest_name(outcome, INDICATORS) or "coverage")
    about = INDICATORS[outcome]
    if about.better == "none":
        raise Refused("knowing.no_direction", name=outcome)
    if not record["draws"] or record["points"] < 2 or not (where / DRAWS).is_file():
        raise Refused("knowing.no_choice", path=folder)
    runs = read_runs(where)
    if outcome not in runs.column_names:
        raise Refused("knowing.not_in_runs", name=outcome)
    rows = [row for row in runs.to_pylist() if row["stage"] in NO_FAULT and row[outcome] is not None]
    shape = (record["points"], record["draws"], len(record["seeds"]))
    values, names = np.full(shape, np.nan), [""] * shape[0]
    for row in rows:
        values[row["point"], row["draw"], row["replication"]] = float(row[outcome])
        names[row["point"]] = row["scenario"]
    whole = np.flatnonzero(np.isfinite(values).all(axis=(0, 2)))
    if len(whole) < FEWEST_DRAWS:
        raise Refused("knowing.few_draws", got=len(whole), fewest=FEWEST_DRAWS)
    table = read_parquet(where / DRAWS).to_pylist()
    columns: dict[str, Sequence[Any]] = {
        name: [table[draw][name] for draw in whole] for name in table[0] if name not in OF_A_DRAW
    }
    sign = -1.0 if about.better == "lower" else 1.0
    return Known(outcome, tuple(names), values[:, whole], sign, columns, left_out=shape[1] - len(whole))
