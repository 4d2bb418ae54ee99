"""A name means one thing wherever it is read: types of arrays, and what is assumed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ABOVE_THE_MODEL = ("scenarios", "experiments", "app")
TYPES_OF_ARRAYS = re.compile(r"^(\w+)(?:: TypeAlias)? = NDArray\[np\.\w+\]$", re.MULTILINE)
ASSUMPTIONS_CALLED_KNOWN = re.compile(r"^[^\n=#]*\bknown\b[^\n=#]*=[^\n=]*\.assumptions\b", re.MULTILINE)


def found(pattern: re.Pattern[str], *folders: str) -> dict[str, list[str]]:
    texts = {path: path.read_text("utf-8") for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))}
    assert len(texts) > 100, "hardly a file is read: this test looks in the wrong place"
    return {path.relative_to(ROOT).as_posix(): here for path, text in texts.items() if (here := pattern.findall(text))}


def test_types_of_arrays_are_named_in_one_file():
    """In `model/arrays.py`: elsewhere `Ints` were 64 bits in one file and 32 in the next."""
    assert {"Floats", "Int64s", "Int32s", "Bools"} <= set(found(TYPES_OF_ARRAYS, "model")["model/arrays.py"])
    assert not found(TYPES_OF_ARRAYS, *ABOVE_THE_MODEL)


def test_assumptions_are_called_so_above_the_model_and_in_tests():
    files = found(ASSUMPTIONS_CALLED_KNOWN, *ABOVE_THE_MODEL, "tests")
    assert set(files) <= {"tests/test_names.py"}


@pytest.mark.parametrize(
    ("pattern", "line", "is_one"),
    [
        (TYPES_OF_ARRAYS, "Ints = NDArray[np.int32]", True),
        (TYPES_OF_ARRAYS, "    values: NDArray[np.float64]", False),
        (ASSUMPTIONS_CALLED_KNOWN, "    known = district.parameters.assumptions.matters", True),
        (ASSUMPTIONS_CALLED_KNOWN, "    means, known = year.of(Means), year.parameters.assumptions.shops", True),
        (ASSUMPTIONS_CALLED_KNOWN, "    assumed = known.parameters.assumptions.shops", False),
        (ASSUMPTIONS_CALLED_KNOWN, "    if value == known.assumptions:", False),
    ],
)
def test_what_is_looked_for_is_found_and_nothing_else(pattern, line, is_one):
    assert bool(pattern.findall(line)) == is_one


# --- words with many meanings ------------------------------------------------------------------------------------

SAYS_NOTHING = ("told", "standing")
PUBLISHED = {"told": ("model/events/", "experiments/evidence/figures.py")}
"""Where one of them is the name of a column that people read: of the table of events, of `docs/figures.csv`."""


def bound(code: str) -> Iterator[str]:
    """Names that some code gives to variables, arguments, fields, functions and classes."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def test_a_thing_is_called_what_it_is():
    """`told` had eight meanings and `standing` nine: rows, texts, facts, volunteers, a baseline, an outcome."""
    wrong = []
    for folder in ("model", *ABOVE_THE_MODEL, "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            here = {one.lower() for one in bound(path.read_text("utf-8"))} & set(SAYS_NOTHING)
            wrong += [f"{name}: {one}" for one in here if not name.startswith(PUBLISHED.get(one, ()))]
    assert not wrong, f"say what it is, such as rows, facts, text, outcome: {wrong}"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("told = 1", "told"),
        ("def f(*, told): ...", "told"),
        ("class Told: ...", "Told"),
        ("[told for told in x]", "told"),
        ("import events as told", "told"),
    ],
)
def test_whatever_gives_a_name_is_looked_at(code, name):
    assert name in set(bound(code))


# --- arrays ------------------------------------------------------------------------------------------------------

DENSE = 10


def dense_without_a_word(code: str) -> list[str]:
    """Functions with that many calls of numpy and neither a comment nor a shape in their docstring."""
    lines, found = code.splitlines(), []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef):
            calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
            dense = sum(ast.unparse(one.func).startswith("np.") for one in calls) >= DENSE
            said = any("#" in line for line in lines[node.lineno - 1 : node.end_lineno])
            if dense and not said and "shape" not in (ast.get_docstring(node) or ""):
                found.append(node.name)
    return found


def test_where_arrays_are_dense_a_comment_says_shapes_or_why():
    files = {path: dense_without_a_word(path.read_text("utf-8")) for path in sorted((ROOT / "model").rglob("*.py"))}
    assert not {path.name: names for path, names in files.items() if names}
    assert dense_without_a_word("def f(x):\n" + "    x = np.sqrt(x)\n" * DENSE) == ["f"]
    assert not dense_without_a_word("def f(x):\n    # shape (cells,)\n" + "    x = np.sqrt(x)\n" * DENSE)
