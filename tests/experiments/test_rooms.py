"""Rooms of a class: who gets in, what is hidden until when, what decisions come to, and that nothing is lost."""

import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from types import SimpleNamespace

import pytest

from shapan.experiments.machine.own_data import back_up
from shapan.experiments.reports.wording import words
from shapan.experiments.rooms import debrief, entering, export, guard, playing, quarters, rules, scoring
from shapan.experiments.rooms.records import AS_IT_WAS, PHASES, RECOMMENDED, Caller, Decision, Expected, Outcome
from shapan.experiments.rooms.tables import RoomFileOnDisk
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary
from shapan.scenarios.room_files import find_room
from shapan.scenarios.rooms import QUARTERS, with_quarters

RULES = find_room("training_town")
TRAINER, ANNA, BELA, CHLOE = (Caller(f"10.0.0.{n}", f"{n:032x}") for n in range(1, 5))
RANGES = {
    name: Expected(0.4, 0.6) if name != "requests_per_1000" else Expected(900.0, 1100.0) for name in RULES.predict
}


def pretend(tasks):
    """Runs that take no time: figures follow from table, seed and days, so that they can be told apart."""
    for task in tasks:
        figures = {name: 0.5 + 0.01 * int(task.name) + 0.001 * (task.seed % 7) for name in RULES.predict}
        figures |= {"requests_per_1000": 1000.0, "satisfaction_true": 0.6, "spend_per_resident": 100.0, "trust": 0.4}
        summary = Summary(figures, {"born": task.days}, {"app": 3}, residents=10, communities=1, grids=1)
        yield Finished(task, 0.0, summary)


@pytest.fixture
def file(tmp_path):
    return RoomFileOnDisk(tmp_path / "data")


def opened(file, desks=2):
    room, key = entering.open_room(file, "training_town", desks, TRAINER)
    return room, key, entering.with_key(file, room.code, key, TRAINER)


def turned(file, chair, phase):
    """The trainer goes on until a phase; runs are made on the way."""
    for _ in range(30):
        room = playing.room(file, chair.room)
        if room.phase == phase:
            return room
        if room.phase == "run":
            quarters.run(file, room.id, "me", pretend)
        else:
            playing.go_on(file, chair, (room.phase, room.quarter))
    raise AssertionError(f"never came to {phase}")


def refused(phrase, act, *given):
    with pytest.raises(Refused) as fault:
        act(*given)
    assert fault.value.phrase == phrase
    assert all(fault.value.text(language) for language in ("zh", "en"))


def tries(file):
    return [row["why"] for row in file.rows("SELECT why FROM attempt ORDER BY at")]


