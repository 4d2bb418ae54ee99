"""Shipped places are whole and sourced; a spoilt one is told line by line."""

from __future__ import annotations

import pytest

from shapan.model.parameters.place import NEED_KINDS, Fact, Place
from shapan.scenarios.describe import facts_of, source_of
from shapan.scenarios.library import check_file, find_place, names

PLACES = [name for name, _ in names()["place"]]


@pytest.mark.parametrize("name", PLACES)
def test_a_shipped_place_is_whole(name):
    place = find_place(name).place
    assert place.id == name
    assert tuple(kind.id for kind in place.needs) == NEED_KINDS
    assert sum(facts.share for facts in place.forms.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", PLACES)
def test_every_number_of_a_place_has_a_source_and_a_grade(name):
    file = find_place(name)
    for key, _, fact in facts_of(file.place):
        source = source_of(f"place.{key}", file.header.sources)
        assert source.grade in ("A", "B", "C", "D"), key
        assert source.rows or source.grade == "D", key
        assert isinstance(fact, Fact) and fact.label_zh and fact.label_en
    assert source_of("needs", file.header.sources).grade == "D"
    for key in file.status_quo.values:
        source = file.header.sources[f"status_quo.{key}"]
        assert source.grade in ("A", "B", "C", "D") and (source.rows or source.grade == "D"), key


HOMES = {
    "yantian": (4, 19, 211_500, 0.05),
    "suzhou_gusu": (2, 42, 231_500, 0.05),
    "ordos_urban": (4, 20, 154_000, 0.058),
    "guangdong_district": (4, 20, 220_000, 0.047),
    "guangdong_rural": (3, 45, 112_500, 0.03),
    "training_town": (1, 3, 10_000, 0.05),
}


@pytest.mark.parametrize("name", HOMES)
def test_a_place_is_of_the_size_its_evidence_gives(name):
    place = find_place(name).place
    assert (place.streets, place.communities, place.residents, place.volunteers_registered) == HOMES[name]


def test_own_status_quo_is_what_the_rows_say():
    """OR-18: 11 staff for 17,307 people. GD-16: 1.1 bn yuan over 108.5 m. B2: 300 households in a village grid."""
    assert find_place("ordos_urban").status_quo.values["staff.workers_per_10000"] == 6.4
    assert find_place("guangdong_district").status_quo.values["funding.purchase_yuan"] == 10
    assert find_place("guangdong_rural").status_quo.values["grid.households_per_grid"] == 300
    assert find_place("yantian").status_quo.values == {}


def test_yantian_is_as_published():
    place = find_place("yantian").place
    assert (place.streets, place.communities, place.residents, place.area_km2) == (4, 19, 211_500, 74.75)
    assert (place.household_size, place.collective_share) == (2.25, 0.175)
    assert place.start.isoformat() == "2026-01-01"


def test_needs_of_yantian_add_up_to_what_the_table_says():
    """Public 0.90 and personal 0.75 needs a resident-year (start table); forms multiply two public kinds on top."""
    place = find_place("yantian").place
    shares = {"resident": 1.0, **place.age.model_dump(), "disabled": place.disabled_share}
    shares |= {"low_income": place.low_income_share, "migrant": place.migrant_share}
    total = {"public": 0.0, "personal": 0.0}
    for kind in place.needs:
        total[kind.stream] += sum(rate * shares[group] for group, rate in kind.rates.items())
    assert total["public"] == pytest.approx(0.90, abs=0.02)
    assert total["personal"] == pytest.approx(0.75, abs=0.05)


SPOILT = {
    "age": ("elder = 0.10", "elder = 0.20", ["place.age: the shares add up to 1.1, they must add up to 1"]),
    "built": ("built_km2 = 1.0", "built_km2 = 9", ["place.built_km2: 9 km² built exceeds the whole area, 1.5 km²"]),
    "zero": ("streets = 1", "streets = 0", ["place.streets: 0 is out of range; allowed 1–2,000"]),
    "streets": ("streets = 1", "streets = 9", ["place.communities: 3 communities cannot fill 9 streets"]),
    "few": ("residents = 10_000", "residents = 200", ["place.residents: fewer than 100 residents a community"]),
    "text": ("residents = 10_000", 'residents = "many"', ['place.residents: must be a whole number, got "many"']),
    "infinite": ("area_km2 = 1.5", "area_km2 = inf", ["place.area_km2: inf is not a finite number"]),
    "negative": ("owner_share = 0.50", "owner_share = -0.1", ["place.owner_share: -0.1 is out of range; allowed 0–1"]),
    "shops": (
        "shops_per_1000 = 10",
        "shops_per_1000 = -1",
        ["place.shops_per_1000: -1 is out of range; allowed 0–500"],
    ),
    "many": (
        "shops_per_1000 = 10",
        "shops_per_1000 = 501",
        ["place.shops_per_1000: 501 is out of range; allowed 0–500"],
    ),
    "date": ('"2026-01-01"', '"1.1.2026"', ['place.start: must be a date such as 2026-06-01, got "1.1.2026"']),
    "form": ("courtyard =", "cortyard =", ['place.forms.cortyard: "cortyard" is no choice; allowed new_estate, old_']),
    "members": ("community = 0.02", "community = 0.9", ["place.party: more Party members than adults"]),
    "misspelt": (
        "owner_share",
        "ownr_share",
        ["place.owner_share: is missing", "place.ownr_share: unknown key; allowed one of 27, such as owner_share, "],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_place_is_told_at_its_line(write, town_text, old, new, expected):
    assert old in town_text
    text = town_text.replace(old, new)
    faults = check_file(write("town", text))
    assert len(faults) == len(expected)
    for fault, start in zip(faults, expected, strict=True):
        assert str(fault).startswith(f"town.toml:{fault.line}: {start}")
        assert str(fault.text("zh")).startswith(f"town.toml:{fault.line}: ")
        if "missing" not in start:
            name = fault.key.rpartition(".")[2]
            assert name in text.splitlines()[fault.line - 1]


def test_rows_of_needs_state_only_what_differs(write, town_text):
    path = write("town", town_text + '\n[[needs]]\nid = "care"\nhours_mean = 2.5\n')
    assert check_file(path) == []
    shipped, own = find_place("training_town").place, find_place("town.toml").place
    assert own.need("care").hours_mean == 2.5
    assert own.need("care").rates == shipped.need("care").rates
    assert [kind for kind in own.needs if kind.id != "care"] == [kind for kind in shipped.needs if kind.id != "care"]


def test_faults_of_needs_point_at_the_row_of_the_file(write, town_text):
    lines = town_text.count("\n")
    body = '[[needs]]\nid = "care"\nhours_mean = -1\n[[needs]]\nid = "child"\nserved_by = ["grd"]\nrate = {}\n'
    text = [str(fault) for fault in check_file(write("town", town_text + body))]
    assert text[0] == f"town.toml:{lines + 3}: needs.0.hours_mean: -1 is out of range; allowed > 0, ≤ 1,000"
    assert text[1].startswith(f'town.toml:{lines + 6}: needs.1.served_by.0: "grd" is no choice; allowed grid, steward')
    assert text[2].startswith(f"town.toml:{lines + 7}: needs.1.rate: unknown key; allowed")
    assert text[2].endswith("nearest rates")


DEPARTMENTS = "departments = {"


def test_departments_boundary_and_own_status_quo(write, town_text):
    town_text = "\n".join(line for line in town_text.splitlines() if not line.startswith(DEPARTMENTS)) + "\n"
    good = town_text + '[departments]\nhazard = 42.0\n[boundary]\nfile = "x.geojson"\ncrs = "GCJ-02"\n'
    path = write("town", good + "[status_quo]\nstaff.workers_per_10000 = 6.4\n")
    assert check_file(path) == []
    file = find_place(path)
    assert file.place.departments == {"hazard": 42.0}
    assert file.status_quo.values == {"staff.workers_per_10000": 6.4}
    bad = good.replace("hazard = 42.0", "hazrd = 42.0").replace("GCJ-02", "Mars-84")
    text = [str(fault) for fault in check_file(write("town", bad + "[status_quo]\nstaff.workers = 6.4\n"))]
    assert 'boundary.crs: "Mars-84" is no choice; allowed WGS84, CGCS2000, GCJ-02, BD-09, EPSG:4490 …' in text[0]
    assert "staff.workers: unknown lever" in text[1]
    fixed = write("town", bad.replace("Mars-84", "EPSG:4490"))
    assert "departments.hazrd: no need of kind hazrd; allowed hazard, litter" in str(check_file(fixed)[0])


def test_departments_may_stand_in_the_place_itself_but_not_twice(write, town_text):
    town_text = "\n".join(line for line in town_text.splitlines() if not line.startswith(DEPARTMENTS)) + "\n"
    inside = town_text.replace("[place.forms]", "departments = {hazard = 42}\n\n[place.forms]")
    assert find_place(write("town", inside)).place.departments == {"hazard": 42.0}
    (fault,) = check_file(write("town", inside.replace("hazard = 42", "hazard = -1")))
    assert ": place.departments.hazard: -1 is out of range; allowed 0–10,000" in str(fault)
    (fault,) = check_file(write("town", inside + "[departments]\nhazard = 42\n"))
    assert str(fault).endswith("place.departments: is given twice")


def test_a_place_cannot_be_changed():
    place = find_place("training_town").place
    assert isinstance(place, Place)
    with pytest.raises(ValueError, match="frozen"):
        place.residents = 3  # type: ignore[misc]
