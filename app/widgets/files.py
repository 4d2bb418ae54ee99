"""Tables as files take them: numbers as numbers in their own unit, codes beside words, and column names that stay.

A file of a comparison also says where and in which worlds it was run, so that it can be read without the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from ...experiments.comparing.compare import Comparison
from ...model.observation.indicators import INDICATORS
from ..jobs.request import Request
from ..jobs.result import Finding
from .language import Words
from .verdicts import label_of


def of_run(data: pd.DataFrame, request: Request, worlds: int | None = None) -> pd.DataFrame:
    """The table with its place, seeds and days at the end of every row.

    Args:
        worlds: How many of the request's worlds the numbers come from, where it is not all of them.
    """
    return data.assign(
        place=request.columns[0].place,
        first_seed=request.seed,
        worlds=request.reps if worlds is None else worlds,
        days=request.days,
        warmup_days=request.warmup,
    )


DIFFERENCES = (
    "indicator",
    "label",
    "unit",
    "baseline",
    "scenario",
    "baseline_value",
    "value",
    "difference",
    "lo",
    "hi",
    "wins",
    "pairs",
    "verdict",
    "judged_lo",
    "judged_hi",
    "level",
)


def differences_file(comparison: Comparison, say: Words, wanted: Iterable[str] = ()) -> pd.DataFrame:
    """Indicator by indicator: both means, the paired difference, pairs in which it is better, and the verdict.

    `lo` and `hi` end the 95 % interval of one look; the verdict rests on `judged_lo` to `judged_hi`, at `level`,
    however often somebody looks.

    Args:
        wanted: Only these indicators; all of them where none is named.
    """
    known, rows = set(wanted), []
    for indicator, means in comparison.indicators.items():
        for name in comparison.names[1:]:
            pair = comparison.paired[name].get(indicator)
            if pair is None or (known and indicator not in known):
                continue
            about = (indicator, label_of(indicator, say), INDICATORS[indicator].unit, comparison.baseline, name)
            values = (means[comparison.baseline].value, means[name].value)
            found = (pair.difference, pair.lo, pair.hi, pair.wins, pair.n, pair.verdict)
            rows.append((*about, *values, *found, pair.judged_lo, pair.judged_hi, pair.level))
    return pd.DataFrame(rows, columns=list(DIFFERENCES))


def funnel_file(finding: Finding, say: Words) -> pd.DataFrame:
    """How needs ended: mean count of a run, and share of those that ended."""
    found = finding.funnel
    words = [say.shared(f"funnel.{one}") for one in found["bin"]]
    return pd.DataFrame(
        {
            "scenario": found["scenario"],
            "stage": found["bin"],
            "label": words,
            "count": found["count"],
            "share": found["share"],
        }
    )


def daily_file(table: pd.DataFrame) -> pd.DataFrame:
    """One indicator through the years: mean of all worlds and its 95 % interval."""
    columns = ["scenario", "indicator", "unit", "date", "value", "lo", "hi"]
    return table.assign(date=table["date"].dt.strftime("%Y-%m-%d"))[columns]


def requests_file(finding: Finding, say: Words) -> pd.DataFrame:
    """Registered requests by channel, per 1,000 residents and year, and in a run."""
    found = finding.requests
    return pd.DataFrame(
        {
            "scenario": found["scenario"],
            "channel": found["channel"],
            "label": [say.shared(f"channel.{one}", one) for one in found["channel"]],
            "per_1000_residents_year": found["per_1000"],
            "count": found["count"],
        }
    )


def map_file(finding: Finding, indicator: str) -> pd.DataFrame:
    """Cell by cell and scenario by scenario, one indicator."""
    cells = finding.cells[finding.cells["indicator"] == indicator]
    where = finding.boxes[["cell", "community", "residents"]]
    found = cells.merge(where, on="cell", how="inner").assign(unit=INDICATORS[indicator].unit)
    return found[["scenario", "indicator", "unit", "cell", "community", "residents", "value"]]


def chosen_columns(table: pd.DataFrame, columns: Sequence[str], **before: object) -> pd.DataFrame:
    """Some columns of a table under the names they have there, after columns that hold one value each."""
    found = table[list(columns)].reset_index(drop=True)
    for place, (name, value) in enumerate(before.items()):
        found.insert(place, name, value)
    return found
