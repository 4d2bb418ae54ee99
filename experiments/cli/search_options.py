"""What may be typed after `shapan search` and `shapan layouts`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words


def search_options(
    parser: argparse.ArgumentParser, say: Words, whole: Callable[[str], int], number: Callable[[str], float]
) -> None:
    """A file, where to, and how it is run."""
    parser.add_argument("file", metavar="STUDY", help=say("help.search_file"))
    parser.add_argument("--out", metavar="DIR", help=say("help.search_out"))
    parser.add_argument("--workers", type=whole, metavar="N", help=say("help.workers"))
    parser.add_argument("--minutes", type=number, metavar="M", help=say("help.study_minutes"))
    for name in ("check", "resume"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"help.search_{name}"))


def layouts_options(
    parser: argparse.ArgumentParser, say: Words, whole: Callable[[str], int], number: Callable[[str], float]
) -> None:
    """`sample` draws layouts of a place, `place` says where one drawn by hand stands among them."""
    parser.add_argument("action", metavar="ACTION", choices=tuple(LAYOUTS_TAKE), help=say("help.layouts_action"))
    parser.add_argument("name", metavar="PLACE|FILE", help=say("help.layouts_name"))
    for name in ("n", "households"):
        parser.add_argument(f"--{name}", type=whole, metavar="N", help=say(f"help.layouts_{name}"))
    parser.add_argument("--spread", type=number, metavar="SHARE", help=say("help.layouts_spread"))
    for name in ("like", "sample", "policy", "out"):
        metavar = {"like": "FILE", "policy": "P"}.get(name, "DIR")
        parser.add_argument(f"--{name}", metavar=metavar, help=say(f"help.layouts_{name}"))
    for name in ("seed", "days", "warmup", "reps"):
        default = LAYOUT_NUMBERS[name]
        parser.add_argument(f"--{name}", type=whole, metavar="N", help=say(f"help.{name}", default=default))
    parser.add_argument("--workers", type=whole, metavar="N", help=say("help.workers"))
    parser.add_argument("--resume", action="store_true", help=say("help.resume"))


LAYOUT_NUMBERS = {"seed": 1, "days": 365, "warmup": 180, "reps": 8}
LAYOUTS_TAKE = {
    "sample": ("n", "households", "spread", "like", "out", "seed"),
    "place": ("sample", "policy", "out", "seed", "days", "warmup", "reps", "workers", "resume"),
}
"""Action -> the options that it takes beside --json."""
