"""What leaves the machine says what the comparison says, in every form; what comes back is read with suspicion."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import string
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shapan.experiments.cli import main
from shapan.experiments.cli import takeaway as command
from shapan.experiments.comparing.compare import Comparison, compare
from shapan.experiments.comparing.sentences import behind_verdict, headline
from shapan.experiments.comparing.worth import ENDED
from shapan.experiments.reports.wording import LANGUAGES, words
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.takeaway import reopening
from shapan.experiments.takeaway import workbook as book
from shapan.experiments.takeaway.brief import NoBrief, read_brief
from shapan.experiments.takeaway.briefing import brief_of, funnel_shares
from shapan.experiments.takeaway.capsule import PARTS, SUMS, capsule, opened
from shapan.experiments.takeaway.document import docx
from shapan.experiments.takeaway.edited import CellFault, read_workbook
from shapan.experiments.takeaway.forms import ENDINGS, ending_of, made
from shapan.experiments.takeaway.levers import differing
from shapan.experiments.takeaway.phrases import own_phrases, telling
from shapan.experiments.takeaway.pictures import FONTS
from shapan.experiments.takeaway.reopening import changed, run_again, tasks_of
from shapan.experiments.takeaway.taken import Taken
from shapan.model.observation.indicators import INDICATORS
from shapan.scenarios.library import load

HOSTILE = '规则 #panic("x") $a_b$ *c* <script>alert(1)</script>'
ROOT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"[−+]?[\d,]*\.?\d+")


@pytest.fixture(scope="module")
def taken():
    """Invented figures of a real pair of scenarios: nothing is simulated."""
    draw = np.random.default_rng(3)
    names, seeds = ("today", HOSTILE), tuple(range(5, 13))
    values = {
        indicator: {
            name: {seed: 0.5 + 0.03 * place + 0.01 * draw.random() for seed in seeds}
            for place, name in enumerate(names)
        }
        for indicator in INDICATORS
    }
    counts = {name: {seed: {key: int(100 * (1 + draw.random())) for key in ENDED} for seed in seeds} for name in names}
    funnels = {
        name: {seed: {"born": sum(run.values()) + 7, **run, "open": 7} for seed, run in runs.items()}
        for name, runs in counts.items()
    }
    comparison = Comparison(names=names, seeds=seeds, values=values, funnels=funnels, alike=(True, False))
    town = load("status_quo").with_place("training_town")
    scenarios = {"today": town, HOSTILE: town.set_many({"staff.admin_share": 0.2718, "grid.households_per_grid": 300})}
    return Taken(comparison, scenarios, 365, 180, "shapan compare today other --reps 8", 10_000, 4)


@pytest.fixture(scope="module")
def briefs(taken):
    return {language: brief_of(taken, language) for language in LANGUAGES}


def holes(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_things():
    zh, en = own_phrases("zh"), own_phrases("en")
    assert set(zh) == set(en) and len(en) > 80
    assert not [key for key in en if holes(zh[key]) != holes(en[key])]


def number(text):
    found = FIGURE.search(text)
    return None if found is None else float(found[0].replace("−", "-").replace(",", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_brief_equals_the_table_behind_it(taken, briefs, language):
    tell, looked = telling(language), 0
    tables = [one.table for one in briefs[language].sections if one.table is not None and len(one.table.head) == 7]
    by_label = {}
    for indicator in taken.comparison.indicators:
        from shapan.experiments.comparing.sentences import label_with_unit

        by_label.setdefault(label_with_unit(indicator, language), []).append(indicator)
    for table in tables:
        for label, before, after, difference, span, wins, _ in table.rows:
            indicator, means = by_label[label][0], taken.comparison.indicators[by_label[label][0]]
            pair, unit = taken.comparison.paired[HOSTILE][indicator], INDICATORS[indicator].unit
            scale = 100 if unit == "share" else 1
            lo, hi, _ = behind_verdict(pair)
            shown = [
                number(before),
                number(after),
                number(difference),
                *(number(one) for one in re.split(" to | 至 ", span)),
            ]
            raw = [means["today"].value, means[HOSTILE].value, pair.difference, lo, hi]
            for phrase, value in zip(shown, raw, strict=True):
                assert phrase == pytest.approx(scale * value, abs=0.051 if unit == "share" else 0.0051), (label, span)
            assert str(pair.wins) in wins
            looked += 1
    assert looked > 40
    (funnel,) = [one.table for one in briefs[language].sections if one.picture and one.picture.kind == "funnel"]
    shares = funnel_shares(taken)
    for row, stage in zip(funnel.rows, ENDED, strict=True):
        assert [float(cell) for cell in row[1:]] == [round(100 * shares[name][stage], 1) for name in shares]
    (verdict,) = briefs[language].verdicts
    assert verdict.headline == headline(HOSTILE, "today", taken.comparison.paired[HOSTILE]["coverage"], language)
    assert briefs[language].given == tell("brief.given")


def test_levers_that_differ_stand_with_both_values(taken, briefs):
    assert {one.name: one.values for one in differing(taken.scenarios)} == {
        "staff.admin_share": (taken.scenarios["today"].values["staff.admin_share"], 0.2718),
        "grid.households_per_grid": (taken.scenarios["today"].values["grid.households_per_grid"], 300),
    }
    rows = briefs["en"].sections[0].table.rows
    assert len(rows) == 2 and any("27.18 %" in row for row in rows) and all("set by hand" in row[-1] for row in rows)


def test_a_brief_comes_back_from_what_is_kept_of_it(briefs):
    for brief in briefs.values():
        kept = json.dumps(brief.plain())
        assert json.dumps(read_brief(json.loads(kept)).plain()) == kept


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.update(format=2),
        lambda plain: plain["verdicts"][0].update(verdict='better" onload="x'),
        lambda plain: plain["sections"][0]["table"]["rows"].append(["one cell"]),
        lambda plain: plain["sections"][1]["picture"]["data"]["names"].extend(["n"] * 100),
        lambda plain: plain["sections"][3]["picture"]["data"]["rows"].extend(
            plain["sections"][3]["picture"]["data"]["rows"] * 200
        ),
        lambda plain: plain["sections"][3]["picture"]["data"]["rows"][0].update(at=float("inf")),
        lambda plain: plain["sections"][1]["picture"].update(kind="script"),
        lambda plain: plain.update(title=7),
    ],
)
def test_a_spoilt_brief_is_none(briefs, spoil):
    plain = json.loads(json.dumps(briefs["en"].plain()))
    spoil(plain)
    with pytest.raises(NoBrief):
        read_brief(plain)


def test_the_font_that_comes_along_has_every_sign_of_ours():
    from fontTools.ttLib import TTFont

    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/**/words/*.toml")]
    signs = {sign for text in texts for sign in text if "\u4e00" <= sign <= "\u9fff"}  # marks of terminals stay there
    assert len(signs) > 1000
    signs |= {sign for language in LANGUAGES for text in own_phrases(language).values() for sign in text}
    for style in ("Regular", "Bold"):
        path = FONTS / f"ShapanSans-SC-{style}.otf"
        known = TTFont(path).getBestCmap()
        assert not sorted(sign for sign in signs if ord(sign) not in known)
        assert {ord(sign) for sign in "区街道网格▲▼＝"} <= set(known) and path.stat().st_size < 2_000_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_two_pages_of_chinese_whatever_people_typed(briefs):
    """`#panic` in a name would end the setting of the document, were it read as markup."""
    from shapan.experiments.takeaway.pdf import pages, pdf

    assert len(pages(briefs["zh"])) == 2
    content = pdf(briefs["zh"])
    fonts = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([\w-]+)", content))
    assert content.startswith(b"%PDF") and fonts <= {b"ShapanSansSC-Regular", b"ShapanSansSC-Bold"}


def test_the_document_names_a_chinese_font_for_every_run(taken, briefs):
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(made(taken, "docx", "zh")))
    runs = list(document.element.body.iter(qn("w:r")))
    texts = [run for run in runs if run.findall(qn("w:t"))]
    assert len(texts) > 50
    assert all(run.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in texts)
    said = "".join(one.text for one in document.paragraphs)
    assert briefs["zh"].about in said and HOSTILE in said
    assert any(
        tuple(cell.text for cell in row.cells) == briefs["zh"].sections[2].table.rows[0]
        for t in document.tables
        for row in t.rows
    )


@pytest.fixture(scope="module")
def page(taken):
    return made(taken, "html", "en").decode("utf-8")


def test_one_file_fetches_nothing_and_runs_on_old_engines(page):
    assert len(page.encode()) < 3_000_000
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", page)) - {"http://www.w3.org/2000/svg"}
    assert not addresses and "default-src 'none'" in page and not re.search(r"(?:src|href)=\"(?!data:)", page)
    script = (ROOT / "experiments/takeaway/viewer.js").read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"", '""', script, flags=re.DOTALL)
    later = re.findall(r"=>|`|\b(?:let|const|class|async|await|import|export|of)\b|\.\.\.|\?\.|\?\?|\*\*", code)
    assert not later
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_the_slider_goes_through_the_worlds_of_the_comparison(page, taken):
    found = re.search(r'<script type="application/json" id="shapan-data">(.*?)</script>', page, re.DOTALL)[1]
    data = json.loads(found)
    assert [one["seed"] for one in data["worlds"]] == list(taken.comparison.seeds)
    assert all(sum(row) == pytest.approx(100, abs=0.05) for one in data["worlds"] for row in one["funnel"])
    for world, rows in zip(data["worlds"], data["en"]["worlds"], strict=True):
        values = [taken.comparison.values["coverage"][name][world["seed"]] for name in taken.comparison.names]
        assert rows[0][1:] == [f"{100 * value:.1f} %" for value in values]
    assert data["zh"]["title"] != data["en"]["title"] and data["days"] is None


@pytest.mark.parametrize(
    ("ending", "starts"), [("csv", b"\xef\xbb\xbf"), ("parquet", b"PAR1"), ("png", b"\x89PNG"), ("svg", b"<?xml")]
)
def test_numbers_and_pictures_as_files(taken, ending, starts):
    content = made(taken, ending, "zh")
    assert content.startswith(starts)
    if ending == "parquet":
        import pandas as pd

        table = pd.read_parquet(io.BytesIO(content))
        row = table[table["indicator"] == "trust"].iloc[0]
        assert row["difference"] == taken.comparison.paired[HOSTILE]["trust"].difference and row["days"] == 365


def test_endings_and_folders_are_refused_before_anything_runs(tmp_path):
    assert [ending_of(str(tmp_path / f"a.{one}")) for one in ENDINGS] == list(ENDINGS)
    for path, phrase in ((tmp_path / "a.pdff", "takeaway.ending"), (tmp_path / "no" / "a.pdf", "takeaway.folder")):
        with pytest.raises(Refused) as fault:
            ending_of(str(path))
        assert fault.value.phrase == phrase


@pytest.fixture(scope="module")
def packed(taken):
    return capsule(taken)


def test_a_capsule_gives_back_the_same_comparison(taken, packed):
    found = opened(packed, "a.zip")
    assert found.comparison.to_json_dict() == taken.comparison.to_json_dict()
    assert json.dumps(found.briefs["zh"].plain()) == json.dumps(brief_of(taken, "zh").plain())
    assert not changed(found).anything and capsule(taken) == packed and len(packed) < 200_000


def repacked(packed, sums=True, **parts):
    """The capsule with some of its parts replaced, and hashes that fit them unless they are meant not to."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        found = {name: archive.read(name) for name in PARTS}
    found |= {name.replace("_", "."): content for name, content in parts.items()}
    if sums:
        said = {name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name != SUMS}
        found[SUMS] = json.dumps(said).encode()
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return sink.getvalue()


