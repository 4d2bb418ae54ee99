"""Names of people are text on every page: nothing is fetched, nothing is hidden, and every letter can be read."""

import re

import pytest

from shapan.app.jobs.request import Column, Request
from shapan.app.screens.compare.results import sections
from shapan.app.screens.votes.file import example
from shapan.app.widgets.language import Words

from .conftest import finished
from .quiet import at_rest, until_verdict
from .test_elections_page import hand_in, until_counted

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

SAY = Words("en")
HOSTILE = (
    "</p><style>*{display:none}</style>",
    "<img src=//x/q>",
    "![p](http://x/a.png)",
    "[a](b) :red[x] **b** $x$ `c`",
    ":smile: -> :material/home: # ~~s~~",
)


def requests():
    """Comparisons whose scenarios bear these names, the baseline too."""
    for number in range(0, len(HOSTILE) - 1, 2):
        first, second, third = HOSTILE[number], HOSTILE[number + 1], HOSTILE[(number + 2) % len(HOSTILE)]
        columns = (
            Column(first, "status_quo", "training_town"),
            Column(second, "yantian", "training_town"),
            Column(third, "yantian", "training_town", {"grid.households_per_grid": 250.0}),
        )
        yield Request(columns, reps=2, days=40, warmup=10, seed=1 + number)


def asked(data, *requests):
    """Job -> names of its scenarios."""
    names = ([column.label for column in request.columns] for request in requests)
    return dict(zip(finished(data, *requests), names, strict=True))


def read(page):
    """What a reader sees: words, and what stands in boxes to type and choose in; without the marks of no width."""
    words = page.evaluate("document.querySelector('[data-testid=stMain]').innerText")
    boxes = page.evaluate("[...document.querySelectorAll('input')].map(one => one.value).join('\\n')")
    return f"{words}\n{boxes}".replace("\u2060", "")


def assert_harmless(tab, page, names):
    assert tab.outside() == [] and tab.complaints == []
    footer = page.locator(".shapan-footer")
    assert footer.is_visible() and SAY("page.footer", version="").split(".")[1].strip() in footer.inner_text()
    text = read(page)
    for name in names:
        assert name in text, f"{name} is not read as it was written"
    main = page.locator("[data-testid=stMain]")
    assert main.locator("img:not([alt='Streamlit logo'])").count() == 0
    assert main.locator("a", has_text=re.compile("^a$")).count() == 0 and main.locator(".katex").count() == 0
    assert main.locator("[class*=stMarkdownColored]").count() == 0


@pytest.mark.slow  # pages
def test_scenarios_bear_any_name_on_compare_and_money(visit, data):
    jobs = asked(data, *requests())
    for job, names in jobs.items():
        tab = visit()
        page = tab.open(f"lang=en&job={job}")
        until_verdict(page)
        page.get_by_text(SAY("result.recent")).click()
        page.get_by_role("button", name=SAY("choose.edit")).nth(1).click()
        page.get_by_role("textbox", name=SAY("choose.name")).wait_for()
        page.get_by_text(SAY("mine.title"), exact=True).click()
        everybody = [name for named in jobs.values() for name in named]
        for behind in sections():
            page.get_by_role("tab", name=SAY(f"tab.{behind}"), exact=True).click()
            at_rest(page)
            for table in page.get_by_text(SAY("result.table"), exact=True).all():
                table.click()
            at_rest(page)
            assert_harmless(tab, page, everybody)
        heads = page.locator("[data-testid=stMain] h4, [data-testid=stMain] strong").all_inner_texts()
        assert any(names[1] in head.replace("\u2060", "") for head in heads)
        tab.picture("hostile_compare")

        tab = visit()
        page = tab.open(f"lang=en&job={job}", "money")
        page.locator(".shapan-statement").first.wait_for(timeout=60_000)
        for table in page.get_by_text(SAY("result.table"), exact=True).all():
            table.click()
        at_rest(page)
        assert_harmless(tab, page, names)


def test_a_vote_bears_any_name(visit):
    content = example("en").content.decode()
    for plain, hostile in (("Resurface the estate road", HOSTILE[0]), ("Lamps along the north gate", HOSTILE[2])):
        assert plain in content
        content = content.replace(plain, hostile)
    tab = visit()
    page = tab.open("lang=en", "elections")
    until_counted(page)
    file = "![p](http:x a.png) :red[x] <img src=q>.pb"
    hand_in(page, file, content.encode())
    page.get_by_text(HOSTILE[0]).first.wait_for(timeout=30_000)
    at_rest(page)
    assert_harmless(tab, page, [HOSTILE[0], HOSTILE[2], file])


def test_deliberation_has_no_names_of_people_but_those_of_its_address(visit, data):
    jobs = asked(data, next(requests()))
    tab = visit()
    page = tab.open(f"lang=en&job={next(iter(jobs))}", "deliberation")
    page.locator(".shapan-footer").wait_for(timeout=60_000)
    at_rest(page)
    assert_harmless(tab, page, [])
