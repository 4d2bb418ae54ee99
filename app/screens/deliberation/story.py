"""One matter at one table as a list of what happened: who came, how they voted, what was paid, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ....experiments.reports.matter import Attempt, Everyday, MatterHistory
from ....experiments.reports.story import Step, sentence
from ....experiments.reports.wording import words as wording
from ....model.deliberation.kinds import MATTERS, SIMPLE_MAJORITY
from ....model.events.matters import Ballot
from ...widgets.language import Words
from .request import choices, title_of
from .words import ending, per_cent

SEATED = ("yes", "no", "absent")


def matter_html(say: Words, story: MatterHistory) -> str:
    """What the matter is, whoever decides it: how many it touches, who loses, what it takes."""
    kind = MATTERS.get(story.kind)
    lines = [say("matter.households", n=f"{story.households:,}")]
    if kind is not None:
        lines.append(say(f"matter.{kind.matter_class}"))
        lines.append(say(f"payer.{kind.paid_by}", yuan=f"{kind.cost:,.0f}"))
        if kind.legal_threshold > SIMPLE_MAJORITY:
            lines.append(say("matter.threshold", share=per_cent(kind.legal_threshold)))
        if kind.needs_department:
            lines.append(say("matter.department"))
    return f'<p class="shapan-about">{escape(_sentences(say, lines))}</p>'


def _sentences(say: Words, lines: list[str]) -> str:
    return ("" if say.language == "zh" else " ").join(lines)


def story_html(say: Words, story: MatterHistory) -> str:
    """Raised, step by step and try by try, and the end; a list that reads in order without its looks."""
    raised = [step for step in story.steps if step.event == "matter_raised"]
    brought = _said(say, raised[0]) if raised else say("matter.raised")
    items = [_item(story.date.isoformat(), f"<p>{escape(brought)}</p>", "")]
    items += [html for _, html in sorted(_in_between(say, story), key=lambda one: one[0])]
    result = f'<p class="result">{escape(ending(story, say))}</p>{_lines(_agreed(say, story))}'
    items.append(_item(story.ended.isoformat() if story.ended else say("matter.at_the_end"), result, story.outcome))
    items.append(_item(say("everyday.title"), _lines(_everyday(say, story)), "everyday"))
    return f'<ol class="shapan-story">{"".join(items)}</ol>'


def _in_between(say: Words, story: MatterHistory) -> Iterator[tuple[tuple[int, int], str]]:
    """Tries and whatever else somebody did about it, each with its place in the order."""
    for one in story.tries:
        look = "passed" if one.reason == "passed" else ""
        yield (one.day, 0), _item(one.date.isoformat(), _try(say, one), look)
    by_day: dict[int, list[Step]] = {}
    for step in story.steps:
        if step.event != "matter_raised":
            by_day.setdefault(step.day, []).append(step)
    for day, done in by_day.items():
        lines = list(dict.fromkeys(_said(say, step) for step in done))
        yield (day, 1), _item(done[0].date.isoformat(), _lines(lines), "")


def _said(say: Words, step: Step) -> str:
    """One step in the words of `shapan story`, as a sentence of a page."""
    text = sentence(step, wording(say.language))
    return text[:1].upper() + text[1:]


def _item(when: str, inside: str, look: str) -> str:
    return f'<li class="{look}"><p class="when">{escape(when)}</p>{inside}</li>'


def _lines(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _agreed(say: Words, story: MatterHistory) -> list[str]:
    """When it was agreed, and how far neighbours stand by it."""
    lines = []
    if story.agreed is not None:
        lines.append(say("matter.agreed", date=story.agreed.isoformat()))
    if story.compliance is not None:
        lines.append(say("matter.compliance", share=per_cent(story.compliance)))
    return lines


def _everyday(say: Words, story: MatterHistory) -> list[str]:
    """Needs it presses on, while it was open and after; what is left of a covenant."""
    kind = MATTERS.get(story.kind)
    if kind is None or not kind.presses_on:
        return [say("everyday.nothing")]
    comma = "、" if say.language == "zh" else ", "
    lines = [say("everyday.kinds", kinds=comma.join(say.get(f"need.{one}", one) for one in kind.presses_on))]
    if story.while_open is not None:
        lines.append(_needs(say, "while_open", story.while_open))
    if story.after is not None:
        lines.append(_needs(say, "after", story.after))
    elif story.ended is not None:
        lines.append(say("everyday.too_short"))
    if story.covenant_left is not None:
        lines.append(say("everyday.covenant_left", share=per_cent(story.covenant_left)))
    return lines


def _needs(say: Words, when: str, found: Everyday) -> str:
    return say(f"everyday.{when}", yearly=f"{found.yearly:,.0f}", n=f"{found.counted:,}")


def _try(say: Words, one: Attempt) -> str:
    form = title_of(one.form, say) if one.form in choices() else one.form
    head = say(f"tabled.{one.at}", n=one.number, form=form)
    lines = _votes(say, one)
    first, *others = one.reasons or ("",)
    lines.append(f'<p class="reason">{escape(say.get(f"reason.{first}", first))}</p>')
    paid = ("losers_paid",) if one.from_winners or one.from_fund else ()  # the sums are told below
    also = [say.get(f"reason.{reason}", reason) for reason in others if reason not in paid]
    return f'<p class="try">{escape(head)}</p>{"".join(lines)}{_lines(also + _afterwards(say, one))}'


def _votes(say: Words, one: Attempt) -> list[str]:
    """Who came, what talk did, how they voted there; where all households were asked at home, that vote too."""
    if one.vote is None:
        return [_lines([say("matter.nobody_asked")])]
    if one.door_to_door:
        return [_came(say, "door_to_door", one.vote), _bar(say, one.vote)]
    table = one.put_forward or one.vote
    lines = [_came(say, "came", table), *_talked(say, one), _bar(say, table)]
    if one.put_forward is not None:
        lines += [_lines([say("matter.put_forward")]), _came(say, "asked_at_home", one.vote), _bar(say, one.vote)]
    return lines


def _came(say: Words, who: str, vote: Ballot) -> str:
    return _lines([say(f"matter.{who}", came=vote.came, seats=vote.seats)])


def _talked(say: Words, one: Attempt) -> list[str]:
    """What talk did to opinions at the table."""
    if len(one.opinions) < 2:
        return []
    means = " → ".join(f"{opinion.mean:.2f}" for opinion in one.opinions)
    apart = " → ".join(f"{opinion.spread:.2f}" for opinion in one.opinions)
    return [_lines([say("matter.round_by_round", means=means, apart=apart)])]


def _bar(say: Words, vote: Ballot) -> str:
    """Yes, no and absent as one bar; the figures stand below it, so that nothing is said by colour alone."""
    if not vote.seats:
        return ""
    parts = [(name, getattr(vote, name)) for name in SEATED]
    lines = [say(f"matter.{name}", n=count) for name, count in parts]
    if vote.yes + vote.no:
        lines[0] += f" ({say('matter.yes_share', share=per_cent(vote.yes / (vote.yes + vote.no)))})"
    text = " · ".join(lines)
    blocks = "".join(f'<span class="{name}" style="flex-grow:{count}"></span>' for name, count in parts if count)
    return f'<div class="shapan-votes" aria-hidden="true">{blocks}</div><p class="votes">{escape(text)}</p>'


def _afterwards(say: Words, one: Attempt) -> list[str]:
    """Who objected and was paid, what all believe now, whether departments came, kept their word or were called."""
    lines = []
    if one.vote is not None and one.vote.objections:
        lines.append(say("matter.objections", n=one.vote.objections))
    if one.from_winners:
        lines.append(say("matter.from_winners", yuan=f"{one.from_winners:,.0f}"))
    if one.from_fund:
        lines.append(say("matter.from_fund", yuan=f"{one.from_fund:,.0f}"))
    if one.before is not None and one.after is not None and one.vote is not None and not one.door_to_door:
        shift = {"before": f"{one.before:.3f}", "after": f"{one.after:.3f}"}
        lines.append(
            say("matter.all_moved", **shift) if one.opinions else say("matter.talked", rounds=one.rounds, **shift)
        )
    if one.in_favour is not None:
        lines.append(say("matter.in_favour", share=per_cent(one.in_favour)))
    if one.departments_came is not None:
        lines.append(say("matter.departments_came" if one.departments_came else "matter.departments_stayed_away"))
    if one.promise_broken:
        lines.append(say("matter.promise_broken"))
    if one.whistled is not None:
        lines.append(say("matter.whistle_answered" if one.whistled else "matter.whistle_unanswered"))
    return lines
