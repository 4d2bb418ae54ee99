"""A bundle holds what each machine needs, says what it lacks, and refuses files that are not what they were."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shapan.experiments.bundling import __main__ as bundle
from shapan.experiments.bundling import folder as folders
from shapan.experiments.bundling import install, wheels
from shapan.experiments.bundling.folder import Folder, lost_lines, own_wheel, source_folders
from shapan.experiments.bundling.locked import BASE, asked_for, normal, pinned, pins
from shapan.experiments.bundling.targets import PLATFORMS, PYTHONS, Target, here_platform, here_python, targets
from shapan.experiments.bundling.wheels import gather
from shapan.experiments.runs.refusing import Refused

ROOT = Path(__file__).parents[2]
LOCK = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
HASH = "--hash=sha256:" + "0" * 64
SMALL_LOCK = "\n".join(
    f"{line} \\\n    {HASH}"
    for line in (
        "app==1.0",
        "click==8.0",
        "colorama==0.4 ; sys_platform == 'win32'",
        "old==1.0 ; python_full_version < '3.12'",
        "old==2.0 ; python_full_version >= '3.12'",
        "search==1.0",
        "tree==1.0",
    )
)
NEEDS = {
    "app": ["click>=8", 'old; extra == "more"', 'nothing_of_the_kind; extra == "else"'],
    "click": ['colorama; platform_system == "Windows"'],
    "search": ["tree", "click"],
}
ASKED = {BASE: ["app[more]"], "research": ["search"]}


def made_wheel(folder, name, version="1.0"):
    """A wheel that says what it needs, and holds nothing."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    said = "".join(f"Requires-Dist: {line}\n" for line in NEEDS.get(name, []))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\n{said}")
    return path


@pytest.fixture
def index(monkeypatch):
    """An index in place of pip's; returns the names that it lacks."""
    lacks = set()

    def fetched(found, names, folder):
        folder.mkdir(exist_ok=True)
        there = [name for name in names if name not in lacks]
        found.wheels |= {name: made_wheel(folder, name, found.pins[name].version) for name in there}
        return len(there) == len(names)

    monkeypatch.setattr(wheels, "_fetched", fetched)
    return lacks


def gathered(tmp_path, platform="linux-x86_64", python="3.12"):
    return gather(Target(platform, python), ASKED, pins(SMALL_LOCK), tmp_path / platform)


def test_each_machine_gets_what_its_markers_ask_for(index, tmp_path):
    linux = gathered(tmp_path)
    assert set(linux.wheels) == {"app", "click", "old", "search", "tree"} and not linux.missing
    assert linux.pins["old"].version == "2.0" and gathered(tmp_path, python="3.11").pins["old"].version == "1.0"
    assert set(gathered(tmp_path, "windows-x86_64").wheels) == {*linux.wheels, "colorama"}


def test_what_cannot_be_had_costs_the_part_that_needs_it_and_no_other(index, tmp_path):
    index.add("tree")
    found = gathered(tmp_path)
    assert found.missing == {"tree": {"research"}} and found.lost == {"research"}
    assert set(found.wheels) == {"app", "click", "old"}, "what only the lost part needs is left out"
    (line,) = lost_lines([found], "en")
    assert "tree" in line and "research" in line and "linux-x86_64-cp312" in line
    index.add("click")
    assert gathered(tmp_path).lost == {BASE, "research"} and not gathered(tmp_path).wheels


def test_the_lock_is_read_as_it_stands():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(LOCK) == text.count("==") - text.count(" == ") > 100
    assert all(one.hashes and one.version for one in LOCK)
    marked = [one for one in LOCK if one.marker]
    assert len(marked) == text.count(" ; ")
    asked = asked_for(ROOT, tuple(bundle.EXTRAS.split(",")))
    names = {normal(name) for lines in asked.values() for name, _ in wheels.wishes(lines, Target(*HERE), frozenset())}
    for target in targets(",".join(PLATFORMS), ",".join(PYTHONS)):
        assert all(pinned(name, target.variables, LOCK) for name in names)


HERE = ("linux-x86_64", "3.11")


def test_what_is_not_possible_is_said_in_one_line(capsys, tmp_path):
    for line, phrase in (
        (["--platforms", "linux-x86"], "linux-x86_64"),
        (["--pythons", "3.9"], "3.11"),
        (["--extras", "dat"], "data"),
    ):
        assert bundle.main([*line, "--lang", "en", "--out", str(tmp_path / "out")]) == 2
        said = capsys.readouterr().err
        assert phrase in said and said.count("\n") == 1
    assert not (tmp_path / "out").exists()
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="no bundle"):
        Folder(tmp_path).begin()
    with pytest.raises(Refused, match="make lock"):
        gather(Target(*HERE), {BASE: ["unheard-of"]}, LOCK, tmp_path / "wheels")


