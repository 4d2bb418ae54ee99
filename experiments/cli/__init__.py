"""The command line: `shapan`. Exit codes: 0 done, 1 a run failed, 2 the input is wrong, 130 interrupted."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from ..refusing import Refused
from ..wording import Words, words
from .parser import language_in, parse

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Do what one command says and return its exit code; errors are one line each, without a traceback."""
    typed = list(sys.argv[1:] if argv is None else argv)
    _let_any_character_through()
    say = words(language_in(typed) or "en")
    try:
        return _do(typed, say)
    except Refused as fault:
        return _complain(say, fault.text(say.language), WRONG_INPUT)
    except KeyboardInterrupt:
        return _complain(say, say("error.interrupted"), INTERRUPTED)
    except BrokenPipeError:  # `shapan list | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:
        if "--debug" in typed:
            raise
        if _is_input_fault(fault):
            return _complain(say, fault.text(say.language), WRONG_INPUT)
        text = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        return _complain(say, say("error.unexpected", kind=type(fault).__name__, text=text), FAILED)


def _do(typed: Sequence[str], say: Words) -> int:
    """Parse, then import only the room that carries the command out."""
    chosen = parse(typed, say)
    if chosen.command in ("list", "show", "check", "schema"):
        from . import library as room
    elif chosen.command in ("run", "compare", "balance"):
        from . import runs as room
    elif chosen.command in ("app", "doctor", "bench"):
        from . import house as room
    else:
        return DONE  # help or version, already printed
    return int(room.COMMANDS[chosen.command](chosen, say))


def _is_input_fault(fault: BaseException) -> bool:
    from ...scenarios.faults import InputFault

    return isinstance(fault, InputFault)


def _complain(say: Words, text: str, code: int) -> int:
    print(f"{say('error.prefix')}{text}", file=sys.stderr)
    return code


def _let_any_character_through() -> None:
    """A console that cannot show a character shows a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")
