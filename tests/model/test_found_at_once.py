"""What is kept so that it is found at once gives what looking it up anew gives."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from shapan.model.arrays import among, listed
from shapan.model.columns import NEED, POOL, rows
from shapan.model.district import District, Plan
from shapan.model.institutions import Institutions
from shapan.model.ledger.years import Years
from shapan.model.streams import RESIDENT, WEEK, Part, Stream

COLUMN = np.array([3, -1, 7, 3, 0, 9])


@pytest.mark.parametrize("wanted", [[], [3], [0, 9, 4], [-1, 3, 7, 0, 9]])
def test_among_and_listed_say_what_isin_says(wanted):
    assert among(COLUMN, wanted).tolist() == np.isin(COLUMN, wanted).tolist()
    assert listed(COLUMN, set(wanted)).tolist() == np.isin(COLUMN, wanted).tolist()
    assert among(COLUMN[:0], wanted).tolist() == listed(COLUMN[:0], set(wanted)).tolist() == []


class Somebody(mesa.Agent):
    pass


def test_institutions_stand_in_order_whoever_comes_and_goes():
    model = mesa.Model(rng=1)
    agents = [Somebody(model) for _ in range(4)]
    ours = Institutions((), random=model.random)
    for one in agents[:3]:
        ours.add(one)
    assert list(ours) == agents[:3] and ours[1] is agents[1] and ours[1:] == agents[1:3]
    ours.remove(agents[1])
    ours.add(agents[3])
    assert list(ours) == [agents[0], agents[2], agents[3]] and len(ours) == 3
    ours.discard(agents[0])
    ours.discard(agents[0])
    assert ours[0] is agents[2]
    ours.select(lambda one: one is agents[3], inplace=True)
    assert list(ours) == [agents[3]]
    with pytest.raises(KeyError):
        ours.remove(agents[0])


def test_a_district_finds_its_agents_as_mesa_does(town):
    district = District(Plan(town, seed=1, days=5, warmup=2))
    district.run_to(3)
    for kind in district.agent_types:
        assert list(district.agents_by_type[kind]) == [one for one in district.agents if type(one) is kind]


def test_a_column_and_a_number_are_packed_as_each_address_is():
    stream = Stream("made", RESIDENT, WEEK)
    who = np.array([0, 5, 123_456, 9_000_000_000])
    packed = stream.pack(who, 17)
    assert packed.tolist() == [stream.pack(one, 17) for one in who.tolist()]
    assert stream.pack(who.astype(np.int32)[:3], 17).tolist() == packed[:3].tolist()
    assert stream.pack(who[:, None], 17).shape == (4, 1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((np.array([1, -2]), 3), "resident -2 does not fit"),
        ((np.array([1, 2]), 1_000_000), "week 1000000 does not fit, it goes from 0 to 999999"),
        ((np.array([1, 1 << 60]), 3), f"resident {1 << 60} does not fit"),
    ],
)
def test_what_does_not_fit_into_an_address_is_refused_by_name(values, said):
    with pytest.raises(ValueError, match=said):
        Stream("made", RESIDENT, WEEK).pack(*values)


def test_a_part_that_spills_goes_on_beyond_the_first_one():
    stream = Stream("made", RESIDENT, WEEK, Part("activity", 100, spill=1_000))
    assert stream.pack(2, 5, np.array([7, 107])).tolist() == [200_000_507, (1_002 * 1_000_000 + 5) * 100 + 7]
    with pytest.raises(ValueError, match="resident 1000 does not fit"):
        stream.pack(1_000, 5, 7)


def test_a_column_of_one_table_is_none_of_another():
    needs, pools = rows(2, NEED), rows(3, POOL)
    pools.backlog_hours[:] = 4.0
    assert pools.backlog_hours.tolist() == [4.0] * 3 and "backlog_hours" not in NEED.names
    with pytest.raises(AttributeError, match="no column backlog_hours"):
        _ = needs.backlog_hours
    assert not hasattr(needs, "nowhere")


@pytest.mark.parametrize("days", [(0, 0), (0, 9), (3, 20), (8, 40)])
def test_sums_of_a_period_do_not_depend_on_how_they_are_found(days):
    years = Years((2024, 2024, 2025), np.repeat([0, 1, 2], [10, 15, 15]).astype(np.int32), np.ones(40, np.int8))
    daily = np.random.default_rng(5).random((6, 40))
    first, last = days
    for period, sums in enumerate(years.sums(first, last, daily)):
        expected = np.zeros(6)
        for day in range(first, last):  # day by day, as they are rounded
            if years.of_day[day] == period:
                expected += daily[:, day]
        np.testing.assert_array_equal(sums, expected)
