"""`shapan bench`, section by section: workload W and its peers, phases of a run, growth, calls, what pairing saves.

Absolute figures depend on the machine and its neighbours; ratios of one table come from rounds taken in turn. Nothing
here is asserted by a test: the bench is the place.
"""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ..runs.cores import cores
from ..runs.folders import build_mark
from . import costs
from . import workload as w
from .peers import PEERS, maker_of
from .reduced import shapan_reduced
from .sharing import Pair, pairs
from .speed import YEAR, Timing, interleaved, measure, named

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

WARMUP = 180
RESIDENTS = 10_000
OURS, FULL = "shapan, W only", "shapan, everything"
FULL_WORLDS = (("training_town", "status_quo"), ("training_town", "yantian"))
PHASED = (
    ("training_town", "status_quo"),
    ("training_town", "yantian"),
    ("yantian", "status_quo"),
    ("yantian", "yantian"),
)
PHASES = ("first_morning", "warmup", "year", "written_down")
SHARES = (0.0526, 0.2105, 1.0, 4.7368)
"""Of Yantian's 19 communities and 211,500 residents: from about 11,000 residents to about a million."""
COMMUNITIES = (19, 60, 200)
"""Among which Yantian's residents are divided; 19 is what it has."""
PAIRED = ("status_quo", "yantian", "shenzhen", "suzhou", "ordos", "guangdong")
FAMILY = "coverage"


@dataclass(frozen=True, slots=True)
class Size:
    """What a section costs: the quick bench stays under a minute."""

    rounds: int
    phased: int
    grown: int
    divided: int
    seeds: int
    started: int
    kept: int
    replicated: int
    districts: int

    @classmethod
    def of(cls, quick: bool) -> Size:
        """Rounds, worlds whose phases are told, rows of growth tables, seeds of pairs, processes, runs, districts.

        Where a number is 0 there is no such table.
        """
        if quick:
            return cls(3, phased=2, grown=2, divided=0, seeds=0, started=2, kept=2, replicated=0, districts=0)
        many = {"phased": len(PHASED), "grown": len(SHARES), "divided": len(COMMUNITIES)}
        return cls(9, **many, seeds=100, started=5, kept=40, replicated=1_000, districts=9)


Row = dict[str, Any]


def against_peers(names: Iterable[str], rounds: int) -> list[Row]:
    """CPU seconds a simulated year of W, ours and the peers', and the full town's; ratios of the first peer's.

    Peers that are not installed are rows without figures.
    """
    town = w.town_of(RESIDENTS)
    makers = {name: (PEERS[name].days, maker_of(PEERS[name])) for name in names}
    work: dict[str, Callable[[], Callable[[], object]]] = {}
    days = {}
    for name, (count, maker) in {**makers, OURS: (YEAR, shapan_reduced)}.items():
        if maker is not None:
            work[name] = lambda maker=maker, count=count: maker(town, count, 1)
            days[name] = count
    for world in FULL_WORLDS:
        name = f"{FULL}: {named(*world)}"
        work[name] = lambda world=world: _year(*world)
        days[name] = YEAR
    for prepare in work.values():
        prepare()()
    seconds = interleaved(work, rounds)
    years = {name: [one * YEAR / days[name] for one in found] for name, found in seconds.items()}
    yardstick = next(iter(years))
    rows = [_row_of(name, years[name], years[yardstick]) | {"of": yardstick} for name in years]
    return rows + [
        {"name": name, "skipped": PEERS[name].package} for name, (_, maker) in makers.items() if maker is None
    ]


def _row_of(name: str, seconds: list[float], yardstick: list[float]) -> Row:
    ratios = [theirs / mine for mine, theirs in zip(seconds, yardstick, strict=True)]
    spread = {"times_faster": statistics.median(ratios), "lowest": min(ratios), "highest": max(ratios)}
    return {"name": name, "seconds_a_year": statistics.median(seconds), **spread}


def _year(place: str, policy: str) -> Callable[[], object]:
    """A year of everything, its warm-up included, with nothing kept from the run before."""
    from ...model.forking import forget
    from ...scenarios.library import load
    from ..runs.simulate import simulate

    forget()
    scenario = load(policy).with_place(place)
    return lambda: simulate(scenario, days=YEAR, warmup=WARMUP)


def phases(place: str, policy: str) -> Row:
    """CPU seconds of one run by what is done: the first morning, warm-up, the year, what is written down."""
    from ...model.district import District
    from ...model.letting_go import let_go
    from ...model.observation.record import record
    from ...scenarios.library import load
    from ..runs.plans import plan_of

    plan = plan_of(load(policy).with_place(place), 1, YEAR, WARMUP, redraw=False)
    at = [time.process_time()]
    district = District(plan)
    at.append(time.process_time())
    district.run_to(WARMUP)
    at.append(time.process_time())
    district.run_to(district.length)
    at.append(time.process_time())
    record(district, following=district)
    at.append(time.process_time())
    let_go(plan)
    spent = [after - before for before, after in itertools.pairwise(at)]
    return {"name": named(place, policy), **dict(zip(PHASES, spent, strict=True))}


