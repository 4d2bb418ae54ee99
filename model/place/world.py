"""The district before anything happens: its land and its people, the same for every policy and every run."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from ..parameters.place import Place
from .residents import Residents, settle_residents
from .territory import Territory, build_territory

WORLDS_KEPT = 4  # a comparison seldom spans more places; a world of 211,500 people holds about 6 MB


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A place with its land and people; equal places share one world inside a process."""

    place: Place
    territory: Territory
    residents: Residents


_kept: OrderedDict[str, World] = OrderedDict()
_one_builder = Lock()


def build_world(place: Place) -> World:
    """The world of a place; its people come from the place's own seed, never from a run's."""
    content = json.dumps(place.model_dump(mode="json"), sort_keys=True)
    with _one_builder:
        if content not in _kept:
            territory = build_territory(place)
            _kept[content] = World(place, territory, settle_residents(place, territory))
        _kept.move_to_end(content)
        while len(_kept) > WORLDS_KEPT:
            _kept.popitem(last=False)
        return _kept[content]
