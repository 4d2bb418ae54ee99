"""The planner's task in a real browser: open, switch language, change a lever, run, see a verdict; nothing is lost."""

import os
import re
import signal
import time

import pytest

from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.request import Column, Request
from shapan.app.screenshots import DESKTOP, PHONE, free_port, serving
from shapan.app.widgets.catalogue import places, short_title
from shapan.app.widgets.changes import changes_of, own_status_quo
from shapan.app.widgets.changes_panel import own_count
from shapan.app.widgets.language import Words
from shapan.app.widgets.lever_form import levers

from .conftest import QUICK
from .quiet import Talk, at_rest, until_verdict

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

HAN = re.compile(r"[\u4e00-\u9fff]+")


def long_request(reps=60):
    columns = (
        Column("", "status_quo", "training_town"),
        Column("", "yantian", "training_town", {"grid.visit_share": 0.3}),
    )
    return Request(columns, reps=reps, days=1095, warmup=180)


def job_in(page):
    return re.search(r"job=(\w+)", page.url)[1]


def test_a_planner_finds_a_verdict_switches_language_changes_a_lever_and_runs(visit, data):
    tab = visit()
    page = tab.open("lang=en")
    until_verdict(page)
    tab.picture("compare_en")
    assert page.locator(".shapan-tile").count() >= 9

    page.get_by_role("radio", name="中文").click()
    page.get_by_text("需求流失在哪一步").wait_for()
    assert "lang=zh" in page.url
    until_verdict(page)
    tab.picture("compare_zh")

    page = tab.open(f"lang=zh&job={Jobs(data, workers=0).find(QUICK)}")  # where runs take a second each
    until_verdict(page)
    page.get_by_role("button", name="调整杠杆").nth(1).click()
    field = page.get_by_label("每个基础网格户数").first
    field.fill("250")
    field.press("Enter")
    page.get_by_text("改了 1 项杠杆").wait_for()
    page.get_by_text("恢复为 400 户").wait_for()
    tab.picture("levers_zh")
    page.get_by_role("button", name="收起杠杆").click()
    first = job_in(page)
    page.get_by_role("button", name="运行对比").click()
    page.locator(".shapan-verdict", has_text="盐田（有改动）").first.wait_for(timeout=120_000)
    until_verdict(page)
    assert job_in(page) != first
    page.get_by_role("tab", name="谁得谁失").click()
    page.get_by_text("受损者最集中的群体").wait_for()
    page.get_by_role("tab", name="设置与重现").click()
    # While a page is drawn again, what it showed before stands beside what it shows now.
    page.locator("[data-testid=stCode]", has_text="grid.households_per_grid=250").wait_for()
    tab.picture("compare_after_zh")
    assert tab.outside() == [] and tab.complaints == []


def test_each_language_is_one_language(visit):
    tab = visit()
    page = tab.open("lang=en")
    until_verdict(page)
    words = HAN.findall(tab.read())
    assert set(words) <= {"沙盘", "中文", "语言"}
    page = tab.open("lang=zh")
    until_verdict(page)
    english = set(re.findall(r"[A-Za-z]{3,}", tab.read()))
    assert english <= {"Shapan", "English", "CSV", "Language"}


def test_every_control_has_a_name_and_the_keyboard_reaches_the_run_button(visit):
    tab = visit()
    page = tab.open("lang=en")
    until_verdict(page)
    page.get_by_role("button", name="Change levers").first.click()
    page.get_by_label("All levers").first.wait_for(state="attached")
    at_rest(page)
    assert tab.nameless() == []
    page.get_by_role("button", name="Close levers").click()
    page.get_by_role("radio", name="English").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Run the comparison":
            return
    raise AssertionError("sixty tabs and no run button")


