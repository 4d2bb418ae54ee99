"""What is on the shelf: shipped places, policies and scenarios, and files of the same kinds from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from .faults import InputFault, nearest_name, shown, together
from .header import Reader, kind_of
from .places import PlaceFile, read_place
from .policies import PolicyFile, ScenarioFile, read_policy, read_scenario
from .reading import Document, looks_like_a_path, read_document

SHELF = Path(__file__).parent
FOLDERS = {"place": "places", "policy": "policies", "scenario": "."}
READERS: dict[str, Callable[[Reader], Any]] = {"place": read_place, "policy": read_policy, "scenario": read_scenario}
AnyFile = PlaceFile | PolicyFile | ScenarioFile
Wanted = TypeVar("Wanted", PlaceFile, PolicyFile, ScenarioFile)


@lru_cache(maxsize=1)
def shipped() -> dict[str, dict[str, Path]]:
    """Kind of file -> id -> where it is installed."""
    return {
        kind: {path.stem: path for path in sorted((SHELF / folder).glob("[!_]*.toml"))}
        for kind, folder in FOLDERS.items()
    }


@lru_cache(maxsize=1)
def province_files() -> dict[str, Path]:
    """Id of every shipped province -> its file; a province is no place, and some commands alone take one."""
    return {path.stem: path for path in sorted((SHELF / "provinces").glob("[!_]*.toml"))}


def is_shipped(kind: str, name: str, path: str) -> bool:
    """Whether a file is the one that comes with Shapan under this name, and not somebody's own of the same name."""
    found = shipped()[kind].get(name)
    if found is None:
        return False
    return path == str(found) or Path(path).resolve() == found.resolve()


def read_file(path: str | Path, wanted: str = "") -> tuple[AnyFile | None, list[InputFault]]:
    """One file of any kind, or of the kind wanted, and everything that is wrong with it."""
    try:
        return read_text(read_document(path), wanted)
    except InputFault as fault:
        return None, [fault]


def read_text(document: Document, wanted: str = "") -> tuple[AnyFile | None, list[InputFault]]:
    """What `read_file` finds, of a document that is read already."""
    reader, path = Reader(document), document.file
    kind = kind_of(reader)
    if kind and wanted and kind != wanted:
        reader.fault("not_this_kind", ("kind",), {"got": kind, "wanted": wanted})
        return None, reader.faults
    found = READERS[kind](reader) if kind else None
    if isinstance(found, PolicyFile):
        found = _with_base(reader, found)
        _known_place(reader, found.home, "home", path)
    if isinstance(found, ScenarioFile):
        _known_place(reader, found.place, "place", path)
        _known_policy(reader, found.policy, path)
    return found, reader.in_order()


def find_place(name: str, beside: str | Path = "") -> PlaceFile:
    """A shipped place by its id, or a place file by its path."""
    return _find(PlaceFile, "place", name, beside)


def find_policy(name: str, beside: str | Path = "") -> PolicyFile:
    """A shipped policy by its id, or a policy file by its path."""
    return _find(PolicyFile, "policy", name, beside)


def open_file(path: str | Path, wanted: str = "") -> AnyFile:
    """A file without a fault, or its first fault raised with the others attached."""
    found, faults = read_file(path, wanted)
    if faults or found is None:
        raise together(faults)
    return found


@lru_cache(maxsize=64)
def open_shipped(kind: str, name: str) -> Any:
    """A shipped file, read once per process."""
    return open_file(shipped()[kind][name])


def _find(wanted: type[Wanted], kind: str, name: str, beside: str | Path) -> Wanted:
    if name in shipped()[kind]:
        found = open_shipped(kind, name)
    elif looks_like_a_path(name):
        found = open_file(Path(beside).parent / name if beside else Path(name), kind)
    else:
        raise _unknown(kind, name)
    if not isinstance(found, wanted):
        raise TypeError(f"{name} was read as another kind of file than {kind}")
    return found


def _unknown(kind: str, name: str) -> InputFault:
    if kind == "place" and name in province_files():
        return InputFault("province_not_place", kind, {"value": shown(name)}, "shapan run, shapan compare")
    known = tuple(shipped()[kind])
    return InputFault(f"unknown_{kind}", kind, {"value": shown(name)}, ", ".join(known), nearest_name(name, known))


def _with_base(reader: Reader, policy: PolicyFile) -> PolicyFile:
    """A variant laid over the policy it names. Only shipped policies can be named, so that no two name each other."""
    if not policy.based_on:
        return policy
    if policy.based_on in shipped()["policy"]:
        return policy.over(open_shipped("policy", policy.based_on))
    fault = _unknown("policy", policy.based_on)
    fault.key, (fault.file, fault.line) = "based_on", reader.document.at("based_on")
    reader.faults.append(fault)
    return policy


def _known_place(reader: Reader, name: str, key: str, path: str | Path) -> None:
    if name:
        _resolves(reader, key, lambda: find_place(name, path))


def _known_policy(reader: Reader, name: str, path: str | Path) -> None:
    if name:
        _resolves(reader, "policy", lambda: find_policy(name, path))


def _resolves(reader: Reader, key: str, find: Callable[[], object]) -> None:
    """A name in one file that leads to another; what is wrong with the other is told at its own lines."""
    try:
        find()
    except InputFault as fault:
        if not fault.file:
            fault.key, (fault.file, fault.line) = key, reader.document.at(key)
            reader.faults.append(fault)
        else:
            reader.faults += [fault, *fault.others]
