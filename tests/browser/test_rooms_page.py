"""A room in real browsers: a trainer and ten telephones, through a quarter and a server killed in the middle."""

import os
import time

import pytest

from shapan.app.screenshots import DESKTOP, PHONE, free_port

from .conftest import ARTEFACTS, NAMELESS, TOO_WIDE
from .room_people import Person, lan_server, opened_by, predict

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
PHONES = 10
MOST_SECONDS_TO_JOIN = 20.0


def test_a_trainer_and_ten_telephones_through_a_quarter_and_a_killed_server(browser, tmp_path):
    ARTEFACTS.mkdir(exist_ok=True)
    port = free_port()
    trainer = Person(browser, DESKTOP, "zh")
    phones = [Person(browser, PHONE, "zh" if number % 2 else "en") for number in range(PHONES)]
    with lan_server(tmp_path, port):
        code = opened_by(trainer, f"http://127.0.0.1:{port}")
        trainer.picture("rooms_trainer_zh")
        began = time.monotonic()
        for number, one in enumerate(phones):
            link = f"http://127.0.0.1:{port}/rooms?room={code}&table={number % 5 + 1}&lang={one.say.language}"
            one.page.goto(link, wait_until="commit")
        phones[0].sees(phones[0].say("rooms.role"))
        phones[0].picture("rooms_join_en_390")
        for one in phones:
            one.press(one.say("rooms.join"))
            one.sees(one.say("roomnow.lobby"))
        joined = time.monotonic() - began
        for step in ("briefing", "commit"):
            trainer.press(trainer.say(f"roomgo.{step}", n=1))
        for one in phones:
            one.sees(one.say("rooms.predict_head"))
        phones[0].picture("rooms_commit_en_390")
        phones[1].picture("rooms_commit_zh_390")
        assert all(one.page.evaluate(TOO_WIDE) <= 0 and one.page.evaluate(NAMELESS) == [] for one in phones[:2])
        for one in phones[:4]:
            predict(one)
            one.sees(one.say("rooms.committed"))
    with lan_server(tmp_path, port):  # it was killed above, in the middle of the quarter
        for one in (trainer, *phones):
            one.page.reload()
        for one in phones[:4]:
            one.sees(one.say("rooms.committed"))
        predict(phones[4])
        phones[4].sees(phones[4].say("rooms.committed"))
        trainer.sees(trainer.say("rooms.have_committed", n=5, of=PHONES))
        thief = Person(browser, PHONE, "en")
        thief.page.goto(phones[0].page.url)
        thief.sees("used in another browser")
        began = time.monotonic()
        trainer.press(trainer.say("roomgo.run"))
        trainer.sees(trainer.say("roomhint.ran"))
        ran = time.monotonic() - began
        assert phones[0].page.get_by_text(phones[0].say("rooms.predictions")).count() == 0
        trainer.press(trainer.say("roomgo.reveal"))
        for one in phones[:4]:
            one.sees(one.say("rooms.predictions"))
        trainer.sees(trainer.say("rooms.one_world"))
        phones[0].picture("rooms_reveal_en_390")
        trainer.picture("rooms_reveal_zh")
    print(f"{PHONES} joined in {joined:.1f} s, five tables' quarter {ran:.1f} s, load {os.getloadavg()[0]:.1f}")
    here = (f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}", "data:", "blob:")
    assert not [url for one in (trainer, *phones) for url in one.asked if not url.startswith(here)]
    if os.getloadavg()[0] < 3.0:  # on a machine that does nothing else
        assert joined < MOST_SECONDS_TO_JOIN
