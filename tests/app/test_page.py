"""The Compare page as a person meets it, in both languages, with real runs on the training town."""

import time
from html import escape, unescape

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs import first_picture
from shapan.app.jobs.request import Column, Request
from shapan.app.widgets.changes import changes_of
from shapan.app.widgets.changes_table import count_of
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.scenarios.library import find_policy

from .conftest import ENTRY, letters


def small(*changes, reps=3, days=60):
    columns = [Column("", "status_quo", "training_town")]
    columns += [Column("", "yantian", "training_town", change) for change in changes]
    return Request(tuple(columns), reps=reps, days=days, warmup=30)


@pytest.fixture
def first(monkeypatch):
    """A first picture that takes a second, so that a test need not wait for three years of Yantian."""
    monkeypatch.setattr(first_picture, "small_request", lambda: small({}))
    return small({})


def open_page(language="en", **query):
    page = AppTest.from_file(ENTRY, default_timeout=90)
    page.query_params["lang"] = language
    for key, value in query.items():
        page.query_params[key] = value
    return run(page)


def run(page):
    page.run()
    assert not page.exception, page.exception
    broken = [
        error.value for error in page.error if any(part in error.value for part in ("server's log", "服务器日志"))
    ]
    assert not broken, broken
    return page


def html(page):
    return "\n".join(element.proto.body for element in page.get("html") if "<style>" not in element.proto.body)


