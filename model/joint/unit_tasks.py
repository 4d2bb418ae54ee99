"""What a meeting decides becomes tasks of named units: entered, called up, brought, or broken in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..agents.resident_unit import ResidentUnit
from ..deliberation.docket import Docket
from ..deliberation.draws import UNIT_KEEPS
from ..deliberation.follow_up import Task
from ..deliberation.matter import Matter
from ..events.joint_committee import UnitTaskEnded, UnitTaskEntered
from ..ledger.ledger import FEN_A_YUAN, Account, fen_of
from ..ledger.payments import owe_for_hours
from ..projects.agreed_works import FUND
from ..projects.records import ProjectBook
from ..streams import draws_of

if TYPE_CHECKING:
    from ..district import District

What = Literal["money", "ground", "hands"]
Ending = Literal["done", "broken", "lapsed"]
PURPOSE = "joint_committee"


@dataclass(slots=True, eq=False)
class UnitTask(Task):
    """What one unit is to bring for a matter.

    `owner` is its name, `times` the meetings that called it up, `due` the day from which on it is looked at.

    Attributes:
        unit: Whose task it is.
        what: What it brings.
        fen: What that is worth to the matter, in fen.
        hours: Hours of hands.
        decided: Day on which it was decided.
        chance: Chance that it is brought without anybody asking.
        chaired: Whether its unit has been in the chair since, which begins with its own.
    """

    unit: ResidentUnit = field(kw_only=True)
    what: What = field(kw_only=True)
    fen: int = field(kw_only=True)
    hours: float = field(kw_only=True)
    decided: int = field(kw_only=True)
    chance: float = field(kw_only=True)
    chaired: bool = field(kw_only=True, default=False)

    @property
    def facts(self) -> dict[str, Any]:
        """What every event of it says."""
        where = {"number": self.unit.number, "community": self.unit.community}
        return {**where, "about": self.what, "matter": self.matter.number, "yuan": self.fen / FEN_A_YUAN}


@dataclass(slots=True, eq=False)
class UnitTasks:
    """What units owe to matters of their communities.

    Attributes:
        open: Not brought yet.
        taken_up: How often the committee has taken up each matter, by its number.
    """

    open: list[UnitTask] = field(default_factory=list)
    taken_up: dict[int, int] = field(default_factory=dict)

    def of(self, community: int) -> Iterator[UnitTask]:
        """Those of the units of one community."""
        return (task for task in self.open if task.unit.community == community)

    def for_matter(self, matter: Matter) -> int:
        """Fen that are still to be brought for a matter."""
        return sum(task.fen for task in self.open if task.matter is matter)


def keeps(draw: float, chance: float, recalled_share: float, times: int) -> bool:
    """Whether a promise is kept: of one's own accord, or because it was called up so many times.

    Args:
        draw: From 0 to 1, the promise's own.
        chance: That it is kept without anybody asking.
        recalled_share: Share of those who would forget it that one call brings to it.
    """
    return draw < 1.0 - (1.0 - chance) * (1.0 - recalled_share) ** times


def ending_of(*, needed: bool, kept: bool, late: bool) -> Ending | None:
    """How a promise ends that is due: it lapses where nobody needs it, is done, or is broken; None while it waits."""
    if not needed:
        return "lapsed"
    if kept:
        return "done"
    return "broken" if late else None


def enter(district: District, task: UnitTask) -> None:
    """A unit takes on what was decided; what it will bring is no longer free."""
    means = task.unit.means
    assert means is not None
    if task.what == "money":
        means.fen -= task.fen
    elif task.what == "hands":
        means.hours -= task.hours
    else:
        means.ground -= 1
    district.of(UnitTasks).open.append(task)
    district.record(UnitTaskEntered(**task.facts, days=task.due - district.day))


def kept(task: UnitTask, recalled_share: float) -> bool:
    """Whether it has been brought by now: of its own accord, or because a meeting called it up."""
    if task.chaired or task.matter.unit == task.unit.number:  # whoever was in the chair, or brought the matter
        return True
    draw = draws_of(task.matter.key).at(UNIT_KEEPS + task.unit.number).uniform()
    return keeps(draw, task.chance, recalled_share, task.times)


def look_after(district: District) -> None:
    """Tasks that are due are done, or wait; what nobody brought in so many days is broken.

    Where the matter no longer waits for money, or all of it is found, nobody needs what was to be brought, and the
    task lapses.
    """
    assumed, book, waiting = district.parameters.assumptions, district.of(UnitTasks), district.of(ProjectBook).waiting
    for task in [one for one in book.open if one.due <= district.day]:
        how = ending_of(
            needed=task.matter in waiting and task.matter.to_find_fen > 0,
            kept=kept(task, assumed.units.recalled_share),
            late=district.day - task.due >= assumed.joint.broken_days,
        )
        if how == "done":
            _bring(district, task)
        elif how is not None:
            _take_back(district, task, task.fen)
        if how is not None:
            _close(district, task, how)


def let_go(district: District, gone: list[UnitTask]) -> None:
    """Tasks of units that are no longer members lapse."""
    for task in gone:
        _close(district, task, "lapsed")


def _close(district: District, task: UnitTask, how: Ending) -> None:
    district.of(UnitTasks).open.remove(task)
    days = district.day - task.decided
    district.record(UnitTaskEnded(**task.facts, how=how, calls=task.times, days=days))


def _take_back(district: District, task: UnitTask, fen: int) -> None:
    """What was not brought, so much of money, is its unit's again; money and hands of a year that is over are not."""
    means, this_year = task.unit.means, district.date(task.decided).year == district.date(district.day).year
    assert means is not None
    if task.what == "ground":
        means.ground += 1
    elif this_year and task.what == "money":
        means.fen += fen
    elif this_year:
        means.hours = min(means.hours + task.hours, means.year_hours)


def _bring(district: District, task: UnitTask) -> None:
    """Money goes to the committee's fund; ground and hands take their part off the cost of the works.

    No more is brought than the works need: what is left of the money is the unit's again.
    """
    where, matter = task.unit.community, task.matter
    worth = min(task.fen, matter.to_find_fen)
    rest, task.fen = task.fen - worth, worth
    if task.what == "money":
        _take_back(district, task, rest)
        district.ledger.pay(district.day, Account("units"), Account(FUND, where), worth, PURPOSE)
        matter.brought_fen += worth
        return
    if task.what == "hands":
        each = np.zeros(district.world.territory.communities)
        each[where] = task.hours
        owe_for_hours(district, each, np.zeros(len(each)))  # units pay for them like for hours of their teams
    matter.in_kind_fen += worth


def free_fund(district: District, community: int) -> int:
    """Fen in a committee's fund that no matter waits for: brought for what was given up in the end."""
    bound = sum(one.brought_fen for one in district.of(Docket).open if one.community == community and one.unpaid)
    return district.ledger.held(Account(FUND, community)) - bound


def worth_of_hands(district: District, hours: float) -> int:
    """What hours of hands are worth to a matter, in fen."""
    return fen_of(hours * district.parameters.assumptions.prices.cadre_hour_yuan)
