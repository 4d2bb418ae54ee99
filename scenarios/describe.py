"""The reference page of every lever, assumption and fact of a place, made from the declarations.

`python -m shapan.scenarios.describe docs/parameters.md` writes it; without a file name it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from ..model.declare import Parameter
from ..model.parameters import all_parameters
from ..model.parameters.facts import Fact
from ..model.parameters.words import choice_words, group_words, unit_words
from .checking import allowed_values
from .faults import shown
from .generated import write_or_print
from .header import Header, Source
from .places import PlaceFile
from .policies import PolicyFile
from .schedule import PlannedStep
from .shelf import find_place, find_policy, shipped

INTRODUCTION = """# Parameters · 参数表

Generated from the declarations (`python -m shapan.scenarios.describe docs/parameters.md`); do not edit by hand.
由声明自动生成，请勿手改。

- **Levers** 政策杠杆 are chosen by somebody. **Assumptions** 行为假设 are uncertain about people; they are swept, never
  chosen. Facts of a **place** 场地 are neither. Files, `set`, `--set` and the browser form accept what stands here.
- A policy file may be `based_on` a shipped policy and then states only what differs from it 可在已有政策上只写不同之处.
- ● a planner sees it first 首屏显示.
- ○ its process is not in this build yet; setting it is allowed and changes nothing 本版本尚未实现，可设置但不起作用.
- **Grade** 证据等级 of the default: A official, B paper, C press or practitioner, D assumption.
- **Rows** 出处 of the evidence: `YT-26` a seed article, `R-09` arithmetic on one, `S19` a source, `B3` a table.
- **Moves** 影响: the indicators the parameter should move.
"""

UNCHANGED = "Every lever at its default. 各杠杆取默认值。\n"
LEVER_HEADS = ("lever", "value", "rows", "grade", "note")
KIND_HEADS = (
    "kind 类别",
    "rate a year 年发生率",
    "hours, σ 工时",
    "window / deadline 时限",
    "severity 严重程度",
    "to department 转部门",
    "served by 办理方",
)


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_role("lever", "Levers · 政策杠杆"), *_role("assumption", "Assumptions · 行为假设")]
    parts += ["## Places · 场地\n", *(_place(find_place(name)) for name in shipped()["place"])]
    parts += ["## Policies · 政策组合\n", *(_policy(find_policy(name)) for name in shipped()["policy"])]
    return "\n".join(parts).rstrip() + "\n"


def _role(role: str, title: str) -> Iterator[str]:
    mine = [parameter for parameter in all_parameters().values() if parameter.about.role == role]
    yield f"## {title}\n"
    for group in dict.fromkeys(parameter.group for parameter in mine):
        yield f"### `{group}` {group_words(group, 'en')} · {group_words(group, 'zh')}\n"
        rows = (_parameter(parameter) for parameter in mine if parameter.group == group)
        yield table(("parameter", "allowed", "default", "grade, rows", "what it does", "moves"), rows)


def _parameter(parameter: Parameter) -> tuple[str, ...]:
    about = parameter.about
    marks = ("" if not about.core else " ●") + ("" if about.built else " ○")
    default = parameter.default
    if parameter.kind == "table":
        default = ", ".join(f"{row} {weight:g}" for row, weight in default.items())
    elif parameter.kind != "choice":
        default = written(default)
    return (
        f"`{parameter.name}`{marks}",
        _allowed(parameter),
        str(default),
        ", ".join((about.grade, *about.sources)),
        f"**{about.label_en}** · **{about.label_zh}**<br>{about.help_en}<br>{about.help_zh}",
        ", ".join(f"`{name}`" for name in about.moves),
    )


def _allowed(parameter: Parameter) -> str:
    if parameter.kind == "choice":
        return "<br>".join(f"`{c}` {choice_words(c, 'en')} · {choice_words(c, 'zh')}" for c in parameter.choices)
    if parameter.kind == "yes_no":
        return "true, false"
    words, unit = allowed_values(parameter), parameter.about.unit
    whole = "; whole 整数" if parameter.kind == "count" else ""
    return words["en"] + (f" · {unit_words(unit, 'zh')}" if unit else "") + whole


def _place(file: PlaceFile) -> str:
    place = file.place
    rows = [
        (f"`{name}`", written(value), *_fact(fact), *_evidence(source_of(f"place.{name}", file.header.sources)))
        for name, value, fact in facts_of(place)
    ]
    kinds = [_kind(kind.model_dump()) for kind in place.needs]
    needs = " · ".join(part for part in _evidence(source_of("needs", file.header.sources)) if part)
    layer = [
        (f"`{key}`", written(value), *_evidence(source_of(f"status_quo.{key}", file.header.sources)))
        for key, value in file.status_quo.values.items()
    ]
    return "\n".join(
        (
            _heading(file.header, place.id),
            table(("fact", "value", "unit", "label", "rows", "grade", "note"), rows),
            "Own status quo 本地现状值：\n" if layer else "",
            table(LEVER_HEADS, layer) if layer else "",
            f"Needs 需求表 ({needs}):\n",
            table(KIND_HEADS, kinds),
        )
    )


def facts_of(record: BaseModel, prefix: str = "") -> Iterator[tuple[str, Any, Fact]]:
    """Every single number of a place, with what it counts."""
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        fact = next((part for part in info.metadata if isinstance(part, Fact)), None)
        if name in ("needs", "boundary", "id"):
            continue
        if isinstance(value, BaseModel):
            yield from facts_of(value, f"{prefix}{name}.")
        elif isinstance(value, dict) and fact is not None:
            yield from ((f"{prefix}{name}.{key}", part, fact) for key, part in value.items())
        elif isinstance(value, dict):
            for key, part in value.items():
                yield from facts_of(part, f"{prefix}{name}.{key}.")
        elif fact is not None:
            yield f"{prefix}{name}", value, fact


def _fact(fact: Fact) -> tuple[str, str]:
    return fact.unit, f"{fact.label_en} · {fact.label_zh}"


def _kind(kind: Mapping[str, Any]) -> tuple[str, ...]:
    rates = ", ".join(f"{group} {rate:g}" for group, rate in kind["rates"].items())
    more = ", ".join(f"×{factor:g} {form}" for form, factor in kind["form_multiplier"].items())
    evidence = kind["deadline_grade"], *kind["deadline_rows"]
    return (
        f"`{kind['id']}` {kind['label_en']} · {kind['label_zh']} ({kind['stream']})",
        f"{rates}; {more}" if more else rates,
        f"{kind['hours_mean']:g}, {kind['hours_sigma']:g}",
        f"{kind['window_days']} / {kind['deadline_days']} ({' '.join(evidence)})",
        str(kind["severity"]),
        f"{kind['department_share']:g}",
        ", ".join(kind["served_by"]),
    )


def _policy(file: PolicyFile) -> str:
    rows = [
        (f"`{key}`", written(value), *_evidence(source_of(key, file.header.sources)))
        for key, value in file.levers.values.items()
        if not file.based_on or file.levers.at(key)[0] == file.path
    ]
    dated = "".join(_step(step) for step in file.steps)
    body = table(LEVER_HEADS, rows) if rows else UNCHANGED
    body = f"As `{file.based_on}`, except · 同 `{file.based_on}`，仅以下不同：\n\n{body}" if file.based_on else body
    return "\n".join((_heading(file.header, file.id), body, dated))


def _step(step: PlannedStep) -> str:
    """One dated change; a pilot says how many communities try it and what decides whether it is adopted."""
    share = f"{step.where:.0%}" if isinstance(step.where, float) else str(list(step.where or ()))
    where = "" if step.where is None else f"; tried in {share} of communities 先在这些社区试点"
    after = f"; adopted if after {step.judge_after} days `{step.adopt_if_better}` is better 届时更好才推广"
    judged = after if step.adopt_if_better else ""
    changes = ", ".join(f"`{key}` = {written(value)}" for key, value in step.changes.values.items())
    return f"- {step.at}: {changes}{where}{judged}\n"


def _heading(header: Header, name: str) -> str:
    title = f"### `{name}` {header.title['en']} · {header.title['zh']}"
    return f"{title}\n\n{header.summary['en']}\n\n{header.summary['zh']}\n"


def source_of(key: str, sources: Mapping[str, Source]) -> Source:
    """The source stated for a value, or for the nearest thing it is part of."""
    while key not in sources and "." in key:
        key = key.rpartition(".")[0]
    return sources.get(key) or sources.get("") or Source()


def _evidence(source: Source) -> tuple[str, str, str]:
    note = " · ".join(part for part in (source.note.en, source.note.zh) if part)
    return ", ".join(source.rows), source.grade, note


def written(value: Any) -> str:
    """A value as the page shows it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value if isinstance(value, str) else shown(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of the page."""
    heads = tuple(heads)
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    write_or_print(page)
