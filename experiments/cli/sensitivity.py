"""`sensitivity` and `robustness`: what the runs of a study say of its assumptions and of a choice."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..comparing.sentences import label
from ..reports.wording import Words
from ..runs.doors import known
from ..runs.refusing import Refused
from ..runs.whole_file import legible
from ..sensitivity.indices import LEADING, Index, Left, indices_of, method_of, needed, ordered
from ..sensitivity.regret import as_object, judged, robustness_of
from ..sensitivity.samples import Sample, Target, read_sample
from ..sensitivity.writing import write_indices
from ..studies.opening import STUDY
from .plain import plain
from .printing import print_json, say_aside
from .robust_card import card_lines
from .studied import folder_of, tell_failed

DONE, FAILED = 0, 1
FORMAT = 1
MOST_ROWS = 20
COLUMNS = {"morris": ("mu_star", "mu", "sigma"), "sobol": ("S1", "ST"), "pawn": ("pawn",)}
IN_UNITS = ("mu_star", "mu", "sigma")
MOST_PAIRS = 10


def sensitivity(chosen: argparse.Namespace, say: Words) -> int:
    """Make what is missing of a study, compute its indices, write them beside the runs and tell one outcome."""
    needed("SALib")
    _check_page(chosen)
    folder, code = folder_of(chosen, say)
    if folder is None:
        return code
    sample = read_sample(folder)
    outcome, method = _outcome(chosen.outcome, sample.outcomes), method_of(sample, chosen.method)
    found, left = indices_of(sample, method)
    tell_failed(sample, say)
    if found:
        for path in write_indices(folder, found, method, outcome):
            say_aside(say("sensing.written", path=path))
    if chosen.page is not None:
        _write_page(chosen, Path(folder), sample, say)
    if chosen.json:
        print_json(_as_object(sample, method, found, left))
    else:
        for line in _lines(sample, [one for one in found if one.outcome == outcome], left, (outcome, method), say):
            _print(line)
    return DONE if found else FAILED


def _check_page(chosen: argparse.Namespace) -> None:
    """Refuse a page that is none, before any run is made."""
    if chosen.page is not None and not chosen.page.endswith(".md"):
        raise Refused("usage.page_md", page=plain(legible(chosen.page)))


def _write_page(chosen: argparse.Namespace, folder: Path, sample: Sample, say: Words) -> None:
    """Page, figures and picture of a study of which every run is there."""
    from ..study_pages.page import write

    if sample.missing:
        raise Refused("refused.page_missing", count=sample.missing)
    given = Path(chosen.study)
    try:
        written = write(folder / STUDY if given.is_dir() else given, Path(chosen.page), folder)
    except OSError as fault:
        raise Refused("refused.export", path=chosen.page, why=fault.strerror or str(fault)) from fault
    for path in written:
        say_aside(say("sensing.written", path=path))


def _outcome(asked: str | None, there: Sequence[str]) -> str:
    if not there:
        raise Refused("sensing.no_outcome")
    if asked is not None:
        known("refused.indicator", asked, there)
    return asked or there[0]


def _print(line: Any) -> None:
    from .tables import console

    console().print(plain(line) if isinstance(line, str) else line)


def _as_object(sample: Sample, method: str, found: Sequence[Index], left: Sequence[Left]) -> dict[str, Any]:
    targets = [
        {"outcome": one.outcome, "scenario": one.scenario, "baseline": one.baseline, "luck": one.luck}
        for one in sample.targets
    ]
    head = {"format": FORMAT, "study": sample.study, "design": sample.kind, "method": method, "unit": sample.unit}
    groups = {name: list(members) for name, members in sample.movers.items() if members != (name,)}
    lists = {"targets": targets, "indices": [asdict(one) for one in found], "left_out": [asdict(one) for one in left]}
    return {**head, "groups": groups, **lists, "failed": [asdict(one) for one in sample.failures]} | {
        "missing": sample.missing
    }


def _lines(
    sample: Sample, found: Sequence[Index], left: Sequence[Left], of: tuple[str, str], say: Words
) -> Iterator[Any]:
    """One table a target of the outcome, what its figures mean, and what was left out."""
    outcome, method = of
    for target in sample.targets:
        if target.outcome != outcome:
            continue
        key = (target.outcome, target.scenario, target.baseline)
        mine = [one for one in found if (one.outcome, one.scenario, one.baseline) == key]
        yield ""
        yield _head(target, say)
        for one in left:
            if (one.outcome, one.scenario, one.baseline) == key:
                yield from _left_out(one, method, say)
        if mine:
            yield _table(mine, method, outcome, say)
            yield from _notes(target, mine, method, say)
    yield ""
    yield say(f"sensing.means_{method}")
    yield say("sensing.given")


def _head(target: Target, say: Words) -> str:
    key = "sensing.of_gap" if target.baseline else "sensing.of_scenario" if target.scenario else "sensing.of_points"
    values = {"name": target.scenario, "baseline": target.baseline}
    return say(key, label=label(target.outcome, say.language), **values)


def _left_out(one: Left, method: str, say: Words) -> Iterator[str]:
    if one.dropped:
        block = say(f"sensing.block_{method}")
        yield say("warning.prefix") + say("sensing.dropped", dropped=one.dropped, of=one.of, block=block)
    if one.why:
        yield say(f"sensing.{one.why}", n=one.of - one.dropped)


def _table(found: Sequence[Index], method: str, outcome: str, say: Words) -> Any:
    from ...model.observation.indicators import INDICATORS
    from .tables import table

    unit, by_key = INDICATORS[outcome].unit, {(one.factor, one.index): one for one in found}
    columns = COLUMNS[method]
    heads = [say("sensing.factor"), *(say(f"sensing.index_{name}") for name in columns), say("sensing.interval")]
    rows = []
    for name in ordered(found, method)[:MOST_ROWS]:
        row: list[object] = [name]
        for index in columns:
            one = by_key.get((name, index))
            row.append("–" if one is None else _figure(one.value, index, unit, say))
        lead = by_key[name, LEADING[method]]
        ends = (None, None) if lead.lo is None else (lead.lo, lead.hi)
        ends_text = " … ".join(_figure(end, lead.index, unit, say) for end in ends if end is not None)
        rows.append([*row, ends_text or "–"])
    return table(heads, rows)


def _figure(value: float, index: str, unit: str, say: Words) -> str:
    if index in IN_UNITS:
        return say.change(value, unit, with_unit=False).lstrip("+" if index != "mu" else "")
    return f"{value:.3f}".replace("-", "−")


def _notes(target: Target, found: Sequence[Index], method: str, say: Words) -> Iterator[str]:
    names = ordered(found, method)
    if len(names) > MOST_ROWS:
        yield say("sensing.more", count=len(names) - MOST_ROWS)
    floor = next((one.floor for one in found if one.floor is not None), None)
    if floor is not None:
        above = sum(one.value > floor for one in found)
        yield say("sensing.floor", floor=f"{floor:.3f}", above=above, count=len(names))
    pairs = sorted((one for one in found if one.index == "S2"), key=lambda one: -abs(one.value))[:MOST_PAIRS]
    for one in pairs:
        if one.lo is not None and (one.lo > 0.0 or (one.hi or 0.0) < 0.0):
            ends = {"value": f"{one.value:.3f}", "lo": f"{one.lo:.3f}", "hi": f"{one.hi:.3f}"}
            yield say("sensing.pair", one=one.factor, two=one.other, **ends)
    yield say("sensing.luck", share=f"{100 * target.luck:.1f}") if target.luck is not None else say("sensing.no_luck")


def robustness(chosen: argparse.Namespace, say: Words) -> int:
    """Make what is missing of a study, then tell the regret of every scenario and where the choice turns."""
    folder, code = folder_of(chosen, say)
    if folder is None:
        return code
    sample = read_sample(folder)
    if len(sample.scenarios) < 2:
        raise Refused("robust.no_scenarios")
    if chosen.scenario is not None:
        known("refused.other_scenario", chosen.scenario, sample.scenarios)
    asked = None if chosen.outcome is None else _outcome(chosen.outcome, sample.outcomes)
    names = [asked] if asked is not None else list(judged(sample))
    if not names:
        raise Refused("sensing.no_outcome")
    found = [robustness_of(sample, name, chosen.scenario) for name in names]
    tell_failed(sample, say)
    if chosen.json:
        head = {"format": FORMAT, "study": sample.study, "scenarios": list(sample.scenarios), "missing": sample.missing}
        failed = [asdict(one) for one in sample.failures]
        print_json({**head, "failed": failed, "indicators": {one.indicator: as_object(one) for one in found}})
        return DONE
    for one in found:
        for line in card_lines(one, say):
            _print(line)
    _print(say("robust.given"))
    return DONE


COMMANDS = {"sensitivity": sensitivity, "robustness": robustness}
