"""What is kept on disk says the same when it is read again, and cannot do anything."""

import dataclasses
import errno
import io
import json
import math
import pickle
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest

from shapan.app.jobs import keeping, work
from shapan.app.jobs.cache import Cache
from shapan.app.jobs.keeping import NotKept, Unreadable, as_bytes, from_bytes
from shapan.app.jobs.noted import Noted
from shapan.app.jobs.request import Column, Request


@pytest.mark.parametrize("name", keeping.KINDS)
def test_every_kind_lives_where_it_is_looked_for(name):
    assert keeping._kind(name).__name__ == name


@pytest.fixture(scope="module")
def runs():
    columns = (Column("", "status_quo", "training_town"), Column("", "yantian", "training_town"))
    request = Request(columns, reps=2, days=60, warmup=10)
    return request, {task: work.run_column(request, *task, lambda share: None) for task in request.tasks()}


def assert_same(a, b, where=""):
    """The same types, values and bits, however deep."""
    assert type(a) is type(b), (where, type(a), type(b))
    if isinstance(a, pd.DataFrame):
        pd.testing.assert_frame_equal(a, b, check_exact=True, check_freq=True)
        for name in [name for name, kind in a.dtypes.items() if str(kind) == "object"]:
            assert [type(one) for one in a[name]] == [type(one) for one in b[name]], (where, name)
    elif dataclasses.is_dataclass(a):
        for field in dataclasses.fields(a):
            assert_same(getattr(a, field.name), getattr(b, field.name), f"{where}.{field.name}")
    elif isinstance(a, dict):
        assert list(a) == list(b), where
        for key in a:
            assert_same(a[key], b[key], f"{where}[{key}]")
    elif isinstance(a, (tuple, list)):
        assert len(a) == len(b), where
        for place, (one, other) in enumerate(zip(a, b, strict=True)):
            assert_same(one, other, f"{where}[{place}]")
    else:
        assert a == b or (math.isnan(a) and math.isnan(b)), where


def kept_and_read(noted):
    """A run as a worker finds it again, with what was noted of residents beside it."""
    again = from_bytes(as_bytes(noted.run))
    return Noted(again, from_bytes(as_bytes(noted.residents)))


def test_a_run_and_a_finding_come_back_bit_by_bit(runs):
    request, made = runs
    run = made[0, 1].run
    assert_same(run, from_bytes(as_bytes(run)))
    finding = work.gather(request, made, ["1:2: it rained"])
    assert finding.stories[0] and finding.accounts[0] is not None
    assert_same(finding, from_bytes(as_bytes(finding)))
    kept = work.gather(request, {task: kept_and_read(one) for task, one in made.items()}, [])
    assert_same(kept, work.gather(request, made, []))


@pytest.mark.parametrize("thing", [None, True, 0.1, float("inf"), "区", [1, (2, "x")], {(1, 2): {"a": None}}])
def test_plain_values_come_back(thing):
    assert_same(thing, from_bytes(as_bytes(thing)))


def test_nothing_else_can_be_kept():
    for thing in (print, object(), {1, 2}, Column("", "a", "b")):
        with pytest.raises(NotKept):
            as_bytes(thing)


class Bomb:
    """What a pickle may do when it is read."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_a_planted_file_runs_nothing(tmp_path):
    cache, harm = Cache(tmp_path / "runs"), tmp_path / "harm"
    evil = pickle.dumps(Bomb(harm))
    (cache.folder / "ab").mkdir()
    for name, content in (("abcd.bin", zlib.compress(evil)), ("abcd.zip", evil), ("abce.zip", zlib.compress(evil))):
        (cache.folder / "ab" / name).write_bytes(content)
    assert cache.get("abcd") is None and cache.get("abce") is None and not harm.exists()
    assert "abcd" not in cache, "what cannot be read counts as absent"
    cache.tidy()
    assert not list(cache.folder.rglob("*.bin")), "pickles of earlier versions are cleared away"


def emfile(*_, **__):
    raise OSError(errno.EMFILE, "Too many open files")


def short_of_memory(*_, **__):
    raise MemoryError


@pytest.mark.parametrize(
    ("where", "what", "fault"),
    [
        (Path, "read_bytes", emfile),
        (Path, "read_bytes", short_of_memory),
        (json, "loads", short_of_memory),
        (zipfile.ZipFile, "read", short_of_memory),
        (zipfile.ZipFile, "read", emfile),
        ("pyarrow.parquet.ParquetFile", None, short_of_memory),
        ("shapan.app.jobs.keeping.import_module", None, emfile),
    ],
)
def test_finished_work_outlives_a_machine_that_cannot_read_it_now(tmp_path, monkeypatch, where, what, fault):
    from shapan.app.jobs.keeping import _kind

    cache = Cache(tmp_path)
    thing = {"table": pd.DataFrame({"a": [1, 2]})}
    cache.put("abcd", thing)
    cache.put("abce", simulation_story())
    _kind.cache_clear()
    with monkeypatch.context() as short:
        short.setattr(where, fault) if what is None else short.setattr(where, what, fault)
        got = [cache.get("abcd"), cache.get("abce")]
    assert None in got and "abcd" in cache and "abce" in cache
    assert_same(cache.get("abcd"), thing)
    assert_same(cache.get("abce"), simulation_story())


def simulation_story():
    """A kind of ours, whose module is looked up when it is read."""
    from shapan.model.events.matters import Ballot

    return Ballot(**{field.name: 1 for field in dataclasses.fields(Ballot)})


def planted_archive(parquet):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("thing.json", json.dumps({"format": keeping.FORMAT, "thing": ["table", 0, ["int64"]]}))
        archive.writestr("0.parquet", parquet)
    return buffer.getvalue()


def torn_table():
    """Parquet whose pages are not what its end says, which Arrow tells as an OSError without a number."""
    with zipfile.ZipFile(io.BytesIO(as_bytes(pd.DataFrame({"a": list(range(1000))})))) as archive:
        whole = archive.read("0.parquet")
    return whole[:4] + b"\xff" * 400 + whole[404:]


@pytest.mark.parametrize(
    "content", [b"", b"half a fi", planted_archive(b"PAR1"), planted_archive(b"x" * 100), planted_archive(torn_table())]
)
def test_what_is_torn_is_cleared_away_and_made_anew(tmp_path, content):
    cache = Cache(tmp_path)
    cache.put("abcd", {"a": 1})
    (tmp_path / "ab" / "abcd.zip").write_bytes(content)
    assert cache.get("abcd") is None and "abcd" not in cache


def test_a_planted_archive_builds_only_what_may_be_kept():
    good = as_bytes({"a": 1})
    assert from_bytes(good) == {"a": 1}

    def planted(thing, **more):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("thing.json", json.dumps({"format": keeping.FORMAT, "thing": thing, **more}))
        return buffer.getvalue()

    assert from_bytes(planted(["tuple", 1])) == (1,)
    for thing in (["kind", "Popen", {}], ["kind", "os.system", {}], ["table", "../0", []], ["map", 1], ["x"], []):
        with pytest.raises(Unreadable):
            from_bytes(planted(thing))
    with pytest.raises(Unreadable):
        from_bytes(planted(1, format=keeping.FORMAT + 1))
