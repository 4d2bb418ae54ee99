"""Levers that are set and can do nothing in this scenario, because something they need is not there.

A rule names levers and what they need, as a function of facts: the place and all levers in force. It says *can do
nothing* only where a run is the same to the last bit, whatever the lever is; a test lives both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..model.parameters.place import Place

Text = tuple[str, str]
"""In Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is the case on some day: the place, every lever in force by dotted name, and whether an emergency comes."""

    place: Place
    values: Mapping[str, Any]
    shocked: bool = True

    def none_of(self, *levers: str) -> bool:
        """Whether all these levers are at zero, or no."""
        return not any(self.values[name] for name in levers)


@dataclass(frozen=True, slots=True)
class Rule:
    """What some levers need.

    Attributes:
        levers: Those that can do nothing without it.
        missing: Whether it is missing.
        why: What is missing, in words.
        certain: Whether they surely do nothing; otherwise some runs have nothing for them to act on.
    """

    levers: tuple[str, ...]
    missing: Callable[[Facts], bool]
    why: Text
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Dead:
    """Levers of a scenario that can do nothing, and why."""

    levers: tuple[str, ...]
    why: Text
    certain: bool


def no_owners_committee(facts: Facts) -> bool:
    """No estate has an owners' committee, and none is founded."""
    return facts.place.owners_committee_share == 0.0 and facts.none_of("owners.formation_per_year")


def no_foundation(facts: Facts) -> bool:
    """No community has a foundation."""
    return facts.none_of("funding.foundation_share")


def few_foundations(facts: Facts) -> bool:
    """Less than one foundation is to be expected."""
    return 0.0 < expected_foundations(facts) < 1.0


def expected_foundations(facts: Facts) -> float:
    """Foundations of the place, mean over seeds."""
    return float(facts.values["funding.foundation_share"]) * facts.place.communities


def no_table(facts: Facts) -> bool:
    """Staff decide by themselves; neither communities nor estates have a table with seats."""
    return {facts.values["deliberation.format"], facts.values["deliberation.estate_format"]} <= {"staff", "none"}


def no_project_money(facts: Facts) -> bool:
    """No community has money for micro-projects."""
    return facts.none_of("funding.project_yuan", "funding.project_yuan_per_resident")


def no_list(facts: Facts) -> bool:
    """There is no money at all that projects are listed for."""
    service = facts.none_of("funding.community_yuan", "funding.community_yuan_per_resident")
    return service and no_project_money(facts) and no_foundation(facts)


def no_tender(facts: Facts) -> bool:
    """Nothing is let to organisations: no services are bought, centres run themselves, no venture rounds."""
    centres = facts.values["centres.operator"] == "government"
    return centres and facts.none_of("funding.purchase_yuan", "projects.venture_rounds")


def nothing_to_review(facts: Facts) -> bool:
    """No table decides anything, and no project is listed."""
    return no_table(facts) and no_list(facts)


def no_organisation(facts: Facts) -> bool:
    """There is no social organisation, and none is founded."""
    return facts.place.organisations_per_10000 == 0.0 and facts.none_of("organisations.incubation_per_year")


def no_volunteers(facts: Facts) -> bool:
    """Nobody is registered, and nobody is asked to."""
    return facts.place.volunteers_registered == 0.0 and facts.none_of("volunteers.campaign")


def no_members(facts: Facts) -> bool:
    """No resident is a Party member."""
    return facts.place.party.community == 0.0 and facts.place.party.workplace == 0.0


def no_property_firm(facts: Facts) -> bool:
    """No estate has a property firm."""
    return not any(form.property_share for form in facts.place.forms.values())


