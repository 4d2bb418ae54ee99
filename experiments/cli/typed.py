"""What somebody types where a number is wanted, or a complaint in the reader's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words


def whole(say: Words) -> Callable[[str], int]:
    """A reader of whole numbers."""

    def read(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("usage.whole_number", text=text)) from None

    return read


def share(say: Words) -> Callable[[str], float]:
    """A reader of shares."""
    return _decimal(say, "usage.share")


def number(say: Words) -> Callable[[str], float]:
    """A reader of numbers."""
    return _decimal(say, "usage.number")


def _decimal(say: Words, complaint: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say(complaint, text=text)) from None

    return read
