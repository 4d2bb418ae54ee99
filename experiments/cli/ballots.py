"""`ballot`: one vote on projects under several rules, side by side."""

from __future__ import annotations

import argparse

from ..reports.wording import Words
from ..runs.refusing import Refused
from ..votes.amounts import money
from ..votes.count import VOTING, Count, as_object, count, notes, sentence
from ..votes.faults import one_line
from ..votes.pabulib import MOST_MONEY
from ..votes.pabulib_read import read
from .printing import print_json, say_aside

DONE = 0
SHOWN = 30


def ballot(chosen: argparse.Namespace, say: Words) -> int:
    """Count a file and say what each rule funds, and why."""
    rules = _rules(chosen)
    step = chosen.step
    amount = money(step) if step is not None else None
    if step is not None and (amount is None or not 0 < amount <= MOST_MONEY):
        raise Refused("ballot.step", text=step)
    file = read(chosen.file)
    counted = count(file, rules, step)
    for note in notes(counted, say):
        say_aside(f"{say('warning.prefix')}{note}")
    if chosen.json:
        print_json(as_object(counted))
        return DONE
    _tell(counted, chosen.all, say)
    return DONE


def _rules(chosen: argparse.Namespace) -> tuple[str, ...]:
    rules = tuple(chosen.rule or VOTING)
    twice = [rule for place, rule in enumerate(rules) if rule in rules[:place]]
    if twice:
        raise Refused("usage.twice", name=twice[0])
    return rules


def _tell(counted: Count, everything: bool, say: Words) -> None:
    """The measures first, then project by project, then the words for each."""
    from .tables import console, table

    election, out = counted.election, console()
    budget = counted.in_currency(election.budget, say)
    head = say("ballot.head", projects=election.projects, voters=election.voters, budget=budget)
    out.print(head)
    names = [say(f"rule.{name}") for name in counted.outcomes]
    out.print(table([say("table.indicator"), *names], _measure_rows(counted, say)))
    order = sorted(range(election.projects), key=lambda project: int(election.tie_rank[project]))
    out.print(
        table(
            [say("ballot.project"), say("ballot.cost"), say("ballot.votes"), *names], _rows(counted, order, everything)
        )
    )
    if election.projects > SHOWN and not everything:
        out.print(say("ballot.more", rest=election.projects - SHOWN))
    for rule in counted.outcomes:
        out.print(say("ballot.why", rule=say(f"rule.{rule}"), about=say(f"rule_about.{rule}")), style="bold")
        if counted.outcomes[rule].share is not None and election.voters:
            share = counted.amount(counted.outcomes[rule].share)
            even = counted.amount(election.budget / election.voters)
            out.print(say("ballot.share", share=share, even=even))
        for project in _shown(counted, rule, order, everything):
            found = sentence(counted, rule, project, say)
            out.print(f"  {_named(counted, project)}: {found}")


def _shown(counted: Count, rule: str, order: list[int], everything: bool) -> list[int]:
    """Funded projects in the order in which they were chosen, then the others by votes."""
    funded = list(counted.outcomes[rule].funded)
    first = funded + [project for project in order if project not in set(funded)]
    return first if everything else first[:SHOWN]


def _rows(counted: Count, order: list[int], everything: bool) -> list[list[str]]:
    election, rows = counted.election, []
    chosen = [outcome.reasons for outcome in counted.outcomes.values()]
    for project in order if everything else order[:SHOWN]:
        steps = [reasons[project].step for reasons in chosen]
        rows.append(
            [
                _named(counted, project),
                counted.amount(int(election.cost[project])),
                f"{int(election.votes[project]):,}",
                *("–" if step is None else f"✓ {step}" for step in steps),
            ]
        )
    return rows


def _named(counted: Count, project: int) -> str:
    """A project by its number and the beginning of its name."""
    number, name = one_line(counted.election.project_id[project]), one_line(counted.name(project))
    if name == number:
        return number
    return f"{number} {name if len(name) <= 40 else name[:39] + '…'}"


def _measure_rows(counted: Count, say: Words) -> list[list[str]]:
    all_of = list(counted.measures.values())
    shares = ("spent_share", "voters_with_project_share", "approved_spending_share", "entitlement_met_share")
    rows = [[say("ballot.funded"), *(f"{one.funded:,}" for one in all_of)]]
    rows.append([say("ballot.spent"), *(counted.amount(one.spent) for one in all_of)])
    rows += [[say(f"ballot.{name}"), *(say.number(getattr(one, name), "share") for one in all_of)] for name in shares]
    rows.append([say("ballot.spent_per_voter"), *(counted.amount(one.spent_per_voter) for one in all_of)])
    ginis = ["–" if one.spending_gini is None else f"{one.spending_gini:.3f}" for one in all_of]
    return [*rows, [say("ballot.spending_gini"), *ginis]]


COMMANDS = {"ballot": ballot}
