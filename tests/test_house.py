"""Shapan is a good guest: it costs little to import and nobody's own files get in its way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import shapan

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("mesa", "pandas", "numba", "numpy", "scipy", "streamlit", "pydantic", "rich")


def python(code: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def somebody_elses_folder(tmp_path):
    """A folder of other work whose files carry the names of our folders."""
    for name in ("model", "scenarios", "experiments", "app"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('somebody else')\n", encoding="utf-8")
    return tmp_path


def test_other_peoples_model_does_not_shadow_ours(somebody_elses_folder):
    code = (
        "import shapan, shapan.model.declare, shapan.scenarios, shapan.experiments.comparing.compare, shapan.app;"
        "from shapan import load, simulate, compare, Scenario; print(shapan.__version__)"
    )
    done = python(code, somebody_elses_folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == shapan.__version__


def test_the_command_works_from_other_peoples_folder(somebody_elses_folder):
    done = subprocess.run(
        [sys.executable, "-m", "shapan", "--version"],
        cwd=somebody_elses_folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0 and done.stdout.startswith(f"shapan {shapan.__version__} (build ")


def test_importing_the_door_loads_nothing_heavy(tmp_path):
    code = f"import sys, shapan; shapan.__version__; dir(shapan); print([m for m in {HEAVY!r} if m in sys.modules])"
    assert python(code, tmp_path).stdout.strip() == "[]"


@pytest.mark.alone
def test_the_door_opens_within_a_quarter_of_a_second(tmp_path):
    code = "import time; start = time.perf_counter(); import shapan; print(time.perf_counter() - start)"
    assert min(float(python(code, tmp_path).stdout) for _ in range(3)) <= 0.25


def test_the_door_names_what_it_has():
    assert set(shapan.__all__) <= set(dir(shapan))
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = shapan.nothing_of_the_kind
    for name in shapan.__all__:
        assert getattr(shapan, name) is not None


def test_readme_and_ci_name_the_same_test_command():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in ci
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make test" in text and "make app" in text


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
@pytest.mark.parametrize("target", ["app", "test", "test-all", "lint", "bench", "bundle", "screenshots", "setup"])
def test_the_makefile_knows_its_targets(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
