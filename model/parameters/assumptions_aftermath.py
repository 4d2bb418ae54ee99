"""What decisions leave behind: heed, covenants, trust, a council's standing, sessions with departments."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class AftermathAssumptions(Group):
    """What becomes of matters once they are decided. Swept, never chosen."""

    unannounced_press: Annotated[
        float,
        assumption(
            zh=("未公告施工的纠纷", "没告知就动工，小区纠纷多出多少。"),
            en=(
                "Works nobody was told of",
                "How many more disputes arise in an estate after works of which nobody was told.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-20",
        ),
    ] = 0.5
    unannounced_days: Annotated[
        float,
        assumption(
            zh=("施工纠纷的持续", "这种纠纷持续多少天。"),
            en=("How long they last", "Days for which disputes over such works last."),
            unit="days",
            between=(0, 365),
        ),
    ] = 90.0
    least_compliance: Annotated[
        float,
        assumption(
            zh=("无人参与时的遵守", "没人参与的决定，有多少人照办。"),
            en=(
                "Compliance with what others decided",
                "How far people stand by a decision in which none of them took part.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.2
    heeding_turnout: Annotated[
        float,
        assumption(
            zh=("参与带来的遵守", "到会的户占多少，其余的遵守达到六成多。"),
            en=(
                "Turnout that makes heed",
                "Share of households at the table that brings two thirds of the rest of compliance.",
            ),
            unit="share",
            between=(0.001, 1),
        ),
    ] = 0.1
    covenant_cut: Annotated[
        float,
        assumption(
            zh=("公约的作用上限", "人人遵守的公约让乱扔、乱停和纠纷少多少。"),
            en=(
                "What a covenant cuts",
                "How much less litter, parking trouble and dispute arise where everybody stands by a covenant.",
            ),
            unit="share",
            between=(0, 0.5),
            sources="SU-13",
        ),
    ] = 0.15
    covenant_years: Annotated[
        float,
        assumption(
            zh=("公约的寿命", "公约的约束力过几年降到三分之一多。"),
            en=("How long a covenant lasts", "Years in which the force of a covenant falls to a little over a third."),
            unit="years",
            between=(0.1, 20),
        ),
    ] = 2.0
    covenant_spread: Annotated[
        float,
        assumption(
            zh=("公约的扩散", "邻近小区学到其中多少。"),
            en=("How covenants spread", "How much of it estates next door take on."),
            unit="share",
            between=(0, 1),
            sources="SU-13",
        ),
    ] = 0.3
    heard_trust: Annotated[
        float,
        assumption(
            zh=("参与得信任", "到会的人所愿得成，信任加多少。"),
            en=("Trust from a matter that went one's way", "What those who came gain in trust when it goes their way."),
            unit="share",
            between=(0, 0.2),
        ),
    ] = 0.01
    overruled_trust: Annotated[
        float,
        assumption(
            zh=("被否决的代价", "到会的人未能如愿，信任减多少。"),
            en=("Trust lost by the overruled", "What those who came lose in trust when it does not."),
            unit="share",
            between=(0, 0.2),
        ),
    ] = 0.01
    heard_efficacy: Annotated[
        float,
        assumption(
            zh=("参与得效能", "到会发言之后，效能感加多少。"),
            en=("Efficacy from being heard", "What those who came gain in the belief that speaking up helps."),
            unit="share",
            between=(0, 0.2),
            sources="S102",
        ),
    ] = 0.02
    review_softens: Annotated[
        float,
        assumption(
            zh=("评议减少怨气", "有事后评议时，未能如愿者少失去多少信任。"),
            en=(
                "What a review softens",
                "How much less trust the overruled lose where somebody accounts for it afterwards.",
            ),
            unit="share",
            between=(0, 1),
            sources="OR-13",
        ),
    ] = 0.5
    review_trust: Annotated[
        float,
        assumption(
            zh=("评议得信任", "事后评议让到会的人信任再加多少。"),
            en=("Trust from a review", "What an account given afterwards adds to the trust of those who came."),
            unit="share",
            between=(0, 0.2),
            sources="OR-13",
        ),
    ] = 0.01
    standing_step: Annotated[
        float,
        assumption(
            zh=("议事的口碑", "一次议成、评议或议而不决，把社区对议事的信心拉动多少。"),
            en=(
                "How a council's standing moves",
                "How far one matter settled, reviewed or given up moves a community's faith in its council.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.1
    standing_odds: Annotated[
        float,
        assumption(
            zh=("口碑与到会", "人人信议事会时，到会机会是无人信时的几倍。"),
            en=(
                "Standing and turnout",
                "How many times the odds of coming are where all believe in the council, against where nobody does.",
            ),
            unit="times",
            between=(1, 10),
        ),
    ] = 3.0
    session_days: Annotated[
        float,
        assumption(
            zh=("部门到场的作用", "部门到场一次，社区卡住的件提前多少天。"),
            en=(
                "What a session with departments lifts",
                "Days by which cases stuck at departments move ahead when departments come and answer.",
            ),
            unit="working days",
            between=(0, 60),
            sources="SU-14",
        ),
    ] = 10.0
    session_cases: Annotated[
        float,
        assumption(
            zh=("到场答复件数", "部门到场一次，万人社区有多少件得到答复。"),
            en=("Cases answered at a session", "Stuck cases answered at one session in a community of 10,000."),
            unit="cases",
            between=(0, 100),
            sources="SU-14",
        ),
    ] = 5.0
    table_hours: Annotated[
        float,
        assumption(
            zh=("小区议事桌的调解", "小区议事桌每开一次会，就近调解纠纷的工时。"),
            en=(
                "Disputes settled at an estate's table",
                "Hours for disputes close by at every meeting of an estate's own table.",
            ),
            unit="h",
            between=(0, 20),
            sources="OR-10",
        ),
    ] = 2.0
