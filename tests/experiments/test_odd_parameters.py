"""Section 7 of the ODD: every parameter in one table, every name in equations declared, constants as in the code."""

from __future__ import annotations

import re
import statistics
from collections import Counter

import pytest

from shapan.experiments.evidence.odd_parameters import (
    MARK,
    PAGE,
    SUBMODELS,
    filled,
    names_in,
    parameters_of,
    sections,
    submodel_of,
)
from shapan.model.deliberation.kinds import MatterKind
from shapan.model.parameters import all_parameters
from shapan.model.parameters.formats import Format
from shapan.model.parameters.place import Minds, NeedKind, Place

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = sections(TEXT)
GROUPS = {parameter.group for parameter in all_parameters().values()}
FACTS = {
    "place": {*Place.model_fields, *Minds.model_fields},
    "kind": set(NeedKind.model_fields),
    "matter": set(MatterKind.__dataclass_fields__),
    "format": {*Format.model_fields, "meetings"},
}
PRIVATE = r"\b(luck|lucky|hands|books|told|felt|purses?|marks?|doors?)\b"
"""Words of the code that the ODD replaces by the field's terms; a wrong door is an outcome's name."""

WITHOUT_TEXT = {
    parameter.name: "its process is not in this build"
    for parameter in all_parameters().values()
    if not parameter.about.built and parameter.group != "index"  # weighs a report; its text says so
}
"""Parameters that need not occur in the text of their submodel, and why."""


def equations(text: str) -> str:
    return "\n".join(re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def prose(text: str) -> str:
    """The sentences of a submodel: no equations, no code, no list of files under the heading."""
    paragraphs = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL).strip().split("\n\n")
    return "\n\n".join(part for part in paragraphs if not part.startswith("`"))


def undeclared(text: str) -> list[str]:
    """Names in the equations of a text, and names of parameters in its sentences, that nobody declared."""
    known = all_parameters()

    def is_declared(name: str) -> bool:
        first, _, last = name.partition(".")
        return name in known or last in FACTS.get(first, ())

    spoken = [name for name in names_in(prose(text)) if name.partition(".")[0] in {*GROUPS, *FACTS}]
    return [name for name in (*names_in(equations(text)), *spoken) if not is_declared(name)]


def missing(number: str, text: str) -> list[str]:
    """Parameters of a submodel that neither its equations nor its sentences name."""
    named = set(names_in(text))
    return [one.name for one in parameters_of(number) if one.name not in named and one.name not in WITHOUT_TEXT]


def test_tables_are_what_the_declarations_make():
    assert filled(TEXT.replace("| `routing.triage_days` | 0.5 |", "| `routing.triage_days` | 0.6 |")) == TEXT


def test_every_parameter_stands_in_exactly_one_table():
    tables = "".join(match[0] for match in MARK.finditer(TEXT))
    rows = Counter(re.findall(r"^\| `([a-z_0-9.]+)`", tables, re.MULTILINE))
    assert rows == Counter(dict.fromkeys(all_parameters(), 1))
    levers = re.findall(r"^\| `([a-z_0-9.]+)` lever", tables, re.MULTILINE)
    assert set(levers) == {one.name for one in all_parameters().values() if one.about.role == "lever"}


def test_a_parameter_of_two_submodels_is_refused(monkeypatch):
    from shapan.experiments.evidence import odd_parameters

    one = all_parameters()["routing.triage_days"]
    monkeypatch.setattr(odd_parameters, "SUBMODELS", {**SUBMODELS, "7.4": "service routing"})
    with pytest.raises(LookupError, match=r"7\.3 and 7\.4"):
        submodel_of(one)
    monkeypatch.setattr(odd_parameters, "SUBMODELS", {"7.1": "needs"})
    with pytest.raises(LookupError, match="no submodel"):
        submodel_of(one)


