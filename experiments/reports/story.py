"""What became of one matter, project or Party branch, step by step: who did what, when, and what the next one did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ...model.deliberation.kinds import MATTERS
from ...model.government import DEPARTMENTS

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from .wording import Words

Followed = Literal["matter", "project", "branch"]
FOLLOWED: dict[Followed, str] = {"matter": "matter", "project": "project", "branch": "party_branch"}
"""What can be followed -> the institution by whose number the events of a run name it."""
FIRST_OF_ITS_DAY = frozenset(
    {
        "matter_brought",
        "trouble_reported",
        "matter_taken_up",
        "project_proposed",
        "quarrels_told",
        "group_council_tabled",
        "reception_brought_matter",
    }
)
"""Events that others of the same day follow from, though they are written down after them."""
WHOLE_NUMBERS = frozenset({"number", "resident", "household", "matter"})
"""Units of facts that name somebody instead of measuring something."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody did.

    Attributes:
        day, date: When.
        event: Which kind of event, in the words of the tables.
        institution, number: Who did it.
        community: Where.
        about, how: As the event says.
        facts: Every measured fact: its name -> value and unit.
    """

    day: int
    date: dt.date
    event: str
    institution: str
    number: int
    community: int
    about: str
    how: str
    facts: dict[str, tuple[float, str]] = field(default_factory=dict)


def steps(events: pd.DataFrame, followed: Followed, number: int) -> list[Step]:
    """All that happened to one of these, in order.

    Args:
        events: The table of a run's events.
        followed: What is followed.
        number: Which one.
    """
    mine = (events["institution"] == FOLLOWED[followed]) & (events["number"] == number)
    if followed == "matter":
        mine |= events["matter"] == number
    return sorted(steps_in(events[mine]), key=lambda step: (step.day, step.event not in FIRST_OF_ITS_DAY))


def steps_in(rows: pd.DataFrame) -> Iterator[Step]:
    """Steps that these rows of the table tell, one an event."""
    for _, facts in rows.groupby("event", sort=True):
        first = facts.iloc[0]
        yield Step(
            day=int(first["day"]),
            date=first["date"],
            event=str(first["name"]),
            institution=str(first["institution"]),
            number=int(first["number"]),
            community=int(first["community"]),
            about=str(first["about"]),
            how=str(first["how"]),
            facts={
                str(row.quantity): (float(row.value), str(row.unit))
                for row in facts.itertuples(index=False)
                if row.quantity
            },
        )


def busiest(events: pd.DataFrame, followed: Followed, most: int) -> list[tuple[int, int, str, int]]:
    """Those of which most is told, the first first: number, community, what it is about, steps."""
    own = events[events["institution"] == FOLLOWED[followed]]
    by = "matter" if followed == "matter" else "number"
    theirs = events[events["matter"] >= 0] if followed == "matter" else own
    count = theirs.groupby(by)["event"].nunique()
    found = [
        (int(number), int(rows["community"].iloc[0]), _about(rows, followed), int(count[number]))
        for number, rows in own.groupby("number")
    ]
    return sorted(found, key=lambda one: (-one[3], one[0]))[:most]


def _about(rows: pd.DataFrame, followed: Followed) -> str:
    """The kind of a matter or the form of a project, which its first event says; a branch is about no one thing."""
    return "" if followed == "branch" else str(rows["about"].iloc[0])


def sentence(step: Step, say: Words, needs: Mapping[str, str] | None = None) -> str:
    """One step in words; a phrase of its own for the way it went, where there is one, else the event's.

    Args:
        step: What somebody did.
        say: The reader's language.
        needs: What the place calls its kinds of need.
    """
    answers = [value for value, unit in step.facts.values() if unit == "yes or no"]
    ways = [step.how, *("yes" if answer else "no" for answer in answers)]
    key = next((f"story.{step.event}_{way}" for way in ways if say.has(f"story.{step.event}_{way}")), "")
    facts = {name: _figure(value, unit, say) for name, (value, unit) in step.facts.items()}
    about, how = (name_of(word, say, needs, step.institution) for word in (step.about, step.how))
    named = {"who": str(step.number), "about": about, "how": how}
    return say.phrases[key or f"story.{step.event}"].format_map(_Facts(facts | named))


class _Facts(dict[str, str]):
    """Facts of a step by name; one that nobody knows is a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def _figure(value: float, unit: str, say: Words) -> str:
    if unit in WHOLE_NUMBERS:
        return f"{value:.0f}"
    if unit != "share" and value == int(value):
        return f"{value:,.0f}"
    return say.number(value, "share" if unit == "share" else "")


def name_of(word: str, say: Words, needs: Mapping[str, str] | None = None, institution: str = "") -> str:
    """A kind of matter or need, a department, a form or a way, as readers call it; else the word of the tables.

    Args:
        word: As it stands in the table of events.
        say: The reader's language.
        needs: What the place calls its kinds of need.
        institution: Who says it: matters and projects both have activities.
    """
    if word in MATTERS and institution != "project":
        return MATTERS[word].title_zh if say.language == "zh" else MATTERS[word].title_en
    if word in DEPARTMENTS:
        return DEPARTMENTS[word].zh if say.language == "zh" else DEPARTMENTS[word].en
    if needs is not None and word in needs:
        return needs[word]
    for family in ("story_word", "form"):
        if say.has(f"{family}.{word}"):
            return say(f"{family}.{word}")
    return word
