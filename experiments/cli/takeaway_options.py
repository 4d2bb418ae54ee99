"""What may be typed to take a comparison away, and after `shapan open`."""

from __future__ import annotations

import argparse
from typing import Any

from ..reports.wording import Words


def compare_options(parser: argparse.ArgumentParser, say: Words, whole: Any) -> None:
    """What `compare` alone takes: other assumptions, how it is judged, and files to take away."""
    parser.add_argument("--draws", type=whole, metavar="N", help=say("help.draws"))
    parser.add_argument("--decided-before", action="store_true", help=say("help.decided_before"))
    _report(parser, say)


def open_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """A capsule or an edited workbook, what is to be made of it, and whether it runs."""
    parser.add_argument("file", metavar="FILE", help=say("help.open_file"))
    parser.add_argument("--rerun", action="store_true", help=say("help.open_rerun"))
    parser.add_argument("--workers", type=int, metavar="N", help=say("help.workers"))
    _report(parser, say)
    parser.add_argument("--json", action="store_true", help=say("help.json"))


def _report(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--report", metavar="FILE", action="append", default=[], help=say("help.report"))
