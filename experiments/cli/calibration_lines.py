"""A calibration as a planner reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..calibrating.figures import Meeting
from ..calibrating.finding import FAR, Found
from ..calibrating.monthly import month_named
from ..calibrating.planning import Asked
from ..reports.wording import Words
from ..worlds.telling import hinge_label
from .tables import table

MOST_TOLD = 6
FEW_DRAWS = 200
ENDS = ("prior_low", "prior_high"), ("not_ruled_out_low", "not_ruled_out_high"), ("posterior_05", "posterior_95")


def lines_of(found: Found, asked: Asked, where: Meeting, result: dict[str, Any], say: Words) -> Iterator[Any]:
    """Lines and a table: what was compared, what is ruled out, the posterior, how far it can be trusted.

    Args:
        result: What `writing.as_object` gives.
    """
    yield say(
        "calibrate.head",
        scenario=result["scenario"],
        ledger=result["ledger"],
        figures=figures_told(where, say),
        months=len(result["months"]),
        draws=result["draws"],
        seeds=result["seeds"],
        error=f"{100 * result['error']:g}",
    )
    yield from _matching(found, say)
    yield from _misfit(found, where, say)
    if found.posterior is None:
        yield say("calibrate.nothing_left")
        return
    yield _table(asked, result, say)
    yield ""
    if not found.learned.seen:
        yield say("calibrate.nothing_seen")
    yield from _together(found, asked, say)
    yield from _trust(found, say)
    yield say("calibrate.given")


def figure_label(name: str, say: Words) -> str:
    """A figure in words."""
    channel = name.removeprefix("requests_")
    if channel != name:
        return say("calibrate.figure_requests", channel=say(f"channel.{channel}"))
    return say(f"calibrate.figure_{name}")


def figures_told(where: Meeting, say: Words) -> str:
    """All figures compared, in words."""
    return say("card.and").join(figure_label(name, say) for name in where.names)


def _matching(found: Found, say: Words) -> Iterator[str]:
    for number, one in enumerate(found.matches, 1):
        share = f"{100 * one.share:.3g}"
        yield say("calibrate.wave", number=number, share=share, least=f"{one.least:.1f}")


def _misfit(found: Found, where: Meeting, say: Words) -> Iterator[str]:
    """Values of the ledger that no such assumptions come near."""
    far = np.flatnonzero(np.abs(found.far) > FAR)
    if not len(far):
        yield say("calibrate.all_near", count=len(found.far))
        return
    worst = far[np.argsort(-np.abs(found.far[far]))][:MOST_TOLD]
    values = ", ".join(f"{figure_label(where.figures[one], say)} {month_named(where.months[one])}" for one in worst)
    more = " …" if len(far) > MOST_TOLD else ""
    yield say("calibrate.far", count=len(far), all=len(found.far), told=values + more)


def _table(asked: Asked, result: dict[str, Any], say: Words) -> Any:
    heads = [
        say(f"calibrate.{head}") for head in ("assumption", "believed", "possible", "median", "middle", "width", "says")
    ]
    rows = []
    for row in result["assumptions"]:
        spans = [f"{_number(row[low])} … {_number(row[high])}" for low, high in ENDS]
        cells = [hinge_label(row["assumption"], "", say), *spans[:2], _number(row["posterior_50"]), spans[2]]
        rows.append([*cells, f"{row['width']:.2f}", say(f"calibrate.{row['told']}")])
    return table(heads, rows)


def _number(value: float) -> str:
    return f"{value:.3g}"


def _together(found: Found, asked: Asked, say: Words) -> Iterator[str]:
    for ridge in found.ridges:
        names = say("card.and").join(hinge_label(asked.names[one], "", say) for one, _ in ridge.members)
        alike = len({sign for _, sign in ridge.members}) == 1
        yield say("calibrate.ridge_opposed" if alike else "calibrate.ridge_alike", names=names)


def _trust(found: Found, say: Words) -> Iterator[str]:
    assert found.posterior is not None
    yield say("calibrate.effective", count=f"{found.posterior.effective:,.0f}", all=f"{len(found.posterior.draws):,}")
    if found.posterior.effective < FEW_DRAWS:
        yield say("calibrate.few_draws", fewest=FEW_DRAWS)
    ranks = found.ranks
    low, high = (f"{100 * float(one):.0f}" for one in (ranks.covered.min(), ranks.covered.max()))
    values = {"truths": len(ranks.below), "low": low, "high": high, "chance": f"{float(ranks.chance.min()):.2g}"}
    key = {True: "flat", False: "not_flat", None: "too_few"}[ranks.flat]
    yield say(f"calibrate.{key}", **values)
