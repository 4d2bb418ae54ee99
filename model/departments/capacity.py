"""Departments share out their capacity: cases a day move from the shortest of their queues to the longest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.department import Department
from ..agents.open_needs import open_needs
from ..columns import WAITS_FOR_DEPARTMENT
from ..events.staff import CapacityMoved

if TYPE_CHECKING:
    from ..district import District


def cases_waiting(district: District) -> NDArray[np.int64]:
    """How many cases of each kind stand in their department's queue."""
    needs, still_open = district.state.needs.view(np.ndarray), open_needs(district)
    stuck = still_open[needs["state"][still_open] == WAITS_FOR_DEPARTMENT]
    return np.bincount(needs["kind"][stuck], minlength=len(district.kinds.ids))


def monthly(district: District, date: dt.date) -> None:
    """Each department moves capacity from its shortest to its longest queue."""
    departments = district.state.departments
    capacity = departments.capacity
    queued = cases_waiting(district)
    most = district.parameters.assumptions.staffing.department_shift_share
    days = max(int(district.state.facts.works[max(district.day - 30, 0) : district.day].sum()), 1)
    for department in district.agents_by_type[Department]:
        kinds = department.kinds
        waiting = [float(queued[kind] / capacity[kind]) if capacity[kind] > 0 else 0.0 for kind in kinds]
        inflow = department.inflow_a_day([float(departments.arrived[kind]) for kind in kinds], days)
        spare = [max(float(capacity[kind]) - coming, 0.0) for kind, coming in zip(kinds, inflow, strict=True)]
        most_each = [min(most * float(capacity[kind]), left) for kind, left in zip(kinds, spare, strict=True)]
        giver, receiver, cases = department.capacity_to_move(waiting, most_each)
        if cases > 0.0:
            capacity[kinds[giver]] -= cases
            capacity[kinds[receiver]] += cases
            district.record(CapacityMoved(about=district.kinds.ids[kinds[receiver]], cases=cases))
