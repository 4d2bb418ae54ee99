"""Named streams and the addresses in them: no two meet, what does not fit is refused, and none has ever moved."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path
from types import SimpleNamespace
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shapan.model.needs.draws as need_draws
from shapan.model.agents import organisation
from shapan.model.columns import CHANNELS
from shapan.model.deliberation import draws as of_matters
from shapan.model.deliberation import opinion
from shapan.model.deliberation.matter import MATTERS
from shapan.model.hashing import poissons, standard_normal, uniform
from shapan.model.ledger.allocation_rules import bid_draws
from shapan.model.needs import channels
from shapan.model.needs.service import MOST_GENERATIONS
from shapan.model.organisations import contract, market, rating, tendering
from shapan.model.party import joint_meeting
from shapan.model.projects import draws as of_projects
from shapan.model.projects.foundation_rules import donors_taste
from shapan.model.setup import initial_state
from shapan.model.staffing import late_cases, posts, tenure
from shapan.model.streams import RESIDENT, WEEK, Layout, Part, Stream, draws_of, stream_key
from shapan.model.volunteers import corps, programme, steward_supply

MODEL = Path(initial_state.__file__).parent.parent
SEED = 7


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(MODEL.rglob("*.py")):
        yield path.relative_to(MODEL).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


# --- the draws of a need -----------------------------------------------------------------------------------------


def numbers_of_a_need() -> list[tuple[str, int]]:
    """Every number under the key of one need that the table gives away, with the draw it belongs to."""
    given_away = []
    for name, number in vars(need_draws).items():
        if not name.endswith("_DRAW") or name == "COUNT_DRAW":  # a count stands under the key of a day, not of a need
            continue
        wide = CHANNELS if name == "FIRST_CHANNEL_DRAW" else 1 + (number in need_draws.NORMAL_DRAWS)
        times = MOST_GENERATIONS + 1 if number in need_draws.GENERATION_DRAWS else 1
        for generation, step in product(range(times), range(wide)):
            given_away.append((name, number + generation * need_draws.DRAWS_OF_A_GENERATION + step))
    return given_away


def test_no_two_draws_of_a_need_meet():
    whose: dict[int, str] = {}
    for name, number in numbers_of_a_need():
        assert number not in whose, f"{name} and {whose.get(number)} both take number {number} of a need"
        whose[number] = name
    assert len(whose) == 50


def test_the_numbers_of_a_need_stand_in_one_table_only():
    fields = {name for name in vars(need_draws) if name.endswith("_DRAW")}
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and file != "needs/draws.py":
                made = {name.id for one in node.targets for name in ast.walk(one) if isinstance(name, ast.Name)}
                assert not made & fields, f"{file} declares {made & fields} for itself"


def test_every_draw_of_a_need_is_named():
    """No bare number, and what takes two numbers is in the list of those that do."""
    normal = {name for name, number in vars(need_draws).items() if number in need_draws.NORMAL_DRAWS}
    seen = set()
    for file, tree in sources():
        if not file.startswith(("needs/", "plain/")) or file == "reference/draws.py":
            continue
        for call in calls(tree, "uniform", "uniforms", "standard_normal", "normals"):
            names = {node.id for node in ast.walk(call.args[1]) if isinstance(node, ast.Name)}
            draws = {name for name in names if name.endswith("_DRAW")}
            assert draws or "which" in names, f"{file}:{call.lineno} draws a number without a name"
            if call.func.id in ("standard_normal", "normals"):
                assert draws <= normal, f"{file}:{call.lineno}: {draws} takes two numbers"
            seen |= draws
    assert len(seen) > 15


@pytest.mark.parametrize(
    ("numbers", "normals"),
    (
        (("PRIVATE", "BELIEF", "COMES", "DRAWN", "OFFICE", "KEEPS", "FLOOR", "POSITION"), ("PRIVATE", "BELIEF")),
        (("STAIRWELL", "PROMISE", "HOUSEHOLDS_KEY", "TRY_KEY"), ()),
        (("TRY_KEY", "INVITED", "TASK_DONE", "TASK_REPORTED", "CALLED"), ()),
        (("TALK_KEY", "HOME_KEY", "HOUSEHOLDS_KEY"), ()),
    ),
    ids=("household", "matter", "matter, from here on", "try"),
)
def test_no_two_draws_of_a_matter_meet(numbers, normals):
    taken = [getattr(of_matters, name) + step for name in numbers for step in range(1 + (name in normals))]
    assert len(set(taken)) == len(taken)


def test_a_matter_and_its_first_households_draw_other_numbers():
    key = stream_key(7, "a matter")
    of_its_own = {draws_of(key).at(number).uniform() for number in range(500)}
    of_households = {
        float(number)
        for which in range(16)
        for number in of_matters.household_uniforms(key, np.arange(500 // 16), which)
    }
    assert len(of_households) == 16 * (500 // 16)
    assert not of_its_own & of_households


@pytest.mark.parametrize(
    ("numbers", "normals"),
    (
        (("COST", "FORM", "MIND", "PROJECT_KEY", "VOTE_KEY"), ("COST",)),
        (("INFEASIBLE", "FOUND", "STRUCK", "TENDER", "REDONE", "CLAIMED", "TASTE"), ("TENDER",)),
    ),
    ids=("batch", "project"),
)
def test_no_two_draws_of_a_project_meet(numbers, normals):
    taken = [getattr(of_projects, name) + step for name in numbers for step in range(1 + (name in normals))]
    assert len(set(taken)) == len(taken)


# --- the names of streams ----------------------------------------------------------------------------------------


def stream_names() -> list[tuple[str, str]]:
    """(File, name) of every stream declared in the model."""
    found = []
    for file, tree in sources():
        for call in calls(tree, "Stream"):
            name = call.args[0]
            assert isinstance(name, ast.Constant) and isinstance(name.value, str), f"{file}:{call.lineno} has no name"
            found.append((file, name.value))
    return found


def test_no_two_streams_have_one_name():
    """A stream that two files draw from is declared in one of them, so that whoever shares it says so."""
    whose: dict[str, str] = {}
    for file, name in stream_names():
        assert name not in whose, f"{file} and {whose.get(name)} both declare a stream “{name}”"
        whose[name] = file
    assert len(whose) > 60


def test_no_family_of_streams_has_a_member_of_another_name():
    names = [name for _, name in stream_names()]
    for family in (name for name in names if "{}" in name):
        pattern = re.compile(re.escape(family).replace(re.escape("{}"), ".*"))
        assert not [name for name in names if name != family and pattern.fullmatch(name)], family


def test_keys_are_made_of_streams_only():
    for file, tree in sources():
        assert file == "streams.py" or not list(calls(tree, "stream_key")), f"{file} makes a key without a stream"


def test_no_two_traits_of_a_population_share_a_generator():
    found = []
    for file, tree in sources():
        ahead = "residents: " if file == "place/residents.py" else ""
        traits = [call.args[1] for call in calls(tree, "population_stream", "_generator")]
        found += [crc32(f"{ahead}{one.value}".encode()) for one in traits if isinstance(one, ast.Constant)]
    assert len(set(found)) == len(found) > 15


# --- packing -----------------------------------------------------------------------------------------------------

OF_THREE = (Part("lot"), Part("post", 1_000), Part("month", 100_000))
SPILLING = (Part("street"), Part("week", 50), Part("activity", 10, spill=1_000))


def pieces(parts: tuple[Part, ...], first: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Values of each part that fit; a part that may spill goes on for a hundred rounds."""
    return st.tuples(
        *(st.integers(0, first if not n else p.size * (100 if p.spill else 1) - 1) for n, p in enumerate(parts))
    )


