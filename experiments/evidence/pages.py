"""Every generated page of the docs in one table: its file, the command that makes it, what should stand there now.

`shapan reproduce` goes through this table, and so does the test that compares pages with what they are made of. A new
page is one more row here. Pages that rest on runs name their study (`page_studies.py`, `studies_of_levers.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ...scenarios import describe, indicator_page, policy_page, source_page
from ..runs.folders import source_folder
from . import (
    api_page,
    assurance_page,
    claim_rows,
    claims_page,
    effects,
    events_page,
    figures,
    fingerprints,
    grid_size,
    late_rule,
    late_rule_page,
    looks,
    mechanisms_page,
    performance,
    pilots,
    state_tables,
    validation_page,
)
from . import odd_parameters as odd
from . import page_studies as studies
from . import studies_of_levers as levers
from .marked_tables import read_rows
from .runs_behind import Study

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
    return claims_page.page(claim_rows.read(DOCS / "claims.csv"))


def _mechanisms() -> str:
    return mechanisms_page.page(effects.read(DOCS / "mechanisms-effects.csv"))


def _late_rule() -> str:
    return late_rule_page.page(late_rule.read(DOCS / "late-rule.csv"))


def _grid_size() -> str:
    return grid_size.page(grid_size.read(DOCS / "grid-size.csv"))


def _validation() -> str:
    return validation_page.page_of(DOCS / "validation.csv")


def _fingerprints() -> str:
    return fingerprints.page_of(DOCS / "fingerprints.csv")


def _assurance() -> str:
    return assurance_page.page(assurance_page.measured(DOCS))


def _pilots() -> str:
    return pilots.page(read_rows(DOCS / "pilots.csv", pilots.PilotRow))


_data, _study = partial("scenarios.{0} docs/{1}.md".format), partial("experiments.evidence.{0}".format)


def _declared() -> tuple[Page, ...]:
    """Pages that take no runs."""
    return (
        Page("parameters", "parameters.md", _data("describe", "parameters"), describe.page),
        Page("policies", "policies.md", _data("policy_page", "policies"), policy_page.page),
        Page("indicators", "indicators.md", _data("indicator_page", "indicators"), indicator_page.page),
        Page("sources", "sources.md", _data("source_page", "sources"), source_page.page),
        Page("api", "api.md", _study("api_page docs/api.md"), api_page.page),
        Page("events", "events.md", _study("events_page"), events_page.page),
        Page("looks", "looks.md", _study("looks docs/looks.md"), lambda: looks.page(*looks.all_planted())),
    )


def _measured() -> tuple[Page, ...]:
    """What levers do, and figures that stand in the ODD."""
    return (
        Page("figures", "figures.csv", _study("figures measure"), None, studies.FIGURES),
        Page("plain", "plain-effects.csv", _study("plain run, then plain tell"), None, levers.PLAIN),
        Page("odd", "odd.md", _study("odd_parameters, then figures fill docs/odd.md"), _odd),
        Page("mechanisms", "mechanisms.md", _study("mechanisms --no-runs"), _mechanisms, levers.MECHANISMS),
        Page("late-rule", "late-rule.md", _study("late_rule --no-runs"), _late_rule, levers.LATE_RULE),
        Page("grid-size", "grid-size.md", _study("grid_size --no-runs"), _grid_size, levers.GRID_SIZE),
        Page("deliberation", "deliberation.md", _study("deliberation"), None, studies.DELIBERATION),
    )


def _judged() -> tuple[Page, ...]:
    """What the model shows of claims, bars, patterns and fingerprints, and what that makes it fit for."""
    return (
        _page("claims", "claims tell docs/claims.md", _claims, studies.CLAIMS),
        _page("must-hold", "must_hold tell docs/must-hold.md", studies.must_hold_page, studies.MUST_HOLD),
        _page("validation", "validation_page docs/validation.md", _validation, studies.VALIDATION),
        _page("fingerprints", "fingerprints tell docs/fingerprints.md", _fingerprints, studies.FINGERPRINTS),
        _page("assurance", "assurance_page docs/assurance.md", _assurance, None),
        _page("pilots", "pilots docs/pilots.md", _pilots, studies.PILOTS),
        _page(
            "policies-by-place",
            "policies_by_place tell docs/policies-by-place.md",
            levers.policies_by_place_made,
            levers.POLICIES_BY_PLACE,
        ),
        _page("screening", "screening docs/screening.md", levers.screening_page_made, levers.SCREENING),
        Page(
            "performance",
            "performance.md",
            "experiments.machine.performance_page",
            performance.performance_page_made,
            performance.PERFORMANCE,
        ),
    )


def _page(name: str, again: str, made: Callable[[], str | None], study: Study | None) -> Page:
    return Page(name, f"{name}.md", _study(again), made, study)


PAGES = {page.name: page for page in (*_declared(), *_measured(), *_judged())}
"""Name -> page; tables that others are filled from come before them."""
