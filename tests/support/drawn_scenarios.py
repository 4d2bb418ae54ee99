"""Scenarios drawn by chance: small places under levers, assumptions and steps from all that is allowed."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from shapan.model.declare import Parameter
from shapan.model.district import Plan
from shapan.model.parameters import Levers, Parameters, all_parameters
from shapan.scenarios.formats import all_formats
from shapan.scenarios.library import load, names

DRAWN_BY_HAND = {"grid.layout": "drawn"}  # needs a file of grids
START = dt.date(2026, 1, 1)


def drawn(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value one declaration allows."""
    about = parameter.about
    if parameter.kind == "yes_no":
        return st.booleans()
    if parameter.kind == "choice":
        return st.sampled_from([one for one in parameter.choices if DRAWN_BY_HAND.get(parameter.name) != one])
    assert about.low is not None and about.high is not None
    if parameter.kind == "count":
        return st.integers(int(about.low), int(about.high))
    ends = st.sampled_from([about.low, about.high])
    return st.one_of(ends, st.floats(about.low, about.high, allow_subnormal=False))


def some_of(role: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some parameters of built processes, each anywhere within its declared bounds."""
    ours = [one for one in all_parameters().values() if one.about.role == role and one.about.built]
    values = {one.name: drawn(one) for one in ours if one.kind != "table"}
    return st.fixed_dictionaries({}, optional=values).map(allowed_together)


def every(role: str) -> st.SearchStrategy[dict[str, Any]]:
    """All parameters of built processes, each anywhere within its declared bounds."""
    ours = [one for one in all_parameters().values() if one.about.role == role and one.about.built]
    return st.fixed_dictionaries({one.name: drawn(one) for one in ours if one.kind != "table"}).map(allowed_together)


SHIPPED = tuple(name for name, _ in names()["policy"])


@cache
def shipped(policy: str) -> Levers:
    """Levers of a policy that comes with the model."""
    return load(policy).with_place("training_town").parameters.levers


@st.composite
def policies(draw: st.DrawFn, base: Parameters, changed: Any) -> Levers:
    """A few levers moved, all of them, or a policy that comes with the model."""
    how = draw(st.sampled_from(("some", "every", "shipped")))
    if how == "shipped":
        name = draw(st.sampled_from(SHIPPED))
        note(f"policy {name}")
        return shipped(name)
    values = draw(some_of("lever") if how == "some" else every("lever"))
    note(f"levers {values}")
    return changed(base, values).levers


def allowed_together(values: dict[str, Any]) -> dict[str, Any]:
    """Patrol and visits leave hours for the events themselves, as levers must."""
    patrol, visit = values.get("grid.patrol_share", 0.45), values.get("grid.visit_share", 0.15)
    most = 0.95 / max(patrol + visit, 0.95)
    return {**values, "grid.patrol_share": most * patrol, "grid.visit_share": most * visit}


PLACES = st.fixed_dictionaries(
    {
        "communities": st.integers(1, 4),
        "residents": st.integers(1000, 5000),
        "built_km2": st.floats(0.1, 2.0),
        "household_size": st.floats(1.5, 4.0),
        "migrant_share": st.floats(0.0, 0.9),
        "population_seed": st.integers(0, 3),
        "start": st.dates(START, START + dt.timedelta(days=13)),
    }
)


class QuietPlan(Plan):
    """A plan whose whole text would bury a failure; what was drawn is noted instead."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"seed {self.seed}, {self.warmup} + {self.days} days")


@st.composite
def scenarios(draw: st.DrawFn, made_place: Any, needs: Any, changed: Any, inflow: Any) -> Plan:
    """A small place under levers, assumptions and dated steps drawn from all that is allowed."""
    facts = draw(PLACES)
    kinds = draw(st.lists(st.sampled_from(needs), min_size=1, max_size=10, unique_by=lambda kind: kind.id))
    # In most districts drawn more is asked of people than they can give, or queues would hardly be seen.
    factor = draw(st.sampled_from((1.0, 5.0, 10.0)))
    kinds = [kind.model_copy(update={"rates": {who: factor * kind.rates[who] for who in kind.rates}}) for kind in kinds]
    cases = {kind.id: inflow[kind.id] for kind in kinds}
    place = made_place(**facts, area_km2=3.0, needs=tuple(kinds), departments=cases)
    base = changed(Parameters(place=place, formats=all_formats()), draw(some_of("assumption")))
    note(f"{facts}, kinds {[kind.id for kind in kinds]} × {factor}")
    before, after = draw(policies(base, changed)), draw(policies(base, changed))
    days, warmup = draw(st.integers(5, 35)), draw(st.integers(0, 20))
    dates = draw(st.lists(st.integers(0, days - 1), max_size=2, unique=True))
    steps = {place.start + dt.timedelta(days=day): draw(policies(base, changed)) for day in dates}
    note(f"steps {sorted(dates)}")
    return QuietPlan(
        parameters=base.model_copy(update={"levers": after}),
        seed=draw(st.integers(0, 99)),
        days=days,
        warmup=warmup,
        status_quo=before,
        steps=steps,
    )
