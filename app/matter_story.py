"""One matter at one table as a list of what happened: who came, how they voted, what was paid, how it ended."""

from __future__ import annotations

from html import escape

from ..experiments.stories import Story, Try, Vote
from ..model.deliberation.kinds import MATTERS, SIMPLE_MAJORITY
from .language import Words
from .matter_words import ending, per_cent
from .two_tables import choices, title_of

SEATED = ("yes", "no", "absent")


def matter_html(say: Words, story: Story) -> str:
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


def story_html(say: Words, story: Story) -> str:
    """Raised, try by try, and the end; a list that reads in order without its looks."""
    items = [_item(story.date.isoformat(), f"<p>{escape(say('matter.raised'))}</p>", "")]
    items += [
        _item(one.date.isoformat(), _try(say, one), "passed" if one.reason == "passed" else "") for one in story.tries
    ]
    result = f'<p class="result">{escape(ending(story, say))}</p>'
    items.append(_item(story.ended.isoformat() if story.ended else say("matter.at_the_end"), result, story.standing))
    return f'<ol class="shapan-story">{"".join(items)}</ol>'


def _item(when: str, inside: str, look: str) -> str:
    return f'<li class="{look}"><p class="when">{escape(when)}</p>{inside}</li>'


def _try(say: Words, one: Try) -> str:
    form = title_of(one.form, say) if one.form in choices() else one.form
    head = say(f"tabled.{one.at}", n=one.number, form=form)
    lines = [_who(say, one)]
    if one.vote is not None and one.vote.seats:
        lines.append(_bar(say, one.vote))
    reason = say.get(f"reason.{one.reason}", one.reason)
    lines.append(f'<p class="reason">{escape(reason)}</p>')
    lines += [f"<p>{escape(line)}</p>" for line in _afterwards(say, one)]
    return f'<p class="try">{escape(head)}</p>{"".join(lines)}'


def _who(say: Words, one: Try) -> str:
    if one.vote is None:
        who = say("matter.nobody_asked")
    elif one.door_to_door:
        who = say("matter.door_to_door", came=one.vote.came, seats=one.vote.seats)
    else:
        who = say("matter.came", came=one.vote.came, seats=one.vote.seats)
    return f"<p>{escape(who)}</p>"


def _bar(say: Words, vote: Vote) -> str:
    """Yes, no and absent as one bar; the figures stand below it, so that nothing is said by colour alone."""
    parts = [(name, getattr(vote, name)) for name in SEATED]
    told = [say(f"matter.{name}", n=count) for name, count in parts]
    if vote.yes + vote.no:
        told[0] += f" ({say('matter.yes_share', share=per_cent(vote.yes / (vote.yes + vote.no)))})"
    text = " · ".join(told)
    blocks = "".join(f'<span class="{name}" style="flex-grow:{count}"></span>' for name, count in parts if count)
    return f'<div class="shapan-votes" aria-hidden="true">{blocks}</div><p class="votes">{escape(text)}</p>'


def _afterwards(say: Words, one: Try) -> list[str]:
    """Who objected, who was paid, what talk did, whether the whistle was heard."""
    lines = []
    if one.vote is not None and one.vote.objections:
        lines.append(say("matter.objections", n=one.vote.objections))
    if one.from_winners:
        lines.append(say("matter.from_winners", yuan=f"{one.from_winners:,.0f}"))
    if one.from_fund:
        lines.append(say("matter.from_fund", yuan=f"{one.from_fund:,.0f}"))
    if one.before is not None and one.after is not None and one.vote is not None and not one.door_to_door:
        shift = {"before": f"{one.before:.3f}", "after": f"{one.after:.3f}"}
        lines.append(say("matter.talked", rounds=one.rounds, **shift))
    if one.in_favour is not None:
        lines.append(say("matter.in_favour", share=per_cent(one.in_favour)))
    if one.whistled is not None:
        lines.append(say("matter.whistle_answered" if one.whistled else "matter.whistle_unanswered"))
    return lines
