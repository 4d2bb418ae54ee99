"""The page Map in a real browser, by keyboard: days and cells, the slider, one piece of land, grids drawn anew."""

import pytest

from shapan.app.jobs.jobs import Jobs
from shapan.app.screens.map.page import as_map
from shapan.app.screenshots import PHONE
from shapan.app.widgets.language import Words

from .conftest import QUICK, finished
from .quiet import at_rest
from .test_axe import broken

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(420)]
SCRUB = """async board => {
  const slider = board.querySelector('input'), took = []
  for (let step = 0; step <= slider.max; step += 5) {
    const begun = performance.now()
    slider.value = step
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    took.push(performance.now() - begun)
  }
  return took.sort((a, b) => a - b) }"""
RING = "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"


@pytest.fixture(scope="module")
def job(data):
    """A comparison whose map is made."""
    finished(data, as_map(QUICK, QUICK.reps))
    return Jobs(data, workers=0).find(QUICK)


def choose(page, label, option):
    """Choose from a list as a keyboard does: to the field, type, Enter."""
    page.get_by_role("combobox", name=label).first.focus()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    at_rest(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_map_by_keyboard(visit, job, language):
    say, tab = Words(language), visit()
    page = tab.open(f"lang={language}&job={job}", "map")
    page.locator(".board svg").first.wait_for(timeout=120_000)
    at_rest(page)
    choose(page, say("map.time.label"), say("map.time.day"))
    choose(page, say("map.pieces"), say("map.by.community"))
    slider = page.locator(".board input")
    assert slider.get_attribute("max") == str(QUICK.days - 1)
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    last = page.locator(".board output").inner_text()
    assert slider.get_attribute("aria-valuetext") == last and last.startswith("2026-")
    assert slider.evaluate(RING), "one sees where the keyboard is"
    page.locator(".board summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".board td").count() > 0
    took = page.locator(".board").evaluate(SCRUB)
    assert took[len(took) // 2] < 200, took
    choose(page, say("map.pick.community"), say("map.community", n=1))
    page.get_by_text(say("redraw.title")).focus()
    page.keyboard.press("Enter")
    at_rest(page)
    for name in ("redraw.apply", "redraw.propose", "redraw.undo"):
        button = page.get_by_role("button", name=say(name), exact=True)
        button.focus()
        page.keyboard.press("Enter")
        at_rest(page)
    page.get_by_role("button", name=say("redraw.run")).wait_for(timeout=60_000)
    assert broken(page) == [] and tab.nameless() == [] and tab.outside() == [] and tab.complaints == []
    tab.picture(f"map_days_{language}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_map_on_a_phone(visit, job, language):
    say, tab = Words(language), visit(PHONE)
    page = tab.open(f"lang={language}&job={job}", "map")
    page.locator(".board svg").first.wait_for(timeout=120_000)
    at_rest(page)
    choose(page, say("map.time.label"), say("map.time.day"))
    choose(page, say("map.pieces"), say("map.by.cell"))
    assert tab.too_wide() <= 0 and broken(page) == []
    tab.picture(f"map_cells_{language}_phone")
