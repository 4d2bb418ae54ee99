"""Departments catch up: where cases pile up they work overtime and borrow staff, and handle more slowly meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.department import Department
from ..agents.party_committees import DistrictCommittee
from ..events.staff import OvertimeOrdered
from ..government import DEPARTMENTS
from ..party.whistle import WORKDAYS_A_MONTH, press_departments
from ..setup.initial_state import usual_handling
from .capacity import cases_waiting

if TYPE_CHECKING:
    from ..district import District


def monthly(district: District, date: dt.date) -> None:
    """Each department decides, for a month, by how much it works on top to be rid of what has piled up.

    A day's cases wait for the next day anyhow; what waits beyond them is to be gone within the department's own time,
    on top of what came in a day of the month past.
    """
    assumed, departments = district.parameters.assumptions.routing, district.state.departments
    watch = district.agents_by_type[DistrictCommittee][0]
    queued, today = cases_waiting(district), float(district.state.facts.working_index[district.day])
    for department in district.agents_by_type[Department]:
        on_top, days = 0.0, assumed.catch_up_days * DEPARTMENTS[department.name].catch_up
        for place, kind in enumerate(department.kinds):
            capacity = float(departments.capacity[kind])
            backlog = max(float(queued[kind]) - capacity, 0.0)
            wanted = department.inflow[place] + department.to_work_off(place, backlog, today, days)
            share = wanted / capacity - 1.0 if backlog > 0.0 and capacity > 0.0 else 0.0
            overtime = min(max(share, 0.0), assumed.catch_up_most)
            watch.overtime[kind] = overtime
            on_top += overtime * capacity
        if on_top > 0.0:
            district.record(OvertimeOrdered(about=department.name, cases=on_top))
    departments.handling[:] = usual_handling(district.plan.parameters.place.needs) * (
        1.0 + assumed.load_slowing * months_over_one(queued, departments.capacity)
    )
    press_departments(district)


def months_over_one(queued: NDArray[np.int64], capacity: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how many months of its capacity each queue is longer than one month, at most one."""
    month = capacity * WORKDAYS_A_MONTH
    months = np.divide(queued, month, out=np.zeros(len(month)), where=month > 0.0)
    return np.clip(months - 1.0, 0.0, 1.0)
