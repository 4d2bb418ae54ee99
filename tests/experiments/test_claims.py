"""Claims of the articles: contrasts written down with their signs, and a page that says what the model says of them."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from shapan.experiments.evidence import claimed
from shapan.experiments.evidence import claims as command
from shapan.experiments.evidence.claim_rows import ClaimRow, read, reckon, with_those_kept, write
from shapan.experiments.evidence.claimed import POLICY, SIDES, SIGNS, claims, seeds
from shapan.experiments.evidence.claims_page import ARTICLES, NOT_RUN, page
from shapan.experiments.evidence.contrasts import SEEDS, seed_rows
from shapan.experiments.evidence.plain_steps import seeds_of
from shapan.experiments.evidence.stored_runs import Stored
from shapan.model.observation.indicators import INDICATORS
from shapan.model.parameters import all_parameters

pytestmark = pytest.mark.usefixtures("runs_made_once")

GATE = "yt_gate"


def runs_of(name, change, *, noise=0.0, pairs=10):
    """Made-up runs of one claim: every judged indicator differs by `change`, give or take."""
    claim = claims()[name]
    low, high = (claim.scenarios()[side] for side in SIDES)
    for number, seed in enumerate(list(seeds())[:pairs]):
        for scenario, plus in ((low, 0.0), (high, change + noise * (-1) ** number)):
            values = dict.fromkeys(claim.judged, 0.4 + 0.01 * number + plus)
            yield Stored(scenario.hash, "training_town", claim.days, seed, scenario.hash, "a_model", values)


def test_there_are_claims_of_every_article_each_of_a_row_with_a_sign():
    found = claims()
    assert len(found) >= 40
    by_article = Counter(claim.rows[0][:2] for claim in found.values())
    assert set(by_article) == set(ARTICLES) and min(by_article.values()) >= 8
    rows = {row.id for row in seed_rows()}
    for claim in found.values():
        assert set(claim.rows) <= rows and len({row[:2] for row in claim.rows}) == 1
        assert claim.says["zh"] and claim.says["en"] and claim.judged
        assert set(claim.judged) <= set(INDICATORS) and set(claim.judged.values()) <= set(SIGNS)
        assert set(claim.changes) - {POLICY} <= set(all_parameters())


@pytest.mark.parametrize("name", claims())
def test_both_sides_differ_in_what_is_said_to_change_and_in_nothing_else(name):
    claim = claims()[name]
    low, high = (claim.scenarios()[side] for side in SIDES)
    assert low.place_id == high.place_id == claimed.study("place")
    differs = {lever for lever in low.values if low.values[lever] != high.values[lever]}
    if POLICY not in claim.changes:
        assert differs == set(claim.changes)
        assert all(high.values[lever] == values[1] for lever, values in claim.changes.items())
    else:
        assert differs and [low.policy_id, high.policy_id] == claim.changes[POLICY]


def test_the_seeds_were_used_by_nobody_while_building():
    assert not set(seeds()) & {*SEEDS, *seeds_of("building"), *seeds_of("holdout")}


def test_a_scenario_that_several_claims_share_runs_once():
    tasks = command.tasks(claims(), [7])
    names = [(task.name, task.days) for task in tasks]
    assert len(names) == len(set(names)) < 2 * len(claims())
    assert {task.seed for task in tasks} == {7} and all(task.redraw for task in tasks)


@pytest.mark.parametrize(
    ("change", "noise", "verdicts"),
    [
        (0.05, 0.001, {"staff_admin_share": "against", "coverage_personal": "agrees"}),
        (-0.05, 0.001, {"staff_admin_share": "agrees", "coverage_personal": "against"}),
        (0.001, 0.05, {"staff_admin_share": "no difference shown", "coverage_personal": "no difference shown"}),
        (0.0, 0.0, {"staff_admin_share": "no difference shown", "coverage_personal": "no difference shown"}),
    ],
    ids=["rises", "falls", "noise", "alike"],
)
def test_the_models_sign_agrees_or_is_against_only_where_a_difference_shows(change, noise, verdicts):
    found = reckon(runs_of(GATE, change, noise=noise))
    assert {row.indicator: row.verdict for row in found} == verdicts
    assert all(row.pairs == 10 and row.difference == pytest.approx(change) for row in found)


def test_many_signs_are_corrected_together():
    alone = reckon(runs_of(GATE, 0.05, noise=0.05))
    among = reckon([*runs_of(GATE, 0.05, noise=0.05), *runs_of("su_lists", 0.0, noise=0.05)])
    assert alone[0].p == among[0].p and among[0].p_holm > alone[0].p_holm > alone[0].p


def test_one_pair_is_no_evidence():
    assert not reckon(runs_of(GATE, 0.05, pairs=1))


def test_what_is_stored_is_read_again_and_of_another_contrast_is_dropped(tmp_path):
    found, file = reckon(runs_of(GATE, 0.05, noise=0.001)), tmp_path / "claims.csv"
    write(file, found)
    again = read(file)
    assert [row.verdict for row in again] == [row.verdict for row in found] and not read(tmp_path / "none.csv")
    other = [ClaimRow(**{**row_fields(row), "contrast": "other"}) for row in again]
    assert not with_those_kept(other, [])
    write(tmp_path / "again.csv", with_those_kept(again, []))
    assert (tmp_path / "again.csv").read_bytes() == file.read_bytes()
    anew = reckon(runs_of(GATE, -0.05, noise=0.001))
    assert [row.difference for row in with_those_kept(again, anew)] == [row.difference for row in anew]


def row_fields(row):
    return {name: getattr(row, name) for name in ClaimRow.__dataclass_fields__}


def test_the_page_says_of_every_sign_what_the_model_says_or_that_it_was_not_run(monkeypatch):
    signs = sum(len(claim.judged) for claim in claims().values())
    assert page([]).count(f"| {NOT_RUN} |") == signs
    text = page(reckon(runs_of(GATE, 0.05, noise=0.001)))
    assert text.count(f"| {NOT_RUN} |") == signs - 2
    assert "| **against** |" in text and "| **agrees** |" in text and "`a_model`" in text
    assert "+5.00 [" in text, "shares are in points"


def test_a_reason_is_told_where_the_model_is_against_and_nowhere_else(monkeypatch):
    first = next(name for name, claim in claims().items() if claim.why)
    why, signs = claims()[first].why, claims()[first].judged
    against = -0.05 if "+" in signs.values() else 0.05
    assert why in page(reckon(runs_of(first, against, noise=0.001)))
    assert why not in page([]) and why not in page(reckon(runs_of(first, 0.0)))


def test_run_and_tell_store_what_they_make(tmp_path, monkeypatch, capsys):
    """Two pairs of one claim, in a short run, from the first pair to the page."""
    short = {**claims(), GATE: claims()[GATE].__class__(**{**vars_of(claims()[GATE]), "days": 20})}
    for module in ("claims", "claim_rows", "claims_page"):
        monkeypatch.setattr(f"shapan.experiments.evidence.{module}.claims", lambda: short)
    runs, out = tmp_path / "runs.csv", tmp_path / "claims.md"
    asked = ["--only", GATE, "--seeds", "5-6", "--workers", "1", "--runs", str(runs)]
    command.main(["run", *asked])
    command.main(["tell", str(out), "--runs", str(runs)])
    assert "all made" in capsys.readouterr().out
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as lines:
        stored = list(csv.DictReader(lines))
    assert [row["indicator"] for row in stored] == list(claims()[GATE].judged) and {row["pairs"] for row in stored} == {
        "2"
    }
    assert float(stored[0]["difference"]) < 0.0, "a gate spares administration from the first weeks on"
    assert re.search(r"`staff_admin_share` - \| -\d", out.read_text(encoding="utf-8"))


def vars_of(claim):
    return {name: getattr(claim, name) for name in claim.__dataclass_fields__}
