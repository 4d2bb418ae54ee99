"""What must hold of the articles' chains: bars, the table, and one seed of a policy at home looked at."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from shapan.experiments.evidence import must_hold
from shapan.experiments.evidence.must_hold_bars import BARS, SCENARIOS, Bar, met
from shapan.experiments.evidence.must_hold_facts import facts, hours_used
from shapan.experiments.runs.simulate import simulate
from shapan.model.observation.indicators import INDICATORS


def nothing(facts):
    return 0.0


def test_a_bar_holds_in_every_seed_or_in_the_mean_and_never_where_nothing_was_counted():
    every, mean = (Bar("", (), nothing, 10.0, 40.0, in_mean=in_mean) for in_mean in (False, True))
    assert every.holds([10.0, 40.0]) and not every.holds([9.9, 12.0]) and mean.holds([9.9, 12.0])
    assert not every.holds([math.nan]) and not mean.holds([math.nan, 12.0])
    strict = Bar("", (), nothing, high=0.0, strict=True, in_mean=True)
    assert strict.holds([-1.0, 0.5]) and not strict.holds([0.0])
    assert not strict.holds([0.1, 0.2, -0.3 - 1e-9]), "what rounding leaves of nought is nought"
    either_way = Bar("", (), nothing, apart=3.0)
    assert either_way.holds([-4.0, -4.0]) and not either_way.holds([-4.0, 4.0]), "noise of both signs moves nothing"


def test_every_scenario_is_looked_at_and_every_bar_looks_at_scenarios_there_are():
    assert {name for bar in BARS for name in bar.needs} == set(SCENARIOS)
    for name, (policy, changes) in SCENARIOS.items():
        made = must_hold.scenario(name)
        assert made.policy_id == policy and all(made.values[key] == value for key, value in changes.items())


def test_what_is_stored_is_told_and_what_another_model_made_is_not(tmp_path, monkeypatch):
    rows = tmp_path / "runs.csv"
    names = {"public_tries_at_council": 0.31, "whistles": 9.0}
    for name in SCENARIOS:
        for seed in (1, 2):
            must_hold.append(rows, name, seed, Everything(names).of_all())
    must_hold.append(rows, "yantian", 3, names)  # the others were not run through it
    text = must_hold.page(must_hold.stored(rows))
    assert "| seed 1 | seed 2 | mean |" in text and "seed 3" not in text
    lines = {line.split(" | ")[0]: line for line in text.splitlines()}
    assert lines["| Whistles a community and year in `yantian`: 10 to 40"].endswith("| **missed** |")
    assert lines["| Tries at public matters at the council, `yantian`: three tenths at least, %"].endswith("| holds |")
    monkeypatch.setattr(must_hold, "model_mark", lambda: "another")
    assert not must_hold.stored(rows)
    with pytest.raises(ValueError, match="no seed"):
        must_hold.page({})


def test_two_bars_of_which_one_is_enough_count_once():
    pairs = {
        name: [place for place, bar in enumerate(BARS) if bar.one_of == name] for name in {one.one_of for one in BARS}
    }
    pairs.pop("")
    assert len(pairs) == 2 and all(len(places) == 2 for places in pairs.values())
    assert met([True] * len(BARS)) == (len(BARS) - 2, len(BARS) - 2)
    for first, second in pairs.values():
        for missed, held in (([first], 0), ([second], 0), ([first, second], 1)):
            holds = [place not in missed for place in range(len(BARS))]
            assert met(holds) == (len(BARS) - 2 - held, len(BARS) - 2)


def test_hours_of_use_are_work_done_and_programmes_whenever_they_were_planned():
    names = ["pool", "hours_offered_per_day", "hours_used_per_day", "hours_other_uses_per_day"]
    balance = pd.DataFrame([("grid", 90.0, 80.0, 0.0), ("volunteer", 40.0, 10.0, 6.0)], columns=names)
    assert hours_used(balance) == 0.4
    assert math.isnan(hours_used(balance[balance.pool == "grid"])), "nobody came"


class Everything(dict):
    """Figures of which all that are not given are one half."""

    def of_all(self):
        fields: dict[str, float] = {}

        class Asked(dict):
            def __getitem__(self, name):
                return fields.setdefault(name, 0.5)

            def get(self, name, default=None):
                return self[name]

        asked = {name: Asked() for name in SCENARIOS}
        for bar in BARS:
            bar.figure(asked)
        for name in ("routine", "works", "contested"):
            fields.update({figure.format(name): 0.5 for figure, _, _ in must_hold.BY_CLASS})
        return fields | dict(self)


def test_a_short_run_of_a_town_has_every_figure_that_bars_ask_for():
    run = simulate(must_hold.scenario("yantian").with_place("training_town"), seed=1, days=40, warmup=1)
    found = facts(run)
    assert set(Everything().of_all()) <= {*found, *INDICATORS}, "forty days may have no case of some"
    assert found["projects_without_doer"] == 0.0 and 0.0 < found["volunteer_hours_used"] < 1.0


@pytest.mark.slow
def test_what_one_seed_of_yantian_at_home_can_show_holds():
    """Bars on `yantian` alone that held in every seed; the command of `must_hold` looks at all of them."""
    found = {"yantian": facts(simulate(must_hold.scenario("yantian"), seed=7, days=must_hold.DAYS))}
    alone = [bar for bar in BARS if bar.needs == ("yantian",) and "histles" not in bar.says and "calls" not in bar.says]
    missed = {bar.says: bar.figure(found) for bar in alone if not bar.holds([bar.figure(found)])}
    assert len(alone) >= 5 and not missed
