"""Who brings what to a matter: ground where a unit has some, then money and hands of all that came, as far as it takes.

Where heads of units have seats they vote, and what passes binds all of them; other units are asked one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..agents.resident_unit import ResidentUnit
from ..deliberation.draws import UNIT_ASKED
from ..deliberation.matter import Matter
from ..events.joint_committee import HeadsVoted
from ..ledger.ledger import fen_of
from ..party.joint_meeting import chance_of, seats_of_units
from ..streams import draws_of
from .unit_tasks import UnitTask, UnitTasks, What, enter, free_fund, worth_of_hands

if TYPE_CHECKING:
    from ..district import District

TAKES_GROUND = ("road", "parking_layout")
"""Kinds of matter to which a strip of ground, or places that a unit opens, are worth part of the cost."""
UNITS_MOST = 1_000


class Share(NamedTuple):
    """What one unit is asked for.

    Attributes:
        unit: Which unit.
        what: What it is to bring.
        fen: What that is worth to the matter.
        hours: Hours of hands.
    """

    unit: ResidentUnit
    what: What
    fen: int
    hours: float = 0.0


def decide(district: District, matter: Matter, units: list[ResidentUnit]) -> bool:
    """Bring means together for a matter that waits for money; whether anybody is to bring anything.

    Args:
        units: Units that came to the meeting.
    """
    book = district.of(UnitTasks)
    need = matter.to_find_fen - book.for_matter(matter) - matter.promised_fen
    from_fund = min(free_fund(district, matter.community), need)
    shares = shares_of(district, matter, units, need - from_fund)
    enough = district.parameters.assumptions.joint.least_part * need
    if need <= 0 or from_fund + sum(share.fen for share in shares) < enough:
        return False
    matter.brought_fen += from_fund
    willing = _willing(district, matter, [one for one in units if any(share.unit is one for share in shares)])
    book.taken_up[matter.number] = book.taken_up.get(matter.number, 0) + 1
    given = [share for share in shares if share.unit in willing]
    for share in given:
        enter(district, _task(district, matter, share))
    return bool(given) or from_fund > 0


def shares_of(district: District, matter: Matter, units: list[ResidentUnit], need: int) -> list[Share]:
    """What each unit would be asked for; each the same part of what it still has, no more together than it takes."""
    shares = _ground(district, matter, units, need)
    rest = need - sum(share.fen for share in shares)
    able = [(unit, unit.means, worth_of_hands(district, unit.means.hours)) for unit in units if unit.means]
    could = sum(means.fen + labour for _, means, labour in able)
    part = min(rest / could, 1.0) if could else 0.0
    for unit, means, labour in able:
        hours, fen = part * means.hours, int(part * means.fen)
        if worth_of_hands(district, hours) > 0:
            shares.append(Share(unit, "hands", int(part * labour), hours))
        if fen:
            shares.append(Share(unit, "money", fen))
    return shares


def _ground(district: District, matter: Matter, units: list[ResidentUnit], need: int) -> list[Share]:
    """A piece of ground of the unit that brought the matter, else of the first that has one; one piece a matter."""
    book = district.of(UnitTasks)
    has_some = matter.in_kind_fen > 0 or any(one.matter is matter and one.what == "ground" for one in book.open)
    if matter.kind.id not in TAKES_GROUND or has_some:
        return []
    saved = min(fen_of(district.parameters.assumptions.joint.ground_saves * matter.kind.cost), need)
    could = sorted(
        (unit for unit in units if unit.means and unit.means.ground),
        key=lambda one: (one.number != matter.unit, one.number),
    )
    return [Share(could[0], "ground", saved)] if could and saved > 0 else []


def _willing(district: District, matter: Matter, asked: list[ResidentUnit]) -> list[ResidentUnit]:
    """Of the units asked, those that give: all with a seat if their heads vote for it, of the others who will."""
    seats = seats_of_units(district)
    wants = {unit: _wants(district, matter, unit) for unit in asked}
    seated = [unit for unit in asked if unit.number < seats]
    if not seated:
        return [unit for unit in asked if wants[unit]]
    yes = sum(wants[unit] for unit in seated)
    passed = 2 * yes > len(seated)
    heads = tuple((unit.number, wants[unit]) for unit in seated)
    district.record(HeadsVoted(**matter.facts, heads=heads, yes=yes, no=len(seated) - yes, passed=passed))
    return [unit for unit in asked if passed and (wants[unit] or unit in seated)]


def _wants(district: District, matter: Matter, unit: ResidentUnit) -> bool:
    """Whether a unit is for it; whoever brought the matter is."""
    if unit.number == matter.unit:
        return True
    tried = district.of(UnitTasks).taken_up.get(matter.number, 0)
    draw = draws_of(matter.key).at(UNIT_ASKED + UNITS_MOST * tried + unit.number).uniform()
    return draw < chance_of(district, unit)


def _task(district: District, matter: Matter, share: Share) -> UnitTask:
    unit, day = share.unit, district.day
    return UnitTask(
        matter,
        owner=f"resident_unit {unit.number}",
        entered=True,
        due=day + int(district.parameters.assumptions.joint.bring_days),
        unit=unit,
        what=share.what,
        fen=share.fen,
        hours=share.hours,
        decided=day,
        chance=chance_of(district, unit),
    )
