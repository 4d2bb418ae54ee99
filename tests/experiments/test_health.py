"""The doctor tries what it calls well, and whatever is wrong does not make it fall ill itself."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path

import pytest

from shapan.experiments.cli import main
from shapan.experiments.machine import health
from shapan.experiments.runs import folders
from shapan.model import engine


@pytest.fixture
def found(capsys, monkeypatch):
    """What the doctor finds, by the key of its line, without living a day unless asked."""
    monkeypatch.setattr(health, "_district", lambda say: [])

    def look(code=0):
        assert main(["doctor", "--json", "--lang", "en"]) == code
        return {one["what"]: one for one in json.loads(capsys.readouterr().out)}

    return look


def test_a_package_that_is_there_and_cannot_be_imported_is_not_called_well(found, monkeypatch):
    whole = health.importlib.import_module

    def broken(name, *others):
        if name == "networkx":
            raise ImportError("libfoo.so: cannot open shared object file\nand more")
        if name == "segno":
            raise ModuleNotFoundError("No module named 'segno'", name="segno")
        return whole(name, *others)

    monkeypatch.setattr(health.importlib, "import_module", broken)
    line = found(1)["packages"]
    assert not line["good"] and "libfoo.so" in line["found"] and "segno" in line["found"]
    assert "\n" not in line["found"]


def test_a_district_that_cannot_live_a_day_is_said(capsys, monkeypatch):
    def breaks(*_, **__):
        raise ModuleNotFoundError("No module named 'networkx'")

    monkeypatch.setattr("shapan.experiments.runs.simulate.simulate", breaks)
    assert main(["doctor", "--lang", "zh"]) == 1
    out, err = capsys.readouterr()
    assert "networkx" in out and "Traceback" not in err


def test_a_district_that_lives_a_day_is_said(capsys):
    assert main(["doctor", "--json", "--lang", "en"]) == 0
    line = next(one for one in json.loads(capsys.readouterr().out) if one["what"] == "a day of a district")
    assert line["good"] and "10,000 residents" in line["found"]


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_data_folder_that_cannot_be_written_is_a_line_of_the_table(found, monkeypatch, tmp_path, below):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "file" / below))
    line = found(1)["data folder"]
    assert not line["good"] and str(tmp_path / "file") in line["found"]


def test_a_full_disk_is_noticed_by_trying(found, monkeypatch, tmp_path):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(folders.tempfile, "NamedTemporaryFile", full)
    assert "No space left on device" in found(1)["data folder"]["found"]


@pytest.mark.skipif(not engine.HAS_NUMBA, reason="nothing is compiled here")
def test_kernels_without_a_folder_are_no_reason_to_stop(found, monkeypatch):
    monkeypatch.setattr(engine, "kernel_cache", lambda: "")
    line = found(0)["compiled kernels"]
    assert not line["good"] and not line["needed"] and "no folder can be written" in line["found"]


def test_whoever_has_no_home_has_a_temporary_folder(monkeypatch, tmp_path):
    for name in ("SHAPAN_DATA", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    assert folders.data_folder().parent == tmp_path
    assert [folder.parent.parent for folder in engine.kernel_folders("v")] == [tmp_path]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_only_a_folder_of_ones_own_is_closed_to_others(tmp_path):
    shared, mine = tmp_path / "shared", tmp_path / "mine"
    for folder, mode in ((shared, 0o1777), (mine, 0o755)):
        folder.mkdir()
        folder.chmod(mode)
        (folder / "jobs-1.sqlite").touch()
        folders.keep_private(folder, folder / "jobs-1.sqlite")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777 and stat.S_IMODE(mine.stat().st_mode) == 0o700
    assert stat.S_IMODE(folders.own_folder(tmp_path / "new" / "deeper").stat().st_mode) == 0o700


def test_machine_code_of_forgotten_versions_is_cleared_away(monkeypatch, tmp_path):
    home = tmp_path / "shapan" / "kernels"
    for name in ("0" * 16, "1" * 16, "2" * 16, "notes"):
        (home / name).mkdir(parents=True)
        os.utime(home / name, (0, 0))
    os.utime(home / ("1" * 16))
    monkeypatch.setattr(engine, "HAS_NUMBA", True)
    monkeypatch.setattr(engine, "kernel_cache", lambda: str(home / ("2" * 16)))
    folders.tidy_kernels()
    assert sorted(path.name for path in home.iterdir()) == ["1" * 16, "2" * 16, "notes"]
    assert time.time() - (home / ("2" * 16)).stat().st_mtime < 1000
    monkeypatch.setattr(engine, "kernel_cache", lambda: str(Path(tmp_path / "theirs" / ("2" * 16))))
    folders.tidy_kernels()
    assert (home / ("1" * 16)).exists()


def test_the_mark_on_disk_follows_the_sources(monkeypatch, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(folders, "source_folder", lambda: tmp_path)
    first = folders.mark_of_sources()
    (tmp_path / "model" / "a.py").write_text("2", encoding="utf-8")
    assert folders.mark_of_sources() != first
