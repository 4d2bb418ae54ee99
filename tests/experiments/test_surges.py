"""What several runs with an emergency tell together: how many came back in time, and what it brought a province."""

from __future__ import annotations

from types import SimpleNamespace

from shapan.experiments.cli.province_surge import as_object, lines, needs
from shapan.experiments.cli.surge import back_json, back_lines, back_marks, surge_lines, surge_object
from shapan.experiments.comparing.surges import Back, back_of, count_of, kinds_of_needs
from shapan.experiments.reports.wording import words
from shapan.experiments.runs.provinces import Chosen, Stratum
from shapan.experiments.runs.store import run_row
from shapan.experiments.runs.task import Finished, Summary, Task
from shapan.scenarios.library import load

TOWN = load("status_quo").with_place("training_town")
TITLE = {"zh": "送菜送物", "en": "Food and supplies"}


def figures_of(days, least, born=10, on_time=4, lapsed=1):
    row = {"shock": "epidemic", "need": "supplies", "title": TITLE, "born": born, "met_on_time": on_time}
    row |= {"met_late": born - on_time - lapsed, "lapsed": lapsed, "open": 0}
    row |= {"met_on_time_share": on_time / born, "hours_to_help_median": 3.0}
    known = {"depth": 0.2, "needs_lost": 7, "recovery_days": days, "recovery_at_least_days": least}
    return {**known, "needs_that_did_not_arise": 2, "needs": [row]}


def finished(surge, name="A", seed=1):
    task = Task(name, TOWN, seed, days=9, warmup=0)
    return Finished(task, 1.0, Summary({}, {}, {}, 1000, 1, 1, surge=surge))


RUNS = [
    finished(figures_of(40, None), seed=1),
    finished(figures_of(None, 90), seed=2),
    finished(figures_of(20, None), seed=3),
]


def test_a_mean_says_of_how_many_it_is_and_that_the_rest_take_longer():
    one = back_of(done.summary.surge for done in RUNS)
    assert one == Back(2, 3, 50.0), "of the one that was not back, what is known"
    assert back_of([{}, {}]) is None and back_of([{}, figures_of(5, None)]) == Back(1, 1, 5.0)
    for language, least in (("zh", "≥ 50"), ("en", "≥ 50")):
        say = words(language)
        assert least in back_marks(RUNS, say)["surge_recovery_days"]
        (line,) = back_lines(RUNS, say)
        assert line.startswith("A") and "2" in line and "3" in line and least in line
        assert any(least in line for line in surge_lines(RUNS, say))
        assert back_marks(RUNS[:1], say) == {} and back_lines(RUNS[:1], say) == []
    assert back_json(RUNS) == {"surge_back": {"A": {"back": 2, "of": 3, "at_least_days": 50.0}}}
    assert surge_object([done.summary for done in RUNS])["surge_back"]["of"] == 3
    assert back_json([finished({})]) == {} and set(surge_object([RUNS[0].summary])) == {"surge"}


def test_the_table_of_runs_has_what_is_known_of_those_not_back():
    assert [run_row(done)["surge_recovery_at_least_days"] for done in RUNS] == [None, 90, None]


def test_a_province_tells_the_needs_an_emergency_brought():
    chosen = tuple(Chosen(SimpleNamespace(id=name, communities=3), 3) for name in "ab")
    area = Stratum("area", TITLE, "urban", of=2, communities=6, residents=2000, chosen=chosen)
    found = [
        {name: Summary({}, {}, {}, 1000, 3, 3, surge=figures_of(None, 30, born=10 + n)) for n, name in enumerate("ab")}
    ]
    ((kind, figures),) = needs([area], found)
    assert kind["need"] == "supplies" and figures["born"].value == 21.0 and figures["born"].how == "sum"
    back = back_of(one.surge for one in found[0].values())
    told_of = as_object([area], found, back, lambda one: {key: figure.value for key, figure in one.items()})
    assert told_of["surge_back"] == {"back": 0, "of": 2, "at_least_days": 30.0}
    assert told_of["emergency_needs"][0]["met_on_time"] == 8.0
    first, second = lines([area], found, back, words("en"))
    assert "0 of 2" in first and "≥ 30" in first and "Food and supplies: 21 needs" in second
    assert as_object([area], found, None, dict) == {} and lines([area], found, None, words("zh")) == []


def test_runs_without_an_emergency_know_no_kinds_of_its_needs():
    (kind,) = kinds_of_needs([{}, figures_of(3, None), figures_of(4, None)])
    assert count_of({}, kind, "born") is None and count_of(figures_of(3, None), kind, "born") == 10.0
