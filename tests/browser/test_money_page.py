"""A year's money read in a real browser: chosen by keyboard, taken away as a file, on a desktop and on a phone."""

import csv
import re

import pytest

from shapan.app.screenshots import DESKTOP, PHONE
from shapan.app.widgets.language import Words

from .quiet import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

HAN = re.compile(r"[\u4e00-\u9fff]+")


def until_told(page):
    """The projects, which come last, are listed."""
    page.locator(".shapan-projects").wait_for(timeout=120_000)
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").nth(2).wait_for()
    at_rest(page)


@pytest.mark.slow  # keyboard
def test_a_community_is_chosen_by_keyboard_and_its_statement_taken_away(visit):
    say = Words("en")
    tab = visit()
    page = tab.open("lang=en", "money")
    until_told(page)
    tab.picture("money_en")
    whole = page.locator(".shapan-statement:not(.lines)").first.inner_text()
    page.get_by_role("combobox", name=say("table.community")).focus()
    page.keyboard.type(say("money.community", n=1))
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelector('.shapan-statement:not(.lines)').innerText !== before",
        arg=whole,
        timeout=20_000,
    )
    caption = page.locator(".shapan-statement:not(.lines) caption").first.inner_text()
    assert "community 1" in caption
    spent = (
        page.locator(".shapan-statement:not(.lines) tr")
        .filter(has_text=say.shared("statement.spent"))
        .first.inner_text()
        .split("\t")[1]
    )
    at_rest(page)
    with page.expect_download() as under_way:
        page.get_by_role("button", name=say("result.download")).nth(1).click()
    rows = list(csv.DictReader(under_way.value.path().read_text(encoding="utf-8-sig").splitlines()))
    sums = {row["part"]: float(row["yuan"]) for row in rows if not row["account"]}
    assert f"{sums['spent']:,.0f}" == spent and {row["community"] for row in rows} == {"1"}
    assert tab.outside() == [] and tab.complaints == []


@pytest.mark.slow  # the page of comparisons is looked at so in every run
def test_it_is_named_fits_a_phone_and_speaks_one_language(visit):
    for language, size in (("en", PHONE), ("zh", PHONE), ("zh", DESKTOP)):
        tab = visit(size)
        page = tab.open(f"lang={language}", "money")
        until_told(page)
        assert tab.nameless() == []
        assert tab.too_wide() <= 1
        if language == "en":
            assert set(HAN.findall(tab.read())) <= {"沙盘", "中文", "语言"}
        else:
            assert set(re.findall(r"[A-Za-z]{3,}", tab.read())) <= {"Shapan", "English", "CSV", "CSVShapan", "Language"}
        tab.picture(f"money_{language}{'_phone' if size == PHONE else ''}")
