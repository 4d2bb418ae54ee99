"""What a scenario changes, for reading: a table of levers by group, the rows behind them, what is planned for later."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any

import pandas as pd

from ...experiments.reports.wording import words as wording
from ...model.declare import Parameter
from ...model.parameters import all_parameters
from ...model.parameters.words import group_words
from ...model.pilots.figures import JUDGED
from ...model.triggers.watched import WATCHED
from ...scenarios.notices import dead_levers_of
from ...scenarios.schedule import PlannedStep
from ..jobs.request import Column
from ..jobs.work import scenario_of
from .changes import Change, Later
from .evidence_rows import row_text
from .language import Words
from .lever_form import shown_value

GRADES = "ABCD"
NONE = "–"


def count_of(changes: list[Change], say: Words) -> str:
    """How many levers differ, and how many of them do nothing yet."""
    differing = [change for change in changes if change.differs]
    idle = sum(not change.parameter.about.built for change in differing)
    n = len(differing)
    if n == 1:
        return say("differ.one_idle" if idle else "differ.one")
    return say("differ.some_idle", n=n, idle=idle) if idle else say("differ.some", n=n)


def grades_of(changes: list[Change], say: Words) -> str:
    """How many of the values are stated by a source and how many assumed; what was moved by hand has no grade."""
    counted = Counter(change.source.grade for change in changes if change.differs and change.source.grade)
    if not counted:
        return ""
    return say("differ.grades", counts=", ".join(f"{grade} {counted[grade]}" for grade in GRADES if counted[grade]))


def heads(changes: list[Change], say: Words, ends: tuple[str, str] | None = None) -> list[str]:
    """The heads of a table of levers; a place's own values are told against the usual ones.

    Args:
        ends: What both sides are called, where it is neither the status quo nor the place.
    """
    usual = any(change.by == "place" for change in changes)
    before, after = ("differ.usual", "differ.place_has") if usual else ("table.before", "table.after")
    sides = ends or (say(before), say(after))
    evidence = (say("table.source"), say("table.grade"), say("table.note"))
    return [say("table.lever"), *sides, *evidence, say("table.acts")]


def cells(change: Change, say: Words) -> list[str]:
    """One lever in the words of the screen, cell by cell under `heads`."""
    parameter, source = change.parameter, change.source
    note = source.note[say.language]
    if change.by == "person":
        note = say("differ.by_hand", value=shown_value(say, parameter, change.otherwise))
    return [
        say.of(parameter.about, "label"),
        shown_value(say, parameter, change.before),
        shown_value(say, parameter, change.after),
        ", ".join(source.rows) or NONE,
        source.grade or NONE,
        note or NONE,
        say("differ.acts" if parameter.about.built else "differ.idle"),
    ]


def changes_file(changes: list[Change], say: Words) -> pd.DataFrame:
    """The same for a file: values as numbers and codes in the lever's own unit, with the name it has in files."""
    rows = []
    for change in changes:
        parameter, source = change.parameter, change.source
        rows.append(
            {
                "lever": parameter.name,
                "label": say.of(parameter.about, "label"),
                "unit": parameter.about.unit,
                "before": _plain(change.before),
                "after": _plain(change.after),
                "set_by": change.by,
                "rows": " ".join(source.rows),
                "grade": source.grade,
                "note": source.note[say.language],
                "acts": parameter.about.built,
            }
        )
    return pd.DataFrame(rows)


