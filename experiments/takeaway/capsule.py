"""A comparison in one file that can be run again: scenarios whole, seeds, versions, results, and the brief as told.

A capsule is a zip of four JSON files with a fixed layout. It is somebody else's file when it is opened: nothing in it
is unpacked to disk or run, only its four names are read, each no further than a limit, and each has its hash.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.observation.indicators import INDICATORS
from ...model.parameters import all_parameters
from ...scenarios.reading import NotRegular, regular_bytes
from ...scenarios.recorded import record
from ..comparing.worth import ENDED
from ..evidence.model_mark import model_mark
from ..runs.refusing import Refused
from .brief import Brief, NoBrief, read_brief
from .briefing import brief_of
from .taken import Taken

if TYPE_CHECKING:
    from ..comparing.compare import Comparison

FORMAT = 1
ABOUT, RESULTS, BRIEF, SUMS = "capsule.json", "results.json", "brief.json", "sums.json"
PARTS = (ABOUT, RESULTS, BRIEF, SUMS)
MOST_BYTES = 20_000_000
MOST_UNPACKED = 80_000_000
LANGUAGES = ("zh", "en")
DATE = (2000, 1, 1, 0, 0, 0)
"""The same comparison makes the same bytes, so its parts bear no moment."""


@dataclass(frozen=True)
class Opened:
    """What stands in a capsule.

    Attributes:
        about: Scenarios as they were recorded, seeds, days, versions, the model's mark and its defaults.
        comparison: The stored figures, put side by side by this version.
        briefs: Language -> the brief as it was told then.
        id: The hash of its bytes.
    """

    about: Mapping[str, Any]
    comparison: Comparison
    briefs: Mapping[str, Brief]
    id: str


def capsule(taken: Taken) -> bytes:
    """The comparison as a capsule; the same bytes for the same comparison on the same day."""
    said = {ABOUT: _about(taken), RESULTS: _results(taken.comparison)}
    said[BRIEF] = {one: brief_of(taken, one).plain() for one in LANGUAGES}
    parts = {name: _bytes(value) for name, value in said.items()}
    parts[SUMS] = _bytes({name: hashlib.sha256(content).hexdigest() for name, content in parts.items()})
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=True).encode()


def _about(taken: Taken) -> dict[str, Any]:
    from ..runs.manifest import versions

    return {
        "format": FORMAT,
        "kind": "capsule",
        "names": list(taken.comparison.names),
        "scenarios": {name: record(scenario) for name, scenario in taken.scenarios.items()},
        "seeds": list(taken.comparison.seeds),
        "days": taken.days,
        "warmup": taken.warmup,
        "redraw": taken.redraw,
        "command": taken.command,
        "looks": taken.comparison.looks,
        "versions": versions(),
        "model": model_mark(),
        "defaults": {name: one.default for name, one in all_parameters().items()},
    }


def _results(comparison: Comparison) -> dict[str, Any]:
    return {
        "values": {
            indicator: {name: _by_seed(values) for name, values in by_name.items()}
            for indicator, by_name in comparison.values.items()
        },
        "funnels": {name: _by_seed(runs) for name, runs in comparison.funnels.items()},
        "alike": list(comparison.alike),
        "failed": len(comparison.failures),
    }


def _by_seed(values: Mapping[int, Any]) -> list[list[Any]]:
    return [[seed, dict(value) if isinstance(value, Mapping) else value] for seed, value in values.items()]


def read_capsule(path: str | Path) -> Opened:
    """A capsule from disk.

    Raises:
        Refused: It is none, is too large, was changed, or is of a later format.
    """
    try:
        content = regular_bytes(Path(path), MOST_BYTES + 1)
    except NotRegular:
        raise Refused("refused.not_a_file", path=path) from None
    except OSError as fault:
        raise Refused("takeaway.unreadable", path=path, why=fault.strerror or str(fault)) from fault
    return opened(content, Path(path).name)


def opened(content: bytes, name: str) -> Opened:
    """A capsule from its bytes; `name` is what the file is called in a refusal."""
    if len(content) > MOST_BYTES:
        raise Refused("takeaway.too_large", path=name, most=MOST_BYTES // 1_000_000)
    parts = _parts(content, name)
    sums = _json(parts[SUMS], name, SUMS)
    for part in (ABOUT, RESULTS, BRIEF):
        if not isinstance(sums, dict) or sums.get(part) != hashlib.sha256(parts[part]).hexdigest():
            raise Refused("takeaway.changed", path=name, part=part)
    about, results, stored = (_json(parts[part], name, part) for part in (ABOUT, RESULTS, BRIEF))
    if not isinstance(about, dict) or about.get("kind") != "capsule":
        raise Refused("takeaway.no_capsule", path=name)
    if about.get("format") != FORMAT:
        raise Refused("takeaway.format", path=name, found=str(about.get("format"))[:20], known=FORMAT)
    try:
        briefs = {language: read_brief(stored[language]) for language in LANGUAGES}
        comparison = _comparison(about, results)
    except (NoBrief, KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise Refused("takeaway.broken", path=name, why=f"{type(fault).__name__}: {fault}"[:120]) from fault
    return Opened(about, comparison, briefs, hashlib.sha256(content).hexdigest())


def _parts(content: bytes, name: str) -> dict[str, bytes]:
    """The four parts of a capsule, none of them read further than the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = archive.infolist()
            strange = next((one.filename for one in found if one.filename not in PARTS), None)
            if strange is not None:
                raise Refused("takeaway.strange", path=name, part=strange[:60])
            if sorted(one.filename for one in found) != sorted(PARTS):
                raise Refused("takeaway.no_capsule", path=name)
            if sum(one.file_size for one in found) > MOST_UNPACKED:
                raise Refused("takeaway.bomb", path=name, most=MOST_UNPACKED // 1_000_000)
            return {one.filename: _read(archive, one, name) for one in found}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Refused("takeaway.no_capsule", path=name) from None


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> bytes:
    """One part; what its head says of its size is believed only as far as it is true."""
    with archive.open(one) as file:
        content = file.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise Refused("takeaway.bomb", path=name, most=MOST_UNPACKED // 1_000_000)
    return content


def _json(content: bytes, name: str, part: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Refused("takeaway.broken", path=name, why=part) from None


def _comparison(about: Mapping[str, Any], results: Mapping[str, Any]) -> Comparison:
    """The stored figures side by side; indicators that this version no longer knows stay in the brief only."""
    from ..comparing.compare import Comparison

    names, seeds = tuple(map(str, about["names"])), tuple(int(seed) for seed in about["seeds"])
    if len(names) < 2 or len(set(names)) != len(names) or set(about["scenarios"]) != set(names) or not seeds:
        raise ValueError("names")
    values = {
        indicator: {name: {int(seed): float(one) for seed, one in by_name[name]} for name in by_name}
        for indicator, by_name in results["values"].items()
        if indicator in INDICATORS
    }
    funnels = {
        name: {int(seed): {str(key): int(n) for key, n in run.items()} for seed, run in results["funnels"][name]}
        for name in names
    }
    if not all(set(ENDED) <= set(run) for runs in funnels.values() for run in runs.values()):
        raise ValueError("funnels")
    if not {"days", "warmup", "redraw"} <= set(about):
        raise ValueError("runs")
    alike = tuple(bool(one) for one in results["alike"])
    looks = "once" if about["looks"] == "once" else "any"
    return Comparison(names=names, seeds=seeds, values=values, funnels=funnels, alike=alike, looks=looks)
