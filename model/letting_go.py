"""Finished districts leave memory, although Mesa before 3.4 keeps every model it has numbered agents for."""

from __future__ import annotations

from typing import Any

import mesa

from .plan import Plan


def let_go_of_copy(district: mesa.Model) -> None:
    """Let Mesa forget one district that was copied from another and has lived on; the other goes on counting."""
    getattr(mesa.Agent, "_ids", {}).pop(district, None)


def let_go(plan: Plan) -> None:
    """Let Mesa forget the districts of a plan, also one that broke while it was built.

    Mesa 3.3 counts the agents of each model in a table of the class `Agent`, which holds the model for the life of
    the process (its issue 3179); later versions have no such table. No agent may join such a district afterwards.
    """
    counters: dict[Any, Any] = getattr(mesa.Agent, "_ids", {})
    for model in [one for one in counters if getattr(one, "plan", None) is plan]:
        counters.pop(model, None)
