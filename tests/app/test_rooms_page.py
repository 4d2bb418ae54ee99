"""The page Rooms: a trainer and a seat through a quarter, with nothing shown before the reveal; both languages."""

import re

import pytest

from shapan.app.screens.rooms import live
from shapan.app.widgets.language import Words
from shapan.experiments.rooms import quarters
from shapan.experiments.runs.task import Finished, Summary
from shapan.scenarios.room_files import find_room

from .conftest import letters
from .pages import html, opened, run

RULES = find_room("training_town")
NAME = "<b>Anna</b>"


def pretend(tasks):
    for task in tasks:
        figures = dict.fromkeys(RULES.predict, 0.5) | {"requests_per_1000": 1000.0, "wrong_door_share": 0.0321}
        yield Finished(task, 0.0, Summary(figures, {"born": 7}, {"app": 3}, residents=10, communities=1, grids=1))


@pytest.fixture(scope="module", autouse=True)
def own_folder(own_jobs):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live.WARMING, "begin", lambda rules: None)
        patch.setattr(live, "see_to_runs", lambda number: quarters.run(live.file(), number, "here", pretend))
        yield own_jobs


def press(page, label):
    found = [one for one in page.button if one.label == label]
    assert found, f"no button {label}: {[one.label for one in page.button]}"
    found[0].click()
    return run(page)


def everything(page):
    kinds = (page.markdown, page.caption, page.info, page.success, page.warning)
    said = [str(one.value) for kind in kinds for one in kind] + [one.value.to_string() for one in page.table]
    return html(page) + letters("".join(said))


def asked(page, key):
    return next(one for one in page.number_input if one.key == key)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_trainer_and_a_seat_through_one_quarter(language):
    say = Words(language)
    trainer = press(run(opened("rooms", language)), say("rooms.open"))
    code = trainer.query_params["room"]
    code = code if isinstance(code, str) else code[0]
    assert code in html(trainer) and say("rooms.only_here") in [one.value for one in trainer.info]
    assert re.fullmatch(r"[\w-]{32}", trainer.code[0].value), "the key is told once"
    assert say("rooms.nobody") in [one.value for one in trainer.caption]

    seat = run(opened("rooms", language, room=code, guest="1"))
    next(one for one in seat.text_input if one.key == "join-name").set_value(NAME)
    seat = press(seat, say("rooms.join"))
    role = RULES.role("secretary")
    assert role.card[language] in html(seat) and say("roomnow.lobby") in html(seat)
    trainer = press(run(trainer), say("roomgo.briefing", n=1))
    assert NAME in html(trainer), "a name is text: the page holds it escaped"
    trainer = press(trainer, say("roomgo.commit"))

    seat = run(seat)
    for name in RULES.predict:
        low, high = (12.25, 34.75) if name != "requests_per_1000" else (900.0, 1100.0)
        asked(seat, f"lo-1-{name}").set_value(low)
        asked(seat, f"hi-1-{name}").set_value(high)
    for lever in ("party.reporting_share", "party.joint_meeting_months"):
        next(one for one in seat.radio if one.key == f"lever-1-{lever}").set_value(2)
    seat = run(seat)
    assert next(one for one in seat.button if one.key == "commit").disabled, "seven points of six"
    next(one for one in seat.radio if one.key == "lever-1-party.joint_meeting_months").set_value(0)
    seat = press(run(seat), say("rooms.commit"))
    assert say("rooms.committed") in [one.value for one in seat.success]
    trainer = run(trainer)
    assert say("rooms.have_committed", n=1, of=1) in [one.value for one in trainer.caption]
    trainer = press(trainer, say("roomgo.run"))
    assert not any(one in everything(page) for page in (run(trainer), run(seat)) for one in ("34.8", "34.75", "3.2 %"))

    trainer = press(trainer, say("roomgo.reveal"))
    seat = run(seat)
    assert "34.8 %" in everything(trainer) and "34.8 %" in everything(seat)
    assert "3.2 %" in everything(seat), "its role sees wrong doors"
    assert say("rooms.outside") in everything(seat)
    assert [one.label for one in trainer.button if one.key == "go-on"] == [say("roomgo.briefing", n=2)]


def test_a_wrong_code_or_key_is_refused_in_one_line():
    say = Words("en")
    page = run(opened("rooms", "en", room="AAAAAA"))
    assert "there is no room with this code" in page.warning[0].value and "room" not in page.query_params
    next(one for one in page.text_input if one.key == "typed-code").set_value("=1+1<script>")
    page = press(page, say("rooms.enter"))
    assert "there is no room with this code" in page.warning[0].value
    next(one for one in page.text_input if one.key == "key-typed").set_value("guess")
    page = press(page, say("rooms.use_key"))
    assert "do not belong together" in page.warning[0].value
