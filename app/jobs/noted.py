"""A run together with what was noted of its residents: one value from the worker to whoever puts runs side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ...model.observation.record import Run

Task = tuple[int, int]


@dataclass(frozen=True)
class Noted:
    """A finished run and a table beside it, which lie in caches of their own and may be swept away one by one.

    Attributes:
        run: The run.
        residents: A row a resident, as `runs.fates` writes it; None where nobody noted them.
    """

    run: Run
    residents: pd.DataFrame | None


def apart(runs: Mapping[Task, Any]) -> tuple[dict[Task, Run], dict[Task, pd.DataFrame]]:
    """The runs of a job, and by the same (column, seed) the tables of residents of those that have one."""
    alone = {task: one.run if isinstance(one, Noted) else one for task, one in runs.items()}
    noted = {task: one.residents for task, one in runs.items() if isinstance(one, Noted) and one.residents is not None}
    return alone, noted
