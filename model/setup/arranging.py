"""The district as its levers arrange it, with the communities that try others (ODD 7.15)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..columns import Hearing
from ..local_levers import elsewhere, put_in_place
from ..needs.channels import new_hearing
from ..parameters import Levers
from .in_force import PolicyInForce, arrange

if TYPE_CHECKING:
    from ..district import District


def arranged(district: District, levers: Levers, hearing: Hearing) -> PolicyInForce:
    """Grids, centres, posts, channels and rules of these levers; hazards are written into `hearing`."""
    plan, world, kinds = district.plan, district.world, district.kinds
    parameters = plan.parameters.model_copy(update={"levers": levers})
    found = arrange(world, kinds, parameters, hearing, plan.seed, plan.drawn)
    others = elsewhere(levers, district.trials)
    for one in others:
        other = new_hearing(world, len(kinds.ids), parameters)
        theirs = parameters.model_copy(update={"levers": one.levers})
        them = arrange(world, kinds, theirs, other, plan.seed, plan.drawn)
        found = put_in_place(found, them, (hearing, other), one, world)
    return replace(found, elsewhere=others) if others else found
