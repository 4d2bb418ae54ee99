"""The folder itself: wheels by platform, lists of packages, start scripts, words to read first, checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ... import __version__
from ..reports.wording import words
from ..runs.refusing import Refused
from .install import ABOUT, SUMS, digest_of
from .locked import BASE, Pin
from .targets import GLIBC, PLATFORMS, PYTHONS
from .wheels import Gathered, line_of

ANY = "any"
_HERE = Path(__file__).parent
_BESIDE = ("pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True, slots=True)
class Folder:
    """A bundle that is being written."""

    path: Path

    def begin(self) -> None:
        """Make it, or empty it where it is a bundle already.

        Raises:
            Refused: Something else lies there.
        """
        if self.path.exists() and any(self.path.iterdir()):
            if not (self.path / ABOUT).is_file():
                raise Refused("bundle.not_ours", path=self.path)
            shutil.rmtree(self.path)
        (self.path / "wheels" / ANY).mkdir(parents=True)
        (self.path / "lists").mkdir()
        self.about(mark="", found=[])  # from here on it is known as ours

    def add(self, found: Gathered, own: Path) -> None:
        """The wheels of one kind of machine, and the list by which they are installed there."""
        lines = []
        for name, wheel in sorted(found.wheels.items()):
            kept = self.keep(wheel, found.target.platform)
            lines.append(f"# file: {self.name(kept)}\n{line_of(found.pins[name], [f'sha256:{digest_of(kept)}'])}")
        digest = f"sha256:{digest_of(own)}"
        lines.append(f"# file: {self.name(own)}\n{line_of(Pin('shapan', __version__, '', ()), [digest])}")
        (self.path / "lists" / f"{found.target.name}.txt").write_bytes("".join(lines).encode())

    def keep(self, wheel: Path, platform: str) -> Path:
        """A wheel moved to where it belongs: one for every machine lies there once."""
        place = self.path / "wheels" / (ANY if wheel.name.endswith("-none-any.whl") else platform)
        place.mkdir(exist_ok=True)
        kept = place / wheel.name
        if not kept.exists():
            shutil.copyfile(wheel, kept)
        return kept

    def name(self, path: Path) -> str:
        """As seen from the folder."""
        return path.relative_to(self.path).as_posix()

    def scripts(self) -> None:
        """What starts it: ASCII with CRLF for Windows, LF for a shell; texts to read have CRLF, and a mark of UTF-8."""
        shutil.copyfile(_HERE / "install.py", self.path / "install.py")
        for name, ending, kept in (("start_sh", "\n", "start.sh"), ("start_bat", "\r\n", "start.bat")):
            text = (_HERE / "carried" / f"{name}.txt").read_text(encoding="utf-8")
            (self.path / kept).write_bytes(text.replace("\n", ending).encode("ascii"))
        (self.path / "start.sh").chmod(0o755)
        filled = {"version": __version__, "glibc": f"2.{GLIBC}", "pythons": _listed(PYTHONS)}
        for name in ("read_first_zh", "read_first_en", "no_python"):
            text = (_HERE / "carried" / f"{name}.txt").read_text(encoding="utf-8").format(**filled)
            kept = name.replace("_", "-") + ".txt"
            (self.path / kept).write_bytes(
                text.replace("\n", "\r\n").encode("utf-8-sig" if "read" in name else "utf-8")
            )

    def pages(self, root: Path) -> None:
        """The pages of docs/ as text, for a trainer without internet."""
        (self.path / "docs").mkdir(exist_ok=True)
        for path in sorted((root / "docs").glob("*.md")):
            shutil.copyfile(path, self.path / "docs" / path.name)
        shutil.copyfile(root / "LICENSE", self.path / "LICENSE")

    def about(self, mark: str, found: Sequence[Gathered]) -> None:
        """What is in it, for the installer and for whoever wonders."""
        missing = {
            one.target.name: [[", ".join(sorted(one.missing)), parts_listed(one.lost)]] for one in found if one.missing
        }
        content = {
            "format": 1,
            "shapan": __version__,
            "mark": mark,
            "targets": [one.target.name for one in found],
            "missing": missing,
        }
        (self.path / ABOUT).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def finish(self, found: Sequence[Gathered]) -> None:
        """Name the bundle after its lists, then write down the checksum of every file."""
        lists = b"".join(path.read_bytes() for path in sorted((self.path / "lists").iterdir()))
        self.about(f"{__version__}-{hashlib.sha256(lists).hexdigest()[:8]}", found)
        files = sorted(path for path in self.path.rglob("*") if path.is_file() and path.name != SUMS)
        lines = [f"{digest_of(path)}  {self.name(path)}\n" for path in files]
        (self.path / SUMS).write_bytes("".join(lines).encode())

    def sizes(self) -> dict[str, float]:
        """Megabytes of the wheels of each platform, and of everything."""
        whole = {"": _megabytes(self.path)}
        return {one.name: _megabytes(one) for one in sorted((self.path / "wheels").iterdir())} | whole


def parts_listed(parts: set[str]) -> str:
    """Parts as they are called: Shapan itself, or its extras."""
    return ", ".join("shapan" if part == BASE else part for part in sorted(parts))


def _listed(names: Sequence[str]) -> str:
    return " / ".join(names)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def source_folders(root: Path) -> list[str]:
    """Folders that are installed, as `pyproject.toml` says."""
    said = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return sorted(set(said["tool"]["setuptools"]["package-dir"].values()))


def own_wheel(root: Path, into: Path) -> Path:
    """Shapan's own wheel, built of a copy of the sources, so that nothing left over in `build/` gets into it.

    Raises:
        Refused: There are no sources here, or it cannot be built.
    """
    if not (root / "pyproject.toml").is_file():
        raise Refused("bundle.no_sources", path=root)
    with tempfile.TemporaryDirectory(prefix="shapan-") as folder:
        copy, made = Path(folder) / "sources", Path(folder) / "made"
        for name in source_folders(root):
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.nb[ic]"))
        for name in _BESIDE:
            shutil.copyfile(root / name, copy / name)
        _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(copy))
        return Path(shutil.copy(next(made.glob("shapan-*.whl")), into))


def pip_wheel(into: Path) -> Path:
    """The wheel of the pip that runs here, which installs the others; no lock names it, so its version is taken."""
    import pip

    _pip("download", "--no-deps", "--only-binary=:all:", "--dest", str(into), f"pip=={pip.__version__}")
    return next(into.glob("pip-*.whl"))


def _pip(*line: str) -> None:
    command = [sys.executable, "-m", "pip", line[0], "--quiet", "--disable-pip-version-check", *line[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [one.strip() for one in done.stderr.splitlines() if one.strip()] or ["?"]
        named = [one for one in said if one.lower().startswith("error")] or said  # below it pip gives hints only
        raise Refused("bundle.pip", what=line[0], why=named[-1])


def usual_platforms() -> str:
    """Every platform a bundle can be for."""
    return ",".join(PLATFORMS)


def lost_lines(found: Sequence[Gathered], language: str) -> list[str]:
    """One line for every kind of machine on which something falls away."""
    say = words(language)
    return [
        say(
            "bundle.lost", target=one.target.name, packages=", ".join(sorted(one.missing)), parts=parts_listed(one.lost)
        )
        for one in found
        if one.missing
    ]
