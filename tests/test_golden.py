"""Two short runs give what they gave when somebody last looked: no number moves unnoticed."""

from __future__ import annotations

import json
import math
import runpy
from pathlib import Path
from typing import Any

import pytest

MAKING = runpy.run_path(str(Path(__file__).resolve().parent / "update_golden.py"))
SAME = 1e-9
"""Relative. Counts are compared exactly; a share may differ in its last digits where another compiler or another
version of numpy adds up in another order, and by far more once a single need goes another way."""


def differences(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """One line for each number that is not what it was, named."""
    rows = []
    for name in sorted(set(then) | set(now)):
        old, new = then.get(name), now.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            rows += [f"{name}.{line}" for line in differences(old, new)]
        elif isinstance(old, float) and isinstance(new, float):
            if not math.isclose(old, new, rel_tol=SAME, abs_tol=SAME):
                rows.append(f"{name}: {old:.6g}, now {new:.6g}")
        elif old != new or type(old) is not type(new):
            rows.append(f"{name}: {old}, now {new}")
    return rows


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    return json.loads(MAKING["GOLDEN"].read_text(encoding="utf-8"))


def test_no_number_has_moved(golden):
    moved = differences(golden, MAKING["runs"]())
    assert not moved, "\n".join(["if this was meant: python tests/update_golden.py", *moved])


def test_the_file_was_written_by_its_script(golden):
    assert MAKING["GOLDEN"].read_text(encoding="utf-8") == MAKING["text_of"](golden)
    assert set(golden["policies"]) == set(MAKING["POLICIES"])


def test_a_number_that_moves_is_named(golden):
    def moved(group: str, name: str, by: float) -> list[str]:
        other = json.loads(json.dumps(golden))
        other["policies"]["yantian"][group][name] += by
        return differences(golden, other)

    assert moved("indicators", "coverage", 1e-12) == []
    assert moved("indicators", "coverage", 1e-6)[0].startswith("policies.yantian.indicators.coverage: 0.")
    assert moved("funnel", "born", 1)[0].startswith("policies.yantian.funnel.born: ")
    fewer = json.loads(json.dumps(golden))
    del fewer["policies"]["status_quo"]["indicators"]["trust"]
    assert differences(golden, fewer)[0].endswith("now None")
