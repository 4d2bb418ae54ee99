"""Every page by axe-core, in both languages: nothing serious in what is ours; every part reached by keyboard."""

from pathlib import Path

import pytest

from shapan.app import screenshots
from shapan.app.screens.evidence.page import PARTS as EVIDENCE
from shapan.app.screens.experiments.page import PARTS as EXPERIMENTS
from shapan.app.screenshots import PAGES, PHONE
from shapan.app.widgets.language import Words

from .quiet import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(420)]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
SERIOUS = ("serious", "critical")
CHROME = {
    "color-contrast": "[data-stale=true]",  # what is being drawn anew is pale for a moment
}
"""Rule -> elements of Streamlit's own in which it is broken, which no page can mend."""
LOOK = """async chrome => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })
  return found.violations.flatMap(rule => rule.nodes
    .filter(node => !(chrome[rule.id] && document.querySelector(node.target[0])?.closest(chrome[rule.id])))
    .map(node => ({ rule: rule.id, impact: node.impact, at: `${node.target}`, html: node.html.slice(0, 200) }))) }"""
PLACES = [
    *((name, "") for name in PAGES if name not in ("evidence", "experiments")),
    *(("evidence", part) for part in EVIDENCE),
    *(("experiments", part) for part in EXPERIMENTS),
]


def broken(page):
    """Serious findings of axe in what is ours, each once."""
    page.add_script_tag(path=str(AXE))
    return [one for one in page.evaluate(LOOK, CHROME) if one["impact"] in SERIOUS]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name, part", PLACES)
def test_axe_finds_nothing_serious(visit, name, part, language):
    tab = visit()
    page = tab.open(f"lang={language}" + (f"&part={part}" if part else ""), PAGES[name])
    screenshots.until_still(page)
    assert broken(page) == [] and tab.nameless() == []
    assert tab.outside() == [] and tab.too_wide() <= 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_parts_of_a_page_are_turned_by_keyboard_and_kept_by_a_reload(visit, language):
    say, tab = Words(language), visit(PHONE)
    page = tab.open(f"lang={language}", "evidence")
    screenshots.until_still(page, drawn=at_rest)
    part = page.get_by_role("radio", name=say("evidence.parts.parameters"))
    part.focus()
    page.keyboard.press("Space")
    found = page.get_by_text(say("evidence.parameters_caption"))
    found.wait_for(timeout=60_000)
    assert "part=parameters" in page.url
    page.reload()
    found.wait_for(timeout=60_000)
    at_rest(page)
    assert tab.too_wide() <= 0 and tab.nameless() == [] and tab.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tour_by_keyboard_and_never_again(visit, language):
    say, tab = Words(language), visit()
    page = tab.open(f"lang={language}")
    box = page.locator(".st-key-tour")
    for step in ("page", "scenarios", "run", "verdict"):
        box.get_by_role("heading", name=say(f"tour.{step}_title")).wait_for(timeout=60_000)
        box.get_by_role("button", name=say("tour.next")).focus()
        page.keyboard.press("Enter")
        at_rest(page)
    box.get_by_role("button", name=say("tour.done")).focus()
    page.keyboard.press("Enter")
    box.wait_for(state="detached", timeout=60_000)
    at_rest(page)
    page.reload()
    page.get_by_role("button", name=say("tour.again")).wait_for(timeout=60_000)
    assert box.count() == 0
