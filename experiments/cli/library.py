"""`list`, `show`, `check` and `schema`: what can be simulated, and what a file really says."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

from ...model.parameters import all_parameters
from ...model.parameters.words import choice_words, never, unit_words
from ...scenarios.describe import written
from ...scenarios.evidence import evidence_of
from ...scenarios.faults import InputFault
from ...scenarios.library import Scenario, look_into, names
from ...scenarios.notices import dead_rows
from ...scenarios.provinces import province_names
from ..reports.wording import Words
from . import choosing
from .plain import plain
from .printing import print_json, say_aside

DONE, WRONG_INPUT = 0, 2


def list_(chosen: argparse.Namespace, say: Words) -> int:
    """Everything that comes with Shapan, by kind."""
    shipped = {**names(), "province": province_names()}
    known = {kind: [(name, title[say.language]) for name, title in rows] for kind, rows in shipped.items()}
    if chosen.json:
        values = {kind: [{"name": name, "title": title} for name, title in rows] for kind, rows in known.items()}
        print_json(values)
        return DONE
    from .tables import console, table

    out = console()
    for kind, rows in known.items():
        if rows:
            heads = [say(f"list.{kind}"), ""]
            out.print(table(heads, [list(row) for row in rows], words=2))
    return DONE


def show(chosen: argparse.Namespace, say: Words) -> int:
    """Every value of a scenario and where it came from."""
    scenario = choosing.one(chosen)
    values = list(resolved(scenario))
    if chosen.changed:
        values = [row for row in values if row["from"] != "default" and not row["key"].startswith("place.")]
    if chosen.json:
        head = {"format": 1, "scenario": chosen.name, "place": scenario.place_id, "policy": scenario.policy_id}
        also = {"scenario_hash": scenario.hash, "dead_levers": dead_rows(scenario)}
        print_json({**head, **also, "values": values}, default=str)
        return DONE
    from .tables import console, table

    out = console()
    facts = {"title": scenario.title[say.language], "place": scenario.place_id, "policy": scenario.policy_id}
    out.print(say("show.head", hash=scenario.hash[:12], **facts))
    heads = [say("show.key"), say("show.value"), say("show.from"), say("show.evidence"), say("show.label")]
    out.print(table(heads, [_row(row, say) for row in values], words=5) if values else say("show.nothing"))
    return DONE


def resolved(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """One row a value: key, value, unit, where it came from, on whose word, whether it acts in this build."""
    known, where = all_parameters(), scenario.provenance
    for name, value in scenario.values.items():
        about = known[name].about
        values = {"key": name, "value": value, "unit": about.unit, "from": where[name], **_evidence(scenario, name)}
        yield {**values, "built": about.built}
    place = scenario.parameters.place.model_dump(mode="json")
    place["needs"] = {kind.pop("id"): kind for kind in place["needs"]}
    for name, value in _leaves(place, "place"):
        values = {"key": name, "value": value, "unit": "", "from": f"place {scenario.place_id}"}
        yield {**values, **_evidence(scenario, name), "built": True}


def _evidence(scenario: Scenario, name: str) -> dict[str, Any]:
    source = evidence_of(scenario, name)
    return {"rows": list(source.rows), "grade": source.grade}


def _leaves(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}")
    elif value is not None:
        yield name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _row(row: dict[str, Any], say: Words) -> list[str]:
    parameter, label, value = all_parameters().get(row["key"]), "", ""
    if parameter is not None:
        about = parameter.about
        value = never(about, row["value"], say.language)
        label = about.label_zh if say.language == "zh" else about.label_en
        label += "" if row["built"] else say("show.not_built")
    where = say("show.default") if row["from"] == "default" else row["from"]
    value = value or f"{_shown_value(row['value'], say)} {unit_words(row['unit'], say.language, row['value'])}".rstrip()
    evidence = " · ".join(part for part in (", ".join(row["rows"]), row["grade"]) if part)
    return [row["key"], value, where, evidence, label]


def _shown_value(value: Any, say: Words) -> str:
    if isinstance(value, bool):
        return say("show.yes" if value else "show.no")
    if isinstance(value, dict):
        return ", ".join(f"{key} {part:g}" for key, part in value.items())
    return written(value) if isinstance(value, int | float) else choice_words(str(value), say.language)


def _read_alone() -> dict[str, Callable[[str], list[InputFault]]]:
    """Kind of a file that is no place, policy or scenario -> who says everything that is wrong with one."""
    from ...scenarios import lessons, room_files
    from ..studies import study_file

    return {"study": study_file.faults_in, "lesson": lessons.faults_in, "room": room_files.faults_in}


def check(chosen: argparse.Namespace, say: Words) -> int:
    """One line per fault; exit 2 if there is any."""
    code = DONE
    for file in chosen.files:
        faults, scenario = look_into(file)
        alone = _read_alone().get(str(faults[0].details.get("value")).strip('"')) if faults else None
        if alone is not None:
            faults = alone(file)
        for fault in faults:
            say_aside(fault.text(say.language))
        if faults:
            code = WRONG_INPUT
            continue
        print(plain(say("check.good", file=file)))
        for notice in scenario.warnings if scenario is not None else ():
            say_aside(f"{file}: {say('warning.prefix')}{notice.text(say.language)}")
    return code


def schema(chosen: argparse.Namespace, say: Words) -> int:
    """JSON Schema of the kinds of file, for editors."""
    from ...scenarios.schema import json_schema

    del chosen, say
    print_json(json_schema(), indent=1)
    return DONE


COMMANDS = {"list": list_, "show": show, "check": check, "schema": schema}
