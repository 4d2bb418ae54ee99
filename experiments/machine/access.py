"""The access code of a server on the local network: who may come in, how often one may guess, and what is written down.

A code is short, so that forty people can type it; guessing is made hopeless by how seldom one may try. Whoever is in
gets a pass that a browser keeps. The key of the passes and the code lie in the data folder, so that a server that is
killed and started again within half a day asks nobody twice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from ..runs.folders import own_folder, private_file
from ..runs.refusing import Refused

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, 1, I and L, which look alike: 31 signs."""
LENGTH, SHORTEST, LONGEST = 6, 6, 40
VALID_SECONDS = 12 * 3600.0
"""How long a pass holds, and a code is used again."""
TRIES, TRIES_OF_ALL, WITHIN_SECONDS = 10, 200, 600.0
"""So many wrong codes are answered from one address, and from all together, within that time. 200 guesses in ten
minutes meet one of 31^6 codes once in about eighty years."""
SECRETS, LOG = "access.json", "access.log"
IN, WRONG, WAIT = "in", "wrong", "wait"


def tidy(code: str) -> str:
    """A code as it counts: letters of either size, blanks and hyphens are all one."""
    return re.sub(r"[\s-]", "", code).upper()


def new_code() -> str:
    """A code nobody can guess before they are told to wait."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def chosen_code(code: str) -> str:
    """A code of one's own, as it counts.

    Raises:
        Refused: It is too short to guard anything, or longer than anybody types.
    """
    found = tidy(code)
    if not SHORTEST <= len(found) <= LONGEST or not found.isprintable():
        raise Refused("app.code", length=len(found), low=SHORTEST, high=LONGEST)
    return found


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is kept in the data folder: the code, when it was made, and the key of passes (hexadecimal)."""

    code: str
    made: float
    key: str


def kept_secrets(folder: Path, code: str | None = None, now: float | None = None) -> Secrets:
    """Those of half a day ago, else new ones, written down for this user alone.

    Args:
        folder: The data folder.
        code: A code of one's own; the key stays, and passes for another code hold no more.
        now: The time, seconds since 1970.

    Raises:
        OSError: The folder cannot be written to.
    """
    now = time.time() if now is None else now
    found = read_secrets(folder)
    if found is None or not 0 <= now - found.made < VALID_SECONDS:
        found = Secrets(new_code(), now, secrets.token_hex(32))
    if code is not None:
        found = Secrets(code, now, found.key)
    own_folder(folder)
    with private_file(folder / SECRETS, "w") as file:
        json.dump({"code": found.code, "made": found.made, "key": found.key}, file)
    return found


def read_secrets(folder: Path) -> Secrets | None:
    """What is kept, or None where there is nothing that can be read."""
    try:
        plain = json.loads((folder / SECRETS).read_text(encoding="utf-8"))
        found = Secrets(str(plain["code"]), float(plain["made"]), str(plain["key"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if len(found.key) == 64 and SHORTEST <= len(found.code) <= LONGEST else None


@dataclass
class Gate:
    """Who comes in. One for all visitors of a server; safe among threads.

    Attributes:
        secrets: Code and key.
        log: File to which is written who came in, who did not, and who was told to wait; None for no file.
    """

    secrets: Secrets
    log: Path | None = None
    _wrong: dict[str, deque[float]] = field(default_factory=dict)
    _of_all: deque[float] = field(default_factory=deque)
    _logged: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, typed: str, address: str, now: float | None = None) -> str:
        """Answer a code: `IN`, `WRONG`, or `WAIT` unread, where there were too many wrong ones before."""
        now = time.time() if now is None else now
        with self._lock:
            self._forget(now)
            if len(self._wrong.get(address, ())) >= TRIES or len(self._of_all) >= TRIES_OF_ALL:
                if address not in self._logged:  # once, so that a flood does not fill the disk
                    self._logged.add(address)
                    self._note(now, WAIT, address)
                return WAIT
            right = hmac.compare_digest(tidy(typed).encode(), self.secrets.code.encode())
            if not right:
                self._wrong.setdefault(address, deque()).append(now)
                self._of_all.append(now)
            self._note(now, IN if right else WRONG, address)
            return IN if right else WRONG

    def _forget(self, now: float) -> None:
        """Drop tries of long ago, and addresses without any."""
        since = now - WITHIN_SECONDS
        for tries in (self._of_all, *self._wrong.values()):
            while tries and tries[0] <= since:
                tries.popleft()
        self._wrong = {address: tries for address, tries in self._wrong.items() if tries}
        if not self._of_all:
            self._logged.clear()

    def _note(self, now: float, what: str, address: str) -> None:
        if self.log is None:
            return
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now))
        line = f"{when}\t{what}\t{''.join(one for one in address if one.isprintable())[:60]}\n"
        try:
            with private_file(self.log, "ab") as file:
                file.write(line.encode())
        except OSError:  # a full disk keeps nobody out, and lets nobody in
            return

    def new_pass(self, now: float | None = None) -> str:
        """What a browser shows from now on instead of the code."""
        until = int((time.time() if now is None else now) + VALID_SECONDS)
        said = f"{secrets.token_hex(8)}.{until}"
        return f"{said}.{self._signed(said)}"

    def knows(self, shown: object, now: float | None = None) -> bool:
        """Whether this is a pass for today's code that still holds."""
        if not isinstance(shown, str) or not re.fullmatch(r"[0-9a-f]{16}\.[0-9]{1,12}\.[0-9a-f]{64}", shown):
            return False
        said, _, signature = shown.rpartition(".")
        holds = int(said.partition(".")[2]) > (time.time() if now is None else now)
        return hmac.compare_digest(signature, self._signed(said)) and holds

    def _signed(self, said: str) -> str:
        return hmac.new(
            bytes.fromhex(self.secrets.key), f"{self.secrets.code}|{said}".encode(), hashlib.sha256
        ).hexdigest()
