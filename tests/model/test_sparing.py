"""Packages of others come a part at a time: quicker, and no different for whoever wants the rest."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from shapan.model import sparing
from shapan.model.sparing import Later, Sparing, take_sparingly

FILES = {
    "__init__": "from .light import Wanted\nfrom . import heavy\n__version__ = '7'\nother = heavy.other\n",
    "light": "class Wanted: pass\n",
    "heavy": "other = 'heavy things'\n",
}

Modules = Iterator[ModuleType]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Modules:
    """A package of somebody's with a part we want and one that costs; `param` may replace one of its files."""
    files = {**FILES, **getattr(request, "param", {})}
    (tmp_path / "somebodys").mkdir()
    for name, text in files.items():
        (tmp_path / "somebodys" / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sparing.PARTS, "somebodys", {"Wanted": "somebodys.light"})
    take_sparingly()
    yield importlib.import_module("somebodys")
    for name in [one for one in sys.modules if one.partition(".")[0] == "somebodys"]:
        del sys.modules[name]


def test_a_part_comes_without_the_packages_own_file(package: ModuleType) -> None:
    assert type(package) is Sparing and "somebodys.light" not in sys.modules
    assert package.Wanted is sys.modules["somebodys.light"].Wanted
    assert type(package) is Sparing and "somebodys.heavy" not in sys.modules
    assert not hasattr(package, "__wrapped__") and type(package) is Sparing  # what tools ask opens nothing


def test_anything_else_is_there_too(package: ModuleType) -> None:
    wanted = package.Wanted
    assert package.other == "heavy things" and package.__version__ == "7"
    assert type(package) is ModuleType and package.Wanted is wanted
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing


def test_submodules_come_as_ever(package: ModuleType) -> None:
    assert importlib.import_module("somebodys.heavy").other == "heavy things" and type(package) is Sparing


@pytest.mark.parametrize(
    "package",
    [{"light": "raise ImportError", "__init__": "class Wanted: pass\n"}, {"light": "", "__init__": "Wanted = int\n"}],
    indirect=True,
    ids=["the file cannot be read by itself", "the part has moved"],
)
def test_a_version_built_otherwise_is_read_whole(package: ModuleType) -> None:
    assert isinstance(package.Wanted, type) and type(package) is ModuleType


def test_the_hook_is_there_once() -> None:
    take_sparingly()
    assert sum(isinstance(one, sparing.SparingFinder) for one in sys.meta_path) == 1


def test_a_later_package_is_the_package() -> None:
    assert Later("json").dumps is json.dumps
    with pytest.raises(AttributeError):
        _ = Later("json").nothing


def test_what_a_run_imports_leaves_heavy_packages_alone() -> None:
    """Mesa from 3.4 on imports pandas in the file of its agents; there it comes, and nothing else does."""
    code = (
        "import sys, shapan.experiments.cli.runs, shapan.model.run, shapan.model.branching;"
        "heavy = ('pandas', 'pyarrow', 'scipy.spatial', 'scipy.linalg', 'scipy.stats', 'networkx', 'streamlit');"
        "found = [one for one in heavy if one in sys.modules];"
        "import mesa, mesa.agent, scipy.special as special;"
        "theirs = hasattr(mesa.agent, 'pd');"
        "same = special.ndtri;"
        "assert mesa.DataCollector and mesa.__version__ and mesa.Model is mesa.model.Model;"
        "assert special.gamma(5.0) == 24.0 and special.ndtri is same is special._ufuncs.ndtri;"
        "print(*(() if theirs else found))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == ""
