"""Spans of time as people say them."""

from __future__ import annotations

from ..jobs.jobs import Estimate
from .language import Words


def duration(say: Words, seconds: float) -> str:
    """Rounded as one would say it: 20 seconds, 3 minutes, 1.5 hours."""
    if seconds < 50:
        return say("cost.seconds", n=max(2, round(seconds)) if seconds < 10 else 5 * round(seconds / 5))
    if seconds < 90:
        return say("cost.minute")
    if seconds < 5400:
        return say("cost.minutes", n=round(seconds / 60))
    return say("cost.hours", n=f"{seconds / 3600:.1f}")


def span(say: Words, days: int) -> str:
    """A simulated span: three years, 90 days."""
    if days == 365:
        return say("span.one_year")
    if days >= 365 and abs(days / 365 - round(days / 365)) < 0.02:
        return say("span.years", n=round(days / 365))
    return say("span.days", n=days)


def cost(say: Words, estimate: Estimate) -> str:
    """Runs and time of a request, and where the time comes from, before anything starts."""
    if estimate.finished == estimate.runs:
        return say("cost.none", runs=estimate.runs)
    parts = [say("cost.runs", runs=estimate.runs, time=duration(say, estimate.seconds))]
    if estimate.finished:
        parts.append(say("cost.finished", finished=estimate.finished))
    parts.append(say("cost.measured" if estimate.measured else "cost.guess"))
    return ("；" if say.language == "zh" else "; ").join(parts)


def listed(say: Words, names: list[str]) -> str:
    """A, B and C."""
    if say.language == "zh":
        return "、".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
