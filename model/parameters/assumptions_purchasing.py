"""Those who buy services: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class PurchasingAssumptions(Group):
    """What tenders cost, how they are decided and how long a new holder takes to start."""

    tender_yuan: Annotated[
        float,
        assumption(
            zh=("一次招标的费用", "每签一份合同，招标与评审从经费中花掉的钱。"),
            en=("Cost of a tender", "Money that each tender takes out of the contract it ends in."),
            unit="yuan",
            between=(0, 50000),
            sources="SU-10",
        ),
    ] = 6000.0
    start_months_least: Annotated[
        float,
        assumption(
            zh=("进场最短时间", "换了承接方后，到能提供服务的最短时间。"),
            en=("Shortest start", "Shortest time from award to first service when the holder changes."),
            unit="months",
            between=(0, 12),
        ),
    ] = 1.0
    start_months_most: Annotated[
        float,
        assumption(
            zh=("进场最长时间", "换了承接方后，到能提供服务的最长时间。"),
            en=("Longest start", "Longest time from award to first service when the holder changes."),
            unit="months",
            between=(0, 12),
        ),
    ] = 3.0
    bundle_start: Annotated[
        float,
        assumption(
            zh=("打包合同进场", "驻点服务的进场时间与分散合同之比。"),
            en=(
                "Start of a bundle",
                "Start of a bundle, whose workers are stationed on site, relative to single contracts.",
            ),
            unit="ratio",
            between=(0, 2),
            sources="SU-10",
        ),
    ] = 0.4
    bundle_years: Annotated[
        int,
        assumption(
            zh=("打包合同最短年限", "街道打包合同至少签几年。"),
            en=("Shortest bundle", "A street's bundle is let for at least so many years."),
            unit="years",
            between=(1, 5),
            sources="SU-10",
        ),
    ] = 3
    incumbent_steps: Annotated[
        float,
        assumption(
            zh=("现任优势", "续标时现任承接方的优势，以报价或评分的一个常见差距计。"),
            en=(
                "Advantage of the holder",
                "How far ahead the holder starts at a tender, in usual gaps between bidders.",
            ),
            unit="usual gaps",
            between=(0, 5),
            sources="SU-10",
        ),
    ] = 0.8
    bundle_lock_in: Annotated[
        float,
        assumption(
            zh=("打包锁定", "打包合同的现任承接方再多出的优势。"),
            en=("Lock-in of a bundle", "How much further ahead the holder of a bundle starts."),
            unit="usual gaps",
            between=(0, 5),
            sources="SU-10",
        ),
    ] = 2.0
    branch_steps: Annotated[
        float,
        assumption(
            zh=("党组织带来的中标优势", "有党支部的机构在遴选时的优势。"),
            en=("A branch helps to win", "Advantage of an organisation with a branch at a tender."),
            unit="usual gaps",
            between=(0, 5),
            sources="OR-06",
        ),
    ] = 0.4
    expert_error: Annotated[
        float,
        assumption(
            zh=("专家评审误差", "专家看到的水平与实际水平之差的标准差。"),
            en=("Experts' error", "Standard deviation of what experts see around an organisation's quality."),
            between=(0, 1),
            sources="SU-07",
        ),
    ] = 0.15
    residents_lean: Annotated[
        float,
        assumption(
            zh=("居民印象的厚薄", "一家机构办过多少件事后，居民的印象一半来自经历。"),
            en=(
                "What residents go by",
                "Needs after which half of what residents think of an organisation is experience.",
            ),
            unit="needs",
            between=(1, 1000),
            sources="SU-07",
        ),
    ] = 60.0
    memory_months: Annotated[
        float,
        assumption(
            zh=("居民印象的持续", "居民对一家机构的印象减到三分之一多的时间。"),
            en=("Names fade", "Months in which what residents remember of an organisation falls to about a third."),
            unit="months",
            between=(1, 120),
            sources="SU-07",
        ),
    ] = 24.0
    home_steps: Annotated[
        float,
        assumption(
            zh=("本社区机构的熟悉度", "居民遴选时，本社区机构的优势。"),
            en=("A familiar name", "Advantage of an organisation at home in the community when residents choose."),
            unit="usual gaps",
            between=(0, 5),
            sources="SU-07",
        ),
    ] = 0.5