def calls(place: str, policy: str) -> int:
    """Calls of Python functions in a run of a year, which no neighbour on the machine changes."""
    _year(place, policy)()  # what is computed once in a process is not of a run
    once, count = _year(place, policy), 0

    def counted(frame: Any, event: str, what: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        once()
    finally:
        sys.setprofile(None)
    return count


def scaled(share: float, among: int | None = None) -> Scenario:
    """The status quo in a place of Yantian's mix with a share of its residents and of its communities.

    Args:
        among: Communities to divide the residents among; as large as Yantian's if None.
    """
    from ...scenarios.library import load

    scenario = load("status_quo").with_place("yantian")
    place = scenario.place_file.place
    communities = max(1, round(place.communities * share))
    share = communities / place.communities
    size = {
        "communities": among or communities,
        "streets": max(1, round(place.streets * share)),
        "residents": round(place.residents * share),
        "area_km2": place.area_km2 * share,
        "built_km2": place.built_km2 * share,
    }
    return replace(scenario, place_file=replace(scenario.place_file, place=place.model_copy(update=size)))


def grown(share: float, among: int | None = None) -> Row:
    """One year in a fresh process: residents, communities, CPU seconds of the second of two runs, MiB at the most."""
    code = (
        "import json, time; from shapan.experiments.machine.bench import scaled, WARMUP;"
        "from shapan.experiments.machine.speed import YEAR, own_peak; from shapan import simulate;"
        f"one = scaled({share!r}, {among!r}); simulate(one, days=2, warmup=2); began = time.process_time();"
        "run = simulate(one, days=YEAR, warmup=WARMUP); spent = time.process_time() - began;"
        "print(json.dumps([run.residents, run.communities, spent, own_peak()]))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    residents, communities, seconds, peak = json.loads(done.stdout)
    row = {"residents": residents, "communities": communities, "seconds": seconds, "peak_mib": peak}
    return {**row, "microseconds_a_resident": seconds / residents * 1e6}


def pairing(place: str, seeds: int, days: int = YEAR) -> list[Row]:
    """How many times fewer worlds a pair of policies needs under the same draws: unpaired ÷ paired variance.

    One row for each indicator of the coverage family and pair of policies whose difference varies at all.
    """
    from ...scenarios.library import load
    from ..runs.simulate import simulate

    found = {
        policy: [simulate(load(policy).with_place(place), seed, days).indicators for seed in range(1, seeds + 1)]
        for policy in PAIRED
    }
    rows = []
    for one, other in itertools.combinations(PAIRED, 2):
        for indicator in (name for name in found[one][0] if name.startswith(FAMILY)):
            row = _gain([run[indicator] for run in found[one]], [run[indicator] for run in found[other]])
            if row is not None:
                rows.append({"indicator": indicator, "pair": f"{one} – {other}", "gain": row})
    return rows


def _gain(one: list[float], other: list[float]) -> float | None:
    """Variance of a difference of two means over other worlds, over that of the difference in the same worlds."""
    paired = statistics.variance([a - b for a, b in zip(one, other, strict=True)])
    return (statistics.variance(one) + statistics.variance(other)) / paired if paired > 0.0 else None


def report(quick: bool, peers: Iterable[str]) -> dict[str, Any]:
    """Every section, as plain values."""
    size = Size.of(quick)
    found: dict[str, Any] = {"format": 1, "cores": cores(), "build": build_mark(), "rounds": size.rounds}
    found["timings"] = [timed(one) for one in measure(quick)]
    found |= {"w": against_peers(peers, size.rounds), "residents": RESIDENTS}
    found["phases"] = [phases(*world) for world in PHASED[: size.phased]]
    found["calls"] = [{"name": named(*world), "calls": calls(*world)} for world in PHASED[1 : size.phased : 2]]
    found["growth"] = [grown(share) for share in SHARES[: size.grown]]
    found["divided"] = [grown(1.0, among) for among in COMMUNITIES[: size.divided]]
    found["second_of_a_comparison"] = [plainly(one) for one in pairs(quick)]
    found["start_up"] = costs.start_up(size.started)
    found["keeping"] = [costs.keeping(size.kept)]
    found["replications"] = costs.replications(size.replicated) if size.replicated else []
    found["province"] = costs.province(size.districts)
    found["pairing"] = pairing("training_town", size.seeds) if size.seeds else []
    return found


def timed(one: Timing) -> Row:
    """One thing beside the reference, as plain values."""
    return {**asdict(one), "median": one.median, "median_ratio": one.median_ratio}


def plainly(pair: Pair) -> Row:
    """The second scenario of a comparison against the first, as plain values."""
    return {**asdict(pair), "ratios": pair.ratios, "median_ratio": pair.median_ratio}
