"""Levers that can do nothing here are named, with the reason; and a run is the same whatever they are."""

from __future__ import annotations

import pytest

from shapan.experiments.cli import main
from shapan.model.district import District, Plan
from shapan.model.observation.record import record
from shapan.scenarios.dead_levers import RULES, Facts, dead_levers
from shapan.scenarios.library import load
from shapan.scenarios.notices import dead_levers_of, lever_values

NO_PROJECTS = {"funding.project_yuan_per_resident": 0.0, "funding.community_yuan_per_resident": 0.0}
NO_LIST = {**NO_PROJECTS, "funding.foundation_share": 0.0}
NO_PARTY = {"community": 0.0, "workplace": 0.0}
# What is so at the place, what is set beside, the levers that can then do nothing, and what brings them to life.
CASES = {
    "owners' committees": (
        {"owners_committee_share": 0.0},
        {"owners.formation_per_year": 0.0},
        {"funding.owners_fund": True, "party.secretary_chairs_owners": 0.5, "owners.cross_posts": 0.4},
        {"owners.formation_per_year": 0.1},
    ),
    "foundations": (
        {},
        {"funding.foundation_share": 0.0},
        {
            "funding.foundation_seed_yuan": 1e6,
            "funding.foundation_donor_share": 1.0,
            "funding.donor_supervision": 1.0,
            "funding.disclosure": 0.9,
            "projects.foundation_decided_by": "residents",
        },
        {"funding.foundation_share": 1.0},
    ),
    "a table": (
        {},
        {},
        {
            "deliberation.seats": 30,
            "deliberation.random_seats": 0.5,
            "deliberation.reserved_seats": 0.2,
            "deliberation.meetings_per_year": 24,
        },
        {"deliberation.format": "one_matter"},
    ),
    "units": (
        {},
        {"party.member_units": 0},
        {
            "party.part_time_members": 5,
            "party.joint_meeting_months": 3,
            "party.progress_meeting_months": 2,
            "party.claims_per_unit": 1.0,
            "party.rotating_chair": True,
        },
        {"party.member_units": 4},
    ),
    "Party units": (
        {},
        {"grid.party_unit_share": 0.0},
        {"grid.claims_per_month": 1.0, "grid.member_households_per_branch": 5, "projects.branches_propose": True},
        {"grid.party_unit_share": 0.5},
    ),
    "pairs": (
        {},
        {"party.paired_departments": 0},
        {"party.department_duty_per_year": 2},
        {"party.paired_departments": 3},
    ),
    "social workers": (
        {},
        {"centres.social_workers_each": 0.0},
        {"party.mass_workers": 2},
        {"centres.social_workers_each": 3.0},
    ),
    "appraisal": (
        {},
        {"party.secretary_appraisal": 0.0},
        {"party.secretary_review": True},
        {"party.secretary_appraisal": 0.4},
    ),
    "purchasing": (
        {},
        {"funding.purchase_yuan": 0.0},
        {"party.purchase_appraisal": 1.0},
        {"funding.purchase_yuan": 10.0},
    ),
    "organisations that propose": ({}, {}, {"projects.co_review": True}, {"projects.proposed_by": "all"}),
    "several base grids": ({}, {}, {"grid.pooled_share": 0.6}, {"grid.base_per_party_grid": 4}),
    "the app": ({}, {"channels.app_reach": 0.0}, {"channels.app_ease": 0.9}, {"channels.app_reach": 0.1}),
    "lists": ({}, {}, {"compact.mutual_rating": 0.5}, {"compact.duty_lists": 0.5}),
    "administration": (
        {},
        {"staff.admin_share": 0.0},
        {"staff.access_gate": 0.8, "compact.cut_share": 0.5},
        {"staff.admin_share": 0.3},
    ),
    "ratings": (
        {},
        {},
        {"centres.rated_by": "residents", "centres.rating_reward_share": 0.1, "organisations.exit_share": 0.2},
        {"centres.rating_years": 1},
    ),
    "tenders": (
        {},
        {"funding.purchase_yuan": 0.0, "centres.rating_years": 1},
        {
            "organisations.selection": "residents",
            "organisations.bundled_share": 0.5,
            "organisations.contract_years": 3,
            "organisations.exit_share": 0.2,
        },
        {"centres.operator": "organisation"},
    ),
    "micro-projects": (
        {},
        {"funding.project_yuan_per_resident": 0.0},
        {"projects.works_notice": True, "funding.activity_earmark": 0.3, "projects.venture_rounds": True},
        {"funding.project_yuan": 100_000.0},
    ),
    "lists of projects": (
        {},
        NO_LIST,
        {
            "projects.rule": "greedy",
            "projects.proposed_by": "all",
            "projects.screening": False,
            "projects.batches_per_year": 4,
            "projects.quick_yuan": 100_000.0,
            "projects.claim_share": 0.4,
            "projects.bound_share": 1.0,
            "projects.co_review": True,
            "deliberation.review": True,
            "deliberation.online": True,
        },
        {"funding.community_yuan": 100_000.0},
    ),
    "volunteers": (
        {"volunteers_registered": 0.0},
        {"volunteers.campaign": 0.0},
        {
            "volunteers.project_teams": True,
            "volunteers.per_social_worker": 20.0,
            "volunteers.points_yuan_per_hour": 3.0,
            "volunteers.time_bank": True,
            "volunteers.recognition": 0.9,
            "volunteers.voice": True,
        },
        {"volunteers.campaign": 0.3},
    ),
    "members": (
        {"party": NO_PARTY},
        {},
        {"party.reporting_share": 0.6, "party.duty_per_year": 2.0, "party.retired_transfer_share": 0.6},
        None,
    ),
    "organisations": (
        {"organisations_per_10000": 0.0},
        {"organisations.incubation_per_year": 0.0},
        {"organisations.party_twin": True},
        {"organisations.incubation_per_year": 2.0},
    ),
    "property firms": ({"property_share": 0.0}, {}, {"party.property_platform": True}, None),
    "emergencies": (
        {"shocked": False},
        {},
        {
            "emergency.preregistered_share": 0.3,
            "emergency.switch_days": 0,
            "emergency.squad_per_community": 60,
            "emergency.sent_down_per_community": 100,
            "emergency.temporary_branches": True,
        },
        None,
    ),
}


