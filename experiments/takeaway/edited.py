"""A workbook that somebody edited: which levers of which scenario, from what to what, and what it would run."""

from __future__ import annotations

import io
import shlex
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...model.parameters import all_parameters
from ...scenarios.command_line import parse_set
from ...scenarios.faults import InputFault, nearest_name
from ...scenarios.library import Scenario, load
from ...scenarios.shelf import shipped
from ..importing.faults import ImportFault
from ..importing.sheets import Sheet, sheets
from ..reports.wording import words
from ..runs.refusing import Refused
from .workbook import ABOUT, ASSUMED, FIRST_SCENARIO, FORMAT, LEVERS, MARK, WRITTEN, lever_cells

MOST_BYTES = 10_000_000
MOST_UNPACKED = 80_000_000
MOST_SCENARIOS = 8
LATER = ("redraw", "draws")
"""Numbers that older workbooks do not hold."""


class CellFault(Refused):
    """One cell that cannot be taken: file, sheet and row, then what is wrong with it.

    Attributes:
        others: Faults of other cells.
    """

    others: tuple[CellFault, ...] = ()

    def __init__(self, file: str, row: int, fault: InputFault | Refused) -> None:
        self.file, self.row, self.fault = file, row, fault
        super().__init__("takeaway.cell", file=file, sheet=LEVERS, row=row, told="")

    def text(self, language: str = "en") -> str:
        """The whole line."""
        said = words(language)("takeaway.cell", file=self.file, sheet=LEVERS, row=self.row, told="")
        return said + self.fault.text(language)

    def __reduce__(self) -> Any:
        return CellFault, (self.file, self.row, self.fault)


@dataclass(frozen=True)
class Edit:
    """One lever of one scenario, as it was written and as it stands now."""

    scenario: str
    key: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Edited:
    """What a workbook asks for.

    Attributes:
        names: Scenarios, the baseline first.
        policies: Their policies, in the same order.
        changes: For each, every lever that is not as its policy has it on this place.
        edits: What was changed since the workbook was written.
        numbers: days, warmup, first_seed and pairs; `redraw` (1 where every seed draws the place anew) and `draws`
            (kept sets of assumptions), both 0 in workbooks that older versions wrote.
        assumptions: Those of all scenarios that were not at their default.
    """

    names: tuple[str, ...]
    policies: tuple[str, ...]
    place: str
    changes: tuple[Mapping[str, Any], ...]
    edits: tuple[Edit, ...]
    numbers: Mapping[str, int]
    assumptions: Mapping[str, Any]

    def typed(self) -> list[str]:
        """The scenarios as a command names them."""
        return [_typed(policy, one) for policy, one in zip(self.policies, self.changes, strict=True)]

    def check_drawn_once(self) -> None:
        """Refuse worlds that are drawn anew with every seed, for whoever cannot make them.

        Raises:
            Refused: The command that makes them.
        """
        if self.numbers["redraw"]:
            raise Refused("takeaway.book_redraw", command=self.command())

    def command(self) -> str:
        """The comparison of the edited scenarios, for a shell."""
        said = ["shapan", "compare", *self.typed(), "--place", self.place, "--reps", str(self.numbers["pairs"])]
        said += ["--days", str(self.numbers["days"]), "--warmup", str(self.numbers["warmup"])]
        said += ["--seed", str(self.numbers["first_seed"])]
        said += ["--redraw"] if self.numbers["redraw"] else []
        said += ["--draws", str(self.numbers["draws"])] if self.numbers["draws"] else []
        said += ["--set"] if self.assumptions else []
        said += [f"{key}={_bare(value)}" for key, value in self.assumptions.items()]
        return " ".join(shlex.quote(one) for one in said)


def _typed(policy: str, changes: Mapping[str, Any]) -> str:
    inside = ", ".join(f"{key}={_bare(value)}" for key, value in changes.items())
    return f"{policy}{{{inside}}}" if inside else policy


