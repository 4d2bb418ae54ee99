"""Packages of others, taken a part at a time, so that a new process is ready sooner.

The own file of the package `mesa` brings pandas, networkx and `scipy.spatial`; a run needs two classes of it. That of
`scipy.special` brings linear algebra; a run needs a handful of its functions. Once `shapan.model` is imported, both
packages come without their own file, which runs when somebody asks them for anything but those parts: whoever writes
`mesa.DataCollector` sees no difference. pandas is imported when something of it is first used.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Later", "pd", "take_sparingly"]

_FUNCTIONS = ("betaincinv", "expit", "gammaincinv", "logit", "ndtr", "ndtri", "pdtr", "pdtrik", "stdtr", "stdtrit")
PARTS: dict[str, dict[str, str]] = {
    "mesa": {"Agent": "mesa.agent", "Model": "mesa.model"},
    "mesa.experimental": {},  # newer models of Mesa import files of it, and it imports the rest
    "scipy.special": dict.fromkeys(_FUNCTIONS, "scipy.special._ufuncs"),  # the very same functions
}
"""Package -> what a run needs of it -> the file in which that stands."""

OWN_FILE_FOR = frozenset({"__all__", "__version__", "__title__", "__license__", "__copyright__"})
"""Names with underscores that a package's own file makes; others are asked for by tools that look at every module."""

_opening = threading.RLock()


class Sparing(ModuleType):
    """A package whose own file has not run yet."""

    opening = False  # while its own file runs, what is not there yet is missing, as in any module

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") or name in OWN_FILE_FOR:
            with _opening:  # other threads wait until the file has run
                if type(self) is Sparing and not self.opening:
                    return _part_of(self, name)
        if name in self.__dict__:  # another thread was quicker
            return self.__dict__[name]
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def _part_of(package: Sparing, name: str) -> Any:
    """One part of a package by itself, or anything else of it once its own file has run."""
    file = PARTS[package.__name__].get(name)
    if file is not None:
        try:
            package.__dict__[name] = getattr(importlib.import_module(file), name)
            return package.__dict__[name]
        except (ImportError, AttributeError):  # a version that is built otherwise
            _forget_files_of(package)
    _open(package)
    return getattr(package, name)


def _open(package: Sparing) -> None:
    """Run the package's own file; then it is a module like any other."""
    spec = package.__spec__
    assert spec is not None and isinstance(spec.loader, SparingLoader)  # it came that way
    whole = spec.loader.whole
    package.__dict__["opening"] = True
    try:
        whole.exec_module(package)
    finally:
        del package.__dict__["opening"]
    package.__loader__ = spec.loader = whole
    package.__class__ = ModuleType  # type: ignore[assignment]


def _forget_files_of(package: Sparing) -> None:
    """What came of a package so far, so that its own file finds things as it expects them."""
    files = [one for one in sys.modules if one.startswith(f"{package.__name__}.")]
    for file in files:
        del sys.modules[file]
        package.__dict__.pop(file.removeprefix(f"{package.__name__}."), None)


class SparingLoader(Loader):
    """Brings a package without running its own file.

    Attributes:
        whole: Whoever would have loaded it, and does once its own file is needed.
    """

    def __init__(self, whole: Loader) -> None:
        self.whole = whole

    def create_module(self, spec: ModuleSpec) -> Sparing:
        """A package of which nothing has come yet."""
        return Sparing(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing; see `Sparing`."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)  # where its files lie, what its source is


class SparingFinder(MetaPathFinder):
    """Finds the packages of `PARTS` where they lie and lets them come without their own file."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What Python's own finder says, with our loader; None for every other package."""
        if fullname not in PARTS or (fullname == "scipy.special" and os.environ.get("SCIPY_ARRAY_API")):
            return None  # with that setting scipy wraps its functions
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None or spec.submodule_search_locations is None:
            return None
        spec.loader = SparingLoader(spec.loader)
        return spec


def take_sparingly() -> None:
    """From now on the packages of `PARTS` come a part at a time; those that are here stay as they are."""
    if not any(isinstance(one, SparingFinder) for one in sys.meta_path):
        sys.meta_path.insert(0, SparingFinder())


class Later:
    """A package that is imported when something of it is first used: `pd = Later("pandas")`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__") and attribute.endswith("__"):
            raise AttributeError(attribute)  # tools that copy or inspect need no pandas
        return getattr(importlib.import_module(self._name), attribute)


if not TYPE_CHECKING:
    pd = Later("pandas")
