"""Which assumptions matter: those shown first when somebody asks what an answer hangs on; all others are a click away.

A screening of all assumptions finds them (`experiments/evidence/screening.py`), and writes `worlds/_matter.toml`. Where
none has been made, a stated list stands in: a judgement of ours (grade D), from what draws of the training town showed
(`docs/how-sure.md`) and from what every need passes through.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..model.parameters import all_parameters
from ..model.parameters.believing import beliefs

FILE = Path(__file__).parent / "worlds" / "_matter.toml"
MOST, LEAST = 12, 0.01
"""At most so many are shown, and each moves coverage by a point or more when it moves through its whole belief (D)."""
STATED = (
    "service.hours_per_day",
    "needs.rate_multiplier",
    "service.late_rule",
    "service.late_share",
    "service.absence_share",
    "memory.unheard_weight",
    "routing.catch_up_most",
    "hearing.patrol_hazard",
    "hearing.report_hazard",
    "hearing.app_hazard",
)


@dataclass(frozen=True)
class Matters:
    """The assumptions that are shown.

    Attributes:
        names: The most important first.
        sizes: By how much coverage moves when each moves through its belief (mu*), a share; empty if not measured.
        model: Mark of the model that was screened; empty where the list is stated.
        stability: Rank correlation of the first twenty between two blocks of seeds; None where nothing is known.
    """

    names: tuple[str, ...]
    sizes: dict[str, float]
    model: str = ""
    stability: float | None = None

    @property
    def measured(self) -> bool:
        """Whether a screening found them."""
        return bool(self.sizes)


@lru_cache(maxsize=4)
def what_matters(file: Path = FILE) -> Matters:
    """What a screening found, of assumptions that this build has; else the stated list."""
    if not file.is_file():
        return Matters(STATED, {})
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    known = beliefs()
    sizes = {row["name"]: float(row["size"]) for row in said["assumptions"] if row["name"] in known}
    shown = tuple(name for name in sorted(sizes, key=lambda one: -sizes[one]) if sizes[name] >= LEAST)[:MOST]
    return Matters(shown, sizes, said["model"], said.get("stability")) if shown else Matters(STATED, {})


def write_matter(file: Path, sizes: Sequence[tuple[str, float]], model: str, stability: float | None) -> None:
    """Keep what a screening found; questions without a number or choice of their own are left out."""
    known = all_parameters()
    head = [f'model = "{model}"'] + ([] if stability is None else [f"stability = {stability:.3f}"])
    rows = [f'    {{name = "{name}", size = {size:.4f}}},' for name, size in sizes if name in known and size > 0.0]
    text = ["# Which assumptions move coverage, as a screening found; written by it, not by hand.", *head]
    file.write_text("\n".join([*text, "assumptions = [", *rows, "]"]) + "\n", encoding="utf-8")
    what_matters.cache_clear()
