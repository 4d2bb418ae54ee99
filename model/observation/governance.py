"""The governance index of every community (GD-11): eight components, as they are and as the district sees them.

The article asks for an index every year with satisfaction and project effect as main measures; what else belongs to it
and the weights are ours (grade D). The district makes the index itself, of registers, call-backs and reviews: it is
*seen*. Beside it stands what is *true*, latent needs included, which nobody in the district knows. Nobody here acts on
either; the report is read after the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats
from ..columns import CALLED_BACK, NEVER, RECORDED_SATISFACTION
from ..deliberation.docket import Docket
from ..late_tables import Late
from ..monitoring.satisfaction import read_past_year
from ..parameters.levers.index import INDEX_COMPONENTS
from ..projects.records import ProjectBook
from ..sparing import pd
from ..volunteers.records import Volunteers
from ..working_days import DAYS_A_YEAR
from .need_log import Measured
from .unevenness import weighted_gini

if TYPE_CHECKING:
    from ..district import District

INDEX = "index"
SOON = 7.0  # working days


class Component(NamedTuple):
    """One component by community, 0 to 1; not a number where nothing is known."""

    true: Floats
    seen: Floats


def index_table(log: Measured, found: Mapping[str, Component]) -> Late:
    """Every component and the index itself: `community`, `component`, `true`, `seen`, `weight`.

    Of the last year of the measured days, or all of them where they are fewer.

    Args:
        found: Every component: `of_the_needs`, and what `other_components` said on the last measured evening.
    """
    weights = log.district.parameters.levers.index.weights
    communities = np.arange(log.district.world.territory.communities, dtype=np.int32)
    rows = []
    for name in INDEX_COMPONENTS:
        values = {"true": found[name].true, "seen": found[name].seen, "weight": weights.get(name, 0.0)}
        rows.append({"community": communities, "component": name, **values})
    whole = {side: weighted([getattr(found[name], side) for name in INDEX_COMPONENTS], weights) for side in SIDES}
    rows.append({"community": communities, "component": INDEX, **whole, "weight": np.nan})
    return Late(lambda: pd.concat([pd.DataFrame(one) for one in rows], ignore_index=True))


def index_of_the_district(log: Measured, found: Mapping[str, Component]) -> dict[str, float]:
    """`governance_index` (true) and `governance_index_seen`, means over residents, with the same weight for all.

    Policies weigh their own reports as they like (`index.weights`). Whoever compares them needs one yardstick, or a
    policy would be better for measuring otherwise.

    Args:
        found: As in `index_table`.
    """
    territory = log.district.world.territory
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    whole = {
        side: weighted([getattr(found[name], side) for name in INDEX_COMPONENTS], dict.fromkeys(INDEX_COMPONENTS, 1.0))
        for side in SIDES
    }
    indices = {"governance_index": _mean(whole["true"], people), "governance_index_seen": _mean(whole["seen"], people)}
    return {name: value for name, value in indices.items() if np.isfinite(value)}


def _mean(values: Floats, people: NDArray[Any]) -> float:
    """Mean over the residents of communities whose value is known."""
    known = np.isfinite(values) & (people > 0)
    return float(np.average(values[known], weights=people[known])) if known.any() else float("nan")


SIDES = ("true", "seen")


def weighted(components: list[Floats], weights: Mapping[str, float]) -> Floats:
    """Weighted mean of the components that are known, community by community; in the order of `INDEX_COMPONENTS`."""
    values = np.array(components)
    weight = np.array([weights.get(name, 0.0) for name in INDEX_COMPONENTS])[:, None] * np.isfinite(values)
    total = weight.sum(axis=0)
    filled = (np.where(np.isfinite(values), values, 0.0) * weight).sum(axis=0)
    return _ratio(filled, total)


def of_the_needs(log: Measured) -> dict[str, Component]:
    """Coverage, its evenness and timeliness of needs born in the last year; the register knows only those heard."""
    needs, territory = log.needs, log.district.world.territory
    home = territory.community_of_cell[needs.cell]
    first = _first_day(log.district)
    lately = needs.birth_day >= first
    known, registered = lately & log.closed, lately & log.closed & (needs.heard_day >= 0)
    on_time = needs.closed_time <= needs.due_time
    handled = registered & (needs.closed_time < NEVER)
    lived = needs.done_time - log.district.state.facts.working_index[needs.birth_day]
    count = territory.communities
    return {
        "coverage": Component(_share(log.on_time, known, home, count), _share(on_time, registered, home, count)),
        "equity": Component(_evenness(log, log.on_time, known), _evenness(log, on_time, registered)),
        "timeliness": Component(
            _share(log.met & (lived <= SOON), known, home, count),
            _share(needs.closed_time - needs.heard_time <= SOON, handled, home, count),
        ),
    }


def other_components(district: District) -> dict[str, Component]:
    """The other components on the last measured evening; nothing is changed by looking."""
    return {
        "satisfaction": _satisfaction(district),
        "trust": _trust(district),
        "participation": _participation(district),
        "projects": _projects(district),
        "openness": _openness(district),
    }


def _first_day(district: District) -> int:
    plan = district.plan
    return max(plan.warmup, plan.warmup + plan.days - int(DAYS_A_YEAR))


def _share(part: Bools, whole: Bools, home: NDArray[Any], count: int) -> Floats:
    """Share of `whole` that is `part`, by community."""
    return _ratio(np.bincount(home, part & whole, count), np.bincount(home, whole, count))


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """Not a number where there is nothing."""
    found: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return found


def _evenness(log: Measured, part: Bools, whole: Bools) -> Floats:
    """One less the Gini coefficient of the share over a community's cells."""
    territory = log.district.world.territory
    some, all_ = (np.bincount(log.needs.cell, one, territory.cells) for one in (part & whole, whole))
    found = np.full(territory.communities, np.nan)
    for community in range(territory.communities):
        here = (territory.community_of_cell == community) & (all_ > 0)
        if here.any():
            found[community] = 1.0 - weighted_gini(some[here] / all_[here], all_[here])
    return found


