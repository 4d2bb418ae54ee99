"""Which use has which evidence: a rule on planted verdicts."""

from __future__ import annotations

from collections import Counter

import pytest

from shapan.experiments.evidence import fingerprint_rows, kept_figures, patterns
from shapan.experiments.evidence.assurance_page import Found, Use, fit, uses
from shapan.experiments.evidence.claimed import claims


def use(**facts):
    return Use("x", {"en": "X", "zh": "X"}, **{"patterns": [], "fingerprints": [], "claims": [], "mind": "", **facts})


FOUND = Found(
    patterns={"hit": True, "miss": False, "open": None},
    calibration={"put_in": True},
    fingerprints={"shows": True, "fails": False},
    claims={"praise": Counter({"agrees": 9})},
)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"patterns": ["hit"], "fingerprints": ["shows"]}, "fit"),
        ({"patterns": ["hit", "open"], "fingerprints": ["shows", "fails"]}, "fit"),
        ({"patterns": ["hit"], "fingerprints": ["fails"]}, "not shown"),
        ({"patterns": ["hit", "miss"], "fingerprints": ["shows"]}, "with care"),
        ({"patterns": ["put_in"], "fingerprints": ["shows"]}, "with care"),  # what was put in does not speak for it
        ({"patterns": ["miss"], "fingerprints": ["shows"]}, "not shown"),
        ({"patterns": ["put_in", "open"], "claims": ["praise"]}, "not known"),  # nor what promoters say
        ({"patterns": ["hit"], "fingerprints": ["shows"], "never": "it cannot"}, "not fit"),
    ],
)
def test_what_makes_a_use_fit(facts, wanted):
    assert fit(use(**facts), FOUND)[0] == wanted


def test_uses_name_evidence_that_is_there():
    assert len(uses()) >= 10
    for one in uses().values():
        assert one.says["zh"] and one.says["en"] and (one.mind or one.never)
        assert set(one.patterns) <= set(patterns.patterns()) and set(one.claims) <= set(claims())
        assert set(one.fingerprints) <= set(fingerprint_rows.fingerprints())
    assert fit(uses()["budgets"], FOUND)[0] == "not fit"


def test_kept_figures_count_as_long_as_the_arm_is_written_as_it_was(tmp_path):
    arms = list(patterns.arms().values())[:2]
    kept = kept_figures.Kept({arms[0].name: {1: {"coverage": 0.5}, 2: {}}}, {arms[0].name: "a_model"})
    kept_figures.write(tmp_path / "a.csv", kept, arms, ["coverage", "trust"])
    assert kept_figures.read(tmp_path / "a.csv", arms) == kept
    from dataclasses import replace

    changed = replace(arms[0], days=7)
    assert kept_figures.read(tmp_path / "a.csv", [changed]).figures == {}
    both = kept_figures.with_those_made(kept, {arms[0].name: {}, arms[1].name: {3: {"coverage": 0.1}}}, "today")
    assert both.figures[arms[0].name] == kept.figures[arms[0].name] and both.models[arms[1].name] == "today"
