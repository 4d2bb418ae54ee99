"""What each resident unit could bring, and what troubles it where it sits: drawn once for each, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.resident_unit import ResidentUnit
from ..agents.unit_means import UnitMeans
from ..ledger.ledger import fen_of
from ..party.joint_meeting import UNIT_PART
from ..streams import COMMUNITY, MONTH, Stream

if TYPE_CHECKING:
    from ..district import District

MEANS = Stream("unit means: {}", COMMUNITY, UNIT_PART)
"""One stream for each of money, ground, hands and rooms, and for where a unit sits."""
TROUBLE = Stream("unit trouble", COMMUNITY, UNIT_PART, MONTH)
TROUBLES = ("road", "parking_layout", "lighting", "yard_order")
"""Kinds of matter a unit brings: its way in, where its people and its neighbours park, light, and order at its gate."""
MONTHS_A_YEAR = 12.0


def give_means(district: District) -> None:
    """Units that have none yet are given theirs."""
    for unit in district.agents_by_type.get(ResidentUnit, ()):
        if unit.means is None:
            unit.means = means_of(district, unit.community, unit.number)


def means_of(district: District, community: int, number: int) -> UnitMeans:
    """Means of one unit: few can give a lot, some have ground, each sits in one of the community's estates."""
    assumed, spread = district.parameters.assumptions.joint, district.parameters.assumptions.units.unit_spread
    seed = district.plan.seed
    money, labour = (
        float(np.exp(spread * MEANS.of(seed, what).at(community, number).normal() - spread**2 / 2))
        for what in ("money", "hands")
    )
    ground = int(MEANS.of(seed, "ground").at(community, number).uniform() < assumed.ground_share)
    room = int(MEANS.of(seed, "room").at(community, number).uniform() < assumed.room_share)
    fen, hours = fen_of(assumed.money_yuan * money), assumed.hands_hours * labour
    estates = np.flatnonzero(district.world.territory.estate_community == community)
    place = int(MEANS.of(seed, "estate").at(community, number).uniform() * len(estates))
    where = int(estates[place])
    return UnitMeans(estate=where, year_fen=fen, year_hours=hours, fen=fen, hours=hours, ground=ground, room=room)


def new_year(district: District) -> None:
    """A new year's money and hands; ground that was given is gone."""
    for unit in district.agents_by_type.get(ResidentUnit, ()):
        if unit.means is not None:
            unit.means.new_year()


def trouble_of(district: District, unit: ResidentUnit, month: int, months: int) -> tuple[str, np.uint64] | None:
    """The kind of matter a unit brings to a joint meeting, with the key of its random numbers; None: nothing new.

    Args:
        month: Of the meeting.
        months: Since the last one.
    """
    yearly = district.parameters.assumptions.joint.trouble_yearly
    draw = TROUBLE.of(district.plan.seed).at(unit.community, unit.number, month)
    chance = 1.0 - float(np.exp(-yearly * months / MONTHS_A_YEAR))
    if draw.uniform() >= chance:
        return None
    return TROUBLES[int(draw.uniform() / chance * len(TROUBLES))], draw.key()
