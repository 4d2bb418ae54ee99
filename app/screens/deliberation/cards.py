"""What stands above the list of matters, and below it: how each table did, what a format is, what is assumed."""

from __future__ import annotations

from collections import Counter
from html import escape

from ....experiments.reports.matter import MatterHistory
from ....experiments.reports.matters import Pair
from ....experiments.reports.wording import words as wording
from ....model.observation.indicators import INDICATORS
from ....scenarios.formats import find_format
from ...jobs.result import Finding
from ...widgets.evidence_rows import row_text
from ...widgets.language import Words
from ...widgets.phrases import listed
from .words import days

TOLD = ("matter_meetings_mean", "turnout_share", "turnout_bias")


def headline_html(say: Words, titles: list[str], pairs: tuple[Pair, ...]) -> str:
    """One sentence on which table settled more, before anything else."""
    settled = [sum(_settled(pair[side]) for pair in pairs) for side in range(len(titles))]
    apart = sum(len({_settled(story) for story in pair}) > 1 for pair in pairs)
    first = _more(say, titles, settled, len(pairs)) if len(titles) == 2 else _most(say, titles, settled, len(pairs))
    rest = say("tables.apart_some", n=apart) if apart else say("tables.apart_none")
    return (
        f'<div class="shapan-verdict differs" role="status"><p class="first">{escape(first)}</p>'
        f"<p>{escape(rest)}</p></div>"
    )


def _more(say: Words, titles: list[str], settled: list[int], every: int) -> str:
    more = settled[1] - settled[0]
    key = "more" if more > 0 else "fewer" if more < 0 else "as_many"
    return say(f"tables.{key}", other=titles[1], one=titles[0], n=abs(more), all=every, settled=settled[0])


def _most(say: Words, titles: list[str], settled: list[int], every: int) -> str:
    """Which of several tables settled most and fewest; all that share a place are named."""
    ends = {end: [title for title, one in zip(titles, settled, strict=True) if one == end] for end in set(settled)}
    most, least = max(settled), min(settled)
    if most == least:
        return say("tables.all_as_many", n=most, all=every)
    named = {"most": listed(say, ends[most]), "fewest": listed(say, ends[least])}
    return say("tables.most", **named, n=most, m=least, all=every)


def _settled(story: MatterHistory | None) -> bool:
    return story is not None and story.outcome == "settled"


def side_html(say: Words, title: str, finding: Finding, side: int) -> str:
    """One table in five figures."""
    stories = finding.stories[side]
    counted = Counter(story.outcome for story in stories)
    waiting = counted["agreed"] + counted["deferred"] + counted["untouched"]
    lines = [say("tables.given_up", n=counted["given_up"]), say("tables.open", n=waiting)]
    if counted["untouched"]:
        lines.append(say("tables.untouched", n=counted["untouched"]))
    facts = "".join(_fact(say, name, _value(finding, name, side)) for name in TOLD)
    joined = ("，" if say.language == "zh" else ", ").join(lines)
    return (
        f'<section class="shapan-side"><h4>{escape(title)}</h4>'
        f'<p class="big">{escape(say("tables.settled", n=counted["settled"], all=len(stories)))}</p>'
        f"<p>{escape(joined)}</p><dl>{facts}</dl></section>"
    )


def _fact(say: Words, indicator: str, value: float | None) -> str:
    """One line: the indicator and its figure, a dash where nothing can be known."""
    about = INDICATORS[indicator]
    figure = wording(say.language).number(value, about.unit)
    return f"<div><dt>{escape(say.of(about, 'label'))}</dt><dd>{escape(figure)}</dd></div>"


def _value(finding: Finding, indicator: str, side: int) -> float | None:
    """An indicator of one side, or None where nobody met and nothing can be known."""
    by_seed = finding.comparison.values.get(indicator, {}).get(str(side), {})
    return by_seed.get(finding.comparison.seeds[0])


def form_html(say: Words, name: str) -> str:
    """A format as its file has it: what it is and how well known, its steps, and what the rows behind it say."""
    file = find_format(name)
    form, header = file.format, file.header
    steps, comma = [], "，" if say.language == "zh" else ", "
    for stage in form.stages:
        facts = [days(stage.days, say)] * bool(stage.days) + [say("tables.meeting")] * stage.meeting
        step = str(getattr(stage.name, say.language))
        steps.append(say("tables.step", step=step, facts=comma.join(facts)) if facts else step)
    lines = [header.summary[say.language], say("tables.steps", steps=" → ".join(steps))]
    if form.decision == "vote":
        lines.append(say("tables.talk", rounds=form.plenary_rounds, sweeps=form.talk_sweeps))
    rows = [f"{row}: {text}" if (text := row_text(row, say.language)) else row for row in form.rows]
    lines.append(say("tables.rows", rows=" ".join(rows)) if rows else say("tables.no_rows"))
    shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div class="shapan-scenario"><h4>{escape(header.title[say.language])}</h4>{shown}</div>'


def assumed_html(say: Words) -> str:
    """What the model assumes, point by point, and where the numbers stand."""
    points = ("worth", "belief", "attendance", "formats", "shown")
    items = "".join(f"<li>{escape(say(f'assumed.{point}'))}</li>" for point in points)
    return f'<div class="shapan-scenario"><ul>{items}</ul><p>{escape(say("assumed.where"))}</p></div>'
