"""How kernels are compiled: numba where it is installed, plain Python where it is not.

A kernel is a small function over arrays. Each has a plain twin (`plain.py` beside it) written without numba,
which the tests hold it against and which is used when numba is absent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # the plain engine still gives the same answers, slowly
    numba = None

HAS_NUMBA = numba is not None


def compiled(kernel: Kernel) -> Kernel:
    """Compile one kernel without touching its arithmetic: no fast-math, so that twins agree to the bit."""
    if not HAS_NUMBA:
        return kernel
    made: Kernel = numba.njit(nogil=True, cache=True, error_model="numpy")(kernel)
    return made


def inlined(kernel: Kernel) -> Kernel:
    """Compile a few-line helper into its callers."""
    if not HAS_NUMBA:
        return kernel
    made: Kernel = numba.njit(nogil=True, cache=True, error_model="numpy", inline="always")(kernel)
    return made
