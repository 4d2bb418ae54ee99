"""Agents of one type as a district finds them: a set of Mesa's that remembers in which order they stand.

Mesa holds agents by weak references and makes a list of them for every look; who looks for one community's owners a
hundred thousand times a year waits for that. The model holds its agents anyway, so the order is kept until one comes or
goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mesa.agent import Agent, AgentSet


class Institutions(AgentSet):
    """Agents of one type, oldest first; `institutions[3]` is the fourth, whatever their number."""

    _in_order: tuple[Agent, ...] | None = None

    def __iter__(self) -> Iterator[Agent]:
        return iter(self._listed())

    def __getitem__(self, item: Any) -> Any:
        return self._listed()[item] if not isinstance(item, slice) else list(self._listed()[item])

    def add(self, agent: Agent) -> None:
        """One more agent, the youngest."""
        super().add(agent)
        self._in_order = None

    def discard(self, agent: Agent) -> None:
        """One agent less, if it is here."""
        super().discard(agent)
        self._in_order = None

    def remove(self, agent: Agent) -> None:
        """One agent less.

        Raises:
            KeyError: It is not here.
        """
        super().remove(agent)
        self._in_order = None

    def _update(self, agents: Iterable[Agent]) -> AgentSet:
        changed = super()._update(agents)  # which may look at those who are here
        self._in_order = None
        return changed

    def _listed(self) -> tuple[Agent, ...]:
        if self._in_order is None:
            self._in_order = tuple(super().__iter__())
        return self._in_order
