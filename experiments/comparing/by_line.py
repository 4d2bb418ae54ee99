"""What each line of the budget cost in two worlds of one seed, and how sure the difference is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..reports.budget_lines import outside, totals
from .intervals import judged_interval, mean_interval

if TYPE_CHECKING:
    import pandas as pd

    from ...model.observation.record import Run

DAYS_A_YEAR = 365.0  # as the indicators count years
COLUMNS = ("line", "before", "after", "difference", "lo", "hi", "judged_lo", "judged_hi", "pairs")


def by_line(before: Mapping[int, Run], after: Mapping[int, Run]) -> pd.DataFrame:
    """Yuan a resident and year of every line that anybody's payment stands behind, in the ledger's order.

    Args:
        before: Seed -> run of the first scenario.
        after: The same of the second, on the same place and days.

    Returns:
        One row a line that cost anything in either: means over the seeds of both, the paired difference with its
        interval of a single look (`lo`, `hi`) and the one that holds at every look (`judged_lo`, `judged_hi`), both of
        95 %; an interval that so few pairs cannot have is missing. The differences of all lines add up to that of all
        that was spent.
    """
    import pandas as pd

    seeds = [seed for seed in before if seed in after]
    spent = [(_spent(before[seed]), _spent(after[seed])) for seed in seeds]
    names = [line for line in _lines() if any(line in one or line in other for one, other in spent)]
    rows = []
    for line in names:
        pairs = [(one.get(line, 0.0), other.get(line, 0.0)) for one, other in spent]
        gaps = [other - one for one, other in pairs]
        mean, judged = mean_interval(gaps), judged_interval(gaps)
        means = [sum(values) / len(pairs) for values in zip(*pairs, strict=True)]
        rows.append((line, *means, mean.value, mean.lo, mean.hi, judged.lo, judged.hi, len(pairs)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _lines() -> tuple[str, ...]:
    from ...model.observation.budget_lines import LINES

    return tuple(line for line in LINES if not outside(line))


def _spent(run: Run) -> dict[str, float]:
    """Line -> yuan a resident and year, where it cost anything."""
    found = totals(run.bought)
    per = DAYS_A_YEAR / run.days / run.residents
    return {row.line: row.yuan * per for row in found.itertuples() if row.yuan and not outside(row.line)}
