"""Grids drawn by hand: a CSV file that says to which grid each cell belongs."""

from __future__ import annotations

import csv
import io

from .faults import InputFault
from .reading import decode, read_bytes


def read_layout(file: str) -> tuple[tuple[int, int], ...]:
    """(cell, grid) pairs of a drawn layout, by cell; each cell once."""
    rows = list(csv.reader(io.StringIO(decode(read_bytes(file), file))))
    if not rows or [name.strip() for name in rows[0]] != ["cell", "grid"]:
        raise InputFault("bad_layout_row", allowed="cell,grid", at=(file, 1))
    pairs: dict[int, int] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        try:
            cell, grid = (int(part) for part in row)
        except ValueError:
            raise InputFault("bad_layout_row", at=(file, line)) from None
        if cell < 0 or grid < 0:
            raise InputFault("bad_layout_row", at=(file, line))
        if cell in pairs:
            raise InputFault("given_twice", f"cell {cell}", at=(file, line))
        pairs[cell] = grid
    return tuple(sorted(pairs.items()))
