"""Write down what two short runs give today: `python tests/update_golden.py`, after a change that was meant.

The only way to change tests/data/golden.json. Look at the difference before it is committed: every number in it that
moved is something a planner would see move.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shapan import load, simulate

GOLDEN = Path(__file__).resolve().parent / "data" / "golden.json"
PLACE, POLICIES = "training_town", ("status_quo", "yantian")
SEED, DAYS, WARMUP = 1, 120, 60


def runs() -> dict[str, Any]:
    """Indicators, funnel and requests of the small town under each policy."""
    fields: dict[str, Any] = {"place": PLACE, "seed": SEED, "days": DAYS, "warmup": WARMUP, "policies": {}}
    for policy in POLICIES:
        run = simulate(load(policy).with_place(PLACE), seed=SEED, days=DAYS, warmup=WARMUP)
        fields["policies"][policy] = {"indicators": run.indicators, "funnel": run.funnel, "requests": run.requests}
    return fields


def text_of(expected: dict[str, Any]) -> str:
    return json.dumps(expected, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    before = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    after = text_of(runs())
    GOLDEN.write_text(after, encoding="utf-8")
    print(f"{GOLDEN.name}: {'nothing has moved' if after == before else 'written'}")
