"""`study check`: what a study asks for, and what it will take in minutes and on disk."""

from __future__ import annotations

import argparse
from typing import Any

from ...scenarios.faults import InputFault
from ..reports.wording import Words
from ..runs.cores import cores
from ..studies.plan import Plan, plan_of
from .plain import plain
from .printing import print_json, say_aside

DONE, WRONG_INPUT = 0, 2
FORMAT = 1
MOST_TOLD = 12


def check(chosen: argparse.Namespace, say: Words) -> int:
    """What a study asks for and what it will take."""
    from ..studies.costs import cost_of

    try:
        plan = plan_of(chosen.paths[0])
    except InputFault as fault:
        for one in (fault, *fault.others):
            say_aside(say("error.prefix") + one.text(say.language))
        return WRONG_INPUT
    cost, workers = cost_of(plan), chosen.workers or cores()
    minutes = cost.minutes(workers)
    if chosen.json:
        print_json(
            {"format": FORMAT, **_asked(plan), "workers": workers, "minutes": minutes, "megabytes": cost.bytes / 1e6}
            | {"seconds_a_run": cost.seconds, "study_hash": plan.hash}
        )
        return DONE
    for line in (
        *_plan_lines(plan, say),
        say("study.cost", minutes=minutes_told(minutes, say), workers=workers, mb=megabytes(cost.bytes)),
    ):
        print(plain(line))
    return DONE


def _asked(plan: Plan) -> dict[str, Any]:
    file = plan.file
    return {
        "study": file.id,
        "points": len(plan.points),
        "draws": len(plan.draws),
        "seeds": len(file.seeds),
        "runs": plan.runs,
        "days": file.days,
        "warmup": file.warmup,
        "factors": list(plan.factors),
        "outcomes": list(file.outcomes),
        "stops": file.stop is not None,
    }


def _plan_lines(plan: Plan, say: Words) -> list[str]:
    file, numbers = plan.file, _asked(plan)
    lines = [file.header.title[say.language]]
    lines += [say("study.question", text=file.question[say.language])] if file.question["en"] else []
    phrase = "study.runs_of_draws" if plan.draws else "study.runs_of_seeds"
    lines.append(say(phrase, **{**numbers, "runs": f"{plan.runs:,}", "place": plan.base.place_id}))
    listed = ", ".join(plan.factors[:MOST_TOLD]) + (" …" if len(plan.factors) > MOST_TOLD else "")
    lines.append(say("study.varies", kind=say(f"study.{file.design.kind}"), names=listed or ", ".join(plan.names)))
    if file.stop is not None:
        stop = file.stop
        values = {
            "indicator": stop.indicator,
            "half": f"{stop.half_width:g}",
            "fewest": stop.fewest,
            "every": stop.every,
        }
        lines.append(say("study.stops", **values))
    return lines


def minutes_told(minutes: float, say: Words) -> str:
    """A length of time as a person would say it."""
    if minutes < 1.0:
        return say("study.seconds", count=max(1, round(60 * minutes)))
    return (
        say("study.minutes", count=f"{minutes:,.0f}")
        if minutes < 120
        else say("study.hours", count=f"{minutes / 60:,.1f}")
    )


def megabytes(size: int) -> str:
    """Bytes as megabytes, with a decimal; never nought."""
    return f"{max(size / 1e6, 0.1):,.1f}"
