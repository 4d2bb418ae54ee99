"""The Python interface as a page: every public name with signature, meaning, shapes, units and errors.

`python -m shapan.experiments.evidence.api_page docs/api.md` writes it; without a file name it is printed. All of it
comes from signatures and docstrings.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import shapan

from ...scenarios.generated import write_or_print

INTRODUCTION = """# Python

Generated from signatures and docstrings (`python -m shapan.experiments.evidence.api_page docs/api.md`); do not edit by
hand. 由代码中的说明自动生成，请勿手改。

`from shapan import load, simulate, compare` is the whole interface: what stands here keeps its name and meaning; what
does not may change. Shares lie in [0, 1], money is in yuan, times are in days, and all dates are those of the place's
calendar. Tables are pandas frames, one row an observation; their columns stand in [events.md](events.md), the unit of
every indicator in [indicators.md](indicators.md). A first use is the [tutorial](tutorial.md).
"""
PARTS = ("Args", "Attributes", "Returns", "Raises", "Yields")
ENTRY = re.compile(r"^(?P<name>[\w, *]+):\s+(?P<told>.*)$")


def page() -> str:
    """The whole page."""
    names = [name for name in shapan.__all__ if not name.startswith("__")]
    listed = "\n".join(f"- [`{name}`](#{name.lower()}): {_first(getattr(shapan, name))}" for name in names)
    return "\n".join([INTRODUCTION, listed, *(_entry(name, getattr(shapan, name)) for name in names)]).rstrip() + "\n"


def _entry(name: str, thing: Any) -> str:
    """One public name: a function, or a class with its members."""
    kind = "exception" if _is_fault(thing) else "class" if inspect.isclass(thing) else "function"
    called = [] if inspect.isclass(thing) else [f"```text\n{name}{_signature(thing)}\n```\n"]
    members = [_member(one, value) for one, value in _members(thing)] if inspect.isclass(thing) else []
    return "\n".join([f"\n## {name}\n", *called, f"*{kind}.* {_document(thing)}", *members])


def _is_fault(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, BaseException)


def _first(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _signature(thing: Any) -> str:
    """How it is called, one argument a line where they are many."""
    found = inspect.signature(thing)
    parts = [str(one).replace("'", "") for one in found.parameters.values() if one.name not in ("self", "cls")]
    keyword = [one.name for one in found.parameters.values() if one.kind is one.KEYWORD_ONLY]
    if keyword and not any(part.startswith("*") for part in parts):
        place = next(number for number, part in enumerate(parts) if re.match(rf"{keyword[0]}\b", part))
        parts.insert(place, "*")
    back = "" if found.return_annotation is found.empty else f" -> {found.return_annotation!s}".replace("'", "")
    flat = f"({', '.join(parts)}){back}"
    return flat if len(flat) <= 90 else "(\n    " + ",\n    ".join(parts) + f",\n){back}"


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """Public properties and methods of a class, its own, in the order of the source; fields stand in its docstring."""
    fields = {one.name for one in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
    for name, value in vars(kind).items():
        if not name.startswith("_") and name not in fields and _is_told(value):
            yield name, value


def _is_told(value: Any) -> bool:
    return isinstance(value, property | cached_property | staticmethod | classmethod) or inspect.isfunction(value)


def _member(name: str, value: Any) -> str:
    """A property as a value, a method with its signature."""
    thing = value.__func__ if isinstance(value, staticmethod | classmethod) else value
    if isinstance(value, property | cached_property):
        thing = value.fget if isinstance(value, property) else value.func
        back = str(inspect.signature(thing).return_annotation).replace("'", "")
        return f"\n**`.{name}`** → `{back}`\n\n{_document(value) or 'What its name says.'}"
    return f"\n**`.{name}{_signature(thing)}`**\n\n{_document(thing) or 'What its name says.'}"


def _document(thing: Any) -> str:
    """A docstring as Markdown: prose, then a list for arguments, attributes, what is returned and what is raised."""
    lines, result, part = (inspect.getdoc(thing) or "").splitlines(), [], ""
    for line in lines:
        if line.rstrip(":") in PARTS and line.endswith(":"):
            part = line.rstrip(":")
            result += [f"{part}:", ""]
            continue
        if not part or not line.strip():
            result.append(line.strip() and line)
            continue
        found = ENTRY.match(line.strip()) if len(line) - len(line.lstrip()) == 4 else None
        result.append(f"- `{found['name']}`: {found['told']}" if found else f"  {line.strip()}")
    return "\n".join(result)


if __name__ == "__main__":
    write_or_print(page)
