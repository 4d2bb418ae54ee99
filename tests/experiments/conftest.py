"""A small district for the tests of experiments: real, but over in a blink."""

from __future__ import annotations

import pytest

from shapan.scenarios.library import load

DAYS, WARMUP = 40, 10


@pytest.fixture(scope="session")
def town():
    return load("status_quo").with_place("training_town")


@pytest.fixture(scope="session")
def fewer_forms(town):
    return town.set("staff.admin_share", 0.2)
