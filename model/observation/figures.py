"""From the log of needs to the figures a planner reads: who was served, how soon, where and in which group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import (
    APP,
    BUNDLE,
    CALLED_BACK,
    CHANNEL_NAMES,
    COUNTER,
    ENDED_NEEDS,
    GRID,
    LAPSED_WAITING,
    MET_LATE,
    MET_ON_TIME,
    NEVER,
    NEVER_HEARD,
    NOBODY,
    OFFERED,
    ORGANISATION,
    PATROL,
    RECORDED_SATISFACTION,
    SOCIAL,
    TO_DEPARTMENT,
    TRUE_SATISFACTION,
    UNHEARD_SATISFACTION,
    UNHEARD_WEIGHT,
    USED,
    WALK_IN,
    WRONG_DOOR,
)
from ..deliberation.docket import Docket
from ..ledger.ledger import FEN_A_YUAN
from ..projects.records import ProjectBook
from ..tasks.process import administration
from ..volunteers.records import Volunteers
from ..working_days import DAYS_A_YEAR
from .matters_by_class import figures_of
from .need_log import Measured
from .reach_of_centres import reach_of_centres
from .unevenness import weighted_gini, worst_tenth
from .unpaid import unpaid_share

if TYPE_CHECKING:
    from ..district import District

BINS = ("open", "met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard")
REQUEST_CHANNELS = (
    "app",
    "walk_in",
    "visit",
    "patrol",
    "steward",
    "sensor",
    "proactive",
    "activity",
    "terminal",
)
PAID_TO_SERVE = (GRID, COUNTER, SOCIAL, ORGANISATION, BUNDLE)
"""Pools whose hours public money pays for; property firms live on fees, volunteers on nothing."""
SEVEN_DAYS = 7.0


def funnel(log: Measured) -> dict[str, int]:
    """Where the needs born ended; the six bins add up to `born`."""
    counts = np.bincount(log.needs.bin, minlength=len(BINS)).tolist()
    return {"born": len(log.needs), **{BINS[n]: counts[n] for n in (1, 2, 3, 4, 5, 0)}}


def requests(log: Measured) -> dict[str, int]:
    """Needs heard, by the channel that heard them."""
    counts = np.bincount(log.needs.channel[log.needs.channel >= 0], minlength=len(CHANNEL_NAMES)).tolist()
    heard = dict.fromkeys(REQUEST_CHANNELS, 0)
    for name, count in zip(CHANNEL_NAMES, counts, strict=True):
        heard[name] += count
    return heard


def indicators(log: Measured) -> dict[str, float]:
    """Every indicator this build can know; one without any need to speak of is absent."""
    return {**of_needs(log), **of_the_district(log)}


def of_needs(log: Measured) -> dict[str, float]:
    """What became of the needs born in the measured days; whole once they have all ended."""
    if log.district.plan.days == 0:
        return {}
    return _known(
        {
            **dict(_shares(log)),
            **dict(_weighted(log)),
            **dict(_times(log)),
            **dict(_groups(log)),
            **dict(_spread(log)),
            "unpaid_share": unpaid_share(log),
            "spend_per_need_met": ratio(log.moved.total_spent / FEN_A_YUAN, log.met.sum()),
        }
    )


def of_the_district(log: Measured) -> dict[str, float]:
    """How the district stands on the last measured evening, and what it did in the measured days."""
    if log.district.plan.days == 0:
        return {}
    district = log.district
    by_class = figures_of(district)
    return _known({**dict(_stocks(log)), **matters(district), **by_class, **projects(district), **spending(log)})


def _known(found: dict[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in found.items() if np.isfinite(value)}


def ratio(part: float, whole: float) -> float:
    """A share, or not a number where there is nothing to share."""
    return float(part) / float(whole) if whole else float("nan")


def _shares(log: Measured) -> Iterator[tuple[str, float]]:
    needs, closed, on_time = log.needs, log.closed, log.on_time
    public = log.district.state.kinds.public[needs.kind] == 1
    ended = closed.sum()
    yield "coverage", ratio(on_time.sum(), ended)
    yield "coverage_personal", ratio((on_time & ~public).sum(), (closed & ~public).sum())
    yield "coverage_public", ratio((on_time & public).sum(), (closed & public).sum())
    bins = np.bincount(needs.bin, minlength=len(BINS))
    yield "met_share", ratio(bins[MET_ON_TIME] + bins[MET_LATE], ended)
    yield "heard_share", ratio(ended - bins[NEVER_HEARD], ended)
    yield "never_heard_share", ratio(bins[NEVER_HEARD], ended)
    yield "lapsed_waiting_share", ratio(bins[LAPSED_WAITING], ended)
    yield "wrong_door_share", ratio(bins[WRONG_DOOR], ended)
    yield "met_late_share", ratio(bins[MET_LATE], ended)
    yield "no_capacity_in_time_share", ratio(bins[MET_LATE] + bins[LAPSED_WAITING], ended)
    people_years = len(log.district.world.residents.cell) / 1000.0 * log.district.plan.days / DAYS_A_YEAR
    yield "requests_per_1000", ratio((needs.channel != NOBODY).sum(), people_years)
    reported = (needs.channel == APP) | (needs.channel == WALK_IN)
    yield "patrol_to_report_ratio", ratio((needs.channel == PATROL).sum(), (reported & public).sum())
    yield "settled_in_community_share", ratio((log.met & (needs.pool != TO_DEPARTMENT)).sum(), log.met.sum())


def _weighted(log: Measured) -> Iterator[tuple[str, float]]:
    """Coverage where a need counts by its severity, or by the hours of work it takes, instead of as one."""
    for name, weight in (
        ("severity", log.district.state.kinds.severity[log.needs.kind].astype(float)),
        ("hours", log.needs.first_hours),
    ):
        yield f"coverage_by_{name}", ratio(weight[log.on_time].sum(), weight[log.closed].sum())


def _times(log: Measured) -> Iterator[tuple[str, float]]:
    needs = log.needs
    handled = needs.closed_time < NEVER
    soon = handled & (needs.closed_time - needs.heard_time <= SEVEN_DAYS)
    yield "handled_within_7_days_share", ratio((soon & log.closed).sum(), log.closed.sum())
    yield "handled_within_7_days_of_handled_share", ratio(soon.sum(), handled.sum())
    state = log.district.state
    longest = (state.kinds.window + state.kinds.deadline + state.service.patience_days)[needs.kind]
    took = np.maximum(needs.done_time - state.facts.working_index[needs.birth_day], 0.0)
    for whose, days in (("", np.where(log.met, took, longest)[log.closed]), ("_met", took[log.met])):
        if len(days):
            yield f"days_to_resolution_median{whose}", float(np.median(days))
            yield f"days_to_resolution_p90{whose}", float(np.quantile(days, 0.9))


def _groups(log: Measured) -> Iterator[tuple[str, float]]:
    for group, members in log.of_group.items():
        if group != "adult":
            yield f"coverage_{group}", ratio((log.on_time & members).sum(), (log.closed & members).sum())


def coverage_by(
    log: Measured, place: NDArray[np.integer], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Needs met on time and needs whose fate is known, by cell or grid."""
    return (
        np.bincount(place, log.on_time, count).astype(float),
        np.bincount(place, log.closed, count).astype(float),
    )


