"""A province adds up to what it says, and what is drawn for a district hangs on its address alone."""

from __future__ import annotations

import pytest

from shapan.model.parameters import all_parameters
from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import check_file, load, look_into
from shapan.scenarios.province_districts import MONEY, apportioned
from shapan.scenarios.provinces import RURAL, URBAN, find_province, is_province
from shapan.scenarios.shelf import find_place, province_files
from shapan.scenarios.source_page import ARTICLE, source_rows

HEAD = """format = 1
kind = "province"

[province]
urban_communities = 14
rural_communities = 5
residents = 60_000
most_communities = 3
most_residents = 100_000
seed = 7

[spread]
residents = 0.2
elders = 0.2
money = 0.3
"""
TOWN = """
[[areas]]
id = "town"
settlement = "urban"
base = "training_town"
communities = 14
residents = 50_000
residents_per_built_km2 = 12_000
place = {migrant_share = 0.3}
"""
VILLAGE = """
[[areas]]
id = "village"
settlement = "rural"
base = "guangdong_rural"
communities = 5
residents = 10_000
status_quo = {"funding.purchase_yuan" = 4.0}
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def writing(text):
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
        return "mine.toml"

    return writing


def drawn_for(area):
    return [(one.id, one.place_file.place, dict(one.place_file.status_quo.values)) for one in area.districts]


@pytest.fixture(scope="module")
def guangdong():
    return find_province("guangdong")


def test_guangdong_has_every_community_of_the_article_and_every_resident_of_the_census(guangdong):
    districts = [one for area in guangdong.areas for one in area.districts]
    of = {kind: sum(area.communities for area in guangdong.areas if area.settlement == kind) for kind in (URBAN, RURAL)}
    assert of == {URBAN: 6681, RURAL: 19731}  # GD-12
    assert sum(one.communities for one in districts) == guangdong.communities == 26_412
    assert sum(one.residents for one in districts) == guangdong.residents == 126_012_510  # S05
    assert max(one.communities for one in districts) <= 60
    assert len({one.id for one in districts}) == len(districts)
    assert len({one.place_file.place.population_seed for one in districts}) == len(districts)


def test_its_areas_together_are_as_old_as_the_census_says_and_spend_what_the_article_says(guangdong):
    def mean(of):
        return sum(of(area) * area.residents for area in guangdong.areas) / guangdong.residents

    assert mean(lambda area: area.file.place.age.elder) == pytest.approx(0.1235, abs=0.002)  # S05
    assert mean(lambda area: area.file.place.age.child) == pytest.approx(0.1885, abs=0.003)
    assert sum(a.residents for a in guangdong.areas if a.settlement == URBAN) == pytest.approx(93_440_000, rel=1e-4)
    purchase = all_parameters()["funding.purchase_yuan"].default
    assert 9 <= mean(lambda area: area.file.status_quo.values.get("funding.purchase_yuan", purchase)) <= 11  # GD-16


def test_its_districts_are_no_replicas(guangdong):
    for area in guangdong.areas:
        places = [one.place_file.place for one in area.districts]
        for fact in ("residents", "built_km2", "age", "migrant_share", "forms"):
            assert len({str(getattr(place, fact)) for place in places}) == len(places), (area.id, fact)
    assert len({str(area.file.place.forms) for area in guangdong.areas}) >= 15


def test_its_sources_are_known_rows(guangdong):
    named = {row for source in guangdong.header.sources.values() for row in source.rows}
    assert {row for row in named if not ARTICLE.fullmatch(row)} <= set(source_rows())
    assert all(source.grade for source in guangdong.header.sources.values())


def test_what_is_drawn_for_a_district_hangs_on_its_address(write):
    alone = HEAD.replace("rural_communities = 5", "rural_communities = 0").replace("60_000", "50_000") + TOWN
    (town,) = find_province(f"./{write(alone)}").areas
    before = drawn_for(town)
    for both in (TOWN + VILLAGE, VILLAGE + TOWN):
        found = find_province(f"./{write(HEAD + both)}").areas
        (town,) = (area for area in found if area.id == "town")
        assert before == [
            (one.id, one.place_file.place, dict(one.place_file.status_quo.values)) for one in town.districts
        ]
    moved = find_province(f"./{write((HEAD + TOWN + VILLAGE).replace('seed = 7', 'seed = 8'))}").areas[0]
    assert [one.residents for one in moved.districts] != [place.residents for _, place, _ in before]


def test_an_area_is_split_evenly_into_as_few_districts_as_the_limits_allow(write):
    town, village = find_province(f"./{write(HEAD + TOWN + VILLAGE)}").areas
    assert [one.communities for one in town.districts] == [3, 3, 3, 3, 2]
    assert sum(one.residents for one in town.districts) == 50_000
    assert [one.id for one in village.districts] == ["village_001", "village_002"]
    assert all(one.place_file.place.migrant_share == 0.3 for one in town.districts)  # nothing said to spread it
    crowded = (HEAD + TOWN + VILLAGE).replace("most_residents = 100_000", "most_residents = 5_000")
    assert [len(area.districts) for area in find_province(f"./{write(crowded)}").areas] == [10, 2]


def test_a_district_without_spread_is_its_area_and_money_is_spread_within_what_levers_allow(write):
    plain = HEAD.partition("[spread]")[0] + TOWN + VILLAGE
    town, village = find_province(f"./{write(plain)}").areas
    facts = {"id", "communities", "residents", "streets", "built_km2", "area_km2", "population_seed"}
    for area in (town, village):
        for one in area.districts:
            assert one.place_file.place.model_dump(exclude=facts) == area.file.place.model_dump(exclude=facts)
            density = one.residents / one.place_file.place.built_km2
            assert density == pytest.approx(area.residents / area.file.place.built_km2)
    assert village.districts[0].place_file.status_quo.values["funding.purchase_yuan"] == 4.0
    assert town.file.place.built_km2 == pytest.approx(50_000 / 12_000)
    wild = find_province(f"./{write((HEAD + TOWN + VILLAGE).replace('money = 0.3', 'money = 1.0'))}")
    money = [one.place_file.status_quo.values for area in wild.areas for one in area.districts]
    assert len({values["funding.purchase_yuan"] for values in money}) == len(money)
    for values in money:
        for name in MONEY:
            about = all_parameters()[name].about
            assert about.low <= values[name] <= about.high


def test_a_cut_district_keeps_its_address_and_what_it_is_like(guangdong):
    whole = guangdong.areas[1].districts[2]
    cut = whole.cut_to(3)
    assert (cut.id, cut.area, cut.communities) == (whole.id, whole.area, 3)
    was, now = whole.place_file.place, cut.place_file.place
    assert now.residents / 3 == pytest.approx(was.residents / was.communities, rel=1e-3)
    assert now.residents / now.built_km2 == pytest.approx(was.residents / was.built_km2)
    assert (now.age, now.forms, now.population_seed) == (was.age, was.forms, was.population_seed)
    assert whole.cut_to(10_000) is whole


def test_whole_numbers_are_apportioned_by_largest_remainders():
    assert apportioned(10, [1, 1, 1]) == [4, 3, 3]
    assert apportioned(7, [5, 3, 2]) == [4, 2, 1]  # 3.5, 2.1, 1.4
    assert apportioned(0, [2, 1]) == [0, 0]


def test_a_province_is_no_place_and_says_who_takes_it(write):
    with pytest.raises(InputFault) as raised:
        load("status_quo").with_place("guangdong")
    assert str(raised.value) == (
        'place: "guangdong" is a province, no place that one run can simulate; these commands run it district by '
        "district; allowed shapan run, shapan compare"
    )
    assert is_province("guangdong") and not is_province("guangdong_rural") and not is_province("nowhere.toml")
    assert is_province(f"./{write(HEAD + TOWN + VILLAGE)}")
    assert load("status_quo").with_place(find_place("yantian")).place_id == "yantian"


def test_a_province_of_ones_own_is_no_place_either(write):
    file = write(HEAD + TOWN + VILLAGE)
    for read in (lambda: load("status_quo").with_place(f"./{file}"), lambda: load(f"./{file}")):
        with pytest.raises(InputFault, match="is a province, no place that one run can simulate"):
            read()


def test_its_file_is_checked_like_any_other(write):
    assert check_file(province_files()["guangdong"]) == []
    assert look_into(write(HEAD + TOWN + VILLAGE)) == ([], None)


FAULTS = {
    ("urban_communities = 14", "urban_communities = 15"): (
        "mine.toml:5: province.urban_communities: says 15, and the areas add up to 14"
    ),
    ("residents = 60_000", "residents = 60_001"): "mine.toml:7: province.residents: says 60,001, and the areas add up",
    ("seed = 7", "sed = 7"): "mine.toml:10: province.sed: unknown key",
    ("elders = 0.2", "elder = 0.2"): "mine.toml:14: spread.elder: unknown key",
    ("elders = 0.2", "elders = 3"): "mine.toml:14: spread.elders: 3 is out of range; allowed 0–1",
    ('base = "training_town"', 'base = "trainingtown"'): (
        'mine.toml:20: areas.0.base: unknown place "trainingtown"; allowed guangdong_district'
    ),
    ('settlement = "urban"', 'settlement = "town"'): 'mine.toml:19: areas.0.settlement: "town" is no choice; allowed',
    ("communities = 14\nresidents = 50", "communities = 0\nresidents = 50"): (
        "mine.toml:21: areas.0.communities: 0 is out of range; allowed ≥ 1"
    ),
    ("migrant_share = 0.3", "migrant_share = 1.3"): (
        "mine.toml:24: areas.0.place.migrant_share: 1.3 is out of range; allowed 0–1"
    ),
    ("migrant_share = 0.3", "communities = 3"): "mine.toml:24: areas.0.place.communities: unknown key",
    ("{migrant_share = 0.3}", "{age = {child = 0.2, adult = 0.6, elder = 0.1}}"): (
        "mine.toml:24: areas.0.place.age: the shares add up to 0.9, they must add up to 1"
    ),
    ("place = {migrant_share = 0.3}", "forms = {igloo = 1.0}"): "mine.toml:24: areas.0.forms.igloo: unknown key",
    ("place = {migrant_share = 0.3}", 'place = "poor"'): 'mine.toml:24: areas.0.place: must be a table, got "poor"',
    ('"funding.purchase_yuan"', '"funding.purchase_yan"'): (
        "mine.toml:32: funding.purchase_yan: unknown lever; nearest funding.purchase_yuan"
    ),
    ("residents_per_built_km2 = 12_000", "residents_per_built_km2 = 3"): (
        "mine.toml:23: areas.0.residents_per_built_km2: 3 is out of range; allowed 100–200,000"
    ),
    ('id = "village"', 'id = "town"'): "mine.toml:27: areas.1.id: is given twice",
    ('id = "village"', 'id = "Village 2"'): 'mine.toml:27: areas.1.id: "Village 2" cannot be an id',
    ("[province]", "[provinces]"): "mine.toml:1: province: is missing",
}


@pytest.mark.parametrize(("old", "new"), FAULTS)
def test_what_is_wrong_with_it_is_one_clear_line(write, old, new):
    text = HEAD + TOWN + VILLAGE
    assert old in text
    said = [str(fault) for fault in check_file(write(text.replace(old, new, 1)))]
    assert any(line.startswith(FAULTS[old, new]) for line in said), said
    assert all("\n" not in line for line in said)
    with pytest.raises(InputFault):
        find_province("./mine.toml")
