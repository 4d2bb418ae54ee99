"""What `shapan lessons` takes."""

from __future__ import annotations

import argparse

from ..reports.wording import Words


def lesson_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """A lesson by its name or its file, or none for the list; and the answer as JSON."""
    parser.add_argument("name", metavar="LESSON", nargs="?", help=say("help.lesson"))
    parser.add_argument("--json", action="store_true", help=say("help.json"))
