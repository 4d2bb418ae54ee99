"""Who proposes and chooses projects, and how the district prepares for an emergency."""

from __future__ import annotations

from typing import Annotated, Literal

from ..declare import Group
from .declaring import lever


class ProjectLevers(Group):
    """From a wish to a funded project."""

    proposed_by: Annotated[
        Literal["staff", "residents", "organisations", "both", "all"],
        lever(
            zh=("项目由谁提出", "工作人员看登记数，居民想自家没解决的事，组织提自己会做的事。"),
            en=(
                "Who proposes projects",
                "Staff go by registered requests, residents by their own unmet needs, organisations by what they "
                "can do.",
            ),
            sources="SU-07 OR-12",
            moves="voters_with_project_share satisfaction_true project_days_to_start",
            core=True,
            built=True,
        ),
    ] = "staff"
    screening: Annotated[
        bool,
        lever(
            zh=("党组织审核把关", "先筛一遍，去掉做不了的，也可能筛掉不受待见的。"),
            en=("Screening", "A first sieve removes what cannot be done, and perhaps what is not liked."),
            sources="OR-12",
            moves="projects_funded voters_with_project_share",
            built=True,
        ),
    ] = True
    rule: Annotated[
        Literal["staff_list", "greedy", "equal_shares", "phragmen"],
        lever(
            zh=("项目选择规则", "按名单、按票数、均分份额或弗拉格曼规则，决定多数是否通吃。"),
            en=(
                "How projects are chosen",
                "By the staff's list, most votes first, equal shares or Phragmén: whether the majority takes all.",
            ),
            sources="B8.3",
            moves="voters_with_project_share projects_funded coverage_gini_cells",
            core=True,
            built=True,
        ),
    ] = "staff_list"
    batches_per_year: Annotated[
        int,
        lever(
            zh=("每年批次", "批次多则等待短，每批选择余地小。"),
            en=("Batches a year", "More batches wait less, and have less to choose from."),
            unit="count",
            between=(1, 4),
            sources="S66",
            moves="project_days_to_start",
            built=True,
        ),
    ] = 1
    claim_share: Annotated[
        float,
        lever(
            zh=("党员和支部认领占比", "有人认领就不花钱，省下的钱办别的。"),
            en=("Claimed by members and branches", "What is claimed costs nothing and leaves money for the rest."),
            unit="share",
            between=(0, 1),
            sources="OR-12",
            moves="projects_funded unspent_share",
            built=True,
        ),
    ] = 0.0
    works_notice: Annotated[
        bool,
        lever(
            zh=("工程施工告知", "开工前告知并征询，返工和纠纷少，开工晚一点。"),
            en=("Notice of works", "Told and asked beforehand, residents quarrel less; works start a little later."),
            sources="YT-20",
            moves="project_days_to_start satisfaction_true",
            built=True,
        ),
    ] = False
    foundation_decided_by: Annotated[
        Literal["board", "residents"],
        lever(
            zh=("基金会项目由谁定", "理事会快，居民议事合心意。"),
            en=("Who decides foundation projects", "A board is quick; residents choose what they want."),
            sources="SZ-09",
            moves="trust",
            built=True,
        ),
    ] = "board"


class EmergencyLevers(Group):
    """What is ready before an emergency, and how fast it comes."""

    preregistered_share: Annotated[
        float,
        lever(
            zh=("预先登记志愿者占比", "平时登记在册，战时才能一呼百应。"),
            en=("Pre-registered volunteers", "Those on the list beforehand can be called on the first day."),
            unit="share of adults",
            between=(0, 0.3),
            sources="YT-33",
            moves="surge_depth surge_recovery_days",
            core=True,
        ),
    ] = 0.01
    switch_days: Annotated[
        int,
        lever(
            zh=("平战转换天数", "从发令到人手到位要几天，演练可以缩短。"),
            en=("Days to switch over", "How long until hands are in place; drills shorten it."),
            unit="days",
            between=(0, 30),
            sources="YT-22",
            moves="surge_depth surge_recovery_days",
            core=True,
        ),
    ] = 10
    drills_per_year: Annotated[
        int,
        lever(
            zh=("每年演练次数", "演练占用平时工时，换来更快的转换。"),
            en=("Drills a year", "Drills cost everyday hours and make the switch quicker."),
            unit="drills",
            between=(0, 12),
            sources="YT-22",
            moves="surge_recovery_days surge_depth",
        ),
    ] = 0
    squad_per_community: Annotated[
        int,
        lever(
            zh=("每社区应急队人数", "就近的队伍最先到场。"),
            en=("Emergency squad per community", "A squad nearby is first on the spot."),
            unit="people",
            between=(0, 60),
            sources="YT-29",
            moves="surge_depth",
        ),
    ] = 0
    sent_down_per_community: Annotated[
        int,
        lever(
            zh=("每社区下沉干部数", "紧急时机关干部下沉到社区一线。"),
            en=("Cadres sent down per community", "In an emergency office staff are sent to the front line."),
            unit="cadres",
            between=(0, 100),
            sources="YT-05",
            moves="surge_depth surge_recovery_days",
            core=True,
        ),
    ] = 0
    temporary_branches: Annotated[
        bool,
        lever(
            zh=("临时党支部", "一线成立临时支部、记实档案，来的人更多、留得更久。"),
            en=("Temporary branches", "A branch at the front and a record of service bring more people, for longer."),
            sources="YT-23",
            moves="surge_depth surge_recovery_days",
        ),
    ] = False