def _bare(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def read_workbook(path: str | Path, called: str = "") -> Edited:
    """An edited workbook; `called` is its name in a refusal, where that is not the name of the path.

    Raises:
        Refused: It is none of ours, or too large.
        CellFault: Cells hold what their levers may not be; `others` has the rest.
    """
    name = called or Path(path).name
    _bounded(Path(path), name)
    try:
        found = {sheet.name: sheet for sheet in sheets(path)}
    except ImportFault as fault:
        raise ImportFault(fault.code, (name, *fault.at[1:]), fault.more, **fault.details) from None
    missing = [one for one in (ABOUT, LEVERS, WRITTEN) if one not in found]
    if missing:
        raise Refused("takeaway.no_sheet", path=name, sheet=missing[0], found=", ".join(found)[:120])
    about = {row[0]: row[1] for _, row in found[ABOUT].rows if len(row) > 1 and row[0]}
    names, policies, place = _scenarios(about, name)
    numbers = _numbers(about, name)
    levers_of_policies = [_levers_of(load(policy).with_place(place)) for policy in policies]
    written = {row[0]: row[1:] for _, row in found[WRITTEN].rows[1:]}
    faults: list[CellFault] = []
    now = [_column(found[LEVERS], FIRST_SCENARIO + number, name, faults) for number in range(len(names))]
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    then = [_as_written(written, number) for number in range(len(names))]
    return Edited(
        names=names,
        policies=policies,
        place=place,
        changes=tuple(
            {key: value for key, value in one.items() if value != there.get(key)}
            for one, there in zip(now, levers_of_policies, strict=True)
        ),
        edits=tuple(
            Edit(called, key, before.get(key), value)
            for called, one, before in zip(names, now, then, strict=True)
            for key, value in one.items()
            if value != before.get(key)
        ),
        numbers=numbers,
        assumptions=_assumptions(about),
    )


def _bounded(path: Path, name: str) -> None:
    """Refuse what is too large, packed or unpacked, before anything is read of it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("takeaway.too_large", path=name, most=MOST_BYTES // 1_000_000)
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Refused("takeaway.bomb", path=name, most=MOST_UNPACKED // 1_000_000)
    except OSError as fault:
        raise Refused("takeaway.unreadable", path=name, why=fault.strerror or str(fault)) from fault
    except zipfile.BadZipFile:
        raise Refused("takeaway.no_book", path=name) from None


def _scenarios(about: Mapping[str, str], file: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    if about.get(MARK) != str(FORMAT):
        raise Refused("takeaway.no_book", path=file)
    names = [about[key] for number in range(1, MOST_SCENARIOS + 1) if (key := f"scenario {number}") in about]
    policies = [about.get(f"policy {number}", "") for number in range(1, len(names) + 1)]
    if len(names) < 2:
        raise Refused("takeaway.no_book", path=file)
    for kind, asked in (("place", [about.get("place", "")]), ("policy", policies)):
        for one in asked:
            if one not in shipped()[kind]:
                near = nearest_name(one, shipped()[kind]) or "–"
                raise Refused("takeaway.not_shipped", path=file, kind=kind, name=one, near=near)
    return tuple(names), tuple(policies), about["place"]


def _numbers(about: Mapping[str, str], file: str) -> dict[str, int]:
    try:
        found = {key: int(about[key]) for key in ("days", "warmup", "first_seed", "pairs")}
        found |= {key: int(about.get(key, 0)) for key in LATER}
    except (KeyError, ValueError):
        raise Refused("takeaway.no_book", path=file) from None
    if min(found.values()) < 0 or found["redraw"] > 1:
        raise Refused("takeaway.no_book", path=file)
    return found


def _assumptions(about: Mapping[str, str]) -> dict[str, Any]:
    """What all scenarios assumed otherwise than usual, each checked."""
    texts = {key.removeprefix(ASSUMED): text for key, text in about.items() if key.startswith(ASSUMED)}
    return dict(parse_set(f"{key}={text}", "assumption") for key, text in texts.items())


def _levers_of(scenario: Scenario) -> dict[str, Any]:
    return {key: value for _, key, value in lever_cells(scenario)}


def _as_written(written: Mapping[str, Sequence[str]], number: int) -> dict[str, Any]:
    """What the sheet out of sight says of one scenario; a cell it cannot read counts as absent."""
    found = {}
    for key, cells in written.items():
        try:
            found[key] = parse_set(f"{key}={cells[number]}")[1]
        except (InputFault, IndexError):
            continue
    return found


def _column(sheet: Sheet, column: int, file: str, faults: list[CellFault]) -> dict[str, Any]:
    """The levers of one scenario, each checked; what is wrong goes to `faults`."""
    found: dict[str, Any] = {}
    known = {key for parameter in all_parameters().values() for key in _keys(parameter)}
    for row, cells in sheet.rows[1:]:
        key, text = cells[0], cells[column] if column < len(cells) else ""
        try:
            if key not in known:
                raise Refused("takeaway.no_lever", key=key[:60], near=nearest_name(key, known) or "–")
            if key in found:
                raise InputFault("given_twice", key)
            if not text:
                raise Refused("takeaway.no_value", key=key)
            found[key] = parse_set(f"{key}={text}")[1]
        except (InputFault, Refused) as fault:
            faults.append(CellFault(file, row, fault))
    return found


def _keys(parameter: Any) -> list[str]:
    if parameter.about.role != "lever":
        return []
    rows = parameter.default if parameter.kind == "table" else None
    return [parameter.name] if rows is None else [f"{parameter.name}.{row}" for row in rows]
