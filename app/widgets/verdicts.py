"""The verdict before any chart, and the tiles under it: numbers as sentences, with sign, arrow and word."""

from __future__ import annotations

from html import escape

from ...experiments.comparing.compare import Comparison
from ...experiments.comparing.intervals import Paired
from ...experiments.comparing.sentences import FIRST, behind_verdict, headline, label_with_unit, level, verdict_word
from ...experiments.reports.wording import words as wording
from ...model.observation.indicators import INDICATORS
from .language import Words

# What a planner asks first; those a build does not know yet are left out.
MAIN = (
    "coverage",
    "coverage_personal",
    "coverage_public",
    "never_heard_share",
    "days_to_resolution_median",
    "satisfaction_true",
    "coverage_elder",
    "coverage_worst_tenth_cells",
    "requests_per_1000",
    "trust",
    "staff_utilisation",
    "spend_per_resident",
)
# Where the difference arises along a need's journey; beside the main ones in the forest chart.
STAGES = ("heard_share", "wrong_door_share", "lapsed_waiting_share", "met_late_share", "coverage_low_income")
_ARROWS = {True: "▲", False: "▼"}


def verdict_lines(comparison: Comparison, language: str) -> list[tuple[str, Paired, str]]:
    """(scenario, paired difference, sentence) of the first indicator, for every scenario but the baseline."""
    lines = []
    for name, found in comparison.paired.items():
        pair = found.get(FIRST)
        if pair is not None:
            lines.append((name, pair, headline(name, comparison.baseline, pair, language)))
    return lines


def verdict_html(lines: list[tuple[str, Paired, str]], say: Words) -> str:
    """The sentences, the first half of each large, with the verdict's mark."""
    boxes = []
    for _, pair, text in lines:
        first, rest = _split(text)
        boxes.append(
            f'<div class="shapan-verdict {pair.verdict}" role="status"><p class="first">'
            f'<span class="mark" aria-hidden="true">{mark(pair)}</span> {escape(first)}</p><p>{escape(rest)}</p></div>'
        )
    return "".join(boxes)


def _split(text: str) -> tuple[str, str]:
    """The first sentence and the rest."""
    for stop in ("。", ". "):
        head, found, tail = text.partition(stop)
        if found and tail:
            return f"{head}{found.strip()}", tail.strip()
    return text, ""


def mark(pair: Paired) -> str:
    """An arrow for the direction; a question mark or an equals sign where there is none to trust."""
    if pair.verdict == "unclear":
        return "?"
    if pair.verdict == "no_difference":
        return "="
    return _ARROWS[pair.difference > 0]


def label_of(indicator: str, say: Words) -> str:
    """The indicator's name on screen, with its unit where that does not stand beside the number."""
    return label_with_unit(indicator, say.language)


def tiles_html(comparison: Comparison, name: str, say: Words) -> str:
    """The main indicators of one scenario against the baseline."""
    found = comparison.paired[name]
    return f'<div class="shapan-tiles">{"".join(_tile(comparison, name, i, say) for i in MAIN if i in found)}</div>'


def _tile(comparison: Comparison, name: str, indicator: str, say: Words) -> str:
    pair, about = comparison.paired[name][indicator], INDICATORS[indicator]
    tell = wording(say.language)
    means = comparison.indicators[indicator]
    values = say(
        "result.tile_values",
        before=tell.figure(means[comparison.baseline].value, about.unit),
        after=tell.figure(means[name].value, about.unit),
    )
    low, high, confidence = behind_verdict(pair)
    if low is None or high is None:
        interval = say("result.tile_missing")
    else:
        lo, hi = (tell.change(end, about.unit, with_unit=False) for end in (low, high))
        interval = say("result.tile_interval", level=level(confidence), lo=lo, hi=hi)
    return (
        f'<div class="shapan-tile {pair.verdict}" title="{escape(say.of(about, "help"))}">'
        f'<div class="name">{escape(label_of(indicator, say))}</div>'
        f'<div class="change"><span class="mark" aria-hidden="true">{mark(pair)}</span> '
        f"{escape(tell.change(pair.difference, about.unit, with_unit=about.unit == 'share'))}</div>"
        f'<div class="word">{escape(verdict_word(pair, tell))}</div>'
        f'<div class="small">{escape(values)}<br>{escape(interval)}</div></div>'
    )
