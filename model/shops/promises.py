"""What shops promise for a matter that passed: a task with a date, done or not, out of what they have.

For works that wait for money, and that their representative wanted, those that gain bring some of their own. Where
order or a covenant was agreed on they are to keep their goods off the pavement from a day on, if enough of them have
the hands for it; overruled, they keep to it less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..arrays import Floats, Int64s
from ..deliberation.docket import CauseRemoved, Docket
from ..deliberation.draws import SHOPS_AGAIN
from ..deliberation.follow_up import Task
from ..deliberation.matter import Matter
from ..deliberation.shop_seats import Passed, ShopSeats
from ..deliberation.shop_trade import KEEPS_DRAW, TRADE, shop_uniform, trade_value
from ..events.shops import ShopTaskEnded, ShopTaskEntered
from ..joint.unit_tasks import Ending, UnitTasks, ending_of, keeps
from ..ledger.ledger import FEN_A_YUAN, Account, fen_of, fens_of
from ..place.shops import shops_of
from ..projects.agreed_works import FUND
from ..projects.records import ProjectBook
from ..streams import draws_of

if TYPE_CHECKING:
    from ..district import District

What = Literal["money", "clear_pavement"]
CLEARS = ("yard_order", "covenant")
"""Kinds of matter for which goods go off the pavement."""
LITTER = "litter"
PURPOSE = "street_shops"
DAYS_A_YEAR = 365.25


@dataclass(slots=True, eq=False)
class ShopTask(Task):
    """What shops are to bring for a matter; `times` are the reviews that called it up.

    Attributes:
        speaker: Shop of who promised for them.
        what: What it is.
        shops: Numbers of the shops that promised.
        fen: Money of each, in fen; zero where they promised hands. Shape (shops,).
        hours: Hours of each keeper.
        chance: Chance that it is done without anybody asking.
        decided: Day on which it was promised.
        again: How often the matter had come up again by then.
    """

    speaker: int = field(kw_only=True)
    what: What = field(kw_only=True)
    shops: Int64s = field(kw_only=True)
    fen: Int64s = field(kw_only=True)
    hours: float = field(kw_only=True)
    chance: float = field(kw_only=True)
    decided: int = field(kw_only=True)
    again: int = field(kw_only=True)

    @property
    def facts(self) -> dict[str, Any]:
        """What every event of it says."""
        where = {"number": self.speaker, "community": self.matter.community}
        amounts = {"yuan": int(self.fen.sum()) / FEN_A_YUAN, "hours": self.hours * len(self.shops)}
        return {**where, "about": self.what, "matter": self.matter.number, **amounts}


@dataclass(slots=True, eq=False)
class ShopMeans:
    """What shops have to give, and what they owe.

    Attributes:
        fen: Money each may still give this year, in fen; shape (shops,).
        hours: Hours each keeper may still give this year; shape (shops,).
        open: Promised and not done yet.
        ended: By the shop of who made them: promises done and promises broken since New Year.
        clear_until: By estate: the day until which goods are kept off its pavement.
    """

    fen: Int64s
    hours: Floats
    open: list[ShopTask] = field(default_factory=list)
    ended: dict[int, list[int]] = field(default_factory=dict)
    clear_until: dict[int, int] = field(default_factory=dict)


def new_means(district: District) -> ShopMeans:
    """A year's money and hands of every shop."""
    assumed, count = district.parameters.assumptions.shops, len(shops_of(district.world))
    return ShopMeans(np.full(count, fen_of(assumed.money_yuan), np.int64), np.full(count, assumed.hands_hours))


def ask(district: District) -> None:
    """The council asks whoever sits for the shops what they will do about what passed, once somebody does."""
    seats = district.of(ShopSeats)
    asked, seats.passed = seats.passed, []
    for passed in asked:
        speaker = seats.by_community.get(passed.matter.community)
        if speaker is None:
            seats.passed.append(passed)
        elif (task := _promised(district, passed, speaker.shop)) is not None:
            _enter(district, task)


def _promised(district: District, passed: Passed, speaker: int) -> ShopTask | None:
    """What the shops in front of which it happens promise; None where they have nothing for it."""
    matter, assumed = passed.matter, district.parameters.assumptions.shops
    task = _task(district, matter, speaker)
    task.chance = assumed.keeps_share if passed.wanted else assumed.overruled_keeps
    if passed.wanted and matter in district.of(ProjectBook).waiting:
        fen = _money(district, passed)
        task.shops, task.fen = _shops(district, matter)[fen > 0], fen[fen > 0]
    elif matter.kind.id in CLEARS and not _is_clear(district, matter.estate):
        task.what, task.hours = "clear_pavement", assumed.clear_hours
        task.shops = _with_hands(district, matter)
        task.fen = np.zeros(len(task.shops), np.int64)
    return task if len(task.shops) else None


def _is_clear(district: District, estate: int) -> bool:
    """Whether goods are kept off the pavement there already, or promised to be."""
    means = district.of(ShopMeans)
    owed = any(one.matter.estate == estate and one.what == "clear_pavement" for one in means.open)
    return owed or means.clear_until.get(estate, district.day) > district.day


def _shops(district: District, matter: Matter) -> Int64s:
    return shops_of(district.world).of_estate(matter.estate)


