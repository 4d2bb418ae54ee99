"""The kinds of collective matter a district has: whom each one hurts, what it is worth, what it takes by law.

Every number is a judgement of ours, grade D, unless `evidence` names a row that states it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

MatterClass = Literal["routine", "works", "contested"]
Losers = Literal["those_it_binds", "those_next_to_it", "worse_positions"]
PaidBy = Literal["nobody", "public", "households"]
SIMPLE_MAJORITY = 0.5
TWO_THIRDS = 2.0 / 3.0  # of an estate's owners, Shanghai to 2018 (S109)
NINE_TENTHS = 0.9  # of a stairwell, on top of that (S109)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rows speak of one number, and how well it is known."""

    rows: tuple[str, ...] = ()
    grade: Literal["A", "B", "C", "D"] = "D"


@dataclass(frozen=True, slots=True)
class MatterKind:
    """One kind of collective matter. Money is yuan a household unless it says otherwise.

    Attributes:
        losers: Who stands to lose.
        touched_share: Share of households whose place makes a difference: from the worst placed on, v climbs in a
            straight line from `worst` to `best`; it is `best` for everybody else.
        spread: Standard deviation of v around the value of a position.
        common: c, what it is worth to a household that fully believes in the common benefit.
        cost: Yuan of the whole matter; divided equally where the households pay.
        legal_threshold: Share of votes that the law or local rule asks for, whatever the body decides by.
        presses_on: Kinds of need that arise more often while the matter is open.
        yearly: Matters of this kind that arise a year per 1,000 households where it can arise.
        forms: Forms of estate in which it can arise; all where none is named.
        households: Households it affects, from one stairwell; 0 for the whole estate.
        needs_department: Whether nothing happens before a department commits to it.
        public: Whether it concerns what lies between estates or is a department's business, so that the council of the
            community takes it up and not the estate's own table.
        of_needs: Kind of need of which many requests from one estate become this matter; none where it is empty.
        evidence: Field -> rows of the evidence and grade; a field not named is an assumption of ours, grade D.
    """

    id: str
    title_zh: str
    title_en: str
    matter_class: MatterClass
    losers: Losers
    touched_share: float
    worst: float
    best: float
    spread: float
    common: float
    cost: float
    paid_by: PaidBy
    legal_threshold: float
    presses_on: tuple[str, ...]
    yearly: float
    forms: tuple[str, ...] = ()
    households: int = 0
    needs_department: bool = False
    public: bool = False
    of_needs: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def of_conduct(self) -> bool:
        """Whether what is agreed is nothing but how neighbours behave: nobody builds, pays for or permits anything."""
        return self.matter_class == "routine"

    def known_by(self, number: str) -> Evidence:
        """How well one number of this kind is known."""
        return self.evidence.get(number, Evidence())

    def cost_share(self, households: int) -> float:
        """What each of the households it affects pays towards it."""
        return self.cost / households if self.paid_by == "households" and households else 0.0


