"""Results as a notebook shows them: tables in HTML whose every word is text, and how far runs are."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from .wording import Words

SECONDS_BETWEEN_NEWS = 0.3


def html_table(title: str, heads: Sequence[object], rows: Iterable[Sequence[object]], below: str = "") -> str:
    """A table with its title and a line below it; whatever a name holds is shown as it is, never as markup."""
    head = "".join(f"<th>{escape(str(one))}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(one))}</td>' for one in row)}</tr>" for row in rows)
    note = f"<p>{escape(below)}</p>" if below else ""
    caption = f'<caption style="text-align:left">{escape(title)}</caption>'
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def arrow(difference: float) -> str:
    """Which way a difference points, for those who see no colour and read no sign."""
    return "▲" if difference > 0 else "▼" if difference < 0 else "＝"


def shown_in_a_notebook(total: int, say: Words) -> Callable[[float], None] | None:
    """How far some runs are, in one line of the cell that makes them; None where no notebook shows it."""
    kernel = sys.modules.get("ipykernel")
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if kernel is None or getattr(shell, "kernel", None) is None:
        return None
    from IPython.display import display

    handle = display(_line(0.0, total, say), raw=True, display_id=True)
    last = 0.0

    def shown(done: float) -> None:
        nonlocal last
        if done >= total or time.monotonic() - last >= SECONDS_BETWEEN_NEWS:
            last = time.monotonic()
            handle.update(_line(done, total, say), raw=True)

    return shown


def _line(done: float, total: int, say: Words) -> dict[str, Any]:
    return {"text/plain": f"{say('bar.runs')}: {done:.1f} / {total}"}
