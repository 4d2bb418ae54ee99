"""Collective matters: raised month by month, on the table when a council or an estate meets, settled, or given up.

Councils have so many slots a year, each with room for two matters; what has waited longest since it was last on the
table comes first, then what was raised first. An estate's own table tries before the community's council does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .. import gatherings
from ..agents.estate_owners import owners_of
from ..arrays import Floats, Int64s
from ..estates import cross_posts, stations
from ..estates.owners_fund import fund_of, spend_fund
from ..estates.seats import Seat as TableSeat
from ..estates.seats import table_of_estate
from ..events.branches import MatterBrought
from ..events.matters import (
    Ballot,
    MatterRaised,
    MatterTried,
    Opinion,
)
from ..ledger.ledger import Account, fen_of
from ..minds import trust_at_home
from ..parameters.formats import BY_STAFF, Format
from ..party.direct_election import Mandates
from ..place.households import neighbours_of
from ..projects.agreed_works import bind_money, waited_too_long
from ..staffing.capacity import charge_counters
from ..streams import COMMUNITY, Stream
from . import aftermath
from .attendance import Attendance, Call
from .calling import called_today, whistle_for_matters
from .docket import Docket, first_docket
from .follow_up import look_after_tasks
from .formats import body_of
from .kinds import OF_NEEDS, MatterKind
from .matter import NOT_AGREED, Matter, Origin, matters_of_month, open_matter
from .objections import hear_objections
from .outcome import end
from .petitions import Petitions, barred, lodge
from .reopening import reopen
from .reports import branch_that_reported, households_of, new_piles
from .shop_seats import note_vote, voice_of
from .sitting import Sitting, Table, sit
from .stakes import leaning, value_of
from .votes import Decision, Rule

if TYPE_CHECKING:
    from ..district import District

SLOTS = Stream("slots", COMMUNITY)

MATTERS_A_SLOT = 2
ESTATE_TRIES = 3
"""Tries at an estate's own table before a matter goes to the council of its community."""
DAYS_A_YEAR, MONTHS_A_YEAR, DAYS_A_WEEK = 365.25, 12.0, 7
HALF_TRAINED_DAYS = 5.0


class Seat(NamedTuple):
    """Who decides: a format at the council of a community, or at an estate's own table."""

    form: Format
    estate: bool


def initialise(district: District) -> None:
    """Keep an agenda without matters; `earlier_years` adds those of the years before."""
    district.keep(first_docket(district.world.territory))
    district.keep(Petitions())


def monthly(district: District, date: dt.date) -> None:
    """Matters that arise this month."""
    levers, assumed = district.parameters.levers.deliberation, district.parameters.assumptions
    month = date.year * 12 + date.month
    extra, often = levers.covenants_per_year / MONTHS_A_YEAR, assumed.matters.rate_multiplier
    for found in matters_of_month(district.world, month, district.plan.seed, extra, often):
        bring(district, found)
    if district.day > 0:  # in the years before the run nobody files requests
        for pile, key in new_piles(district, date):
            kind = OF_NEEDS[district.kinds.ids[pile.kind]]
            matter = bring(district, (kind, pile.estate, key), pile.origin, households_of(district, pile.requests))
            if pile.origin == "grid_head":
                _name_branch(district, matter, branch_that_reported(district, pile))
    for matter in waited_too_long(district):
        end(district, matter, "given_up")
    aftermath.fade(district)


def bring(
    district: District,
    found: tuple[MatterKind, int, np.uint64],
    origin: Origin = "neighbours",
    reporters: Int64s | None = None,
) -> Matter:
    """A matter is raised: by neighbours themselves, or by whoever brings what others have reported; returns it."""
    docket, assumed = district.of(Docket), district.parameters.assumptions
    matter = open_matter(docket.raised, found, district.world, district.day, assumed.opinion)
    matter.origin = origin
    if reporters is not None:
        matter.reporters = reporters
    trust = trust_at_home(district, matter.household)
    matter.belief = leaning(matter.belief, trust, district.at_rest.minds.trust, assumed.opinion)
    docket.enter(matter)
    district.record(
        MatterRaised(
            **matter.facts,
            how=origin,
            estate=matter.estate,
            households=len(matter.household),
            belief=float(matter.belief.mean()),
            requests=len(matter.reporters),
        )
    )
    return matter


