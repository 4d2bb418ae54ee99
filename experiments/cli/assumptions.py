"""`assumptions`: those that matter, or all of them, with what is believed of each."""

from __future__ import annotations

import argparse
from typing import Any

from ...model.belief import Weights
from ...model.parameters import all_parameters
from ...model.parameters.believing import beliefs
from ...scenarios.matter import Matters, what_matters
from ..reports.beliefs import believed
from ..reports.wording import Words
from .printing import print_json

DONE = 0
FORMAT = 1


def assumptions(chosen: argparse.Namespace, say: Words) -> int:
    """The few that a screening found to matter, or a stated list; `--all` for every one."""
    found = what_matters()
    names = list(beliefs()) if chosen.all else list(found.names)
    if chosen.json:
        about = {"format": FORMAT, "measured": found.measured, "model": found.model, "stability": found.stability}
        print_json({**about, "assumptions": [_object(name, found) for name in names]})
        return DONE
    from .tables import console, table

    heads = [say(f"assumptions.{head}") for head in ("name", "label", "default", "belief", "size")]
    out = console()
    out.print(table(heads, [_row(name, found, say) for name in names], words=5))
    out.print(say("assumptions.measured" if found.measured else "assumptions.stated"))
    out.print(say("assumptions.how"))
    return DONE


def _row(name: str, found: Matters, say: Words) -> list[str]:
    known = all_parameters()[name]
    label = known.about.label_zh if say.language == "zh" else known.about.label_en
    size = f"{100 * found.sizes[name]:.1f}" if name in found.sizes else "–"
    return [
        name,
        label,
        f"{known.default:g}" if known.kind in ("number", "count") else str(known.default),
        believed(name, say),
        size,
    ]


def _object(name: str, found: Matters) -> dict[str, Any]:
    belief, known = beliefs()[name], all_parameters()[name]
    row: dict[str, Any] = {"name": name, "default": known.default, "grade": known.about.grade}
    if isinstance(belief, Weights):
        row["answers"] = dict(belief.of)
    else:
        row |= {"low": belief.low, "high": belief.high, "shape": belief.shape, "off": belief.off}
    return {**row, "size": found.sizes.get(name)}


COMMANDS = {"assumptions": assumptions}
