"""A brief: what a comparison says, verdict first, as plain text and tables that every form of it shows alike.

Word, PDF, HTML and the stored link are made of one `Brief`, so that no number can differ between them. A brief is plain
values: it can be kept for years and shown by a later version as it was told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..comparing.worth import ENDED

FORMAT = 1
VERDICTS = ("better", "worse", "differs", "no_difference", "unclear")
MOST_SCENARIOS, MOST_BARS, MOST_ROWS = 50, 400, 5000


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
    if texts["verdict"] not in VERDICTS:
        raise NoBrief("verdict")
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
    """A picture whose numbers can be drawn: a foreign file must not ask for one that fills the memory."""
    data = plain["data"]
    if plain["kind"] not in ("funnel", "forest"):
        raise NoBrief("picture")
    names = _texts(data["names"])
    if not 1 <= len(names) <= MOST_SCENARIOS:
        raise NoBrief("picture")
    _text(data["axis"])
    (_check_funnel if plain["kind"] == "funnel" else _check_forest)(data, names)
    return Picture(plain["kind"], _text(plain["alt"]), data)


def _check_funnel(data: Any, names: tuple[str, ...]) -> None:
    for name in names:
        shares = [_number(data["shares"][name][stage]) for stage in ENDED]
        if not all(0.0 <= share <= 1.0 for share in shares):
            raise NoBrief("shares")
    _texts([data["stages"][stage] for stage in ENDED])


def _check_forest(data: Any, names: tuple[str, ...]) -> None:
    del names
    if len(data["rows"]) > MOST_BARS or not set(data["verdicts"]) <= set(VERDICTS):
        raise NoBrief("rows")
    _texts(data["verdicts"].values())
    for row in data["rows"]:
        _texts([row[key] for key in ("label", "name", "mark", "text")])
        _text(data["verdicts"][row["verdict"]])
        for key in ("at", "lo", "hi"):
            if row[key] is not None or key == "at":
                _number(row[key])


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NoBrief("number")
    return float(value)


def _table(plain: Any) -> Table:
    head = _texts(plain["head"])
    rows = tuple(_texts(row) for row in plain["rows"])
    if not head or len(rows) > MOST_ROWS or any(len(row) != len(head) for row in rows):
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
