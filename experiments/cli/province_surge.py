"""What an emergency brings a province: its needs as sums over districts, and in how many everyday service is back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..comparing.province_totals import Figure, Found, Part, count, figure
from ..comparing.surges import COUNTS, Back, count_of, kinds_of_needs
from ..reports.wording import Words
from ..runs.provinces import Stratum
from .surge import back_days


def needs(strata: Sequence[Stratum], runs: Sequence[Found]) -> list[tuple[dict[str, Any], dict[str, Figure]]]:
    """Every kind of need that emergencies brought, with its counts in the whole province."""
    surges = [one.surge for found in runs for one in found.values()]
    rows = []
    for kind in kinds_of_needs(surges):
        made = {name: [count(strata, found, _part(kind, name)) for found in runs] for name in COUNTS}
        rows.append((kind, {name: figure(strata, one, "sum") for name, one in made.items()}))
    return rows


def _part(kind: Mapping[str, Any], name: str) -> Part:
    return lambda one: count_of(one.surge, kind, name)


def as_object(
    strata: Sequence[Stratum],
    runs: Sequence[Found],
    back: Back | None,
    plain: Callable[[Mapping[str, Figure]], dict[str, Any]],
) -> dict[str, Any]:
    """What `--json` says of it beside the other totals; nothing without an emergency."""
    if back is None:
        return {}
    rows = [{**kind, **plain(figures)} for kind, figures in needs(strata, runs)]
    return {"emergency_needs": rows, "surge_back": back.plain}


def lines(strata: Sequence[Stratum], runs: Sequence[Found], back: Back | None, say: Words) -> list[str]:
    """The same for people."""
    if back is None:
        return []
    found = [say("province.back", back=back.back, runs=back.of, days=back_days(back, say))]
    for kind, figures in needs(strata, runs):
        values = {name: one.value for name, one in figures.items()}
        ended = values["born"] - values["open"]
        share = say.number(values["met_on_time"] / ended if ended else None, "share")
        title = kind["title"][say.language]
        found.append(say("province.need", name=title, share=share, **values))
    return found
