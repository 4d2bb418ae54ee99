"""Place files: the world as it is, read over the shared start table of needs."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from pydantic import BaseModel, ValidationError

from ..model.parameters.place import NeedKind, Place
from .checking import Layer
from .faults import InputFault, nearest_name, shown
from .header import Header, Reader, read_header
from .lines import KeyPath
from .reading import read_document
from .readonly import closed
from .values import read_values

SHARED_NEEDS = Path(__file__).parent / "places" / "_needs.toml"
PLACE_KEYS = ("place", "needs", "departments", "boundary", "status_quo")
APART = ("departments", "boundary")
"""Facts that may stand in `[place]` or in a table of their own."""
TYPE_WORDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "dict_type": "a table",
    "model_type": "a table",
    "tuple_type": "a list",
    "date_type": "a date",
}
BOUNDS = {
    "greater_than_equal": ("ge", "≥ {}"),
    "greater_than": ("gt", "> {}"),
    "less_than_equal": ("le", "≤ {}"),
    "less_than": ("lt", "< {}"),
}
ONE_BY_ONE = {
    "fewer_communities",
    "few_residents",
    "built_exceeds_area",
    "too_many_members",
    "kind_twice",
    "no_such_kind",
    "shares_not_one",
    "one_decision",
    "commits_without_seat",
}


YEARS = (1900, 2200)
"""Years a run may begin in: the calendar of holidays and a century of days have room on either side."""
MOST_DENSE = 1_000_000
"""Residents on a built square kilometre; the densest quarters there ever were had somewhat more."""


@dataclass(frozen=True)
class PlaceFile:
    """One place with its own way of running things today."""

    header: Header
    place: Place
    status_quo: Layer
    path: str

    @property
    def id(self) -> str:
        return self.place.id


def read_place(reader: Reader) -> PlaceFile | None:
    """A place, or None with every fault noted."""
    header = read_header(reader, "place", PLACE_KEYS)
    values = reader.document.values
    facts = dict(reader.table("place"))
    if "place" not in values:
        reader.fault("missing_key", ("place",))
    status_quo = read_values(reader, ("status_quo",), "lever", f"place {header.id}")
    rows = reader.rows("needs")
    needs, origins = _merged_needs(rows)
    facts["needs"] = needs
    for key in APART:
        if key in values and key in facts:
            reader.fault("given_twice", ("place", key))
        facts |= {key: values[key]} if key in values else {}
    facts.setdefault("id", header.id)
    before = len(reader.faults)
    try:
        place = closed(Place.model_validate(facts))
    except ValidationError as error:
        if "place" in values:
            _note_faults(reader, error, origins)
        return None
    _check_sizes(reader, place)
    return PlaceFile(header, place, status_quo, reader.document.file) if len(reader.faults) == before else None


def _check_sizes(reader: Reader, place: Place) -> None:
    """Dates and areas that the model cannot live through, although each is a date and an area."""
    if not YEARS[0] <= place.start.year <= YEARS[1]:
        allowed = f"{YEARS[0]}-01-01–{YEARS[1]}-12-31"
        reader.fault("out_of_range", ("place", "start"), {"value": place.start.isoformat()}, allowed)
    density = place.residents / place.built_km2
    if density > MOST_DENSE:
        details = {"density": f"{density:,.0f}" if density < 1e15 else f"{density:g}", "most": f"{MOST_DENSE:,}"}
        reader.fault("too_dense", ("place", "built_km2"), details)


@lru_cache(maxsize=1)
def shared_needs() -> tuple[dict[str, Any], ...]:
    """The start table of needs that every place begins from."""
    return tuple(read_document(SHARED_NEEDS).values["needs"])


def _merged_needs(rows: list[tuple[int, dict[str, Any]]]) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """The shared table with a place's own rows laid over it; merged row -> the row of the file."""
    merged = [dict(row) for row in shared_needs()]
    places = {row["id"]: number for number, row in enumerate(merged)}
    origins: dict[int, int] = {}
    for number, row in rows:
        name = row.get("id")
        if isinstance(name, str) and name in places and places[name] not in origins:
            merged[places[name]] |= row
            origins[places[name]] = number
        else:
            origins[len(merged)] = number
            merged.append(dict(row))
    return merged, origins


def _note_faults(reader: Reader, error: ValidationError, origins: Mapping[int, int]) -> None:
    seen: set[KeyPath] = set()
    for item in error.errors(include_url=False):
        loc = tuple(part for part in item["loc"] if part != "[key]")
        path = _path_in_file(loc, item.get("ctx", {}), origins, reader.document.values)
        if path in seen:
            continue
        seen.add(path)
        reader.note(model_fault(reader, cast("dict[str, Any]", item), path, _fields_at, Place))


