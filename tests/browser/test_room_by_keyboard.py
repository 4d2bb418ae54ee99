"""A whole room by keyboard alone: opened, joined, four quarters, debrief; axe looks at every page on the way."""

import pytest

from shapan.app.screenshots import PHONE
from shapan.app.widgets.language import Words
from shapan.experiments.comparing.sentences import label

from .quiet import at_rest
from .room_people import RULES
from .test_axe import broken

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
LONG = 240_000
MOST_TABS = 150
FOCUSED = """() => { const e = document.activeElement
  return [e.getAttribute('aria-label'), ...[...(e.labels || [])].map(one => one.innerText), e.innerText]
    .filter(Boolean).map(one => one.trim()) }"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An empty folder: what is looked at here needs no comparison."""
    return tmp_path_factory.mktemp("data") / "shapan"


def reach(page, name):
    """Press Tab until what has the focus bears a name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if any(one == name or one.endswith(f"\n{name}") for one in page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"{name!r} is not reached by {MOST_TABS} Tabs")


def press(page, name, key="Enter"):
    page.get_by_text(name, exact=True).first.wait_for(timeout=LONG)
    reach(page, name)
    page.keyboard.press(key)


def sees(page, text):
    page.get_by_text(text).first.wait_for(timeout=LONG)


def looked_at(tab, name):
    """Nothing serious, nothing nameless, nothing too wide; and a picture."""
    tab.page.wait_for_timeout(1500)
    assert broken(tab.page) == [] and tab.nameless() == [] and tab.too_wide() <= 0
    tab.picture(name)


def predict(page, say, quarter):
    """A range for every indicator, typed and left with Tab; the first quarter also moves a measure by arrow."""
    for name in RULES.predict:
        low, high = ("900", "1100") if name == "requests_per_1000" else ("30", "60")
        for end, typed in (("lo", low), ("hi", high)):
            reach(page, say(f"rooms.{end}", label=label(name, say.language)))
            page.keyboard.type(typed)
    page.keyboard.press("Tab")
    if quarter == 1:
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    press(page, say("rooms.commit"))
    sees(page, say("rooms.committed"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_room_from_the_door_to_the_debrief(visit, language):
    say, trainer, seat = Words(language), visit(), visit(PHONE)
    page = trainer.open(f"lang={language}", "rooms")
    press(page, say("rooms.open_head"))
    looked_at(trainer, f"keys_door_{language}")
    press(page, say("rooms.open"))
    sees(page, say("roomhint.lobby"))
    page.wait_for_url("**room=**", timeout=LONG)
    code = page.url.partition("room=")[2][:6]
    looked_at(trainer, f"keys_lobby_{language}")

    phone = seat.open(f"lang={language}&room={code}&guest=1", "rooms")
    sees(phone, say("rooms.role"))
    looked_at(seat, f"keys_join_{language}")
    press(phone, say("rooms.join"))
    sees(phone, say("roomnow.lobby"))
    for quarter in range(1, 5):
        press(page, say("roomgo.briefing", n=quarter))
        sees(phone, say("roomnow.briefing"))
        press(page, say("roomgo.commit"))
        sees(phone, say("rooms.predict_head"))
        at_rest(phone)
        if quarter == 1:
            looked_at(seat, f"keys_form_{language}")
        predict(phone, say, quarter)
        sees(page, say("rooms.have_committed", n=1, of=1))
        press(page, say("roomgo.run"))
        sees(page, say("roomhint.ran"))
        press(page, say("roomgo.reveal"))
        sees(phone, say("roomnow.reveal"))
        if quarter in (1, 4):
            looked_at(trainer, f"keys_reveal_{quarter}_{language}")
            looked_at(seat, f"keys_seat_reveal_{quarter}_{language}")
    press(page, say("roomgo.debrief"))
    for tab in (trainer, seat):
        sees(tab.page, say("rooms.given"))
        looked_at(tab, f"keys_debrief_{tab.size[0]}_{language}")
    with page.expect_download() as took:
        press(page, "xlsx")
    assert took.value.suggested_filename == f"shapan_room_{code}.xlsx"
    assert not trainer.outside() and not seat.outside()
