"""A brief: what a comparison says, verdict first, as plain text and tables that every form of it shows alike.

Word, PDF, HTML and the stored link are made of one `Brief`, so that no number can differ between them. A brief is plain
values: it can be kept for years and shown by a later version as it was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1


class NoBrief(ValueError):
    """These values are no brief of this format."""


@dataclass(frozen=True)
class Table:
    """Text by rows; the first column names the row.

    Attributes:
        short: Rows that two pages have room for; all of them where None.
        note: What is said where rows were left out.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    short: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture as the numbers it is drawn of: `kind` is funnel or forest, `alt` says it in words."""

    kind: str
    alt: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A heading, paragraphs, a picture, a table. `long` ones are left to forms that have room."""

    title: str
    text: tuple[str, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    long: bool = False
    code: str = ""


@dataclass(frozen=True)
class Verdict:
    """One verdict as it stands above everything else: its word, mark, sentence, and the two layers under it."""

    verdict: str
    mark: str
    headline: str
    luck: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """One comparison in one language."""

    language: str
    title: str
    about: str
    verdicts: tuple[Verdict, ...]
    given: str
    sections: tuple[Section, ...]
    footer: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"format": FORMAT, **asdict(self)}


def read_brief(plain: Any) -> Brief:
    """What `Brief.plain` gave.

    Raises:
        NoBrief: It is something else, or of another format.
    """
    try:
        if plain["format"] != FORMAT or plain["language"] not in ("zh", "en"):
            raise NoBrief("format")
        verdicts = tuple(_verdict(one) for one in plain["verdicts"])
        sections = tuple(_section(one) for one in plain["sections"])
        texts = {name: _text(plain[name]) for name in ("language", "title", "about", "given")}
        return Brief(**texts, verdicts=verdicts, sections=sections, footer=_texts(plain["footer"]))
    except (KeyError, TypeError, AttributeError) as fault:
        raise NoBrief(str(fault)) from fault


def _verdict(plain: Any) -> Verdict:
    texts = {name: _text(plain[name]) for name in ("verdict", "mark", "headline", "luck")}
    return Verdict(**texts, assumptions=_texts(plain["assumptions"]))


def _section(plain: Any) -> Section:
    picture, table = plain["picture"], plain["table"]
    return Section(
        title=_text(plain["title"]),
        text=_texts(plain["text"]),
        picture=None if picture is None else _picture(picture),
        table=None if table is None else _table(table),
        long=bool(plain["long"]),
        code=_text(plain["code"]),
    )


def _picture(plain: Any) -> Picture:
    if plain["kind"] not in ("funnel", "forest") or not isinstance(plain["data"], dict):
        raise NoBrief("picture")
    return Picture(plain["kind"], _text(plain["alt"]), plain["data"])


def _table(plain: Any) -> Table:
    head = _texts(plain["head"])
    rows = tuple(_texts(row) for row in plain["rows"])
    if any(len(row) != len(head) for row in rows):
        raise NoBrief("table")
    short = plain["short"]
    return Table(head, rows, None if short is None else int(short), _text(plain["note"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NoBrief("text")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if isinstance(values, str):
        raise NoBrief("texts")
    return tuple(_text(one) for one in values)
