"""Needs watched from evening to evening while a district lives again; the run that was made of it traces nothing.

Luck has an address, so the same plan lives the same days to the last bit, whoever watches (tested).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.columns import BORN, DEPARTMENT_DOOR, DONE, MISTAKEN_DOOR, TO_DEPARTMENT
from .cores import cores
from .plans import plan_of
from .refusing import Refused
from .starting import engine_ready

if TYPE_CHECKING:
    from ...model.district import District
    from ...model.plan import Plan
    from ...scenarios.library import Scenario
    from .task import Progress

RESIDENT_DAYS_BESIDE = 3e7
"""Residents times days from which the second world is lived in a process beside; a town's year is a fifth of it."""
NOTED = np.dtype(
    [
        ("row", np.int64),
        ("arrives", np.float64),
        ("mistaken", np.int8),
        ("department", np.int8),
        ("heard", np.int8),
        ("door_day", np.int32),
        ("door", np.int8),
        ("wait", np.float64),
        ("hands", np.float64),
        ("settled", np.int8),
    ]
)
"""What is noted of a need while it lives: of the evening it was heard, and of the first evening at a pool's door."""


class Life(NamedTuple):
    """One need from first to last. Times are working days since the first day of the warm-up; NEVER is 1e18.

    Attributes:
        resident, kind, born: Who had it, which kind (a row of the place file), on which day of the run.
        heard_day, heard_time, channel: When and by which channel it was heard; −1 if nobody heard it.
        department, mistaken: On the evening it was heard: whether it was a case for a department; at a wrong door.
        arrives: When it would reach its door, as it stood that evening.
        door, door_day: Type of the first pool it stood before, and the evening it did; −1 for none.
        wait, hands: That evening there: working days of work in the queue; hours of work a day.
        started, closed, done: When work began, was first finished, and when it ended.
        returns, poor: How often it came back after poor work, and whether the last work was poor.
        lapses: When patience runs out.
        bin: How it ended.
    """

    resident: int
    kind: int
    born: int
    heard_day: int
    heard_time: float
    channel: int
    department: bool
    mistaken: bool
    arrives: float
    door: int
    door_day: int
    wait: float
    hands: float
    started: float
    closed: float
    done: float
    returns: int
    poor: int
    lapses: float
    bin: int


@dataclass(frozen=True)
class World:
    """What was seen of one world.

    Attributes:
        lives: Key of a need, which is its address in the luck of the seed -> its life.
        arise: (day, cell) -> by kind, how often needs arise there against the usual rate.
        index: Working day of each day of the run.
        cell_of: Cell of each resident.
        ceilings: By kind, the multiple of the usual rate at which needs are drawn before policy thins them.
        minds: Resident -> (days, 2): trust and what they expect (both 0 to 1), of every measured evening; of chosen
            residents only.
    """

    lives: Mapping[int, Life]
    arise: Mapping[tuple[int, int], NDArray[np.float64]]
    index: NDArray[np.int32]
    cell_of: NDArray[np.int32]
    ceilings: NDArray[np.float64]
    minds: Mapping[int, NDArray[np.float64]] = field(default_factory=dict)

    def day_of(self, moment: float) -> int:
        """The day of the run on which a working day stands."""
        return int(np.searchsorted(self.index, int(moment), side="right")) - 1


class Watch:
    """The needs of chosen residents, or of all, born in the measured days."""

    def __init__(self, district: District, whom: Sequence[int] | None) -> None:
        self.whom = None if whom is None else np.unique(np.asarray(whom, np.int64))
        self.minds: list[NDArray[np.float64]] = []
        self.next = int(district.state.tallies.tally[BORN])
        self.notes = np.zeros(0, NOTED)
        self.arise: dict[tuple[int, int], NDArray[np.float64]] = {}
        cells = district.state.facts.resident_cell
        self.cells = np.unique(cells if self.whom is None else cells[self.whom])

    def evening(self, district: District) -> None:
        """Look at the day that has just passed."""
        day = district.day - 1
        if day < district.length:
            self._take_on(district, day)
            if self.whom is not None:
                minds = district.state.minds
                self.minds.append(np.stack([minds.trust[self.whom], minds.expectation[self.whom]], axis=1))
        self._note(district, day)

    @property
    def open(self) -> bool:
        """Whether any need that is watched has not ended."""
        return bool((self.notes["settled"] == 0).any())

    def _take_on(self, district: District, day: int) -> None:
        state = district.state
        born = int(state.tallies.tally[BORN])
        rows = np.arange(self.next, born)
        self.next = born
        if self.whom is not None:
            rows = rows[np.isin(state.needs["resident"][rows], self.whom)]
        fresh = np.zeros(len(rows), NOTED)
        fresh["row"], fresh["door"], fresh["door_day"] = rows, -1, -1
        self.notes = np.concatenate([self.notes, fresh])
        for cell in self.cells:
            self.arise[day, int(cell)] = state.hearing.intensity[cell].copy()

    def _note(self, district: District, day: int) -> None:
        needs, pools, notes = district.state.needs.view(np.ndarray), district.state.pools.view(np.ndarray), self.notes
        at = np.flatnonzero(notes["settled"] == 0)
        seen = needs[notes["row"][at]]
        first = (seen["heard_day"] >= 0) & (notes["heard"][at] == 0)
        new, now = at[first], seen[first]
        notes["heard"][new], notes["arrives"][new] = 1, now["available_time"]
        notes["mistaken"][new] = now["door"] == MISTAKEN_DOOR
        notes["department"][new] = (now["pool"] == TO_DEPARTMENT) | (now["door"] == DEPARTMENT_DOOR)
        stands = (seen["pool"] >= 0) & (notes["door"][at] < 0)
        new, pool = at[stands], pools[seen["pool"][stands]]
        notes["door"][new], notes["door_day"][new], notes["hands"][new] = pool["type"], day, pool["daily_hours"]
        notes["wait"][new] = pool["backlog_hours"] / np.maximum(pool["daily_hours"], 1e-9)
        notes["settled"][at] = seen["state"] == DONE

    def world(self, district: District) -> World:
        """What was seen, need by need."""
        state = district.state
        needs, facts = state.needs.view(np.ndarray), state.facts
        rows = needs[self.notes["row"]]
        lives = {int(need["key"]): _life(need, note) for need, note in zip(rows, self.notes, strict=True)}
        return World(
            lives=lives,
            arise=self.arise,
            index=facts.working_index,
            cell_of=facts.resident_cell,
            ceilings=state.kinds.ceiling.copy(),
            minds=self._minds(),
        )

    def _minds(self) -> dict[int, NDArray[np.float64]]:
        if self.whom is None or not self.minds:
            return {}
        every = np.stack(self.minds)
        return {int(one): every[:, place].copy() for place, one in enumerate(self.whom)}


