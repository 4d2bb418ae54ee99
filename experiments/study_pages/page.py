"""The page of a shipped study: `python -m shapan.experiments.study_pages.page STUDY.toml docs/studies/NAME.md`.

With `--runs FOLDER` the outcomes of its runs are first kept as `NAME.csv` beside the page. Page and picture are made of
what is kept, everything but the last section, which somebody writes and which stays as it is.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...scenarios.shelf import SHELF
from ..reports.wording import words
from ..sensitivity.samples import read_sample
from ..studies.designs import SIZES
from ..studies.findings import findings, known_values, means
from ..studies.opening import open_study, read_runs
from ..studies.plan import Plan, plan_of
from ..studies.study_page import BY_HAND, design, head, table_of_means, verdicts
from . import card, factors, levels, within
from .figure import draw
from .kept import folder_of, keep, read

SAMPLED = ("sobol", "morris", "latin_hypercube")
ROOT = SHELF.parent
UNWRITTEN = "\n\n(nobody has written this yet)\n"


def page(study: Path, kept: Path, before: str = "", picture: Path | None = None) -> str:
    """The page, with what was written by hand before.

    Args:
        study: The study file.
        kept: What `kept.keep` wrote of its runs.
        before: The page as it stands; "" where there is none.
        picture: Where to draw its picture; None for no new one.
    """
    plan = plan_of(study)
    found = read(kept, len(plan.points))
    with tempfile.TemporaryDirectory(prefix="shapan-page-") as rough:
        where = folder_of(plan, found, Path(rough) / "study")
        lines = [*_lines(plan, where, (study, kept), {"model": found.model, "build": found.build})]
        if picture is not None:
            draw(picture, plan, where)
    by_hand = before.partition(BY_HAND)[2] if BY_HAND in before else UNWRITTEN
    return "\n".join([*lines, ""]) + BY_HAND + by_hand


def _lines(plan: Plan, where: Path, files: tuple[Path, Path], made_by: dict[str, str]) -> Iterator[str]:
    study, kept = files
    _, record = open_study(where)
    record = {**record, "model": made_by["model"], "versions": {**record["versions"], "build": made_by["build"]}}
    yield from head(plan, {**record, "page": "shapan.experiments.study_pages.page"}, _as_shipped(study))
    yield f"Outcomes of every run stand in [{kept.name}]({kept.name})."
    yield ""
    yield from design(plan, record)
    yield from _stopped(plan, record.get("stopped_after"))
    yield from _groups(plan)
    yield f"![{plan.file.header.title['en']}]({kept.stem}.png)"
    yield ""
    if plan.file.design.kind in SAMPLED or (plan.file.uncertainty and plan.file.uncertainty.size):
        yield from factors.lines(plan, read_sample(where))
        return
    yield from table_of_means(plan, means(where))
    known = known_values(read_runs(where), record)
    if within.parts(plan.names):
        yield from within.lines(plan, known)
    else:
        yield from verdicts(plan, findings(where))
    if plan.file.design.kind == "factorial":
        yield from levels.lines(plan, known)
    if plan.draws:
        yield from card.lines(plan, read_sample(where))


def _as_shipped(study: Path) -> str:
    """The study file as a reader finds it from the folder of the project."""
    path = study.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else study.name


def _stopped(plan: Plan, after: int | None) -> Iterator[str]:
    stop = plan.file.stop
    if stop is not None:
        ending = f"stopped by itself after {after}" if after else "did not stop before the last"
        yield f"The study may stop once the interval of `{stop.indicator}` is within ±{stop.half_width:g} for every"
        yield f"scenario; it {ending} of {plan.units} seeds."
        yield ""


def _groups(plan: Plan) -> Iterator[str]:
    """What moves together, where anything does."""
    asked = plan.file.uncertainty
    groups = asked.groups if asked is not None and asked.size else plan.file.design.groups
    count = len(asked.factors) if asked is not None and asked.size else len(plan.file.design.factors)
    if asked is not None and asked.size:
        yield f"The draws follow {words('en')('study.' + asked.kind)}, {asked.size} {SIZES[asked.kind]}."
        yield ""
    if groups:
        grouped = sum(map(len, groups.values()))
        yield f"{count if grouped == count else f'{grouped} of {count}'} factors move in {_counted(len(groups))}:"
        yield ", ".join(f"`{name}` ({len(members)})" for name, members in groups.items()) + "."
        yield ""


def _counted(groups: int) -> str:
    return "one group" if groups == 1 else f"{groups} groups"


def write(study: Path, at: Path, runs: Path | None = None) -> list[Path]:
    """Write page and picture, of figures that are kept anew where the folder of the runs is given.

    Returns:
        The files written: page, figures, picture.
    """
    kept, picture = at.with_suffix(".csv"), at.with_suffix(".png")
    at.parent.mkdir(parents=True, exist_ok=True)
    if runs is not None:
        keep(runs, kept)
    before = at.read_text(encoding="utf-8") if at.exists() else ""
    made = page(study, kept, before, picture)
    at.write_text(made, encoding="utf-8")
    return [at, kept, picture]


def main(typed: Sequence[str] | None = None) -> int:
    """Keep the figures where runs are given, then write page and picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("study", type=Path)
    parser.add_argument("page", type=Path)
    parser.add_argument("--runs", type=Path, help="the folder of its runs, of which the outcomes are kept")
    chosen = parser.parse_args(typed)
    write(chosen.study, chosen.page, chosen.runs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
