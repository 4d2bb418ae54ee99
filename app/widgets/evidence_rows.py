"""What a row of the evidence says, where the build carries its words."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from ...experiments.runs.folders import source_folder
from ...scenarios.source_page import source_rows

ROWS = "experiments/evidence/seed_rows.toml"


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, str]]:
    path = source_folder() / ROWS
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {name: _texts(row.get("says", "")) for name, row in tomllib.load(file).get("rows", {}).items()}


def _texts(says: str | dict[str, str]) -> dict[str, str]:
    """Words in one language only are English, as everything beside the screen is."""
    return {"en": says} if isinstance(says, str) else dict(says)


def row_text(row: str, language: str) -> str:
    """What an article's row says in this language; names of other sources are in English and told there alone."""
    return _rows().get(row, {}).get(language, "") or (source_rows().get(row, "") if language == "en" else "")