@pytest.mark.slow  # keyboard
def test_what_any_policy_changes_on_any_place_is_read_by_keyboard(visit):
    for language, size in (("en", DESKTOP), ("zh", PHONE)):
        say = Words(language)
        tab = visit(size)
        page = tab.open(f"lang={language}")
        until_verdict(page)
        page.get_by_role("combobox").first.focus()
        place = next(place for place in places() if own_status_quo(place))
        page.keyboard.type(short_title("place", place, say))
        page.keyboard.press("Enter")
        page.get_by_text(own_count(say, place)).first.wait_for()
        page.get_by_role("button", name=say("differ.show")).nth(1).focus()
        page.keyboard.press("Enter")
        table = page.get_by_role("table", name=short_title("place", place, say)).first
        table.wait_for()
        changes = changes_of(Column("", "yantian", place))
        assert table.get_by_role("row").count() == len(changes) + 1 + len({one.parameter.group for one in changes})
        row = table.get_by_role("row").filter(has_text=say.of(levers()["grid.layout"].about, "label"))
        assert "YT-03" in row.first.inner_text()
        own = page.get_by_role("table", name=say("differ.own"))
        own.wait_for()
        assert len(own_status_quo(place)) < own.get_by_role("row").count()
        assert tab.too_wide() <= 1
        tab.picture(f"what_changes_{language}")
        assert tab.outside() == [] and tab.complaints == []


def test_all_levers_open_fast(visit):
    page = visit().open("lang=en")
    until_verdict(page)
    page.get_by_role("button", name="Change levers").nth(1).click()
    page.get_by_role("switch", name="All levers").wait_for(state="attached")
    at_rest(page)
    started = time.monotonic()
    page.get_by_text("All levers", exact=True).click()
    page.get_by_text(f"{len(levers())} of {len(levers())} levers shown").wait_for(timeout=20_000)
    assert time.monotonic() - started < 5
    page.get_by_text("Emergency", exact=True).click()
    page.get_by_label("Drills a year").first.wait_for(timeout=20_000)
    assert time.monotonic() - started < 8


def test_it_fits_a_phone(visit):
    for language in ("zh", "en"):
        tab = visit(PHONE)
        page = tab.open(f"lang={language}")
        until_verdict(page)
        assert tab.too_wide() <= 1
        tab.picture(f"compare_{language}_phone")
        page.get_by_role("button", name="调整杠杆" if language == "zh" else "Change levers").first.click()
        at_rest(page)
        assert tab.too_wide() <= 1
        tab.picture(f"levers_{language}_phone")


def test_a_reload_and_a_second_tab_find_the_run_under_way_and_cancel_stops_it(visit, data):
    jobs = Jobs(data, workers=0)
    job = jobs.submit(long_request(), "somebody")
    tab = visit()
    page = tab.open(f"lang=en&job={job}")
    page.get_by_text("of 120 runs done").wait_for(timeout=60_000)
    page.reload()
    page.get_by_text("of 120 runs done").wait_for(timeout=60_000)
    tab.picture("running_en")
    second = visit().open(f"lang=zh&job={job}")
    second.get_by_text("/ 120 次模拟").wait_for(timeout=30_000)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled.").first.wait_for(timeout=30_000)
    second.get_by_text("已取消。").first.wait_for(timeout=30_000)
    assert jobs.progress(job).state == "cancelled"


@pytest.mark.slow  # waits; tests/app/test_jobs.py kills a server too
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX systems")
def test_a_killed_server_loses_nothing(browser, tmp_path):
    port = free_port()
    request = long_request(reps=5)
    page = browser.new_page()
    Talk(page)
    with serving(tmp_path, port) as (address, server):
        jobs = Jobs(tmp_path, workers=0)
        job = jobs.submit(request, "somebody")
        page.goto(f"{address}/?lang=en&job={job}")
        end = time.monotonic() + 90
        while jobs.progress(job).finished < 3 and time.monotonic() < end:
            time.sleep(0.2)
        os.killpg(server.pid, signal.SIGKILL)
    before = jobs.progress(job)
    assert before.state == "active" and 3 <= before.finished < request.runs
    with serving(tmp_path, port) as (address, _):
        page.goto(f"{address}/?lang=en&job={job}")
        until_verdict(page)
    page.close()
    after = jobs.progress(job)
    assert (after.state, after.finished) == ("done", request.runs)