KINDS: tuple[MatterKind, ...] = (
    MatterKind(
        id="covenant",
        title_zh="文明公约",
        title_en="Covenant",
        matter_class="routine",
        losers="those_it_binds",
        touched_share=0.2,
        worst=-300.0,
        best=200.0,
        spread=150.0,
        common=400.0,
        cost=0.0,
        paid_by="nobody",
        legal_threshold=SIMPLE_MAJORITY,
        presses_on=("litter", "parking", "dispute"),
        yearly=0.3,
        of_needs="dispute",
        evidence={"presses_on": Evidence(("SU-13",), "D")},
    ),
    MatterKind(
        id="activity",
        title_zh="社区活动",
        title_en="Neighbourhood activity",
        matter_class="routine",
        losers="those_it_binds",
        touched_share=0.05,
        worst=-100.0,
        best=100.0,
        spread=100.0,
        common=200.0,
        cost=0.0,
        paid_by="nobody",
        legal_threshold=SIMPLE_MAJORITY,
        presses_on=(),
        yearly=0.8,
    ),
    MatterKind(
        id="yard_order",
        title_zh="院落秩序",
        title_en="Order in the yard",
        matter_class="routine",
        losers="those_it_binds",
        touched_share=0.15,
        worst=-500.0,
        best=300.0,
        spread=250.0,
        common=600.0,
        cost=0.0,
        paid_by="nobody",
        legal_threshold=SIMPLE_MAJORITY,
        presses_on=("parking", "dispute"),
        yearly=0.6,
        of_needs="litter",
    ),
    MatterKind(
        id="road",
        title_zh="道路改造",
        title_en="Road works",
        matter_class="works",
        losers="those_next_to_it",
        touched_share=0.2,
        worst=-2_500.0,
        best=500.0,
        spread=1_000.0,
        common=3_000.0,
        cost=330_000.0,
        paid_by="public",
        legal_threshold=SIMPLE_MAJORITY,
        presses_on=("facility",),
        yearly=0.25,
        needs_department=True,
        public=True,
        of_needs="hazard",
        evidence={"cost": Evidence(("B5", "S78"), "C")},
    ),
    MatterKind(
        id="lighting",
        title_zh="照明改造",
        title_en="Lighting",
        matter_class="works",
        losers="those_next_to_it",
        touched_share=0.2,
        worst=-1_500.0,
        best=400.0,
        spread=600.0,
        common=2_000.0,
        cost=110_000.0,
        paid_by="public",
        legal_threshold=SIMPLE_MAJORITY,
        presses_on=("facility",),
        yearly=0.25,
        public=True,
        of_needs="facility",
        evidence={"cost": Evidence(("B5",), "C")},
    ),
    MatterKind(
        id="parking_layout",
        title_zh="停车位改造",
        title_en="Parking layout",
        matter_class="works",
        losers="those_next_to_it",
        touched_share=0.3,
        worst=-4_000.0,
        best=1_500.0,
        spread=2_000.0,
        common=3_000.0,
        cost=330_000.0,
        paid_by="public",
        legal_threshold=TWO_THIRDS,
        presses_on=("parking", "dispute"),
        yearly=0.3,
        public=True,
        of_needs="parking",
        evidence={"cost": Evidence(("B5", "S78"), "C"), "legal_threshold": Evidence(("S109",), "C")},
    ),
    # c and the cost are solved for, not measured: with v as stated they give 0.0005 under veto, and a half with
    # 40,000 yuan for each loser. 525,000 yuan is also about what a lift is said to cost.
    MatterKind(
        id="lift",
        title_zh="老楼电梯",
        title_en="Lift in a stairwell",
        matter_class="contested",
        losers="worse_positions",
        touched_share=1.0,
        worst=-25_000.0,
        best=60_000.0,
        spread=15_000.0,
        common=80_000.0,
        cost=525_000.0,
        paid_by="households",
        legal_threshold=NINE_TENTHS,
        presses_on=("facility", "dispute"),
        yearly=0.4,
        forms=("old_estate",),
        households=14,
        needs_department=True,
        evidence={
            "worst": Evidence(("B8.2",), "D"),
            "best": Evidence(("B8.2",), "D"),
            "spread": Evidence(("B8.2",), "D"),
            "legal_threshold": Evidence(("S109",), "C"),
        },
    ),
    MatterKind(
        id="kindergarten",
        title_zh="小区办幼儿园",
        title_en="Kindergarten on the estate",
        matter_class="contested",
        losers="worse_positions",
        touched_share=1.0,
        worst=-20_000.0,
        best=15_000.0,
        spread=8_000.0,
        common=10_000.0,
        cost=0.0,
        paid_by="nobody",
        legal_threshold=TWO_THIRDS,
        presses_on=("child", "dispute"),
        yearly=0.1,
        forms=("new_estate", "tower"),
        needs_department=True,
        evidence={"presses_on": Evidence(("YT-15",), "D"), "legal_threshold": Evidence(("S109",), "C")},
    ),
    MatterKind(
        id="charging",
        title_zh="充电设施",
        title_en="Charging points",
        matter_class="contested",
        losers="worse_positions",
        touched_share=1.0,
        worst=-6_000.0,
        best=5_000.0,
        spread=3_000.0,
        common=4_000.0,
        cost=0.0,
        paid_by="nobody",
        legal_threshold=TWO_THIRDS,
        presses_on=("parking", "dispute"),
        yearly=0.3,
        forms=("new_estate", "old_estate", "tower", "relocation_estate"),
        needs_department=True,
        evidence={"legal_threshold": Evidence(("S109",), "C")},
    ),
)
OF_NEEDS = MappingProxyType({kind.of_needs: kind for kind in KINDS if kind.of_needs})
"""Kind of matter that many requests of a kind of need become."""
MATTERS = MappingProxyType({kind.id: kind for kind in KINDS})
"""Kind of matter by its id."""
