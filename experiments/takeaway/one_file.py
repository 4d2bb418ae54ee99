"""A comparison as one HTML file that opens from disk, on a phone and on old engines, and fetches nothing.

Everything in it was computed before: both languages, pictures, tables, and the single worlds its slider goes through.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.observation.indicators import INDICATORS
from ..comparing.sentences import FIRST, label_with_unit
from ..comparing.worth import ENDED
from .brief import Brief, Section, Table, Verdict
from .briefing import MAIN
from .pdf import split
from .phrases import telling
from .pictures import STAGES, drawn

if TYPE_CHECKING:
    from ..comparing.compare import Comparison

HERE = Path(__file__).parent
MOST_WORLDS = 60
"""Single worlds that a slider goes through; more of them tell a reader nothing new."""
MOST_OPEN = 12
"""Rows of a table that stands open; a longer one is opened by whoever wants it."""
LINES, DASHES = ("#59636e", "#0072b2", "#b35900", "#6a3d9a"), ("", "7 4", "2 3", "10 3 2 3")
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
LANGUAGES = ("zh", "en")


def html(comparison: Comparison, briefs: Mapping[str, Brief], daily: Any = None, first: str = "zh") -> bytes:
    """The whole file.

    Args:
        briefs: Language -> brief of this comparison, both languages.
        daily: Columns scenario, indicator, date, value: means over the worlds, where runs told days.
        first: The language it opens in.
    """
    data = _data(comparison, briefs, first)
    data["days"] = _days(comparison.names, daily)
    parts = "".join(_part(briefs[language], data) for language in LANGUAGES)
    embedded = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    embedded = embedded.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("viewer.css", "viewer.js"))
    tag = "zh-CN" if first == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(briefs[first].title)}</title><style>{style}</style></head><body>{_switch()}{parts}"
        f'<script type="application/json" id="shapan-data">{embedded}</script><script>{script}</script></body></html>\n'
    ).encode()


def _switch() -> str:
    buttons = (
        f'<button type="button" data-lang="{one}" lang="{one}">{word}</button>'
        for one, word in zip(LANGUAGES, ("中文", "English"), strict=True)
    )
    return f'<nav class="needs-js" aria-label="语言 / Language">{" ".join(buttons)}</nav>'


def _data(comparison: Comparison, briefs: Mapping[str, Brief], first: str) -> dict[str, Any]:
    """What the sliders show; figures are written here, so that they read as they do in the tables."""
    seeds = _seeds(comparison)
    found: dict[str, Any] = {"first": first, "names": list(comparison.names)}
    found |= {"colours": [colour for colour, _ in STAGES.values()], "lines": LINES, "dashes": DASHES}
    found["worlds"] = [{"seed": seed, "funnel": _funnel_of(comparison, seed)} for seed in seeds]
    for language, brief in briefs.items():
        rows = [_world_rows(comparison, seed, language) for seed in seeds]
        found[language] = {"title": brief.title, "world": telling(language).phrases["html.world"], "worlds": rows}
    return found


def _seeds(comparison: Comparison) -> list[int]:
    """Seeds that every scenario has lived through, the first so many."""
    funnels = comparison.funnels
    whole = [seed for seed in comparison.seeds if all(seed in funnels[name] for name in comparison.names)]
    return whole[:MOST_WORLDS]


def _funnel_of(comparison: Comparison, seed: int) -> list[list[float]]:
    """Of 100 needs that ended, scenario by scenario, in the order of the pictures."""
    found = []
    for name in comparison.names:
        counts = comparison.funnels[name][seed]
        ended = sum(counts[key] for key in ENDED) or 1
        found.append([round(100 * counts[key] / ended, 2) for key in STAGES])
    return found


def _world_rows(comparison: Comparison, seed: int, language: str) -> list[list[str]]:
    tell, values, rows = telling(language), comparison.values, []
    for indicator in MAIN:
        known = values.get(indicator, {})
        if all(seed in known.get(name, {}) for name in comparison.names):
            unit = INDICATORS[indicator].unit
            figures = [tell.figure(known[name][seed], unit) for name in comparison.names]
            rows.append([label_with_unit(indicator, language), *figures])
    return rows


def _days(names: tuple[str, ...], daily: Any) -> dict[str, Any] | None:
    """The curve of needs met on time, where runs told days."""
    if daily is None:
        return None
    table = daily[daily["indicator"] == FIRST]
    series = [table[table["scenario"] == name] for name in names]
    dates = [str(date)[:10] for date in series[0]["date"]]
    if not dates or any(len(one) != len(dates) or one["value"].isna().any() for one in series):
        return None
    values = [[round(float(value), 5) for value in one["value"]] for one in series]
    every = [value for one in values for value in one]
    return {"dates": dates, "series": values, "low": min(every), "high": max(every)}


def _part(brief: Brief, data: Mapping[str, Any]) -> str:
    tell, language = telling(brief.language), brief.language
    tag = "zh-CN" if language == "zh" else "en"
    verdicts = "".join(_verdict(one) for one in brief.verdicts)
    sections = "".join(_section(one) for one in brief.sections)
    footer = " · ".join((tell("html.stored"), *brief.footer))
    return (
        f'<main class="part-{language}" lang="{tag}"><h1>{escape(brief.title)}</h1>{verdicts}'
        f'<p class="soft">{escape(brief.given)}</p><p class="soft">{escape(brief.about)}</p>'
        f'<p class="no-js soft">{escape(tell("html.no_script"))}</p>'
        f"{sections}{''.join(_sliders(brief, data))}<footer>{escape(footer)}</footer></main>"
    )


def _verdict(one: Verdict) -> str:
    first, rest = split(one.headline)
    lines = "".join(f"<p>{escape(line)}</p>" for line in (rest, one.luck, *one.assumptions) if line)
    head = f'<p class="first">{escape(one.mark)} {escape(first)}</p>'
    return f'<div class="verdict {escape(one.verdict)}">{head}{lines}</div>'


def _section(section: Section) -> str:
    text = "".join(f"<p>{escape(line)}</p>" for line in section.text)
    picture = ""
    if section.picture is not None:
        coded = base64.b64encode(drawn(section.picture, "svg")).decode("ascii")
        picture = f'<p><img src="data:image/svg+xml;base64,{coded}" alt="{escape(section.picture.alt)}"></p>'
    table = "" if section.table is None else _table(section.table)
    if section.table is not None and len(section.table.rows) > MOST_OPEN:
        table = f"<details><summary>{escape(section.title)} ({len(section.table.rows)})</summary>{table}</details>"
    code = f"<pre>{escape(section.code)}</pre>" if section.code else ""
    return f"<section><h2>{escape(section.title)}</h2>{text}{picture}{table}{code}</section>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in table.head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(one)}</td>" for one in row[1:])}</tr>'
        for row in table.rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _sliders(brief: Brief, data: Mapping[str, Any]) -> Iterator[str]:
    """Single worlds and single days; empty until the script fills them."""
    tell, language = telling(brief.language), brief.language
    stage, met = escape(tell("brief.scenario")), escape(tell("html.met"))
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in (tell("brief.indicator"), *data["names"]))
    if data["worlds"]:
        tall, stages = 30 * len(data["names"]), zip(STAGES, data["colours"], strict=True)
        key = "".join(f'<i style="background:{colour}"></i>{escape(tell(f"funnel.{one}"))}' for one, colour in stages)
        title, last = escape(tell("html.worlds")), len(data["worlds"]) - 1
        yield (
            f'<section class="needs-js"><h2>{title}</h2><p>{escape(tell("html.worlds_about"))}</p>'
            f'<p><strong id="world-told-{language}" aria-live="polite"></strong></p>'
            f'<input type="range" id="world-{language}" min="0" max="{last}" step="1" value="0" aria-label="{title}">'
            f'<p class="key soft">{key}</p><p class="soft">{escape(" / ".join(data["names"]))}</p>'
            f'<svg id="world-bars-{language}" viewBox="0 0 600 {tall}" role="img" aria-label="{title}"></svg>'
            f'<div class="wide"><table><thead><tr>{heads}</tr></thead>'
            f'<tbody id="world-rows-{language}"></tbody></table>'
            "</div></section>"
        )
    if data["days"]:
        title, last = escape(tell("html.days")), len(data["days"]["dates"]) - 1
        yield (
            f'<section class="needs-js"><h2>{title}</h2><p>{escape(tell("html.days_about"))}</p>'
            f'<p><strong id="day-told-{language}" aria-live="polite"></strong></p>'
            f'<input type="range" id="day-{language}" min="0" max="{last}" value="{last}" aria-label="{title}">'
            f'<svg id="day-curve-{language}" viewBox="-6 0 612 180" role="img" aria-label="{title}"></svg>'
            f'<div class="wide"><table><thead><tr><th scope="col">{stage}</th>'
            f'<th scope="col">{met}</th></tr></thead><tbody id="day-rows-{language}"></tbody></table>'
            "</div></section>"
        )
