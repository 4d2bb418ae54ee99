"""On whose word a value stands: the rows of the evidence and the grade given where the value was set."""

from __future__ import annotations

from ..model.parameters import all_parameters
from .describe import source_of
from .header import Source
from .resolved import Resolved


def evidence_of(scenario: Resolved, name: str) -> Source:
    """Rows, grade and note of a lever, an assumption or a fact of the place; empty for what somebody typed."""
    if name.startswith("place."):
        fact = name.removeprefix("place.") if name.startswith("place.needs.") else name
        return source_of(fact, scenario.place_file.header.sources)
    parameter = all_parameters()[name]
    kind = scenario.provenance[name].partition(" ")[0]
    if kind == "default":
        return Source(parameter.about.sources, parameter.about.grade)
    files = {"place": scenario.place_file, "policy": scenario.policy_file, "scenario": scenario.scenario_file}
    file = files.get(kind)
    if file is None:
        return Source()
    key = f"status_quo.{name}" if kind == "place" else name
    rows = parameter.default if parameter.kind == "table" else ()
    found = (source_of(one, file.header.sources) for one in (key, *(f"{key}.{row}" for row in rows)))
    return next((source for source in found if source.rows or source.grade), Source())
