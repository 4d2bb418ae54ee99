"""What a district plans to spend in a year, line by line, under the levers of a scenario and its dated steps.

Policies differ in money as well as in rules. The `equal_budget` twins undo the first difference, and this is the
yardstick by which they do. Public money only: gifts to foundations, property fees and the time of volunteers are
nobody's budget. What is planned need not be spent; the ledger of a run tells that.

Paid out of another line, and therefore no line of their own: posts of social organisations (76,000 yuan each, out of
the purchase; R-16, S42), activities and works (out of project money), prizes for performance (out of the pot they are
part of), prizes and penalties of rated operators (out of their contracts), stewards' associations (out of the
purchase; YT-31). Meetings, training and drills cost hours that the posts already give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model.parameters import Levers, Parameters, Place
from ..model.place.reach import RESIDENTS_PER_CENTRE
from .header import Text
from .resolved import Resolved


@dataclass(frozen=True)
class Price:
    """What one unit costs the public purse, and on whose word."""

    yuan: float
    unit: Text
    grade: str
    rows: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the budget."""

    label: Text
    yuan: Callable[[Place, Levers], float]


PRICES = {
    "post": Price(
        100_000.0,
        Text("元/岗位·年", "yuan per post-year"),
        "D",
        ("R-16", "S42"),
        "68,750 per social-work post in 2015, with ten years of rising wages and the employer's part",
    ),
    "paid_at_the_local_mean": Price(
        125_000.0,
        Text("元/岗位·年", "yuan per post-year"),
        "D",
        ("R-16", "S42"),
        "a community worker paid the local mean wage: a post costs 100,000 at today's 0.8 of it",
    ),
    "joined_registers": Price(
        12.2,
        Text("元/人·年（全部打通）", "yuan per resident-year, all registers joined"),
        "D",
        ("YT-11",),
        "9 m yuan for Yantian's command system (C), taken to join 0.7 of registers for 211,500 people over 5 years",
    ),
    "terminal": Price(20_000.0, Text("元/台·年", "yuan per terminal-year"), "D"),
    "needs_survey": Price(10_000.0, Text("元/社区·次", "yuan per community and survey"), "D"),
    "outside_rating": Price(20_000.0, Text("元/中心·次", "yuan per centre and rating"), "D"),
    "estate_fund_seed": Price(
        20_000.0,
        Text("元/小区（一次）", "yuan per estate, once"),
        "D",
        ("OR-11", "S40"),
        "the article names a public seed without a sum; funds of Guangzhou's communities raised 22,000 a year each",
    ),
}
THREE_YEARS = 1095  # days: the usual run
LIFE_OF_A_SEED_YEARS = 10.0  # D: public seed money is spread over the years it is meant to work
ACTIVE_SHARE = 0.25  # of registered volunteers (B4, D)
PARTICIPATIONS_A_YEAR = 4.0  # of an active volunteer (B8.4, C/D)
HOURS_A_PARTICIPATION = 4.0  # R-02, S50


