"""Amounts as files of votes write them: what is one, how fine it is, and what somebody meant who wrote another way."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_AMOUNT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
_SIGNS = re.compile(r"[\s_'’¥$€£元圆]|RMB|CNY|EUR|USD|PLN|zł", re.IGNORECASE)
_GROUPS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|[0-9]+,[0-9]+")
_LARGE = {"千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def money(text: str) -> Decimal | None:
    """An amount exactly as it stands, or nothing where the text is none; it may be far too large or too fine."""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def decimals(amount: Decimal) -> int:
    """Decimals that an amount needs, without zeros at its end."""
    if not amount:
        return 0
    _, digits, exponent = amount.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -(int(exponent) + zeros))


def meant(text: str) -> str:
    """The amount that somebody most likely meant, or nothing: signs of currencies, groups of digits, 万, a comma."""
    if len(text) > 40:
        return ""
    plain = "".join(_digit(letter) for letter in unicodedata.normalize("NFKC", text))
    plain = _SIGNS.sub("", plain)
    times = 1
    if plain and plain[-1] in _LARGE:
        plain, times = plain[:-1], _LARGE[plain[-1]]
    if _GROUPS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _POINT_GROUPS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    amount = money(plain)
    if amount is None or amount < 0 or "e" in plain.lower():
        return ""
    return plain if times == 1 else f"{amount * times:f}".removesuffix(".0")


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdecimal() else letter
