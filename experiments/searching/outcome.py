"""Everything a search leaves: tables, policy files, a picture; the same whether it was interrupted or not."""

from __future__ import annotations

from typing import Any

from ..studies.export import write_csv
from ..studies.tables import table_of
from .candidate_files import write_candidates
from .chart import draw
from .findings import candidate_rows, find, trial_rows
from .keeping import SearchFolder
from .trying import Search

CHART = "front.png"


def write_outcome(store: SearchFolder, search: Search, state: str, language: str) -> None:
    """Close a folder with all that is known by now.

    A trial that failed makes no search incomplete: it is a trial that came to nothing. A search is done once what was
    found has lived through the other seeds.

    Raises:
        OSError: There is no room.
    """
    found = find(store, search)
    trials = trial_rows(store, search)
    tables: dict[str, list[dict[str, Any]]] = {"trials": trials}
    if found is not None:
        tables["candidates"] = candidate_rows(found, search)
        write_candidates(store.path, found)
        write_csv(store.path / "candidates.csv", table_of(tables["candidates"]))
        draw(store.path / CHART, found, trials, language)
    whole = state == "interrupted" or found is None
    store.close("interrupted" if whole else "done", tables)
