"""How money for communities is shared out: ratings, bids, prizes. Swept, never chosen. (GD-11, SU-05)"""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class SplittingAssumptions(Group):
    """What a yearly rating and a bid are made of, and how money follows them."""

    prize_pressure: Annotated[
        float,
        assumption(
            zh=("以奖代补与台账", "全部按评分发钱时，回访记录比真实满意度再抬高多少。"),
            en=(
                "Prizes and records",
                "How much more records flatter where all money is paid for ratings.",
            ),
            unit="share",
            between=(0, 0.5),
            sources="GD-11",
        ),
    ] = 0.1
    handled_weight: Annotated[
        float,
        assumption(
            zh=("评分中办结的分量", "年度评分中诉求办结占多少，其余是登记的满意度。"),
            en=(
                "Handling in the rating",
                "Weight of requests handled in a community's yearly rating; the rest is recorded satisfaction.",
            ),
            unit="weight",
            between=(0, 1),
            sources="GD-11",
        ),
    ] = 0.5
    performance_steepness: Annotated[
        float,
        assumption(
            zh=("绩效分配的陡度", "按绩效分钱时，评分高一倍，份额变成二的几次方倍。"),
            en=(
                "How steeply money follows ratings",
                "Power of last year's rating to which a share by performance is proportional.",
            ),
            between=(0, 10),
            sources="GD-11",
        ),
    ] = 3.0
    winning_share: Annotated[
        float,
        assumption(
            zh=("胜出的比例", "竞争分配时，多少社区能分到钱。"),
            en=("Bids that win", "Share of communities that get money where they compete."),
            unit="share",
            between=(0.05, 1),
            sources="SU-05",
        ),
    ] = 0.5
    writers_per_social_worker: Annotated[
        float,
        assumption(
            zh=("社工会写方案", "一名社工抵几家社会组织写方案的本事。"),
            en=(
                "Social workers who write bids",
                "How much of an organisation's skill at writing bids a social worker has.",
            ),
            unit="ratio",
            between=(0, 2),
        ),
    ] = 0.5
    writers_per_training_day: Annotated[
        float,
        assumption(
            zh=("培训出来的本事", "工作者一年每培训一天，抵几家社会组织写方案的本事。"),
            en=(
                "Bids written after training",
                "How much of an organisation's skill at writing bids a day of staff training brings.",
            ),
            unit="ratio",
            between=(0, 1),
        ),
    ] = 0.1
    usual_writers: Annotated[
        float,
        assumption(
            zh=("写得像样要几家", "有几家社会组织的本事，方案能写到六成三的水平。"),
            en=("Writers of a fair bid", "Organisations' worth of skill with which a bid reaches 0.63 of the best."),
            unit="count",
            between=(0.5, 20),
        ),
    ] = 3.0
    luck_share: Annotated[
        float,
        assumption(
            zh=("评审的运气", "方案得分有多少是运气。"),
            en=("Luck of a bid", "Share of a bid's quality that is luck."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.3
