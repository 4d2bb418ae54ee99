"""Departments of the district government: what each answers for, how fast it catches up, and what it sends down.

Five of the eleven that Suzhou let interact with residents are named (SU-14: education, public security, health and
family planning, housing, city appearance; grade C). The other six are those an urban district usually has (D). How
much each sends follows the fields of work in the task logs of two communities (S44, grade B for the fields; 2003, so D
as a share of today's hours), and which kinds of task follows what surveys and audits count (S45, S46, S48; D).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

TASK_KINDS = ("ledgers", "inspections", "certificates", "appraisals", "meetings")
"""台账报表、迎检创建、盖章证明、考核评比、会议: what departments send down to communities."""


class Body(NamedTuple):
    """A department.

    Attributes:
        zh, en: Its name.
        needs: Kinds of need it answers for; some answer for none that residents bring.
        catch_up: Working days it takes to be rid of what has piled up, as a multiple of `routing.catch_up_days`: those
            on duty round the clock are faster, those that wait for contractors or cases slower (D).
        share: Of all hours that tasks from above take, its part (D after S44).
        mix: Of its hours, the part of each kind in TASK_KINDS (D).
    """

    zh: str
    en: str
    needs: tuple[str, ...]
    catch_up: float
    share: float
    mix: tuple[float, float, float, float, float]


DEPARTMENTS: Mapping[str, Body] = MappingProxyType(
    {
        "city_management": Body(
            zh="市政市容局（城管局）",
            en="City management",
            needs=("hazard", "litter"),
            catch_up=0.8,
            share=0.10,
            mix=(0.25, 0.50, 0.00, 0.15, 0.10),
        ),
        "housing": Body(
            zh="住建局",
            en="Housing and construction",
            needs=("facility",),
            catch_up=1.4,
            share=0.06,
            mix=(0.45, 0.30, 0.05, 0.10, 0.10),
        ),
        "civil_affairs": Body(
            zh="民政局",
            en="Civil affairs",
            needs=("care", "livelihood"),
            catch_up=1.0,
            share=0.14,
            mix=(0.40, 0.15, 0.20, 0.10, 0.15),
        ),
        "government_services": Body(
            zh="政务服务局",
            en="Government services",
            needs=("paperwork",),
            catch_up=0.8,
            share=0.10,
            mix=(0.40, 0.15, 0.20, 0.15, 0.10),
        ),
        "public_security": Body(
            zh="公安局",
            en="Public security",
            needs=("parking",),
            catch_up=0.8,
            share=0.16,
            mix=(0.35, 0.30, 0.10, 0.15, 0.10),
        ),
        "education": Body(
            zh="教育局",
            en="Education",
            needs=("child",),
            catch_up=1.2,
            share=0.04,
            mix=(0.40, 0.20, 0.10, 0.15, 0.15),
        ),
        "justice": Body(
            zh="司法局",
            en="Justice",
            needs=("dispute",),
            catch_up=1.2,
            share=0.06,
            mix=(0.40, 0.20, 0.05, 0.15, 0.20),
        ),
        "culture": Body(
            zh="文广局",
            en="Culture and sport",
            needs=("culture",),
            catch_up=1.0,
            share=0.10,
            mix=(0.25, 0.40, 0.00, 0.15, 0.20),
        ),
        "health": Body(
            zh="卫生计生局",
            en="Health and family planning",
            needs=(),
            catch_up=1.0,
            share=0.11,
            mix=(0.45, 0.20, 0.10, 0.15, 0.10),
        ),
        "human_resources": Body(
            zh="人社局",
            en="Human resources and social security",
            needs=(),
            catch_up=1.0,
            share=0.07,
            mix=(0.45, 0.10, 0.25, 0.10, 0.10),
        ),
        "environment": Body(
            zh="环保局",
            en="Environmental protection",
            needs=(),
            catch_up=1.0,
            share=0.06,
            mix=(0.30, 0.45, 0.00, 0.15, 0.10),
        ),
    }
)
"""Every department by its id; kinds of need that a place adds go to the first."""


def kinds_of_departments(ids: tuple[str, ...]) -> dict[str, list[int]]:
    """Rows of the kinds each department answers for; departments without any are left out."""
    known = {kind: name for name, body in DEPARTMENTS.items() for kind in body.needs}
    first = next(iter(DEPARTMENTS))
    rows: dict[str, list[int]] = {name: [] for name in DEPARTMENTS}
    for row, kind in enumerate(ids):
        rows[known.get(kind, first)].append(row)
    return {name: kinds for name, kinds in rows.items() if kinds}


def paired_with(community: int, count: int) -> tuple[str, ...]:
    """The departments paired with a community: they are dealt out in turn, so that neighbours have others."""
    names = tuple(DEPARTMENTS)
    return tuple(names[(community * count + place) % len(names)] for place in range(min(count, len(names))))
