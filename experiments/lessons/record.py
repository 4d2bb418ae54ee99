"""What one visitor has done in class: the test before and after, and a sitting of every lesson begun.

Kept as one small file in the data folder, named by an id nobody can guess, so that a reload, another tab or a restarted
server goes on where it was. The id stands in the address, which people copy: whoever has it may look. To write takes
the browser that began the record, or its key; what anybody else does goes into a copy of their own.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from ...scenarios.lesson_test import FORMS, LessonTest
from ...scenarios.lessons import Lesson
from ..runs.secret import fits, hashed, new_secret
from ..runs.whole_file import whole_file
from .sitting import NotYet, Sitting, sitting_of

FORMAT = 1
MOST_KEPT = 2000
LARGEST_BYTES = 200_000
MOST_DEVICES = 20
A_RECORD = re.compile(r"[0-9a-f]{32}")
Moment = Literal["before", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "after")


@dataclass(frozen=True)
class Record:
    """Immutable: every act returns a new one.

    Attributes:
        answers: "before" or "after" -> topic -> number of the answer chosen; a test that was not taken is absent.
        sittings: Lesson -> how far it is.
        key_hash: Of the key that lets another browser write; empty in records of older builds, which have none.
        devices: Hashes of the numbers of the browsers that may write.
    """

    id: str
    answers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sittings: Mapping[str, Sitting] = field(default_factory=dict)
    key_hash: str = ""
    devices: tuple[str, ...] = ()

    def form(self, moment: Moment) -> str:
        """Form a or b: half of all records begin with each, so that a harder form favours nobody on average."""
        first = int(self.id[-1], 16) % 2
        return FORMS[first if moment == "before" else 1 - first]

    def answered(self, test: LessonTest, moment: Moment, answers: Mapping[str, int]) -> Record:
        """Hand in a test.

        Raises:
            NotYet: It is handed in already, or a question has no answer.
        """
        if moment in self.answers or set(answers) != set(test.topics):
            raise NotYet(moment)
        return replace(self, answers={**self.answers, moment: dict(answers)})

    def right(self, test: LessonTest, moment: Moment) -> int | None:
        """Questions answered rightly; None where the test was not taken."""
        given = self.answers.get(moment)
        if given is None:
            return None
        asked = test.form(self.form(moment))
        return sum(asked[topic].right == answer for topic, answer in given.items() if topic in asked)

    def sitting(self, lesson: Lesson) -> Sitting:
        """The sitting of a lesson, a new one where it was not begun."""
        return self.sittings.get(lesson.id) or Sitting(lesson.id)

    def with_sitting(self, sitting: Sitting) -> Record:
        """The same with one sitting put in place of the earlier one."""
        return replace(self, sittings={**self.sittings, sitting.lesson: sitting})

    def written_by(self, device: str) -> bool:
        """Whether the browser of this number may write into it."""
        return hashed(device) in self.devices

    def with_device(self, device: str) -> Record:
        """The same, written by one browser more; the one that came first goes when there are very many."""
        return replace(self, devices=(*self.devices, hashed(device))[-MOST_DEVICES:])

    def opens(self, key: str) -> bool:
        """Whether a key is this record's."""
        return bool(self.key_hash) and fits(key.strip(), self.key_hash)

    def copied(self, device: str) -> tuple[Record, str]:
        """A copy under a name of its own, and its key; it goes on with the same forms of the test."""
        made, key = new_record(device)
        return replace(made, id=made.id[:-1] + self.id[-1], answers=self.answers, sittings=self.sittings), key


def gain(before: int, after: int, questions: int) -> float | None:
    """Of what was wrong before, the share that is right after (Hake's gain); None where nothing was wrong."""
    return None if before >= questions else (after - before) / (questions - before)


def new_record(device: str = "") -> tuple[Record, str]:
    """A record of somebody who has just come, and its key, which is kept nowhere."""
    key = new_secret()
    return Record(uuid4().hex, key_hash=hashed(key), devices=(hashed(device),)), key


def write(folder: Path, record: Record) -> None:
    """Keep a record; the oldest go when there are very many."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain: dict[str, Any] = {"format": FORMAT, "answers": {one: dict(given) for one, given in record.answers.items()}}
    plain |= {"key_hash": record.key_hash, "devices": list(record.devices)}
    plain["sittings"] = {name: sitting.plain() for name, sitting in record.sittings.items()}
    with whole_file(folder / f"{record.id}.json") as rough:
        rough.write_text(json.dumps(plain, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    with suppress(OSError):
        for path in sorted(folder.glob("*.json"), key=os.path.getmtime)[:-MOST_KEPT]:
            path.unlink(missing_ok=True)


def read(folder: Path, name: str, lessons: Mapping[str, Lesson], test: LessonTest) -> Record | None:
    """A kept record, as much of it as this build still understands; None where there is none of this name."""
    path = folder / f"{name}.json"
    if not A_RECORD.fullmatch(name) or not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return None
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain["format"] != FORMAT:
            return None
        sittings = {one: sitting_of(lessons[one], kept) for one, kept in plain["sittings"].items() if one in lessons}
        return Record(name, _answers(plain["answers"], test), sittings, *_guarded_by(plain))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _guarded_by(plain: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Hashes of the key and of browsers; none where an older build wrote the record."""
    devices = plain.get("devices", [])
    return str(plain.get("key_hash", "")), tuple(str(one) for one in devices[-MOST_DEVICES:])


def _answers(plain: Mapping[str, Any], test: LessonTest) -> dict[str, dict[str, int]]:
    """Tests that still ask what was answered; one with other questions counts as not taken."""
    found = {}
    for moment in MOMENTS:
        given = plain.get(moment)
        if isinstance(given, dict) and set(given) == set(test.topics):
            found[moment] = {topic: int(answer) for topic, answer in given.items()}
    return found
