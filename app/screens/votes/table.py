"""Every project of a vote with what each rule made of it and why, to read on the page and to take away."""

from __future__ import annotations

from html import escape

import pandas as pd

from ....experiments.reports.wording import words as wording
from ....experiments.votes.count import Count, sentence
from ...widgets.language import Words
from .names import names_of


def by_votes(counted: Count) -> list[int]:
    """Projects, those with most votes first."""
    return sorted(range(counted.election.projects), key=lambda one: int(counted.election.tie_rank[one]))


def why(say: Words, counted: Count, rule: str, project: int) -> str:
    """Funded or not, and why, in the words of the command line."""
    return sentence(counted, rule, project, wording(say.language))


def cost_head(say: Words, counted: Count) -> str:
    """What the column of costs is called, with the currency where the file says it."""
    found, currency = say.shared("ballot.cost"), counted.currency(wording(say.language))
    return say("votes.in_currency", what=found, currency=currency) if currency else found


def table_html(say: Words, counted: Count) -> str:
    """Projects as rows, rules as columns; on a phone every project is a block of its own."""
    rules, names, election = list(counted.outcomes), names_of(counted), counted.election
    heads = [say.shared("ballot.project"), say.shared("ballot.votes"), cost_head(say, counted)]
    heads += [say.shared(f"rule.{rule}") for rule in rules]
    rows = []
    for project in by_votes(counted):
        figures = (f"{int(election.votes[project]):,}", counted.amount(int(election.cost[project])))
        cells = [_cell(head, escape(figure), "figure") for head, figure in zip(heads[1:3], figures, strict=True)]
        for head, rule in zip(heads[3:], rules, strict=True):
            funded = counted.outcomes[rule].reasons[project].step is not None
            mark = '<span aria-hidden="true">' + ("✓" if funded else "✗") + "</span> "
            cells.append(_cell(head, mark + escape(why(say, counted, rule, project)), "yes" if funded else "no"))
        rows.append(f'<tr><th scope="row">{escape(names[project])}</th>{"".join(cells)}</tr>')
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    caption = escape(say("votes.table_caption"))
    return (
        f'<table class="shapan-projects"><caption>{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(head: str, inside: str, look: str) -> str:
    return f'<td class="{look}" data-label="{escape(head)}">{inside}</td>'


def table(say: Words, counted: Count) -> pd.DataFrame:
    """The same as a table of plain values: for each rule the place in which it was chosen, and why."""
    election, names = counted.election, names_of(counted)
    kinds = election.category or ("",) * election.projects
    rows = []
    for project in by_votes(counted):
        row: dict[str, object] = {
            say("votes.number"): election.project_id[project],
            say.shared("ballot.project"): names[project],
            say("votes.category"): kinds[project],
            say.shared("ballot.votes"): int(election.votes[project]),
            cost_head(say, counted): int(election.cost[project]) / counted.scale,
        }
        for rule, outcome in counted.outcomes.items():
            step = outcome.reasons[project].step
            row[say.shared(f"rule.{rule}")] = "" if step is None else str(step)
            row[say("votes.why", rule=say.shared(f"rule.{rule}"))] = why(say, counted, rule, project)
        rows.append(row)
    return pd.DataFrame(rows)


def votes_file(counted: Count, say: Words) -> pd.DataFrame:
    """The same for a file: for each rule the place in which a project was chosen, the code of why, and why in words."""
    election, names = counted.election, names_of(counted)
    kinds = election.category or ("",) * election.projects
    rows = []
    for project in by_votes(counted):
        row: dict[str, object] = {
            "project_id": election.project_id[project],
            "project": names[project],
            "category": kinds[project],
            "votes": int(election.votes[project]),
            "cost": int(election.cost[project]) / counted.scale,
            "currency": counted.currency(wording(say.language)),
        }
        for rule, outcome in counted.outcomes.items():
            reason = outcome.reasons[project]
            row |= {f"{rule}_funded": reason.step is not None, f"{rule}_step": reason.step, f"{rule}_code": reason.code}
            row[f"{rule}_why"] = why(say, counted, rule, project)
        rows.append(row)
    steps = {f"{rule}_step": "Int64" for rule in counted.outcomes}
    return pd.DataFrame(rows).astype(steps)
