"""What a column is, by what offices call it: Chinese or English, one row of headers or several with joined cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from ...model.parameters.place import FORMS
from .faults import ImportFault
from .sheets import Sheet, plain

HIGHEST = 8
"""Rows among which headers are looked for; above them stand titles."""
BRACKETS = re.compile(r"[(\[].*?[)\]]")
PERSONAL = [
    "姓名",
    "名字",
    "身份证",
    "证件号",
    "公民身份",
    "电话",
    "手机",
    "联系方式",
    "住址",
    "地址",
    "门牌",
    "微信",
    "邮箱",
    "车牌",
    "full_name",
    "first_name",
    "last_name",
    "surname",
    "id_card",
    "id_number",
    "national_id",
    "passport",
    "phone",
    "mobile",
    "telephone",
    "address",
    "e-mail",
    "email",
]
UNITS = re.compile(r"万|千人|百人|公顷|亩|平方米|平米|m2|m²|ha|%|‰|比例|占比", re.IGNORECASE)
"""In brackets after a header: counts in other units than people, or areas in others than km²."""
RIGHT_UNITS = re.compile(r"平方公里|平方千米|km2|km²", re.IGNORECASE)
PERSONAL_WHOLE = ("name", "tel", "cell")

BOTH = {
    "community": "community 社区 社区名称 所属社区 所在社区 村居 村(社区)",
    "street": "street 街道 街道名称 所属街道 所在街道 镇街 乡镇街道 subdistrict",
}
PEOPLE = BOTH | {
    "person": "person person_id 人员编号",
    "household": "household household_id 户号 户编号 家庭编号 家庭户号",
    "age": "age 年龄 周岁",
    "birth": "birth birth_date date_of_birth born 出生日期 出生年月 出生年份 生日",
    "age_band": "age_band age_group 年龄段 年龄组",
    "disabled": "disabled disability 残疾 残疾人 是否残疾 是否残疾人",
    "low_income": "low_income 低收入 低保 是否低收入 是否低保 低收入人口 低保户",
    "migrant": "migrant 非户籍 外来人口 流动人口 是否非户籍 是否流动人口 非户籍人口",
    "registered": "registered local 户籍 户籍类型 户籍人口 是否户籍 户籍性质 是否户籍人口",
    "owner": "owner tenure 自有住房 住房性质 住房 产权 住房来源 是否自有住房",
    "party": "party party_member 党员 政治面貌 党员类型 是否党员",
    "collective": "collective 集体户 是否集体户 户类型 户别",
    "form": "form housing 小区类型 小区形态 住房类型 建筑类型 建筑形态",
}
COMMUNITIES = BOTH | {
    "residents": "residents population 常住人口 人口 人口数 人数 总人口 常住人口数 合计人口 人口/合计",
    "households": "households 户数 家庭户 家庭户数 总户数",
    "child": "child children 0-14岁 0-14 少儿 儿童 age/child age/0-14 0-14岁人口",
    "adult": "adult adults 15-59岁 15-59 劳动年龄 age/adult age/15-59 15-59岁人口",
    "elder": "elder elders 60岁及以上 60岁以上 60+ 60岁+ 老年人 老年人口 age/elder age/60+ 60岁及以上人口",
    "disabled": "disabled 残疾人 残疾人数 残疾人口",
    "low_income": "low_income 低收入 低收入人口 低收入人数 低保人数 低保",
    "migrant": "migrant migrants 非户籍 非户籍人口 外来人口 流动人口",
    "owner": "owner owners 自有住房人口 自有住房",
    "party_community": "party_community party/community 社区党员 在册党员 社区在册党员",
    "party_workplace": "party_workplace party/workplace 在职党员 单位在职党员",
    "collective": "collective 集体户人口 集体户",
    "area_km2": "area_km2 area 面积 辖区面积 面积平方公里",
    "built_km2": "built_km2 built 建成区面积 建成区",
    "volunteers": "volunteers 注册志愿者 志愿者 注册志愿者数",
    "shops": "shops 商户 商户数 沿街商户 沿街商户数",
    "firms": "firms 企业 企业数",
    "organisations": "organisations 社会组织 社会组织数",
}
FORM_NAMES = {
    "new_estate": "新建小区 商品房小区 商品房 新小区",
    "old_estate": "老旧小区 老小区 老旧住宅",
    "urban_village": "城中村",
    "industrial_park": "工业园区 工业区 产业园区 园区宿舍",
    "tower": "单体楼 单体楼宇 商住楼 公寓",
    "courtyard": "院落 平房院落 平房 散居院落",
    "relocation_estate": "安置小区 转移安置小区 安置房 回迁房",
}
assert set(FORM_NAMES) == set(FORMS)
MARK_OF_COMMUNITIES = "residents"


@dataclass(frozen=True)
class Head:
    """Which columns a sheet has and where its rows begin.

    Attributes:
        kind: `people` or `communities`.
        where: Column -> its place.
        called: Column -> what the sheet calls it.
        row: Last row of the headers.
        stripped: Columns that name persons, by what they are called; nothing of them is kept.
        unused: Columns nobody here knows.
    """

    kind: str
    where: Mapping[str, int]
    called: Mapping[str, str]
    row: int
    stripped: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    personal: frozenset[int] = field(default=frozenset())


def tidy(text: str) -> str:
    """A header as it is compared: no spaces, brackets or kinds of dashes."""
    text = BRACKETS.sub("", plain(text).casefold())
    text = re.sub(r"[—–―~～至‐‑−]+", "-", re.sub(r"\s+", "_", text.strip()))
    return re.sub(r"(?<=[\u3000-\u9fff\d-])_|_(?=[\u3000-\u9fff])", "", text).rstrip(":：*")


def form_names() -> dict[str, str]:
    """What forms of estate are called -> their ids."""
    return {tidy(name): form for form, called in FORM_NAMES.items() for name in (form, *called.split())}


def names_of(kind: str) -> dict[str, str]:
    """What columns of a kind of table are called -> the column."""
    table = PEOPLE if kind == "people" else COMMUNITIES
    names = {tidy(name): column for column, called in table.items() for name in (*called.split(), column)}
    if kind == "communities":
        names |= {name: f"form_{form}" for called, form in form_names().items() for name in (called, f"{called}人口")}
        names |= {f"form_{form}": f"form_{form}" for form in FORMS}
    return names


def is_personal(header: str) -> bool:
    """Whether a column holds names, numbers of identity cards or telephones, or addresses."""
    text = tidy(header)
    return text in PERSONAL_WHOLE or any(word in text for word in PERSONAL)


def head_of(sheet: Sheet) -> Head | None:
    """The headers of a sheet, wherever and however many rows they are; None where it has none of ours."""
    spread = [(row, cells) for row, cells in sheet.spread(HIGHEST + 3) if any(cells)]
    best: tuple[int, Head] | None = None
    for last in range(min(HIGHEST, len(spread))):
        for depth in (1, 2, 3):
            if depth > last + 1:
                continue
            names = _joined([cells for _, cells in spread[last + 1 - depth : last + 1]])
            for kind in ("communities", "people"):
                columns = _columns(names, names_of(kind))
                good = len(columns) >= 2 and (kind == "people" or MARK_OF_COMMUNITIES in columns)
                score = 100 * len(columns) - 10 * depth - last
                if good and (best is None or score > best[0]):
                    best = score, _checked(sheet, kind, names, spread[last][0])
    return None if best is None else best[1]


def nearest_header(sheet: Sheet) -> str:
    """A header of ours like one of the first rows, for somebody whose headers are none of ours."""
    known = [*names_of("people"), *names_of("communities")]
    cells = [tidy(cell) for _, row in sheet.rows[:HIGHEST] for cell in row if cell]
    return next((near[0] for cell in cells if (near := get_close_matches(cell, known, 1, 0.7))), "–")


def _joined(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The header of every column from top to bottom, repetitions of a joined cell left out."""
    width = max(len(row) for row in rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    return [tuple(dict.fromkeys(cell for cell in column if cell)) for column in zip(*padded, strict=True)]


def _column(parts: tuple[str, ...], names: Mapping[str, str]) -> str:
    """The column of a header: as a whole, else by its lowest part."""
    tried = ["/".join(tidy(part) for part in parts), "".join(tidy(part) for part in parts)]
    tried += [tidy(part) for part in reversed(parts[-1:])]
    return next((names[one] for one in tried if one in names), "")


def _columns(headers: list[tuple[str, ...]], names: Mapping[str, str]) -> set[str]:
    return {column for parts in headers if parts and (column := _column(parts, names))}


def _checked(sheet: Sheet, kind: str, headers: list[tuple[str, ...]], row: int) -> Head:
    names = names_of(kind)
    where: dict[str, int] = {}
    called, stripped, unused, personal = {}, [], [], set()
    twice = ""
    for place, parts in enumerate(headers):
        text = " / ".join(parts)
        column = _column(parts, names) if parts else ""
        if parts and any(is_personal(part) for part in parts) and not column:
            stripped.append(text)
            personal.add(place)
        elif column in where:
            twice = twice or text
        elif column:
            where[column], called[column] = place, text
        elif text:
            unused.append(text)
    if twice:
        raise ImportFault("column_twice", sheet.at(row), column=twice)
    for text in called.values():
        unit = RIGHT_UNITS.sub("", " ".join(BRACKETS.findall(plain(text))))
        if UNITS.search(unit):
            raise ImportFault("other_unit", sheet.at(row), column=text, unit=unit.strip(" ()[]"))
    return Head(
        kind=kind,
        where=where,
        called=called,
        row=row,
        stripped=tuple(stripped),
        unused=tuple(unused),
        personal=frozenset(personal),
    )
