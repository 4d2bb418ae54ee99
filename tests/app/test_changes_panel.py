"""Per scenario, the page tells what a policy changes on its place, from what, on which row, and whether it acts."""

import datetime as dt
import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs.request import Column
from shapan.app.jobs.work import baseline
from shapan.app.widgets import evidence_rows
from shapan.app.widgets.catalogue import (
    column_names,
    full_title,
    option,
    parent_of,
    places,
    policies,
    short_title,
    summary_of,
)
from shapan.app.widgets.changes import Later, apart_from_parent, changes_of, later_changes, own_status_quo
from shapan.app.widgets.changes_table import (
    changes_file,
    count_of,
    dead_lines,
    grades_of,
    later_lines,
    rows_html,
    table_html,
)
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.app.widgets.lever_form import levers
from shapan.model.parameters.words import group_words
from shapan.scenarios.checking import Layer
from shapan.scenarios.library import diff, find_policy, names
from shapan.scenarios.schedule import PlannedStep, Trigger
from shapan.scenarios.source_page import source_rows

MOVED = Column("", "yantian", "training_town", {"grid.households_per_grid": 250.0, "grid.patrol_share": 0.45})
BACK = Column("", "yantian", "training_town", {"volunteers.time_bank": False})


def differing(changes):
    return {change.parameter.name for change in changes if change.differs}


@pytest.mark.parametrize("place", places())
def test_what_differs_is_what_the_library_says_for_every_policy_on_every_place(place):
    today = baseline("status_quo", place)
    for policy in policies():
        found = changes_of(Column("", policy, place))
        meant = {one.name for one in diff(today, baseline(policy, place)) if one.name in levers()}
        assert differing(found) == meant, policy
        assert all(change.by == "policy" for change in found)
    assert changes_of(Column("", "status_quo", place)) == []


@pytest.mark.parametrize("place", places())
def test_the_baseline_is_the_places_own_status_quo(place):
    stated = baseline("status_quo", place).place_file.status_quo.values
    own = own_status_quo(place)
    usual = {name: parameter.default for name, parameter in levers().items()}
    assert differing(own) == {name for name, value in stated.items() if usual.get(name) != value}
    for change in own:
        assert change.after == stated[change.parameter.name] and change.by == "place"
        assert change.source.grade, f"{change.parameter.name} of {place} has no grade"
    for policy in policies():
        for change in changes_of(Column("", policy, place)):
            assert change.before == stated.get(change.parameter.name, change.parameter.default)


def test_every_value_a_shipped_policy_sets_names_its_rows_or_its_grade():
    for policy in policies():
        for change in changes_of(Column("", policy, find_policy(policy).home)):
            assert change.source.rows or change.source.grade, f"{change.parameter.name} of {policy}"


