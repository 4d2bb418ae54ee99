"""Levers moved to other values, as steps, triggers and pilots do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .levers import Levers

Moves = Mapping[str, Mapping[str, Any]]
"""Group of levers -> lever -> the value it moves to."""


def moved(levers: Levers, changes: Moves) -> Levers:
    """These levers with some at other values."""
    groups = {name: getattr(levers, name).model_copy(update=dict(values)) for name, values in changes.items()}
    return levers.model_copy(update=groups)
