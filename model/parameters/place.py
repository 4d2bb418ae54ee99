"""A place is the world as it is: its people, its streets, its estates and the needs that arise there.

Nobody chooses these numbers, so they are neither levers nor assumptions; every one of them is a
fact with a source and a grade, stated in `scenarios/places/`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from .facts import Day, Fact, Record, Share, as_tuple, one_of

FORMS = ("new_estate", "old_estate", "urban_village", "industrial_park", "tower", "courtyard", "relocation_estate")
"""Forms of estate. New ones come last: who lives in the others is drawn in this order. (转移安置小区: OR-22)"""
NEED_KINDS = (
    "hazard",
    "litter",
    "parking",
    "facility",
    "care",
    "child",
    "livelihood",
    "paperwork",
    "dispute",
    "culture",
)
AGE_BANDS = ("child", "adult", "elder")

PERSON_GROUPS = ("resident", *AGE_BANDS, "disabled", "low_income", "migrant")
SERVERS = (
    "grid",
    "steward",
    "property",
    "volunteer",
    "social",
    "organisation",
    "staff",
    "counter",
    "terminal",
    "mediator",
    "secretary",
    "centre",
    "project",
)
"""Who may serve a kind of need; the processes that lend their hands are built one by one."""


PersonGroup = Annotated[str, *one_of(*PERSON_GROUPS)]
Form = Annotated[str, *one_of(*FORMS)]
Server = Annotated[str, *one_of(*SERVERS)]


NAMED_SYSTEMS = ("WGS84", "CGCS2000", "GCJ-02", "BD-09")


def _known_crs(word: str) -> str:
    if word not in NAMED_SYSTEMS and not (word.startswith("EPSG:") and word[5:].isdigit()):
        expected = {"expected": ", ".join((*NAMED_SYSTEMS, "EPSG:4490 …"))}
        raise PydanticCustomError("literal_error", "must be one of {expected}", expected)
    return word


class AgeShares(Record):
    """How the residents split by age: 0–14, 15–59, 60 and over."""

    child: Annotated[Share, Fact("share of residents", "0–14 岁占比", "Aged 0–14")]
    adult: Annotated[Share, Fact("share of residents", "15–59 岁占比", "Aged 15–59")]
    elder: Annotated[Share, Fact("share of residents", "60 岁及以上占比", "Aged 60 and over")]

    @model_validator(mode="after")
    def _whole(self) -> AgeShares:
        _sums_to_one({"child": self.child, "adult": self.adult, "elder": self.elder}, "age")
        return self


class PartyShares(Record):
    """Party members among the residents, by where their branch is."""

    community: Annotated[Share, Fact("share of residents", "社区在册党员占比", "Registered in the community")]
    workplace: Annotated[Share, Fact("share of residents", "单位在职党员占比", "Registered at a workplace")]


class FormShare(Record):
    """How many people live in one form of estate, and what such an estate is like."""

    share: Annotated[Share, Fact("share of residents", "居住人口占比", "Residents living in it")]
    estate_households: Annotated[
        float,
        Field(ge=5, le=10_000, allow_inf_nan=False),
        Fact("households", "平均每个小区户数", "Households in an estate, on average"),
    ]
    relative_density: Annotated[
        float,
        Field(ge=0.05, le=20, allow_inf_nan=False),
        Fact("× the place's mean", "相对人口密度", "Density relative to the place's mean"),
    ] = 1.0
    property_share: Annotated[Share, Fact("share of estates", "有物业公司的小区占比", "Estates with a property firm")]


class NeedKind(Record):
    """One kind of need: who has it how often, what it takes to meet it, and how long it can wait."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), Fact("", "编号", "Id")]
    label_zh: Annotated[str, Field(min_length=1), Fact("", "中文名称", "Chinese name")]
    label_en: Annotated[str, Field(min_length=1), Fact("", "英文名称", "English name")]
    stream: Annotated[Literal["public", "personal"], Fact("", "类别", "Public event or personal need")]
    rates: Annotated[
        dict[PersonGroup, Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]],
        Field(min_length=1),
        Fact(
            "needs a person-year",
            "发生率（残疾、低收入、外来人口在年龄组之上相加）",
            "Rate by group (disabled, low income and migrant add to the age group's)",
        ),
    ]
    form_multiplier: Annotated[
        dict[Form, Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]],
        Fact("×", "小区形态倍数", "Multiplier by form of estate"),
    ] = Field(default_factory=dict)
    hours_mean: Annotated[
        float, Field(gt=0, le=1000, allow_inf_nan=False), Fact("h", "平均办理工时", "Mean hours of work")
    ]
    hours_sigma: Annotated[
        float, Field(ge=0, le=3, allow_inf_nan=False), Fact("log", "工时对数标准差", "Spread of log hours")
    ]
    window_days: Annotated[int, Field(ge=1, le=365), Fact("working days", "发现时限", "Window to be heard, from birth")]
    deadline_days: Annotated[
        int, Field(ge=1, le=365), Fact("working days", "办结时限", "Deadline to be met, from hearing")
    ]
    deadline_grade: Annotated[
        Literal["A", "B", "C", "D"], Fact("", "时限的证据等级", "Grade of the deadline's evidence")
    ] = "D"
    deadline_rows: Annotated[
        tuple[str, ...], BeforeValidator(as_tuple), Fact("", "时限的证据条目", "Rows of evidence for the deadline")
    ] = ()
    severity: Annotated[int, Field(ge=1, le=3), Fact("", "严重程度", "Severity")]
    department_share: Annotated[Share, Fact("share", "须转部门的占比", "Share that needs a department")]
    handling_days: Annotated[
        float,
        Field(ge=0.1, le=250, allow_inf_nan=False),
        Fact("working days", "部门办理一件的平均天数", "Mean days a department takes over a case"),
    ] = 4.0
    served_by: Annotated[
        tuple[Server, ...],
        BeforeValidator(as_tuple),
        Field(min_length=1),
        Fact("", "可由谁办理", "Who may serve it"),
    ]


