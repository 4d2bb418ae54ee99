"""The verdict on a vote for planners: whom each rule leaves out, and what equal shares refuse that others pay for."""

from __future__ import annotations

from html import escape

from ....experiments.votes.count import Count
from ....model.elections import spent_on
from ...widgets.language import Words
from ...widgets.phrases import listed
from .left_out import left_out
from .names import most_wanted, names_of, quoted

SHARES = "equal_shares"
MOST_BOUGHT = 2  # projects that shares went to; more would not be read in a sentence


def verdict_html(say: Words, counted: Count) -> str:
    """Who is left out under which rule, what they had wanted, and why equal shares decide otherwise."""
    first, *rest = _verdict(say, counted)
    text = "".join(f"<p>{escape(line)}</p>" for line in rest)
    return f'<div class="shapan-verdict differs" role="status"><p class="first">{escape(first)}</p>{text}</div>'


def _verdict(say: Words, counted: Count) -> list[str]:
    if not counted.election.voters:
        return [say("votes.nobody")]
    chosen = {frozenset(outcome.funded) for outcome in counted.outcomes.values()}
    if not counted.election.budget and chosen == {frozenset()}:
        return [say("votes.no_money")]
    without = {rule: left_out(counted, rule) for rule in counted.outcomes}
    by_number: dict[int, list[str]] = {}
    for rule, out in without.items():
        by_number.setdefault(int(out.sum()), []).append(rule)
    lines = [_who(say, by_number, counted.election.voters)]
    worst = by_number[max(by_number)][0]
    asked = most_wanted(say, counted, without[worst])
    if asked:
        lines.append(say("votes.wanted", rule=quoted(say, [worst]), projects=asked))
    lines += _refused(say, counted)
    if len(counted.outcomes) > 1 and len(chosen) == 1:
        lines.append(say("votes.same"))
    return lines


def _who(say: Words, by_number: dict[int, list[str]], voters: int) -> str:
    """How many are left out under every rule, most first."""
    (most, rules), *others = sorted(by_number.items(), reverse=True)
    lines = [say("votes.left_out", rules=quoted(say, rules), n=f"{most:,}", all=f"{voters:,}")]
    lines += [say("votes.left_out_too", rules=quoted(say, names), n=f"{number:,}") for number, names in others]
    return ("；" if say.language == "zh" else "; ").join(lines) + ("。" if say.language == "zh" else ".")


def _refused(say: Words, counted: Count) -> list[str]:
    """The project with most votes that another rule funds and equal shares do not, and where the shares went."""
    shares, election = counted.outcomes.get(SHARES), counted.election
    if shares is None:
        return []
    others = {rule: set(outcome.funded) for rule, outcome in counted.outcomes.items() if rule != SHARES}
    spent = {project for project, reason in enumerate(shares.reasons) if reason.code == "supporters_spent"}
    refused = spent & set().union(*others.values())
    if not refused:
        return []
    project, names = min(refused, key=lambda one: int(election.tie_rank[one])), names_of(counted)
    bought = list(spent_on(election, shares, project).items())[:MOST_BOUGHT]
    values = {
        "project": names[project],
        "votes": f"{int(election.votes[project]):,}",
        "rules": quoted(say, [rule for rule, funded in others.items() if project in funded]),
        "shares": quoted(say, [SHARES]),
        "together": counted.roughly(shares.reasons[project].supporters_left),
        "cost": counted.amount(int(election.cost[project])),
    }
    if not bought:
        return [say("votes.too_few", **values)]
    went = listed(say, [f"{names[one]} ({counted.roughly(amount)})" for one, amount in bought])
    return [say("votes.spent_on", others=went, **values)]
