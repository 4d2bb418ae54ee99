"""A lesson in a real browser: by keyboard, on a phone, in both languages, through a reload."""

import pytest

from shapan.app.screenshots import PHONE
from shapan.app.widgets.language import Words
from shapan.scenarios.lessons import shipped_lessons

from .quiet import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(420)]
LESSON = shipped_lessons()["how_sure"]


def press(page, name):
    """A button by keyboard alone."""
    button = page.get_by_role("button", name=name, exact=True)
    button.wait_for(timeout=60_000)
    button.focus()
    page.keyboard.press("Enter")
    at_rest(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lesson_by_keyboard_on_a_phone_goes_on_after_a_reload(visit, language):
    say = Words(language)
    tab = visit(PHONE)
    page = tab.open(f"lang={language}&lesson={LESSON.id}", "lessons")
    for step in ("causes", "measures", "predict"):
        press(page, say("lessons.go_on", step=say(f"steps.{step}")))
    for claim in LESSON.claims:
        asked = page.get_by_role("radiogroup", name=claim.ask[language])
        asked.get_by_role("radio", name=say("guess.up")).focus()
        page.keyboard.press("Space")
        at_rest(page)
    press(page, say("lessons.commit"))
    shown = page.get_by_text(LESSON.claims[1].why[language])
    shown.wait_for(timeout=60_000)
    page.reload()
    shown.wait_for(timeout=60_000)
    at_rest(page)
    assert tab.too_wide() <= 0 and tab.nameless() == []
    assert tab.outside() == [] and tab.complaints == []
