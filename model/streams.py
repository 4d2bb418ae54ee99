"""Named streams of random numbers, and the addresses in them: luck has an address (common random numbers).

Every number is a function of the run's seed, the name of its stream and an address in it (resident, cell, post, week),
never of how many were drawn before. Adding a process, moving a border or closing a channel therefore reshuffles nobody
else's numbers, and two policies are compared under the same ones, which is what makes paired comparisons sharp:

    OFFERS = Stream("offers", RESIDENT, WEEK)
    willing = OFFERS.of(seed).at(who, week).uniform() < chance

This is the one place where the parts of an address are packed into the number that is hashed, and where a part that
does not fit is refused. Kernels cannot take objects; they use the functions of `hashing.py` on keys made here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from .arrays import Floats
from .hashing import HAS_NUMBA, pack_column, plain_uniform, poisson, poissons, under, uniforms

Numbers: TypeAlias = NDArray[np.integer]
BEYOND_PACKING = 1 << 63  # packed addresses are whole numbers of 64 bits, none below zero


class Part(NamedTuple):
    """One part of an address.

    Attributes:
        name: What it numbers, as a fault calls it.
        size: So many numbers are set aside, from 0 on. 0, in the first part of an address: all that is left.
        spill: For a part that may outgrow its size: further rounds of it stand so many first parts further on. It is
            above any number the first part has; 0 refuses what does not fit.
    """

    name: str
    size: int = 0
    spill: int = 0


RESIDENT, COMMUNITY, STREET, ESTATE = Part("resident"), Part("community"), Part("street"), Part("estate")
CELL, HOUSEHOLD, ORGANISATION_NUMBER, LOT, LINE = (
    Part(one) for one in ("cell", "household", "organisation", "lot", "line of posts")
)
DAY, WEEK = Part("day", 1_000_000), Part("week", 1_000_000)
MONTH, YEAR = Part("month", 100_000), Part("year", 10_000)
"""Days of a run; weeks, months and years since the beginning of the calendar."""
KIND = Part("kind of need", 64)
TASK = Part("recurring task", 128)
"""A kind of task that one department sends down."""


class Layout:
    """How the parts of an address are packed into one whole number, the first counting most.

    Attributes:
        name: Whose addresses they are, as a fault calls them.
        parts: Their parts, in order. A lone part is not packed and may be any whole number of 64 bits.
    """

    def __init__(self, name: str, *parts: Part) -> None:
        self.name = name
        self.parts = parts
        room = BEYOND_PACKING // prod(part.size for part in parts[1:])
        self._room = min(room, parts[0].size or room) if parts else 0
        self._plain = not any(part.spill for part in parts)
        self._limits = (self._room, *(part.size for part in parts[1:]))
        self._pair = self._plain and len(parts) == 2

    def pack(self, *values: Numbers | int) -> Numbers | int:
        """The number of an address; of a column of addresses where any of its parts is a column (they broadcast).

        Raises:
            ValueError: There are more or fewer values than parts, or one does not fit; the fault names the stream, the
                part, the value and how far the part goes.
        """
        if len(values) != len(self._limits):
            raise ValueError(f'random stream "{self.name}": {len(values)} values for {len(self.parts)} parts')
        if len(values) == 1:
            return values[0]
        if HAS_NUMBA and self._pair and type(values[1]) is int and type(values[0]) is np.ndarray:
            return self._pairs(values[0], values[1])
        return self._packed(values if self._plain else self._without_spill(values))

    def _pairs(self, column: NDArray[Any], number: int) -> Any:
        """A column of addresses with one number behind each, the commonest kind."""
        limit, size = self._limits
        first = np.array(column, np.int64, order="C")
        packed = np.empty_like(first)
        if not 0 <= number < size or not pack_column(first.ravel(), limit, number, size, packed.reshape(-1)):
            return self._packed((column, number))  # which says what does not fit
        return packed

    def _packed(self, values: Sequence[Any]) -> Any:
        """The number of an address, or of a column of them; every part has to stay below its limit."""
        packed: Any = 0
        for number, (given, limit) in enumerate(zip(values, self._limits, strict=True)):
            value = given if type(given) is int else _whole(given)
            if not (0 <= value < limit if type(value) is int else _all_below(value, limit)):
                self._refuse(self.parts[number].name, value, limit)
            packed = packed * limit + value if number else value
        return packed

    def _without_spill(self, values: Sequence[Numbers | int]) -> list[Numbers | int]:
        """The same address with further rounds of a part counted in the first one."""
        first, *others = (_whole(value) for value in values)
        for number, part in enumerate(self.parts[1:]):
            if part.spill:
                self._fit(part.name, others[number], BEYOND_PACKING)
                self._fit(self.parts[0].name, first, part.spill)
                first = first + part.spill * (others[number] // part.size)
                others[number] = others[number] % part.size
        return [first, *others]

    def under(self, key: np.uint64) -> Source:
        """These addresses under the key of something that has random numbers of its own: a matter, a batch, a case."""
        return Source(key, self)

    def _fit(self, part: str, value: Numbers | int, limit: int) -> None:
        if not (0 <= value < limit if isinstance(value, int) else _all_below(value, limit)):
            self._refuse(part, value, limit)

    def _refuse(self, part: str, value: Numbers | int, limit: int) -> None:
        low, high = (value, value) if isinstance(value, int) else (int(value.min()), int(value.max()))
        worst = low if low < 0 else high
        raise ValueError(f'random stream "{self.name}": {part} {worst} does not fit, it goes from 0 to {limit - 1}')


class Stream(Layout):
    """A named stream: declared once, in the file that draws from it, with the parts of its addresses.

    A `{}` in the name stands for what `of` is told: a family of streams.
    """

    def of(self, seed: int, *which: object) -> Source:
        """The stream under one run's seed, or under a place's population seed."""
        return Source(stream_key(seed, self.name.format(*which) if which else self.name), self)


@lru_cache(maxsize=4096)
def stream_key(seed: int, name: str) -> np.uint64:
    """The key of one named stream under one seed."""
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


# Sources and addresses are never written to; a frozen class would take three times as long to make each of a million.
@dataclass(slots=True)
class Source:
    """Where random numbers come from: a key, and how the addresses under it are packed."""

    key: np.uint64
    layout: Layout

    @overload
    def at(self, *values: int) -> Address:  # type: ignore[overload-overlap]  # only whole numbers give one address
        """One address."""

    @overload
    def at(self, *values: Numbers | int) -> Addresses:
        """A column of addresses."""

    def at(self, *values: Numbers | int) -> Address | Addresses:
        """One address, or a column of them where any of the values is a column; errors as in `Layout.pack`."""
        packed = self.layout.pack(*values)
        if isinstance(packed, np.ndarray):
            return Addresses(self.key, packed)
        return Address(self.key, int(packed))


@dataclass(slots=True)
class Address:
    """One address in a stream; whatever is asked of it again is the same."""

    source: np.uint64
    part: int

    def uniform(self) -> float:
        """A uniform number strictly between 0 and 1."""
        return plain_uniform(self.source, self.part)

    def normal(self) -> float:
        """A standard normal number: the quantile of the uniform one."""
        return float(ndtri(self.uniform()))

    def poisson(self, mean: float) -> int:
        """A Poisson count: the quantile of the uniform number; a higher mean never takes an event away."""
        return int(poisson(mean, self.uniform()))

    def key(self) -> np.uint64:
        """The key of whatever lives here and has random numbers of its own."""
        return under(self.source, self.part)


@dataclass(slots=True, eq=False)
class Addresses:
    """A column of addresses in a stream, of any shape; every verb gives one number for each."""

    source: np.uint64
    parts: Numbers

    def uniform(self) -> Floats:
        """Uniform numbers strictly between 0 and 1."""
        return uniforms(self.source, self.parts)

    def normal(self) -> Floats:
        """Standard normal numbers: the quantiles of the uniform ones."""
        return np.asarray(ndtri(self.uniform()))

    def exponential(self) -> Floats:
        """Exponential numbers of mean one: what is left to the uniform ones, as a clock that runs down."""
        return np.asarray(-np.log(self.uniform()))

    def poisson(self, mean: Floats) -> Floats:
        """Poisson counts of these means: the quantiles of the uniform numbers."""
        return poissons(mean, self.uniform())

    def keys(self) -> NDArray[np.uint64]:
        """The keys of those who live here and have random numbers of their own; one row each."""
        return np.array([under(self.source, part) for part in self.parts.tolist()], np.uint64)


ONE_PART = Layout("numbers under a key", Part("number"))


def draws_of(key: np.uint64) -> Source:
    """The numbered draws of whatever owns a key: `draws_of(matter.key).at(PROMISE_DRAW).uniform()`."""
    return ONE_PART.under(key)


def _whole(value: Numbers | int) -> Numbers | int:
    return value.astype(np.int64, copy=False) if isinstance(value, np.ndarray) else int(value)


def _all_below(column: NDArray[np.int64], limit: int) -> bool:
    """Whether every number of a column lies in 0 to `limit - 1`; as numbers without a sign negative ones are huge."""
    return not column.size or bool(np.maximum.reduce(column.view(np.uint64), axis=None) < limit)
