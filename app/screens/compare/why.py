"""Why two scenarios differ: asked with a button, run like any other job, told as a waterfall that adds up."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from ....experiments.comparing.any_look import CONFIDENCE
from ....experiments.comparing.sentences import level
from ....experiments.comparing.why import LATER, STAGES
from ....experiments.reports.wording import words as wording
from ....experiments.runs.refusing import Refused
from ....model.observation.indicators import INDICATORS
from ....model.parameters import all_parameters
from ....model.parameters.words import group_words
from ....scenarios.dead_levers import Dead
from ....scenarios.faults import InputFault
from ....scenarios.notices import dead_levers_of
from ...jobs.handle import ask, jobs
from ...jobs.jobs import Progress
from ...jobs.request import Request
from ...jobs.whys import ORDERS, Attributed, asked_why
from ...jobs.work import scenario_of
from ...widgets.drawn import draw
from ...widgets.guard import fault_text
from ...widgets.language import Words
from ...widgets.phrases import cost
from ...widgets.plain import markdown
from ...widgets.progress import how_it_ended, watch
from ...widgets.verdicts import MAIN, label_of
from ...widgets.verdicts import STAGES as OTHERS
from .shown import Shown, head, keep, other_of
from .waterfall import waterfall

PARAMETER = "why"
"""What the address calls the job that explains the comparison shown."""
WORLDS, FEWEST = 6, 2
STAGE = "funnel."


def show_why(say: Words, shown: Shown) -> None:
    """What each part of the change contributed, or a button that finds out."""
    head(say, "why")
    if shown.request.branch:
        st.info(say("why.branch"))
        return
    column = other_of(say, shown, "why")
    progress = _job(shown.request, column)
    if progress is not None and progress.state == "active":
        watch(say, progress.job, ":why")
        return
    found = jobs().result(progress.job) if progress is not None else None
    if isinstance(found, Attributed) and progress is not None:
        _show_part(say, shown, column, found)
        st.caption(say("why.again"))
    elif progress is not None:
        _ended(say, progress)
    _asked(say, shown.request, column)


def belongs(request: Request, asked: Request, column: int) -> bool:
    """Whether a job explains one column of this comparison: the same scenarios in the same days."""
    if not request.why or len(request.columns) != 2 or request.seed != asked.seed:
        return False
    ours = [replace(one, label="") for one in (asked.columns[0], asked.columns[column])]
    same = [replace(one, label="") for one in request.columns] == ours
    return same and (request.days, request.warmup, request.assumptions) == (asked.days, asked.warmup, asked.assumptions)


def _job(asked: Request, column: int) -> Progress | None:
    """The job in the address, where it explains this comparison."""
    progress = jobs().progress(st.query_params.get(PARAMETER, ""))
    return progress if progress is not None and belongs(progress.request, asked, column) else None


def _asked(say: Words, asked: Request, column: int) -> None:
    """How many worlds, what it would cost, and the button."""
    where = f"{asked.key[:12]}:{column}"
    try:
        exact = not _many(asked, column)
    except (Refused, InputFault) as fault:
        st.info(markdown(fault.text(say.language)))
        return
    left, right = st.columns(2)
    most = asked.reps
    fewest = min(FEWEST, most)
    reps = left.number_input(
        say("why.worlds"), fewest, most, min(WORLDS, most), key=f"why_worlds:{where}", help=say("why.worlds_help")
    )
    pairs = ORDERS[0]
    if not exact:
        pairs = right.selectbox(say("why.orders"), ORDERS, 1, key=f"why_orders:{where}", help=say("why.orders_help"))
    request = asked_why(asked, column, int(reps), int(pairs))
    st.markdown(f":material/timer: {cost(say, jobs().estimate(request))}")
    if st.button(say("why.start"), key=f"why_start:{where}", type="primary", icon=":material/help:"):
        _start(say, request)


def _many(asked: Request, column: int) -> bool:
    """Whether there are too many parts to run all their combinations."""
    return asked_why(asked, column, 1, 1).why != asked_why(asked, column, 1, ORDERS[-1]).why


def _start(say: Words, request: Request) -> None:
    try:
        st.query_params[PARAMETER] = ask(request)
    except Exception as fault:  # told here; what a button does stands in no section's guard
        st.warning(markdown(fault_text(say, fault)))
        return
    st.rerun()


def _ended(say: Words, progress: Progress) -> None:
    """A question that was stopped, that failed, or whose answer is gone; finished runs are used again."""
    how_it_ended(say, progress)
    if st.button(say("run.again"), key="why_go_on"):
        _start(say, progress.request)


def _show_part(say: Words, shown: Shown, column: int, found: Attributed) -> None:
    """The waterfall of one figure, what changed nothing, and the table of all stages."""
    names = {"name": markdown(shown.names[column]), "baseline": markdown(shown.names[0])}
    known = figures(found)
    indicator = st.selectbox(
        say("why.figure"),
        known,
        format_func=lambda one: figure_label(one, say),
        key=f"why_figure:{shown.id}:{say.language}",
    )
    parts, total = drawn(found, indicator or known[0], say)
    st.markdown(say("why.sum", figure=figure_label(indicator or known[0], say), total=total["told"], **names))
    moved = parts[parts["value"] != 0.0]
    if len(moved):
        chart = waterfall(moved, total, say, axis_title(indicator or known[0], say))
        alternative = say("why.alt", name=shown.names[column], baseline=shown.names[0])
        draw(say, chart, "why", alt=alternative)
    sure = level(CONFIDENCE)
    orders = say("why.orders_drawn", n=found.orders, level=sure) if found.orders else say("why.exact", level=sure)
    st.caption(orders)
    st.caption(say("why.worlds_used", n=len(found.seeds)))
    for line in idle_lines(say, shown.request, column, found):
        st.markdown(f"- {markdown(line)}")
    table, data = stage_tables(
        found, say, [*dict.fromkeys([indicator or known[0], *(f"{STAGE}{one}" for one in STAGES)])]
    )
    keep(say, shown, "why", table, data)


def figures(found: Attributed) -> list[str]:
    """What can be explained: coverage first, then the main indicators, the stages and all others."""
    known = set(found.totals["indicator"])
    first = [one for one in (*MAIN, *OTHERS, *(f"{STAGE}{stage}" for stage in STAGES)) if one in known]
    return [*dict.fromkeys([*first, *found.totals["indicator"]])]


def figure_label(indicator: str, say: Words) -> str:
    """An indicator, or a stage of the funnel, in words."""
    if indicator.startswith(STAGE):
        return say("why.stage", stage=say.shared(f"funnel.{indicator.removeprefix(STAGE)}"))
    return label_of(indicator, say)


def unit_of(indicator: str) -> str:
    """Its unit; stages of the funnel are shares of needs."""
    return "share" if indicator.startswith(STAGE) else INDICATORS[indicator].unit


def axis_title(indicator: str, say: Words) -> str:
    """What the axis of a waterfall counts."""
    return say("chart.points") if unit_of(indicator) == "share" else label_of(indicator, say)


def drawn(found: Attributed, indicator: str, say: Words) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Parts and whole as the waterfall draws them: shares in points, everything else in its own unit."""
    unit, tell = unit_of(indicator), wording(say.language)
    scale = 100.0 if unit == "share" else 1.0
    parts = found.contributions[found.contributions["indicator"] == indicator]
    whole = found.totals[found.totals["indicator"] == indicator].iloc[0]
    labels = part_labels(found, say)

    def row(label: str, one: Any) -> dict[str, Any]:
        ends = {end: None if pd.isna(one[end]) else scale * float(one[end]) for end in ("lo", "hi")}
        shown, text = (
            tell.change(float(one["value"]), unit, with_unit=unit == "share" and named) for named in (False, True)
        )
        return {"label": label, "value": scale * float(one["value"]), **ends, "shown": shown, "told": text}

    rows = [row(labels[one["part"]], one) for one in parts.to_dict("records")]
    return pd.DataFrame(rows), row(say("why.whole"), whole)


