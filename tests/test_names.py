"""A name means one thing wherever it is read: types of arrays, and what is assumed."""

from __future__ import annotations

import re
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
