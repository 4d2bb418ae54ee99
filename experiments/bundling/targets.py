"""Machines a bundle is for: a system, a processor, a Python; as pip and as markers describe them."""

from __future__ import annotations

import difflib
import platform
import sys
from dataclasses import dataclass

from ..runs.refusing import Refused

GLIBC = 28
"""Linux wheels may need glibc 2.28: Debian 10, Ubuntu 20.04, Kylin V10, UOS 20 and later."""
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = ("linux-x86_64", "linux-aarch64", "windows-x86_64")


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of machine, e.g. `Target("linux-aarch64", "3.12")`."""

    platform: str
    python: str

    @property
    def name(self) -> str:
        """As its list of packages is called: `linux-aarch64-cp312`."""
        return f"{self.platform}-cp{self.python.replace('.', '')}"

    @property
    def is_windows(self) -> bool:
        return self.platform.startswith("windows")

    @property
    def tags(self) -> list[str]:
        """Platform tags of wheels that run there, the newest first."""
        if self.is_windows:
            return ["win_amd64"]
        machine = self.platform.removeprefix("linux-")
        old = ["manylinux2014", "manylinux2010", "manylinux1"] if machine == "x86_64" else ["manylinux2014"]
        lowest = 5 if machine == "x86_64" else 17
        return [
            *(f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, lowest - 1, -1)),
            *(f"{tag}_{machine}" for tag in old),
            f"linux_{machine}",
        ]

    @property
    def variables(self) -> dict[str, str]:
        """What markers (PEP 508) ask about, as it stands there."""
        machine = "AMD64" if self.is_windows else self.platform.removeprefix("linux-")
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if self.is_windows else "posix",
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if self.is_windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "win32" if self.is_windows else "linux",
        }

    @property
    def pip_words(self) -> list[str]:
        """How pip is told to fetch for that machine and not for this one."""
        words = ["--only-binary=:all:", "--implementation", "cp", "--python-version", self.python]
        for tag in self.tags:
            words += ["--platform", tag]
        for abi in (f"cp{self.python.replace('.', '')}", "abi3", "none"):
            words += ["--abi", abi]
        return words


def targets(platforms: str, pythons: str) -> list[Target]:
    """Every kind of machine named, `"linux-x86_64,windows-x86_64"` and `"3.11,3.12"`; `here` is this machine's.

    Raises:
        Refused: There is no such platform or Python.
    """
    chosen = [_one_of(name, PLATFORMS, "bundle.no_platform", here_platform()) for name in platforms.split(",")]
    wanted = [_one_of(name, PYTHONS, "bundle.no_python", here_python()) for name in pythons.split(",")]
    return [Target(one, python) for one in dict.fromkeys(chosen) for python in dict.fromkeys(wanted)]


def here_platform() -> str:
    """This machine's, as PLATFORMS name it, also where it is none of them."""
    machine = platform.machine().lower().replace("amd64", "x86_64").replace("arm64", "aarch64")
    return f"{platform.system().lower()}-{machine}"


def here_python() -> str:
    """The version of the Python that runs this, `3.12`."""
    return ".".join(map(str, sys.version_info[:2]))


def _one_of(name: str, known: tuple[str, ...], phrase: str, here: str) -> str:
    name = here if name.strip() == "here" else name.strip()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1, 0.0)[0]
        raise Refused(phrase, name=name, allowed=", ".join(known), nearest=near)
    return name
