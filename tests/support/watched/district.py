"""A district whose mornings can be watched."""

from __future__ import annotations

from collections.abc import Callable

from shapan.model.district import District, Plan


class WatchedDistrict(District):
    """A district that says when institutions have decided and before anybody goes to work.

    Attributes:
        after_decisions: Called then with the day until which life goes on undisturbed.
    """

    def __init__(self, plan: Plan) -> None:
        self.after_decisions: Callable[[int], None] = lambda day: None
        super().__init__(plan)

    def _live_to(self, day: int) -> None:
        self.after_decisions(day)
        super()._live_to(day)
