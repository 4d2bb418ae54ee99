"""Where two lives of one need part, and what decided that it ended otherwise.

They part at the first step that is not the same in both worlds. What decided is often a later one: a need heard an hour
earlier may be late because of the queue.

Every draw of a need is the same in both, so what differs is what met it: how often such needs arise, who came by, which
door was open, how long the queue was, whose hands were free, how good the work was, how long patience lasts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..runs.replaying import Life, World

Cause = Literal[
    "born",
    "heard",
    "department",
    "wrong_door",
    "desk",
    "door",
    "queue",
    "hands",
    "turn",
    "department_queue",
    "quality",
    "work",
    "patience",
    "unknown",
]
SAME_TIME = 1e-9
NEVER = 1e17
"""Later than any day: what never happened stands at 1e18."""


@dataclass(frozen=True)
class Parting:
    """One need that was not the same in both worlds.

    Attributes:
        key: Its address in the luck of the seed.
        lives: In the first and in the second world; None where it did not arise.
        first: The first step that is not the same.
        cause: What decided that it ended otherwise; the first step where it ended alike.
        day: Day of the run on which they parted.
        ended_otherwise: Whether it ended in another way, or in one world only.
    """

    key: int
    lives: tuple[Life | None, Life | None]
    first: Cause
    cause: Cause
    day: int
    ended_otherwise: bool

    @property
    def any(self) -> Life:
        """Either life, for what they share: whose need it is, which kind, when it was born."""
        found = self.lives[0] or self.lives[1]
        assert found is not None
        return found


def partings(first: World, second: World) -> list[Parting]:
    """Every need of which the two lives are not the same, by the day on which they part."""
    keys = {**first.lives, **second.lives}
    found = [_parting(key, first.lives.get(key), second.lives.get(key), first) for key in keys]
    return sorted((one for one in found if one is not None), key=lambda one: (one.day, one.key))


def causes(found: list[Parting]) -> dict[str, int]:
    """Cause -> of how many needs it decided that they ended otherwise, the commonest first."""
    return dict(Counter(one.cause for one in found if one.ended_otherwise).most_common())


def residents(found: list[Parting]) -> list[tuple[int, int]]:
    """Residents with needs that ended otherwise, and how many; most first."""
    count = Counter(one.any.resident for one in found if one.ended_otherwise)
    return sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))


def _parting(key: int, one: Life | None, other: Life | None, world: World) -> Parting | None:
    if one is None or other is None:
        alive = one or other
        assert alive is not None
        return Parting(key, (one, other), "born", "born", day=alive.born, ended_otherwise=True)
    first, day = next(_steps(one, other, world), ("unknown", _earlier(world, one.done, other.done)))
    otherwise = one.bin != other.bin
    if first == "unknown" and not otherwise:
        return None
    cause = decisive(one, other) if otherwise else first
    return Parting(key, (one, other), first, cause, day=day, ended_otherwise=otherwise)


def decisive(one: Life, other: Life) -> Cause:
    """What decided that two lives ended otherwise: whether it was heard, whose it was, else the longest difference.

    Deadline and patience run from the moment it was heard, so what counts from then on is how long each step took.
    """
    if min(one.heard_day, other.heard_day) < 0:
        return "heard" if max(one.heard_day, other.heard_day) >= 0 else "unknown"
    if one.department != other.department:
        return "department"
    spent = zip(_spent(one), _spent(other), strict=True)
    differs = [abs(mine - theirs) for mine, theirs in spent]
    if max(differs) < SAME_TIME:
        same_patience = abs((one.lapses - one.heard_time) - (other.lapses - other.heard_time)) < SAME_TIME
        return "unknown" if same_patience else "patience"
    step = differs.index(max(differs))
    if step == 0:
        return "desk" if one.mistaken == other.mistaken else "wrong_door"
    if step == 1:
        return "door" if one.door != other.door else _why_later(one, other)
    if step == 2:
        return "department_queue" if one.department else "work"
    return "quality"


def _spent(life: Life) -> tuple[float, float, float, float]:
    """Working days on the way to a door, before work began, until it was first done, and after that until it ended."""
    begun = life.started if life.started < NEVER or not life.department else life.arrives
    after = life.done - life.closed if life.closed < NEVER else 0.0
    return life.arrives - life.heard_time, begun - life.arrives, life.closed - begun, after


def _steps(one: Life, other: Life, world: World) -> Iterator[tuple[Cause, int]]:
    """Every step that differs, in the order in which a need takes them."""
    heard = [life.heard_day for life in (one, other) if life.heard_day >= 0]
    if (one.heard_day, one.heard_time, one.channel) != (other.heard_day, other.heard_time, other.channel):
        yield "heard", min(heard)
        return
    if not heard:
        return
    if one.department != other.department:
        yield "department", one.heard_day
    if one.mistaken != other.mistaken:
        yield "wrong_door", one.heard_day
    if one.arrives != other.arrives:
        yield "desk", one.heard_day
    if one.door != other.door:
        yield "door", min(day for day in (one.door_day, other.door_day) if day >= 0)
    yield from _served(one, other, world)


def _served(one: Life, other: Life, world: World) -> Iterator[tuple[Cause, int]]:
    if one.started != other.started:
        yield _why_later(one, other), _earlier(world, one.started, other.started)
    if one.department and one.closed != other.closed:
        yield "department_queue", _earlier(world, one.closed, other.closed)
    if one.closed != other.closed:
        yield "work", _earlier(world, one.closed, other.closed)
    if (one.returns, one.poor) != (other.returns, other.poor):
        yield "quality", _earlier(world, one.closed, other.closed)
    if one.lapses != other.lapses:
        yield "patience", _earlier(world, one.lapses, other.lapses)


def _why_later(one: Life, other: Life) -> Cause:
    """Why one waited longer at such a door: a longer queue, fewer hands, or others whose turn came before."""
    longer, shorter = (one, other) if _spent(one)[1] > _spent(other)[1] else (other, one)
    if longer.wait > shorter.wait + SAME_TIME:
        return "hands" if longer.hands < shorter.hands and _backlog(longer) <= _backlog(shorter) else "queue"
    return "hands" if longer.hands < shorter.hands else "turn"


def _backlog(life: Life) -> float:
    return life.wait * life.hands


def _earlier(world: World, one: float, other: float) -> int:
    """The day of the earlier of two moments; of the end of the run where neither came."""
    soonest = min(one, other)
    return world.day_of(soonest if soonest < NEVER else float(world.index[-1]))
