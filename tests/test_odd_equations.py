"""Equations of section 7 of the ODD, read from the page and worked out, give what the code gives.

Each is worked out with levers and assumptions that all differ from their defaults, so that a factor left out, or a
name in the wrong place, shows.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import gammaincinv, ndtr

from shapan.experiments.evidence.odd_parameters import PAGE, sections
from shapan.model.parameters import Parameters, all_parameters, groups_of

SECTIONS = sections(PAGE.read_text(encoding="utf-8"))
GOES_ON = re.compile(r"^\s+[×+−/]")
SIGNS = {"×": "*", "−": "-", "^": "**", "½": "0.5 *", "²": "**2", "⌊": "floor(", "⌋": ")", "≥": ">="}
LATER = dt.date(2026, 5, 1)
WITHOUT_COMMITTEE = {"1 with a committee, else": ""}
KNOWN = {
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "floor": math.floor,
    "min": min,
    "max": max,
    "clip": lambda value, low, high: min(max(value, low), high),
    "logit": lambda share: math.log(share / (1.0 - share)),
    "Φ": ndtr,
    "Q": lambda draw, shape: gammaincinv(shape, draw),
}


def equation(number: str, label: str) -> str:
    """The right side of an equation, without what is said beside it."""
    lines = SECTIONS[number].splitlines()
    begins = re.compile(rf"^\s*{re.escape(label)}(\[[^\]]*\])?\s+(\+=|=|←)\s+(?P<right>.*)$")
    place, found = next((place, match) for place, line in enumerate(lines) if (match := begins.match(line)))
    right = [found["right"]]
    for line in lines[place + 1 :]:
        if not GOES_ON.match(line) or re.search(r";|\S  ", right[-1]):
            break
        right.append(line.strip())
    return " ".join(re.split(r";|\s{2,}|, 0 without", part)[0] for part in right).rstrip(",")


def in_python(text: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The same as Python: conditions and names with blanks become names of their own, "" leaves words out."""
    names = dict(values)
    for number, key in enumerate(sorted(values, key=len, reverse=True)):
        if values[key] == "":
            text, _ = text.replace(key, ""), names.pop(key)
        elif not key.isidentifier():
            names[f"V{number}_"] = names.pop(key)
            text = text.replace(key, f" V{number}_ ")
    text = re.sub(r"(?<=\w)\[[^\[\]]*\]", "", text)
    text = re.sub(r"([a-z_]+\.[a-z_0-9]+)", r"P('\1')", text)
    text = re.sub(r"√(P\('[^']*'\)|\w+)", r"sqrt(\1)", text).replace("√(", "sqrt(")
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    return text, names


def worked_out(number: str, label: str, parameters: Parameters, **values: Any) -> float:
    """An equation of a submodel with these parameters and values; keys of `also` may have blanks."""
    also = values.pop("also", {})
    text, names = in_python(equation(number, label), {**values, **also})

    def named(name: str) -> Any:
        group, _, field = name.partition(".")
        if f"{group}_{field}" in names:
            return names[f"{group}_{field}"]
        role = parameters.levers if group in type(parameters.levers).model_fields else parameters.assumptions
        return getattr(getattr(role, group), field)

    return float(eval(text, {"__builtins__": {}}, {**KNOWN, **names, "P": named}))


def shaken(parameters: Parameters, seed: int) -> Parameters:
    """Every number that may be set stands somewhere else, inside its bounds; switches are on."""
    rng, known = np.random.default_rng(seed), all_parameters()
    roles: dict[str, Any] = {}
    for role in ("levers", "assumptions"):
        made = {}
        for name, kind in groups_of(type(getattr(parameters, role))).items():
            fields: dict[str, Any] = {}
            for field in kind.model_fields:
                about = known[f"{name}.{field}"]
                low, high = about.about.low, about.about.high
                if about.kind == "yes_no":
                    fields[field] = True
                elif low is not None and high is not None and about.kind in ("number", "count"):
                    width = min(high - low, 2.0 * about.default + 0.3 * (high - low) * (about.default == low))
                    value = float(np.clip(about.default + width * rng.uniform(0.05, 0.3), low, high))
                    fields[field] = math.ceil(value) if about.kind == "count" else value
            made[name] = getattr(getattr(parameters, role), name).model_copy(update=fields)
        roles[role] = getattr(parameters, role).model_copy(update=made)
    return parameters.model_copy(update=roles)


@pytest.fixture(params=[1, 2, 3])
def other(town, request) -> Parameters:
    return shaken(town, request.param)


