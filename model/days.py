"""How a district lives its days: by compiled kernels, or by their plain twins where there are none."""

from __future__ import annotations

from .engine import HAS_NUMBA

if HAS_NUMBA:
    from .journey import live, readmit
else:
    from .plain.journey import live, readmit

__all__ = ["live", "readmit"]
