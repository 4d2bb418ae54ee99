"""Own data become a place: what is counted, what is weighted, and forty and more kinds of damage told by their rows."""

from __future__ import annotations

import json
import random
import sqlite3
import struct
import tomllib

import numpy as np
import pytest

from shapan.experiments.cli import main
from shapan.experiments.importing.heads import tidy
from shapan.experiments.importing.outlines import crosses_itself
from shapan.experiments.importing.privacy import is_identity, is_mobile
from shapan.experiments.importing.raking import Margin, fit
from shapan.experiments.importing.systems import System, shift, to_degrees
from shapan.experiments.importing.template import COMMUNITY_COLUMNS, write_template
from shapan.scenarios.library import find_place

NAMES = ("甲社区", "乙社区", "丙社区")
COUNTS = "社区,街道,常住人口,户数,0-14岁,15-59岁,60岁及以上,残疾人,非户籍人口,面积\n"
COUNTS += "甲社区,东街道,4000,1600,600,2800,600,200,1600,1.5\n"
COUNTS += "乙社区,东街道,3000,1200,450,2100,450,150,1200,1.0\n"
COUNTS += "丙社区,西街道,3000,1200,450,2100,450,150,1200,1.2\n合计,,10000,4000,1500,7000,1500,500,4000,3.7\n"


def people_text(seed=4, rows=360):
    """A sample in which every kind of resident lives in every community."""
    luck = random.Random(seed)
    lines = ["人员编号,社区,户号,年龄,残疾,非户籍"]
    for number in range(rows):
        name, age = NAMES[number % 3], luck.choice((5, 30, 40, 70))
        yes = ["是" if luck.random() < 0.4 else "否" for _ in range(2)]
        lines.append(f"p{number},{name},{name}{number // 9},{age},{yes[0]},{yes[1]}")
    return "\n".join(lines) + "\n"


PEOPLE = people_text()


