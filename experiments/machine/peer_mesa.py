"""W in Mesa as its tutorials write it: an agent for each resident and each grid, `shuffle_do`, a data collector."""

from __future__ import annotations

from collections import deque
from typing import Any

import mesa
import numpy as np

from . import workload as w
from .workload import Days, Life, Town


class Resident(mesa.Agent):
    """Somebody who may volunteer and may raise a need."""

    def __init__(self, model: mesa.Model, grid: Grid, rate: float, volunteer: bool) -> None:
        super().__init__(model)
        self.grid, self.rate, self.volunteer = grid, rate, volunteer
        self.s, self.ever = w.FIRST_S, False

    def step(self) -> None:
        """One day."""
        chance = self.model.random
        if self.volunteer and chance.random() < w.COMES * self.s:
            self.grid.given += 1.0
        if chance.random() < self.rate:
            self.grid.queue.append([self, self.model.day, chance.expovariate(1.0 / w.MEAN_HOURS)])
            self.model.raised += 1

    def is_served(self) -> None:
        """A need of hers is met."""
        self.s += w.SERVED * (1.0 - self.s)
        self.ever = True

    def is_let_down(self) -> None:
        """A need of hers lapses."""
        self.s -= w.LAPSED * self.s


class Grid(mesa.Agent):
    """A queue and the hours for it."""

    def __init__(self, model: mesa.Model, hours: float) -> None:
        super().__init__(model)
        self.hours, self.given = hours, 0.0
        self.queue: deque[list[Any]] = deque()

    def step(self) -> None:
        """One day."""
        queue, left, town = self.queue, self.hours + self.given, self.model
        while queue and queue[0][2] <= left:
            who, _, work = queue.popleft()
            left -= work
            who.is_served()
            town.served += 1
        if queue:
            queue[0][2] -= left
        while queue and town.day - queue[0][1] >= w.DEADLINE:
            queue.popleft()[0].is_let_down()
            town.lapsed += 1
        self.given = 0.0


class MesaTown(mesa.Model):
    """The town of W."""

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(seed=seed)
        self.grids = [Grid(self, hours) for hours in town.hours.tolist()]
        facts = zip(town.grid.tolist(), w.RATE_OF_AGE[town.age].tolist(), town.volunteer.tolist(), strict=True)
        for grid, rate, volunteer in facts:
            Resident(self, self.grids[grid], rate, volunteer)
        self.day = -1
        self.raised = self.served = self.lapsed = 0
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "raised": "raised",
                "served": "served",
                "lapsed": "lapsed",
                "waiting": lambda model: sum(len(grid.queue) for grid in model.grids),
                "ever_served": lambda model: model.agents_by_type[Resident].agg("ever", np.sum),
                "s": lambda model: model.agents_by_type[Resident].agg("s", np.mean),
            }
        )

    def step(self) -> None:
        """One day."""
        self.day += 1
        self.raised = self.served = self.lapsed = 0
        self.agents_by_type[Resident].shuffle_do("step")
        self.agents_by_type[Grid].do("step")
        self.datacollector.collect(self)


def life(town: Town, days: int, seed: int) -> Life:
    """Days of W by Mesa."""
    model = MesaTown(town, seed)

    def lived() -> Days:
        for _ in range(days):
            model.step()
        found = model.datacollector.get_model_vars_dataframe()
        return {name: found[name].to_numpy(float) for name in w.COUNTED}

    return lived
