"""The `[uncertainty]` table of a study file: draws of assumptions that every scenario lives through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ...scenarios.faults import nearest_name, shown
from ...scenarios.header import Reader
from .designs import SIZES, Groups, Kind, count_of
from .factors import Factor
from .grouping import read_groups

MOST_DRAWS = 10_000
KINDS = ("latin_hypercube", "sobol", "morris")
SIZE_OF = {"sobol": (2, 64), "morris": (1, 10)}
"""Kind -> the least size and the usual one."""


@dataclass(frozen=True)
class Uncertainty:
    """Joint draws of assumptions that every point lives through.

    Attributes:
        draws: How many; of Sobol' and Morris those that the design comes to.
        which: "kept" (worlds kept for the place), "all" that can vary, or the names of some.
        seed: Of the draws.
        kind: How they are drawn: a Latin hypercube, or a design whose indices can be computed.
        size: Samples of Sobol', trajectories of Morris; 0 for a Latin hypercube.
        groups, second: As of a design.
    """

    draws: int
    which: str | tuple[str, ...]
    seed: int
    kind: Kind = "latin_hypercube"
    size: int = 0
    groups: Groups = field(default_factory=dict)
    second: bool = False

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is drawn, each over its belief; of kept worlds nothing was designed."""
        from ..worlds.drawing import dimensions

        names = self.which if isinstance(self.which, tuple) else dimensions() if self.which == "all" else ()
        return tuple(Factor(name, "assumption", scale="belief") for name in names)


def read_uncertainty(reader: Reader) -> Uncertainty | None:
    """The draws, with every fault noted; None where every assumption keeps its default."""
    table, listed = reader.table("uncertainty"), reader.table("design").get("kind") == "listed"
    if not table:
        if listed and reader.table("groups"):
            reader.fault("study_groups", ("groups",))
        return None
    kind = table.get("kind", "latin_hypercube")
    if kind not in KINDS:
        near = nearest_name(str(kind), KINDS)
        reader.fault("unknown_choice", ("uncertainty", "kind"), {"value": shown(kind)}, ", ".join(KINDS), near)
        kind = "latin_hypercube"
    designed = kind in SIZE_OF
    own = (SIZES[kind],) if designed else ("draws",)
    own = (*own, "second_order") if kind == "sobol" else own
    reader.only(("kind", "assumptions", "seed", *own), table, ("uncertainty",))
    if designed and not listed:
        reader.fault("study_two_designs", ("uncertainty", "kind"))
    seed = whole(reader, table, ("uncertainty", "seed"), (0, 2**62), 2026)
    which = _which(reader, table, designed)
    if not designed:
        if listed:
            read_groups(reader, (), kind)
        return Uncertainty(whole(reader, table, ("uncertainty", "draws"), (2, MOST_DRAWS), 20), which, seed)
    return _designed(reader, table, Uncertainty(0, which, seed % 10_000, cast(Kind, kind)))


def _which(reader: Reader, table: Mapping[str, Any], designed: bool) -> str | tuple[str, ...]:
    which = table.get("assumptions", "all" if designed else "kept")
    if isinstance(which, list):
        return _named_assumptions(reader, which)
    allowed = ("all",) if designed else ("kept", "all")
    if which not in allowed:
        reader.fault("unknown_choice", ("uncertainty", "assumptions"), {"value": shown(which)}, ", ".join(allowed))
        return "all"
    return str(which)


def _designed(reader: Reader, table: Mapping[str, Any], plain: Uncertainty) -> Uncertainty:
    """Draws that follow a design, as many as it comes to."""
    kind, factors = plain.kind, plain.factors
    least, usual = SIZE_OF[kind]
    size = whole(reader, table, ("uncertainty", SIZES[kind]), (least, MOST_DRAWS), usual)
    if kind == "sobol" and size & (size - 1):
        near = str(1 << round(size.bit_length() - 0.5))
        reader.fault("study_power", ("uncertainty", "samples"), {"value": str(size)}, nearest=near)
    second = bool(reader.typed(table, "second_order", bool, ("uncertainty",))) if kind == "sobol" else False
    groups = read_groups(reader, [factor.name for factor in factors], kind)
    draws = count_of(kind, factors, size, groups, second)
    return Uncertainty(draws, plain.which, plain.seed, kind, size=size, groups=groups, second=second)


def _named_assumptions(reader: Reader, names: Sequence[Any]) -> tuple[str, ...]:
    from ..worlds.drawing import dimensions

    known = dimensions()
    for name in names:
        if not isinstance(name, str) or name not in known:
            details, near = {"role": "assumption"}, nearest_name(str(name), known)
            reader.fault("unknown_parameter", ("uncertainty", "assumptions", str(name)), details, nearest=near)
    if not names:
        reader.fault("study_no_factors", ("uncertainty", "assumptions"))
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name in known))


def whole(reader: Reader, table: Mapping[str, Any], path: tuple[str, str], limits: tuple[int, int], usual: int) -> int:
    """A whole number between two limits, the usual one where it is absent or wrong."""
    value = table.get(path[1], usual)
    if type(value) is not int:
        reader.fault("wrong_type", path, {"wanted": "a whole number", "value": shown(value)})
        return usual
    if not limits[0] <= value <= limits[1]:
        reader.fault("out_of_range", path, {"value": shown(value)}, f"{limits[0]}–{limits[1]}")
        return usual
    return value