def test_an_equation_is_read_and_a_wrong_one_is_found(other):
    assert equation("7.10", "gained") == "funds.trust_step × heard × (1 − fund_trust)"
    before = SECTIONS["7.10"]
    try:
        SECTIONS["7.10"] = before.replace("= funds.trust_step × heard", "= funds.told_by_word × heard")
        with pytest.raises(AssertionError):
            test_funds_of_estates(other)
    finally:
        SECTIONS["7.10"] = before


def test_the_load_of_a_day(other):
    from shapan.model.needs.load import COMMON_LOAD, common_factor

    kept, fresh = other.assumptions.needs.common_persistence, COMMON_LOAD.of(5).at(np.arange(2)).normal()
    levels = float(fresh[0]), float(kept * fresh[0] + math.sqrt(1.0 - kept**2) * fresh[1])
    result = [worked_out("7.1", "common", other, also={"level[d]": level}) for level in levels]
    assert result == pytest.approx(common_factor(2, other.assumptions.needs, 5).tolist())


def test_what_hearing_is_worth(other):
    from shapan.model.needs.channels import familiarity_by_cell, new_hearing, party_units, set_channels
    from shapan.model.needs.table import workload_of_cells
    from shapan.model.place.ground import divide
    from shapan.model.place.world import build_world

    world = build_world(other.place)
    ground = divide(world, other.levers, workload_of_cells(world))
    hearing = new_hearing(world, len(other.place.needs), other)
    set_channels(hearing, ground, other, 9)
    layout, cell = ground.layout, 3
    grid = int(layout.grid_of_cell[cell])
    households = float(layout.households_of_grid[grid])
    listed = float(np.bincount(layout.grid_of_cell[world.residents.cell], hearing.people.listed)[grid])
    size = float(world.territory.residents_of_cell.sum() / world.territory.households_of_cell.sum())
    known = float(familiarity_by_cell(ground, other, 9)[cell])
    beside = {"F(400 × residents per household)": worked_out("7.2", "F(R)", other, R=400.0 * size)}
    beside["F(residents[g])"] = worked_out("7.2", "F(R)", other, R=float(layout.residents_of_grid[grid]))
    unit = float(party_units(ground, other, 9)[cell])
    assert worked_out("7.2", "known", other, unit=unit, also=beside) == pytest.approx(known) and unit > 0.0
    v = worked_out("7.2", "v", other, also={"km² of g": float(layout.area_km2_of_grid[grid])})
    opened = worked_out("7.2", "opened", other)
    around = {"households": households, "known": known, "v": v, "opened": opened, "listed": listed}
    around["s"] = other.assumptions.hearing.familiarity_share_of_patrol
    for label, column in (
        ("per_patrol", hearing.patrol_per_hour),
        ("per_listed", hearing.listed_per_hour),
        ("per_door", hearing.door_per_hour),
    ):
        assert worked_out("7.2", label, other, **around) == pytest.approx(float(column[cell])), label


@pytest.mark.parametrize("kind", ["hazard", "care", "litter"])
def test_how_severity_makes_people_report(other, kind):
    from shapan.model.needs.table import kind_table

    kinds, severity = kind_table(other), other.place.need(kind).severity
    result = worked_out("7.2", "sev", other, kind_severity=severity, also={"1 for paperwork, else": ""})
    assert result == pytest.approx(float(kinds.rows.severity_factor[kinds.index(kind)]))


def test_wrong_doors_and_handling(other):
    from shapan.model.departments.overtime import months_over_one
    from shapan.model.government import kinds_of_departments, paired_with
    from shapan.model.needs.table import kind_table, kinds_under, pairs
    from shapan.model.needs.useful_hours import lists_kept

    kinds = kind_table(other)
    under = kinds_under(kinds, other)
    kept = worked_out("7.3", "kept", other)
    assert kept == pytest.approx(lists_kept(other))
    rows_of, left, count = kinds_of_departments(kinds.ids), pairs(kinds, other), other.levers.party.paired_departments
    for community in range(other.place.communities):
        theirs = {row for name in paired_with(community, count) for row in rows_of.get(name, ())}
        for row in range(len(kinds.ids)):
            paired = {"[k's department is paired with m]": float(row in theirs)}
            result = worked_out("7.3", "wrong", other, kept=kept, also=paired)
            assert result == pytest.approx(float(under.wrong_door_share[row] * left[community, row]))
    slowing = other.assumptions.routing.load_slowing
    for waiting in (10.0, 30.0, 90.0):
        result = worked_out("7.3", "handling", other, kind_handling_days=6.0, waiting=waiting, capacity=1.0)
        months = float(months_over_one(np.array([waiting]), np.array([1.0]))[0])
        assert result == pytest.approx(6.0 / 4.0 * (1.0 + slowing * months), rel=1e-3)


