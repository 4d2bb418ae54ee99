"""Tables that can be read and not written: what several scenarios share, none of them may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)


class ReadOnly(dict[str, Any]):
    """A dict that refuses every change; copies of it are plain dicts."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this table belongs to a scenario, which never changes; set(…) and assume(…) return a new one")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return ReadOnly, (dict(self),)

    def copy(self) -> dict[str, Any]:
        """A plain dict, to be changed at will."""
        return dict(self)


def read_only(table: Mapping[str, Any]) -> ReadOnly:
    """The same table, closed."""
    return table if isinstance(table, ReadOnly) else ReadOnly(table)


def closed(model: Model, but: tuple[str, ...] = ()) -> Model:
    """A frozen model whose tables cannot be written either, however deep they lie; `but` are closed already."""
    changed = {}
    for name in type(model).model_fields:
        if name in but:
            continue
        value = getattr(model, name)
        shut = _shut(value)
        if shut is not value:
            changed[name] = shut
    return model.model_copy(update=changed) if changed else model


def _shut(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return closed(value)
    if isinstance(value, ReadOnly):
        return value
    if isinstance(value, dict):
        return ReadOnly({key: _shut(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_shut(inner) for inner in value)
    if isinstance(value, tuple) and any(isinstance(inner, BaseModel | dict | list) for inner in value):
        return tuple(_shut(inner) for inner in value)
    return value
