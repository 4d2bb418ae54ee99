"""The reference page is current and names everything there is to set."""

from __future__ import annotations

from pathlib import Path

from shapan.model.parameters import all_parameters
from shapan.scenarios.describe import page
from shapan.scenarios.library import names

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "parameters.md"


def test_the_committed_page_is_current():
    again = "python -m shapan.scenarios.describe docs/parameters.md"
    assert COMMITTED.read_text(encoding="utf-8") == page(), f"run `{again}` and commit the page"


def test_it_names_everything():
    text = page()
    for parameter in all_parameters().values():
        about = parameter.about
        for part in (f"`{parameter.name}`", about.label_zh, about.label_en, about.help_zh, about.help_en):
            assert part in text
    for kind in ("place", "policy"):
        for name, _ in names()[kind]:
            assert f"### `{name}`" in text


def test_its_tables_are_whole():
    width = 0
    for line in page().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        width = width or line.count("|")
        assert line.count("|") == width, line