def test_what_a_person_moved_is_told_apart_from_the_policy():
    by_name = {change.parameter.name: change for change in changes_of(MOVED)}
    moved = by_name["grid.households_per_grid"]
    assert (moved.after, moved.by, moved.source.rows) == (250.0, "person", ())
    assert by_name["grid.layout"].by == "policy" and by_name["grid.layout"].source.rows == ("YT-03",)
    back = {change.parameter.name: change for change in changes_of(BACK)}["volunteers.time_bank"]
    assert not back.differs and back.otherwise is True
    assert "volunteers.time_bank" not in differing(changes_of(BACK))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_every_lever_in_words_under_its_group(language):
    say = Words(language)
    changes = changes_of(MOVED)
    html = unescape(table_html(changes, "<b>", say))
    groups = re.findall(r'scope="rowgroup"[^>]*>(.*?) · \d+<', html)
    order = dict.fromkeys(parameter.group for parameter in levers().values())
    met = {change.parameter.group for change in changes}
    assert groups == [group_words(group, language) for group in order if group in met]
    for change in changes:
        assert say.of(change.parameter.about, "label") in html
        assert all(f">{row}<" in html for row in change.source.rows)
        assert change.source.note[language] in html
    idle = sum(not change.parameter.about.built for change in changes)
    assert html.count(say("differ.idle")) == idle
    assert html.count(say("differ.acts")) == len(changes) - idle
    assert html.count(say("differ.by_hand", value="").split("；")[0].split(";")[0]) == 2
    assert "<b>" not in table_html(changes, "<b>", say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_can_be_taken_away_with_the_keys_of_the_files(language):
    say = Words(language)
    changes = changes_of(MOVED)
    table = changes_file(changes, say)
    assert list(table["lever"]) == [change.parameter.name for change in changes]
    numbers = {change.parameter.name: change.after for change in changes if change.parameter.kind == "number"}
    found = dict(zip(table["lever"], table["after"], strict=True))
    assert numbers and all(found[name] == value for name, value in numbers.items())


def test_the_count_says_how_many_do_nothing_yet():
    say = Words("en")
    changes = changes_of(BACK)
    n = len(changes) - 1
    idle = sum(not change.parameter.about.built for change in changes if change.differs)
    found = count_of(changes, say)
    assert found.startswith(f"{n} levers differ") and (f"{idle} of them not acting yet" in found or not idle)
    acting = [change for change in changes if change.parameter.about.built and change.differs]
    assert count_of(acting, say) == f"{len(acting)} levers differ from this place's status quo"
    assert count_of(acting[:1], say) == "1 lever differs from this place's status quo"
    stated = grades_of(changes, say)
    assert sum(int(number) for number in re.findall(r"[A-D] (\d+)", stated)) == n


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_pilots_and_triggers_are_told_as_plans(language):
    say = Words(language)
    lever = levers()["grid.households_per_grid"]
    changes = Layer("policy x", {lever.name: 250.0})
    step = PlannedStep(dt.date(2027, 7, 1), changes)
    pilot = PlannedStep(
        dt.date(2027, 7, 1), changes, where=0.2, adopt_if_better="satisfaction_recorded", judge_after=90
    )
    trigger = Trigger("satisfaction_recorded", "<", 0.6, 60, changes)
    values = ((lever, 250.0),)
    lines = later_lines([Later(step, values, True), Later(pilot, values, True), Later(trigger, values, True)], say)
    assert all(say.of(lever.about, "label") in line and "250" in line for line in lines)
    assert "2027-07-01" in lines[0] and "20 %" in lines[1] and "60.0 %" in lines[2] and "<" in lines[2]
    assert [say("differ.idle") in line for line in lines] == [False, False, False]


def test_what_a_shipped_policy_plans_for_later_is_listed():
    for policy in policies():
        scenario = baseline(policy, "training_town")
        planned = later_changes(Column("", policy, "training_town"))
        assert len(planned) == len(scenario.planned_steps) + len(scenario.triggers)
        assert len(later_lines(planned, Words("zh"))) == len(planned)


def test_the_words_of_a_row_are_shown_in_the_language_that_has_them(tmp_path, monkeypatch):
    file = tmp_path / evidence_rows.ROWS
    file.parent.mkdir(parents=True)
    rows = '[rows]\nYT-03 = {says = {zh = "党建网格", en = "Party <grids>"}}\nYT-04 = {says = "visits"}\n'
    file.write_text(rows, encoding="utf-8")
    monkeypatch.setattr(evidence_rows, "source_folder", lambda: tmp_path)
    evidence_rows._rows.cache_clear()
    try:
        changes = changes_of(MOVED)
        zh, en = rows_html(changes, Words("zh")), rows_html(changes, Words("en"))
        assert "党建网格" in zh and "visits" not in zh
        assert "Party &lt;grids&gt;" in en and "visits" in en
        file.unlink()
        evidence_rows._rows.cache_clear()
        bare = rows_html(changes, Words("en"))
        assert "grids&gt;" not in bare
        assert any(text in unescape(bare) for text in source_rows().values())  # no article's rows stand elsewhere
    finally:
        evidence_rows._rows.cache_clear()


@pytest.mark.parametrize("kind", ["place", "policy"])
def test_every_shipped_file_can_be_picked_with_variants_below_their_parents(kind):
    listed = places() if kind == "place" else policies()
    assert sorted(listed) == sorted(name for name, _ in names()[kind])
    for number, name in enumerate(listed):
        parent = parent_of(kind, name)
        if parent:
            between = listed[listed.index(parent) + 1 : number]
            assert parent in listed[:number] and all(parent_of(kind, one) for one in between)
    for language in LANGUAGES:
        titles = [short_title(kind, name, Words(language)) for name in listed]
        assert len(set(titles)) == len(titles), titles
        assert all(title in option(kind, name, Words(language)) for title, name in zip(titles, listed, strict=True))
    if kind == "policy":
        assert listed[0] == "status_quo"


def test_a_variant_says_where_it_leaves_its_parent():
    for policy in policies():
        apart = apart_from_parent(policy, "training_town")
        assert all(theirs != ours for _, theirs, ours in apart)
        assert parent_of("policy", policy) or not apart


def shown_scenario(language, policy, place, changes):
    """A page that shows nothing but what one scenario changes, and the place's own status quo."""
    from shapan.app.jobs.request import Column
    from shapan.app.widgets.changes_panel import show_place, show_scenario
    from shapan.app.widgets.language import Words

    say = Words(language)
    show_scenario(say, Column("", policy, place, dict(changes)), "<i>name</i>", "test", opened=True)
    show_place(say, place, "test:place", opened=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", places())
def test_title_summary_count_and_table_stand_on_the_page(language, place):
    say = Words(language)
    for policy in policies():
        page = AppTest.from_function(shown_scenario, args=(language, policy, place, ()), default_timeout=60).run()
        assert not page.exception, page.exception
        text = "\n".join(unescape(element.proto.body) for element in page.get("html"))
        changes = changes_of(Column("", policy, place))
        assert full_title("policy", policy, say) in text and summary_of("policy", policy, say) in text
        assert (
            count_of(changes, say) if changes else say("differ.none", place=full_title("place", place, say))
        ) in text
        own = own_status_quo(place)
        assert (say("differ.own") in text) == bool(own)
        assert text.count("<table") == bool(changes) + bool(own)
        assert "&lt;i&gt;" in page.get("html")[0].proto.body


def test_the_names_of_columns_stay_apart_for_every_pair_of_policies():
    for language in LANGUAGES:
        columns = tuple(Column("", policy, "training_town") for policy in policies())
        found = column_names(columns, Words(language))
        assert len(set(found)) == len(found)


def test_levers_that_lack_what_they_act_on_are_named_with_the_reason_and_others_are_not():
    """A policy's own, one moved by hand, in both languages; nothing is said where everything acts."""
    column = Column("", "shenzhen", "training_town", {"party.member_units": 0})
    for language in LANGUAGES:
        units, foundations = dead_lines(column, Words(language))[::-1]
        label = Words(language).of(levers()["party.part_time_members"].about, "label")
        assert label in units and label not in foundations and "0.12" in foundations
    assert not dead_lines(Column("", "status_quo", "yantian"), Words("en"))
    (resting,) = dead_lines(Column("", "yantian", "yantian"), Words("en"))
    assert resting.endswith("can do nothing, no emergency comes in this scenario")