def _name_branch(district: District, matter: Matter, branch: int) -> None:
    """Which Party branch a matter comes from stands in the log."""
    facts: dict[str, Any] = {"number": branch, "community": matter.community, "about": matter.kind.id}
    district.record(MatterBrought(**facts, matter=matter.number))


def weekly(district: District, date: dt.date) -> None:
    """This week's meetings, answers of departments and accounts, and the hours they take."""
    hours = hold_meetings(district, date)
    if hours.any():
        charge_counters(district, hours)


def hold_meetings(district: District, date: dt.date) -> Floats:
    """What comes up again, this week's whistles, meetings, answers and accounts; returns staff's hours for them."""
    levers, day = district.parameters.levers.deliberation, date.toordinal()
    reopen(district)
    hours = whistle_for_matters(district, date) + hear_objections(district)
    phases = SLOTS.of(district.plan.seed).at(np.arange(len(hours))).uniform().tolist()
    for community, phase in enumerate(phases):
        if due(levers.department_sessions_per_year, day, phase):
            aftermath.hold_session(district, community)
        if not district.of(Docket).open_in(community):
            continue
        slots = due(levers.meetings_per_year, day, phase)
        tables = agendas(district, community, slots * MATTERS_A_SLOT)
        for seat, agenda in _held(district, community, tables):
            for matter in agenda:
                alone_again = barred(district, matter, seat.form)
                hours[community] += lodge(district, matter) if alone_again else take_up(district, matter, seat)
    hours += look_after_tasks(district)
    aftermath.give_accounts(district)
    return hours


def _held(
    district: District, community: int, tables: list[tuple[Seat, list[Matter]]]
) -> list[tuple[Seat, list[Matter]]]:
    """Tables that meet: while an emergency keeps residents from meeting, staff alone decide and the others wait."""
    if not gatherings.are_shut(district):
        return tables
    for seat, agenda in tables:
        if agenda and seat.form.decision != "staff":
            gatherings.put_off(district, community, seat.form.id, len(agenda))
    return [(seat, agenda) for seat, agenda in tables if seat.form.decision == "staff"]


def due(a_year: float, day: int, phase: float) -> int:
    """How many of so many dates a year fall in the week up to this day; `phase` sets communities apart."""
    upto = [int(np.floor(a_year * one / DAYS_A_YEAR + phase)) for one in (day - DAYS_A_WEEK, day)]
    return upto[1] - upto[0]


def agendas(district: District, community: int, places: int) -> list[tuple[Seat, list[Matter]]]:
    """What each table of a community takes up today, in this order; staff decide whatever is ready, without a slot."""
    levers = district.parameters.levers.deliberation
    called = called_today(district, community)
    ready = [
        matter
        for matter in district.of(Docket).open_in(community)
        if matter.agreed_on == NOT_AGREED and matter.ready <= district.day and matter not in called
    ]
    ready.sort(key=lambda matter: (matter.ready, matter.number))
    tables: list[tuple[Seat, list[Matter]]] = []
    if levers.estate_format != "none":
        seat = Seat(format_of(district, levers.estate_format), True)
        at_home = [
            one
            for one in ready
            if not one.kind.public and one.tries < ESTATE_TRIES and has_table(district, one.estate, seat.form)
        ]
        ready = [matter for matter in ready if matter not in at_home]
        most = MATTERS_A_SLOT if places else 0
        for estate in sorted({matter.estate for matter in at_home}):
            own = [matter for matter in at_home if matter.estate == estate]
            own = set_by_convenor(district, estate, own) if seat.form.of_owners else own
            tables.append((seat, own if seat.form.decision == "staff" else own[:most]))
    form = format_of(district, levers.format)
    tables.append((Seat(form, False), called + (ready if form.decision == "staff" else ready[:places])))
    return tables


def has_table(district: District, estate: int, form: Format) -> bool:
    """Whether an estate has such a table: one of owners only where people were elected to it."""
    table = table_of_estate(district, estate)
    return not form.of_owners or (table is not None and table.whole)


