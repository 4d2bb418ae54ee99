"""The house keeps its shape: which way arrows point, how large a room may be, what may not be committed."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("model", "scenarios", "experiments", "app")  # arrows point from right to left only
# Every folder stands on a floor and imports from its own files and from floors below.
FLOORS = (
    ("shapan",),
    ("model",),
    ("scenarios",),
    ("experiments/reports",),
    ("experiments/runs",),
    ("experiments/comparing", "experiments/importing", "experiments/ledgers", "experiments/votes"),
    ("experiments/mapping", "experiments/worlds"),
    ("experiments/bundling", "experiments/machine"),
    ("experiments/evidence",),
    ("experiments/lessons", "experiments/rooms", "experiments/studies", "experiments/takeaway"),
    (
        "experiments/calibrating",
        "experiments/knowing",
        "experiments/layouts",
        "experiments/searching",
        "experiments/sensitivity",
    ),
    ("experiments/study_pages",),
    ("experiments/cli",),
    ("app/jobs",),
    ("app/widgets",),
    (
        "app/screens/compare",
        "app/screens/deliberation",
        "app/screens/evidence",
        "app/screens/experiments",
        "app/screens/lessons",
        "app/screens/map",
        "app/screens/money",
        "app/screens/rooms",
        "app/screens/shared",
        "app/screens/story",
        "app/screens/votes",
    ),
    ("app",),
)
UPWARD_IN_MODEL = {
    ("deliberation", "projects"): "what neighbours agree on binds project money at the table",
}
MOST_LINES = {"file": 400, "class": 150, "function": 40}
MOST_ARGUMENTS = 6
MOST_ARGUMENTS_OF_KERNELS = 12  # compiled code takes arrays one by one, it knows no objects that bundle them
KERNEL_MARKS = {"compiled", "inlined"}
MOST_ARGUMENTS_IN_A_ROW = 5  # of a constructor; from the sixth on, nobody can tell by the place what a value is
MOST_LINES_OF_A_TEST_CLASS = 300
MOST_LINES_OF_ANY_FUNCTION = 60  # also where EXCEPTIONS allow more than 40
MOST_LINES_OF_HALF_THE_FUNCTIONS = 8

# What may be larger, and why. An entry that is no longer needed fails a test, so the table stays short.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("model/parameters/declaring.py", "lever()"): "a declaration states eight facts, each named where it is written",
    (
        "app/screens/compare/charts.py",
        "funnel",
    ): "one chart, layers declared from back to front; pieces would hide how they stack",
    (
        "app/screens/compare/map_chart.py",
        "coverage_map",
    ): "one chart, layers declared from back to front; pieces would hide how they stack",
    ("model/processes.py", "processes"): "every process in one table, so that who begins and hears first reads aloud",
    ("model/columns.py", ""): "every column kernels read is declared in one place, so that a reader finds them all",
    (
        "experiments/runs/simulate.py",
        "simulate()",
    ): "the public door: what a person may say of a run, each by name",
    (
        "experiments/comparing/compare.py",
        "compare()",
    ): "the public door: what a person may say of a comparison, each by name",
    (
        "app/jobs/store.py",
        "JobStore",
    ): "every statement about the queue's tables stands in one place, so that they agree",
}

# Rooms of model/needs that are tools of the processes, not processes.
TOOLS_OF_NEEDS = {"__init__", "draws", "lists", "table", "useful_hours"}

# Anything that makes two runs of the same scenario and seed differ.
FORBIDDEN_IN_MODEL = (
    "random",
    "secrets",
    "uuid",
    "time",
    "datetime.now",
    "datetime.datetime.now",
    "dt.datetime.now",
    "dt.date.today",
    "date.today",
    "os.urandom",
    "np.random.seed",
    "np.random.rand",
    "np.random.randn",
    "np.random.randint",
    "np.random.random",
    "np.random.choice",
    "np.random.normal",
    "np.random.poisson",
    "np.random.uniform",
    "np.random.shuffle",
    "np.random.permutation",
)


@lru_cache(maxsize=None)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders or (*FOLDERS, "shapan") for path in sorted((ROOT / folder).rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path, *, for_types: bool = True) -> Iterator[str]:
    """Full dotted names of what a file imports from us, `shapan.` in front; also inside functions.

    Args:
        for_types: Whether imports under TYPE_CHECKING count, which no program ever carries out.
    """
    package = ["shapan", *path.relative_to(ROOT).parent.parts] if path.parts[-2] != "shapan" else ["shapan"]
    skipped = set() if for_types else only_for_types(tree(path))
    for node in ast.walk(tree(path)):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "shapan")
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            if base.split(".")[0] == "shapan":
                yield from (f"{base}.{alias.name}" for alias in node.names)


def only_for_types(module: ast.Module) -> set[ast.AST]:
    """Everything that stands under TYPE_CHECKING."""
    tests = [one for one in ast.walk(module) if isinstance(one, ast.If) and "TYPE_CHECKING" in ast.unparse(one.test)]
    return {node for one in tests for line in one.body for node in ast.walk(line)}


@lru_cache(maxsize=1)
def needed_by_each() -> dict[str, frozenset[str]]:
    """File -> files of ours that it imports when it runs, wherever the import stands."""
    files = {dotted(path): name_of(path) for path in sources()}
    found = {}
    for path in sources():
        names = imported(path, for_types=False)
        homes = (next((one for one in (name, name.rpartition(".")[0]) if one in files), "") for name in names)
        found[name_of(path)] = frozenset(files[home] for home in homes if home) - {name_of(path)}
    return found


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join((*(() if parts[0] == "shapan" else ("shapan",)), *parts)).removesuffix(".__init__")


def reached_from(file: str) -> set[str]:
    """Every file that a file needs, directly or through others."""
    found: set[str] = set()
    open_ones = [file]
    while open_ones:
        new = needed_by_each()[open_ones.pop()] - found
        found |= new
        open_ones += new
    return found


def room_in_model(file: str) -> str:
    """The submodel a file of model/ stands in; files beside the folders are rooms of their own."""
    parts = file.split("/")
    return parts[1] if len(parts) > 2 else file


def test_submodels_stand_on_each_other_but_for_arrows_that_say_why():
    arrows = {
        (room_in_model(file), room_in_model(other))
        for file, others in needed_by_each().items()
        for other in others
        if file.startswith("model/") and other.startswith("model/") and room_in_model(file) != room_in_model(other)
    }
    assert set(UPWARD_IN_MODEL) <= arrows, "these arrows are no longer needed"
    assert all(len(reason.split()) >= 5 for reason in UPWARD_IN_MODEL.values())
    below = {
        room: {other for one, other in arrows - set(UPWARD_IN_MODEL) if one == room}
        for room in {one for one, _ in arrows}
    }
    while free := {room for room, others in below.items() if not others & set(below)}:
        below = {room: others for room, others in below.items() if room not in free}
    assert not below, f"these submodels need each other: {sorted(below)}"


def test_no_import_goes_in_a_circle():
    """Also through imports inside functions: such a circle is two rooms that know each other."""
    reached = {file: reached_from(file) for file in needed_by_each()}
    circles = {frozenset(other for other in there if file in reached[other]) for file, there in reached.items()}
    assert not [sorted(circle) for circle in circles if circle], "these files need each other"


def room_of(file: str) -> str:
    """The folder of a file; model/ counts as one room here, its processes have a rule of their own."""
    return "model" if file.startswith("model/") else file.rpartition("/")[0]


def test_rooms_stand_on_each_other():
    floor = {room: number for number, rooms_there in enumerate(FLOORS) for room in rooms_there}
    arrows = {(room_of(file), room_of(other)) for file, there in needed_by_each().items() for other in there}
    assert {room for arrow in arrows for room in arrow} <= set(floor), "a new folder has its floor in FLOORS"
    beside = {arrow for arrow in arrows if arrow[0] != arrow[1] and floor[arrow[0]] == floor[arrow[1]]}
    assert not beside, "rooms of one floor do not know each other"
    upward = {below for below, above in arrows if floor[below] < floor[above]}
    assert upward == {"shapan"}, "the public door alone looks up, and fetches what it names when it is first asked for"


@pytest.mark.parametrize("folder", FOLDERS)
def test_arrows_point_one_way(folder):
    allowed = {"shapan", *(f"shapan.{name}" for name in FOLDERS[: FOLDERS.index(folder) + 1])}
    for path in sources(folder):
        for name in imported(path):
            room = ".".join(name.split(".")[:2])
            ours = room in allowed or name.split(".")[1] not in FOLDERS
            assert ours, f"{name_of(path)} imports {name}: arrows point from app to model, never back"
            assert folder != "model" or room == "shapan.model", f"{name_of(path)} imports {name}: model/ stands alone"


def test_no_process_imports_another_process():
    for path in sources("model/needs"):
        if path.stem in TOOLS_OF_NEEDS:
            continue
        for name in imported(path):
            parts = name.split(".")
            if parts[:3] == ["shapan", "model", "needs"] and len(parts) > 3:
                assert parts[3] in TOOLS_OF_NEEDS, f"{name_of(path)} imports {name}: processes meet through the state"


def test_absolute_imports_of_our_own_are_not_used_inside():
    for path in sources(*FOLDERS):
        if name_of(path) == "app/main.py" or name_of(path).startswith("app/pages/"):
            continue  # Streamlit runs these by path, where relative imports do not work
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert (node.module or "").split(".")[0] not in FOLDERS, f"{name_of(path)}: {node.module}"


def rooms() -> Iterator[tuple[str, str, str, int]]:
    """(file, name, what it is, lines without its docstring) of every file, class and function."""
    for path in sources():
        text = path.read_text(encoding="utf-8")
        yield name_of(path), "", "file", text.count("\n")
        for node, name in named(tree(path), ""):
            if isinstance(node, ast.ClassDef) and only_declares(node):
                continue  # a list of declarations is read like a table, not like a class
            what = "class" if isinstance(node, ast.ClassDef) else "function"
            yield name_of(path), name, what, lines_of(node)


def named(node: ast.AST, prefix: str) -> Iterator[tuple[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, f"{prefix}{child.name}"
            yield from named(child, f"{prefix}{child.name}.")
        else:
            yield from named(child, prefix)


def only_declares(node: ast.ClassDef) -> bool:
    return all(isinstance(part, ast.AnnAssign | ast.Expr) for part in node.body)


def lines_of(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def test_rooms_are_small_or_say_why():
    too_large = {
        (file, name): f"{what} of {lines} lines" for file, name, what, lines in rooms() if lines > MOST_LINES[what]
    }
    too_large |= {
        (name_of(path), f"{name}()"): f"{count} arguments"
        for path in sources()
        for node, name in named(tree(path), "")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := arguments_of(node)) > most_arguments(node)
    }
    unexplained = {room: size for room, size in too_large.items() if room not in EXCEPTIONS}
    assert not unexplained, "\n".join(f"{file} {name}: {size}" for (file, name), size in unexplained.items())
    assert not [room for room in EXCEPTIONS if room not in too_large], "these exceptions are no longer needed"
    assert all(len(reason.split()) >= 5 for reason in EXCEPTIONS.values()), "an exception needs a reason"


def most_arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    marks = {ast.unparse(one).split("(")[0] for one in node.decorator_list}
    return MOST_ARGUMENTS_OF_KERNELS if marks & KERNEL_MARKS else MOST_ARGUMENTS


def arguments_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def test_functions_are_short():
    """Half of them have a few lines, and none is longer than a screen, whatever its reason in EXCEPTIONS."""
    functions = [(file, name, size) for file, name, what, size in rooms() if what == "function"]
    assert statistics.median(size for *_, size in functions) <= MOST_LINES_OF_HALF_THE_FUNCTIONS
    assert not [function for function in functions if function[2] > MOST_LINES_OF_ANY_FUNCTION]


def test_classes_of_tests_are_small():
    found = [
        (path, node) for path in sources("tests") for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
    ]
    assert found, "no class found: this test looks in the wrong place"
    large = [(name_of(path), node.name) for path, node in found if lines_of(node) >= MOST_LINES_OF_A_TEST_CLASS]
    assert not large


def test_constructors_name_what_they_are_given():
    """A record of eight numbers in a row lets two of them change places without anybody noticing."""
    made = [(path, *call) for path in sources() for call in constructed(tree(path))]
    assert len(made) > 500, "hardly any record is made: this test looks in the wrong place"
    nameless = [
        f"{name_of(path)}:{call.lineno}: {name} with {count} values in a row"
        for path, name, call in made
        if (count := in_a_row(call)) > MOST_ARGUMENTS_IN_A_ROW
    ]
    assert not nameless, "\n".join(nameless)


@pytest.mark.parametrize(
    "code",
    ["Plan(1, 2, 3, 4, 5, 6)", "plan.Plan(1, 2, 3, 4, *(5, 6))", "from .plan import Plan as P\nP(1, 2, 3, 4, 5, 6)"],
)
def test_six_values_in_a_row_are_found(code):
    assert [in_a_row(call) for name, call in constructed(ast.parse(code)) if name == "Plan"] == [6]


@lru_cache(maxsize=1)
def classes_of_ours() -> frozenset[str]:
    return frozenset(node.name for path in sources() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))


def constructed(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a class of ours, by its own name also where it was imported under another; `cls(...)` is one."""
    names = {name: name for name in (*classes_of_ours(), "cls")}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname and alias.name in names}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in names:
                yield names[called], node