def square(x, y, side=0.01):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def collection(rings=None, names=NAMES, **more):
    rings = rings or [square(114.2123456789 + 0.01 * number, 22.5512345678) for number in range(3)]
    features = [
        {"type": "Feature", "properties": {"社区": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in zip(names, rings, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features} | more


def changed(text, before, after):
    assert before in text
    return text.replace(before, after, 1)


def ask(folder, *files, **options):
    """Exit code of an import of files (name -> text or bytes) and whatever else is typed."""
    for name, content in files:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    out = folder / options.pop("out", "mine.toml")
    typed = [word for key, value in options.items() for word in (f"--{key}", value)]
    return main(["import", *(str(folder / name) for name, _ in files), "--out", str(out), "--lang", "en", *typed])


def read(folder):
    return tomllib.loads((folder / "mine.toml").read_text(encoding="utf-8"))["place"]


def test_communities_add_up_to_the_place(tmp_path, capsys):
    assert ask(tmp_path, ("counts.csv", COUNTS.encode("gb18030"))) == 0
    place = read(tmp_path)
    assert (place["residents"], place["communities"], place["streets"]) == (10_000, 3, 2)
    assert place["age"] == {"child": 0.15, "adult": 0.70, "elder": 0.15}
    assert (place["disabled_share"], place["migrant_share"], place["household_size"]) == (0.05, 0.4, 2.5)
    assert place["area_km2"] == pytest.approx(3.7)
    out, err = capsys.readouterr()
    assert "社区 → community" in out and "3,000–4,000" in out
    assert "taken from standard_town (grade D)" in err and "owner_share" in err
    found = find_place(str(tmp_path / "mine.toml"))
    assert found.header.sources["place.owner_share"].grade == "D"
    assert found.header.sources["place.residents"].grade == "C"


def test_residents_are_counted_and_their_names_left_behind(tmp_path, capsys):
    named = PEOPLE.replace("人员编号,", "姓名,人员编号,", 1).replace("\np", "\n张三丰,p")
    assert ask(tmp_path, ("people.csv", named)) == 0
    place = read(tmp_path)
    assert place["residents"] == 360 and place["household_size"] == pytest.approx(3.0)
    rows = [line.split(",") for line in PEOPLE.splitlines()[1:]]
    assert place["disabled_share"] == pytest.approx(sum(row[4] == "是" for row in rows) / 360, abs=1e-6)
    assert place["age"]["elder"] == pytest.approx(sum(row[3] == "70" for row in rows) / 360, abs=1e-6)
    out, err = capsys.readouterr()
    assert "columns that name persons are left out" in err and "姓名" in err
    assert "张三丰" not in out + err + (tmp_path / "mine.toml").read_text(encoding="utf-8")


def test_a_sample_is_weighted_to_the_margins(tmp_path, capsys):
    files = ("people.csv", PEOPLE), ("counts.csv", COUNTS)
    assert ask(tmp_path, *files) == 0
    place = read(tmp_path)
    assert place["residents"] == 10_000 and place["disabled_share"] == 0.05 and place["migrant_share"] == 0.4
    assert place["age"] == {"child": 0.15, "adult": 0.70, "elder": 0.15}
    assert "largest miss by margin" in capsys.readouterr().out


def test_fitting_meets_margins_and_keeps_odds():
    """What margins do not say, the odds ratio of a table, is the sample's still (Deming and Stephan)."""
    seed = np.array([[40.0, 10.0], [20.0, 30.0]])
    kind = np.repeat(np.arange(4), seed.ravel().astype(int))
    one = Margin("one", kind // 2, np.array([60.0, 140.0]), ())
    other = Margin("other", kind % 2, np.array([90.0, 110.0]), ())
    weight, _ = fit([one, other], len(kind))
    table = np.bincount(kind, weights=weight).reshape(2, 2)
    assert table.sum(axis=1) == pytest.approx([60, 140], abs=1e-6)
    assert table.sum(axis=0) == pytest.approx([90, 110], abs=1e-6)
    assert table[0, 0] * table[1, 1] / table[0, 1] / table[1, 0] == pytest.approx(40 * 30 / 10 / 20)


def test_the_template_with_joined_headers_is_understood(tmp_path, capsys):
    empty = tmp_path / "empty.xlsx"
    assert main(["import", "--template", str(empty), "--lang", "en"]) == 0
    assert main(["import", str(empty), "--out", str(tmp_path / "none.toml"), "--lang", "en"]) == 2
    assert "holds neither residents nor communities" in capsys.readouterr().err
    counts = dict.fromkeys(COMMUNITY_COLUMNS, 0) | {"residents": 2000, "households": 800, "child": 300, "adult": 1400}
    counts |= {"elder": 300, "form_old_estate": 1500, "form_tower": 500, "area_km2": 0.8, "owner": 900, "street": "东"}
    rows = [[(counts | {"community": name})[column] for column in COMMUNITY_COLUMNS] for name in NAMES]
    write_template(
        tmp_path / "full.xlsx", "zh", {"communities": rows, "facts": [("名称", "三社区"), ("起始日", "2027-01-01")]}
    )
    typed = ["import", str(tmp_path / "full.xlsx"), "--out", str(tmp_path / "mine.toml"), "--json", "--lang", "en"]
    assert main(typed) == 0
    text = json.loads(capsys.readouterr().out)
    assert text["tables"][0]["columns"]["child"] == "0-14岁"
    place = read(tmp_path)
    assert place["age"] == {"child": 0.15, "adult": 0.70, "elder": 0.15} and place["owner_share"] == 0.45
    assert {form: facts["share"] for form, facts in place["forms"].items()} == {"old_estate": 0.75, "tower": 0.25}
    assert find_place(str(tmp_path / "mine.toml")).header.title["zh"] == "三社区"


GEOJSON = json.dumps(collection(), ensure_ascii=False)
NO_AREA = "\n".join(line.rpartition(",")[0] for line in COUNTS.splitlines())


def test_outlines_give_the_area_in_any_system(tmp_path, capsys):
    """0.01° squares at 22.55° N: 1.0285 by 1.1075 km, three of them, by the ellipsoid's own radii."""
    from pyproj import Transformer

    truth = 3 * 1.0285 * 1.1075
    for code in (4326, 4490, 3857, 32650):
        turn = Transformer.from_crs(4326, code, always_xy=True)
        rings = [
            [list(turn.transform(*point)) for point in one["geometry"]["coordinates"][0]]
            for one in collection()["features"]
        ]
        crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
        (tmp_path / "mine.toml").unlink(missing_ok=True)
        assert ask(tmp_path, ("counts.csv", NO_AREA), ("land.geojson", json.dumps(collection(rings, crs=crs)))) == 0
        assert read(tmp_path)["area_km2"] == pytest.approx(truth, rel=1e-3)
        assert "may be in" not in capsys.readouterr().err


def test_a_shifted_system_is_taken_when_told_and_suspected_aloud(tmp_path, capsys):
    rounded = [[[round(x, 6), round(y, 6)] for x, y in square(114.2123456 + 0.01 * n, 22.5512345)] for n in range(3)]
    files = ("counts.csv", NO_AREA), ("land.geojson", json.dumps(collection(rounded)))
    assert ask(tmp_path, *files) == 0
    assert "may be in GCJ-02 and not in EPSG:4326: coordinates end after six decimals" in capsys.readouterr().err
    (tmp_path / "mine.toml").unlink()
    assert ask(tmp_path, *files, crs="gcj02") == 0
    assert "may be in" not in capsys.readouterr().err
    assert tomllib.loads((tmp_path / "mine.toml").read_text())["boundary"]["crs"] == "GCJ-02"


def test_shifts_are_undone():
    """The shift moves Shenzhen by some hundred metres; Baidu's goes on from there."""
    points = np.array([[114.05, 22.55], [116.397, 39.909]])
    shifted = shift(points)
    assert (111_000 * np.abs(shifted - points).max(axis=1) > 100).all()
    assert to_degrees(shifted, System("GCJ-02", True)) == pytest.approx(points, abs=1e-8)
    x, y = shifted.T
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * np.pi * 3000 / 180)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * np.pi * 3000 / 180)
    baidu = np.stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006], axis=1)
    assert to_degrees(baidu, System("BD-09", True)) == pytest.approx(points, abs=1e-6)


