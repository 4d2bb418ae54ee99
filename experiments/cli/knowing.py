"""`worth-knowing`: which local survey would change the choice between the scenarios of a study, and by how much."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...scenarios.faults import InputFault
from ..comparing.sentences import label, label_with_unit
from ..knowing.information import Gain, Partial, Perfect, Stretch, partials, perfect
from ..knowing.reading import Known, read_known
from ..reports.wording import Words
from ..studies.study_file import read_study_file
from ..worlds.telling import hinge_label
from .printing import print_json, say_aside

DONE, WRONG_INPUT = 0, 2
FORMAT = 1
RESULTS = "results"
MOST_TOLD = 8
LEVEL = 1.959964


def worth_knowing(chosen: argparse.Namespace, say: Words) -> int:
    """Read a finished study, reckon, and tell."""
    try:
        folder = Path(RESULTS) / read_study_file(chosen.study).id if chosen.study.endswith(".toml") else chosen.study
    except InputFault as fault:
        for one in (fault, *fault.others):
            say_aside(say("error.prefix") + one.text(say.language))
        return WRONG_INPUT
    known = read_known(folder, chosen.indicator)
    better = known.sign * known.values
    all_known, each = perfect(better), partials(better, known.columns)
    if chosen.json:
        print_json(_as_object(known, all_known, each))
        return DONE
    from .tables import console

    out = console()
    for line in _lines(known, all_known, each, say):
        out.print(line)
    return DONE


def _as_object(known: Known, all_known: Perfect, each: list[Partial]) -> dict[str, Any]:
    """What `--json` prints; docs/how-to-calibrate.md says what it holds."""
    means = known.values.mean(axis=(1, 2))
    scenarios = [{"scenario": name, "mean": float(mean)} for name, mean in zip(known.scenarios, means, strict=True)]
    perfect_gain = {"at_most": _gain(all_known.at_most), "at_least": _gain(all_known.at_least)}
    rows = [
        {"assumption": one.name, **(_gain(one.gain) or {}), "stands_out": one.stands_out, "regression": one.shape}
        | {"choices": [_stretch(part, known) for part in one.stretches]}
        for one in each
    ]
    head = {"format": FORMAT, "outcome": known.outcome, "draws": known.values.shape[1], "seeds": known.values.shape[2]}
    head |= {"draws_left_out": known.left_out, "best_now": known.scenarios[all_known.best]}
    return {**head, "scenarios": scenarios, "everything": perfect_gain, "assumptions": rows}


def _gain(one: Gain | None) -> dict[str, float] | None:
    if one is None:
        return None
    ends = {"lo": one.value - LEVEL * one.error, "hi": one.value + LEVEL * one.error}
    return {"gain": one.value, **ends, "changes_share": one.changes}


def _stretch(one: Stretch, known: Known) -> dict[str, Any]:
    return {"low": one.low, "high": one.high, "scenario": known.scenarios[one.scenario]}


def _lines(known: Known, all_known: Perfect, each: list[Partial], say: Words) -> Iterator[Any]:
    from ...model.observation.indicators import INDICATORS
    from .tables import table

    about = INDICATORS[known.outcome]
    best = known.scenarios[all_known.best]
    mean = say.number(float(known.values[all_known.best].mean()), about.unit)
    values = {"best": best, "mean": mean, "label": label(known.outcome, say.language)}
    yield say("knowing.now", **values, draws=known.values.shape[1], seeds=known.values.shape[2])
    if known.left_out:
        yield say("knowing.left_out", count=known.left_out)
    yield _of_all(all_known, about, say)
    heads = [say("knowing.assumption"), say("knowing.gain"), say("knowing.interval"), say("knowing.changes")]
    rows = [_row(one, about.unit, say) for one in each[:MOST_TOLD]]
    yield say("knowing.unit", label=label_with_unit(known.outcome, say.language))
    yield table(heads, rows)
    yield ""
    worth_it = [one for one in each if one.stands_out]
    for one in worth_it:
        yield _survey(one, known, about, say)
    if not worth_it:
        yield say("knowing.none")
    yield say("knowing.given")


def _of_all(found: Perfect, about: Any, say: Words) -> str:
    most = say.change(max(found.at_most.value, 0.0), about.unit)
    if found.at_least is None:
        return say("knowing.all_one_seed", most=most)
    least = say.change(max(found.at_least.value, 0.0), about.unit)
    text = say("knowing.all", least=least, most=most, changes=f"{100 * found.at_least.changes:.0f}")
    return text + (say("knowing.all_small", margin=_margin(about, say)) if found.at_most.value < about.margin else "")


def _margin(about: Any, say: Words) -> str:
    return say.change(about.margin, about.unit).lstrip("+")


def _row(one: Partial, unit: str, say: Words) -> list[str]:
    """Gains of luck may fall below nothing; they are told as they came out."""
    lo, hi = (one.gain.value + step * LEVEL * one.gain.error for step in (-1.0, 1.0))
    between = f"{say.change(lo, unit, with_unit=False)} … {say.change(hi, unit, with_unit=False)}"
    mark = " *" if one.stands_out else ""
    gain = say.change(one.gain.value, unit, with_unit=unit == "share") + mark
    return [hinge_label(one.name, "", say), gain, between, f"{100 * one.gain.changes:.0f} %"]


def _survey(one: Partial, known: Known, about: Any, say: Words) -> str:
    """Which survey, what it brings, and what one would choose where."""
    places = say("card.and").join(_where(part, known, say) for part in one.stretches[:MOST_TOLD])
    values = {"name": hinge_label(one.name, "", say), "gain": say.change(one.gain.value, about.unit)}
    text = say("knowing.survey", **values, changes=f"{100 * one.gain.changes:.0f}", places=places)
    return text + (say("knowing.small", margin=_margin(about, say)) if one.gain.value < about.margin else "")


def _where(part: Stretch, known: Known, say: Words) -> str:
    name = known.scenarios[part.scenario]
    low, high = (
        value if isinstance(value, str) or value is None else f"{value:.3g}" for value in (part.low, part.high)
    )
    if low == high and low is not None:
        return say("knowing.at", name=name, value=low)
    if low is None:
        return say("knowing.always", name=name) if high is None else say("knowing.up_to", name=name, value=high)
    return (
        say("knowing.from", name=name, value=low)
        if high is None
        else say("knowing.between", name=name, low=low, high=high)
    )


COMMANDS = {"worth-knowing": worth_knowing}
