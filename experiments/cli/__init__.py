"""The command line: `shapan`. Exit codes: 0 done, 1 a run failed, 2 the input is wrong, 130 interrupted."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from ..reports.wording import Words, words
from ..runs.refusing import Refused
from ..runs.starting import bring_early, own_process, tell_before_compiling, unswept
from .parser import language_in, parse
from .printing import open_streams, say_aside

ROOMS = {
    "library": ("list", "show", "check", "schema"),
    "provinces": ("run", "compare"),
    "runs": ("balance",),
    "takeaway": ("open",),
    "why": ("why",),
    "replay": ("replay",),
    "statement": ("statement",),
    "story": ("story",),
    "governance": ("index", "reach"),
    "twin": ("twin",),
    "ballots": ("ballot",),
    "heard": ("estimate-heard",),
    "assumptions": ("assumptions",),
    "importing": ("import",),
    "worlds": ("worlds",),
    "validate": ("validate",),
    "study": ("study",),
    "search": ("search",),
    "layouts": ("layouts",),
    "calibrate": ("calibrate",),
    "knowing": ("worth-knowing",),
    "sensitivity": ("sensitivity", "robustness"),
    "again": ("rerun", "gather"),
    "reproduce": ("reproduce",),
    "lessons": ("lessons",),
    "machine": ("app", "worker", "doctor", "bench"),
}
WITHOUT_RUNS = frozenset({"library", "ballots", "heard", "importing", "machine"})
DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Do what one command says and return its exit code; errors are one line each, without a traceback."""
    if argv is None:
        own_process()
    typed = list(sys.argv[1:] if argv is None else argv)
    open_streams(typed)
    say = words(language_in(typed) or "en")
    tell_before_compiling(lambda: say_aside(say("run.compiling")))
    try:
        code = _do(typed, say)
        sys.stdout.flush()  # here, so that a reader who has gone is noticed while it can be told apart from a fault
        return code
    except Refused as fault:
        return _complain(say, fault.text(say.language), WRONG_INPUT)
    except KeyboardInterrupt:
        return _complain(say, say("error.interrupted"), INTERRUPTED)
    except BrokenPipeError:  # `shapan list | head`: the reader has seen enough
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:
        if "--debug" in typed:
            raise
        if isinstance(fault, _input_fault()):
            return _complain(say, fault.text(say.language), WRONG_INPUT)
        text = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        return _complain(say, say("error.unexpected", kind=type(fault).__name__, text=text), FAILED)


def _do(typed: Sequence[str], say: Words) -> int:
    """Parse, then import only the room that carries the command out."""
    chosen = parse(typed, say)
    if chosen.command is None:
        return DONE  # help or version, already printed
    room = next(room for room, commands in ROOMS.items() if chosen.command in commands)
    with unswept():
        if room not in WITHOUT_RUNS:
            bring_early()
        carry_out = import_module(f".{room}", __name__).COMMANDS[chosen.command]
    return int(carry_out(chosen, say))


def _input_fault() -> type[Any]:
    from ...scenarios.faults import InputFault

    return InputFault


def _complain(say: Words, text: str, code: int) -> int:
    say_aside(f"{say('error.prefix')}{text}")
    return code