def geopackage(path, code=4326, cut=0, layers=("land",)):
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id)")
        base.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
        base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?)", (code, "EPSG" if code > 0 else "NONE", code))
        for layer in layers:
            base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (layer, code))
            base.execute(f"CREATE TABLE {layer} (fid, geom, 社区)")
            for number, one in enumerate(collection()["features"]):
                ring = one["geometry"]["coordinates"][0]
                body = struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
                blob = b"GP\x00\x01" + struct.pack("<i", code) + body
                base.execute(f"INSERT INTO {layer} VALUES (?, ?, ?)", (number, blob[: len(blob) - cut], NAMES[number]))
    base.close()
    return path.read_bytes()


def shapefile_parts(folder, prj=True):
    import shapefile

    with shapefile.Writer(str(folder / "made"), encoding="utf-8") as writer:
        writer.field("社区", "C", 30)
        for name, one in zip(NAMES, collection()["features"], strict=True):
            writer.poly([one["geometry"]["coordinates"][0][::-1]])
            writer.record(name)
    from pyproj import CRS

    parts = {f"land{ending}": (folder / f"made{ending}").read_bytes() for ending in (".shp", ".dbf", ".shx")}
    return parts | ({"land.prj": CRS.from_epsg(4490).to_wkt("WKT1_ESRI").encode()} if prj else {})


def test_geopackage_and_shapefile_hold_the_same_land(tmp_path):
    assert ask(tmp_path, ("counts.csv", NO_AREA), ("land.gpkg", geopackage(tmp_path / "made.gpkg"))) == 0
    one = read(tmp_path)["area_km2"]
    (tmp_path / "mine.toml").unlink()
    for name, content in shapefile_parts(tmp_path).items():
        (tmp_path / name).write_bytes(content)
    assert (
        main(["import", str(tmp_path / "counts.csv"), str(tmp_path / "land.shp"), "--out", str(tmp_path / "mine.toml")])
        == 0
    )
    assert read(tmp_path)["area_km2"] == pytest.approx(one, rel=1e-6) and one > 3


