"""How the font of briefs was made: of Noto Sans CJK SC, the signs of GB2312, Latin letters and the project's words.

`python make_font.py NotoSansCJK-Regular.ttc Regular` writes fonts/ShapanSans-SC-Regular.otf; it needs
fonttools. The subset bears a name of its own, as the licence (fonts/OFL.txt) asks of changed versions.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FAMILY = "Shapan Sans SC"
PLAIN = (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x2010, 0x205E), (0x2160, 0x216B), (0x2190, 0x2199)
MORE = "−≤≥≠≈±×÷·…•°²³¥€№∞√∑∆▲▼◆■□●○★☆✓✗│─├└┌→←↑↓＝＋－％"


def signs() -> set[int]:
    """Code points wanted: GB2312, Latin, Greek, marks, full-width forms, and every letter of our own texts."""
    found = {code for first, last in (*PLAIN, (0x3000, 0x303F), (0xFF00, 0xFFEF)) for code in range(first, last + 1)}
    for row in range(0xA1, 0xF8):
        for column in range(0xA1, 0xFF):
            found |= {ord(sign) for sign in bytes((row, column)).decode("gb2312", "ignore")}
    for path in HERE.parents[1].glob("*/**/*.toml"):
        found |= {ord(sign) for sign in path.read_text(encoding="utf-8")}
    return found | {ord(sign) for sign in MORE}


def main(source: str, style: str = "Regular") -> None:
    """Write the subset."""
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    font: Any = next(one for one in TTCollection(source).fonts if one["name"].getDebugName(1) == "Noto Sans CJK SC")
    wanted = subset.Options()
    wanted.hinting, wanted.desubroutinize, wanted.notdef_outline = False, False, True
    wanted.layout_features = ["kern"]
    wanted.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS"]
    cut = subset.Subsetter(wanted)
    cut.populate(unicodes=signs())
    cut.subset(font)
    for record in list(font["name"].names):
        text = {1: FAMILY, 3: f"{FAMILY} 1", 4: FAMILY, 6: f"ShapanSansSC-{style}", 16: FAMILY}.get(record.nameID)
        if text is not None:
            font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
        elif record.nameID not in (0, 2, 5, 8, 13, 14):
            font["name"].names.remove(record)
    top = font["CFF "].cff
    top.fontNames = [f"ShapanSansSC-{style}"]
    top[0].FullName, top[0].FamilyName = FAMILY, FAMILY
    font.save(HERE / "fonts" / f"ShapanSans-SC-{style}.otf")


if __name__ == "__main__":
    main(*sys.argv[1:])
