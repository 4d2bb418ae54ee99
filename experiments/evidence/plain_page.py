"""The part of the page on levers that may be quoted: what each does by itself, beside what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from .plain_effects import PARTS, REFERENCE, EffectRow, Signs, is_placebo, replicated, signs_kept
from .plain_steps import added, edits, file_hash, plain, seeds_of, study

HEAD = """
## What each lever does by itself

**Only this table may be quoted as what a lever does.** One lever at a time moves from the status quo to the
value the named article's policy takes, on towns drawn anew with every seed, and nothing beside it was chosen.
Target, sign and stage were written down before the first run, in `experiments/evidence/plain.toml` ({hash});
{edits}. Effects: [plain-effects.csv](plain-effects.csv), made by `python -m shapan.experiments.evidence.plain`.
Seeds {first}–{last} were used while building, {kept}–{kept_last} are kept apart and run once a release; {own}.
**Bold**: shows after Holm's correction over all targets of a table; brackets are 95 % intervals of one effect
alone and cover random draws and the town drawn, not errors of assumptions. ✓ as expected, ✗ not; where 0 was
expected, ✓ means that nothing shows. Shares are in points.
"""
STAGES = {"never_heard": "never heard", "no_capacity": "late or lapsed", "wrong_door": "wrong door", "none": "none"}
FEWEST_SWAPPED = 8
"""Pairs from which on swapped names hardly ever leave an effect as it was: all kept or all swapped once in 128."""
PART = {"building": "building seeds", "holdout": "seeds kept apart"}


def section(
    lines: Sequence[EffectRow], settings: Callable[[str, Any], str], unit: Callable[[str], tuple[str, float]]
) -> str:
    """The whole part, in Markdown.

    Args:
        settings: How a lever's value is written.
        unit: The unit after an indicator's figure, and the factor before it.
    """
    building, kept = seeds_of("building"), seeds_of("holdout")
    listed = "; ".join(f"{one['on']}: {one['what']} ({one['why']})" for one in edits())
    wording = {
        "hash": file_hash(),
        "edits": f"changed since: {listed}" if listed else "nothing in it was changed since",
        "first": building[0],
        "last": building[-1],
        "kept": kept[0],
        "kept_last": kept[-1],
        "own": "; ".join(_own_seeds(place) for place in study("seeds")),
    }
    parts, kept_signs = [HEAD.format(**wording)], signs_kept(lines)
    if not lines:
        parts.append("\nNot run with this build yet.\n")
    for where, rows in groupby(lines, key=lambda row: (row.place, row.days)):
        parts += _table(where, list(rows), kept_signs.get(where), settings, unit)
    return "".join(parts)


def _of_before(rows: Sequence[EffectRow]) -> str:
    """What is said of a table that has steps this build no longer has: it was made by a model before."""
    gone = dict.fromkeys(f"`{row.lever}`" for row in rows if not (is_placebo(row) or row.lever in plain()))
    if not gone:
        return ""
    names = ", ".join(gone)
    return f"**Run with a model before this one**, which had a step of {names} too; it is left out here.\n\n"


def _own_seeds(place: str) -> str:
    """The seeds of a place that has its own."""
    building, kept = seeds_of("building", place), seeds_of("holdout", place)
    return f"in `{place}` they are {building[0]}–{building[-1]} and {kept[0]}–{kept[-1]}"


def _table(
    where: tuple[str, int],
    rows: Sequence[EffectRow],
    signs: Signs | None,
    settings: Callable[..., str],
    unit: Callable[..., Any],
) -> Iterable[str]:
    place, days = where
    yield f"\n### `{place}`, {days} days\n\n"
    yield _of_before(rows)
    rows = [row for row in rows if is_placebo(row) or row.lever in plain()]
    yield "".join(f"{line}\n" for line in _summary(place, days, rows))
    if signs:
        there = f"`{REFERENCE[0]}` over {REFERENCE[1]} days"
        yield f"- Of {signs.of} that show in {there} (building seeds), {signs.same} have the same sign here and "
        yield f"{signs.shown} show here too.\n"
    parts = [part for part in PARTS if any(row.part == part for row in rows)]
    heads = ["lever", "from → to", "target", "expected", *(PART[part] for part in parts), "coverage", "stage"]
    yield f"\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    by_lever = {(row.part, row.lever): row for row in rows if not is_placebo(row)}
    for lever, about in plain().items():
        here = [by_lever[part, lever] for part in parts if (part, lever) in by_lever]
        if not here:
            continue
        low, high = about.values(place)
        steps = f"{settings(lever, low)} → {settings(lever, high)} ({about.policy})"
        expected = f"{about.expected} {STAGES[about.stage]}"
        effects = [_effect(by_lever.get((part, lever)), unit) for part in parts]
        cells = [f"`{lever}`", steps, f"`{about.target}`", expected, *effects, _coverage(here[0]), _stage(here[0])]
        yield f"| {' | '.join(cells)} |\n"
    found = {row.lever for row in rows}
    missing = {lever: f"`{lever}` (`{about.target}`)" for lever, about in plain().items() if lever not in found}
    waiting = [name for lever, name in missing.items() if lever in added()]
    unknown = [name for lever, name in missing.items() if lever not in added()]
    if len(missing) == len(plain()):
        return
    if unknown:
        yield f"\nWithout a row, because the target is not known on both sides of two pairs: {', '.join(unknown)}.\n"
    if waiting:
        yield f"\nWritten down since, not run with this build yet: {', '.join(waiting)}.\n"


def _summary(place: str, days: int, rows: Sequence[EffectRow]) -> Iterable[str]:
    for part in PARTS:
        levers = [row for row in rows if row.part == part and not is_placebo(row)]
        placebos = [row for row in rows if row.part == part and is_placebo(row)]
        if not levers:
            continue
        tests = sum(row.pairs for row in placebos)
        chance = sum(row.pairs * row.difference for row in placebos) / max(tests, 1)
        stages = sum(row.stage == plain()[row.lever].stage for row in levers)
        signed = [row for row in levers if plain()[row.lever].expected != "0"]
        idle = [row for row in levers if plain()[row.lever].expected == "0"]
        pairs = max(row.pairs for row in levers)
        placebo = f"of {tests} tests of {study('placebos')} placebo levers {100 * chance:.1f} % show (5 % should)"
        few = f"{pairs} pairs are too few to swap, so placebo levers say nothing, and few signs can be decided"
        yield (
            f"- {PART[part].capitalize()}, at most {pairs} pairs: "
            f"{sum(row.as_expected for row in signed)} of {len(signed)} signs as expected, "
            f"{sum(row.as_expected for row in idle)} of {len(idle)} that should do nothing do nothing, "
            f"{stages} of {len(levers)} stages; {placebo if pairs >= FEWEST_SWAPPED else few}."
        )
    again = replicated(rows).get((place, days))
    if again and again[1]:
        yield f"- Replication: {again[0]} of {again[1]} that show in building show the same way on seeds kept apart."


def _effect(row: EffectRow | None, unit: Callable[[str], tuple[str, float]]) -> str:
    if row is None:
        return "not run"
    mark = "✓" if row.as_expected else "✗"
    if row.difference == 0.0 and row.error == 0.0:
        return f"0, not one pair differs {mark}"
    name, scale = unit(row.target)
    low, high = (end * scale for end in row.interval)
    text = f"{row.difference * scale:+.2f} [{low:.2f}, {high:.2f}]"
    return f"{f'**{text}**' if row.shown else text}{name} {mark}"


def _coverage(row: EffectRow) -> str:
    return f"{100 * row.coverage:+.2f} (± {100 * row.coverage_error:.2f} s.e.)"


def _stage(row: EffectRow) -> str:
    mark = "✓" if row.stage == plain()[row.lever].stage else "✗"
    return f"{STAGES[row.stage]}{f' {100 * row.shift:+.2f}' if row.stage != 'none' else ''} {mark}"
