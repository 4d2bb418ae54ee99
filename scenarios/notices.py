"""What a planner should know about a valid scenario: what does not act, and which dates lie outside the run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..model.parameters import Levers, all_parameters
from ..model.parameters.moving import moved as moved_levers
from .dead_levers import Dead, Facts, dead_levers
from .faults import Notice
from .resolved import Resolved
from .shelf import find_place, is_shipped, shipped
from .twins import TWIN, fit_of, is_home, is_shipped_twin

ENOUGH_DAYS = 180  # half a year: needs enough for narrow intervals, and both a cold and a mild season

MONEY_OF_A_COMMUNITY = ("funding.project_yuan", "funding.community_yuan")
LARGE = 1_000_000  # residents of a large urban district
BYTES_A_RESIDENT = 2_000  # measured: peak memory of a year of Yantian by its residents, and room for needs

WHAT: dict[str, tuple[str, str]] = {
    "judgement": ("试点评估", "judgement of a pilot"),
    "boundary": ("实测边界", "real outlines"),
    "step": ("政策步骤", "step"),
}


def notices_about(scenario: Resolved) -> tuple[Notice, ...]:
    """Levers that are stated and do not act in this build."""
    notices = []
    idle = idle_levers(scenario)
    if idle:
        notices.append(Notice("not_built", {"count": len(idle), "names": ", ".join(idle)}))
    if _borrows_its_id(scenario):
        notices.append(Notice("borrowed_id", {"place": scenario.place_file.id}))
    residents = scenario.parameters.place.residents
    if residents > LARGE:
        details = {"residents": f"{residents:,}", "gib": f"{residents * BYTES_A_RESIDENT / 2**30:,.0f}"}
        notices.append(Notice("large_place", details))
    boundary = scenario.parameters.place.boundary
    outlines = [boundary.file] if boundary is not None else []
    if scenario.layout_file and scenario.drawn_layout is None:
        notices.append(Notice("layout_unused", {"file": scenario.layout_file}))
    if outlines:
        notices.append(Notice("not_acting", {"what": WHAT["boundary"], "names": ", ".join(outlines)}))
    dead = [_nothing_to_act_on(one) for one in dead_levers_of(scenario)]
    return (*notices, *_money_stated_twice(scenario), *_twin_elsewhere(scenario), *dead)


def dead_levers_of(scenario: Resolved) -> tuple[Dead, ...]:
    """Levers that policy, scenario or somebody put elsewhere than they stand today, and that can do nothing here."""
    place, known = scenario.parameters.place, all_parameters()
    later = [step.levers for step in scenario.steps]
    later += [moved_levers(scenario.parameters.levers, one.changes) for one in scenario.acting_triggers]
    days = [lever_values(levers) for levers in (scenario.parameters.levers, *later)]
    today = lever_values(scenario.warmup_parameters.levers)
    moved = {name: values[name] for values in days for name in known if name in today and values[name] != today[name]}
    shocked = bool(scenario.shocks)
    return tuple(dead_levers(moved, tuple(Facts(place, values, shocked) for values in days)))


def dead_rows(scenario: Resolved) -> list[dict[str, object]]:
    """The same for a machine: the levers, whether they surely do nothing, and why, in both languages."""
    return [
        {"levers": list(one.levers), "certain": one.certain, "why": dict(zip(("zh", "en"), one.why, strict=True))}
        for one in dead_levers_of(scenario)
    ]


def _nothing_to_act_on(dead: Dead) -> Notice:
    code = "dead_levers" if dead.certain else "hardly_any"
    return Notice(code, {"names": ", ".join(dead.levers), "why": dead.why})


def lever_values(levers: Levers) -> dict[str, object]:
    """Dotted name -> value of every lever."""
    return {f"{group}.{name}": value for group, fields in levers.model_dump().items() for name, value in fields.items()}


def _twin_elsewhere(scenario: Resolved) -> Iterator[Notice]:
    """A twin where nobody solved what it may cost: its home's numbers, which need not be equal money here."""
    policy, place = scenario.policy_file, scenario.place_file
    if is_shipped_twin(policy) and not is_home(policy, place) and fit_of(policy, place) is None:
        named = place.id if is_shipped("place", place.id, place.path) else place.path
        values = {"twin": policy.id, "home": policy.home, "policy": policy.id.removesuffix(TWIN), "place": named}
        yield Notice("twin_elsewhere", values)


def _money_stated_twice(scenario: Resolved) -> Iterator[Notice]:
    """A sum per community set on top of one per resident that place or policy state: the two are added."""
    said = {key for layer in scenario.lever_layers for key in layer.values}
    for lever in MONEY_OF_A_COMMUNITY:
        each = scenario.values[f"{lever}_per_resident"]
        if lever in said and f"{lever}_per_resident" not in said and each:
            values = {"lever": lever, "value": f"{scenario.values[lever]:,.0f}", "each": f"{each:g}"}
            yield Notice("money_added", values)


def _borrows_its_id(scenario: Resolved) -> bool:
    """Whether a place of somebody's own would pass for a shipped one wherever results are kept."""
    own = scenario.place_file
    if own.id not in shipped()["place"]:
        return False
    theirs = find_place(own.id)
    return (own.place, own.status_quo.values) != (theirs.place, theirs.status_quo.values)


def notices_about_length(days: int) -> tuple[Notice, ...]:
    """A run with few needs in it and part of a year only. Every need is followed to its end, however short the run."""
    return (Notice("short_run", {"days": days, "enough": ENOUGH_DAYS}),) if days < ENOUGH_DAYS else ()


def idle_levers(scenario: Resolved) -> list[str]:
    """Levers moved away from their default whose process this build does not have."""
    known = all_parameters()
    moved = {name for name, value in scenario.values.items() if value != known[name].default}
    moved |= {name for step in scenario.planned_steps for name in step.changes.values if name in known}
    return [name for name in known if name in moved and not known[name].about.built]


def notices_about_dates(scenario: Resolved, days: int) -> tuple[Notice, ...]:
    """Every step or judgement whose date lies outside the measured days; a run refuses a shock that does."""
    first = scenario.parameters.place.start
    last = first + dt.timedelta(days=max(days, 1) - 1)
    steps = scenario.planned_steps
    dated = [("step", step.at) for step in steps]
    dated += [("judgement", step.at + dt.timedelta(days=step.judge_after)) for step in steps if step.judge_after]
    return tuple(
        Notice("outside_run", {"what": WHAT[what], "date": day, "first": first, "last": last})
        for what, day in dated
        if not first <= day <= last
    )
