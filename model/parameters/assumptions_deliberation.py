"""How far neighbours listen to each other, and who comes to a meeting at all. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class OpinionAssumptions(Group):
    """What neighbours believe of a common benefit, and how far they listen to those who believe otherwise."""

    first_belief: Annotated[
        float,
        assumption(
            zh=("对公共好处的初始看法", "没谈之前，一户人家对一件事公共好处的平均看法，0 为毫无好处，1 为好处尽有。"),
            en=(
                "First belief in the common benefit",
                "What households believe of a matter's common benefit before anybody talks: 0 no use, 1 all of it.",
            ),
            between=(0, 1),
            sources="B8.2",
        ),
    ] = 0.5
    trust_belief: Annotated[
        float,
        assumption(
            zh=("信任与初始看法", "信任从零到一，初始看法高多少。"),
            en=("Trust and first beliefs", "How much higher first beliefs are with full trust than with none."),
            between=(0, 1),
        ),
    ] = 0.2
    belief_spread: Annotated[
        float,
        assumption(
            zh=("初始看法的分散", "各户公心不同，初始看法的标准差；越散越难谈拢。"),
            en=(
                "Spread of first beliefs",
                "Standard deviation of first beliefs, for want of equal public spirit; the wider, the harder to agree.",
            ),
            between=(0, 0.5),
            sources="B8.2",
        ),
    ] = 0.2
    bound_routine: Annotated[
        float,
        assumption(
            zh=("日常事项上听得进的差距", "议公约、活动一类的事，看法相差在此以内才听得进。"),
            en=(
                "Listening on routine matters",
                "On covenants or activities people listen to those whose belief is no further from theirs than this.",
            ),
            between=(0, 1),
            sources="B8.2",
        ),
    ] = 0.4
    bound_works: Annotated[
        float,
        assumption(
            zh=("工程事项上听得进的差距", "议道路、照明、停车一类的事，看法相差在此以内才听得进。"),
            en=(
                "Listening on works",
                "On roads or parking people listen to those whose belief is no further from theirs than this.",
            ),
            between=(0, 1),
            sources="B8.2",
        ),
    ] = 0.3
    bound_contested: Annotated[
        float,
        assumption(
            zh=("争议事项上听得进的差距", "议电梯、幼儿园一类的事，看法相差在此以内才听得进；谈八次才成，可见很小。"),
            en=(
                "Listening on contested matters",
                "On lifts or kindergartens people listen to those whose belief is no further from theirs than this; "
                "eight meetings for one lift speak for a narrow one.",
            ),
            between=(0, 1),
            sources="B8.2 YT-19",
        ),
    ] = 0.2


class AttendanceAssumptions(Group):
    """Who comes to an open meeting: the odds of a plain household, and how much likelier some are than others."""

    plain_chance: Annotated[
        float,
        assumption(
            zh=(
                "普通一户到会的概率",
                "没有老人、业主、党员也没有切身利害的一户，提前三天公告时到一次公开会议的概率；"
                "连同更爱来的各户，平均每百名居民来一到三人。",
            ),
            en=(
                "Chance that a plain household comes",
                "Chance that a household without anybody over 60, owner, Party member or strong interest comes to one "
                "open meeting announced three days before. With those who are likelier to come, between one and three "
                "of 100 residents do.",
            ),
            unit="probability",
            between=(0.001, 0.2),
            sources="B7 B9",
        ),
    ] = 0.01
    elder_odds: Annotated[
        float,
        assumption(
            zh=("有老人的户到会几率倍数", "家有 60 岁以上老人，到会几率是别户的几倍。"),
            en=("Odds with somebody over 60", "How many times the odds of coming are with somebody over 60 at home."),
            unit="ratio",
            between=(1, 10),
            sources="S117 B7",
        ),
    ] = 3.0
    owner_odds: Annotated[
        float,
        assumption(
            zh=("业主到会几率倍数", "自有住房的户，到会几率是租户的几倍。"),
            en=("Odds of owners", "How many times the odds of coming are for those who own their home."),
            unit="ratio",
            between=(1, 10),
            sources="S117 B7",
        ),
    ] = 3.0
    party_odds: Annotated[
        float,
        assumption(
            zh=("党员户到会几率倍数", "家有党员，到会几率是别户的几倍。"),
            en=("Odds with a Party member", "How many times the odds of coming are with a Party member at home."),
            unit="ratio",
            between=(1, 10),
            sources="B7",
        ),
    ] = 3.0
    interest_odds: Annotated[
        float,
        assumption(
            zh=("利害切身者到会几率倍数", "得失都大的户，到会几率是别户的几倍。"),
            en=("Odds with a strong interest", "How many times the odds of coming are where one gains or loses much."),
            unit="ratio",
            between=(1, 10),
            sources="S117",
        ),
    ] = 3.0
    strong_interest_yuan: Annotated[
        float,
        assumption(
            zh=("何为利害切身", "得失达到多少元算利害切身。"),
            en=("What is a strong interest", "Gain or loss from which on a household has a strong interest."),
            unit="yuan",
            between=(500, 50_000),
        ),
    ] = 5_000.0
    notice_half_days: Annotated[
        float,
        assumption(
            zh=("消息传开的天数", "公告以后，还不知道的人每过几天少一半。"),
            en=("How fast word spreads", "Days in which half of those who have not yet heard of a meeting hear of it."),
            unit="days",
            between=(0.5, 15),
            sources="SU-12",
        ),
    ] = 3.0
    online_odds: Annotated[
        float,
        assumption(
            zh=("线上参与的到会几率倍数", "可以线上参加时，各类人到会几率同样提高到几倍。"),
            en=("Odds where one can join online", "How many times the odds of taking part are, for all alike."),
            unit="ratio",
            between=(1, 10),
            sources="S118 YT-19",
        ),
    ] = 2.0
    invited_chance: Annotated[
        float,
        assumption(
            zh=("有席位者到会的概率", "抽中、推选或专门留席的户到会的概率。"),
            en=(
                "Chance that the invited come",
                "Chance that a household with a seat of its own comes: drawn by lot, elected, or with a reserved seat.",
            ),
            unit="probability",
            between=(0.1, 1),
            sources="B7",
        ),
    ] = 0.7
