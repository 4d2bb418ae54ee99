"""What the page Map calls its indicators."""

from __future__ import annotations

from ...widgets.language import Words
from ...widgets.verdicts import label_of
from .view import Time


def indicator_name(say: Words, name: str, time: Time = "step") -> str:
    """An indicator of the map, told by month or by day; those of a run are called as everywhere else."""
    return say.get(f"map.of_{name}.{time}", "") or label_of(name, say)
