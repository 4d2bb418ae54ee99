"""The page on the five articles: which lever stands for what, on whose word, and what reading them again corrected.

`python -m shapan.scenarios.policy_page docs/policies.md` writes it; without a file name it is printed. Values, rows,
grades and notes come from the policy files, money from the budget; a reader's judgement from `_readings.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

from ..model.parameters import all_parameters
from ..model.parameters.words import never
from .budget import LINES, yuan_per_resident
from .describe import source_of, table, written
from .generated import write_or_print
from .library import load
from .reading import read_document
from .schedule import PlannedStep
from .shelf import find_policy

INTRODUCTION = """# The five policies · 五套政策

Generated from the policy files (`python -m shapan.scenarios.policy_page docs/policies.md`); do not edit by hand.

Each policy is what one article reports (or proposes), as differences from the status quo. All five articles are success
stories told by those who promote them, without a control group: they say which mechanisms exist and how often they act,
never how well they work. So **no effect is taken from an article**; effects are results of the model: where
staff hours go, which channel detects a need, to which pool it is routed, who decides, and what residents experience.

{acting}

- **Grade** 证据等级: C = the article, or the row named, states this value; D = it states the mechanism and the number
  is ours. There is no better grade here, for nobody measured.
- **Row** 出处: `SZ-07` is the seventh entry of the catalogue made of the Shenzhen article; `S37`, `B5`, `R-18` are
  other sources, tables and arithmetic.
- ○ does not act in this build: setting it changes nothing yet 本版本尚不起作用.
- A policy runs on any place. At its home (the place its article speaks of) it stands against that place's own status
  quo.
- Each has a twin, `…_equal_budget` (现状经费): the same rules on as much money as the status quo spends there.
"""


READINGS = Path(__file__).parent / "policies" / "_readings.toml"


def page() -> str:
    """The whole page."""
    parts = (_policy(name, reading) for name, reading in readings().items())
    return "\n".join((INTRODUCTION.format(acting=_acting()), *parts)).rstrip() + "\n"


def _acting() -> str:
    """Which levers do not act yet: whole groups by their name, single levers by theirs."""
    idle = [one for one in all_parameters().values() if one.about.role == "lever" and not one.about.built]
    if not idle:
        return "In this build every lever acts."
    acting = {one.group for one in all_parameters().values() if one.about.role == "lever" and one.about.built}
    whole = dict.fromkeys(one.group for one in idle if one.group not in acting)
    named = [f"all of `{group}`" for group in whole] + [f"`{one.name}`" for one in idle if one.group in acting]
    text = f"In this build these levers do not act yet, whatever a policy sets them to: {', '.join(named)}."
    return fill(text, 120, break_on_hyphens=False, break_long_words=False)


def readings() -> dict[str, Any]:
    """Article -> its heart, what is composite, what was corrected, and what no lever carries."""
    return dict(read_document(READINGS).values)


def _policy(name: str, reading: Mapping[str, Any]) -> str:
    file = find_policy(name)
    header = file.header
    corrected = "".join(f"- {line}\n" for line in reading["corrected"])
    return "\n".join(
        (
            f"## `{name}` {header.title['en']} · {header.title['zh']}\n",
            f"{reading['heart']}\n",
            f"**Home** 主场: `{file.home}`. **Composite** 合成: {reading['composite']}\n",
            f"{_count(name)}\n",
            table(("lever", "value", "at home today", "row", "grade", "what the article says"), _levers(name)),
            "".join(f"{line}\n" for line in _steps(name)),
            f"**Corrected or found on reading again** 核对所得:\n\n{corrected}",
            f"**In the article, carried by no lever** 没有杠杆承载: {reading['not_carried']}\n",
            "**Planned money at home** 主场经费, yuan a year and resident over three years:\n",
            table(("line", "status quo", name, f"{name}_equal_budget"), _money(name)),
        )
    )


def _levers(name: str) -> Iterator[tuple[str, ...]]:
    file, known = find_policy(name), all_parameters()
    today = load(name).with_policy("status_quo").values
    for key, value in file.levers.values.items():
        whole = key if key in known else key.rpartition(".")[0]
        about, source = known[whole].about, source_of(key, file.header.sources)
        before = today[whole] if whole == key else today[whole][key.rpartition(".")[2]]
        yield (
            f"`{key}`{'' if about.built else ' ○'}<br>{about.label_en} · {about.label_zh}",
            never(about, value, "en") or written(value),
            never(about, before, "en") or written(before),
            ", ".join(source.rows),
            source.grade,
            " · ".join(part for part in (source.note.en, source.note.zh) if part),
        )


def _count(name: str) -> str:
    """How many levers differ at home from the first day on, and how many of those do nothing yet."""
    here, today = load(name).values, load(name).with_policy("status_quo").values
    known = all_parameters()
    differing = [lever for lever, value in here.items() if value != today[lever]]
    idle = sum(not known[lever].about.built for lever in differing)
    text = f"{idle} of them do not act in this build (○)" if idle else "all of them act in this build"
    return f"At home {len(differing)} levers differ from the status quo; {text}."


def _steps(name: str) -> Iterator[str]:
    for step in find_policy(name).steps:
        changes = ", ".join(f"`{key}` = {written(value)}" for key, value in step.changes.values.items())
        yield f"From {step.at}: {changes}{tried_in(step)}.\n"


def tried_in(step: PlannedStep) -> str:
    """Where a pilot is tried, by what it is judged and when; nothing for a step of all communities."""
    if step.where is None:
        return ""
    share = not isinstance(step.where, tuple)
    where = f"{step.where:.0%} of communities" if share else f"communities {', '.join(map(str, step.where))}"
    if step.adopt_if_better is None:
        return f", in {where} for good"
    return f", tried in {where}; adopted everywhere if after {step.judge_after} days `{step.adopt_if_better}` is better"


def _money(name: str) -> Iterator[tuple[str, ...]]:
    policies = (load(name).with_policy("status_quo"), load(name), load(f"{name}_equal_budget"))
    spent = [yuan_per_resident(scenario) for scenario in policies]
    for line, about in LINES.items():
        if any(yuan[line] for yuan in spent):
            yield (f"{about.label['en']} · {about.label['zh']}", *(f"{yuan[line]:.1f}" for yuan in spent))
    yield ("**all** 合计", *(f"**{yuan['total']:.1f}**" for yuan in spent))


if __name__ == "__main__":
    write_or_print(page)
