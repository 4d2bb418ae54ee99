"""A comparison as a workbook: numbers as numbers, and every lever in a sheet that can be edited and dropped back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...model.declare import Parameter
from ...model.parameters import all_parameters
from ...model.parameters.words import choice_words, group_words, unit_words
from ...scenarios.checking import allowed_values
from ..comparing.sentences import label_with_unit
from ..comparing.worth import ENDED
from ..reports.wording import Words
from ..runs.folders import build_mark
from .briefing import brief_of
from .numbers import COLUMNS, differences
from .phrases import telling
from .taken import Taken

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

FORMAT = 1
MARK = "shapan workbook"
LEVERS, WRITTEN, ABOUT = "levers", "as_written", "about"
"""Names of the sheets that are read back; the same in every language, since people exchange workbooks."""
ASSUMED = "assumption "
"""Keys of the first sheet that begin so name an assumption of all scenarios that is not at its default."""
FIRST_SCENARIO = 5
"""Column of the first scenario in the sheet of levers, from 0."""


def workbook(taken: Taken, language: str) -> bytes:
    """The workbook."""
    import xlsxwriter

    tell, sink = telling(language), io.BytesIO()
    how = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(sink, how)
    looks = {"bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})}
    looks |= {"wrap": book.add_format({"text_wrap": True, "valign": "top"})}
    looks |= {"open": book.add_format({"bg_color": "#FFFFFF", "border": 1, "border_color": "#C9D0D8"})}
    looks |= {"shut": book.add_format({"bg_color": "#F3F5F7", "font_color": "#59636E"})}
    _about(book, looks, taken, tell)
    _rows(book, tell("book.differences"), looks, COLUMNS, differences(taken, language).itertuples(index=False))
    _rows(book, tell("book.funnel"), looks, (tell("brief.stage"), *taken.comparison.names), _funnel(taken, tell))
    heads = (tell("book.key"), tell("book.label"), tell("brief.scenario"), tell("book.seed"), tell("book.value"))
    _rows(book, tell("book.runs"), looks, heads, _runs(taken, language))
    _levers(book, looks, taken, tell)
    _as_written(book, taken)
    book.close()
    return sink.getvalue()


def _about(book: Any, looks: dict[str, Any], taken: Taken, tell: Words) -> None:
    """Verdicts for people, then what whoever reads the workbook back needs, key by key."""
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, looks["wrap"])
    brief = brief_of(taken, tell.language)
    people = [(tell("book.about"), brief.title), *(("", f"{one.mark} {one.headline}") for one in brief.verdicts)]
    people += [("", brief.given), ("", brief.about), ("", tell("book.hint"))]
    first = taken.scenarios[taken.baseline]
    machine: list[tuple[str, Any]] = [(MARK, FORMAT), ("version", __version__), ("build", build_mark())]
    machine += [("place", first.place_id), ("days", taken.days), ("warmup", taken.warmup)]
    machine += [("first_seed", min(taken.comparison.seeds)), ("pairs", len(taken.comparison.seeds))]
    machine += [("redraw", int(taken.redraw)), ("draws", taken.draws), ("command", taken.command)]
    machine += [(f"{ASSUMED}{name}", value) for name, value in assumed(first).items()]
    machine += [(f"policy {number}", one.policy_id) for number, one in enumerate(taken.scenarios.values(), 1)]
    machine += [(f"scenario {number}", name) for number, name in enumerate(taken.comparison.names, 1)]
    machine += [(f"hash {number}", one.hash) for number, one in enumerate(taken.scenarios.values(), 1)]
    for row, (key, value) in enumerate([*people, ("", ""), *machine]):
        sheet.write(row, 0, key, looks["bold"] if row == 0 else None)
        sheet.write(row, 1, value)


def _rows(book: Any, name: str, looks: dict[str, Any], heads: Sequence[str], rows: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, heads, looks["bold"])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, 26)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value is not None and value == value:
                sheet.write(number, column, value)


def _funnel(taken: Taken, tell: Words) -> Iterator[tuple[Any, ...]]:
    means = [taken.comparison.mean_funnel(name) for name in taken.comparison.names]
    for key in ("born", *ENDED, "open"):
        yield tell(f"funnel.{key}"), *(mean.get(key) for mean in means)


def _runs(taken: Taken, language: str) -> Iterator[tuple[Any, ...]]:
    for indicator, by_name in taken.comparison.values.items():
        for name, by_seed in by_name.items():
            for seed, value in by_seed.items():
                yield indicator, label_with_unit(indicator, language), name, seed, value


def assumed(scenario: Scenario) -> dict[str, Any]:
    """Every assumption of a scenario that is not at its default; comparing scenarios share them."""
    declared = all_parameters().values()
    found = {one.name: scenario.values[one.name] for one in declared if one.about.role == "assumption"}
    return {name: value for name, value in found.items() if value != all_parameters()[name].default}


def lever_cells(scenario: Scenario) -> Iterator[tuple[Parameter, str, Any]]:
    """Every lever of a scenario, tables row by row: declaration, key, value."""
    for parameter in all_parameters().values():
        if parameter.about.role != "lever":
            continue
        value = scenario.values[parameter.name]
        if parameter.kind == "table":
            yield from ((parameter, f"{parameter.name}.{row}", part) for row, part in value.items())
        else:
            yield parameter, parameter.name, value


def _levers(book: Any, looks: dict[str, Any], taken: Taken, tell: Words) -> None:
    """One lever a row, one scenario a column; choices come with their list."""
    sheet = book.add_worksheet(LEVERS)
    heads = [tell(f"book.{key}") for key in ("key", "group", "label", "unit", "allowed")]
    sheet.write_row(0, 0, [*heads, *taken.comparison.names], looks["bold"])
    sheet.freeze_panes(1, 3)
    for column, wide in ((0, 34), (1, 16), (2, 40), (3, 18), (4, 26), (FIRST_SCENARIO, 18)):
        sheet.set_column(column, column + (3 if column == FIRST_SCENARIO else 0), wide)
    cells = [list(lever_cells(scenario)) for scenario in taken.scenarios.values()]
    for row, same in enumerate(zip(*cells, strict=True), 1):
        parameter, key, _ = same[0]
        for column, text in enumerate(_said(parameter, key, tell)):
            sheet.write_string(row, column, text, looks["shut"])
        for column, (_, _, value) in enumerate(same, FIRST_SCENARIO):
            _cell(sheet, row, column, _plain(value), looks["open"])
            if listed := _choices(parameter):
                sheet.data_validation(row, column, row, column, {"validate": "list", "source": listed})


def _said(parameter: Parameter, key: str, tell: Words) -> tuple[str, ...]:
    about = parameter.about
    label = str(about.label_zh if tell.language == "zh" else about.label_en)
    row = key.removeprefix(parameter.name).lstrip(".")
    label += f": {choice_words(row, tell.language)}" if row else ""
    allowed = allowed_values(parameter)
    allowed_text = ", ".join(_choices(parameter)) or (allowed if isinstance(allowed, str) else allowed[tell.language])
    return key, group_words(parameter.group, tell.language), label, unit_words(about.unit, tell.language), allowed_text


def _choices(parameter: Parameter) -> list[str]:
    if parameter.kind == "yes_no":
        return ["true", "false"]
    return list(parameter.choices) if parameter.kind == "choice" else []


def _plain(value: Any) -> Any:
    """A value as a cell holds it; what is on or off in words, which every spreadsheet shows alike."""
    return str(value).lower() if isinstance(value, bool) else value


def _cell(sheet: Any, row: int, column: int, value: Any, look: Any = None) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _as_written(book: Any, taken: Taken) -> None:
    """The same values once more, out of sight, so that what is changed can be told from what was there."""
    sheet = book.add_worksheet(WRITTEN)
    sheet.hide()
    cells = [list(lever_cells(scenario)) for scenario in taken.scenarios.values()]
    sheet.write_row(0, 0, ["key", *taken.comparison.names])
    for row, same in enumerate(zip(*cells, strict=True), 1):
        sheet.write_string(row, 0, same[0][1])
        for column, (_, _, value) in enumerate(same, 1):
            _cell(sheet, row, column, _plain(value))
