"""A sample of layouts on disk: a file each, as `grid.layout = "drawn"` reads them, and how they were drawn."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.place import Place
from ...scenarios.layout_file import read_layout
from ..runs.refusing import Refused
from ..runs.store import write_text
from ..runs.whole_file import whole_file
from .sampling import Mixing, Sample

FORMAT = 1
RECORD = "layouts.json"


@dataclass(frozen=True, eq=False)
class Kept:
    """A sample as it was read: its record, and a grid for every cell of each layout by the name of its file."""

    record: dict[str, Any]
    names: tuple[str, ...]
    layouts: tuple[NDArray[np.int32], ...]
    paths: tuple[Path, ...]


def place_mark(place: Place) -> str:
    """A fingerprint of a place, so that layouts of one are never laid on another of the same name."""
    return hashlib.sha256(json.dumps(place.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()[:16]


def write_sample(folder: Path, sample: Sample, record: dict[str, Any]) -> None:
    """A new folder; the record comes last and says that all files are whole.

    Raises:
        Refused: The folder holds something already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refused("refused.out_taken", path=folder)
        names = [f"layout_{number:04d}.csv" for number in range(1, len(sample.layouts) + 1)]
        for name, one in zip(names, sample.layouts, strict=True):
            write_layout(folder / name, one.tolist())
        values = {"format": FORMAT, "kind": "layouts", **record, "files": names}
        values |= {"mixing": [mixing_object(one) for one in sample.mixing]}
        write_text(folder / RECORD, json.dumps(values, ensure_ascii=False, indent=1))
    except OSError as fault:
        raise Refused("refused.out_unwritable", path=folder, why=fault.strerror or str(fault)) from fault


def mixing_object(one: Mixing) -> dict[str, Any]:
    """How well one community was drawn; what no number says is null."""
    return {**asdict(one), "r_hat": one.r_hat if math.isfinite(one.r_hat) else None}


def write_layout(path: Path, grid_of_cell: Sequence[int]) -> None:
    """One drawn layout file: which grid each cell belongs to."""
    with whole_file(path) as rough, rough.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(["cell", "grid"])
        rows.writerows(enumerate(grid_of_cell))


def read_sample(folder: str | Path) -> Kept:
    """A sample that `write_sample` wrote.

    Raises:
        Refused: There is none, or it is damaged.
    """
    where = Path(folder)
    try:
        record = json.loads((where / RECORD).read_text(encoding="utf-8"))
        if record["format"] != FORMAT or record["kind"] != "layouts":
            raise ValueError("format")
        names = tuple(str(name) for name in record["files"])
        if any(Path(name).name != name for name in names) or not names:
            raise ValueError("files")
        needed = record["place"], record["place_mark"], record["grids"], record["spread"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        raise Refused("layouts.no_sample", path=folder, why=why) from fault
    del needed
    paths = tuple(where / name for name in names)
    return Kept(record, names, tuple(grid_of_cell(path) for path in paths), paths)


def grid_of_cell(path: str | Path) -> NDArray[np.int32]:
    """A drawn layout as a grid for every cell.

    Raises:
        InputFault: The file is no drawn layout.
    """
    return np.array([grid for _, grid in read_layout(str(path))], np.int32)
