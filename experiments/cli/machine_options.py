"""What may be typed after `shapan app`, `worker`, `doctor` and `bench`."""

from __future__ import annotations

import argparse

from ..reports.wording import Words
from .typed import whole

CLEARABLE = ("runs", "everything")
"""`runs`: what can be made again from what was asked. `everything`: all else too, what people made by hand with it."""


def app_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """Where the page answers, and to whom."""
    parser.add_argument("--port", type=whole(say), default=8501, metavar="N", help=say("help.port"))
    parser.add_argument("--lan", action="store_true", help=say("help.lan"))
    parser.add_argument("--code", metavar="CODE", help=say("help.code"))
    parser.add_argument("--sign-in", metavar="FILE", help=say("help.sign_in"))


def worker_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """How many processes work."""
    parser.add_argument("--workers", type=whole(say), metavar="N", help=say("help.workers"))


def doctor_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """What is to be done with the data folder, if anything."""
    parser.add_argument("--json", action="store_true", help=say("help.json"))
    parser.add_argument("--warm", action="store_true", help=say("help.warm"))
    parser.add_argument("--backup", metavar="FILE", help=say("help.backup"))
    parser.add_argument("--clear", choices=CLEARABLE, help=say("help.clear"))
    parser.add_argument("--yes", action="store_true", help=say("help.yes"))


def bench_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """How much is timed, beside whom."""
    parser.add_argument("--quick", action="store_true", help=say("help.quick"))
    parser.add_argument("--peers", metavar="A,B", help=say("help.peers"))
    parser.add_argument("--plot", metavar="FILE", help=say("help.plot"))
    parser.add_argument("--json", action="store_true", help=say("help.json"))
