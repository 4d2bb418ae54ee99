"""What a worker of the test suite takes is measured, and too much is seen."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from support import memory


def test_it_is_what_the_system_counts_in_gigabytes():
    status = Path("/proc/self/status")
    most = memory.most_memory_gb()
    if most is None or not status.exists():
        pytest.skip("this system does not say how much memory a process took")
    kilobytes = int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))[1])
    assert 0.99 * kilobytes / (1 << 20) <= most < 64.0, "what the parent took before may count in, and nothing less"


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
