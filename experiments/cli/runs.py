"""`run`, `compare` and `balance`: districts that live, and what is told of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ... import __version__
from ...scenarios.library import Notice, Scenario
from ..compare import assemble
from ..intervals import Interval, mean_interval
from ..money import money_lines
from ..refusing import Refused
from ..runner import Finished, Summary, Task, check_fits, check_numbers, cores, run_many, simulate, tasks_for
from ..wording import Words
from ..worth import worth_lines
from . import choosing
from .bar import progress_bar
from .making import made, seeds, with_making

DONE, FAILED, INTERRUPTED = 0, 1, 130
FORMAT = 1
SHOWN_LEVERS = 3


def run(chosen: argparse.Namespace, say: Words) -> int:
    """One scenario, once or several times."""
    scenario = choosing.one(chosen)
    finished, code = _make({chosen.name: scenario}, chosen, say)
    good = [done for done in finished if done.summary is not None]
    if good and chosen.json:
        _print_json(run_object(chosen.name, good, _mean_wall(good)))
    elif good:
        _tell_run(chosen.name, scenario, good, say)
    return code


def compare(chosen: argparse.Namespace, say: Words) -> int:
    """Several scenarios through the same seeds."""
    scenarios = choosing.several(chosen)
    places = {scenario.place_id for scenario in scenarios.values()}
    if len(places) > 1:
        _warn(say("compare.places", places=", ".join(sorted(places))), say)
    finished, code = _make(scenarios, chosen, say)
    table = assemble(tuple(scenarios), seeds(chosen), finished)
    if code == INTERRUPTED or not any(table.paired.values()):
        return code
    if chosen.json:
        _print_json(with_making(table, chosen, scenarios, say))
    else:
        from .tables import print_comparison

        also = [
            *worth_lines(table, say.language),
            *money_lines(scenarios, chosen.days, say.language),
            *made(scenarios, finished, chosen, say),
        ]
        print_comparison(table, say, also)
    return code


def balance(chosen: argparse.Namespace, say: Words) -> int:
    """Hours offered and used, pool by pool: where the district is short of hands."""
    scenario = choosing.one(chosen)
    _check(chosen)
    with progress_bar(1, say) as progress:
        made = simulate(scenario, chosen.seed, chosen.days, chosen.warmup, progress)
    frame = made.balance
    if chosen.json:
        _print_json({"format": FORMAT, "scenario": chosen.name, "days": chosen.days, "pools": frame.to_dict("records")})
        return DONE
    from .tables import console, table

    heads = [say("balance.pool"), say("balance.offered"), say("balance.used"), say("balance.utilisation")]
    rows = []
    for row in frame.to_dict("records"):
        name = say(f"pool.{row['pool']}") if say.has(f"pool.{row['pool']}") else str(row["pool"])
        name += "" if row["unit"] == "h" else f" ({say('balance.cases')})"
        hours = [f"{row[key]:,.1f}" for key in ("hours_offered_per_day", "hours_used_per_day")]
        rows.append([name, *hours, say.number(row["utilisation"], "share")])
    out = console()
    out.print(say("balance.title", name=chosen.name, days=chosen.days), markup=False, style="bold")
    out.print(table(heads, rows))
    return DONE


def _check(chosen: argparse.Namespace) -> None:
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup, reps=chosen.reps)
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)


def _make(scenarios: dict[str, Scenario], chosen: argparse.Namespace, say: Words) -> tuple[list[Finished], int]:
    """Make every run; whatever happens, finished runs are kept where `--out` says."""
    _check(chosen)
    for scenario in scenarios.values():
        check_fits(scenario, redraw=chosen.redraw)
    for text in _notices(scenarios, chosen.days, say):
        _warn(text, say)
    tasks = tasks_for(scenarios, seeds(chosen), chosen.days, chosen.warmup, redraw=chosen.redraw)
    finished: list[Finished] = []
    if not chosen.out:
        interrupted = _go(tasks, finished, chosen, say, None)
    else:
        from ..manifest import manifest, now
        from ..store import Folder, left_behind

        folder, start = Folder(Path(chosen.out)), now()
        folder.open_for_writing()
        interrupted = _go(tasks, finished, chosen, say, folder.parts)
        if interrupted:
            finished += left_behind(folder.parts, tasks, finished)
        folder.close(finished, manifest(tasks, finished, start, interrupted))
    return finished, _outcome(tasks, finished, interrupted, chosen, say)


def _go(
    tasks: Sequence[Task], finished: list[Finished], chosen: argparse.Namespace, say: Words, parts: Path | None
) -> bool:
    """Fill `finished`; True if somebody pressed Ctrl-C."""
    workers = chosen.workers or cores()
    try:
        with progress_bar(len(tasks), say) as progress:
            for done in run_many(tasks, workers, progress, folder=parts):
                finished.append(done)
                if done.failed and chosen.debug:
                    print(done.details, file=sys.stderr)
    except KeyboardInterrupt:
        return True
    return False


def _outcome(
    tasks: Sequence[Task], finished: Sequence[Finished], interrupted: bool, chosen: argparse.Namespace, say: Words
) -> int:
    bad = [done for done in finished if done.failed]
    for done in {(done.stage, done.error): done for done in reversed(bad)}.values():  # the first run of each kind
        told = {"name": done.task.name, "seed": done.task.seed, "stage": done.stage, "text": done.error}
        print(say("error.prefix") + say("error.run", **told), file=sys.stderr)
    kept = len(finished) - len(bad)
    if interrupted:
        phrase = "error.interrupted_kept" if chosen.out else "error.interrupted_runs"
        print(say("error.prefix") + say(phrase, kept=kept, asked=len(tasks), folder=chosen.out), file=sys.stderr)
        return INTERRUPTED
    if bad:
        print(say("error.prefix") + say("error.some_failed", bad=len(bad), asked=len(tasks)), file=sys.stderr)
        return FAILED
    if chosen.out and not chosen.json:
        print(say("run.kept", folder=chosen.out), file=sys.stderr)
    return DONE


def run_object(name: str, finished: Sequence[Finished], wall_s: float) -> dict[str, Any]:
    """What `shapan run --json` prints: one run, or the means of several with intervals."""
    from ...model.indicators import INDICATORS

    task, told = finished[0].task, _summaries(finished)
    values: dict[str, Any] = {}
    for indicator, interval in means(finished).items():
        about = INDICATORS[indicator]
        spread = {"lo": interval.lo, "hi": interval.hi, "n": interval.n} if len(finished) > 1 else {}
        values[indicator] = {"value": interval.value, "unit": about.unit, "better": about.better, **spread}
    return {
        "format": FORMAT,
        "scenario": name,
        "place": task.scenario.place_id,
        "policy": task.scenario.policy_id,
        "seed": min(done.task.seed for done in finished),
        "days": task.days,
        "warmup": task.warmup,
        "residents": told[0].residents,
        "communities": told[0].communities,
        "grids": told[0].grids,
        "wall_s": round(wall_s, 3),
        "indicators": values,
        "funnel": _mean_counts([summary.funnel for summary in told]),
        "requests": _mean_counts([summary.requests for summary in told]),
        "matters": {kind: _mean_counts([summary.matters.get(kind, {}) for summary in told]) for kind in _kinds(told)},
        "money": _mean_money([summary.money for summary in told]),
        "version": __version__,
        "scenario_hash": task.scenario.hash,
    }


def means(finished: Sequence[Finished]) -> dict[str, Interval]:
    """Every indicator over the replications that could know it, in the order of the declarations."""
    from ...model.indicators import INDICATORS

    ordered = _summaries(sorted(finished, key=lambda done: done.task.seed))
    found = {}
    for indicator in INDICATORS:
        known = [told.indicators[indicator] for told in ordered if indicator in told.indicators]
        if known:
            found[indicator] = mean_interval(known)
    return found


def _summaries(finished: Sequence[Finished]) -> list[Summary]:
    return [done.summary for done in finished if done.summary is not None]


def _kinds(told: Sequence[Summary]) -> list[str]:
    """Kinds of matter that were raised in any run."""
    return sorted({kind for summary in told for kind in summary.matters})


def _mean_counts(runs: Sequence[dict[str, int]]) -> dict[str, float]:
    """Counts of one run as they are; of several, means per run."""
    if len(runs) == 1:
        return dict(runs[0])
    keys = dict.fromkeys(key for counts in runs for key in counts)
    return {key: sum(counts.get(key, 0) for counts in runs) / len(runs) for key in keys}


def _mean_money(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Yuan to the fen; of several runs, means per run."""
    return {key: round(sum(yuan[key] for yuan in runs) / len(runs), 2) for key in runs[0]}


