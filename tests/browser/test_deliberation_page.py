"""A collective matter followed in a real browser: two formats, one world, by mouse, by keyboard and on a phone."""

import re

import pytest

from shapan.app.screens.deliberation.request import title_of
from shapan.app.screenshots import DESKTOP, PHONE
from shapan.app.widgets.language import Words

from .quiet import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

HAN = re.compile(r"[\u4e00-\u9fff]+")
FILES = {"docs", "odd", "parameters"}  # what the page points to


def until_followed(page):
    """Both sides stand there, those of the question before are gone, and one matter is told."""
    page.wait_for_function("() => document.querySelectorAll('.shapan-sides').length === 1", timeout=120_000)
    page.locator("[data-testid=stProgress]").wait_for(state="detached", timeout=120_000)
    page.get_by_role("radiogroup").last.wait_for()
    page.locator(".shapan-story").first.wait_for()
    at_rest(page)


def test_one_matter_is_followed_under_two_formats(visit):
    say = Words("en")
    tab = visit()
    page = tab.open("lang=en", "deliberation")
    until_followed(page)
    before = page.url
    tab.picture("deliberation_en")
    matters = page.get_by_role("radiogroup", name=say("tables.pick")).get_by_role("radio")
    matters.nth(2).wait_for()
    story = page.locator(".shapan-story").first.inner_text()
    matters.nth(1).focus()
    page.keyboard.press("Space")
    page.wait_for_function(
        "before => document.querySelector('.shapan-story').innerText !== before", arg=story, timeout=20_000
    )

    page.get_by_role("combobox", name=say("tables.right")).focus()
    page.keyboard.type(title_of("four_plus_one", say))
    page.keyboard.press("Enter")
    page.get_by_role("button", name=say("tables.run")).click()
    page.wait_for_url(lambda url: url != before, timeout=30_000)
    page.locator(".shapan-sides", has_text=title_of("four_plus_one", say)).wait_for(timeout=120_000)
    until_followed(page)
    tab.picture("deliberation_after_en")
    assert tab.outside() == [] and tab.complaints == []


@pytest.mark.slow  # keyboard
def test_the_level_is_chosen_by_keyboard_and_the_estates_table_is_followed(visit):
    """Nobody's own table against a council of the estate; then the matter goes on to the community."""
    say = Words("zh")
    for size in (DESKTOP, PHONE):
        tab = visit(size)
        page = tab.open("lang=zh", "deliberation")
        until_followed(page)
        before = page.url
        level = page.get_by_role("radiogroup", name=say("tables.level"))
        assert level.get_by_role("radio").count() == 2
        level.get_by_role("radio", name=say("level.community")).focus()
        page.keyboard.press("ArrowRight")
        page.get_by_text(say("level.estate_about")).wait_for()
        page.locator(f"input[value='{say('tables.no_table')}']").wait_for()
        at_rest(page)  # what is pressed while a page is being drawn anew is lost
        page.get_by_role("button", name=say("tables.run")).click()
        page.wait_for_url(lambda url, before=before: url != before, timeout=30_000)
        page.locator(".shapan-sides", has_text=say("tables.no_table")).wait_for(timeout=120_000)
        until_followed(page)
        assert say("everyday.title") in page.locator(".shapan-story").first.inner_text()
        assert tab.nameless() == [] and tab.too_wide() <= 1
        tab.picture(f"deliberation_estate_zh{'_phone' if size == PHONE else ''}")
        assert tab.outside() == [] and tab.complaints == []


@pytest.mark.slow  # the page of comparisons is looked at so in every run
def test_it_is_named_fits_a_phone_and_speaks_one_language(visit):
    for language, size in (("en", PHONE), ("zh", PHONE), ("zh", DESKTOP)):
        tab = visit(size)
        page = tab.open(f"lang={language}", "deliberation")
        until_followed(page)
        assert tab.nameless() == []
        assert tab.too_wide() <= 1
        if language == "en":
            assert set(HAN.findall(tab.read())) <= {"沙盘", "中文", "语言"}
        else:
            assert set(re.findall(r"[A-Za-z]{3,}", tab.read())) <= FILES | {"Shapan", "English", "CSV", "Language"}
        tab.picture(f"deliberation_{language}{'_phone' if size == PHONE else ''}")
