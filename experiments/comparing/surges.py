"""What emergencies cost, told of several runs: how many came back in time, and what came of the needs they brought.

A mean of days to recover is of the runs in which everyday service came back before they ended; the others are known to
take longer, so that the mean of all is at least the one in which each counts with what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..runs.task import Finished

DAYS = "surge_recovery_days"
COUNTS = ("born", "met_on_time", "met_late", "lapsed", "open")


@dataclass(frozen=True)
class Back:
    """How many of some runs with an emergency were back to everyday service before they ended.

    Attributes:
        back: How many.
        of: Of so many.
        at_least: Days to recover on average at least: of those not back, what is known.
    """

    back: int
    of: int
    at_least: float

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"back": self.back, "of": self.of, "at_least_days": self.at_least}


def back_of(surges: Iterable[Mapping[str, Any]]) -> Back | None:
    """Of what runs told of their emergencies; None where none had one."""
    known = [one for one in surges if one]
    if not known:
        return None
    days = [one["recovery_days"] for one in known]
    least = [one["recovery_at_least_days"] if day is None else day for one, day in zip(known, days, strict=True)]
    return Back(sum(day is not None for day in days), len(known), sum(least) / len(known))


def back_by_scenario(finished: Iterable[Finished]) -> dict[str, Back]:
    """Scenario -> of its runs, how many came back."""
    surges: dict[str, list[Mapping[str, Any]]] = {}
    for done in finished:
        if done.summary is not None:
            surges.setdefault(done.task.name, []).append(done.summary.surge)
    found = {name: back_of(rows) for name, rows in surges.items()}
    return {name: one for name, one in found.items() if one is not None}


def kinds_of_needs(surges: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every kind of need that emergencies brought in any of some runs: its shock, name and title."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in surges:
        for row in one.get("needs", ()):
            known = {"shock": row["shock"], "need": row["need"], "title": row["title"]}
            found.setdefault((row["shock"], row["need"]), known)
    return list(found.values())


def count_of(surge: Mapping[str, Any], kind: Mapping[str, Any], count: str) -> float | None:
    """A count of one kind of need in one run; None where the run had no emergency."""
    rows: Sequence[Mapping[str, Any]] = surge.get("needs", ())
    mine = [row[count] for row in rows if (row["shock"], row["need"]) == (kind["shock"], kind["need"])]
    return float(sum(mine)) if surge else None
