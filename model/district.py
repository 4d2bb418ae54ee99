"""The district: people on their land, institutions that decide, and the days they live. A reader starts here.

A district is a Mesa model: institutions are its agents, found by `district.agents_by_type`. Residents and needs are
columns in `district.state`; `calendar.py` says when institutions act and `day.py` what happens in a day.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from .backend import live, readmit
from .calendar import calendar
from .columns import BORN, UNHEARD_NOW, Hearing, State
from .events import Event
from .events.staff import LeversAdopted
from .institutions import Institutions
from .ledger.ledger import Ledger
from .local_levers import Trial
from .mechanism import HasRecords, announced
from .needs.channels import direct, new_hearing
from .needs.table import kind_table
from .observation.resident_view import view_of_resident
from .parameters import Levers, Parameters, changed_levers
from .pilot import at_rest
from .place.layouts import Layout
from .place.reach import Centres
from .place.world import build_world
from .plan import Plan
from .processes import processes
from .setup import initial_state
from .setup.arranging import arranged
from .setup.in_force import PolicyInForce, hand_over
from .staffing.posts import PoolMap

__all__ = ["District", "Plan"]

RULES = ("kinds", "routing", "service", "memory")
"""Parts of the state that may change while all posts stay behind their doors."""


ONE_DAY = dt.timedelta(days=1)

REPORTERS = {
    "needs_born": lambda district: int(district.state.tallies.tally[BORN]),
    "needs_unheard": lambda district: int(district.state.tallies.tally[UNHEARD_NOW]),
    "backlog_hours": lambda district: float(district.state.pools.backlog_hours.sum()),
    "trust": lambda district: float(district.state.minds.trust.mean()),
}
"""What Mesa's data collector notes of a day."""


