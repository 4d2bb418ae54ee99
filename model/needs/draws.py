"""The random numbers of a need: one table of which number under its key settles what.

Kernels and their plain twins take their numbers from here and nowhere else, so that no two draws of a need ever meet
(tested). They never move: a number that changed would change every published run. A new draw takes a free one. What is
said of a need that comes back is drawn afresh: see `DRAWS_OF_A_GENERATION`.
"""

from __future__ import annotations

COUNT_DRAW = 0
"""How many needs of a kind arise in a community on a day; under the key of these three, not of a need."""

WHO_DRAW = 0
"""Which resident has the need."""
KEEP_DRAW = 1
"""Whether it arises at all, where policy has lowered its kind."""
WORK_DRAW = 2
"""How many hours of work it is; normal, so it takes this number and the next."""

TRIAGE_DRAW = 20
"""How many days triage takes."""
WRONG_DRAW = 21
"""Whether it comes to a wrong door first."""
LOST_DRAW = 22
"""How many days it is lost there."""
DEPARTMENT_DRAW = 23
"""Whether it is a case for a department."""
SHARED_DRAW = 24
"""Whether whoever routes it sees which queue is shortest."""
POOL_DRAW = 25
"""Which pool takes it, by size, where nobody sees the queues."""
HANDLING_DRAW = 26
"""How many days a department takes over it; normal, so it takes this number and the next. Of a generation."""
START_DRAW = 28
"""When in the day the department begins. Of a generation."""
LATE_DRAW = 29
"""Which of those who work off its queue has it: one who takes late needs first, in turn or behind the others."""
POOR_DRAW = 30
"""Whether the work on it is poor. Of a generation."""
REOPEN_DRAW = 31
"""Whether the resident complains of poor work. Of a generation."""
REOPEN_DAYS_DRAW = 32
"""After how many days. Of a generation."""
RATED_DRAW = 33
"""Whether the resident is asked to rate the work. Of a generation."""

FIRST_CHANNEL_DRAW = 1000
"""How long it waits for the first channel; every channel has a number of its own from here on, with room for more."""
SEEN_DRAW = 2000
"""Whether it stands where a camera sees it."""
VAIN_DRAW = 2001
"""Whether a walk to the counter is in vain."""
VAIN_DAYS_DRAW = 2002
"""How many days until the next walk."""
BOOKING_DRAW = 2003
"""How many days an appointment is away."""
ORDER_DRAW = 2004
"""Whether it is ordered from volunteers."""
BROUGHT_DRAW = 2006
"""Whether somebody tells of it for the first time because it can be ordered."""
HOME_DRAW = 2005
"""Whether a case for a department stays with the mediators of its community."""
MEDIATED_DRAW = 2007
"""Whether neighbours agree when leaders of their Party branch sit down with them."""

DRAWS_OF_A_GENERATION = 10
"""A need that comes back has draws of its own: those of a generation stand so many places further for each."""
NORMAL_DRAWS = (WORK_DRAW, HANDLING_DRAW)
"""Draws that take two numbers."""
GENERATION_DRAWS = (HANDLING_DRAW, START_DRAW, POOR_DRAW, REOPEN_DRAW, REOPEN_DAYS_DRAW, RATED_DRAW)
"""Draws a need that comes back has anew."""
