"""Forty people in one room, each in a browser of their own, on the machine on which the server runs too: slow.

What a class waits for is the server: its processor time is measured beside the seconds on the wall, in which forty
browsers share two cores with it, as forty telephones would not.
"""

import json
import os
import time
from pathlib import Path

import pytest

from shapan.app.screenshots import DESKTOP, PHONE, free_port

from .conftest import ARTEFACTS
from .room_people import LONG, RULES, Person, lan_server, opened_by

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1500)]
PEOPLE, DESKS = 40, 10
JOIN_SECONDS, QUARTER_SECONDS = 20.0, 15.0
PRESS = "name => [...document.querySelectorAll('button')].find(one => one.innerText.trim() === name)?.click()"
"""A press that does not wait, so that forty press at the same moment."""
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(group):
    """Seconds of processor that the server and its workers have used so far."""
    used = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += sum(int(one) for one in found[11:15]) if int(found[2]) == group else 0
    return used / TICKS


class Clock:
    """Seconds on the wall and of the server's processor, step by step."""

    def __init__(self, server):
        self.server, self.steps = server, {}
        self.start()

    def start(self):
        self.began, self.used = time.monotonic(), processor_seconds(self.server.pid)

    def stop(self, step):
        took = time.monotonic() - self.began, processor_seconds(self.server.pid) - self.used
        self.steps[step] = {"wall": round(took[0], 1), "server": round(took[1], 1)}
        print(step, self.steps[step], f"load {os.getloadavg()[0]:.1f}", flush=True)
        self.start()


def all_press(people, word):
    for one in people:
        one.page.evaluate(PRESS, one.say(word))


def all_see(people, word):
    """Everybody's page says it; if not, who still waits, and a picture of the first of them."""
    end = time.monotonic() + LONG / 1000
    waiting = list(people)
    while waiting and time.monotonic() < end:
        waiting = [one for one in waiting if not one.page.get_by_text(one.say(word)).first.is_visible()]
        time.sleep(0.2)
    if waiting:
        waiting[0].picture(f"forty_waiting_{word}")
    assert not waiting, f"{word}: {[people.index(one) for one in waiting]} still wait"


def come_in(people, address, code):
    """Everybody opens the address at the same moment, and takes the role of their number at their table."""
    for number, one in enumerate(people):
        one.page.goto(
            f"{address}/rooms?room={code}&table={number // 4 + 1}&lang={one.say.language}", wait_until="commit"
        )
    all_see(people, "rooms.join")


def sit_down(people):
    for number, one in enumerate(people):
        title = RULES.roles[number % 4].title[one.say.language]
        one.page.get_by_role("radio", name=title, exact=True).check(force=True)
    all_press(people, "rooms.join")
    all_see(people, "roomnow.lobby")


def test_forty_browsers_join_wait_for_a_quarter_and_come_back_to_a_killed_server(browser, tmp_path):
    ARTEFACTS.mkdir(exist_ok=True)
    port = free_port()
    address, quiet = f"http://127.0.0.1:{port}", os.getloadavg()[0] < 3.0
    trainer = Person(browser, DESKTOP, "en")
    people = [Person(browser, PHONE, "zh" if number % 2 else "en") for number in range(PEOPLE)]
    with lan_server(tmp_path, port) as server:
        code = opened_by(trainer, address, DESKS)
        clock = Clock(server)
        come_in(people, address, code)
        clock.stop("forty pages open")
        sit_down(people)
        clock.stop("forty sit down")
        for step in ("briefing", "commit"):
            trainer.press(trainer.say(f"roomgo.{step}", n=1))
        all_see(people, "rooms.predict_head")
        clock.stop("two phases turned")
        time.sleep(10)
        clock.stop("ten seconds of waiting")
        trainer.page.get_by_text(trainer.say("rooms.have_committed", n=0, of=PEOPLE)).wait_for(timeout=LONG)
    with lan_server(tmp_path, port) as server:  # it was killed, and the tabs of everybody come back by themselves
        clock.server = server
        clock.start()
        trainer.page.reload()
        trainer.sees(trainer.say("rooms.have_committed", n=0, of=PEOPLE))
        for one in people:
            one.page.reload(wait_until="commit")
        all_see(people, "rooms.predict_head")
        clock.stop("forty come back after a kill")
        trainer.press(trainer.say("roomgo.run"))
        trainer.sees(trainer.say("roomhint.ran"))
        clock.stop("first quarter, a new server")
        trainer.press(trainer.say("roomgo.reveal"))
        all_see(people, "rooms.you_see")
        clock.stop("forty see the reveal")
        for step in ("briefing", "commit", "run"):
            trainer.press(trainer.say(f"roomgo.{step}", n=2))
            clock.stop(f"second quarter, {step}")
        trainer.sees(trainer.say("roomhint.ran"))
        clock.stop("second quarter")
    (ARTEFACTS / "forty_browsers.json").write_text(json.dumps(clock.steps, indent=1))
    assert not [
        url for one in (trainer, *people) for url in one.asked if not url.startswith((address, "data:", "blob:", "ws"))
    ]
    if quiet:
        assert clock.steps["forty sit down"]["wall"] < JOIN_SECONDS
        assert clock.steps["second quarter"]["wall"] < QUARTER_SECONDS
