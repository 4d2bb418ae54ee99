"""Which levers may stand otherwise in some communities, and what each community then has in force (ODD 7.15).

Most levers are the whole district's: a centre serves several communities, a department keeps one list, a kernel knows
one rule of service. `LOCAL` names those whose every reader asks community by community; nothing else can be tried in
some of them only. What shares departments, centres, organisations and trust with its neighbours goes on doing so, so a
pilot spills over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Bools, Floats
from .needs.useful_hours import patrol_visit_service
from .parameters import Levers
from .parameters.moving import Moves, moved

if TYPE_CHECKING:
    from .district import District
    from .place.world import World
    from .setup.in_force import PolicyInForce

LOCAL: Mapping[str, str] = {
    "channels.app_reach": "who is registered on the app, by resident; what it costs, by community",
    "channels.app_ease": "how easily a need is told on the app, by cell",
    "channels.proactive_share": "whom registers match, by resident; how fast they are found, by cell",
    "grid.patrol_share": "how a grid team divides its free hours; no grid crosses a community",
    "grid.visit_share": "how a grid team divides its free hours; no grid crosses a community",
    "staff.access_gate": "which tasks a street stops before they reach a community",
    "compact.agreement_share": "which tasks a community's own agreement covers",
}
"""Lever -> what differs by community where it does."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Levers that some communities try.

    Attributes:
        where: Which do; shape (communities,).
        changes: What they try.
    """

    where: Bools
    changes: Moves


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """Communities that have other levers in force than the district.

    Attributes:
        where: Which; shape (communities,).
        levers: Theirs, whole.
    """

    where: Bools
    levers: Levers


def elsewhere(levers: Levers, trials: tuple[Trial, ...]) -> tuple[Elsewhere, ...]:
    """Communities by the trials they take part in, with the levers these leave them; those without any are left out."""
    if not trials:
        return ()
    tried = np.array([one.where for one in trials])  # shape (trials, communities)
    found = []
    for pattern in np.unique(tried, axis=1).T:
        if pattern.any():
            theirs = levers
            for one in np.array(trials, dtype=object)[pattern]:
                theirs = moved(theirs, one.changes)
            found.append(Elsewhere((tried == pattern[:, None]).all(axis=0), theirs))
    return tuple(found)


def by_community(district: District, group: str, lever: str) -> Any:
    """A lever as it stands in every community, shape (communities,); one number where it is the same everywhere."""
    everywhere = getattr(getattr(district.parameters.levers, group), lever)
    if not district.in_force.elsewhere:
        return everywhere
    found: Floats = np.full(district.world.territory.communities, float(everywhere))
    for one in district.in_force.elsewhere:
        found[one.where] = getattr(getattr(one.levers, group), lever)
    return found


def at_grids(district: District) -> tuple[Any, Any, Any]:
    """Shares of a grid team's free hours for patrols, visits, needs; columns by grid pool where communities differ."""
    everywhere = patrol_visit_service(district.parameters)
    if not district.in_force.elsewhere:
        return everywhere
    pools = district.state.pools.view(np.ndarray)[: district.pool_map.grids]
    found = np.repeat(np.array(everywhere)[:, None], len(pools), axis=1)
    for one in district.in_force.elsewhere:
        theirs = patrol_visit_service(district.parameters.model_copy(update={"levers": one.levers}))
        found[:, one.where[pools["community"]]] = np.array(theirs)[:, None]
    return found[0], found[1], found[2]


PEOPLE = ("app_user", "reached")
"""What local levers say of residents."""
BY_CELL = ("patrol_per_hour", "listed_per_hour", "door_per_hour", "workday", "restday")
OF_CELL = ("even_patrol", "even_door", "even_listed")
OF_POOL = ("patrol_share", "visit_share", "service_share", "daily_hours")


def put_in_place(
    arranged: PolicyInForce, theirs: PolicyInForce, hearings: tuple[Any, Any], one: Elsewhere, world: World
) -> PolicyInForce:
    """An arrangement of the district with that of other levers in some communities.

    Args:
        arranged: Of the district's levers; its columns are written to.
        theirs: The same district under the other levers.
        hearings: State of detection of both, the district's first, which is written to.
        one: Where the others hold.
        world: Land and people.
    """
    cells = one.where[world.territory.community_of_cell]
    people = cells[world.residents.cell]
    hearing, other = hearings
    for name in PEOPLE:
        getattr(hearing.people, name)[people] = getattr(other.people, name)[people]
    for name in BY_CELL:
        getattr(hearing, name)[cells] = getattr(other, name)[cells]
    pools = arranged.columns["pools"].view(np.ndarray)
    here = one.where[pools["community"]]
    for name in OF_POOL:
        pools[name][here] = theirs.columns["pools"].view(np.ndarray)[name][here]
    mixed: dict[str, Any] = {name: _mixed(getattr(arranged, name), getattr(theirs, name), cells) for name in OF_CELL}
    drawn = list(arranged.drawn_posts)
    drawn[1] = arranged.columns["pools"].copy()
    return replace(arranged, **mixed, drawn_posts=tuple(drawn))


def _mixed(ours: Floats, theirs: Floats, there: Bools) -> NDArray[np.float64]:
    return np.where(there, theirs, ours)
