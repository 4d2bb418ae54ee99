"""Listed scenarios in parts: rows called `PART · NAME` are compared with the row `PART` and with no other.

So a study may ask the same of several emergencies, places or years, whose first rows are not each other's baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..comparing.intervals import Looks, Paired, paired_difference
from ..comparing.sentences import label, verdict_word
from ..reports.wording import words
from ..studies.findings import Known
from ..studies.plan import Plan

BETWEEN = " · "
HOLDS: dict[Looks, str] = {
    "once": "it is right for one look, since the number of seeds was decided before; each row stands by itself.",
    "any": "it holds however often one looks; each row stands by itself.",
}


def parts(names: Sequence[str]) -> dict[str, list[str]]:
    """Part -> its scenarios, where the names of a study say that it has parts; else nothing."""
    found: dict[str, list[str]] = {}
    for name in names:
        part, between, _ = name.partition(BETWEEN)
        if between and part in found:
            found[part].append(name)
        else:
            found.setdefault(name, [])
    return {part: members for part, members in found.items() if members}


def looks_of(plan: Plan) -> Looks:
    """Whether a study is looked at once: its file says how many replications, and no rule stops it before."""
    return "once" if plan.file.stop is None else "any"


def pair_of(before: Mapping[int, float], after: Mapping[int, float], outcome: str, looks: Looks) -> Paired | None:
    """The difference over the replications that both have; None where there is none."""
    from ...model.observation.indicators import INDICATORS

    both, about = [unit for unit in before if unit in after], INDICATORS[outcome]
    if not both:
        return None
    sides = [before[unit] for unit in both], [after[unit] for unit in both]
    return paired_difference(*sides, about.better, about.margin, looks=looks)


def pairs(known: Known, part: str, name: str, of: tuple[str, Looks]) -> Paired | None:
    """A scenario against the first of its part, on an outcome; None where no replication has both."""
    return pair_of(known.get(part, {}), known.get(name, {}), *of)


def lines(plan: Plan, known: Mapping[str, Known]) -> Iterator[str]:
    """One table an outcome: what each scenario changes in its part, and the verdict."""
    looks = looks_of(plan)
    yield "Differences from the first scenario of the same part, same seeds, with the 95 % interval of the verdict:"
    yield HOLDS[looks]
    yield ""
    for outcome in plan.file.outcomes:
        yield f"### {label(outcome, 'en')}"
        yield ""
        yield "| part | scenario | difference | verdict |"
        yield "|---|---|---:|---|"
        for part, members in parts(plan.names).items():
            for name in members:
                found = cells_of(pairs(known[outcome], part, name, (outcome, looks)), outcome)
                yield f"| {part} | {name.partition(BETWEEN)[2]} | {found} |"
        yield ""


def cells_of(pair: Paired | None, outcome: str) -> str:
    """A difference with its interval, and the verdict, as two cells."""
    if pair is None:
        return "– | –"
    scale, digits = scale_of(outcome)
    ends = ""
    if pair.judged_lo is not None and pair.judged_hi is not None:
        ends = f" [{scale * pair.judged_lo:+.{digits}f}, {scale * pair.judged_hi:+.{digits}f}]"
    figure = f"{scale * pair.difference:+.{digits}f}{ends}".replace("-", "−")
    return f"{figure} | {verdict_word(pair, words('en'))}"


def scale_of(outcome: str) -> tuple[float, int]:
    """By what an outcome is multiplied where it is told, and with how many decimals: shares in hundredths."""
    from ...model.observation.indicators import INDICATORS

    return (100.0, 1) if INDICATORS[outcome].unit == "share" else (1.0, 2)
