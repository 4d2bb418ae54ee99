"""Where the kept worlds of a place are: those somebody made here, else those shipped; and the runs over them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...scenarios.shelf import find_place, shipped
from ...scenarios.worlds import Kept, World, in_world, kept_worlds, places_with_worlds
from ..runs.folders import data_folder
from ..runs.refusing import Refused
from ..runs.task import Task
from .seeds import seed_of_world

if TYPE_CHECKING:
    from ...scenarios.library import Scenario


def own_file(place: str) -> Path:
    """Where worlds made on this machine are kept."""
    return data_folder() / "worlds" / f"{place}.csv"


def tried_file(place: str) -> Path:
    """Where what was tried is kept."""
    return data_folder() / "worlds" / f"{place}-tried.csv"


def find_worlds(place: str) -> Kept | None:
    """The kept worlds of a place, made here or shipped; None where there are none."""
    own = own_file(place)
    return kept_worlds(place, own) if own.is_file() else kept_worlds(place)


def asked_worlds(place: str, draws: int) -> tuple[World, ...]:
    """The first so many kept worlds of a place.

    Raises:
        Refused: None are kept, or fewer than asked for.
    """
    kept = find_worlds(place)
    if kept is None:
        raise Refused("refused.no_worlds", place=place, known=", ".join(places_with_worlds()))
    if not 1 <= draws <= len(kept.worlds):
        raise Refused("refused.number", key="draws", value=draws, low=1, high=len(kept.worlds))
    return kept.worlds[:draws]


def one_place(scenarios: Mapping[str, Scenario]) -> str:
    """The place that all scenarios share, without which no world is the same for all.

    Raises:
        Refused: They stand on several, or on a place of somebody's own that has the id of a shipped one, whose worlds
            nobody judged there.
    """
    names = sorted({scenario.place_id for scenario in scenarios.values()})
    places = [scenario.parameters.place for scenario in scenarios.values()]
    if len(names) > 1 or any(place != places[0] for place in places):
        raise Refused("refused.worlds_places", places=", ".join(names))
    if names[0] in shipped()["place"] and find_place(names[0]).place != places[0]:
        raise Refused(
            "refused.no_worlds",
            place=next(iter(scenarios.values())).place_file.path,
            known=", ".join(places_with_worlds()),
        )
    return names[0]


def tasks_over(scenarios: Mapping[str, Scenario], worlds: tuple[World, ...], like: Task) -> list[Task]:
    """Every scenario through the first world, then through the next.

    Args:
        like: A task that says how long runs are, whether places are drawn anew, and the first seed.
    """
    return [
        Task(
            name,
            in_world(scenario, world),
            seed_of_world(like.seed, number),
            like.days,
            like.warmup,
            column=column,
            replication=number,
            redraw=like.redraw,
        )
        for number, world in enumerate(worlds)
        for column, (name, scenario) in enumerate(scenarios.items())
    ]