def _plain(value: Any) -> Any:
    """A table in one cell; anything else as it is."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else value


def table_html(changes: list[Change], caption: str, say: Words, ends: tuple[str, str] | None = None) -> str:
    """The table on screen: groups in the order of the files, one line for each lever, cards on a phone.

    Args:
        ends: As for `heads`.
    """
    names = [escape(name) for name in heads(changes, say, ends)]
    top = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
    bodies = []
    for group, members in groupby(changes, key=lambda change: change.parameter.group):
        rows = [_row(change, names, say) for change in members]
        title = f"{escape(group_words(group, say.language))} · {len(rows)}"
        head = f'<th scope="rowgroup" role="rowheader" colspan="{len(names)}">{title}</th>'
        bodies.append(f'<tbody role="rowgroup"><tr role="row" class="group">{head}</tr>{"".join(rows)}</tbody>')
    return (
        f'<table class="shapan-levers" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{top}</tr></thead>{"".join(bodies)}</table>'
    )


def _row(change: Change, names: list[str], say: Words) -> str:
    label, *others = (escape(cell) for cell in cells(change, say))
    if change.source.rows:  # a line may break between two rows, never inside the name of one
        others[2] = ", ".join(f'<span class="id">{escape(row)}</span>' for row in change.source.rows)
    kinds = ("before", "after", "rows", "grade", "note", "acts")
    text = "".join(
        f'<td role="cell" class="{kind}{" none" if cell == NONE else ""}" data-label="{name}">{cell}</td>'
        for kind, name, cell in zip(kinds, names[1:], others, strict=True)
    )
    moved = change.by == "person"
    mark = '<span class="mark" aria-hidden="true">●</span> ' if moved else ""
    look = " ".join(["moved"] * moved + ["idle"] * (not change.parameter.about.built))
    return f'<tr role="row" class="{look}"><th scope="row" role="rowheader">{mark}{label}</th>{text}</tr>'


def rows_html(changes: Iterable[Change], say: Words) -> str:
    """What the rows behind these levers say, where the build has it in this language."""
    rows = dict.fromkeys(row for change in changes for row in change.source.rows)
    lines = [(row, text) for row in sorted(rows) if (text := row_text(row, say.language))]
    if not lines:
        return ""
    items = "".join(f"<dt>{escape(row)}</dt><dd>{escape(text)}</dd>" for row, text in lines)
    return f'<h5 class="shapan-rows-head">{escape(say("differ.rows"))}</h5><dl class="shapan-rows">{items}</dl>'


def later_lines(planned: list[Later], say: Words) -> list[str]:
    """What is planned for a date or on a condition, one line each."""
    lines = []
    for one in planned:
        idle = not one.acts or any(not parameter.about.built for parameter, _ in one.values)
        line = say("differ.line", when=_when(one, say), settings=settings_line(one.values, say))
        lines.append(line + (f" {say('differ.idle')}" * idle))
    return lines


def dead_lines(column: Column, say: Words) -> list[str]:
    """Levers set here that can do nothing in this scenario, with what they lack, one line each."""
    known, joint = all_parameters(), "、" if say.language == "zh" else ", "
    return [
        say(
            "differ.dead_line" if one.certain else "differ.some_line",
            names=joint.join(say.of(known[name].about, "label") for name in one.levers),
            why=one.why[0 if say.language == "zh" else 1],
        )
        for one in dead_levers_of(scenario_of(column))
    ]


def settings_line(values: Iterable[tuple[Parameter, Any]], say: Words) -> str:
    """Levers with the values they are set to, one after another."""
    lines = [
        f"{say.of(parameter.about, 'label')} → {shown_value(say, parameter, value)}" for parameter, value in values
    ]
    return ("；" if say.language == "zh" else "; ").join(lines)


def _when(one: Later, say: Words) -> str:
    when = one.when
    if not isinstance(when, PlannedStep):
        figure = WATCHED[when.indicator]
        bound = wording(say.language).number(when.bound, figure.unit)
        name = figure.label_zh if say.language == "zh" else figure.label_en
        return say("differ.once", indicator=name, sign=when.sign, bound=bound, days=when.days)
    if not when.is_pilot:
        return say("differ.from", date=when.at.isoformat())
    named = isinstance(when.where, tuple)
    where = ", ".join(f"#{one}" for one in when.where) if named else f"{100 * when.where:g} %"
    pilot = say("differ.pilot", date=when.at.isoformat(), share=where)
    if when.adopt_if_better is None:
        return pilot
    judged = JUDGED[when.adopt_if_better]
    return pilot + say("differ.kept", indicator=judged.label_zh if say.language == "zh" else judged.label_en)