def _mean_wall(finished: Sequence[Finished]) -> float:
    return sum(done.wall_s for done in finished) / len(finished)


def _tell_run(name: str, scenario: Scenario, finished: Sequence[Finished], say: Words) -> None:
    from .tables import console, funnel_table, indicator_table

    out, told = console(), run_object(name, finished, _mean_wall(finished))
    out.print(say("run.head", title=scenario.title[say.language], **told), markup=False, style="bold")
    out.print(say("run.making", reps=len(finished), **told), markup=False)
    out.print(funnel_table({name: told["funnel"]}, say))
    out.print(indicator_table(means(finished), say))
    requests = [f"{_channel(key, say)} {count:,.0f}" for key, count in told["requests"].items() if count]
    out.print(say("run.requests", requests=" · ".join(requests)), markup=False)


def _channel(key: str, say: Words) -> str:
    return say(f"channel.{key}") if say.has(f"channel.{key}") else key


def _notices(scenarios: dict[str, Scenario], days: int, say: Words) -> Iterator[str]:
    """Each notice once, with the scenarios it is about unless it is about all there are."""
    about: dict[str, list[str]] = {}
    for name, scenario in scenarios.items():
        for text in dict.fromkeys(_notice(notice, say) for notice in scenario.warnings_for(days)):
            about.setdefault(text, []).append(name)
    for text, names in about.items():
        all_of_them = len(names) == len(scenarios)
        listed = ("、" if say.language == "zh" else ", ").join(names)
        yield text if all_of_them else say("warning.several", names=listed, text=text)


def _notice(notice: Notice, say: Words) -> str:
    """A notice in one line that can be read; a long list of levers is cut short."""
    names = str(notice.details.get("names", "")).split(", ")
    if notice.code != "not_built" or len(names) <= SHOWN_LEVERS:
        return notice.text(say.language)
    return say("warning.not_built", count=notice.details["count"], names=", ".join(names[:SHOWN_LEVERS]))


def _warn(text: str, say: Words) -> None:
    print(say("warning.prefix") + text, file=sys.stderr)


def _print_json(told: Any) -> None:
    print(json.dumps(told, ensure_ascii=False, allow_nan=False))


COMMANDS = {"run": run, "compare": compare, "balance": balance}
