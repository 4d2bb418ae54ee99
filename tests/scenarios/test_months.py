"""Every place as it is, every policy at home and every article's in a village live through a month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shapan import load, simulate
from shapan.model import forking, living
from shapan.model.ahead import another_follows
from shapan.model.district import District
from shapan.model.plan import Plan
from shapan.scenarios.library import names

PLACES = [name for name, _ in names()["place"]]
POLICIES = [name for name, _ in names()["policy"] if name != "status_quo"]
ARTICLES = ("shenzhen", "guangdong", "ordos", "yantian", "suzhou")
VILLAGE = "guangdong_rural"


def lives() -> Iterator[Any]:
    """(place, policy, least and most coverage), place by place, so that those of one place share how they begin.

    Twins keep their article's rules, so that their month is lived among the slow tests.
    """
    for place in PLACES:
        yield pytest.param(place, "status_quo", 0.1, 0.9, id=f"{place}-as it is")
        for policy in POLICIES:
            if load(policy).place_id == place:
                slow = [pytest.mark.slow] if policy.endswith("_equal_budget") else []
                yield pytest.param(place, policy, 0.1, 0.95, id=f"{place}-{policy}", marks=slow)
        for policy in ARTICLES if place == VILLAGE else ():
            yield pytest.param(place, policy, 0.05, 0.95, id=f"{place}-{policy}")


@pytest.fixture(scope="module", autouse=True)
def the_first_of_a_place_keeps_its_beginning() -> Iterator[None]:
    """Usually the second does; to the bit it is the same (`model/test_forking.py`)."""
    begun = forking.begun

    def kept(plan: Plan) -> District:
        with another_follows(True):
            return begun(plan)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(living, "begun", kept)
        yield
    forking.forget()


@pytest.mark.parametrize(("place", "policy", "least", "most"), [*lives()])
def test_a_month_is_lived_in_which_nothing_drowns_and_every_need_has_one_bin(place, policy, least, most):
    """As it is with departments of the size that a pilot run measured, and with policies at home and in a village."""
    month = simulate(load(policy).with_place(place), seed=1, days=30, warmup=10)
    assert least < month.indicators["coverage"] < most
    assert sum(count for bin_, count in month.funnel.items() if bin_ != "born") == month.funnel["born"]


def test_every_policy_and_every_place_has_its_month():
    lines = [one.values for one in lives()]
    assert {place for place, policy, *_ in lines if policy == "status_quo"} == set(PLACES)
    assert {policy for _, policy, *_ in lines} == {"status_quo", *POLICIES}
    assert {policy for place, policy, *_ in lines if place == VILLAGE} == {"status_quo", *ARTICLES}
