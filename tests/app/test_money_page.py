"""The page Money as a person meets it: a year's statement, what each line bought, projects from the list to the end."""

import datetime as dt
import pickle
import time
import zlib
from dataclasses import replace
from html import unescape
from typing import get_args

import pandas as pd
import pytest

from shapan.app.jobs import first_picture
from shapan.app.jobs.accounts import WHOLE, Accounts, agreed_yuan, spent_per_resident
from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.whys import asked_why
from shapan.app.screens.money.budget_lines import all_bought, lines_bought, lines_file, lines_html, measures_known
from shapan.app.screens.money.chosen import place_words
from shapan.app.screens.money.communities import communities
from shapan.app.screens.money.map import LOOKS, on_the_map
from shapan.app.screens.money.project_list import MOST_LISTED, because, costliest_first, list_file, list_html
from shapan.app.screens.money.projects import ON_THE_ROAD, forms_of, projects_of, stage_counts, stages_html
from shapan.app.screens.money.statement import balance_words, imbalance, lines, statement_file, statement_of
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.reports.budget_lines import line_label
from shapan.experiments.reports.project_stages import timeline
from shapan.experiments.reports.statements import Statement
from shapan.model.elections.outcome import Code
from shapan.model.ledger.ledger import USES
from shapan.model.ledger.payers import OUTSIDE
from shapan.model.observation.projects_table import STAGES
from shapan.model.projects.kinds import FORMS
from shapan.model.projects.proposals import PROPOSERS, REASONS

from .pages import html, opened, run

DAYS = 400  # into a second calendar year
START = dt.date(2026, 1, 1)


def request(reps=2, days=DAYS):
    columns = (Column("", "status_quo", "training_town"), Column("", "yantian", "training_town"))
    return Request(columns, reps=reps, days=days, warmup=30)


@pytest.fixture(scope="module")
def job(own_jobs):
    """The id of a comparison that is done."""
    found = own_jobs().submit(request(), "somebody")
    assert own_jobs().wait(found, 120).state == "done"
    return found


def open_page(language="en", address="money", **query):
    return run(opened(address, language, **query))