@pytest.mark.parametrize("rule", ["first", "turn", "behind"])
def test_who_takes_late_cases_first(other, forced, rule):
    from shapan.model.staffing.late_cases import officers_of, open_list_share

    said = forced(other, {"service.late_rule": rule, "service.late_share": 0.7})
    values = {"F": 0.7, "A": 0.4, "O": open_list_share(said)}
    also = {f"[service.late_rule = {one}]": float(one == rule) for one in ("first", "behind")}
    result = [worked_out("7.4", label, said, also=also, **values) for label in ("first", "behind")]
    assert result == pytest.approx(list(officers_of(said, 0.4)))


def test_what_residents_remember(other):
    from shapan.model.setup.initial_state import memory_rules

    result = worked_out("7.5", "pressure", other, also={"records of inspections (7.8)": 0.0})
    assert result == pytest.approx(memory_rules(other).appraisal_pressure)


def test_what_is_left_of_staff_and_who_leaves(other, forced):
    from shapan.model.needs.useful_hours import hours_at_home, staff_useful_share, usual_administration
    from shapan.model.place.world import build_world
    from shapan.model.staffing.tenure import learning_months, turnover_a_year, usually_unlearned

    other = forced(other, {"staff.admin_share": 0.1, "centres.open_hours_per_week": 50.0})  # so that something is left
    world = build_world(other.place)
    admin = worked_out("7.6", "admin", other, forms=worked_out("7.6", "forms", other))
    assert admin == pytest.approx(usual_administration(other))
    assert worked_out("7.6", "home", other) == pytest.approx(hours_at_home(other), rel=1e-4)
    posts = other.levers.staff.workers_per_10000 * other.place.residents / 10_000
    size = {"centres": 2.0, "communities": float(other.place.communities)}
    elsewhere = worked_out("7.6", "elsewhere", other, **size)
    weekly = worked_out("7.6", "weekly", other, posts=posts)
    useful = worked_out("7.6", "useful", other, admin=admin, elsewhere=elsewhere, weekly=weekly)
    assert useful == pytest.approx(staff_useful_share(other, world, 2), abs=1e-4) and useful > 0.0
    assert worked_out("7.6", "turnover", other) == pytest.approx(turnover_a_year(other))
    assert worked_out("7.6", "L", other) == pytest.approx(learning_months(other))
    leaving = -math.log(1.0 - other.assumptions.turnover.turnover_share) / 12.0
    assert worked_out("7.6", "usual", other, λ=leaving) == pytest.approx(usually_unlearned(other))


def test_what_grades_and_lists_move(other):
    from shapan.model.needs.useful_hours import lists_kept
    from shapan.model.tasks.compact import improvement

    step = worked_out("7.6", "step", other, grade=0.3)
    response = other.assumptions.tasks.rating_response
    assert step == pytest.approx(float(improvement(np.array([0.3]), other.levers.compact.mutual_rating, response)[0]))
    assert worked_out("7.3", "kept", other) == pytest.approx(lists_kept(other))


def test_what_moves_volunteers(other):
    from shapan.model.place.world import build_world
    from shapan.model.volunteers.corps import (
        enrol,
        new_corps,
        registered_count,
        weekly_motive,
    )
    from shapan.model.volunteers.records import TimeBank

    world = build_world(other.place)
    corps = new_corps(world, other, 11)
    enrol(corps, world, other)
    assert registered_count(other) > 10
    corps.habit[:], corps.fatigue[:], corps.norm[:] = 0.3, 0.2, 0.6
    corps.turnout[:] = 4.0
    enrol(corps, world, other)
    trust, bank = np.full(len(corps.turn), 0.7), np.full(len(corps.members), 0.05)
    moved, levers = weekly_motive(corps, trust, bank, other), other.levers.volunteers
    motive = corps.motive[corps.who]
    row = int(np.argmax(corps.turn[corps.who] == corps.turn[corps.who].min()))  # first in order, so no latecomer
    free = float(corps.free_hours[corps.who][row])
    values = {
        "I": float(motive[row]),
        "reward": levers.points_yuan_per_hour / other.assumptions.volunteering.reward_yuan,
        "norm": 0.6,
        "free": free,
        "habit": 0.3,
        "fatigue": 0.2,
        "trust": 0.7,
        "bank": 0.05,
    }
    registered = float(corps.members[corps.home[row]])
    values["peers"] = worked_out("7.7", "peers", other, turnout=4.0, registered=registered)
    assert worked_out("7.7", "U", other, **values) == pytest.approx(float(moved[row]), rel=1e-6)
    saved = TimeBank(np.zeros(1), np.array([30.0]), np.array([0.6]))
    result = worked_out("7.7", "bank", other, s=30.0 / 8.0, faith=0.6)
    assert result == pytest.approx(float(saved.appeal(np.array([8.0]), other)[0]))