class TestGettingIn:
    def test_codes_and_keys_are_random_and_kept_as_hashes_only(self, file):
        rooms = [entering.open_room(file, "training_town", 1, TRAINER) for _ in range(20)]
        codes, keys = {room.code for room, _ in rooms}, {key for _, key in rooms}
        assert len(codes) == len(keys) == 20
        assert all(len(code) == guard.CODE_LENGTH and set(code) <= set(guard.LETTERS) for code in codes)
        assert all(len(key) >= 32 for key in keys)
        seat, token = entering.join(file, rooms[0][0], (0, "secretary"), "Anna", ANNA)
        stored = b"".join(path.read_bytes() for path in file.path.parent.iterdir())
        assert not [one for one in (*keys, token) if one.encode() in stored]
        assert seat.name == "Anna"

    def test_a_code_is_read_as_people_type_it(self, file):
        room, *_ = opened(file)
        typed = f" {room.code[:3].lower()}-{room.code[3:].lower()} "
        assert entering.find(file, typed, ANNA).id == room.id

    def test_forged_codes_are_refused_logged_and_soon_not_looked_at(self, file):
        room, *_ = opened(file)
        for _ in range(guard.MOST_OF_A_DEVICE):
            refused("room.no_such_code", entering.find, file, "AAAAAA", BELA)
        refused("room.too_many_tries", entering.find, file, "BBBBBB", BELA)
        refused("room.too_many_tries", entering.find, file, room.code, BELA)
        assert tries(file) == ["code"] * guard.MOST_OF_A_DEVICE + ["too many"] * 2
        assert entering.find(file, room.code, ANNA).id == room.id, "others are not kept out"

    def test_who_sits_in_the_room_is_not_kept_out_by_somebody_who_guesses_beside_them(self, file):
        room, *_ = opened(file)
        entering.join(file, room, (0, "secretary"), "Anna", Caller("10.9.9.9", ANNA.device))
        for number in range(guard.MOST_OF_AN_ADDRESS):
            guard.note(file, "code", Caller("10.9.9.9", f"{number:032x}"), "code")
        assert entering.find(file, room.code, Caller("10.9.9.9", ANNA.device)).id == room.id
        refused("room.too_many_tries", entering.find, file, room.code, Caller("10.9.9.9", CHLOE.device))

    def test_guessed_keys_are_limited_by_address_also_from_ever_new_browsers(self, file):
        room, key, _ = opened(file)
        for number in range(guard.MOST_OF_AN_ADDRESS):
            guesser = Caller("10.9.9.9", f"{number:032x}")
            refused("room.wrong_key", entering.with_key, file, room.code, f"guess {number}", guesser)
        late = Caller("10.9.9.9", "f" * 32)
        refused("room.too_many_tries", entering.with_key, file, room.code, key, late)
        assert entering.chair_of(file, room.code, late) is None
        assert entering.with_key(file, room.code, key, CHLOE).room == room.id
        assert entering.chair_of(file, room.code, TRAINER) is None, "the trainer moved to another browser"

    def test_a_key_of_another_room_does_not_fit_and_nobody_learns_which_was_wrong(self, file):
        room, *_ = opened(file)
        _, other, _ = opened(file)
        refused("room.wrong_key", entering.with_key, file, room.code, other, BELA)
        refused("room.wrong_key", entering.with_key, file, "ZZZZZZ", other, BELA)

    def test_a_token_serves_the_browser_that_took_it_and_no_other(self, file):
        room, *_ = opened(file)
        seat, token = entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        assert entering.come_back(file, token, ANNA) == seat == entering.seat_here(file, room, ANNA)
        refused("room.used_elsewhere", entering.come_back, file, token, BELA)
        refused("room.no_token", entering.come_back, file, token[:-1] + "!", BELA)
        assert tries(file) == ["elsewhere", "token"] and entering.seat_here(file, room, BELA) is None

    def test_a_join_sent_twice_or_for_a_taken_place_is_refused(self, file):
        room, *_ = opened(file)
        entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        refused("room.taken", entering.join, file, room, (0, "secretary"), "Anna", BELA)
        refused("room.one_seat", entering.join, file, room, (1, "street"), "Anna", ANNA)
        refused("room.no_seat", entering.join, file, room, (2, "street"), "Anna", BELA)
        refused("room.no_seat", entering.join, file, room, (0, "emperor"), "Anna", BELA)
        assert len(entering.seats(file, room.id)) == 1

    def test_a_freed_place_moves_once_with_all_it_committed(self, file):
        room, _, chair = opened(file)
        seat, old = entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        turned(file, chair, "commit")
        playing.commit(file, seat, 1, RANGES, Decision())
        token = entering.free_seat(file, chair, seat.id)
        refused("room.no_token", entering.come_back, file, old, ANNA)
        assert entering.come_back(file, token, BELA).id == seat.id
        refused("room.used_elsewhere", entering.come_back, file, token, CHLOE)
        assert playing.own_predictions(file, seat)[1] == RANGES

    def test_names_are_one_short_line_of_text(self, file):
        room, *_ = opened(file)
        seat, _ = entering.join(file, room, (0, "street"), "<b>\n=1+1\x00" + "x" * 99, ANNA)
        assert seat.name.startswith("<b> =1+1") and len(seat.name) <= entering.LONGEST_NAME