def box(page, start):
    """The box to choose from whose key starts like this."""
    return next(one for one in page.selectbox if one.key.startswith(f"money:{start}:"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_verdict_statement_lines_and_projects(own_jobs, job, language):
    say = Words(language)
    page = open_page(language, job=job)
    text = html(page)
    heads = [head.value for head in page.subheader]
    assert heads == [
        say(f"{key}")
        for key in ("money.title", "money.world", "money.statement", "flows.title", "money.lines", "money.projects")
    ]
    parts = ('class="shapan-verdict', 'class="shapan-statement"', 'class="shapan-statement lines"', "shapan-stages")
    places = [text.index(part) for part in (*parts, 'class="shapan-projects"')]
    assert places == sorted(places)
    assert any(caption.value.startswith(say("money.balanced")[:3]) for caption in page.caption)
    assert len(page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")) == 5
    other = Words("zh" if language == "en" else "en")
    assert other("money.title") not in heads and other("stage.not_funded") not in text


def test_the_verdict_tells_what_the_comparison_found(own_jobs, job):
    finding = own_jobs().result(job)
    text = html(open_page("en", job=job))
    spent = finding.comparison.indicators["spend_per_resident"]
    first = [spent_per_resident(one, finding.residents) for one in finding.accounts]
    here = f"shown below: {first[1]:,.0f} against {first[0]:,.0f}"
    assert here in text
    assert f"Yantian spends {spent['1'].value:,.0f} yuan" in text and f"Status quo ({spent['0'].value:,.0f})" in text


def test_scenario_community_and_year_choose_the_statement(own_jobs, job):
    finding = own_jobs().result(job)
    page = open_page("en", job=job)
    assert box(page, "scenario").options == ["Status quo", "Yantian"] and box(page, "scenario").value == "Yantian"
    assert box(page, "year").options == ["2026", "2027"]
    for scenario, place, year in ((0, 1, 2027), (1, 2, 2026)):
        box(page, "scenario").set_value(["Status quo", "Yantian"][scenario])
        box(page, "place").set_value(place)
        box(page, "year").set_value(year)
        run(page)
        accounts = finding.accounts[scenario]
        one = statement_of(accounts, next(found for found in accounts.years if found.year == year), place)
        assert f"{sum(one.spent.values()) / 100:,.0f}" in html(page)
        assert any(caption.value == balance_words(Words("en"), one) for caption in page.caption)


def test_statements_balance_and_are_those_of_the_whole_ledger(own_jobs, job):
    """What is kept with a comparison tells the same statement, to the fen, as every payment of the run."""
    from shapan.app.jobs.work import scenario_of
    from shapan.experiments.reports.statements import statements
    from shapan.experiments.runs.simulate import simulate

    accounts = own_jobs().result(job).accounts[1]
    full = simulate(scenario_of(request().columns[1]), 1, DAYS, 30, lambda done: None).ledger
    assert len(accounts.ledger) < len(full) / 2
    for year in accounts.years:
        expected = statements(full, year)
        assert expected == statements(accounts.ledger, year)
        assert all(imbalance(one) == 0 for one in expected.values())
        assert imbalance(statement_of(accounts, year, WHOLE)) == 0


def test_communities_add_up_to_the_district_and_agreed_works_are_part_of_works(own_jobs, job):
    finding = own_jobs().result(job)
    residents = finding.boxes.groupby("community")["residents"].sum()
    for found in finding.accounts:
        for year in found.years:
            table = communities(found, year, residents).set_index("place")
            parts, whole = table.drop(WHOLE), table.loc[WHOLE]
            spent = sum(statement_of(found, year, WHOLE).spent.values()) / 100
            assert parts["spent"].sum() == pytest.approx(whole["spent"]) and whole["spent"] == pytest.approx(spent)
            assert parts["needs_met"].sum() == pytest.approx(whole["needs_met"])
            assert whole["yuan_per_need_met"] == pytest.approx(spent / whole["needs_met"])
            works = statement_of(found, year, WHOLE).spent.get("projects_works", 0) / 100
            day = found.projects.query("form == 'works'").drop_duplicates("number")
            paid = day[day["paid_day"].between(year.first, year.last) & (day["purse"] != "")]["paid_yuan"].sum()
            assert works == pytest.approx(paid + agreed_yuan(found, year, WHOLE))
    page = open_page("en", job=job)
    table = communities(finding.accounts[1], finding.accounts[1].years[0], residents)
    assert all(f">{one:,.2f}<" in html(page) for one in table["per_resident"].dropna())
    assert page.code[0].value.startswith("shapan statement yantian --place training_town --days 400")


def test_a_statement_that_does_not_balance_is_told():
    say = Words("en")
    one = Statement(opening={"community": 100}, given={"treasury": 500}, spent={"activities": 450}, returned=50)
    assert imbalance(one) == 100 and "1.00 yuan apart" in balance_words(say, one)
    one.closing["community"] = 100
    assert imbalance(one) == 0 and balance_words(say, one).startswith("✓")


def test_a_line_of_one_scenario_only_stands_beside_a_nought():
    one = Statement(given={"treasury": 900}, spent={"points": 900})
    base = Statement(given={"treasury": 500}, spent={"evaluation": 500})
    by_name = {line.account or line.part: (line.fen, line.before) for line in lines(one, base)}
    assert by_name["points"] == (900, 0) and by_name["evaluation"] == (0, 500) and by_name["given"] == (900, 500)
    assert "centres" not in by_name and "passed_on" not in by_name
    table = statement_file(Words("zh"), lines(one, base), "现状")
    assert table["baseline_yuan"].sum() == 2 * 5.0 + 2 * 5.0 and set(table["baseline"]) == {"现状"}


def test_a_finding_of_an_older_build_offers_to_run_again(own_jobs, job, monkeypatch):
    say, jobs = Words("zh"), own_jobs()
    finding = jobs.result(job)
    bare = {name: value for name, value in vars(finding).items() if name != "accounts"}
    old = object.__new__(type(finding))
    old.__dict__.update(bare)
    monkeypatch.setattr(type(jobs), "result", lambda *_: pickle.loads(pickle.dumps(old)))
    page = open_page("zh", job=job)
    assert [info.value for info in page.info] == [say("money.older_build")]
    assert page.button("money:again").label == say("money.run_again")
    assert "shapan-statement" not in html(page)


def test_a_first_world_that_failed_in_one_scenario_is_left_out(own_jobs, job, monkeypatch):
    jobs = own_jobs()
    finding = jobs.result(job)
    lost = replace(finding, accounts=(finding.accounts[0], None))
    monkeypatch.setattr(type(jobs), "result", lambda *_: lost)
    page = open_page("en", job=job)
    assert box(page, "scenario").options == ["Status quo"] and "shapan-statement" in html(page)
    monkeypatch.setattr(type(jobs), "result", lambda *_: replace(finding, accounts=(None, None)))
    page = open_page("en", job=job)
    assert [info.value for info in page.info] == [Words("en")("money.no_world", seed=1)]


def test_without_a_job_it_tells_the_first_picture_and_unknown_addresses_are_told(own_jobs, monkeypatch):
    monkeypatch.setattr(first_picture, "small_request", lambda: request(reps=2, days=60))
    for query, phrase in (({}, []), ({"job": "nobody-knows"}, [Words("en")("page.unknown_job")])):
        page = open_page("en", **query)
        assert [warning.value for warning in page.warning] == phrase
        end = time.monotonic() + 60
        while "shapan-statement" not in html(page) and time.monotonic() < end:
            time.sleep(0.3)
            run(page)
        assert "shapan-statement" in html(page)


@pytest.mark.parametrize("address", ["money", "home"])
@pytest.mark.parametrize("asked", [replace(request(1, 60), map=True), asked_why(request(1, 60), 1, 1, 1)])
def test_a_job_of_the_map_or_of_the_question_why_is_no_comparison(own_jobs, monkeypatch, address, asked):
    monkeypatch.setattr(first_picture, "small_request", lambda: request(reps=2, days=60))
    started = own_jobs().submit(asked, "somebody")
    own_jobs().cancel(started)
    page = open_page("en", address, job=started)
    assert [warning.value for warning in page.warning] == [Words("en")("page.unknown_job")]


def test_the_comparison_looked_at_comes_along_from_compare_and_back(own_jobs, job):
    page = open_page("en", "home", job=job)
    links = {link.proto.label: link.proto.query_string for link in page.get("page_link")}
    assert f"job={job}" in links["Money"] and f"job={job}" in links["Compare"]
    assert "job=" not in links["Deliberation"]
    links = {link.proto.label: link.proto.query_string for link in open_page("zh", job=job).get("page_link")}
    assert f"job={job}" in links["政策对比"] and "job=" not in links["议事"]


def test_projects_narrow_to_a_form_and_a_stage(own_jobs, job):
    page = open_page("en", job=job)
    everything = html(page)
    forms = forms_of(own_jobs().result(job).accounts[1].projects)
    assert box(page, "form").options == [Words("en")(f"form.{form}") for form in ("every", *forms)]
    box(page, "form").set_value(forms[0])
    run(page)
    box(page, "stage").set_value("not_funded")
    fewer = html(run(page)).partition('class="shapan-projects"')[2]
    assert fewer and fewer != everything.partition('class="shapan-projects"')[2]
    names = {Words("en")(f"stage.{stage}") for stage in STAGES} - {Words("en")("stage.not_funded")}
    assert not any(f">{name}:" in fewer for name in names)


def a_project(number, stage, **facts):
    usual = {"number": number, "community": 1, "cell": 7, "batch_day": 1, "date": START, "form": "works"}
    usual |= {"kind": "road", "proposer": "staff+residents", "votes": 41, "cost_yuan": 5000.0, "purse": "projects"}
    usual |= {"outcome": "chosen", "reason": "funded", "chosen_day": 1.0, "start_day": 40.0, "acts_from_day": 70.0}
    usual |= {"acts_until_day": 120.0, "paid_day": 40.0, "failed": stage == "failed", "stage": stage}
    return usual | facts


def not_chosen(stage, reason, **facts):
    days = dict.fromkeys(("chosen_day", "start_day", "acts_from_day", "acts_until_day", "paid_day"), float("nan"))
    return a_project(-1, stage, outcome="not_chosen", reason=reason, **{**days, **facts})


def accounts(*rows, bought=()):
    columns = ["community", "year", "line", "yuan", "hours", "hours_used", "needs_met", "needs_prevented"]
    table = pd.DataFrame(list(bought), columns=[*columns, "needs_brought", "count"])
    return Accounts(START, 150, pd.DataFrame(), pd.DataFrame(rows), table)


def test_the_road_is_counted_stage_by_stage():
    here = accounts(
        a_project(0, "ended"),
        a_project(1, "failed", cell=8, start_day=50.0, paid_day=float("nan")),
        a_project(
            2,
            "queued",
            start_day=170.0,
            paid_day=float("nan"),
            acts_from_day=200.0,
            acts_until_day=300.0,
            community=0,
            form="goods",
        ),
        not_chosen("struck", "cannot_be_done", cost_yuan=70.0, cell=9),
        not_chosen("not_funded", "not_enough_left", kind="lights"),
        not_chosen("not_funded", "no_votes", kind="lights", purse="foundation"),
    )
    counts = stage_counts(here.projects)
    assert {stage: n for stage, (n, _) in counts.items()} == {
        "proposed": 5,
        "struck": 1,
        "not_funded": 1,
        "queued": 1,
        "under_way": 0,
        "helping": 0,
        "ended": 1,
        "failed": 1,
    }
    assert counts["struck"][1] == 70.0 and counts["proposed"][1] == 4 * 5000.0 + 70.0
    cards = stages_html(Words("en"), counts)
    assert "5,000 yuan, not paid" in cards and "5,000 yuan, promised" in cards and "5,000 yuan</span>" in cards
    assert len(projects_of(here, 0)) == 1 and len(projects_of(here, WHOLE, "works")) == 4
    assert forms_of(here.projects) == ["works", "goods"]


def test_the_last_month_is_what_stands_on_the_last_day(own_jobs, job):
    """The chart and the row above it are counted in two ways from the same projects."""
    for found in own_jobs().result(job).accounts:
        counts = stage_counts(found.projects)
        last = timeline(found.projects, found.start, found.days).iloc[-1]
        assert [last[stage] for stage in ON_THE_ROAD] == [counts[stage][0] for stage in ON_THE_ROAD]
    assert counts["helping"][0] > 0 and counts["queued"][0] > 0, "Yantian's projects"


def test_the_map_has_every_chosen_project_once(own_jobs, job):
    finding = own_jobs().result(job)
    for found in finding.accounts:
        there = on_the_map(projects_of(found, WHOLE), finding.boxes)
        assert there["count"].sum() == (found.projects["number"] >= 0).sum() > 0
        assert there["x"].between(finding.boxes["x0"].min(), finding.boxes["x1"].max()).all()
        assert set(there["stage"]) <= set(LOOKS)
    assert not len(on_the_map(projects_of(found, WHOLE), finding.boxes.iloc[:0]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_what_became_of_each_project_and_why(language):
    say = Words(language)
    failed = a_project(1, "failed", start_day=50.0, kind="lights", cost_yuan=9000.0)
    rows = pd.DataFrame([a_project(0, "ended"), failed, not_chosen("struck", "nobody_registered", cost_yuan=1.0)])
    kinds = {"road": "Roads", "lights": "Lights"}
    shown_text = unescape(list_html(say, costliest_first(rows), START, kinds))
    assert shown_text.index("Lights") < shown_text.index("Roads")
    for text in ("2026-02-09", "2026-03-11", "2026-04-30", say("because.nobody_registered"), say("stage.ended")):
        assert text in shown_text, text
    given_up = say("project.outcome_failed", why=say("because.funded"), date="2026-02-19")
    assert given_up in shown_text and f"{say('stage.failed')}: {say('because.funded')}" not in shown_text
    assert say("proposer.residents") in shown_text and say("proposer.staff") in shown_text
    table = list_file(say, rows, START, kinds)
    assert len(table) == 3 and table["start"].tolist()[-1] == ""
    assert table["cost_yuan"].dtype == float and table["stage"].tolist() == ["ended", "failed", "struck"]
    many = pd.concat([rows] * 20, ignore_index=True)
    assert list_html(say, many, START, kinds).count("<tr>") == MOST_LISTED + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_stage_proposer_and_reason_has_words(language):
    say = Words(language)
    for key in (*(f"form.{one}" for one in FORMS), *(f"stage.{one}" for one in STAGES)):
        assert say(key)
    for code in (*REASONS, *get_args(Code), "members_claimed", "donors_taste", "not_for_foundations", "nobody_bids"):
        assert because(say, {"reason": code}) != code
    for line in (*USES, *OUTSIDE):
        assert line_label(line, language) != line
    assert set(PROPOSERS) >= {"staff", "residents", "organisations"}
    assert all(say(f"proposer.{one}") for one in ("staff", "residents", "organisations"))
    assert place_words(say, WHOLE) != place_words(say, -1) != place_words(say, 0)


def test_lines_are_summed_over_communities_and_a_dash_is_no_nought():
    nan = float("nan")
    today = [(0, 2026, "wages_grid", 100.0, 10.0, 9.0, 4.0, nan, nan, nan)]
    today += [(1, 2026, "wages_grid", 50.0, 5.0, 5.0, 1.0, nan, nan, nan)]
    today += [(1, 2027, "wages_grid", 70.0, 5.0, 5.0, 1.0, nan, nan, nan)]
    after = [(0, 2026, "projects_works", 900.0, nan, nan, nan, 12.5, 1.0, 3.0)]
    first, second = accounts(bought=today), accounts(bought=after)
    assert lines_bought(first, 2026, WHOLE).loc[0, ["yuan", "needs_met", "yuan_per_need_met"]].tolist() == [150, 5, 30]
    assert lines_bought(first, 2026, 1)["yuan"].tolist() == [50.0] and not len(lines_bought(first, 2026, -1))
    every = all_bought({"A": lines_bought(first, 2026, WHOLE), "B": lines_bought(second, 2026, WHOLE)})
    assert every["line"].tolist() == ["projects_works", "wages_grid"], "the costliest first"
    assert measures_known(every) == ["yuan", "needs_met", "yuan_per_need_met", "needs_prevented"]
    text = lines_html(Words("en"), every, "caption")
    assert ">12<" in text and text.count("–") == 3 + 3 and ">0<" not in text
    data = lines_file(Words("zh"), every, 2026)
    assert list(data)[:4] == ["year", "scenario", "line", "label"] and data["yuan"].tolist() == [900.0, 150.0]


def test_the_money_of_a_comparison_takes_little_room(own_jobs, job):
    """Two columns of a town for 400 days; four columns of a district for three years stay under a megabyte."""
    packed = zlib.compress(pickle.dumps(own_jobs().result(job).accounts, protocol=5), level=1)
    assert len(packed) < 100_000
