"""Events of street-front shops: who speaks for them, how they vote, what they promise and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import NOWHERE, Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopEvent(Event):
    """Something that the street-front shops of a community did; `number` is the shop of who speaks for them."""

    institution: ClassVar[str] = "street_shops"
    called: ClassVar[str] = "street-front shops of community {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSeatTaken(ShopEvent):
    """A keeper took the shops' seat at the council (`how`): elected for a term, or replaced who had broken promises.

    Attributes:
        shops: Shops of the community.
        term_days: Until the term ends.
    """

    shops: int = quantity("shops", said="seat_{0.how}_by_shops")
    term_days: int = quantity("days", said="term_of_shop_{0.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsAnswered(ShopEvent):
    """On New Year's day who sits for the shops answered for the year's promises: `how` is confirmed, or voted_out.

    Attributes:
        done: Promises done in the year.
        broken: Promises broken.
    """

    done: int = quantity("promises", said="promises_done_{0.how}")
    broken: int = quantity("promises", said="promises_broken_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsVoted(ShopEvent):
    """The shops' representative voted on a matter (`about`): `how` is yes, no, or absent.

    Attributes:
        matter: Number of the matter.
        shops: Shops it touches.
        yuan: What it is worth to one of them on average, as the representative came to see it.
        belief: What the representative came to believe of its common benefit.
    """

    matter: int = NOWHERE
    shops: int = quantity("shops", said="vote_{0.how}_for_shops")
    yuan: float = quantity("yuan", said="worth_to_a_shop")
    belief: float = quantity("share", said="belief_of_shop_{0.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPromiseEvent(ShopEvent):
    """Something that happened to a promise of shops (`about`: money, or a clear pavement) for a matter.

    Attributes:
        matter: Number of the matter.
    """

    matter: int = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTaskEntered(ShopPromiseEvent):
    """Shops promised something, by a date.

    Attributes:
        shops: Shops that promised.
        yuan: Money they are to bring.
        hours: Hours of their keepers it will take.
        days: Until it is due.
    """

    shops: int = quantity("shops", said="{0.about}_promised_by_shops")
    yuan: float = quantity("yuan", said="yuan_promised")
    hours: float = quantity("h", said="hours_promised")
    days: int = quantity("days", said="{0.about}_due_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTaskEnded(ShopPromiseEvent):
    """What shops promised was done (`how`), broken after all, or lapsed because nobody needs it any more.

    Attributes:
        yuan: Money brought; where it was broken or lapsed, money promised.
        hours: Hours given.
        calls: Reviews that called it up.
        days: Since it was promised.
    """

    yuan: float = quantity("yuan", said="{0.about}_{0.how}_yuan")
    hours: float = quantity("h", said="{0.about}_{0.how}_hours")
    calls: int = quantity("meetings", said="called_up_times")
    days: int = quantity("days", said="{0.about}_{0.how}_after")