def test_organisations_bid_and_work(other):
    from shapan.model.agents.organisation import BID, SocialOrganisation
    from shapan.model.columns import SOCIAL
    from shapan.model.organisations.contract import (
        Lot,
        share_kept,
        supervised,
        usually_unlearned,
    )
    from shapan.model.organisations.market import Market
    from shapan.model.organisations.provision import pace_and_poor
    from shapan.model.organisations.rating import effort_for, stake_of

    quality, plan = 0.62, SimpleNamespace(seed=3)
    district: Any = SimpleNamespace(parameters=other, plan=plan)
    one: Any = SimpleNamespace(model=district, profile=SimpleNamespace(quality=quality), number=17)
    z = float(BID.of(3).at(17, 2026).normal())
    assert worked_out("7.8", "bid", other, quality=quality, z=z) == pytest.approx(
        SocialOrganisation.overhead_bid(one, 2026)
    )
    lacking, effort = 0.4, 0.3
    contract: Any = SimpleNamespace(
        organisation=17, lot=Lot(SOCIAL, 0), effort=effort, unlearned=lambda months: lacking
    )
    district.of = {Market: SimpleNamespace(organisations={17: one})}.__getitem__
    usual = usually_unlearned(other)
    for rule, a, b in (("third_party", 0.0, 1.0), ("residents", 1.0, 0.6), ("superior", -1.0, 0.2)):
        levers = other.levers.model_copy(update={"centres": other.levers.centres.model_copy(update={"rated_by": rule})})
        district.parameters = other.model_copy(update={"levers": levers})
        values = {"quality": quality, "lacking": lacking, "usual": usual, "effort": effort, "a": a, "b": b}
        result = [worked_out("7.8", label, other, **values) for label in ("slowness", "poor")]
        assert result == pytest.approx(list(pace_and_poor(district, contract)))
    per_10 = other.levers.organisations.supervisors_per_10_workers
    assert worked_out("7.8", "kept", other, s=supervised(per_10)) == pytest.approx(share_kept(other))
    stake = worked_out("7.8", "stake", other)
    assert stake == pytest.approx(stake_of(contract, other))
    assert worked_out("7.8", "effort", other, stake=stake, effort=0.0, also={" at a rating": ""}) == pytest.approx(
        effort_for(stake, other)
    )


def test_what_units_bring_to_a_matter(other):
    from shapan.model.agents.unit_means import UnitMeans
    from shapan.model.deliberation.kinds import MATTERS
    from shapan.model.joint import sharing

    means = UnitMeans(estate=0, year_fen=0, year_hours=0.0, fen=800_000, hours=30.0, ground=1)
    unit: Any = SimpleNamespace(number=0, means=means)
    matter: Any = SimpleNamespace(kind=MATTERS["road"], unit=5, in_kind_fen=0)
    book = SimpleNamespace(open=[])
    district: Any = SimpleNamespace(parameters=other, of=lambda kind: book)
    need = 33_000_000
    ground, hands, money = sharing.shares_of(district, matter, [unit], need)
    also = {"matter.cost": 330_000.0, "to find": need / 100}
    assert 100.0 * worked_out("7.9", "ground", other, also=also) == pytest.approx(ground.fen, abs=1)
    rest = (need - ground.fen) / 100
    sums = {"Σ money": 8_000.0, "Σ hands": 30.0}
    part = worked_out("7.9", "part", other, rest=rest, also=sums)
    assert 0.0 < part <= 1.0
    assert hands.hours == pytest.approx(30.0 * part) and money.fen == pytest.approx(800_000 * part, abs=1)