def number_of_centres(place: Place, spacing_km: float) -> int:
    """Centres the spacing asks for, as the model sites them: at least one a street, at most one per 3,000 people."""
    wanted = max(place.streets, int(place.built_km2 / spacing_km**2 + 0.5))
    return max(1, min(wanted, place.residents // RESIDENTS_PER_CENTRE))


def _households(place: Place) -> float:
    return (1.0 - place.collective_share) * place.residents / place.household_size


def _grid_posts(place: Place, levers: Levers) -> float:
    return _households(place) * levers.grid.workers_per_1000_households / 1000.0 * PRICES["post"].yuan


def _staff_posts(place: Place, levers: Levers) -> float:
    """Posts lent upward are paid here as well."""
    price = PRICES["paid_at_the_local_mean"].yuan * levers.staff.pay_ratio
    return place.residents * levers.staff.workers_per_10000 / 10_000.0 * price


def _social_posts(place: Place, levers: Levers) -> float:
    """Social workers of centres, whoever runs them, and their supervisors."""
    workers = number_of_centres(place, levers.centres.spacing_km) * levers.centres.social_workers_each
    return workers * (1.0 + levers.organisations.supervisors_per_10_workers / 10.0) * PRICES["post"].yuan


def _foundations(place: Place, levers: Levers) -> float:
    """The part of foundations' seed that no donor gives."""
    funding = levers.funding
    public = funding.foundation_seed_yuan * (1.0 - funding.foundation_donor_share)
    return funding.foundation_share * place.communities * public / LIFE_OF_A_SEED_YEARS


def _owners_funds(place: Place, levers: Levers) -> float:
    if not levers.funding.owners_fund:
        return 0.0
    estates = sum(_households(place) * form.share / form.estate_households for form in place.forms.values())
    return place.owners_committee_share * estates * PRICES["estate_fund_seed"].yuan / LIFE_OF_A_SEED_YEARS


def _points(place: Place, levers: Levers) -> float:
    """Points for the hours of those registered today; they are money once exchanged."""
    active = place.residents * place.volunteers_registered * ACTIVE_SHARE
    return active * PARTICIPATIONS_A_YEAR * HOURS_A_PARTICIPATION * levers.volunteers.points_yuan_per_hour


def _information(place: Place, levers: Levers) -> float:
    terminals = place.communities * levers.channels.terminals_per_community * PRICES["terminal"].yuan
    return place.residents * levers.channels.data_sharing * PRICES["joined_registers"].yuan + terminals


def _evaluation(place: Place, levers: Levers) -> float:
    """Needs surveys, and ratings by an outside party."""
    yearly = 0.0
    if levers.channels.needs_survey_months:
        yearly += place.communities * 12.0 / levers.channels.needs_survey_months * PRICES["needs_survey"].yuan
    if levers.centres.rating_years and levers.centres.rated_by == "third_party":
        centres = number_of_centres(place, levers.centres.spacing_km)
        yearly += centres / levers.centres.rating_years * PRICES["outside_rating"].yuan
    return yearly


LINES = {
    "grid_posts": Line(Text("网格员", "Grid workers"), _grid_posts),
    "staff_posts": Line(Text("社区工作者", "Community workers"), _staff_posts),
    "social_posts": Line(Text("中心社工与督导", "Social workers and supervisors"), _social_posts),
    "purchase": Line(
        Text("购买服务", "Purchase of services"),
        lambda place, levers: place.residents * levers.funding.purchase_yuan,
    ),
    "community": Line(
        Text("社区服务专项经费", "Community service money"),
        lambda place, levers: place.communities * levers.funding.community_yuan,
    ),
    "projects": Line(
        Text("民生微实事", "Micro-projects"),
        lambda place, levers: place.communities * levers.funding.project_yuan,
    ),
    "foundations": Line(Text("社区基金会（财政出资）", "Foundations, public seed"), _foundations),
    "owners_funds": Line(Text("小区公益基金（财政启动）", "Estate funds, public seed"), _owners_funds),
    "points": Line(Text("志愿积分", "Volunteers' points"), _points),
    "information": Line(Text("信息系统与终端", "Registers and terminals"), _information),
    "evaluation": Line(Text("需求评估与第三方评级", "Needs surveys and outside ratings"), _evaluation),
}
POTS = ("purchase", "community", "projects")
"""Lines of money that are no posts; the twins scale these three together."""


def planned_yuan(parameters: Parameters) -> dict[str, float]:
    """Line -> yuan a year."""
    return {name: line.yuan(parameters.place, parameters.levers) for name, line in LINES.items()}


def yuan_per_resident(scenario: Resolved, days: int = THREE_YEARS) -> dict[str, float]:
    """Line -> yuan a year and resident, with their `total`, over so many measured days and the steps inside them."""
    parameters = scenario.parameters
    total = dict.fromkeys(LINES, 0.0)
    for share, levers in _phases(scenario, days):
        planned = planned_yuan(parameters.model_copy(update={"levers": levers}))
        total = {name: yuan + share * planned[name] / parameters.place.residents for name, yuan in total.items()}
    return {**total, "total": sum(total.values())}


def _phases(scenario: Resolved, days: int) -> Iterator[tuple[float, Levers]]:
    """The share of the days under each set of levers, from step to step."""
    first = scenario.parameters.place.start
    begins = [0, *(min(max((step.at - first).days, 0), days) for step in scenario.steps), days]
    levers = [scenario.parameters.levers, *(step.levers for step in scenario.steps)]
    for since, until, rules in zip(begins[:-1], begins[1:], levers, strict=True):
        yield (until - since) / days, rules
