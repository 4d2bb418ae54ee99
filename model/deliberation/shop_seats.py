"""The seat of a community's street-front shops at its council: who holds it, what they come to think, how they vote.

The representative votes for the shops in front of which the matter happens, listens and is listened to like anybody,
and has no seat where the matter touches no shop. (OR-13)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..events.estates import SeatVote
from ..events.shops import ShopsVoted
from ..parameters import Assumptions
from ..parameters.formats import Format
from ..place.shops import shops_of
from ..streams import draws_of
from .draws import TRY_KEY
from .matter import Matter
from .shop_trade import BELIEF_DRAW, COMES_DRAW, TRADE, shop_normal, shop_uniform, trade_value

if TYPE_CHECKING:
    from ..district import District

MERCHANT = "merchant"


class Representative(NamedTuple):
    """Who speaks for the street-front shops of a community.

    Attributes:
        shop: Number of the keeper's shop.
        until: Day of the run on which the term ends.
    """

    shop: int
    until: int


class Passed(NamedTuple):
    """A matter that passed where shops had a seat.

    Attributes:
        matter: The matter.
        belief: What their representative believed of its benefit.
        wanted: Whether the representative voted for it.
    """

    matter: Matter
    belief: float
    wanted: bool


@dataclass(slots=True)
class ShopSeats:
    """Representatives of shops, and what they have voted on.

    Attributes:
        by_community: Who sits for the shops of each community that has a seat for them.
        terms: How often each community's shops have elected so far.
        passed: What passed with their representative at the table, who has not yet been asked about it.
    """

    by_community: dict[int, Representative] = field(default_factory=dict)
    terms: dict[int, int] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class ShopVoice:
    """What the shops' representative brings to one try at a matter.

    Attributes:
        shop: Number of the representative's shop.
        came: Whether the representative is there.
        belief: Of the common benefit, when the papers are read and before anybody talks, 0 to 1.
        shops: Shops the matter touches.
        certain: What it is worth to each of them for certain, in yuan; shape (shops,).
        hoped: What it brings each of them if it is all that is said of it, in yuan.
    """

    shop: int
    came: bool
    belief: float
    shops: Int64s
    certain: Floats
    hoped: float

    def worth(self, belief: float) -> Floats:
        """What the matter is worth to each shop, in yuan, by what somebody believes."""
        return np.asarray(self.certain + self.hoped * belief)

    def spoken(self, belief: float) -> Spoken:
        """The vote after the talk."""
        yuan = float(self.worth(belief).mean())
        return Spoken(self, belief, yuan, (1 if yuan > 0.0 else -1) if self.came else 0)


class Spoken(NamedTuple):
    """How the shops' seat voted.

    Attributes:
        voice: Whose vote it is.
        belief: What the representative believed after the talk.
        yuan: What the matter is worth to a shop it touches, on average, by that.
        said: 1 for yes, −1 for no, 0 where nobody came.
    """

    voice: ShopVoice
    belief: float
    yuan: float
    said: int

    @property
    def vote(self) -> SeatVote:
        """As it stands in the minutes."""
        return SeatVote(MERCHANT, self.voice.shop, self.said)


def voice_of(district: District, matter: Matter, form: Format) -> ShopVoice | None:
    """The shops' representative at this try; None where they have no seat or the matter touches none of them."""
    if not form.shops_seat:
        return None
    speaker, trade = district.of(ShopSeats).by_community.get(matter.community), TRADE.get(matter.kind.id)
    shops = shops_of(district.world).of_estate(matter.estate)
    if speaker is None or trade is None or not len(shops):
        return None
    assumed = district.parameters.assumptions
    a_day = assumed.shops.margin_yuan
    key = draws_of(matter.key).at(TRY_KEY + matter.tries).key()
    return ShopVoice(
        shop=speaker.shop,
        came=shop_uniform(key, speaker.shop, COMES_DRAW) < assumed.attendance.invited_chance,
        belief=_informed(matter, speaker.shop, form, assumed),
        shops=shops,
        certain=a_day * trade_value(trade, shops, assumed.shops.spread_share, matter.key),
        hoped=a_day * trade.gains,
    )


def _informed(matter: Matter, shop: int, form: Format, assumed: Assumptions) -> float:
    """What the representative believes once informed as those who come are."""
    first = assumed.opinion.first_belief + assumed.opinion.belief_spread * shop_normal(matter.key, shop, BELIEF_DRAW)
    first = min(max(first, 0.0), 1.0)
    learned = 1.0 - (1.0 - assumed.matters.information) ** max(form.meetings, 1)
    return first + learned * (assumed.matters.true_benefit - first)


def note_vote(district: District, matter: Matter, spoken: Spoken | None, passed: bool) -> None:
    """The shops' vote stands in the log; what passed they can be asked about, if somebody was there to be asked."""
    if spoken is None:
        return
    how = {1: "yes", -1: "no", 0: "absent"}[spoken.said]
    district.record(
        ShopsVoted(
            number=spoken.voice.shop,
            community=matter.community,
            matter=matter.number,
            about=matter.kind.id,
            how=how,
            shops=len(spoken.voice.shops),
            yuan=spoken.yuan,
            belief=spoken.belief,
        )
    )
    if passed and spoken.said and district.day >= 0:  # of the years before the run nobody asks any more
        district.of(ShopSeats).passed.append(Passed(matter, spoken.belief, spoken.said > 0))
