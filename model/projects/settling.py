"""What a review or a look decides of a project: the rest is paid, or it is done again first, or the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .kinds import GOODS, WORKS
from .pipeline import DAYS_A_MONTH
from .records import Project, ProjectBook

if TYPE_CHECKING:
    from ..district import District


def do_again(district: District, project: Project) -> str:
    """Works and goods are done again, well, before anybody is paid; returns `redone`."""
    assumed = district.parameters.assumptions
    do_well(district, project)
    again = assumed.delivery.works_months if project.form == WORKS else assumed.delivery.goods_months
    project.acts_from_day = district.day + int(again * DAYS_A_MONTH)
    project.review_day = project.acts_from_day + int(assumed.implementing.review_days)
    return "redone"


def keep_the_rest(district: District, project: Project) -> str:
    """All is over: what was held back stays in the purse; returns `held_back`."""
    if project.held_fen:
        district.of(ProjectBook).reserved_fen[project.purse][project.community] -= project.held_fen
        project.held_fen = 0
    return "held_back"


def can_be_redone(project: Project) -> bool:
    """Whether there is a thing that can be put right; a service that is over cannot."""
    return project.form in (WORKS, GOODS)


def do_well(district: District, project: Project) -> None:
    """From now on it does what its money should do."""
    project.part = 1.0
    district.of(ProjectBook).acting = ()
