"""`import`: tables and outlines of one's own become a place file, with what was understood told aloud."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...scenarios.library import find_place
from ..importing.faults import ImportFault
from ..importing.gathering import Asked, Understood, gather
from ..importing.template import write_template
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.whole_file import whole_file
from .printing import print_json, say_aside

DONE, WRONG_INPUT = 0, 2


def import_data(chosen: argparse.Namespace, say: Words) -> int:
    """Write the template, or read, check, print and write a place."""
    if chosen.template is not None:
        _new(chosen.template, "template")
        _written(Path(chosen.template), lambda rough: write_template(rough, say.language))
        say_aside(say("import.template_written", path=chosen.template))
        return DONE
    if not chosen.files or chosen.out is None:
        raise Refused("usage.required", what="TABLE, --out" if not chosen.files else "--out", nearest="")
    _new(chosen.out, "out")
    asked = Asked(tuple(chosen.files), chosen.out, find_place(chosen.like), chosen.crs, chosen.layer)
    try:
        found = gather(asked)
    except ImportFault as fault:
        for one in (fault, *fault.others):
            say_aside(f"{say('error.prefix')}{one.text(say.language)}")
        return WRONG_INPUT
    assert found.made is not None
    text = found.made.text
    _written(Path(chosen.out), lambda rough: rough.write_text(text, encoding="utf-8"))
    for note in _notes(found, chosen, say):
        say_aside(f"{say('warning.prefix')}{note}")
    if chosen.json:
        print_json(_as_object(found, chosen))
    else:
        _tell(found, chosen, say)
    return DONE


def _new(path: str, option: str) -> None:
    if Path(path).exists():
        raise Refused("import.taken", option=option, path=path)


def _written(path: Path, write: Any) -> None:
    try:
        with whole_file(path) as rough:
            write(rough)
    except OSError as fault:
        raise Refused("refused.out_unwritable", path=path, why=fault.strerror or "?") from None


def _notes(found: Understood, chosen: argparse.Namespace, say: Words) -> Iterator[str]:
    for _, head in found.heads:
        if head.stripped:
            yield say("import.stripped", columns=", ".join(head.stripped))
        if head.unused:
            yield say("import.unused", columns=", ".join(head.unused))
    for name in found.left:
        yield say("import.left", name=name)
    if found.land is not None and found.land.suspected is not None:
        name, reason = found.land.suspected
        why = say(f"import.suspect_{reason}")
        yield say("import.suspected", name=name, system=found.land.system.name, why=why)
    if found.land is not None and found.land.abroad:
        yield say("import.abroad")
    assert found.made is not None
    taken = [key for key, source in found.made.stated.source.items() if source == "like"]
    if taken:
        yield say("import.filled", like=chosen.like, keys=", ".join(taken))


def _tell(found: Understood, chosen: argparse.Namespace, say: Words) -> None:
    from .tables import console, table

    out = console()
    assert found.made is not None
    for sheet, head in found.heads:
        columns = ", ".join(f"{called} → {column}" for column, called in head.called.items())
        kind = say(f"import.kind_{head.kind}")
        out.print(say("import.read", file=sheet.file, sheet=sheet.name, kind=kind, columns=columns), soft_wrap=True)
    stated = found.made.stated
    rows = [
        [key, _figure(value), say(f"import.short_{stated.source[key]}")]
        for key, value in stated.values.items()
        if stated.source[key] != "like"
    ]
    out.print(table([say("import.fact"), say("import.value"), say("import.from")], rows))
    if found.raked is not None:
        worst = {name: say.number(missed, "share") for name, missed in found.raked.missed.items()}
        margins = ", ".join(f"{name} {missed}" for name, missed in worst.items())
        effective = f"{found.raked.effective:,.0f}"
        out.print(say("import.met", rounds=found.raked.rounds, margins=margins, effective=effective), soft_wrap=True)
    for line in _settled(found, say):
        out.print(line, soft_wrap=True)
    out.print(say("import.kept", path=chosen.out, residents=f"{found.made.place.residents:,}"), soft_wrap=True)


def _figure(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}" if isinstance(value, float) else str(value)


def _settled(found: Understood, say: Words) -> Iterator[str]:
    """Shares are met to the person; communities are of the model's own sizes, and so it is said."""
    assert found.made is not None
    if found.communities is not None:
        stated = sorted(int(one) for one in found.communities.counts["residents"])
        laid = found.made.laid
        ends = {"low": stated[0], "high": stated[-1], "laid_low": laid[0], "laid_high": laid[-1]}
        yield say("import.sizes", **{name: f"{one:,}" for name, one in ends.items()})


def _as_object(found: Understood, chosen: argparse.Namespace) -> dict[str, Any]:
    """What `--json` prints."""
    assert found.made is not None
    stated = found.made.stated
    facts = {key: {"value": value, "from": stated.source[key]} for key, value in stated.values.items()}
    columns = [
        {"file": sheet.file, "sheet": sheet.name, "kind": head.kind, "columns": dict(head.called)}
        | {"stripped": list(head.stripped), "unused": list(head.unused)}
        for sheet, head in found.heads
    ]
    result: dict[str, Any] = {"format": 1, "out": chosen.out, "place": Path(chosen.out).stem, "like": chosen.like}
    result |= {"tables": columns, "left": found.left, "facts": facts}
    if found.raked is not None:
        result["margins"] = {"missed": found.raked.missed, "rounds": found.raked.rounds}
        result["margins"] |= {"effective_rows": found.raked.effective}
    if found.land is not None:
        result["outlines"] = {"system": found.land.system.name, "area_km2": found.land.area_km2}
        result["outlines"] |= {"suspected": found.land.suspected[0] if found.land.suspected else None}
    return result


COMMANDS = {"import": import_data}
