"""Every page of the docs is what makes it; what differs, is of another model or was typed by hand is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib.util import find_spec

import pytest

from shapan.experiments.cli import main
from shapan.experiments.evidence import pages
from shapan.experiments.evidence import reproduce as study
from shapan.experiments.evidence.marked_tables import UNKNOWN, marks_of, read_rows, write_rows
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.evidence.pages import DOCS, PAGES, Page
from shapan.experiments.evidence.runs_behind import Runs, Study, mark_on
from shapan.experiments.evidence.typed_numbers import typed_numbers


# What `looks` plants takes a while, and stands beside its page in test_looks.py, where it is planted once.
@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.made and name != "looks"])
def test_the_committed_page_is_what_makes_it(name):
    page = PAGES[name]
    is_it = page.made() in (None, page.path.read_text(encoding="utf-8") if page.path.exists() else None)
    assert is_it, f"run `{page.command}` and commit docs/{page.file}"


def test_every_generated_file_of_the_docs_is_in_the_table():
    known = {page.file for page in PAGES.values()} | {f"{page.path.stem}.csv" for page in PAGES.values() if page.study}
    says = ("do not edit by hand", "Written by `python -m")
    generated = {one.name for one in DOCS.glob("*.md") if any(say in one.read_text(encoding="utf-8") for say in says)}
    tables = {file.name for file in DOCS.glob("*.csv")} - {"mechanisms-effects.csv"}  # that of `mechanisms`
    assert generated and tables and generated | tables <= known


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_its_command_is_there_and_stands_on_the_page(page):
    module = page.again.replace(",", " ").split()[0]
    assert find_spec(f"shapan.{module}") is not None
    text = page.path.read_text(encoding="utf-8") if page.path.exists() else f"shapan.{module}"
    assert page.file.endswith(".csv") or f"shapan.{module}" in text


# --- how a page stands -------------------------------------------------------------------------------------------


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """A folder of docs of its own."""
    monkeypatch.setattr(pages, "DOCS", tmp_path)
    return tmp_path


def page_of(text, **more):
    return Page("made", "made.md", "scenarios.describe", None if text is None else lambda: text, **more)


def study_of(*marks, left=0, minutes=0.0, make=lambda minutes: None, **more):
    return Study(lambda: set(marks), lambda: Runs(10, left, minutes), make, **more)


def test_a_page_that_differs_is_told_and_written_anew_only_where_asked(docs):
    page = page_of("new\n")
    assert study.look(page).state == "not_made"
    page.path.write_text("old\n", encoding="utf-8")
    found = study.look(page)
    assert found.state == "differs" and not found.made_anew and page.path.read_text(encoding="utf-8") == "old\n"
    found = study.look(page, write=True)
    assert found.made_anew and study.mismatches([found]) == [found]
    again = study.look(page, write=True)
    assert again.state == "same" and not again.made_anew and not study.mismatches([again])


@pytest.mark.parametrize(
    ("text", "marks", "state"),
    [
        ("same\n", (model_mark(),), "same"),
        (None, (model_mark(),), "not_compared"),
        ("same\n", ("another", model_mark()), "another_model"),
        (None, (UNKNOWN,), "another_model"),
        ("other\n", ("another",), "differs"),
    ],
)
def test_numbers_of_another_model_are_told_and_are_no_difference(docs, text, marks, state):
    page = page_of(text, study=study_of(*marks))
    page.path.write_text("same\n", encoding="utf-8")
    found = study.look(page)
    assert found.state == state and found.models == tuple(sorted(marks)) and found.runs == Runs(10, 0, 0.0)
    assert bool(study.mismatches([found])) == (state == "differs")


def test_several_models_are_told_in_one_cell():
    finding = study.Finding(page_of(""), None, ("abc", UNKNOWN), "another_model")
    assert study.told_models(finding) == "abc +1"
    assert study.told_models(replace(finding, models=())) == ""


def test_runs_are_made_one_page_after_another_and_what_takes_too_long_is_not_begun():
    asked = []
    quick = replace(page_of(""), name="quick", study=study_of(left=3, make=asked.append))
    long = replace(page_of(""), name="long", study=study_of(left=3, minutes=90.0, make=asked.append, in_one=True))
    done = replace(page_of(""), name="done", study=study_of(make=asked.append))
    assert study.run([done, page_of(""), quick, long], 30.0) == ["long"]
    assert len(asked) == 1 and 29.0 < asked[0] <= 30.0
    assert study.run([quick, long], None) == [] and asked[1:] == [None, None]
    assert study.run([quick], 0.0) == ["quick"] and len(asked) == 3


def test_the_mark_on_a_page_is_read_where_there_is_one(tmp_path):
    page = tmp_path / "page.md"
    assert mark_on(page) == set()
    page.write_text("Model 7 of five.\n", encoding="utf-8")
    assert mark_on(page) == {UNKNOWN}
    page.write_text("[odd.md](odd.md). Build: `0123456789ab`.\n", encoding="utf-8")
    assert mark_on(page) == {"0123456789ab"}


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    name: str
    value: float
    model: str = UNKNOWN


def test_a_table_without_marks_stays_as_it_is_until_a_row_is_made_again(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("name,value\na,0.5\nb,0.25\n", encoding="utf-8")
    rows = read_rows(table, Row)
    assert rows == [Row("a", 0.5), Row("b", 0.25)] and marks_of(rows) == {UNKNOWN}
    write_rows(table, Row, rows)
    assert table.read_text(encoding="utf-8") == "name,value\na,0.5\nb,0.25\n"
    write_rows(table, Row, [rows[0], Row("b", 0.125, "abc")])
    assert table.read_text(encoding="utf-8") == "name,value,model\na,0.5,unknown\nb,0.125,abc\n"
    assert [row.model for row in read_rows(table, Row)] == [UNKNOWN, "abc"] and not read_rows(tmp_path / "no.csv", Row)


ODD = """## 6. Before