def _spread(log: Measured) -> Iterator[tuple[str, float]]:
    grid_of_cell = log.district.layout.grid_of_cell
    cells, grids = log.district.world.territory.cells, int(grid_of_cell.max()) + 1
    for unit, place, count in (("cells", log.needs.cell, cells), ("grids", grid_of_cell[log.needs.cell], grids)):
        met, ended = coverage_by(log, place, count)
        some = ended > 0
        yield f"coverage_worst_tenth_{unit}", worst_tenth(met[some], ended[some])
        yield f"coverage_gini_{unit}", weighted_gini(met[some] / ended[some], ended[some])


def _stocks(log: Measured) -> Iterator[tuple[str, float]]:
    district = log.district
    tallies, days = district.state.tallies, slice(district.plan.warmup, district.length)
    daily = tallies.daily[:, days].sum(axis=1)
    satisfaction, weight = (
        daily[TRUE_SATISFACTION] + daily[UNHEARD_SATISFACTION],
        daily[ENDED_NEEDS] + daily[UNHEARD_WEIGHT],
    )
    yield "satisfaction_true", ratio(satisfaction, weight)
    yield "satisfaction_served", ratio(daily[TRUE_SATISFACTION], daily[ENDED_NEEDS])
    yield "satisfaction_recorded", ratio(daily[RECORDED_SATISFACTION], daily[CALLED_BACK])
    yield "trust", float(district.state.minds.trust.mean())
    yield "efficacy", float(district.state.minds.efficacy.mean())
    hours = tallies.hours[list(PAID_TO_SERVE)][:, :, days].sum(axis=(0, 2))
    yield "staff_utilisation", ratio(hours[USED], hours[OFFERED])
    yield "staff_admin_share", administration(district)
    yield from reach_of_centres(district).items()
    yield from volunteers(district).items()


