"""The reference page names everything there is to set; that it is current is tested with all pages."""

from __future__ import annotations

from shapan.model.parameters import all_parameters
from shapan.scenarios.describe import page
from shapan.scenarios.library import names


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
