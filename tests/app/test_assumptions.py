"""Assumptions on the page: the few that matter first, all a click further, and what is set reaches every run."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs.allowed import check
from shapan.app.jobs.request import AnotherBuild, Column, Request
from shapan.app.jobs.work import key_of_result, keys_of_runs, scenario_of
from shapan.app.screens.compare.assumptions import shown
from shapan.app.screens.compare.draft import Draft
from shapan.app.widgets.catalogue import command_line, statement_line
from shapan.app.widgets.drafts import showable
from shapan.app.widgets.language import LANGUAGES
from shapan.experiments.cli import main
from shapan.model.parameters.believing import beliefs
from shapan.scenarios.faults import InputFault
from shapan.scenarios.matter import what_matters

COLUMNS = (Column("", "status_quo", "training_town"), Column("", "yantian", "training_town"))
PLAIN = Request(COLUMNS, reps=2, days=30)
ASSUMED = Request(COLUMNS, reps=2, days=30, assumptions={"service.late_rule": "first", "needs.rate_multiplier": 1.2})


def test_what_is_assumed_holds_for_every_column_and_makes_other_runs():
    assert check(ASSUMED) is ASSUMED and showable(ASSUMED)
    for column in COLUMNS:
        scenario = scenario_of(column, ASSUMED.assumptions)
        assert scenario.values["service.late_rule"] == "first" and scenario.values["needs.rate_multiplier"] == 1.2
        assert scenario.parameters.levers == scenario_of(column).parameters.levers
    assert not set(keys_of_runs(PLAIN).values()) & set(keys_of_runs(ASSUMED).values())
    assert key_of_result(PLAIN) != key_of_result(ASSUMED)


def test_the_line_for_a_shell_assumes_the_same():
    assert command_line(ASSUMED).endswith("--set service.late_rule=first needs.rate_multiplier=1.2")
    assert "--set" not in command_line(PLAIN)
    assert "service.late_rule=first" in statement_line(ASSUMED, 0, None, 1)


def test_a_request_without_them_is_written_as_before():
    assert "assumptions" not in json.loads(PLAIN.as_text()) and Request.from_text(PLAIN.as_text()) == PLAIN
    assert Request.from_text(ASSUMED.as_text()) == ASSUMED
    broken = json.loads(ASSUMED.as_text()) | {"assumptions": [1]}
    with pytest.raises(AnotherBuild):
        Request.from_text(json.dumps(broken))


@pytest.mark.parametrize(
    "wrong",
    [{"grid.visit_share": 0.3}, {"no.such_thing": 1.0}, {"needs.rate_multiplier": 1e9}, {"service.late_rule": "never"}],
)
def test_nobody_may_assume_what_has_no_name_or_lies_beyond_its_limits(wrong):
    request = Request(COLUMNS, assumptions=wrong)
    assert not showable(request)
    with pytest.raises(InputFault):
        check(request)


def test_a_draft_keeps_what_was_moved_and_forgets_what_was_put_back():
    draft = Draft.of(ASSUMED)
    assert draft.request() == ASSUMED
    draft.assume("needs.rate_multiplier", 1.0)
    assert draft.request().assumptions == {"service.late_rule": "first"}
    draft.put_back("service.late_rule")
    assert draft.request() == PLAIN and draft.turns["service.late_rule"] == 1


def test_the_few_come_first_and_all_are_a_click_further():
    draft = Draft.of(PLAIN)
    few = [parameter.name for parameter in shown(draft, False)]
    assert few == list(what_matters().names) and len(few) <= 12
    draft.assume("units.unit_hours", 3.0)
    assert "units.unit_hours" in [parameter.name for parameter in shown(draft, False)]
    assert len(shown(draft, True)) == len(beliefs())
    assert {one.name for one in shown(draft, True, "late_rule")} == {"service.late_rule"}


def form(language, everything):
    """A page that shows nothing but the form."""
    import streamlit as st

    from shapan.app.screens.compare import assumptions
    from shapan.app.screens.compare.draft import Draft, DraftColumn
    from shapan.app.widgets.language import Words

    columns = [DraftColumn("status_quo", id="a"), DraftColumn("yantian", id="b")]
    draft = st.session_state.setdefault("draft", Draft("training_town", columns, id="one"))
    assumptions._forms(Words(language), draft, assumptions.shown(draft, everything, "late" if everything else ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_tells_what_is_believed_and_takes_a_value(language):
    page = AppTest.from_function(form, args=(language, False), default_timeout=60).run()
    assert not page.exception, page.exception
    text = "\n".join(caption.value for caption in page.caption)
    assert text.count("`service.late_rule`") == 1 and "0.769" in text and "1.3" in text
    page.number_input("lever:assumed:one:needs.rate_multiplier").set_value(1.2).run()
    assert page.session_state["draft"].assumptions == {"needs.rate_multiplier": 1.2}
    page.button("reset:assumed:one:needs.rate_multiplier").click().run()
    assert page.session_state["draft"].assumptions == {}


def test_the_same_list_stands_on_the_command_line(capsys):
    assert main(["assumptions", "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in text["assumptions"]] == list(what_matters().names) and text["measured"] is False
    rule = next(one for one in text["assumptions"] if one["name"] == "service.late_rule")
    assert rule["answers"] == {"behind": 0.5, "in_turn": 0.3, "first": 0.2}
    assert main(["assumptions", "--all", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "units.unit_hours" in out and "D 级" in out
    assert main(["assumptions", "--some"]) == 2
