"""Donors look at what their foundation pays for (捐赠人监督) before its last payment, and trust it by what they saw.

Of what a foundation pays for some projects are looked at (`funding.donor_supervision`). Part of their money is held
back, activities apart, which are paid by the session. When goods are there or a service is over donors come and look.
Poor work they notice is put right before anybody is paid; where all is over the rest stays with the foundation. What
they saw counts in their trust beside what everybody hears, and gifts follow trust. Accounts that are published act
on memory instead (`funding.disclosure`), so that nothing counts in both. (SZ-10)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..events.foundations import DonorsLooked
from ..ledger.ledger import FEN_A_YUAN
from .draws import DONORS_COME, DONORS_SEE, project_uniforms
from .records import Project, ProjectBook
from .settling import can_be_redone, do_again, keep_the_rest

if TYPE_CHECKING:
    from ..district import District


def supervised(district: District, project: Project) -> bool:
    """Whether donors will look at a project: so many of those a foundation pays for, by the project's own draw."""
    share = district.parameters.levers.funding.donor_supervision
    if share <= 0.0 or project.purse != "foundation":
        return False
    return bool(project_uniforms(np.array([project.key]), DONORS_COME)[0] < share)


def look(district: District, project: Project, residents_decide: bool) -> None:
    """Donors look once: what is in order may be paid, unless residents still have their say; the rest is held.

    Args:
        residents_decide: Whether the last payment also waits for residents' review.
    """
    project.donors_day, held = None, project.held_fen
    poor, how = _find_poor_work(district, project), "in_order"
    if poor:
        how = _object(district, project)
    elif not residents_decide:
        project.last_is_due = True
    remember(district, project, in_order=not poor)
    district.record(DonorsLooked(**project.facts, how=how, yuan=held / FEN_A_YUAN))


def _find_poor_work(district: District, project: Project) -> bool:
    """Whether the work is poor and they notice."""
    find = district.parameters.assumptions.foundations.donors_find
    return project.part < 1.0 and bool(project_uniforms(np.array([project.key]), DONORS_SEE)[0] < find)


def _object(district: District, project: Project) -> str:
    """Goods are put right and looked at again, by residents too where they would have; a service loses its rest."""
    if not can_be_redone(project):
        return keep_the_rest(district, project)
    waited, how = project.review_day, do_again(district, project)
    project.donors_day = project.review_day
    if waited is None:
        project.review_day = None
    return how


def remember(district: District, project: Project, in_order: bool) -> None:
    """What donors saw counts in what they think of the foundation, beside what they had heard of it."""
    delivered, weight = district.of(ProjectBook).delivered, district.parameters.assumptions.foundations.seen_weight
    (delivered.done if in_order else delivered.failed)[project.community] += weight
