"""What a room needs is compiled once a server, in a process of its own, and whoever runs waits for it."""

import sys
import threading
import time

import pytest

from shapan.experiments.rooms import warming
from shapan.experiments.rooms.warming import Warming


class Process:
    """Stands in for the process that compiles: it ends when the test says so."""

    def __init__(self, code):
        self.code, self.may_end, self.asked = code, threading.Event(), []

    def run(self, command, **_):
        self.asked.append(command)
        assert self.may_end.wait(10)
        return type("Ended", (), {"returncode": self.code})


@pytest.mark.parametrize("code, ended", [(0, "ready"), (1, "failed")])
def test_it_is_compiled_once_and_waited_for(monkeypatch, code, ended):
    process = Process(code)
    monkeypatch.setattr(warming.subprocess, "run", process.run)
    one = Warming()
    assert one.state("training_town") == "fresh"
    one.wait("training_town")  # nothing was begun: nobody waits
    for _ in range(3):
        one.begin("training_town")
    assert one.state("training_town") == "compiling" and one.so_far()[1] >= 0
    waited = threading.Thread(target=one.wait, args=("training_town",))
    waited.start()
    time.sleep(0.1)
    assert waited.is_alive()
    process.may_end.set()
    waited.join(10)
    assert not waited.is_alive() and one.state("training_town") == ended
    assert process.asked == [[sys.executable, "-P", "-m", "shapan.experiments.rooms.warming", "training_town"]]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_afterwards_no_run_of_the_room_compiles_anything(tmp_path, monkeypatch):
    """In processes of their own, with an empty cache of machine code."""
    import os
    import subprocess

    program = """
from shapan.experiments.machine.warm import kernels_kept
from shapan.experiments.rooms.warming import compile_for
from shapan.experiments.runs.simulate import simulate
from shapan.scenarios.room_files import find_room
compile_for("training_town")
before, room = kernels_kept(), find_room("training_town")
top = {lever.key: lever.levels[-1].value for role in room.roles for lever in role.levers}
for play in room.plays:
    simulate(room.start().set_many({**top, **play.set}), room.seed, room.days(1))
print(before, kernels_kept())
"""
    where = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=where, capture_output=True, text=True, check=True)
    before, after = done.stdout.split()
    assert int(before) > 0 and before == after
