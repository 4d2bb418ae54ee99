"""A few residents in both worlds of a comparison: what a job that follows them becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...experiments.runs.following import Followed
from .request import Reason, Request


@dataclass(frozen=True)
class Lives:
    """The same residents in two worlds of one seed: in the first scenario and in the second."""

    first: Followed
    second: Followed


def put_beside(request: Request, runs: Mapping[tuple[int, int], Followed], failures: list[str]) -> Lives:
    """Both runs of a request that follows residents.

    Raises:
        Reason: One of them did not finish.
    """
    both = [runs.get((column, request.seed)) for column in (0, 1)]
    if both[0] is None or both[1] is None:
        raise Reason("job.none_finished", failures[0] if failures else "")
    return Lives(both[0], both[1])