def part_labels(found: Attributed, say: Words) -> dict[str, str]:
    """Part -> a lever's label, a group with how many levers it holds, or what is dated."""
    labels = {}
    for name, keys in found.parts:
        if name == LATER:
            labels[name] = say.shared("attributed.later")
        elif name in keys:
            labels[name] = say.of(all_parameters()[name].about, "label")
        else:
            labels[name] = say("why.group", title=group_words(name, say.language), n=len(keys))
    return labels


def idle_lines(say: Words, request: Request, column: int, found: Attributed) -> list[str]:
    """Parts that changed no figure in any world, with what the model says they lack."""
    moved = set(found.contributions.loc[found.contributions["value"].abs() > 0.0, "part"])
    labels, reasons = part_labels(found, say), dead(request, column)
    lines = []
    for name, keys in found.parts:
        if name in moved:
            continue
        whys = [one.why[0 if say.language == "zh" else 1] for one in reasons if set(one.levers) & set(keys)]
        if whys:
            lines.append(say("why.idle_because", part=labels[name], why=whys[0]))
        else:
            lines.append(say("why.idle", part=labels[name], n=len(found.seeds)))
    return lines


def dead(request: Request, column: int) -> tuple[Dead, ...]:
    """What the model's own notes say of levers that lack something in either scenario."""
    return tuple(
        one
        for which in (0, column)
        for one in _dead(replace(request, why=(), columns=(request.columns[which],)).as_text())
    )


@lru_cache(maxsize=16)
def _dead(text: str) -> tuple[Dead, ...]:
    request = Request.from_text(text)
    return tuple(dead_levers_of(scenario_of(request.columns[0], request.assumptions)))


def stage_tables(found: Attributed, say: Words, wanted: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every part and the whole, figure by figure: in words with intervals, and as a file takes it."""
    known = [one for one in wanted if one in set(found.totals["indicator"])]
    labels, tell = part_labels(found, say), wording(say.language)
    columns: dict[str, list[str]] = {say("why.part"): [*labels.values(), say("why.whole")]}
    for indicator in known:
        unit = unit_of(indicator)
        parts = found.contributions[found.contributions["indicator"] == indicator]
        rows = [*parts.to_dict("records"), found.totals[found.totals["indicator"] == indicator].iloc[0].to_dict()]
        columns[figure_label(indicator, say)] = [_cell(one, unit, tell) for one in rows]
    data = found.contributions.assign(
        label=[labels[one] for one in found.contributions["part"]],
        unit=[unit_of(one) for one in found.contributions["indicator"]],
    )
    whole = found.totals.assign(
        part="whole", label=say("why.whole"), unit=[unit_of(one) for one in found.totals["indicator"]]
    )
    return pd.DataFrame(columns), pd.concat([data, whole], ignore_index=True)


def _cell(one: dict[str, Any], unit: str, tell: Any) -> str:
    middle = tell.change(float(one["value"]), unit, with_unit=False)
    if pd.isna(one["lo"]):
        return str(middle)
    lo, hi = (tell.change(float(one[end]), unit, with_unit=False) for end in ("lo", "hi"))
    return f"{middle} [{lo}, {hi}]"
