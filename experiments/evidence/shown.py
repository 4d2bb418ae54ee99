"""Evidence as the browser shows it: the tables beside the docs, read back, with the mark of the model that made them.

Nothing is run and nothing is reckoned anew here. A row that was told for a claim, a step or an arm as it stood in an
earlier file is left out, as on the pages of the docs. The tables are installed with the program (`shapan.docs`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..runs.folders import source_folder
from . import claim_rows, kept_figures, patterns, plain_effects
from .claimed import Claim, claims
from .marked_tables import UNKNOWN, marks_of
from .model_mark import model_mark
from .plain_steps import plain

TABLES = source_folder() / "docs"
WORDS = Path(__file__).parent / "shown_words.toml"
Row = TypeVar("Row")


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows of one stored table.

    Attributes:
        rows: Those that may be shown.
        marks: Models that made them, each once; `unknown` for those that did not say.
    """

    rows: tuple[Row, ...]
    marks: tuple[str, ...]

    @property
    def ours(self) -> bool:
        """Whether the model installed here made all of it."""
        return set(self.marks) <= {model_mark()}


@dataclass(frozen=True)
class Sign:
    """One sign of one claim of an article; `stored` is None where it was not run yet."""

    claim: Claim
    indicator: str
    claimed: str
    stored: claim_rows.ClaimRow | None

    @property
    def verdict(self) -> str:
        """`agrees`, `against`, `none` (no difference shown) or `not_run`."""
        if self.stored is None:
            return "not_run"
        return {"no difference shown": "none"}.get(self.stored.verdict, self.stored.verdict)


@lru_cache(maxsize=4)
def signs(folder: Path = TABLES) -> Table[Sign]:
    """Every sign of every claim, in the order written."""
    stored = [row for row in claim_rows.read(folder / "claims.csv") if row.current]
    by_sign = {(row.claim, row.indicator): row for row in stored}
    rows = [
        Sign(claim, indicator, claimed, by_sign.get((claim.id, indicator)))
        for claim in claims().values()
        for indicator, claimed in claim.judged.items()
    ]
    return Table(tuple(rows), _marks(stored))


Where = tuple[str, int]


@lru_cache(maxsize=4)
def steps(folder: Path = TABLES) -> dict[Where, Table[plain_effects.EffectRow]]:
    """Place and measured days -> what each lever does by itself there, placebo rows among them."""
    found: dict[Where, list[plain_effects.EffectRow]] = {}
    for row in plain_effects.read(folder / "plain-effects.csv"):
        if plain_effects.is_placebo(row) or row.lever in plain():
            found.setdefault((row.place, row.days), []).append(row)
    return {where: Table(tuple(rows), _marks(rows)) for where, rows in found.items()}


@dataclass(frozen=True)
class Tally:
    """What may be said of one part of a table of steps, so that nobody reads single rows for proof.

    Attributes:
        part: `building` or `holdout` seeds.
        signs, signed: Steps with the sign written down before, of those for which one was.
        still, idle: Steps that show nothing, of those that should not.
        placebo: Share of tests of placebo levers that show; NaN where none was made.
        tests: How many those were.
    """

    part: str
    pairs: int
    signs: int
    signed: int
    still: int
    idle: int
    placebo: float
    tests: int


def tallies(rows: Sequence[plain_effects.EffectRow]) -> list[Tally]:
    """One for each part of one table that was run."""
    return [found for part in plain_effects.PARTS if (found := _tally(part, rows)) is not None]


def _tally(part: str, rows: Sequence[plain_effects.EffectRow]) -> Tally | None:
    here = [row for row in rows if row.part == part]
    levers = [row for row in here if not plain_effects.is_placebo(row)]
    placebos = [row for row in here if plain_effects.is_placebo(row)]
    if not levers:
        return None
    signed = [row for row in levers if plain()[row.lever].expected != "0"]
    idle = [row for row in levers if plain()[row.lever].expected == "0"]
    tests = sum(row.pairs for row in placebos)
    return Tally(
        part=part,
        pairs=max(row.pairs for row in levers),
        signs=_count(signed, lambda row: row.as_expected),
        signed=len(signed),
        still=_count(idle, lambda row: row.as_expected),
        idle=len(idle),
        placebo=sum(row.pairs * row.difference for row in placebos) / tests if tests else float("nan"),
        tests=tests,
    )


def _count(rows: Iterable[Row], holds: Callable[[Row], bool]) -> int:
    return sum(holds(row) for row in rows)


@lru_cache(maxsize=4)
def judged_patterns(folder: Path = TABLES) -> Table[patterns.Row]:
    """Every pattern of evidence, judged by the stored figures."""
    kept = kept_figures.read(folder / "validation.csv", patterns.arms().values())
    return Table(tuple(patterns.rows(kept.figures)), tuple(dict.fromkeys(kept.models.values())))


def _marks(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(marks_of(rows), key=lambda mark: (mark == UNKNOWN, mark)))


# --- words of files that are written in English ------------------------------------------------------------------


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    return {row["en"]: row["zh"] for row in _words()["texts"]}


def in_words(text: str, language: str) -> str:
    """A text of the files of evidence in a reader's language; as it stands where nobody translated it."""
    return _chinese().get(text, text) if language == "zh" else text


def figure_words(name: str, language: str) -> str:
    """What a figure that patterns are judged by is called."""
    from ...model.observation.indicators import INDICATORS

    if name in INDICATORS:
        about = INDICATORS[name]
        return about.label_zh if language == "zh" else about.label_en
    return str(_words()["figures"].get(name, {}).get(language, name))


def texts_shown() -> list[str]:
    """Every text in English that the page shows in both languages."""
    found = [claim.why for claim in claims().values()]
    for one in patterns.patterns().values():
        found += [one.target, one.restates, one.unknown, one.why, one.source]
    return [text for text in dict.fromkeys(found) if text]


def figures_shown() -> list[str]:
    """Every figure that a pattern looks at."""
    return sorted({name for one in patterns.patterns().values() for check in one.checks for name in check.needs})
