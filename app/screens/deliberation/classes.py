"""The page Deliberation, by class of matter: contested ones apart from routine ones, under both formats."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ....experiments.reports.matter import MatterHistory
from ....experiments.reports.matters_by_class import ClassOfMatters, by_class
from ...widgets.language import Words
from .words import per_cent

COLUMNS = ("class", "side", "settled", "days", "heed", "kept")


def classes_html(say: Words, titles: Sequence[str], stories: Sequence[Sequence[MatterHistory]]) -> str:
    """A table: for every class, a row a format."""
    found = [{one.name: one for one in by_class(side)} for side in stories]
    names = dict.fromkeys(name for side in found for name in side)
    heads = "".join(f'<th scope="col">{escape(say(f"classes.{key}"))}</th>' for key in COLUMNS)
    rows = "".join(
        _row([say(f"classes.{name}"), title, *_cells(say, side.get(name))])
        for name in names
        for title, side in zip(titles, found, strict=True)
    )
    about = escape(say("classes.about"))
    table = f'<table class="shapan-classes"><caption>{about}</caption><thead><tr>{heads}</tr></thead>{rows}</table>'
    # On a phone the table is wider than the screen; it moves under the finger, the page does not.
    return f'<div class="shapan-slides" role="region" aria-label="{about}" tabindex="0">{table}</div>'


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _cells(say: Words, figures: ClassOfMatters | None) -> list[str]:
    """Settled of raised, days to settle, heed and later compliance."""
    if figures is None:
        return [say("standing.never"), "–", "–", "–"]
    shares = [per_cent(one) if one is not None else "–" for one in (figures.heed, figures.kept)]
    settled = say("classes.of", n=figures.settled, all=figures.raised)
    return [settled, "–" if figures.days is None else f"{figures.days:.0f}", *shares]
