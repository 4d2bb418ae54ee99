"""How a matter is decided: quorum, threshold, veto, and payments to households that lose.

Each household present has one vote: yes if the matter, with any payment, is worth more than zero to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats
from .attendance import Attendance
from .kinds import SIMPLE_MAJORITY
from .reasons import Reason

ROUNDING = 1e-9  # two thirds of nine are six


class Votes(NamedTuple):
    """Votes of those at the table whom the matter does not affect."""

    yes: int = 0
    no: int = 0


NO_OTHERS = Votes()


@dataclass(frozen=True, slots=True)
class Rule:
    """The decision rule of a format and a kind of matter.

    Attributes:
        quorum: Share of the residents' seats that must be present.
        threshold: Share of votes cast that the body asks for; one half means more than half.
        legal_threshold: What the law asks for that kind of matter; the higher of the two holds.
        veto: Whether one household that loses stops it. Then households that are absent are asked at home.
        side_payment_yuan: Most that is paid to each losing household.
        gift_most_yuan: Most that each household that gains can give towards it.
    """

    quorum: float = 0.5
    threshold: float = SIMPLE_MAJORITY
    legal_threshold: float = SIMPLE_MAJORITY
    veto: bool = False
    side_payment_yuan: float = 0.0
    gift_most_yuan: float = np.inf

    @property
    def needed_share(self) -> float:
        return max(self.threshold, self.legal_threshold)


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """Payments to households that lose if the matter passes, in whole yuan.

    Attributes:
        transfer: What each household is paid, or below zero gives, in yuan; shape (households,).
        from_winners: Yuan that those who gain give, each in proportion to what it gains and less than that.
        from_fund: Yuan on top, out of a fund.
        short: Whether there was too little for what the losing households were offered.
    """

    transfer: Floats
    from_winners: float
    from_fund: float
    short: bool

    @property
    def paid(self) -> bool:
        return self.from_winners + self.from_fund > 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The outcome of one vote and its reasons.

    Attributes:
        reasons: First `passed` or the first obstacle; then the other obstacles, and what was paid.
        yes, no, absent: Votes of the households present, and seats without a vote.
        needed_share: Share of votes cast that was needed.
        objections: Losing households that object where there is a veto, present or at home.
        transfer: Yuan each affected household is paid, or below zero gives; zero unless it passed. Shape (households,).
        paid_from_winners, paid_from_fund: Yuan; zero unless it passed.
    """

    reasons: tuple[Reason, ...]
    yes: int
    no: int
    absent: int
    needed_share: float
    objections: int
    transfer: Floats
    paid_from_winners: float
    paid_from_fund: float

    @property
    def passed(self) -> bool:
        return self.reasons[0] == "passed"

    @property
    def yes_share(self) -> float:
        """Share of votes cast; 0 where nobody voted."""
        return self.yes / max(self.yes + self.no, 1)


