"""A pilot year tells what reaches departments today, for places whose file does not say."""

from __future__ import annotations

from functools import lru_cache

from .district import District
from .letting_go import let_go
from .parameters import Parameters
from .plan import Plan

PILOT_SEED = 0
PILOT_WARMUP, PILOT_DAYS = 60, 180
PLENTY = 1e6


@lru_cache(maxsize=16)
def _measured(content: str) -> tuple[tuple[str, float], ...]:
    parameters = Parameters.model_validate_json(content, strict=False)
    plenty = dict.fromkeys((kind.id for kind in parameters.place.needs), PLENTY)
    place = parameters.place.model_copy(update={"departments": plenty})
    plan = Plan(parameters.model_copy(update={"place": place}), PILOT_SEED, PILOT_DAYS, PILOT_WARMUP)
    try:
        district = District(plan)
        district.run_to(PILOT_WARMUP)
        before = district.state.departments.arrived.copy()
        district.run()
    finally:
        let_go(plan)
    cases = (district.state.departments.arrived - before) * 365.0 / PILOT_DAYS
    per_1000 = cases / len(district.world.residents.cell) * 1000.0
    return tuple(zip(district.kinds.ids, per_1000.tolist(), strict=True))


def inflow_of(parameters: Parameters) -> dict[str, float]:
    """Cases a year and 1,000 residents by kind, with departments that never keep anybody waiting."""
    return dict(_measured(parameters.model_dump_json()))
