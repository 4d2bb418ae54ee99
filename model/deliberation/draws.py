"""The random numbers of one matter: the same household, the same draws, whoever else is asked.

One table of which number settles what. The numbers never move; a new draw takes a free one.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Int64s
from ..hashing import box_muller
from ..streams import HOUSEHOLD, Layout, Part, draws_of

HOUSEHOLDS = Layout("households of a matter", HOUSEHOLD, Part("draw", 16))

PRIVATE, BELIEF = 0, 2
"""What sets a household's private interest and first belief apart from its neighbours'; normal, two numbers each."""
COMES, DRAWN, OFFICE, KEEPS, FLOOR = 4, 5, 6, 7, 8
"""Whether a household comes, is drawn by lot, is elected, keeps its promise to come, gets the floor."""
POSITION = 9
"""How well a household is placed, where no floor says so."""
INFORMED = 10
"""Whether a household had heard of the meeting before works were agreed."""

STAIRWELL = 0
"""Which stairwell of its estate a matter of one stairwell is about; under the key of the matter, as all that follow."""
PROMISE = 7
"""Whether a promise is kept."""
SHOPS_KEY = 8
"""Under which street-front shops have their numbers, of a matter and of each of its tries."""
HOUSEHOLDS_KEY = 9
"""Under which the households of a matter, and of each of its tries, have their numbers."""
TRY_KEY = 10
"""From here on stand the keys of its tries, one after another."""
INVITED, TASK_DONE, TASK_REPORTED, CALLED, OBJECTORS = 100, 200, 300, 400, 500
"""From here on: whether a department follows the call to each try; whether a task is done each time it is looked at,
and only reported as done; whether a department follows the whistle for a matter tried so often; the keys of meetings
with those who object to works."""
SHOPS_AGAIN = 600
"""From here on: the keys of what shops promise once it has come up again, by how often it has."""
CALLED_AGAIN = 700
"""From here on: whether a department follows each whistle for a task that it has not taken on, or leaves undone."""
UNIT_KEEPS, UNIT_ASKED = 1_000, 10_000
"""From here on: whether each unit, by its number, brings what it promised; whether it is for sharing, by number and how
often the joint committee had taken the matter up."""

TALK_KEY, HOME_KEY = 1, 2
"""Under the key of a try: the talk in it, and votes at home."""


def household_uniforms(key: np.uint64, household: Int64s, which: int) -> Floats:
    """The `which`-th uniform number of every household."""
    return HOUSEHOLDS.under(draws_of(key).at(HOUSEHOLDS_KEY).key()).at(household, which).uniform()


def several_uniforms(key: np.uint64, household: Int64s, *which: int) -> Floats:
    """The same for several numbers of every household at once; a row each."""
    theirs = HOUSEHOLDS.under(draws_of(key).at(HOUSEHOLDS_KEY).key())
    return theirs.at(household, np.array(which)[:, None]).uniform()


def household_normals(key: np.uint64, household: Int64s, which: int) -> Floats:
    """Standard normal numbers; each takes two uniform ones."""
    return box_muller(*several_uniforms(key, household, which, which + 1))