class TestPlaying:
    def test_phases_go_one_way_and_a_second_press_goes_nowhere(self, file):
        room, _, chair = opened(file)
        entering.join(file, room, (0, "street"), "Anna", ANNA)
        assert playing.go_on(file, chair, ("lobby", 0)).phase == "briefing"
        assert playing.go_on(file, chair, ("lobby", 0)).phase == "briefing"
        seen = [turned(file, chair, phase).phase for phase in ("commit", "run")]
        refused("room.waits", playing.go_on, file, chair, ("run", 1))
        assert [turned(file, chair, phase).phase for phase in ("ran", "reveal")] and seen
        assert turned(file, chair, "debrief").quarter == QUARTERS
        assert playing.close(file, chair).phase == "closed"
        refused("room.closed", entering.join, file, room, (1, "street"), "B", BELA)
        rows = [row["details"] for row in file.rows("SELECT details FROM log WHERE what = 'phase'")]
        assert len(rows) == len(PHASES[1:6]) * QUARTERS + 2

    def test_nobody_sees_a_commitment_before_the_reveal_and_nobody_changes_it(self, file):
        room, _, chair = opened(file)
        anna, _ = entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        entering.join(file, room, (0, "street"), "Bela", BELA)
        refused("room.not_now", playing.commit, file, anna, 1, RANGES, Decision())
        turned(file, chair, "commit")
        playing.commit(file, anna, 1, RANGES, Decision({"party.reception_weeks": 1}, ("whistle",)))
        refused("room.committed", playing.commit, file, anna, 1, RANGES, Decision())
        for phase in ("commit", "run", "ran"):
            now = turned(file, chair, phase)
            shown = export.tables(file, now)
            assert playing.predictions(file, now, 1) == {} and debrief.all_marks(file, now) == []
            assert shown["predictions"].empty and shown["decisions"].empty and shown["outcomes"].empty
            assert "0.4" not in "".join(shown["log"]["details"]) and "whistle" not in "".join(shown["log"]["details"])
            assert playing.committed(file, room.id, 1) == {anna.id}, "that somebody committed may be seen"
        now = turned(file, chair, "reveal")
        assert playing.predictions(file, now, 1) == {anna.id: RANGES}
        assert set(export.tables(file, now)["decisions"]["what"]) == {"party.reception_weeks", "whistle"}

    @pytest.mark.parametrize("table", ["prediction", "decision", "log"])
    def test_the_database_itself_refuses_to_change_what_was_written(self, file, table):
        room, _, chair = opened(file)
        anna, _ = entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        turned(file, chair, "commit")
        playing.commit(file, anna, 1, RANGES, Decision())
        for act in (f"UPDATE {table} SET rowid = rowid", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="stays as it was written"), file.writing() as db:
                db.execute(act)

    def test_budgets_levers_plays_and_ranges_are_kept(self, file):
        role = RULES.role("secretary")
        dear = Decision({"party.reporting_share": 2, "party.joint_meeting_months": 2})
        assert rules.points(RULES, role, dear) == 7
        refused("room.over_budget", rules.check_decision, RULES, role, dear, [])
        refused("room.not_yours", rules.check_decision, RULES, role, Decision({"grid.visit_share": 1}), [])
        refused("room.not_yours", rules.check_decision, RULES, role, Decision(plays=("vote",)), [])
        refused("room.not_yours", rules.check_decision, RULES, role, Decision(plays=("whistle", "whistle")), [])
        refused("room.no_level", rules.check_decision, RULES, role, Decision({"party.reporting_share": 3}), [])
        played = [Decision(plays=("whistle",))] * 2
        refused("room.played_out", rules.check_decision, RULES, role, Decision(plays=("whistle",)), played)
        for wrong in (Expected(0.6, 0.4), Expected(-0.1, 0.5), Expected(0.2, 1.2), Expected(float("nan"), 0.5)):
            refused("room.no_range", rules.check_expected, RULES, RANGES | {"coverage": wrong})
        refused("room.predict_all", rules.check_expected, RULES, {"coverage": Expected(0.1, 0.2)})

    def test_every_log_line_is_there_once_and_in_order_whoever_writes_at_the_same_time(self, file):
        room, _, chair = opened(file, desks=4)
        people = [(desk, role.id) for desk in range(4) for role in RULES.roles[:4]]

        def come(number, wanted):
            seat, _ = entering.join(file, room, wanted, f"n{number}", Caller("10.1.0.1", f"{number:032x}"))
            ready.wait()
            playing.commit(file, seat, 1, RANGES, Decision())

        ready = threading.Barrier(len(people) + 1)
        threads = [threading.Thread(target=come, args=one) for one in enumerate(people, 100)]
        for thread in threads:
            thread.start()
        while len(entering.seats(file, room.id)) < len(people):
            pass
        turned(file, chair, "commit")
        ready.wait()
        for thread in threads:
            thread.join()
        log = export.tables(file, playing.room(file, room.id))["log"]
        assert list(log["number"]) == list(range(1, len(log) + 1))
        assert (log["what"] == "joined").sum() == (log["what"] == "committed").sum() == len(people)
        assert len(file.rows("SELECT * FROM prediction")) == len(people) * len(RULES.predict)

    def test_all_is_there_after_the_database_is_opened_anew_in_the_middle(self, file):
        room, key, chair = opened(file)
        anna, token = entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        turned(file, chair, "commit")
        playing.commit(file, anna, 1, RANGES, Decision({"party.reception_weeks": 2}))
        turned(file, chair, "run")
        half = quarters.tasks(file, playing.room(file, room.id), [(AS_IT_WAS, 1)])
        playing.keep_outcome(file, room.id, quarters.outcome_of(next(iter(pretend(half))), 1))
        again = RoomFileOnDisk(file.path.parent)
        now = playing.room(again, room.id)
        assert (now.phase, now.quarter) == ("run", 1) and entering.come_back(again, token, ANNA) == anna
        assert entering.chair_of(again, room.code, TRAINER) == chair
        assert quarters.progress(again, now) == (1, 3)
        assert quarters.run(again, room.id, "another server", pretend) == 2, "only what is missing is made"
        assert playing.room(again, room.id).phase == "ran" and key


