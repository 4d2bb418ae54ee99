"""`run`, `compare` and `balance`: districts that live, and what is told of them."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from typing import Any

from ... import __version__
from ...scenarios.library import Notice, Scenario
from ...scenarios.notices import dead_rows
from ..comparing.compare import assemble
from ..comparing.intervals import Interval, mean_interval
from ..comparing.worth import worth_lines
from ..reports.planned_spending import money_lines
from ..reports.wording import Words
from ..reports.worlds import world_lines
from ..runs.folders import build_mark
from ..runs.simulate import check_fits, simulate
from ..runs.task import Finished, Summary, Task, check_numbers
from . import choosing
from .bar import progress_bar
from .cards import over_worlds
from .how_made import made, with_making
from .making import check, make, seeds_of
from .printing import print_json, say_aside
from .states import Saving, going_on
from .surge import back_json, back_lines, back_marks, surge_lines, surge_object
from .takeaway import check_reports, write_reports

DONE = 0
FORMAT = 1
SHOWN_LEVERS = 3


def run(chosen: argparse.Namespace, say: Words) -> int:
    """One scenario, once or several times."""
    going_on(chosen)
    scenario = choosing.one(chosen)
    check(chosen, {chosen.name: scenario})
    saving = Saving(scenario, chosen)
    note(scenario, chosen, say)

    def tell(finished: list[Finished], interrupted: bool) -> None:
        del interrupted
        good = [done for done in finished if done.summary is not None]
        if good and chosen.json:
            print_json(run_object(chosen.name, good, _mean_wall(good)))
        elif good:
            _tell_run(chosen.name, scenario, good, say)

    code = make({chosen.name: scenario}, chosen, say, tell)
    return saving.save(say) if code == DONE else code


def compare(chosen: argparse.Namespace, say: Words) -> int:
    """Several scenarios through the same seeds."""
    scenarios = choosing.several(chosen)
    check(chosen, scenarios)
    check_reports(chosen)
    places = {scenario.place_id for scenario in scenarios.values()}
    if len(places) > 1:
        _warn(say("compare.places", places=", ".join(sorted(places))), say)
    over = over_worlds(scenarios, chosen)
    note_all(scenarios, chosen, say)

    def tell(finished: list[Finished], interrupted: bool) -> None:
        table = assemble(tuple(scenarios), seeds_of(chosen), finished)
        table = table.decided_before() if chosen.decided_before else table
        if interrupted or not any(table.paired.values()):
            return
        write_reports(table, scenarios, finished, over.cards(table, finished) if over.kept else {}, chosen, say)
        if chosen.json:
            found = {**with_making(table, chosen, scenarios, say), **back_json(finished)}
            print_json({**found, **over.json(table, finished)})
            return
        from .tables import print_comparison

        also = [
            *over.lines(table, finished, say),
            *back_lines(finished, say),
            *worth_lines(table, say.language),
            *money_lines(scenarios, chosen.days, say.language),
            *made(scenarios, finished, chosen, say),
        ]
        print_comparison(table, say, also, world_lines(scenarios, say))

    return make(scenarios, chosen, say, tell, over.tasks)


def balance(chosen: argparse.Namespace, say: Words) -> int:
    """Hours offered and used, pool by pool: where the district is short of hands."""
    scenario = choosing.one(chosen)
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup)
    check_fits(scenario)
    note(scenario, chosen, say)
    with progress_bar(1, say) as progress:
        lived = simulate(scenario, chosen.seed, chosen.days, chosen.warmup, progress)
    frame = lived.balance
    if chosen.json:
        print_json({"format": FORMAT, "scenario": chosen.name, "days": chosen.days, "pools": frame.to_dict("records")})
        return DONE
    from .tables import console, table

    heads = [say("balance.pool"), say("balance.offered"), say("balance.used"), say("balance.utilisation")]
    rows = []
    for row in frame.to_dict("records"):
        name = say(f"pool.{row['pool']}") if say.has(f"pool.{row['pool']}") else str(row["pool"])
        name += "" if row["unit"] == "h" else f" ({say('balance.cases')})"
        hours = [f"{row[key]:,.1f}" for key in ("hours_offered_per_day", "hours_used_per_day")]
        used = row["utilisation"] if math.isfinite(row["utilisation"]) else None  # of nothing offered
        rows.append([name, *hours, say.number(used, "share")])
    out = console()
    out.print(say("balance.title", name=chosen.name, days=chosen.days), style="bold")
    out.print(table(heads, rows))
    return DONE


def run_object(name: str, finished: Sequence[Finished], wall_s: float) -> dict[str, Any]:
    """What `shapan run --json` prints: one run, or the means of several with intervals."""
    from ...model.observation.indicators import INDICATORS
    from ...model.observation.matters_by_class import class_counts

    task, found = finished[0].task, _summaries(finished)
    matters = {kind: _mean_counts([summary.matters.get(kind, {}) for summary in found]) for kind in _kinds(found)}
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
        "residents": found[0].residents,
        "communities": found[0].communities,
        "grids": found[0].grids,
        "wall_s": round(wall_s, 3),
        "indicators": values,
        "funnel": _mean_counts([summary.funnel for summary in found]),
        "requests": _mean_counts([summary.requests for summary in found]),
        "dead_levers": dead_rows(task.scenario),
        "matters": matters,
        "matters_by_class": class_counts(matters),
        "money": _mean_money([summary.money for summary in found]),
        **surge_object(found),
        "version": __version__,
        "build": build_mark(),
        "scenario_hash": task.scenario.hash,
        **_branch(task),
    }


def _branch(task: Task) -> dict[str, Any]:
    """Where a branch comes from; nothing of a run that began by itself."""
    state = task.start_from
    return {} if state is None else {"from": {"scenario_hash": state.lived.scenario.hash, "day": state.day}}


def means(finished: Sequence[Finished]) -> dict[str, Interval]:
    """Every indicator over the replications that could know it, in the order of the declarations."""
    from ...model.observation.indicators import INDICATORS

    ordered = _summaries(sorted(finished, key=lambda done: done.task.seed))
    found = {}
    for indicator in INDICATORS:
        known = [result.indicators[indicator] for result in ordered if indicator in result.indicators]
        if known:
            found[indicator] = mean_interval(known)
    return found


def _summaries(finished: Sequence[Finished]) -> list[Summary]:
    return [done.summary for done in finished if done.summary is not None]


def _kinds(lines: Sequence[Summary]) -> list[str]:
    """Kinds of matter that were raised in any run."""
    return sorted({kind for summary in lines for kind in summary.matters})


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
    from .tables import class_table, console, funnel_table, indicator_table

    out, found = console(), run_object(name, finished, _mean_wall(finished))
    out.print(say("run.head", title=scenario.title[say.language], **found), style="bold")
    out.print(say("run.making", reps=len(finished), **found))
    out.print(funnel_table({name: found["funnel"]}, say))
    values = means(finished)
    out.print(indicator_table(values, say, back_marks(finished, say)))
    if (by_class := class_table(values, say)).rows:
        out.print(by_class)
    for line in surge_lines(finished, say):
        out.print(line)
    requests = [f"{_channel(key, say)} {count:,.0f}" for key, count in found["requests"].items() if count]
    out.print(say("run.requests", requests=" · ".join(requests)))


def _channel(key: str, say: Words) -> str:
    return say(f"channel.{key}") if say.has(f"channel.{key}") else key


def note(scenario: Scenario, chosen: argparse.Namespace, say: Words) -> None:
    """What whoever asks for one scenario should know beforehand: what does not act, how large its place is."""
    note_all({chosen.name: scenario}, chosen, say)


def note_all(scenarios: dict[str, Scenario], chosen: argparse.Namespace, say: Words) -> None:
    """What whoever asks for several should know beforehand, each notice once."""
    for text in _notices(scenarios, chosen.days, say):
        _warn(text, say)


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
    say_aside(say("warning.prefix") + text)


COMMANDS = {"balance": balance}
