"""Owners, volunteers and social organisations: hands that no government employs."""

from __future__ import annotations

from typing import Annotated, Literal

from ..declare import Group
from .declaring import lever


class OwnersLevers(Group):
    """Owners' committees: how many there are, and who sits in them."""

    formation_per_year: Annotated[
        float,
        lever(
            zh=(
                "每年新成立业委会占比",
                "没有业委会的小区里，每年有多少成立；有了业委会，物业费收得齐、盯得住，服务工时就多。",
            ),
            en=(
                "Owners' committees formed a year",
                "Of the estates without one, so many form a committee a year; where fees are settled and "
                "somebody looks on, the property firm gives more hours.",
            ),
            unit="share of estates lacking a committee",
            between=(0, 0.5),
            sources="GD-09",
            moves="coverage_public",
            built=True,
        ),
    ] = 0.02
    cross_posts: Annotated[
        float,
        lever(
            zh=("交叉任职占比", "业委会与居委会、支部双向进入，纠纷就近有人调解，一事不必两头说。"),
            en=(
                "Seats held in both bodies",
                "Members who sit in both the owners' and the residents' committee settle disputes close by and save "
                "explaining a matter twice.",
            ),
            unit="share of seats",
            between=(0, 0.8),
            sources="GD-09 YT-08",
            moves="matter_meetings_mean settled_in_community_share coverage_personal",
            built=True,
        ),
    ] = 0.0