def _life(need: Any, note: Any) -> Life:
    return Life(
        resident=int(need["resident"]),
        kind=int(need["kind"]),
        born=int(need["birth_day"]),
        heard_day=int(need["heard_day"]),
        heard_time=float(need["heard_time"]),
        channel=int(need["channel"]),
        department=bool(note["department"]),
        mistaken=bool(note["mistaken"]),
        arrives=float(note["arrives"]),
        door=int(note["door"]),
        door_day=int(note["door_day"]),
        wait=float(note["wait"]),
        hands=float(note["hands"]),
        started=float(need["started_time"]),
        closed=float(need["closed_time"]),
        done=float(need["done_time"]),
        returns=int(need["generation"]),
        poor=int(need["poor"]),
        lapses=float(need["lapse_time"]),
        bin=int(need["bin"]),
    )


def live_again(plan: Plan, whom: Sequence[int] | None, progress: Progress | None = None) -> World:
    """Live the days of a plan again and watch; needs born in the measured days are followed to their end.

    Args:
        whom: Residents to watch; all of them if None.
    """
    from ...model.living import living

    engine_ready()
    with living(plan) as district:
        district.run_to(plan.warmup)
        watch = Watch(district, whom)
        while district.day < plan.last and (district.day < district.length or watch.open):
            on = district.run_to if district.day < district.length else district.live_until
            on(district.day + 1)
            watch.evening(district)
            if progress is not None:
                progress(min(district.day / district.length, 1.0))
        return watch.world(district)


def two_lives(
    scenarios: tuple[Scenario, Scenario], seed: int, days: int, warmup: int, resident: int | None = None
) -> tuple[World, World]:
    """The same resident, or all of them, in two worlds of one seed.

    Raises:
        Refused: The places differ, an emergency is planned, or there is no such resident.
    """
    first, second = scenarios
    if first.parameters.place != second.parameters.place:
        raise Refused("refused.why_places", first=first.place_id, second=second.place_id)
    if first.shocks or second.shocks:
        raise Refused("refused.replay_shock")
    plans = [plan_of(one, seed, days, warmup) for one in scenarios]
    if resident is not None:
        check_residents(first, (resident,))
    whom = None if resident is None else (resident,)
    if beside_pays(plans[0]) and cores() > 1:
        return _side_by_side(plans[0], second, whom)
    from ...model.ahead import another_follows

    with another_follows(True):
        one = live_again(plans[0], whom)
    return one, live_again(plans[1], whom)


def beside_pays(plan: Plan) -> bool:
    """Whether a world takes longer to live than a process takes to start."""
    return plan.parameters.place.residents * (plan.days + plan.warmup) >= RESIDENT_DAYS_BESIDE


def _side_by_side(here: Plan, there: Scenario, whom: Sequence[int] | None) -> tuple[World, World]:
    """One world in this process, the other in a process of its own; here too, one after the other, if that one dies."""
    from .beside import Beside

    with Beside(there, (here.seed, here.days, here.warmup), whom) as other:
        one = live_again(here, whom)
        two = other.world()
    return one, two or live_again(plan_of(there, here.seed, here.days, here.warmup), whom)


def check_residents(scenario: Scenario, whom: Sequence[int]) -> None:
    """Refuse numbers that no resident of a scenario's place has.

    Raises:
        Refused: Which number, and which there are.
    """
    from ...model.place.world import build_world

    count = len(build_world(scenario.parameters.place).residents)
    for one in whom:
        if not 0 <= one < count:
            raise Refused("refused.number", key="resident", value=one, low=0, high=count - 1)
