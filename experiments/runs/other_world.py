"""A process that lives one world and says what was seen of it; `beside.py` starts it with its own number.

What is asked comes in through standard input and what was seen leaves through what was standard output, both pickled;
anything printed by others goes to standard error.
"""

from __future__ import annotations

import os
import pickle
import sys

from .starting import bring_early, own_process, unswept


def main(parent: int) -> None:
    """Live what the parent asks for, say what was seen, and go; a fault ends this process, and the parent tells it."""
    from .worker import leave_with

    leave_with(parent)
    own_process()
    with unswept():
        bring_early()
        from .plans import plan_of
        from .replaying import live_again
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outbox:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        scenario, (seed, days, warmup), whom = pickle.load(sys.stdin.buffer)
        pickle.dump(live_again(plan_of(scenario, seed, days, warmup), whom), outbox, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
