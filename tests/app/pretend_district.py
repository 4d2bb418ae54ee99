"""A pretend district for the job tests: a run is a nap, and every nap taken is noted in a file.

Its build is what the file PRETEND_BUILD says when a process starts. The number of days says how many centiseconds a
run sleeps; a policy named `fails` raises, `dies` kills its worker, `deaf` sleeps without ever reporting.
"""

import hashlib
import os
import time
from pathlib import Path

from shapan.scenarios.faults import InputFault


def _on_disk():
    path = os.environ.get("PRETEND_BUILD")
    return Path(path).read_text() if path else "build"


BUILD = _on_disk()


def build():
    return BUILD


def build_on_disk():
    return _on_disk()


def prepare():
    pass


def check(request):
    if any(column.policy == "forbidden" for column in request.columns):
        raise InputFault("unknown_policy", "policy", {"value": "forbidden"})
    return request


def _key(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def key_of_run(request, column, seed):
    chosen = request.columns[column]
    return _key(BUILD, chosen.policy, chosen.place, sorted(chosen.changes.items()), seed, request.days, request.warmup)


def keys_of_runs(request):
    return {(column, seed): key_of_run(request, column, seed) for column, seed in request.tasks()}


def key_of_result(request):
    return _key("result", sorted(keys_of_runs(request).items()))


def residents_of(place):
    return {"village": 1000, "town": 10_000}[place]


def run_column(request, column, seed, report):
    policy = request.columns[column].policy
    _note(f"start {policy} {seed}")
    if policy == "fails":
        raise ValueError("the district caught fire")
    if policy == "dies":
        os._exit(9)
    if policy == "deaf":
        time.sleep(request.days / 100)
        return {"policy": policy, "seed": seed}
    for step in range(request.days):
        time.sleep(0.01)
        report((step + 1) / request.days)
    _note(f"done {policy} {seed}")
    return {"policy": policy, "seed": seed}


def gather(request, runs, failures):
    if not runs:
        raise ValueError("no run finished: " + "; ".join(failures))
    return {"pairs": sorted(runs), "failures": failures}


def _note(text):
    with Path(os.environ["PRETEND_NOTES"]).open("a") as file:
        file.write(f"{os.getpid()} {text}\n")
