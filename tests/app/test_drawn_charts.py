"""Every chart of every page is put there by one function, with a menu that saves it and sends nothing anywhere."""

import ast
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

import shapan.app
from shapan.app.widgets.charts import dress
from shapan.app.widgets.drawn import savable
from shapan.app.widgets.language import LANGUAGES, Words

APP = Path(shapan.app.__file__).parent
DRAWERS = ("altair_chart", "vega_lite_chart", "line_chart", "bar_chart", "area_chart", "scatter_chart", "pyplot")


def test_no_page_draws_a_chart_by_itself():
    found = [
        path.name
        for path in APP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in DRAWERS
    ]
    assert found == ["drawn.py"]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_chart_is_saved_as_svg_or_png_and_goes_to_no_editor(language):
    plain = dress(alt.Chart(pd.DataFrame({"x": [1.0, 2.0]})).mark_point().encode(x="x:Q"))
    say, spec = Words(language), savable(Words(language), plain, "x").to_dict()
    options = spec["usermeta"]["embedOptions"]
    assert options["actions"] == {
        "export": {"svg": True, "png": True},
        "source": False,
        "compiled": False,
        "editor": False,
    }
    assert options["i18n"]["SVG_ACTION"] == say("chart.save_svg") and options["downloadFileName"] == "shapan_x"
    assert "usermeta" not in plain.to_dict(), "the chart itself is left as it was"
