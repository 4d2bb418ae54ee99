"""District departments work off what the community cannot settle: a frozen number of cases a day (ODD 7.3)."""

from __future__ import annotations

import math

from ..arrays import Int32s, Rows
from ..columns import AT_DEPARTMENT, COUNTER, DEPARTMENT_DOOR, WAITS_FOR_DEPARTMENT, RoutingRules
from ..engine import compiled
from ..hashing import standard_normal, uniform
from .draws import DRAWS_OF_A_GENERATION, HANDLING_DRAW, START_DRAW
from .lists import first_in, pop, push, will_arrive, withdraw

LONGEST_HANDLING = 150.0


@compiled
def take_cases(moment: int, needs: Rows, departments: Rows, rules: RoutingRules, wheels: Int32s) -> None:
    """Each department takes up today's number of cases, most pressing first; capacity not used today is gone."""
    for kind in range(len(departments)):
        capacity = departments[kind].capacity * (1.0 + departments[kind].extra)
        departments[kind].credit = min(departments[kind].credit + capacity, capacity + 1.0)
        while departments[kind].credit >= 1.0:
            need = first_in(departments, kind, needs, WAITS_FOR_DEPARTMENT)
            if need < 0:
                break
            pop(departments, kind, needs)
            departments[kind].credit -= 1.0
            key = needs[need].key
            own = DRAWS_OF_A_GENERATION * needs[need].generation
            days = departments[kind].handling
            days *= math.exp(rules.department_mu + rules.department_sigma * standard_normal(key, HANDLING_DRAW + own))
            started = max(needs[need].available_time, moment + uniform(key, START_DRAW + own))
            needs[need].state = AT_DEPARTMENT
            needs[need].available_time = started + min(days, LONGEST_HANDLING)
            will_arrive(wheels, need, needs)


@compiled
def refer(
    need: int, needs: Rows, kinds: Rows, pool_map: Rows, rules: RoutingRules, pools: Rows, departments: Rows
) -> None:
    """A case joins its department's queue; somebody in the community has to chase it, less where it is paired."""
    kind = needs[need].kind
    desk = pool_map[needs[need].cell].pool[COUNTER]
    departments[kind].arrived += 1.0
    pools[desk].overhead_hours += kinds[kind].chase_hours * rules.pairs[pools[desk].community, kind]
    needs[need].door = DEPARTMENT_DOOR
    needs[need].state = WAITS_FOR_DEPARTMENT
    push(departments, needs[need].kind, need, needs)


@compiled
def lift(cases: Int32s, days: Int32s, lifted: bool, needs: Rows, departments: Rows) -> None:
    """Move cases that wait at a department so many days ahead in its queue; those that wait no more are left alone."""
    for place in range(len(cases)):
        need = cases[place]
        if needs[need].state == WAITS_FOR_DEPARTMENT:
            withdraw(departments, needs[need].kind, need, needs, WAITS_FOR_DEPARTMENT)
            needs[need].order -= days[place] << 40
            if lifted:
                needs[need].lifted = 1
            push(departments, needs[need].kind, need, needs)