def matters(district: District) -> dict[str, float]:
    """How many matters on the table were settled and after how many meetings, and who came to those meetings."""
    docket, first = district.of(Docket), district.plan.warmup
    ended = [matter for matter in docket.closed if matter.ended_on >= first]
    settled = [matter for matter in ended if matter.ended == "settled"]
    tries = [one for one in docket.turnouts if one.day >= first]
    differences = [one.difference for one in tries if one.difference is not None]
    return {
        "matters_settled_share": ratio(len(settled), len(ended) + len(docket.open)),
        "matter_meetings_mean": ratio(sum(matter.meetings for matter in settled), len(settled)),
        "turnout_share": ratio(sum(one.share for one in tries), len(tries)),
        "turnout_bias": float(np.abs(np.mean(differences, axis=0)).mean()) if differences else float("nan"),
    }


def projects(district: District) -> dict[str, float]:
    """How many projects were funded, whether voters find one of theirs among them, and how soon work began."""
    book, plan = district.of(ProjectBook), district.plan
    chosen = [one for one in book.projects if one.chosen_day >= plan.warmup and not one.failed]
    begun = [one for one in chosen if one.start_day < district.length]
    votes = [vote for vote in book.votes if vote.day >= plan.warmup]
    return {
        "projects_funded": len(chosen) / (plan.days / DAYS_A_YEAR),
        "voters_with_project_share": ratio(
            sum(vote.with_project for vote in votes), sum(vote.voters for vote in votes)
        ),
        "project_days_to_start": ratio(sum(one.start_day - one.chosen_day for one in begun), len(begun)),
    }


def volunteers(district: District) -> dict[str, float]:
    """Who is registered, who of them served in the past year, who was on duty, and the hours everybody gave."""
    log, plan = district.of(Volunteers), district.plan
    registered, residents = log.corps.registered, len(log.corps.registered)
    a_year_ago = district.date(district.day).toordinal() - DAYS_A_YEAR
    lately, on_duty = log.corps.served_on > a_year_ago, log.corps.on_duty_on > a_year_ago
    hours = sum(float(week.offered.sum()) for week in log.weeks if week.day >= plan.warmup)
    return {
        "volunteers_registered_share": ratio(registered.sum(), residents),
        "volunteers_active_share": ratio((registered & lately).sum(), registered.sum()),
        "volunteers_duty_share": ratio((log.corps.owes & on_duty).sum(), log.corps.owes.sum()),
        "volunteer_hours_per_1000": ratio(hours, residents / 1000.0 * plan.days / DAYS_A_YEAR),
    }


def spending(log: Measured) -> dict[str, float]:
    """What was spent a resident and year, whoever paid, and which share of the pots' money was not."""
    moved, plan = log.moved, log.district.plan
    yuan = moved.total_spent / FEN_A_YUAN
    return {
        "spend_per_resident": ratio(yuan, len(log.district.world.residents.cell) * plan.days / DAYS_A_YEAR),
        "unspent_share": ratio(moved.closing + moved.returned, moved.opened_with + moved.received),
    }
