"""A value typed behind an option or in a place of its own: there, and only once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from ..runs.refusing import Refused

_GIVEN = "_options_given"


def given(namespace: argparse.Namespace) -> set[str]:
    """The options that were typed."""
    found: set[str] = getattr(namespace, _GIVEN, set())
    return found


class Once(argparse.Action):
    """Keep a value, but never silently the last of two, and never an empty one. The language may be said again.

    Raises:
        Refused: The option stood there already, or nothing stands in place of its value.
    """

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Keep what was typed under the name of this action."""
        del parser
        if option is not None and self.dest != "lang":
            self._first_time(namespace)
        typed: Sequence[Any] = values if isinstance(values, list) else [values]
        if any(isinstance(one, str) and not one.strip() for one in typed):
            raise Refused("usage.empty", name=option or self.metavar)
        setattr(namespace, self.dest, values)

    def _first_time(self, namespace: argparse.Namespace) -> None:
        before = given(namespace)
        if self.dest in before:
            raise Refused("usage.once", name=self.option_strings[0])
        setattr(namespace, _GIVEN, before | {self.dest})
