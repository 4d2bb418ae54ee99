"""The tour of the first visit: five steps in order, back, closed, and called again."""

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.screens.compare.tour import STEPS
from shapan.app.widgets.language import LANGUAGES, Words

from .pages import html, run


def _page(language, places):
    from shapan.app.screens.compare.tour import begin_tour, end_tour, tour
    from shapan.app.widgets.language import Words

    begin_tour()
    for step in places:
        tour(Words(language), step)
    end_tour(Words(language))


def press(page, key):
    next(one for one in page.button if one.key == key).click()
    return run(page)


def keys(page):
    return [one.key for one in page.button]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_five_steps_there_and_back(language):
    say = Words(language)
    page = run(AppTest.from_function(_page, args=(language, STEPS)))
    assert keys(page) == ["tour_next", "tour_close"]
    for step in STEPS[1:]:
        page = press(page, "tour_next")
        assert say(f"tour.{step}_title") in html(page) and html(page).count("shapan-tour") == 1
    assert keys(page) == ["tour_back", "tour_close"]
    assert say(f"tour.{STEPS[-2]}_title") in html(press(page, "tour_back"))


def test_a_step_whose_place_is_not_drawn_stands_at_the_end():
    page = press(run(AppTest.from_function(_page, args=("en", STEPS[:2]))), "tour_next")
    page = press(page, "tour_next")
    assert Words("en")("tour.run_title") in html(page)


def test_closed_it_stays_away_until_it_is_called():
    page = press(run(AppTest.from_function(_page, args=("en", STEPS))), "tour_close")
    assert keys(page) == ["tour_again"] and "shapan-tour" not in html(page)
    assert keys(run(page)) == ["tour_again"]
    assert Words("en")("tour.page_title") in html(press(page, "tour_again"))
