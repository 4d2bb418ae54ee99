"""A visitor may ask for what the shelf holds, in bearable amounts, and for nothing else on this machine."""

from dataclasses import replace

import pytest

from shapan.app.jobs import work
from shapan.app.jobs.allowed import LONGEST_LABEL, check, on_the_shelf
from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.request import AnotherBuild, Column, Request
from shapan.scenarios.faults import InputFault

GOOD = Request((Column("甲 plan", "status_quo", "training_town"), Column("", "yantian", "training_town")), 2, 60, 10)
BAD = {
    "a file as place": {"place": "/etc/passwd"},
    "a device as policy": {"policy": "/dev/zero"},
    "a path beside the shelf": {"place": "../places/training_town.toml"},
    "no text": {"policy": ["status_quo"]},
    "a layout file": {"changes": {"layout_file": "/dev/zero"}},
    "an assumption": {"changes": {"matters.rate_multiplier": 1.0}},
    "no such lever": {"changes": {"staff.no_such_lever": 1}},
    "a value out of range": {"changes": {"staff.admin_share": 7.0}},
    "a value of another type": {"changes": {"staff.admin_share": "0.3"}},
    "an endless number": {"changes": {"staff.admin_share": float("nan")}},
    "a table where none is": {"changes": {"staff.admin_share": {"/dev/zero": 1}}},
    "changes that are none": {"changes": ["staff.admin_share"]},
    "a long label": {"label": "x" * (LONGEST_LABEL + 1)},
    "a label of two lines": {"label": "a\nb"},
    "a label that is no text": {"label": 5},
}
NUMBERS = [("reps", 201), ("reps", 0), ("days", 3651), ("days", 0), ("warmup", -1), ("warmup", 1826), ("seed", -1)]
NUMBERS += [("days", True), ("days", 60.0), ("reps", "2"), ("seed", 1_000_001)]


def bad(**changed):
    return replace(GOOD, columns=(GOOD.columns[0], replace(GOOD.columns[1], **changed)))


@pytest.fixture
def jobs(tmp_path):
    return Jobs(tmp_path / "data", workers=0)


def refused(jobs, request):
    """Refused at every door, in one line of either language, and nothing is written down."""
    for door in (check, jobs.estimate, jobs.find, lambda asked: jobs.submit(asked, "anna")):
        with pytest.raises(InputFault) as raised:
            door(request)
        for language in ("zh", "en"):
            assert "\n" not in raised.value.text(language)
    assert not jobs.store.recent(9)
    return str(raised.value)


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_on_the_shelf_is_refused(jobs, what):
    assert "root:" not in refused(jobs, bad(**BAD[what]))


@pytest.mark.parametrize(("name", "value"), NUMBERS)
def test_more_than_a_machine_can_bear_is_refused(jobs, name, value):
    assert name in refused(jobs, replace(GOOD, **{name: value}))


@pytest.mark.parametrize("columns", [(), GOOD.columns * 3])
def test_as_many_columns_as_the_page_shows(jobs, columns):
    refused(jobs, replace(GOOD, columns=columns))


def test_what_the_page_asks_is_allowed():
    assert check(GOOD) is GOOD
    assert check(bad(changes={"staff.admin_share": 0.3, "grid.layout": "by_form"}))
    assert on_the_shelf("place", "training_town") == "training_town"
    with pytest.raises(InputFault, match="nearest training_town"):
        on_the_shelf("place", "training_twn")


@pytest.mark.parametrize("what", ["a file as place", "a device as policy", "a layout file"])
def test_the_worker_asks_again(what):
    column = bad(**BAD[what]).columns[1]
    with pytest.raises(InputFault):
        work.scenario_of(column)
    with pytest.raises(InputFault):
        work.keys_of_runs(bad(**BAD[what]))


FOREIGN = ["", "{", "[]", "5", "null", "{}", '{"columns": []}', '{"columns": [{"label": "", "pilot": 1}]}']
FOREIGN += [GOOD.as_text().replace('"format": 1', '"format": 2'), GOOD.as_text().replace('"reps"', '"pilots"')]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_request_of_another_build_is_called_so(text):
    with pytest.raises(AnotherBuild):
        Request.from_text(text)


def test_a_request_without_a_format_is_of_the_first():
    assert Request.from_text(GOOD.as_text().replace('"format": 1, ', "")) == GOOD