@pytest.mark.parametrize("most", [0.05, 0.4])
def test_how_likely_units_keep_a_promise(other, forced, most):
    from shapan.model.party import joint_meeting

    said = forced(other, {"units.seats_most": most, "units.keep_share": 0.3, "party.part_time_members": 2})
    willing = said.assumptions.units.willing_spread * (2.0 * 0.3 - 1.0)
    unit: Any = SimpleNamespace(community=0, number=2, willingness=willing)
    district: Any = SimpleNamespace(parameters=said, plan=SimpleNamespace(seed=1), day=0, date=lambda day: LATER)
    promise = joint_meeting._promise(district, unit, (0, 1.0), (0, 3))
    assert worked_out("7.9", "chance", said, also={"2 u[j]": 0.6}) == pytest.approx(promise.chance)
    assert 0.0 < promise.chance < 1.0


def test_how_departments_are_pressed(other):
    from shapan.model.agents.party_committees import DistrictCommittee

    levers, assumed = other.levers.party, other.assumptions
    rating = assumed.authority.extra_most * assumed.authority.rating_part * levers.department_rating
    for answered, visited, pursued in ((0.0, 1.0, 0.0), (0.5, 2.0, 1.0), (9.0, 9.0, 0.0)):
        watch: Any = SimpleNamespace(
            visited=np.array([visited / 21.74]),
            whistled=np.array([answered / 5.0]),
            pursued=np.array([pursued / 5.0]),
            badly_rated=np.array([0.4]),
        )
        extra = DistrictCommittee.extra(watch, np.array([20.0]), rating, assumed.authority.extra_most)
        values = {"supervised": answered, "visited": visited, "pursued": pursued, "capacity": 20.0, "bad": 0.4}
        assert worked_out("7.9", "pressure", other, **values) == pytest.approx(float(extra[0]))


@pytest.mark.parametrize("committee", [False, True])
@pytest.mark.parametrize("upkeep", [0.4, 0.9, 1.3])
def test_fees_and_upkeep_of_estates(other, committee, upkeep):
    from shapan.model.estates.upkeep import (
        EstateTraits,
        hours_for_fees,
        month,
        usual_fees,
        warranted_fees,
    )

    assumed, firm, fitness, goodwill, fees, works = other.assumptions.estates, 1.1, 0.9, 0.2, 0.6, 0.05
    ones = np.ones(1)
    estate = EstateTraits(
        fitness * ones, np.array([committee]), np.array([True]), firm * ones, goodwill * ones, 0.0 * ones
    )
    usual = fitness * firm

    def bearing(relative: float) -> float:
        return worked_out("7.10", "bearing(y)", other, y=relative)

    def warranted(at: float, good: float) -> float:
        also = {"[committee]": float(committee)}
        odds = worked_out("7.10", "willing(U)      logit", other, U=at, goodwill=good, also=also)
        protest = worked_out("7.10", "protest", other, U=at, usual=usual, bearing=bearing, also=WITHOUT_COMMITTEE)
        values = {"willing": 1.0 / (1.0 + math.exp(-odds)), "protest": 1.0 if committee else protest}
        return worked_out("7.10", "warranted(U)", other, **values)

    assert warranted(upkeep, goodwill) == pytest.approx(float(warranted_fees(upkeep * ones, estate, assumed)[0]))
    paid = {"usual fees": warranted(usual, 0.0)}
    assert paid["usual fees"] == pytest.approx(float(usual_fees(estate, assumed)[0]))
    hours = worked_out("7.10", "hours", other, firm=firm, fees=fees, also=paid)
    assert hours == pytest.approx(float(hours_for_fees(fees * ones, estate, assumed)[0]))
    moved = fees + worked_out("7.10", "fees", other, fees=fees, also={"warranted(upkeep)": warranted(upkeep, goodwill)})
    held = worked_out("7.10", "upkeep", other, upkeep=upkeep, fitness=fitness, hours=hours, works=works)
    later = month(fees * ones, upkeep * ones, works * ones, estate, assumed)
    assert [moved, held] == pytest.approx([float(one[0]) for one in later])


def test_funds_of_estates(other):
    from shapan.model.estates.owners_fund import trust_after_month
    from shapan.model.estates.upkeep import withheld

    assumed, yes, trust = other.assumptions.funds, np.array([True]), np.array([0.2])
    gained, lost = (worked_out("7.10", name, other, heard=0.6, fund_trust=0.2) for name in ("gained", "lost"))
    assert 0.2 + gained == pytest.approx(float(trust_after_month(trust, yes, ~yes, 0.6, assumed)[0]))
    assert 0.2 - lost == pytest.approx(float(trust_after_month(trust, yes, yes, 0.6, assumed)[0]))
    result = worked_out("7.10", "withheld", other, fund_trust=0.2)
    assert result == pytest.approx(float(withheld(yes, trust, other.assumptions.estates)[0]))