class VolunteerLevers(Group):
    """How volunteers are won, led, matched and thanked."""

    campaign: Annotated[
        float,
        lever(
            zh=("志愿动员力度", "动员让人注册；注册不等于出工，动员来的人也不如原有的热心。"),
            en=(
                "Recruiting effort",
                "A campaign makes people register; to register is not yet to serve, and those won over are less keen.",
            ),
            between=(0, 1),
            sources="OR-20",
            moves="volunteers_registered_share volunteer_hours_per_1000 coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.2
    ordering: Annotated[
        bool,
        lever(
            zh=(
                "点单—下单—买单—签单",
                "居民自己下单，志愿者接单、本人签收，逾期退回；不用组织者猜，也不必凑齐人才出工。",
            ),
            en=(
                "Matching by order",
                "Residents order for themselves, volunteers take orders and have them signed for, and "
                "what nobody took goes back; nobody guesses what is needed or waits until an activity "
                "is full.",
            ),
            sources="OR-09",
            moves="reach_no_capacity coverage_personal volunteer_hours_per_1000",
            core=True,
            built=True,
        ),
    ] = False
    project_teams: Annotated[
        bool,
        lever(
            zh=("志愿服务项目化", "固定团队每周做固定的为人服务项目，越做越熟，也养成习惯。"),
            en=(
                "Volunteer project teams",
                "Standing teams on standing programmes for people meet every week, get better at it and used to it.",
            ),
            sources="OR-08",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal",
            built=True,
        ),
    ] = False
    per_social_worker: Annotated[
        float,
        lever(
            zh=("每名社工带领志愿者数", "社工带志愿者：质量更好、留得更久，但占社工时间；0 为无人带。"),
            en=(
                "Volunteers led by each social worker",
                "Led volunteers do better and stay longer, and take the social worker's time; 0 is unled.",
            ),
            unit="volunteers led",
            between=(0, 60),
            sources="GD-04 OR-08",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal coverage_elder",
            built=True,
        ),
    ] = 0.0
    points_yuan_per_hour: Annotated[
        float,
        lever(
            zh=("每小时积分折合", "积分吸引人来，也可能挤掉本来的热心；每小时都要花钱。"),
            en=(
                "Points per hour",
                "Points draw people in, may crowd out the reasons they came for in the first place, and cost money.",
            ),
            unit="yuan",
            between=(0, 30),
            sources="YT-33",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.0
    time_bank: Annotated[
        bool,
        lever(
            zh=("时间银行", "今天服务的小时数，家里需要照护陪伴时可以支取；兑得了，存的人多，兑不了，信任就掉。"),
            en=(
                "Time bank",
                "Hours given today may be drawn when the household needs care or company; honoured "
                "draws bring more savers, broken ones cost trust.",
            ),
            sources="GD-05 YT-33",
            moves="volunteer_hours_per_1000 volunteers_active_share trust coverage_personal coverage_elder",
            core=True,
            built=True,
        ),
    ] = False
    recognition: Annotated[
        float,
        lever(
            zh=("表彰力度", "被看见的人更愿意留下来。"),
            en=("Recognition", "People whose work is seen stay longer."),
            between=(0, 1),
            sources="YT-23",
            moves="volunteers_active_share coverage_personal",
            built=True,
        ),
    ] = 0.2
    voice: Annotated[
        bool,
        lever(
            zh=("志愿者参与决定经费", "能参与决定钱怎么花的志愿者做得更多。"),
            en=("Volunteers help decide", "Volunteers who have a say in how money is spent give more."),
            sources="S61",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal",
            built=True,
        ),
    ] = False


class OrganisationLevers(Group):
    """Social organisations: how they grow, how they are contracted, how they leave."""

    incubation_per_year: Annotated[
        float,
        lever(
            zh=("每十万人每年孵化组织数", "新组织让招标多些选择，也带来自己的工时；要靠合同活下来。"),
            en=(
                "Organisations incubated a year",
                "New organisations give buyers more choice and bring hours of their own; contracts keep them alive.",
            ),
            unit="new per 100,000 residents",
            between=(0, 20),
            sources="OR-04",
            moves="coverage_personal reach_no_capacity satisfaction_true coverage",
            core=True,
            built=True,
        ),
    ] = 0.5
    party_twin: Annotated[
        bool,
        lever(
            zh=("党社双孵化", "组织与其党支部同建，党员工时随之而来，也更容易中标。"),
            en=(
                "Party twin",
                "An organisation founded together with its branch brings its members' hours, and wins more.",
            ),
            sources="OR-06 YT-32",
            moves="coverage_personal coverage_child",
            built=True,
        ),
    ] = False
    bundled_share: Annotated[
        float,
        lever(
            zh=("街道打包购买占比", "打包省了招投标成本、人员驻点，也更难更换。"),
            en=(
                "Purchase bundled by the street",
                "One contract saves tendering and keeps workers on site, and is harder to leave.",
            ),
            unit="share of purchase money",
            between=(0, 1),
            sources="SU-10",
            moves="coverage_personal satisfaction_true",
            core=True,
            built=True,
        ),
    ] = 0.0
    contract_years: Annotated[
        int,
        lever(
            zh=("合同年限", "年年重来，关系断；年限长，差的也留得久。"),
            en=("Length of contract", "Yearly tenders break relations; long ones keep poor providers too."),
            unit="years",
            between=(1, 5),
            sources="SU-10",
            moves="coverage_personal satisfaction_true",
            built=True,
        ),
    ] = 1
    selection: Annotated[
        Literal["price", "expert", "residents"],
        lever(
            zh=("承接方遴选方式", "看价格、看专家打分，还是由居民选；各看重不同的东西。"),
            en=("How providers are chosen", "By price, by experts or by residents, each looking at something else."),
            sources="SU-07",
            moves="satisfaction_true coverage_personal",
            core=True,
            built=True,
        ),
    ] = "price"
    exit_share: Annotated[
        float,
        lever(
            zh=("末位退出占比", "每次评级淘汰末位，不评级就无人退出；一走，熟人关系也断了。"),
            en=(
                "Lowest rated dropped",
                "Each rating drops the last, without ratings nobody is dropped; with them go the relations they had.",
            ),
            unit="share of organisations",
            between=(0, 0.5),
            sources="SZ-07",
            moves="satisfaction_true coverage_personal",
            built=True,
        ),
    ] = 0.0
    supervisors_per_10_workers: Annotated[
        float,
        lever(
            zh=("每十名社工督导数", "督导让新人上手快，也减轻人走后的断档。"),
            en=("Supervisors per ten workers", "A supervisor brings newcomers on and softens the gap when one leaves."),
            unit="posts",
            between=(0, 2),
            sources="SU-18",
            moves="satisfaction_true coverage_personal",
            built=True,
        ),
    ] = 0.0
