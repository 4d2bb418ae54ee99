"""What the page Map calls its indicators."""

from __future__ import annotations

from ...widgets.language import Words
from ...widgets.verdicts import label_of


def indicator_name(say: Words, name: str) -> str:
    """An indicator of the map; those of a run are called as everywhere else."""
    return say.get(f"map.of_{name}", "") or label_of(name, say)