def test_who_comes_to_a_meeting(other):
    from shapan.model.deliberation.aftermath import compliance
    from shapan.model.deliberation.attendance import Affected, Call, attendance_chance, word_spread

    assumed = other.assumptions.attendance
    traits = dict.fromkeys(("elder", "owner", "party"), True)
    nobody = np.zeros(1, np.bool_)
    affected = Affected(
        household=np.arange(1),
        **{name: np.array([has]) for name, has in traits.items()},
        migrant=nobody,
        low_income=nobody,
        reserved=np.zeros((0, 1), np.bool_),
        value=np.array([-2.0 * assumed.strong_interest_yuan]),
    )
    council = other.assumptions.aftermath.standing_odds ** (0.8 - 0.5)
    council *= 1.0 + 0.6 * other.assumptions.outreach.elected_doors
    council *= 1.0 + 0.4 * other.assumptions.units.station_table_gain
    chance = float(attendance_chance(affected, Call(9.0, True, council), assumed)[0])
    spread = [worked_out("7.11", "spread(d)", other, d=days) for days in (9.0, 3.0)]
    assert spread[0] == pytest.approx(word_spread(9.0, assumed))
    also = {"[over 60 at home]": 1.0, "[owner]": 1.0, "[member at home]": 1.0, "[deliberation.online]": 1.0}
    also |= {"[|value| ≥ attendance.strong_interest_yuan]": 1.0, "spread(notice)": spread[0], "spread(3)": spread[1]}
    also |= {"near a station[e]": 0.4}
    odds = worked_out("7.11", "odds", other, also=also, standing=0.8, turnout=0.6)
    assert odds / (1.0 + odds) == pytest.approx(chance)
    sitting: Any = SimpleNamespace(meeting=SimpleNamespace(turnout_share=0.12), decision=SimpleNamespace(yes_share=0.7))
    district: Any = SimpleNamespace(parameters=other)
    result = worked_out("7.11", "compliance", other, turnout=0.12, also={"share of yes": 0.7})
    assert result == pytest.approx(compliance(district, sitting))


def test_what_is_not_kept_to(other):
    from shapan.model.deliberation.reopening import not_kept, part

    kind = SimpleNamespace(of_conduct=True)
    facts = {"ended_on": 20, "ended": "settled", "on_paper": False, "compliance": 0.3, "kind": kind}
    matter: Any = SimpleNamespace(**facts, origin="requests")
    ((_, left),) = not_kept([matter], 120, other.assumptions.matters)
    result = worked_out("7.11", "left", other, compliance=0.3, also={"days since settled": 100.0})
    assert result == pytest.approx(left)
    result = worked_out("7.11", "of requests", other, left=left, compliance=0.3)
    assert result == pytest.approx(part(matter, left, 1.0, other.assumptions.matters))
    matter.origin = "neighbours"
    also = {"upkeep[e,k]": 1.1, "open[e,k]": 0.3, "quarrels[e]": 0.2}
    result = worked_out("7.11", "of neighbours", other, left=left, also=also)
    assert result == pytest.approx(part(matter, left, 1.6, other.assumptions.matters))


def test_who_gets_project_money(other):
    from shapan.model.ledger.allocation_rules import Writers, bid_quality, score_of

    assumed, days = other.assumptions.splitting, float(other.levers.staff.training_days_per_year)
    ones = np.ones(1)
    also = {"organisations at home": 2.0, "social workers": 6.0}
    skill = worked_out("7.13", "skill", other, also=also)
    quality = bid_quality(Writers(2.0 * ones, 6.0 * ones, days * ones), 0.3 * ones, assumed)
    assert worked_out("7.13", "bid", other, skill=skill, u=0.3) == pytest.approx(float(quality[0]))
    also = {"share of what was heard that was first closed by its due day": 0.8}
    also |= {"mean satisfaction": 0.5, "pressure of 7.5": 0.2, ", of the past year": ""}
    result = worked_out("7.13", "score", other, also=also)
    assert result == pytest.approx(float(score_of(0.8 * ones, 0.7 * ones, assumed)[0]))


