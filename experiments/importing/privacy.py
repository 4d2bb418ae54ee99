"""Numbers of identity cards and telephones that stand in a table under some other header."""

from __future__ import annotations

import re

from .faults import Faults
from .heads import Head
from .sheets import Sheet

IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
BORN = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
ROUNDED = re.compile(r"[1-9]\.\d+e\+?17", re.IGNORECASE)
"""What a spreadsheet makes of such a number once it takes it for a quantity."""
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def is_identity(text: str) -> bool:
    """Whether a text holds the number of a Chinese identity card (GB 11643): by its check digit or its day of birth."""
    return ROUNDED.fullmatch(text) is not None or any(
        BORN.fullmatch(one) is not None
        or CHECKS[sum(int(digit) * weight for digit, weight in zip(one, WEIGHTS, strict=False)) % 11] == one[-1].upper()
        for one in IDENTITY.findall(text)
    )


def is_mobile(text: str) -> bool:
    """Whether a text holds the number of a mobile telephone of the mainland."""
    return MOBILE.search(text) is not None


def refuse_personal(sheet: Sheet, head: Head, faults: Faults) -> None:
    """Note every cell that holds such a number outside the columns that are left out anyway."""
    for row, cells in sheet.rows:
        for place, text in enumerate(cells):
            if len(text) < 11 or place in head.personal:
                continue
            if is_identity(text):
                faults.note("identity", sheet.at(row), column=_letter(place))
            elif is_mobile(text):
                faults.note("mobile", sheet.at(row), column=_letter(place))


def _letter(place: int) -> str:
    """A column as a spreadsheet names it."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
