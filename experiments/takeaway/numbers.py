"""The numbers of a comparison as files take them: numbers as numbers, in their own unit, an indicator a row."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from ...model.observation.indicators import INDICATORS
from ..comparing.sentences import label
from .taken import Taken

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("indicator", "label", "unit", "baseline", "scenario", "baseline_value", "value", "difference", "lo", "hi")
COLUMNS += ("wins", "pairs", "verdict", "judged_lo", "judged_hi", "level", "place", "first_seed", "days", "warmup_days")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*( ?%)?")


def differences(taken: Taken, language: str) -> pd.DataFrame:
    """Both means, the paired difference and its verdict, for every indicator and scenario beside the baseline."""
    import pandas as pd

    comparison, rows = taken.comparison, []
    about = (taken.scenarios[taken.baseline].place_id, min(comparison.seeds), taken.days, taken.warmup)
    for indicator, means in comparison.indicators.items():
        for name in taken.others:
            pair = comparison.paired[name].get(indicator)
            if pair is not None:
                said = (indicator, label(indicator, language), INDICATORS[indicator].unit, taken.baseline, name)
                values = (means[taken.baseline].value, means[name].value, pair.difference, pair.lo, pair.hi)
                judged = (pair.wins, pair.n, pair.verdict, pair.judged_lo, pair.judged_hi, pair.level)
                rows.append((*said, *values, *judged, *about))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def as_csv(table: pd.DataFrame) -> bytes:
    """A CSV file with a byte-order mark, in which no text can act as a formula."""
    safe = table.map(lambda value: f"'{value}" if isinstance(value, str) and _acts(value) else value)
    return safe.to_csv(index=False).encode("utf-8-sig")


def as_parquet(table: pd.DataFrame) -> bytes:
    """A Parquet file."""
    sink = io.BytesIO()
    table.to_parquet(sink, index=False)
    return sink.getvalue()


def _acts(text: str) -> bool:
    return text.startswith(FORMULA) and _NUMBER.fullmatch(text) is None
