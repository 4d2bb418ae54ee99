"""The page of events is what the events declare."""

from __future__ import annotations

from shapan.experiments.evidence.events_page import kinds_of_events, page


def test_every_kind_of_event_stands_there_once():
    kinds = [kind for those in kinds_of_events().values() for kind in those]
    assert len(kinds) > 40 and len({kind.name() for kind in kinds}) == len(kinds)
    assert all(page().count(f"| `{kind.name()}` |") == 1 for kind in kinds)