def _path_in_file(
    loc: KeyPath, context: Mapping[str, Any], origins: Mapping[int, int], values: Mapping[str, Any]
) -> KeyPath:
    """Where in the place file a field of the model is written."""
    loc = (*loc, *str(context["key"]).split(".")) if "key" in context and not loc else loc
    if loc[:1] == ("needs",):
        number = origins.get(cast(int, loc[1])) if len(loc) > 1 else None
        return ("needs",) if number is None else ("needs", number, *loc[2:])
    return loc if loc and loc[0] in APART and loc[0] in values else ("place", *loc)


def model_fault(
    reader: Reader,
    item: dict[str, Any],
    path: KeyPath,
    fields_at: Callable[[KeyPath], list[str]],
    model: type[BaseModel],
) -> InputFault:
    """What pydantic found wrong at a key of a file of a model, as one clear line; `fields_at` names keys beside it."""
    kind, value, context = item["type"], item.get("input"), item.get("ctx", {})
    key = ".".join(str(part) for part in path)
    at = reader.document.at(*path)
    if kind == "missing":
        return InputFault("missing_key", key, at=at)
    if kind == "extra_forbidden":
        known = fields_at(path)
        close = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
        return InputFault("unknown_key", key, allowed=", ".join(known), nearest="".join(close), at=at)
    if kind in BOUNDS:
        allowed = _range({BOUNDS[kind][0]: context[BOUNDS[kind][0]]}, _bounds(model, item["loc"]))
        return InputFault("out_of_range", key, {"value": shown(value)}, allowed, at=at)
    if kind == "string_pattern_mismatch":
        return InputFault("bad_id", key, {"value": shown(value)}, at=at)
    if kind == "finite_number":
        return InputFault("not_finite", key, {"value": shown(value)}, at=at)
    if kind == "literal_error":
        choices = context["expected"].replace("'", "").replace(" or ", ", ")
        near = nearest_name(str(value), choices.split(", "))
        return InputFault("unknown_choice", key, details={"value": shown(value)}, allowed=choices, nearest=near, at=at)
    if kind in TYPE_WORDS:
        return InputFault("wrong_type", key, {"wanted": TYPE_WORDS[kind], "value": shown(value)}, at=at)
    if path[-1] == "start":
        return InputFault("bad_date", key, {"value": shown(value)}, at=at)
    if kind in ONE_BY_ONE:
        return InputFault(kind, key, {name: part for name, part in context.items() if name != "key"}, at=at)
    return InputFault("inconsistent", key, {"why": item["msg"]}, at=at)


def _range(broken: dict[str, float], known: dict[str, float]) -> str:
    """The bounds of a value as people write them: all that are known with the one that it broke."""
    bounds = known if broken.items() <= known.items() else broken
    if bounds.keys() == {"ge", "le"}:
        return f"{_bound(bounds['ge'])}–{_bound(bounds['le'])}"
    return ", ".join(sign.format(_bound(bounds[name])) for name, sign in BOUNDS.values() if name in bounds)


def _bounds(model: Any, loc: KeyPath) -> dict[str, float]:
    """What bounds a field of a model, or one entry of a field; empty where its declaration is not found."""
    metadata: Sequence[Any] = ()
    for part in loc:
        info = getattr(model, "model_fields", {}).get(part)
        if info is not None:
            model, metadata = info.annotation, info.metadata
        elif inner := [one for one in get_args(model) if one is not Ellipsis]:
            model, metadata = _bare(inner[-1])
        else:
            return {}
    return {name: getattr(one, name) for one in metadata for name, _ in BOUNDS.values() if hasattr(one, name)}


def _bare(annotation: Any) -> tuple[Any, Sequence[Any]]:
    """A type and what it is annotated with."""
    if not hasattr(annotation, "__metadata__"):
        return annotation, ()
    return annotation.__origin__, [part for one in annotation.__metadata__ for part in getattr(one, "metadata", [one])]


def _bound(number: float) -> str:
    """A bound as people write it."""
    return f"{number:,.0f}" if float(number).is_integer() and abs(number) < 1e15 else f"{number:g}"


def _fields_at(path: KeyPath) -> list[str]:
    """The fields known beside the last part of a path."""
    if path[0] == "needs":
        return list(NeedKind.model_fields)
    model: Any = Place
    for part in path[1:-1] if path[0] == "place" else path[:-1]:
        info = getattr(model, "model_fields", {}).get(part)
        model = getattr(info, "annotation", None)
    fields = getattr(model, "model_fields", None)
    if fields is None:
        return []
    return [name for name in cast("dict[str, BaseModel]", fields) if not (model is Place and name == "needs")]
