"""What institutions do is told as typed events, and every table of a run is made of those."""

from __future__ import annotations

import datetime as dt
import importlib
import pickle
import pkgutil
from collections import Counter
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

import shapan.model.events as base
from shapan.model.district import District, Plan
from shapan.model.events.matters import MatterEnded, MatterPressed
from shapan.model.events.staff import PostsLent, StaffLeft
from shapan.model.events.tables import DECISIONS, EVENTS, Days, Happened, decisions_table, events_table
from shapan.model.observation.record import record
from shapan.scenarios.library import load

DAYS = Days(2, lambda day: dt.date(2026, 1, 1) + dt.timedelta(days=day - 2))
SILENT = {
    "needs survey": "no survey this year",
    "good projects are awarded": "Yantian offers no awards",
    "foundations' month": "no foundation stands in this town",
    "tasks are graded and agreements signed": "nobody grades anybody, and nothing is delegated",
    "secretaries report and are reviewed": "in Yantian's article no secretary reports",
    "secretaries answer for the year": "nobody was called to account",
    "supervision committees meet": "Yantian has no supervision committee",
    "street-front shops' year": "Yantian's council has no seat for them",
    "street-front shops keep promises": "Yantian's council has no seat for them",
    "streets begin their week": "no street calls its enlarged committee under this policy",
    "receptions and Party-mass workers": "Yantian's article has neither",
    "policies answer what is seen": "Yantian has no triggers",
    "duty rooms' week": "no shock has acted",
    "pilots begin and end": "Yantian has no pilots",
    "pilots are judged": "Yantian has no pilots",
    "how often needs arise is set": "nobody meets or decides: it follows from what the others have done",
}
"""Calendar entries that leave no row under Yantian's policy in the town, and why."""


def kinds():
    """Every class of event that Shapan has."""
    modules = [importlib.import_module(f"{base.__name__}.{one.name}") for one in pkgutil.iter_modules(base.__path__)]
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    return {one for one in found if issubclass(one, base.Event)}


@pytest.fixture(scope="module")
def year():
    """A year of Yantian's policy in the training town, and how many rows each calendar entry left."""
    scenario = load("status_quo").with_place("training_town").with_policy("yantian")
    district = District(Plan(scenario.parameters, 1, 365, 30, status_quo=scenario.warmup_parameters.levers))
    left: Counter[str] = Counter()

    def counted(entry):
        def act(district, date):
            before = len(district.events) + len(district.ledger.blocks)
            entry.act(district, date)
            left[entry.name] += len(district.events) + len(district.ledger.blocks) - before

        return entry._replace(act=act)

    district._calendar = tuple(counted(entry) for entry in district._calendar)
    district.run()
    return record(district), left


def test_every_entry_of_the_calendar_that_acts_leaves_a_row(year):
    _, left = year
    assert {name for name, rows in left.items() if rows == 0} == set(SILENT)


def test_every_event_says_whose_doing_it_is_and_in_which_units():
    concrete = [kind for kind in kinds() if any("unit" in one.metadata for one in fields(kind))]
    assert len(concrete) > 40
    for kind in concrete:
        assert not (kind.__doc__ or f"{kind.__name__}(").startswith(f"{kind.__name__}("), f"{kind} says nothing"
        assert kind.institution or kind.called, kind
        assert all(one.metadata["unit"] for one in fields(kind) if "unit" in one.metadata), kind
    names = Counter(kind.name() for kind in kinds())
    assert max(names.values()) == 1


def test_events_become_rows_with_their_units_and_lines_of_decisions():
    log = [
        (1, StaffLeft(people=9)),
        (2, StaffLeft(people=3)),
        (4, MatterEnded(number=7, community=1, how="settled", days=88)),
    ]
    events, decisions = events_table(log, DAYS), decisions_table(log, DAYS)
    assert list(events.columns) == list(EVENTS) and list(decisions.columns) == list(DECISIONS)
    assert events[["event", "day", "name", "institution", "quantity", "value", "unit"]].values.tolist() == [
        [1, 1, "staff_left", "community", "people", 3.0, "people"],
        [2, 3, "matter_ended", "matter", "days", 88.0, "days"],
    ]
    assert decisions.values.tolist() == [
        [1, dt.date(2026, 1, 1), "community", "staff_left", 3.0],
        [3, dt.date(2026, 1, 3), "matter 7", "settled", 88.0],
    ]
    pressed = MatterPressed(number=7, how="after", yearly=12.5, counted=4)
    assert list(pressed.decisions()) == [("needs_after", 12.5), ("counted_after", 4.0)]


def test_a_mechanism_of_ones_own_declares_its_events_the_same_way():
    from dataclasses import dataclass
    from typing import ClassVar

    @dataclass(frozen=True, slots=True, kw_only=True)
    class KitchenOpened(base.Event):
        """A canteen for the elderly opened."""

        institution: ClassVar[str] = "canteen"

        meals: int = base.quantity("meals a day")
        price: float | None = base.quantity("yuan", default=None)

    log = [(5, KitchenOpened(community=2, meals=40))]
    (row,) = events_table(log, DAYS).to_dict("records")
    assert (row["name"], row["community"], row["quantity"], row["value"]) == ("kitchen_opened", 2, "meals", 40.0)
    assert decisions_table(log, DAYS)["institution"].tolist() == ["canteen"]
    with pytest.raises(TypeError, match="meals"):
        KitchenOpened(community=2)


def test_tables_are_made_when_asked_for_and_travel_made():
    log = [(5, PostsLent(posts=1.0)), (1, PostsLent(posts=2.0))]
    happened = Happened.of(log, DAYS)
    assert vars(happened).keys() == {"log"}
    arrived = pickle.loads(pickle.dumps(happened))
    for name, made in (("events", events_table), ("decisions", decisions_table)):
        pd.testing.assert_frame_equal(getattr(happened, name), made(log, DAYS))
        pd.testing.assert_frame_equal(vars(arrived)[name], made(log, DAYS))
        assert len(getattr(happened, name)) == len(made(log[:1], DAYS)) > 0  # day 1 was before the measured days
    with pytest.raises(AttributeError):
        happened.opinions  # noqa: B018


def test_tables_of_a_run_agree_with_each_other(year):
    run, _ = year
    events, matters, attempts = run.events, run.matters, run.attempts
    assert (events["name"] == "matter_raised").sum() == 3 * len(matters) > 0
    assert events.loc[events["name"] == "matter_tried", "event"].nunique() == len(attempts)
    mine = attempts[attempts["matter"].isin(matters["matter"])]
    assert (mine.groupby("matter").size() == matters.set_index("matter")["attempts"].loc[lambda many: many > 0]).all()
    assert set(matters["standing"]) <= {"settled", "given_up", "agreed", "deferred", "untouched"}
    paid = events[(events["name"] == "works_paid") & (events["quantity"] == "yuan")]
    used = run.ledger[run.ledger["to_account"].isin(["public_works", "projects_works"])]
    agreed = used.loc[used["purpose"] == "agreed_works", "value"].sum()
    assert paid["value"].sum() == pytest.approx(agreed) and agreed > 0.0
    lent = events[events["name"] == PostsLent.name()]
    assert len(lent) == 52 and np.isfinite(lent["value"]).all()
    assert len(run.opinions) == 0 or (run.opinions["spread"] >= 0.0).all()