def test_a_page_without_room_for_a_table_is_refused():
    with pytest.raises(ValueError, match="there should be"):
        filled(TEXT.replace("<!-- parameters: 7.3 -->", ""))


@pytest.mark.parametrize("number", SUBMODELS)
def test_every_name_is_declared_and_every_parameter_is_named(number):
    text = SECTIONS[number]
    assert undeclared(text) == []
    assert missing(number, text) == []
    assert number == "7.15" or equations(text)


def test_wrong_and_missing_names_are_found():
    text = SECTIONS["7.3"]
    wrong = text.replace("routing.vain_days × x", "routing.vain_weeks × x").replace("kind.severity", "kind.gravity")
    assert undeclared(wrong) == ["routing.vain_weeks"] and missing("7.3", wrong) == ["routing.vain_days"]
    assert undeclared(SECTIONS["7.2"].replace("kind.severity", "kind.gravity")) == ["kind.gravity"]
    assert undeclared("One word on `routing.nothing`.") == ["routing.nothing"]


def test_what_needs_no_text_is_nowhere_named():
    spoken = {name for text in SECTIONS.values() for name in names_in(text)}
    assert not spoken & set(WITHOUT_TEXT), "it occurs: take it off the list"


@pytest.mark.parametrize("number", SUBMODELS)
def test_sentences_are_short_and_use_the_terms_of_the_field(number):
    text = re.sub(r"`[^`]*`|\([^()]*\)", "", prose(SECTIONS[number]))
    said = [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if re.search("[a-z]", sentence)]
    assert statistics.median(len(sentence.split()) for sentence in said) <= 18
    assert not re.findall(PRIVATE, re.sub(r"wrong\s+doors?", "", text, flags=re.IGNORECASE), re.IGNORECASE)