def with_path(packed):
    sink = io.BytesIO(packed)
    with zipfile.ZipFile(sink, "a") as archive:
        archive.writestr("../../etc/passwd", "x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("spoil", "phrase"),
    [
        (lambda packed: b"no zip at all", "no_capsule"),
        (lambda packed: packed[: len(packed) // 2], "no_capsule"),
        (lambda packed: packed + b"\0" * 20_000_001, "too_large"),
        (lambda packed: repacked(packed, results_json=b" " * 90_000_000), "bomb"),
        (with_path, "strange"),
        (lambda packed: repacked(packed, sums=False, results_json=b"{}"), "changed"),
        (lambda packed: repacked(packed, results_json=b"{}"), "broken"),
        (lambda packed: repacked(packed, results_json=b"[" * 100_000), "broken"),
        (lambda packed: repacked(packed, capsule_json=b'{"kind": "capsule", "format": 9}'), "format"),
        (lambda packed: repacked(packed, capsule_json=b'{"kind": "other"}'), "no_capsule"),
    ],
)
def test_what_is_no_capsule_is_refused_in_one_line(packed, spoil, phrase):
    with pytest.raises(Refused) as fault:
        opened(spoil(packed), "a.zip")
    assert fault.value.phrase == f"takeaway.{phrase}"
    assert all("\n" not in fault.value.text(language) for language in LANGUAGES)


def test_a_capsule_whose_runs_lack_a_stage_or_a_number_is_broken(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        about, results = (json.loads(archive.read(name)) for name in ("capsule.json", "results.json"))
    del about["redraw"], next(iter(results["funnels"].values()))[0][1]["met_late"]
    for spoilt in ({"capsule_json": about}, {"results_json": results}):
        with pytest.raises(Refused) as fault:
            opened(repacked(packed, **{name: json.dumps(one).encode() for name, one in spoilt.items()}), "a.zip")
        assert fault.value.phrase == "takeaway.broken"


def test_signs_that_xml_has_no_place_for_stop_no_document(briefs):
    assert docx(replace(briefs["en"], title="a\x01b")).startswith(b"PK")


def test_what_has_changed_since_is_named(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        about = json.loads(archive.read("capsule.json"))
    about["model"], about["versions"]["shapan"] = "0" * 12, "0.0.1"
    about["defaults"]["staff.admin_share"] = 0.9
    del about["defaults"]["grid.households_per_grid"]
    found = changed(opened(repacked(packed, capsule_json=json.dumps(about).encode()), "a.zip"))
    assert found.model[0] == "0" * 12 and found.versions["shapan"][0] == "0.0.1"
    assert found.defaults["staff.admin_share"][0] == 0.9 and found.missing == ("grid.households_per_grid",)
    assert set(found.defaults) == {"staff.admin_share", "grid.households_per_grid"}


def summary_of(comparison, task):
    """What a run says that comes out as it did."""
    values = {one: by[task.name][task.seed] for one, by in comparison.values.items()}
    people = {"residents": 10_000, "communities": 4, "grids": 9}
    return Summary(values, comparison.funnels[task.name][task.seed], {}, **people)


def test_every_figure_that_moved_is_named(taken, packed, tmp_path, capsys, monkeypatch):
    again = [Finished(task, 0.1, summary_of(taken.comparison, task)) for task in tasks_of(opened(packed, "a.zip"))]
    assert len(again) == 16
    monkeypatch.setattr(reopening, "run_many", lambda tasks, *_: iter(again))
    path = tmp_path / "a.zip"
    path.write_bytes(packed)
    assert main(["open", str(path), "--rerun", "--workers", "1", "--lang", "en"]) == 0
    assert "All 16 runs came out the same to the bit" in capsys.readouterr().out
    again[3] = replace(again[3], summary=None, error="RuntimeError: fire")
    again[4].summary.indicators["trust"] += 1e-12
    assert main(["open", str(path), "--rerun", "--workers", "1", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "2 of 16 runs came out otherwise, in 2 figures" in out and ": trust 0." in out and "fire" in out


@pytest.mark.slow
def test_a_capsule_runs_again_to_the_same_bits(town):
    scenarios = {"a": town, "b": town.set("staff.admin_share", 0.2)}
    comparison = compare(scenarios, (1, 2), 20, 5, workers=1)
    content = capsule(Taken(comparison, scenarios, 20, 5, "shapan compare a b"))
    assert not list(run_again(opened(content, "a.zip"), workers=1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_tells_the_stored_brief(packed, briefs, tmp_path, capsys, language):
    (tmp_path / "a.zip").write_bytes(packed)
    assert main(["open", str(tmp_path / "a.zip"), "--lang", language]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "".join(briefs[language].verdicts[0].headline.split()) in said


@pytest.mark.parametrize("name", ["a.txt", "gone.zip", "gone.xlsx"])
def test_open_refuses_in_one_line(tmp_path, capsys, name):
    assert main(["open", str(tmp_path / name), "--lang", "zh"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_comparison_writes_every_file_it_was_asked_for(taken, tmp_path, capsys):
    files = [tmp_path / f"a.{ending}" for ending in ("csv", "zip")]
    asked = {"report": [str(file) for file in files], "days": 365, "warmup": 180, "redraw": False, "draws": None}
    runs = [Finished(task, 0.1, summary_of(taken.comparison, task)) for task in tasks_of(opened(capsule(taken), "a"))]
    scenarios, chosen = dict(taken.scenarios), argparse.Namespace(**asked)
    command.write_reports(taken.comparison, scenarios, runs, {}, chosen, words("zh"))
    assert files[0].read_bytes() == made(taken, "csv", "zh")
    assert "居民 10,000 人" in opened(files[1].read_bytes(), "a").briefs["zh"].about
    assert capsys.readouterr().err.count("已写出") == 2
    chosen.report = [str(tmp_path / "gone" / "a.csv")]
    with pytest.raises(Refused, match="no such folder"):
        command.write_reports(taken.comparison, scenarios, runs, {}, chosen, words("en"))


def test_the_command_is_told_without_where_its_files_went(monkeypatch):
    monkeypatch.setattr("sys.argv", ["shapan", "compare", "a b", "c", "--report", "x.pdf", "--out=y", "--reps", "3"])
    assert command._typed() == "shapan compare 'a b' c --reps 3"


@pytest.fixture
def written(taken, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made(taken, "xlsx", "zh"))
    return path


def edit(path, old, new):
    """Change a value of the sheet of levers, as a spreadsheet would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    levers = "xl/worksheets/sheet5.xml"
    assert parts[levers].count(old) == 1
    parts[levers] = parts[levers].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_workbook_comes_back_and_names_what_was_changed(written):
    found = read_workbook(written)
    assert found.edits == () and found.names == ("today", HOSTILE)
    assert found.changes == ({}, {"staff.admin_share": 0.2718, "grid.households_per_grid": 300})
    edit(written, b"<v>0.2718</v>", b"<v>0.31</v>")
    (one,) = read_workbook(written).edits
    assert (one.scenario, one.key, one.then, one.now) == (HOSTILE, "staff.admin_share", 0.2718, 0.31)
    assert "'status_quo{staff.admin_share=0.31, grid.households_per_grid=300}'" in read_workbook(written).command() or (
        "staff.admin_share=0.31" in read_workbook(written).command()
    )


def test_a_wrong_cell_is_named_by_its_row(written, capsys):
    edit(written, b"<v>0.2718</v>", b"<v>7.5</v>")
    with pytest.raises(CellFault, match=r"a\.xlsx, sheet levers, row \d+: staff\.admin_share"):
        read_workbook(written)
    assert main(["open", str(written), "--lang", "zh"]) == 2
    assert "staff.admin_share" in capsys.readouterr().err


def test_numbers_of_a_workbook_are_numbers_and_names_are_no_formulas(taken, tmp_path):
    import python_calamine

    town = taken.scenarios["today"]
    names = ("=1+1", "@b")
    comparison = Comparison(names, (1, 2), {"coverage": {n: {1: 0.5, 2: 0.6} for n in names}}, {n: {} for n in names})
    content = book.workbook(Taken(comparison, dict.fromkeys(names, town), 365, 180, "=cmd"), "en")
    found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert found.get_sheet_by_name("levers").to_python()[0][-2:] == ["=1+1", "@b"]
    rows = found.get_sheet_by_name("Runs").to_python()
    assert rows[1][2:] == ["=1+1", 1.0, 0.5]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def test_package_data_names_what_the_folder_holds():
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"][
        "*"
    ]
    kinds = {path.suffix for path in (ROOT / "experiments/takeaway").rglob("*") if path.is_file()} - {".py", ".pyc"}
    assert kinds == {".typ", ".js", ".css", ".otf", ".txt", ".toml"} and all(f"**/*{kind}" in said for kind in kinds)
