"""One cell at a time: counts, areas, ages, yes or no, as offices write them."""

from __future__ import annotations

import datetime as dt
import math
import re

NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+|\d+)?(?:\.\d+|\.)?(?:e[+-]?\d+)?", re.IGNORECASE)
"""Commas only where they part thousands, or ten thousands: 3,7 may be meant as 3.7."""
UNITS = ("平方公里", "平方千米", "km2", "km²", "人", "户", "个", "家", "岁", "名")
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
YES = {"yes", "y", "true", "1", "是", "有", "√", "✓", "t"}
NO = {"no", "n", "false", "0", "否", "无", "×", "没有", "-", "f", ""}
OLDEST = 120


class Bad(ValueError):
    """A cell that cannot be what its column holds; the argument is the kind of fault."""


def number(text: str) -> float:
    """A number of at least zero, with its unit or without."""
    if text.upper() in ERRORS:
        raise Bad("excel_error")
    bare = next((text[: -len(unit)] for unit in UNITS if text.endswith(unit)), text).strip().replace("，", ",")
    if not bare:
        raise Bad("blank")
    if not NUMBER.fullmatch(bare):
        raise Bad("not_number")
    try:
        value = float(bare.replace(",", ""))
    except ValueError:
        raise Bad("not_number") from None
    if not math.isfinite(value):
        raise Bad("not_number")
    if value < 0:
        raise Bad("negative")
    return value


def count(text: str) -> int:
    """A whole number of at least zero."""
    value = number(text)
    if value != int(value):
        raise Bad("not_whole")
    return int(value)


def age(text: str) -> int:
    """Years of age."""
    years = count(text)
    if years > OLDEST:
        raise Bad("too_old")
    return years


def age_at(text: str, day: dt.date) -> int:
    """Years of age of somebody born on a day, or in a month or year, as of `day`."""
    found = re.fullmatch(r"(\d{4})(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?月?)?年?", text)
    if not found:
        raise Bad("bad_birth")
    year, month, of_month = int(found[1]), int(found[2] or 7), int(found[3] or 1)
    try:
        born = dt.date(year, month, of_month)
    except ValueError:
        raise Bad("bad_birth") from None
    if born > day:
        raise Bad("unborn")
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if years > OLDEST:
        raise Bad("too_old")
    return years


def yes_or_no(text: str, also: dict[str, bool]) -> bool:
    """Yes or no, in the words of any column or of this one."""
    word = text.casefold()
    if word in also:
        return also[word]
    if word in YES:
        return True
    if word in NO:
        return False
    raise Bad("unknown_word")