def set_by_convenor(district: District, estate: int, ready: list[Matter]) -> list[Matter]:
    """What is ready, in the order in which whoever convenes the estate's table puts it on the agenda.

    What touches the convenor's own home comes first, then what touches most households.
    """
    table = table_of_estate(district, estate)
    if table is None:
        return ready
    home = table.seats[0].person
    return sorted(ready, key=lambda one: (home not in one.household, -len(one.household), one.ready, one.number))


def format_of(district: District, name: str) -> Format:
    """A format by its name; a district that was given none can only let staff decide."""
    formats = district.plan.parameters.formats
    return BY_STAFF if name == BY_STAFF.id and name not in formats else formats[name]


def take_up(district: District, matter: Matter, seat: Seat) -> float:
    """One try at a matter; returns the hours it takes community staff."""
    assumed = district.parameters.assumptions
    table = table_of(district, matter, seat)
    cross_posts.speak(district, owners_of(district, matter.community), matter)
    sitting = sit(matter, table, neighbours_of(district.world), assumed)
    matter.tries += 1
    met = 0 if sitting.meeting is None or sitting.from_door_to_door else meetings_of(district, matter, seat.form)
    matter.meetings += met
    stations.host(district, matter, met)
    matter.belief = sitting.belief
    tell(district, matter, seat, sitting)
    note_vote(district, matter, sitting.shops, sitting.decision.passed)
    aftermath.remember_meeting(district, matter, seat.form, sitting)
    days = days_of_try(district, matter, seat.form, sitting)
    committed = aftermath.departments_come(district, matter, table, met)
    if sitting.decision.passed:
        matter.alone += sitting.meeting is None
        if sitting.decision.paid_from_fund > 0.0:
            spend_fund(district, matter.estate, sitting.decision.paid_from_fund)
        _settle_among_households(district, matter, sitting.decision.paid_from_winners)
        aftermath.agree(district, matter, seat.form, sitting, days, committed)
        bind_money(district, matter)
    else:
        come_back(district, matter, seat.form, sitting, days)
    hours = assumed.matters.meeting_hours * met if met else assumed.matters.decision_hours
    if sitting.asked_at_home:
        hours += assumed.matters.door_hours * len(matter.household)
    return hours


def _settle_among_households(district: District, matter: Matter, yuan: float) -> None:
    """Households that gain pay those that lose."""
    if yuan > 0.0:
        paid = Account("losers_paid", matter.community)
        district.ledger.pay(district.day, Account("residents"), paid, fen_of(yuan), "winners")


def table_of(district: District, matter: Matter, seat: Seat) -> Table:
    """Where a matter is decided under the levers in force; an offer to those who lose grows with every try."""
    levers, assumed = district.parameters.levers, district.parameters.assumptions
    said, trained = levers.deliberation, levers.staff.training_days_per_year
    council_odds = assumed.aftermath.standing_odds ** (district.of(Docket).council_trust[matter.community] - 0.5)
    # Whoever was elected is opened the door to, and comes back with company.
    council_odds *= 1.0 + assumed.outreach.elected_doors * float(district.of(Mandates).turnout[matter.community])
    council_odds *= stations.table_odds(district, matter.estate)
    body = body_of(seat.form, said.seats, said.random_seats, said.reserved_seats)
    if not has_committee(district, matter):
        # Seats that nobody is elected to are open to whoever comes.
        body = replace(body, open_seats=body.open_seats + body.office_seats, office_seats=0)
    return Table(
        form=seat.form,
        body=body,
        call=Call(
            notice_days=seat.form.notice_days(said.notice_days),
            online=said.online,
            council_odds=council_odds,
        ),
        rule=Rule(
            quorum=said.quorum,
            threshold=said.threshold,
            legal_threshold=matter.kind.legal_threshold,
            veto=said.veto,
            side_payment_yuan=said.side_payment_yuan * min(assumed.matters.offer_step * (matter.tries + 1), 1.0),
            gift_most_yuan=assumed.matters.gift_yuan,
        ),
        chair_skill=trained / (trained + HALF_TRAINED_DAYS),
        fund_yuan=fund_of(district, matter.estate),
        named=_named(district, matter, seat),
        shops=None if seat.estate else voice_of(district, matter, seat.form),
    )


