"""Which needs a project can do something about, and by what means: works, hours of service, goods, activities.

Works lower a kind of public event; hours serve personal needs that organisations may serve; activities meet needs that
people come together for. Paperwork and disputes no project can do for residents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..parameters.place import NeedKind

WORKS, SERVICE, GOODS, ACTIVITY = range(4)
FORMS = ("works", "service", "goods", "activity")
"""Names of the forms of projects, by number."""


@dataclass(frozen=True, slots=True, eq=False)
class ProjectKinds:
    """What can be done about each kind of need; one row a kind, in the place's order.

    Attributes:
        ids: The kinds' ids.
        works: Public events that building something lowers.
        service: Personal needs that hours of an organisation serve.
        activity: Personal needs that a centre meets among many at once; the category of `funding.activity_earmark`.
        any_project: All of them.
    """

    ids: tuple[str, ...]
    works: Bools
    service: Bools
    activity: Bools
    any_project: Bools = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "any_project", self.works | self.service | self.activity)


def project_kinds(kinds: Iterable[NeedKind]) -> ProjectKinds:
    """What projects of a place can address, from what the place says of its kinds."""
    rows = tuple(kinds)
    public = np.array([kind.stream == "public" for kind in rows], np.bool_)
    bought = np.array(["organisation" in kind.served_by for kind in rows], np.bool_)
    gathered = np.array(["centre" in kind.served_by for kind in rows], np.bool_) & ~public
    return ProjectKinds(tuple(kind.id for kind in rows), public, bought & ~gathered & ~public, gathered)


def for_service(kinds: ProjectKinds) -> ProjectKinds:
    """What money that is kept for service can address: nothing that is built. (SU-05, SZ-08)"""
    return replace(kinds, works=np.zeros_like(kinds.works))


def forms_for(kind: Int64s, draws: Floats, goods_share: float, kinds: ProjectKinds) -> Int64s:
    """The form of a project for each kind: what suits the kind, and for a share of them goods instead (S67)."""
    suited = np.where(kinds.works[kind], WORKS, SERVICE)
    handed_out = np.where(draws < goods_share, GOODS, suited)
    return np.where(kinds.activity[kind], ACTIVITY, handed_out).astype(np.int64)
