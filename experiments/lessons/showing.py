"""What a lesson's worlds show: paired differences over luck and over sets of assumptions, and how a prediction did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...model.observation.indicators import INDICATORS
from ...scenarios.lessons import Claim, Lesson, Shows
from ..comparing.intervals import Interval, Paired, mean_interval, paired_difference
from ..evidence.stored_runs import Stored
from .figures import draw_seeds, seeds, step_of

Values = Mapping[int, float]


class NotKept(LookupError):
    """No figures are kept of a lesson, so that nothing can be shown of it without running it."""


@dataclass(frozen=True)
class Shown:
    """One claim beside what was measured.

    Attributes:
        before, after: Means of the two worlds under the usual assumptions.
        luck: The difference over pairs, one seed each, under the usual assumptions; looked at once.
        drawn: The same over sets of assumptions, one each; None where the place has none.
        differences: Pair by pair, over luck.
        drawn_differences: Pair by pair, over sets of assumptions.
    """

    claim: Claim
    before: Interval
    after: Interval
    luck: Paired
    drawn: Paired | None
    differences: tuple[float, ...]
    drawn_differences: tuple[float, ...]

    @property
    def shows(self) -> Shows:
        """What the pairs over luck show."""
        return in_words(self.luck)

    @property
    def along(self) -> int:
        """Sets of assumptions under which the difference has the sign of the mean over luck."""
        sign = 1.0 if self.luck.difference > 0 else -1.0
        return sum(sign * one > 0 for one in self.drawn_differences)

    @property
    def holds(self) -> bool:
        """Whether the claim is what the model shows, over luck and over assumptions.

        A direction over luck has to be clear of the margin. Over assumptions it needs an interval on its side of zero;
        where a claim says that there it cannot be told, or hardly changes, no direction may show.
        """
        return self.shows == self.claim.shows and self._over_assumptions_as_said()

    def _over_assumptions_as_said(self) -> bool:
        if self.drawn is None:
            return True
        lo, hi = self.drawn.judged_lo, self.drawn.judged_hi
        if self.claim.assumptions == "up":
            return lo is not None and lo > 0
        if self.claim.assumptions == "down":
            return hi is not None and hi < 0
        return in_words(self.drawn) in ("same", "unsure")

    @property
    def hangs(self) -> bool:
        """Whether luck shows a direction, and sets of assumptions leave zero in their interval."""
        if self.drawn is None or self.shows not in ("up", "down"):
            return False
        lo, hi = self.drawn.judged_lo, self.drawn.judged_hi
        return lo is None or hi is None or lo <= 0 <= hi


def in_words(pair: Paired) -> Shows:
    """A verdict as a direction."""
    if pair.verdict == "no_difference":
        return "same"
    if pair.verdict == "unclear":
        return "unsure"
    return "up" if pair.difference > 0 else "down"


def shown(lesson: Lesson, rows: Iterable[Stored]) -> dict[str, Shown]:
    """Claim -> what these runs show of it.

    Raises:
        NotKept: Fewer runs of a world are there than were decided on.
    """
    by_world: dict[str, dict[int, Mapping[str, float]]] = {}
    for row in rows:
        by_world.setdefault(row.step, {})[row.seed] = row.values
    return {claim.id: _shown(lesson, claim, by_world) for claim in lesson.claims}


def _shown(lesson: Lesson, claim: Claim, by_world: Mapping[str, Mapping[int, Mapping[str, float]]]) -> Shown:
    sides = [
        {
            seed: found[claim.indicator]
            for seed, found in by_world.get(step_of(lesson, world), {}).items()
            if claim.indicator in found
        }
        for world in (claim.before, claim.after)
    ]
    luck = _pairs(sides, seeds(lesson))
    drawn = _pairs(sides, draw_seeds())
    if len(luck[0]) < lesson.pairs:
        raise NotKept(lesson.id)
    return Shown(
        claim=claim,
        before=mean_interval(luck[0]),
        after=mean_interval(luck[1]),
        luck=_difference(claim, luck),
        drawn=_difference(claim, drawn) if len(drawn[0]) > 1 else None,
        differences=_apart(luck),
        drawn_differences=_apart(drawn),
    )


def _pairs(sides: list[dict[int, float]], numbers: Iterable[int]) -> tuple[list[float], list[float]]:
    both = [seed for seed in numbers if all(seed in side for side in sides)]
    return [sides[0][seed] for seed in both], [sides[1][seed] for seed in both]


def _difference(claim: Claim, pairs: tuple[list[float], list[float]]) -> Paired:
    about = INDICATORS[claim.indicator]
    identical = pairs[0] == pairs[1]
    return paired_difference(*pairs, about.better, about.margin, identical=identical, looks="once")


def _apart(pairs: tuple[list[float], list[float]]) -> tuple[float, ...]:
    return tuple(after - before for before, after in zip(*pairs, strict=True))


@dataclass(frozen=True)
class Mark:
    """How one prediction compares with what the model shows.

    Attributes:
        said: The direction predicted.
        right: Whether the model shows it; None where the model cannot tell either.
        number: The difference predicted, in the indicator's own unit; None where no number was given.
        off: By how much it misses the mean difference.
        inside: Whether it lies in the interval of the difference over luck.
    """

    said: Shows
    right: bool | None
    number: float | None = None
    off: float | None = None
    inside: bool | None = None


def mark(found: Shown, said: Shows, number: float | None = None) -> Mark:
    """Compare a prediction with what is shown; "unsure" is no direction anybody can predict wrongly or rightly."""
    right = None if found.shows == "unsure" and said != "unsure" else said == found.shows
    if number is None:
        return Mark(said, right)
    lo, hi = found.luck.lo, found.luck.hi
    inside = lo is not None and hi is not None and lo <= number <= hi
    return Mark(said, right, number, abs(number - found.luck.difference), inside)
