"""What the browser shows of the evidence: only rows told for today's files, with the model that made them."""

import re
import shutil

import pytest

from shapan.experiments.evidence import shown
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.evidence.plain_steps import plain


@pytest.fixture
def folder(tmp_path):
    for name in ("claims.csv", "plain-effects.csv", "validation.csv"):
        shutil.copy(shown.TABLES / name, tmp_path / name)
    return tmp_path


def test_every_text_the_page_shows_has_chinese_and_none_is_left_over():
    english = [
        text for text in shown.texts_shown() if re.search(r"[a-z]{2,}", re.sub(r"\b[a-z_]+\.[a-z_0-9]+", "", text))
    ]
    assert [text for text in english if shown.in_words(text, "zh") == text] == []
    assert set(shown._chinese()) - set(shown.texts_shown()) == set(), "the English was changed or taken out"
    for name in shown.figures_shown():
        assert shown.figure_words(name, "zh") != name != shown.figure_words(name, "en")


def test_a_table_of_another_model_is_not_called_ours(folder):
    table = folder / "claims.csv"
    lines = table.read_text().splitlines()
    mark = lines[1].split(",")[-1]
    table.write_text("\n".join(line.replace(mark, "fffffffffff0") for line in lines))
    found = shown.signs(folder)
    assert found.marks == ("fffffffffff0",) and not found.ours
    assert shown.Table((), (model_mark(),)).ours


def test_rows_of_claims_and_steps_as_they_were_are_left_out(folder):
    table = folder / "claims.csv"
    head, first, *rest = table.read_text().splitlines()
    name, contrast, *others = first.split(",")
    table.write_text("\n".join([head, ",".join([name, "00000000", *others]), *rest]))
    found = shown.signs(folder)
    of_name = [row for row in found.rows if row.claim.id == name and row.indicator == others[0]]
    assert contrast != "00000000" and of_name[0].verdict == "not_run" and of_name[0].stored is None
    steps = folder / "plain-effects.csv"
    steps.write_text(steps.read_text().replace("party.leader_visit_months", "party.of_another_time"))
    for one in shown.steps(folder).values():
        assert all(row.lever in plain() or row.lever.startswith("placebo") for row in one.rows)


def test_without_tables_nothing_is_told(tmp_path):
    assert shown.steps(tmp_path) == {} and shown.signs(tmp_path).marks == ()
    assert {row.verdict for row in shown.signs(tmp_path).rows} == {"not_run"}
