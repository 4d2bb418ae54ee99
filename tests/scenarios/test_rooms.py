"""Room files: the shipped one is whole and fair, and what is wrong in one of one's own is told by line."""

import itertools

import pytest

from shapan.model.parameters import all_parameters
from shapan.scenarios.faults import InputFault
from shapan.scenarios.room_files import SHELF, faults_in, find_room, shipped_rooms
from shapan.scenarios.rooms import QUARTERS, with_quarters

TEXT = (SHELF / "training_town.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", shipped_rooms().values(), ids=lambda room: room.id)
def test_every_role_can_choose_within_its_budget_and_never_has_everything(room):
    assert {one.id for one in room.roles} >= {
        "secretary",
        "committee",
        "organisation",
        "volunteers",
        "resident",
        "street",
    }
    assert {one.id for one in room.plays} >= {"whistle", "council", "vote"}
    for role in room.roles:
        dearest = sum(max(level.points for level in lever.levels) for lever in role.levers)
        dearest += sum(play.points for play in room.plays_of(role.id))
        assert all(lever.levels[0].points == 0 for lever in role.levers), "what is there at the start costs nothing"
        assert 0 < role.budget < dearest, f"{role.id} has nothing to choose between"
        assert all(level.points <= role.budget for lever in role.levers for level in lever.levels)
        assert all(all_parameters()[lever.key].about.built for lever in role.levers), "a lever that does nothing"


@pytest.mark.parametrize("room", shipped_rooms().values(), ids=lambda room: room.id)
def test_any_levels_of_any_roles_go_together_with_all_plays(room):
    first = room.first_days()
    assert len(first) == QUARTERS + 1 and room.days(QUARTERS) == 365
    lowest, highest = (
        {lever.key: lever.levels[place].value for role in room.roles for lever in role.levers} for place in (0, -1)
    )
    played = {key: value for play in room.plays for key, value in play.set.items()}
    for one, other in itertools.product((lowest, highest), repeat=2):
        assert len(with_quarters(room.start(), first, [one, other | played, one]).steps) == 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('lever = "grid.visit_share"', 'lever = "grid.visit_shore"', "grid.visit_share"),
        ("{value = 0.15, points = 0}", "{value = 0.25, points = 0}", "the value with which the room begins"),
        ('lever = "party.reception_weeks"', 'lever = "party.reporting_share"', "is there twice"),
        ('predict = ["coverage"', 'predict = ["coverages"', "nearest coverage"),
        ("budget = 6", "budget = -1", "0 … 99"),
        ('role = "resident"\n', 'role = "residents"\n', "nearest resident"),
        ('tables = ["funnel"]', 'tables = ["tunnel"]', "nearest funnel"),
        ('reference = "suzhou"', 'reference = "suzhu"', "suzhou"),
        ("pairs = 6", "pairs = 3", "6 … 20"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, old, new, expected):
    assert old in TEXT
    path = tmp_path / "mine.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    faults = faults_in(path)
    assert any(expected in fault.text("en") for fault in faults), [fault.text("en") for fault in faults]
    assert all(fault.text("zh") for fault in faults)


def test_an_unknown_room_names_the_nearest():
    with pytest.raises(InputFault) as fault:
        find_room("training_twon")
    assert fault.value.nearest == "training_town"
