"""What the README shows is run: the Python as it stands, the shell with fewer days."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from shapan.experiments.cli import main, making
from shapan.experiments.runs import runner
from shapan.scenarios.library import check_file, load
from support.made_once import share_runs

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
FEWER = {"run": ["--days", "20", "--warmup", "5", "--reps", "2"], "balance": ["--days", "20", "--warmup", "5"]}
FEWER |= {"compare": FEWER["run"], "statement": FEWER["balance"], "replay": FEWER["balance"]}
FEWER |= {"why": ["--days", "20", "--warmup", "5", "--reps", "1"]}


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[str]:
    lines = "".join(blocks(name, "sh")).splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.startswith(".venv/bin/shapan")]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """What is run in this process writes where it may, needs no worker process, and shares its runs."""
    monkeypatch.chdir(tmp_path)
    for room in (runner, making):
        monkeypatch.setattr(room, "cores", lambda: 1)
    share_runs(monkeypatch)


# The code of both is the same but for words: one is enough for every day.
@pytest.mark.parametrize("name", [READMES[0], pytest.param(READMES[1], marks=pytest.mark.slow)])
def test_python_in_the_readme_runs(name, here, capsys):
    """With fewer pairs; the slow tests run it as it stands."""
    (code,) = blocks(name, "python")
    assert "range(10)" in code
    exec(compile(code.replace("range(10)", "range(2)"), name, "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    assert "met_on_time" in said and len(said.splitlines()) == 2


@pytest.mark.slow
def test_python_in_the_readme_runs_as_it_stands(tmp_path):
    (code,) = blocks(READMES[0], "python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "met_on_time" in done.stdout and len(done.stdout.splitlines()) == 2


def test_python_in_the_how_to_of_money_runs(here, capsys):
    parts = blocks("docs/how-to-read-the-money.md", "python")
    assert len(parts) == 4
    code = "\n".join(parts)  # each goes on where the one before it ended
    exec(compile(code, "how-to-read-the-money.md", "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    for phrase in ("'spent_by_account'", "yuan_per_need_met", "not_enough_left", "under_way"):
        assert phrase in said


def shorter(words):
    """The same command with fewer days and runs, each option once."""
    for option, value in zip(FEWER.get(words[0], [])[::2], FEWER.get(words[0], [])[1::2], strict=True):
        if option in words:
            words[words.index(option) + 1] = value
        else:
            words += [option, value]
    return words


@pytest.mark.parametrize("name", READMES)
def test_the_policy_file_of_the_readme_is_in_order_and_all_of_it_acts(name, tmp_path):
    (text,) = blocks(name, "toml")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert not check_file(path)
    scenario = load(path)
    assert scenario.steps and scenario.acting_triggers and not scenario.warnings


@pytest.mark.parametrize("line", commands("README.md"))
def test_shell_lines_in_the_readme_run(line, here, capsys):
    """What a line asks for; how commands start is seen in the next test and in `experiments/test_ending.py`."""
    code = main(shorter(shlex.split(line)[1:]))
    out, err = capsys.readouterr()
    assert code == 0, err
    assert out


def test_the_first_shell_line_in_the_readme_starts_as_a_command(tmp_path):
    words = shlex.split(commands("README.md")[0])[1:]
    done = subprocess.run(
        [sys.executable, "-m", "shapan", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_both_readmes_show_the_same_commands():
    assert commands("README.md") == commands("README.zh.md")
    assert blocks("README.md", "powershell") == blocks("README.zh.md", "powershell")


LINKED = [
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/glossary.md",
    "docs/how-to-read-the-money.md",
    "docs/how-to-ballot.md",
    "docs/how-to-hear-the-unheard.md",
    "docs/how-to-own-data.md",
    "docs/how-to-try-an-emergency.md",
    "docs/how-to-pilot-and-branch.md",
    "docs/what-shapan-does-not-say.md",
    "docs/assurance.md",
    "docs/how-to-province.md",
    "docs/how-to-run-a-study.md",
    "docs/how-to-calibrate.md",
    "docs/how-to-sensitivity.md",
    "docs/how-to-why.md",
    "docs/how-to-replay.md",
    "docs/how-to-install-offline.md",
    "docs/how-to-install-offline.zh.md",
    "docs/how-to-sign-in.md",
    "docs/architecture.md",
    "docs/trainers-guide.md",
    "docs/trainers-guide.zh.md",
    "docs/events.md",
    "docs/odd.md",
]


@pytest.mark.parametrize("name", LINKED)
def test_links_lead_somewhere(name):
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{name} links to {target}"


def test_the_version_is_the_same_everywhere():
    import shapan

    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {shapan.__version__}\n" in citation


def test_the_glossary_knows_every_word_of_the_interfaces():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in (
        "情景",
        "政策组合",
        "政策杠杆",
        "行为假设",
        "网格员",
        "楼栋片区",
        "诉求",
        "服务覆盖率",
        "配对差异",
        "重复次数",
    ):
        assert word in text


def test_the_glossary_has_a_row_for_every_folder_of_the_model():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert named == {path.parent.name for path in (ROOT / "model").glob("*/__init__.py")}


def test_the_glossary_has_no_word_twice_in_one_table():
    for table in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("\n#"):
        rows = re.findall(r"^\| ([^|`]+) \|", table, re.MULTILINE)
        words = [word.strip() for row in rows for word in row.split(",")]
        assert len(words) == len(set(words)), sorted(word for word in set(words) if words.count(word) > 1)


STAGES = {
    "needs arise": "arise",
    "posts report for work": "report_for_work",
    "hazards grow": "grow_hazards",
    "needs are heard": "hear",
    "heard needs are routed": "route",
    "departments take up cases": "take_cases",
    "what is due today reaches its door": "reach_doors",
    "pools serve": "serve",
    "patience runs out": "lapse",
    "residents remember": "remember",
}


def test_the_odd_tells_the_calendar_and_the_day_as_they_run():
    import ast

    from shapan.model.calendar import calendar

    odd = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", odd.partition("## 3.")[2].partition("## 4.")[0], re.MULTILINE)
    assert [line for line in found if line != "calendar"] == [entry.name for entry in calendar()]
    day = odd.partition("A working day, in this order:")[2].strip().split("\n\n")[0]
    assert [" ".join(stage.split()) for stage in day.split("·")] == list(STAGES)
    module = ast.parse((ROOT / "model" / "day.py").read_text(encoding="utf-8"))
    one_day = next(node for node in module.body if getattr(node, "name", "") == "one_day")
    calls = [node for node in ast.walk(one_day) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [node.func.id for node in sorted(calls, key=lambda node: node.lineno) if node.func.id in STAGES.values()]
    assert named == list(STAGES.values())


@pytest.mark.parametrize("name", ["plain", "mechanisms", "late_rule", "figures", "carry_over", "at_rest"])
def test_commands_of_earlier_notes_find_what_they_name(name):
    """What measures levers and findings stood in `studies` before it went to `evidence`."""
    from importlib.util import find_spec

    old, new = (find_spec(f"shapan.experiments.{room}.{name}") for room in ("studies", "evidence"))
    assert old is not None and new is not None and old.origin == new.origin


def test_every_file_that_the_map_of_the_code_names_is_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:model|scenarios|experiments|app|tests)/[\w/.*]*)`", text)
    assert len(named) > 30
    assert not [name for name in named if not list(ROOT.glob(name.rstrip("/")))]
