"""Units, choices and groups of parameters in both languages, as screen, reference page and faults show them."""

from __future__ import annotations

import re
from typing import Any

from ..declare import Declaration

GROUPS: dict[str, tuple[str, str]] = {
    "grid": ("网格", "Grids"),
    "centres": ("服务中心", "Service centres"),
    "channels": ("诉求渠道", "Channels"),
    "staff": ("社区工作者", "Staff"),
    "compact": ("政社契约", "Government–society compact"),
    "party": ("党组织", "Party organisation"),
    "owners": ("业主", "Owners"),
    "volunteers": ("志愿者", "Volunteers"),
    "organisations": ("社会组织", "Social organisations"),
    "funding": ("经费", "Funding"),
    "deliberation": ("议事", "Deliberation"),
    "projects": ("项目", "Projects"),
    "emergency": ("应急", "Emergency"),
    "index": ("治理指数", "Governance index"),
    "needs": ("需求的产生", "How needs arise"),
    "hearing": ("听见需求", "How needs are heard"),
    "turnover": ("去留与上手", "Staying and learning"),
    "outreach": ("主动听见", "Hearing beyond the usual"),
    "routing": ("分派流转", "How requests are routed"),
    "service": ("办理服务", "How needs are served"),
    "memory": ("评价与记忆", "What residents remember"),
    "staffing": ("人员与负担", "Staff and burden"),
    "units": ("单位与调解人", "Units and mediators"),
    "matters": ("公共议题", "Collective matters"),
    "aftermath": ("议事之后", "What decisions leave behind"),
    "authority": ("权威与督办", "Authority and pressure"),
    "providers": ("社会组织的能力", "What organisations can do"),
    "purchasing": ("购买服务", "Buying services"),
    "ratings": ("运营与评级", "Operators and ratings"),
    "volunteering": ("谁来做志愿", "Who volunteers"),
    "volunteer_work": ("志愿工时的用处", "What volunteers' hours are worth"),
    "stewarding": ("社区管家从哪里来", "Where stewards come from"),
    "opinion": ("看法与商量", "Beliefs and talk"),
    "attendance": ("谁来参加", "Who attends"),
    "estates": ("物业与维护", "Fees and upkeep"),
    "funds": ("小区公益基金的账", "Money of estate funds"),
    "proposing": ("项目提案", "What is proposed"),
    "ballots": ("项目投票", "Who votes on projects, and how"),
    "delivery": ("项目落地", "From a choice to what it does"),
    "splitting": ("评分与分钱", "Ratings, bids and shares"),
    "foundations": ("社区基金会", "Community foundations"),
    "prices": ("单价", "Prices"),
}

CHOICES: dict[str, tuple[str, str]] = {
    "even_area": ("面积均等", "even area"),
    "balanced": ("户数均衡", "balanced households"),
    "by_form": ("按小区形态", "by form of estate"),
    "workload": ("按工作量", "by workload"),
    "drawn": ("自行绘制", "drawn by hand"),
    "first": ("最先", "first"),
    "in_turn": ("按原次序", "in turn"),
    "behind": ("排在之后", "behind"),
    "government": ("政府", "government"),
    "organisation": ("社会组织", "social organisation"),
    "superior": ("上级", "superior"),
    "third_party": ("第三方", "third party"),
    "residents": ("居民", "residents"),
    "price": ("价格", "price"),
    "expert": ("专家", "experts"),
    "equal": ("平均分配", "equally"),
    "per_resident": ("按人口", "per resident"),
    "by_need": ("按需求", "by need"),
    "by_performance": ("按绩效", "by performance"),
    "by_competition": ("竞争性分配", "by competition"),
    "none": ("无", "none"),
    "staff": ("工作人员", "staff"),
    "one_matter": ("一事一议", "one matter, one meeting"),
    "three_meetings": ("三会一评", "three meetings, one review"),
    "four_plus_one": ("“4+1”民主协商", "“4+1” consultation"),
    "party_mass": ("党群议事会", "Party–mass council"),
    "joint_nine": ("九人联席会议", "joint table of nine"),
    "five_step": ("五步工作法", "five steps"),
    "organisations": ("社会组织", "social organisations"),
    "both": ("工作人员与居民", "staff and residents"),
    "all": ("各方均可", "everybody"),
    "staff_list": ("工作人员排序", "the staff's list"),
    "greedy": ("按票数高低", "most votes first"),
    "equal_shares": ("均分份额法", "equal shares"),
    "phragmen": ("弗拉格曼法", "Phragmén"),
    "board": ("理事会", "board"),
}

