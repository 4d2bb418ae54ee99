"""Kernels run whether or not there is a place to keep their machine code."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from shapan.model import engine

pytestmark = pytest.mark.skipif(not engine.HAS_NUMBA, reason="nothing is compiled here")

KERNEL = """
from shapan.model.engine import compiled, kernel_cache

@compiled
def twice(x):
    return x + x

print(twice(21), kernel_cache())
"""


@pytest.fixture
def kernel(tmp_path):
    """Compile and call one kernel in a process of its own: what it printed, and the lines it complained in."""
    file = tmp_path / "kernel.py"
    file.write_text(KERNEL, encoding="utf-8")

    def run(**environment: str) -> tuple[str, list[str]]:
        ours = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
        done = subprocess.run(
            [sys.executable, str(file)],
            env={**ours, "TMPDIR": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip(), done.stderr.splitlines()

    return run


def test_a_folder_that_cannot_be_used_is_replaced_by_a_temporary_one(kernel, tmp_path):
    (tmp_path / "blocked").write_text("a file, not a folder", encoding="utf-8")
    out, said = kernel(XDG_CACHE_HOME=str(tmp_path / "blocked"), LOCALAPPDATA="")
    assert out.startswith("42 ") and str(tmp_path / "shapan-kernels-") in out
    assert len(said) == 1 and "Kernels are kept in" in said[0]
    assert list(tmp_path.glob("shapan-kernels-*/*/**/*.nbi")), "the temporary folder keeps them"


def test_a_folder_named_by_somebody_else_gets_a_room_for_this_version(kernel, tmp_path):
    out, said = kernel(NUMBA_CACHE_DIR=str(tmp_path / "theirs"))
    assert out == f"42 {tmp_path / 'theirs' / Path(engine.kernel_cache()).name}" and not said
    assert list((tmp_path / "theirs" / Path(engine.kernel_cache()).name).rglob("*.nbi"))


def test_where_nothing_can_be_written_kernels_are_compiled_without_being_kept(monkeypatch, caplog, tmp_path):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def no_room(*_, **__):
        raise full

    monkeypatch.setattr(engine.tempfile, "NamedTemporaryFile", no_room)
    engine.kernel_cache.cache_clear()
    try:
        assert engine.kernel_cache() == ""
        assert engine.compiled(lambda x: x + 1)(1) == 2
    finally:
        engine.kernel_cache.cache_clear()
    assert "Kernels are compiled without being kept" in caplog.text


def test_machine_code_that_can_only_be_read_is_taken_along(monkeypatch, tmp_path, caplog):
    full, empty = tmp_path / "full" / "v", tmp_path / "empty" / "v"
    full.mkdir(parents=True)
    (full / "serve.nbi").write_text("code", encoding="utf-8")
    write = engine._try_to_write

    def read_only(folder):
        if folder == full:
            raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))
        write(folder)

    monkeypatch.setattr(engine, "_try_to_write", read_only)
    assert engine.first_writable([full, empty]) == str(empty)
    assert (empty / "serve.nbi").read_text(encoding="utf-8") == "code"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner here")
def test_a_temporary_folder_that_others_may_write_to_is_no_place_for_code(monkeypatch, tmp_path):
    monkeypatch.setattr(engine.tempfile, "tempdir", str(tmp_path))
    open_to_all = tmp_path / f"shapan-kernels-{os.getuid()}"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    assert engine.first_writable([open_to_all / "v"]) == ""
    open_to_all.chmod(0o700)
    assert engine.first_writable([open_to_all / "v"]) == str(open_to_all / "v")


def test_a_disk_that_fills_up_while_saving_spoils_no_run(caplog):
    def save(signature, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    kernel = engine._kept_if_possible(SimpleNamespace(_cache=SimpleNamespace(save_overload=save)))
    kernel._cache.save_overload("int64", None)
    assert "No space left" in caplog.text


def test_kernels_take_values_from_files_that_name_their_folder():
    """A constant from elsewhere could change and leave machine code that was compiled with the old one."""
    root = Path(engine.__file__).parent
    named = {
        path
        for path in root.rglob("*.py")
        if path.relative_to(root).as_posix() in engine.VALUES_OF_KERNELS
        or b"@compiled" in path.read_bytes()
        or b"@inlined" in path.read_bytes()
    }
    assert len(named) > 15
    for path in named:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.level:
                folder = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
                taken = {name.name for name in node.names}
                source = next(one for one in (folder.with_suffix(".py"), folder / "__init__.py") if one.exists())
                assert source in named or source.name in ("engine.py", "arrays.py"), (path.name, taken)
