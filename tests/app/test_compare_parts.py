"""Parts of the page Compare: waterfall, changed levers, timeline, kept scenarios, undo, branches, what may be asked."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from shapan.app.jobs import allowed
from shapan.app.jobs.request import AnotherBuild, Column, Request
from shapan.app.jobs.whys import asked_why, change_of, check_why
from shapan.app.jobs.work import keys_of_runs, run_column
from shapan.app.screens.compare import who, why
from shapan.app.screens.compare.between import between, timeline, timeline_chart, waits
from shapan.app.screens.compare.branching import branched
from shapan.app.screens.compare.draft import Draft, DraftColumn
from shapan.app.screens.compare.lines import lines_chart, lines_table
from shapan.app.screens.compare.results import sections
from shapan.app.screens.compare.shown import Shown
from shapan.app.screens.compare.waterfall import bars, waterfall
from shapan.app.widgets import kept_scenarios as kept
from shapan.app.widgets.drafts import showable
from shapan.app.widgets.language import LANGUAGES, Words, words_of
from shapan.experiments.comparing.who import COLUMNS
from shapan.model.parameters.place import AGE_BANDS, FORMS
from shapan.scenarios.faults import InputFault

TOWN = "training_town"
A = Column("", "status_quo", TOWN)
B = Column("", "status_quo", TOWN, {"grid.households_per_grid": 250.0, "staff.admin_share": 0.2})
ASKED = Request((A, B), reps=4, days=90, warmup=20, seed=3)


def table_of(rows):
    """A table of who gains: (dimension, level, people, gained, lost, verdict)."""
    found = []
    for dimension, level, people, gained, lost, verdict in rows:
        net = gained - lost
        values = (gained, gained - 2, gained + 2, lost, lost - 2, lost + 2, net, net - 3, net + 3, net - 5, net + 5)
        found.append((dimension, level, people, 8, *values, verdict, verdict != "unclear"))
    return pd.DataFrame(found, columns=list(COLUMNS))


ROWS = [
    ("all", "all", 10_000, 60.0, 20.0, "gains"),
    ("tenure", "owner", 6000, 80.0, 10.0, "gains"),
    ("tenure", "tenant", 4000, 10.0, 35.0, "loses"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_losers_are_named_and_counted_in_people(language):
    say = Words(language)
    lines = who.who_lines(say, table_of(ROWS), "B", "A")
    assert "600" in lines[0] and "200" in lines[0] and "10,000" in lines[0]
    assert say("people.tenant") in lines[1] and "−25" in lines[1] and say("people.owner") not in lines[1]
    assert lines[-1].index(say("people.tenant")) < lines[-1].index(say("people.owner"))
    chart = who.who_chart(say, table_of(ROWS)).to_dict()
    assert "▲" in json.dumps(chart, ensure_ascii=False) and "▼" in json.dumps(chart, ensure_ascii=False)
    table = who.who_table(say, table_of(ROWS))
    assert list(table[say("who.lost_people")]) == ["200", "60", "140"]
    assert list(table[say("table.verdict")]) == [say("who.gains"), say("who.gains"), say("who.loses")]
    nobody = who.who_lines(say, table_of(ROWS[:2]), "B", "A")
    assert say("who.none_losing") in nobody


def test_every_group_of_any_place_and_every_tab_has_words():
    for language in LANGUAGES:
        known = words_of(language)
        assert all(f"people.{level}" in known for level in (*AGE_BANDS, *FORMS))
        assert all(f"tab.{name}" in known for name in sections())


def test_bars_of_a_waterfall_touch_and_end_where_the_whole_does():
    parts = pd.DataFrame(
        {"label": ["a", "b", "c"], "value": [1.0, -3.0, 5.5], "lo": [0.0, None, 5.0], "hi": [2.0, None, 6.0]}
    )
    whole = {"label": "all", "value": 3.5, "lo": 3.0, "hi": 4.0}
    found = bars(parts, whole)
    assert list(found["label"]) == ["c", "b", "a", "all"]
    assert list(found["from"][1:3]) == list(found["to"][:2]) and found["from"][3] == 0.0
    assert found["to"][2] == pytest.approx(found["to"][3])
    assert found["lo"][2] == pytest.approx(2.5) and found["hi"][2] == pytest.approx(4.5)
    drawn = waterfall(parts.assign(shown=["+1", "−3", "+5.5"]), {**whole, "shown": "+3.5"}, Words("en"), "points")
    text = json.dumps(drawn.to_dict(), ensure_ascii=False)
    assert "▲ +5.5" in text and "▼ −3" in text


def test_levers_between_two_scenarios_are_the_ones_that_differ():
    found = {change.parameter.name: change for change in between(A, B)}
    assert set(found) == set(B.changes)
    assert found["staff.admin_share"].after == 0.2 and found["staff.admin_share"].by == "person"
    assert between(A, A) == []
    mixed = between(A, Column("", "yantian", TOWN, {"grid.visit_share": 0.3}))
    assert mixed[0].parameter.name == "grid.visit_share" and mixed[1].source.rows
    back = {one.parameter.name: (one.before, one.after) for one in between(B, A)}
    assert back == {name: (change.after, change.before) for name, change in found.items()}


class Found:
    """As much of a finding as a timeline reads."""

    fired = pd.DataFrame({"scenario": ["B"], "trigger": [0], "date": ["2026-03-01"], "how": ["fired"]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_triggers_and_branches_stand_on_one_line(language):
    say = Words(language)
    for policy in ("guangdong", "suzhou"):
        asked = Request((A, Column("", policy, TOWN)), days=1095, branch=200)
        shown = Shown(asked, Found(), ("A", "B"))
        marks = timeline(shown, say)
        assert list(marks["date"]) == sorted(marks["date"]) and "branch" in set(marks["kind"])
        assert ("fired" in set(marks["kind"])) and set(marks["scenario"]) == {"B"}
        assert len(waits(say, shown)) + (marks["kind"].isin(["step", "pilot"])).sum() > 0
        ends = (pd.Timestamp("2026-01-01").date(), pd.Timestamp("2028-12-31").date())
        assert timeline_chart(say, marks, ["A", "B"], ends).to_dict()
    assert timeline(Shown(ASKED, replace_fired(), ("A", "B")), say).empty


def replace_fired():
    found = Found()
    found.fired = pd.DataFrame()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_cost_by_line_says_more_and_less(language):
    table = pd.DataFrame(
        {
            "line": ["wages_grid", "centres"],
            "before": [90.0, 6.0],
            "after": [80.0, 9.0],
            "difference": [-10.0, 3.0],
            "lo": [-11.0, None],
            "hi": [-9.0, None],
            "judged_lo": [-12.0, None],
            "judged_hi": [-8.0, None],
            "pairs": [3, 3],
        }
    )
    say = Words(language)
    drawn = json.dumps(lines_chart(say, table).to_dict(), ensure_ascii=False)
    assert "▲ +3.0" in drawn and "▼ −10.0" in drawn
    assert list(lines_table(say, table)[say("table.lo")]) == ["−11.00", "–"]


# What may be asked


def test_requests_of_older_versions_read_as_before_and_new_ones_come_back():
    assert '"why"' not in ASKED.as_text() and '"branch"' not in ASKED.as_text()
    for asked in (ASKED, replace(ASKED, branch=30), replace(ASKED, why=(0, 1, 2, 3))):
        assert Request.from_text(asked.as_text()) == asked
    assert [column for column, _ in replace(ASKED, reps=1, why=(0, 2, 5)).tasks()] == [0, 2, 5]
    with pytest.raises(AnotherBuild):
        Request.from_text(ASKED.as_text().replace('"reps": 4', '"reps": 4, "why": 7'))


@pytest.mark.parametrize(
    "change",
    [
        {"branch": 90},
        {"branch": -1},
        {"branch": True},
        {"branch": "3"},
        {"why": (0, 1), "columns": (A,)},
        {"why": (0, 1), "branch": 3},
        {"branch": 3, "draws": 1},
    ],
)
def test_what_makes_no_sense_is_refused(change):
    with pytest.raises(InputFault):
        allowed.check(replace(ASKED, **change))


def test_only_combinations_of_the_question_are_run():
    asked = asked_why(ASKED, 1, 2, 1)
    assert asked.why == (0, 1, 2, 3) and asked.runs == 8
    assert change_of(asked).scenario(3).values["staff.admin_share"] == 0.2
    for forged in ((0, 1), (0, 1, 2, 3, 4), (5,)):
        with pytest.raises(InputFault):
            check_why(replace(asked, why=forged))
    with pytest.raises(InputFault):
        check_why(replace(asked, columns=(A, A)))
    assert why.belongs(asked, ASKED, 1) and not why.belongs(asked, replace(ASKED, days=80), 1)
    assert not why.belongs(ASKED, ASKED, 1)


def test_a_branch_is_the_scenario_beside_itself():
    asked = branched(ASKED, 1, 45, "from then on")
    assert asked.columns[0] == B and asked.columns[1].changes == B.changes and asked.branch == 45
    draft = Draft.of(asked)
    assert draft.doubles(), "nothing differs until a lever is changed"
    assert draft.request() == asked and showable(asked)
    draft.days = 40
    assert draft.request().branch == 39, "a branch never leaves after the last day"
    assert not showable(replace(asked, branch=90)) and not showable(replace(ASKED, why=(0, 1, 2, 3)))


def test_a_branch_lives_the_same_days_and_then_its_own():
    asked = Request((A, B), reps=1, days=30, warmup=5, branch=18)
    keys = keys_of_runs(asked)
    plain = keys_of_runs(replace(asked, branch=0))
    assert keys[0, 1] == plain[0, 1] and keys[1, 1] != plain[1, 1], "the unbranched world is not run again"
    trunk, other = (run_column(asked, column, 1, lambda _: None) for column in (0, 1))
    before, after = (
        [run.daily[run.daily["day"].between(*days)].reset_index(drop=True) for run in (trunk.run, other)]
        for days in ((1, 18), (19, 30))
    )
    pd.testing.assert_frame_equal(*before)
    assert not after[0].equals(after[1])


def test_changes_are_taken_back_one_by_one():
    column = DraftColumn("status_quo")
    column.move("staff.admin_share", 0.2, 0.4)
    column.move("staff.admin_share", 0.1, 0.4)
    column.move("staff.admin_share", 0.1, 0.4)
    column.put_back("staff.admin_share")
    assert column.changes == {}
    turns = column.turns[""]
    column.step_back()
    assert column.changes == {"staff.admin_share": 0.1} and column.turns[""] == turns + 1
    column.step_back()
    assert column.changes == {"staff.admin_share": 0.2}
    column.undo()
    assert column.changes == {} and column.past
    column.step_back()
    assert column.changes == {"staff.admin_share": 0.2}
    column.step_back()
    column.step_back()
    assert column.changes == {} and not column.past


# My scenarios


@pytest.fixture
def visitor(tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    now = {"who": "a" * 32}
    monkeypatch.setattr(kept, "asker", lambda: now["who"])
    return now


def test_a_scenario_is_kept_found_copied_and_dropped_and_is_nobody_elses(visitor):
    one = kept.keep(kept.Kept("Ours", "yantian", {"grid.visit_share": 0.3}))
    assert kept.find(one.id) == one and kept.all_kept() == [one]
    assert one.column(TOWN) == Column("Ours", "yantian", TOWN, {"grid.visit_share": 0.3})
    copy = kept.duplicate(one.id)
    assert copy.name == "Ours 2" and copy.changes == one.changes and len(kept.all_kept()) == 2
    visitor["who"] = "b" * 32
    assert kept.all_kept() == [] and kept.find(one.id) is None
    kept.drop(one.id)
    visitor["who"] = "a" * 32
    kept.drop(copy.id)
    assert kept.all_kept() == [one], "nobody drops what is another's"
    assert kept.duplicate("0" * 12) is None and kept.find("../" + one.id) is None


def test_what_cannot_be_run_is_not_kept(visitor):
    for wrong in (
        kept.Kept("", "yantian"),
        kept.Kept("x", "/etc/passwd"),
        kept.Kept("x", "yantian", {"grid.visit_share": 7.0}),
        kept.Kept("x", "yantian", {"no.lever": 1}),
    ):
        with pytest.raises(InputFault):
            kept.keep(wrong)
    assert kept.all_kept() == []
    for number in range(kept.MOST):
        kept.keep(kept.Kept(f"n{number}", "status_quo"))
    with pytest.raises(kept.Full):
        kept.keep(kept.Kept("one more", "status_quo"))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1}', '{"format": 9, "name": "x", "policy": "yantian"}'])
def test_a_damaged_or_foreign_file_is_passed_over(visitor, text):
    one = kept.keep(kept.Kept("Ours", "yantian"))
    path = kept._folder() / f"{one.id}.json"
    path.write_text(text)
    assert kept.all_kept() == [] and kept.find(one.id) is None


def test_a_policy_file_comes_back_as_it_was_taken_away(visitor):
    odd = 'A "quoted" \\ name = [x]'
    for policy, changes in (
        ("status_quo", {"grid.households_per_grid": 250.0, "channels.close_when_solved": True}),
        ("yantian", {"grid.layout": "workload", "staff.admin_share": 0.25}),
    ):
        one = kept.Kept(odd, policy, changes)
        again = kept.from_file(kept.as_file(one, TOWN), "mine.toml")
        assert (again.name, again.policy, again.changes) == (one.name, policy, changes)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xff\xfe\x00broken", ""),
        (b"format = 1\nkind = 'place'", "policy"),
        (b"format = 1\nkind = 'policy'\n[levers]\ngrid.visit_shaer = 0.3", "grid.visit_share"),
        (b"format = 1\nkind = 'policy'\n[levers]\ngrid.visit_share = 30", "0"),
        (b"format = 1\nkind = 'policy'\nbased_on = '/etc/passwd'", "yantian"),
        (b"format = 1\nkind = 'policy'\n[[steps]]\nat = '2027-01-01'\n[steps.set]\ngrid.visit_share = 0.3", "steps"),
        (b"#" * (kept.MOST_BYTES + 1), ""),
    ],
)
def test_a_file_that_is_not_in_order_is_told_in_one_line(visitor, content, word):
    with pytest.raises(InputFault) as raised:
        kept.from_file(content, "handed.toml")
    for language in LANGUAGES:
        line = raised.value.text(language)
        assert line.startswith("handed.toml") and "\n" not in line and len(line) < 1500
        assert word in line