def test_what_foundations_get_and_give(other):
    from shapan.model.projects.foundation_rules import (
        Delivered,
        Foundations,
        Givers,
        after_month,
        gifts_of_month,
        grants_of_period,
        riches,
    )

    assumed, disclosure = other.assumptions.foundations, other.levers.funding.disclosure
    givers = Givers(np.array([8000.0, 12000.0]), np.array([0.05, 0.2]), np.array([3.0, 1.0]))
    state = Foundations(np.ones(2, np.bool_), np.array([0.6, 0.4]), np.array([0.3, 0.1]))
    mean = float(np.average(1.0 - givers.low_income, weights=givers.residents))
    rich = worked_out("7.13", "rich", other, mean=mean, also={"share not on a low income": 0.95})
    assert rich == pytest.approx(float(riches(givers, assumed)[0]))
    result = worked_out("7.13", "gifts", other, residents=8000.0, rich=rich, firms=3.0, trust=0.6, shown=0.3)
    gifts = gifts_of_month(state, givers, assumed)
    assert result == pytest.approx((gifts.residents_fen[0] + gifts.firms_fen[0]) / 100.0, abs=0.02)
    deserved = worked_out("7.13", "deserved", other, done=2.0, failed=1.0)
    later = after_month(state, disclosure, Delivered(np.full(2, 2.0), np.ones(2)), assumed)
    assert 0.3 + worked_out("7.13", "shown", other, shown=0.3) == pytest.approx(float(later.shown[0]))
    assert 0.6 + assumed.trust_step * (deserved - 0.6) == pytest.approx(float(later.trust[0]))
    given = grants_of_period(np.array([1_000_000]), 1.0 / other.levers.projects.batches_per_year, assumed)
    result = worked_out("7.13", "grant", other, held=1_000_000.0, also={" in a batch": ""})
    assert result == pytest.approx(float(given[0]), abs=1.0)


@pytest.mark.parametrize("end", ["on time", "late", "lapsed", "never heard"])
@pytest.mark.parametrize("poor", [0, 1])
@pytest.mark.parametrize("trust", [0.1, 0.9])
def test_what_a_need_leaves_in_its_resident(other, end, poor, trust):
    from shapan.model import columns as c
    from shapan.model.reference.memory import _leave_traces
    from shapan.model.setup.initial_state import memory_rules

    bins = {"on time": c.MET_ON_TIME, "late": c.MET_LATE, "lapsed": c.LAPSED_WAITING, "never heard": c.NEVER_HEARD}
    rules, one = memory_rules(other), np.ones(1)
    channel = c.NOBODY if end == "never heard" else c.WALK_IN
    needs = {"resident": 0, "cell": 0, "bin": bins[end], "kind": 0, "poor": poor, "channel": channel, "pool": c.NOBODY}
    times = {"heard_time": 2.0 * one, "done_time": 6.0 * one}
    minds = SimpleNamespace(trust=trust * one, expectation=0.6 * one, efficacy=0.4 * one)
    tallies = SimpleNamespace(mind_totals=np.zeros(2), daily=np.zeros((c.DAILY_ROWS, 1)), called=np.zeros((2, 1)))
    tables = {
        name: SimpleNamespace(satisfaction_sum=np.zeros(1), experiences=np.zeros(1))
        for name in ("pools", "departments")
    }
    desk: Any = SimpleNamespace(
        needs=SimpleNamespace(**{name: np.array([value]) for name, value in needs.items()}, **times),
        kinds=SimpleNamespace(deadline=10.0 * one, severity=2.0 * one),
        state=SimpleNamespace(memory=rules),
        minds=minds,
        tallies=tallies,
        **tables,
    )
    _leave_traces(np.zeros(1, np.int64), 0, desk)
    met, unheard = end in ("on time", "late"), end == "never heard"
    value = worked_out("7.5", "performance", other, done=6.0, heard=2.0, kind_deadline_days=10.0)
    value = {"on time": value, "late": other.assumptions.memory.late_performance}.get(end, 0.0)
    value = max(value - other.assumptions.memory.poor_work_cost, 0.0) if poor and met else value
    also = {"for a need never heard, else 1": ""}
    weight = worked_out("7.5", "weight", other, kind_severity=2.0, also=also) if unheard else 1.0
    gap = value - 0.6
    satisfaction = worked_out("7.5", "satisfaction", other, performance=value, gap=gap)
    step = worked_out("7.5", "expectation", other, weight=weight, gap=gap)
    assert 0.6 + step == pytest.approx(float(minds.expectation[0]))
    falls = float(other.assumptions.memory.trust_loss_weight if satisfaction < trust else 1.0)
    also = {", × memory.trust_loss_weight where negative": "", "trust[i]": trust}
    step = falls * worked_out("7.5", "trust", other, weight=weight, satisfaction=satisfaction, also=also)
    assert min(max(trust + step, 0.0), 1.0) == pytest.approx(float(minds.trust[0]))
    outcome = {"on time": 1.0, "late": 0.5}.get(end, 0.0)
    step = 0.0 if unheard else worked_out("7.5", "efficacy", other, outcome=outcome, efficacy=0.4)
    assert 0.4 + step == pytest.approx(float(minds.efficacy[0]))
    answers = worked_out("7.5", "answers", other, satisfaction=satisfaction) if met else 0.0
    assert answers == pytest.approx(float(tallies.daily[c.CALLED_BACK, 0]))