class TestQuarters:
    def test_decisions_stand_until_changed_and_plays_end_with_their_quarter(self):
        decided = [
            {"secretary": Decision({"party.reporting_share": 1}, ("whistle",))},
            {"street": Decision({"grid.visit_share": 1})},
            {},
            {"secretary": Decision({"party.reporting_share": 0})},
        ]
        found = rules.changes(RULES, decided)
        assert found[0] == {"party.reporting_share": 0.3, "party.whistle_after_days": 7}
        assert found[1] == {"grid.visit_share": 0.3, "party.whistle_after_days": 0}
        assert found[2] == {} and found[3] == {"party.reporting_share": 0.1}
        lived = with_quarters(RULES.start(), RULES.first_days(), found)
        assert lived.values["party.whistle_after_days"] == 7
        assert [step.at.isoformat() for step in lived.steps] == ["2026-04-01", "2026-10-01"]
        assert lived.steps[-1].levers.party.whistle_after_days == 0
        assert lived.steps[-1].levers.grid.visit_share == 0.3

    def test_without_a_decision_a_table_is_the_district_as_it_was(self):
        start = RULES.start()
        assert with_quarters(start, RULES.first_days(), rules.changes(RULES, [{}, {}, {}, {}])).hash == start.hash

    def test_only_one_runs_a_room_until_it_falls_silent(self, file, monkeypatch):
        room, _, chair = opened(file)
        entering.join(file, room, (0, "street"), "Anna", ANNA)
        turned(file, chair, "run")
        assert quarters.lease(file, room.id, "one") and not quarters.lease(file, room.id, "two")
        assert quarters.run(file, room.id, "two", pretend) == 0 and quarters.being_run(file, room.id)
        monkeypatch.setattr(quarters, "LEASE_SECONDS", 0.0)
        assert quarters.lease(file, room.id, "two")

    def test_a_run_that_fails_says_so_and_the_quarter_ends(self, file):
        def broken(tasks):
            for task in tasks:
                yield Finished(task, 0.0, None, "simulate", "it broke")

        room, _, chair = opened(file)
        entering.join(file, room, (0, "street"), "Anna", ANNA)
        turned(file, chair, "run")
        quarters.run(file, room.id, "me", broken)
        assert playing.room(file, room.id).phase == "ran"
        assert {one.error for one in playing.outcomes(file, room.id)} == {"it broke"}

    def test_a_role_sees_its_indicators_and_tables_and_nothing_else(self):
        figures = {"trust": 0.4, "satisfaction_true": 0.5, "coverage": 0.6, "coverage_elder": 0.3}
        whole = Outcome(1, 0, 1, {"indicators": figures, "funnel": {"born": 5}, "money": {"in": 1.0}})
        resident = rules.seen_by(RULES.role("resident"), whole)
        assert resident.indicators == {"trust": 0.4, "satisfaction_true": 0.5, "coverage_elder": 0.3}
        assert set(resident.parts) == {"indicators"}
        assert rules.seen_by(RULES.role("street"), whole).parts["money"] == {"in": 1.0}


