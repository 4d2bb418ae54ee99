"""W in mesa-frames (0.1): residents and needs as Polars frames, every rule an expression over them."""

from __future__ import annotations

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from . import workload as w
from .workload import Days, Life, Town


class Residents(AgentSetPolars):
    """All residents, a row each."""

    def __init__(self, model: FramesTown, town: Town) -> None:
        super().__init__(model)
        count = len(town.grid)
        facts = {"unique_id": np.arange(count), "grid": town.grid, "rate": w.RATE_OF_AGE[town.age]}
        state = {"s": np.full(count, w.FIRST_S), "ever": np.zeros(count, bool)}
        self.add(pl.DataFrame({**facts, "volunteer": town.volunteer, **state}))

    def step(self) -> None:
        """Who volunteers and who raises a need today."""
        model, count, people = self.model, len(self), self.agents
        uniform = pl.Series("uniform", model.random.random(count))
        comes = people["volunteer"] & (uniform < w.COMES * people["s"])
        model.given = people.filter(comes).group_by("grid").agg(pl.len().alias("given"))
        raises = pl.Series("raises", model.random.random(count)) < people["rate"]
        new = people.filter(raises).select(pl.col("unique_id").alias("who"), "grid")
        work = pl.Series("work", model.random.exponential(w.MEAN_HOURS, len(new)))
        model.raised = len(new)
        model.needs = pl.concat([model.needs, new.with_columns(day=pl.lit(model.day, dtype=pl.Int64), work=work)])


class FramesTown(ModelDF):
    """The town of W."""

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(seed=seed)
        self.day, self.raised, self.rows = -1, 0, []
        self.staff = pl.DataFrame({"grid": np.arange(town.grids, dtype=np.int32), "staff": town.hours})
        self.agents += Residents(self, town)
        self.needs = pl.DataFrame(schema={"who": pl.Int64, "grid": pl.Int32, "day": pl.Int64, "work": pl.Float64})

    def step(self) -> None:
        """One day."""
        self.day += 1
        self.agents.step()
        hours = self.staff.join(self.given, on="grid", how="left").select(
            "grid", hours=pl.col("staff") + pl.col("given").fill_null(0)
        )
        queue = (
            self.needs.join(hours, on="grid", how="left", maintain_order="left")
            .with_columns(upto=pl.col("work").cum_sum().over("grid"))
            .with_columns(served=pl.col("upto") <= pl.col("hours"))
            .with_columns(
                lapsed=~pl.col("served") & (self.day - pl.col("day") >= w.DEADLINE),
                work=pl.min_horizontal("work", pl.max_horizontal(pl.col("upto") - pl.col("hours"), 0.0)),
            )
        )
        self.needs = queue.filter(~(pl.col("served") | pl.col("lapsed"))).select("who", "grid", "day", "work")
        people = self._remember(queue)
        counts = (self.raised, queue["served"].sum(), queue["lapsed"].sum(), len(self.needs))
        self.rows.append((*counts, people["ever"].sum(), people["s"].mean()))

    def _remember(self, queue: pl.DataFrame) -> pl.DataFrame:
        """Move s of everybody one of whose needs ended."""
        ended = (
            queue.filter(pl.col("served") | pl.col("lapsed"))
            .group_by("who")
            .agg(up=pl.col("served").sum(), down=pl.col("lapsed").sum())
        )
        residents = self.get_agents_of_type(Residents)
        better = 1.0 - (1.0 - pl.col("s")) * (1.0 - w.SERVED) ** pl.col("up")
        residents.agents = (
            residents.agents.join(ended, left_on="unique_id", right_on="who", how="left", maintain_order="left")
            .with_columns(pl.col("up", "down").fill_null(0))
            .with_columns(s=better * (1.0 - w.LAPSED) ** pl.col("down"), ever=pl.col("ever") | (pl.col("up") > 0))
            .drop("up", "down")
        )
        return residents.agents


def life(town: Town, days: int, seed: int) -> Life:
    """Days of W by mesa-frames."""
    model = FramesTown(town, seed)

    def lived() -> Days:
        for _ in range(days):
            model.step()
        return dict(zip(w.COUNTED, np.array(model.rows, float).T, strict=True))

    return lived
