"""Which model made a stored run: results of another model are never taken for this one's."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from ..folders import source_folder


@lru_cache(maxsize=1)
def model_mark() -> str:
    """A short fingerprint of the model's own files; what a run was given stands in its scenario's hash."""
    digest, root = hashlib.sha256(), source_folder()
    for path in sorted((root / "model").rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