def test_posts_and_pace_of_pools(other):
    from shapan.model.columns import COUNTER, GRID, PROGRAMME, PROPERTY
    from shapan.model.needs.channels import familiarity_by_cell
    from shapan.model.needs.table import workload_of_cells
    from shapan.model.place.ground import divide
    from shapan.model.place.world import build_world
    from shapan.model.staffing.posts import number_pools, posts_of_pools, staff_district

    world = build_world(other.place)
    ground = divide(world, other.levers, workload_of_cells(world))
    pool_map, territory = number_pools(ground, pooled=False), world.territory
    posts = posts_of_pools(pool_map, other, ground)
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell)
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell)
    firm = int(np.flatnonzero(territory.estate_has_property)[0])
    size = {"households": float(ground.layout.households_of_grid[0]), "residents": float(people[0])}
    for label, kind in (("posts       grid g", GRID), ("staff m", COUNTER), ("activities m", PROGRAMME)):
        result = worked_out("7.6", label, other, **size)
        assert result == pytest.approx(float(posts[pool_map.starts[kind]])), label
    result = worked_out("7.6", "property firm e", other, households=float(households[firm]))
    assert result == pytest.approx(float(posts[pool_map.starts[PROPERTY]]))
    known = familiarity_by_cell(ground, other, 4)
    staff = staff_district(other, ground, known, 4)
    mean = float(territory.residents_of_cell.sum() / territory.households_of_cell.sum())
    usual = worked_out("7.2", "F(R)", other, R=400.0 * mean)
    result = worked_out("7.6", "slowness", other, F0=usual, known=float(known[0]))
    assert result == pytest.approx(float(staff.pools.slowness[staff.pool_map.of_cell.pool[0, GRID]]))


def test_who_is_registered_and_who_would_be_a_steward(other):
    from shapan.model.volunteers.corps import registered_count
    from shapan.model.volunteers.steward_supply import willing_chance

    registered = other.place.volunteers_registered
    result = worked_out("7.7", "N", other, residents=other.place.residents, place_volunteers_registered=registered)
    assert round(result) == registered_count(other)
    stewards: Any = SimpleNamespace(well_known=np.array([2]))
    corps: Any = SimpleNamespace(registered=np.array([True]))
    odds = worked_out("7.7", "o", other, known=2, also={"[registered]": 1})
    chance = willing_chance(stewards, np.zeros(1, np.int64), corps, other)
    assert odds / (1.0 + odds) == pytest.approx(float(chance[0]))


def test_what_a_survey_makes_of_a_few_answers(other):
    from shapan.model.monitoring.survey import _lean_on_neighbours

    where = SimpleNamespace(community_of_cell=np.array([0, 0]), residents_of_cell=np.array([100, 300]), communities=1)
    district: Any = SimpleNamespace(world=SimpleNamespace(territory=where))
    mixed = _lean_on_neighbours(np.array([3.0, 1.0]), district, other.assumptions.outreach.survey_shrinkage)
    result = worked_out("7.2", "unheard", other, expected=1.0, silent=3.0, scale=1.0)
    assert result == pytest.approx(float(mixed[0]))


def test_how_many_projects_and_how_far_they_reach(other):
    from shapan.model.projects.effects import reaches_km
    from shapan.model.projects.kinds import WORKS
    from shapan.model.projects.proposals import how_many

    assumed, cost = other.assumptions.delivery, np.array([9_000_000])
    for money in (20_000.0, 900_000.0, 90_000_000.0):
        also = {"round": round}
        found = worked_out("7.13", "listed", other, money=money, also=also)
        assert int(found) == how_many(int(money * 100), other.assumptions.proposing)
    found = assumed.works_reach_km * math.sqrt(90_000.0 / assumed.usual_works_yuan)
    assert found == pytest.approx(float(reaches_km(np.array([WORKS]), cost, assumed)[0]))
    assert "delivery.works_reach_km × √(cost / delivery.usual_works_yuan)" in SECTIONS["7.13"]
