"""Forty people in one room, and ten tables' quarter for real: slow."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shapan.experiments.rooms import entering, playing, quarters
from shapan.experiments.rooms.records import MOST_DESKS, Caller, Decision, Expected
from shapan.experiments.rooms.tables import RoomFileOnDisk
from shapan.scenarios.room_files import find_room
from shapan.scenarios.rooms import QUARTERS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
RULES = find_room("training_town")
TRAINER = Caller("10.0.0.1", "f" * 32)
RANGES = {
    name: Expected(0.4, 0.6) if name != "requests_per_1000" else Expected(900.0, 1100.0) for name in RULES.predict
}
SECONDS_TO_JOIN, SECONDS_A_QUARTER = 20.0, 15.0
JOINING = """
import sys
from pathlib import Path
from shapan.experiments.rooms import entering
from shapan.experiments.rooms.records import Caller
from shapan.experiments.rooms.tables import RoomFileOnDisk
file = RoomFileOnDisk(Path(sys.argv[1]))
room = entering.find(file, sys.argv[2], Caller("10.0.0.9", "0" * 32))
for number, (desk, role) in enumerate((d, r.id) for d in range(10) for r in room.rules.roles):
    entering.join(file, room, (desk, role), f"n{number}", Caller("10.0.0.9", f"{number:032x}"))
    print(number, flush=True)
"""


def forty(file, room):
    """Ten tables of four come at the same moment."""
    found, ready = {}, threading.Barrier(40)

    def come(number):
        ready.wait()
        wanted = number // 4, RULES.roles[number % 4].id
        found[number] = entering.join(file, room, wanted, f"n{number}", Caller(f"10.1.0.{number}", f"{number:032x}"))

    threads = [threading.Thread(target=come, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_forty_join_and_commit_and_ten_tables_live_a_quarter(tmp_path):
    file = RoomFileOnDisk(tmp_path)
    room, key = entering.open_room(file, "training_town", MOST_DESKS, TRAINER)
    chair = entering.with_key(file, room.code, key, TRAINER)
    began = time.perf_counter()
    seats = forty(file, room)
    joined = time.perf_counter() - began
    assert len(seats) == len(entering.seats(file, room.id)) == 40 and joined < SECONDS_TO_JOIN
    for quarter in (1, 2):
        for phase in ("lobby", "reveal", "briefing") if quarter == 1 else ("ran", "reveal", "briefing"):
            if playing.room(file, room.id).phase == phase:
                playing.go_on(file, chair, (phase, playing.room(file, room.id).quarter))
        for number, (seat, _) in seats.items():
            lever = seat.role_in(RULES).levers[number // 4 % 3]
            playing.commit(file, seat, quarter, RANGES, Decision({lever.key: quarter % len(lever.levels)}))
        playing.go_on(file, chair, ("commit", quarter))
        began, used = time.perf_counter(), os.times()
        assert quarters.run(file, room.id, "me") == MOST_DESKS + 2
        took = time.perf_counter() - began
        print(
            f"joined {joined:.1f} s; quarter {quarter}: {took:.1f} s wall, load {os.getloadavg()[0]:.1f}, {used[0]:.0f}"
        )
        found = [one for one in playing.outcomes(file, room.id) if one.quarter == quarter]
        assert len(found) == MOST_DESKS + 2 and not any(one.error for one in found)
        assert len({one.indicators["coverage"] for one in found}) > 3, "tables that decide otherwise live otherwise"
    if os.getloadavg()[0] < 3.0:  # on a machine that does nothing else
        assert took < SECONDS_A_QUARTER


def test_whoever_was_told_that_they_joined_is_there_after_the_process_was_killed(tmp_path):
    file = RoomFileOnDisk(tmp_path)
    room, _ = entering.open_room(file, "training_town", MOST_DESKS, TRAINER)
    command = [sys.executable, "-c", JOINING, str(tmp_path), room.code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        found = [process.stdout.readline() for _ in range(7)]
        process.send_signal(signal.SIGKILL)
        found += process.stdout.readlines()
    again = RoomFileOnDisk(tmp_path)
    names = {seat.name for seat in entering.seats(again, room.id)}
    assert {f"n{int(line)}" for line in found if line.strip()} <= names and len(found) >= 7
    assert len(names) == len(again.rows("SELECT 1 FROM log WHERE what = 'joined'"))


def test_a_quarter_lived_again_is_the_branch_from_where_the_table_stood(tmp_path):
    from shapan import simulate
    from shapan.experiments.rooms.rules import changes
    from shapan.experiments.runs.states import Lived
    from shapan.scenarios.rooms import with_quarters

    decided = [{"street": Decision({"channels.app_reach": 2})}, {"secretary": Decision(plays=("whistle",))}]
    start, days = RULES.start(), RULES.first_days()
    changed = changes(RULES, decided)
    whole = simulate(with_quarters(start, days, changed), 1, RULES.days(2))
    first = with_quarters(start, days, changed[:1])
    state = Lived(first, 1, RULES.days(2), 180).state(RULES.days(1))
    branch = simulate(first.set_many(changed[1]), start_from=state)
    assert dict(branch.indicators) == dict(whole.indicators)


def test_every_play_moves_the_district_in_some_quarter_of_the_world_played():
    """Not in each: where nothing waits for long nobody whistles, as the card of the play says."""
    from shapan import simulate
    from shapan.scenarios.rooms import with_quarters

    days, start = RULES.first_days(), RULES.start()
    usual = simulate(start, RULES.seed, RULES.days(QUARTERS))
    for play in RULES.plays:
        back = {key: start.values[key] for key in play.set}
        played = (
            simulate(
                with_quarters(start, days, [*[{}] * quarter, dict(play.set), back]), RULES.seed, RULES.days(QUARTERS)
            )
            for quarter in range(QUARTERS)
        )
        assert any(one.indicators != usual.indicators for one in played), play.id
