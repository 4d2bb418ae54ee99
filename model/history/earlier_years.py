"""What earlier years left: projects in every stage and the money promised to them, matters on the docket, covenants.

A district does not begin on its first morning. Works help for years, covenants bind for years, what was given up is
resented for a year; a run that began without any of it would lie inside a build-up. So the years before are lived
through by the same rules as later ones: money is split, projects are proposed, chosen, put out to tender and built,
matters are raised, met over and settled, in the same order, on the same dates, with the same luck of place, kind and
calendar month (days of the run below zero). Only what has no past to look at is replaced:

- needs of those years are expected ones, drawn (`expected_year`), thinned by the works that stood then;
- people's minds and departments' queues are those of the first morning, before and after; committees' authority wears
  and recovers as it does later, and is whole again on the first morning;
- councils are believed in as far as matters of their district came to a good end;
- foundations give nothing before the first morning, on which they get their seed.

It begins long enough before that all projects chosen earlier are over on the first morning. Money of those years was
given and spent on days below zero, so it is no money of the run; what accounts hold, promised to projects that wait at
a desk or not, is part of its opening balance.
"""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import PartyCommittee
from ..arrays import Floats
from ..deliberation import process as deliberation
from ..deliberation.docket import HALF_WAY, Docket
from ..ledger.allocation_rules import batch_of
from ..ledger.payments import Accounts
from ..money import allocation
from ..organisations.market import Market
from ..party.whistle import usual_authority
from ..projects import process as projects
from ..projects.batch import give_away
from ..projects.draws import batch_number
from ..projects.effects import rate_factors
from ..projects.in_force import put_in_force, table_of
from ..projects.kinds import GOODS, WORKS
from ..projects.pipeline import DAYS_A_MONTH, idle_desks
from ..projects.records import ProjectBook
from .expected_year import Usual, expected_year, usual_year

if TYPE_CHECKING:
    from ..district import District

YEAR_OF_QUEUES = 1.0
"""Years a project may stand before a desk; what is left of earlier projects has settled by then as well."""
MONTHS_A_YEAR = 12.0


def initialise(district: District) -> None:
    """The first morning, as the years before have left it."""
    if not district.plan.earlier_years:
        return
    share, first, start = district.of(Market).purchase_share, district.plan.first_day, first_year(district)
    untouched = _Untouched(district)
    district.of(Accounts).year_had = start.year, Fraction(0)
    district.day = (start - first).days
    assumed = district.parameters.assumptions.delivery
    district.of(ProjectBook).desks = [idle_desks(district.day, assumed) for _ in district.of(ProjectBook).desks]
    _live(district, untouched)
    district.day = 0
    district.of(Market).purchase_share = share
    untouched.put_back(district)
    district.of(Docket).council_trust[:] = council_trust_at_rest(district)
    put_in_force(district, afresh=False)


def first_year(district: District) -> dt.date:
    """New Year of the first of the earlier years: what was chosen before it cannot act on the first morning."""
    assumed, first = district.parameters.assumptions.delivery, district.plan.first_day
    waits = max(2.0 * assumed.works_months, assumed.goods_months, assumed.ready_months)
    lasts = max(assumed.months_of_works, assumed.months_of_goods, assumed.months_of_service)
    tender = (assumed.longest_tender_days + assumed.notice_days + assumed.screening_days) / DAYS_A_MONTH
    years = math.ceil((waits + lasts + tender) / MONTHS_A_YEAR + YEAR_OF_QUEUES)
    return dt.date(first.year - years, 1, 1)


def council_trust_at_rest(district: District) -> Floats:
    """How far people believe in their council when that belief has long followed how matters end.

    At rest its mean is the share of matters settled; on the first morning each council stands where its own last
    matters have moved it from there.
    """
    docket, step = district.of(Docket), district.parameters.assumptions.aftermath.standing_step
    good = [one.ended == "settled" for one in docket.closed]
    council_trust = np.full(len(docket.council_trust), np.mean(good) if good else HALF_WAY)
    for matter, settled in zip(docket.closed, good, strict=True):
        council_trust[matter.community] += step * (float(settled) - council_trust[matter.community])
    return council_trust


def _live(district: District, untouched: _Untouched) -> None:
    """Every day up to the first morning on which money is split, projects are chosen or people meet."""
    usual, authority = usual_year(district), usual_authority(district)
    recovery = district.parameters.assumptions.authority.authority_recovery
    while district.day < 0:
        date = district.date(district.day)
        if date.day == 1:
            untouched.put_minds_back()
            allocation.monthly(district, date)
            deliberation.monthly(district, date)
            _choose_projects(district, date, usual)
        if date.weekday() == 0:
            for committee in district.agents_by_type[PartyCommittee]:
                committee.rest(float(authority[committee.community]), recovery)
            projects.begin_and_end(district)
            deliberation.hold_meetings(district, date)
        district.day += 1


def _choose_projects(district: District, date: dt.date, usual: Usual) -> None:
    """If a batch fell in this month, it was given away by what was known of the needs of its time."""
    projects.new_month(district, date)
    batch = batch_of(date.month, district.parameters.levers.projects.batches_per_year)
    if batch is None:
        return
    number = batch_number(date.year, batch)
    give_away(district, number, expected_year(district, number, _factors(district), usual))


def _factors(district: District) -> Floats:
    """Share of needs that arose beside the works and goods of the day."""
    book, assumed = district.of(ProjectBook), district.parameters.assumptions.delivery
    lowering = [one for one in book.running if one.form in (WORKS, GOODS) and one.acts(district.day)]
    return rate_factors(table_of(lowering), book.catchments, len(district.kinds.ids), assumed)


class _Untouched:
    """What those years must leave as it is: people's minds, departments' work, and what committees are worth."""

    def __init__(self, district: District) -> None:
        state = district.state
        self.columns = [
            (column, column.copy())
            for column in (
                state.minds.trust,
                state.minds.efficacy,
                state.tallies.mind_totals,
                state.tallies.daily,
                state.departments.credit,
            )
        ]
        self.authority = [one.authority for one in district.agents_by_type[PartyCommittee]]

    def put_minds_back(self) -> None:
        for column, before in self.columns:
            column[...] = before

    def put_back(self, district: District) -> None:
        self.put_minds_back()
        for one, authority in zip(district.agents_by_type[PartyCommittee], self.authority, strict=True):
            one.authority = authority
