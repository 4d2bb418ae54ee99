"""Lessons for a class: a question, worlds that differ in little, and claims that runs of the model bear out.

A lesson is a TOML file in `lessons/`, or of one's own, with everything in Chinese and English. What a claim shows was
measured (`experiments/lessons/figures.py`); a test fails once the model no longer shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from ..model.observation.indicators import INDICATORS
from .faults import InputFault, nearest_name, shown
from .header import Header, Reader, Text, read_header
from .kinds import Kind
from .shelf import find_policy

if TYPE_CHECKING:
    from .scenario import Scenario

SHELF = Path(__file__).parent / "lessons"
KIND = "lesson"
Shows = Literal["up", "down", "same", "unsure"]
SHOWS: tuple[Shows, ...] = ("up", "down", "same", "unsure")
"""What a paired difference says: clear of the margin on one side, inside it, or neither."""
KEYS = (
    "number",
    "minutes",
    "article",
    "place",
    "days",
    "pairs",
    "first_seed",
    "background",
    "worlds",
    "causes",
    "measures",
    "claims",
    "discussion",
    "not_said",
    "next",
)
ARTICLES = ("shenzhen", "guangdong", "ordos", "yantian", "suzhou")
DAYS, PAIRS, FIRST_SEED = 365, 10, 3001
"""Measured days, pairs over luck and the first seed where a lesson says no other: those of the claims of the articles
(`docs/claims.md`). Six pairs are the fewest that a verdict needs."""
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class LessonWorld:
    """One scenario of a lesson.

    Attributes:
        set: Lever -> value, on top of the policy.
        shock: An emergency as the command line takes it; none where empty.
    """

    id: str
    title: Text
    policy: str = "status_quo"
    set: Mapping[str, Any] = field(default_factory=dict)
    shock: str = ""


@dataclass(frozen=True)
class Claim:
    """What the difference between two worlds of a lesson shows.

    Attributes:
        before, after: Ids of the worlds; the difference is after − before.
        expected: What was written down before any of it was run.
        shows: What the model shows over luck, under the usual assumptions.
        assumptions: What it shows over sets of assumptions; the same where a lesson says nothing else.
        number: Whether the class also says by how much.
        ask, why: The question, and what the model's answer comes from.
    """

    id: str
    indicator: str
    before: str
    after: str
    expected: Shows
    shows: Shows
    assumptions: Shows
    number: bool
    ask: Text
    why: Text


@dataclass(frozen=True)
class Measure:
    """Something the class can vote for; `world` is where it is tried, empty where no world of the lesson tries it."""

    text: Text
    world: str = ""


@dataclass(frozen=True)
class Lesson:
    """One lesson, in the order in which a class goes through it; the summary of its header is the question.

    Attributes:
        days: Measured days of every run.
        pairs: Over luck; how many was decided before the runs.
        first_seed: Of the first pair; the others follow it.
        article: The policy whose chain it is about; none where empty.
    """

    header: Header
    number: int
    minutes: int
    article: str
    place: str
    days: int
    pairs: int
    first_seed: int
    background: Text
    worlds: tuple[LessonWorld, ...]
    causes: tuple[Text, ...]
    measures: tuple[Measure, ...]
    claims: tuple[Claim, ...]
    discussion: tuple[Text, ...]
    not_said: tuple[Text, ...]
    next: str = ""

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def title(self) -> Text:
        return self.header.title

    @property
    def question(self) -> Text:
        return self.header.summary

    def world(self, name: str) -> LessonWorld:
        """The world of this id."""
        return next(one for one in self.worlds if one.id == name)

    def scenarios(self) -> dict[str, Scenario]:
        """World -> what is run."""
        return {one.id: self.scenario(one) for one in self.worlds}

    def scenario(self, world: LessonWorld) -> Scenario:
        """A world of this lesson as a scenario."""
        from .library import load
        from .schedule import parse_shock

        found = load(world.policy).with_place(self.place).set_many(world.set)
        return found.with_shock(parse_shock(world.shock)) if world.shock else found


def read(reader: Reader) -> Lesson | None:
    """A lesson, or None with every fault noted."""
    header = read_header(reader, KIND, KEYS)
    for key in ("title", "summary"):
        text_of(reader, reader.document.values, key, ())
    values = reader.document.values
    worlds = tuple(_world(reader, row, ("worlds", number)) for number, row in rows_of(reader, "worlds", 2))
    ids = [world.id for world in worlds]
    lesson = Lesson(
        header=header,
        number=_whole(reader, "number", 1, 999, 99),
        minutes=_whole(reader, "minutes", 5, 180, 20),
        article=_one_of(reader, values, "article", ARTICLES, ()) if "article" in values else "",
        place=reader.name("place") or "training_town",
        days=_whole(reader, "days", 30, 3650, DAYS),
        pairs=_whole(reader, "pairs", 6, 100, PAIRS),
        first_seed=_whole(reader, "first_seed", 0, 1_000_000, FIRST_SEED),
        background=text_of(reader, values, "background", ()),
        worlds=worlds,
        causes=_texts(reader, "causes", 2),
        measures=tuple(_measure(reader, row, n, ids) for n, row in rows_of(reader, "measures", 2)),
        claims=tuple(_claim(reader, row, n, ids) for n, row in rows_of(reader, "claims", 1)),
        discussion=_texts(reader, "discussion", 1),
        not_said=_texts(reader, "not_said", 1),
        next=reader.name("next") or "",
    )
    if not reader.faults:
        _runs(reader, lesson)
    return None if reader.faults else lesson


def _runs(reader: Reader, lesson: Lesson) -> None:
    """Every world can be run; a fault of a lever is told at its world."""
    for number, world in enumerate(lesson.worlds):
        try:
            find_policy(world.policy)
            lesson.scenario(world)
        except InputFault as fault:
            fault.file, fault.line = reader.document.at("worlds", number)
            reader.note(fault)


def rows_of(reader: Reader, key: str, fewest: int) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a list of tables that has to have so many."""
    if key not in reader.document.values:
        reader.fault("missing_key", (key,))
        return []
    rows = reader.rows(key)
    if len(rows) < fewest:
        reader.fault("too_few_rows", (key,), {"count": len(rows)}, allowed=f"≥ {fewest}")
    return rows


