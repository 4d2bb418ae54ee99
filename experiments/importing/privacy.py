"""Numbers of identity cards and telephones that stand in a table under some other header."""

from __future__ import annotations

import re

from .faults import Faults
from .heads import Head
from .sheets import Sheet

IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def is_identity(text: str) -> bool:
    """Whether a text holds the number of a Chinese identity card: 17 digits and the one that checks them (GB 11643)."""
    return any(
        CHECKS[sum(int(digit) * weight for digit, weight in zip(one, WEIGHTS, strict=False)) % 11] == one[-1].upper()
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
