"""Types of arrays, each named by what it holds; shapes stand where an array is declared or documented."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]
Keys = NDArray[np.uint64]
"""Keys of random numbers (`hashing`)."""
Ids = NDArray[np.int64]
"""Numbers of residents, pools or projects."""
Rows: TypeAlias = Any
"""A table whose columns are attributes (a record array): one need, pool or mind lies in one place in memory."""


def among(column: NDArray[np.integer], wanted: Iterable[int]) -> Bools:
    """Which numbers of a column are one of a handful; what `np.isin` says, which sorts before it looks."""
    column = np.ascontiguousarray(column)  # one of a table lies scattered over its rows, and is read once a number
    found = np.zeros(column.shape, np.bool_)
    for one in wanted:
        found |= column == one
    return found


def listed(column: NDArray[np.integer], known: Container[int]) -> Bools:
    """Which numbers of a column stand in a set or in the keys of a dictionary, however many these are."""
    return np.fromiter((one in known for one in column.tolist()), np.bool_, len(column))
