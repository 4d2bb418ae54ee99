"""What may be typed after `shapan calibrate` and `shapan worth-knowing`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words

ERROR, WAVES, WORLDS = 0.05, 2, 40


def calibrate_options(
    parser: argparse.ArgumentParser, say: Words, whole: Callable[[str], int], number: Callable[[str], float]
) -> None:
    """A study file, a ledger, and how closely, how long and where."""
    parser.add_argument("study", metavar="STUDY", help=say("help.calibrate_study"))
    parser.add_argument("--ledger", metavar="FILE", required=True, help=say("help.calibrate_ledger"))
    text = say("help.calibrate_error", default=ERROR)
    parser.add_argument("--error", type=number, metavar="SHARE", default=ERROR, help=text)
    for name, default in (("waves", WAVES), ("worlds", WORLDS)):
        text = say(f"help.calibrate_{name}", default=default)
        parser.add_argument(f"--{name}", type=whole, metavar="N", default=default, help=text)
    parser.add_argument("--out", metavar="DIR", help=say("help.calibrate_out"))
    parser.add_argument("--workers", type=whole, metavar="N", help=say("help.workers"))
    parser.add_argument("--minutes", type=number, metavar="M", help=say("help.study_minutes"))
    parser.add_argument("--resume", action="store_true", help=say("help.resume"))
    for name in ("check", "use"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"help.calibrate_{name}"))


def worth_knowing_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """A study that has been run, and on which of its outcomes the choice rests."""
    parser.add_argument("study", metavar="DIR", help=say("help.knowing_study"))
    parser.add_argument("--indicator", metavar="I", help=say("help.knowing_indicator"))