def test_rules():
    assert is_identity("11010519491231002X") and is_identity("1.10105194912310E+17")
    assert is_identity("110105194912310021") and not is_identity("110105999912310021")
    assert is_mobile("139-1234-5678") and not is_mobile("2026010112345")
    assert tidy(" 0—14岁（人）\n") == "0-14岁" and tidy("Age Group") == "age_group"
    assert crosses_itself(np.array([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]], float))
    assert not crosses_itself(np.array(square(0, 0, 1), float))


def counts(before, after):
    return (("counts.csv", changed(COUNTS, before, after)),)


def people(before, after):
    return (("people.csv", changed(PEOPLE, before, after)),)


def land(**changes):
    """The second feature otherwise, beside counts that are in order."""
    made = collection()
    made["features"][1] |= changes
    return ("counts.csv", NO_AREA), ("land.geojson", json.dumps(made))


def shape(kind, coordinates):
    return land(geometry={"type": kind, "coordinates": coordinates})


def margins(before, after):
    return ("people.csv", PEOPLE), ("counts.csv", changed(COUNTS, before, after))


FIRST = PEOPLE.splitlines()[1]
SECOND = PEOPLE.splitlines()[2]
OTHER_SHAPE = [(114.9, 22.5), (114.91, 22.5), (114.91, 22.51), (114.9, 22.5)]

