"""How much memory the workers of the test suite took at most: said at the end, in red where it is too much."""

from __future__ import annotations

import sys
from typing import Any

import pytest

MOST_GB = 1.5
"""What a worker of the suite may take; what its tests keep for each other adds up."""
_seen: dict[str, float] = {}


def most_memory_gb() -> float | None:
    """The most this process has taken so far; None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 30 if sys.platform == "darwin" else 1 << 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its figure over; without workers the one process notes its own."""
    most = most_memory_gb()
    if most is None:
        return
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["most_memory_gb"] = most
        return
    if not session.config.getoption("numprocesses", None):
        _seen["the tests"] = most


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """What a worker handed over; one that died hands nothing over."""
    del error
    most = getattr(node, "workeroutput", {}).get("most_memory_gb")
    if most is not None:
        _seen[node.gateway.id] = most


def too_much(seen: dict[str, float], most: float = MOST_GB) -> list[str]:
    """Workers that took more than they may."""
    return [name for name, value in seen.items() if value > most]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line, the largest first."""
    if _seen:
        said = ", ".join(f"{name} {value:.2f} GB" for name, value in sorted(_seen.items(), key=lambda one: -one[1]))
        terminalreporter.write_line(f"most memory: {said}; at most {MOST_GB} GB", red=bool(too_much(_seen)))
