"""Every form in which a comparison leaves the machine: which ending makes what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...scenarios.faults import nearest_name
from ..runs.refusing import Refused
from ..runs.whole_file import whole_file
from .briefing import brief_of, forest
from .phrases import telling
from .taken import Taken

LANGUAGES = ("zh", "en")
ENDINGS = ("html", "docx", "pdf", "xlsx", "zip", "csv", "parquet", "png", "svg")
"""What may stand behind the point; `zip` is a capsule."""
FOR_READING = tuple(one for one in ENDINGS if one not in ("xlsx", "zip"))
"""Forms that nobody runs again from: those of a comparison in which one scenario branches off from another."""


def made(taken: Taken, ending: str, language: str) -> bytes:
    """A comparison in one of its forms.

    Args:
        ending: One of `ENDINGS`.
        language: zh or en; the HTML file has both and opens in this one.
    """
    return _MAKERS[ending](taken, language)


def ending_of(path: str) -> str:
    """The form that a file's name asks for.

    Raises:
        Refused: There is no such form, or the folder is not there.
    """
    ending = Path(path).suffix.lower().lstrip(".")
    allowed = ", ".join(f".{one}" for one in ENDINGS)
    if ending not in ENDINGS:
        near = nearest_name(ending, ENDINGS)
        raise Refused("takeaway.ending", path=path, allowed=allowed, near=f".{near}" if near else ".html")
    if not Path(path).absolute().parent.is_dir():
        raise Refused("takeaway.folder", path=Path(path).absolute().parent)
    return ending


def write(path: str, content: bytes) -> None:
    """Put a file in its place whole, or say why it cannot be."""
    try:
        with whole_file(Path(path)) as rough:
            rough.write_bytes(content)
    except OSError as fault:
        raise Refused("takeaway.unwritable", path=path, why=fault.strerror or str(fault)) from fault


def _html(taken: Taken, language: str) -> bytes:
    from .one_file import html

    return html(taken.comparison, {one: brief_of(taken, one) for one in LANGUAGES}, taken.daily, language)


def _docx(taken: Taken, language: str) -> bytes:
    from .document import docx

    return docx(brief_of(taken, language))


def _pdf(taken: Taken, language: str) -> bytes:
    from .pdf import pdf

    return pdf(brief_of(taken, language))


def _xlsx(taken: Taken, language: str) -> bytes:
    from .workbook import workbook

    return workbook(taken, language)


def _zip(taken: Taken, language: str) -> bytes:
    from .capsule import capsule

    del language
    return capsule(taken)


def _csv(taken: Taken, language: str) -> bytes:
    from .numbers import as_csv, differences

    return as_csv(differences(taken, language))


def _parquet(taken: Taken, language: str) -> bytes:
    from .numbers import as_parquet, differences

    return as_parquet(differences(taken, language))


def _picture(form: Any) -> Callable[[Taken, str], bytes]:
    def draw(taken: Taken, language: str) -> bytes:
        from .pictures import drawn

        tell = telling(language)
        known = [one for one in taken.comparison.indicators if one in _DRAWN]
        return drawn(forest(taken, known, tell), form)

    return draw


_DRAWN = ("coverage", "coverage_personal", "coverage_public", "met_share", "heard_share", "never_heard_share")
_DRAWN += ("lapsed_waiting_share", "wrong_door_share", "met_late_share", "satisfaction_true", "trust")
_DRAWN += ("coverage_elder", "coverage_child", "coverage_disabled", "coverage_migrant", "coverage_low_income")
_MAKERS: dict[str, Callable[[Taken, str], bytes]] = {"html": _html, "docx": _docx, "pdf": _pdf, "xlsx": _xlsx}
_MAKERS |= {"zip": _zip, "csv": _csv, "parquet": _parquet, "png": _picture("png"), "svg": _picture("svg")}
