"""The page of a study: `python -m shapan.experiments.studies.study_page FOLDER docs/studies/NAME.md`.

Everything but the last section is made of the folder. What somebody wrote under that heading stays as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..comparing.intervals import Interval, judged_interval
from ..comparing.sentences import label
from ..evidence.model_mark import model_mark
from ..reports.wording import words
from .findings import Finding, findings, known_values, means
from .keeping import STUDY, open_study, read_runs
from .plan import Plan, plan_of

BY_HAND = "## What to make of it"


def page(folder: str | Path, study: str | Path, before: str = "") -> str:
    """The page, with what was written by hand before.

    Args:
        study: The study file, as a reader of the page finds it.
        before: The page as it stands; "" where there is none.
    """
    where, record = open_study(folder)
    plan = plan_of(where / STUDY)
    made = [*head(plan, record, study), *design(plan, record), *table_of_means(plan, means(where))]
    made += [*verdicts(findings(where), plan.file.outcomes[0]), *interaction(plan, where, record), "", ""]
    by_hand = before.partition(BY_HAND)[2] if BY_HAND in before else "\n\n(nobody has written this yet)\n"
    return "\n".join(made) + BY_HAND + by_hand


def head(plan: Plan, record: Any, study: str | Path) -> Iterator[str]:
    """What was asked and expected, and what made the runs; a page made of kept figures says so in its record."""
    file, runs = plan.file, record["runs"]
    by = record.get("page", "shapan.experiments.studies.study_page")
    yield f"# {file.header.title['en']}"
    yield ""
    yield f"Study file: `{Path(study).as_posix()}`. {runs['finished']:,} runs, {runs['failed']} failed;"
    mark, build = record.get("model") or model_mark(), record["versions"]["build"]
    yield f"model `{mark}`, build `{build}`, study `{record['study_hash'][:12]}`."
    yield f"Tables on this page are made by `python -m {by}`."
    yield ""
    yield f"**Question.** {file.question['en']}"
    yield ""
    yield f"**Expected, written before any run.** {file.hypothesis['en']}"
    yield ""


def design(plan: Plan, record: Any) -> Iterator[str]:
    """Which points, how often, and against what."""
    file = plan.file
    yield "## Design"
    yield ""
    draws = f" × {len(plan.draws)} draws of assumptions" if plan.draws else ""
    yield f"{words('en')('study.' + file.design.kind)} on `{plan.base.place_id}`: {len(plan.points)} points{draws} ×"
    yield f"{len(file.seeds)} seeds, {file.days} days after {file.warmup} of warm-up. Every point lives through the"
    yield "same seeds, so differences are paired."
    yield ""
    for factor in file.design.factors:
        values = ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in factor.values)
        yield f"- `{factor.name}`: {values or f'{factor.low:g} to {factor.high:g}'}"
    if record["baseline"] is not None:
        yield f"- baseline: {record['baseline']}"
    yield ""


def table_of_means(plan: Plan, found: dict[str, dict[str, Interval]]) -> Iterator[str]:
    """A row a scenario, a column an outcome: mean and 95 % interval of the mean."""
    yield "## What came out"
    yield ""
    yield "Means over replications, with their 95 % intervals (Student)."
    yield ""
    yield "| scenario | " + " | ".join(label(outcome, "en") for outcome in found) + " |"
    yield "|---|" + "---:|" * len(found)
    for name in plan.names:
        yield f"| {name} | " + " | ".join(cell(found[outcome].get(name), outcome) for outcome in found) + " |"
    yield ""


def cell(interval: Interval | None, outcome: str) -> str:
    """A mean with half of its interval, shares in hundredths."""
    from ...model.observation.indicators import INDICATORS

    if interval is None:
        return "–"
    scale, digits = (100.0, 1) if INDICATORS[outcome].unit == "share" else (1.0, 2)
    if interval.lo is None or interval.hi is None:
        return f"{scale * interval.value:.{digits}f}"
    return f"{scale * interval.value:.{digits}f} ± {scale * (interval.hi - interval.lo) / 2.0:.{digits}f}"


def verdicts(found: Sequence[Finding], primary: str) -> Iterator[str]:
    """The primary outcome in sentences; the others where a verdict holds with all of them together."""
    if not found:
        return
    yield "Against the baseline, on the outcome named before the runs:"
    yield ""
    yield from (f"- {one.scenario}. {one.text('en')}" for one in found if one.outcome == primary)
    yield ""
    others = [one for one in found if one.outcome != primary and one.pair.holds_among]
    count = sum(one.outcome != primary for one in found)
    yield f"Of the {count} verdicts on the other outcomes {len(others)} hold together."
    yield ""


def interaction(plan: Plan, folder: Path, record: Any) -> Iterator[str]:
    """Of a factorial of two factors: whether the step across one is worth more at one end of the other."""
    factors = plan.file.design.factors
    if plan.file.design.kind != "factorial" or len(factors) != 2:
        return
    primary = plan.file.outcomes[0]
    known = known_values(read_runs(folder), record).get(primary, {})
    at = {
        tuple(point.values.values()): known.get(name, {}) for point, name in zip(plan.points, plan.names, strict=True)
    }
    (one, other), (first, last) = factors, (factors[0].grid(), factors[1].grid())
    corners = [at[first[i], last[j]] for i in (0, -1) for j in (0, -1)]
    both = [seed for seed in corners[0] if all(seed in corner for corner in corners)]
    gaps = [corners[0][seed] - corners[2][seed] - (corners[1][seed] - corners[3][seed]) for seed in both]
    found = judged_interval(gaps)
    yield "## Interaction"
    yield ""
    at_first, at_last = (mean([corners[j][seed] - corners[j + 2][seed] for seed in both]) for j in (0, 1))
    yield f"`{one.name}` at {first[0]:g} instead of {first[-1]:g} changes {label(primary, 'en').lower()} by"
    yield f"{100 * at_first:+.1f} points where `{other.name}` is {last[0]:g},"
    yield f"and by {100 * at_last:+.1f} where it is {last[-1]:g}."
    ends = (
        ""
        if found.lo is None or found.hi is None
        else f" (95 % interval {100 * found.lo:+.1f} to {100 * found.hi:+.1f})"
    )
    yield f"The difference of the two is {100 * found.value:+.1f} points{ends}, over {len(both)} replications."


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return sum(values) / len(values)


def main(typed: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("page", type=Path)
    parser.add_argument("--study", type=Path, required=True, help="the study file, as the page names it")
    chosen = parser.parse_args(typed)
    before = chosen.page.read_text(encoding="utf-8") if chosen.page.exists() else ""
    chosen.page.parent.mkdir(parents=True, exist_ok=True)
    chosen.page.write_text(page(chosen.folder, chosen.study, before), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
