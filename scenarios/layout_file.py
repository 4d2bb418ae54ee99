"""Grids drawn by hand: a CSV file that says to which grid each cell belongs."""

from __future__ import annotations

import csv
import io
import re

from .faults import InputFault
from .reading import decode, read_bytes

MOST = 2**31 - 1  # numbers of cells and grids are held in 32 bits
ALLOWED = f"0–{MOST:,}"
WHOLE = re.compile(r"[0-9]{1,10}")


def read_layout(file: str) -> tuple[tuple[int, int], ...]:
    """(cell, grid) pairs of a drawn layout, by cell; each cell once."""
    # Old Macintosh line ends are line ends too.
    text = decode(read_bytes(file), file).replace("\r", "\n")
    reader = csv.reader(io.StringIO(text))
    rows = []
    try:
        rows.extend((reader.line_num, row) for row in reader)
    except csv.Error as fault:
        raise InputFault("broken_csv", details={"why": str(fault)}, at=(file, reader.line_num)) from None
    if not rows or [name.strip() for name in rows[0][1]] != ["cell", "grid"]:
        raise InputFault("bad_layout_row", allowed="cell,grid", at=(file, 1))
    pairs: dict[int, int] = {}
    for line, row in rows[1:]:
        if not row:
            continue
        if len(row) != 2 or not all(WHOLE.fullmatch(part.strip()) for part in row):
            raise InputFault("bad_layout_row", allowed=ALLOWED, at=(file, line))
        cell, grid = (int(part) for part in row)
        if max(cell, grid) > MOST:
            raise InputFault("bad_layout_row", allowed=ALLOWED, at=(file, line))
        if cell in pairs:
            raise InputFault("given_twice", f"cell {cell}", at=(file, line))
        pairs[cell] = grid
    return tuple(sorted(pairs.items()))
