"""Districts in which somebody moves needs and hours every week."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import shapan.model.district as district_room
from shapan.model.calendar import Entry, calendar
from support.twins import BUSY, somebody_busy


@pytest.fixture
def busy_weeks(monkeypatch) -> Callable[[str], None]:
    """Under some sets of levers somebody is busy every Monday."""
    entry = Entry("somebody busy", lambda district, date: date.weekday() == 0, somebody_busy)

    def keep(levers: str) -> None:
        if levers in BUSY:
            monkeypatch.setattr(district_room, "calendar", lambda *theirs: (*calendar(*theirs), entry))

    return keep
