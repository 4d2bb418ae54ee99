"""Shipped policies are sourced differences; what an article states is what its file says."""

from __future__ import annotations

import tomllib

import pytest

from shapan import load
from shapan.model.parameters import all_parameters
from shapan.scenarios.describe import source_of
from shapan.scenarios.library import check_file, find_place, find_policy, names
from shapan.scenarios.policy_page import page, readings
from shapan.scenarios.shelf import shipped

POLICIES = [name for name, _ in names()["policy"]]
ARTICLES = ("shenzhen", "guangdong", "ordos", "yantian", "suzhou")
HOMES = {"guangdong": "guangdong_district", "ordos": "ordos_urban", "suzhou": "suzhou_gusu"}
PREFIX = {"shenzhen": "SZ", "guangdong": "GD", "ordos": "OR", "yantian": "YT", "suzhou": "SU"}

# What each article's policy consists of: nothing more, nothing less. Changing a value means changing it here as well.
EXPECTED = {
    "shenzhen": """
party.part_time_members = 8
party.member_units = 12
party.joint_meeting_months = 3
party.reporting_share = 0.7
party.duty_per_year = 4.0
party.leader_visit_months = 3
party.reception_weeks = 4
party.mass_workers = 2
party.direct_election = true
centres.spacing_km = 1.3
centres.one_stop_share = 0.8
centres.operator = "organisation"
centres.menu_partners = 6
centres.rating_years = 2
centres.rated_by = "third_party"
centres.rating_reward_share = 0.1
organisations.exit_share = 0.1
funding.foundation_share = 0.04
funding.foundation_seed_yuan = 1_000_000.0
funding.foundation_donor_share = 1.0
funding.disclosure = 0.9
funding.donor_supervision = 1.0
projects.foundation_decided_by = "residents"
projects.proposed_by = "both"
deliberation.format = "three_meetings"
""",
    "guangdong": """
compact.duty_lists = 0.3
centres.one_stop_share = 0.9
channels.terminals_per_community = 1
channels.proactive_share = 0.3
channels.needs_survey_months = 12
channels.app_reach = 0.08
channels.data_sharing = 0.5
centres.operator = "organisation"
volunteers.per_social_worker = 20.0
volunteers.campaign = 0.4
volunteers.time_bank = true
deliberation.format = "one_matter"
deliberation.reserved_seats = 0.1
party.secretary_appraisal = 0.4
party.secretary_review = true
staff.career_ladder = true
staff.pay_ratio = 1.0
owners.formation_per_year = 0.10
owners.cross_posts = 0.4
funding.performance_share = 0.3
index.weights.satisfaction = 2.0
index.weights.projects = 2.0
funding.purchase_yuan = 10.0
funding.foundation_share = 0.0015
""",
    "ordos": """
grid.visit_share = 0.22
channels.resident_rating = 0.8
centres.agency_share = 0.3
centres.appointments = true
centres.shifted_hours_share = 0.3
channels.app_reach = 0.08
grid.party_unit_share = 0.6
grid.member_households_per_branch = 4
organisations.incubation_per_year = 5.0
party.purchase_appraisal = 0.3
organisations.party_twin = true
party.member_units = 12
party.joint_meeting_months = 12
party.progress_meeting_months = 2
party.claims_per_unit = 1.25
party.rotating_chair = true
party.street_meeting_months = 3
volunteers.project_teams = true
volunteers.per_social_worker = 15.0
volunteers.ordering = true
deliberation.estate_format = "joint_nine"
party.secretary_chairs_owners = 0.4
funding.owners_fund = true
projects.proposed_by = "both"
projects.claim_share = 0.4
projects.branches_propose = true
projects.bound_share = 0.3
deliberation.format = "three_meetings"
deliberation.review = true
deliberation.supervision_per_year = 4
centres.stations_per_community = 1
grid.demonstration_share = 0.05
compact.cut_share = 0.6
funding.purchase_yuan = 30.0
""",
    "yantian": """
party.paired_departments = 3
party.leader_visit_months = 1
party.first_secretaries = 1
party.department_duty_per_year = 2
channels.close_when_solved = true
party.department_rating = 0.5
party.reporting_share = 0.6
grid.layout = "by_form"
grid.base_per_party_grid = 4
grid.pooled_share = 0.6
grid.party_unit_share = 1.0
grid.claims_per_month = 1.0
grid.visit_share = 0.22
grid.stewards_per_1000 = 5.0
party.secretary_chairs_owners = 0.5
party.retired_transfer_share = 0.6
party.property_platform = true
owners.cross_posts = 0.4
centres.spacing_km = 1.0
centres.social_workers_each = 5.0
centres.activities_per_week = 10.0
centres.shifted_hours_share = 0.3
centres.rating_years = 1
centres.stations_per_community = 2
funding.project_yuan_per_resident = 179.67
funding.activity_earmark = 0.25
projects.batches_per_year = 4
projects.quick_yuan = 200000
staff.access_gate = 0.8
party.member_units = 13
party.part_time_members = 5
party.joint_meeting_months = 3
party.whistle_after_days = 15
deliberation.format = "party_mass"
deliberation.estate_format = "party_mass"
deliberation.online = true
deliberation.review = true
deliberation.group_councils_per_year = 4
projects.proposed_by = "both"
projects.rule = "greedy"
projects.works_notice = true
channels.data_sharing = 0.7
channels.sensor_share = 0.2
channels.app_reach = 0.18
channels.app_ease = 0.45
channels.auto_dispatch = true
channels.resident_rating = 0.6
channels.reminder_after_days = 15
staff.career_ladder = true
staff.secondment_share = 0.01
staff.training_days_per_year = 5.0
organisations.incubation_per_year = 4.0
organisations.party_twin = true
volunteers.points_yuan_per_hour = 3.0
volunteers.time_bank = true
volunteers.recognition = 0.5
emergency.switch_days = 2
emergency.drills_per_year = 2
emergency.squad_per_community = 15
emergency.preregistered_share = 0.05
emergency.sent_down_per_community = 30
emergency.temporary_branches = true
""",
    "suzhou": """
compact.duty_lists = 0.8
compact.agreement_share = 0.6
compact.mutual_rating = 0.5
party.reporting_share = 0.5
party.duty_per_year = 2.0
party.member_units = 6
party.leader_visit_months = 6
grid.party_unit_share = 0.6
funding.community_yuan_per_resident = 36.29
funding.project_yuan_per_resident = 9.07
projects.proposed_by = "all"
projects.rule = "greedy"
projects.venture_rounds = true
projects.co_review = true
organisations.selection = "residents"
deliberation.review = true
channels.needs_survey_months = 12
organisations.incubation_per_year = 4.0
organisations.bundled_share = 0.2
organisations.supervisors_per_10_workers = 0.5
deliberation.format = "four_plus_one"
deliberation.notice_days = 10
deliberation.covenants_per_year = 1
deliberation.department_sessions_per_year = 2
compact.cut_share = 0.3
party.department_rating = 0.3
channels.data_sharing = 0.2
""",
}

