"""JSON Schema of the kinds of file, made from the declarations, for editors that check while one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from ..model.declare import Parameter
from ..model.emergency.shock import ShockKind
from ..model.parameters import all_parameters
from ..model.parameters.formats import Format
from ..model.parameters.place import Boundary, NeedKind, Place
from ..model.pilots.figures import JUDGED
from . import formats, shocks
from .checking import Role
from .header import FORMAT
from .pilots import DAYS as PILOT_DAYS
from .policies import POLICY_KEYS, SCENARIO_KEYS
from .schedule import MOST_SHOCK_DAYS, MOST_STRENGTH

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def json_schema() -> dict[str, Any]:
    """One schema that a place, a policy, a scenario, a format of deliberation or a kind of emergency satisfies."""
    kinds = {"place": _place, "policy": _policy, "scenario": _scenario}
    kinds |= {formats.KIND: _deliberation_format, shocks.KIND: _kind_of_emergency}
    return {
        "$schema": DIALECT,
        "title": "Shapan",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds],
        "$defs": {**{kind: made() for kind, made in kinds.items()}, **_shared()},
    }


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """What one lever or assumption accepts."""
    about = parameter.about
    words = {"title": about.label_en, "description": f"{about.label_zh}。{about.help_en}", "default": parameter.default}
    if parameter.kind == "choice":
        return {**words, "enum": list(parameter.choices)}
    if parameter.kind == "yes_no":
        return {**words, "type": "boolean"}
    if parameter.kind == "table":
        row = {"type": "number", "minimum": about.low, "maximum": about.high}
        return {
            **words,
            "type": "object",
            "properties": dict.fromkeys(parameter.default, row),
            "additionalProperties": False,
        }
    kind = "integer" if parameter.kind == "count" else "number"
    bounds = {} if about.low is None else {"minimum": about.low, "maximum": about.high}
    unit = {"x-unit": about.unit} if about.unit else {}
    return {**words, "type": kind, **bounds, **unit}


def _shared() -> dict[str, Any]:
    share = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}
    numbers = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 1, "uniqueItems": True}
    step = {
        "at": DATE,
        "set": {"$ref": "#/$defs/levers"},
        "where": {"anyOf": [share, numbers]},
        "adopt_if_better": {"enum": list(JUDGED)},
        "judge_after_days": {"type": "integer", "minimum": PILOT_DAYS[0], "maximum": PILOT_DAYS[1]},
    }
    trigger = {"when": {"type": "string"}, "set": {"$ref": "#/$defs/levers"}, "once": {"type": "boolean"}}
    shock: dict[str, Any] = {
        "kind": {"anyOf": [{"enum": list(shocks.shipped_shocks())}, {"type": "string", "pattern": r"\.toml$"}]},
        "start": DATE,
        "days": {"type": "integer", "minimum": 1, "maximum": MOST_SHOCK_DAYS},
        "strength": {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_STRENGTH},
    }
    return {
        "levers": _values("lever"),
        "assumptions": _values("assumption"),
        "steps": _list(step, ["at", "set"]),
        "triggers": _list(trigger, ["when", "set"]),
        "shocks": _list(shock, list(shock)),
    }


def _values(role: Role) -> dict[str, Any]:
    """A table of levers or assumptions: nested by group, or dotted in quotes, which mean the same."""
    groups: dict[str, dict[str, Any]] = {}
    dotted: dict[str, Any] = {}
    for name, parameter in all_parameters().items():
        if parameter.about.role != role:
            continue
        schema = parameter_schema(parameter)
        groups.setdefault(parameter.group, {})[name.partition(".")[2]] = schema
        dotted[name] = schema
        if parameter.kind == "table":
            dotted |= {f"{name}.{row}": inner for row, inner in schema["properties"].items()}
    nested = {
        group: {"type": "object", "properties": fields, "additionalProperties": False}
        for group, fields in groups.items()
    }
    return {"type": "object", "properties": {**nested, **dotted}, "additionalProperties": False}


def _file(kind: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    sources = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]}
    header = {"format": {"const": FORMAT}, "kind": {"const": kind}, "title": TEXT, "summary": TEXT, "sources": sources}
    return {
        "type": "object",
        "properties": {**header, **properties},
        "required": ["format", "kind", *required],
        "additionalProperties": False,
    }


def _policy() -> dict[str, Any]:
    known: dict[str, Any] = {key: {"type": "string"} for key in ("home", "based_on", "layout_file")}
    known |= _refs("levers", "steps", "triggers")
    return _file("policy", {key: known[key] for key in POLICY_KEYS}, [])


def _scenario() -> dict[str, Any]:
    text = {"type": "string"}
    known = {"place": text, "policy": text, "layout_file": text, "set": {"$ref": "#/$defs/levers"}}
    known |= _refs("assumptions", "steps", "triggers", "shocks")
    return _file("scenario", {key: known[key] for key in SCENARIO_KEYS}, ["place", "policy"])


def _place() -> dict[str, Any]:
    facts = _inlined(Place.model_json_schema())
    fields = dict(facts["properties"])
    fields.pop("needs")
    departments = fields["departments"]
    need = _inlined(NeedKind.model_json_schema()) | {"required": ["id"]}
    required = [name for name in facts["required"] if name in fields and name != "id"]
    place = {"type": "object", "properties": fields, "required": required, "additionalProperties": False}
    parts = {"place": place, "needs": {"type": "array", "items": need}, "departments": departments}
    parts |= {"boundary": _inlined(Boundary.model_json_schema()), "status_quo": {"$ref": "#/$defs/levers"}}
    return _file("place", parts, ["place"])


def _deliberation_format() -> dict[str, Any]:
    return _of_model(Format, formats.OF_THE_HEADER, formats.KIND, formats.TABLE)


def _kind_of_emergency() -> dict[str, Any]:
    return _of_model(ShockKind, shocks.OF_THE_HEADER, shocks.KIND, shocks.TABLE)


def _of_model(model: type[BaseModel], in_header: tuple[str, ...], kind: str, table: str) -> dict[str, Any]:
    """A file whose one table has the fields of a model, but for those that stand in its header."""
    facts = _inlined(model.model_json_schema())
    fields = {name: field for name, field in facts["properties"].items() if name not in in_header}
    required = [name for name in facts["required"] if name in fields]
    body = {"type": "object", "properties": fields, "required": required, "additionalProperties": False}
    return _file(kind, {table: body}, [table])


def _refs(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/$defs/{name}"} for name in names}


def _list(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    row = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"type": "array", "items": row}


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose own definitions stand where they are used."""
    definitions = schema.pop("$defs", {})

    def inline(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return inline(definitions[part["$ref"].rpartition("/")[2]])
            return {key: inline(value) for key, value in part.items()}
        return [inline(item) for item in part] if isinstance(part, list) else part

    return dict(inline(schema))
