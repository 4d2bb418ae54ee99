"""A page of a room goes on although Streamlit's timer is gone or a part of the page was lost on its way."""

import pytest

from shapan.app.screenshots import PHONE
from shapan.app.widgets.language import Words
from shapan.experiments.rooms import entering, playing
from shapan.experiments.rooms.records import Caller, Chair
from shapan.experiments.rooms.tables import RoomFileOnDisk

from .quiet import at_rest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
LONG = 90_000
WITHOUT_TIMERS = """() => { const every = window.setInterval
  window.setInterval = (what, after, ...rest) => 2000 <= after && after < 10000 ? 0 : every(what, after, ...rest) }"""
"""Streamlit's timers for what is looked at again never start; the page's own looks after one and a half seconds."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An empty folder: what is looked at here needs no comparison."""
    return tmp_path_factory.mktemp("data") / "shapan"


def seated(visit, data, before=""):
    """A seat in a browser of a room that the test turns itself; its tab, the file and the trainer's place."""
    tab, file = visit(PHONE), RoomFileOnDisk(data)
    room, _ = entering.open_room(file, "training_town", 1, Caller())
    if before:
        tab.page.add_init_script(f"({before})()")
    page, say = tab.open(f"lang=en&room={room.code}&guest=1", "rooms"), Words("en")
    page.get_by_role("button", name=say("rooms.join"), exact=True).click(timeout=LONG)
    page.get_by_text(say("roomnow.lobby")).wait_for(timeout=LONG)
    return page, say, file, Chair(room.id)


def test_a_seat_hears_of_the_next_phase_without_streamlits_timer(visit, data):
    page, say, file, chair = seated(visit, data, WITHOUT_TIMERS)
    page.wait_for_timeout(5000)
    playing.go_on(file, chair, ("lobby", 0))
    page.get_by_text(say("roomnow.briefing")).wait_for(timeout=LONG)
    assert page.evaluate("window.shapanLooks.pressed") >= 1


def test_a_seat_that_shows_another_phase_is_drawn_anew_and_one_that_fits_is_left_alone(visit, data):
    page, _, _, _ = seated(visit, data)
    at_rest(page, 90)
    page.wait_for_timeout(20_000)
    assert page.evaluate("window.shapanLooks.pressed") == 0
    page.evaluate("document.querySelector('.shapan-drawn').dataset.room = 'commit-3'")
    page.wait_for_function("window.shapanLooks.pressed > 0", timeout=LONG)
