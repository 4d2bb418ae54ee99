"""What a run says of its shocks: what they cost everyday service, and what came of the needs they brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..reports.wording import Words
from ..runs.task import Finished, Summary


def surge_object(found: Sequence[Summary]) -> dict[str, Any]:
    """The key `surge` of `run --json`: of one run as it is; of several each run's; nothing without a shock."""
    told = [summary.surge for summary in found if summary.surge]
    if not told:
        return {}
    return {"surge": told[0] if len(found) == 1 else told}


def surge_lines(finished: Sequence[Finished], say: Words) -> list[str]:
    """Lines under the table of indicators, of the first run; and how many of several runs came back in time."""
    told = [done.summary.surge for done in finished if done.summary is not None and done.summary.surge]
    if not told:
        return []
    first, lines = told[0], []
    if first["recovery_days"] is None:
        lines.append(say("surge.not_back", days=first["recovery_at_least_days"]))
    if len(told) > 1:
        back = sum(one["recovery_days"] is not None for one in told)
        lines.append(say("surge.back", back=back, runs=len(told)))
    lines.append(say("surge.absent", count=first["needs_that_did_not_arise"], lost=first["needs_lost"]))
    return [*lines, *(_need_line(row, say) for row in first["needs"] if row["born"])]


def _need_line(row: dict[str, Any], say: Words) -> str:
    """One kind of need of a shock."""
    share, hours = row["met_on_time_share"], row["hours_to_help_median"]
    return say(
        "surge.need",
        name=row["title"][say.language],
        born=row["born"],
        share=say.number(share, "share"),
        hours="–" if hours is None else f"{hours:.1f}",
        lapsed=row["lapsed"],
        open=row["open"],
    )