class Minds(Record):
    """What residents feel on average under the status quo, once that has lasted long enough to move it no more."""

    efficacy: Annotated[Share, Fact("share", "认为反映有用的平均程度", "Mean belief that reporting helps")]
    trust: Annotated[Share, Fact("share", "对社区的平均信任", "Mean trust in the community")]
    expectation: Annotated[Share, Fact("share", "对办理表现的平均期望", "Mean performance that is expected")]


class Boundary(Record):
    """Real outlines of communities; the coordinate system is named, never guessed."""

    file: Annotated[str, Field(min_length=1), Fact("", "边界文件", "File of outlines")]
    crs: Annotated[str, AfterValidator(_known_crs), Fact("", "坐标系", "Coordinate system")]


MOST_KINDS = 31


class Place(Record):
    """One district as it is, before anybody decides anything."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), Fact("", "编号", "Id")]
    streets: Annotated[int, Field(ge=1, le=2000), Fact("count", "街道数", "Streets")]
    communities: Annotated[int, Field(ge=1, le=50_000), Fact("count", "社区数", "Communities")]
    residents: Annotated[int, Field(ge=100, le=200_000_000), Fact("people", "常住人口", "Residents")]
    area_km2: Annotated[
        float, Field(gt=0, le=2_000_000, allow_inf_nan=False), Fact("km²", "辖区面积", "Administrative area")
    ]
    built_km2: Annotated[
        float, Field(gt=0, le=2_000_000, allow_inf_nan=False), Fact("km²", "建成区面积", "Built-up area")
    ]
    household_size: Annotated[
        float,
        Field(ge=1, le=8, allow_inf_nan=False),
        Fact("people", "户均人口（家庭户）", "People in a family household"),
    ]
    collective_share: Annotated[
        Share, Fact("share of residents", "集体户人口占比", "Residents in collective households")
    ]
    age: AgeShares
    disabled_share: Annotated[Share, Fact("share of residents", "残疾人占比", "Disabled residents")]
    low_income_share: Annotated[Share, Fact("share of residents", "低收入人口占比", "Residents on a low income")]
    migrant_share: Annotated[
        Share, Fact("share of residents", "非户籍人口占比", "Residents without local registration")
    ]
    owner_share: Annotated[Share, Fact("share of residents", "自有住房人口占比", "Residents in a home they own")]
    party: PartyShares
    forms: Annotated[dict[Form, FormShare], Field(min_length=1)]
    owners_committee_share: Annotated[
        Share, Fact("share of estates", "已成立业委会的小区占比", "Estates with an owners' committee")
    ]
    volunteers_registered: Annotated[
        Share, Fact("share of residents", "注册志愿者占比", "Residents registered as volunteers today")
    ] = 0.05  # Ordos 5.8 % (OR-20), Guangdong 4.7 % (GD-16); who is registered is not yet active
    organisations_per_10000: Annotated[
        float,
        Field(ge=0, le=100, allow_inf_nan=False),
        Fact("per 10,000 residents", "服务社区的社会组织数", "Social organisations that serve communities"),
    ] = 1.3  # 6.3 of every kind nationally (S39), of which a fifth serve communities in Ordos (OR-19)
    shops_per_1000: Annotated[
        float,
        Field(ge=0, le=500, allow_inf_nan=False),
        Fact("per 1,000 residents", "沿街商户数", "Street-front shops"),
    ] = 0.0  # they act where a council has a seat for them (OR-13)
    firms_per_1000: Annotated[
        float,
        Field(ge=0, le=500, allow_inf_nan=False),
        Fact("per 1,000 residents", "企业数", "Firms"),
    ] = 0.0  # they are called on in an emergency, by cadres who are sent down (YT-06)
    start: Annotated[Day, Fact("date", "起始日（首个统计日）", "First measured day")]
    population_seed: Annotated[int, Field(ge=0, le=2**63 - 1), Fact("", "人口种子", "Seed of the generated people")] = 1
    # As many kinds as the bits of a pool's mask can name.
    needs: Annotated[tuple[NeedKind, ...], BeforeValidator(as_tuple), Field(min_length=1, max_length=MOST_KINDS)]
    departments: Annotated[
        dict[str, Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]],
        Fact(
            "cases per 1,000 residents-year",
            "现状下转部门的案件量（缺省时由试运行测得）",
            "Cases reaching departments today (measured by a pilot run where absent)",
        ),
    ] = Field(default_factory=dict)
    heard_share: Annotated[
        dict[str, Share],
        Fact(
            "share of needs",
            "现状下被发现的占比，按类别（缺省时由试运行测得）",
            "Heard today, by kind (measured by a pilot run where absent)",
        ),
    ] = Field(default_factory=dict)
    lost_share: Annotated[
        dict[str, Share],
        Fact(
            "share of what is heard",
            "现状下登记而落空的占比，按类别（缺省时由试运行测得）",
            "Booked and lost today, by kind (measured by a pilot run where absent)",
        ),
    ] = Field(default_factory=dict)
    minds: Minds | None = None
    """Measured by a pilot run where absent."""
    boundary: Boundary | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Place:
        _sums_to_one({form: facts.share for form, facts in self.forms.items()}, "forms")
        if self.communities < self.streets:
            numbers = {"key": "communities", "communities": self.communities, "streets": self.streets}
            raise PydanticCustomError(
                "fewer_communities", "{communities} communities cannot fill {streets} streets", numbers
            )
        if self.residents < 100 * self.communities:
            raise PydanticCustomError("few_residents", "fewer than 100 residents a community", {"key": "residents"})
        if self.built_km2 > self.area_km2:
            areas = {"key": "built_km2", "built": f"{self.built_km2:g}", "area": f"{self.area_km2:g}"}
            raise PydanticCustomError(
                "built_exceeds_area", "{built} km² built exceeds the whole area, {area} km²", areas
            )
        if self.party.community + self.party.workplace > self.age.adult + self.age.elder:
            raise PydanticCustomError("too_many_members", "more Party members than adults", {"key": "party"})
        self._kinds_known()
        return self

    def _kinds_known(self) -> None:
        ids = [kind.id for kind in self.needs]
        for kind in ids:
            if ids.count(kind) > 1:
                raise PydanticCustomError("kind_twice", "need {kind} is listed twice", {"key": "needs", "kind": kind})
        for name in ("departments", "heard_share", "lost_share"):
            for kind in getattr(self, name):
                if kind not in ids:
                    where = {"key": f"{name}.{kind}", "kind": kind, "kinds": ", ".join(ids)}
                    raise PydanticCustomError("no_such_kind", "no need of kind {kind}; kinds are {kinds}", where)

    def need(self, kind: str) -> NeedKind:
        """The row of one kind of need."""
        return next(row for row in self.needs if row.id == kind)


def _sums_to_one(shares: dict[str, float], what: str) -> None:
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise PydanticCustomError(
            "shares_not_one",
            "the shares add up to {total}, they must add up to 1",
            {"key": what, "total": f"{total:.6g}"},
        )
