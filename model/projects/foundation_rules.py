"""Community foundations: money comes where somebody gives, more where accounts are shown, and is given away again.

A fund moves by `held + seed + gifts - grants`; donors are firms and residents. What is shown is remembered, gifts
follow memory and trust, and trust follows what is shown and what is delivered. Where there is no foundation nothing of
this happens. Grants serve poverty relief, public service and public welfare only. (SZ-08, SZ-09, SZ-10, B8.4)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..parameters.assumptions.foundations import FoundationsAssumptions
from ..streams import COMMUNITY, Part, Stream
from .kinds import WORKS, ProjectKinds
from .proposals import Proposals

FOUNDATIONS = Stream("foundations", COMMUNITY)
"""Every community's chance of a foundation, and one more number that settles the last one."""

FEN = 100
MONTHS_A_YEAR = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Givers:
    """Who could give in each community; one row each.

    Attributes:
        residents: People who live there.
        low_income: Share of them with a low income.
        firms: Firms that would give if they are asked, by what is built there.
    """

    residents: Floats
    low_income: Floats
    firms: Floats


class Gifts(NamedTuple):
    """What residents and firms give to each foundation, in fen."""

    residents_fen: Int64s
    firms_fen: Int64s


class Seed(NamedTuple):
    """What each foundation starts with, in fen: what donors could give of their part, and the treasury's part."""

    residents_fen: Int64s
    firms_fen: Int64s
    treasury_fen: Int64s

    @property
    def total_fen(self) -> Int64s:
        return self.residents_fen + self.firms_fen + self.treasury_fen


@dataclass(frozen=True, slots=True, eq=False)
class Foundations:
    """The foundations of a district as people see them; one row a community. Their money stands in the ledger.

    Attributes:
        has: Whether there is one.
        trust: Trust in it, from 0 to 1.
        shown: How much of its accounts and results people remember having seen, from 0 to 1.
    """

    has: Bools
    trust: Floats
    shown: Floats


class Delivered(NamedTuple):
    """Projects each foundation has paid for so far that stood in the end, and that failed."""

    done: Floats
    failed: Floats


class Choice(NamedTuple):
    """What a board gives money to: rows of the list, in its order, and what they cost together."""

    rows: Int64s
    cost_fen: int


def who_founds(share: float, givers: Givers, seed: int, assumed: FoundationsAssumptions) -> Bools:
    """Which communities have a foundation: the rich and those with many firms first, and some by chance.

    So many that over seeds the share is met, however small it is: one draw of the run decides over the last one. A
    higher share only adds communities.
    """
    count = len(givers.residents)
    draws = FOUNDATIONS.of(seed).at(np.arange(count + 1)).uniform()
    chance = 1.0 - assumed.wealth_weight - assumed.firms_weight
    rank_score = assumed.wealth_weight * _ranks(1.0 - givers.low_income) + assumed.firms_weight * _ranks(givers.firms)
    rank_score = rank_score + max(chance, 0.0) * draws[:count]
    founded = min(int(np.floor(share * count + draws[count])), count) if share > 0.0 else 0
    has = np.zeros(count, np.bool_)
    has[np.argsort(-rank_score, kind="stable")[:founded]] = True
    return has


def riches(givers: Givers, assumed: FoundationsAssumptions) -> Floats:
    """How much more or less than usual a resident of each community can give: a power of relative wealth."""
    wealth = 1.0 - givers.low_income
    usual = float(np.average(wealth, weights=givers.residents)) if givers.residents.sum() > 0.0 else 1.0
    return np.asarray((wealth / max(usual, 1e-9)) ** assumed.wealth_power)


def seeds(seed_yuan: float, donor_share: float, has: Bools, givers: Givers, assumed: FoundationsAssumptions) -> Seed:
    """The seed of each foundation: donors give their part as far as they can, the treasury its own and no more.

    So a rich community gets its whole seed and a poor one a part. Residents and firms give in proportion to what each
    can. (SZ-08)
    """
    residents = assumed.resident_seed_yuan * givers.residents * riches(givers, assumed)
    can = [np.floor(yuan * FEN).astype(np.int64) for yuan in (residents, assumed.firm_seed_yuan * givers.firms)]
    whole_fen = round(seed_yuan * FEN)
    asked_fen = round(whole_fen * donor_share)
    given = np.where(has, np.minimum(can[0] + can[1], asked_fen), 0)
    from_residents = given * can[0] // np.maximum(can[0] + can[1], 1)
    treasury = np.where(has, whole_fen - asked_fen, 0).astype(np.int64)
    return Seed(from_residents, given - from_residents, treasury)


