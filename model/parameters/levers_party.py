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
            zh=("联合党委成员单位数", "驻区单位进了同一个党委，场地、人手和经费才摆到一张清单上。"),
            en=(
                "Units in the joint committee",
                "Resident units in one committee put rooms, people and money on one list for the community.",
            ),
            unit="units per community",
            between=(0, 40),
            sources="SZ-01 OR-07",
            moves="coverage reach_no_capacity",
            core=True,
        ),
    ] = 4
    part_time_members: Annotated[
        int,
        lever(
            zh=("兼职委员数", "单位负责人兼任委员，单位的承诺更可能兑现。"),
            en=("Part-time members", "A unit whose head sits on the committee keeps its promises more often."),
            unit="per community",
            between=(0, 20),
            sources="SZ-01 YT-18",
            moves="coverage lapsed_waiting_share",
        ),
    ] = 0
    joint_meeting_months: Annotated[
        int,
        lever(
            zh=("联席会议间隔", "开会时把单位资源和社区需求对上号；0 为不开。"),
            en=(
                "Months between joint meetings",
                "The meeting matches what units offer with what the community needs; 0 is never.",
            ),
            unit="months",
            between=(0, 12),
            sources="YT-18 OR-07",
            moves="coverage lapsed_waiting_share",
            core=True,
        ),
    ] = 0
    progress_meeting_months: Annotated[
        int,
        lever(
            zh=("进度会间隔", "定期通报认领项目的进度，拖延的承诺被追回来；0 为不开。"),
            en=("Months between progress meetings", "Claims are called up in turn, and late ones kept; 0 is never."),
            unit="months",
            between=(0, 12),
            sources="OR-07",
            moves="coverage lapsed_waiting_share",
        ),
    ] = 0
    claims_per_unit: Annotated[
        float,
        lever(
            zh=("每单位每年认领项目数", "单位自带人手办理认领的项目，不花社区的钱。"),
            en=("Projects claimed per unit a year", "A unit carries out what it claims with its own people."),
            unit="projects per unit-year",
            between=(0, 5),
            sources="OR-07 R-18",
            moves="coverage projects_funded",
        ),
    ] = 0.0
    rotating_chair: Annotated[
        bool,
        lever(
            zh=("轮值书记", "单位轮流主持，轮到谁，谁的承诺就更难拖。"),
            en=("Rotating chair", "The unit in the chair finds its own promises harder to put off."),
            sources="OR-07",
            moves="coverage lapsed_waiting_share",
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
            moves="volunteers_registered_share volunteer_hours_per_1000 coverage",
            core=True,
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
            moves="volunteer_hours_per_1000 coverage",
        ),
    ] = 0.0
    retired_transfer_share: Annotated[
        float,
        lever(
            zh=("退休党员转入小区占比", "转入的老党员担任支部书记、业委会主任、楼长和调解人。"),
            en=(
                "Retired members moved to estate branches",
                "They become branch secretaries, chairs of owners' committees, building heads and mediators.",
            ),
            unit="share of retired members",
            between=(0, 1),
            sources="YT-08 YT-34",
            moves="settled_in_community_share matters_settled_share",
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
            moves="wrong_door_share days_to_resolution_p90",
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
            moves="wrong_door_share days_to_resolution_p90 matters_settled_share",
            core=True,
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
            moves="wrong_door_share days_to_resolution_p90",
        ),
    ] = 0
    department_rating: Annotated[
        float,
        lever(
            zh=("社区评部门权重", "社区的评议进入部门考核，部门排队时就更看重社区转来的事。"),
            en=(
                "Weight of the community's rating of departments",
                "Counted in their appraisal, it makes departments put community cases nearer the front.",
            ),
            unit="weight",
            between=(0, 1),
            sources="YT-02 SU-17",
            moves="wrong_door_share days_to_resolution_p90",
        ),
    ] = 0.0
    secretary_appraisal: Annotated[
        float,
        lever(
            zh=("书记考核中治理权重", "考核什么就使劲做什么，台账也会跟着好看。"),
            en=(
                "Weight of governance in secretaries' appraisal",
                "Effort goes where it is measured, and so does flattering record-keeping.",
            ),
            unit="weight",
            between=(0, 1),
            sources="GD-06 OR-05",
            moves="coverage satisfaction_recorded",
            built=True,
        ),
    ] = 0.0
    secretary_chairs_owners: Annotated[
        float,
        lever(
            zh=("书记兼业委会主任占比", "一肩挑的小区，一件事少开一次会，权力也更集中。"),
            en=(
                "Estates whose secretary chairs the owners",
                "One person holding both posts saves a meeting per matter, and gathers the say in one hand.",
            ),
            unit="share of estates with a committee",
            between=(0, 1),
            sources="YT-08 OR-10",
            moves="matter_meetings_mean matters_settled_share",
        ),
    ] = 0.05
    property_platform: Annotated[
        bool,
        lever(
            zh=("物业联合会协商平台", "物业公司与业主同桌议事，扯皮的事有处可谈。"),
            en=("Property firms' platform", "Firms and owners sit at one table, so that quarrels have a place to go."),
            sources="YT-09",
            moves="matters_settled_share days_to_resolution_p90",
        ),
    ] = False
    direct_election: Annotated[
        bool,
        lever(
            zh=("公推直选", "选出来的班子更被认可，议事来的人更多。"),
            en=("Open nomination, direct election", "An elected committee is accepted more readily; more people come."),
            sources="SZ-03",
            moves="turnout_share trust",
            built=True,
        ),
    ] = False
