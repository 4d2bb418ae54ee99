"""Libraries that only an import needs: the extra `data`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..runs.refusing import Refused


def needed(module: str, package: str) -> Any:
    """A library of the extra, or one line that says how it is installed."""
    try:
        return import_module(module)
    except ImportError:
        raise Refused("import.library", package=package) from None
