"""What the job workers do for the page: run one column of a request, and gather the finished runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ...experiments.runs.folders import build_mark, machine_mark, mark_of_sources, tidy_kernels
from ...experiments.worlds.finding import asked_worlds
from ...scenarios.worlds import World, in_world
from . import allowed
from .asked import baseline, scenario_of
from .noted import Noted, apart
from .request import Reason, Request

if TYPE_CHECKING:
    from ...experiments.mapping.figures import Mapped
    from ...experiments.mapping.living import Seen
    from ...experiments.runs.following import Followed
    from ...experiments.runs.states import State
    from ...experiments.studies.shelf import Studied
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario
    from .lives import Lives
    from .result import Finding
    from .whys import Attributed

__all__ = [
    "build",
    "build_on_disk",
    "check",
    "gather",
    "key_of_result",
    "keys_of_runs",
    "prepare",
    "residents_of",
    "run_column",
    "scenario_of",
    "scenarios_of",
    "baseline",
    "worlds_of",
]

FORM_OF_FINDING = "comparison with accounts, cards, residents, lines and whom to follow"
"""Part of a comparison's name; another one whenever a finding keeps more, so that old ones are gathered anew."""


FORM_OF_STUDY = "a row of a study"
"""The same of a run of which a study keeps the row."""

FORM_OF_MAP = "seen month by month and day by day"
"""Part of the name of a run that is looked at for the map; another one whenever more of it is kept."""


def build() -> str:
    """Which build computes here: the science as this process first saw it, and what does the sums."""
    return _hash(build_mark(), machine_mark())


def build_on_disk() -> str:
    """The build that a process started now would be; another one once the files have changed."""
    return _hash(mark_of_sources(), machine_mark())


def check(request: Request) -> Request:
    """The request, if a visitor may ask it.

    Raises:
        InputFault: What is not allowed, and what would be.
    """
    allowed.check(request)
    if request.why:
        from .whys import check_why

        check_why(request)
    if request.study or request.points:
        from .studies import check_study

        check_study(request)
    return request


def scenarios_of(request: Request) -> dict[int, Scenario]:
    """What lives through the worlds of a request, by its number in `request.lives`."""
    if request.why:
        from .whys import change_of

        of = change_of(request)
        return {coalition: of.scenario(coalition) for coalition in request.why}
    if request.study:
        from .studies import scenarios_of_study

        return scenarios_of_study(request)
    return {number: scenario_of(column, request.assumptions) for number, column in enumerate(request.columns)}


def _hash(*parts: Any) -> str:
    return sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]


def keys_of_runs(request: Request) -> dict[tuple[int, int], str]:
    """(column, seed) -> name of that run: the same scenario, seed, days and build is the same run."""
    hashes = _hashes(request.as_text())
    days = request.days, request.warmup
    drawn = {seed: [repr(world)] for seed, world in worlds_of(request).items()}
    seen = [FORM_OF_MAP] if request.map else [FORM_OF_STUDY, request.study] if request.study else []
    seen += [f"followed {request.follow}"] if request.follow else []
    return {
        (column, seed): _hash(build(), hashes[column], seed, *days, *drawn.get(seed, []), *seen)
        for column, seed in request.tasks()
    }


@lru_cache(maxsize=32)
def _hashes(text: str) -> dict[int, str]:
    """Name of every scenario of a request, and of what it branches off from; asked again and again while it runs."""
    request = Request.from_text(text)
    found = {number: scenario.hash for number, scenario in scenarios_of(request).items()}
    if not request.branch:
        return found
    return {number: f"{one} from {found[0]} {request.branch}" if number else one for number, one in found.items()}


def worlds_of(request: Request) -> dict[int, World]:
    """Seed -> the kept set of assumptions that is lived through with it."""
    if not request.draws:
        return {}
    worlds = asked_worlds(request.columns[0].place, request.draws)
    return dict(zip(request.draw_seeds, worlds, strict=True))


def key_of_result(request: Request) -> str:
    """Name of the comparison: its runs in order, whatever its columns are called."""
    return _hash(FORM_OF_FINDING, *keys_of_runs(request).values())


def residents_of(place: str) -> int:
    """How many people live there; what a run costs grows with them."""
    return int(baseline("status_quo", place).parameters.place.residents)


def prepare() -> None:
    """Load everything a run and a gathering use, so that what is computed later is what was loaded now."""
    from ...experiments.mapping import figures, living  # noqa: F401
    from ...experiments.runs import fates, following, runner, states  # noqa: F401
    from ...model import branching, run  # noqa: F401
    from . import lives, result, studies, whys  # noqa: F401

    tidy_kernels()


def run_column(
    request: Request, column: int, seed: int, report: Callable[[float], None]
) -> Noted | Run | Seen | Followed | dict[str, Any]:
    """One run, in a worker process."""
    if request.study:
        from .studies import run_of_study

        return run_of_study(request, column, seed, report)
    scenario = scenarios_of(request)[column]
    if request.follow:
        from ...experiments.runs.following import follow

        return follow(scenario, seed, request.days, request.warmup, request.follow, report)
    return _lived(request, scenario, (column, seed), report)


def _lived(
    request: Request, scenario: Scenario, task: tuple[int, int], report: Callable[[float], None]
) -> Noted | Run | Seen:
    """A run of a comparison, of a branch or for a map; `task` is its column and seed."""
    from ...experiments.runs.fates import simulate_with_fates
    from ...experiments.runs.simulate import simulate

    column, seed = task
    if request.branch and column:
        state = _state(request, seed)
        return simulate(scenario, progress=report, start_from=state)
    world = worlds_of(request).get(seed)
    lived = scenario if world is None else in_world(scenario, world)
    if request.map:
        from ...experiments.mapping.living import live_seen

        return live_seen(lived, seed, request.days, request.warmup, report)
    if world is not None:
        return simulate(lived, seed, request.days, request.warmup, report)
    return Noted(*simulate_with_fates(scenario, seed, request.days, request.warmup, report))


def _state(request: Request, seed: int) -> State:
    """Where the first column stands on the morning on which the others leave it."""
    from ...experiments.runs.states import Lived

    scenario = scenario_of(request.columns[0], request.assumptions)
    return Lived(scenario, seed, request.days, request.warmup).state(request.branch)


def gather(
    request: Request, runs: Mapping[tuple[int, int], Any], failures: list[str]
) -> Finding | Attributed | Mapped | Studied | Lives:
    """The finding of a job, why its scenarios differ, its map, two lives of residents, or a study's, in a worker."""
    if request.follow:
        from .lives import put_beside

        return put_beside(request, runs, failures)
    if request.map:
        return _gather_map(runs, failures)
    if request.why:
        from .whys import attributed

        return attributed(request, apart(runs)[0])  # a comparison may have noted residents of the same run
    if request.study:
        from .studies import gathered

        return gathered(request, runs, failures)
    from .result import put_side_by_side

    scenarios = tuple(scenario_of(column, request.assumptions) for column in request.columns)
    return put_side_by_side(request, scenarios, runs, tuple(failures), worlds_of(request))


def _gather_map(runs: Mapping[tuple[int, int], Seen], failures: list[str]) -> Mapped:
    from ...experiments.mapping.figures import put_together

    try:
        return put_together(runs, tuple(failures))
    except ValueError:
        raise Reason("job.none_finished", failures[0] if failures else "") from None
