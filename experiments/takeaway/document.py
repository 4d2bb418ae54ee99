"""A brief as a Word document, to be edited before it is passed on."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from .brief import Brief, Section, Table, Verdict
from .pdf import split, tabled_in_picture
from .pictures import drawn

LATIN, CHINESE = "Arial", "Microsoft YaHei"
TINTS = {"better": "0072B2", "worse": "B35900", "differs": "6A3D9A"}
GREY = "59636E"
WIDTH_CM = 17.6
FEWEST_SIGNS, MOST_SIGNS = 8, 36  # of a column, when the width of a table is shared out

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML has no place for."""


def docx(brief: Brief) -> bytes:
    """The brief as a .docx file."""
    from docx import Document

    document = Document()
    _page(document, brief)
    title = _paragraph(document, brief.title, size=15, bold=True, style="Title")
    title.paragraph_format.space_after = 0
    for one in brief.verdicts:
        _verdict(document, one)
    _paragraph(document, brief.given, colour=GREY)
    _paragraph(document, brief.about)
    for section in brief.sections:
        if not section.long:
            _section(document, section)
    _paragraph(document, " · ".join(brief.footer), size=7, colour=GREY)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _page(document: Any, brief: Brief) -> None:
    """A4, narrow margins, a font for each writing system, and the title where a reader's program looks for it."""
    import datetime as dt

    from docx.shared import Cm

    for part in document.sections:
        part.page_width, part.page_height = Cm(21.0), Cm(29.7)
        part.left_margin = part.right_margin = Cm(1.7)
        part.top_margin = part.bottom_margin = Cm(1.5)
    for name in ("Normal", "Title", "Heading 2"):
        _fonts(document.styles[name])
    about = document.core_properties
    about.title, about.author = UNWRITABLE.sub("", brief.title)[:255], "Shapan"
    about.language = "zh-CN" if brief.language == "zh" else "en"
    about.created = about.modified = dt.datetime(2000, 1, 1)


def _fonts(thing: Any) -> None:
    """Latin and Chinese fonts; Word looks for the second in an attribute of its own."""
    from docx.oxml.ns import qn

    thing.font.name = LATIN
    fonts = thing.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), CHINESE)


def _paragraph(place: Any, text: str, *, size: float = 9, bold: bool = False, colour: str = "", style: str = "") -> Any:
    from docx.shared import Pt

    paragraph = place.add_paragraph(style=style or None)
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
    _run(paragraph, text, size, bold, colour)
    return paragraph


def _run(paragraph: Any, text: str, size: float, bold: bool = False, colour: str = "") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(UNWRITABLE.sub("", text))
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LATIN
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    run.font.color.rgb = RGBColor.from_string(colour or "1C2733")


def _verdict(document: Any, one: Verdict) -> None:
    first, rest = split(one.headline)
    tint = TINTS.get(one.verdict, GREY)
    _paragraph(document, f"{one.mark} {first}", size=11.5, bold=True, colour=tint)
    for line in (rest, one.luck, *one.assumptions):
        if line:
            _paragraph(document, line)


def _section(document: Any, section: Section) -> None:
    from docx.shared import Cm, Pt

    heading = document.add_heading(level=2)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(6), Pt(1)
    _run(heading, section.title, 11, bold=True)
    for line in section.text:
        _paragraph(document, line)
    if section.picture is not None:
        shown = document.add_picture(io.BytesIO(drawn(section.picture, "png")), width=Cm(WIDTH_CM))
        shown._inline.docPr.set("descr", UNWRITABLE.sub("", section.picture.alt))
    if section.table is not None and not tabled_in_picture(section):
        _table(document, section.table)
    if section.code:
        _paragraph(document, section.code, size=7.5)


def _widths_cm(rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of columns by what stands in them, so that rows seldom take two lines; Chinese signs count twice."""
    longest = [
        max(sum(1 + (ord(sign) > 0x2E80) for sign in text) for text in column) for column in zip(*rows, strict=True)
    ]
    weights = [min(MOST_SIGNS, max(FEWEST_SIGNS, length)) for length in longest]
    return [WIDTH_CM * weight / sum(weights) for weight in weights]


def _table(document: Any, table: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    rows = table.rows[: table.short]
    made = document.add_table(rows=1 + len(rows), cols=len(table.head), style="Light List Accent 1")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    widths = [Cm(width) for width in _widths_cm([table.head, *rows])]
    for number, row in enumerate((table.head, *rows)):
        for place, text, width in zip(made.rows[number].cells, row, widths, strict=True):
            place.width = width
            paragraph = place.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            _run(paragraph, text, 7.5, bold=number == 0, colour="FFFFFF" if number == 0 else "")
    if table.note:
        _paragraph(document, table.note, size=7.5, colour=GREY)
