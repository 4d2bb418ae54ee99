"""The lower part of the page: what a finished comparison says, verdict first, a table beside every chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from ....experiments.comparing.any_look import CONFIDENCE
from ....experiments.comparing.intervals import FEWEST_PAIRS, MOST_PAIRS
from ....experiments.comparing.sentences import FIRST, level
from ....experiments.comparing.worth import worth_lines
from ....experiments.reports.planned_spending import money_lines
from ....scenarios.notices import notices_about_length
from ...jobs.allowed import most_draws
from ...jobs.handle import start
from ...jobs.request import Request
from ...jobs.result import Finding, called
from ...jobs.work import scenario_of
from ...widgets import files, tables
from ...widgets.catalogue import column_names, command_line
from ...widgets.changes import changes_of
from ...widgets.changes_panel import show_place, show_scenario
from ...widgets.charts import BINS
from ...widgets.drawn import draw
from ...widgets.guard import guarded, run_error
from ...widgets.language import Words
from ...widgets.phrases import listed
from ...widgets.plain import html, markdown
from ...widgets.verdicts import MAIN, STAGES, label_of, tiles_html, verdict_html, verdict_lines
from . import charts
from .between import show_between
from .branching import show_branch
from .lines import show_lines
from .map_chart import coverage_map
from .robustness import card_lines_of, show_cards
from .shown import Shown
from .shown import head as _head
from .shown import keep as _take_away
from .taking import show_take_away
from .tour import tour
from .who import show_who
from .why import show_why

Section = Callable[[Words, Shown], None]

MOST_MORE = 100  # worlds added by one press of the button
STRONG_RISE = 0.02  # of all needs that ended; from here on the reader is told where they wait


def show_result(say: Words, request: Request, finding: Finding) -> None:
    """The verdict in two layers, luck and assumptions, and the main figures; everything else behind tabs."""
    names = column_names(request.columns, say)
    named = called(finding, names)
    if finding.failures:
        n, first = len(finding.failures), run_error(say, finding.failures[0])
        st.warning(say("run.some_failed", n=n, runs=request.runs, error=markdown(first)), icon=":material/error:")
    with guarded(say):
        _verdict(say, request, named)
    with guarded(say):
        _beyond_luck(say, request, named, tuple(names))
    shown = Shown(request, named, tuple(names))
    with guarded(say):
        _tiles(say, shown)
    tour(say, "tabs")
    _tabs(say, shown)


def sections() -> dict[str, tuple[Section, ...]]:
    """What stands behind every tab, in the order of the page."""
    return {
        "lost": (_funnels, _requests),
        "differences": (_differences, _robust, _daily),
        "who": (show_who,),
        "why": (show_why,),
        "map": (_map,),
        "money": (show_lines,),
        "away": (_away,),
        "settings": (show_between, _changes, show_branch, _reproduce),
    }


@st.fragment
def _tabs(say: Words, shown: Shown) -> None:
    """One tab is drawn at a time, so that the page is there at once; turning to another draws that one only."""
    behind = sections()
    tabs = st.tabs([say(f"tab.{name}") for name in behind], key=f"tabs:{say.language}", on_change="rerun")
    for tab, drawn in zip(tabs, behind.values(), strict=True):
        if not tab.open:
            continue
        with tab:
            for section in drawn:
                with guarded(say):
                    section(say, shown)


def _beyond_luck(say: Words, request: Request, finding: Finding, names: tuple[str, ...]) -> None:
    """The second layer of the verdict: whether it holds under other assumptions, or that nobody has looked."""
    card_lines = card_lines_of(say, finding, names)
    if not card_lines:
        st.caption(say("result.luck_only" if most_draws(request.columns[0].place) else "result.luck_only_none"))
    for lines in card_lines.values():
        st.html(f'<p class="shapan-money">{"<br>".join(lines)}</p>')


def _away(say: Words, shown: Shown) -> None:
    show_take_away(say, shown.request, shown.finding, shown.names)


def _robust(say: Words, shown: Shown) -> None:
    show_cards(say, shown.finding, shown.names)


def _verdict(say: Words, request: Request, finding: Finding) -> None:
    lines = verdict_lines(finding.comparison, say.language)
    st.html(verdict_html(lines, say))
    shown = dict(zip(finding.comparison.names, map(scenario_of, request.columns), strict=True))
    for line in worth_lines(finding.comparison, say.language):
        st.html(f'<p class="shapan-money">{html(line)}</p>')
    for line in money_lines(shown, request.days, say.language, ids=False):
        st.html(f'<p class="shapan-money">{html(line)}</p>')
    for notice in notices_about_length(request.days):
        st.caption(notice.text(say.language))
    open_ones = [pair.more_runs for _, pair, _ in lines if pair.verdict == "unclear" and pair.more_runs]
    needs = [more for more in open_ones if more < MOST_PAIRS]  # the last pair planned would not decide the others
    if not needs:
        return
    need = max(needs)
    more = min(need, MOST_MORE)
    text = (
        say("run.more_one" if more == 1 else "run.more", n=more)
        if more == need
        else say("run.more_capped", n=more, need=f"{need:,}")
    )
    if st.button(text, key="more", type="primary"):
        start(replace(request, reps=request.reps + more))


def _tiles(say: Words, shown: Shown) -> None:
    names = shown.names
    other, against = 1, say("result.against", baseline=markdown(names[0]))
    if len(names) > 2:
        other = (
            st.segmented_control(
                against,
                range(1, len(names)),
                default=1,
                format_func=lambda one: markdown(names[one]),
                key=f"tiles_of:{shown.id}:{say.language}",
                required=True,
            )
            or 1
        )
    else:
        st.markdown(f"**{say('result.tiles')}** · {markdown(names[1])} · {against}")
    st.html(tiles_html(shown.finding.comparison, names[other], say))


def _funnels(say: Words, shown: Shown) -> None:
    finding, names = shown.finding, shown.names
    _head(say, "funnel")
    for place, name in zip(st.columns(len(names)), names, strict=True):
        table = finding.funnel[finding.funnel["scenario"] == name]
        shares = table.set_index("bin")["share"]
        text = ", ".join(f"{say.shared(f'funnel.{step}')} {100 * shares.get(step, 0):.1f}" for step in BINS)
        with place:
            st.markdown(f"**{markdown(name)}**")
            alt = say("chart.funnel_alt", name=name, text=text)
            draw(say, charts.funnel(table, say), "funnel", alt=alt)
            if shares.get("open", 0.0) > 0.0:
                st.caption(say("result.funnel_open", share=f"{100 * shares['open']:.1f} %"))
    for name, before, after in crowded(finding):
        rise = {"before": f"{100 * before:.1f} %", "after": f"{100 * after:.1f} %"}
        st.markdown(say("result.funnel_departments", name=markdown(name), baseline=markdown(names[0]), **rise))
    _take_away(say, shown, "funnel", tables.funnel_table(finding, say), files.funnel_file(finding, say))


def crowded(finding: Finding) -> list[tuple[str, float, float]]:
    """(scenario, share of the baseline, its own) where many more needs than in the baseline end on the way."""
    share = finding.funnel[finding.funnel["bin"] == "wrong_door"].set_index("scenario")["share"]
    baseline, *others = finding.comparison.names
    before = float(share[baseline])
    return [(name, before, float(share[name])) for name in others if float(share[name]) - before > STRONG_RISE]


def _differences(say: Words, shown: Shown) -> None:
    finding, names = shown.finding, list(shown.names)
    values = {"level": level(CONFIDENCE), "n": str(sum(map(len, finding.comparison.paired.values())))}
    first = {"first": label_of(FIRST, say), "fewest": str(FEWEST_PAIRS)}
    _head(say, "differences", baseline=markdown(names[0]), **first, **values)
    everything = st.toggle(say("result.all_indicators"), key="all_indicators")
    every = tables.differences(finding.comparison, say)
    if len(every) and not everything:
        every = every[every["indicator"].isin((*MAIN, *STAGES))]
    if len(every):
        shares, others = every[every["share"]], every[~every["share"]].dropna()
        panels = st.columns([3, 2])
        for place, part, title in zip(panels, (shares, others), ("points", "per_cent"), strict=True):
            if len(part):
                with place:
                    chart = charts.forest(part, names, say, say(f"chart.{title}"))
                    draw(say, chart, "differences", alt=say("chart.forest_alt", **values))
    numbers = files.differences_file(finding.comparison, say)
    _take_away(say, shown, "differences", tables.differences_table(finding.comparison, say), numbers)


def _daily(say: Words, shown: Shown) -> None:
    finding, names = shown.finding, list(shown.names)
    _head(say, "daily")
    known = list(dict.fromkeys(finding.daily["indicator"]))
    order = sorted(known, key=lambda one: (one != "coverage", one.startswith("requests"), known.index(one)))
    chosen = st.selectbox(
        say("result.daily_pick"),
        order,
        format_func=lambda one: daily_name(one, say),
        key=f"daily_indicator:{shown.id}:{say.language}",
    )
    table = finding.daily[finding.daily["indicator"] == chosen]
    percent = set(table["unit"]) == {"share"}
    alt = say("chart.daily_alt", indicator=daily_name(chosen, say), names=listed(say, names))
    chart = charts.daily(table, names, say, percent)
    draw(say, chart, "daily", alt=alt)
    dated = table.assign(date=table["date"].dt.strftime("%Y-%m-%d")).drop(columns=["indicator"])
    words = {"scenario": "scenario", "unit": "unit", "date": "date", "value": "mean", "lo": "lo", "hi": "hi"}
    _take_away(
        say,
        shown,
        "daily",
        dated.rename(columns={name: say(f"table.{key}") for name, key in words.items()}),
        files.daily_file(table),
    )


def daily_name(indicator: str, say: Words) -> str:
    """A daily series in words."""
    if indicator.startswith("requests_"):
        channel = indicator.removeprefix("requests_")
        return say("daily.requests", channel=say.shared(f"channel.{channel}", channel))
    return say.get(f"daily.{indicator}", indicator)


def _map(say: Words, shown: Shown) -> None:
    finding, names = shown.finding, shown.names
    known = [name for name in dict.fromkeys(finding.cells["indicator"]) if _mapped(name)]
    if not known:
        return
    _head(say, "map")
    left, right = st.columns(2)
    key = f"map_indicator:{shown.id}:{say.language}"
    chosen = left.selectbox(say("result.map_pick"), known, format_func=lambda one: label_of(one, say), key=key)
    other = names[1]
    if len(names) > 2:
        label = say("result.map_other", baseline=markdown(names[0]))
        one = right.selectbox(label, names[1:], key=f"map_other:{shown.id}:{say.language}")
        other = one or other
    first, second = (tables.map_values(finding, chosen, name) for name in (names[0], other))
    change = tables.map_values(finding, chosen, other, names[0])
    both = pd.concat([first["value"], second["value"]])
    ends = (float(both.quantile(0.02)), float(both.quantile(0.98)))
    widest = max(0.02, float(change["value"].abs().quantile(0.98)))
    panels = (
        (first, names[0], False, ends),
        (second, other, False, ends),
        (change, say("result.map_difference", name=other, baseline=names[0]), True, (-widest, widest)),
    )
    for place, (boxes, title, difference, scale) in zip(st.columns(3), panels, strict=True):
        with place:
            chart = coverage_map(boxes, say, title, difference=difference, ends=scale, width=330)
            alt = say("chart.map_alt", title=f"{title}, {label_of(chosen, say)}")
            draw(say, chart, "map", alt=alt, width="content")
    _take_away(say, shown, "map", tables.map_table(finding, chosen, say), files.map_file(finding, chosen))


def _mapped(indicator: str) -> bool:
    """Whether a cell's number is a share with a name, fit for the map's scale."""
    return indicator in MAIN or (indicator.endswith("_share") or indicator.startswith("coverage"))


def _requests(say: Words, shown: Shown) -> None:
    finding, names = shown.finding, list(shown.names)
    _head(say, "requests")
    table = tables.requests(finding, say)
    alt = say("chart.requests_alt", names=listed(say, names))
    draw(say, charts.requests(table, names, say), "requests", alt=alt)
    _take_away(say, shown, "requests", tables.requests_table(finding, say), files.requests_file(finding, say))


def _changes(say: Words, shown: Shown) -> None:
    """Per scenario, what it changes and on whose word; one list stands open, four would bury the page's end."""
    request, names = shown.request, shown.names
    _head(say, "changes")
    place = request.columns[0].place
    show_place(say, place, "result:place", opened=False)
    differing = [column for column, chosen in enumerate(request.columns) if changes_of(chosen)]
    for number, (column, name) in enumerate(zip(request.columns, names, strict=True)):
        show_scenario(say, column, name, f"result:{number}", opened=differing[:1] == [number])


def _reproduce(say: Words, shown: Shown) -> None:
    _head(say, "reproduce")
    if n := shown.request.branch:
        st.info(say("branch.by_command", day=n))
        return
    st.code(command_line(shown.request), language="bash", wrap_lines=True)
