"""The tables of parameters in section 7 of the ODD, one a submodel, from the declarations; with them those of state.

`python -m shapan.experiments.evidence.odd_parameters` writes them into `docs/odd.md`, each between its marks:
`<!-- parameters: 7.3 -->` and `<!-- end of parameters -->`. `SUBMODELS` says which submodel a parameter belongs to. A
submodel that reads a parameter of another one names it, and the line under its table says where that one stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ...model.declare import Parameter
from ...model.parameters import all_parameters
from ...scenarios.checking import allowed_values
from ...scenarios.describe import table, written
from ...scenarios.shelf import find_place, shipped
from ..runs.folders import source_folder
from . import state_tables

PAGE = source_folder() / "docs" / "odd.md"
HEADS = ("parameter", "default", "unit", "allowed", "grade", "sources", "meaning")
MARK = re.compile(
    r"(?P<open><!-- parameters: (?P<number>[\d.]+) -->\n).*?(?P<close><!-- end of parameters -->)", re.DOTALL
)
HEADING = re.compile(r"^### (?P<number>7\.\d+) (?P<title>.+)$", re.MULTILINE)
NAME = re.compile(r"(?<![\w./-])(?P<name>[a-z_]+\.[a-z_0-9]+)(?!\w|\.[a-z])", re.ASCII)

SUBMODELS: Mapping[str, str] = {
    "7.1": "needs",
    "7.2": """hearing outreach channels grid.party_unit_share centres.open_hours_per_week
        centres.shifted_hours_share centres.activities_per_week
        centres.agency_share""",
    "7.3": """routing outreach.agency_hours channels.auto_dispatch channels.data_sharing centres.one_stop_share
        centres.appointments compact.duty_lists party.paired_departments""",
    "7.4": "service channels.resident_rating channels.close_when_solved",
    "7.5": "memory",
    "7.6": """staffing tasks turnover staff outreach.terminal_hours outreach.activity_meets_hours service.hours_per_day
        service.absence_share service.grid_overhead_hours service.unfamiliar_slowdown service.casework_share
        service.property_posts_per_1000_households service.idle_visit_share service.idle_outreach_share
        compact grid.workers_per_1000_households grid.pooled_share
        grid.patrol_share grid.visit_share centres.social_workers_each""",
    "7.7": """volunteering volunteer_work programmes ordering stewarding volunteers
        routing.order_share routing.order_hours
        service.steward_hours_per_week grid.stewards_per_1000 grid.demonstration_share
        party.reporting_share party.duty_per_year""",
    "7.8": """providers purchasing ratings organisations service.organisation_post_yuan funding.purchase_yuan
        centres.operator centres.menu_partners centres.rating_years centres.rated_by centres.rating_reward_share""",
    "7.9": """units joint authority review branches frontline party owners.cross_posts grid.claims_per_month
        purchasing.early_tender_hours grid.member_households_per_branch channels.reminder_after_days""",
    "7.10": "estates funds owners units.committee_gain funding.owners_fund",
    "7.11": """opinion attendance matters aftermath group_councils supervision shops deliberation
        units.station_table_gain""",
    "7.12": "prices",
    "7.13": "awards bound splitting proposing ballots delivery implementing foundations projects funding "
    "frontline.proposing_hours matters.bound_share matters.unpaid_days",
    "7.14": "grid centres",
    "7.15": "index",
    "7.17": "emergency force",
    "7.16": """street party.leader_visit_months party.department_duty_per_year party.street_meeting_months
        party.first_secretaries frontline.duty_people frontline.duty_hours""",
}
"""Submodel -> groups and single parameters that stand in its table; a parameter named by itself leaves its group."""


def submodel_of(parameter: Parameter) -> str:
    """The submodel in whose table a parameter stands.

    Raises:
        LookupError: It stands in none or in several.
    """
    named = {number: set(words.split()) for number, words in SUBMODELS.items()}
    found = [number for number, words in named.items() if parameter.name in words]
    found = found or [number for number, words in named.items() if parameter.group in words]
    if len(found) != 1:
        raise LookupError(f"{parameter.name} stands in {' and '.join(found) or 'no submodel'}")
    return found[0]


def parameters_of(number: str) -> list[Parameter]:
    """The parameters of one submodel: levers first, then assumptions, in the order declared."""
    return [parameter for parameter in all_parameters().values() if submodel_of(parameter) == number]


def names_in(text: str) -> list[str]:
    """Every dotted name that a text uses, each once, in order; names of files and tables are none."""
    return list(dict.fromkeys(match["name"] for match in NAME.finditer(text)))


def sections(page: str) -> dict[str, str]:
    """Submodel -> its text without the generated table."""
    seventh = page.partition("\n## 7.")[2].partition("\n## 8.")[0]
    parts = HEADING.split(seventh)[1:]
    return {number: MARK.sub("", text) for number, text in zip(parts[::3], parts[2::3], strict=True)}


@lru_cache(maxsize=1)
def of_places() -> Mapping[str, tuple[str, ...]]:
    """Parameter -> what places state instead of its default, as the status quo there."""
    found: dict[str, tuple[str, ...]] = {}
    for name in shipped()["place"]:
        for key, value in find_place(name).status_quo.values.items():
            found[key] = (*found.get(key, ()), f"{name} {written(value)}")
    return found


def one_table(number: str, text: str) -> str:
    """The table of one submodel, folded away, with the line that says where the other parameters of its text stand."""
    mine = parameters_of(number)
    levers = sum(parameter.about.role == "lever" for parameter in mine)
    summary = f"Parameters of {number}: {_count(levers, 'lever')}, {_count(len(mine) - levers, 'assumption')}"
    lines = [f"<details><summary>{summary}</summary>\n\n", table(HEADS, map(_row, mine)), "\n"]
    if elsewhere := list(_elsewhere(number, text)):
        lines.append(f"Also read here: {', '.join(elsewhere)}.\n\n")
    return "".join((*lines, "</details>\n"))


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _row(parameter: Parameter) -> tuple[str, ...]:
    about, default = parameter.about, parameter.default
    if parameter.kind == "table":
        default = ", ".join(f"{row} {written(weight)}" for row, weight in default.items())
    places = "".join(f"<br>{one}" for one in of_places().get(parameter.name, ()))
    allowed = allowed_values(parameter)["en"].removesuffix(about.unit).strip()
    mark = (" lever" if about.role == "lever" else "") + ("" if about.built else " ○")
    whole = " whole" if parameter.kind == "count" else ""
    sources = ", ".join(about.sources) or "—"
    return (
        f"`{parameter.name}`{mark}",
        f"{written(default)}{places}",
        about.unit or "—",
        f"{allowed}{whole}",
        about.grade,
        sources,
        about.help_en,
    )


def _elsewhere(number: str, text: str) -> Iterator[str]:
    known = all_parameters()
    for name in names_in(text):
        if name in known and (other := submodel_of(known[name])) != number:
            yield f"`{name}` ({other})"


def filled(page: str) -> str:
    """The page with every table as it should be.

    Raises:
        ValueError: A submodel has no place for its table, or there is a place for no submodel.
    """
    texts, marked = sections(page), [match["number"] for match in MARK.finditer(page)]
    if sorted(marked) != sorted(SUBMODELS) or set(texts) != set(SUBMODELS):
        raise ValueError(f"tables of {marked} in sections {list(texts)}; there should be {list(SUBMODELS)}")
    return MARK.sub(
        lambda match: f"{match['open']}{one_table(match['number'], texts[match['number']])}{match['close']}", page
    )


def main(page: Path = PAGE) -> None:
    """Write the tables into the page."""
    page.write_text(state_tables.filled(filled(page.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
