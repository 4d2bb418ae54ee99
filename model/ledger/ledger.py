"""The district's ledger: whoever gives, whatever holds, whatever it is spent on, in double entry and whole fen.

Sources give without limit and are counted. Holders keep money and never fall below zero. What reaches a use is spent
and stays spent. So, after any payments: given = held + used, to the fen. (ODD 7.12)
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..columns import NOBODY

Fens = NDArray[np.int64]
Sort = Literal["source", "holder", "use"]

FEN_A_YUAN = 100


class AccountName(NamedTuple):
    """What an account is for."""

    sort: Sort
    zh: str
    en: str


ACCOUNTS: Mapping[str, AccountName] = MappingProxyType(
    {
        "treasury": AccountName("source", "财政", "Treasury"),
        "donors": AccountName("source", "企业捐赠", "Firms that give"),
        "residents": AccountName("source", "居民", "Residents"),
        "owners": AccountName("source", "业主公共收益", "Owners' common income"),
        "firms": AccountName("source", "物业企业让利", "Property firms"),
        "units": AccountName("source", "驻区单位", "Resident units"),
        "shops": AccountName("source", "沿街商户", "Street-front shops"),
        "purchase": AccountName("holder", "购买服务经费", "Purchase of services"),
        "community": AccountName("holder", "社区党组织为民服务专项经费", "Community service money"),
        "projects": AccountName("holder", "微项目经费", "Micro-project money"),
        "agreed_works": AccountName("holder", "议定工程经费", "Money for agreed works"),
        "joint_fund": AccountName("holder", "联合党委共建资金", "Money units bring together"),
        "prize": AccountName("holder", "绩效奖励", "Prizes for performance"),
        "foundation": AccountName("holder", "社区基金会", "Foundation"),
        "owners_fund": AccountName("holder", "小区公益基金", "Estates' funds"),
        "wages_grid": AccountName("use", "网格员薪酬", "Grid workers"),
        "wages_staff": AccountName("use", "社区工作者薪酬", "Community workers"),
        "delegated_tasks": AccountName("use", "委托事项经费", "Delegated tasks"),
        "wages_social": AccountName("use", "社工薪酬", "Social workers of centres"),
        "purchase_services": AccountName("use", "购买的服务", "Services bought"),
        "centres": AccountName("use", "中心与驿站运行", "Running centres and stations"),
        "centre_activities": AccountName("use", "中心日常活动", "Weekly activities of centres"),
        "information": AccountName("use", "信息系统、摄像头与终端", "Registers, app, cameras and terminals"),
        "evaluation": AccountName("use", "需求评估与第三方评级", "Needs surveys and outside ratings"),
        "training": AccountName("use", "培训", "Training of community workers"),
        "incubation": AccountName("use", "孵化社会组织", "Organisations incubated"),
        "points": AccountName("use", "志愿积分", "Volunteers' points"),
        "volunteers": AccountName("use", "志愿服务保障", "Insurance, meals and organising of volunteers"),
        "stewards": AccountName("use", "社区管家补贴", "Stewards' allowances"),
        "cadres": AccountName("use", "干部与单位工时", "Hours of cadres and units"),
        "projects_service": AccountName("use", "服务类项目", "Service projects"),
        "projects_works": AccountName("use", "工程类项目", "Works"),
        "public_works": AccountName("use", "常规预算的工程", "Works of the ordinary budget"),
        "projects_goods": AccountName("use", "货物类项目", "Goods"),
        "activities": AccountName("use", "活动", "Activities"),
        "awards": AccountName("use", "以奖代补奖金", "Awards to those who did good projects"),
        "estate_upkeep": AccountName("use", "小区小修小补", "Small repairs in estates"),
        "estate_cleaning": AccountName("use", "小区保洁", "Cleaning days in estates"),
        "estate_culture": AccountName("use", "小区文体活动", "Shows in estates"),
        "estate_relief": AccountName("use", "小区困难户帮扶", "Relief of hardship households in estates"),
        "losers_paid": AccountName("use", "对利益受影响户的补偿", "Paid to households that lose"),
    }
)
"""Every account by name; a new one is one more line here."""

SOURCES = tuple(name for name, one in ACCOUNTS.items() if one.sort == "source")
HOLDERS = tuple(name for name, one in ACCOUNTS.items() if one.sort == "holder")
USES = tuple(name for name, one in ACCOUNTS.items() if one.sort == "use")
FLOWS = {("source", "holder"), ("source", "use"), ("holder", "holder"), ("holder", "use"), ("holder", "source")}
"""Which sort of account pays which; what a holder gives a source goes back to it."""


class Account(NamedTuple):
    """An account of one community, or of the whole district (place NOBODY)."""

    name: str
    place: int = NOBODY


class Entry(NamedTuple):
    """One payment."""

    day: int
    source: Account
    target: Account
    fen: int
    purpose: str


class Block(NamedTuple):
    """Payments of one day and purpose between the accounts of two names, place by place."""

    day: int
    source: str
    target: str
    purpose: str
    source_place: NDArray[np.int64]
    target_place: NDArray[np.int64]
    fen: Fens


def fen_of(yuan: float) -> int:
    """Whole fen of a sum in yuan, to the nearest."""
    return round(yuan * FEN_A_YUAN)


def fens_of(yuan: NDArray[np.floating[Any]] | NDArray[np.integer[Any]]) -> Fens:
    """Whole fen of sums in yuan, each to the nearest."""
    whole: Fens = np.rint(yuan * FEN_A_YUAN).astype(np.int64)
    return whole


class Ledger:
    """Every payment of a run, and what accounts stand at.

    Attributes:
        blocks: Payments in the order they were made.
    """

    def __init__(self, communities: int) -> None:
        self.communities = communities
        self.blocks: list[Block] = []
        # What went in less what went out, by place; the whole district comes last, where NOBODY finds it.
        self._stand = {name: np.zeros(communities + 1, np.int64) for name in ACCOUNTS}
        self._each = np.arange(communities)

    def pay(self, day: int, source: Account, target: Account, fen: int, purpose: str) -> None:
        """Move money from one account to another.

        Args:
            day: Day of the run.
            source: Who pays.
            target: Who gets it.
            fen: Whole fen, not below zero.
            purpose: What for, in a word or two.

        Raises:
            ValueError: Not a whole sum, below zero, more than a holder holds, or between accounts that do not pay
                each other.
        """
        self._check_flow(source.name, target.name)
        for account in (source, target):
            if not NOBODY <= account.place < self.communities:
                raise ValueError(f"there is no community {account.place}")
        if isinstance(fen, bool) or not isinstance(fen, Integral):
            raise ValueError(f"{fen!r} is not a whole number of fen")
        if fen < 0:
            raise ValueError(f"nobody pays {fen} fen")
        if source.name in HOLDERS and fen > self.held(source):
            raise ValueError(f"{source.name} of {source.place} holds {self.held(source)} fen and cannot pay {fen}")
        self._stand[source.name][source.place] -= fen
        self._stand[target.name][target.place] += fen
        if fen:
            here, there, sums = (np.array([number], np.int64) for number in (source.place, target.place, fen))
            block = Block(
                day=day,
                source=source.name,
                target=target.name,
                purpose=purpose,
                source_place=here,
                target_place=there,
                fen=sums,
            )
            self.blocks.append(block)

    def pay_each(self, day: int, source: str, target: str, fen: Fens, purpose: str) -> None:
        """Move a sum in every community, from its own account to its own; a source is the whole district's.

        Args:
            day: Day of the run.
            source, target: Names of accounts.
            fen: Whole fen by community, none below zero.
            purpose: What for, in a word or two.

        Raises:
            ValueError: As in `pay`; then nothing has moved anywhere.
        """
        self._check_flow(source, target)
        if fen.shape != self._each.shape or fen.dtype.kind not in "iu":
            raise ValueError("a payment in every community takes one whole number of fen for each")
        if (fen < 0).any():
            raise ValueError(f"nobody pays {fen.min()} fen")
        given, got = self._stand[source], self._stand[target]
        if source in HOLDERS and (fen > given[:-1]).any():
            raise ValueError(f"{source} of community {int(np.argmax(fen - given[:-1]))} holds less than it is to pay")
        paying = self._each[fen > 0]
        if not len(paying):
            return
        sums, nobody = fen[paying].astype(np.int64), np.full(len(paying), NOBODY)
        from_whom, to_whom = (nobody if name in SOURCES else paying for name in (source, target))
        np.subtract.at(given, from_whom, sums)
        np.add.at(got, to_whom, sums)
        self.blocks.append(
            Block(
                day=day,
                source=source,
                target=target,
                purpose=purpose,
                source_place=from_whom,
                target_place=to_whom,
                fen=sums,
            )
        )

    def held(self, account: Account) -> int:
        """Fen that a holder holds."""
        return self._sum_of("holder", account)

    def given(self, account: Account) -> int:
        """Fen that a source has given, less what came back to it."""
        return -self._sum_of("source", account)

    def used(self, account: Account) -> int:
        """Fen spent on a use."""
        return self._sum_of("use", account)

    def held_by_community(self, name: str) -> Fens:
        """Fen that the holder of this name holds in every community."""
        return self._stand[name][:-1].copy()

    def total(self, sort: Sort) -> int:
        """Fen that all sources gave, all holders hold, or that were spent on all uses."""
        stand = sum(int(self._stand[name].sum()) for name, about in ACCOUNTS.items() if about.sort == sort)
        return -stand if sort == "source" else stand

    @property
    def entries(self) -> list[Entry]:
        """Every payment, one by one, in the order they were made."""
        return [
            Entry(block.day, Account(block.source, source), Account(block.target, target), fen, block.purpose)
            for block in self.blocks
            for source, target, fen in zip(
                block.source_place.tolist(), block.target_place.tolist(), block.fen.tolist(), strict=True
            )
        ]

    def _sum_of(self, sort: Sort, account: Account) -> int:
        if ACCOUNTS[account.name].sort != sort:
            raise ValueError(f"{account.name} is no {sort}")
        return int(self._stand[account.name][account.place])

    @staticmethod
    def _check_flow(source: str, target: str) -> None:
        unknown = [name for name in (source, target) if name not in ACCOUNTS]
        if unknown:
            raise ValueError(f"there is no account {unknown[0]}")
        if (ACCOUNTS[source].sort, ACCOUNTS[target].sort) not in FLOWS:
            raise ValueError(f"{source} does not pay {target}")
