"""Figures that patterns and fingerprints are judged by: each a function of a run's tables, no number where unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from .lived import Lived

DAYS_A_YEAR = 365
TOLD = ("app", "walk_in")
"""Channels by which residents themselves bring a request."""
VOLUNTEERS_KINDS = ("care", "child", "culture")
"""Personal needs that volunteers may serve."""
HOME_KINDS = ("care", "child", "livelihood", "dispute")
NO_CAPACITY = ("met_late", "lapsed_waiting")
SERVICES = ("service", "activity")
PROJECT_LINES = ("projects_service", "activities")
PURSES = ("projects", "community", "foundation")
"""Accounts from which projects of a community are paid."""
STAGES = ("never_heard", "met_late", "lapsed_waiting", "wrong_door")
"""Stages of the funnel at which needs are lost."""
INDICATORS = (
    "coverage",
    "coverage_personal",
    "coverage_elder",
    "coverage_disabled",
    "heard_share",
    "trust",
    "satisfaction_served",
    "satisfaction_recorded",
    "spend_per_resident",
    "staff_admin_share",
    "volunteers_active_share",
    "patrol_to_report_ratio",
    "settled_in_community_share",
    "turnout_bias",
    "surge_depth",
    "surge_recovery_days",
    "surge_needs_lost",
    *(f"{stage}_share" for stage in STAGES),
)
"""Indicators of a run that are judged as they are."""

Figure = Callable[["Lived"], float]


def mean(values: pd.Series) -> float:
    """The mean of what is known; not a number where nothing is."""
    known = values.dropna()
    return float(known.mean()) if len(known) else math.nan


def ratio(part: float, whole: float) -> float:
    """A part of a whole; not a number where there is no whole."""
    return float(part) / float(whole) if whole else math.nan


def _indicator(name: str) -> Figure:
    return lambda lived: float(lived.run.indicators.get(name, math.nan))


def _years(lived: Lived) -> float:
    return lived.run.days / DAYS_A_YEAR


# --- what is told and heard --------------------------------------------------------------------------------------


def told_by_residents_per_1000(lived: Lived) -> float:
    """Requests that residents brought themselves, per 1,000 of them and year."""
    requests = sum(lived.run.requests[channel] for channel in TOLD)
    return ratio(1000.0 * requests, lived.run.residents * _years(lived))


def told_in_year(lived: Lived, year: int) -> float:
    """Requests that residents brought in one year of the run, from 1 on."""
    daily = lived.run.daily
    within = (daily["day"] > (year - 1) * DAYS_A_YEAR) & (daily["day"] <= year * DAYS_A_YEAR)
    return float(daily[within & daily["indicator"].isin([f"requests_{one}" for one in TOLD])]["value"].sum())


def _last_whole_year(lived: Lived) -> int:
    return lived.run.days // DAYS_A_YEAR


def request_growth(lived: Lived) -> float:
    """Growth a year of what residents bring, from the first whole year to the last."""
    last = _last_whole_year(lived)
    if last < 2:
        return math.nan
    return float(ratio(told_in_year(lived, last), told_in_year(lived, 1)) ** (1.0 / (last - 1)) - 1.0)


def resolution_growth(lived: Lived) -> float:
    """Change of the share of heard needs that were met at all, from the first whole year to the last."""
    last = _last_whole_year(lived)
    if last < 2:
        return math.nan
    table = lived.run.by_year.pivot(index="year", columns="indicator", values="value")
    met = (table["coverage"] + table["met_late_share"]) / table["heard_share"]
    return float(met[last] - met[1])


def days_handling(lived: Lived) -> float:
    """Mean working days from heard to closed, of what residents brought."""
    return mean(lived.needs[lived.needs["channel"].isin(TOLD)]["days_handled"])


def satisfaction_gap(lived: Lived) -> float:
    """Recorded satisfaction less what those who were served felt."""
    return _indicator("satisfaction_recorded")(lived) - _indicator("satisfaction_served")(lived)


def satisfaction_centres(lived: Lived) -> float:
    """What those felt whom social workers of centres served, since the policy began."""
    centres = lived.queues[lived.queues["pool"] == "social"]
    return ratio(centres["satisfaction"].sum(), centres["experiences"].sum())


# --- hands, grids, volunteers ------------------------------------------------------------------------------------


def backlog_hours(lived: Lived) -> float:
    """Hours of work that wait, mean of evenings."""
    daily = lived.run.daily
    return mean(daily[daily["indicator"] == "backlog"]["value"])


def households_per_worker_spread(lived: Lived) -> float:
    """Households a grid worker looks after: the 95th of a hundred grids over the 5th."""
    each = lived.grids["households"] / lived.grids["posts"]
    return ratio(float(each.quantile(0.95)), float(each.quantile(0.05)))


def _quantity(lived: Lived, event: str, quantity: str) -> pd.Series:
    events = lived.run.events
    return events[(events["name"] == event) & (events["quantity"] == quantity)]["value"]


def hours_per_participation(lived: Lived) -> float:
    """Hours of one participation of a volunteer."""
    given = _indicator("volunteer_hours_per_1000")(lived) * lived.run.residents / 1000.0 * _years(lived)
    return ratio(given, float(_quantity(lived, "shifts_served", "participations").sum()))


# --- where needs end ---------------------------------------------------------------------------------------------


def _share_of(lived: Lived, bins: Sequence[str], kinds: Sequence[str]) -> float:
    """Of needs of these kinds whose fate is known, those that ended so."""
    ended = lived.needs[lived.needs["kind"].isin(kinds) & (lived.needs["bin"] != "open")]
    return ratio(float(ended["bin"].isin(bins).sum()), len(ended))


def _of(bins: Sequence[str], kinds: Sequence[str]) -> Figure:
    return lambda lived: _share_of(lived, bins, kinds)


def _days_met(kind: str) -> Figure:
    """Mean working days from birth to the settlement that held, of needs of a kind that were met."""
    return lambda lived: mean(lived.needs[lived.needs["kind"] == kind]["days_met"])


def _on_time_where(lived: Lived, *, department: bool) -> float:
    """Of heard needs whose fate is known, and that ended at a department or not, those met on time."""
    needs = lived.needs
    there = needs[(needs["at_department"] == department) & (needs["channel"] != "") & (needs["bin"] != "open")]
    return ratio(float((there["bin"] == "met_on_time").sum()), len(there))


def lost_at_departments(lived: Lived) -> float:
    """Of cases at departments, those not met on time."""
    return 1.0 - _on_time_where(lived, department=True)


def coverage_in_community(lived: Lived) -> float:
    """Of heard needs that no department had to settle, those met on time."""
    return _on_time_where(lived, department=False)


def disputes_born(lived: Lived) -> float:
    """Disputes that arose per 1,000 residents and year."""
    count = float((lived.needs["kind"] == "dispute").sum())
    return ratio(1000.0 * count, lived.run.residents * _years(lived))


def log_requests(lived: Lived) -> float:
    """Logarithm of all requests heard."""
    heard = sum(lived.run.requests.values())
    return math.log(heard) if heard else math.nan


def log_coverage(lived: Lived) -> float:
    """Logarithm of coverage."""
    covered = _indicator("coverage")(lived)
    return math.log(covered) if covered > 0.0 else math.nan


def coverage_gini_communities(lived: Lived) -> float:
    """How unevenly coverage is spread over communities, each as heavy as its needs."""
    from ...model.observation.unevenness import weighted_gini

    cells = lived.run.by_cell.pivot(index="cell", columns="indicator", values="value")
    community = lived.run.cells.set_index("cell")["community"].reindex(cells.index)
    met = (cells["coverage"] * cells["born"]).groupby(community).sum()
    born = cells["born"].groupby(community).sum()
    return float(weighted_gini((met / born).to_numpy(), born.to_numpy()))


# --- projects and money ------------------------------------------------------------------------------------------


def _chosen(lived: Lived) -> pd.DataFrame:
    projects = lived.run.projects
    return projects[projects["outcome"].isin(("chosen", "claimed")) & (projects["chosen_day"] >= 1)]


def project_yuan_mean(lived: Lived) -> float:
    """Mean cost of projects chosen, yuan."""
    projects = _chosen(lived)
    return mean(projects[projects["outcome"] == "chosen"]["cost_yuan"])


def _share_of_projects(forms: Sequence[str]) -> Figure:
    return lambda lived: ratio(float(_chosen(lived)["form"].isin(forms).sum()), len(_chosen(lived)))


def first_project_day(lived: Lived) -> float:
    """The day on which the first project chosen under the policy helps anybody."""
    return float(_chosen(lived)["acts_from_day"].astype(float).min())


def project_content(lived: Lived) -> float:
    """How content residents are with projects that reached them, mean of reviews."""
    return mean(_quantity(lived, "project_reviewed", "content"))


def yuan_per_contact(lived: Lived) -> float:
    """Project money spent on hours and activities over the needs they met on time."""
    bought = lived.run.bought[lived.run.bought["line"].isin(PROJECT_LINES)]
    return ratio(bought["yuan"].sum(), bought["needs_met"].sum())


def gifts_third_year(lived: Lived) -> float:
    """Yuan given to foundations in the third year."""
    ledger = lived.run.ledger
    given = (ledger["to_account"] == "foundation") & (ledger["purpose"] == "gifts")
    return float(ledger[given & (ledger["day"] > 2 * DAYS_A_YEAR)]["value"].sum())


def project_money_gini(lived: Lived) -> float:
    """How unevenly the money paid for projects is spread over communities, a head."""
    from ...model.observation.unevenness import weighted_gini

    ledger = lived.run.ledger
    paid = ledger[ledger["from_account"].isin(PURSES) & (ledger["to_account"] != "treasury") & (ledger["day"] > 0)]
    people = lived.run.cells.groupby("community")["residents"].sum()
    each = paid.groupby("community")["value"].sum().reindex(people.index, fill_value=0.0) / people
    return float(weighted_gini(each.to_numpy(float), people.to_numpy(float))) if each.sum() else math.nan


def fees_paid(lived: Lived) -> float:
    """Share of property fees that is paid, mean of months."""
    return mean(_quantity(lived, "estates_kept", "fees_paid"))


# --- matters -----------------------------------------------------------------------------------------------------


def _meetings(matter_class: str) -> Figure:
    def meetings(lived: Lived) -> float:
        from ...model.deliberation.kinds import MATTERS

        matters = lived.run.matters
        ours = [kind.id for kind in MATTERS.values() if kind.matter_class == matter_class]
        settled = matters[matters["kind"].isin(ours) & (matters["standing"] == "settled")]
        return mean(settled["meetings"])

    return meetings


# --- emergencies -------------------------------------------------------------------------------------------------


def surge_serving_share(lived: Lived) -> float:
    """Of the residents who sign up for an emergency once it is there, those who come at all."""
    came, signed = (_quantity(lived, "roll_called", f"{what}_newcomer").sum() for what in ("turn_up", "on_the_roll"))
    return ratio(came, signed)


_FUNCTIONS: tuple[Figure, ...] = (
    told_by_residents_per_1000,
    request_growth,
    resolution_growth,
    days_handling,
    satisfaction_gap,
    satisfaction_centres,
    backlog_hours,
    households_per_worker_spread,
    hours_per_participation,
    lost_at_departments,
    coverage_in_community,
    disputes_born,
    log_requests,
    log_coverage,
    coverage_gini_communities,
    project_yuan_mean,
    first_project_day,
    project_content,
    yuan_per_contact,
    gifts_third_year,
    project_money_gini,
    fees_paid,
    surge_serving_share,
)
FIGURES: dict[str, Figure] = {
    **{name: _indicator(name) for name in INDICATORS},
    **{getattr(one, "__name__", ""): one for one in _FUNCTIONS},
    "requests_by_app": lambda lived: float(lived.run.requests["app"]),
    "heard_by_visits": lambda lived: float(lived.run.requests["visit"]),
    "services_share": _share_of_projects(SERVICES),
    "works_share": _share_of_projects(("works",)),
    "meetings_contested": _meetings("contested"),
    "meetings_routine": _meetings("routine"),
    "days_paperwork": _days_met("paperwork"),
    "days_care": _days_met("care"),
    "coverage_volunteers_kinds": _of(("met_on_time",), VOLUNTEERS_KINDS),
    "no_capacity_volunteers_kinds": _of(NO_CAPACITY, VOLUNTEERS_KINDS),
    "never_heard_volunteers_kinds": _of(("never_heard",), VOLUNTEERS_KINDS),
    "no_capacity_home": _of(NO_CAPACITY, HOME_KINDS),
    "never_heard_home": _of(("never_heard",), HOME_KINDS),
}
"""Name -> how it comes out of a run."""


def figures(lived: Lived) -> dict[str, float]:
    """Every figure that is known of a run."""
    found = {name: float(figure(lived)) for name, figure in FIGURES.items()}
    return {name: value for name, value in found.items() if np.isfinite(value)}
