"""By which channels residents are heard, and what happens to a request once it is registered."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import lever


class ChannelLevers(Group):
    """Ways in: visits, the open door, the app, cameras, registers, surveys; and how a request is closed."""

    visits: Annotated[
        bool,
        lever(
            zh=("入户走访渠道", "关闭后不再入户，走访听不见任何需求，腾出的工时转去办理。"),
            en=("Home visits hear needs", "Closed, nobody visits and visits hear nothing; the hours go to service."),
            moves="heard_share coverage_personal never_heard_share",
            built=True,
        ),
    ] = True
    walk_in: Annotated[
        bool,
        lever(
            zh=("现场接待渠道", "居民走到开着门的中心就能登记诉求；关闭则无此渠道。"),
            en=("Open door", "Residents who reach an open centre can register a request; closed, nobody can."),
            moves="heard_share coverage_personal requests_per_1000",
            built=True,
        ),
    ] = True
    app_reach: Annotated[
        float,
        lever(
            zh=("民意平台注册率", "只有注册的成年人能用手机上报；上报多了，办理的人手并没有多。"),
            en=(
                "Adults registered on the app",
                "Only registered adults can report by phone; more reports do not bring more hands.",
            ),
            unit="share of adults",
            between=(0, 0.95),
            sources="YT-26 R-09",
            moves="requests_per_1000 heard_share patrol_to_report_ratio never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.05
    app_ease: Annotated[
        float,
        lever(
            zh=("民意平台易用度", "越好用，注册用户遇事越可能马上上报。"),
            en=("Ease of the app", "The easier it is, the sooner a registered user reports what he meets."),
            between=(0, 1),
            sources="YT-26",
            moves="requests_per_1000 heard_share",
            built=True,
        ),
    ] = 0.35
    auto_dispatch: Annotated[
        bool,
        lever(
            zh=("自动分拨", "诉求自动派单，省去分诊等待；数据共享好时直接派给等候最短的一方。"),
            en=(
                "Automatic dispatch",
                "Requests skip the triage desk; with shared data they go where the wait is shortest.",
            ),
            sources="YT-26",
            moves="days_to_resolution_median wrong_door_share handled_within_7_days_share requests_per_1000",
            core=True,
            built=True,
        ),
    ] = False
    data_sharing: Annotated[
        float,
        lever(
            zh=("数据打通程度", "台账打通后，走访名单更全、错门更少；配合自动分拨，诉求送到等候最短处。"),
            en=(
                "Registers joined",
                "Joined registers make visit lists fuller and wrong doors rarer; dispatch finds the shortest wait.",
            ),
            unit="share of registers",
            between=(0, 1),
            sources="YT-24 YT-25 SU-19",
            moves="coverage_personal wrong_door_share never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.1
    sensor_share: Annotated[
        float,
        lever(
            zh=("摄像头可见公共事件占比", "不用人报就能发现公共事件；家里的需求它看不见。"),
            en=(
                "Public events seen by cameras",
                "Cameras find public events without a report; needs behind a door they cannot see.",
            ),
            unit="share of public events",
            between=(0, 0.8),
            sources="YT-24",
            moves="coverage_public heard_share never_heard_share",
            built=True,
        ),
    ] = 0.0
    terminals_per_community: Annotated[
        int,
        lever(
            zh=("每社区自助终端数", "二十四小时自助办事，只能办证照类事项。"),
            en=("Self-service terminals per community", "Open round the clock, and good for paperwork only."),
            unit="terminals per community",
            between=(0, 5),
            sources="GD-10",
            moves="coverage_personal days_to_resolution_median",
            built=True,
        ),
    ] = 0
    proactive_share: Annotated[
        float,
        lever(
            zh=("主动推送覆盖", "按台账主动找到老人、青少年、儿童和妇女的需求，不等他们开口。"),
            en=(
                "Needs matched by registers",
                "Registers find the needs of the old, the young, children and women before they speak.",
            ),
            unit="share of elderly, youth, children, women",
            between=(0, 1),
            sources="GD-10",
            moves="coverage_elder coverage_child never_heard_share",
            built=True,
        ),
    ] = 0.0
    needs_survey_months: Annotated[
        int,
        lever(
            zh=("需求评估间隔", "把没说出口的需求按类别和片区摆出来，供分钱和提项目的人参考；0 为不做。"),
            en=(
                "Months between needs surveys",
                "Shows unspoken needs by kind and cell to whoever splits money or proposes projects; 0 is never.",
            ),
            unit="months",
            between=(0, 24),
            sources="GD-11 SU-07",
            moves="coverage_gini_cells coverage_migrant coverage_elder",
            core=True,
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    resident_rating: Annotated[
        float,
        lever(
            zh=("居民评价占比", "办结后由当事人评价并计入考核：返工多了，台账也压不住了。"),
            en=(
                "Closed needs rated by the recipient",
                "Rated by those served and counted in appraisal, poor work is reopened and records flatter less.",
            ),
            unit="share of closed needs",
            between=(0, 1),
            sources="OR-02 YT-26",
            moves="satisfaction_true satisfaction_recorded met_share",
            built=True,
        ),
    ] = 0.0
    close_when_solved: Annotated[
        bool,
        lever(
            zh=("解决才销号", "问题真正解决才能销号，没有纸面办结，工作量因此增加。"),
            en=("Closed only when solved", "Nothing is closed on paper any more, which adds work."),
            sources="YT-02",
            moves="satisfaction_true satisfaction_recorded days_to_resolution_p90_met",
            built=True,
        ),
    ] = False
