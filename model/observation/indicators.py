"""Indicators: declared once with unit, direction, words and the margin below which nobody would care.

Names are fixed (interfaces). A run holds the ones it can know; the others are absent from it, never made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "none"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What one figure means.

    Attributes:
        unit: English unit; "share" lies in [0, 1].
        better: Which direction residents would choose.
        margin: Smallest paired difference worth telling a planner about, in `unit` (D: a judgement).
    """

    name: str
    unit: str
    better: Better
    margin: float
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str


def _declared(*rows: tuple[str, str, Better, float, str, str, str, str]) -> dict[str, Indicator]:
    return {row[0]: Indicator(*row) for row in rows}


INDICATORS = _declared(
    ("coverage", "share", "higher", 0.005, "服务覆盖率", "Coverage", "期限前办结的需求占统计期内产生的全部需求（含没有渠道发现的）；每件都跟踪到有结果为止。", "Needs met before their deadline, of all needs born in the measured days, heard or not, each followed to its end."),
    ("coverage_personal", "share", "higher", 0.005, "个人需求覆盖率", "Coverage, personal needs", "照护、儿童、生计、政务代办、纠纷、文体类需求的覆盖率。", "Coverage of care, child, livelihood, paperwork, dispute and culture needs."),
    ("coverage_public", "share", "higher", 0.005, "公共事件覆盖率", "Coverage, public events", "隐患、垃圾、停车、设施类事件的覆盖率。", "Coverage of hazards, litter, parking and facilities."),
    ("coverage_by_severity", "share", "higher", 0.005, "覆盖率（按严重程度）", "Coverage by severity", "每件需求按严重程度（1–3）计数的覆盖率。", "Coverage where a need counts as often as it is severe, once to three times."),
    ("coverage_by_hours", "share", "higher", 0.005, "覆盖率（按工时）", "Coverage by hours", "每件需求按所需工时计数的覆盖率。", "Coverage where a need counts by the hours of work it takes."),
    ("met_share", "share", "higher", 0.005, "办结比例", "Met, on time or late", "办结的需求比例，含逾期办结。", "Needs met at all, late ones included."),
    ("heard_share", "share", "higher", 0.005, "发现（收集）率", "Heard", "在期限内被任何渠道发现的需求比例。", "Needs heard by any channel before their window closed."),
    ("never_heard_share", "share", "lower", 0.005, "未被发现", "Never heard", "到期仍没有任何渠道发现的需求比例。", "Needs nobody heard before their window closed."),
    ("lapsed_waiting_share", "share", "lower", 0.005, "超期未办", "Waited too long", "已发现，但一直没有人手，等到失效的比例。", "Heard, but nobody had hours for it before patience ran out."),
    ("wrong_door_share", "share", "lower", 0.005, "派单错误或部门滞留", "Wrong door or department", "最后耽误在派单错误（误转）或部门滞留上的比例。", "Given up while at a wrong door or waiting for a department."),
    ("met_late_share", "share", "lower", 0.005, "逾期办结", "Met late", "办结了但超过期限的比例。", "Met after the deadline."),
    ("no_capacity_in_time_share", "share", "lower", 0.005, "人手赶不及", "No capacity in time", "已发现，但没有人手按期办的比例：逾期办结加超期未办。", "Heard, but nobody had hours in time: met late or waited too long."),
    ("requests_per_1000", "per 1,000 residents and year", "none", 5.0, "每千人诉求量", "Requests per 1,000 residents", "每千名居民每年被发现的需求数，各渠道合计。", "Needs heard a year by any channel, per 1,000 residents."),
    ("patrol_to_report_ratio", "ratio", "none", 0.2, "巡查与上报之比", "Patrol to report ratio", "巡查发现的公共事件与居民上报之比。", "Public events found by patrol over those reported by app or walk-in."),
    ("settled_in_community_share", "share", "none", 0.01, "社区内解决比例", "Settled in the community", "办结的需求中不必转交部门的比例。", "Of the needs met, those that needed no department."),
    ("handled_within_7_days_share", "share", "higher", 0.01, "七日内办结比例", "Handled within 7 days", "已有结果的需求中，被发现后七个工作日内首次办结的比例；没有发现的、发现了没办的都算未办结。", "First closed within seven working days of being heard, of all needs whose fate is known; what nobody heard or closed was not."),
    ("handled_within_7_days_of_handled_share", "share", "higher", 0.01, "已办结中的七日内办结比例", "Handled within 7 days, of those handled", "首次办结的需求中，被发现后七个工作日内办结的比例；公开通报用的就是这个口径。", "First closed within seven working days of being heard, of those ever closed: what bulletins publish."),
    ("days_to_resolution_median", "working days", "lower", 0.1, "解决时长中位数", "Median days to resolution", "从需求产生到真正解决的工作日中位数；没办成的按该类需求最长可等的时间（发现时限＋办结时限＋耐心）计。", "Working days from birth to the settlement that held, median of all needs whose fate is known; an unmet one counts the longest its kind may take (window, deadline and patience)."),
    ("days_to_resolution_p90", "working days", "lower", 0.3, "解决时长九成位", "90th percentile of days to resolution", "九成已有结果的需求不超过的工作日；没办成的按该类需求最长可等的时间计。", "Working days that nine in ten needs whose fate is known do not exceed; an unmet one counts the longest its kind may take."),
    ("days_to_resolution_median_met", "working days", "lower", 0.1, "办结需求的解决时长中位数", "Median days to resolution, met needs", "办结的需求从产生到真正解决的工作日中位数。", "Working days from birth to the settlement that held, median of the needs met."),
    ("days_to_resolution_p90_met", "working days", "lower", 0.3, "办结需求的解决时长九成位", "90th percentile of days to resolution, met needs", "九成办结的需求不超过的工作日。", "Working days within which nine in ten met needs were resolved."),
    ("satisfaction_true", "share", "higher", 0.005, "真实满意度", "True satisfaction", "所有有过需求的居民的真实感受；没有发现的需求也算，按严重程度折算，最重的算半次。", "What everybody with a need felt; one that nobody heard counts too, by severity, the most severe as half an experience."),
    ("satisfaction_served", "share", "higher", 0.005, "已发现需求的满意度", "Satisfaction of those served", "被发现的需求办结或放弃后，居民真实感受的满意度；没有发现的不算。", "What residents felt about needs that were heard and then handled or given up; what nobody heard is left out."),
    ("satisfaction_recorded", "share", "none", 0.005, "回访满意率", "Recorded satisfaction", "回访记录里的满意率，受选择与考核影响。", "What call-backs write down, after selection and appraisal pressure."),
    ("trust", "share", "higher", 0.002, "信任", "Trust", "期末居民对社区的平均信任。", "Residents' mean trust at the end."),
    ("efficacy", "share", "higher", 0.002, "效能感", "Efficacy", "期末居民认为反映有用的平均程度。", "Residents' mean belief at the end that reporting helps."),
    ("coverage_elder", "share", "higher", 0.01, "老年人覆盖率", "Coverage, elders", "60 岁及以上居民需求的覆盖率。", "Coverage of the needs of residents aged 60 and over."),
    ("coverage_child", "share", "higher", 0.01, "儿童覆盖率", "Coverage, children", "0–14 岁居民需求的覆盖率。", "Coverage of the needs of residents under 15."),
    ("coverage_disabled", "share", "higher", 0.01, "残疾人覆盖率", "Coverage, disabled residents", "残疾居民需求的覆盖率。", "Coverage of the needs of disabled residents."),
    ("coverage_migrant", "share", "higher", 0.01, "外来人口覆盖率", "Coverage, migrants", "非户籍居民需求的覆盖率。", "Coverage of the needs of residents without local registration."),
    ("coverage_low_income", "share", "higher", 0.01, "低收入居民覆盖率", "Coverage, low income", "低收入居民需求的覆盖率。", "Coverage of the needs of residents on a low income."),
    ("coverage_worst_tenth_cells", "share", "higher", 0.01, "最差一成片区覆盖率", "Coverage, worst tenth of cells", "覆盖率最低的一成楼栋片区的覆盖率。", "Coverage over the tenth of cells where it is lowest."),
    ("coverage_gini_cells", "Gini", "lower", 0.005, "片区覆盖率基尼系数", "Gini of coverage over cells", "楼栋片区之间覆盖率的不均程度。", "How unevenly coverage is spread over cells."),
    ("coverage_worst_tenth_grids", "share", "higher", 0.01, "最差一成网格覆盖率", "Coverage, worst tenth of grids", "覆盖率最低的一成网格的覆盖率。", "Coverage over the tenth of grids where it is lowest."),
    ("coverage_gini_grids", "Gini", "lower", 0.005, "网格覆盖率基尼系数", "Gini of coverage over grids", "网格之间覆盖率的不均程度。", "How unevenly coverage is spread over grids."),
    ("reach_served", "share", "higher", 0.01, "步行可达且有服务", "Within reach and capacity", "社工类需求中，步行可达且中心接得下的比例。", "Latent needs for social work within walking reach of a centre that has hours for them."),
    ("reach_no_capacity", "share", "lower", 0.01, "可达但容量不足", "Within reach, no capacity", "步行可达但中心接不下的比例。", "Within walking reach of a centre without hours for them."),
    ("reach_out_of_range", "share", "lower", 0.01, "步行不可达", "Out of range", "步行范围内没有服务中心的比例。", "No centre within walking reach."),
    ("staff_utilisation", "share", "none", 0.01, "人员工时利用率", "Staff utilisation", "用于办理的工时占可用办理工时的比例。", "Service hours used over service hours offered, before idle hours turn to visits."),
    ("staff_admin_share", "share", "lower", 0.01, "行政事务占比", "Administrative share", "社区工作人员工时中行政事务所占比例。", "Community staff's hours that administration takes."),
    ("volunteers_registered_share", "share", "none", 0.005, "注册志愿者占比", "Registered volunteers", "注册志愿者占居民比例。", "Registered volunteers among residents."),
    ("volunteers_active_share", "share", "higher", 0.005, "活跃志愿者占比", "Active volunteers", "一年内自愿服务过的志愿者占注册人数比例，不算党员履责。", "Registered volunteers who served of their own accord within a year; duty of Party members does not count."),
    ("volunteers_duty_share", "share", "none", 0.005, "履责党员占比", "Members on duty", "应履责的党员中一年内来履责过的比例；没有履责要求时不计。", "Of the Party members who owe duty, those who came on duty within a year; not counted where nobody owes any."),
    ("volunteer_hours_per_1000", "h per 1,000 residents and year", "higher", 5.0, "每千人志愿服务时数", "Volunteer hours per 1,000 residents", "每千名居民每年志愿服务小时数，含没有派上用场的。", "Volunteer hours given a year per 1,000 residents, of use or not."),
    ("matters_settled_share", "share", "higher", 0.01, "公共议题解决比例", "Collective matters settled", "已解决的公共议题比例。", "Collective matters settled."),
    ("matter_meetings_mean", "meetings", "lower", 0.2, "每件议题开会次数", "Meetings per matter", "办成一件议题平均开会的次数；逐户书面征求不算开会。", "Meetings it takes to settle a matter; asking households at their doors is no meeting."),
    ("turnout_share", "share", "higher", 0.005, "参与率", "Turnout", "受影响的户到会比例，没有开会的按零计。", "Affected households that come to a meeting; none where there is no meeting."),
    ("turnout_bias", "distance", "lower", 0.01, "参与偏差", "Turnout bias", "到会者与受影响者构成的差异。", "How far those who came differ from those affected."),
    ("matters_settled_share_routine", "share", "higher", 0.02, "日常事项解决比例", "Matters settled, routine", "日常事项中已解决的比例。", "Of routine matters, those settled."),
    ("matters_settled_share_works", "share", "higher", 0.02, "工程事项解决比例", "Matters settled, works", "工程事项中已解决的比例。", "Of works matters, those settled."),
    ("matters_settled_share_contested", "share", "higher", 0.02, "争议事项解决比例", "Matters settled, contested", "争议事项中已解决的比例。", "Of contested matters, those settled."),
    ("matter_days_routine", "days", "lower", 5.0, "日常事项解决天数", "Days to settle, routine matters", "解决一件日常事项从提出起平均的天数。", "Days from raised to settled, mean of routine matters that were settled."),
    ("matter_days_works", "days", "lower", 5.0, "工程事项解决天数", "Days to settle, works matters", "解决一件工程事项从提出起平均的天数。", "Days from raised to settled, mean of works matters that were settled."),
    ("matter_days_contested", "days", "lower", 5.0, "争议事项解决天数", "Days to settle, contested matters", "解决一件争议事项从提出起平均的天数。", "Days from raised to settled, mean of contested matters that were settled."),
    ("matter_heed_routine", "share", "higher", 0.02, "日常事项议定时的遵守", "Heed, routine matters", "日常事项议定时，邻里愿意照办的程度，平均。", "How far neighbours stand by what is agreed on routine matters, mean."),
    ("matter_heed_works", "share", "higher", 0.02, "工程事项议定时的遵守", "Heed, works matters", "工程事项议定时，邻里愿意照办的程度，平均。", "How far neighbours stand by what is agreed on works matters, mean."),
    ("matter_heed_contested", "share", "higher", 0.02, "争议事项议定时的遵守", "Heed, contested matters", "争议事项议定时，邻里愿意照办的程度，平均。", "How far neighbours stand by what is agreed on contested matters, mean."),
    ("matter_kept_routine", "share", "higher", 0.02, "日常事项期末的遵守", "Later compliance, routine matters", "期末邻里照议定结果办的程度：没有落实的为零，公约按还剩的约束力计。", "How far neighbours live by what was agreed on routine matters on the last day: not at all by what was not carried out, by covenants as far as they have not faded."),
    ("matter_kept_works", "share", "higher", 0.02, "工程事项期末的遵守", "Later compliance, works matters", "期末邻里照议定结果办的程度：没有落实的为零，公约按还剩的约束力计。", "How far neighbours live by what was agreed on works matters on the last day: not at all by what was not carried out, by covenants as far as they have not faded."),
    ("matter_kept_contested", "share", "higher", 0.02, "争议事项期末的遵守", "Later compliance, contested matters", "期末邻里照议定结果办的程度：没有落实的为零，公约按还剩的约束力计。", "How far neighbours live by what was agreed on contested matters on the last day: not at all by what was not carried out, by covenants as far as they have not faded."),
    ("projects_funded", "projects per year", "none", 1.0, "立项数", "Projects funded", "每年立项的微项目数。", "Micro-projects funded a year."),
    ("voters_with_project_share", "share", "higher", 0.01, "有项目入选的投票者", "Voters with a funded project", "所投项目至少一个入选的投票者比例；项目多到可以挑选的清单才计入。", "Voters with at least one funded project they approved, on lists long enough to choose from."),
    ("project_days_to_start", "days", "lower", 3.0, "立项到开工天数", "Days until a project starts", "从立项到开工的天数。", "Days from choice to start of a project."),
    ("spend_per_resident", "yuan per resident and year", "none", 1.0, "人均支出", "Spending per resident", "每位居民每年支出：岗位、购买、项目、运行、志愿与干部工时、小区基金，以及常规预算的工程。能用三年的工程在开工当天全部计入。", "Yuan spent a year per resident: posts, services, projects, running costs, hours of volunteers and cadres, estates' funds, works of the ordinary budget. Works that last three years count on the day work begins."),
    ("spend_per_need_met", "yuan", "lower", 1.0, "每件办结需求成本", "Spending per need met", "全部支出除以办结的需求（含逾期办结）。预防减少需求，会抬高它。", "All spending over the needs met, on time or late. Prevention leaves fewer needs to meet and so raises it."),
    ("unspent_share", "share", "lower", 0.01, "未支出比例", "Unspent", "购买、社区、项目、奖励、基金会和小区基金各账户期初与收到的钱中，期末仍未花或已退回的比例；已立项、尚未支付的钱也算未支出。", "Of what the accounts for services, communities, projects, prizes, foundations and estates held at first or were given, what was not spent by the end or went back; money promised to chosen projects and not yet paid counts as unspent."),
    ("unpaid_share", "share", "none", 0.005, "靠无偿人手办结的比例", "Resting on unpaid hands", "按期办结的需求中，由社区管家发现，或由志愿者、社区管家、共建单位、值勤党员、调解员等没有人付工资的人手办理的比例。", "Of the needs met on time, those that a steward heard or that hands nobody pays served: volunteers, stewards, units, members on duty, mediators."),
    ("governance_index", "index", "higher", 0.01, "治理指数", "Governance index", "各社区八项的平均，按居民加权；各方案用同样的权重，换了权重的方案不会因此显得更好。含没有发现的需求。", "Mean of eight components by community, over residents; with the same weights for all policies, so that none is better for weighing otherwise. Needs nobody heard are in it."),
    ("governance_index_seen", "index", "none", 0.01, "可见的治理指数", "Governance index, as seen", "同一指数，只用登记、回访和评议里知道的来算：没有发现的需求不在其中。", "The same index reckoned from registers, call-backs and reviews alone: what nobody heard is not in it."),
    ("surge_depth", "share", "lower", 0.01, "战时下降深度", "Surge depth", "同一种子有无冲击逐件对照，最差一周产生的需求因冲击而未能按期办结的比例。", "The same seed with and without the shock, need by need: of the births of its worst week, the share met on time without it and not with it."),
    ("surge_needs_lost", "needs", "lower", 1.0, "战时每千人少办的日常需求", "Everyday needs lost in a surge, per 1,000 residents", "每千居民因冲击未能按期办结的日常需求，减去反而办得更快的；不含因冲击而没有发生的。", "Everyday needs per 1,000 residents met on time without the shock and not with it, less those that gain; needs that do not arise because of it are not among them."),
    ("surge_on_time_share", "share", "higher", 0.01, "应急需求按时办结率", "Emergency needs met on time", "冲击带来的需求中，在规定小时内办结的比例。", "Of the needs a shock brought, those met within their hours."),
    ("surge_recovery_days", "days", "lower", 1.0, "战时恢复天数", "Days to recover", "从冲击第一天到此后三十天产生的需求与无冲击相比损失小于门槛的那一天；统计期结束仍未恢复则不给数字。", "From the shock's first day to the first day, not before the worst week, whose following 30 days' births lose less than the margin against the same seed without it; absent where the run ends before."),
)  # fmt: skip
