"""From what was typed to the scenarios it means."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any

from ...model.parameters import all_parameters
from ...scenarios.library import InputFault, Scenario, load, parse_set, parse_shock
from ..runs.refusing import Refused


def one(chosen: argparse.Namespace) -> Scenario:
    """The scenario of a command that takes one name."""
    return _resolve(chosen.name, chosen)


def several(chosen: argparse.Namespace) -> dict[str, Scenario]:
    """The scenarios of `compare`, keyed by the text typed; the first is the baseline."""
    if len(chosen.names) < 2:
        raise Refused("usage.two_or_more")
    twice = [text for number, text in enumerate(chosen.names) if text in chosen.names[:number]]
    if twice:
        raise Refused("usage.twice", name=twice[0])
    return {text: _resolve(text, chosen) for text in chosen.names}


def _resolve(text: str, chosen: argparse.Namespace) -> Scenario:
    """Place, then policy, then what `--set` says for all and the braces say for this one, then shocks."""
    name, changes = split_braces(text)
    for option in ("place", "policy"):
        if getattr(chosen, option) is not None and not getattr(chosen, option).strip():
            raise Refused("usage.empty", name=f"--{option}")
    _once(chosen.set)
    _once(changes)
    scenario = load(name)
    if chosen.place is not None:
        scenario = scenario.with_place(chosen.place)
    if chosen.policy is not None:
        scenario = scenario.with_policy(chosen.policy)
    scenario = apply(scenario, [*chosen.set, *changes])
    for shock in chosen.shock:
        scenario = scenario.with_shock(parse_shock(shock))
    return scenario


def _once(changes: Iterable[str]) -> None:
    """Refuse two values for one key in the same breath; braces may still say otherwise for one than `--set` for all."""
    known: set[str] = set()
    for change in changes:
        key = change.partition("=")[0].strip()
        if key in known:
            raise InputFault("given_twice", key)
        known.add(key)


def apply(scenario: Scenario, changes: Iterable[str]) -> Scenario:
    """Set levers and state assumptions; which of the two a key is, its declaration says."""
    levers: dict[str, Any] = {}
    for change in changes:
        known = all_parameters().get(change.partition("=")[0].strip())
        if known is not None and known.about.role == "assumption":
            scenario = scenario.assume(*parse_set(change, "assumption"), origin="--set")
        else:
            key, value = parse_set(change)
            levers[key] = value
    return scenario.set_many(levers, origin="--set") if levers else scenario


def split_braces(text: str) -> tuple[str, list[str]]:
    """`B{key=value, …}` is scenario B with some levers set for it alone."""
    found = re.fullmatch(r"\s*(?P<name>[^{}]+?)\s*\{(?P<inside>.*)\}\s*", text, re.DOTALL)
    if found is None:
        if "{" in text and not text.endswith(".toml"):
            raise Refused("usage.braces", text=text)
        return text, []
    return found["name"], [part.strip() for part in re.split("[,，]", found["inside"]) if part.strip()]
