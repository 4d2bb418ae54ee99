"""What may be typed after `shapan why`, `shapan replay` and `shapan lessons`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words
from ..runs.task import SEED, WARMUP

DAYS = 365
"""A year: every combination of changes lives it, so the usual three would take three times as long."""
REPS = 4

Whole = Callable[[str], int]


def why_options(parser: argparse.ArgumentParser, say: Words, whole: Whole) -> None:
    """Two scenarios, how their differences are put together, and what is said of the runs."""
    parser.add_argument("names", metavar="NAME", nargs="+", help=say("help.why_names"))
    parser.add_argument("--by", choices=("lever", "group"), help=say("help.why_by"))
    parser.add_argument("--orders", type=whole, metavar="N", help=say("help.why_orders"))
    parser.add_argument("--indicator", metavar="I", default="coverage", help=say("help.why_indicator"))
    parser.add_argument("--where", choices=("community", "grid", "cell"), help=say("help.why_where"))
    _numbers(parser, say, whole, days=DAYS, warmup=WARMUP, seed=SEED, reps=REPS)
    parser.add_argument("--workers", type=whole, metavar="N", help=say("help.workers"))
    parser.add_argument("--out", metavar="DIR", help=say("help.out"))
    for name in ("resume", "redraw"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"help.{name}"))


def replay_options(parser: argparse.ArgumentParser, say: Words, whole: Whole) -> None:
    """Two scenarios, whose two lives are told, and what was lived."""
    parser.add_argument("names", metavar="NAME", nargs="+", help=say("help.why_names"))
    parser.add_argument("--resident", type=whole, metavar="N", help=say("help.replay_resident"))
    _numbers(parser, say, whole, days=DAYS, warmup=WARMUP, seed=SEED)


def _numbers(parser: argparse.ArgumentParser, say: Words, whole: Whole, **defaults: int) -> None:
    for name, default in defaults.items():
        text = say(f"help.{name}", default=default)
        parser.add_argument(f"--{name}", type=whole, default=default, metavar="N", help=text)


def lesson_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """A lesson by its name or its file, or none for the list; and the answer as JSON."""
    parser.add_argument("name", metavar="LESSON", nargs="?", help=say("help.lesson"))
    parser.add_argument("--json", action="store_true", help=say("help.json"))