def _named(district: District, matter: Matter, seat: Seat) -> tuple[TableSeat, ...]:
    """Who sits by name where a matter is decided; nobody at open tables."""
    table = table_of_estate(district, matter.estate) if seat.estate and seat.form.of_owners else None
    return table.seats if table is not None else ()


def meetings_of(district: District, matter: Matter, form: Format) -> int:
    """Meetings of one try: the format's, less what a secretary in the owners' chair or a seat in both bodies saves."""
    levers, owners = district.parameters.levers, owners_of(district, matter.community)
    saved = 0
    if has_committee(district, matter):
        chair = float(owners.chair_draws[owners.place_of(matter.estate)])
        saved += chair < levers.party.secretary_chairs_owners
        saved += cross_posts.holder(district, owners, matter.estate) is not None
    return max(form.meetings - saved, 1)


def has_committee(district: District, matter: Matter) -> bool:
    """Whether the owners of its estate have a committee."""
    owners = owners_of(district, matter.community)
    return bool(owners.has_committee[owners.place_of(matter.estate)])


def days_of_try(district: District, matter: Matter, form: Format, sitting: Sitting) -> int:
    """Calendar days from when a matter is on the table to when the decision stands; a meeting saved saves its days.

    From door to door it takes twice as long where owners have nobody to carry the papers.
    """
    assumed = district.parameters.assumptions.matters
    days = int(assumed.door_days * (1 if has_committee(district, matter) else 2)) if sitting.asked_at_home else 0
    if sitting.from_door_to_door:
        return days
    called = form.days_to_decide(district.parameters.levers.deliberation.notice_days)
    return days + (called * meetings_of(district, matter, form) // form.meetings if form.meetings else called)


def come_back(district: District, matter: Matter, form: Format, sitting: Sitting, days: int) -> None:
    """What did not pass is deferred; after so many tries it is given up.

    Staff who can say nothing new at the doors give up sooner.
    """
    assumed, levers = district.parameters.assumptions.matters, district.parameters.levers.deliberation
    matter.ready = district.day + days + int(assumed.pause_days)
    most = assumed.tries_most
    if form.decision == "staff":
        offers = 1.0 / max(assumed.offer_step, 1e-9) if levers.side_payment_yuan > 0.0 else 1.0
        most = min(most, max(assumed.staff_rounds, offers)) if sitting.from_door_to_door else 1.0
    if matter.tries < most:
        return
    end(district, matter, "given_up")


def tell(district: District, matter: Matter, seat: Seat, sitting: Sitting) -> None:
    """Write down what happened, for whoever follows the matter afterwards."""
    decision, value = sitting.decision, value_of(matter.kind, matter.private, sitting.belief)
    district.record(
        MatterTried(
            **matter.facts,
            attempt=matter.tries,
            form=seat.form.id,
            at="estate" if seat.estate else "community",
            meetings=matter.meetings,
            ballot=_ballot(decision, sitting.meeting),
            put_forward=_ballot(sitting.put_forward, sitting.meeting),
            rounds=sitting.rounds,
            belief=float(sitting.belief.mean()),
            in_favour=float((value > 0.0).mean()),
            reasons=tuple(str(reason) for reason in decision.reasons),
            opinions=tuple(Opinion(voices.mean, voices.spread) for voices in sitting.voices),
            yuan_from_winners=decision.paid_from_winners,
            yuan_from_fund=decision.paid_from_fund,
            seats=sitting.seats,
        )
    )


def _ballot(decision: Decision | None, meeting: Attendance | None) -> Ballot | None:
    """Who was there and how they voted; None where nobody was asked."""
    if decision is None or meeting is None:
        return None
    return Ballot(
        seats=int(meeting.seats),
        came=int(meeting.came.sum()),
        yes=int(decision.yes),
        no=int(decision.no),
        absent=int(decision.absent),
        objections=int(decision.objections),
    )
