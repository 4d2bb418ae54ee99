"""Install Shapan from the folder in which this file lies, without internet and without administrator rights; start it.

This file is carried in a bundle as it stands and run by whatever Python is there, so it uses nothing but Python itself.
`start.sh` and `start.bat` find a Python and call it. What it does not know it hands on to `shapan app`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import locale
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SUMS, ABOUT, DONE = "SHA256SUMS", "bundle.json", "installed.txt"
BLOCK = 1 << 20
WRONG_INPUT, INTERRUPTED = 2, 130
PHRASES = {
    "help": (
        "从本文件夹安装并启动沙盘，不需要网络和管理员权限。其他选项交给 `shapan app`。",
        "Install Shapan from this folder and start it; no internet.",
    ),
    "help_into": ("安装到哪个文件夹", "the folder to install into"),
    "help_no_start": ("只安装，不启动", "install and do not start"),
    "help_lang": ("语言", "language"),
    "no_list": (
        "本文件夹不含适用于 {machine} 的软件包；包含的有：{there}。请安装其中一种 Python 后再试。",
        "This folder holds no packages for {machine}; it holds: {there}. Install one of these Pythons and try again.",
    ),
    "absent": (
        "文件夹不完整，缺少：{name}。请重新复制。",
        "The folder is not whole: {name} is missing. Copy it again.",
    ),
    "changed": (
        "{name} 与校验和不符，未安装任何内容。请重新复制文件夹。",
        "{name} does not match its checksum, so nothing was installed. Copy the folder again.",
    ),
    "checking": ("核对 {count} 个文件的校验和……", "Checking the checksums of {count} files …"),
    "here_already": ("已安装在：{folder}", "Installed already: {folder}"),
    "installing": (
        "正在安装 {count} 个软件包到 {folder}，约一到三分钟……",
        "Installing {count} packages into {folder}; one to three minutes …",
    ),
    "no_venv": (
        "这个 Python 不能建立虚拟环境（嵌入式版本不含 venv）。请使用完整安装版。{why}",
        "This Python cannot make an environment (the embeddable one has no venv). Use the full installer. {why}",
    ),
    "foreign": (
        "{folder} 不是本程序建立的文件夹，未做改动；请用 --into 指定另一个。",
        "{folder} was not made by this program and stays as it is; choose another with --into.",
    ),
    "failed": ("安装未完成：pip 返回 {code}。", "The installation did not end well: pip returned {code}."),
    "installed": ("安装完成，用时 {seconds} 秒。", "Installed in {seconds} s."),
    "warming": (
        "第一次启动前编译一次计算内核，需要几分钟……",
        "Compiling the kernels once before the first start; this takes minutes …",
    ),
    "lost": (
        "此平台缺少 {packages}，因此不可用：{parts}。",
        "Without {packages} on this platform there is no {parts}.",
    ),
    "starting": ("启动：{command}", "Starting: {command}"),
}


class Stop(Exception):
    """Nothing more can be done; the line says why."""


class Say:
    """The phrases of one language. They are this file's own, since Shapan's are not installed yet."""

    def __init__(self, language: str) -> None:
        self.place = 0 if language == "zh" else 1

    def __call__(self, key: str, **values: Any) -> str:
        return PHRASES[key][self.place].format(**values)


def main(typed: list[str] | None = None) -> int:
    """Check, install, compile, start; what is done already is not done again."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    words = sys.argv[1:] if typed is None else typed
    tell = Say(language_of(words))
    chosen, rest = options(tell).parse_known_args(words)
    try:
        environment = installed(Path(chosen.into).expanduser().resolve() if chosen.into else home(), tell)
    except Stop as why:
        print(why, file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    if chosen.no_start:
        return 0
    command = [str(shapan_of(environment)), "app", *rest, *(["--lang", chosen.lang] if chosen.lang else [])]
    print(tell("starting", command=" ".join(command)), flush=True)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


def options(tell: Say) -> argparse.ArgumentParser:
    """What may be said to this file itself."""
    parser = argparse.ArgumentParser(prog="start", description=tell("help"), allow_abbrev=False)
    parser.add_argument("--into", metavar="DIR", help=tell("help_into"))
    parser.add_argument("--no-start", action="store_true", help=tell("help_no_start"))
    parser.add_argument("--lang", choices=("zh", "en"), help=tell("help_lang"))
    return parser


def language_of(words: list[str]) -> str:
    """What is asked for with --lang, else Chinese on a machine that speaks it."""
    for before, word in zip(["", *words], words, strict=False):
        if word in ("--lang=zh", "--lang=en") or before == "--lang":
            return word.removeprefix("--lang=")
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


def target() -> str:
    """This machine and this Python, as lists of packages are called: `linux-x86_64-cp312`."""
    machine = platform.machine().lower().replace("amd64", "x86_64").replace("arm64", "aarch64")
    return f"{platform.system().lower()}-{machine}-cp{sys.version_info[0]}{sys.version_info[1]}"


def home() -> Path:
    """Where an installation of this bundle lies: a folder of the user's own, so no rights are needed."""
    mark = json.loads((HERE / ABOUT).read_text(encoding="utf-8"))["mark"]
    name = f"{mark}-cp{sys.version_info[0]}{sys.version_info[1]}"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "shapan-bundle" / name
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "shapan-bundle" / name


def installed(folder: Path, tell: Say) -> Path:
    """The environment, made from the wheels of this folder if it is not there yet.

    Raises:
        Stop: The folder is damaged, not for this machine, or pip failed.
    """
    if (folder / DONE).is_file() and python_of(folder).is_file():
        print(tell("here_already", folder=folder), flush=True)
        return folder
    listed = package_list(tell)
    files = [*own_files(), listed, *wheels_of(listed)]
    print(tell("checking", count=len(files)), flush=True)
    check(files, tell)
    tell_lost(tell)
    began = time.monotonic()
    print(tell("installing", count=len(wheels_of(listed)), folder=folder), flush=True)
    make_environment(folder, tell)
    install(folder, listed, tell)
    print(tell("installed", seconds=round(time.monotonic() - began)), flush=True)
    print(tell("warming"), flush=True)
    (folder / DONE).write_text(f"{HERE}\n", encoding="utf-8")  # whoever stops now compiles later, and installs once
    subprocess.call([str(shapan_of(folder)), "doctor", "--warm", "--lang", "en" if tell.place else "zh"])
    return folder


def package_list(tell: Say) -> Path:
    """The list of packages for this machine."""
    found = HERE / "lists" / f"{target()}.txt"
    if not found.is_file():
        there = ", ".join(sorted(path.stem for path in (HERE / "lists").glob("*.txt"))) or "–"
        raise Stop(tell("no_list", machine=target(), there=there))
    return found


def own_files() -> list[Path]:
    """Scripts and the wheel of pip, which are used before anything is installed."""
    named = [HERE / name for name in (ABOUT, "install.py", "start.sh", "start.bat")]
    return [*named, *sorted((HERE / "wheels" / "any").glob("pip-*.whl"))]


def wheels_of(listed: Path) -> list[Path]:
    """The files a list means: its comment lines name them, as seen from this folder."""
    lines = listed.read_text(encoding="utf-8").splitlines()
    return [HERE / line.removeprefix("# file: ") for line in lines if line.startswith("# file: ")]


def check(files: Iterable[Path], tell: Say) -> None:
    """Compare files with the checksums written when the folder was made.

    Raises:
        Stop: One is missing, or is another than it was.
    """
    sums = (HERE / SUMS).read_text(encoding="utf-8").splitlines() if (HERE / SUMS).is_file() else []
    known = {name: digest for digest, _, name in (line.partition("  ") for line in sums)}
    for path in files:
        name = path.relative_to(HERE).as_posix()
        if not path.is_file() or name not in known:
            raise Stop(tell("absent", name=name))
        if digest_of(path) != known[name]:
            raise Stop(tell("changed", name=name))


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as 64 signs."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def tell_lost(tell: Say) -> None:
    """Say which parts cannot be had on this machine."""
    about = json.loads((HERE / ABOUT).read_text(encoding="utf-8"))
    for packages, parts in about["missing"].get(target(), []):
        print(tell("lost", packages=packages, parts=parts), flush=True)


def make_environment(folder: Path, tell: Say) -> None:
    """An empty environment; what a broken-off installation left is removed, anything else stays.

    Raises:
        Stop: Somebody else's files lie there, or this Python makes no environments.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "pyvenv.cfg").is_file():
            raise Stop(tell("foreign", folder=folder))
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-I", "-m", "venv", "--without-pip", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise Stop(tell("no_venv", why=" ".join(done.stderr.split())[-200:]))


def install(folder: Path, listed: Path, tell: Say) -> None:
    """Let pip, run out of its own wheel, put the listed wheels into the environment; it asks no index.

    Raises:
        Stop: pip did not manage.
    """
    pip = next(iter(sorted((HERE / "wheels" / "any").glob("pip-*.whl"))))
    words = ["install", "--isolated", "--no-index", "--no-deps", "--require-hashes", "--no-warn-script-location"]
    for place in sorted({path.parent for path in wheels_of(listed)}):
        words += ["--find-links", str(place)]
    words += ["--quiet", "--disable-pip-version-check", "--no-cache-dir", "-r", str(listed)]
    quiet = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PYTHONNOUSERSITE": "1"}
    quiet.pop("PYTHONPATH", None)
    code = subprocess.call([str(python_of(folder)), str(pip / "pip"), *words], env=quiet)
    if code:
        raise Stop(tell("failed", code=code))


def python_of(folder: Path) -> Path:
    """The environment's Python."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def shapan_of(folder: Path) -> Path:
    """The environment's `shapan`."""
    return folder / ("Scripts/shapan.exe" if sys.platform == "win32" else "bin/shapan")


if __name__ == "__main__":
    sys.exit(main())
