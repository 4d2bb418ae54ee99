"""A district lives the same where there is no numba."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from shapan.model.district import District, Plan
from shapan.model.engine import HAS_NUMBA
from shapan.model.observation.record import record
from shapan.model.parameters import Parameters
from support.twins import SETS, WITHIN

pytestmark = [
    pytest.mark.past,
    pytest.mark.skipif(not HAS_NUMBA, reason="there is nothing to hold the twins against"),
]


ALONE = """
import json, sys
if sys.argv[1] == "blocked":
    sys.modules["numba"] = None
from shapan.model.engine import HAS_NUMBA
from shapan.model.parameters import Parameters
from shapan.model.run import Plan, run_district
import shapan.model.district as room
parameters = Parameters.model_validate_json(sys.stdin.read(), strict=False)
run = run_district(Plan(parameters, seed=6, days=40, warmup=20))
told = {"engine": room.live.__module__, "compiles": HAS_NUMBA, "indicators": run.indicators, "funnel": run.funnel}
print(json.dumps(told))
"""


@pytest.mark.parametrize("how", ["blocked", "asked"])
def test_a_district_lives_without_numba(how, town, forced):
    parameters = forced(town, SETS["dispatch"] | SETS["pooling"])
    environment = os.environ | ({"SHAPAN_ENGINE": "plain"} if how == "asked" else {})
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", ALONE, how],
        input=parameters.model_dump_json(),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["engine"] == "shapan.model.reference.day" and not data["compiles"]
    plan = Plan(Parameters.model_validate_json(parameters.model_dump_json(), strict=False), 6, 40, 20)
    district = District(plan)
    district.run()
    ours = record(district)
    assert data["funnel"] == ours.funnel
    assert data["indicators"] == pytest.approx(ours.indicators, rel=WITHIN, abs=WITHIN, nan_ok=True)
