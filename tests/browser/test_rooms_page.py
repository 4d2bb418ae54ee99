"""A room in real browsers: a trainer and ten telephones, through a quarter and a server killed in the middle."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

import pytest

from shapan.app.screens.rooms.live import ROOM
from shapan.app.screenshots import DESKTOP, PHONE, free_port
from shapan.app.widgets.language import Words
from shapan.experiments.comparing.sentences import label
from shapan.scenarios.room_files import find_room

from .conftest import ARTEFACTS, NAMELESS, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
RULES = find_room("training_town")
PHONES = 10
MOST_SECONDS_TO_JOIN = 20.0
LONG = 240_000  # milliseconds, on a machine that does much else


@contextmanager
def lan_server(data, port):
    """The front end as `shapan app --lan` starts it."""
    command = [sys.executable, "-P", "-m", "shapan", "app", "--lan", "--port", str(port)]
    where = {**os.environ, "SHAPAN_DATA": str(data)}
    server = subprocess.Popen(command, env=where, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
                break
            time.sleep(0.2)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser, size, language):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        self.page, self.say, self.asked = context.new_page(), Words(language), []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def press(self, name):
        button = self.page.get_by_role("button", name=name, exact=True)
        button.wait_for(timeout=LONG)
        button.focus()
        self.page.keyboard.press("Enter")

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for(timeout=LONG)

    def fill(self, label_of, value):
        box = self.page.get_by_label(label_of, exact=True)
        box.fill(value, timeout=LONG)
        box.press("Enter")
        self.page.wait_for_timeout(300)

    def picture(self, name):
        self.page.wait_for_timeout(1500)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def predict(person):
    """Fill in a range for every indicator and commit, by keyboard."""
    say = person.say
    for name in RULES.predict:
        low, high = ("900", "1100") if name == "requests_per_1000" else ("30", "60")
        person.fill(say("rooms.lo", label=label(name, say.language)), low)
        person.fill(say("rooms.hi", label=label(name, say.language)), high)
    person.press(say("rooms.commit"))


def test_a_trainer_and_ten_telephones_through_a_quarter_and_a_killed_server(browser, tmp_path):
    ARTEFACTS.mkdir(exist_ok=True)
    port = free_port()
    trainer = Person(browser, DESKTOP, "zh")
    phones = [Person(browser, PHONE, "zh" if number % 2 else "en") for number in range(PHONES)]
    with lan_server(tmp_path, port):
        trainer.page.goto(f"http://127.0.0.1:{port}/rooms?lang=zh")
        trainer.page.get_by_text(trainer.say("rooms.open_head")).first.click(timeout=LONG)
        trainer.press(trainer.say("rooms.open"))
        trainer.sees(trainer.say("roomhint.lobby"))
        trainer.page.wait_for_url(re.compile("room="), timeout=LONG)
        code = dict(one.split("=") for one in trainer.page.url.partition("?")[2].split("&"))[ROOM]
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
