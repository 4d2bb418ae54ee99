"""What the form shows is what runs: numbers read off the widgets, saved comparisons opened, drafts, keyboard, Back."""

import json
import re

import pytest

from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.request import Column, Request
from shapan.app.screens.deliberation.request import TwoTables, title_of
from shapan.app.widgets.catalogue import option
from shapan.app.widgets.language import Words
from shapan.app.widgets.lever_form import levers
from shapan.model.parameters.words import group_words

from .conftest import QUICK, finished
from .quiet import at_rest, until_verdict

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

SAY = Words("en")
NUMBERS = ("reps", "days", "warmup", "seed")
TOWN = (Column("", "status_quo", "training_town"), Column("Ours", "yantian", "training_town"))
SMALL = Request(TOWN, QUICK.reps, QUICK.days, QUICK.warmup, QUICK.seed)  # its runs are there already
ELSEWHERE = Request(
    (
        Column("", "status_quo", "ordos_urban"),
        Column("", "guangdong", "ordos_urban", {"channels.auto_dispatch": False}),
    ),
    reps=4,
    days=120,
    warmup=30,
    seed=9,
)
TABLES = TwoTables(days=60, seed=5)


@pytest.fixture(scope="module")
def jobs(data):
    """The folder of the server, with two small comparisons in it that have been run."""
    finished(data, SMALL, TABLES.request(SAY))
    return Jobs(data, workers=0)


@pytest.fixture(scope="module")
def small(jobs):
    return jobs.find(SMALL)


@pytest.fixture(scope="module")
def other(jobs):
    """A comparison of another place that was asked for and stopped; the recent list shows it."""
    job = jobs.submit(ELSEWHERE, "somebody")
    jobs.cancel(job)
    return job


def label(lever):
    return SAY.of(levers()[lever].about, "label")


def job_in(page):
    return re.search(r"job=(\w+)", page.evaluate("location.href"))[1]


def draft_in(page):
    found = re.search(r"draft=(\w+)", page.evaluate("location.href"))
    return found[1] if found else ""


def kept(data, page):
    """The draft as the data folder has it; the address names it a moment after the page shows the change."""
    page.wait_for_function("location.href.includes('draft=')", timeout=30_000)
    return json.loads((data / "drafts" / f"{draft_in(page)}.json").read_text(encoding="utf-8"))


def settings(page, names=NUMBERS):
    """Open the box of numbers, read every field off the page, and leave the box open."""
    page.locator("[class*=st-key-numbers] button, [class*=st-key-tables-numbers] button").first.click()
    fields = [page.get_by_role("spinbutton", name=SAY(f"choose.{name}"), exact=True) for name in names]
    fields[0].wait_for()
    at_rest(page)
    return {name: field.input_value() for name, field in zip(names, fields, strict=True)}


def asked_numbers(request, names=NUMBERS):
    return {name: str(getattr(request, name)) for name in names}


def type_number(page, name, value):
    field = page.get_by_role("spinbutton", name=SAY(f"choose.{name}"), exact=True)
    field.fill(str(value))
    field.press("Enter")
    at_rest(page)


def run(page, button):
    before = job_in(page)
    page.keyboard.press("Escape")
    at_rest(page)
    page.get_by_role("button", name=button).click()
    page.wait_for_function("job => !location.href.includes(job)", arg=before, timeout=30_000)
    at_rest(page)
    return job_in(page)


def test_numbers_seen_are_numbers_run_on_compare(visit, jobs, small):
    page = visit().open(f"lang=en&job={small}")
    until_verdict(page)
    page.get_by_role("button", name=SAY("choose.edit")).nth(1).click()
    page.get_by_label(label("grid.households_per_grid")).first.wait_for()
    at_rest(page)
    assert settings(page) == asked_numbers(SMALL)
    type_number(page, "reps", 3)
    job = run(page, SAY("run.start"))
    request = jobs.progress(job).request
    assert asked_numbers(request) == asked_numbers(SMALL) | {"reps": "3"}
    assert [column.label for column in request.columns] == ["", "Ours"]
    assert draft_in(page) == "", "what has been run is no draft any more"
    jobs.cancel(job)


