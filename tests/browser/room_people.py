"""People of a room in real browsers, and the server they come to, as `shapan app --lan` starts it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

from shapan.app.screens.rooms.live import ROOM
from shapan.app.widgets.language import Words
from shapan.experiments.comparing.sentences import label
from shapan.scenarios.room_files import find_room

from .conftest import ARTEFACTS

RULES = find_room("training_town")
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


def opened_by(trainer, address, desks=None):
    """The code of a room that somebody opens from the door of the page."""
    trainer.page.goto(f"{address}/rooms?lang={trainer.say.language}")
    trainer.page.get_by_text(trainer.say("rooms.open_head")).first.click(timeout=LONG)
    if desks is None:
        trainer.press(trainer.say("rooms.open"))
    else:  # Enter in the field opens the room
        trainer.fill(trainer.say("rooms.how_many"), str(desks))
    trainer.sees(trainer.say("roomhint.lobby"))
    trainer.page.wait_for_url(re.compile("room="), timeout=LONG)
    return dict(one.split("=") for one in trainer.page.url.partition("?")[2].split("&"))[ROOM]
