"""Which model made a stored run: results of another model are never taken for this one's."""

from __future__ import annotations

import ast
import csv
import hashlib
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

from ..runs.folders import source_folder

SAME_MODELS = Path(__file__).parent / "same_models.csv"
"""Code that was shown to do what earlier code does (`same_bits`): `mark`, `same_as`, over how many `runs`, `day`."""


@lru_cache(maxsize=1)
def model_mark() -> str:
    """Under which mark runs of this model are stored: its code's, or that of earlier code that does the same.

    Returns:
        The mark of the first code that gave these bits, where `same_bits` compared them; otherwise this code's own.
    """
    same_as = {row["mark"]: row["same_as"] for row in same_models()}
    return same_as.get(code_mark(), code_mark())


def same_models(path: Path = SAME_MODELS) -> list[dict[str, str]]:
    """Rows of the table of builds that do the same."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def code_mark() -> str:
    """A short fingerprint of the model's own code; what a run was given stands in its scenario's hash.

    Comments, docstrings and layout are no part of it: to word them better makes no stored run another model's. Another
    version of Python may write the same code otherwise; then runs are made again.
    """
    if threading.current_thread() is threading.main_thread():
        return _reckoned()
    return _reckoned_apart()


def _reckoned_apart() -> str:
    """The same by another process.

    In Python 3.11 two threads that parse at once make each other fail, and a server parses its pages all the time.
    """
    command = [sys.executable, "-P", "-c", f"from {__name__} import code_mark; print(code_mark())"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.strip()


def _reckoned() -> str:
    digest, root = hashlib.sha256(), source_folder()
    for path in sorted((root / "model").rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(code_of(path.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()[:12]


def code_of(source: str) -> str:
    """A module's code without what does nothing: comments, docstrings and other strings that stand alone, layout."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [line for line in node.body if not _stands_alone(line)] or [ast.Pass()]
    return ast.unparse(tree)


def _stands_alone(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
