"""Numbers as people type them on the command line; what is none is told in one line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..reports.wording import Words


def whole_number(say: Words) -> Callable[[str], int]:
    """A reader of whole numbers that says in the user's language what is none."""

    def whole(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("usage.whole_number", text=text)) from None

    return whole