@pytest.fixture(scope="module")
def today():
    return load("status_quo").with_place("training_town")


def place_with(place, facts):
    """The place with other facts: `property_share` is one of its forms, `party` a pair of shares; `shocked` is none."""
    facts = {name: value for name, value in facts.items() if name != "shocked"}
    if "property_share" in facts:
        share = {"property_share": facts.pop("property_share")}
        facts["forms"] = {name: form.model_copy(update=share) for name, form in place.forms.items()}
    if "party" in facts:
        facts["party"] = place.party.model_copy(update=facts["party"])
    return place.model_copy(update=facts)


def named(today, place, beside, dead):
    values = lever_values(today.set_many({**beside, **dead}).parameters.levers)
    facts = Facts(place_with(today.parameters.place, place), values, place.get("shocked", True))
    return {name for one in dead_levers(dead, (facts,)) for name in one.levers}


@pytest.mark.parametrize("missing", CASES)
def test_a_lever_that_can_do_nothing_is_named_and_one_that_can_is_not(today, missing):
    place, beside, dead, alive = CASES[missing]
    assert named(today, place, beside, dead) == set(dead)
    if alive is None:
        place, alive = {}, {}
    assert not named(today, place, {**beside, **alive}, dead)


@pytest.mark.parametrize("missing", CASES)
def test_a_run_is_the_same_whatever_a_dead_lever_is(today, missing):
    """To the last bit: every indicator, and every payment."""
    place, beside, dead, _ = CASES[missing]
    runs = []
    for levers in (beside, {**beside, **dead}):
        parameters = today.set_many(levers).parameters
        small = place_with(parameters.place, {"residents": 3000, **place})
        parameters = parameters.model_copy(update={"place": small})
        district = District(Plan(parameters, seed=3, days=60, warmup=0))
        district.run()
        runs.append(record(district))
    assert runs[0].indicators == runs[1].indicators
    assert runs[0].ledger.equals(runs[1].ledger)


def test_every_rule_has_a_case():
    cases = {name for _, _, dead, _ in CASES.values() for name in dead}
    assert {name for rule in RULES if rule.certain for name in rule.levers} == cases


def test_few_foundations_are_said_with_how_many_and_only_where_somebody_set_them():
    found = load("guangdong").with_place("guangdong_district")
    (dead,) = dead_levers_of(found)
    assert not dead.certain and dead.levers == ("funding.foundation_share",) and "0.03 foundations" in dead.why[1]
    assert not dead_levers_of(load("status_quo").with_place("training_town"))
    assert not dead_levers_of(load("shenzhen_foundations")), "at home there are several"


def test_a_later_step_brings_a_lever_to_life(today):
    facts = Facts(today.parameters.place, lever_values(today.set("grid.party_unit_share", 0.0).parameters.levers))
    later = Facts(today.parameters.place, lever_values(today.parameters.levers))
    claims = {"grid.claims_per_month": 1.0}
    assert list(dead_levers(claims, (facts,))) and not list(dead_levers(claims, (facts, later)))


@pytest.mark.parametrize(("language", "said"), [("zh", "没有单位加入"), ("en", "no unit is a member")])
def test_check_names_them_with_the_reason(tmp_path, capsys, language, said):
    file = tmp_path / "dead.toml"
    head = 'format = 1\nkind = "scenario"\ntitle = {zh = "试", en = "Try"}\n'
    head += 'place = "training_town"\npolicy = "status_quo"\n'
    file.write_text(head + 'set = {"party.member_units" = 0, "party.part_time_members" = 4}\n', encoding="utf-8")
    assert main(["check", str(file), "--lang", language]) == 0
    text = capsys.readouterr().err
    assert "party.part_time_members" in text and said in text
