"""A day of an emergency: who is ill and shut in, what is called for, and what it brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import TERMINAL
from .contract import Calls
from .illness import Illness, common_factor, ill_share, posts_ill
from .needs import KindOfNeed, Morning, arise, expected, shut_in_anew
from .records import Lived
from .shock import SKILLS, Shock

if TYPE_CHECKING:
    from ..district import District


@dataclass(frozen=True)
class Today:
    """A day of an emergency.

    Attributes:
        day: Of the run.
        illness: Who is ill.
        shut_in: Households shut in, by community.
        births: What each shock that acts brings, as far as that is known in the morning.
    """

    day: int
    illness: Illness
    shut_in: Int64s
    births: tuple[Morning, ...]


def raise_alarm(district: District, lived: Lived, acting: list[Shock]) -> None:
    """The alarm stands from that of the first shock until nothing of any is left."""
    if acting:
        lived.shocks = tuple(acting)
    if lived.alarm_day is None:
        lived.alarm_day = min((shock.alarm - district.plan.first_day).days for shock in lived.shocks)


def begin_day(district: District, lived: Lived, acting: list[tuple[Shock, float]], date: dt.date) -> Today:
    """Who is ill this week, and who is shut in from today on."""
    seed, day, homes = district.plan.seed, district.day, lived.homes
    week, communities = (date.toordinal() - 1) // 7, len(homes.residents)
    illness = Illness(seed, week, ill_share(acting, seed, week, communities))
    for shock, pressure in acting:
        one = Morning(seed, day, shock, pressure, homes=homes, ill=illness.share, shut_in=np.zeros(0, np.int64))
        # Illness and quarantine come of the same wave, so they share what the week has in common.
        new = shut_in_anew(one, common_factor(seed, week, communities, shock.kind.ill_sigma))
        new = new[lived.shut_until[new] <= day]
        over = (shock.end - district.plan.first_day).days  # then everybody is let out
        lived.shut_until[new] = min(day + shock.kind.shut_in_days, over)
    shut_in = np.flatnonzero(lived.shut_until > day)
    births = tuple(
        Morning(seed, day, shock, pressure, homes=homes, ill=illness.share, shut_in=shut_in)
        for shock, pressure in acting
    )
    return Today(day, illness, np.bincount(homes.community[shut_in], minlength=communities), births)


def bring(lived: Lived, today: Today) -> None:
    """The day's needs are born."""
    for one in today.births:
        lived.table.add(arise(one, lived.table.kinds))


def calls_of(district: District, lived: Lived, today: Today, contact: dict[str, float]) -> Calls:
    """What those who answer are told this morning."""
    table, shape = lived.table, (len(today.shut_in), len(SKILLS))
    waiting = table.open
    where = table.needs.community[waiting].astype(np.int64) * shape[1] + table.needs.skill[waiting]
    hours: Floats = np.bincount(where, table.needs.left[waiting], shape[0] * shape[1]).reshape(shape).astype(np.float64)
    coming = [expected(one, table.kinds) for one in today.births]
    new = sum((needs for needs, _ in coming), np.zeros(shape))
    for _, work in coming:
        hours = hours + work
    assert lived.alarm_day is not None
    return Calls(
        day=district.day,
        alarm_day=lived.alarm_day,
        shocks=lived.shocks,
        needs=np.bincount(where, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64),
        new=new,
        hours=hours,
        untrained=untrained(table.kinds),
        contact=contact,
        posts_ill=_posts_ill(district, today.illness),
        illness=today.illness,
    )


def untrained(kinds: Sequence[KindOfNeed]) -> Floats:
    """How fast somebody without the skill is, by skill: the mean over the kinds that ask for it."""
    found = [[one.need.untrained for one in kinds if one.need.skill == skill] for skill in SKILLS]
    return np.array([float(np.mean(paces)) if paces else 1.0 for paces in found])


def _posts_ill(district: District, illness: Illness) -> Floats:
    """Share of each post that is ill; machines and shared hours never are."""
    servers, pools = district.state.servers, district.state.pools
    ill = posts_ill(servers, pools.community[servers.pool], illness)
    return np.where((pools.type[servers.pool] == TERMINAL) | (servers.pooled == 1), 0.0, ill)