class TestScores:
    def test_the_score_is_the_interval_score(self):
        assert scoring.interval_score(Expected(0.4, 0.6), 0.5) == pytest.approx(0.2)
        assert scoring.interval_score(Expected(0.4, 0.6), 0.3) == pytest.approx(0.2 + 10 * 0.1)
        assert scoring.interval_score(Expected(0.5, 0.5), 0.5) == 0.0
        assert scoring.scored({"coverage": Expected(0.5, 0.51)}, {"coverage": 0.5})["coverage"].score == pytest.approx(
            2
        )

    def test_it_is_proper_nobody_gains_by_stating_another_range_than_they_believe(self):
        believed = [0.01 * number for number in range(101)]  # even from 0 to 1: the middle 80 % is 0.1 to 0.9
        means = {
            (lo, hi): sum(scoring.interval_score(Expected(lo / 20, hi / 20), one) for one in believed)
            for lo in range(21)
            for hi in range(lo, 21)
        }
        assert min(means, key=means.get) == (2, 18)

    def test_what_was_decided_never_moves_a_score(self, file):
        room, _, chair = opened(file)
        seats = [
            entering.join(file, room, (0, role), role, caller)[0]
            for role, caller in (("secretary", ANNA), ("street", BELA))
        ]
        turned(file, chair, "commit")
        playing.commit(file, seats[0], 1, RANGES, Decision({"party.reporting_share": 2}, ("whistle",)))
        playing.commit(file, seats[1], 1, RANGES, Decision())
        found = debrief.marks(file, turned(file, chair, "reveal"), 1)
        assert len(found) == 2 and found[0].score == found[1].score is not None


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    file = RoomFileOnDisk(tmp_path_factory.mktemp("ended"))
    room, _, chair = opened(file)
    for desk, caller in enumerate((ANNA, BELA)):
        entering.join(file, room, (desk, "secretary"), '=HYPERLINK("http://x")', caller)
    seats = entering.seats(file, room.id)
    for quarter in range(1, QUARTERS + 1):
        turned(file, chair, "commit")
        for seat in seats if quarter < 3 else seats[:1]:
            playing.commit(file, seat, quarter, RANGES, Decision())
        turned(file, chair, "reveal")
    now = turned(file, chair, "debrief")
    assert debrief.effects(file, now) == [], "an interval is looked at once, when every world is there"
    quarters.run(file, room.id, "me", pretend)
    return SimpleNamespace(file=file, room=now)


class TestDebrief:
    def test_tables_and_the_recommended_policy_stand_beside_the_unchanged_district(self, ended):
        found = debrief.effects(ended.file, ended.room)
        coverage = {one.desk: one.paired for one in found if one.indicator == "coverage"}
        assert list(coverage) == [0, 1, RECOMMENDED]
        assert coverage[1].difference == pytest.approx(0.02) and coverage[0].n == RULES.pairs
        assert not set(quarters.seeds_of_debrief(ended.room)) & {RULES.seed}
        marks = debrief.all_marks(ended.file, ended.room)
        assert [row[2] for row in debrief.standings(marks)] == [4, 2] and set(debrief.of_desks(marks)) == {0, 1}

    def test_what_is_taken_away_has_no_formula_and_can_be_read_back(self, ended, tmp_path):
        from python_calamine import CalamineWorkbook

        path = tmp_path / "room.xlsx"
        path.write_bytes(export.as_workbook(ended.file, ended.room))
        book = CalamineWorkbook.from_path(str(path))
        assert book.get_sheet_by_name("seats").to_python()[1][2].startswith("=HYPERLINK")
        with zipfile.ZipFile(path) as parts:
            sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)
        plain = json.loads(export.as_json(ended.file, ended.room))
        assert (
            len(plain["effects"]) == 3 * len(debrief.indicators_of(ended.room)) and len(plain["predictions"]) == 6 * 3
        )


def test_a_copy_of_the_data_folder_holds_the_rooms_as_of_one_moment(file, tmp_path):
    room, *_ = opened(file)
    with closing(sqlite3.connect(file.path)) as somebody:  # keeps the log of SQLite from being written back
        somebody.execute("SELECT * FROM room").fetchone()
        entering.join(file, room, (0, "secretary"), "Anna", ANNA)
        assert back_up(file.path.parent, tmp_path / "copy.zip") == 1
    with zipfile.ZipFile(tmp_path / "copy.zip") as parts:
        parts.extractall(tmp_path / "elsewhere")
    assert [seat.name for seat in entering.seats(RoomFileOnDisk(tmp_path / "elsewhere"), room.id)] == ["Anna"]


def test_refusals_are_worded_in_both_languages():
    zh, en = ({key for key in words(one).phrases if key.startswith("room.")} for one in ("zh", "en"))
    assert zh == en and len(en) > 15