# What an article states in so many words or numbers; everything else is a mechanism with a number of ours, grade D.
STATED = {
    "shenzhen": {"party.direct_election", "centres.rating_years", "centres.rated_by", "centres.operator"},
    "guangdong": {"funding.purchase_yuan", "channels.terminals_per_community", "staff.career_ladder"},
    "ordos": {"party.progress_meeting_months", "party.claims_per_unit", "volunteers.ordering", "funding.owners_fund"},
    "yantian": {"party.leader_visit_months", "funding.activity_earmark", "channels.app_reach", "party.member_units"},
    "suzhou": {
        "funding.community_yuan_per_resident",
        "deliberation.format",
        "projects.proposed_by",
        "projects.venture_rounds",
    },
}


def flat(table: dict, prefix: str = "") -> dict:
    """Dotted name -> value."""
    rows = {}
    for key, value in table.items():
        rows |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return rows


@pytest.mark.parametrize("path", [path for files in shipped().values() for path in files.values()], ids=str)
def test_every_shipped_file_is_without_a_fault(path):
    assert check_file(path) == []


@pytest.mark.parametrize("name", POLICIES)
def test_every_lever_of_a_policy_has_a_source_and_a_grade(name):
    file = find_policy(name)
    stated = set(file.levers.values) | {key.rpartition(".")[0] for key in file.levers.values if key.count(".") > 1}
    assert {key for key in file.header.sources if key} <= stated
    for key in file.levers.values:
        source = source_of(key, file.header.sources)
        assert source.grade in ("A", "B", "C", "D") and source.rows, key
    assert file.header.summary["zh"] and file.header.summary["en"]


@pytest.mark.parametrize("name", [name for name in POLICIES if name != "status_quo"])
def test_a_policy_states_only_differences_within_bounds(name):
    known = all_parameters()
    for key, value in find_policy(name).levers.values.items():
        group, _, row = key.rpartition(".")
        default = known[key].default if key in known else known[group].default[row]
        assert value != default, f"{key} is the default and need not be said"
    load(name).parameters.levers.model_validate(load(name).parameters.levers.model_dump())


def test_the_status_quo_is_every_default():
    assert find_policy("status_quo").levers.values == {}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_sets_these_levers_and_no_others(name):
    assert dict(find_policy(name).levers.values) == flat(tomllib.loads(EXPECTED[name]))
    sources = find_policy(name).header.sources
    assert {key for key in STATED[name] if source_of(key, sources).grade != "C"} == set()


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_has_a_home_and_says_that_it_is_a_composite(name):
    file = find_policy(name)
    assert file.home == HOMES.get(name, "yantian") and find_place(file.home)
    assert "composite" in file.header.summary["en"] and "合成" in file.header.summary["zh"]
    assert "grade D" in file.header.summary["en"] and "D 级" in file.header.summary["zh"]
    rows = {row for source in file.header.sources.values() for row in source.rows}
    assert any(row.startswith(f"{PREFIX[name]}-") for row in rows)


