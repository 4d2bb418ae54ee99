"""The page Experiments: a shipped study as a job says what its runs say; studies in folders are told with faults."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from shapan.app.jobs import studies
from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.worker import Worker
from shapan.app.screens.experiments import indices, results
from shapan.app.screens.experiments.shelf import kept_studies
from shapan.app.widgets.language import Words
from shapan.experiments.runs.folders import data_folder
from shapan.experiments.runs.runner import finish
from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.studies import shelf
from shapan.experiments.studies.keeping import StudyFolder
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.study_file import read_study_file
from shapan.scenarios.faults import InputFault

from ..support.small_study import FILE
from .pages import html, opened, run
from .test_evidence_page import LATIN, NAMES


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The small study in the place of those shipped."""
    path = tmp_path_factory.mktemp("files") / "small.toml"
    words = 'question = {zh = "问", en = "Why"}\nhypothesis = {zh = "猜", en = "So"}\n'
    path.write_text(FILE.replace("[runs]", f"{words}[runs]"), encoding="utf-8")
    file = read_study_file(path)
    with pytest.MonkeyPatch.context() as patch:
        known = {file.id: file}
        patch.setattr(shelf, "shipped_studies", lambda: known)
        for name in (
            "shapan.app.jobs.studies",
            "shapan.app.screens.experiments.shipped",
            "shapan.app.screens.experiments.shelf",
        ):
            patch.setattr(f"{name}.shipped_studies", lambda: known)
        shelf.shipped_plan.cache_clear()
        yield file.id
    shelf.shipped_plan.cache_clear()


@pytest.fixture(scope="module")
def done(own_jobs, small):
    """The study made as a job in this process, in the data folder that the page opens."""
    jobs = Jobs(data_folder(), workers=0)
    request = studies.asked_study(small)
    job = jobs.submit(request, "somebody")
    worker = Worker(jobs.folder, jobs.work_name, "here", jobs.build)
    while (task := worker.store.claim("here", jobs.build)) is not None:
        assert worker.do(task)
    assert jobs.progress(job).state == "done", jobs.progress(job).error
    return request, jobs.result(job)


def test_a_job_makes_the_runs_that_the_command_line_would_make(done):
    request, found = done
    plan = shelf.shipped_plan(request.study)
    assert len(found.runs) == plan.runs == request.runs and found.record["state"] == "done"
    number = studies.number_of(request, 1, request.seed + 2)
    alone = finish(plan.task(number))
    row = found.runs.set_index("run").loc[number]
    assert row["coverage"] == alone.summary.indicators["coverage"] and row["seed"] == alone.task.seed
    assert row["scenario"] == plan.names[1]


def test_a_study_is_asked_as_it_is_written_or_not_at_all(done):
    request, _ = done
    for wrong in (
        replace(request, days=6),
        replace(request, points=9),
        replace(request, study="no such"),
        replace(request, study=""),
    ):
        with pytest.raises(InputFault):
            studies.check_study(wrong)
    large = replace(shelf.shipped_plan(request.study), points=shelf.shipped_plan(request.study).points * 200)
    assert large.runs > studies.MOST_RUNS and not studies.fits(large)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_tells_a_finished_study_with_every_difference_in_its_table(done, language):
    _, found = done
    say = Words(language)
    page = run(opened("experiments", language, part="shipped"))
    text = html(page)
    assert say("studies.not_run_here") not in [one.value for one in page.info]
    names = results.scenario_names(say, found)
    table = results.differences(say, found, names)
    assert len(table) == len(found.findings) > 0
    first = table[table["outcome"] == found.record["outcomes"][0]]
    assert all(name in text for name in first["scenario"])
    if language == "zh":
        plain = NAMES.sub("", re.sub(r"<[^>]+>", " ", text))
        assert [one for one in LATIN.findall(plain) if one != "base"] == []


def test_folders_are_listed_with_their_state_and_a_damaged_one_with_its_fault(done):
    request, found = done
    plan, folder = shelf.shipped_plan(request.study), data_folder() / "studies"
    for name, state in (("whole", "done"), ("stopped", "interrupted")):
        store = StudyFolder(folder / name, plan)
        store.begin()
        for number in range(plan.runs if state == "done" else 2):
            store.keep(number, replace(finish_of(found, plan, number), details=""))
        store.close(state)
    (folder / "broken").mkdir()
    (folder / "broken" / "manifest.json").write_text("{")
    (folder / "else").mkdir()
    by_name = {one.folder.name: one for one in kept_studies()}
    assert set(by_name) == {"whole", "stopped", "broken"} and by_name["broken"].fault is not None
    assert by_name["whole"].whole and by_name["stopped"].status[0].left == plan.runs - 2
    page = opened("experiments", "en", part="kept")
    text = html(run(page))
    assert "Interrupted" in text and "cannot be read" in text and f"2 / {plan.runs}" in text
    assert str(data_folder()) not in text


