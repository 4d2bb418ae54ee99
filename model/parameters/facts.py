"""How facts of a place are written down: what a number counts, in words, and which values it may have."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


@dataclass(frozen=True, slots=True)
class Fact:
    """What one number of a place counts, in words a reader of the place file understands."""

    unit: str
    label_zh: str
    label_en: str


def one_of(*names: str) -> tuple[Any, Any]:
    """The rules for a word out of a short list, as type checkers see a plain word."""

    def known(word: str) -> str:
        if word not in names:
            raise PydanticCustomError("literal_error", "must be one of {expected}", {"expected": ", ".join(names)})
        return word

    return AfterValidator(known), WithJsonSchema({"type": "string", "enum": list(names)})


def as_date(value: Any) -> Any:
    """A date, also from its text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def as_tuple(value: Any) -> Any:
    """A tuple, also from a list."""
    return tuple(value) if isinstance(value, list) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Day = Annotated[dt.date, BeforeValidator(as_date)]


class Record(BaseModel):
    """One frozen part of a place, or of whatever else is stated as data."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Record):
    """A name in both languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
