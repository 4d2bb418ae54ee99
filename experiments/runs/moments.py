"""The moment, as manifests write it down; apart from them, since a run that keeps nothing asks for it too."""

from __future__ import annotations

import datetime as dt


def now() -> str:
    """The moment, to the second, in world time."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
