"""What differs between scenarios beside their policies: other places, assumptions and prices make another world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...model.parameters import all_parameters
from .wording import Words

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

MOST_TOLD = 6


def stated_assumptions(scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
    """Assumptions that all scenarios share and that are not the defaults."""
    every = [_assumptions(scenario) for scenario in scenarios.values()]
    return {key: value for key, value in every[0].items() if all(one.get(key) == value for one in every)}


def other_worlds(scenarios: Mapping[str, Scenario]) -> dict[str, dict[str, Any]]:
    """Scenario -> fact or assumption -> its value there and for the baseline, where they are not the same."""
    (_, baseline), *others = scenarios.items()
    found = {}
    for name, scenario in others:
        differs: dict[str, Any] = {}
        if scenario.place_id != baseline.place_id:
            differs["place"] = {"value": scenario.place_id, "baseline": baseline.place_id}
        else:
            here, there = (one.parameters.place.model_dump(mode="json") for one in (scenario, baseline))
            differs |= _differences(
                {f"place.{k}": v for k, v in here.items()}, {f"place.{k}": v for k, v in there.items()}
            )
        if scenario.shocks != baseline.shocks:
            differs["shocks"] = {"value": _shocks(scenario), "baseline": _shocks(baseline)}
        names = dict.fromkeys([*_assumptions(baseline), *_assumptions(scenario)])
        differs |= _differences(
            {key: scenario.values[key] for key in names}, {key: baseline.values[key] for key in names}
        )
        if differs:
            found[name] = differs
    return found


def world_lines(scenarios: Mapping[str, Scenario], say: Words) -> Iterator[str]:
    """One line for what was assumed of all, then one for each scenario that is another world."""
    known, baseline = all_parameters(), next(iter(scenarios))
    stated = stated_assumptions(scenarios)
    if stated:
        lines = [
            say("worlds.default", key=key, value=_shown(value), before=_shown(known[key].default))
            for key, value in stated.items()
        ]
        yield say("worlds.assumed", told=_listed(lines, say))
    for name, differs in other_worlds(scenarios).items():
        lines = [_difference(key, one, baseline, say) for key, one in differs.items()]
        yield say("worlds.differs", name=name, baseline=baseline, told=_listed(lines, say))


def _difference(key: str, one: Mapping[str, Any], baseline: str, say: Words) -> str:
    """One thing in which a scenario's world differs from the baseline's."""
    value, before = one["value"], one["baseline"]
    if key == "place":
        return say("worlds.place", value=value, before=before, baseline=baseline)
    if key == "shocks":
        texts = (_listed(each, say) or say("worlds.none") for each in (value, before))
        return say("worlds.shocks", value=next(texts), before=next(texts), baseline=baseline)
    return say("worlds.value", key=key, value=_shown(value), before=_shown(before), baseline=baseline)


def _shocks(scenario: Scenario) -> list[str]:
    """Emergencies as they are typed."""
    return [f"{one.kind}:{one.start}:{one.days}:{one.strength:g}" for one in scenario.shocks]


def _assumptions(scenario: Scenario) -> dict[str, Any]:
    """Assumptions that are not at their default."""
    known = all_parameters()
    return {
        key: value
        for key, value in scenario.values.items()
        if known[key].about.role == "assumption" and value != known[key].default
    }


def _differences(here: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: {"value": here[key], "baseline": there[key]} for key in here if key in there and here[key] != there[key]
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e15 else f"{value:g}"
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _listed(lines: list[str], say: Words) -> str:
    """The first few, and how many there are beside them."""
    rest = len(lines) - MOST_TOLD
    shown = [*lines[:MOST_TOLD], say("worlds.more", rest=rest)] if rest > 0 else lines
    return ("；" if say.language == "zh" else "; ").join(shown)
