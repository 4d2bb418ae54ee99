"""The folder of a calibration: `wave-1`, `wave-2`, … each a study folder, and what their runs show by month."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...model.arrays import Floats
from ..runs.refusing import Refused
from ..runs.store import MANIFEST
from ..studies.keeping import StudyFolder
from ..studies.opening import DESIGN, NO_FAULT, RUNS, open_study
from ..studies.tables import read_parquet
from .figures import Meeting, figures_of
from .planning import SHARE, Asked, WavePlan, first_wave, wave_plan

DAILY = "daily.parquet"


@dataclass(frozen=True)
class Wave:
    """What a wave has shown.

    Attributes:
        at: Where it ran, as shares of beliefs; shape (draws, assumptions). Draws of which a run failed are left out.
        runs: Figures of every draw and seed; shape (draws, seeds, values).
        failed: Draws left out.
    """

    at: Floats
    runs: Floats
    failed: int


def wave_folder(folder: Path, number: int) -> Path:
    """Where a wave is kept, from 1."""
    return folder / f"wave-{number}"


def begun(folder: Path, number: int, asked: Asked, before: int) -> WavePlan | None:
    """The plan of a wave that was begun before: as it was drawn then; None where it was not.

    Raises:
        Refused: The design that lies there is of other assumptions, or a first wave of other draws.
    """
    path = wave_folder(folder, number)
    if not (path / DESIGN).is_file() or not (path / MANIFEST).is_file():
        return None
    table = read_parquet(path / DESIGN)
    columns = [f"{SHARE}{name}" for name in asked.names]
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise Refused("calibrate.other_assumptions", folder=path, names=", ".join(asked.names))
    at = np.stack([np.asarray(table[name], float) for name in columns], axis=1)
    if number == 1 and not np.array_equal(at, first_wave(asked)):
        raise Refused("refused.resume", what="draws", there=len(at), asked=asked.draws)
    return wave_plan(asked, at, before)


def opened(store: StudyFolder) -> bool:
    """The folder of a wave ready to be written to, gone on with where it was begun; False where all runs are there.

    Raises:
        Refused: It holds something else, or nobody may write there.
    """
    if (store.path / MANIFEST).exists():
        return store.take_up(open_study(store.path)[1])
    store.begin()
    return True


def read_wave(folder: Path, plan: WavePlan, where: Meeting) -> Wave:
    """The figures of a wave that is done."""
    runs = read_parquet(folder / RUNS).select(["run_id", "point", "replication", "stage"]).to_pandas()
    runs = runs[runs["stage"].isin(NO_FAULT)].sort_values(["point", "replication"])
    seeds = len(plan.file.seeds)
    many = runs.groupby("point")["run_id"].transform("count")
    whole = runs[many == seeds]
    at = np.array([[point.marks[f"{SHARE}{name}"] for name in plan.factors] for point in plan.points])
    kept = whole["point"].unique()
    if not len(kept):
        return Wave(at[:0], np.zeros((0, seeds, len(where.figures))), len(plan.points))
    table = read_parquet(folder / DAILY).select(["run_id", "date", "indicator", "value"]).to_pandas()
    figures = figures_of(table, list(whole["run_id"]), where).reshape(len(kept), seeds, -1)
    return Wave(at[kept], figures, len(plan.points) - len(kept))
