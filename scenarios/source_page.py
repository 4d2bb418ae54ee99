"""The page of what parameters, facts and policies name as their source, but for the rows of the five articles.

`python -m shapan.scenarios.source_page docs/sources.md` writes it; without a file name it is printed. What each row is
stands in `_sources.toml`; who names it comes from the declarations, the places and the policies.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ..model.parameters import all_parameters
from .describe import table
from .generated import write_or_print
from .header import Source
from .places import PlaceFile
from .policies import PolicyFile
from .shelf import find_place, find_policy, shipped

ROWS = Path(__file__).parent / "_sources.toml"
ARTICLE = re.compile(r"(SZ|GD|OR|YT|SU|BD)-\d+")
"""A row of an article's own catalogue."""

INTRODUCTION = """# Sources · 出处

Generated from `scenarios/_sources.toml`, the declarations, the places and the policies
(`python -m shapan.scenarios.source_page docs/sources.md`); do not edit by hand. 自动生成，请勿手改。

What stands behind the rows that [parameters.md](parameters.md) and [policies.md](policies.md) name; the rows of the
five articles (`YT-26` and the like) are told in [mechanisms.md](mechanisms.md). A publication is named as it was seen:
a mirror or a reprint is called one, and what was seen was mostly an excerpt. How far a number can be trusted is the
**grade** beside the parameter, never the name of a source.
"""
PARTS = {
    "S": "Publications · 公开材料",
    "B": "Tables put together from several publications · 汇总表",
    "R": "Arithmetic on an article's numbers · 推算",
    "V": "Patterns · 规律",
}
HEADS = ("row 编号", "what it is 内容", "named by 引用处")


@lru_cache(maxsize=1)
def source_rows() -> Mapping[str, str]:
    """Row -> what it is, of every row that is no article's."""
    with ROWS.open("rb") as file:
        return {str(row): str(text) for row, text in tomllib.load(file)["sources"].items()}


def named_by() -> dict[str, list[str]]:
    """Row -> who names it: parameters, facts and values of places, values of policies; articles' rows among them."""
    found: dict[str, list[str]] = {}
    for who, rows in _namings():
        for row in rows:
            at = found.setdefault(row, [])
            if who not in at:
                at.append(who)
    return found


def _namings() -> Iterator[tuple[str, tuple[str, ...]]]:
    for parameter in all_parameters().values():
        yield f"`{parameter.name}`", tuple(parameter.about.sources)
    for name in shipped()["place"]:
        place = find_place(name)
        yield from _of_file(place)
        for kind in place.place.needs:
            yield f"{name}: deadline of `{kind.id}`", tuple(kind.deadline_rows)
    for name in shipped()["policy"]:
        yield from _of_file(find_policy(name))


def _of_file(file: PlaceFile | PolicyFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    name = file.place.id if isinstance(file, PlaceFile) else file.id
    sources: Mapping[str, Source] = file.header.sources
    for key, source in sources.items():
        yield f"{name}: `{key}`" if key else name, tuple(source.rows)


def page() -> str:
    """The whole page: what each row is, and who names it; rows that nobody names are left out."""
    known, named = source_rows(), named_by()
    parts = [INTRODUCTION]
    for letter, title in PARTS.items():
        mine = [row for row in known if row[0] == letter and row in named]
        if mine:
            parts.append(
                f"## {title}\n\n{table(HEADS, ((f'`{row}`', known[row], _names_text(named[row])) for row in mine))}"
            )
    return "\n".join(parts).rstrip() + "\n"


def _names_text(names: list[str], most: int = 6) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


if __name__ == "__main__":
    write_or_print(page)
