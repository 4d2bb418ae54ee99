"""The district: people on their land, institutions that decide, and the days they live. A reader starts here.

A district is a Mesa model: institutions are its agents, found by `district.agents_by_type`. Residents and needs are
columns in `district.state`; `calendar.py` says when institutions act and `journey.py` what happens in a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from . import beginning
from .calendar import calendar
from .columns import BORN, GRID, IN_SERVICE, NEED, QUEUED, UNHEARD_NEED, UNHEARD_NOW, Hearing, State, rows
from .days import live, readmit
from .institutions.centre import ServiceCentre
from .institutions.department import DEPARTMENTS, Department
from .institutions.grid_team import GridTeam
from .institutions.residents_committee import ResidentsCommittee
from .needs.channels import new_hearing, set_channels
from .needs.table import kind_table, kinds_under, workload_of_cells
from .parameters import Levers, Parameters
from .people.posts import familiarity, staff_district
from .place.layouts import lay_out
from .place.reach import site_centres
from .place.world import build_world

ROOM_TO_SPARE = 1.1


@dataclass(frozen=True)
class Plan:
    """What one run is asked to do.

    Attributes:
        parameters: Place, assumptions, and the levers of the policy that switches on at the place's start date.
        seed: Drives everything that happens; people come from the place's own seed.
        days: Measured days, from the place's start date.
        warmup: Days lived before, under `status_quo`.
        status_quo: The place's own levers; by default the policy itself.
        steps: Later dates on which other levers take effect.
        drawn: Grid of each cell for the layout `drawn`.
    """

    parameters: Parameters
    seed: int = 1
    days: int = 1095
    warmup: int = 180
    status_quo: Levers | None = None
    steps: Mapping[dt.date, Levers] = field(default_factory=dict)
    drawn: NDArray[np.int32] | None = None


class District(mesa.Model):
    """One urban district, from the first day of its warm-up to the end of its run.

    Attributes:
        plan: What this run is asked to do.
        parameters: Place, assumptions and the levers now in force.
        day: The next day to live; 0 is the first day of the warm-up.
        state: All columns the daily kernels read and write.
        decisions: What institutions decided: (day, who, what, amount).
    """

    state: State

    def __init__(self, plan: Plan) -> None:
        super().__init__(rng=np.random.default_rng(plan.seed))
        self.plan = plan
        self.world = build_world(plan.parameters.place)
        self.kinds = kind_table(plan.parameters)
        self.first_day = plan.parameters.place.start - dt.timedelta(days=plan.warmup)
        self.length = plan.warmup + plan.days
        self.levers_from = {plan.parameters.place.start: plan.parameters.levers, **plan.steps}
        self.day = 0
        self.decisions: list[tuple[int, str, str, float]] = []
        self._calendar = calendar()
        self._begin(plan.status_quo or plan.parameters.levers)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "needs_born": lambda district: int(district.state.books.count[BORN]),
                "needs_unheard": lambda district: int(district.state.books.count[UNHEARD_NOW]),
                "backlog_hours": lambda district: float(district.state.pools.backlog_hours.sum()),
                "trust": lambda district: float(district.state.minds.trust.mean()),
            }
        )

    def step(self) -> None:
        """Live one day and let the data collector note it."""
        self.run_to(self.day + 1)
        self.datacollector.collect(self)

    def run(self) -> None:
        """Live every day that is left."""
        self.run_to(self.length)

    def run_to(self, day: int) -> None:
        """Live until the morning of `day`; institutions act on the days the calendar names."""
        while self.day < min(day, self.length):
            date = self.date(self.day)
            for entry in self._calendar:
                if entry.falls_on(self, date):
                    entry.act(self, date)
            self._live_to(min(self._next_event(self.day + 1), day, self.length))

    def date(self, day: int) -> dt.date:
        """Calendar date of a day of the run."""
        return self.first_day + dt.timedelta(days=day)

    def note(self, who: str, what: str, amount: float) -> None:
        """Enter a decision in the log."""
        self.decisions.append((self.day, who, what, amount))

    def adopt(self, levers: Levers) -> None:
        """Put levers in force: redraw grids and centres, staff them, and let open needs find their new doors."""
        state = self.state
        first_counter = self.doors.first_counter
        owed = state.pools.debt_hours[first_counter : self.doors.first_social].copy()
        unbooked = state.pools.overhead_hours[first_counter : self.doors.first_social].copy()
        at_work = state.needs.state == IN_SERVICE
        state.needs.state[at_work] = QUEUED
        self.state = state._replace(**self._arranged(levers, state.hearing))
        counters = slice(self.doors.first_counter, self.doors.first_social)
        self.state.pools.debt_hours[counters] = owed
        self.state.pools.overhead_hours[counters] = unbooked
        readmit(0, int(self.state.facts.working_index[self.day]), self.state)
        self._appoint()

    def resident(self, number: int) -> dict[str, Any]:
        """A readable view of one resident: who they are, what they feel, what they needed."""
        people, minds, needs = self.world.residents, self.state.minds, self.state.needs
        rows = np.flatnonzero(needs.resident[: int(self.state.books.count[BORN])] == number)
        about = {name: getattr(people, name)[number].item() for name in people.__dataclass_fields__}
        return {
            **about,
            "trust": float(minds.trust[number]),
            "efficacy": float(minds.efficacy[number]),
            "needs": [
                (self.kinds.ids[needs.kind[row]], self.date(int(needs.birth_day[row])).isoformat()) for row in rows
            ],
        }

    def _begin(self, levers: Levers) -> None:
        plan, world = self.plan, self.world
        self.parameters = plan.parameters.model_copy(update={"levers": levers})
        facts = beginning.settle_facts(world, plan.parameters, plan.seed, self.first_day, self.length)
        expected = float((facts.daily_rate * self.kinds.rows.ceiling).sum()) * self.length
        room = int(expected * ROOM_TO_SPARE) + beginning.FIRST_ROOM
        inflow = plan.parameters.place.departments or measured_inflow(plan)
        margin = plan.parameters.assumptions.routing.department_margin
        minds = beginning.first_minds(world, plan.parameters, plan.seed)
        hearing = new_hearing(world, len(self.kinds.ids), plan.parameters)
        self.state = State(
            facts=facts,
            needs=rows(room, NEED),
            waiting=rows(room // 8 + beginning.FIRST_ROOM, UNHEARD_NEED),
            hearing=hearing,
            departments=beginning.department_queues(self.kinds.ids, inflow, len(world.residents.cell), margin),
            minds=minds,
            wheels=beginning.empty_wheels(),
            books=beginning.empty_books(room, world.territory.cells, self.length, minds),
            service=beginning.service_rules(plan.parameters),
            memory=beginning.memory_rules(plan.parameters),
            **self._arranged(levers, hearing),
        )
        self._appoint()
        for name, members in DEPARTMENTS.items():
            kinds = [self.kinds.index(kind) for kind in members if self.kinds.index(kind) >= 0]
            if kinds:
                Department(self, name, kinds)
        for community in range(world.territory.communities):
            ResidentsCommittee(self, self.doors.first_counter + community)

    def _arranged(self, levers: Levers, hearing: Hearing) -> dict[str, Any]:
        """Draw grids, site centres and staff them under `levers`; the parts of the state that follow from levers."""
        plan, world = self.plan, self.world
        self.parameters = self.parameters.model_copy(update={"levers": levers})
        workload = workload_of_cells(world, self.kinds)
        self.layout = lay_out(world, levers.grid, workload, plan.drawn)
        self.centres = site_centres(world, levers.centres.spacing_km)
        staff = staff_district(self.parameters, world, self.layout, self.centres, plan.seed)
        self.doors = staff.doors
        known = familiarity(self.layout.residents_of_grid.astype(float), self.parameters, world)
        set_channels(hearing, world, self.layout, self.centres, known, self.parameters, plan.seed)
        self.even_patrol = hearing.patrol_per_hour.copy()
        self.usual_useful_share = staff.servers.useful_share.copy()
        return {
            "kinds": kinds_under(self.kinds, self.parameters),
            "doors": staff.doors.of_cell,
            "routing": beginning.routing_rules(self.kinds, self.parameters),
            "pools": staff.pools,
            "groups": staff.groups,
            "servers": staff.servers,
        }

    def _appoint(self) -> None:
        """Give every grid and centre its agent; committees keep theirs and learn their new place in the columns."""
        for kind in (GridTeam, ServiceCentre):
            for agent in list(self.agents_by_type.get(kind, ())):
                agent.remove()
        households = self.world.territory.households_of_cell
        pool_of_cell = self.doors.of_cell.pool[:, GRID]
        order = np.argsort(pool_of_cell, kind="stable")
        bounds = np.searchsorted(pool_of_cell[order], np.arange(self.doors.first_property + 1))
        for pool in range(self.doors.first_property):
            cells = order[bounds[pool] : bounds[pool + 1]]
            GridTeam(self, pool, cells.tolist(), households[cells].astype(float).tolist())
        for pool in range(self.doors.first_social, self.doors.count):
            ServiceCentre(self, pool, float(self.parameters.levers.centres.social_workers_each))
        for community, committee in enumerate(self.agents_by_type.get(ResidentsCommittee, ())):
            committee.pool = self.doors.first_counter + community

    def _next_event(self, day: int) -> int:
        while day < self.length and not any(entry.falls_on(self, self.date(day)) for entry in self._calendar):
            day += 1
        return day

    def _live_to(self, day: int) -> None:
        while self.day < day:
            self.day = int(live(self.day, day, self.state))
            if self.day < day:
                self._make_room()

    def _make_room(self) -> None:
        """Double the lists; the day that found them full is lived afresh."""
        needs, waiting, books = self.state.needs, self.state.waiting, self.state.books
        room, unheard = 2 * len(needs), 2 * len(waiting)
        longer = beginning.longer
        self.state = self.state._replace(
            needs=longer(needs, room),
            waiting=longer(waiting, unheard),
            books=books._replace(
                heard=longer(books.heard, room), arrivals=longer(books.arrivals, room), ended=longer(books.ended, room)
            ),
        )


def measured_inflow(plan: Plan) -> dict[str, float]:
    """Cases a year and 1,000 residents that reach departments under the status quo, measured by a pilot run."""
    from .pilot import inflow_of

    levers = plan.status_quo or plan.parameters.levers
    return inflow_of(plan.parameters.model_copy(update={"levers": levers}))
