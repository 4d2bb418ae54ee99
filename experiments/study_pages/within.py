"""Listed scenarios in parts: rows called `PART · NAME` are compared with the row `PART` and with no other.

So a study may ask the same of several emergencies, places or years, whose first rows are not each other's baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..comparing.intervals import Paired, paired_difference
from ..comparing.sentences import label, verdict_word
from ..reports.wording import words
from ..studies.findings import Known
from ..studies.plan import Plan

BETWEEN = " · "


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


def pairs(known: Known, part: str, name: str, outcome: str) -> Paired | None:
    """A scenario against the first of its part; None where no seed has both."""
    from ...model.observation.indicators import INDICATORS

    before, after, about = known.get(part, {}), known.get(name, {}), INDICATORS[outcome]
    both = [unit for unit in before if unit in after]
    if not both:
        return None
    return paired_difference([before[u] for u in both], [after[u] for u in both], about.better, about.margin)


def lines(plan: Plan, known: Mapping[str, Known]) -> Iterator[str]:
    """One table an outcome: what each scenario changes in its part, and the verdict."""
    yield "Differences from the first scenario of the same part, same seeds, with the 95 % interval of the verdict,"
    yield "which holds however often one looks."
    yield ""
    for outcome in plan.file.outcomes:
        yield f"### {label(outcome, 'en')}"
        yield ""
        yield "| part | scenario | difference | verdict |"
        yield "|---|---|---:|---|"
        for part, members in parts(plan.names).items():
            for name in members:
                found = told(pairs(known[outcome], part, name, outcome), outcome)
                yield f"| {part} | {name.partition(BETWEEN)[2]} | {found} |"
        yield ""


def told(pair: Paired | None, outcome: str) -> str:
    """A difference with its interval, and the verdict, as two cells."""
    from ...model.observation.indicators import INDICATORS

    if pair is None:
        return "– | –"
    scale, digits = (100.0, 1) if INDICATORS[outcome].unit == "share" else (1.0, 2)
    ends = ""
    if pair.judged_lo is not None and pair.judged_hi is not None:
        ends = f" [{scale * pair.judged_lo:+.{digits}f}, {scale * pair.judged_hi:+.{digits}f}]"
    figure = f"{scale * pair.difference:+.{digits}f}{ends}".replace("-", "−")
    return f"{figure} | {verdict_word(pair, words('en'))}"
