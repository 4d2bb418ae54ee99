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
from ..reports.wording import LANGUAGES, Words, words
from .findings import Finding, findings, known_values, means
from .opening import STUDY, open_study, read_runs
from .plan import Plan, plan_of
from .titles import named_anew, titled

ENGLISH = words("en")
BY_HAND = "## What to make of it"


def page(folder: str | Path, study: str | Path, before: str = "", language: str = "en") -> str:
    """The page, with what was written by hand before.

    Args:
        study: The study file, as a reader of the page finds it.
        before: The page as it stands; "" where there is none.
        language: In which it is told, "zh" or "en"; code, names of factors and files stay as they are.
    """
    where, record = open_study(folder)
    plan, say = plan_of(where / STUDY), words(language)
    made = [*head(plan, record, study, say), *design(plan, record, say), *table_of_means(plan, means(where), say)]
    made += [*verdicts(plan, findings(where), say), *interaction(plan, where, record, say), "", ""]
    heading = f"## {say('study_page.by_hand')}"
    by_hand = before.partition(heading)[2] if heading in before else f"\n\n{say('study_page.unwritten')}\n"
    return "\n".join(made) + heading + by_hand


def head(plan: Plan, record: Any, study: str | Path, say: Words = ENGLISH) -> Iterator[str]:
    """What was asked and expected, and what made the runs; a page made of kept figures says so in its record."""
    file, runs = plan.file, record["runs"]
    yield f"# {file.header.title[say.language]}"
    yield ""
    counts = {"finished": f"{runs['finished']:,}", "failed": runs["failed"]}
    yield say("study_page.made_of", file=Path(study).as_posix(), **counts)
    mark, build = record.get("model") or model_mark(), record["versions"]["build"]
    yield say("study_page.marks", model=mark, build=build, study=record["study_hash"][:12])
    yield say("study_page.made_by", by=record.get("page", "shapan.experiments.studies.study_page"))
    yield ""
    for phrase, text in (("study_page.question", file.question), ("study_page.expected", file.hypothesis)):
        if text[say.language].strip():
            yield say(phrase, text=text[say.language])
            yield ""


def design(plan: Plan, record: Any, say: Words = ENGLISH) -> Iterator[str]:
    """Which points, how often, and against what."""
    file = plan.file
    yield f"## {say('study_page.design')}"
    yield ""
    kind, place = say("study." + file.design.kind), plan.base.place_id
    draws = say("study_page.draws", count=len(plan.draws)) if plan.draws else ""
    yield say("study_page.points", kind=kind, place=place, points=len(plan.points), draws=draws)
    yield say("study_page.seeds", seeds=len(file.seeds), days=file.days, warmup=file.warmup)
    yield say("study_page.paired")
    yield ""
    for factor in file.design.factors:
        values = ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in factor.values)
        ends = values or say("study_page.between", low=f"{factor.low:g}", high=f"{factor.high:g}")
        yield f"- `{factor.name}`: {ends}"
    if record["baseline"] is not None:
        yield say("study_page.baseline", name=titled(file, record["baseline"], say.language))
    yield ""


def table_of_means(plan: Plan, found: dict[str, dict[str, Interval]], say: Words = ENGLISH) -> Iterator[str]:
    """A row a scenario, a column an outcome: mean and 95 % interval of the mean."""
    yield f"## {say('study_page.found')}"
    yield ""
    yield say("study_page.means")
    yield ""
    heads = [say("study_page.scenario"), *(label(outcome, say.language) for outcome in found)]
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "---:|" * len(found)
    for name in plan.names:
        title = titled(plan.file, name, say.language)
        yield f"| {title} | " + " | ".join(cell(found[outcome].get(name), outcome) for outcome in found) + " |"
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


def verdicts(plan: Plan, found: Sequence[Finding], say: Words = ENGLISH) -> Iterator[str]:
    """The primary outcome in sentences; the others where a verdict holds with all of them together."""
    if not found:
        return
    primary, language = plan.file.outcomes[0], say.language
    yield say("study_page.verdicts")
    yield ""
    for one in found:
        if one.outcome == primary:
            text = named_anew(one, plan.file, language).text(language)
            yield say("study_page.verdict", name=titled(plan.file, one.scenario, language), text=text)
    yield ""
    count = sum(one.outcome != primary for one in found)
    held = sum(one.outcome != primary and bool(one.pair.holds_among) for one in found)
    yield say("study_page.others", count=count, held=held)
    yield ""


def interaction(plan: Plan, folder: Path, record: Any, say: Words = ENGLISH) -> Iterator[str]:
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
    yield f"## {say('study_page.interaction')}"
    yield ""
    at_first, at_last = (mean([corners[j][seed] - corners[j + 2][seed] for seed in both]) for j in (0, 1))
    about = label(primary, say.language).lower()
    yield say("study_page.step", name=one.name, first=f"{first[0]:g}", last=f"{first[-1]:g}", label=about)
    yield say("study_page.at_first", change=f"{100 * at_first:+.1f}", name=other.name, value=f"{last[0]:g}")
    yield say("study_page.at_last", change=f"{100 * at_last:+.1f}", value=f"{last[-1]:g}")
    ends = "" if found.lo is None or found.hi is None else _ends(found.lo, found.hi, say)
    yield say("study_page.gap", change=f"{100 * found.value:+.1f}", interval=ends, count=len(both))


def _ends(low: float, high: float, say: Words) -> str:
    return say("study_page.interval", lo=f"{100 * low:+.1f}", hi=f"{100 * high:+.1f}")


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return sum(values) / len(values)


def main(typed: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("page", type=Path)
    parser.add_argument("--study", type=Path, required=True, help="the study file, as the page names it")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the page")
    chosen = parser.parse_args(typed)
    before = chosen.page.read_text(encoding="utf-8") if chosen.page.exists() else ""
    chosen.page.parent.mkdir(parents=True, exist_ok=True)
    chosen.page.write_text(page(chosen.folder, chosen.study, before, chosen.lang), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
