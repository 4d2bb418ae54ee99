"""The sections of `shapan bench` as tables of words and numbers, and its plot."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..reports.wording import Words

LOW_GAIN = 1.5
"""Pairing that saves less than this is listed by name."""


class Section(NamedTuple):
    """One table: its title, its heads and its rows, cells as they are read; so many first columns are words."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    words: int = 1


def sections(found: Mapping[str, Any], say: Words) -> list[Section]:
    """Every section that has rows."""
    every = [_peers(found, say), _phases(found["phases"], say), _calls(found["calls"], say)]
    every += [_sharing(found["second_of_a_comparison"], say)]
    every += [_growth(found["growth"], say), _pairing(found["pairing"], say)]
    return [one for one in every if one.rows]


def _peers(found: Mapping[str, Any], say: Words) -> Section:
    rows = []
    for one in found["w"]:
        if "skipped" in one:
            rows.append([one["name"], say("bench.skipped", package=one["skipped"]), "", ""])
            continue
        between = f"{one['lowest']:.3g} … {one['highest']:.3g}"
        rows.append([one["name"], f"{one['seconds_a_year']:.4f}", f"{one['times_faster']:.3g}", between])
    first = found["w"][0].get("of", "–") if found["w"] else "–"
    heads = [say("bench.what"), say("bench.year_seconds"), say("bench.faster", peer=first), say("bench.spread")]
    return Section(say("bench.w", residents=found["residents"]), heads, rows)


def _phases(phases: Sequence[Mapping[str, Any]], say: Words) -> Section:
    names = [name for name in phases[0] if name != "name"] if phases else []
    rows = []
    for one in phases:
        whole = sum(one[name] for name in names)
        rows.append([one["name"], f"{whole:.2f}", *(f"{one[name]:.2f} ({one[name] / whole:.0%})" for name in names)])
    heads = [say("bench.what"), say("bench.all"), *(say(f"bench.phase_{name}") for name in names)]
    return Section(say("bench.phases"), heads, rows)


def _calls(calls: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = [[one["name"], f"{one['calls']:,}"] for one in calls]
    return Section(say("bench.calls"), [say("bench.what"), say("bench.count")], rows)


def _sharing(pairs: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = []
    for one in pairs:
        first, second = (f"{statistics.median(one[side]):.2f}" for side in ("first", "second"))
        between = f"{min(one['ratios']):.2f} … {max(one['ratios']):.2f}"
        rows.append([say("bench.year", place=one["name"]), first, second, f"{one['median_ratio']:.2f}", between])
    heads = [say(f"bench.{head}") for head in ("what", "first", "second", "share", "spread")]
    return Section(say("bench.pairs"), heads, rows)


def _growth(growth: Sequence[Mapping[str, Any]], say: Words) -> Section:
    heads = [say(f"bench.{head}") for head in ("residents", "communities", "time", "each", "memory")]
    rows = [
        [
            f"{one['residents']:,}",
            f"{one['communities']}",
            f"{one['seconds']:.2f}",
            f"{one['microseconds_a_resident']:.1f}",
            f"{one['peak_mib']:,.0f} MiB",
        ]
        for one in growth
    ]
    return Section(say("bench.growth"), heads, rows, 0)


def _pairing(pairing: Sequence[Mapping[str, Any]], say: Words) -> Section:
    if not pairing:
        return Section(say("bench.pairing"), [], [])
    rows = []
    for indicator in dict.fromkeys(one["indicator"] for one in pairing):
        gains = {one["pair"]: one["gain"] for one in pairing if one["indicator"] == indicator}
        low = sorted(pair for pair, gain in gains.items() if gain < LOW_GAIN)
        median = statistics.median(gains.values())
        rows.append([indicator, f"{median:.2f}", f"{min(gains.values()):.2f}", f"{len(low)} / {len(gains)}"])
    whole = statistics.median(one["gain"] for one in pairing)
    heads = [say("bench.what"), say("bench.median", median=f"{whole:.2f}"), say("bench.lowest"), say("bench.low")]
    return Section(say("bench.pairing"), heads, rows)


def plot(found: Mapping[str, Any], file: Path, say: Words) -> None:
    """Seconds of a year of W and of everything, on a logarithmic scale, and how a year grows with residents."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 4.0), layout="constrained")
    left, right = figure.subplots(1, 2)
    lived = [one for one in found["w"] if "skipped" not in one]
    colours = ["#2a6f97" if one["name"].startswith("shapan") else "#adb5bd" for one in lived]
    left.barh([one["name"] for one in lived], [one["seconds_a_year"] for one in lived], color=colours)
    left.set(xscale="log", xlabel=say("bench.year_seconds"))
    left.invert_yaxis()
    residents = [one["residents"] for one in found["growth"]]
    right.plot(residents, [one["seconds"] for one in found["growth"]], "o-", color="#2a6f97")
    right.set(xscale="log", yscale="log", xlabel=say("bench.residents"), ylabel=say("bench.time"))
    figure.savefig(file, dpi=120)
