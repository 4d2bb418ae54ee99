"""Payments of an estate's fund, one by one: planned, voted on by name, signed or refused, paid to somebody (OR-11).

Who convenes puts the most urgent uses on the agenda. Those who keep the fund vote on each. Then signers look at the
bill: kin of the payee, no quote, no papers, a bill bigger than planned. What one of them refuses comes back once, put
right, or dies. Rules stand first; below them what a district does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..agents.estate_owners import EstateOwners
from ..arrays import Floats
from ..events.estates import PaymentMade, PaymentRefused, PaymentVoted, SeatVote
from ..ledger.ledger import Account, fen_of
from ..needs.table import mean_hours, rates_of_estates
from ..parameters.assumptions.funds import FundsAssumptions
from ..place.households import neighbours_of
from ..streams import ESTATE, MONTH, Part, Stream
from .seats import GRID_HEAD, Seat, Table

if TYPE_CHECKING:
    from ..district import District

USES = ("upkeep", "sanitation", "culture", "relief")
ACCOUNT_OF = dict(zip(USES, ("estate_upkeep", "estate_cleaning", "estate_culture", "estate_relief"), strict=True))
KIND_OF = {"sanitation": "litter", "culture": "culture", "relief": "livelihood"}
"""The kind of need that a payment of this use keeps from arising for a month; upkeep does so by itself (upkeep.py)."""
PAYMENTS_A_MONTH = 2
LEAST_YUAN = 100
MOST_MONTHS_WAITED = 12
NO_KIN = -1

# Grade D: what a plain household cares for, and who cares for what else.
USUAL_URGENCY = (1.0, 0.35, 0.3, 0.3)
CARES, CARES_LITTLE, CARES_MUCH = 1.0, 0.6, 1.3
VIEW_SPREAD = 0.6  # sigma of log: how far two who care alike stand apart
SHARE_BORNE = 0.6  # of the month's money that somebody who cares as usual would spend on one use

PAYMENTS = Stream("payments of estates' funds", ESTATE, MONTH, Part("use", 8), Part("draw", 128))
QUOTE, PAPERS, KIN, BILL, WHOSE_KIN, PAYEE = range(6)
COMES, VIEW, SEES, SIGNS = 16, 32, 48, 64  # from here on, one draw a seat


@dataclass(slots=True, eq=False)
class Payment:
    """A payment on its way.

    Attributes:
        number: In the order in which payments were planned.
        estate, community: Whose fund.
        use: What for.
        yuan: What was planned.
        bill_yuan: What the payee asks for in the end.
        payee: Who is to be paid.
        quote, papers: Whether prices were compared, and whether receipts are there.
        kin: The person at the table whose kin the payee is, or NO_KIN.
        attempt: How often it has been on the table.
    """

    number: int
    estate: int
    community: int
    use: str
    yuan: int
    bill_yuan: int
    payee: str
    quote: bool = True
    papers: bool = True
    kin: int = NO_KIN
    attempt: int = 0

    @property
    def facts(self) -> dict[str, Any]:
        """What every event of it says: number, community, use, estate."""
        known = {"number": self.number, "community": self.community, "about": self.use}
        return known | {"estate": self.estate}

    def fault(self, tolerance: float) -> str:
        """What whoever looks closely finds wrong with it, the gravest first; nothing in most."""
        if self.kin != NO_KIN:
            return "kin_of_payee"
        if not self.quote:
            return "no_quote"
        if not self.papers:
            return "no_papers"
        return "bigger_than_planned" if self.bill_yuan > (1.0 + tolerance) * self.yuan else ""

    def put_right(self, fault: str) -> None:
        """What it was refused for is changed: somebody else is paid, prices are compared, receipts fetched, or less."""
        self.kin = NO_KIN if fault == "kin_of_payee" else self.kin
        self.quote |= fault == "no_quote"
        self.papers |= fault == "no_papers"
        self.bill_yuan = min(self.bill_yuan, self.yuan) if fault == "bigger_than_planned" else self.bill_yuan


@dataclass(slots=True)
class PaymentBook:
    """Payments of all estates.

    Attributes:
        planned: How many there have been.
        returned: Refused ones that come back next month, by estate.
        last_paid: Month in which each estate last paid for each use; shape (estates, uses).
        kept_off: Share of the month's needs of KIND_OF that payments keep from arising; shape (estates, uses).
    """

    last_paid: np.ndarray
    kept_off: Floats
    planned: int = 0
    returned: dict[int, list[Payment]] = field(default_factory=lambda: defaultdict(list))


class Voted(NamedTuple):
    """What those who keep a fund said of a payment."""

    seats: tuple[SeatVote, ...]

    @property
    def yes(self) -> int:
        return sum(one.said > 0 for one in self.seats)

    @property
    def no(self) -> int:
        return sum(one.said < 0 for one in self.seats)

    @property
    def passed(self) -> bool:
        """More yes than no, and at least half of the seats there."""
        return self.yes > self.no and 2 * (self.yes + self.no) >= len(self.seats)

    def of(self, seat: Seat) -> int:
        """What one seat said; 0 where it did not vote."""
        return next((one.said for one in self.seats if (one.role, one.person) == (seat.role, seat.person)), 0)


def urgency(upkeep: float, elders: float, poor: float, waited: Floats) -> Floats:
    """How urgent each use is: by how the estate is kept, who lives there, and months since it was last paid for."""
    neglect = min(max(2.0 - upkeep, 0.5), 2.0)
    need = np.array([neglect, neglect, 0.5 + elders, 0.5 + 5.0 * poor])
    return np.asarray(USUAL_URGENCY * need * (1.0 + np.minimum(waited, MOST_MONTHS_WAITED)))


def share_of_month(use: str, yuan: float, measure: float, assumed: FundsAssumptions) -> float:
    """Share of a month's needs that so much money keeps from arising.

    Args:
        use: What the money is for.
        yuan: What it buys at a fair price.
        measure: Of sanitation the hours of a month's litter, of relief the hardship households of the estate.
        assumed: What things cost and do.
    """
    if use == "sanitation":
        return min(yuan / assumed.cleaning_yuan / max(measure, 1e-9), assumed.cleaning_most)
    if use == "culture":
        return min(yuan // assumed.show_yuan * assumed.show_meets, 1.0)
    if use == "relief":
        return min(yuan // assumed.relief_yuan / max(measure, 1.0), 1.0) * assumed.relief_meets
    return 0.0


# --- in a district -----------------------------------------------------------------------------------------------


def initialise(district: District) -> None:
    """A book without payments."""
    shape = (district.world.territory.estates, len(USES))
    month = _month(district)
    district.keep(PaymentBook(np.full(shape, month - 1), np.zeros(shape)))


def spend(district: District, owners: EstateOwners, place: int, budget: int, table: Table) -> list[Payment]:
    """A month of one fund: what came back and what is most urgent is voted on, signed and paid; returns what was paid.

    Args:
        owners: The owners whose fund it is.
        place: Which of their estates.
        budget: Yuan to spend this month.
        table: Who decides and signs.
    """
    book, estate = district.of(PaymentBook), int(owners.estates[place])
    due = book.returned.pop(estate, [])
    again, paid = [one.use for one in due], []
    fresh = [one for one in agenda(district, owners, place, budget, table) if one.use not in again]
    for payment in (*due, *fresh):
        if payment.yuan > owners.fund_yuan[place]:
            continue  # other payments of the month left too little; it is not brought up again
        payment.attempt += 1
        voted = vote_on(district, payment, budget, table)
        how = "passed" if voted.passed else "voted_down"
        district.record(
            PaymentVoted(
                **payment.facts,
                how=how,
                yuan=float(payment.yuan),
                attempt=payment.attempt,
                yes=voted.yes,
                no=voted.no,
                seats=voted.seats,
            )
        )
        if voted.passed and sign(district, payment, table, voted):
            pay(district, owners, place, payment)
            paid.append(payment)
    return paid


def agenda(district: District, owners: EstateOwners, place: int, budget: int, table: Table) -> list[Payment]:
    """What the convenor plans for the month, the most urgent first."""
    book, estate = district.of(PaymentBook), int(owners.estates[place])
    neighbours = neighbours_of(district.world)
    homes = neighbours.of_estate(estate)
    elders, poor = float(neighbours.elder[homes].mean()), float(neighbours.low_income[homes].mean())
    waited = np.maximum(_month(district) - book.last_paid[estate] - 1, 0).astype(float)
    urgent = urgency(float(owners.upkeep[place]), elders, poor, waited)
    urgent[USES.index("relief")] *= poor > 0.0
    first = np.argsort(-urgent, kind="stable")[:PAYMENTS_A_MONTH]
    weights = np.array(USUAL_URGENCY)[first]
    planned = []
    for use, yuan in zip(first.tolist(), np.floor(budget * weights / weights.sum()).tolist(), strict=True):
        asked = _whole_sum(USES[use], int(yuan), budget, district.parameters.assumptions.funds)
        if asked >= LEAST_YUAN:
            planned.append(plan(district, owners, place, USES[use], asked, table))
    return planned


def plan(district: District, owners: EstateOwners, place: int, use: str, yuan: int, table: Table) -> Payment:
    """Somebody is found to be paid; how well it was prepared and what the bill will be is luck."""
    book, assumed, estate = district.of(PaymentBook), district.parameters.assumptions.funds, int(owners.estates[place])
    draws = PAYMENTS.of(district.plan.seed)
    month, row = _month(district), USES.index(use)
    # Each of three things is as likely to be amiss, and none of them is in all but the doubtful share.
    amiss = 1.0 - (1.0 - assumed.doubtful_share) ** (1.0 / 3.0)
    uniforms = [draws.at(estate, month, row, which).uniform() for which in (QUOTE, PAPERS, KIN, WHOSE_KIN)]
    bill = yuan * np.exp(assumed.bill_spread * draws.at(estate, month, row, BILL).normal())
    book.planned += 1
    people = [one.person for one in table.voters if one.role != GRID_HEAD]
    return Payment(
        number=book.planned - 1,
        estate=estate,
        community=owners.community,
        use=use,
        yuan=yuan,
        bill_yuan=yuan if use == "relief" else max(round(bill), 1),
        payee=_payee(district, owners, place, use, draws.at(estate, month, row, PAYEE).uniform()),
        quote=use == "relief" or uniforms[QUOTE] >= amiss,
        papers=uniforms[PAPERS] >= amiss,
        kin=people[int(uniforms[3] * len(people))] if uniforms[KIN] < amiss else NO_KIN,
    )


def vote_on(district: District, payment: Payment, budget: int, table: Table) -> Voted:
    """Each seat that comes says yes if it cares more for the use than for its share of the month's money.

    Whoever asks for the quote and hears that there is none says no; whoever is kin of the payee says yes.
    """
    assumed = district.parameters.assumptions
    draws, month, row = PAYMENTS.of(district.plan.seed), _month(district), _row(payment)
    asked = payment.yuan / max(budget, 1)
    votes = []
    for number, seat in enumerate(table.voters):
        at = [draws.at(payment.estate, month, row, first + number) for first in (COMES, VIEW, SEES)]
        if number and at[0].uniform() >= assumed.attendance.invited_chance:  # who convenes is there
            votes.append(SeatVote(seat.role, seat.person, 0))
            continue
        view = cares(district, seat, payment.use) * np.exp(VIEW_SPREAD * at[1].normal())
        sees = at[2].uniform() >= assumed.funds.lax_share
        wants = view >= SHARE_BORNE * asked and (payment.quote or not sees)
        votes.append(
            SeatVote(
                seat.role, seat.person, 1 if wants or (seat.role != GRID_HEAD and seat.person == payment.kin) else -1
            )
        )
    return Voted(tuple(votes))


def cares(district: District, seat: Seat, use: str) -> float:
    """How much whoever sits there cares for a use, by who lives at home; the head of the grid cares for all alike."""
    if seat.role == GRID_HEAD or use in ("upkeep", "sanitation"):
        return CARES
    neighbours, home = neighbours_of(district.world), seat.person
    at_home = {
        "culture": neighbours.elder[home] or neighbours.child[home],
        "relief": neighbours.low_income[home] or neighbours.elder[home] or neighbours.party[home],
    }
    return CARES_MUCH if at_home[use] else CARES_LITTLE


def sign(district: District, payment: Payment, table: Table, voted: Voted) -> bool:
    """Signers look at the bill one after another; the first who finds something does not sign, and it goes back.

    Who voted against it looks at everything, who is kin of the payee at nothing, the others at what they happen to.
    """
    assumed = district.parameters.assumptions.funds
    fault = payment.fault(assumed.bill_tolerance)
    if not fault:
        return True
    draws, month, row = PAYMENTS.of(district.plan.seed), _month(district), _row(payment)
    for number, seat in enumerate(table.signers[: assumed.signatures]):
        lax = 1.0 if seat.person == payment.kin else 0.0 if voted.of(seat) < 0 else assumed.lax_share
        if draws.at(payment.estate, month, row, SIGNS + number).uniform() >= lax:
            _send_back(district, payment, seat, fault)
            return False
    return True


def _send_back(district: District, payment: Payment, seat: Seat, fault: str) -> None:
    """What was refused is put right in that and comes back next month; refused for something else then, it dies."""
    dies = payment.attempt > 1
    yuan = float(payment.bill_yuan)
    district.record(
        PaymentRefused(**payment.facts, how=fault, role=seat.role, yuan=yuan, signer=seat.person, dies=dies)
    )
    if not dies:
        payment.put_right(fault)
        district.of(PaymentBook).returned[payment.estate].append(payment)


def pay(district: District, owners: EstateOwners, place: int, payment: Payment) -> None:
    """Money leaves the fund, and what it was for is done."""
    assumed, book = district.parameters.assumptions.funds, district.of(PaymentBook)
    payment.bill_yuan = min(payment.bill_yuan, int(owners.fund_yuan[place]))
    owners.fund_yuan[place] -= payment.bill_yuan
    community = owners.community
    there = Account(ACCOUNT_OF[payment.use], community)
    district.ledger.pay(district.day, Account("owners_fund", community), there, fen_of(payment.bill_yuan), payment.use)
    row = USES.index(payment.use)
    book.last_paid[payment.estate, row] = _month(district)
    # A bill above the plan buys no more than was planned; unasked prices and kin are dear.
    dear = 1.0 + assumed.overprice * (not payment.quote or payment.kin != NO_KIN)
    worth = min(payment.bill_yuan, payment.yuan) / dear
    if payment.use == "upkeep":
        owners.works_yuan[place] += int(worth)
    measure = _measure(district, payment.estate, payment.use)
    book.kept_off[payment.estate, row] = share_of_month(payment.use, worth, measure, assumed)
    district.record(
        PaymentMade(
            **payment.facts,
            how=payment.payee,
            yuan=float(payment.bill_yuan),
            signatures=assumed.signatures,
            faulty=bool(payment.fault(assumed.bill_tolerance)),
        )
    )


def needs_kept_off(district: District) -> Floats:
    """How many times as often needs arise in every estate and of each kind for what its fund paid this month."""
    ids, kept_off = district.kinds.ids, district.of(PaymentBook).kept_off
    factor = np.ones((len(kept_off), len(ids)))
    for use, kind in KIND_OF.items():
        if kind in ids:
            factor[:, ids.index(kind)] -= kept_off[:, USES.index(use)]
    return factor


def _measure(district: District, estate: int, use: str) -> float:
    """What `share_of_month` measures the money of a use by."""
    litter = district.kinds.index("litter")
    if use == "sanitation" and litter >= 0:
        hours = float(mean_hours(district.kinds.rows)[litter])
        return float(rates_of_estates(district.world)[litter][estate]) / 12.0 * hours
    neighbours = neighbours_of(district.world)
    return float(neighbours.low_income[neighbours.of_estate(estate)].sum())


def _payee(district: District, owners: EstateOwners, place: int, use: str, uniform: float) -> str:
    """Who does it: of repairs the firm or a shop; who is relieved is one of the estate's hardship households."""
    if use == "relief":
        neighbours = neighbours_of(district.world)
        homes = neighbours.of_estate(int(owners.estates[place]))
        poor: Sequence[int] = homes[neighbours.low_income[homes]].tolist()
        return f"household_{poor[int(uniform * len(poor))]}"
    if use == "upkeep":
        return "property_firm" if owners.has_firm[place] and uniform < 0.5 else "repair_shop"
    return "cleaning_team" if use == "sanitation" else "residents_troupe"


def _whole_sum(use: str, yuan: int, budget: int, assumed: FundsAssumptions) -> int:
    """Yuan that a use is given: relief goes in whole sums, one at least if the month has so much."""
    if use != "relief":
        return yuan
    each = max(int(assumed.relief_yuan), 1)
    return yuan // each * each or (each if each <= budget else 0)


def _row(payment: Payment) -> int:
    """Which addresses its draws have: those that came back have their own."""
    return USES.index(payment.use) + len(USES) * (payment.attempt > 1)


def _month(district: District) -> int:
    date = district.date(district.day)
    return date.year * 12 + date.month - 1
