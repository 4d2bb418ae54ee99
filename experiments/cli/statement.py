"""`statement`: what a community, or the whole district, got and spent in a year."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ...model.ledger.ledger import (
    ACCOUNTS,
    HOLDERS,
    SOURCES,
    USES,
)
from ..reports.budget_lines import totals
from ..reports.project_stages import stages
from ..reports.statements import Statement, Year, agreed_works, statements, total_of, years_of
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.simulate import check_fits, simulate
from ..runs.task import check_numbers
from . import choosing
from .bar import progress_bar
from .budget_lines import bought_and_projects, bought_table
from .printing import print_json
from .proposals import of_earlier_years, of_year, project_lines, stage_table
from .runs import note

if TYPE_CHECKING:
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario

DONE = 0
FORMAT = 1


def statement(chosen: argparse.Namespace, say: Words) -> int:
    """Opening, in, out, returned and closing of one year, community by community or line by line."""
    scenario = choosing.one(chosen)
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup)
    year = _year(chosen, years_of(scenario.parameters.place.start, chosen.days))
    communities = scenario.parameters.place.communities
    if chosen.community is not None and not 0 <= chosen.community < communities:
        raise Refused("refused.number", key="community", value=chosen.community, low=0, high=communities - 1)
    check_fits(scenario)
    note(scenario, chosen, say)
    with progress_bar(1, say) as progress:
        run = simulate(scenario, chosen.seed, chosen.days, chosen.warmup, progress)
    found, agreed = statements(run.ledger, year), agreed_works(run.ledger, year, chosen.community)
    if chosen.community is not None:
        found = {chosen.community: found.get(chosen.community, Statement())}
    if chosen.json:
        result = (
            _object(chosen, year, found)
            | {"agreed_works": agreed / 100}
            | bought_and_projects(run, year, chosen.community)
        )
        print_json(result)
    else:
        _print_title(chosen, scenario, year, say)
        _print(chosen, found, agreed, say)
        _print_bought(chosen, run, year, say)
        _print_projects(chosen, run, year, say, scenario)
    return DONE


def _year(chosen: argparse.Namespace, years: list[Year]) -> Year:
    """`--year 2` is the second year of the run, `--year 2027` that year of the calendar."""
    for number, year in enumerate(years, 1):
        if chosen.year in (number, year.year):
            return year
    raise Refused("refused.year", value=chosen.year, years=", ".join(str(year.year) for year in years))


def _object(chosen: argparse.Namespace, year: Year, found: dict[int, Statement]) -> dict[str, Any]:
    lines = [{"community": place, **one.in_yuan()} for place, one in found.items()]
    return {
        "format": FORMAT,
        "scenario": chosen.name,
        "seed": chosen.seed,
        "year": year.year,
        "first_day": year.first,
        "last_day": year.last,
        "unit": "yuan",
        "communities": lines,
        "total": total_of(found.values()).in_yuan(),
    }


def _print_title(chosen: argparse.Namespace, scenario: Scenario, year: Year, say: Words) -> None:
    """The scenario by its title, unless levers were typed beside its name."""
    from .tables import console

    name = chosen.name if "{" in chosen.name else scenario.title[say.language]
    where = say("statement.all") if chosen.community is None else say("statement.one", number=chosen.community)
    head = say("statement.title", name=name, where=where, year=year.year, days=year.last - year.first + 1)
    console().print(head, style="bold")


def _print(chosen: argparse.Namespace, found: dict[int, Statement], agreed: int, say: Words) -> None:
    from .tables import console, table

    out, whole = console(), total_of(found.values())
    if chosen.community is None:
        columns = [name for name in whole.sums() if name != "passed_on" or any(one.passed_on for one in found.values())]
        heads = [say("statement.community"), *(say(f"statement.{name}") for name in columns)]
        rows = [[_name(place, say), *(_yuan(one.sums()[name]) for name in columns)] for place, one in found.items()]
        rows.append([say("statement.total"), *(_yuan(whole.sums()[name]) for name in columns)])
        out.print(table(heads, rows))
    out.print(table([say("statement.line"), say("statement.yuan")], _lines(whole, agreed, say)))


def _print_bought(chosen: argparse.Namespace, run: Run, year: Year, say: Words) -> None:
    from .tables import console

    out = console()
    out.print(say("bought.title", year=year.year), style="bold")
    out.print(bought_table(totals(run.bought, year.year, chosen.community), say))
    out.print(say("bought.note"))


def _print_projects(chosen: argparse.Namespace, run: Run, year: Year, say: Words, scenario: Scenario) -> None:
    from .tables import console

    out, proposals = console(), of_year(run.projects, year, chosen.community)
    earlier = of_earlier_years(run.projects, year, chosen.community)
    for title, here in (("project.title", proposals), ("project.earlier", earlier)):
        if not len(here) and here is earlier:
            continue
        out.print()
        out.print(say(title, year=year.year), style="bold")
        out.print(stage_table(stages(here), say) if len(here) else say("project.none"))
        if chosen.community is not None:
            for line in project_lines(here, scenario, say):
                out.print(line, soft_wrap=True)
    if len(proposals) or len(earlier):
        out.print()
        out.print(say("project.note"))


def _name(place: int, say: Words) -> str:
    return say("statement.district") if place < 0 else str(place)


def _lines(whole: Statement, agreed: int, say: Words) -> list[list[str]]:
    """Every line of a statement, from what was there to what is left.

    Args:
        agreed: Fen of the line of works that no project stands for.
    """
    sums = whole.sums()
    rows = [[say("statement.opening"), _yuan(sums["opening"])], *_accounts(whole.opening, HOLDERS, say)]
    rows += [[say("statement.given"), _yuan(sums["given"])], *_accounts(whole.given, SOURCES, say)]
    if sums["passed_on"]:
        rows.append([say("statement.passed_on"), _yuan(sums["passed_on"])])
    rows.append([say("statement.spent"), _yuan(sums["spent"])])
    for use in USES:
        rows += _accounts(whole.spent, (use,), say)
        if use == "projects_works" and agreed:
            rows.append([f"    {say('statement.agreed_works')}", _yuan(agreed)])
    rows.append([say("statement.returned"), _yuan(sums["returned"])])
    return [*rows, [say("statement.closing"), _yuan(sums["closing"])], *_accounts(whole.closing, HOLDERS, say)]


def _accounts(fen: dict[str, int], names: tuple[str, ...], say: Words) -> list[list[str]]:
    words = {name: ACCOUNTS[name].zh if say.language == "zh" else ACCOUNTS[name].en for name in names}
    return [[f"  {words[name]}", _yuan(fen[name])] for name in names if fen.get(name)]


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"


COMMANDS = {"statement": statement}
