"""`shapan sensitivity --page`: the page of a sampled study names units, groups and noise, however it was sampled."""

from __future__ import annotations

import pytest

from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.sensitivity import writing
from shapan.experiments.studies.keeping import StudyFolder
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.study_pages.page import write

HEAD = """format = 1
kind = "study"
title = {zh = "抽样", en = "Sampled"}
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {first = 1, count = 2}
"""
LISTED = """[design]
kind = "listed"
[[scenarios]]
name = "now"
[[scenarios]]
name = "smaller"
set = {"grid.households_per_grid" = 150}
[uncertainty]
assumptions = ["hearing.patrol_hazard", "hearing.visit_hours", "hearing.app_hazard"]
"""
SAMPLED = {
    "morris": LISTED + 'kind = "morris"\ntrajectories = 6\n'
    '[groups]\n"by foot" = ["hearing.patrol_hazard", "hearing.visit_hours"]\n',
    "sobol": LISTED + 'kind = "sobol"\nsamples = 16\n',
    "pawn": '[design]\nkind = "latin_hypercube"\npoints = 60\n[design.levers]\n"staff.admin_share" = [0.1, 0.5]\n'
    '"grid.households_per_grid" = {low = 150, high = 600}\n',
}  # fmt: skip
FEW = {"funnel": {}, "requests": {}, "residents": 1, "communities": 1, "grids": 1}


def outcome(plan, where):
    """Coverage that rises with the hazard of patrols, or falls with forms; a little luck."""
    moved = plan.draws[where.draw].values["hearing.patrol_hazard"] if plan.draws else None
    rises = 0.02 * moved if moved is not None else -0.1 * plan.points[where.point].values["staff.admin_share"]
    return 0.5 + rises * (1 + where.point % 2) + 0.001 * where.seed


@pytest.fixture(params=SAMPLED)
def written(request, tmp_path, monkeypatch):
    """Which method, the text of the page, and the names and labels in its picture."""
    pytest.importorskip("SALib")
    path = tmp_path / "sampled.toml"
    path.write_text(HEAD + SAMPLED[request.param], encoding="utf-8")
    plan = plan_of(path)
    store = StudyFolder(tmp_path / "out", plan)
    store.begin()
    for number in range(plan.runs):
        value = outcome(plan, plan.place(number))
        store.keep(number, Finished(plan.task(number), 0.1, Summary(indicators={"coverage": value}, **FEW)))
    store.close("done")
    labels, panel = [], writing._panel

    def drawn(axes, *more):
        panel(axes, *more)
        labels.extend([axes.get_xlabel(), *(text.get_text() for text in axes.get_legend().get_texts())])

    monkeypatch.setattr(writing, "_panel", drawn)
    page, kept, picture = write(path, tmp_path / "page.md", store.path)
    assert kept.stat().st_size and picture.read_bytes().startswith(b"\x89PNG")
    return request.param, page.read_text(encoding="utf-8"), labels


def test_a_page_of_indices_says_in_what_and_what_is_noise(written):
    method, text, labels = written
    assert "Expected, written" not in text and "**Question.**" not in text, "nothing was asked or expected in the file"
    assert not {"mu_star", "sigma", "dummy", "pawn"} & set(labels)
    if method == "morris":
        assert "2 of 3 factors move in one group:" in text and "| factor | μ*, points |" in text
        assert "μ*, points" in labels and "σ" in labels
        assert text.index("`by foot` |") < text.index("`hearing.app_hazard` |"), "the larger first"
    else:
        assert "high − low, points" in text
    if method == "sobol":
        shares = [cell for line in text.splitlines() if line.startswith("| `") for cell in line.split("|")[2:4]]
        beyond = any(not 0.0 <= float(one.split("[")[0].replace("−", "-")) <= 1.0 for one in shares)
        assert ("is noise" in text) is beyond
    if method == "pawn":
        assert "PAWN" in labels and "reached by chance in 1 of 20" in labels
