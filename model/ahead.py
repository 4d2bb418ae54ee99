"""What is known of the runs that come after this one in the same process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ALIKE: ContextVar[bool] = ContextVar("another run that begins alike follows", default=False)


@contextmanager
def another_follows(sure: bool) -> Iterator[None]:
    """While one run is made: whether it is sure that the next one in this process begins like it."""
    before = _ALIKE.set(sure)
    try:
        yield
    finally:
        _ALIKE.reset(before)


def follows() -> bool:
    """Whether another run that begins alike is sure to follow; where nobody said so, it is not."""
    return _ALIKE.get()
