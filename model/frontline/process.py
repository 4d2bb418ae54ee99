"""The week of those who go to residents: committee members who receive, Party-mass workers (ODD 7.9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..agents.reception_office import ReceptionOffice
from . import mass_workers, receptions

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7


def initialise(district: District) -> None:
    """Nobody has received anybody yet."""
    district.keep(ReceptionOffice())
    mass_workers.begin(district)


def on_new_levers(district: District) -> None:
    """New levers: activities of this week go on where there still are workers."""
    mass_workers.on_new_levers(district)


def weekly(district: District, date: dt.date) -> None:
    """Mondays, after volunteers and before Party branches: what members give here they do not give there."""
    week = date.toordinal() // DAYS_A_WEEK
    receptions.receive(district, week)
    mass_workers.work(district, week)
