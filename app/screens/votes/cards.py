"""What a vote on projects came to, in words: which file it was, a card for each rule, faults of a file."""

from __future__ import annotations

from html import escape

from ....experiments.reports.wording import words as wording
from ....experiments.votes.count import Count, notes
from ...widgets.language import Words
from ...widgets.phrases import listed
from .file import MOST_FAULTS, Handed, Read, command
from .left_out import blank, by_place, funded_alone, left_out
from .names import most_wanted, names_of

MOST_NAMED = 8


def source_html(say: Words, handed: Handed, counted: Count) -> str:
    """Which file this is, how large, and how its votes are read."""
    election = counted.election
    name = say("votes.example") if handed.invented else handed.name
    size = say.shared("ballot.head").format(
        projects=election.projects,
        voters=election.voters,
        budget=counted.in_currency(election.budget, wording(say.language)),
    )
    single_steps = f"{command(handed.name, tuple(counted.outcomes))} --step 1"
    about = counted.file.meta.get("description", "")
    lines = [f"<strong>{escape(name)}</strong> · {escape(size)}"]
    lines += [escape(about if len(about) <= 240 else about[:239] + "…")] * bool(about)
    lines += [escape(note[:1].upper() + note[1:]) for note in notes(counted, wording(say.language), single_steps)]
    return f'<p class="shapan-about">{"<br>".join(lines)}</p>'


def faults_html(say: Words, found: Read) -> str:
    """What is wrong with a file, line by line, in the very words of the command line."""
    shown = [fault.text(say.language) for fault in found.wrong[:MOST_FAULTS]]
    head = say("votes.fault" if len(found.wrong) == 1 else "votes.faults")
    items = "".join(f"<li>{escape(one)}</li>" for one in shown)
    more = f"<p>{escape(say('votes.more_faults'))}</p>" if len(found.wrong) > MOST_FAULTS else ""
    return (
        f'<div class="shapan-verdict worse shapan-faults" role="alert"><p class="first">{escape(head)}</p>'
        f"<ul>{items}</ul>{more}</div>"
    )


def card_html(say: Words, counted: Count, rule: str) -> str:
    """One rule: how it works, what it funds, what it spends, and whom it leaves out."""
    outcome, names = counted.outcomes[rule], names_of(counted)
    head = say("votes.funded", n=f"{len(outcome.funded):,}", all=f"{counted.election.projects:,}")
    winners = [names[project] for project in outcome.funded]
    text = "".join(f"<li>{escape(name)}</li>" for name in winners[:MOST_NAMED])
    if len(winners) > MOST_NAMED:
        text += f'<li class="more">{escape(say("votes.more", n=f"{len(winners) - MOST_NAMED:,}"))}</li>'
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures(say, counted, rule)
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in _whom(say, counted, rule))
    return (
        f'<section class="shapan-side"><h4>{escape(say.shared(f"rule.{rule}"))}</h4>'
        f'<p class="small">{escape(say.shared(f"rule_about.{rule}"))}</p><p class="big">{escape(head)}</p>'
        f'<ol class="shapan-winners">{text}</ol><dl>{facts}</dl>{lines}</section>'
    )


def figures(say: Words, counted: Count, rule: str) -> list[tuple[str, str]]:
    """The measures of a rule, each with its name."""
    found, measures = wording(say.language), counted.measures[rule]
    spent = counted.amount(measures.spent)
    if measures.spent_share is not None:
        spent += f" ({found.number(measures.spent_share, 'share')})"
    shares = ("voters_with_project_share", "entitlement_met_share", "approved_spending_share")
    even = "–" if measures.spending_gini is None else f"{measures.spending_gini:.2f}"
    return [
        (say.shared("ballot.spent"), spent),
        *((say.shared(f"ballot.{name}"), found.number(getattr(measures, name), "share")) for name in shares),
        (say.shared("ballot.spending_gini"), even),
    ]


def _whom(say: Words, counted: Count, rule: str) -> list[str]:
    """Who is left out: how many, from where, and what they had wanted."""
    without = left_out(counted, rule)
    if not counted.election.voters:
        return []
    if not without.any():
        return [say("votes.all_in")]
    lines = [say("votes.out", n=f"{int(without.sum()):,}")]
    places = by_place(counted, without)
    if places:
        rows = [say("votes.place", place=place, n=f"{out:,}", all=f"{everybody:,}") for place, out, everybody in places]
        lines.append(say("votes.places", places=listed(say, rows)))
    asked = most_wanted(say, counted, without)
    lines += [say("votes.out_wanted", projects=asked)] * bool(asked)
    nothing = blank(counted)
    lines += [say("votes.blank", n=f"{nothing:,}")] * bool(nothing)
    return lines


def alone_html(say: Words, counted: Count) -> str:
    """Projects that one of the rules funds and no other."""
    names, election = names_of(counted), counted.election
    items = []
    for rule, projects in funded_alone(counted).items():
        lines = [
            say(
                "votes.project",
                name=names[one],
                cost=counted.amount(int(election.cost[one])),
                votes=f"{int(election.votes[one]):,}",
            )
            for one in projects[:MOST_NAMED]
        ]
        if len(projects) > MOST_NAMED:
            lines.append(say("votes.more", n=f"{len(projects) - MOST_NAMED:,}"))
        text = ("；" if say.language == "zh" else "; ").join(lines) or say("votes.none_alone")
        items.append(f"<li><strong>{escape(say.shared(f'rule.{rule}'))}</strong> · {escape(text)}</li>")
    return f'<div class="shapan-scenario"><ul>{"".join(items)}</ul></div>'
