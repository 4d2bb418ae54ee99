"""What a worker of the test suite takes is measured, and too much is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from support import memory

TWICE = """
import sys
sys.path.insert(0, sys.argv[1])
from support.memory import most_memory_gb
before = most_memory_gb()
filled = bytearray(200 << 20)
print(before, most_memory_gb())
"""


def test_memory_that_was_used_counts():
    """In a process of its own, so that this worker takes no more for it."""
    if memory.most_memory_gb() is None:
        pytest.skip("this system does not say how much memory a process took")
    command = [sys.executable, "-c", TWICE, str(Path(__file__).parent)]
    before, after = map(float, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert 0.15 < after - before < 0.25


def test_workers_hand_their_figure_over_and_the_largest_is_named(monkeypatch):
    monkeypatch.setattr(memory, "_seen", {})
    for name, most in (("gw0", 0.9), ("gw1", 1.6)):
        node = SimpleNamespace(workeroutput={"most_memory_gb": most}, gateway=SimpleNamespace(id=name))
        memory.pytest_testnodedown(node, None)
    memory.pytest_testnodedown(SimpleNamespace(gateway=SimpleNamespace(id="gw2")), "it died")
    lines = []
    memory.pytest_terminal_summary(SimpleNamespace(write_line=lambda line, red: lines.append((line, red))))
    assert lines == [("most memory: gw1 1.60 GB, gw0 0.90 GB; at most 1.5 GB", True)]
    assert memory.too_much({"gw0": 1.5}) == [] and memory.too_much({"gw0": 1.51}) == ["gw0"]
