"""The pot for projects is shared out among communities by the rule in force; purchase money may follow the same rule.

The yardsticks are those whoever splits money has: residents, last year's requests or a survey, ratings from records,
and bids. (GD-11, SU-05)
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ..agents.organisation import NOWHERE
from ..arrays import Floats, among
from ..columns import (
    COUNTER,
    NEVER,
    NOBODY,
    PATROL,
    SENSOR,
    STEWARD_ROUND,
)
from ..events.money import MoneySplit
from ..ledger.allocation_rules import (
    DAYS_LOOKED_BACK,
    JUDGES,
    SPLITS,
    CommunityFacts,
    Writers,
    bid_draws,
    bid_quality,
    due_share,
    score_of,
    shares,
)
from ..ledger.ledger import FEN_A_YUAN, fen_of
from ..ledger.payments import Accounts
from ..monitoring.satisfaction import past_year
from ..monitoring.survey_records import latest_survey
from ..organisations.market import Market
from ..staffing.capacity import born_since

if TYPE_CHECKING:
    from ..district import District

FOUND_BY_OTHERS = (PATROL, STEWARD_ROUND, SENSOR)
"""Channels by which no resident asked for anything."""


def monthly(district: District, date: dt.date) -> None:
    """What has come due of the year's money is split and stands on the communities' accounts: a batch's part, usually.

    A year's money is the year's, however many batches it comes in. Where levers change inside a year, what should have
    come by now is made up on the first of the next month, and where it has come already nothing does until more is due.
    """
    levers, ledger, day = district.parameters.levers, district.ledger, district.day
    had, due = _had(district, date), due_share(date.month, levers.projects.batches_per_year)
    if due <= had:
        return
    district.of(Accounts).year_had = date.year, due
    facts, funding = facts_of(district, date.year), levers.funding
    weights = SPLITS[funding.split](facts, district.parameters.assumptions.splitting)
    if date.month == 1:
        # Contracts are tendered and amended at New Year, so that is when their money may move.
        judged = funding.split in JUDGES and weights.any()
        district.of(Market).purchase_share = weights / weights.sum() if judged else None
        district.of(Accounts).recurring = None
    pot = _between(funding.project_money(float(facts.residents.sum()), ledger.communities), had, due)
    by_weight = shares(pot, weights)
    ledger.pay_each(day, "treasury", "projects", by_weight, "split")
    own = np.array([_between(funding.community_money(float(one)), had, due) for one in facts.residents], np.int64)
    ledger.pay_each(day, "treasury", "community", own, "service_money")
    came = {"projects": by_weight, "community": own}
    for what, fen in came.items():
        for community in np.flatnonzero(fen).tolist():
            district.record(MoneySplit(community=community, about=what, yuan=float(fen[community]) / FEN_A_YUAN))


def _had(district: District, date: dt.date) -> Fraction:
    """The share of this year's money that has come in; batches before the first day of the run are over."""
    had = district.of(Accounts).year_had
    if had is not None:
        return had[1] if had[0] == date.year else Fraction(0)
    plan = district.plan
    if plan.first_day.year < date.year:
        return Fraction(0)
    months_over = plan.first_day.month - (plan.first_day.day == 1)
    return due_share(months_over, (plan.status_quo or plan.parameters.levers).projects.batches_per_year)


def _between(yuan_a_year: float, had: Fraction, due: Fraction) -> int:
    """Fen that come in as so much of a year's money has come due; parts add up to the year's, to the fen."""
    return fen_of(yuan_a_year * float(due)) - fen_of(yuan_a_year * float(had))


def facts_of(district: District, year: int) -> CommunityFacts:
    """What is known of every community: who lives there, who asked, what records say, how good its bid is."""
    territory, state, seed = district.world.territory, district.state, district.plan.seed
    communities, assumed = territory.communities, district.parameters.assumptions.splitting
    lately = state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_LOOKED_BACK)]
    where, channel = territory.community_of_cell[lately["cell"]], lately["channel"].copy()
    asked = (channel != NOBODY) & ~among(channel, FOUND_BY_OTHERS)
    heard, closed = lately["heard_day"] >= 0, lately["closed_time"].copy()
    on_time = heard & (closed < NEVER) & (closed <= lately["due_time"])
    handled = np.bincount(where, on_time, communities) / np.maximum(np.bincount(where, heard, communities), 1.0)
    survey = latest_survey(district)
    return CommunityFacts(
        residents=state.pools.residents[district.pool_map.pools(COUNTER)].astype(float),
        registered=np.bincount(where, asked, communities).astype(float),
        surveyed=None if survey is None else survey.needs.sum(axis=1),
        score=score_of(handled, recorded_by_community(district), assumed),
        bid_quality=bid_quality(_writers(district), bid_draws(seed, year, communities), assumed),
    )


def recorded_by_community(district: District) -> Floats:
    """How satisfied records say people were last year: what those felt whom a queue served, lifted as records are."""
    satisfaction, ended = past_year(district)
    true = np.divide(satisfaction, ended, out=np.full(len(satisfaction), 0.5), where=ended > 0.0)
    return np.asarray(np.minimum(true + district.state.memory.appraisal_pressure, 1.0))


def _writers(district: District) -> Writers:
    communities = district.world.territory.communities
    homes = [one.profile.home for one in district.of(Market).organisations.values() if one.profile.home != NOWHERE]
    social = np.bincount(district.centres.community, minlength=communities)
    levers = district.parameters.levers
    return Writers(
        organisations=np.bincount(np.array(homes, np.int64), minlength=communities).astype(float),
        social_workers=np.asarray(social * levers.centres.social_workers_each, np.float64),
        training_days=np.full(communities, float(levers.staff.training_days_per_year)),
    )
