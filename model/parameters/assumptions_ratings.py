"""Who runs the centres, and what ratings do: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class RatingAssumptions(Group):
    """Operators of centres, ratings, effort and records; partners on the menu."""

    government_quality: Annotated[
        float,
        assumption(
            zh=("政府自营的水平", "政府自己运营中心的服务水平（0–1）。"),
            en=(
                "Quality of government operation",
                "Quality of centres that government runs itself, on the same scale.",
            ),
            between=(0, 1),
            sources="SZ-06",
        ),
    ] = 0.5
    operator_years: Annotated[
        int,
        assumption(
            zh=("中心运营合同年限", "中心交由社会组织运营时，合同至少几年。"),
            en=("An operator's contract", "A centre is handed over for at least so many years."),
            unit="years",
            between=(1, 10),
            sources="SZ-06",
        ),
    ] = 3
    takeover_kept: Annotated[
        float,
        assumption(
            zh=("接手时留下的熟人", "中心换运营方时，社工与居民的关系留住的比例。"),
            en=("Kept at a take-over", "Share of the workers' relations that survives a change of operator."),
            unit="share",
            between=(0, 1),
            sources="SZ-06",
        ),
    ] = 0.6
    rating_error: Annotated[
        float,
        assumption(
            zh=("评级误差", "第三方或上级评级的误差（标准差）。"),
            en=("Error of ratings", "Standard deviation of what a third party or a superior gets wrong."),
            between=(0, 1),
            sources="SZ-07",
        ),
    ] = 0.1
    barred_years: Annotated[
        int,
        assumption(
            zh=("退出后不得再投标", "被淘汰的机构几年内不得在本区投标（采购法规定一至三年）。"),
            en=(
                "Barred after exit",
                "Years in which whoever was dropped may not bid here; procurement law bars for one to three.",
            ),
            unit="years",
            between=(0, 10),
            sources="SZ-07",
        ),
    ] = 2
    standing_stake: Annotated[
        float,
        assumption(
            zh=("名声的分量", "没有奖惩时，评级本身相当于多大比例的合同额。"),
            en=("What a name is worth", "How much contract money the rating alone is worth, without prize or penalty."),
            unit="share of contract",
            between=(0, 0.3),
            sources="YT-14",
        ),
    ] = 0.03
    exit_stake: Annotated[
        float,
        assumption(
            zh=("退出的分量", "末位退出占比的威胁折合的合同额。"),
            en=("What exit threatens", "How much contract money a unit of the exit share weighs."),
            unit="ratio",
            between=(0, 2),
            sources="SZ-07",
        ),
    ] = 1.0
    half_stake: Annotated[
        float,
        assumption(
            zh=("努力一半所需的奖惩", "奖惩占合同额多少时，承接方付出一半的努力。"),
            en=("Stake for half the effort", "Share of the contract at stake that draws half of the effort there is."),
            unit="share of contract",
            between=(0.01, 1),
            sources="SZ-07",
        ),
    ] = 0.1
    effort_months: Annotated[
        float,
        assumption(
            zh=("努力持续时间", "一次评级后，努力减到三分之一多的时间。"),
            en=("Effort fades", "Months in which the effort a rating draws falls to about a third."),
            unit="months",
            between=(1, 120),
            sources="SZ-07 YT-14",
        ),
    ] = 24.0
    effort_poor_work: Annotated[
        float,
        assumption(
            zh=("努力减少低质量", "全力以赴时低质量办理减少的比例。"),
            en=("Effort and poor work", "Share of poor work that full effort avoids."),
            unit="share of poor work",
            between=(0, 1),
            sources="SZ-07",
        ),
    ] = 0.5
    effort_pace: Annotated[
        float,
        assumption(
            zh=("努力加快办理", "全力以赴时办理用时减少的比例；忙台账则等量增加。"),
            en=(
                "Effort and pace",
                "Share of time that full effort saves where it goes into service, or costs where it goes into records.",
            ),
            unit="share",
            between=(0, 0.5),
            sources="SZ-07",
        ),
    ] = 0.1
    records_pressure: Annotated[
        float,
        assumption(
            zh=("迎检带来的粉饰", "上级看台账评级、全力迎检时，这些事项记录满意度被抬高的程度。"),
            en=(
                "Flattery from inspections",
                "How far records of rated services are lifted at full effort where a superior reads them.",
            ),
            between=(0, 1),
            sources="B6 SZ-07",
        ),
    ] = 0.3
    menu_hours: Annotated[
        float,
        assumption(
            zh=("菜单服务商工时", "一家自费服务商每周用于本区这些需求的工时。"),
            en=(
                "Hours of a menu partner",
                "Hours a week that a user-paid partner gives to needs of the kinds counted here.",
            ),
            unit="h per week",
            between=(0, 40),
            sources="SZ-06",
        ),
    ] = 2.0
