"""Claimed projects from the signing to their end: what was claimed can be followed by number (OR-07, R-18).

The hours behind an item are those of the unit's promise: they serve needs that wait (`teams.py`), and what has been
given counts towards the items. A project that is not done at the next signing is broken off there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..agents.claimed_project import ClaimedProject
from ..agents.resident_unit import ResidentUnit
from ..events.joint_committee import ClaimedProjectEnded, ItemsDone, ProjectClaimed, ProjectUnderWay

if TYPE_CHECKING:
    from typing import Any

    from ..district import District


@dataclass(slots=True, eq=False)
class ClaimedProjects:
    """Every project that units have claimed in this run, in order."""

    projects: list[ClaimedProject] = field(default_factory=list)


def claim(district: District, unit: ResidentUnit, kind: int, signed: dt.date) -> ClaimedProject:
    """A unit claims a project at the signing on that day; those recalled on the first morning were claimed before."""
    assumed, book = district.parameters.assumptions, district.of(ClaimedProjects)
    items = round(assumed.units.project_items)
    hours = assumed.units.project_items * assumed.units.item_hours / items
    project = ClaimedProject(
        number=len(book.projects),
        community=unit.community,
        unit=unit.number,
        kind=kind,
        items=items,
        item_hours=hours,
        claimed_on=(signed - district.date(0)).days,
    )
    book.projects.append(project)
    if project.claimed_on == district.day:
        district.record(ProjectClaimed(**_facts(district, project), items=items, hours=items * hours))
    return project


def follow(district: District) -> None:
    """What this week's hours did to projects: begun, items done, the whole of it done."""
    for project in district.of(ClaimedProjects).projects:
        if not project.open or project.hours_done <= 0.0:
            continue
        facts, days = _facts(district, project), district.day - project.claimed_on
        if project.state == "claimed":
            project.state, project.begun_on = "under_way", district.day
            district.record(ProjectUnderWay(**facts, days=days))
        if project.items_done > project.items_recorded:
            project.items_recorded = project.items_done
            district.record(ItemsDone(**facts, items=project.items_recorded))
        if project.items_recorded == project.items:
            _end(district, project)


def break_off(district: District, unit: ResidentUnit) -> None:
    """At the signing a unit's projects of the year before that are not done are given up."""
    for project in [one.project for one in unit.promises if one.project is not None and one.project.open]:
        _end(district, project)


def _end(district: District, project: ClaimedProject) -> None:
    project.state = "done" if project.items_done == project.items else "broken_off"
    project.ended_on = district.day
    done, hours, days = project.items_done, project.hours_done, district.day - project.claimed_on
    district.record(
        ClaimedProjectEnded(**_facts(district, project), how=project.state, items=done, hours=hours, days=days)
    )


def _facts(district: District, project: ClaimedProject) -> dict[str, Any]:
    """What every event of a project says."""
    about = district.kinds.ids[project.kind]
    return {"number": project.number, "community": project.community, "unit": project.unit, "about": about}