@settings(deadline=None)
@given(one=pieces(OF_THREE, 2**63 // 10**8 - 1), other=pieces(OF_THREE, 2**63 // 10**8 - 1))
def test_two_addresses_are_packed_into_two_numbers(one, other):
    layout = Layout("test", *OF_THREE)
    packed = [layout.pack(*values) for values in (one, other)]
    assert (packed[0] == packed[1]) == (one == other)
    assert all(0 <= number < 2**63 for number in packed)
    columns = layout.pack(*(np.array(pair) for pair in zip(one, other, strict=True)))
    assert columns.dtype == np.int64 and columns.tolist() == packed


@settings(deadline=None)
@given(one=pieces(SPILLING, 999), other=pieces(SPILLING, 999))
def test_a_part_that_outgrows_its_size_meets_nobody(one, other):
    layout = Layout("test", *SPILLING)
    packed = [layout.pack(*values) for values in (one, other)]
    assert (packed[0] == packed[1]) == (one == other)
    if one[2] < 10:
        assert packed[0] == (one[0] * 50 + one[1]) * 10 + one[2], "what fits stands where it would without the rest"
    columns = layout.pack(*(np.array(pair) for pair in zip(one, other, strict=True)))
    assert columns.tolist() == packed


@settings(deadline=None)
@given(values=pieces(OF_THREE, 10**9), part=st.integers(0, 2), beyond=st.integers(0, 2**40), below=st.booleans())
def test_what_does_not_fit_is_refused_by_name(values, part, beyond, below):
    layout = Layout("workers", *OF_THREE)
    limit = (2**63 // 10**8, 1_000, 100_000)[part]
    wrong = -1 - beyond if below else limit + beyond
    spoilt = [wrong if n == part else value for n, value in enumerate(values)]
    says = rf'random stream "workers": {OF_THREE[part].name} {wrong} does not fit, it goes from 0 to {limit - 1}'
    with pytest.raises(ValueError, match=re.escape(says)):
        layout.pack(*spoilt)
    column = [np.array([good, bad]) for good, bad in zip(values, spoilt, strict=True)]
    with pytest.raises(ValueError, match=re.escape(says)):
        layout.pack(*column)


def test_as_many_values_as_parts():
    with pytest.raises(ValueError, match='random stream "offers": 1 values for 2 parts'):
        Layout("offers", RESIDENT, WEEK).pack(3)


def test_no_layout_is_wider_than_a_number():
    for module in (programme, contract, tendering, joint_meeting, tenure, corps, steward_supply, rating):
        for layout in (one for one in vars(module).values() if isinstance(one, Layout)):
            assert prod(part.size for part in layout.parts[1:]) < 2**63 // 100_000, layout.name


def test_columns_and_single_addresses_draw_alike():
    source = corps.OFFERS.of(SEED)
    who = np.array([0, 5, 4321])
    column, single = source.at(who, 104_000), [source.at(int(one), 104_000) for one in who]
    assert column.uniform().tolist() == [one.uniform() for one in single]
    assert column.normal().tolist() == [one.normal() for one in single]
    assert column.keys().tolist() == [int(one.key()) for one in single]
    assert column.exponential().tolist() == (-np.log(column.uniform())).tolist()
    assert column.poisson(np.full(3, 4.0)).tolist() == [one.poisson(4.0) for one in single]
    grid = source.at(who[:, None], np.array([1, 2])).uniform()
    assert grid.shape == (3, 2) and grid[2, 1] == source.at(4321, 2).uniform()


def test_a_lone_part_may_be_any_number_of_64_bits():
    keys = np.array([0, 1, 2**63, 2**64 - 1], np.uint64)
    assert len(set(Stream("a test", Part("key of a need")).of(SEED).at(keys).uniform().tolist())) == 4


# --- known values ------------------------------------------------------------------------------------------------

LOT, THAT_ONE, UNIT = contract.Lot(4, 12).number, 20_260_003, (11, 4)
KNOWN = (
    # Draws as they came when every file packed its addresses by hand.
    (corps.OFFERS, (), (4321, 104_000), 0.5426877407388604),
    (corps.HOURS, (), (4321, 104_000), 0.8373552618824087),
    (corps.LEAVES, (), (4321, 24_310), 0.03484717971222645),
    (corps.FREE_HOURS, (), (4321,), 0.34625495338796347),
    (steward_supply.SAYS_YES, (), (4321, 2026), 0.18366192182217284),
    (steward_supply.STEWARD_LEAVES, (), (4321, 24_310), 0.20159443280574413),
    (initial_state.ROUGHNESS, (), (5, 399), 0.2256106296299037),
    (programme.ACTIVITY_HELD, (), (3, 105_700), 0.057361019543954395),
    (programme.VENUE, (), (3, 105_700, 12), 0.5473722587283725),
    (programme.ACTIVITY_KIND, (), (17, 105_700, 2), 0.11011415024803001),
    (programme.ACTIVITY_PLACE, (), (17, 105_700, 2), 0.039200448121499754),
    (organisation.ORGANISATIONS, (), (THAT_ONE, 7), 0.9065862592853768),
    (organisation.BID, (), (THAT_ONE, 2027), 0.7562762429286818),
    (organisation.EXPERT, (), (THAT_ONE, 2027), 0.9767016145689404),
    (market.BRANCH, (), (THAT_ONE, 2026 * 12 + 5), 0.7294211117955178),
    (rating.RATING, (), (LOT, 2026 * 12 + 5), 0.13895791569933852),
    (rating.EXIT, (), (THAT_ONE, 2026 * 12 + 5), 0.8853471342078059),
    (rating.RATING_MONTH, (), (LOT,), 0.2597984337026688),
    (contract.WORKERS_LEAVE, (), (LOT, 6, 24_310), 0.1237167223778613),
    (tendering.START, (), (LOT, 2026, THAT_ONE), 0.5773075178695328),
    (joint_meeting.SIZE, (), UNIT, 0.5822220843691341),
    (joint_meeting.WILLING, (), UNIT, 0.6521362143869174),
    (joint_meeting.FITS, (), (*UNIT, 9), 0.8148586530242052),
    (joint_meeting.CLAIMS, (), (*UNIT, 24_312), 0.3730053070892599),
    (joint_meeting.PROMISE, (-1,), (*UNIT, 24_315), 0.21386955899325727),
    (joint_meeting.PROMISE, (2,), (*UNIT, 24_315), 0.562915329189011),
    (tenure.TENURE, (), (40, 3), 0.30511336510667914),
    (tenure.LEAVING, (), (40, 3, 24_310), 0.48023109775698375),
    (channels.WOMEN, (), (4321,), 0.699883186191862),
    (late_cases.LOTS_DRAWN, ("follow",), (3,), 0.9896712708331978),
)


@pytest.mark.parametrize(("stream", "which", "address", "value"), KNOWN, ids=lambda one: getattr(one, "name", ""))
def test_draws_have_not_moved(stream, which, address, value):
    assert stream.of(SEED, *which).at(*address).uniform() == value
    assert stream.of(SEED, *which).at(*map(np.atleast_1d, address)).uniform().tolist() == [value]


def test_draws_under_a_key_have_not_moved():
    key, household = stream_key(SEED, "matters: lift"), np.array([4321])
    assert of_matters.household_uniforms(key, household, 5)[0] == 0.29337283301739786
    assert of_matters.household_normals(key, household, of_matters.BELIEF)[0] == -1.078603329053523
    assert draws_of(key).at(of_matters.PROMISE).uniform() == 0.3980491843858946
    month = draws_of(MATTERS.of(SEED, "lift").at(24_315).key())
    assert int(month.at(21).key()) != int(draws_of(month.at(21).key()).at(1).key()) == 9879674912114038149
    assert [one.tolist() for one in opinion._pairs(6, 3, key)] == [[5, 1, 3, 5, 1, 0], [0, 2, 5, 4, 0, 2]]
    assert int(draws_of(posts.POSTS.of(SEED).at(5).key()).at(12).key()) == 8228085500497556138


def test_draws_of_projects_and_money_have_not_moved():
    batch = of_projects.batch_key(SEED, 5, of_projects.batch_number(2026, 1))
    cell, kind = np.array([311]), np.array([3])
    key = of_projects.project_keys(batch, cell, kind)
    assert int(batch) == 10515404069089299955 and int(of_projects.voting_key(batch)) == 1506217448839208991
    thoughts = of_projects.thought_uniforms(batch, of_projects.MIND, cell, 4)
    assert thoughts[0, 2:].tolist() == [0.1813036952729245, 0.8343096820845739]
    assert of_projects.thought_normals(batch, of_projects.COST, cell, 4)[0, 3] == -0.6127785750333005
    assert int(key[0]) == 9459151045454813434
    assert of_projects.project_uniforms(key, of_projects.REDONE)[0] == 0.8137681194147457
    assert of_projects.project_normals(key, of_projects.TENDER)[0] == -2.383547733321589
    assert of_projects.tastes(key[0], np.array([4321]))[0] == 1.2723715774066253
    taste = donors_taste(SEED, 5, SimpleNamespace(ids=tuple("abcdefgh")))
    assert taste[:2].tolist() == [0.03891381470006877, 0.5151127662600463]
    assert bid_draws(SEED, 2027, 9)[4] == 0.2689231505172402


def test_the_draws_of_a_need_have_not_moved():
    key = np.uint64(123456789)
    assert uniform(key, need_draws.HOME_DRAW) == 0.5087932694903374
    again = need_draws.HANDLING_DRAW + need_draws.DRAWS_OF_A_GENERATION
    assert standard_normal(key, again) == 1.001953914540808
    mean, draw = np.array([0.3, 4.0, 99.0, 250.0]), np.array([0.8, 0.3, 0.9, 0.55])
    assert poissons(mean, draw).tolist() == [1.0, 3.0, 112.0, 252.0]
