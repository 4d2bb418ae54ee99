"""What a run says of its shocks: what they cost everyday service, and what came of the needs they brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..comparing.surges import DAYS, Back, back_by_scenario, back_of
from ..reports.wording import Words
from ..runs.task import Finished, Summary


def surge_object(found: Sequence[Summary]) -> dict[str, Any]:
    """The key `surge` of `run --json`: of one run as it is; of several each run's; nothing without a shock."""
    surges = [summary.surge for summary in found if summary.surge]
    if not surges:
        return {}
    if len(found) == 1:
        return {"surge": surges[0]}
    back = back_of(surges)
    return {"surge": surges, **({} if back is None else {"surge_back": back.plain})}


def back_json(finished: Sequence[Finished]) -> dict[str, Any]:
    """The key `surge_back` of `compare --json`: scenario -> in how many runs everyday service came back."""
    found = {name: one.plain for name, one in back_by_scenario(finished).items()}
    return {"surge_back": found} if found else {}


def back_lines(finished: Sequence[Finished], say: Words) -> list[str]:
    """Of each scenario with an emergency, in how many runs everyday service came back before they ended."""
    return [
        say("surge.back_of", name=name, back=one.back, runs=one.of, days=back_days(one, say))
        for name, one in back_by_scenario(finished).items()
        if one.of > 1 or one.back < one.of
    ]


def back_days(one: Back, say: Words) -> str:
    """Days to recover on average; with a "≥" where some runs ended before."""
    return ("" if one.back == one.of else "≥ ") + say.number(one.at_least)


def back_marks(finished: Sequence[Finished], say: Words) -> dict[str, str]:
    """What stands beside days to recover in a table where some runs ended before they were over."""
    return back_mark(back_of(done.summary.surge for done in finished if done.summary is not None), say)


def back_mark(one: Back | None, say: Words) -> dict[str, str]:
    """The same of what is known already."""
    if one is None or one.back == one.of:
        return {}
    return {DAYS: say("surge.mark", back=one.back, runs=one.of, days=back_days(one, say))}


def surge_lines(finished: Sequence[Finished], say: Words) -> list[str]:
    """Lines under the table of indicators, of the first run; and how many of several runs came back in time."""
    surges = [done.summary.surge for done in finished if done.summary is not None and done.summary.surge]
    if not surges:
        return []
    first, lines = surges[0], []
    if first["recovery_days"] is None:
        lines.append(say("surge.not_back", days=first["recovery_at_least_days"]))
    if len(surges) > 1:
        one = back_of(surges)
        assert one is not None
        lines.append(say("surge.back", back=one.back, runs=one.of, days=back_days(one, say)))
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
