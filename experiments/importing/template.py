"""An empty workbook with every column an import understands, lists to choose from, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..reports.wording import words
from .heads import BOTH, COMMUNITIES, FORM_NAMES, PEOPLE
from .optional import needed

CHOICES = {
    "age_band": ("0-14岁", "15-59岁", "60岁及以上"),
    "party": ("群众", "社区党员", "在职党员"),
    "owner": ("自有", "租赁"),
    "form": tuple(called.split()[0] for called in FORM_NAMES.values()),
}
CHOICES |= dict.fromkeys(("disabled", "low_income", "migrant", "collective"), ("是", "否"))
PEOPLE_COLUMNS = ("community", "street", "household", "age", "disabled", "low_income", "migrant", "owner", "party")
PEOPLE_COLUMNS += ("collective", "form")
ROWS = 20_000
"""Rows that the lists of choices cover."""
FACTS = ("title", "area_km2", "built_km2", "household_size", "owners_committee_share", "start")
SheetRows = Sequence[Sequence[object]]


def head(column: str) -> str:
    """What a column is called in the template: its first Chinese name."""
    if column.startswith("form_"):
        return FORM_NAMES[column.removeprefix("form_")].split()[0]
    names = (PEOPLE | COMMUNITIES if column not in BOTH else BOTH)[column].split()
    return next(name for name in names if not name.isascii() or name[:1].isdigit())


def write_template(path: str | Path, language: str = "zh", filled: dict[str, SheetRows] | None = None) -> None:
    """Write the workbook; `filled` puts rows below the headers of a sheet (people, communities or facts)."""
    book = needed("xlsxwriter", "xlsxwriter").Workbook(str(path))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    say, rows = words(language), filled or {}
    about = book.add_worksheet("说明")
    about.set_column(0, 0, 100)
    for number, line in enumerate(say("import.template").split("\n")):
        about.write(number, 0, line)
    _people(book, bold, rows.get("people", ()))
    _communities(book, bold, rows.get("communities", ()))
    facts = book.add_worksheet("场地")
    facts.set_column(0, 0, 30)
    facts.write_row(0, 0, ["项目", "数值"], bold)
    _below(facts, rows.get("facts", [(key,) for key in FACTS]))
    book.close()


def _people(book: Any, bold: Any, rows: SheetRows) -> None:
    sheet = book.add_worksheet("居民")
    for place, column in enumerate(PEOPLE_COLUMNS):
        sheet.write(0, place, head(column), bold)
        if column in CHOICES:
            sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": list(CHOICES[column])})
    _below(sheet, rows)


def _communities(book: Any, bold: Any, rows: SheetRows) -> None:
    """Two rows of headers, those of ages and forms under a joined cell."""
    sheet = book.add_worksheet("社区")
    for place, column in enumerate(COMMUNITY_COLUMNS):
        group = next((title for title, columns in GROUPS.items() if column in columns), None)
        if group is None:
            sheet.merge_range(0, place, 1, place, head(column), bold)
            continue
        columns = GROUPS[group]
        if column == columns[0]:
            sheet.merge_range(0, place, 0, place + len(columns) - 1, group, bold)
        sheet.write(1, place, head(column), bold)
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 0, row)


AGES = ("child", "adult", "elder")
FORMS_IN_ORDER = tuple(f"form_{form}" for form in FORM_NAMES)
GROUPS = {"年龄": AGES, "小区形态": FORMS_IN_ORDER}
COMMUNITY_COLUMNS = ("community", "street", "residents", "households", *AGES, "disabled", "low_income", "migrant")
COMMUNITY_COLUMNS += ("owner", "party_community", "party_workplace", "collective", "area_km2", *FORMS_IN_ORDER)


def _below(sheet: Any, rows: SheetRows) -> None:
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
