"""What a search found as policy files: each can be checked, shown, run and compared as any other."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...model.observation.indicators import INDICATORS
from ...scenarios.faults import InputFault
from ...scenarios.scenario import Scenario
from ...scenarios.shelf import find_policy, is_shipped
from ..comparing.sentences import label
from ..reports.wording import LANGUAGES, words
from ..runs.store import write_text
from .findings import Candidate, Found

FOLDER = "candidates"


def check_base(base: Scenario, at: tuple[str, int | None]) -> None:
    """Refuse a scenario to depart from whose dated steps no candidate could carry on.

    Raises:
        InputFault: Its policy is no shipped one and changes on a date, tries a pilot, or waits for a condition.
    """
    own = base.policy_file
    carried = (own.steps, own.triggers) if _on_shelf(base) else ((), ())
    if (base.planned_steps, base.triggers) != carried:
        raise InputFault("search_dated", "runs.policy", at=at)


def write_candidates(folder: Path, found: Found) -> list[Path]:
    """One policy file a candidate.

    Returns:
        Their paths, in the order of candidates.
    """
    where = folder / FOLDER
    where.mkdir(parents=True, exist_ok=True)
    paths = []
    for one in found.candidates:
        path = where / f"{one.name}.toml"
        text = policy_text(one, found, where)
        write_text(path, text)
        paths.append(path)
    return paths


def policy_text(one: Candidate, found: Found, where: Path) -> str:
    """A policy file that states what differs from the policy the search began with.

    Args:
        where: The folder it is meant for; files it names are named from there.
    """
    scenario = one.trial.scenario
    assert scenario is not None
    lines = ["format = 1", 'kind = "policy"']
    lines += [f"{key} = {_inline(text)}" for key, text in _words_of(one, found).items()]
    lines.append(f"home = {_value(_home(scenario, where))}")
    if _on_shelf(scenario):
        lines.append(f"based_on = {_value(scenario.policy_id)}")
    if scenario.drawn_layout is not None and scenario.layout_file:
        lines.append(f"layout_file = {_value(_from(where, scenario.layout_file))}")
    lines += ["", "[levers]", *(f"{_key(key)} = {_value(value)}" for key, value in _levers(scenario))]
    note = {language: words(language)("search.grade") for language in LANGUAGES}
    keys = dict.fromkeys(one.trial.values)
    return "\n".join(
        [
            *lines,
            "",
            "[sources]",
            *(f'{_key(key)} = {{rows = [], grade = "D", note = {_inline(note)}}}' for key in keys),
            "",
        ]
    )


def _words_of(one: Candidate, found: Found) -> dict[str, dict[str, str]]:
    """Title and summary: which search it comes from, and what it gave on the seeds nobody chose by."""
    texts: dict[str, dict[str, str]] = {"title": {}, "summary": {}}
    for language in LANGUAGES:
        say = words(language)
        given = [
            f"{label(name, language)} {say.number(held.value, INDICATORS[name].unit)}"
            for name, held in one.held_out.items()
        ]
        values = {"number": one.number, "search": found.file.header.title[language] or found.file.id}
        texts["title"][language] = say("search.policy_title", **values)
        texts["summary"][language] = say(
            "search.policy_summary",
            seeds=len(found.file.holdout),
            place=_place(one),
            given=("，" if language == "zh" else ", ").join(given),
        )
    return texts


def _place(one: Candidate) -> str:
    assert one.trial.scenario is not None
    return one.trial.scenario.place_id


def _levers(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Every lever by which a scenario differs from its policy's own on its place."""
    plain = Scenario(scenario.place_file, _unfitted(scenario), layout_file=scenario.layout_file)
    before, after = (one.parameters.levers.model_dump() for one in (plain, scenario))
    for group, fields in after.items():
        for field, value in fields.items():
            had = before[group][field]
            if value == had:
                continue
            if isinstance(value, Mapping):
                yield from ((f"{group}.{field}.{row}", value[row]) for row in value if value[row] != had[row])
            else:
                yield f"{group}.{field}", value


def _unfitted(scenario: Scenario) -> Any:
    """What a candidate without levers of its own would be: a variant of the shipped policy, else the status quo."""
    own = scenario.policy_file if _on_shelf(scenario) else find_policy("status_quo")
    # Under another name no levers are solved for it, as they are for a shipped twin of equal budget.
    return replace(own, header=replace(own.header, id="candidate"))


def _on_shelf(scenario: Scenario) -> bool:
    return is_shipped("policy", scenario.policy_id, scenario.policy_file.path)


def _home(scenario: Scenario, where: Path) -> str:
    name = scenario.place_id
    if is_shipped("place", name, scenario.place_file.path):
        return name
    return _from(where, str(scenario.place_file.path))


def _from(where: Path, path: str) -> str:
    return Path(os.path.relpath(path, where)).as_posix()


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _inline(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key} = {_value(value)}" for key, value in values.items()) + "}"
