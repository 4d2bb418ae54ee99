"""What may be typed after `shapan sensitivity` and `shapan robustness`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words

METHODS = ("morris", "sobol", "pawn")
Whole = Callable[[str], int]
Number = Callable[[str], float]


def sensitivity_options(parser: argparse.ArgumentParser, say: Words, whole: Whole, number: Number) -> None:
    """A study, how its runs are made where any are missing, and which indices of which outcome."""
    _runs(parser, say, whole, number)
    parser.add_argument("--method", choices=METHODS, help=say("help.sensing_method"))
    parser.add_argument("--outcome", metavar="I", help=say("help.sensing_outcome"))
    parser.add_argument("--page", metavar="FILE.md", help=say("help.sensing_page"))


def robustness_options(parser: argparse.ArgumentParser, say: Words, whole: Whole, number: Number) -> None:
    """A study, how its runs are made where any are missing, one indicator, and whose card."""
    _runs(parser, say, whole, number)
    parser.add_argument("--outcome", metavar="I", help=say("help.robust_outcome"))
    parser.add_argument("--scenario", metavar="NAME", help=say("help.robust_scenario"))


def _runs(parser: argparse.ArgumentParser, say: Words, whole: Whole, number: Number) -> None:
    parser.add_argument("study", metavar="STUDY", help=say("help.sensing_study"))
    parser.add_argument("--out", metavar="DIR", help=say("help.sensing_out"))
    parser.add_argument("--workers", type=whole, metavar="N", help=say("help.workers"))
    parser.add_argument("--minutes", type=number, metavar="M", help=say("help.study_minutes"))
