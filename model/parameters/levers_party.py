"""What the Party committee can bring together, and with what authority."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import lever


class PartyLevers(Group):
    """The community's joint committee, its member units, its members, and its say over departments."""

    member_units: Annotated[
        int,
        lever(
            zh=(
                "联合党委成员单位数",
                "驻区单位进了同一个党委，场地、人手和经费折成队伍工时，派给排队的诉求；没有清单时各给各的，多半闲着。",
            ),
            en=(
                "Units in the joint committee",
                "Rooms, people and money of resident units come as hours of their teams for needs that wait; "
                "without a list each offers what it likes, and much of it stays idle.",
            ),
            unit="units per community",
            between=(0, 40),
            sources="SZ-01 OR-07",
            moves="coverage met_late_share",
            core=True,
            built=True,
        ),
    ] = 4
    part_time_members: Annotated[
        int,
        lever(
            zh=("兼职委员数", "单位负责人兼任委员，成员单位的承诺更可能兑现；每一席都有用，到五席为止。"),
            en=(
                "Part-time members",
                "With heads of units on the committee, units keep their promises more often: each seat "
                "counts, up to five.",
            ),
            unit="per community",
            between=(0, 20),
            sources="SZ-01 YT-18",
            moves="coverage met_late_share",
            built=True,
        ),
    ] = 0
    joint_meeting_months: Annotated[
        int,
        lever(
            zh=("联席会议间隔", "开会时把单位资源和社区需求对上号，也占社区工作人员的时间；0 为不开。"),
            en=(
                "Months between joint meetings",
                "It matches what units offer with what the community misses, and takes staff time; 0 is never.",
            ),
            unit="months",
            between=(0, 12),
            sources="YT-18 OR-07",
            moves="coverage met_late_share",
            core=True,
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    progress_meeting_months: Annotated[
        int,
        lever(
            zh=("进度会间隔", "定期通报认领项目的进度，拖延的承诺被追回来；0 为不开。"),
            en=(
                "Months between progress meetings",
                "Promises and claims are called up in turn, and broken ones start moving again; 0 is never.",
            ),
            unit="months",
            between=(0, 12),
            sources="OR-07",
            moves="coverage met_late_share days_to_resolution_median",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    claims_per_unit: Annotated[
        float,
        lever(
            zh=("每单位每年认领项目数", "单位一月认领，全年自带人手去办，不花社区的钱；说到做到与否，同其他承诺一样。"),
            en=(
                "Projects claimed per unit a year",
                "Claimed in January and carried out over the year with the unit's own people, if it keeps its word.",
            ),
            unit="projects per unit-year",
            between=(0, 5),
            sources="OR-07 R-18",
            moves="coverage met_late_share projects_funded",
            built=True,
        ),
    ] = 0.0
    rotating_chair: Annotated[
        bool,
        lever(
            zh=("轮值书记", "单位轮流主持，轮到谁，谁的承诺就拖不下去。"),
            en=("Rotating chair", "The unit in the chair has to set to work on what it promised itself."),
            sources="OR-07",
            moves="coverage met_late_share days_to_resolution_median",
            built=True,
        ),
    ] = False
    reporting_share: Annotated[
        float,
        lever(
            zh=("在职党员报到率", "单位党员到居住社区报到，成为可以动员的人手。"),
            en=(
                "Workplace members who report in",
                "Members who report in where they live can be called upon there.",
            ),
            unit="share of workplace members",
            between=(0, 1),
            sources="SZ-02 SU-04",
            moves="volunteers_registered_share volunteer_hours_per_1000 coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.1
    duty_per_year: Annotated[
        float,
        lever(
            zh=("党员每年服务次数", "报到党员每年至少参加的社区服务次数。"),
            en=("Duty per member a year", "How often a member who reported in serves the community, at least."),
            unit="participations",
            between=(0, 24),
            sources="YT-02",
            moves="volunteer_hours_per_1000 volunteers_active_share coverage",
            built=True,
        ),
    ] = 0.0
    retired_transfer_share: Annotated[
        float,
        lever(
            zh=(
                "退休党员转入小区占比",
                "转入的老党员担任支部书记、楼长和调解人，纠纷在小区里就能坐下来谈，少往部门转。",
            ),
            en=(
                "Retired members moved to estate branches",
                "They become branch secretaries, building heads and mediators, who settle disputes at home and "
                "keep some of them from departments.",
            ),
            unit="share of retired members",
            between=(0, 1),
            sources="YT-08 YT-34",
            moves="settled_in_community_share coverage_personal",
            built=True,
        ),
    ] = 0.1
    paired_departments: Annotated[
        int,
        lever(
            zh=("每社区结对部门数", "结对部门带来熟人和优先，难题有人直接问。"),
            en=("Paired departments per community", "A paired department is a door one may knock at directly."),
            unit="per community",
            between=(0, 10),
            sources="YT-01",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0
    whistle_after_days: Annotated[
        int,
        lever(
            zh=("吹哨等待天数", "卡在部门的诉求等过这些天，社区党委就吹哨催办；哨吹多了会失灵；0 为不吹。"),
            en=(
                "Days before the whistle",
                "A case stuck at a department this long is lifted by the community; authority wears out with use; "
                "0 is never.",
            ),
            unit="days",
            between=(0, 90),
            sources="YT-19",
            moves="wrong_door_share days_to_resolution_p90_met",
            core=True,
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    leader_visit_months: Annotated[
        int,
        lever(
            zh=("区领导到点间隔", "领导到场把难题往前排，占的是别的社区的位置；0 为不到。"),
            en=(
                "Months between leader visits",
                "A visit moves the community's hard cases up the queue, ahead of somebody else's; 0 is never.",
            ),
            unit="months",
            between=(0, 12),
            sources="YT-01 SU-15",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    department_rating: Annotated[
        float,
        lever(
            zh=("社区评部门权重", "社区每年一月的评议进入部门考核，评得差的部门在来年多挤出一点人手。"),
            en=(
                "Weight of the community's rating of departments",
                "Given each January and counted in their appraisal, it makes badly rated departments find more hours.",
            ),
            unit="weight",
            between=(0, 1),
            sources="YT-02 SU-17",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0.0
    secretary_appraisal: Annotated[
        float,
        lever(
            zh=(
                "书记考核中治理权重",
                "考核什么就使劲做什么：工时从走访转到登记在册的诉求，没登记的更没人听见，台账也会跟着好看。",
            ),
            en=(
                "Weight of governance in secretaries' appraisal",
                "Hours go from visits to registered requests, which are measured; what nobody registered stays "
                "unheard, and records flatter.",
            ),
            unit="weight",
            between=(0, 1),
            sources="GD-06 OR-05",
            moves="coverage never_heard_share satisfaction_recorded",
            built=True,
        ),
    ] = 0.0
    secretary_chairs_owners: Annotated[
        float,
        lever(
            zh=("书记兼业委会主任占比", "一肩挑的小区，书记就近调解纠纷，一件事少开一次会，权力也更集中。"),
            en=(
                "Estates whose secretary chairs the owners",
                "One person holding both posts settles disputes close by, saves a meeting per matter, and gathers "
                "the say in one hand.",
            ),
            unit="share of estates with a committee",
            between=(0, 1),
            sources="YT-08 OR-10",
            moves="matter_meetings_mean matters_settled_share settled_in_community_share coverage_personal",
            built=True,
        ),
    ] = 0.05
    property_platform: Annotated[
        bool,
        lever(
            zh=("物业联合会协商平台", "物业公司与业主同桌议事，扯皮的事有处可谈；闲的公司借人手给忙的公司。"),
            en=(
                "Property firms' platform",
                "Firms and owners sit at one table: quarrels have a place to go, and idle firms lend "
                "hours to busy ones.",
            ),
            sources="YT-09",
            moves="coverage_public days_to_resolution_p90_met",
            built=True,
        ),
    ] = False
    direct_election: Annotated[
        bool,
        lever(
            zh=("公推直选", "选出来的班子更被认可，门敲得开，部门也更肯应哨，议事来的人更多。"),
            en=(
                "Open nomination, direct election",
                "An elected committee is accepted more readily: doors open, departments answer it, more people come.",
            ),
            sources="SZ-03",
            moves="turnout_share trust heard_share",
            built=True,
        ),
    ] = False