DAMAGES = {
    "ending": ((("counts.pdf", COUNTS),), "counts.pdf: .pdf is no kind of table; save it as one of"),
    "empty": ((("counts.csv", b""),), "counts.csv: holds nothing; save it again"),
    "letters": ((("counts.csv", "社区,常住人口\n".encode() + b"\xff\xff\x80,1\n"),), "neither in UTF-8 nor in GB18030"),
    "bytes": ((("counts.csv", b"a,b\nc,\x00\n"),), "row 2: holds binary bytes; save the table as CSV"),
    "quotes": (counts("甲社区,东", '"甲社区,东'), "row 2: a quotation mark is not closed"),
    "workbook": ((("counts.xlsx", COUNTS),), "counts.xlsx: is no whole workbook; open it and save it again"),
    "headers": ((("counts.csv", "foo,bar\n1,2\n"),), "row 1: no column is known here; name at least two"),
    "mistyped header": ((("counts.csv", "社区1,常驻人口\n甲,2\n"),), "say 社区 and 常住人口 (nearest 社区)"),
    "no rows": ((("counts.csv", COUNTS.splitlines()[0]),), "row 1: there are headers and no community below"),
    "nobody below": ((("people.csv", PEOPLE.splitlines()[0]),), "row 1: there are headers and nobody below"),
    "twice": (counts("0-14岁", "户数"), "row 1: the column 户数 is there twice; delete or rename one"),
    "only shapes": ((("land.geojson", GEOJSON),), "land.geojson: holds neither residents nor communities"),
    "two tables": ((("a.csv", COUNTS), ("b.csv", COUNTS)), "b.csv, row 1: is a second table of the same kind"),
    "identity": (people("p0,", "11010519491231002X,"), "row 2: column A holds the number of an identity card; delete"),
    "mobile": (people(FIRST, FIRST + ",13912345678"), "row 2: column G holds a telephone number; delete the column"),
    "word for a count": (counts("4000", "四千"), "row 2: 常住人口: “四千” is no number; write digits only"),
    "blank": (counts(",600,2800", ",,2800"), "row 2: 0-14岁: nothing is written, or a formula failed"),
    "negative": (counts("4000", "-4000"), "row 2: 常住人口: “-4000” is less than nought"),
    "half a person": (counts("4000", "4000.5"), "row 2: 常住人口: “4000.5” is no whole number"),
    "formula": (counts("1600,600", "#REF!,600"), "row 2: 户数: “#REF!” is the error of a formula"),
    "over 100 %": (counts("200,1600,1.5", "120%,1600,1.5"), "row 2: 残疾人: “120%” is more than all"),
    "share of what": (
        (("counts.csv", "社区,残疾人,常住人口\n甲,5%,4000\n"),),
        "row 2: 残疾人: “5%” is a share, and the residents stand to its right",
    ),
    "ten thousands": (
        counts("常住人口", "常住人口（万人）"),
        "row 1: 常住人口(万人) counts in 万人; write whole people",
    ),
    "hectares": (counts("面积", "面积（公顷）"), "row 1: 面积(公顷) counts in 公顷"),
    "decimal comma": (
        (("counts.csv", "社区;常住人口;面积\n甲;4000;3,7\n"),),
        "row 2: 面积: “3,7” is no number; write digits only",
    ),
    "subtotal": (counts("合计,,", "东街道小计,,"), "row 5: 东街道小计 adds up other rows; delete the row"),
    "total of people": ((("people.csv", "社区,年龄\n甲,3\n合计,3\n"),), "row 3: 合计 adds up other rows"),
    "silent": (
        people(FIRST, FIRST[: FIRST.rindex(",")] + ","),
        "row 2: 非户籍: nothing is written, while other rows say no",
    ),
    "no community": (counts("甲社区", ""), "row 2: the community is missing in column 社区"),
    "community twice": (counts("乙社区", "甲社区"), "row 3: 甲社区 stood in row 2 already"),
    "empty community": (counts("4000,1600,600,2800,600,200,1600", "0,0,0,0,0,0,0"), "row 2: 甲社区 has no residents"),
    "more than all": (counts("200,1600,1.5", "4200,1600,1.5"), "row 2: 甲社区: 残疾人 4,200 is more than its 4,000"),
    "ages": (counts("2800", "2000"), "row 2: 甲社区: age groups add up to 3,200, its residents are 4,000"),
    "age group missing": (
        counts("60岁及以上", "别的"),
        "row 1: two of the three age groups are there, elder is missing",
    ),
    "total": (
        counts("合计,,10000", "合计,,11000"),
        "row 5: the total of 常住人口 is 11,000, its rows add up to 10,000",
    ),
    "few": (
        (("counts.csv", "社区,常住人口\n甲,40\n乙,60\n"),),
        "residents: fewer than 100 residents a community; correct it",
    ),
    "built": (
        (("counts.csv", "社区,常住人口,面积,建成区面积\n甲,4000,1,2\n"),),
        "row 2: 甲: more land is built on than there is",
    ),
    "members": (
        (("counts.csv", "社区,常住人口,社区党员,在职党员\n甲,4000,3000,3000\n"),),
        "row 2: 甲: more Party members than residents",
    ),
    "forms": (
        (("counts.csv", "社区,常住人口,老旧小区,城中村\n甲,4000,3000,500\n"),),
        "row 2: 甲: residents by form of estate add up to 3,500",
    ),
    "dense": (
        (("counts.csv", "社区,常住人口,面积\n甲,40000,0.001\n"),),
        "built_km2: ",
    ),
    "age a word": (people(FIRST, FIRST.replace(f",{FIRST.split(',')[3]},", ",老,")), "row 2: 年龄: “老” is no number"),
    "age 300": (people(FIRST, FIRST.replace(f",{FIRST.split(',')[3]},", ",300,")), "row 2: 年龄: “300” makes somebody"),
    "yes or no": (
        people(FIRST, FIRST[: FIRST.rindex(",")] + ",也许"),
        "row 2: 非户籍: “也许” is not understood; write one of",
    ),
    "person twice": (people("p1,", "p0,"), "row 3: the same person stood in row 2 already"),
    "no home community": (people("p0,甲社区", "p0,"), "row 2: the community is missing in column 社区"),
    "home apart": (
        people("p1,乙社区,乙社区0", "p1,乙社区,甲社区0"),
        "row 3: household 甲社区0 lives in another community",
    ),
    "commas": (people(FIRST, FIRST + ",x,y"), "row 2: has 8 cells, the headers are 6"),
    "birth": ((("people.csv", "社区,出生日期\n甲,1958-13-01\n"),), "row 2: 出生日期: “1958-13-01” is no day"),
    "unborn": ((("people.csv", "社区,出生日期\n甲,2031-01-01\n"),), "row 2: 出生日期: “2031-01-01” lies after"),
    "nothing told": ((("people.csv", "社区,户号\n甲,1\n"),), "row 2: nothing but communities is known"),
    "two streets": (
        (("people.csv", "社区,街道,年龄\n甲,东,3\n甲,西,4\n"),),
        "row 3: 甲 belongs to another street in an earlier row",
    ),
    "party": ((("people.csv", "社区,政治面貌\n甲,中共党员\n"),), "“中共党员” is not understood; write one of 社区党员"),
    "unknown community": (
        margins("甲社区", "甲社"),
        "people.csv, row 2: 甲社区 is not in the table of communities; nearest 甲社",
    ),
    "community without people": (
        margins("合计,,10000,4000,1500,7000,1500,500,4000,3.7", "丁社区,东街道,300,100,100,100,100,0,0,1"),
        "counts.csv, row 5: 丁社区: the table of residents has nobody who lives there",
    ),
    "nobody like it": (
        (("people.csv", PEOPLE.replace(",70,", ",30,")), ("counts.csv", COUNTS)),
        "counts.csv, row 2: 甲社区: 60岁及以上 says 600, and the table of residents has nobody like that",
    ),
    "contradiction": (
        (
            ("people.csv", "社区,残疾,非户籍\n甲,是,是\n甲,否,否\n甲,否,是\n"),
            ("counts.csv", "社区,常住人口,残疾人,非户籍人口\n甲,1000,500,100\n"),
        ),
        "counts.csv, row 2: 甲: ",
    ),
    "broken json": (
        (("counts.csv", NO_AREA), ("land.geojson", GEOJSON[:-9])),
        "land.geojson, row 1: is broken GeoJSON",
    ),
    "one geometry": (
        (("counts.csv", NO_AREA), ("land.geojson", '{"type": "Polygon"}')),
        "is Polygon and no FeatureCollection",
    ),
    "no features": (
        (("counts.csv", NO_AREA), ("land.geojson", '{"features": []}')),
        "land.geojson: holds no features; export the layer",
    ),
    "no shape": (land(geometry=None), "feature 2: has no shape; draw it or delete it"),
    "point": (shape("Point", [114, 22]), "feature 2: is a Point; communities and cells have to be polygons"),
    "not a number": (
        shape("Polygon", [[[114, 22], [float("nan"), 22], [115, 23], [114, 22]]]),
        "feature 2: has a coordinate",
    ),
    "words": (shape("Polygon", [[["x", "y"]]]), "feature 2: its shape cannot be read"),
    "two corners": (
        shape("Polygon", [[[114, 22], [115, 22], [114, 22]]]),
        "feature 2: has an outline of fewer than three",
    ),
    "open": (shape("Polygon", [square(114.9, 22.5)[:-1]]), "feature 2: its outline does not end where it begins"),
    "bow tie": (
        shape("Polygon", [[[114, 22], [114.1, 22.1], [114.1, 22], [114, 22.1], [114, 22]]]),
        "feature 2: its outline crosses itself; mend it",
    ),
    "no land": (shape("Polygon", [[[114, 22]] * 4]), "feature 2: encloses no land"),
    "turned": (shape("Polygon", [[[y, x] for x, y in square(114.2, 22.5)]]), "feature 2: has coordinates such as 22.5"),
    "metres": (
        shape("Polygon", [square(500000, 2500000, 1000)]),
        "feature 2: has coordinates such as 500400, 2.5004e+06",
    ),
    "same shape": (
        (("counts.csv", NO_AREA), ("land.geojson", json.dumps(collection([square(114.2, 22.5)] * 3)))),
        "feature 2: is the same shape as feature 1",
    ),
    "overlap": (
        shape("Polygon", [square(114.2126, 22.5514, 0.002)]),
        "feature 2: lies upon feature 1, so that its land",
    ),
    "unnamed": (land(properties={"社区": ""}), "feature 2: has no name in 社区"),
    "other name": (land(properties={"社区": "乙社"}), "feature 2: 乙社 is not in the tables; nearest 乙社区"),
    "no outline": (
        (("counts.csv", NO_AREA), ("land.geojson", json.dumps({"features": collection()["features"][:2]}))),
        "land.geojson: 丙社区 has no feature; nearest",
    ),
    "no property": (
        (("counts.csv", NO_AREA), ("land.geojson", GEOJSON.replace('"社区"', '"fid"'))),
        "feature 1: no property names the community; name one 社区 or community (here: fid)",
    ),
    "degrees as metres": (
        (
            ("counts.csv", NO_AREA),
            ("land.geojson", json.dumps(collection(crs={"properties": {"name": "EPSG:32650"}}))),
        ),
        "feature 1: has coordinates such as 114.216, 22.555",
    ),
    "unread system": (
        (("counts.csv", NO_AREA), ("land.geojson", json.dumps(collection(crs={"type": "link"})))),
        "names its coordinate system in a way nobody reads",
    ),
    "no database": ((("counts.csv", NO_AREA), ("land.gpkg", b"no base")), "land.gpkg: is a broken GeoPackage"),
    "half a database": (
        (("counts.csv", NO_AREA), ("land.gpkg", b"SQLite format 3\x00" + b"\x10\x00" * 200)),
        "land.gpkg: is a broken GeoPackage",
    ),
    "parts missing": ((("counts.csv", NO_AREA), ("land.shp", b"\x00\x00\x27\x0a")), "land.dbf is missing beside it"),
    "broken shapefile": (
        (("land.dbf", b"1"), ("land.shx", b"1"), ("counts.csv", NO_AREA), ("land.shp", b"xx")),
        "is a broken Shapefile",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_answered_by_row_or_feature(tmp_path, capsys, name):
    files, message = DAMAGES[name]
    for part, content in files:
        if part.endswith((".dbf", ".shx")):
            (tmp_path / part).write_bytes(content)
    files = [one for one in files if not one[0].endswith((".dbf", ".shx"))]
    assert ask(tmp_path, *files) == 2
    out, err = capsys.readouterr()
    assert message in err and out == "" and "Traceback" not in err
    assert not (tmp_path / "mine.toml").exists()


OPTIONS = {
    "shipped": ({"out": "yantian.toml"}, "yantian is a shipped place; give it another name"),
    "no id": ({"out": "My Place.toml"}, "My Place cannot be an id; begin with a small letter"),
    "not toml": ({"out": "mine.txt"}, "--out has to end in .toml"),
    "unknown place": ({"like": "yantain"}, "nearest yantian"),
    "crs without shapes": ({"crs": "EPSG:4326"}, "--crs and --layer need a file of outlines"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_what_is_typed_wrongly(tmp_path, capsys, name):
    options, message = OPTIONS[name]
    assert ask(tmp_path, ("counts.csv", COUNTS), **options) == 2
    assert message in capsys.readouterr().err


SYSTEMS = {
    "no such": ({"crs": "EPGS:4490"}, "EPGS:4490 is no coordinate system; nearest EPSG:4490"),
    "two": ({"crs": "EPSG:3857"}, "land.geojson: says EPSG:4326, --crs says EPSG:3857"),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_systems_that_cannot_be(tmp_path, capsys, name):
    options, message = SYSTEMS[name]
    assert ask(tmp_path, ("counts.csv", NO_AREA), ("land.geojson", GEOJSON), **options) == 2
    assert message in capsys.readouterr().err


def test_containers_that_leave_something_open(tmp_path, capsys):
    """A Shapefile without its system, a GeoPackage with none, with two layers, with a shape cut short."""
    for part, content in shapefile_parts(tmp_path, prj=False).items():
        (tmp_path / part).write_bytes(content)
    table = ("counts.csv", NO_AREA)
    cases = [
        (
            ("land.shp", (tmp_path / "land.shp").read_bytes()),
            {},
            "does not say in which coordinate system it is; say --crs",
        ),
        (("none.gpkg", geopackage(tmp_path / "a.gpkg", code=0)), {}, "does not say in which coordinate system"),
        (("two.gpkg", geopackage(tmp_path / "b.gpkg", layers=("a", "b"))), {}, "choose one by --layer: a, b"),
        (("two.gpkg", (tmp_path / "b.gpkg").read_bytes()), {"layer": "c"}, "there is no layer c; layers are a, b"),
        (("cut.gpkg", geopackage(tmp_path / "c.gpkg", cut=9)), {}, "feature 1: its shape cannot be read"),
    ]
    for file, options, message in cases:
        assert ask(tmp_path, table, file, **options) == 2
        assert message in capsys.readouterr().err


def test_facts_typed_beside_tables(tmp_path, capsys):
    rows = [["甲社区", *(0,) * (len(COMMUNITY_COLUMNS) - 1)]]
    for key, value in {"residents": 2000, "households": 800, "adult": 2000, "form_tower": 2000, "area_km2": 1}.items():
        rows[0][COMMUNITY_COLUMNS.index(key)] = value
    cases = {
        ("streetz", "3"): "sheet 场地, row 2: streetz is no fact of a place; nearest streets",
        ("residents", "2500"): "sheet 场地, row 2: residents is typed as 2,500, the tables count 2,000",
        ("start", "soon"): "sheet 场地, row 2: start: “soon” is no day",
        ("household_size", "40"): "sheet 场地, row 2: household_size is typed as 40, the tables count 2.5",
        ("owners_committee_share", "3"): "sheet 场地, row 2: owners_committee_share: 3 is out of range",
    }
    for number, (fact, message) in enumerate(cases.items()):
        name = tmp_path / f"book{number}.xlsx"
        write_template(name, "zh", {"communities": rows, "facts": [fact]})
        assert main(["import", str(name), "--out", str(tmp_path / "mine.toml"), "--lang", "en"]) == 2
        assert message in capsys.readouterr().err


def damaged(content, luck):
    """Bytes with a piece cut off, turned, doubled or overwritten."""
    at, width = luck.randrange(len(content)), luck.randrange(1, 30)
    kind = luck.randrange(4)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + bytes(luck.randrange(256) for _ in range(width)) + content[at + width :]
    if kind == 2:
        return content[:at] + content[at + width :]
    return content[:at] + content[at : at + width] * 2 + content[at + width :]


@pytest.mark.parametrize("count", [24, pytest.param(300, marks=pytest.mark.slow)])
def test_files_damaged_by_chance_end_in_a_line_or_a_place(tmp_path, capsys, count):
    """Never a traceback; whatever place comes of it is one that can be read again."""
    write_template(tmp_path / "book.xlsx", "zh", {"people": [["甲", "东", "1", "30"] + [""] * 7] * 200})
    whole = {"counts.csv": COUNTS.encode(), "people.csv": PEOPLE.encode(), "land.geojson": GEOJSON.encode()}
    whole |= {"book.xlsx": (tmp_path / "book.xlsx").read_bytes(), "land.gpkg": geopackage(tmp_path / "made.gpkg")}
    whole |= {name: content for name, content in shapefile_parts(tmp_path).items() if name != "land.prj"}
    for part in (".dbf", ".shx"):
        (tmp_path / f"land{part}").write_bytes(whole[f"land{part}"])
    luck = random.Random(3)
    ends = []
    for number in range(count):
        name = ("counts.csv", "people.csv", "land.geojson", "book.xlsx", "land.gpkg", "land.shp")[number % 6]
        files = [(name, damaged(whole[name], luck))]
        files = [("counts.csv", NO_AREA), *files] if name.startswith("land") else files
        options = {"crs": "EPSG:4490"} if name == "land.shp" else {}
        ends.append(ask(tmp_path, *files, **options))
        err = capsys.readouterr().err
        assert ends[-1] in (0, 2), (number, name, err)
        if ends[-1] == 0:
            assert find_place(str(tmp_path / "mine.toml")).place.residents >= 100
            (tmp_path / "mine.toml").unlink()
    assert ends.count(2) > count // 3


@pytest.mark.parametrize(("typed", "missing"), [([], "TABLE, --out"), (["people.csv"], "--out")])
def test_files_and_where_to_write_are_asked_for_in_one_line(typed, missing, capsys):
    assert main(["import", *typed]) == 2
    assert capsys.readouterr().err.strip().endswith(f"missing: {missing}")
