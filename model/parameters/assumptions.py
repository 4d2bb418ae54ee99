"""Behavioural assumptions: what is uncertain about people and institutions. They are swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from ..declare import Declaration, Grade, Group


def _assumed(
    unit: str, low: float, high: float, words: tuple[str, str, str, str], sources: tuple[str, ...], grade: Grade = "D"
) -> Declaration:
    label_zh, label_en, help_zh, help_en = words
    return Declaration(unit, low, high, label_zh, label_en, help_zh, help_en, sources, grade, "assumption")


class NeedsAssumptions(Group):
    """How needs arise."""

    overdispersion_shape: Annotated[
        float,
        _assumed(
            "",
            0.5,
            500,
            (
                "需求过度离散形状参数",
                "Over-dispersion shape",
                "每个社区每天的需求强度乘以一个伽马因子，形状参数越小，日子之间起伏越大。",
                "Each community-day multiplies its rates by a gamma factor; a smaller shape means rougher days.",
            ),
            ("B8.1",),
            "D",
        ),
    ] = 5.0
    rate_multiplier: Annotated[
        float,
        _assumed(
            "",
            0.1,
            3,
            (
                "潜在需求倍数",
                "Latent need multiplier",
                "所有种类的潜在需求发生率同乘此数。",
                "Multiplies the latent rate of every kind of need.",
            ),
            ("B8.1",),
        ),
    ] = 1.0


class HearingAssumptions(Group):
    """How a need comes to be heard."""

    familiarity_residents: Annotated[
        float,
        _assumed(
            "residents",
            100,
            5000,
            (
                "熟悉度半值人数",
                "Familiarity half-size",
                "网格有这么多居民时，网格员对居民的熟悉度降到一半。",
                "A grid of this many residents is half as familiar to its team as a tiny one.",
            ),
            ("S20", "S21"),
        ),
    ] = 800.0
    familiarity_share_of_patrol: Annotated[
        float,
        _assumed(
            "share",
            0,
            1,
            (
                "巡查中靠熟悉度的部分",
                "Share of patrol detection owed to familiarity",
                "巡查发现率中随熟悉度变化的比例。",
                "Share of what a patrol detects that depends on knowing the place.",
            ),
            (),
        ),
    ] = 0.55
    patrol_hazard: Annotated[
        float,
        _assumed(
            "per working day, per patrol hour per 100 households",
            0,
            2,
            (
                "巡查发现强度",
                "Patrol hazard",
                "每百户每天一小时巡查，在一个工作日内发现一件公共事件的风险率。",
                "Hazard that a public event is found in a working day, for each daily patrol hour per 100 households.",
            ),
            ("S17", "V-09"),
        ),
    ] = 0.22
    visit_hours: Annotated[
        float,
        _assumed(
            "h",
            0.1,
            2,
            (
                "一次走访时长",
                "Length of a visit",
                "入户一次的时间，不含路途。",
                "Time at the door for one visit, walking excluded.",
            ),
            ("S18",),
        ),
    ] = 0.4
    visit_reveals: Annotated[
        float,
        _assumed(
            "probability",
            0,
            1,
            (
                "名单走访的发现概率",
                "What a listed visit reveals",
                "名单走访时，在标准网格里问出一件需求的概率。",
                "Chance that a visit to a listed resident reveals a need, in a grid of 400 households.",
            ),
            (),
        ),
    ] = 0.7
    door_reveals: Annotated[
        float,
        _assumed(
            "probability",
            0,
            1,
            (
                "楼道普访的发现概率",
                "What an unlisted visit reveals",
                "普遍走访一个楼道时，问出其中一户需求的概率。",
                "Chance that going round a stairwell reveals a need of one household in it.",
            ),
            (),
        ),
    ] = 0.06
    stairwell_households: Annotated[
        float,
        _assumed(
            "households",
            2,
            60,
            (
                "一个楼道的户数",
                "Households in a stairwell",
                "一次普访能走到的户数。",
                "Households that one unlisted visit reaches.",
            ),
            ("S20",),
            "C",
        ),
    ] = 20.0
    listed_visit_share: Annotated[
        float,
        _assumed(
            "share",
            0,
            1,
            (
                "按名单走访的比例",
                "Share of visits by list",
                "走访中按独居、残疾、困难名单进行的比例。",
                "Share of visits that follow the list of people living alone, disabled or poor.",
            ),
            (),
        ),
    ] = 0.5
    list_completeness: Annotated[
        float,
        _assumed(
            "share",
            0,
            1,
            (
                "无数据共享时名单完整度",
                "List completeness without shared data",
                "没有数据共享时，应在名单上的人有多少真在名单上；数据全共享时为一。",
                "Share of those who should be listed that are, when no register is joined; 1 when all are.",
            ),
            ("YT-24",),
        ),
    ] = 0.3
    walking_km_per_hour: Annotated[
        float,
        _assumed(
            "km/h",
            2,
            6,
            (
                "步行速度",
                "Walking speed",
                "网格员在住户之间步行的速度。",
                "Speed of a grid worker between households.",
            ),
            (),
        ),
    ] = 4.0
    report_hazard: Annotated[
        float,
        _assumed(
            "per day",
            0,
            0.5,
            (
                "上门反映强度",
                "Walk-in hazard",
                "住在开放窗口旁、效能感居中的居民，每天去窗口反映一件中等需求的风险率。",
                "Daily hazard that a resident next door to an open counter brings in a need of middling severity.",
            ),
            ("B6",),
        ),
    ] = 0.02
    paperwork_hazard: Annotated[
        float,
        _assumed(
            "per day",
            0,
            1,
            (
                "办事上门强度",
                "Paperwork hazard",
                "有证件事务的居民每天去窗口办理的风险率。",
                "Daily hazard that a resident with paperwork comes to the counter.",
            ),
            ("GD-10",),
        ),
    ] = 0.15
    app_hazard: Annotated[
        float,
        _assumed(
            "per day",
            0,
            0.5,
            (
                "应用上报强度",
                "App hazard",
                "注册用户在应用完全好用时，每天上报一件中等需求的风险率。",
                "Daily hazard that a registered user reports a need of middling severity if the app were effortless.",
            ),
            ("R-08", "R-09"),
        ),
    ] = 0.03
    severity_slope: Annotated[
        float,
        _assumed(
            "",
            0,
            1.5,
            (
                "严重程度对反映的影响",
                "Severity slope of reporting",
                "严重程度每高一级，反映的风险率的增减比例。",
                "How much one step of severity raises (or lowers) the reporting hazard, relative to severity 2.",
            ),
            ("B8.1",),
        ),
    ] = 0.4
    efficacy_slope: Annotated[
        float,
        _assumed(
            "",
            0,
            3,
            (
                "效能感对反映的影响",
                "Efficacy slope of reporting",
                "居民效能感从零到一，反映的风险率从一减半个斜率升到一加半个斜率倍。",
                "Reporting hazard runs from 1 − slope/2 to 1 + slope/2 as the resident's efficacy goes from 0 to 1.",
            ),
            ("S102",),
        ),
    ] = 1.8
    walk_in_radius_km: Annotated[
        float,
        _assumed(
            "km",
            0.2,
            5,
            (
                "上门距离衰减半径",
                "Walk-in distance decay",
                "到最近开放窗口的距离按高斯衰减的尺度。",
                "Scale of the Gaussian decay with distance to the nearest open door.",
            ),
            ("S126", "B8.1"),
        ),
    ] = 1.0
    elder_app_ratio: Annotated[
        float,
        _assumed(
            "ratio",
            0,
            1,
            (
                "老人注册应用相对概率",
                "Elders' app use relative to adults'",
                "老年人注册应用的概率与其他成人之比。",
                "How likely an elder is to be registered, relative to other adults.",
            ),
            (),
        ),
    ] = 0.4


class RoutingAssumptions(Group):
    """How a heard need finds its door."""

    triage_days: Annotated[
        float,
        _assumed(
            "working days",
            0,
            3,
            (
                "最长分派时间",
                "Longest triage delay",
                "没有自动分派时，一件诉求等待分派的最长时间（均匀分布）。",
                "Longest wait for triage without automatic dispatch (uniform from zero).",
            ),
            ("YT-26",),
        ),
    ] = 0.5
    dispatch_cut: Annotated[
        float,
        _assumed(
            "share",
            0,
            1,
            (
                "自动分派省下的分派时间",
                "Triage saved by automatic dispatch",
                "自动分派时，分派等待与人工用时省下的比例。",
                "Share of triage delay and triage work that automatic dispatch saves.",
            ),
            ("YT-26", "S98"),
        ),
    ] = 0.8
    triage_hours: Annotated[
        float,
        _assumed(
            "h per request",
            0,
            2,
            (
                "一件诉求的受理用时",
                "Triage work",
                "社区工作人员登记分派一件居民诉求的时间。",
                "Community staff time to register and pass on one resident's request.",
            ),
            (),
        ),
    ] = 0.2
    chase_hours: Annotated[
        float,
        _assumed(
            "h per case",
            0,
            4,
            (
                "催办一件部门事项用时",
                "Chasing a department",
                "社区工作人员为一件交部门的事项花的时间。",
                "Community staff time spent on each case that goes to a department.",
            ),
            (),
        ),
    ] = 0.5
    wrong_door_share: Annotated[
        float,
        _assumed(
            "share",
            0,
            1,
            (
                "走错门的比例",
                "Wrong-door share",
                "没有数据共享时，居民诉求第一次找错部门的比例。",
                "Share of residents' requests that first reach the wrong door when no register is joined.",
            ),
            ("SU-17",),
        ),
    ] = 0.2
    wrong_door_days: Annotated[
        float,
        _assumed(
            "working days",
            0,
            20,
            (
                "走错门耽误天数",
                "Days lost at a wrong door",
                "走错门平均耽误的工作日（指数分布）。",
                "Mean working days lost at a wrong door (exponential).",
            ),
            (),
        ),
    ] = 3.0
    sharing_cut: Annotated[
        float,
        _assumed(
            "share",
            0,
            1,
            (
                "数据共享减少走错门",
                "Wrong doors avoided by shared data",
                "登记册全部打通时，避免走错门的比例。",
                "Share of wrong doors avoided when all registers are joined.",
            ),
            ("YT-24",),
        ),
    ] = 0.7
    department_days: Annotated[
        float,
        _assumed(
            "working days",
            0.5,
            30,
            (
                "部门办理时间",
                "Department handling time",
                "部门开始办理后，到办结的平均工作日。",
                "Mean working days from a department taking up a case to settling it.",
            ),
            ("S22", "S95"),
            "C",
        ),
    ] = 4.0
    department_days_sigma: Annotated[
        float,
        _assumed(
            "",
            0.05,
            2,
            (
                "部门办理时间离散度",
                "Spread of department handling time",
                "部门办理时间对数的标准差。",
                "Standard deviation of the logarithm of department handling time.",
            ),
            ("B8.1",),
        ),
    ] = 0.6
    department_margin: Annotated[
        float,
        _assumed(
            "ratio",
            0.5,
            3,
            (
                "部门能力余量",
                "Department capacity margin",
                "部门每日能力与现状流入之比，各政策下不变。",
                "Department capacity over the place's status-quo inflow, frozen across policies.",
            ),
            (),
        ),
    ] = 1.08
    no_property_factor: Annotated[
        float,
        _assumed(
            "ratio",
            1,
            5,
            (
                "无物业时用时倍数",
                "Work without a property firm",
                "没有物业的小区，网格处理设施、垃圾、停车事项的用时倍数。",
                "How much longer the grid takes over facilities, litter and parking where no property firm works.",
            ),
            (),
        ),
    ] = 2.0
    hard_dispute_hours: Annotated[
        float,
        _assumed(
            "h",
            0,
            50,
            (
                "疑难纠纷门槛",
                "Hard dispute threshold",
                "需要工时超过此数的纠纷由社区工作人员调解，其余在网格调解。",
                "Disputes that need more work than this go to community staff; the others are settled in the grid.",
            ),
            ("S17",),
        ),
    ] = 7.0


class ServiceAssumptions(Group):
    """How posts turn hours into settled needs."""

    hours_per_day: Annotated[
        float,
        _assumed(
            "h per post and working day",
            4,
            10,
            (
                "每岗每日工时",
                "Working hours a day",
                "一个岗位每个工作日的有效工时（全年约一千七百小时）。",
                "Effective hours of one post on a working day (about 1,700 a year).",
            ),
            ("B8.1",),
        ),
    ] = 6.8
    absence_share: Annotated[
        float,
        _assumed(
            "share of person-days",
            0,
            0.5,
            (
                "缺勤率",
                "Absence",
                "一个岗位某天缺勤的概率。",
                "Chance that a post is empty on a given day.",
            ),
            (),
        ),
    ] = 0.08
    grid_overhead_hours: Annotated[
        float,
        _assumed(
            "h per grid and working day",
            0,
            3,
            (
                "每个网格的固定用时",
                "Overhead of a grid",
                "每个基础网格每天固定占用的工时（台账、例会、交接）。",
                "Fixed hours each base grid costs every day (ledgers, briefings, hand-over).",
            ),
            (),
        ),
    ] = 0.3
    unfamiliar_slowdown: Annotated[
        float,
        _assumed(
            "ratio",
            0,
            4,
            (
                "不熟悉导致的费时",
                "Slow-down of strangers",
                "对居民完全不熟悉时，网格办理用时的增加比例。",
                "How much longer grid work takes among strangers than among people one knows.",
            ),
            (),
        ),
    ] = 1.5
    casework_share: Annotated[
        float,
        _assumed(
            "share of hours",
            0.05,
            1,
            (
                "社工个案时间比例",
                "Social workers' casework",
                "社工工时中用于个案服务的比例。",
                "Share of social workers' hours that is casework (290 contacts of 2 h in 1,700 h).",
            ),
            ("S40",),
            "C",
        ),
    ] = 0.34
    property_posts_per_1000_households: Annotated[
        float,
        _assumed(
            "posts",
            0,
            20,
            (
                "物业公共事务岗位",
                "Property firm's posts",
                "物业公司每千户用于处理公共事件的岗位。",
                "Posts per 1,000 households that a property firm gives to public events inside its estate.",
            ),
            ("S113",),
        ),
    ] = 0.4
    patience_days: Annotated[
        float,
        _assumed(
            "working days",
            0,
            60,
            (
                "逾期后仍排队天数",
                "Patience after the deadline",
                "超过期限后，诉求还会在队伍里等待的工作日。",
                "Working days a heard need stays queued after its deadline before it lapses.",
            ),
            (),
        ),
    ] = 10.0
    poor_work_share: Annotated[
        float,
        _assumed(
            "share",
            0,
            0.6,
            (
                "办得不好的比例",
                "Poor work",
                "第一次办理质量不过关的比例。",
                "Share of needs whose first settlement is poor work.",
            ),
            ("S100",),
        ),
    ] = 0.18
    reopen_share: Annotated[
        float,
        _assumed(
            "share of poor work",
            0,
            1,
            (
                "不满意后重新提出的比例",
                "Poor work that reopens",
                "办得不好的事项中居民重新提出的比例。",
                "Share of poorly settled needs that residents bring up again.",
            ),
            ("B8.1", "S100"),
        ),
    ] = 0.75
    reopen_days: Annotated[
        float,
        _assumed(
            "working days",
            0,
            20,
            (
                "重新提出的间隔",
                "Time until reopening",
                "办结到居民重新提出的平均工作日。",
                "Mean working days from a poor settlement to its reopening.",
            ),
            (),
        ),
    ] = 2.0
    reopen_work: Annotated[
        float,
        _assumed(
            "ratio",
            0.1,
            2,
            (
                "返工用时",
                "Work of a reopened need",
                "返工需要的工时与第一次之比。",
                "Hours a reopened need takes, relative to the first time.",
            ),
            (),
        ),
    ] = 0.5


class MemoryAssumptions(Group):
    """What being served, late or ignored does to residents."""

    satisfaction_base: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "满意度常数",
                "Satisfaction constant",
                "期望—失验模型的常数项。",
                "Constant of the expectancy–disconfirmation model.",
            ),
            ("S123",),
        ),
    ] = 0.35
    performance_weight: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "表现权重",
                "Weight of performance",
                "满意度对实际表现的反应。",
                "How much satisfaction follows performance itself.",
            ),
            ("S123",),
        ),
    ] = 0.3
    disconfirmation_weight: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "落差权重",
                "Weight of disconfirmation",
                "满意度对表现与期望之差的反应。",
                "How much satisfaction follows performance minus expectation.",
            ),
            ("S123",),
        ),
    ] = 0.5
    expectation_rate: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "期望调整速度",
                "Expectation learning",
                "每次经历后，期望向实际表现移动的比例。",
                "How far one experience moves expectation towards performance.",
            ),
            ("S123",),
        ),
    ] = 0.1
    trust_gain: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "信任上升速度",
                "Trust gain",
                "满意高于信任时，信任上升的比例。",
                "How far trust moves up towards a better experience.",
            ),
            ("S124",),
        ),
    ] = 0.05
    trust_loss_weight: Annotated[
        float,
        _assumed(
            "ratio",
            1,
            5,
            (
                "信任损失权重",
                "Weight of losses in trust",
                "信任下降速度与上升速度之比。",
                "Trust falls this many times faster than it rises.",
            ),
            ("S124",),
            "B",
        ),
    ] = 2.0
    efficacy_rate: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "效能感学习速度",
                "Efficacy learning",
                "每次反映的结果使效能感移动的比例。",
                "How far the outcome of one's own report moves one's sense that reporting works.",
            ),
            ("S102",),
        ),
    ] = 0.5
    efficacy_start: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "初始效能感",
                "Efficacy at the start",
                "居民起初相信反映有用的程度（均值）。",
                "Residents' mean belief at the start that reporting helps.",
            ),
            ("S112",),
        ),
    ] = 0.5
    trust_start: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "初始信任",
                "Trust at the start",
                "居民起初对社区的信任（均值）。",
                "Residents' mean trust in the community at the start.",
            ),
            ("S112",),
        ),
    ] = 0.55
    appraisal_pressure: Annotated[
        float,
        _assumed(
            "",
            0,
            1,
            (
                "考核压力",
                "Appraisal pressure",
                "回访时把不满意记成满意的程度。",
                "How far call-backs lift what is written down above what was felt.",
            ),
            ("B6",),
        ),
    ] = 0.2


class StaffAssumptions(Group):
    """Where community staff's hours go."""

    opening_cost: Annotated[
        float,
        _assumed(
            "staff h per centre hour",
            0,
            3,
            (
                "延时开放的人力成本",
                "Staff cost of longer opening",
                "中心每周开放超过四十小时后，每小时净增的工作人员工时；错峰排班主要是挪动班次。",
                "Net staff hours for each centre hour beyond 40 a week; staggered shifts mostly move hours around.",
            ),
            ("YT-14", "OR-02"),
        ),
    ] = 0.3

    outside_task_share: Annotated[
        float,
        _assumed(
            "share of administrative hours",
            0,
            1,
            (
                "外来任务占行政时间比例",
                "Outside tasks in administrative time",
                "行政时间中来自部门摊派任务的比例；准入制度只能挡住这一部分。",
                "Share of administrative hours that other bodies push down; the gate can refuse only these.",
            ),
            ("S45", "S46"),
        ),
    ] = 0.6
    postponable_share: Annotated[
        float,
        _assumed(
            "share of administrative hours",
            0,
            0.5,
            (
                "可以缓办的行政工作",
                "Administrative work that can wait",
                "积压严重时，居委会一周内可以缓办的行政工作比例，之后要补上。",
                "Share of a week's administrative work a residents' committee may put off when needs pile up; it is owed.",
            ),
            (),
        ),
    ] = 0.15
    shift_share: Annotated[
        float,
        _assumed(
            "share of patrol and visit hours",
            0,
            1,
            (
                "网格可调剂工时",
                "Grid hours that can shift",
                "积压严重时，网格把巡查走访工时转去办理的最大比例。",
                "Largest share of patrol and visit hours a grid team moves to service when its queue is long.",
            ),
            (),
        ),
    ] = 0.25
    lend_share: Annotated[
        float,
        _assumed(
            "share of casework hours",
            0,
            0.5,
            (
                "中心间互助工时",
                "Hours lent between centres",
                "清闲的服务中心一周内借给最忙中心的最大工时比例。",
                "Largest share of casework hours an idle centre lends to the busiest one in a week.",
            ),
            (),
        ),
    ] = 0.2
    department_shift_share: Annotated[
        float,
        _assumed(
            "share of capacity",
            0,
            0.5,
            (
                "部门可调剂能力",
                "Department capacity that can shift",
                "部门每月在不同事项间调剂能力的最大比例。",
                "Largest share of a department's capacity moved each month from its shortest to its longest queue.",
            ),
            (),
        ),
    ] = 0.1


class Assumptions(BaseModel):
    """All behavioural assumptions of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    needs: NeedsAssumptions = NeedsAssumptions()
    hearing: HearingAssumptions = HearingAssumptions()
    routing: RoutingAssumptions = RoutingAssumptions()
    service: ServiceAssumptions = ServiceAssumptions()
    memory: MemoryAssumptions = MemoryAssumptions()
    staffing: StaffAssumptions = StaffAssumptions()