def test_numbers_seen_are_numbers_run_on_deliberation(visit, jobs):
    first = jobs.find(TABLES.request(SAY))
    page = visit().open(f"lang=en&job={first}", "deliberation")
    page.locator(".shapan-sides").wait_for(timeout=120_000)
    at_rest(page)
    page.get_by_role("combobox", name=SAY("tables.right")).focus()
    page.keyboard.type(title_of("four_plus_one", SAY))
    page.keyboard.press("Enter")
    at_rest(page)
    names = ("days", "seed")
    assert settings(page, names) == {"days": "60", "seed": "5"}
    type_number(page, "seed", 7)
    job = run(page, SAY("tables.run"))
    jobs.cancel(job)
    request = jobs.progress(job).request
    assert asked_numbers(request, names) == {"days": "60", "seed": "7"}
    assert TwoTables.of(request).formats == ["staff", "four_plus_one"]

    # Back, to the address from before the run: the form goes back with it.
    while job_in(page) != first or draft_in(page):
        page.go_back()
        at_rest(page)
    assert settings(page, names) == {"days": "60", "seed": "5"}
    assert page.get_by_role("combobox", name=SAY("tables.right")).input_value() == title_of("party_mass", SAY)


def test_an_opened_comparison_is_what_the_widgets_show(visit, data, small, other):
    page = visit().open(f"lang=en&job={small}")
    until_verdict(page)
    assert settings(page) == asked_numbers(SMALL)
    page.keyboard.press("Escape")
    page.get_by_text(SAY("result.recent")).click()
    row = page.locator("[data-testid=stHorizontalBlock]").filter(has_text=f"4 × {SAY('span.days', n=120)}").last
    row.get_by_role("button", name=SAY("result.open")).click()
    page.wait_for_function("job => location.href.includes(job)", arg=other, timeout=30_000)
    at_rest(page)
    boxes = [page.get_by_role("combobox").nth(place).input_value() for place in range(3)]
    wanted = [("place", "ordos_urban"), ("policy", "status_quo"), ("policy", "guangdong")]
    assert boxes == [option(kind, name, SAY) for kind, name in wanted]
    assert settings(page) == asked_numbers(ELSEWHERE)
    type_number(page, "seed", 8)
    draft = kept(data, page)
    assert {column["place"] for column in draft["columns"]} == {"ordos_urban"}
    assert {name: str(draft[name]) for name in NUMBERS} == asked_numbers(ELSEWHERE) | {"seed": "8"}


def test_a_number_out_of_range_is_told_and_an_emptied_box_goes_back(visit, data, small):
    page = visit().open(f"lang=en&job={small}")
    until_verdict(page)
    settings(page)
    found = page.locator(".shapan-out:visible")
    type_number(page, "reps", 5)
    for wrong in (201, 0, 10**9):
        type_number(page, "reps", wrong)
        assert found.all_inner_texts() == [SAY("field.out", low=1, high=200, value=5)]
        assert kept(data, page)["reps"] == 5
    field = page.get_by_role("spinbutton", name=SAY("choose.reps"), exact=True)
    field.fill("")
    field.press("Enter")
    at_rest(page)
    assert field.input_value() == "5" and found.count() == 0 and kept(data, page)["reps"] == 5


KEYS = {
    "channels": {"channels.auto_dispatch": ["Space"], "channels.needs_survey_months": ["ArrowUp", "ArrowUp"]},
    "staff": {"staff.workers_per_10000": ["ArrowUp"], "staff.admin_share": ["ArrowRight", "ArrowRight"]},
}
"""Group -> lever -> what is pressed there."""


def in_group(page):
    """Whether the keyboard's place is within a group of levers."""
    return page.evaluate("!!document.activeElement.closest('[class*=st-key-groupbox]')")