def _texts(reader: Reader, key: str, fewest: int) -> tuple[Text, ...]:
    return tuple(pair_of(reader, row, (key, number)) for number, row in rows_of(reader, key, fewest))


def text_of(reader: Reader, table: Mapping[str, Any], key: str, path: Path_) -> Text:
    """A text in both languages under a key."""
    if key not in table:
        reader.fault("missing_key", (*path, key))
        return Text()
    value = reader.typed(table, key, dict, path)
    return Text() if value is None else pair_of(reader, value, (*path, key))


def pair_of(reader: Reader, row: Any, path: Path_, also: Iterable[str] = ()) -> Text:
    """A text that has to stand in both languages."""
    if not isinstance(row, Mapping):
        reader.fault("wrong_type", path, {"wanted": "a table", "value": shown(row)})
        return Text()
    reader.only(("zh", "en", *also), row, path)
    said = {}
    for language in ("zh", "en"):
        text = reader.typed(row, language, str, path)
        said[language] = (text or "").strip()
        if language not in row:
            reader.fault("missing_key", (*path, language))
        elif text is not None and not said[language]:
            reader.fault("empty_value", (*path, language))
    return Text(**said)


def _whole(reader: Reader, key: str, low: int, high: int, usual: int) -> int:
    value = reader.document.values.get(key, usual)
    if type(value) is not int:
        reader.fault("wrong_type", (key,), {"wanted": "a whole number", "value": shown(value)})
        return usual
    if not low <= value <= high:
        reader.fault("out_of_range", (key,), {"value": value}, allowed=f"{low} … {high}")
    return value


def _one_of(reader: Reader, row: Mapping[str, Any], key: str, allowed: Iterable[str], path: Path_) -> str:
    allowed = tuple(allowed)
    if key not in row:
        reader.fault("missing_key", (*path, key), allowed=", ".join(allowed))
        return ""
    value = reader.typed(row, key, str, path)
    if value is not None and value not in allowed:
        few = ", ".join(allowed) if len(allowed) < 30 else ""
        reader.fault("unknown_choice", (*path, key), {"value": shown(value)}, few, nearest_name(value, allowed))
    return str(value or "")


def _world(reader: Reader, row: dict[str, Any], path: Path_) -> LessonWorld:
    reader.only(("id", "title", "policy", "set", "shock"), row, path)
    name = reader.typed(row, "id", str, path) or ""
    if not name:
        reader.fault("missing_key", (*path, "id"))
    policy = reader.typed(row, "policy", str, path) or "status_quo"
    settings = reader.typed(row, "set", dict, path) or {}
    shock = reader.typed(row, "shock", str, path) or ""
    return LessonWorld(name, text_of(reader, row, "title", path), policy, settings, shock)


def _measure(reader: Reader, row: dict[str, Any], number: int, worlds: list[str]) -> Measure:
    path = ("measures", number)
    world = _one_of(reader, row, "world", worlds, path) if "world" in row else ""
    return Measure(pair_of(reader, row, path, also=("world",)), world)


def _claim(reader: Reader, row: dict[str, Any], number: int, worlds: list[str]) -> Claim:
    path, over = ("claims", number), "assumptions" if "assumptions" in row else "shows"
    keys = ("id", "indicator", "from", "to", "expected", "shows", "assumptions", "number", "ask", "why")
    reader.only(keys, row, path)
    if not reader.typed(row, "id", str, path):
        reader.fault("missing_key", (*path, "id"))
    return Claim(
        id=str(row.get("id", "")),
        indicator=_one_of(reader, row, "indicator", INDICATORS, path),
        before=_one_of(reader, row, "from", worlds, path),
        after=_one_of(reader, row, "to", worlds, path),
        expected=cast("Shows", _one_of(reader, row, "expected", SHOWS, path)),
        shows=cast("Shows", _one_of(reader, row, "shows", SHOWS, path)),
        assumptions=cast("Shows", _one_of(reader, row, over, SHOWS, path)),
        number=bool(reader.typed(row, "number", bool, path)),
        ask=text_of(reader, row, "ask", path),
        why=text_of(reader, row, "why", path),
    )


LESSONS = Kind(KIND, SHELF, read, "unknown_lesson")
open_lesson, faults_in = LESSONS.open, LESSONS.faults_in


@lru_cache(maxsize=1)
def shipped_lessons() -> dict[str, Lesson]:
    """Id -> every shipped lesson, in the order in which they are taught."""
    return {one.id: one for one in sorted(LESSONS.shipped().values(), key=lambda one: (one.number, one.id))}


def find_lesson(name: str) -> Lesson:
    """A shipped lesson by its id, or a file by its path.

    Raises:
        InputFault: There is no such lesson, or its file is wrong.
    """
    return LESSONS.find(name)