@pytest.fixture
def made(index, tmp_path, monkeypatch):
    """A bundle of made-up wheels for this machine, as `make bundle` writes it."""
    out = Folder(tmp_path / "bundle")
    out.begin()
    target = Target(here_platform(), here_python())
    found = gather(target, ASKED, pins(SMALL_LOCK), tmp_path / "fetched")
    made_wheel(out.path / "wheels" / "any", "pip")
    out.add(found, made_wheel(out.path / "wheels" / "any", "shapan"))
    out.scripts()
    out.pages(ROOT)
    out.finish([found])
    monkeypatch.setattr(install, "HERE", out.path)
    return out.path


def test_every_file_has_its_checksum_and_is_looked_at_before_anything_is_installed(made, capsys, tmp_path):
    say = install.Say("en")
    listed = install.package_list(say)
    files = [*install.own_files(), listed, *install.wheels_of(listed)]
    install.check(files, say)
    sums = (made / install.SUMS).read_text(encoding="utf-8").splitlines()
    assert len(sums) == sum(one.is_file() for one in made.rglob("*")) - 1
    wheel = install.wheels_of(listed)[0]
    content = wheel.read_bytes()
    for damage, phrase in ((content + b"x", "checksum"), (None, "missing")):
        wheel.unlink() if damage is None else wheel.write_bytes(damage)
        assert install.main(["--lang", "en", "--no-start", "--into", str(tmp_path / "env")]) == 2
        assert phrase in capsys.readouterr().err and not (tmp_path / "env").exists()


def test_somebody_elses_folder_and_another_machine_are_left_alone(made, capsys, tmp_path, monkeypatch):
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "diary.txt").write_text("mine", encoding="utf-8")
    assert install.main(["--lang", "zh", "--no-start", "--into", str(tmp_path / "env")]) == 2
    assert "--into" in capsys.readouterr().err and (tmp_path / "env" / "diary.txt").exists()
    monkeypatch.setattr(install.platform, "machine", lambda: "riscv64")
    assert install.main(["--lang", "en", "--no-start"]) == 2
    said = capsys.readouterr().err
    assert "riscv64" in said and Target(here_platform(), here_python()).name in said


def test_scripts_are_written_as_their_systems_read_them(made):
    batch, shell = (made / "start.bat").read_bytes(), (made / "start.sh").read_bytes()
    assert batch.decode("ascii").count("\r\n") == batch.count(b"\n") and b"\r" not in shell
    assert b"python.exe" in batch and all(one.encode() in batch for one in PYTHONS)
    for name, words in (
        ("read-first-zh.txt", ("防火墙", "代理", "8501")),
        ("read-first-en.txt", ("Firewall", "proxy")),
    ):
        text = (made / name).read_bytes().decode("utf-8-sig")
        assert all(word in text for word in words) and "{" not in text
        assert text.count("\r\n") == text.count("\n")
    assert os.access(made / "start.sh", os.X_OK)


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_without_a_python_the_start_script_says_which_is_needed(made, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "tr", "sh"):
        (tools / name).symlink_to(shutil.which(name))
    done = subprocess.run(
        [str(tools / "sh"), str(made / "start.sh")],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "Python 3.11 / 3.12 / 3.13" in done.stderr and "没有找到" in done.stderr


def test_both_languages_of_the_installer_say_the_same_gaps():
    import string

    def gaps(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert all(gaps(zh) == gaps(en) for zh, en in install.PHRASES.values())
    assert install.language_of(["--lang", "zh"]) == "zh" and install.language_of(["--lang=en"]) == "en"


def test_the_installer_uses_nothing_but_python_itself():
    code = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='carried'); print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, folders.__file__.replace("folder.py", "install.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "packaging" not in done.stdout, done.stderr


def test_whatever_is_installed_is_copied_for_the_wheel_and_what_pip_calls_an_error_is_said(tmp_path, monkeypatch):
    installed = source_folders(ROOT)
    assert {"shapan", "model", "docs"} <= set(installed) and all((ROOT / name).is_dir() for name in installed)
    for name in (*installed, "README.md", "LICENSE"):
        place = tmp_path / name
        place.write_text("", encoding="utf-8") if "." in name or name.isupper() else place.mkdir()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    copied = []

    class Answer:
        returncode, stderr = 1, "error: no such folder\n  more\nhint: see above\n"

    def run(command, **_):
        copied.extend(sorted(one.name for one in Path(command[-1]).iterdir()))
        return Answer

    monkeypatch.setattr(folders.subprocess, "run", run)
    with pytest.raises(Refused, match="error: no such folder"):
        own_wheel(tmp_path, tmp_path)
    assert set(installed) < set(copied)