UNITS_ZH: dict[str, str] = {
    "": "",
    "h": "小时",
    "h per case": "小时/件",
    "h per grid and working day": "小时/网格·工作日",
    "h per post and working day": "小时/岗位·工作日",
    "h per request": "小时/诉求",
    "staff h per centre hour": "工时/开放小时",
    "km": "公里",
    "km/h": "公里/小时",
    "weeks": "周",
    "log": "对数",
    "log odds": "对数几率",
    "motive": "动机",
    "days": "天",
    "working days": "工作日",
    "times": "倍",
    "tries": "轮",
    "cases": "件",
    "h per household": "小时/户",
    "months": "个月",
    "years": "年",
    "per day": "/天",
    "per working day": "/工作日",
    "per working day, per patrol hour per 100 households": "/工作日（每百户每巡查小时）",
    "probability": "概率",
    "ratio": "比值",
    "weight": "权重",
    "× local mean wage": "×当地平均工资",
    "count": "个",
    "posts": "个岗位",
    "people": "人",
    "residents": "居民",
    "households": "户",
    "cadres": "名干部",
    "seats": "席",
    "drills": "次",
    "sessions": "次",
    "covenants": "项公约",
    "participations": "人次",
    "volunteers led": "名志愿者",
    "base grids per party grid": "个基础网格/党建网格",
    "tasks per party grid": "项任务/党建网格",
    "slots of two matters": "次（每次两件）",
    "per community": "/社区",
    "units per community": "家单位/社区",
    "terminals per community": "台/社区",
    "providers per centre": "家/中心",
    "per 1,000 residents": "/千人",
    "new per 100,000 residents": "家/十万人",
    "projects per unit-year": "项/单位·年",
    "yuan": "元",
    "yuan per community-year": "元/社区·年",
    "yuan per resident-year": "元/人·年",
    "yuan per losing household": "元/受损户",
    "share": "占比",
    "share of adults": "占成年人",
    "per day, per steward per 100 households": "每日·每百户一名管家",
    "per day, per activity a week": "每日·每周一场活动",
    "yuan per post-year": "元/岗·年",
    "h per week": "小时/周",
    "share a year": "每年占比",
    "per day of training": "每日培训",
    "needs": "件",
    "h per resident asked": "小时/人",
    "h per errand": "小时/件",
    "h per activity": "小时/场",
    "h per station-week": "小时/站·周",
    "share of administrative hours": "占行政工时",
    "share of bodies": "占社区和部门",
    "share of capacity": "占能力",
    "share of casework hours": "占个案工时",
    "share of closed needs": "占办结诉求",
    "share of communities": "占社区",
    "share of contract": "占合同额",
    "share of delegated tasks": "占委托事项",
    "share of elderly, youth, children, women": "占老人、青少年、儿童和妇女",
    "share of estates lacking a committee": "占无业委会小区",
    "share of estates with a committee": "占有业委会小区",
    "share of free hours": "占可支配工时",
    "share of grids": "占网格",
    "share of hours": "占工时",
    "share of idle hours": "占空闲工时",
    "share of organisations": "占社会组织",
    "share of outside tasks": "占外来任务",
    "share of paperwork": "占办事事项",
    "share of patrol and visit hours": "占巡查走访工时",
    "share of person-days": "占人日",
    "share of poor work": "占低质量办理",
    "share of posts": "占岗位",
    "share of project money": "占项目经费",
    "share of public events": "占公共事件",
    "share of purchase money": "占购买经费",
    "share of registers": "占台账",
    "share of retired members": "占退休党员",
    "share of seats": "占席位",
    "share of stairwells": "占楼道",
    "share of the pot": "占经费总额",
    "share of the seed": "占起始资金",
    "share of votes cast": "占投票数",
    "share of workplace members": "占在职党员",
    "h per unit-quarter": "小时/单位·季度",
    "items per project": "件/项目",
    "h per item": "小时/件",
    "h per meeting": "小时/次",
    "h per week and 1,000 households": "小时/周·千户",
    "h per firm-week": "小时/家·周",
    "probability per whistle": "概率/次",
    "share per week": "占比/周",
    "h per whistle": "小时/次",
    "cases per visit": "件/次",
    "yuan a year": "元/年",
    "yuan per hour": "元/小时",
    "yuan per steward-year": "元/名管家·年",
    "yuan per post and day": "元/岗·天",
    "rounds": "轮",
    "h per year": "小时/年",
    "h a year": "小时/年",
    "yuan per household-month": "元/户·月",
    "yuan per household-year": "元/户·年",
    "share a month": "每月占比",
    "usual gaps": "个常见差距",
}


NEVER: dict[str, str] = {"zh": "从不", "en": "never"}
_COUNTED = (
    "months|years|days|weeks|posts|residents|households|cadres|seats|drills|sessions|covenants|participations|"
    "volunteers|grids|tasks|units|terminals|providers|projects|slots|needs|cases|items|gaps"
)
_PLURAL = re.compile(rf"^((?:working |base |usual )?(?:{_COUNTED}))\b")


def unit_words(unit: str, lang: str, value: Any = None) -> str:
    """A declared unit in the reader's language; with the value it stands behind, "1 month" and not "1 months"."""
    if lang == "zh":
        return UNITS_ZH.get(unit, unit)
    if isinstance(value, bool) or value != 1:
        return unit
    return "person" if unit == "people" else _PLURAL.sub(lambda found: found[1].removesuffix("s"), unit)


def never(about: Declaration, value: Any, lang: str) -> str:
    """The word for 0 where 0 of something between two events means that there is none; empty for other values."""
    return NEVER[lang] if about.zero_is_never and value == 0 else ""


def choice_words(choice: str, lang: str) -> str:
    """A choice in the reader's language."""
    return CHOICES.get(choice, (choice, choice))[lang != "zh"]


def group_words(group: str, lang: str) -> str:
    """A group of parameters in the reader's language."""
    return GROUPS.get(group, (group, group))[lang != "zh"]
