"""The `[design]` table of a study file: which kind of design, over which levers and assumptions, how large."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ...scenarios.checking import Role
from ...scenarios.faults import InputFault, nearest_name, shown
from ...scenarios.header import Reader
from .designs import SIZES, Groups, Kind, count_of
from .factors import KEYS as OF_A_FACTOR
from .factors import Factor, read_factor
from .grouping import read_groups

KINDS = ("listed", "factorial", "latin_hypercube", "sobol", "morris")
MOST_POINTS = 200_000
MOST_SIZE = 100_000
MOST_SEED = 10_000


@dataclass(frozen=True)
class Design:
    """Which points a study visits.

    Attributes:
        size: Points of a Latin hypercube, samples of Sobol', trajectories of Morris; 0 for the others.
        seed: Of what is drawn.
        with_base: Whether the scenario that the design departs from is a point of its own, and the baseline.
        groups: Of Sobol' and Morris: group -> the factors that move together.
        second: Whether Sobol' gets the rows that second order indices need.
    """

    kind: Kind = "listed"
    factors: tuple[Factor, ...] = ()
    size: int = 0
    seed: int = 0
    with_base: bool = False
    groups: Groups = field(default_factory=dict)
    second: bool = False


def read_design(reader: Reader) -> Design:
    """The design, with every fault noted."""
    if "design" not in reader.document.values:
        reader.fault("missing_key", ("design",))
        return Design()
    table = reader.table("design")
    kind = table.get("kind")
    if kind not in KINDS:
        near = nearest_name(str(kind), KINDS)
        code = "missing_key" if kind is None else "unknown_choice"
        reader.fault(code, ("design", "kind"), {"value": shown(kind)}, ", ".join(KINDS), near)
        return Design()
    if kind == "listed":
        reader.only(("kind",), table, ("design",))
        return Design()
    size_key = SIZES.get(kind)
    own = (*(("seed", size_key) if size_key else ()), *(("second_order",) if kind == "sobol" else ()))
    reader.only(("kind", "levers", "assumptions", "with_base", *own), table, ("design",))
    factors = (*_factors(reader, "levers", "lever"), *_factors(reader, "assumptions", "assumption"))
    found = Design(
        cast(Kind, kind),
        factors,
        size=_whole(reader, table, size_key, (2 if kind != "morris" else 1, MOST_SIZE)) if size_key else 0,
        seed=_whole(reader, table, "seed", (0, MOST_SEED), 0),
        with_base=bool(reader.typed(table, "with_base", bool, ("design",))),
        groups=read_groups(reader, [factor.name for factor in factors], kind),
        second=bool(reader.typed(table, "second_order", bool, ("design",))) if kind == "sobol" else False,
    )
    _check(reader, found)
    return found


def _check(reader: Reader, design: Design) -> None:
    """What the parts of a design say together."""
    if not design.factors:
        if not any(fault.key.startswith("design.") for fault in reader.faults):
            reader.fault("study_no_factors", ("design",))
        return
    if design.kind == "factorial":
        missing = [one for one in design.factors if not one.values and not one.levels]
        for factor in missing:
            key = "levers" if factor.role == "lever" else "assumptions"
            reader.fault("study_levels", ("design", key, factor.name))
        if missing:
            return
    if design.kind == "sobol" and design.size & (design.size - 1):
        near = 1 << round(math.log2(design.size))
        reader.fault("study_power", ("design", "samples"), {"value": str(design.size)}, nearest=str(near))
    points = count_of(design.kind, design.factors, design.size, design.groups, design.second)
    if points > MOST_POINTS:
        reader.fault("out_of_range", ("design",), {"value": f"{points:,}"}, f"≤ {MOST_POINTS:,}")


def _whole(
    reader: Reader, table: Mapping[str, Any], key: str, limits: tuple[int, int], usual: int | None = None
) -> int:
    value = table.get(key, usual)
    low, high = limits
    if value is None:
        reader.fault("missing_key", ("design", key), allowed=f"{low}–{high}")
        return low
    if type(value) is not int:
        reader.fault("wrong_type", ("design", key), {"wanted": "a whole number", "value": shown(value)})
        return low
    if not low <= value <= high:
        reader.fault("out_of_range", ("design", key), {"value": shown(value)}, f"{low}–{high}")
        return low
    return value


def _factors(reader: Reader, key: str, role: Role) -> Iterator[Factor]:
    """Every factor of one table; what is wrong with the others is noted."""
    table = reader.typed(reader.table("design"), key, dict, ("design",)) or {}
    known: set[str] = set()
    for name, said, path in _leaves(table, ("design", key)):
        at = reader.document.at(*path)
        if reader.full:
            reader.untold += 1
            continue
        try:
            if name in known:
                raise InputFault("given_twice", name, at=at)
            known.add(name)
            yield read_factor(name, said, role, at)
        except InputFault as fault:
            reader.note(fault)


def _leaves(table: Mapping[str, Any], path: tuple[str, ...], prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Dotted name, what is said of it and where, however its key is nested or quoted."""
    for key, said in table.items():
        here = (*path, key)
        if isinstance(said, Mapping) and said and not set(said) & set(OF_A_FACTOR) and "." not in key:
            yield from _leaves(said, here, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", said, here


def factors_said(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Dotted name of every factor of a table, what is said of it and where it stands."""
    return _leaves(table, path)
