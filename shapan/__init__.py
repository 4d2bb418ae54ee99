"""A district on the table: load a scenario, simulate it, compare two of them.

The names below are looked up when first used, so that `import shapan` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .experiments.comparing.compare import Comparison, Stopped, compare
    from .experiments.runs.simulate import simulate
    from .experiments.runs.states import State
    from .experiments.sensitivity.adapters import batch_run, to_salib_problem
    from .experiments.studies.results import StudyResults, read_study
    from .model.observation.record import Run
    from .scenarios.library import InputFault, Scenario, load, names

__version__ = "0.1.0"

__all__ = [
    "load",
    "simulate",
    "compare",
    "names",
    "batch_run",
    "to_salib_problem",
    "Scenario",
    "Run",
    "State",
    "Comparison",
    "Stopped",
    "read_study",
    "StudyResults",
    "InputFault",
    "__version__",
]

_HOMES = {
    "load": "scenarios.library",
    "names": "scenarios.library",
    "Scenario": "scenarios.library",
    "InputFault": "scenarios.library",
    "simulate": "experiments.runs.simulate",
    "compare": "experiments.comparing.compare",
    "batch_run": "experiments.sensitivity.adapters",
    "to_salib_problem": "experiments.sensitivity.adapters",
    "Comparison": "experiments.comparing.compare",
    "Stopped": "experiments.comparing.compare",
    "Run": "model.observation.record",
    "State": "experiments.runs.states",
    "read_study": "experiments.studies.results",
    "StudyResults": "experiments.studies.results",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from the room it lives in, once."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'shapan' has no attribute {name!r}")
    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