def _money(district: District, passed: Passed) -> Int64s:
    """Fen of each shop at the estate: part of what it gains, as far as it has money and the works need some."""
    matter, assumed = passed.matter, district.parameters.assumptions.shops
    shops, trade, means = _shops(district, matter), TRADE[matter.kind.id], district.of(ShopMeans)
    days = trade_value(trade, shops, assumed.spread_share, matter.key) + trade.gains * passed.belief
    wanted = np.minimum(fens_of(assumed.give_share * assumed.margin_yuan * np.maximum(days, 0.0)), means.fen[shops])
    owed = district.of(UnitTasks).for_matter(matter) + matter.promised_fen
    left = max(matter.to_find_fen - owed, 0)
    total = int(wanted.sum())
    return wanted if total <= left else wanted * left // max(total, 1)


def _with_hands(district: District, matter: Matter) -> Int64s:
    """Shops whose keepers can keep their goods inside; none where they are too few to make a difference."""
    assumed, shops = district.parameters.assumptions.shops, _shops(district, matter)
    able = shops[district.of(ShopMeans).hours[shops] >= assumed.clear_hours]
    return able if len(able) >= assumed.clear_part * len(shops) else able[:0]


def _task(district: District, matter: Matter, speaker: int) -> ShopTask:
    """A promise before it says what, how much and whose."""
    return ShopTask(
        matter,
        owner="street_shops",
        entered=True,
        due=district.day + int(district.parameters.assumptions.joint.bring_days),
        speaker=speaker,
        what="money",
        shops=np.zeros(0, np.int64),
        fen=np.zeros(0, np.int64),
        hours=0.0,
        chance=0.0,
        decided=district.day,
        again=matter.reopened,
    )


def _enter(district: District, task: ShopTask) -> None:
    """Shops take on what they promised; it is no longer free."""
    means = district.of(ShopMeans)
    means.fen[task.shops] -= task.fen
    means.hours[task.shops] -= task.hours
    means.open.append(task)
    task.matter.promised_fen += int(task.fen.sum())
    district.record(ShopTaskEntered(**task.facts, shops=len(task.shops), days=task.due - district.day))


def call_up(district: District) -> None:
    """Where somebody gives account of a matter today, what shops owe to it is called up."""
    reviewed = [matter for day, matter in district.of(Docket).reviews if day <= district.day]
    for task in district.of(ShopMeans).open:
        task.times += task.matter in reviewed


def kept(task: ShopTask, recalled_share: float) -> bool:
    """Whether it has been done by now: of the keepers' own accord, or because a review called it up."""
    key = task.matter.key
    if task.again:
        key = draws_of(key).at(SHOPS_AGAIN + task.again).key()
    return keeps(shop_uniform(key, task.speaker, KEEPS_DRAW), task.chance, recalled_share, task.times)


def look_after(district: District) -> None:
    """Promises that are due are done, or wait; what nobody did in so many days is broken."""
    assumed, waiting = district.parameters.assumptions, district.of(ProjectBook).waiting
    for task in [one for one in district.of(ShopMeans).open if one.due <= district.day]:
        how = ending_of(
            needed=task.what != "money" or (task.matter in waiting and task.matter.to_find_fen > 0),
            kept=kept(task, assumed.units.recalled_share),
            late=district.day - task.due >= assumed.joint.broken_days,
        )
        if how == "done":
            _do(district, task)
        elif how is not None:
            _take_back(district, task, task.fen)
        if how is not None:
            _close(district, task, how)


def _do(district: District, task: ShopTask) -> None:
    """Money that is still to be found goes to the works' fund; goods kept inside for a year are less litter."""
    matter, place = task.matter, task.matter.community
    if task.what == "money":
        promised, fen = int(task.fen.sum()), min(int(task.fen.sum()), matter.to_find_fen)
        brought = np.diff(np.cumsum(task.fen) * fen // promised, prepend=0)
        _take_back(district, task, task.fen - brought)
        task.fen = brought
        district.ledger.pay(district.day, Account("shops"), Account(FUND, place), fen, PURPOSE)
        matter.promised_fen -= fen
        matter.brought_fen += fen
    elif LITTER in district.kinds.ids:
        until = district.day + round(DAYS_A_YEAR)
        district.of(ShopMeans).clear_until[matter.estate] = until
        district.of(Docket).removed.append(CauseRemoved(matter.estate, district.kinds.index(LITTER), until))


def _take_back(district: District, task: ShopTask, fen: Int64s) -> None:
    """What was not brought is the shops' again, so much to each; of a year that is over nothing comes back."""
    most, means = district.parameters.assumptions.shops.hands_hours, district.of(ShopMeans)
    task.matter.promised_fen -= int(fen.sum())
    if district.date(task.decided).year == district.date(district.day).year:
        means.fen[task.shops] += fen
        means.hours[task.shops] = np.minimum(means.hours[task.shops] + task.hours, most)


def _close(district: District, task: ShopTask, how: Ending) -> None:
    means = district.of(ShopMeans)
    means.open.remove(task)
    if how != "lapsed":
        means.ended.setdefault(task.speaker, [0, 0])[how == "broken"] += 1
    days = district.day - task.decided
    district.record(ShopTaskEnded(**task.facts, how=how, calls=task.times, days=days))