def offer_payments(
    value: Floats, seated: Bools, most_yuan: float, fund_yuan: float, gift_most_yuan: float = np.inf
) -> Offer:
    """Compute payments to losing households: a yuan more than each loses, up to a cap, by winners, then by a fund.

    Households that lose least are paid first, so that a higher cap only adds consent. Households that lose more than
    the cap are paid the cap, as far as the money goes, though it does not change their vote.

    Args:
        value: What the matter is worth to each affected household, in yuan; shape (households,).
        seated: Which of them are present; they come first among those who lose the same. Same shape.
        most_yuan: Cap of the payment to one household, in yuan.
        fund_yuan: Money in the fund, in yuan.
        gift_most_yuan: Most that one household that gains can pay in cash, in yuan.

    Returns:
        The offer; its `transfer` has the shape of `value`.
    """
    if most_yuan < 1.0 or not (value < 0.0).any():  # nobody is offered anything
        return Offer(np.zeros(len(value)), 0.0, 0.0, short=False)
    # All arrays have shape (households,); amounts are whole yuan.
    gain = np.minimum(
        np.maximum(np.ceil(value) - 1.0, 0.0), np.floor(gift_most_yuan)
    )  # in whole yuan, so that those who give keep something
    wanted = np.where(value < 0.0, np.minimum(np.floor(-value) + 1.0, np.floor(most_yuan)), 0.0)
    money = gain.sum() + max(np.floor(fund_yuan), 0.0)
    # Paid in order of loss until the money is used up: each gets the rest of it, at most what is wanted.
    order = np.lexsort((~seated, -value))
    paid = np.zeros(len(value))
    paid[order] = np.clip(money - (np.cumsum(wanted[order]) - wanted[order]), 0.0, wanted[order])
    total = float(paid.sum())
    from_winners = min(total, float(gain.sum()))
    given = gain * (from_winners / max(float(gain.sum()), 1.0))  # in proportion to each winner's gain
    return Offer(paid - given, from_winners, total - from_winners, short=total < float(wanted.sum()))


def vote(value: Floats, meeting: Attendance, rule: Rule, fund_yuan: float = 0.0, others: Votes = NO_OTHERS) -> Decision:
    """Count the votes of households present under a rule; where there is a veto, absent ones may object too.

    Args:
        value: What the matter is worth to each affected household before any payment, in yuan; shape (households,).
        meeting: Who holds a seat and who is present.
        rule: The decision rule.
        fund_yuan: Money for payments besides what winners give, in yuan.
        others: What those said who sit there by name and are not affected.

    Returns:
        The decision with its reasons; payments are zero unless it passed.
    """
    offer = offer_payments(value, meeting.present, rule.side_payment_yuan, fund_yuan, rule.gift_most_yuan)
    worth = value + offer.transfer
    cast = int(meeting.present.sum()) + others.yes + others.no
    yes = int((worth[meeting.present] > 0.0).sum()) + others.yes
    objections = int((worth < 0.0).sum()) if rule.veto else 0
    reasons = _against(yes, cast, objections, meeting.seats, rule)
    passed = not reasons
    if passed:
        reasons = ["passed", "losers_paid"] if offer.paid else ["passed"]
    if offer.short:
        reasons.append("money_short")
    return Decision(
        reasons=tuple(reasons),
        yes=yes,
        no=cast - yes,
        absent=meeting.seats - cast,
        needed_share=rule.needed_share,
        objections=objections,
        transfer=offer.transfer * passed,
        paid_from_winners=offer.from_winners * passed,
        paid_from_fund=offer.from_fund * passed,
    )


def staff_decide(value: Floats, legal_threshold: float) -> Decision:
    """Decide without a vote: passed if total value exceeds zero, refused if the law asks for a vote of owners."""
    reason: Reason = "passed" if value.sum() > 0.0 else "no_net_gain"
    if legal_threshold > SIMPLE_MAJORITY:
        reason = "owners_must_vote"
    return Decision(
        reasons=(reason,),
        yes=0,
        no=0,
        absent=0,
        needed_share=legal_threshold,
        objections=0,
        transfer=np.zeros(len(value)),
        paid_from_winners=0.0,
        paid_from_fund=0.0,
    )


def enough(yes: int, cast: int, needed_share: float) -> bool:
    """Whether the votes suffice: more than half in any case, and no less than the share needed."""
    return 2 * yes > cast and yes >= needed_share * cast - ROUNDING


def _against(yes: int, cast: int, objections: int, seats: int, rule: Rule) -> list[Reason]:
    """Obstacles in order: no quorum (then nothing else is counted), below the threshold, veto."""
    if cast < max(rule.quorum * seats - ROUNDING, 1.0):
        return ["no_quorum"]
    found: list[Reason] = []
    if not enough(yes, cast, rule.needed_share):
        found.append("below_threshold")
    if objections:
        found.append("vetoed")
    return found
