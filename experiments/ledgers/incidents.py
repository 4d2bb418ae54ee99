"""From reports to incidents: who repeats whom, and for how many days an incident could still be reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from .faults import Faults, LedgerFault
from .reading import Report

WITHIN_A_DAY = 1.0 / 3.0
"""Days between two moments of one day, on average: what a ledger of dates shows as no time at all."""
MOST_KINDS = 500
"""Kinds of incidents that are estimated; where there are more, the column holds something else."""


@dataclass(frozen=True)
class Incidents:
    """The incidents of a ledger, in the order of its rows.

    Attributes:
        area, kind: Names as the first report gives them.
        duplicates: Reports after the first one while the incident was open, by others than those who had reported it.
        days: Days at risk: from the first report until it was closed, the window was over or the ledger ended.
        open: No closing time is stated.
        passed_over: Duplicates that do not count: after the end, or by somebody who had reported it.
        beyond: Incidents that are closed after the ledger ended, with its last report.
        unlike: Duplicates of another area or kind than the first report.
        before: Incidents of which a duplicate is earlier than the report it repeats.
    """

    area: tuple[str, ...]
    kind: tuple[str, ...]
    duplicates: Floats
    days: Floats
    open: NDArray[np.bool_]
    passed_over: int
    beyond: int = 0
    unlike: int = 0
    before: int = 0


def incidents(reports: Sequence[Report], windows: Mapping[str, float], file: str = "") -> Incidents:
    """Put reports together that repeat each other, also by way of others.

    Args:
        reports: As read.
        windows: Kind -> most days at risk after a first report; kinds without one have no such end.
        file: Name of the ledger, for faults.

    Raises:
        LedgerFault: A row repeats one that is not there, itself or a circle, or two rows have one name; or there are
            too many kinds.
    """
    roots = _roots(reports, file)
    groups: dict[int, list[int]] = {}
    for number, root in enumerate(roots):
        groups.setdefault(root, []).append(number)
    last = max(one.time for one in reports)
    shortest = WITHIN_A_DAY if all(one.time.is_integer() for one in reports) else 0.0
    rows = [_one(reports, root, members, windows, (last, shortest)) for root, members in groups.items()]
    first, counted, days, passed, unlike = zip(*rows, strict=True)
    _few_kinds(first, file)
    closed = [reports[root].closed for root in groups]
    return Incidents(
        tuple(one.area for one in first),
        tuple(one.kind for one in first),
        np.array(counted, np.float64),
        np.array(days, np.float64),
        open=np.array([end is None for end in closed]),
        passed_over=sum(passed),
        beyond=sum(end is not None and end > last for end in closed),
        unlike=sum(unlike),
        before=sum(one is not reports[root] for one, root in zip(first, groups, strict=True)),
    )


def _few_kinds(first: Sequence[Report], file: str) -> None:
    """Raise where there are more kinds than are estimated."""
    lines: dict[str, int] = {}
    for one in first:
        lines.setdefault(one.kind, one.line)
    if len(lines) > MOST_KINDS:
        line = list(lines.values())[MOST_KINDS]
        raise LedgerFault("kinds", (file, line), kinds=f"{len(lines):,}", most=f"{MOST_KINDS:,}")


def _one(
    reports: Sequence[Report], root: int, members: list[int], windows: Mapping[str, float], ends: tuple[float, float]
) -> tuple[Report, int, float, int, int]:
    """First report, duplicates that count, days at risk, duplicates that do not count and those unlike the first.

    The earliest report of a chain is the first; of several at one time it is the one that the others repeat.

    Args:
        ends: When the ledger ends, and the fewest days at risk.
    """
    last, shortest = ends
    if len(members) == 1:
        first, later = reports[root], []
    else:
        in_time = sorted(members, key=lambda one: (reports[one].time, one != root, one))
        first, *later = (reports[one] for one in in_time)
    closed = reports[root].closed
    end = min(last if closed is None else closed, first.time + windows.get(first.kind, np.inf), last)
    known = {first.reporter} - {""}
    counted = 0
    for one in later:
        if one.time <= end and one.reporter not in known:
            counted += 1
        known |= {one.reporter} - {""}
    days = max(end - first.time, shortest)
    counted = counted if days > 0.0 else 0
    unlike = sum((one.area, one.kind) != (first.area, first.kind) for one in later)
    return first, counted, days, len(later) - counted, unlike


def _roots(reports: Sequence[Report], file: str) -> list[int]:
    """For every report the one that its chain of repetitions ends at, by number."""
    faults = Faults(file)
    named: dict[str, int] = {}
    for number, one in enumerate(reports):
        if one.names in named:
            faults.note("id_twice", one.line, name=one.names, first=reports[named[one.names]].line)
        named.setdefault(one.names, number)
    above = np.arange(len(reports))
    for number, one in enumerate(reports):
        if one.duplicate_of and one.duplicate_of not in named:
            faults.note("unknown", one.line, name=one.duplicate_of)
        elif one.duplicate_of:
            above[number] = named[one.duplicate_of]
            if above[number] == number:
                faults.note("itself", one.line, name=one.duplicate_of)
    direct = above.copy()
    for _ in range(len(reports).bit_length()):  # each round looks twice as far up
        above = above[above]
    for number in np.flatnonzero(direct[above] != above).tolist():
        faults.note("circle", reports[number].line, name=reports[number].duplicate_of)
    faults.tell()
    return [int(one) for one in above]
