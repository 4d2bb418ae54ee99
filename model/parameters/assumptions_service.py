"""How needs are served: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated, Literal

from ..declare import Group
from .declaring import assumption


class ServiceAssumptions(Group):
    """How posts turn hours into settled needs."""

    hours_per_day: Annotated[
        float,
        assumption(
            zh=("每岗每日工时", "一个岗位每个工作日的有效工时（全年约一千七百小时）。"),
            en=("Working hours a day", "Effective hours of one post on a working day (about 1,700 a year)."),
            unit="h per post and working day",
            between=(4, 10),
            sources="B8.1",
        ),
    ] = 6.8
    absence_share: Annotated[
        float,
        assumption(
            zh=("缺勤率", "一个岗位某天缺勤的概率。"),
            en=("Absence", "Chance that a post is empty on a given day."),
            unit="share of person-days",
            between=(0, 0.5),
        ),
    ] = 0.08
    grid_overhead_hours: Annotated[
        float,
        assumption(
            zh=("每个网格的固定用时", "每个基础网格每天固定占用的工时（台账、例会、交接）。"),
            en=("Overhead of a grid", "Fixed hours each base grid costs every day (ledgers, briefings, hand-over)."),
            unit="h per grid and working day",
            between=(0, 3),
        ),
    ] = 0.3
    unfamiliar_slowdown: Annotated[
        float,
        assumption(
            zh=("不熟悉导致的费时", "对居民完全不熟悉时，网格办理用时的增加比例。"),
            en=(
                "Slow-down of strangers",
                "How much longer grid work takes among strangers than among people one knows.",
            ),
            unit="ratio",
            between=(0, 4),
        ),
    ] = 1.5
    casework_share: Annotated[
        float,
        assumption(
            zh=("社工个案时间比例", "社工工时中用于个案服务的比例。"),
            en=(
                "Social workers' casework",
                "Share of social workers' hours that is casework (290 contacts of 2 h in 1,700 h).",
            ),
            unit="share of hours",
            between=(0.05, 1),
            sources="S40",
            grade="C",
        ),
    ] = 0.34
    property_posts_per_1000_households: Annotated[
        float,
        assumption(
            zh=("物业公共事务岗位", "物业公司每千户用于处理公共事件的岗位。"),
            en=(
                "Property firm's posts",
                "Posts per 1,000 households that a property firm gives to public events inside its estate.",
            ),
            unit="posts",
            between=(0, 20),
            sources="S113",
        ),
    ] = 0.4
    organisation_post_yuan: Annotated[
        float,
        assumption(
            zh=("一个机构岗位年成本", "社会组织一个岗位一年的费用。"),
            en=("Cost of an organisation's post", "Yuan a year that one post of a social organisation costs."),
            unit="yuan per post-year",
            between=(20000, 300000),
            sources="R-16 S42",
            grade="C",
        ),
    ] = 76000.0
    steward_hours_per_week: Annotated[
        float,
        assumption(
            zh=("管家每周用时", "一名社区管家每周亲手办小事的时间。"),
            en=("A steward's week", "Hours a week a steward spends settling small things."),
            unit="h per week",
            between=(0, 20),
            sources="YT-31",
        ),
    ] = 1.0
    patience_days: Annotated[
        float,
        assumption(
            zh=("逾期后仍排队天数", "超过期限后，诉求还会在队伍里等待的工作日。"),
            en=(
                "Patience after the deadline",
                "Working days a heard need stays queued after its deadline before it lapses.",
            ),
            unit="working days",
            between=(0, 60),
        ),
    ] = 10.0
    late_rule: Annotated[
        Literal["first", "in_turn", "behind"],
        assumption(
            zh=(
                "逾期诉求的次序",
                "已经不可能按时办结的诉求排在哪里：最先办、按原来的次序，还是排在还来得及的之后。公布的考核指标多是按时办结率"
                "（S92、S94、S98），逾期的再快办也不加分，所以默认排在之后；考核方式变了，次序也会变。",
            ),
            en=(
                "What happens to a need that is late",
                "Where a need goes that cannot be met in time any more: before all others, in turn by its due day, or "
                "behind all that still can. Bulletins publish the share closed on time (S92, S94, S98), so a late case "
                "has nothing to lose and goes behind; other appraisals move it.",
            ),
            sources="S92 S94 S98",
        ),
    ] = "behind"
    late_share: Annotated[
        float,
        assumption(
            zh=("照此办理的队伍占比", "多大比例的社区和部门经办人照上面的次序对待逾期诉求，其余按原来的次序。"),
            en=(
                "Who follows that rule",
                "Share of communities, and of officers in each department, that treat late needs so; the others take "
                "them in turn.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 1.0
    open_list_share: Annotated[
        float,
        assumption(
            zh=("盯着未销号清单的占比", "实行“解决才销号”时，逐件清理未销号清单、先办逾期诉求的社区、部门经办人占比。"),
            en=(
                "Who works through the open list",
                "Where a case is closed only when solved: share of communities, and of officers in each department, "
                "that go through what is open and take late cases first.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-02",
        ),
    ] = 0.5
    idle_visit_share: Annotated[
        float,
        assumption(
            zh=("空闲窗口工时可走访比例", "社区工作人员空闲工时中能离开窗口、第二天去走访的比例；窗口总得有人守。"),
            en=(
                "Idle counter hours that go visiting",
                "Share of community staff's idle hours that turn to visits the next day; somebody minds the desk.",
            ),
            unit="share of idle hours",
            between=(0, 1),
            sources="V-19",
        ),
    ] = 0.5
    idle_outreach_share: Annotated[
        float,
        assumption(
            zh=("空闲个案工时可走访比例", "社工、购买的服务和服务类项目没有个案可做的工时中，第二天去走访居民的比例。"),
            en=(
                "Idle casework hours that go visiting",
                "Share of hours without a case, of social workers, services bought and service projects, that turn to "
                "home visits the next day.",
            ),
            unit="share of idle hours",
            between=(0, 1),
            sources="OR-03",
        ),
    ] = 0.5
    poor_work_share: Annotated[
        float,
        assumption(
            zh=("办得不好的比例", "第一次办理质量不过关的比例。"),
            en=("Poor work", "Share of needs whose first settlement is poor work."),
            unit="share",
            between=(0, 0.6),
            sources="S100",
        ),
    ] = 0.18
    reopen_share: Annotated[
        float,
        assumption(
            zh=("不满意后重新提出的比例", "办得不好的事项中居民重新提出的比例。"),
            en=("Poor work that reopens", "Share of poorly settled needs that residents bring up again."),
            unit="share of poor work",
            between=(0, 1),
            sources="B8.1 S100",
        ),
    ] = 0.75
    reopen_days: Annotated[
        float,
        assumption(
            zh=("重新提出的间隔", "办结到居民重新提出的平均工作日。"),
            en=("Time until reopening", "Mean working days from a poor settlement to its reopening."),
            unit="working days",
            between=(0, 20),
        ),
    ] = 2.0
    reopen_work: Annotated[
        float,
        assumption(
            zh=("返工用时", "返工需要的工时与第一次之比。"),
            en=("Work of a reopened need", "Hours a reopened need takes, relative to the first time."),
            unit="ratio",
            between=(0.1, 2),
        ),
    ] = 0.5