def constants() -> list[tuple[str, str]]:
    """Submodel, and what stands in its equations for constants of the code that have no name in scenario files."""
    from shapan.model.agents import (
        grid_team,
        organisation,
        residents_committee,
        service_centre,
    )
    from shapan.model.deliberation import process as deliberation
    from shapan.model.deliberation.aftermath import REVIEW_DAYS
    from shapan.model.estates import firms, payments
    from shapan.model.needs import channels, department, load, routing, service, table
    from shapan.model.organisations import tendering
    from shapan.model.organisations.rating import SEEN_BY_SUPERIORS
    from shapan.model.party import joint_meeting, teams, whistle
    from shapan.model.place import reach
    from shapan.model.setup.initial_state import EFFICACY_SPREAD, MEAN_HANDLING_DAYS, TRUST_SPREAD
    from shapan.model.staffing.capacity import MOST_BEHIND_DAYS
    from shapan.model.staffing.rosters import EVENTS_KEPT
    from shapan.model.volunteers import corps
    from shapan.model.volunteers.process import TURNOUT_KEPT
    from shapan.model.volunteers.time_bank import DAYS_AHEAD
    from shapan.model.working_days import WORKING_DAYS_A_YEAR

    often = ", ".join(kind for kind, most in table.CEILINGS.items() if most == table.CEILINGS["litter"])
    bid = f"{organisation.LEAST_OVERHEAD:g}, {organisation.MOST_OVERHEAD:g})"
    return [
        ("7.1", f"− {load.MIDSUMMER})"),
        ("7.1", f"= {table.CEILINGS['dispute']:g} dispute · {table.CEILINGS['litter']:g} {often} · 1 others"),
        ("7.2", f"hearing.detour_factor × {channels.MEAN_DISTANCE_IN_SQUARE:g} ×"),
        ("7.2", f"exp(−hours / {channels.USUAL_DOOR_HOURS:g})"),
        ("7.2", f"centres.open_hours_per_week / 5, {channels.LONGEST_WORKDAY_OPENING:g})"),
        ("7.3", f"min(delay, {routing.LONGEST_DELAY:g})"),
        ("7.3", f"+ σ z), {department.LONGEST_HANDLING:g})"),
        ("7.3", f"kind.handling_days / {MEAN_HANDLING_DAYS:g} ×"),
        ("7.3", f"({whistle.WORKDAYS_A_MONTH:.2f} × capacity)"),
        ("7.3", f"residents / {WORKING_DAYS_A_YEAR:.1f}"),
        ("7.3", f"days in the staff's queue / {residents_committee.SHORT_QUEUE_DAYS:g},"),
        ("7.4", f"fewer than {service.MOST_GENERATIONS} times before"),
        ("7.4", f"service.reopen_days × x, {service.LONGEST_UNTIL_REOPENING:g})"),
        ("7.4", f"less {DAYS_AHEAD} for a draw on the time bank"),
        ("7.5", f"{TRUST_SPREAD:g} (u − 0.5)"),
        ("7.5", f"efficacy with {EFFICACY_SPREAD:g} (u − 0.5)"),
        ("7.6", f"clip(days / {grid_team.LONG_QUEUE_DAYS:g} − 1, 0, 1)"),
        ("7.6", f"= {grid_team.EVEN_ATTENTION:g} + {1 - grid_team.EVEN_ATTENTION:g} × events[c]"),
        ("7.6", f"× {EVENTS_KEPT:g} each week"),
        ("7.6", f"put off where days > {residents_committee.LONG_QUEUE_DAYS:g}:"),
        ("7.6", f"where {residents_committee.MOST_WEEKS_OWED:g} weeks are owed"),
        ("7.6", f"one with days < {service_centre.IDLE_QUEUE_DAYS:g} lends"),
        ("7.6", f"that one has days > {service_centre.LONG_QUEUE_DAYS:g}"),
        ("7.7", f"volunteers.campaign − {corps.USUAL_CAMPAIGN:g})"),
        ("7.7", f"{corps.USUAL_REPORTING:g} ≤ v[i] < party.reporting_share"),
        ("7.7", f"free ≥ {corps.LEAST_HOURS:g} and u[i, week]"),
        ("7.7", f"turnout ← {TURNOUT_KEPT:g} turnout"),
        ("7.8", f"{organisation.LEAST_QUALITY:g}, {organisation.MOST_QUALITY:g});"),
        ("7.8", f"providers.bid_sd × z[year], {bid}"),
        ("7.8", f"min(room / ({tendering.LARGEST_BIDDERS_GAP:g} × posts it pays for), 1)"),
        ("7.8", f"let as above, {tendering.MOST_CENTRES} at most for each"),
        ("7.8", f"0.5 + {SEEN_BY_SUPERIORS:g} × (site − 0.5)"),
        ("7.9", f"units.unit_hours / {joint_meeting.WEEKS_A_YEAR:.2f} ×"),
        ("7.9", f"born in the past {joint_meeting.DAYS_LOOKED_BACK} days"),
        ("7.9", f"takes over {teams.WEEKS_ONE_NEED_MAY_TAKE:g} weeks"),
        ("7.9", "less than half a day in the queue" if firms.IDLE_DAYS == 0.5 else "another share of a day"),
        ("7.10", f"where that is {payments.LEAST_YUAN} yuan or more"),
        ("7.11", f"the first {deliberation.ESTATE_TRIES} tries"),
        ("7.11", f"{deliberation.MATTERS_A_SLOT} matters each"),
        ("7.11", f"t / (t + {deliberation.HALF_TRAINED_DAYS:g})"),
        ("7.11", f"more than {MOST_BEHIND_DAYS:g} days' work behind"),
        ("7.11", f"{REVIEW_DAYS} days after it is ready"),
        ("7.14", f"residents / {reach.RESIDENTS_PER_CENTRE}"),
    ]


@pytest.mark.parametrize(("number", "expected"), constants())
def test_constants_of_the_code_stand_in_the_equations(number, expected):
    assert expected in " ".join(equations(SECTIONS[number]).split())
