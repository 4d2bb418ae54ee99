"""The text of a file of votes, whatever a spreadsheet made of it: what it is written in, and what separates fields."""

from __future__ import annotations

from .faults import PbFault

SEPARATORS = {",": "commas", "，": "wide_commas", "\t": "tabs", "；": "wide"}
_HEADS = ("meta", "key")


def decoded(content: bytes, name: str) -> str:
    """The text of a file in UTF-8 with semicolons.

    Raises:
        PbFault: It is written otherwise; said is what would mend it, where that can be told.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PbFault("utf16", (name, None))
    if b"\0" in content:
        raise PbFault("binary", (name, content[: content.index(b"\0")].count(b"\n") + 1))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        code = "gbk" if _is_gbk(content) else "encoding"
        raise PbFault(code, (name, content[: fault.start].count(b"\n") + 1)) from None
    if not text.strip():
        raise PbFault("empty", (name, None))
    _separated(text, name)
    return text


def _is_gbk(content: bytes) -> bool:
    """Whether a file reads well as Chinese; in other encodings of one byte a letter, hardly any pair is common."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    strange = [letter for letter in text if not letter.isascii()]
    common = sum(_is_common(letter) for letter in strange)
    return "META" in text.upper() and common >= 0.9 * len(strange)


def _is_common(letter: str) -> bool:
    try:
        return bool(letter.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _separated(text: str, name: str) -> None:
    """Refuse a file whose first lines separate fields by something else."""
    first = [(number, line.strip(" \r\ufeff")) for number, line in enumerate(text.split("\n", 20), 1) if line.strip()]
    for number, line in first[:2]:
        head = line.replace('"', "").lower()
        for sign in SEPARATORS:
            if ";" not in line and any(head.startswith(f"{one}{sign}") for one in _HEADS):
                raise separated_by(sign, name, number)


def separated_by(sign: str, name: str, line: int) -> PbFault:
    """What is said of fields that are separated by another sign."""
    return PbFault(f"separator_{SEPARATORS[sign]}", (name, line))
