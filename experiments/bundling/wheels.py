"""Every wheel that one kind of machine needs, fetched by pip at the versions and hashes of the lock.

pip reads markers for the machine it runs on, so which package a package needs is read from the wheels themselves: the
closure is walked from what Shapan asks for, level by level, under the markers of the machine meant.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.parser import HeaderParser
from pathlib import Path

from .locked import BASE, Pin, fits, normal, pinned
from .targets import Target


@dataclass
class Gathered:
    """What one kind of machine gets.

    Attributes:
        target: The machine.
        wheels: Package to its wheel.
        pins: Package to the version it has in the lock.
        missing: Packages of which no wheel exists for it, to the parts of Shapan that fall away for that.
    """

    target: Target
    wheels: dict[str, Path] = field(default_factory=dict)
    pins: dict[str, Pin] = field(default_factory=dict)
    missing: dict[str, set[str]] = field(default_factory=dict)

    @property
    def lost(self) -> set[str]:
        """Parts that cannot be installed there; BASE among them means nothing can."""
        return {part for parts in self.missing.values() for part in parts}


def gather(target: Target, asked: dict[str, list[str]], lock: list[Pin], folder: Path) -> Gathered:
    """Fetch what every part needs; wheels of parts that fall away are left out.

    Args:
        target: The machine meant.
        asked: What Shapan asks for, part by part.
        lock: The lines of the lock.
        folder: Where pip puts wheels.

    Raises:
        Refused: The lock lacks a package.
    """
    found = Gathered(target)
    needed_by = _walk(found, asked, lock, folder)
    kept = {name for name, parts in needed_by.items() if parts - found.lost and BASE not in found.lost}
    found.wheels = {name: wheel for name, wheel in found.wheels.items() if name in kept}
    return found


Wish = tuple[str, frozenset[str]]  # a package and the extras of it that are asked for


def _walk(found: Gathered, asked: dict[str, list[str]], lock: list[Pin], folder: Path) -> dict[str, set[str]]:
    """Level by level until nothing new is asked for; package -> the parts that need it."""
    needed_by: dict[str, set[str]] = {}
    seen: set[tuple[str, Wish]] = set()
    level = {(part, wish) for part, lines in asked.items() for wish in wishes(lines, found.target, frozenset())}
    while level:
        seen |= level
        names = {name for _, (name, _) in level}
        for part, (name, _) in level:
            needed_by.setdefault(name, set()).add(part)
        found.pins |= {name: pinned(name, found.target.variables, lock) for name in names - set(found.pins)}
        _fetch_new(found, names, folder)
        further = {
            (part, wish)
            for part, (name, extras) in level
            if name in found.wheels
            for wish in wishes(requirements(found.wheels[name]), found.target, extras)
        }
        level = further - seen
    for name in found.missing:
        found.missing[name] = needed_by[name]
    return needed_by


def wishes(lines: Iterable[str], target: Target, extras: frozenset[str]) -> list[Wish]:
    """Which packages requirement lines ask for on a machine, under some extras of whoever asks."""
    from packaging.requirements import Requirement

    found = []
    for line in lines:
        one = Requirement(line)
        under = [{**target.variables, "extra": extra} for extra in ("", *extras)]
        if one.marker is None or any(fits(str(one.marker), where) for where in under):
            found.append((normal(one.name), frozenset(one.extras)))
    return found


def requirements(wheel: Path) -> list[str]:
    """What a wheel says it needs."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA") and one.count("/") == 1)
        return HeaderParser().parsestr(archive.read(name).decode("utf-8")).get_all("Requires-Dist") or []


def _fetch_new(found: Gathered, names: set[str], folder: Path) -> None:
    """All at once; only where that fails one by one, to learn which there is none of."""
    new = sorted(names - set(found.wheels) - set(found.missing))
    if not new:
        return
    if _fetched(found, new, folder):
        return
    for name in new:
        if not _fetched(found, [name], folder):
            found.missing[name] = set()


def _fetched(found: Gathered, names: list[str], folder: Path) -> bool:
    """Whether pip found a wheel of each; they lie in the folder then."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text("".join(line_of(found.pins[name], found.pins[name].hashes) for name in names), encoding="utf-8")
    words = ["--no-deps", "--require-hashes", "--quiet", "--disable-pip-version-check", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *words, *found.target.pip_words, "-r", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wanted.unlink()
    there = {normal(path.name.split("-")[0]): path for path in folder.glob("*.whl")}
    found.wheels |= {name: there[name] for name in names if name in there}
    return done.returncode == 0


def line_of(pin: Pin, hashes: Iterable[str]) -> str:
    """One package of a list that pip reads with --require-hashes."""
    return f"{pin.name}=={pin.version} {' '.join(f'--hash={one}' for one in hashes)}\n"
