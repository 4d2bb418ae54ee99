"""Files a planner might hand in, written where the test runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADS = {
    "policy": 'format = 1\nkind = "policy"\ntitle = {zh = "试", en = "Trial"}\n',
    "scenario": 'format = 1\nkind = "scenario"\nplace = "training_town"\npolicy = "status_quo"\n',
}


@pytest.fixture
def write(tmp_path, monkeypatch) -> Callable[[str, str | bytes], str]:
    """Write `name.toml` in an empty folder and give its name, relative to where one stands."""
    monkeypatch.chdir(tmp_path)

    def written(name: str, content: str | bytes) -> str:
        path = Path(f"{name}.toml")
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return str(path)

    return written


@pytest.fixture
def policy(write) -> Callable[[str], str]:
    """A policy file with a valid header, whose own lines begin at line 4."""
    return lambda body: write("mine", HEADS["policy"] + body)


@pytest.fixture
def scenario(write) -> Callable[[str], str]:
    """A scenario file on the training town, whose own lines begin at line 5."""
    return lambda body: write("mine", HEADS["scenario"] + body)


@pytest.fixture
def town_text() -> str:
    """The training town as shipped, to be spoilt."""
    from shapan.scenarios.shelf import shipped

    return shipped()["place"]["training_town"].read_text(encoding="utf-8")
