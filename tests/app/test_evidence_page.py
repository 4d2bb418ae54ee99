"""The page Evidence shows what the stored tables say, filtered as asked, in the reader's own language."""

import re

import pandas as pd
import pytest

from shapan.app.screens.evidence import claims, levers, parameters, patterns
from shapan.app.screens.evidence.cells import effect
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.evidence import shown
from shapan.experiments.evidence.plain_effects import EffectRow
from shapan.model.parameters import all_parameters

from .pages import html, opened, run

LATIN = re.compile(r"[A-Za-z]{4,}")
NAMES = re.compile(
    r"\([a-z_0-9.]+\)|[a-z_]+\.[a-z_0-9]+|tests/[\w/]+\.py|Shapan|ODD|staffing/tenure|[VJ][-0-9]+-[a-z-]+"
)
"""What has one name in both languages: parameters, files, the program."""


@pytest.fixture(scope="module", autouse=True)
def own_folder(own_jobs):
    return own_jobs


@pytest.mark.parametrize("part", ["claims", "levers", "patterns", "parameters"])
def test_every_part_is_drawn_in_chinese_without_an_english_word(part):
    page = run(opened("evidence", "zh", part=part))
    text = NAMES.sub("", re.sub(r"<[^>]+>", " ", html(page)))
    words = [one for one in LATIN.findall(text) if one not in ("shapan", "manual")]
    assert words == []
    english = html(run(opened("evidence", "en", part=part)))
    assert re.findall("[\u4e00-\u9fff]+", english) in ([], ["沙盘"])
    said = [one.value for one in (*page.markdown, *page.caption)]
    assert said and all(re.search("[\u4e00-\u9fff]", one) for one in said)


def test_a_filter_leaves_what_it_asks_for_and_an_empty_choice_says_so():
    page = run(opened("evidence", "en", part="claims"))
    boxes = {one.key: one for one in page.selectbox}
    boxes["claims_of"].set_value("YT")
    boxes["claims_that"].set_value("against")
    text = html(run(page))
    assert "Yantian" in text and "✗ against" in text and "✓ agrees" not in text
    page = run(opened("evidence", "en", part="parameters"))
    next(one for one in page.text_input if one.key == "parameters_search").set_value("no such word anywhere")
    assert Words("en")("evidence.nothing") in [one.value for one in run(page).info]


def test_the_counts_by_article_are_those_of_the_rows():
    say, rows = Words("en"), shown.signs().rows
    counts = claims.by_article(say, rows)
    assert counts["count"].sum() == len(rows)
    for article in claims.ARTICLES:
        for verdict in claims.VERDICTS:
            found = counts[(counts["article"] == claims.article_words(say, article)) & (counts["of"] == verdict)]
            assert found["count"].sum() == len(claims.wanted(rows, article, verdict))
    frame = claims.claims_frame(say, rows)
    known = frame.dropna(subset=["lo"])
    assert ((known["lo"] <= known["difference"]) & (known["difference"] <= known["hi"])).all()


def row(**changed):
    facts = {
        "place": "standard_town",
        "days": 365,
        "part": "building",
        "lever": "party.paired_departments",
        "pairs": 20,
    }
    facts |= {
        "target": "wrong_door_share",
        "today": 0.1,
        "difference": -0.02,
        "error": 0.001,
        "p": 1e-9,
        "p_holm": 1e-7,
    }
    facts |= {"stage": "none", "shift": 0.0, "coverage": 0.01, "coverage_error": 0.002, "model": "m"}
    return EffectRow(**{**facts, **changed})


def test_what_is_said_of_a_table_of_steps_is_reckoned_from_its_rows():
    say, lever = Words("en"), "party.paired_departments"
    rows = [row(), row(part="holdout"), row(part="holdout", lever="placebo 1", pairs=100, difference=0.04)]
    found = levers.summary(say, rows)
    assert "1 of 1 signs" in found[0] and "4.0 % show" in found[1] and "1 of 1 steps" in found[2]
    other = [row(), row(part="holdout", difference=0.02)]
    assert "0 of 1 steps" in levers.summary(say, other)[-1], "the other way is no replication"
    by_lever = levers.rows_by_lever(rows)
    assert list(by_lever) == [lever] and set(by_lever[lever]) == {"building", "holdout"}
    bars = levers.coverage_bars(say, by_lever)
    assert bars["difference"].tolist() == [1.0] and bars["lo"].iloc[0] < 1.0 < bars["hi"].iloc[0]


def test_an_effect_has_sign_arrow_interval_and_unit():
    say = Words("en")
    assert effect(say, "coverage", -0.0123, (-0.02, -0.004)) == "▼ −1.23 [−2.00, −0.40] points"
    assert effect(say, "coverage", 0.0, (0.0, 0.0)) == say("evidence.no_pair_differs")


def test_a_miss_is_shown_as_a_miss_and_calibration_is_not_counted():
    say, found = Words("en"), shown.judged_patterns()
    by_name = {one.pattern.id: patterns.pattern_rows(say, one) for one in found.rows}
    for one in found.rows:
        verdicts = " ".join(line[-1] for line in by_name[one.pattern.id])
        assert ("✗ missed" in verdicts) == (one.holds is False)
        assert ("Used for calibration" in verdicts) == one.pattern.calibration
    dots = patterns.in_their_ranges(say, found.rows)
    assert ((dots["got"].between(dots["low"], dots["high"])) == dots["holds"]).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_of_parameters_has_every_one_with_its_grade(language):
    frame = parameters.parameters_frame(Words(language), list(all_parameters().values()))
    assert frame["name"].tolist() == list(all_parameters())
    assert set(frame["grade"]) <= set("ABCD") and (frame["default"] != "").all()
    found = parameters.wanted(Words(language), "patrol", "lever", "grid", "every")
    assert "grid.patrol_share" in [one.name for one in found]
    assert all(one.group == "grid" and one.about.role == "lever" for one in found)


def test_files_of_both_languages_have_the_same_columns():
    heads = [list(patterns.patterns_frame(Words(one), shown.judged_patterns().rows)) for one in LANGUAGES]
    assert heads[0] == heads[1] and isinstance(levers.steps_frame([row()]), pd.DataFrame)
