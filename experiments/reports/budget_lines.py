"""What each line of the ledger bought, summed over communities and years, and what an hour and a need met cost.

Made from the table `run.bought`; a figure that does not apply to a line is missing, never nought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SUMMED = ("yuan", "hours", "hours_used", "needs_met", "needs_prevented", "needs_brought", "count")
REWARDED = {"volunteers": ("points",)}
"""Lines whose hours other lines pay for as well; what those pay counts in the price of an hour and of a need."""


def totals(bought: pd.DataFrame, year: int | None = None, community: int | None = None) -> pd.DataFrame:
    """What each line cost and brought, one row a line in the ledger's order, lines outside the ledger last.

    Args:
        bought: `run.bought`.
        year: A calendar year; all measured days if None.
        community: One community; all, with what the whole district pays, if None.

    Returns:
        `line`, the sums of `run.bought`, `yuan_per_hour` (offered) and `yuan_per_need_met`. What works and goods spare
        has no price: it is paid in one year and goes on for several.
    """
    chosen = bought
    if year is not None:
        chosen = chosen[chosen.year == year]
    if community is not None:
        chosen = chosen[chosen.community == community]
    sums = chosen.groupby("line")[list(SUMMED)].sum(min_count=1)
    sums = sums.loc[[line for line in _in_order() if line in sums.index]]
    price = sums.yuan.copy()
    for line, others in REWARDED.items():
        if line in price.index:
            price[line] += sums.yuan.reindex(others).sum()
    paid = price.where(price > 0.0)
    sums["yuan_per_hour"] = paid / sums.hours.where(sums.hours > 0.0)
    sums["yuan_per_need_met"] = paid / sums.needs_met.where(sums.needs_met > 0.0)
    return sums.reset_index()


def line_label(line: str, language: str) -> str:
    """What a line is called."""
    from ...model.ledger.ledger import ACCOUNTS
    from ...model.ledger.payers import OUTSIDE

    named = ACCOUNTS[line] if line in ACCOUNTS else OUTSIDE[line]
    return named.zh if language == "zh" else named.en


def outside(line: str) -> bool:
    """Whether nobody's payment in the ledger stands behind a line."""
    from ...model.ledger.payers import OUTSIDE

    return line in OUTSIDE


def _in_order() -> tuple[str, ...]:
    from ...model.observation.budget_lines import LINES

    return LINES
