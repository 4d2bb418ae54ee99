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
    every = [_years(found["timings"], say), _peers(found, say), _phases(found["phases"], say)]
    every += [_calls(found["calls"], say), _sharing(found["second_of_a_comparison"], say)]
    every += [_growth(found[name], name, say) for name in ("growth", "divided")]
    every += [_start_up(found["start_up"], say), _keeping(found["keeping"], say)]
    every += [_replications(found["replications"], say), _province(found["province"], say)]
    every += [_pairing(found["pairing"], say), _low_pairs(found["pairing"], say)]
    return [one for one in every if one.rows]


def _years(timings: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = []
    for one in timings:
        name = say("bench.reference") if one["name"] == "reference" else say("bench.year", place=one["name"])
        peak = "–" if one["peak_mib"] is None else f"{one['peak_mib']:,.0f} MiB"
        between = f"{min(one['ratios']):.2f} … {max(one['ratios']):.2f}"
        rows.append([name, f"{one['median']:.3f}", f"{one['median_ratio']:.2f}", between, peak])
    heads = [say(f"bench.{head}") for head in ("what", "time", "ratio", "spread", "memory")]
    return Section(say("bench.years"), heads, rows)


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


def _growth(growth: Sequence[Mapping[str, Any]], name: str, say: Words) -> Section:
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
    return Section(say(f"bench.{name}"), heads, rows, 0)


def _start_up(started: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = [[one["name"], f"{statistics.median(one['seconds']):.2f}", f"{min(one['seconds']):.2f}"] for one in started]
    return Section(say("bench.start_up"), [say("bench.what"), say("bench.time"), say("bench.least")], rows)


def _keeping(keeping: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = [
        [
            say("bench.year", place=one["name"]),
            f"{one['runs']}",
            f"{one['bare']:.2f}",
            f"{one['kept'] + one['gathered']:.2f}",
            f"{one['added']:.1%}",
        ]
        for one in keeping
    ]
    heads = [say(f"bench.{head}") for head in ("what", "runs", "bare", "kept", "added")]
    return Section(say("bench.keeping"), heads, rows)


def _replications(made: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = [
        [f"{one['workers']}", f"{one['runs']:,}", f"{one['seconds']:.1f}", f"{one['times_faster']:.2f}"] for one in made
    ]
    heads = [say(f"bench.{head}") for head in ("workers", "runs", "waited", "times_one")]
    return Section(say("bench.replications"), heads, rows, 0)


def _province(timed: Sequence[Mapping[str, Any]], say: Words) -> Section:
    rows = [
        [
            one["name"],
            f"{one['timed']} / {one['districts']:,}",
            f"{one['seconds_a_district']:.2f}",
            f"{one['microseconds_a_resident']:.1f}",
            f"{one['residents']:,}",
            f"{one['minutes']:.0f}",
        ]
        for one in timed
    ]
    names = ("what", "districts", "a_district", "each", "residents", "minutes")
    return Section(say("bench.province"), [say(f"bench.{head}") for head in names], rows)


def _low_pairs(pairing: Sequence[Mapping[str, Any]], say: Words) -> Section:
    low = sorted((one for one in pairing if one["gain"] < LOW_GAIN), key=lambda one: one["gain"])
    rows = [[one["indicator"], one["pair"], f"{one['gain']:.2f}"] for one in low]
    return Section(say("bench.low_pairs"), [say("bench.what"), say("bench.pair"), say("bench.gain")], rows, 2)


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
