"""Tables of a run are made when somebody looks at them, once, and say what stood on the evening they are of."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pandas as pd
import pytest

from shapan import load, simulate
from shapan.model.late_tables import Late, made_when_looked_at
from shapan.model.observation.record import TABLES

DAYS = {"days": 30, "warmup": 10}


def test_a_table_is_made_once_and_only_when_looked_at():
    class Holder:
        def __init__(self, table):
            self.table = table

    made_when_looked_at(Holder, ("table",))
    made = []

    def make():
        made.append(1)
        return pd.DataFrame({"day": [1, 2]})

    one, other = Holder(Late(make)), Holder(pd.DataFrame({"day": [3]}))
    assert not made
    assert one.table is one.table and made == [1] and other.table["day"].tolist() == [3]
    with pytest.raises(AttributeError):
        _ = Holder.table


def test_every_table_of_a_run_is_one_whoever_looks_first():
    run = simulate(load("yantian").with_place("training_town"), seed=2, **DAYS)
    waiting = {name for name in TABLES if isinstance(run.__dict__[name], Late)}
    assert waiting == set(TABLES)
    other = run.changed({"seed": 5})
    assert (
        other.seed == 5
        and run.seed == 2
        and waiting == {name for name in TABLES if isinstance(other.__dict__[name], Late)}
    )
    sent = pickle.loads(pickle.dumps(run))
    for name in TABLES:
        assert getattr(sent, name).equals(getattr(run, name)) and getattr(other, name).equals(getattr(run, name))
    assert not any(isinstance(value, Late) for value in run.__dict__.values())


def test_rows_say_what_the_table_says():
    run = simulate(load("yantian").with_place("training_town"), seed=2, **DAYS)
    rows = run.rows("matters")
    assert isinstance(run.__dict__["matters"], Late) and len(rows) == len(run.matters) > 0
    for name in ("matter", "kind", "standing", "meetings"):
        assert [row[name] for row in rows] == run.matters[name].tolist() == [row[name] for row in run.rows("matters")]


def test_a_run_that_is_asked_for_its_indicators_alone_brings_no_pandas():
    asked = (
        "import sys; from shapan import load, simulate\n"
        "from shapan.experiments.runs.runner import summarise\n"
        "summarise(simulate(load('yantian').with_place('training_town'), seed=1, days=30, warmup=10))\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False, timeout=600).returncode == 0
