"""Every generated page of the docs in one table: its file, the command that makes it, what should stand there now.

`shapan reproduce` goes through this table, and so does the test that compares pages with what they are made of. A new
page is one more row here. Pages that rest on runs name their study (`page_studies.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ...scenarios import describe, indicator_page, policy_page, source_page
from ..runs.folders import source_folder
from . import (
    assurance_page,
    claims_page,
    claims_told,
    effects,
    events_page,
    figures,
    fingerprints,
    late_rule,
    late_rule_page,
    looks,
    mechanisms_page,
    pilots,
    state_tables,
    validation_page,
)
from . import odd_parameters as odd
from . import page_studies as studies
from .page_studies import Study

DOCS = source_folder() / "docs"


@dataclass(frozen=True)
class Page:
    """One generated file of the docs, or one that is generated in part.

    Attributes:
        name: What it is called on the command line.
        file: Its name in `docs/`.
        again: The command that makes it, after `python -m shapan.` unless it begins with `make`.
        made: What should stand there, from code, data and stored tables; it gives None where that takes runs that are
            not stored, and is None itself where only its study can make the file.
        study: The runs it rests on.
    """

    name: str
    file: str
    again: str
    made: Callable[[], str | None] | None = None
    study: Study | None = None

    @property
    def path(self) -> Path:
        """Where it stands."""
        return DOCS / self.file

    @property
    def command(self) -> str:
        """The command that makes it, as it is typed."""
        return self.again if self.again.startswith("make ") else f"python -m shapan.{self.again}"


def _text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _odd() -> str:
    """The ODD with its tables and figures as they should be; a mark that nobody measured stays as it is."""
    text = state_tables.filled(odd.filled(_text("odd.md")))
    there = {mark["name"]: mark["told"] for mark in figures.MARK.finditer(text)}
    return figures.filled(text, {**there, **figures.of_plain_table(), **figures.read()})


def _claims() -> str:
    return claims_page.page(claims_told.read(DOCS / "claims.csv"))


def _mechanisms() -> str:
    return mechanisms_page.page(effects.read(DOCS / "mechanisms-effects.csv"))


def _late_rule() -> str:
    return late_rule_page.page(late_rule.read(DOCS / "late-rule.csv"))


def _all() -> tuple[Page, ...]:
    module, evidence = partial("scenarios.{0} docs/{1}.md".format), partial("experiments.evidence.{0}".format)
    return (
        Page("parameters", "parameters.md", module("describe", "parameters"), describe.page),
        Page("policies", "policies.md", module("policy_page", "policies"), policy_page.page),
        Page("indicators", "indicators.md", module("indicator_page", "indicators"), indicator_page.page),
        Page("sources", "sources.md", module("source_page", "sources"), source_page.page),
        Page("events", "events.md", evidence("events_page"), events_page.page),
        Page("figures", "figures.csv", evidence("figures measure"), None, studies.FIGURES),
        Page("plain", "plain-effects.csv", evidence("plain run, then plain tell"), None, studies.PLAIN),
        Page("odd", "odd.md", evidence("odd_parameters, then figures fill docs/odd.md"), _odd),
        Page("claims", "claims.md", evidence("claims tell docs/claims.md"), _claims, studies.CLAIMS),
        Page(
            "must-hold",
            "must-hold.md",
            evidence("must_hold tell docs/must-hold.md"),
            studies.must_hold_page,
            studies.MUST_HOLD,
        ),
        Page("mechanisms", "mechanisms.md", evidence("mechanisms --no-runs"), _mechanisms, studies.MECHANISMS),
        Page("late-rule", "late-rule.md", evidence("late_rule --no-runs"), _late_rule, studies.LATE_RULE),
        Page(
            "validation",
            "validation.md",
            evidence("validation_page docs/validation.md"),
            lambda: validation_page.told_in(DOCS / "validation.csv"),
            studies.VALIDATION,
        ),
        Page(
            "fingerprints",
            "fingerprints.md",
            evidence("fingerprints tell docs/fingerprints.md"),
            lambda: fingerprints.told_in(DOCS / "fingerprints.csv"),
            studies.FINGERPRINTS,
        ),
        Page(
            "assurance",
            "assurance.md",
            evidence("assurance_page docs/assurance.md"),
            lambda: assurance_page.page(assurance_page.measured(DOCS)),
        ),
        Page(
            "pilots",
            "pilots.md",
            evidence("pilots docs/pilots.md"),
            lambda: pilots.page(pilots.read(DOCS / "pilots.csv")),
            studies.PILOTS,
        ),
        Page(
            "screening",
            "screening.md",
            evidence("screening docs/screening.md"),
            studies.screening_page_made,
            studies.SCREENING,
        ),
        Page("looks", "looks.md", evidence("looks docs/looks.md"), lambda: looks.page(*looks.all_planted())),
        Page("grid-size", "grid-size.md", evidence("grid_size"), None, studies.GRID_SIZE),
        Page("deliberation", "deliberation.md", evidence("deliberation"), None, studies.DELIBERATION),
    )


PAGES = {page.name: page for page in _all()}
"""Name -> page; tables that others are filled from come before them."""
