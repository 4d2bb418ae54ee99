"""A table of words as HTML: real heads and row heads for those who listen, a block for every row on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .plain import html


def rows_html(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of plain text, the first cell of each naming it; nothing in them is markup."""
    top = "".join(f'<th scope="col">{html(head)}</th>' for head in heads)
    body = []
    for first, *rest in rows:
        cells_of = zip(heads[1:], rest, strict=True)
        cells = "".join(f'<td data-label="{html(head)}">{html(cell)}</td>' for head, cell in cells_of)
        body.append(f'<tr><th scope="row">{html(first)}</th>{cells}</tr>')
    return (
        f'<table class="shapan-projects"><caption>{html(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )
