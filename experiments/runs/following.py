"""A few residents followed through one world, as tables that can be kept; `replaying` says what is watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .plans import check_fits, plan_of
from .refusing import Refused
from .task import Progress, check_numbers

if TYPE_CHECKING:
    import pandas as pd

    from ...model.parameters.place import Place
    from ...scenarios.library import Scenario
    from .replaying import World


@dataclass(frozen=True)
class Followed:
    """What was seen of a few residents in one world.

    Attributes:
        residents: Who was followed.
        lives: A row a need born in the measured days: `key` (its address, 16 hexadecimal digits) and the columns of
            `replaying.Life`.
        arise: day, cell, then one column a kind of need (`k0`, `k1`, …): how often it arises there against the usual
            rate; cells of these residents only.
        minds: resident, day (of the run), trust, expectation (both 0 to 1), every measured evening.
        index: Working day of each day of the run.
        cell_of: Cell of each of `residents`, in their order.
        ceilings: By kind, the multiple of the usual rate at which needs are drawn before policy thins them.
        first: The first day of the run, warm-up included.
        about: Of each of `residents`: age, tenure, register, form (levels as in `comparing.who`) and community.
    """

    residents: tuple[int, ...]
    lives: pd.DataFrame
    arise: pd.DataFrame
    minds: pd.DataFrame
    index: tuple[int, ...]
    cell_of: tuple[int, ...]
    ceilings: tuple[float, ...]
    first: dt.date
    about: tuple[Mapping[str, Any], ...]

    def world(self) -> World:
        """The same as `two_lives.partings` compares it."""
        import numpy as np

        from .replaying import Life, World

        cells = np.full(max(self.residents, default=-1) + 1, -1, np.int32)
        cells[list(self.residents)] = self.cell_of
        rows = self.lives.drop(columns="key").to_dict("records")
        lives = {int(key, 16): Life(**row) for key, row in zip(self.lives["key"], rows, strict=True)}
        rates = self.arise.drop(columns=["day", "cell"]).to_numpy(float)
        places = zip(self.arise["day"].tolist(), self.arise["cell"].tolist(), strict=True)
        arise = dict(zip(places, rates, strict=True))
        minds = {
            int(str(who)): one[["trust", "expectation"]].to_numpy(float) for who, one in self.minds.groupby("resident")
        }
        return World(
            lives=lives,
            arise=arise,
            index=np.array(self.index, np.int32),
            cell_of=cells,
            ceilings=np.array(self.ceilings),
            minds=minds,
        )


def follow(
    scenario: Scenario, seed: int, days: int, warmup: int, residents: Sequence[int], progress: Progress | None = None
) -> Followed:
    """Live a scenario's run again and follow a few residents through it.

    Raises:
        Refused: An emergency is planned, or there is no such resident.
    """
    from .replaying import check_residents, live_again

    check_numbers(seed=seed, days=days, warmup=warmup)
    if scenario.shocks:
        raise Refused("refused.replay_shock")
    check_fits(scenario)
    whom = tuple(sorted(set(residents)))
    check_residents(scenario, whom)
    world = live_again(plan_of(scenario, seed, days, warmup), whom, progress)
    return _kept(world, whom, warmup, scenario.parameters.place)


def _kept(world: World, whom: tuple[int, ...], warmup: int, place: Place) -> Followed:
    import pandas as pd

    from .replaying import Life

    lives = pd.DataFrame(
        [(f"{key:016x}", *life) for key, life in sorted(world.lives.items())], columns=["key", *Life._fields]
    )
    rates = [(day, cell, *row.tolist()) for (day, cell), row in sorted(world.arise.items())]
    arise = pd.DataFrame(rates, columns=["day", "cell", *(f"k{kind}" for kind in range(len(world.ceilings)))])
    minds = [
        pd.DataFrame({"resident": who, "day": range(warmup, warmup + len(both)), "trust": both[:, 0]}).assign(
            expectation=both[:, 1]
        )
        for who, both in world.minds.items()
    ]
    return Followed(
        residents=whom,
        lives=lives,
        arise=arise,
        minds=pd.concat(minds, ignore_index=True),
        index=tuple(int(one) for one in world.index),
        cell_of=tuple(int(world.cell_of[one]) for one in whom),
        ceilings=tuple(float(one) for one in world.ceilings),
        first=place.start - dt.timedelta(days=warmup),
        about=tuple(_about(place, one) for one in whom),
    )


def _about(place: Place, resident: int) -> dict[str, Any]:
    from ...model.parameters.place import AGE_BANDS, FORMS
    from ...model.place.world import build_world

    world = build_world(place)
    people, land, cell = world.residents, world.territory, int(world.residents.cell[resident])
    tenure = "owner" if people.owner[resident] else "tenant"
    return {
        "age": AGE_BANDS[people.age_band[resident]],
        "tenure": "dormitory" if people.collective[resident] else tenure,
        "register": "migrant" if people.migrant[resident] else "local",
        "form": FORMS[land.form_of_cell[cell]],
        "community": int(land.community_of_cell[cell]),
    }
