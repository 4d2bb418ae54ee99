"""Where the service centres stand, who works in them and when they are open."""

from __future__ import annotations

from typing import Annotated, Literal

from ..declare import Group
from .declaring import lever


class CentreLevers(Group):
    """Service centres and the stations below them."""

    spacing_km: Annotated[
        float,
        lever(
            zh=("党群服务中心间距", "间距越小中心越多、步行越近；每街道至少一个，每三千居民至多一个。"),
            en=(
                "Spacing of service centres",
                "Closer centres mean a shorter walk; there is at least one a street and at most one per "
                "3,000 residents.",
            ),
            unit="km",
            between=(0.3, 5),
            sources="YT-11 SZ-04",
            moves="coverage_personal reach_served reach_out_of_range heard_share",
            core=True,
            built=True,
        ),
    ] = 1.5
    stations_per_community: Annotated[
        int,
        lever(
            zh=("每社区小区驿站数", "驿站把服务和议事送到家门口，缩短老人和残疾人的步行距离；值守占用办事的工时。"),
            en=(
                "Estate stations per community",
                "Stations bring service and meetings to the estate, so that the old and the disabled walk less; "
                "keeping them open takes hours from settling needs.",
            ),
            unit="per community",
            between=(0, 8),
            sources="YT-15",
            moves="coverage_elder heard_share",
            built=True,
        ),
    ] = 0
    social_workers_each: Annotated[
        float,
        lever(
            zh=("每个中心社工数", "社工办理照料、儿童和家庭需求；约三分之一工时是个案。"),
            en=(
                "Social workers per centre",
                "Social workers meet care, child and family needs; about a third of their hours is casework.",
            ),
            unit="posts",
            between=(0, 30),
            sources="YT-11",
            moves="coverage_personal coverage_child coverage_elder coverage_disabled reach_no_capacity",
            core=True,
            built=True,
        ),
    ] = 3.0
    open_hours_per_week: Annotated[
        float,
        lever(
            zh=("每周开放小时数", "错时开放让上班族也能进门，同样的人手因此摊得更薄，留给办事的工时更少。"),
            en=(
                "Opening hours a week",
                "Staggered hours let people with jobs through the door; the same staff keeps the doors, with fewer "
                "hours left for settling needs.",
            ),
            unit="h",
            between=(0, 168),
            sources="YT-14 OR-02",
            moves="heard_share coverage_personal requests_per_1000",
            core=True,
            built=True,
        ),
    ] = 40.0
    one_stop_share: Annotated[
        float,
        lever(
            zh=("一站式办结占比", "事项在窗口当场办结，不必再转部门。"),
            en=("Paperwork settled at the counter", "A matter settled at the counter never waits for a department."),
            unit="share of paperwork",
            between=(0, 1),
            sources="SZ-05 GD-02",
            moves="coverage_personal wrong_door_share days_to_resolution_median settled_in_community_share",
            built=True,
        ),
    ] = 0.4
    agency_share: Annotated[
        float,
        lever(
            zh=("代办占比", "替来不了的人上门取件代办，花的是社区工作者的时间。"),
            en=(
                "Paperwork fetched from home",
                "Staff fetch the papers of people who cannot come, at the cost of their own hours.",
            ),
            unit="share of paperwork",
            between=(0, 1),
            sources="OR-02",
            moves="coverage_disabled coverage_elder never_heard_share",
            built=True,
        ),
    ] = 0.0
    appointments: Annotated[
        bool,
        lever(
            zh=("预约服务", "预约把到访错开，少白跑，也让排队可预期。"),
            en=("Appointments", "Booking spreads the callers over the day, so that fewer come in vain."),
            sources="OR-02",
            moves="days_to_resolution_median satisfaction_true",
            built=True,
        ),
    ] = False
    activities_per_week: Annotated[
        float,
        lever(
            zh=("每社区每周活动场数", "活动占用办事的工时和经费，但让来的人被认识、被听见，也更愿意做志愿者。"),
            en=(
                "Activities per community a week",
                "An activity takes hours from settling needs, and money; those who come become known, are heard, and "
                "volunteer more.",
            ),
            unit="per community",
            between=(0, 15),
            sources="YT-13",
            moves="heard_share coverage_personal",
            built=True,
        ),
    ] = 1.0
    menu_partners: Annotated[
        int,
        lever(
            zh=("每中心菜单式服务商数", "居民自费点选的服务商，只服务付得起的人。"),
            en=("User-paid providers per centre", "Providers on a menu serve those who can pay, and nobody else."),
            unit="providers per centre",
            between=(0, 20),
            sources="SZ-06",
            moves="coverage_personal coverage_low_income",
            built=True,
        ),
    ] = 0
    operator: Annotated[
        Literal["government", "organisation"],
        lever(
            zh=("中心由谁运营", "交给社会组织运营，社工岗位随之转移，不另增加。"),
            en=(
                "Who runs the centres",
                "A social organisation that runs a centre takes over its posts; none are added.",
            ),
            sources="SZ-06",
            moves="satisfaction_true coverage_personal",
            core=True,
            built=True,
        ),
    ] = "government"
    rating_years: Annotated[
        int,
        lever(
            zh=("中心评级周期", "每隔几年评一次级，评级带来奖励、处罚或退出；0 为不评。"),
            en=(
                "Years between ratings",
                "Centres are rated every so many years, on a rolling date, with reward, penalty or exit; 0 is never.",
            ),
            unit="years",
            between=(0, 5),
            sources="SZ-07 YT-14",
            moves="satisfaction_true satisfaction_recorded",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    rated_by: Annotated[
        Literal["superior", "third_party", "residents"],
        lever(
            zh=("由谁评级", "上级看台账，第三方看现场，居民看自己得到的服务。"),
            en=(
                "Who rates",
                "A superior reads the records, a third party looks on site, residents judge what they received.",
            ),
            sources="SZ-07",
            moves="satisfaction_true satisfaction_recorded",
            built=True,
        ),
    ] = "superior"
    rating_reward_share: Annotated[
        float,
        lever(
            zh=("评级奖惩占合同额", "合同额中随评级增减的部分，越大越促使运营方盯住被评的内容。"),
            en=(
                "Contract money at stake in ratings",
                "The larger the part of the contract that hangs on the rating, the more effort goes into what is "
                "rated.",
            ),
            unit="share of contract",
            between=(0, 0.3),
            sources="SZ-07",
            moves="satisfaction_true satisfaction_recorded",
            built=True,
        ),
    ] = 0.0
