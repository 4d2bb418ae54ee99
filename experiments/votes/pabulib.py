"""A file of the participatory budgeting library as it stands: its sections, its kinds of vote, its largest amounts.

A file has three sections, each with a line of column names: META (key; value), PROJECTS and VOTES, separated by
semicolons (D. Stolicki, S. Szufa, N. Talmon, "Pabulib: a participatory budgeting library", arXiv 2012.06539).
"""

from __future__ import annotations

from dataclasses import dataclass, field

SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")
POINTED = ("cumulative", "scoring")
HEADS = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
MOST_DECIMALS = 4
MOST_MONEY = 10**15
MOST_UNEVEN = 50  # rows with a wrong number of fields that are told at once


@dataclass(frozen=True)
class Table:
    """One section: column names and rows of text, and on which line each row began."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = field(compare=False, default=())
    head: int = field(compare=False, default=0)

    def column(self, name: str) -> list[str]:
        """All entries of one column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class PbFile:
    """A file as it stands, nothing dropped; two are equal if they say the same.

    Attributes:
        name: What messages call it.
        meta: Keys and values of the first section, in order.
        projects, votes: The other two sections.
        meta_lines: On which line each key stands.
        meta_columns: Names of further columns of the first section.
        meta_more: What stands in them for each key.
    """

    meta: dict[str, str]
    projects: Table
    votes: Table
    name: str = field(compare=False, default="")
    meta_lines: dict[str, int] = field(compare=False, default_factory=dict)
    meta_columns: tuple[str, ...] = ()
    meta_more: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def vote_type(self) -> str:
        return self.meta["vote_type"].lower()
