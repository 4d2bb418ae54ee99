"""A worker goes on with the seed it had last; only the first seed of a job is for all workers."""

from __future__ import annotations

import pytest

from shapan.app.jobs.store import GATHER, Asked, JobStore


@pytest.fixture
def store(tmp_path):
    return JobStore(tmp_path)


def ask(store, columns, seeds, owner="anna", finished=()):
    tasks = [(column, seed, f"{owner} {column}:{seed}", column in finished) for seed in seeds for column in columns]
    return store.add(Asked(owner, "asked", f"key of {owner}", "build"), tasks)


class PretendWorker:
    """A worker of the queue, which remembers what it did last."""

    def __init__(self, store, name):
        self.store, self.name, self.task = store, name, None

    def take(self):
        """Column and seed of the next run, and whether others of this seed wait."""
        self.task = self.store.claim(self.name, "build", self.task)
        return None if self.task is None else (self.task.column_number, self.task.seed, self.task.more)

    def done(self):
        self.store.finish(self.task, self.name, "done", 1.0)


def test_the_first_seed_is_shared_and_then_each_worker_has_its_own(store):
    ask(store, (0, 1), (5, 6, 7))
    one, two = PretendWorker(store, "one"), PretendWorker(store, "two")
    assert (one.take(), two.take()) == ((0, 5, True), (1, 5, False))
    one.done()
    assert one.take() == (0, 6, True)
    two.done()
    assert two.take() == (0, 7, True), "the other works on seed 6"
    one.done()
    assert one.take() == (1, 6, False)
    one.done()
    assert one.take() == (1, 7, False), "nobody is idle while runs wait"
    two.done()
    assert two.take() is None
    one.done()
    assert one.take()[0] == GATHER


def test_another_owner_comes_before_the_own_seed(store):
    ask(store, (0, 1), (5, 6))
    one = PretendWorker(store, "one")
    assert one.take() == (0, 5, True)
    ask(store, (0,), (9,), owner="berta")
    two = PretendWorker(store, "two")
    assert two.take() == (0, 9, False)
    one.done()
    assert one.take() == (1, 5, False)


def test_columns_that_are_there_already_are_not_waited_for(store):
    ask(store, (0, 1), (5, 6), finished=(0,))
    one = PretendWorker(store, "one")
    assert one.take() == (1, 5, False)
    one.done()
    assert one.take() == (1, 6, False)