def finish_of(found, plan, number):
    """A run of the table as if it had just been made."""
    row = found.runs.set_index("run").loc[number]
    known = {name: float(row[name]) for name in plan.file.outcomes if name in row and pd.notna(row[name])}
    few = {"funnel": {}, "requests": {}, "residents": 1, "communities": 1, "grids": 1}
    return Finished(plan.task(number), 0.1, Summary(indicators=known, **few))


def test_without_a_study_or_a_card_the_page_says_how_to_get_one(done):
    say = Words("en")
    page = run(opened("experiments", "en", part="robustness"))
    assert say("studies.no_cards") in [one.value for one in page.info]


OVER_DRAWS = """format = 1
kind = "study"
title = {zh = "抽取", en = "Drawn"}
question = {zh = "问什么", en = "What is asked"}
hypothesis = {zh = "猜什么", en = "What is expected"}
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {first = 1, count = 2}
[design]
kind = "listed"
[[scenarios]]
name = "as now"
title = {zh = "照旧"}
[[scenarios]]
name = "smaller"
title = {zh = "缩小网格", en = "Smaller grids"}
set = {"grid.households_per_grid" = 150}
[uncertainty]
draws = 12
assumptions = ["hearing.patrol_hazard"]
"""


@pytest.fixture(scope="module")
def over_draws(done, tmp_path_factory):
    """A study of two scenarios over draws in the data folder; the second does better in all draws but the first."""
    path = tmp_path_factory.mktemp("files") / "drawn.toml"
    path.write_text(OVER_DRAWS, encoding="utf-8")
    plan = plan_of(path)
    store = StudyFolder(data_folder() / "studies" / "drawn", plan)
    store.begin()
    few = {"funnel": {}, "requests": {}, "residents": 1, "communities": 1, "grids": 1}
    for number in range(plan.runs):
        where = plan.place(number)
        value = 0.5 + 0.05 * where.point * (1 if where.draw else -1) + 0.001 * where.seed
        store.keep(number, Finished(plan.task(number), 0.1, Summary(indicators={"coverage": value}, **few)))
    store.close("done")
    return store.path


@pytest.mark.parametrize(("language", "name"), [("zh", "缩小网格"), ("en", "Smaller grids")])
def test_a_study_over_draws_in_a_folder_has_a_robustness_card(over_draws, language, name):
    page = run(opened("experiments", language, part="robustness"))
    text = html(page)
    assert Words(language)("studies.no_cards") not in [one.value for one in page.info]
    assert name in text and "11/12" in text and "smaller" not in text
    if language == "zh":
        assert "照旧" in text and "as now" not in text


def test_a_study_is_told_in_chinese_on_its_page_and_by_its_titles(over_draws):
    found = shelf.studied(over_draws)
    assert (found.title_of("smaller", "zh"), found.title_of("smaller", "en")) == ("缩小网格", "Smaller grids")
    assert (found.title_of("as now", "zh"), found.title_of("as now", "en")) == ("照旧", "as now")
    code, link = re.compile(r"`[^`]*`"), re.compile(r"\b(?:Sobol|Morris|zh|en)\b")
    plain = link.sub("", code.sub("", found.page_zh))
    assert not re.findall(r"[A-Za-z]{2,}", plain), plain
    assert "缩小网格" in plain and "## 如何理解" in plain and not re.search(r"[\u4e00-\u9fff]", found.page)
    names = results.scenario_names(Words("zh"), found)
    assert names["smaller"] == "缩小网格" and "照旧" in names["as now"]


def test_indices_are_ordered_by_the_leading_one_of_one_target():
    facts = {"scenario": "", "baseline": "", "method": "morris", "lo": 0.0, "hi": 1.0, "n": 4}
    rows = [("coverage", "a.b", "mu_star", 0.1), ("coverage", "c.d", "mu_star", 0.3), ("coverage", "c.d", "mu", -9.0)]
    rows.append(("trust", "a.b", "mu_star", 5.0))
    table = pd.DataFrame(
        [dict(zip(("outcome", "factor", "index", "value"), row, strict=True), **facts) for row in rows]
    )
    found = indices.leading(Words("en"), table, ("coverage", "", ""))
    assert found["factor"].tolist() == ["c.d", "a.b"] and found["value"].tolist() == [0.3, 0.1]


def test_a_request_of_a_study_is_read_as_it_was_written(done):
    request, _ = done
    again = type(request).from_text(request.as_text())
    assert again == request and again.lives == tuple(range(request.points)) and not again.compares
    assert "study" not in json.loads(replace(request, study="", points=0).as_text())
