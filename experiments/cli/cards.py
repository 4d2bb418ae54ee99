"""`compare --draws`: the same pairs over kept worlds, and the cards that come of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..comparing.compare import Comparison, assemble
from ..evidence.model_mark import model_mark
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.task import Finished, Task
from ..worlds.card import Card, card_json, cards_of
from ..worlds.finding import asked_worlds, find_worlds, one_place, tasks_over
from ..worlds.seeds import seed_of_world
from ..worlds.telling import card_lines

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ...scenarios.worlds import Kept, World


@dataclass(frozen=True)
class Over:
    """The worlds a comparison is asked to live through beside its pairs; none without `--draws`."""

    worlds: tuple[World, ...] = ()
    tasks: Sequence[Task] = ()
    kept: Kept | None = None
    seeds: tuple[int, ...] = ()

    def cards(self, table: Comparison, finished: Sequence[Finished]) -> dict[str, dict[str, Card]]:
        """Scenario -> indicator -> card."""
        over = assemble(table.names, self.seeds, finished)
        return cards_of(over, table, dict(zip(self.seeds, self.worlds, strict=True)))

    def json(self, table: Comparison, finished: Sequence[Finished]) -> dict[str, Any]:
        """What `--json` says beside the comparison; nothing without worlds."""
        if self.kept is None:
            return {}
        card_objects = {
            name: {indicator: card_json(card) for indicator, card in cards.items()}
            for name, cards in self.cards(table, finished).items()
        }
        about = {"asked": len(self.worlds), "kept": len(self.kept.worlds), "tried": self.kept.tried}
        return {
            "cards": card_objects,
            "draws": {**about, "model": self.kept.model, "names": [w.name for w in self.worlds]},
        }

    def lines(self, table: Comparison, finished: Sequence[Finished], say: Words) -> Iterator[str]:
        """The cards in sentences; nothing without worlds."""
        if self.kept is None:
            return
        for name, cards in self.cards(table, finished).items():
            yield from card_lines(cards, name, table.baseline, say)
        yield say("card.about", kept=len(self.kept.worlds), tried=self.kept.tried)
        if self.kept.model != model_mark():
            yield say("card.another_model")


def over_worlds(scenarios: dict[str, Scenario], chosen: argparse.Namespace) -> Over:
    """The runs that `--draws` asks for.

    Raises:
        Refused: Too many, for a place without worlds, for several places, or to be kept in a folder.
    """
    if chosen.draws is None:
        return Over()
    if chosen.out is not None:
        raise Refused("usage.draws_out")
    place = one_place(scenarios)
    worlds = asked_worlds(place, chosen.draws)
    first = next(iter(scenarios))
    like = Task(first, scenarios[first], chosen.seed, chosen.days, chosen.warmup, redraw=chosen.redraw)
    seeds = tuple(seed_of_world(chosen.seed, number) for number in range(len(worlds)))
    return Over(worlds, tasks_over(scenarios, worlds, like), find_worlds(place), seeds)
