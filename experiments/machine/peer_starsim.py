"""W in Starsim (3): one module with states and its distributions, the queues as columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import starsim as ss

from . import workload as w
from .peer_queues import Queues, moved
from .workload import Days, Life, Town


class StarsimTown(ss.Module):
    """The town of W."""

    def __init__(self, town: Town, **more: Any) -> None:
        super().__init__(**more)
        self.define_states(ss.FloatArr("s", default=w.FIRST_S), ss.BoolState("ever", default=False))
        self.town, self.day, self.rows = town, -1, []
        self.raises = ss.bernoulli(p=lambda module, sim, uids: w.RATE_OF_AGE[module.town.age[uids]])
        self.comes = ss.bernoulli(p=lambda module, sim, uids: w.COMES * module.s[uids])
        self.work = ss.expon(scale=w.MEAN_HOURS)

    def init_post(self) -> None:
        """Once everybody is there."""
        super().init_post()
        self.queues = Queues(self.town)
        self.volunteers = ss.uids(np.flatnonzero(self.town.volunteer))

    def step(self) -> None:
        """One day."""
        self.day += 1
        given = np.bincount(self.town.grid[self.comes.filter(self.volunteers)], minlength=self.town.grids)
        new = self.raises.filter(self.sim.people.auids)
        self.queues.join(np.asarray(new), self.day, np.asarray(self.work.rvs(new)))
        served, lapsed = self.queues.serve(self.day, self.town.hours + given)
        moved(self.s.raw, served, up=True)
        moved(self.s.raw, lapsed, up=False)
        self.ever[ss.uids(np.unique(served))] = True
        counts = (len(new), len(served), len(lapsed), len(self.queues))
        self.rows.append((*counts, int(np.sum(self.ever.values)), float(self.s.mean())))


def life(town: Town, days: int, seed: int) -> Life:
    """Days of W by Starsim."""
    module = StarsimTown(town)
    usual = {"start": 0, "dur": ss.days(days), "dt": ss.days(1), "rand_seed": seed, "verbose": 0}
    sim = ss.Sim(n_agents=len(town.grid), modules=[module], **usual)
    sim.init()

    def lived() -> Days:
        sim.run()
        mine = next(one for one in sim.modules if isinstance(one, StarsimTown))
        return dict(zip(w.COUNTED, np.array(mine.rows[:days], float).T, strict=True))

    return lived
