"""Ways of hearing beyond patrol, visits and the open door: what is uncertain about them. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class OutreachAssumptions(Group):
    """Stewards, cameras, registers, activities, terminals, and those who cannot come."""

    steward_hazard: Annotated[
        float,
        assumption(
            zh=("管家巡看强度", "每百户有一名社区管家时，一件公共事件当天被他看见的风险率。"),
            en=(
                "Steward's daily round",
                "Hazard that a steward notices a public event in a day, for each steward per 100 households.",
            ),
            unit="per day, per steward per 100 households",
            between=(0, 2),
            sources="YT-31",
        ),
    ] = 0.05
    steward_personal: Annotated[
        float,
        assumption(
            zh=("管家听见家事的程度", "管家听见家庭需求的强度与看见公共事件之比。"),
            en=(
                "What stewards hear at home",
                "Hazard for personal needs relative to public events: neighbours talk, but not of everything.",
            ),
            unit="ratio",
            between=(0, 1),
            sources="YT-31",
        ),
    ] = 0.15
    sensor_hazard: Annotated[
        float,
        assumption(
            zh=("摄像头发现强度", "镜头能看见的公共事件，一天之内被发现的风险率。"),
            en=("What cameras notice", "Hazard that a public event within sight of a camera is noticed in a day."),
            unit="per day",
            between=(0, 5),
            sources="YT-24",
        ),
    ] = 0.7
    proactive_hazard: Annotated[
        float,
        assumption(
            zh=("主动推送强度", "台账全部打通时，一名被纳入主动服务的居民的需求在一个工作日内被推送的风险率。"),
            en=(
                "Matching by registers",
                "Hazard that a matched resident's need is found in a working day when all registers are joined.",
            ),
            unit="per working day",
            between=(0, 1),
            sources="GD-10",
        ),
    ] = 0.06
    activity_hazard: Annotated[
        float,
        assumption(
            zh=("活动中说出需求的强度", "每周一场活动时，常来的居民在一天里说出一件需求的风险率（就在门口时）。"),
            en=(
                "Heard at activities",
                "Hazard that a regular tells of a need in a day, for each activity a week, next door to it.",
            ),
            unit="per day, per activity a week",
            between=(0, 0.5),
            sources="YT-13",
        ),
    ] = 0.008
    regulars_share: Annotated[
        float,
        assumption(
            zh=("常参加活动的居民", "除老人外，经常参加社区活动的居民比例。"),
            en=("Regulars at activities", "Share of residents other than elders who often come to activities."),
            unit="share",
            between=(0, 1),
            sources="S112",
        ),
    ] = 0.12
    elder_regulars_share: Annotated[
        float,
        assumption(
            zh=("常参加活动的老人", "经常参加社区活动的老人比例。"),
            en=("Elders who are regulars", "Share of elders who often come to activities."),
            unit="share",
            between=(0, 1),
            sources="B7",
        ),
    ] = 0.35
    frail_elder_share: Annotated[
        float,
        assumption(
            zh=("出门不便的老人", "难以自己到中心来的老人比例。"),
            en=("Elders who cannot well come", "Share of elders for whom the way to the centre is too much."),
            unit="share",
            between=(0, 1),
            sources="S15",
        ),
    ] = 0.25
    frail_disabled_share: Annotated[
        float,
        assumption(
            zh=("出门不便的残疾人", "难以自己到中心来的残疾人比例。"),
            en=(
                "Disabled people who cannot well come",
                "Share of disabled residents for whom the way to the centre is too much.",
            ),
            unit="share",
            between=(0, 1),
            sources="S14",
        ),
    ] = 0.5
    frail_walk_factor: Annotated[
        float,
        assumption(
            zh=("出门不便者的到访强度", "出门不便的居民到中心反映的强度与其他人之比。"),
            en=("Walking in when frail", "How likely the frail are to walk in, relative to others."),
            unit="ratio",
            between=(0, 1),
            sources="S128",
        ),
    ] = 0.3
    agency_hours: Annotated[
        float,
        assumption(
            zh=("代办一件用时", "为不便出门的居民上门代办一件事多花的工时。"),
            en=("Fetching one errand", "Extra staff time to fetch the papers of somebody who cannot come."),
            unit="h per errand",
            between=(0, 3),
            sources="OR-02",
        ),
    ] = 0.5
    terminal_hazard: Annotated[
        float,
        assumption(
            zh=("自助办理强度", "本社区有一台自助终端时，会用的居民在一天内自行办理的风险率。"),
            en=(
                "Use of a terminal",
                "Hazard that a resident who can use it takes a paper to the community's one terminal in a day.",
            ),
            unit="per day",
            between=(0, 1),
            sources="GD-10",
        ),
    ] = 0.06
    self_serving_adults: Annotated[
        float,
        assumption(
            zh=("会用终端的成年人", "能自己用终端办事的成年人比例。"),
            en=("Adults who can use a terminal", "Share of adults who can serve themselves at a terminal."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.6
    self_serving_elders: Annotated[
        float,
        assumption(
            zh=("会用终端的老人", "能自己用终端办事的老人比例。"),
            en=("Elders who can use a terminal", "Share of elders who can serve themselves at a terminal."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.15
    terminal_hours: Annotated[
        float,
        assumption(
            zh=("自助办理用时", "终端办一件事占机时与窗口工时之比。"),
            en=("Work at a terminal", "Machine time of one errand relative to work at the counter."),
            unit="ratio",
            between=(0.05, 1),
        ),
    ] = 0.3
    station_open_share: Annotated[
        float,
        assumption(
            zh=("驿站开放程度", "小区驿站每周开放时间与服务中心之比。"),
            en=("Opening of a station", "Opening hours of an estate station relative to a centre's."),
            unit="ratio",
            between=(0, 1),
            sources="YT-15",
        ),
    ] = 0.4
    party_face: Annotated[
        float,
        assumption(
            zh=("党小组的熟面孔", "网格全部覆盖党组织时，对居民的熟悉程度提高的比例。"),
            en=(
                "A Party unit's known face",
                "How much better a grid is known when every stairwell has a Party unit nearby.",
            ),
            unit="ratio",
            between=(0, 1),
            sources="SU-06 YT-08",
        ),
    ] = 0.15
    elected_doors: Annotated[
        float,
        assumption(
            zh=("选举后敲得开的门", "书记直选后，走访时愿意开门说话的居民增加的比例。"),
            en=(
                "Doors opened to the elected",
                "How many more residents open the door to visitors of a directly elected committee.",
            ),
            unit="ratio",
            between=(0, 1),
            sources="SZ-03 S120",
        ),
    ] = 0.1
    surveyed_share: Annotated[
        float,
        assumption(
            zh=("受访居民", "一次需求评估上门询问的居民比例。"),
            en=("Residents asked", "Share of residents asked in a needs survey."),
            unit="share",
            between=(0.001, 1),
            sources="GD-11 SU-07",
        ),
    ] = 0.04
    survey_hours: Annotated[
        float,
        assumption(
            zh=("询问一人用时", "需求评估中询问一名居民花的工时。"),
            en=("Asking one resident", "Staff time to ask one resident in a needs survey."),
            unit="h per resident asked",
            between=(0, 3),
        ),
    ] = 0.1
    survey_shrinkage: Annotated[
        float,
        assumption(
            zh=("片区估计的保守程度", "一个片区回答太少时，向社区平均靠拢的力度（相当于多少件需求）。"),
            en=("Caution about few answers", "How far a cell's answers are mixed with its community's mean, in needs."),
            unit="needs",
            between=(0, 100),
        ),
    ] = 2.0
    survey_attention: Annotated[
        float,
        assumption(
            zh=("按评估走访的力度", "走访有多大比例按需求评估的结果在网格内分配。"),
            en=(
                "Visits by the survey",
                "Share of visits inside a grid that go where the survey found more unheard needs.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-07",
        ),
    ] = 0.5
    activity_meets_hours: Annotated[
        float,
        assumption(
            zh=("一场活动满足的文化需求", "一场活动里顺带满足的文化类需求的工时量（约三人）。"),
            en=("What an activity meets", "Work on needs for culture that one activity meets (about three people's)."),
            unit="h per activity",
            between=(0, 20),
            sources="YT-13 R-01",
        ),
    ] = 1.5