def test_foundations_are_a_what_if_of_shenzhen_with_one_change():
    variant, article = find_policy("shenzhen_foundations"), find_policy("shenzhen")
    assert dict(variant.levers.values) == {**article.levers.values, "funding.foundation_share": 0.3}
    assert variant.home == article.home


def test_registered_volunteers_of_ordos_are_a_fact_of_the_place_not_a_campaign():
    scenario = load("ordos")
    assert scenario.parameters.place.volunteers_registered == 0.058
    assert scenario.values["volunteers.campaign"] == load("status_quo").values["volunteers.campaign"]


def test_dated_steps_of_suzhou_act_and_so_does_guangdongs_pilot():
    (step,) = load("suzhou").steps
    assert step.at.isoformat() == "2027-01-01" and step.levers.channels.data_sharing == 0.5
    guangdong = load("guangdong")
    (pilot,) = guangdong.acting_pilots
    assert (pilot.where, pilot.judged_by, pilot.judge_after) == (0.1, "satisfaction_recorded", 365)
    assert pilot.changes == {"channels": {"proactive_share": 0.5}} and guangdong.steps == ()


def test_every_article_and_every_place_as_it_is_are_shipped_under_their_names():
    scenarios = {name for name, _ in names()["scenario"]}
    assert {f"{HOMES.get(name, 'yantian')}_{name}" for name in ARTICLES} <= scenarios
    assert {f"{name}_status_quo" for name, _ in names()["place"]} <= scenarios
    assert {f"{name}_equal_budget" for name in ARTICLES} <= set(POLICIES)


LESSONS = {
    "lesson_small_grids": "lesson_big_grids",
    "lesson_visits_only": "lesson_app_only",
    "lesson_more_posts": "lesson_less_paperwork",
}


@pytest.mark.parametrize(("one", "other"), LESSONS.items())
def test_a_lesson_says_with_which_it_is_compared(one, other):
    for name, partner in ((one, other), (other, one)):
        scenario = load(name)
        assert partner in scenario.summary["en"] and partner in scenario.summary["zh"]
        assert (scenario.place_id, scenario.policy_id) == ("training_town", "status_quo")


def test_less_paperwork_frees_what_more_posts_bring():
    posts, paper = (load(name).parameters.levers.staff for name in ("lesson_more_posts", "lesson_less_paperwork"))
    assert posts.workers_per_10000 * (1 - posts.admin_share) == paper.workers_per_10000 * (1 - paper.admin_share)


def test_a_variant_takes_everything_it_does_not_say_from_its_base(write):
    path = write(
        "mine",
        'format = 1\nkind = "policy"\ntitle = "Mine"\nbased_on = "suzhou"\n[levers]\nstaff.admin_share = 0.2\n'
        '[[steps]]\nat = "2026-06-01"\nset = {"channels.app_reach" = 0.3}\n',
    )
    assert check_file(path) == []
    mine, base = load(path), load("suzhou")
    assert mine.place_id == "suzhou_gusu"
    assert {key for key in mine.values if mine.values[key] != base.values[key]} == {"staff.admin_share"}
    assert [step.at.isoformat() for step in mine.steps] == ["2026-06-01", "2027-01-01"]
    assert mine.policy_file.header.sources["compact.duty_lists"].rows == ("SU-01",)


def test_the_page_is_on_all_articles():
    assert set(readings()) == set(ARTICLES)


def test_the_page_marks_what_does_not_act_and_counts_it():
    text = page()
    for name in ARTICLES:
        part = text.partition(f"\n## `{name}` ")[2].partition("\n## ")[0]
        here, today = load(name).values, load(name).with_policy("status_quo").values
        differing = [lever for lever, value in here.items() if value != today[lever]]
        idle = [lever for lever in differing if not all_parameters()[lever].about.built]
        acting = f"; {len(idle)} of them do not act" if idle else "; all of them act in this build"
        assert f"{len(differing)} levers differ" in part and acting in part
        for lever in find_policy(name).levers.values:
            whole = lever if lever in all_parameters() else lever.rpartition(".")[0]
            assert (f"`{lever}` ○<br>" in part) is not all_parameters()[whole].about.built
    assert "62 levers differ from the status quo; all of them act" in text.partition("\n## `yantian` ")[2]


def test_zero_months_between_are_told_as_never():
    text = page()
    assert "| 15 | never |" in text and "| 1 | never |" in text
    assert "| never |" in text.partition("`party.leader_visit_months`")[2].partition("\n")[0]
    for name in ARTICLES:
        for key in find_policy(name).levers.values:
            assert f"| `{key}`" in text
