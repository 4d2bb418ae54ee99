"""What a new process brings: by name, since seconds are nobody's assertion."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys

import pytest

from shapan.experiments.runs import starting
from shapan.experiments.runs.starting import unswept
from shapan.model import engine

HEAVY = (
    "SALib",
    "altair",
    "distributed",
    "docx",
    "matplotlib",
    "nbformat",
    "networkx",
    "numpy.f2py",
    "optuna",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.spatial",
    "scipy.stats",
    "ssl",
    "streamlit",
    "typst",
    "xlsxwriter",
)
RUN = ["run", "status_quo", "--place", "training_town", "--days", "7", "--warmup", "2"]


def after(typed: list[str]) -> dict[str, object]:
    """What a new process holds once it has done a command, as it is typed."""
    code = (
        "import gc, json, sys; from shapan.experiments.cli import main;"
        f"sys.argv = ['shapan', *{typed!r}]; code = main();"
        "some = ('mesa', 'scipy.linalg', 'scipy.special', 'yaml');"
        "whole = [name for name in some if type(sys.modules.get(name)).__name__ == 'module'];"
        "told = {'code': code, 'files': sorted(sys.modules), 'swept': gc.isenabled(), 'kept': gc.get_freeze_count()};"
        "print('\\n' + json.dumps({**told, 'whole': whole}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def process() -> dict[str, object]:
    """A process that has made one plain run and told it."""
    return after(RUN)


def test_a_plain_run_brings_nothing_it_does_not_need(process: dict[str, object]) -> None:
    files = process["files"]
    assert process["code"] == 0 and isinstance(files, list) and "shapan.model.run" in files
    assert [name for name in HEAVY if name in files] == []
    assert process["whole"] == [], "these come a part at a time"


def test_what_came_in_part_is_whole_when_asked_for() -> None:
    code = (
        "from shapan.experiments.runs.starting import bring_early; bring_early();"
        "import scipy.linalg.cython_blas, yaml, sys; part = type(sys.modules['scipy.linalg']).__name__;"
        "import scipy.linalg, scipy.stats;"
        "assert scipy.linalg.solve([[2.0]], [4.0])[0] == 2.0 and scipy.stats.norm.cdf(0.0) == 0.5;"
        "assert yaml.safe_load('a: 1') == {'a': 1};"
        "print(part, type(scipy.linalg).__name__, type(yaml).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["Sparing", "module", "module"]


def test_garbage_is_looked_for_again_once_a_process_is_ready(process: dict[str, object]) -> None:
    assert process["swept"] is True and isinstance(process["kept"], int) and process["kept"] > 100_000


def test_nobody_looks_for_garbage_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_OWN_PROCESS", [])
    kept = gc.get_freeze_count()
    with unswept():
        assert not gc.isenabled()
    assert gc.isenabled() and gc.get_freeze_count() == kept, "in somebody else's process nothing is kept for good"


def test_who_had_it_off_has_it_off_afterwards() -> None:
    gc.disable()
    try:
        with unswept():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_goes_on_after_a_fault() -> None:
    with pytest.raises(ValueError, match="amiss"), unswept():
        raise ValueError("amiss")
    assert gc.isenabled()


@pytest.mark.parametrize("compiled", [False, True])
def test_somebody_is_told_once_before_kernels_are_compiled_and_not_where_they_are(monkeypatch, tmp_path, compiled):
    monkeypatch.setattr(engine, "kernel_cache", lambda: str(tmp_path))
    monkeypatch.setattr(engine, "HAS_NUMBA", True)
    monkeypatch.setattr(starting, "_TELL", [])
    if compiled:
        (tmp_path / "day").mkdir()
        (tmp_path / "day" / "live.nbi").write_bytes(b"")
    heard = []
    starting.told_where_uncompiled()
    starting.tell_before_compiling(lambda: heard.append(1))
    starting.told_where_uncompiled()
    starting.told_where_uncompiled()
    assert heard == ([] if compiled else [1])


def test_a_command_says_that_it_compiles_before_it_falls_silent(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "shapan", "study", "check", "money_rules", "--lang", "en"],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        first = process.stderr.readline()
    finally:
        process.kill()
        process.communicate()
    assert "kernel" in first and "doctor --warm" in first
