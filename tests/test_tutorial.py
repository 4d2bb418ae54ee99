"""The tutorial and the notebooks run, the index of the docs names every page, notebooks are kept without outputs."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from shapan.experiments.cli import main, making
from shapan.experiments.runs import runner
from support.made_once import share_runs

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))
FEWER = {"--days": "20", "--reps": "2"}


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_tutorial_runs(tmp_path, monkeypatch, capsys):
    """As it stands but for fewer days and pairs; nothing is made twice where a folder is gone on with."""
    monkeypatch.chdir(tmp_path)
    for room in (runner, making):
        monkeypatch.setattr(room, "cores", lambda: 1)
    share_runs(monkeypatch)
    lines = re.findall(r"^\.venv/bin/shapan .*$", text("tutorial.md"), re.MULTILINE)
    assert len(lines) == 6
    for line in lines:
        words = shlex.split(line)[1:]
        if words == ["doctor"]:
            continue  # it looks at the machine, and has tests of its own
        for option in set(words) & set(FEWER):
            words[words.index(option) + 1] = FEWER[option]
        more = ["--warmup", "5"] if "--days" in words else []
        assert main([*words, *more]) == 0, line
        assert capsys.readouterr().out
    (code,) = re.findall(r"^```python\n(.*?)^```", text("tutorial.md"), re.MULTILINE | re.DOTALL)
    code = code.replace("range(1, 9), days=365", "range(1, 3), days=20, warmup=5")
    exec(compile(code, "tutorial.md", "exec"), {"__name__": "__main__"})
    assert "indicator" in capsys.readouterr().out


def test_the_index_names_every_page_under_one_heading():
    shown_text = re.findall(r"\]\(([^)#]+)\)", text("README.md"))
    there = {path.relative_to(DOCS).as_posix() for path in [*DOCS.glob("*.md"), *NOTEBOOKS, *DOCS.glob("studies/*.md")]}
    assert there - {"README.md"} <= set(shown_text), "a new page has its row in docs/README.md"
    assert len(shown_text) == len(set(shown_text)) and all((DOCS / one).exists() for one in shown_text)
    heads = re.findall(r"^## (\w+(?: \w+)?) · ", text("README.md"), re.MULTILINE)
    assert heads == ["Tutorial", "How to", "Reference", "Explanation"]


@pytest.mark.parametrize("path", [DOCS / "tutorial.md", DOCS / "api.md"], ids=lambda path: path.name)
def test_links_of_new_pages_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (DOCS / target).exists(), target


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert len(cells) > 5 and not [one for one in cells if one.get("outputs") or one.get("execution_count")]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run_and_show_tables(path, tmp_path):
    """Every cell in a kernel of its own; the table of a comparison or study is HTML, and how far runs are is told."""
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=240, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    shown = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    tables = ["".join(out["data"].get("text/html", "")) for out in shown if "data" in out]
    assert any("<caption" in one and "coverage" in one.lower() for one in tables)
    assert not [out for out in shown if out["output_type"] == "error"]
    if path.stem == "first-comparison":
        assert any("12.0 / 12" in out.get("data", {}).get("text/plain", "") for out in shown)
