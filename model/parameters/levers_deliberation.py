"""How residents talk and decide: who sits, how it is announced, what it takes to pass."""

from __future__ import annotations

from typing import Annotated, Literal

from ..declare import Group
from .declaring import lever

Format = Literal["staff", "one_matter", "three_meetings", "four_plus_one", "party_mass", "joint_nine", "five_step"]
EstateFormat = Literal[
    "none", "staff", "one_matter", "three_meetings", "four_plus_one", "party_mass", "joint_nine", "five_step"
]


class DeliberationLevers(Group):
    """Councils and estate tables on contested matters."""

    format: Annotated[
        Format,
        lever(
            zh=("社区议事形式", "谁坐在桌边、开几轮、要不要事先公告、谁能当场表态，都随形式而定。"),
            en=(
                "Format of deliberation",
                "Settles who sits at the table, how many rounds, whether notice is given and who can commit on the "
                "spot.",
            ),
            sources="GD-05 OR-13 SU-12 YT-19 OR-10 SU-11",
            moves="matters_settled_share matter_meetings_mean turnout_share turnout_bias",
            core=True,
            built=True,
        ),
    ] = "staff"
    estate_format: Annotated[
        EstateFormat,
        lever(
            zh=("小区议事形式", "小区自己的桌子，管的是本小区的事。"),
            en=("Format on the estate", "The estate's own table, for the estate's own matters."),
            sources="OR-10 YT-15",
            moves="matters_settled_share settled_in_community_share",
            built=True,
        ),
    ] = "none"
    meetings_per_year: Annotated[
        int,
        lever(
            zh=("每年议事次数", "每次议两件事；开会占用居民和工作人员的时间。"),
            en=("Meetings a year", "Each slot takes two matters, and the time of residents and staff."),
            unit="slots of two matters",
            between=(0, 52),
            moves="matters_settled_share matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 12
    seats: Annotated[
        int,
        lever(
            zh=("议事席位", "席位越多越像全体居民，也越难谈拢。"),
            en=("Seats", "More seats look more like the residents, and agree less easily."),
            unit="seats",
            between=(5, 200),
            sources="OR-10 S111",
            moves="matters_settled_share turnout_bias",
            built=True,
        ),
    ] = 15
    random_seats: Annotated[
        float,
        lever(
            zh=("抽签席位占比", "抽签让平时不来的人也坐到桌边。"),
            en=("Seats drawn by lot", "The lot seats people who would never have come."),
            unit="share of seats",
            between=(0, 1),
            sources="S111",
            moves="turnout_bias matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 0.0
    reserved_seats: Annotated[
        float,
        lever(
            zh=("保留席位占比", "留给外来人口、妇女和儿童代表的席位。"),
            en=("Reserved seats", "Seats kept for migrants, women and children, who are seldom among those who come."),
            unit="share of seats",
            between=(0, 0.6),
            sources="YT-35 GD-05",
            moves="turnout_bias coverage_migrant coverage_child",
            built=True,
        ),
    ] = 0.0
    online: Annotated[
        bool,
        lever(
            zh=("线上参与", "线上来的人更多，但来的还是那一类人。"),
            en=("Online participation", "More people take part, of much the same sort as before."),
            sources="YT-19 S118",
            moves="turnout_share",
            built=True,
        ),
    ] = False
    notice_days: Annotated[
        int,
        lever(
            zh=("事先公告天数", "提前公告，知道的人多、来的人多，事情也晚几天。"),
            en=("Days of notice", "Earlier notice brings more people, and the matter on some days later."),
            unit="days",
            between=(0, 60),
            sources="SU-12",
            moves="turnout_share matters_settled_share",
            built=True,
        ),
    ] = 3
    quorum: Annotated[
        float,
        lever(
            zh=("到会门槛", "到会不足则流会，事情拖到下次。"),
            en=("Quorum", "Too few present, and the matter waits for the next meeting."),
            unit="share",
            between=(0, 1),
            sources="S109",
            moves="matters_settled_share matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 0.5
    threshold: Annotated[
        float,
        lever(
            zh=("通过票数门槛", "门槛越高，少数人越受保护，也越难办成事。"),
            en=("Votes needed to pass", "A higher bar protects minorities and settles less."),
            unit="share of votes cast",
            between=(0.5, 1),
            sources="S109",
            moves="matters_settled_share matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 0.5
    veto: Annotated[
        bool,
        lever(
            zh=("一票否决", "受损的一户反对就不能办，多数人愿意也没用。"),
            en=("Veto", "One household that loses can stop what all the others want."),
            sources="S109",
            moves="matters_settled_share",
            core=True,
            built=True,
        ),
    ] = False
    side_payment_yuan: Annotated[
        float,
        lever(
            zh=("对受损户补偿", "补偿先由受益户的收益出，补到位，反对就变成同意。"),
            en=(
                "Payment to each losing household",
                "Paid first out of the winners' gain, it can turn an objection into consent.",
            ),
            unit="yuan per losing household",
            between=(0, 50_000),
            sources="B8.2",
            moves="matters_settled_share",
            core=True,
            built=True,
        ),
    ] = 0.0
    review: Annotated[
        bool,
        lever(
            zh=("事后评议", "做完回头评，来议事的人相信说了算。"),
            en=("Review afterwards", "Looking back at what was done tells those who came that their word counted."),
            sources="OR-13 SU-07",
            moves="trust satisfaction_true turnout_share",
            built=True,
        ),
    ] = False
    covenants_per_year: Annotated[
        int,
        lever(
            zh=("每年新增公约数", "养犬、停车、环境等专项公约，减少乱象并向邻近小区扩散。"),
            en=(
                "Covenants a year",
                "Agreed rules on dogs, parking or litter lower such events a little and spread to neighbours.",
            ),
            unit="covenants",
            between=(0, 6),
            sources="SU-13",
            moves="coverage_public requests_per_1000",
            built=True,
        ),
    ] = 0
    department_sessions_per_year: Annotated[
        int,
        lever(
            zh=("每年部门到场会次", "部门当面答复，社区办不了的事当场有人接。"),
            en=("Sessions with departments a year", "Departments answer in person what a community cannot settle."),
            unit="sessions",
            between=(0, 12),
            sources="SU-14",
            moves="wrong_door_share matters_settled_share",
            built=True,
        ),
    ] = 0
