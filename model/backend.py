"""How a district lives its days: by compiled kernels, or by their plain twins where there are none."""

from __future__ import annotations

from .engine import HAS_NUMBA

if HAS_NUMBA:
    from .day import (
        hasten,
        live,
        readmit,
        recall,
        restack,
        transfer,
    )
else:
    from .reference.day import (
        hasten,
        live,
        readmit,
        recall,
        restack,
        transfer,
    )

__all__ = ["hasten", "live", "readmit", "recall", "restack", "transfer"]
