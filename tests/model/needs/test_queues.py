"""Known answers: pools of posts are the queues of textbooks when needs come and work is done as textbooks have it.

Needs come as a Poisson stream through the working day, nobody is absent, gives up or comes back, and what is not done
in the evening is taken up in the morning. A pool of one post with exponential work is then M/M/1, of c posts M/M/c
(Erlang C), with any other work M/G/1 (Pollaczek and Khinchine). Every figure is the mean of independent replications;
their spread tells its standard error, and the textbook's answer has to lie within four of them.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest

from shapan.model.columns import (
    ENDED_TODAY,
    GROUP,
    IDLE,
    KIND,
    MET_ON_TIME,
    MIND,
    NEED,
    NEVER,
    NOBODY,
    OFFERED,
    POOL,
    QUEUED,
    SERVER,
    SOCIAL,
    USED,
    ServiceRules,
    rows,
)
from shapan.model.needs.lists import priority
from shapan.model.needs.service import serve
from shapan.model.setup.initial_state import empty_books, empty_wheels

HOURS_PER_DAY = 8.0
MEAN_WORK = 0.7  # hours
REPLICATIONS = 24
NEEDS = 12_000
COUNTED = slice(2_000, 11_400)  # the first find an empty queue, the last are not all served
STANDARD_ERRORS = 4.0
NOTHING_BUT_WORK = ServiceRules(
    hours_per_day=HOURS_PER_DAY,
    absence_share=0.0,
    grid_overhead_hours=0.0,
    patience_days=1e9,
    poor_work_share=0.0,
    reopen_share=0.0,
    reopen_days=1.0,
    reopen_work=0.5,
    idle_visit_share=1.0,
    idle_outreach_share=1.0,
    rated_share=0.0,
    only_solved=0.0,
)


class Told(NamedTuple):
    """What a queue came to; waits in hours."""

    wait: float
    waited_share: float
    used_share: float


def erlang_c(posts: int, load: float) -> float:
    """Chance of having to wait in M/M/c."""
    below = sum(load**n / math.factorial(n) for n in range(posts))
    top = load**posts / math.factorial(posts) * posts / (posts - load)
    return top / (below + top)


def test_erlang_c_as_printed():
    assert erlang_c(1, 0.8) == pytest.approx(0.8)
    assert erlang_c(2, 1.6) == pytest.approx(0.7111, abs=1e-4)
    assert erlang_c(4, 3.2) == pytest.approx(0.5964, abs=1e-4)


def simulated(generator: np.random.Generator, posts: int, utilisation: float, work: Any) -> Told:
    """One replication: a pool lives as many days as its needs take to come."""
    came = np.cumsum(generator.exponential(MEAN_WORK / (utilisation * posts * HOURS_PER_DAY), NEEDS))
    needs = rows(NEEDS, NEED)
    needs.key = generator.integers(0, 2**63, NEEDS, dtype=np.uint64)
    needs.first_hours = needs.hours = work(generator) * MEAN_WORK
    needs.available_time, needs.due_time = came, came + 5.0
    needs.started_time = needs.closed_time = needs.done_time = needs.lapse_time = NEVER
    needs.state = QUEUED
    severity = generator.integers(1, 4, NEEDS)
    needs.order = [priority(needs.due_time[n], int(severity[n]), 0, n) for n in range(NEEDS)]
    used_share = serve_every_day(needs, posts, int(came[-1]))
    wait = (needs.started_time - came)[COUNTED] * HOURS_PER_DAY
    assert (wait >= 0.0).all() and (wait < 1e6).all() and (needs.bin[COUNTED] >= MET_ON_TIME).all()
    return Told(float(wait.mean()), float((wait > 0.0).mean()), used_share)


def serve_every_day(needs: Any, posts: int, days: int) -> float:
    """Every day put those who come in the pool's inbox and let its posts serve; the share of hours used."""
    kinds, pools, groups, servers = rows(1, KIND), rows(1, POOL), rows(1, GROUP), rows(posts, SERVER)
    pools.type, pools.slowness, pools.root, groups.inbox = SOCIAL, 1.0, NOBODY, NOBODY
    groups.last_pool, groups.last_server = 1, posts
    servers.need, servers.hours = NOBODY, HOURS_PER_DAY
    tallies, wheels = empty_books(len(needs), 1, days, rows(1, MIND)), empty_wheels()
    first_of_day = np.searchsorted(needs.available_time, np.arange(days + 1))
    needs.following = np.arange(len(needs)) - 1
    needs.following[first_of_day[:-1]] = NOBODY
    for day in range(days):
        if first_of_day[day + 1] > first_of_day[day]:
            groups.inbox[0] = first_of_day[day + 1] - 1
        serve(day, day, kinds, needs, pools, groups, servers, wheels, tallies, NOTHING_BUT_WORK, 1.0)
        tallies.tally[ENDED_TODAY] = 0
    offered, used, idle = (tallies.hours[SOCIAL, row] for row in (OFFERED, USED, IDLE))
    np.testing.assert_allclose(offered, posts * HOURS_PER_DAY)
    np.testing.assert_allclose(used + idle, offered)
    return float(used.sum() / offered.sum())


def close_to(answer: Told, posts: int, utilisation: float, work: Any) -> None:
    """Replications, each drawn by itself; their mean lies within four standard errors, and those are small."""
    generators = [np.random.default_rng([n, posts, round(100 * utilisation)]) for n in range(REPLICATIONS)]
    found = np.array([simulated(one, posts, utilisation, work) for one in generators])
    mean, error = found.mean(axis=0), found.std(axis=0, ddof=1) / math.sqrt(REPLICATIONS)
    assert (error / answer < 0.05).all(), f"too few replications to tell: {error / answer}"
    distance = np.abs(mean - answer) / error
    assert (distance < STANDARD_ERRORS).all(), f"{mean} is not {answer}: {distance} standard errors apart"


def exponential(generator: np.random.Generator) -> Any:
    return generator.exponential(1.0, NEEDS)


def lognormal(generator: np.random.Generator) -> Any:
    return np.exp(0.8 * generator.standard_normal(NEEDS) - 0.8**2 / 2)


def constant(generator: np.random.Generator) -> Any:
    return np.ones(NEEDS)


@pytest.mark.parametrize("utilisation", [0.6, 0.8])
@pytest.mark.parametrize("posts", [1, 2, 4])
def test_exponential_work_waits_as_in_m_m_c(posts, utilisation):
    """Severities are mixed: which need is taken first changes who waits, not how long all wait."""
    waited = erlang_c(posts, posts * utilisation)
    wait = waited * MEAN_WORK / (posts * (1.0 - utilisation))
    close_to(Told(wait, waited, utilisation), posts, utilisation, exponential)


@pytest.mark.parametrize(("work", "squared"), [(constant, 1.0), (lognormal, math.exp(0.8**2))])
def test_other_work_waits_as_in_m_g_1(work, squared):
    """The district's own work is lognormal; its second moment is the square of the mean times `squared`."""
    wait = 0.7 * squared * MEAN_WORK / (2.0 * (1.0 - 0.7))
    close_to(Told(wait, 0.7, 0.7), 1, 0.7, work)
