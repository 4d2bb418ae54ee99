"""What may be typed after `shapan study`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words

ACTIONS = {
    "check": ("workers",),
    "run": ("out", "workers", "cluster", "part", "minutes", "resume"),
    "gather": ("out",),
    "status": (),
    "export": ("to", "out"),
}
"""Action -> the options that it takes beside --json."""


def study_options(
    parser: argparse.ArgumentParser, say: Words, whole: Callable[[str], int], number: Callable[[str], float]
) -> None:
    """An action, what it is done with, and the options of all actions together."""
    parser.add_argument("action", metavar="ACTION", choices=tuple(ACTIONS), help=say("help.study_action"))
    parser.add_argument("paths", metavar="PATH", nargs="+", help=say("help.study_paths"))
    for name in ("part", "to", "out"):
        parser.add_argument(f"--{name}", metavar=name.upper(), help=say(f"help.study_{name}"))
    parser.add_argument("--workers", type=whole, metavar="N", help=say("help.workers"))
    parser.add_argument("--cluster", metavar="local|tcp://HOST:PORT", help=say("help.study_cluster"))
    parser.add_argument("--minutes", type=number, metavar="M", help=say("help.study_minutes"))
    parser.add_argument("--resume", action="store_true", help=say("help.resume"))
