"""Tables of plain text that fit the window: people's names are letters, never markup, and numbers are never broken.

A table that is too wide first breaks its headings, then its words, then puts each row's label on a line above its
numbers, then becomes several tables side by side turned into one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

GAP = 2
HEAD_MOST = 30  # a heading longer than this is broken before anything else is
WORD_MOST = 24  # letters of one word that are kept together while there is room
NARROWEST_LABEL = 14


def plain(text: object) -> str:
    """Somebody's text as it may be printed: letters only, no control characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in str(text))


def cell(value: object) -> Text:
    """One cell: a text as it is, everything else as letters."""
    return value if isinstance(value, Text) else Text(plain(value))


class Printer(Console):
    """Standard output on which no text is markup and a reader who has seen enough is no failure."""

    def __init__(self, **made: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, soft_wrap=False, **made)

    def print(self, *objects: Any, **how: Any) -> None:
        """Like rich's, with control characters taken out of every text."""
        super().print(*(Text(plain(one)) if isinstance(one, str) else one for one in objects), **how)

    def on_broken_pipe(self) -> None:
        """Leave it to whoever runs the command; rich would end the process with 1."""
        raise BrokenPipeError


class PlainTable:
    """Headings, a rule, rows; the first columns hold words, the others numbers."""

    def __init__(self, heads: Sequence[object], rows: Iterable[Sequence[object]], words: int = 1) -> None:
        self.heads = [cell(head) for head in heads]
        self.rows = [[cell(value) for value in row] for row in rows]
        self.words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table for a window of this width."""
        yield Text("")
        for part in self._parts(options.max_width):
            yield from part.lines(console, options.max_width)

    def _parts(self, width: int) -> list[PlainTable]:
        """This table, or several with the same labels, each with as many columns of numbers as fit."""
        if self.words != 1 or len(self.heads) < 3 or self._fits(width):
            return [self]
        label = min(self._most(0), max(NARROWEST_LABEL, width // 4))
        groups: list[list[int]] = [[]]
        for column in range(1, len(self.heads)):
            taken = label + sum(self._least(one) + GAP for one in (*groups[-1], column))
            if groups[-1] and taken > width:
                groups.append([])
            groups[-1].append(column)
        return [
            PlainTable(self._of(self.heads, group), (self._of(row, group) for row in self.rows)) for group in groups
        ]

    def _of(self, row: list[Text], group: list[int]) -> list[Text]:
        return [row[0], *(row[column] for column in group)]

    def _fits(self, width: int) -> bool:
        numbers = sum(self._least(column) for column in range(1, len(self.heads)))
        return GAP * (len(self.heads) - 1) + numbers <= width

    def _most(self, column: int) -> int:
        """The width at which nothing in a column is broken."""
        return max((row[column].cell_len for row in [self.heads, *self.rows]), default=1)

    def _least(self, column: int) -> int:
        """The width below which a number would be broken, or the words of a heading beside it."""
        body = max((row[column].cell_len for row in self.rows), default=1)
        if column < self.words:
            pieces = (piece for row in self.rows for piece in row[column].plain.split())
            body = min(WORD_MOST, max(map(cell_len, pieces), default=1))
        head = max(map(cell_len, self.heads[column].plain.split()), default=1)
        return max(body, min(head, 12), 1)

    def _widths(self, columns: range, width: int) -> list[int] | None:
        """A width for each column, or None where they cannot all stand beside one another."""
        least = [self._least(column) for column in columns]
        bodies = [max((row[column].cell_len for row in self.rows), default=1) for column in columns]
        most = [
            max(low, body, min(HEAD_MOST, self.heads[column].cell_len))
            for column, body, low in zip(columns, bodies, least, strict=True)
        ]
        spare = width - GAP * (len(columns) - 1) - sum(least)
        if spare < 0:
            return None
        found = list(least)
        for place in sorted(range(len(found)), key=lambda one: most[one] - least[one]):
            grown = min(most[place] - least[place], spare)
            found[place] += grown
            spare -= grown
        return found

    def lines(self, console: Console, width: int) -> Iterable[Text]:
        """The printed lines, none wider than the window."""
        every = range(len(self.heads))
        widths = self._widths(every, width)
        if widths is not None:
            yield from self._block(console, every, widths, None)
            return
        others = every[1:]
        widths = self._widths(others, width) or self._squeezed(others, width)
        yield from self._block(console, others, widths, 0)

    def _squeezed(self, columns: range, width: int) -> list[int]:
        """Equal shares of the window, where even the words have to be broken."""
        each = max(1, (width - GAP * (len(columns) - 1)) // max(len(columns), 1))
        return [min(each, self._most(column)) for column in columns]

    def _block(self, console: Console, columns: range, widths: list[int], above: int | None) -> Iterable[Text]:
        """Head, rule and rows; with `above`, that column's cells stand on lines of their own over each row."""
        total = sum(widths) + GAP * (len(widths) - 1)
        if above is not None and self.heads[above].plain:
            yield self.heads[above]
        heads = [Text.assemble((self.heads[column].plain, "bold")) for column in columns]
        yield from self._row(console, heads, columns, widths, bottom=True)
        yield Text(("─" if console.encoding.startswith("utf") else "-") * total)
        for row in self.rows:
            if above is not None:
                yield from row[above].wrap(console, max(widths and total, console.width - 1, 1))
            yield from self._row(console, [row[column] for column in columns], columns, widths)

    def _row(
        self, console: Console, cells: list[Text], columns: range, widths: list[int], bottom: bool = False
    ) -> Iterable[Text]:
        wrapped = [list(text.wrap(console, width)) or [Text("")] for text, width in zip(cells, widths, strict=True)]
        height = max(map(len, wrapped), default=1)
        for number in range(height):
            line = Text()
            for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
                own = wrapped[place]
                at = number - (height - len(own)) if bottom else number
                text = own[at].copy() if 0 <= at < len(own) else Text("")
                text.rstrip()
                gap = " " * max(0, width - text.cell_len)
                parts = (text, gap) if column < self.words else (gap, text)
                for part in parts:
                    line.append(part)
                if place < len(widths) - 1:
                    line.append(" " * GAP)
            line.rstrip()
            yield line
