"""The second scenario of a comparison is timed against the first; how much it costs stands in `shapan bench`."""

from __future__ import annotations

import pytest

from shapan.experiments.machine.bench import plainly
from shapan.experiments.machine.bench_lines import _sharing
from shapan.experiments.machine.sharing import Pair, pairs
from shapan.experiments.reports.wording import words
from shapan.model import forking
from shapan.model.district import District


def test_the_second_scenario_of_each_round_builds_no_district(monkeypatch):
    built, plain = [], District.__init__
    monkeypatch.setattr(District, "__init__", lambda self, plan: (built.append(plan), plain(self, plan))[1])
    (pair,) = pairs(quick=True, worlds=(("training_town", "shenzhen"),), days=10)
    assert (pair.name, pair.days, len(pair.first), len(pair.second)) == ("training_town, shenzhen", 10, 2, 2)
    assert len(built) == 3 and not forking.kept()
    assert pair.ratios == tuple(b / a for a, b in zip(pair.first, pair.second, strict=True))


@pytest.mark.parametrize(("language", "said"), [("en", "second ÷ first"), ("zh", "第二个 ÷ 第一个")])
def test_the_pair_is_told_in_both_languages(language, said):
    one = Pair("yantian", 365, (2.0, 4.0, 3.0), (1.0, 3.0, 1.5))
    found = _sharing([plainly(one)], words(language))
    assert said in found.heads and "yantian" in found.rows[0][0] and "0.50 … 0.75" in found.rows[0]
