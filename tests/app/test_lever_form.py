"""Every lever has a widget made from its declaration, in both languages, and moving it is remembered."""

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.widgets.language import LANGUAGES, Words
from shapan.app.widgets.lever_form import levers, shown_value, wanted


def editor(language, changes):
    """A page that shows nothing but all levers of one scenario."""
    import streamlit as st

    from shapan.app.widgets.catalogue import baseline_values
    from shapan.app.widgets.language import Words
    from shapan.app.widgets.lever_form import Form, lever_control, wanted

    say = Words(language)
    moved = st.session_state.setdefault("moved", dict(changes))
    form = Form("1", baseline_values("yantian", "training_town"), moved, moved.__setitem__, moved.pop)
    for _, parameters in wanted(say, "", True, frozenset(moved)):
        for parameter in parameters:
            lever_control(say, parameter, form)


def shown(language="en", changes=()):
    page = AppTest.from_function(editor, args=(language, dict(changes)), default_timeout=60).run()
    assert not page.exception, page.exception
    return page


def widget_keys(page):
    widgets = (*page.slider, *page.number_input, *page.toggle, *page.selectbox)
    return {widget.key.removeprefix("lever:1:").partition("@")[0] for widget in widgets}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_has_a_widget_with_a_label(language):
    page = shown(language)
    keys = widget_keys(page)
    for name, parameter in levers().items():
        rows = [f"{name}.{row}" for row in parameter.default] if parameter.kind == "table" else [name]
        assert set(rows) <= keys, name
    for widget in (*page.slider, *page.number_input, *page.toggle, *page.selectbox):
        assert widget.label.strip(), widget.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_small_print_tells_mechanism_range_default_grade_and_sources(language):
    say = Words(language)
    text = "\n".join(caption.value for caption in shown(language).caption)
    about = levers()["grid.households_per_grid"].about
    for part in (say.of(about, "help"), "80", "2,000", "400", "S19", say("lever.grade", grade=about.grade)):
        assert part in text
    assert text.count(say("lever.not_built")) == sum(not parameter.about.built for parameter in levers().values())


def test_widgets_start_from_the_policy_and_report_what_is_moved():
    page = shown()
    assert page.slider("lever:1:grid.visit_share").value == pytest.approx(0.22)
    assert page.selectbox("lever:1:grid.layout@en").value == "by_form"
    page.slider("lever:1:grid.visit_share").set_value(0.4)
    page.toggle("lever:1:channels.auto_dispatch").set_value(False)
    page.number_input("lever:1:index.weights.coverage").set_value(2.0)
    page.run()
    moved = page.session_state["moved"]
    assert moved["grid.visit_share"] == 0.4 and moved["channels.auto_dispatch"] is False
    assert moved["index.weights"]["coverage"] == 2.0 and moved["index.weights"]["trust"] == 1.0


def test_a_changed_lever_is_marked_and_can_be_reset():
    page = shown(changes={"grid.visit_share": 0.4})
    assert page.slider("lever:1:grid.visit_share").label.startswith("● ")
    assert "22 %" in page.button("reset:1:grid.visit_share").label
    page.button("reset:1:grid.visit_share").click().run()
    assert "grid.visit_share" not in page.session_state["moved"]


def test_core_levers_come_first_and_the_others_are_found_by_search():
    say = Words("zh")

    def names(search="", everything=False, changed=()):
        groups = wanted(say, search, everything, frozenset(changed))
        return {parameter.name for _, parameters in groups for parameter in parameters}

    core = names()
    assert core == {name for name, parameter in levers().items() if parameter.about.core}
    assert names(everything=True) == set(levers())
    assert "party.rotating_chair" in names(changed=["party.rotating_chair"]) - core
    assert "party.rotating_chair" in names("OR-07")
    assert "grid.households_per_grid" in names("户数") and names("没有这种东西") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_standing_value_can_be_shown(language):
    for parameter in levers().values():
        assert shown_value(Words(language), parameter, parameter.default).strip()


def test_no_months_between_are_never_and_one_month_is_no_months():
    known, en, zh = levers(), Words("en"), Words("zh")
    visits, units = known["party.leader_visit_months"], known["party.member_units"]
    assert [shown_value(en, visits, value) for value in (0, 1, 3)] == ["never", "1 month", "3 months"]
    assert [shown_value(zh, visits, value) for value in (0, 1)] == ["从不", "1 个月"]
    assert shown_value(en, units, 1) == "1 unit per community" and shown_value(en, units, 0) == "0 units per community"
    assert shown_value(en, known["grid.patrol_share"], 0.0) == "0 %"
