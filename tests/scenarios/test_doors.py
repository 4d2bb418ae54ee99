"""What Python may hand over: everything else is one clear fault; what it gets back cannot be changed."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import Scenario, check_file, load
from shapan.scenarios.readonly import ReadOnly

TOWN = load("status_quo").with_place("training_town")


@pytest.mark.parametrize("given", [None, 3, b"x", [], object(), "", Path()])
@pytest.mark.parametrize("door", ["with_place", "with_policy", "read", "load"])
def test_what_is_no_name_is_one_fault(door, given):
    doors = {"with_place": TOWN.with_place, "with_policy": TOWN.with_policy, "read": Scenario.read, "load": load}
    with pytest.raises(InputFault) as fault:
        doors[door](given)
    assert "\n" not in str(fault.value) and len(str(fault.value)) < 2000


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: TOWN.set("grid.visit_share", np.array([0.1, 0.2])),
        lambda: TOWN.set(None, 1),
        lambda: TOWN.set_many(None),
        lambda: TOWN.set_many("x"),
        lambda: TOWN.set_many(3),
        lambda: TOWN.set_many({"layout_file": 3, "grid.layout": "drawn"}),
        lambda: TOWN.set_many({"layout_file": "", "grid.layout": "drawn"}),
        lambda: TOWN.set_many({"layout_file": "x.csv"}),
        lambda: TOWN.assume(None, 1),
        lambda: TOWN.with_shock("epidemic:2026-01-05:5:4"),
        lambda: TOWN.set("staff.admin_share", 10**400),
        lambda: TOWN.set_many({"grid.visit_share": 0.1, "grid": {"visit_share": 0.2}}),
        lambda: TOWN.redrawn(None),
        lambda: TOWN.redrawn(1.5),
        lambda: TOWN.redrawn(-1),
        lambda: TOWN.warnings_for("x"),
        lambda: TOWN.warnings_for(float("nan")),
    ],
)
def test_wrong_values_are_one_fault(wrong):
    with pytest.raises(InputFault) as fault:
        wrong()
    assert "\n" not in str(fault.value)
    assert any("一" <= letter <= "鿿" for letter in fault.value.text("zh"))


def test_numpy_numbers_are_numbers():
    assert TOWN.set("staff.admin_share", np.float64(0.25)).values["staff.admin_share"] == 0.25
    assert TOWN.set("staff.admin_share", np.array(0.25)).values["staff.admin_share"] == 0.25


@pytest.mark.parametrize(
    "table",
    [
        lambda s: s.values,
        lambda s: s.provenance,
        lambda s: s.place_file.status_quo.values,
        lambda s: s.policy_file.levers.values,
        lambda s: s.policy_file.header.sources,
        lambda s: s.parameters.place.departments,
        lambda s: s.parameters.levers.index.weights,
        lambda s: s.parameters.formats,
    ],
)
def test_a_scenario_cannot_be_written_into(table):
    scenario = load("yantian")
    before = dict(table(scenario))
    for change in (
        lambda t: t.__setitem__("x", 1),
        lambda t: t.update(x=1),
        lambda t: t.clear(),
        lambda t: t.pop("x", None),
        lambda t: t.setdefault("x", 1),
        lambda t: t.popitem(),
        lambda t: t.__delitem__("x"),
        lambda t: t.__ior__({"x": 1}),
    ):
        with pytest.raises(TypeError, match="never changes"):
            change(table(scenario))
    assert dict(table(load("yantian"))) == before


def test_copies_of_a_closed_table_are_open_and_it_travels():
    closed = ReadOnly({"a": 1})
    copy = closed.copy()
    copy["b"] = 2
    assert (closed, copy, type(pickle.loads(pickle.dumps(closed)))) == ({"a": 1}, {"a": 1, "b": 2}, ReadOnly)


def test_scenarios_are_keys():
    one, two = load("yantian"), load("yantian")
    assert one == two and len({one, two, one.set("staff.admin_share", 0.31)}) == 2
    assert pickle.loads(pickle.dumps(one)) in {two: 1}
    assert "yantian" in repr(one) and len(repr(one)) < 100


HEAD = 'format = 1\nkind = "scenario"\ntitle = "x"\nplace = "training_town"\npolicy = "status_quo"\n'
PLACE = (Path(__file__).resolve().parents[2] / "scenarios" / "places" / "training_town.toml").read_text(
    encoding="utf-8"
)


def faults(tmp_path, text, name="mine.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return check_file(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[shocks]]\nkind = "epidemic"\nstart = "2026-06-01"\ndays = 3\nstrength = ' + "9" * 400, "out of range"),
        ('[[shocks]]\nkind = "epidemic"\nstart = "2026-W10"\ndays = 3\nstrength = 2', "2026-W10"),
        ('[[steps]]\nat = "2026-W10"\nset = {}', "2026-W10"),
        ('[[steps]]\nat = "20260601"\nset = {}', "20260601"),
        ('[[steps]]\nat = "2026-06-01"\nwhere = ' + "9" * 400 + "\nset = {}", "out of range"),
        ('[[triggers]]\nwhen = "satisfaction_recorded < 1e999 for 30 days"\nset = {}', "1e999"),
        ('layout_file = ""', "without a value"),
        ('set = {"staff.admin_share" = ' + "9" * 400 + "}", "out of range"),
    ],
)
def test_values_beyond_all_numbers_and_half_dates_are_one_fault(tmp_path, text, said):
    found = faults(tmp_path, HEAD + text + "\n")
    assert len(found) == 1 and said in str(found[0]) and found[0].line


@pytest.mark.parametrize("key", ["place", "policy"])
def test_an_empty_name_in_a_file_is_not_no_name(tmp_path, key):
    text = HEAD.replace('place = "training_town"' if key == "place" else 'policy = "status_quo"', f'{key} = ""')
    (fault,) = faults(tmp_path, text)
    assert fault.key == key and "without a value" in str(fault)


def own(**facts):
    """The training town with some facts changed."""
    text = PLACE
    import re

    for key, value in facts.items():
        line = f"{key} = {value}"
        text, count = re.subn(rf"(?m)^{key} *=.*$", line, text)
        text = text if count else text.replace("[place]\n", f"[place]\n{line}\n", 1)
    return text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"start": "9999-12-31"}, "1900-01-01"),
        ({"start": "0001-01-01"}, "1900-01-01"),
        ({"built_km2": "1e-300", "area_km2": "1e-300"}, "square kilometre"),
        ({"id": '"A B"'}, "cannot be an id"),
        ({"id": '"盐田"'}, "cannot be an id"),
    ],
)
def test_places_no_run_can_live_in_are_refused_by_check(tmp_path, facts, said):
    found = faults(tmp_path, own(**facts))
    assert found and any(said in str(fault) for fault in found), found
    for fault in found:
        zh = fault.text("zh")
        assert "match pattern" not in zh and "e+0" not in zh


@pytest.mark.parametrize("facts", [{"id": '"yantian"'}, {"residents": "9_000"}])
def test_an_own_place_does_not_pass_for_a_shipped_one_unnoticed(tmp_path, facts):
    path = tmp_path / "mine.toml"
    path.write_text(own(**facts), encoding="utf-8")
    (note,) = [one for one in Scenario.read(path).warnings if one.code == "borrowed_id"]
    assert facts.get("id", "training_town").strip('"') in note.text("en") and "id" in note.text("zh")
    for text in (own(), own(id='"my_town"', residents="9_000")):
        path.write_text(text, encoding="utf-8")
        assert not [one for one in Scenario.read(path).warnings if one.code == "borrowed_id"]
    assert not [one for one in TOWN.warnings if one.code == "borrowed_id"]


def test_bounds_are_written_as_people_write_them(tmp_path):
    found = faults(tmp_path, own(residents="999_999_999_999"))
    assert found and "e+" not in str(found[0])


def test_a_huge_place_says_so_beforehand(tmp_path):
    path = tmp_path / "huge.toml"
    path.write_text(
        own(id='"huge"', residents="20_000_000", built_km2="400.0", area_km2="900.0", communities="2_000"),
        encoding="utf-8",
    )
    (note,) = [one for one in Scenario.read(path).warnings if one.code == "large_place"]
    assert "20,000,000" in note.text("en") and "GB" in note.text("zh")


def test_thousands_of_unknown_keys_are_a_few_lines(tmp_path):
    text = HEAD + "set = {" + ", ".join(f'"grid.nothing_{number}" = 1' for number in range(3000)) + "}\n"
    text += "".join(f"unknown_{number} = 1\n" for number in range(3000))
    found = faults(tmp_path, text)
    assert len(found) == 21 and "5980" in str(found[-1]) and found[-1].line
    assert any("一" <= letter <= "鿿" for letter in found[-1].text("zh"))


def test_endless_keys_and_paths_are_cut(tmp_path):
    (fault,) = faults(tmp_path, HEAD + "k" * 50_000 + " = 1\n")
    assert len(str(fault)) < 1000
    with pytest.raises(InputFault) as missing:
        Scenario.read("x/" * 2000 + "y.toml")
    assert len(str(missing.value)) < 1000


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("0,2147483648", "2,147,483,647"),
        ("0,1000000000000000000", "2,147,483,647"),
        ("0," + "9" * 400, "2,147,483,647"),
        ("0,1_0", "two whole numbers"),
        ("0,٣", "two whole numbers"),
        ("0,-1", "two whole numbers"),
        ("0,1,2", "two whole numbers"),
        ("0,1\n0,2", "given twice"),
        ('0,"' + "x" * 200_000 + '"', "broken CSV"),
    ],
)
def test_rows_of_drawn_grids_that_are_none_are_one_fault_with_its_line(tmp_path, rows, said):
    path = tmp_path / "grids.csv"
    path.write_text(f"cell,grid\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputFault) as fault:
        TOWN.set_many({"layout_file": str(path), "grid.layout": "drawn"})
    assert said in str(fault.value) and fault.value.line in (2, 3), fault.value
    assert len(str(fault.value)) < 500


def test_old_line_ends_are_line_ends(tmp_path):
    path = tmp_path / "grids.csv"
    path.write_bytes(b"cell,grid\r0,0\r1,0\r")
    assert TOWN.set_many({"layout_file": path, "grid.layout": "drawn"}).drawn_layout == ((0, 0), (1, 0))
