"""When a machine cannot work, every page says so in the reader's language, and pages that need no work go on."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs import first_picture
from shapan.app.jobs.handle import MOST_UNDER_WAY, OWNER, NoFolder, jobs, owner
from shapan.app.jobs.request import Column, Reason, Request
from shapan.app.jobs.store import DIED, NOT_GATHERED
from shapan.app.jobs.worker import Worker
from shapan.app.jobs.worker_pool import WorkerPool
from shapan.app.widgets import drafts
from shapan.app.widgets.guard import job_error, run_error
from shapan.app.widgets.language import LANGUAGES, Words

from .conftest import ENTRY, letters

QUICK = Request((Column("", "status_quo", "training_town"), Column("", "yantian", "training_town")), 1, 30, 0)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder of one test's own, with nobody to work on what is asked."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(first_picture, "small_request", lambda: QUICK)
    monkeypatch.setattr("shapan.app.jobs.jobs.usual_size", lambda: 0)
    jobs.clear()
    yield tmp_path / "data"
    jobs.clear()


def page(language="en", **query):
    opened = AppTest.from_file(ENTRY, default_timeout=90)
    opened.query_params["lang"] = language
    for key, value in query.items():
        opened.query_params[key] = value
    opened.run()
    assert not opened.exception, opened.exception
    return opened


def said(opened):
    return [letters(one.value) for one in (*opened.error, *opened.warning)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_data_folder_that_cannot_be_used_is_said_in_words(folder, language):
    folder.write_text("a file, not a folder", encoding="utf-8")
    opened = page(language)
    assert len(said(opened)) == 1 and str(folder) in said(opened)[0] and "SHAPAN_DATA" in said(opened)[0]
    folder.unlink()
    opened.run()
    assert not said(opened), "as soon as it can be used, everything works"


def test_pages_that_need_no_work_go_on_without_a_folder(folder):
    folder.write_text("a file, not a folder", encoding="utf-8")

    def votes():
        from shapan.app.screens.votes.page import elections_page
        from shapan.app.widgets.guard import guarded
        from shapan.app.widgets.language import Words
        from shapan.app.widgets.notices import show_notices

        with guarded(Words("en")):
            show_notices(Words("en"))
        elections_page(Words("en"))

    opened = AppTest.from_function(votes, default_timeout=90).run()
    assert not opened.exception and not said(opened) and opened.get("html")
    with pytest.raises(NoFolder):
        jobs()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_damaged_job_file_is_said_on_every_page(folder, language):
    folder.mkdir()
    (folder / "jobs-1.sqlite").write_bytes(b"nothing of the kind" * 100)
    shown_text = [text for text in said(page(language)) if ".damaged-" in text]
    assert len(shown_text) == 1 and (folder / shown_text[0].split(" as ")[-1].split(".sqlite")[0]).name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_worker_is_said_with_the_reason(folder, language, monkeypatch):
    queue = jobs()
    monkeypatch.setattr(WorkerPool, "_watch", lambda pool: None)
    queue.size = 1
    queue.start()
    for word in ("cannot_start", "updated", "no_queue"):
        queue._pool.trouble = f"job.{word}|no memory"
        say = Words(language)
        assert job_error(say, f"job.{word}|no memory") == say(f"job.{word}", why="no memory")
        monkeypatch.setattr(WorkerPool, "try_again", lambda pool: None)
        assert say(f"job.{word}", why="no memory") in said(page(language))
    queue.stop()
    assert job_error(Words(language), "ValueError: {x}|y") == "ValueError: {x}|y"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_this_house_is_told_in_the_readers_language(language):
    say = Words(language)
    died = say("run.one_failed", scenario=1, seed="5", error=say("job.died"))
    assert run_error(say, f"0:5: {DIED}|") == died and DIED not in died
    assert job_error(say, f"{NOT_GATHERED}|") == say(NOT_GATHERED)
    assert job_error(say, str(Reason("job.none_finished", f"0:5: {DIED}|"))) == say("job.none_finished", why=died)
    assert run_error(say, "0:5: ValueError: {x}") == say(
        "run.one_failed", scenario=1, seed="5", error="ValueError: {x}"
    )
    assert run_error(say, "as it stands") == "as it stands"
    silent = job_error(say, "job.cannot_start|job.worker_killed|9")
    assert silent == say("job.cannot_start", why=say("job.worker_killed", why="9")) and "|" not in silent


def test_a_worker_writes_reasons_down_as_words_and_no_sentence_into_the_queue(folder):
    queue = jobs()
    job = queue.submit(QUICK, "anna")
    worker = Worker(queue.folder, queue.work_name, "w", queue.build)
    with closing(sqlite3.connect(queue.store.path)) as db:
        db.execute("UPDATE task SET state = 'running', worker = 'x', beat = 1, attempts = 9 WHERE column_number >= 0")
        db.commit()
    while (task := worker.store.claim("w", queue.build)) is not None:
        worker.do(task)
    found = queue.progress(job)
    assert (found.state, found.error) == ("failed", f"job.none_finished|0:1: {DIED}|")
    for language in LANGUAGES:
        assert "died" not in job_error(Words("zh"), found.error) and job_error(Words(language), found.error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_with_enough_under_way_is_told_so_in_one_line(folder, language, monkeypatch):
    queue = jobs()
    monkeypatch.setattr("shapan.app.jobs.handle.owner", lambda: "a" * 32)
    drafts.write("0123456789ab", replace(QUICK, seed=77))
    for seed in range(1, 1 + MOST_UNDER_WAY):
        queue.submit(replace(QUICK, seed=seed), "tab", "a" * 32)
    for at_the_machine in (False, True):
        monkeypatch.setattr("shapan.app.jobs.handle.at_the_machine", lambda here=at_the_machine: here)
        opened = page(language, draft="0123456789ab")
        before = len(queue.recent(99))
        next(one for one in opened.button if one.key == "run").click().run()
        assert not opened.exception and not opened.error
        full = Words(language)("job.too_many", n=MOST_UNDER_WAY)
        assert (full in said(opened)) != at_the_machine
        assert (len(queue.recent(99)) > before) == at_the_machine


@pytest.mark.parametrize("language", LANGUAGES)
def test_jobs_of_another_build_are_one_row(folder, language, monkeypatch):
    monkeypatch.setattr("shapan.app.jobs.handle.at_the_machine", lambda: True)
    queue = jobs()
    with closing(sqlite3.connect(queue.store.path)) as db:
        for number, text in enumerate(("{}", QUICK.as_text().replace("yantian", "yantian_2027"))):
            row = (f"aaaa{number}", "old", time.time(), "done", text, "k" * 32, None, time.time())
            db.execute("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.commit()
    opened = page(language)
    assert not opened.error and Words(language)("job.foreign", n=2) in [one.value for one in opened.caption]
    foreign = page(language, job="aaaa1")
    assert Words(language)("page.unknown_job") in said(foreign) and not foreign.error


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_asker_can_stop_a_comparison_where_others_look_on(folder, language, monkeypatch):
    queue = jobs()
    hers = queue.submit(QUICK, "tab", "a" * 32)
    for address, stopped in (("0.0.0.0", False), ("127.0.0.1", True)):
        monkeypatch.setattr("shapan.app.jobs.handle.st.get_option", lambda name, address=address: address)
        opened = page(language, job=hers)
        next(one for one in opened.button if one.key == "cancel").click().run()
        assert not opened.exception
        assert (queue.progress(hers).state == "cancelled") == stopped
        shown = [one.key for one in opened.button if str(one.key) == f"open:{hers}"]
        assert bool(shown) == stopped, "others are not told what she asks"


def test_an_owner_outlives_a_reload(monkeypatch):
    browser = SimpleNamespace(cookies={OWNER: "b" * 32})
    monkeypatch.setattr("shapan.app.jobs.handle.st.context", browser)
    monkeypatch.setattr("shapan.app.jobs.handle.st.session_state", {})
    assert owner() == "b" * 32
    browser.cookies = {OWNER: "'; DROP TABLE job"}
    assert owner() != browser.cookies[OWNER] and len(owner()) == 32


def test_a_real_run_on_a_folder_of_its_own_is_read_back(folder):
    queue = jobs()
    job = queue.submit(QUICK, "anna")
    worker = Worker(queue.folder, queue.work_name, "w", queue.build)
    while (task := worker.store.claim("w", queue.build)) is not None:
        assert worker.do(task)
    assert queue.progress(job).state == "done", queue.progress(job).error
    assert queue.result(job).comparison.indicators["coverage"]["0"].n == 1
    assert page("en", job=job).get("html")