@pytest.mark.slow  # keyboard
def test_two_levers_of_a_group_are_changed_by_keyboard_alone(visit, data, small):
    page = visit().open(f"lang=en&job={small}")
    until_verdict(page)
    page.get_by_role("button", name=SAY("choose.edit")).nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_label(label("grid.households_per_grid")).first.wait_for()
    at_rest(page)
    for group, changes in KEYS.items():
        heading = page.locator("[class*=st-key-groupbox] summary").filter(has_text=group_words(group, "en")).first
        heading.focus()
        page.keyboard.press("Enter")
        at_rest(page)
        for name, keys in changes.items():
            widget = page.get_by_label(re.compile(f"^(● )?{re.escape(label(name))}$")).first
            for _ in range(30):
                if widget.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"):
                    break
                page.keyboard.press("Tab")
            else:
                raise AssertionError(f"the keyboard does not come to {name}")
            before = widget.bounding_box()["y"]
            for key in keys:
                page.keyboard.press(key)
                page.wait_for_timeout(300)  # a slider is told a moment after its last key
                at_rest(page)
                assert in_group(page), f"{name}: the keyboard's place is lost"
            assert abs(widget.bounding_box()["y"] - before) <= 1, f"{name}: the page jumped"
            label_now = widget.evaluate("one => one.getAttribute('aria-label') || one.labels?.[0]?.innerText || ''")
            assert "*" not in label_now
        assert heading.locator("xpath=..").get_attribute("open") is not None, f"{group} has closed itself"
        at_rest(page)
    moved = kept(data, page)["columns"][1]["changes"]
    assert set(moved) == {name for changes in KEYS.values() for name in changes}
    counts = [text for text in page.locator(".shapan-count").all_inner_texts() if text.strip()]
    assert counts == [f"● {SAY('lever.changed', n=2)}"] * 2


def choose_place(page, name):
    page.get_by_role("combobox").first.focus()
    page.keyboard.type(option("place", name, SAY).removeprefix("└ "))
    page.keyboard.press("Enter")
    at_rest(page)


@pytest.mark.slow  # waits
def test_a_draft_outlives_reload_and_opening_another_comparison(visit, data, small, other):
    page = visit().open(f"lang=en&job={small}")
    until_verdict(page)
    assert draft_in(page) == "", "nothing has been changed"
    page.get_by_role("button", name=SAY("choose.edit")).nth(1).click()
    field = page.get_by_role("spinbutton", name=label("grid.households_per_grid"))
    field.fill("250")
    field.press("Enter")
    page.get_by_text(SAY("choose.changed_one")).first.wait_for()
    assert kept(data, page)["columns"][1]["changes"] == {"grid.households_per_grid": 250.0}
    draft = draft_in(page)

    page.reload()
    until_verdict(page)
    assert page.get_by_text(SAY("choose.changed_one")).count() == 1 and draft_in(page) == draft

    page.get_by_text(SAY("result.recent")).click()
    row = page.locator("[data-testid=stHorizontalBlock]").filter(has_text=f"4 × {SAY('span.days', n=120)}").last
    row.get_by_role("button", name=SAY("result.open")).click()
    page.get_by_text(SAY("draft.left")).wait_for()
    assert draft_in(page) == "" and job_in(page) == other
    page.get_by_role("button", name=SAY("draft.go_back")).click()
    page.wait_for_function("draft => location.href.includes(draft)", arg=draft, timeout=30_000)
    at_rest(page)
    assert job_in(page) == small and settings(page) == asked_numbers(SMALL)
    page.keyboard.press("Escape")

    # What was changed by hand follows a card to another place, and the card says so.
    choose_place(page, "ordos_urban")
    page.get_by_text("Came along from").wait_for()
    assert kept(data, page)["columns"][1]["changes"] == {"grid.households_per_grid": 250.0}
    page.get_by_role("button", name=SAY("draft.drop")).click()
    page.get_by_text("Came along from").wait_for(state="detached")
    at_rest(page)
    assert kept(data, page)["columns"][1] == {"label": "", "policy": "yantian", "place": "ordos_urban", "changes": {}}

    # Back to the address without a draft: the form shows what its job asked, and nothing of the draft.
    while draft_in(page) or job_in(page) != small:
        page.go_back()
        at_rest(page)
    assert page.get_by_role("combobox").first.input_value() == option("place", "training_town", SAY)
    assert page.get_by_text(SAY("choose.changed_one")).count() == 0


def test_back_after_a_switch_of_language_is_the_language_of_the_address(visit, small):
    page = visit().open(f"lang=en&job={small}")
    until_verdict(page)
    page.get_by_role("radio", name="中文").click()
    page.get_by_text(Words("zh")("page.subtitle")).wait_for()
    page.wait_for_function("location.href.includes('lang=zh')")
    page.go_back()
    page.get_by_text(SAY("page.subtitle")).wait_for()
    assert "lang=en" in page.evaluate("location.href")
    # What stood there before goes when the page has been drawn anew.
    page.wait_for_function("document.querySelectorAll('[role=radio]').length === 2", timeout=60_000)
    assert page.get_by_role("radio", name="English").get_attribute("aria-checked") == "true"
