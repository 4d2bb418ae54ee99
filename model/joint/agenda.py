"""What a joint Party committee takes up: what its units bring, and public matters that are open and stuck."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..agents.party_committees import PartyCommittee
from ..agents.resident_unit import ResidentUnit
from ..columns import NOBODY
from ..deliberation.docket import Docket
from ..deliberation.draws import CALLED
from ..deliberation.kinds import MATTERS
from ..deliberation.matter import NOT_AGREED, Matter
from ..deliberation.process import bring
from ..events.joint_committee import TroubleReported
from ..projects.records import ProjectBook
from ..streams import draws_of
from .means import trouble_of

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7


def hear_units(district: District, units: list[ResidentUnit], month: int, months: int) -> None:
    """Units that came report what troubles them where they sit; each trouble of an estate is one matter."""
    docket = district.of(Docket)
    for unit in units:
        found, means = trouble_of(district, unit, month, months), unit.means
        if found is None or means is None:
            continue
        kind, key = found
        if any(one.estate == means.estate and one.kind.id == kind for one in docket.open):
            continue
        bring(district, (MATTERS[kind], means.estate, key), "unit")
        matter = docket.open[-1]
        matter.unit = unit.number
        event = TroubleReported(number=unit.number, community=unit.community, about=kind, matter=matter.number)
        district.record(event)


def agenda(district: District, community: int, chair: int) -> list[Matter]:
    """Public matters of a community that wait for money, or that nobody has agreed to for long; weightiest first.

    What the unit in the chair brought goes before all others, and what units have begun to bring means for before what
    they have not. Weight is households × days since it was raised.
    """
    assumed, waiting = district.parameters.assumptions.joint, district.of(ProjectBook).waiting
    found = [
        matter
        for matter in district.of(Docket).open
        if matter.community == community
        and matter.kind.public
        and (matter in waiting or _not_agreed_for_long(matter, district.day, assumed.waits_days))
    ]
    found.sort(
        key=lambda one: (
            chair == NOBODY or one.unit != chair,
            one.in_kind_fen + one.brought_fen == 0,
            -len(one.household) * (district.day - one.raised),
            one.number,
        )
    )
    return found[: int(assumed.agenda_matters)]


def _not_agreed_for_long(matter: Matter, day: int, waits: float) -> bool:
    return matter.agreed_on == NOT_AGREED and matter.ready <= day and day - matter.raised >= waits


def put_before_council(district: District, committee: PartyCommittee, matter: Matter, date: dt.date) -> None:
    """The council meets for a matter next Monday; the department concerned follows the committee's call or not."""
    price = district.parameters.assumptions.authority.whistle_cost
    draw = draws_of(matter.key).at(CALLED + matter.tries).uniform()
    matter.called_on = district.day + (-date.weekday()) % DAYS_A_WEEK
    matter.answered = matter.kind.needs_department and any(committee.blow([draw], price))
