"""How fast this machine simulates, in CPU time and as multiples of a plain NumPy loop timed in the same minute.

Seconds differ between machines and moments; the ratio to a reference timed in turn, round by round, hardly does. The
other sections of `shapan bench` stand in `bench.py`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

YEAR = 365
WARMUP = 0
WORLDS = (("training_town", "status_quo"), ("yantian", "status_quo"), ("yantian", "yantian"))
"""Place and policy of each year timed; the last has every process at work."""
QUICK_WORLDS = (("training_town", "status_quo"), ("training_town", "yantian"))
ROUNDS, QUICK_ROUNDS = 9, 3
REFERENCE_CELLS = 2_000
REFERENCE_KINDS = 10


@dataclass(frozen=True, slots=True)
class Timing:
    """One measured thing: seconds, and seconds as multiples of the reference of the same round."""

    name: str
    seconds: tuple[float, ...]
    ratios: tuple[float, ...]
    peak_mib: float | None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def median_ratio(self) -> float:
        return statistics.median(self.ratios)


def reference(seed: int = 1) -> float:
    """The yardstick: each day needs arise per cell and kind, some are heard, a fixed number is served."""
    generator = np.random.default_rng(seed)
    rate = generator.gamma(2.0, 0.02, (REFERENCE_CELLS, REFERENCE_KINDS))
    backlog = np.zeros_like(rate)
    served = 0.0
    for _ in range(YEAR):
        backlog += generator.poisson(rate) * (generator.random(rate.shape) < 0.6)
        queue = backlog.sum(axis=1)
        share = np.minimum(1.0, 0.4 / np.maximum(queue, 1e-9))[:, None]
        served += float((backlog * share).sum())
        backlog *= 1.0 - share
    return served


def measure(quick: bool = False, worlds: tuple[tuple[str, str], ...] | None = None) -> list[Timing]:
    """Time a year of each world in turn with the reference, everything warm but nothing of a run kept from the last."""
    from ...model.forking import forget
    from ...scenarios.library import load
    from ..runs.simulate import simulate

    rounds = QUICK_ROUNDS if quick else ROUNDS
    worlds = (QUICK_WORLDS if quick else WORLDS) if worlds is None else worlds

    def year(place: str, policy: str) -> Callable[[], object]:
        scenario = load(policy).with_place(place)
        return lambda: simulate(scenario, days=YEAR, warmup=WARMUP)

    work: dict[str, Callable[[], object]] = {"reference": reference}
    work |= {named(*world): year(*world) for world in worlds}
    for once in work.values():
        once()

    def alone(once: Callable[[], object]) -> Callable[[], object]:
        forget()
        return once

    seconds = interleaved({name: partial(alone, once) for name, once in work.items()}, rounds)
    peaks = {named(*world): peak_memory(*world) for world in worlds}
    return [_timing(name, seconds, peaks.get(name)) for name in work]


def interleaved(work: Mapping[str, Callable[[], Callable[[], object]]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each, every round in turn, so that a slow minute of the machine slows all alike.

    Args:
        work: Name -> what prepares it, uncounted, and returns what is timed.
    """
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, prepare in work.items():
            once = prepare()
            started = time.process_time()
            once()
            seconds[name].append(time.process_time() - started)
    return seconds


def named(place: str, policy: str) -> str:
    """How a world is called in the report: its place, and the policy where it is not today's."""
    return place if policy == "status_quo" else f"{place}, {policy}"


def _timing(name: str, seconds: dict[str, list[float]], peak: float | None) -> Timing:
    ratios = [mine / yardstick for mine, yardstick in zip(seconds[name], seconds["reference"], strict=True)]
    return Timing(name, tuple(seconds[name]), tuple(ratios), peak)


def peak_memory(place: str, policy: str = "status_quo") -> float | None:
    """MiB at the most, of a fresh process that lives one year of the place; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    code = (
        "from shapan import load, simulate; from shapan.experiments.machine.speed import own_peak;"
        f"simulate(load({policy!r}).with_place({place!r}), days={YEAR}, warmup={WARMUP}); print(own_peak())"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def own_peak() -> float:
    """MiB this process has held at most. Linux tells it apart from what the parent held before the start."""
    if sys.platform == "linux":
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
