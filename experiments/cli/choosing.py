"""From what was typed to the scenarios it means."""

from __future__ import annotations

import argparse
import re
import tomllib
from typing import Any

from ...model.parameters import all_parameters
from ...scenarios.library import Scenario, load
from ..refusing import Refused

_YES, _NO = ("yes", "on", "是", "true"), ("no", "off", "否", "false")


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
    """Place, then policy, then what `--set` says for all, then what the braces say for this one."""
    name, changes = split_braces(text)
    scenario = load(name)
    if chosen.place:
        scenario = scenario.with_place(chosen.place)
    if chosen.policy:
        scenario = scenario.with_policy(chosen.policy)
    for change in [*chosen.set, *changes]:
        key, value = split_pair(change)
        scenario = apply(scenario, key, value)
    for shock in chosen.shock:
        scenario = scenario.with_shock(shock)
    return scenario


def apply(scenario: Scenario, key: str, text: str) -> Scenario:
    """Set a lever or state an assumption; which of the two it is, its declaration says."""
    known = all_parameters().get(key)
    value = parse_value(text)
    if known is not None and known.kind == "yes_no" and text.strip().lower() in _YES + _NO:
        value = text.strip().lower() in _YES
    if known is not None and known.kind == "choice":
        value = text.strip().strip("\"'")
    if known is not None and known.about.role == "assumption":
        return scenario.assume(key, value)
    return scenario.set(key, value)


def parse_value(text: str) -> Any:
    """A value as TOML writes it; a bare word is itself."""
    try:
        return tomllib.loads(f"value = {text.strip()}")["value"] if "\n" not in text else text
    except (tomllib.TOMLDecodeError, RecursionError):
        return text.strip()


def split_pair(text: str) -> tuple[str, str]:
    """`key=value`, or a complaint."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise Refused("usage.pair", text=text)
    return key.strip(), value.strip()


def split_braces(text: str) -> tuple[str, list[str]]:
    """`B{key=value, …}` is scenario B with some levers set for it alone."""
    found = re.fullmatch(r"\s*(?P<name>[^{}]+?)\s*\{(?P<inside>.*)\}\s*", text, re.DOTALL)
    if found is None:
        if "{" in text and not text.endswith((".toml", "/")):
            raise Refused("usage.braces", text=text)
        return text, []
    return found["name"], [part for part in _at_commas(found["inside"]) if part]


def _at_commas(text: str) -> list[str]:
    """Parts between commas that are not inside quotes or brackets."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        depth += (letter in "{[" and not quote) - (letter in "}]" and not quote)
        if letter in ",，" and depth == 0 and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


