"""What scenarios plan to spend, where that differs: rules and money are two things, told together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .wording import words

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

WORTH_TELLING = 0.01  # of the baseline's money
TWIN = "_equal_budget"
LEVERS = {
    "community": "funding.community_yuan",
    "projects": "funding.project_yuan",
    "foundations": "funding.foundation_share",
    "owners_funds": "funding.owners_fund",
}
"""Lines of the budget that buy nothing until these levers act -> the lever."""


def money_lines(scenarios: Mapping[str, Scenario], days: int, language: str, *, ids: bool = True) -> Iterator[str]:
    """One sentence for every scenario that plans more or less money than the first, with its twin on equal money.

    Args:
        ids: Whether the twin is named as it is typed, beside its title.
    """
    from ...scenarios.budget import yuan_per_resident
    from ...scenarios.shelf import find_policy, is_shipped

    say = words(language)
    (baseline, first), *others = scenarios.items()
    today = yuan_per_resident(first, days)
    before = today["total"]
    compared = {scenario.policy_id for scenario in scenarios.values()}
    for name, scenario in others:
        if spends_alike(first, scenario):
            continue
        here = yuan_per_resident(scenario, days)
        after = here["total"]
        if abs(after - before) <= WORTH_TELLING * before:
            continue
        values = {"name": name, "baseline": baseline, "after": f"{after:,.0f}", "before": f"{before:,.0f}"}
        idle = sum(here[line] - today[line] for line in idle_lines())
        text = say("money.planned", **values)
        if abs(idle) >= 1.0:
            text += say(
                "money.idle",
                idle=f"{idle:+,.0f}".replace("-", "−"),
                difference=f"{after - before:+,.0f}".replace("-", "−"),
            )
        theirs = is_shipped("policy", scenario.policy_id, scenario.policy_file.path)
        twin = twin_of(scenario.policy_id) if theirs else ""
        if twin and twin not in compared:
            twin_id = f" ({twin})" if ids else ""
            text += say("money.twin", id=twin_id, title=find_policy(twin).header.title[language])
        yield text


def spends_alike(first: Scenario, scenario: Scenario) -> bool:
    """Whether a scenario is the twin, as it is shipped, of what is done there today, and so spends as much in a year.

    Its plan may be lower: works that neighbours agree on under its rules are in no plan.
    """
    from ...scenarios.shelf import is_shipped
    from ...scenarios.twins import fit_of, is_home, is_shipped_twin

    policy, place = scenario.policy_file, scenario.place_file
    fitted = is_shipped_twin(policy) and (fit_of(policy, place) is not None or is_home(policy, place))
    there = fitted and first.place_file.path == place.path
    today = first.policy_id == "status_quo" and is_shipped("policy", "status_quo", first.policy_file.path)
    plain = today and not first.lever_layers and not scenario.lever_layers
    return there and plain


def idle_lines() -> list[str]:
    """Lines of the budget that buy nothing in this build."""
    from ...model.parameters import all_parameters

    return [line for line, lever in LEVERS.items() if not all_parameters()[lever].about.built]


def twin_of(policy: str) -> str:
    """The shipped policy with the same rules on as much money as its home's status quo spends; empty if none."""
    from ...scenarios.shelf import shipped

    return f"{policy}{TWIN}" if f"{policy}{TWIN}" in shipped()["policy"] else ""