RULES: tuple[Rule, ...] = (
    Rule(
        ("funding.owners_fund", "party.secretary_chairs_owners", "owners.cross_posts"),
        no_owners_committee,
        ("没有小区有业主委员会，也不新成立", "no estate has an owners' committee, and none is founded"),
    ),
    Rule(
        (
            "funding.foundation_seed_yuan",
            "funding.foundation_donor_share",
            "funding.disclosure",
            "funding.donor_supervision",
            "projects.foundation_decided_by",
        ),
        no_foundation,
        ("没有社区有社区基金会", "no community has a foundation"),
    ),
    Rule(
        (
            "funding.foundation_share",
            "funding.foundation_seed_yuan",
            "funding.foundation_donor_share",
            "funding.disclosure",
            "funding.donor_supervision",
            "projects.foundation_decided_by",
        ),
        few_foundations,
        (
            "预计有 {foundations} 个社区基金会，{without}% 的模拟里一个也没有",
            "{foundations} foundations expected, so {without} % of runs have none",
        ),
        certain=False,
    ),
    Rule(
        (
            "deliberation.seats",
            "deliberation.random_seats",
            "deliberation.reserved_seats",
            "deliberation.meetings_per_year",
        ),
        no_table,
        ("由工作人员商定，社区和小区都没有议事平台", "staff decide; neither communities nor estates have a table"),
    ),
    Rule(
        (
            "party.part_time_members",
            "party.joint_meeting_months",
            "party.progress_meeting_months",
            "party.claims_per_unit",
            "party.rotating_chair",
        ),
        lambda facts: facts.none_of("party.member_units"),
        ("没有单位加入社区综合党委", "no unit is a member of the joint committee"),
    ),
    Rule(
        ("grid.claims_per_month", "grid.member_households_per_branch", "projects.branches_propose"),
        lambda facts: facts.none_of("grid.party_unit_share"),
        ("没有网格建有党组织", "no grid has a Party unit"),
    ),
    Rule(
        ("party.department_duty_per_year",),
        lambda facts: facts.none_of("party.paired_departments"),
        ("没有部门结对社区", "no department is paired with a community"),
    ),
    Rule(
        ("party.mass_workers",),
        lambda facts: facts.none_of("centres.social_workers_each"),
        ("服务中心没有社工", "centres have no social workers"),
    ),
    Rule(
        ("party.secretary_review",),
        lambda facts: facts.none_of("party.secretary_appraisal"),
        ("治理不计入书记考核", "governance does not count in secretaries' appraisal"),
    ),
    Rule(
        ("party.purchase_appraisal",),
        lambda facts: facts.none_of("funding.purchase_yuan"),
        ("不购买服务", "no services are bought"),
    ),
    Rule(
        ("projects.co_review",),
        lambda facts: (
            facts.values["projects.proposed_by"] not in ("organisations", "all")
            and facts.none_of("projects.venture_rounds")
        ),
        ("社会组织不提议项目", "organisations propose nothing"),
    ),
    Rule(
        ("grid.pooled_share",),
        lambda facts: facts.values["grid.base_per_party_grid"] == 1,
        ("每个党建网格只有一个基础网格", "every Party grid is one base grid"),
    ),
    Rule(
        ("channels.app_ease",),
        lambda facts: facts.none_of("channels.app_reach"),
        ("没有人注册民意平台", "nobody is registered for the app"),
    ),
    Rule(
        ("compact.mutual_rating",),
        lambda facts: facts.none_of("compact.duty_lists", "compact.agreement_share"),
        ("没有清单也没有协议，双项评估没有可评的约定", "there are neither lists nor agreements to be kept"),
    ),
    Rule(
        ("staff.access_gate", "compact.cut_share"),
        lambda facts: facts.none_of("staff.admin_share"),
        ("没有下派事项和行政事务", "no task is sent down, and there is no administration"),
    ),
    Rule(
        ("centres.rated_by", "centres.rating_reward_share", "organisations.exit_share"),
        lambda facts: facts.none_of("centres.rating_years"),
        ("从不评级", "nothing is ever rated"),
    ),
    Rule(
        (
            "organisations.selection",
            "organisations.bundled_share",
            "organisations.contract_years",
            "organisations.exit_share",
        ),
        no_tender,
        ("没有购买服务，中心也不委托运营", "no services are bought, and no centre is run by others"),
    ),
    Rule(
        ("projects.works_notice", "funding.activity_earmark", "projects.venture_rounds"),
        no_project_money,
        ("没有微实事经费", "there is no money for micro-projects"),
    ),
    Rule(
        (
            "projects.rule",
            "projects.proposed_by",
            "projects.screening",
            "projects.batches_per_year",
            "projects.quick_yuan",
            "projects.claim_share",
            "projects.bound_share",
            "projects.co_review",
        ),
        no_list,
        ("没有可供立项的经费", "there is no money that projects are listed for"),
    ),
    Rule(
        (
            "volunteers.project_teams",
            "volunteers.per_social_worker",
            "volunteers.points_yuan_per_hour",
            "volunteers.time_bank",
            "volunteers.recognition",
            "volunteers.voice",
        ),
        no_volunteers,
        ("没有注册志愿者，也不动员", "nobody is registered as a volunteer, and nobody is asked to"),
    ),
    Rule(
        ("party.reporting_share", "party.duty_per_year", "party.retired_transfer_share"),
        no_members,
        ("没有党员居民", "no resident is a Party member"),
    ),
    Rule(
        ("deliberation.review", "deliberation.online"),
        nothing_to_review,
        ("没有议事平台，也没有项目", "there is no table and no project"),
    ),
    Rule(
        ("organisations.party_twin",),
        no_organisation,
        ("没有社会组织，也不孵化", "there is no social organisation, and none is incubated"),
    ),
    Rule(
        ("party.property_platform",),
        no_property_firm,
        ("没有小区有物业公司", "no estate has a property firm"),
    ),
    Rule(
        (
            "emergency.preregistered_share",
            "emergency.switch_days",
            "emergency.squad_per_community",
            "emergency.sent_down_per_community",
            "emergency.temporary_branches",
        ),
        lambda facts: not facts.shocked,
        ("方案里没有突发事件", "no emergency comes in this scenario"),
    ),
)
"""In the order in which they are told; a lever may need several things."""


def _numbers(days: tuple[Facts, ...]) -> dict[str, str]:
    """What a reason may quote."""
    expected = max(map(expected_foundations, days))
    return {"foundations": f"{expected:.2g}", "without": f"{100.0 * (1.0 - expected):.0f}"}


def dead_levers(set_here: Mapping[str, Any], days: tuple[Facts, ...]) -> Iterator[Dead]:
    """Levers of a scenario that can do nothing on any day.

    Args:
        set_here: Levers that are not as they stand at the place today, on any day.
        days: What is the case from the first day on, and from every dated step on.
    """
    named: set[str] = set()
    for rule in RULES:
        here = tuple(name for name in rule.levers if name in set_here and name not in named)
        if here and all(rule.missing(facts) for facts in days):
            named |= set(here)
            zh, en = (text.format(**_numbers(days)) for text in rule.why)
            yield Dead(here, (zh, en), rule.certain)
