"""What Python may hand over at the public doors; anything else is refused in one line that says what is needed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from numbers import Integral
from typing import TYPE_CHECKING, Any

from ..reports.wording import LANGUAGES
from .refusing import Refused
from .task import MOST_REPS, check_numbers

if TYPE_CHECKING:
    from ...scenarios.library import Scenario


def named_scenarios(scenarios: Sequence[Scenario] | Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Two or more scenarios by their names; those of a list are called by what they are."""
    from ...scenarios.scenario import Scenario

    if isinstance(scenarios, str | bytes) or not isinstance(scenarios, Iterable):
        raise Refused("refused.scenarios", got=kind_of(scenarios))
    named: dict[str, Scenario] = {}
    pairs = scenarios.items() if isinstance(scenarios, Mapping) else ((None, one) for one in scenarios)
    for number, (name, scenario) in enumerate(pairs, 1):
        if not isinstance(scenario, Scenario):
            raise Refused("refused.scenario", got=kind_of(scenario))
        if name is None:
            name = scenario.name if scenario.name not in named else f"{scenario.name} ({number})"
        elif not isinstance(name, str) or not name.strip():
            raise Refused("refused.name", got=kind_of(name))
        named[name] = scenario
    if len(named) < 2:
        raise Refused("usage.two_or_more")
    return named


def distinct_seeds(seeds: Iterable[int]) -> list[int]:
    """The seeds of a comparison: whole numbers from 0, each once, since a world counted twice is no second world."""
    if isinstance(seeds, str | bytes) or not isinstance(seeds, Iterable):
        raise Refused("refused.seeds", got=kind_of(seeds))
    chosen = list(islice(seeds, MOST_REPS + 1))  # what never ends is refused before memory does
    check_numbers(reps=len(chosen))
    for seed in chosen:
        check_numbers(seed=seed)
    found = [int(seed) for seed in chosen]
    known: set[int] = set()
    for seed in found:
        if seed in known:
            raise Refused("refused.seed_twice", seed=seed)
        known.add(seed)
    return found


def check_workers(workers: Any) -> None:
    """Refuse what is no number of processes."""
    whole = isinstance(workers, Integral) and not isinstance(workers, bool)
    if workers is not None and not (whole and workers >= 1):
        raise Refused("usage.workers", workers=kind_of(workers) if not whole else workers)


def check_asides(progress: Any, redraw: Any) -> None:
    """Refuse what cannot be called with news of a run, and what is neither yes nor no."""
    if progress is not None and not callable(progress):
        raise Refused("refused.progress", got=kind_of(progress))
    if type(redraw).__name__ not in ("bool", "bool_"):  # "no" is no false
        raise Refused("refused.redraw_flag", got=kind_of(redraw))


def known(kind: str, name: Any, names: Iterable[str]) -> None:
    """Refuse a name that is none of these, in the phrase for its kind, with the nearest that is."""
    names = tuple(names)
    if name in names:
        return
    near = difflib.get_close_matches(str(name), names, 1, 0.5)
    raise Refused(kind, name=str(name), nearest=near[0] if near else ", ".join(names[:5]))


def check_language(language: Any) -> None:
    """Refuse a language there are no words for."""
    if language not in LANGUAGES:
        raise Refused("refused.language", name=str(language), allowed=", ".join(LANGUAGES))


def kind_of(value: Any) -> str:
    """A value of the wrong kind, as it is told to somebody who writes Python."""
    shown = repr(value)
    return f"{type(value).__name__} {shown}" if len(shown) <= 60 and value is not None else type(value).__name__