def until_verdict(page, seconds=90):
    """Look again, as the page itself does every second, until the verdict is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if 'class="shapan-verdict' in html(page) and not page.get("progress"):
            return page
        assert not page.error, page.error[0].value
        time.sleep(0.3)
        run(page)
    raise AssertionError(f"no verdict came; {[error.value for error in page.error]}")


def turn(page, language, tab):
    """Open a tab of the result, as a click on it does."""
    page.session_state[f"tabs:{language}"] = Words(language)(f"tab.{tab}")
    return run(page)


def charts(page):
    return page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")


HEADS = {
    "lost": ("funnel", "requests"),
    "differences": ("differences", "daily"),
    "who": ("who",),
    "why": ("why",),
    "map": ("map",),
    "money": ("lines",),
    "settings": ("between", "timeline", "changes", "branch", "reproduce"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_on_a_comparison_and_says_what_it_is(own_jobs, first, language):
    say = Words(language)
    page = until_verdict(open_page(language))
    text = html(page)
    assert say("page.subtitle") in text and "10,000" in text
    verdict, money, tiles = (text.index(f'class="shapan-{part}') for part in ("verdict", "money", "tiles"))
    assert verdict < money < tiles
    assert escape(find_policy("yantian_equal_budget").header.title[language]) in text[money:tiles]
    assert "544" in text[money:tiles] and "292" in text[money:tiles]
    assert any(say("result.luck_only") == caption.value for caption in page.caption)
    other = Words("zh" if language == "en" else "en")
    assert other("page.subtitle") not in text
    drawn = 0
    for tab, heads in HEADS.items():
        turn(page, language, tab)
        assert [head.value for head in page.subheader] == [say(f"result.{key}") for key in heads], tab
        drawn += len(charts(page))
    assert drawn >= 10
    assert "shapan compare status_quo yantian --place training_town --reps 3" in page.code[0].value


def test_switching_the_language_keeps_what_is_shown(own_jobs, first):
    page = until_verdict(open_page("en"))
    job = page.query_params["job"]
    page.get("button_group")[0].set_value("zh")
    run(page)
    assert Words("zh")("page.subtitle") in html(page)
    assert page.query_params["job"] == job and page.query_params["lang"] in ("zh", ["zh"])


def test_moving_a_lever_and_running_gives_a_new_verdict(own_jobs, first):
    page = until_verdict(open_page("zh"))
    say = Words("zh")
    second = [button.key for button in page.button if str(button.key).startswith("edit:")][1]
    number = second.partition(":")[2]
    page.button(second).click()
    run(page)
    page.slider(f"lever:{number}:grid.visit_share").set_value(0.4)
    run(page)
    assert any(say("choose.changed_one") in caption.value for caption in page.caption)
    estimate = [text.value for text in page.markdown if ":material/timer:" in text.value]
    assert len(estimate) == 1 and "6" in estimate[0] and "3" in estimate[0]
    page.button("run").click()
    until_verdict(run(page))
    assert say("choose.edited", name="盐田") in html(page)
    turn(page, "zh", "settings")
    assert "grid.visit_share=0.4" in page.code[0].value


def test_cost_is_told_before_the_start_and_says_it_is_a_guess(own_jobs, first):
    page = open_page("en", job="nobody-knows")
    assert [warning.value for warning in page.warning] == [Words("en")("page.unknown_job")]
    estimate = next(text.value for text in page.markdown if ":material/timer:" in text.value)
    assert "12 runs" in estimate and "first guess" in estimate and "minute" in estimate


def test_scenarios_are_added_copied_and_removed_within_two_to_four(own_jobs, first):
    page = until_verdict(open_page("en"))

    def scenarios():
        return [box for box in page.selectbox if str(box.key).startswith("policy:")]

    def press(start, which=0):
        [button for button in page.button if str(button.key).startswith(start)][which].click()
        run(page)

    assert len(scenarios()) == 2 and not any(str(button.key).startswith("remove:") for button in page.button)
    press("add")
    assert len(scenarios()) == 3
    assert any(Words("en")("choose.doubles") == letters(warning.value) for warning in page.warning)
    assert page.button("run").disabled
    press("copy:")
    assert len(scenarios()) == 4
    assert not any(str(button.key).startswith(("copy:", "add")) for button in page.button)
    press("remove:", 2)
    press("remove:", 2)
    assert len(scenarios()) == 2 and not page.button("run").disabled


def test_levers_that_do_not_go_together_are_named_before_the_run(own_jobs, first):
    page = until_verdict(open_page("en"))
    second = [button.key for button in page.button if str(button.key).startswith("edit:")][1]
    number = second.partition(":")[2]
    page.button(second).click()
    run(page)
    page.slider(f"lever:{number}:grid.patrol_share").set_value(0.9)
    run(page)
    assert page.button("run").disabled
    assert any("grid.patrol_share" in letters(warning.value) for warning in page.warning)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_policy_changes_is_read_before_and_after_the_run(own_jobs, first, language):
    say = Words(language)
    page = until_verdict(open_page(language))
    changes = changes_of(Column("", "yantian", "training_town"))
    count = count_of(changes, say)
    assert any(count in caption.value for caption in page.caption), "the count stands beside the policy"
    turn(page, language, "settings")
    assert html(page).count('class="shapan-levers"') == 2, "between the two, and against the status quo"
    assert count in unescape(html(page)), "the result tells it too"
    read = [button.key for button in page.button if str(button.key).startswith("read:")][1]
    page.button(read).click()
    run(page)
    assert html(page).count('class="shapan-levers"') == 3
    page.button(read.replace("read", "edit")).click()
    run(page)
    assert html(page).count('class="shapan-levers"') == 2, "changing and reading take turns"
    assert page.get("expander") and any(str(box.key).startswith("lever:") for box in page.slider)
    assert not any("emergency" in str(box.key) for box in page.number_input), "closed groups are not drawn"


def test_cancel_and_going_on(own_jobs, first):
    page = until_verdict(open_page("en"))
    jobs = own_jobs()
    job = jobs.submit(small({"grid.visit_share": 0.3}, reps=60, days=400), "somebody")
    page = open_page("en", job=job)
    page.button("cancel").click()
    run(page)
    assert jobs.progress(job).state == "cancelled"
    assert any("Cancelled" in info.value for info in page.info)
    page.button("again").click()
    run(page)
    again = page.query_params["job"]
    again = again[0] if isinstance(again, list) else again
    assert again != job and jobs.progress(again).state == "active"
    jobs.cancel(again)


def test_three_scenarios_and_a_hostile_name(own_jobs, first):
    columns = (
        Column("", "status_quo", "training_town"),
        Column("<script>alert(1)</script>", "yantian", "training_town"),
        Column("", "yantian", "training_town", {"grid.households_per_grid": 250.0}),
    )
    jobs = own_jobs()
    job = jobs.submit(Request(columns, reps=2, days=40, warmup=10), "somebody")
    ended = jobs.wait(job, 60)
    assert ended.state == "done", ended.error
    page = until_verdict(open_page("zh", job=job))
    assert "<script>" not in html(page) and "&lt;script&gt;" in html(page)
    assert html(page).count("shapan-verdict ") == 2


def test_a_result_that_was_cleared_away_can_be_made_again(own_jobs, first):
    jobs = own_jobs()
    job = jobs.submit(small({}), "somebody")
    jobs.wait(job, 60)
    for path in (jobs.folder / "results").rglob("*.zip"):
        path.unlink()
    page = open_page("en", job=job)
    assert any(Words("en")("run.gone") == info.value for info in page.info)
    page.button("again").click()
    until_verdict(run(page))


def test_the_real_first_picture_is_the_status_quo_against_yantian_in_yantian():
    asked = first_picture.request()
    assert [column.policy for column in asked.columns] == ["status_quo", "yantian"]
    assert {column.place for column in asked.columns} == {"yantian"} and asked.days == 1095


def test_setting_up_computes_the_first_picture_once(own_jobs, monkeypatch):
    asked = small({}, reps=2, days=50)
    monkeypatch.setattr(first_picture, "request", lambda: asked)
    jobs = own_jobs()
    assert jobs.find(asked) is None and first_picture.main() == 0
    stored = jobs.find(asked)
    assert stored and first_picture.main() == 0 and jobs.find(asked) == stored
    started = time.monotonic()
    page = open_page("zh")
    assert 'class="shapan-verdict' in html(page), "it opens on it at once"
    assert time.monotonic() - started < 10


def test_setting_up_goes_on_where_the_first_picture_takes_too_long(own_jobs, monkeypatch, capsys):
    """`make app` opens the page all the same, on its stand-in."""
    asked = small({}, reps=2, days=51)
    monkeypatch.setattr(first_picture, "request", lambda: asked)
    monkeypatch.setattr(first_picture, "PATIENCE_SECONDS", 0.0)
    assert first_picture.main() == 0 and own_jobs().find(asked) is None
    assert "smaller one" in capsys.readouterr().err


def test_a_part_that_breaks_is_told_in_words_and_leaves_the_rest(own_jobs, first, monkeypatch):
    from shapan.app.screens.compare import results

    def breaks(*_):
        raise RuntimeError("no map today")

    monkeypatch.setattr(results, "_funnels", breaks)
    page = AppTest.from_file(ENTRY, default_timeout=90)
    page.query_params["job"] = own_jobs().submit(small({}), "somebody")
    own_jobs().wait(page.query_params["job"], 60)
    page.query_params["lang"] = "zh"
    page.run()
    assert [error.value for error in page.error] == [Words("zh")("page.fault", fault="RuntimeError")]
    assert 'class="shapan-verdict' in html(page) and charts(page) and not page.button("run").disabled


def test_why_is_asked_told_and_found_again(own_jobs, first):
    """The question is a job of its own, and its parts add up to the difference."""
    columns = (Column("", "status_quo", "training_town"), Column("", "status_quo", "training_town", {}))
    columns[1].changes.update({"staff.admin_share": 0.2, "deliberation.seats": 25})
    jobs = own_jobs()
    job = jobs.submit(Request(columns, reps=2, days=30, warmup=5), "somebody")
    assert jobs.wait(job, 90).state == "done"
    page = turn(open_page("en", job=job), "en", "why")
    (start,) = [button for button in page.button if str(button.key).startswith("why_start")]
    assert any(":material/timer:" in one.value and "8" in one.value for one in page.markdown)
    start.click()
    run(page)
    asked = page.query_params["why"]
    asked = asked[0] if isinstance(asked, list) else asked
    assert jobs.wait(asked, 90).state == "done"
    page = turn(open_page("en", job=job, why=asked), "en", "why")
    idle = [letters(one.value) for one in page.markdown if "changed no figure" in one.value]
    assert charts(page) and len(idle) == 1 and "does not act here because staff decide" in idle[0]
    found = jobs.result(asked)
    coverage = found.contributions[found.contributions["indicator"] == "coverage"]
    total = found.totals.set_index("indicator")["value"]["coverage"]
    assert coverage["value"].sum() == pytest.approx(total, abs=1e-9)
    assert total == pytest.approx(jobs.result(job).comparison.paired["1"]["coverage"].difference, abs=1e-12)
    page = open_page("en", job=asked)
    assert any(Words("en")("page.unknown_job") == one.value for one in page.warning)
