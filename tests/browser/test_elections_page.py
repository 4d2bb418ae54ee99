"""A vote on projects handed in to a real browser: counted, refused in one's language, by keyboard and on a phone."""

import re

import pytest

from shapan.app.screens.votes.file import MOST_BYTES, example
from shapan.app.screenshots import DESKTOP, PHONE
from shapan.app.widgets.language import Words

from .quiet import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

HAN = re.compile(r"[\u4e00-\u9fff]+")
NAMES = {
    "shapan",
    "ballot",
    "Shapan",
    "English",
    "CSVShapan",
    "Language",
    "Phragm",
}
REACHED = """() => document.activeElement.closest('[data-testid=stFileUploaderDropzone]')
  ? 'upload' : document.activeElement.innerText"""
HIDDEN = {"Upload", "per", "file"}  # Streamlit's own words; our style puts others in their place
BROKEN = (
    b"META\nkey;value\nbudget;10x\nvote_type;approval\nPROJECTS\nproject_id;cost\na;-1\nVOTES\nvoter_id;vote\nv;b\n"
)


def until_counted(page):
    page.locator(".shapan-projects").wait_for(timeout=120_000)
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    at_rest(page)


def hand_in(page, name, content):
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})


def test_a_file_is_handed_in_counted_and_survives_the_language(visit):
    say = Words("en")
    tab = visit()
    page = tab.open("lang=en", "elections")
    until_counted(page)
    tab.picture("elections_en")
    content = example("en").content.replace(b"Resurface the estate road", b"A road of our own")
    hand_in(page, "ours.pb", content)
    page.get_by_role("rowheader", name="A road of our own").wait_for(timeout=30_000)
    page.get_by_role("radio", name=say("votes.by_kind")).click()
    at_rest(page)  # the table is drawn before the button, which until then gives the file that was shown before
    with page.expect_download() as under_way:
        page.get_by_role("button", name=say("result.download")).click()
    text = under_way.value.path().read_text(encoding="utf-8-sig")
    assert "A road of our own" in text and len(text.splitlines()) == 12

    page.get_by_role("radio", name="中文").click()
    page.get_by_text(Words("zh")("votes.title")).wait_for()
    page.get_by_role("rowheader", name="A road of our own").wait_for(timeout=30_000)
    page.get_by_role("button", name=Words("zh")("votes.back")).click()
    page.get_by_role("rowheader", name="重铺小区主路").wait_for(timeout=30_000)
    assert tab.outside() == []


@pytest.mark.slow  # uploads
def test_faults_and_large_files_are_told_and_nothing_breaks(visit):
    for language, size in (("en", DESKTOP), ("zh", PHONE)):
        say = Words(language)
        tab = visit(size)
        page = tab.open(f"lang={language}", "elections")
        until_counted(page)
        hand_in(page, "broken.pb", BROKEN)
        found = page.locator(".shapan-faults")
        found.wait_for(timeout=30_000)
        assert found.get_by_role("listitem").count() == 3
        assert tab.too_wide() <= 1 and tab.nameless() == []
        tab.picture(f"elections_faults_{language}")
        page.get_by_role("button", name=say("votes.back")).click()
        until_counted(page)
        hand_in(page, "large.pb", b"x" * (MOST_BYTES + 1))
        page.get_by_text("shapan ballot large.pb").wait_for(timeout=30_000)
        assert page.locator(".shapan-side").count() == 0
        assert tab.outside() == []


def test_a_rule_is_added_by_keyboard(visit):
    say = Words("en")
    page = visit().open("lang=en", "elections")
    until_counted(page)
    assert page.locator(".shapan-side").count() == 3
    page.get_by_role("combobox", name=say("votes.rules")).focus()
    page.keyboard.type(say.shared("rule.staff_list"))
    page.keyboard.press("Enter")
    page.locator(".shapan-side").nth(3).wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="English").focus()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(REACHED))
    for phrase in ("upload", say("votes.get_example"), say("result.download")):
        assert any(phrase in one for one in reached), (phrase, reached)


@pytest.mark.slow  # the page of comparisons is looked at so in every run
def test_it_is_named_fits_a_phone_and_speaks_one_language(visit):
    for language, size in (("en", PHONE), ("zh", PHONE), ("zh", DESKTOP)):
        say = Words(language)
        tab = visit(size)
        page = tab.open(f"lang={language}", "elections")
        until_counted(page)
        assert tab.nameless() == []
        assert tab.too_wide() <= 1
        assert page.get_by_role("button", name=say("votes.browse"), exact=True).count() == 1
        # A name that stands in the page, not in its style alone: some readers and every checker know only that.
        button = page.locator("[data-testid=stFileUploaderDropzone] button").first
        assert button.get_attribute("aria-label") == say("votes.browse")
        assert page.evaluate("document.documentElement.lang").startswith(language)
        if language == "en":
            assert set(HAN.findall(tab.read())) <= {"沙盘", "中文", "语言"}
        else:
            assert set(re.findall(r"[A-Za-z]{3,}", tab.read())) <= NAMES | HIDDEN
        tab.picture(f"elections_{language}{'_phone' if size == PHONE else ''}")