class District(mesa.Model, HasRecords):
    """One urban district, from the first day of its warm-up to the end of its run.

    Attributes:
        plan: What this run is asked to do.
        arrangement: What follows from the levers now in force.
        day: The next day to live; 0 is the first day of the warm-up.
        seen_queued: A morning, and the needs that stood in a queue on it.
        parameters: Place, assumptions and the levers now in force; those of `in_force`.
        at_rest: What departments and residents began with.
        state: All columns the daily kernels read and write.
        events: What institutions did and decided, each with its day.
        mechanisms: Those of packages of somebody's own.
        trials: Levers that some communities try.
        posts_redrawn: Whether the levers last put in force moved any post.
        ledger: Every payment.

    What processes remember they keep by type: `district.of(Market)`, `district.of(Docket)`.
    """

    in_force: PolicyInForce
    parameters: Parameters
    state: State

    def __init__(self, plan: Plan) -> None:
        super().__init__(rng=np.random.default_rng(plan.seed))
        self.plan, self.length, self.levers_from = plan, plan.length, plan.levers_from
        self._first_day = plan.first_day
        self.world = build_world(plan.parameters.place)
        self.kinds = kind_table(plan.parameters)
        self.day, self.events, self.trials = 0, list[tuple[int, Event]](), tuple[Trial, ...]()
        self.seen_queued: tuple[int, NDArray[np.int64]] | None = None
        self._records, self.mechanisms = {}, tuple(one.kind() for one in announced())
        self._calendar, self._processes = calendar(self.mechanisms), processes(self.mechanisms)
        self.ledger, self.posts_redrawn = Ledger(self.world.territory.communities), False
        self._begin(plan.status_quo or plan.parameters.levers)

    @cached_property
    def datacollector(self) -> mesa.DataCollector:
        """Mesa's, for whoever steps the district day by day; a run has tables of its own."""
        return mesa.DataCollector(model_reporters=REPORTERS)

    @property
    def layout(self) -> Layout:
        """The grids now in force."""
        return self.in_force.ground.layout

    @property
    def centres(self) -> Centres:
        """The service centres now in force."""
        return self.in_force.ground.centres

    @property
    def pool_map(self) -> PoolMap:
        """Which pool looks after which cell."""
        return self.in_force.pool_map

    def step(self) -> None:
        """Live one day and let the data collector note it; after the last one Mesa's `run_model` ends."""
        self.run_to(self.day + 1)
        self.datacollector.collect(self)
        self.running = self.day < self.length

    def run(self) -> None:
        """Live every day that is left."""
        self.run_to(self.length)

    def run_to(self, day: int) -> None:
        """Live until the morning of `day`, at most to the end of the measured days."""
        self.live_until(min(day, self.length))
        if self.day == self.length:
            for process in self._processes:
                process.at_end(self)

    def date(self, day: int) -> dt.date:
        """Calendar date of a day of the run."""
        return self._first_day + dt.timedelta(days=day)

    def register_agent(self, agent: mesa.Agent) -> None:
        """An agent joins those of its type; Mesa calls this when one is made."""
        self._agents_by_type.setdefault(type(agent), Institutions((), random=self.random))
        super().register_agent(agent)

    def record(self, event: Event) -> None:
        """Enter what somebody did or decided today."""
        self.events.append((self.day, event))

    @property
    def decisions(self) -> list[tuple[int, str, str, float]]:
        """What was decided so far, in lines: day, who, what, amount."""
        return [(day, event.who(), *line) for day, event in self.events for line in event.decisions()]

    def adopt(self, levers: Levers) -> None:
        """Put levers in force; where they leave all posts behind their doors, work at hand goes on undisturbed."""
        for process in self._processes:
            process.before_new_levers(self)
        before, patrol = self.in_force, self.state.hearing.patrol_per_hour.copy()
        self._put_in_force(self._arranged(levers, self.state.hearing))
        self.posts_redrawn = not self.in_force.same_posts_as(before)
        if self.posts_redrawn:
            self.state = hand_over(self.state, before.pool_map, self.in_force)
            self._form_queues()
        else:
            self.state = self.in_force.put_in_force(self.state, RULES)
            if np.array_equal(self.in_force.even_patrol, before.even_patrol):
                direct(self.state.hearing, patrol=patrol)
        if changed := changed_levers(before.parameters.levers, levers):
            self.record(LeversAdopted(changed=changed, grids=len(self.layout.community_of_grid)))
        for process in self._processes:
            process.on_new_levers(self)
        if self.posts_redrawn:  # only now volunteers, organisations and units stand at their doors as well
            self._form_queues()

    def resident(self, number: int) -> dict[str, Any]:
        """A readable view of one resident: who they are, what they feel, what they needed."""
        return view_of_resident(self, number)

    def _begin(self, levers: Levers) -> None:
        plan, world = self.plan, self.world
        hearing = new_hearing(world, len(self.kinds.ids), plan.parameters)
        self._put_in_force(self._arranged(levers, hearing))
        self.at_rest = plan.at_rest or at_rest(plan, District)
        self.state = initial_state.first_state(world, self.kinds, plan, self.at_rest, hearing, self.in_force.columns)
        for process in self._processes:
            process.initialise(self)

    def _put_in_force(self, policy: PolicyInForce) -> None:
        self.in_force, self.parameters = policy, policy.parameters

    def _arranged(self, levers: Levers, hearing: Hearing) -> PolicyInForce:
        return arranged(self, levers, hearing)

    def _form_queues(self) -> None:
        self.seen_queued = None
        readmit(0, int(self.state.facts.working_index[self.day]), self.state)

    def live_until(self, day: int) -> None:
        """Institutions act on the days the calendar names, and the days between pass, also after the measured ones."""
        while self.day < day:
            date = self.date(self.day)
            for entry in self._calendar:
                if entry.falls_on(self, date):
                    entry.act(self, date)
            self._live_to(min(self._next_event(self.day + 1), day))

    def _next_event(self, day: int) -> int:
        date, last = self.date(day), self.plan.last
        # Many entries fall on the same days; each way of falling is asked once.
        falls_on = tuple({entry.falls_on for entry in self._calendar})
        while day < last and not any(falls(self, date) for falls in falls_on):
            day, date = day + 1, date + ONE_DAY
        return day

    def _live_to(self, day: int) -> None:
        while self.day < day:
            self.day = int(live(self.day, day, self.state))
            if self.day < day:
                self.state = initial_state.with_more_room(self.state)