def still_due(seed: Seed, given: Seed, whole_fen: int) -> Seed:
    """What is missing of a seed where part of it, or a smaller one, was given before.

    Nobody gives twice, and nobody fills up what another would have had to give.

    Args:
        seed: What each would give today if nothing had been given.
        given: What each has ever given as seed.
        whole_fen: The seed that is asked for; together they never give more.
    """
    room, due = np.maximum(whole_fen - given.total_fen, 0), []
    for wanted, before in zip(seed, given, strict=True):
        due.append(np.minimum(np.maximum(wanted - before, 0), room))
        room = room - due[-1]
    return Seed(*due)


def founded(has: Bools, trust: Floats) -> Foundations:
    """Foundations on their first morning: trusted like the community itself, nothing shown yet."""
    return Foundations(has.copy(), np.where(has, trust, 0.0), np.zeros(len(has)))


def gifts_of_month(state: Foundations, givers: Givers, assumed: FoundationsAssumptions) -> Gifts:
    """What residents and firms give to each foundation in a month, in fen; nothing where there is none.

    In proportion to trust, and more by what people remember having been shown. (SZ-10, S40)
    """
    moved = state.has * state.trust / assumed.usual_trust * (1.0 + assumed.shown_gain * state.shown)
    usual_yuan = (
        assumed.resident_gift_yuan * givers.residents * riches(givers, assumed),
        assumed.firm_gift_yuan * givers.firms,
    )
    return Gifts(*(np.floor(yuan * FEN / MONTHS_A_YEAR * moved).astype(np.int64) for yuan in usual_yuan))


def after_month(
    state: Foundations, disclosure: float, delivered: Delivered, assumed: FoundationsAssumptions
) -> Foundations:
    """Memory and trust a month later: memory moves to what is shown, trust to what is deserved.

    Args:
        disclosure: How much of accounts and results is shown, from 0 to 1 (`funding.disclosure`).
        delivered: What became of its projects; one done and one failed are taken as given, so that few prove little.
    """
    kept_word = (delivered.done + 1.0) / (delivered.done + delivered.failed + 2.0)
    deserved = assumed.delivered_weight * kept_word + (1.0 - assumed.delivered_weight) * disclosure
    shown = state.shown + assumed.memory_step * (disclosure - state.shown)
    trust = state.trust + assumed.trust_step * (deserved - state.trust)
    return Foundations(state.has, np.where(state.has, trust, state.trust), np.where(state.has, shown, state.shown))


def grants_of_period(held_fen: Int64s, years: float, assumed: FoundationsAssumptions) -> Int64s:
    """What each foundation gives away in a period, in fen; it keeps the rest, so it never runs dry."""
    share = 1.0 - (1.0 - assumed.spend_share) ** years
    return np.asarray(np.floor(np.maximum(held_fen, 0) * share).astype(np.int64))


def admitted(listed: Proposals, kinds: ProjectKinds) -> Bools:
    """Which projects a foundation may pay for: poverty relief, public service, public welfare. (SZ-08)

    So it pays for hours, goods and activities for personal needs, and for nothing that is built or meets public events.
    """
    personal = kinds.service | kinds.activity
    return np.asarray(personal[listed.kind] & (listed.form != WORKS))


def days_to_choose(decided_by: str, assumed: FoundationsAssumptions) -> int:
    """Days from proposals to the choice: a board is quick, residents meet and vote first. (SZ-09)

    Raises:
        KeyError: Nobody is called that; see the lever `projects.foundation_decided_by`.
    """
    return int(np.ceil({"board": assumed.board_days, "residents": assumed.residents_days}[decided_by]))


def donors_taste(seed: int, community: int, kinds: ProjectKinds) -> Floats:
    """How dear each kind of need is to the donors behind one foundation, from 0 to 1; the same in every scenario."""
    count = len(kinds.ids)
    tastes = Stream("donors' taste", COMMUNITY, Part("kind of need", count))
    return tastes.of(seed).at(community, np.arange(count)).uniform()


def chosen_by_board(listed: Proposals, may: Bools, taste: Floats, money_fen: int) -> Choice:
    """What a board gives to: its donors' dearest kinds first, then what more have asked for, while money lasts.

    What it cannot afford it passes over. Residents decide by an election among the same projects instead. (SZ-09)

    Args:
        may: Which of them it may pay for (`admitted`).
        taste: How dear each kind is to its donors.
    """
    order = np.lexsort((np.arange(len(listed)), -listed.registered, -taste[listed.kind]))
    rows, spent = [], 0
    for row in order[may[order]]:
        if spent + int(listed.cost_fen[row]) <= money_fen:
            rows.append(int(row))
            spent += int(listed.cost_fen[row])
    return Choice(np.array(rows, np.int64), spent)


def _ranks(value: Floats) -> Floats:
    """Rank of each community from 0, the least, to 1; equals share their mean rank."""
    below = (value[None, :] < value[:, None]).sum(axis=1)
    same = (value[None, :] == value[:, None]).sum(axis=1)
    return np.asarray((below + 0.5 * (same - 1)) / max(len(value) - 1, 1))
