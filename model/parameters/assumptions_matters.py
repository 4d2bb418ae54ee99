"""How collective matters move: information, time, offers, departments, chairs, and what open ones press on."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class MatterAssumptions(Group):
    """Matters on their way, from the first complaint to a decision. Swept, never chosen."""

    rate_multiplier: Annotated[
        float,
        assumption(
            zh=("议题多少", "公共议题是表中每千户件数的几倍。"),
            en=("Matters raised", "How many times as many collective matters arise as the table of kinds says."),
            unit="times",
            between=(0.1, 5),
        ),
    ] = 1.0
    true_benefit: Annotated[
        float,
        assumption(
            zh=("公共好处的实情", "一件事的公共好处，弄清情况之后知道有多少，0 为没有，1 为全有。"),
            en=("True common benefit", "What information shows of a matter's common benefit: 0 none, 1 all of it."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.7
    information: Annotated[
        float,
        assumption(
            zh=("开会带来的信息", "每开一次会，到会者的看法向实情移动多少。"),
            en=(
                "Information at a meeting",
                "How far one meeting moves those present from what they believe towards the true benefit.",
            ),
            unit="share",
            between=(0, 1),
            sources="B8.2",
        ),
    ] = 0.08
    word_of_mouth: Annotated[
        float,
        assumption(
            zh=("邻里转述", "没到会的邻居听到其中多少。"),
            en=("Word of mouth", "How much of that reaches neighbours who were not there."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.3
    meeting_hours: Annotated[
        float,
        assumption(
            zh=("开一次会的工时", "社区工作人员筹备和主持一次会的工时。"),
            en=("Work for a meeting", "Community staff time to prepare and hold one meeting."),
            unit="h",
            between=(0, 40),
        ),
    ] = 4.0
    decision_hours: Annotated[
        float,
        assumption(
            zh=("自行决定的工时", "工作人员自行商定一件事的工时。"),
            en=("Work for a decision", "Community staff time to decide one matter among themselves."),
            unit="h",
            between=(0, 40),
        ),
    ] = 1.0
    door_hours: Annotated[
        float,
        assumption(
            zh=("入户征询工时", "逐户征求书面意见，每户的工时。"),
            en=("Work for a door", "Community staff time to ask one household for its written vote."),
            unit="h per household",
            between=(0, 1),
            sources="S108",
        ),
    ] = 0.1
    door_days: Annotated[
        float,
        assumption(
            zh=("入户征询天数", "逐户征求一轮书面意见的天数。"),
            en=("Days from door to door", "Days that one round of written votes takes."),
            unit="days",
            between=(0, 120),
            sources="S108",
        ),
    ] = 35.0
    pause_days: Annotated[
        float,
        assumption(
            zh=("没谈成的间隔", "没通过的事，隔多少天再议。"),
            en=("Pause after a failed try", "Days before a matter that failed can be on the table again."),
            unit="days",
            between=(0, 120),
        ),
    ] = 14.0
    tries_most: Annotated[
        float,
        assumption(
            zh=("最多几轮", "议了几轮还没通过就放下。"),
            en=(
                "Tries before it is given up",
                "After so many tries a matter is given up, or a whistle is blown for it.",
            ),
            unit="tries",
            between=(1, 20),
            sources="YT-19",
        ),
    ] = 8.0
    offer_step: Annotated[
        float,
        assumption(
            zh=("补偿逐轮加码", "补偿每一轮加到上限的多少，直至上限。"),
            en=(
                "A better offer each time",
                "Share of the most that payments rise by with every try, until they reach it.",
            ),
            unit="share",
            between=(0, 1),
            sources="B8.2",
        ),
    ] = 0.5
    department_days: Annotated[
        float,
        assumption(
            zh=("等部门表态", "议定之后，等部门表态要多少天。"),
            en=(
                "Waiting for a department",
                "Days until a department commits to what was agreed, where none sat at the table.",
            ),
            unit="days",
            between=(0, 365),
            sources="YT-19",
        ),
    ] = 60.0
    home_hears: Annotated[
        float,
        assumption(
            zh=("带回家的道理", "逐户征求意见时，会上谈出的看法有多少传到没到会的人家。"),
            en=(
                "What the papers carry home",
                "How far households that were not there move towards what they hear of the table, once they are asked "
                "for their vote.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.3
    gift_yuan: Annotated[
        float,
        assumption(
            zh=("受益户拿得出的钱", "得益的一户最多拿得出多少现钱补偿别人。"),
            en=("What winners can pay", "Most that a household which gains can find in cash for those who lose."),
            unit="yuan",
            between=(0, 100_000),
        ),
    ] = 20_000.0
    staff_rounds: Annotated[
        float,
        assumption(
            zh=("工作人员征询几轮", "工作人员逐户征求意见，没通过又拿不出新条件，最多几轮就放下。"),
            en=(
                "Rounds staff ask",
                "Rounds from door to door before staff give a matter up, unless a better offer is still to come.",
            ),
            unit="rounds",
            between=(1, 20),
        ),
    ] = 2.0
    resigned_days: Annotated[
        float,
        assumption(
            zh=("放下之后的怨气", "没议成的事，过多少天，多出来的需求降到三分之一多。"),
            en=(
                "Getting used to what was given up",
                "Days in which the needs a matter presses on fall to a little over a third once it is given up.",
            ),
            unit="days",
            between=(30, 3650),
        ),
    ] = 365.0
    bound_share: Annotated[
        float,
        assumption(
            zh=("议定工程占项目钱的上限", "议定的工程最多先用掉社区手头项目经费的多少；不够的，等下一年预算。"),
            en=(
                "Project money that agreed works may bind",
                "Most of a community's project money that works agreed on as a matter may take before any project; "
                "what it cannot pay for waits for next year's budget.",
            ),
            unit="share",
            between=(0, 1),
            sources="S70",
        ),
    ] = 0.5
    department_cases: Annotated[
        float,
        assumption(
            zh=("部门到会的代价", "部门到一次会少办多少件。"),
            en=("What coming costs a department", "Cases a department leaves undone for each sitting it comes to."),
            unit="cases",
            between=(0, 20),
        ),
    ] = 2.0
    promise_kept: Annotated[
        float,
        assumption(
            zh=("部门说到做到", "部门答应的事按时办的比例；没有办的，要再等一次部门表态的时间。"),
            en=(
                "Promises departments keep",
                "Share of a department's promises kept in time; a broken one waits once more for the department.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.7
    recorded_kept: Annotated[
        float,
        assumption(
            zh=("录入督办的承诺", "议定事项录入系统、有人督办时，答应的事按时办的比例。"),
            en=(
                "Promises on record kept",
                "The same share where what was agreed is recorded and somebody presses for it.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-19",
        ),
    ] = 0.9
    chair_gain: Annotated[
        float,
        assumption(
            zh=("主持人的本事", "训练有素的主持人让人听得进的差距宽多少；每年培训五天到一半。"),
            en=(
                "What a skilled chair adds",
                "How much wider a fully trained chair makes the range people hear; half of that at five days a year.",
            ),
            unit="share",
            between=(0, 1),
            sources="S134",
        ),
    ] = 0.3
    press_share: Annotated[
        float,
        assumption(
            zh=("悬而未决的干扰", "一件事没定之前，小区里相关需求多出多少。"),
            en=(
                "What an open matter presses",
                "How many more needs of its kinds arise in an estate while a matter is open.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.2
