"""A table with one row a resident: read, checked, and kept as columns of numbers without anybody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.place import AGE_BANDS, FORMS
from . import cells
from .communities import is_subtotal
from .faults import Faults, ImportFault
from .heads import Head, form_names, tidy
from .sheets import Sheet

BANDS = {"0-14": 0, "0-14岁": 0, "少儿": 0, "儿童": 0, "15-59": 1, "15-59岁": 1, "成年": 1, "成年人": 1}
BANDS |= {"60+": 2, "60岁以上": 2, "60岁及以上": 2, "老年": 2, "老年人": 2} | {
    name: i for i, name in enumerate(AGE_BANDS)
}
FIRST_ADULT, FIRST_ELDER = 15, 60
WORDS: dict[str, dict[str, bool]] = {
    "disabled": {"残疾": True, "残疾人": True, "disabled": True, "健全": False},
    "low_income": {"低保": True, "低收入": True, "低保户": True},
    "migrant": {"非户籍": True, "外来": True, "流动人口": True, "外地": True, "户籍": False, "本地": False},
    "registered": {"户籍": True, "本地": True, "本市户籍": True, "常住户籍": True, "local": True}
    | dict.fromkeys(("非户籍", "外地", "外来", "流动人口", "外市户籍", "migrant"), False),
    "owner": {"自有": True, "自有住房": True, "自购": True, "产权房": True, "owned": True, "owner": True}
    | dict.fromkeys(("租赁", "租住", "租房", "出租", "借住", "宿舍", "单位宿舍", "公租房", "rented"), False),
    "collective": {"集体户": True, "集体": True, "家庭户": False, "家庭": False, "collective": True, "family": False},
}
PARTY = {"社区党员": 1, "在册党员": 1, "community": 1, "在职党员": 2, "workplace": 2, "群众": 0, "无": 0, "否": 0}
PARTY |= {"none": 0, "no": 0, "": 0, "共青团员": 0, "团员": 0, "民主党派": 0, "无党派": 0, "0": 0, "-": 0}
TRAITS = ("disabled", "low_income", "migrant", "owner", "collective")
NOBODY = -1


@dataclass(frozen=True)
class People:
    """Residents of a table, one entry each; columns that the table lacks are absent.

    Attributes:
        community: Number of the community in `communities`.
        columns: Column -> age band 0–2, yes or no 0–1, branch 0–2 or form of estate, in the order of the model.
        household: Number of the household, or None where the table has none.
        first_row: Community -> the row where it is met first.
    """

    sheet: Sheet
    communities: tuple[str, ...]
    streets: tuple[str, ...]
    community: NDArray[np.int64]
    columns: Mapping[str, NDArray[np.int64]]
    household: NDArray[np.int64] | None
    first_row: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.community)


class _Reading:
    """Columns that grow row by row, and what is wrong on the way."""

    def __init__(self, sheet: Sheet, head: Head, day: dt.date, faults: Faults) -> None:
        self.sheet, self.head, self.faults = sheet, head, faults
        self.columns: dict[str, list[int]] = {}
        self.communities: dict[str, int] = {}
        self.streets: dict[str, str] = {}
        self.first_row: dict[str, int] = {}
        self.homes: dict[str, tuple[int, str]] = {}
        self.persons: dict[str, int] = {}
        self.silent: dict[str, int] = {}
        self.denied: dict[str, int] = {}
        self.readers = _readers(head, day)

    def row(self, number: int, row: list[str]) -> None:
        """Take one resident in."""
        if len(row) > (width := max(self.head.where.values()) + 1) and any(row[self.width :]):
            self.faults.note("too_many_cells", self.sheet.at(number), got=len(row), wanted=self.width)
            return
        row = row + [""] * (width - len(row))
        values = {column: row[place] for column, place in self.head.where.items()}
        if any(is_subtotal(text) for text in (row[0], values.get("community", ""), values.get("street", ""))):
            self.faults.note("subtotal", self.sheet.at(number), name=values.get("community") or row[0])
            return
        self._community(number, values)
        self._once(number, values)
        for column, (source, reader) in self.readers.items():
            self.columns.setdefault(column, []).append(self._read(number, source, reader, values[source]))

    @property
    def width(self) -> int:
        """Cells under the headers."""
        return 1 + max([*self.head.where.values(), *self.head.personal, self.last])

    last = 0

    def _read(self, number: int, source: str, reader: Callable[[str], int], text: str) -> int:
        if source in WORDS:
            seen = self.silent if not text else self.denied if text.casefold() in cells.NO else {}
            seen.setdefault(source, number)
        try:
            return reader(text)
        except cells.Bad as fault:
            details = {"column": self.head.called[source], "value": text}
            details |= {"allowed": ", ".join(_words(source))} if fault.args[0] == "unknown_word" else {}
            self.faults.note(fault.args[0], self.sheet.at(number), **details)
            return NOBODY

    def unsure(self) -> None:
        """Nothing written means no where only yes is ever written; beside a written no it may mean anything."""
        for source in self.silent.keys() & self.denied.keys():
            self.faults.note("silent", self.sheet.at(self.silent[source]), column=self.head.called[source])

    def _community(self, number: int, values: Mapping[str, str]) -> None:
        name = values.get("community", "-")
        if not name:
            self.faults.note("no_community", self.sheet.at(number), column=self.head.called["community"])
        place = self.communities.setdefault(name, len(self.communities))
        self.first_row.setdefault(name, number)
        street = values.get("street", "")
        if self.streets.setdefault(name, street) != street:
            self.faults.note("two_streets", self.sheet.at(number), community=name)
        self.columns.setdefault("community", []).append(place)

    def _once(self, number: int, values: Mapping[str, str]) -> None:
        person, home = values.get("person", ""), values.get("household", "")
        if person and person in self.persons:
            self.faults.note("person_twice", self.sheet.at(number), first=self.persons[person])
        self.persons.setdefault(person, number)
        if home:
            first, community = self.homes.setdefault(home, (len(self.homes), values.get("community", "-")))
            if community != values.get("community", "-"):
                self.faults.note("home_apart", self.sheet.at(number), household=home)
            self.columns.setdefault("household", []).append(first)
        elif "household" in values:
            self.columns.setdefault("household", []).append(NOBODY)


def read_people(sheet: Sheet, head: Head, day: dt.date, faults: Faults) -> People:
    """Every resident of a sheet; ages are taken as of `day`."""
    reading = _Reading(sheet, head, day, faults)
    rows = [(number, row) for number, row in _named(sheet, head) if number > head.row]
    heads = [row for number, row in sheet.rows if number == head.row]
    reading.last = max((place for row in heads for place, _ in _filled(row)), default=0)
    for number, row in rows:
        reading.row(number, row)
    reading.unsure()
    if not rows:
        faults.note("no_people", sheet.at(head.row))
    faults.tell()
    columns = {name: np.array(values, np.int64) for name, values in reading.columns.items()}
    community, household = columns.pop("community"), columns.pop("household", None)
    names = tuple(reading.communities)
    streets = tuple(sorted({reading.streets[name] for name in names} - {""}))
    return People(
        sheet=sheet,
        communities=names,
        streets=streets,
        community=community,
        columns=columns,
        household=household,
        first_row=reading.first_row,
    )


def _filled(row: list[str]) -> list[tuple[int, str]]:
    return [(place, text) for place, text in enumerate(row) if text]


def _named(sheet: Sheet, head: Head) -> list[tuple[int, list[str]]]:
    """The rows, with names of communities and streets written in every row of a joined cell."""
    names = {head.where[column] for column in ("community", "street", "household") if column in head.where}
    joined = tuple(one for one in sheet.merged if one[0][1] == one[1][1] and one[0][1] in names)
    return Sheet(sheet.file, sheet.name, sheet.rows, joined).spread(max((row for row, _ in sheet.rows), default=0))


def _words(column: str) -> tuple[str, ...]:
    """Some of the words a column knows, for whoever wrote another."""
    if column == "party":
        return "社区党员/community", "在职党员/workplace", "群众/none"
    if column == "form":
        return tuple(form_names())[: len(FORMS)]
    if column == "age_band":
        return AGE_BANDS
    return ("是/yes", "否/no", *(word for word in WORDS.get(column, {})))[:8]


def _readers(head: Head, day: dt.date) -> dict[str, tuple[str, Callable[[str], int]]]:
    """Column of residents -> the column of the table it is read from, and how."""
    readers: dict[str, tuple[str, Callable[[str], int]]] = {}
    ages: dict[str, Callable[[str], int]] = {
        "age": lambda text: _band(cells.age(text)),
        "birth": lambda text: _band(cells.age_at(text, day)),
        "age_band": lambda text: _of(BANDS, tidy(text)),
    }
    for source, reader in ages.items():
        if source in head.where and "age" not in readers:
            readers["age"] = source, reader
    for trait in TRAITS:
        if trait in head.where:
            readers[trait] = trait, _yes_of(trait, True)
    if "registered" in head.where and "migrant" not in readers:
        readers["migrant"] = "registered", _yes_of("registered", False)
    if "party" in head.where:
        readers["party"] = "party", lambda text: _of(PARTY, text.casefold())
    if "form" in head.where:
        forms = {name: FORMS.index(form) for name, form in form_names().items()}
        readers["form"] = "form", lambda text: _of(forms, tidy(text))
    return readers


def _yes_of(column: str, meaning: bool) -> Callable[[str], int]:
    return lambda text: int(cells.yes_or_no(text, WORDS[column]) == meaning)


def _band(years: int) -> int:
    return int(years >= FIRST_ADULT) + int(years >= FIRST_ELDER)


def _of(table: Mapping[str, Any], word: str) -> int:
    if word not in table:
        raise cells.Bad("unknown_word")
    return int(table[word])


def check_enough(people: People) -> None:
    """A sheet of which nothing but names of communities is known tells nothing."""
    if not people.columns:
        raise ImportFault("nothing_told", people.sheet.at(min(people.first_row.values())))
