"""Runs that wait for a worker: those that begin alike go to the same one, since it lives their beginning once.

Until its policy switches on a run depends on place, assumptions, status quo, seed and dates; the scenarios of a
comparison share all of these seed by seed. What is said here only decides who makes a run and when: the model looks for
itself whether a beginning that it kept is the one that a run needs.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from .task import Task


def beginnings(tasks: Sequence[Task]) -> list[Hashable]:
    """What each run begins like: equal for runs whose days before the switch are the same."""
    rough = [_roughly(task) for task in tasks]
    many = Counter(rough)
    said: dict[int, Hashable] = {}  # a scenario stands in many runs and is looked at once
    found: list[Hashable] = []
    for task, key in zip(tasks, rough, strict=True):
        scenario = task.scenario
        if many[key] > 1 and id(scenario) not in said:
            said[id(scenario)] = _content(scenario)
        found.append((key, said.get(id(scenario))))
    return found


def _roughly(task: Task) -> Hashable:
    """What runs that begin alike have in common and that is had for nothing."""
    place = getattr(task.scenario, "place_id", None)
    state = None if task.start_from is None else task.start_from.digest
    return place, task.seed, task.days, task.warmup, task.redraw, state


def _content(scenario: Any) -> Hashable:
    try:
        parts = scenario.parameters.place, scenario.parameters.assumptions, scenario.warmup_parameters.levers
        text = "\n".join([*(part.model_dump_json() for part in parts), repr(scenario.drawn_layout)])
    except Exception:  # it cannot be worked out, and says so where it is run
        return id(scenario)
    return hashlib.sha256(text.encode()).digest()


def followed(tasks: Sequence[Task]) -> list[bool]:
    """Whether the run after each begins like it, where one process makes them one after another."""
    found = beginnings(tasks)
    pairs = zip(tasks, found, found[1:], strict=False)
    return [*(task.start_from is None and one == other for task, one, other in pairs), False][: len(tasks)]


class Line:
    """Runs that wait, in groups that begin alike; no lock of its own.

    A worker goes on with the group it was given last. Otherwise it takes the first group that nobody works on; where
    there is none it helps with the longest one, so that no core is idle while runs wait.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._groups: dict[Hashable, deque[Task]] = {}
        self._group_of: dict[int, Hashable] = {}
        self._last: dict[int, Hashable] = {}  # by worker
        for task, key in zip(tasks, beginnings(tasks), strict=True):
            self._groups.setdefault(key, deque()).append(task)
            self._group_of[id(task)] = key

    def __len__(self) -> int:
        return sum(len(group) for group in self._groups.values())

    def __bool__(self) -> bool:
        return bool(self._groups)

    def take(self, worker: int) -> tuple[Task, bool] | None:
        """The next run of a worker, and whether it is sure to get another one that begins alike; None if none waits."""
        if not self._groups:
            return None
        key = self._last[worker] = self._next_group(worker)
        group = self._groups[key]
        task = group.popleft()
        if not group:
            del self._groups[key]
        more = len(group) >= sum(last == key for last in self._last.values())
        return task, more and task.start_from is None

    def put_back(self, task: Task) -> None:
        """A run that could not be begun waits again, before all others of its group."""
        self._groups.setdefault(self._group_of[id(task)], deque()).appendleft(task)

    def take_all(self) -> Iterator[Task]:
        """Every run that waits; none is left."""
        while self._groups:
            yield from self._groups.pop(next(iter(self._groups)))

    def _next_group(self, worker: int) -> Hashable:
        own = self._last.get(worker)
        if own in self._groups:
            return own
        begun = set(self._last.values())
        untouched = next((key for key in self._groups if key not in begun), None)
        # Where every group has its worker there are no more groups than workers.
        return max(self._groups, key=lambda key: len(self._groups[key])) if untouched is None else untouched