Of 12 here nothing is told.

## 7. Submodels

### 7.1 First

A share of 0.25 (B8.1, section 7.3, `a.b` 3) and <!--f:x-->44.1<!--/f--> %, at 1,200 yuan.

```text
x = 5
```

<!-- parameters: 7.1 -->
| `a.b` | 7 |
<!-- end of parameters -->

## 8. Found

Seeds 1 to 6 lose −0.6 points.
"""


def test_numbers_that_somebody_typed_are_found_and_no_others():
    found = [(one.line, one.section, one.number) for one in typed_numbers(ODD)]
    assert found == [(9, "7.1", "0.25"), (9, "7.1", "3"), (9, "7.1", "1,200"), (21, "8", "−0.6")]


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def one_page(docs, monkeypatch):
    """A registry of one page that differs."""
    page = page_of("new\n")
    page.path.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(pages, "PAGES", {"made": page})
    return page


def test_the_command_tells_what_differs_and_ends_with_one(one_page, capsys):
    assert main(["reproduce", "--check", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "differs" in out and one_page.command in out
    assert main(["reproduce", "--json"]) == 1
    (text,) = json.loads(capsys.readouterr().out)["pages"]
    assert text["made_anew"] and text["file"] == "docs/made.md" and text["runs"] is None
    assert main(["reproduce", "--lang", "zh"]) == 0
    assert "一致" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--only", "mad"], "nearest made"),
        (["--minutes", "3"], "--runs"),
        (["--minutes", "0", "--runs"], "more than 0"),
        (["--minutes", "nan", "--runs"], "more than 0"),
        (["--minutes", "x", "--runs"], "a number is needed"),
        (["--runs", "--check"], "--check"),
    ],
)
def test_bad_input_is_one_line_and_two(one_page, typed, said, capsys):
    assert main(["reproduce", *typed, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert not out and said in err and len(err.splitlines()) == 1
    assert one_page.path.read_text(encoding="utf-8") == "old\n"


def test_without_docs_it_says_so(one_page, docs, monkeypatch, capsys):
    monkeypatch.setattr(pages, "DOCS", docs / "none")
    assert main(["reproduce", "--lang", "en"]) == 2
    assert "no docs here" in capsys.readouterr().err
