"""`list`, `show`, `check` and `schema`: what can be simulated, and what a file really says."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from ...model.parameters import all_parameters
from ...scenarios.library import Scenario, check_file, names
from ..wording import Words
from . import choosing

DONE, WRONG_INPUT = 0, 2


def list_(chosen: argparse.Namespace, say: Words) -> int:
    """Everything that comes with Shapan, by kind."""
    known = {kind: [(name, title[say.language]) for name, title in rows] for kind, rows in names().items()}
    if chosen.json:
        told = {kind: [{"name": name, "title": title} for name, title in rows] for kind, rows in known.items()}
        print(json.dumps(told, ensure_ascii=False))
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
    values = [row for row in resolved(scenario) if not chosen.changed or row["from"] != "default"]
    if chosen.json:
        head = {"format": 1, "scenario": chosen.name, "place": scenario.place_id, "policy": scenario.policy_id}
        print(json.dumps({**head, "scenario_hash": scenario.hash, "values": values}, ensure_ascii=False, default=str))
        return DONE
    from .tables import console, table

    out = console()
    told = {"title": scenario.title[say.language], "place": scenario.place_id, "policy": scenario.policy_id}
    out.print(say("show.head", hash=scenario.hash[:12], **told), markup=False)
    heads = [say("show.key"), say("show.value"), say("show.from"), say("show.label")]
    out.print(table(heads, [_row(row, say) for row in values], words=4) if values else say("show.nothing"))
    return DONE


def resolved(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """One row a value: key, value, unit, where it came from, whether it acts in this build."""
    where = scenario.provenance
    for part in (scenario.parameters.levers, scenario.parameters.assumptions):
        for name, parameter in all_parameters().items():
            group, _, field = name.partition(".")
            if hasattr(part, group) and hasattr(getattr(part, group), field):
                row = {"key": name, "value": getattr(getattr(part, group), field), "unit": parameter.about.unit}
                yield {**row, "from": where.get(name, "default"), "built": parameter.about.built}


def _row(row: dict[str, Any], say: Words) -> list[str]:
    about = all_parameters()[row["key"]].about
    label = about.label_zh if say.language == "zh" else about.label_en
    note = "" if row["built"] else say("show.not_built")
    where = say("show.default") if row["from"] == "default" else row["from"]
    return [row["key"], f"{_told(row['value'])} {about.unit}".rstrip(), where, label + note]


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def check(chosen: argparse.Namespace, say: Words) -> int:
    """One line per fault; exit 2 if there is any."""
    code = DONE
    for file in chosen.files:
        faults = check_file(file)
        for fault in faults:
            print(fault.text(say.language), file=sys.stderr)
        if faults:
            code = WRONG_INPUT
            continue
        print(say("check.good", file=file))
        for notice in Scenario.read(file).warnings:
            print(f"{file}: {say('warning.prefix')}{notice.text(say.language)}", file=sys.stderr)
    return code


def schema(chosen: argparse.Namespace, say: Words) -> int:
    """JSON Schema of the three kinds of file, for editors."""
    from ...scenarios.schema import json_schema

    del chosen, say
    print(json.dumps(json_schema(), ensure_ascii=False, indent=1))
    return DONE


COMMANDS = {"list": list_, "show": show, "check": check, "schema": schema}
