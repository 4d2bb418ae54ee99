"""A finished run leaves nothing in memory but itself, however many there are."""

from __future__ import annotations

import gc
import weakref

import mesa
import pytest

from shapan.model import run as door
from shapan.model.district import District
from shapan.model.pilot import measured
from shapan.model.run import Plan, run_district

pytestmark = pytest.mark.past


@pytest.fixture
def born(monkeypatch):
    """Weak references to every district that is built from now on."""
    seen: list[weakref.ref[District]] = []
    begin = District._begin

    def noted(self, levers):
        seen.append(weakref.ref(self))
        begin(self, levers)

    monkeypatch.setattr(District, "_begin", noted)
    return seen


def living(born) -> int:
    gc.collect()
    return sum(one() is not None for one in born)


def test_a_finished_district_is_gone_without_waiting_for_the_collector(town, born, monkeypatch):
    agents: list[weakref.ref[mesa.Agent]] = []
    record = door.record

    def noted(district, following):
        agents.extend(weakref.ref(one) for one in district.agents)
        return record(district, following)

    monkeypatch.setattr(door, "record", noted)
    gc.collect()
    gc.disable()
    try:
        run = run_district(Plan(town, seed=1, days=5, warmup=2))
        assert born[0]() is None and len(agents) > 10
        assert not any(one() for one in agents)
    finally:
        gc.enable()
    assert run.funnel["born"] > 0


def test_a_run_that_breaks_is_gone_as_well(town, born, monkeypatch):
    def broken(district, following):
        raise ValueError("the ink ran out")

    monkeypatch.setattr(door, "record", broken)
    with pytest.raises(ValueError, match="ink"):
        run_district(Plan(town, seed=1, days=5, warmup=2))
    assert len(born) == 1 and living(born) == 0


def test_a_district_that_could_not_be_built_is_gone_as_well(town, born, monkeypatch):
    def broken(*_):
        raise ValueError("no post is free")

    monkeypatch.setattr("shapan.model.staffing.appointing.ResidentsCommittee", broken)
    with pytest.raises(ValueError, match="post"):
        run_district(Plan(town, seed=1, days=5, warmup=2))
    assert len(born) == 1 and living(born) == 0


def test_a_pilot_year_is_gone_as_well(town, made_place, needs, born):
    place = made_place(communities=3, residents=3000, area_km2=0.6, built_km2=0.5, needs=needs, id="once")
    measured(town.model_copy(update={"place": place}), District)
    assert born and living(born) == 0


def test_objects_do_not_pile_up(town):
    def after() -> int:  # one seed, since what is kept of addresses, a bounded table, fills up by seeds
        run_district(Plan(town, seed=1, days=5, warmup=2))
        gc.collect()
        return len(gc.get_objects())

    counted = [after() for _ in range(8)]
    assert counted[-1] - counted[3] < 100, counted


def test_mesa_itself_can_run_the_model_to_its_end(town):
    district = District(Plan(town, seed=1, days=6, warmup=2))
    for _ in range(9):
        if not district.running:
            break
        district.step()
    assert (district.day, district.running) == (8, False)