def in_a_row(call: ast.Call) -> int:
    """Arguments without a name; a whole row that is handed on with a star is one, unless it is written out there."""
    written_out = [one.value for one in call.args if isinstance(one, ast.Starred)]
    return len(call.args) + sum(len(one.elts) - 1 for one in written_out if isinstance(one, ast.Tuple | ast.List))


def test_no_loose_keywords_in_the_model():
    for path in sources("model"):
        for node, name in named(tree(path), ""):
            if isinstance(node, ast.FunctionDef):
                assert node.args.kwarg is None, f"{name_of(path)} {name} takes **{node.args.kwarg.arg}"


def test_the_model_has_no_chance_without_an_address_and_no_clock():
    for path in sources("model"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    assert alias.name not in FORBIDDEN_IN_MODEL, f"{name_of(path)} imports {alias.name}"
            elif isinstance(node, ast.ImportFrom) and not node.level:
                assert node.module not in FORBIDDEN_IN_MODEL, f"{name_of(path)} imports from {node.module}"
            elif isinstance(node, ast.Attribute):
                dotted = ast.unparse(node).replace("numpy.", "np.")
                assert dotted not in FORBIDDEN_IN_MODEL, f"{name_of(path)}:{node.lineno} uses {dotted}"


def test_the_model_says_what_each_part_is():
    for path in sources("model"):
        assert ast.get_docstring(tree(path)), f"{name_of(path)} does not say what it is"
        functions = [outer for outer, _ in named(tree(path), "") if isinstance(outer, ast.FunctionDef)]
        within = {id(node) for outer in functions for node in ast.walk(outer) if node is not outer}
        for node, name in named(tree(path), ""):
            public = not any(part.startswith("_") for part in name.split("."))
            nested = id(node) in within
            short = isinstance(node, ast.FunctionDef) and is_property_or_tiny(node)
            if public and not nested and not short:
                assert ast.get_docstring(node), f"{name_of(path)} {name} has no docstring"


def is_property_or_tiny(node: ast.FunctionDef) -> bool:
    """A property or method of one line whose name says it all."""
    return len(node.body) == 1 and any(ast.unparse(one) == "property" for one in node.decorator_list)


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_package_list_is_complete():
    listed = set(pyproject()["tool"]["setuptools"]["packages"])
    found = {"shapan", "shapan.docs"} | {  # the tables of evidence beside the docs, which have no code
        "shapan." + ".".join(path.parent.relative_to(ROOT).parts)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert listed == found
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            assert (path.parent / "__init__.py").exists() or name_of(path).startswith("app/pages/"), name_of(path)


def test_every_data_file_would_be_installed():
    from fnmatch import fnmatch

    patterns = pyproject()["tool"]["setuptools"]["package-data"]["*"]
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in (".py", ".pyc", ".nbi", ".nbc") and path.name != ".gitkeep":
                assert any(fnmatch(path.name, one.split("/")[-1]) for one in patterns), f"{name_of(path)} is left out"


def test_the_lock_names_no_host_and_hashes_everything():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(index-url|extra-index-url|find-links|trusted-host)", text, re.MULTILINE)
    packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.MULTILINE)[1:]
    assert len(packages) == len(blocks) > 40
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_holds_what_pyproject_asks_for():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    project = pyproject()["project"]
    for asked in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.match(r"[A-Za-z0-9_.-]+", asked)[0].lower()
        assert re.search(rf"^{re.escape(name)}==", text, re.MULTILINE), f"{name} is not in the lock: make lock"


def test_no_machine_is_named_in_what_is_committed():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile(r"(?<![\w./-])/(work|root|farm|tmp|home/\w+|Users/\w+|opt/(pypi|wheels))(?=/[\w.])")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in (".png", ".parquet", ".ttf", ".otf", ".woff2") or not path.exists():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            assert name.startswith("tests/") or not machine.search(line), f"{name}:{number}: {line.strip()[:80]}"


def test_no_lock_of_another_tool_is_committed():
    assert not [name for name in ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock") if git_knows(name)]


def git_knows(name: str) -> bool:
    known = subprocess.run(["git", "ls-files", name], cwd=ROOT, capture_output=True, text=True, check=False)
    return bool(known.stdout.strip())


def test_every_picture_of_a_page_has_words_for_whoever_does_not_see_it():
    without = [f"{path}" for path in (ROOT / "app").rglob("*.py") if re.search(r"\.image\(", path.read_text("utf-8"))]
    assert not without, "widgets.plain.picture takes an alt; Streamlit's own pictures have none"
