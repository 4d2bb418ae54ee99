"""What things cost the public purse. No source gives these for one district; they are swept, never chosen. (B5)"""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class PriceAssumptions(Group):
    """Prices of posts, places, systems and hours; those of a fund's seed and of an organisation's post stand there."""

    post_yuan: Annotated[
        float,
        assumption(
            zh=(
                "一个岗位的费用",
                "一个网格员或社工岗位一年的费用；2015 年省内社工岗位每年 68,750 元，加上十年涨薪和单位缴费。",
            ),
            en=(
                "A post",
                "What a grid worker's or a social worker's post costs a year: 68,750 yuan for social work in 2015, "
                "ten years of rising wages and the employer's part.",
            ),
            unit="yuan per post-year",
            between=(30_000, 300_000),
            sources="R-16 S42",
        ),
    ] = 100_000.0
    mean_wage_post_yuan: Annotated[
        float,
        assumption(
            zh=(
                "按当地平均工资的岗位",
                "社区工作者的工资等于当地平均工资时，一个岗位一年的费用；今天拿八成，即 10 万元。",
            ),
            en=(
                "A post at the local mean wage",
                "What a community worker's post costs a year when paid the local mean wage; at today's 0.8 of it, "
                "100,000 yuan.",
            ),
            unit="yuan per post-year",
            between=(40_000, 400_000),
            sources="R-16 S42",
        ),
    ] = 125_000.0
    joined_registers_yuan: Annotated[
        float,
        assumption(
            zh=(
                "打通数据的费用",
                "全部台账打通时，人均一年的费用；盐田指挥系统 900 万元，按五年、21.15 万人打通七成折算。",
            ),
            en=(
                "Joined registers",
                "What joining all registers costs a year and resident: 9 m yuan for Yantian's command system, taken "
                "to join 0.7 of them for 211,500 people over five years.",
            ),
            unit="yuan per resident-year",
            between=(0, 100),
            sources="YT-11",
        ),
    ] = 12.2
    terminal_yuan: Annotated[
        float,
        assumption(
            zh=("一台自助终端", "一台 24 小时终端一年的费用。"),
            en=("A terminal", "What a round-the-clock terminal costs a year."),
            unit="yuan a year",
            between=(0, 100_000),
        ),
    ] = 20_000.0
    centre_yuan: Annotated[
        float,
        assumption(
            zh=("一个中心的运行费", "一个 650 平方米的中心一年的水电、维修和物料费，不含岗位。"),
            en=(
                "Running a centre",
                "Power, water, repairs and materials of a centre of 650 m² for a year, without its posts.",
            ),
            unit="yuan a year",
            between=(0, 500_000),
            sources="S34",
        ),
    ] = 60_000.0
    station_yuan: Annotated[
        float,
        assumption(
            zh=("一个驿站的运行费", "一个小区驿站一年的水电、维修和物料费。"),
            en=("Running a station", "The same for a station in an estate."),
            unit="yuan a year",
            between=(0, 100_000),
        ),
    ] = 10_000.0
    survey_yuan: Annotated[
        float,
        assumption(
            zh=("一次需求评估", "在一个社区做一次需求评估的费用，不含社区人员的工时。"),
            en=("A needs survey", "What a needs survey costs in one community, besides the hours of its staff."),
            unit="yuan",
            between=(0, 100_000),
        ),
    ] = 10_000.0
    rating_yuan: Annotated[
        float,
        assumption(
            zh=("一次第三方评级", "第三方给一个中心或一份合同评一次级的费用。"),
            en=("An outside rating", "What it costs to have a centre or a contract rated by an outside party, once."),
            unit="yuan",
            between=(0, 100_000),
        ),
    ] = 20_000.0
    volunteer_hour_yuan: Annotated[
        float,
        assumption(
            zh=("一小时志愿服务的保障", "志愿者每服务一小时，保险、误餐和组织的费用；一次四小时约 20 元。"),
            en=(
                "An hour of volunteering",
                "Insurance, meals and organising for each hour a volunteer gives; about 20 yuan a shift of four.",
            ),
            unit="yuan per hour",
            between=(0, 50),
        ),
    ] = 5.0
    cadre_hour_yuan: Annotated[
        float,
        assumption(
            zh=(
                "干部或单位人员的一小时",
                "机关干部或单位职工在上班时间到社区一小时的费用：按当地平均工资的岗位，一年约 1,900 小时。",
            ),
            en=(
                "An hour of a cadre or of a unit's staff",
                "What an hour of working time spent in a community costs whoever pays the wage: a post at the local "
                "mean wage over some 1,900 hours.",
            ),
            unit="yuan per hour",
            between=(0, 300),
            sources="R-16 S42",
        ),
    ] = 65.0
    visit_hours: Annotated[
        float,
        assumption(
            zh=("领导包点走访的工时", "一位领导和随行人员到一个社区走访一次，共用的工时。"),
            en=("Hours of a leader's visit", "Hours a leader and those who come along spend on one visit, together."),
            unit="h",
            between=(0, 100),
            sources="YT-01",
        ),
    ] = 12.0
    paired_hours_a_year: Annotated[
        float,
        assumption(
            zh=("结对部门的工时", "一个结对部门的干部一年用在一个社区的工时。"),
            en=("Hours of a paired department", "Hours its cadres spend on one community in a year."),
            unit="h a year",
            between=(0, 500),
            sources="YT-01 YT-02",
        ),
    ] = 48.0
    steward_yuan: Annotated[
        float,
        assumption(
            zh=("一名社区管家的补贴", "一名居民管家或楼长一年的保险、话费和误餐补贴，约每月 50 元；不是工资。"),
            en=(
                "A steward's allowance",
                "Insurance, telephone and meals of a resident who looks after a unit, some 50 yuan a month; no wage.",
            ),
            unit="yuan per steward-year",
            between=(0, 6_000),
            sources="YT-31",
        ),
    ] = 600.0
    centre_activity_yuan: Annotated[
        float,
        assumption(
            zh=("中心的一场日常活动", "中心每周一场日常活动的材料和老师费用，不含本来就在岗的人；项目里的活动另算。"),
            en=(
                "An ordinary activity of a centre",
                "Materials and a teacher for one of a centre's weekly activities, besides posts that stand there "
                "anyway; activities out of project money have a price of their own.",
            ),
            unit="yuan",
            between=(0, 2_000),
            sources="YT-13",
        ),
    ] = 200.0
    sensors_yuan: Annotated[
        float,
        assumption(
            zh=("摄像头发现公共事件", "摄像头能看见全部公共事件时，人均一年的设备、线路和识别费用。"),
            en=(
                "Cameras",
                "Equipment, lines and recognition for a year and resident, where cameras see every public event.",
            ),
            unit="yuan per resident-year",
            between=(0, 200),
        ),
    ] = 20.0
    app_yuan: Annotated[
        float,
        assumption(
            zh=("民意平台的运行费", "全部成年人注册时，人均一年的服务器、短信、客服和推广费用。"),
            en=(
                "Running the app",
                "Servers, messages, support and making it known, a year and resident, where every adult is registered.",
            ),
            unit="yuan per resident-year",
            between=(0, 20),
        ),
    ] = 1.0
    dispatch_yuan: Annotated[
        float,
        assumption(
            zh=("自动分拨的运行费", "自动分拨系统人均一年的费用，打通数据另算。"),
            en=("Running automatic dispatch", "What it costs a year and resident, besides joined registers."),
            unit="yuan per resident-year",
            between=(0, 20),
        ),
    ] = 1.0
    training_day_yuan: Annotated[
        float,
        assumption(
            zh=("一天培训的费用", "一名社区工作者一天培训的师资、场地和资料费，不含工时。"),
            en=(
                "A day of training",
                "Teacher, room and papers for one community worker's day, besides the hours it takes.",
            ),
            unit="yuan per post and day",
            between=(0, 2_000),
        ),
    ] = 200.0
    incubation_yuan: Annotated[
        float,
        assumption(
            zh=("孵化一家组织", "孵化一家社会组织一次性的场地、辅导和启动费；苏州公益创投一个项目平均 11.1 万元。"),
            en=(
                "An organisation incubated",
                "Room, advice and a first grant, once; a project of Suzhou's ventures cost 111,000 yuan on average.",
            ),
            unit="yuan",
            between=(0, 300_000),
            sources="SU-09 OR-04",
        ),
    ] = 50_000.0
