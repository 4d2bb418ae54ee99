"""Who volunteers, how often and for how long: what is uncertain about people. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class VolunteerAssumptions(Group):
    """Registration, motive, time, habit, fatigue and retention of volunteers."""

    campaign_gain: Annotated[
        float,
        assumption(
            zh=("动员让注册翻几成", "动员力度每升 1，注册比例在当地现状上增加的倍数；现状为 0.2。"),
            en=(
                "What recruiting adds",
                "Registered residents added, as a multiple of today's, for each point of recruiting "
                "effort above today's 0.2.",
            ),
            unit="ratio",
            between=(0, 5),
            sources="OR-20 B4",
        ),
    ] = 1.25
    campaign_keenness: Annotated[
        float,
        assumption(
            zh=("动员来的人有多热心", "因动员才注册的人，其热心与原有志愿者之比；注册总比出工多得快。"),
            en=(
                "Keenness of those won over",
                "Motive of those who only a campaign made register, relative to others: registration outruns activity.",
            ),
            unit="ratio",
            between=(0, 1),
            sources="S56 B4",
        ),
    ] = 0.6
    keenness_power: Annotated[
        float,
        assumption(
            zh=("热心的偏斜", "热心 = 均匀数的这个次方：越大，热心人越少而越突出。"),
            en=(
                "How rare the keen are",
                "Motive is a uniform number to this power: the larger, the fewer and keener the keen.",
            ),
            between=(1, 8),
            sources="B4 V-03",
        ),
    ] = 4.0
    turnout_base: Annotated[
        float,
        assumption(
            zh=(
                "不热心的人每周来的对数几率",
                "热心为零、其他因素平常时，每周来一次的对数几率；按一年内四分之一的人来过校准。",
            ),
            en=(
                "Log odds of the least keen",
                "Log odds of coming in a week without any motive, else as usual; calibrated so that a "
                "quarter come within a year.",
            ),
            unit="log odds",
            between=(-15, 0),
            sources="B4 V-03",
        ),
    ] = -6.1
    turnout_slope: Annotated[
        float,
        assumption(
            zh=("动机折成对数几率", "动机每升 1，每周来的对数几率上升多少。"),
            en=("From motive to log odds", "What a point of motive adds to the log odds of coming in a week."),
            unit="log odds",
            between=(0, 20),
            sources="B8.4",
        ),
    ] = 6.5
    habit_appeal: Annotated[
        float,
        assumption(
            zh=("习惯的份量", "完全成了习惯的人，动机多多少。"),
            en=("Weight of habit", "What a full habit adds to motive."),
            unit="motive",
            between=(0, 1),
            sources="B8.4",
        ),
    ] = 0.15
    habit_gain: Annotated[
        float,
        assumption(
            zh=("来一次养成的习惯", "每来一次，离完全成习惯还差的部分减少的比例。"),
            en=("Habit from coming once", "Share of what is missing to a full habit that one participation adds."),
            unit="share",
            between=(0, 1),
            sources="B8.4",
        ),
    ] = 0.12
    habit_months: Annotated[
        float,
        assumption(
            zh=("习惯消退月数", "不来以后，习惯平均多少个月消退。"),
            en=("Months until a habit fades", "Mean months a habit lasts when one stays away."),
            unit="months",
            between=(1, 120),
        ),
    ] = 9.0
    peers_appeal: Annotated[
        float,
        assumption(
            zh=("同伴的份量", "本社区一个月里来过的注册志愿者占比，每升 1 动机多多少。"),
            en=(
                "Weight of peers",
                "What motive gains for each point of the share of the community's registered who came "
                "in the past month.",
            ),
            unit="motive",
            between=(0, 2),
            sources="B8.4",
        ),
    ] = 0.3
    trust_appeal: Annotated[
        float,
        assumption(
            zh=("信任的份量", "对社区的信任每升 1，动机多多少（以一半为零点）。"),
            en=("Weight of trust", "What motive gains for each point of trust in the community, counted from a half."),
            unit="motive",
            between=(0, 2),
            sources="B8.4",
        ),
    ] = 0.3
    norm_appeal: Annotated[
        float,
        assumption(
            zh=("邻里规范的份量", "住在规范完全形成的楼道，动机多多少。"),
            en=("Weight of the norm", "What living on a stairwell with a full norm adds to motive."),
            unit="motive",
            between=(0, 1),
            sources="OR-14",
        ),
    ] = 0.15
    time_cost: Annotated[
        float,
        assumption(
            zh=("时间的代价", "一次服务占去每周全部空闲时，动机少多少。"),
            en=("Cost of time", "What motive loses when one shift takes all the free hours of a week."),
            unit="motive",
            between=(0, 1),
            sources="B8.4",
        ),
    ] = 0.2
    fatigue_cost: Annotated[
        float,
        assumption(
            zh=("疲劳的代价", "完全疲劳时动机少多少。"),
            en=("Cost of fatigue", "What full fatigue takes from motive."),
            unit="motive",
            between=(0, 2),
            sources="B8.4",
        ),
    ] = 0.5
    fatigue_gain: Annotated[
        float,
        assumption(
            zh=("来一次的疲劳", "每来一次，离完全疲劳还差的部分减少的比例。"),
            en=("Fatigue from coming once", "Share of what is missing to full fatigue that one participation adds."),
            unit="share",
            between=(0, 1),
            sources="B8.4",
        ),
    ] = 0.15
    fatigue_weeks: Annotated[
        float,
        assumption(
            zh=("疲劳恢复周数", "疲劳平均多少周恢复。"),
            en=("Weeks to recover", "Mean weeks fatigue lasts."),
            unit="weeks",
            between=(1, 104),
        ),
    ] = 8.0
    reward_yuan: Annotated[
        float,
        assumption(
            zh=("一份奖励折合", "每小时这么多元的积分算作一份奖励。"),
            en=("One measure of reward", "Points worth so much an hour are one measure of reward."),
            unit="yuan",
            between=(1, 100),
        ),
    ] = 10.0
    reward_appeal: Annotated[
        float,
        assumption(
            zh=("奖励的吸引", "一份奖励给动机加多少。"),
            en=("Appeal of a reward", "What one measure of reward adds to motive."),
            unit="motive",
            between=(0, 1),
            sources="B8.4",
        ),
    ] = 0.2
    crowding: Annotated[
        float,
        assumption(
            zh=("奖励挤出热心", "一份奖励挤掉热心的比例；负值为挤入。证据正负都有，须扫过零。"),
            en=(
                "Crowding out",
                "Share of intrinsic motive one measure of reward crowds out; negative is crowding in. "
                "Evidence goes both ways.",
            ),
            unit="share",
            between=(-0.2, 1),
            sources="B8.4 S59 S60",
        ),
    ] = 0.2
    voice_appeal: Annotated[
        float,
        assumption(
            zh=("参与决定的份量", "志愿者能参与决定钱怎么花时，动机多多少（方向有实验，大小是假设）。"),
            en=(
                "Weight of a say",
                "What helping to decide on money adds to motive; an experiment gives the sign, the size is assumed.",
            ),
            unit="motive",
            between=(0, 0.3),
            sources="S61 B8.4",
        ),
    ] = 0.1
    free_hours: Annotated[
        float,
        assumption(
            zh=("每周空闲时数", "居民每周能给的空闲时数的中位数。"),
            en=("Free hours a week", "Median of the hours a week a resident could give."),
            unit="h per week",
            between=(0.5, 40),
        ),
    ] = 6.0
    free_hours_spread: Annotated[
        float,
        assumption(
            zh=("空闲时数的离散", "空闲时数对数的标准差。"),
            en=("Spread of free hours", "Standard deviation of the log of free hours."),
            unit="log",
            between=(0, 2),
        ),
    ] = 0.6
    shift_hours: Annotated[
        float,
        assumption(
            zh=("每人次时数", "一次服务平均多少小时。"),
            en=("Hours a participation", "Mean length of one participation."),
            unit="h",
            between=(0.5, 12),
            sources="R-02 B4 V-01",
            grade="C",
        ),
    ] = 4.0
    shift_spread: Annotated[
        float,
        assumption(
            zh=("每人次时数的离散", "时数对数的标准差。"),
            en=("Spread of hours a participation", "Standard deviation of the log of its length."),
            unit="log",
            between=(0, 1),
            sources="B4",
        ),
    ] = 0.2
    retention: Annotated[
        float,
        assumption(
            zh=("一年留存率", "没有任何表彰时，一年后仍在的比例。"),
            en=("Yearly retention", "Share of volunteers still there a year later without any recognition."),
            unit="share",
            between=(0.2, 1),
            sources="S58",
            grade="B",
        ),
    ] = 0.64
    recognition_retention: Annotated[
        float,
        assumption(
            zh=("表彰留人", "表彰力度每升 1，一年留存率增加多少。"),
            en=("What recognition keeps", "What a point of recognition adds to yearly retention."),
            unit="share",
            between=(0, 0.5),
            sources="B8.4 YT-23",
        ),
    ] = 0.2
