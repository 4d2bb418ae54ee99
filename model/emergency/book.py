"""The book of an emergency: its days by community, and what came of each kind of need it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Floats, Int64s
from ..late_tables import Late
from ..sparing import pd
from .contract import ORIGINS, Crews
from .needs import ON_TIME, STATES, NeedTable
from .records import DayOfEmergency, Emergency, Lived
from .today import Today

if TYPE_CHECKING:
    from ..district import District


def write_day(
    lived: Lived, today: Today, crews: tuple[Crews, ...], served: Floats, everyday: tuple[Int64s, Int64s]
) -> None:
    """Enter a day; `served` is work done (communities, origins), `everyday` needs kept off and put off."""
    table, communities = lived.table, len(today.shut_in)
    needs, where = table.needs, table.needs.community.astype(np.int64)
    begun = lived.days[-1].states.sum(axis=1) if lived.days else np.zeros(communities, np.int64)
    states = np.bincount(where * len(STATES) + needs.state, minlength=communities * len(STATES))
    states = states.reshape(communities, len(STATES))
    met = needs.state == ON_TIME
    by = np.bincount(where[met] * len(ORIGINS) + needs.origin[met], minlength=communities * len(ORIGINS))
    given = np.zeros((communities, len(ORIGINS)))
    for crew in crews:
        given[crew.community, ORIGINS.index(crew.origin)] += crew.hours
    lived.days.append(
        DayOfEmergency(
            born=states.sum(axis=1) - begun,
            states=states,
            on_time_by=by.reshape(communities, len(ORIGINS)),
            work=served,
            given=given,
            ill=today.illness.share,
            shut_in=today.shut_in,
            kept_off=everyday[0],
            put_off=everyday[1],
            day=today.day,
        )
    )


def emergency_table(district: District) -> Late:
    """One row for each day, community and figure of the emergencies: day, date, community, indicator, value, unit.

    Of needs `born` is of the day, the others are of all born so far; `kept_off` and `put_off` are everyday needs of the
    whole district (community −1), by kind.
    """
    lived = district.of(Emergency).lived
    names = ["day", "date", "community", "indicator", "value", "unit"]
    rows = [] if lived is None else [row for one in lived.days for row in _rows(district, one)]
    return Late(lambda: pd.DataFrame(rows, columns=names))


def _rows(district: District, one: DayOfEmergency) -> list[tuple[Any, ...]]:
    date = district.date(one.day)
    day = one.day - district.plan.warmup + 1
    columns: dict[str, tuple[np.ndarray, str]] = {"born": (one.born, "needs")}
    columns |= {name: (one.states[:, number], "needs") for number, name in enumerate(STATES)}
    columns |= {"ill_share": (one.ill, "share"), "shut_in": (one.shut_in, "households")}
    for number, origin in enumerate(ORIGINS):
        if one.given[:, number].any() or one.on_time_by[:, number].any():
            columns[f"hours_{origin}"] = (one.given[:, number], "h")
            columns[f"on_time_{origin}"] = (one.on_time_by[:, number], "needs")
    found = [
        (day, date, community, name, float(value), unit)
        for name, (values, unit) in columns.items()
        for community, value in enumerate(values.tolist())
    ]
    for name, counts in (("kept_off", one.kept_off), ("put_off", one.put_off)):
        kinds = np.flatnonzero(counts).tolist()
        found += [(day, date, -1, f"{name}_{district.kinds.ids[row]}", float(counts[row]), "needs") for row in kinds]
    return found


def by_kind(table: NeedTable) -> list[dict[str, Any]]:
    """What came of each kind of need of the shocks: born, bins, the share met on time, hours until half were met."""
    found = []
    for number, kind in enumerate(table.kinds):
        mine = table.needs[table.needs.kind == number]
        states = np.bincount(mine.state, minlength=len(STATES)).tolist()
        hours = (mine.met - mine.born)[~np.isnan(mine.met)]
        title = {"zh": kind.need.title.zh, "en": kind.need.title.en}
        row: dict[str, Any] = {"shock": kind.shock, "need": kind.need.id, "title": title, "born": len(mine)}
        row |= dict(zip(STATES, states, strict=True))
        ended = len(mine) - states[0]
        row["met_on_time_share"] = states[ON_TIME] / ended if ended else None
        row["hours_to_help_median"] = float(np.median(hours)) if len(hours) else None
        found.append(row)
    return found