def _satisfaction(district: District) -> Component:
    """Of those a queue served in the past year; call-backs are written down for the district as a whole."""
    satisfied, served = read_past_year(district)
    days = slice(_first_day(district), district.length)
    daily = district.state.tallies.daily[:, days].sum(axis=1)
    called = float(daily[CALLED_BACK])
    seen = float(daily[RECORDED_SATISFACTION]) / called if called else np.nan
    return Component(_ratio(satisfied, served), np.full(len(served), seen))


def _trust(district: District) -> Component:
    """Mean trust of residents; nobody in the district measures it."""
    home, count = _home(district), district.world.territory.communities
    true = _ratio(np.bincount(home, district.state.minds.trust, count), np.bincount(home, minlength=count))
    return Component(true, np.full(count, np.nan))


def _participation(district: District) -> Component:
    """Of the residents registered as volunteers, those who served in the past year: a register of hours knows it."""
    corps, home = district.of(Volunteers).corps, _home(district)
    lately = corps.served_on > district.date(district.day).toordinal() - DAYS_A_YEAR
    found = _share(lately, corps.registered, home, district.world.territory.communities)
    return Component(found, found)


def _projects(district: District) -> Component:
    """What part of what their money would do the year's projects do; of a reviewed one who is content is seen.

    One that failed did nothing, and everybody knows.
    """
    first, count = _first_day(district), district.world.territory.communities
    chosen = [one for one in district.of(ProjectBook).projects if one.chosen_day >= first]
    where = np.array([one.community for one in chosen], np.int64)
    done = np.array([0.0 if one.failed else min(one.part, 1.0) for one in chosen])
    shown = np.array([0.0 if one.failed else 1.0 if one.content is None else one.content for one in chosen])
    every = np.bincount(where, minlength=count)
    return Component(*(_ratio(np.bincount(where, one, count), every) for one in (done, shown)))


def _openness(district: District) -> Component:
    """Of the matters open at the end or ended in the year, those over which people have met."""
    docket, first = district.of(Docket), _first_day(district)
    matters = [*docket.open, *(one for one in docket.closed if one.ended_on >= first)]
    where = np.array([one.community for one in matters], np.int64)
    met, count = np.array([one.meetings > 0 for one in matters], float), district.world.territory.communities
    found = _ratio(np.bincount(where, met, count), np.bincount(where, minlength=count))
    return Component(found, found)


def _home(district: District) -> NDArray[Any]:
    """The community of every resident."""
    return district.world.territory.community_of_cell[district.world.residents.cell]
