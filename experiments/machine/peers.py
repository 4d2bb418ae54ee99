"""Workload W written for other frameworks, each the way its own documentation suggests."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, cast

from .workload import Maker

__all__ = ["PEERS", "Peer", "maker_of"]


class Peer(NamedTuple):
    """A framework W is written for.

    Attributes:
        package: What has to be installed for it.
        file: Where W is written for it; `life` in it makes the days.
        days: So many are lived in a round; what is slow lives fewer and is scaled.
    """

    package: str
    file: str
    days: int


PEERS = {
    "mesa": Peer("mesa", "peer_mesa", 30),
    "mesa-frames": Peer("mesa_frames", "peer_mesa_frames", 60),
    "starsim": Peer("starsim", "peer_starsim", 120),
    "numpy": Peer("numpy", "peer_numpy", 365),
    "laser-core": Peer("laser", "peer_laser", 365),
    "numba": Peer("numba", "peer_numba", 365),
}
"""Name -> peer, the slowest first."""


def maker_of(peer: Peer) -> Maker | None:
    """How its days are made; None where it is not installed."""
    if find_spec(peer.package) is None:
        return None
    return cast(Maker, import_module(f".{peer.file}", __package__).life)
