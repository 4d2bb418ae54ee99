"""`shapan doctor --backup FILE` and `--clear`: a copy of what the page keeps, and less of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..machine.own_data import AGAIN, AtWork, back_up, clear, kept
from ..reports.wording import Words
from ..runs.folders import data_folder
from ..runs.refusing import Refused
from .printing import print_json

DONE = 0


def copy_or_clear(chosen: argparse.Namespace, say: Words) -> int:
    """Copy first, then clear, so that both together lose nothing."""
    folder, counts = data_folder(), {}
    if chosen.clear is not None and not chosen.yes:
        bytes_there = sum(one.bytes for one in kept(folder) if chosen.clear == "everything" or one.name in AGAIN)
        raise Refused("doctor.clear_asks", folder=folder, size=_size(bytes_there), what=chosen.clear)
    if chosen.backup is not None:
        try:
            counts["files"] = back_up(folder, Path(chosen.backup))
        except OSError as fault:
            raise Refused("doctor.no_backup", path=chosen.backup, why=fault.strerror or str(fault)) from fault
        chosen.json or print(say("doctor.backed_up", count=counts["files"], path=chosen.backup))
    if chosen.clear is not None:
        try:
            counts["freed_bytes"] = clear(folder, chosen.clear)
        except AtWork:
            raise Refused("doctor.at_work", folder=folder) from None
        chosen.json or print(say("doctor.cleared", size=_size(counts["freed_bytes"]), folder=folder))
    if chosen.json:
        print_json(counts)
    return DONE


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
