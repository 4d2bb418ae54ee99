"""Files of one's own in, a place out: which file is what, what was understood, and how well margins are met."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path

from ...scenarios.places import PlaceFile
from . import facts
from .communities import Communities, read_communities
from .faults import Faults, ImportFault, in_file
from .heads import Head, head_of, nearest_header, tidy
from .outlines import Outlines, check_names, outlines
from .people import People, check_enough, read_people
from .placing import Made, id_of, make
from .privacy import refuse_personal
from .raking import Raked, rake
from .shapes import ENDINGS, shapes
from .sheets import Sheet, sheets


@dataclass
class Understood:
    """Everything that was found in the files.

    Attributes:
        heads: Sheets that were taken, with their columns.
        left: Sheets and files of which nothing was taken.
    """

    stated: facts.StatedFacts = field(default_factory=facts.StatedFacts)
    heads: list[tuple[Sheet, Head]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    people: People | None = None
    communities: Communities | None = None
    land: Outlines | None = None
    raked: Raked | None = None
    made: Made | None = None


@dataclass(frozen=True)
class Asked:
    """What the command was told: files, coordinate system, layer, and the place that fills gaps."""

    files: tuple[str, ...]
    out: str
    like: PlaceFile
    crs: str | None = None
    layer: str | None = None


def gather(asked: Asked) -> Understood:
    """Read every file and make the place.

    Raises:
        ImportFault: Something is wrong with a file, a row or a feature.
    """
    name = id_of(asked.out)
    tables = [one for one in asked.files if Path(one).suffix.lower() not in ENDINGS]
    drawn = [one for one in asked.files if one not in tables]
    if not tables:
        raise ImportFault("no_table", in_file(", ".join(asked.files)))
    found = Understood()
    taken = [one for file in tables for one in _sorted_out(sheets(file), found)]
    found.land = outlines(shapes(_only(drawn), asked.layer), asked.crs) if drawn else None
    if not drawn and (asked.crs or asked.layer):
        raise ImportFault("nothing_drawn", in_file(", ".join(asked.files)))
    _read_tables(taken, found, asked.like)
    _put_together(found)
    boundary = None
    if found.land is not None:
        boundary = _beside(found.land.shapes.file, asked.out), found.land.system.name
    found.made = make(name, found.stated, asked.like, boundary, tables[0])
    return found


def _sorted_out(all_of_file: list[Sheet], found: Understood) -> list[tuple[Sheet, Head]]:
    """Sheets with people or communities; facts are read at once, others told as left out."""
    taken = []
    for sheet in all_of_file:
        if tidy(sheet.name) in facts.SHEETS:
            found.stated = facts.read_facts(sheet)
        elif tidy(sheet.name) not in facts.SILENT_SHEETS:
            head = head_of(sheet)
            if head is not None and (len(all_of_file) == 1 or _has_rows(sheet, head)):
                taken.append((sheet, head))
            elif head is None:
                found.left.append(f"{sheet.file} {sheet.name}".strip())
    if not taken and len(all_of_file) == 1:
        sheet = all_of_file[0]
        raise ImportFault("no_headers", sheet.at(sheet.rows[0][0]), nearest=nearest_header(sheet))
    return taken


def _has_rows(sheet: Sheet, head: Head) -> bool:
    return any(row > head.row for row, _ in sheet.rows)


def _only(files: list[str]) -> str:
    if len(files) > 1:
        raise ImportFault("several_shapes", in_file(files[1]))
    return files[0]


def _read_tables(taken: list[tuple[Sheet, Head]], found: Understood, like: PlaceFile) -> None:
    found.heads = taken
    faults = Faults()
    for sheet, head in taken:
        refuse_personal(sheet, head, faults)
    faults.tell()
    day = dt.date.fromisoformat(found.stated.values.get("start", like.place.start.isoformat()))
    if one := _one_of("people", taken):
        found.people = read_people(*one, day, Faults())
        check_enough(found.people)
    if one := _one_of("communities", taken):
        found.communities = read_communities(*one, Faults())
    if found.people is None and found.communities is None:
        raise ImportFault("no_table", in_file(found.left[0] if found.left else "–"))


def _one_of(kind: str, taken: list[tuple[Sheet, Head]]) -> tuple[Sheet, Head] | None:
    those = [one for one in taken if one[1].kind == kind]
    if len(those) > 1:
        raise ImportFault("two_tables", those[1][0].at(those[1][1].row), other=those[0][0].name or those[0][0].file)
    return those[0] if those else None


def _put_together(found: Understood) -> None:
    """Facts of the tables, weighted where there are people and margins; areas of outlines where no table has them."""
    people, communities, land = found.people, found.communities, found.land
    if people is not None and communities is not None:
        found.raked = rake(people, communities)
    if communities is not None:
        _tell(found, "communities", facts.of_communities(communities))
    if people is not None:
        _tell(found, "people" if found.raked is None else "raked", facts.of_people(people, found.raked))
    if land is not None:
        names = communities.names if communities is not None else people.communities if people is not None else ()
        check_names(land, names)
        _tell(found, "outlines", facts.of_outlines(land))


def _tell(found: Understood, source: str, counted: dict[str, object]) -> None:
    facts.same_where_stated_twice(found.stated, counted)
    found.stated.tell(source, counted)


def _beside(file: str, out: str) -> str:
    """A file as the place file names it: from its own folder, where that is on the same drive."""
    try:
        return Path(os.path.relpath(Path(file).resolve(), Path(out).resolve().parent)).as_posix()
    except ValueError:
        return Path(file).resolve().as_posix()
