"""What may be typed after `shapan import`."""

from __future__ import annotations

import argparse

from ..reports.wording import Words


def import_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """The files of one's own, the place that lends what they do not tell, and how outlines are to be read."""
    parser.add_argument("files", metavar="FILE", nargs="*", help=say("help.import_files"))
    parser.add_argument("--like", metavar="P", default="standard_town", help=say("help.import_like"))
    for name, shown in (("out", "FILE"), ("crs", "CRS"), ("layer", "NAME"), ("template", "FILE")):
        parser.add_argument(f"--{name}", metavar=shown, help=say(f"help.import_{name}"))
