"""What a district plans to spend in a year, line by line, under the levers of a scenario and its dated steps.

Policies differ in money as well as in rules. The `equal_budget` twins undo the first difference, and this is the
yardstick by which they do. Most of it is public money; hours of resident units and what estates' funds take in are
counted as well, as the ledger of a run counts them. What is planned need not be spent; that ledger tells. Prices are
assumptions (`prices.…`), hours of volunteers and units are estimates.

Paid out of another line, and therefore no line of their own: posts of social organisations (76,000 yuan each, out of
the purchase; R-16, S42), projects' own activities and works (out of project money), prizes of rated operators (out of
what other operators are paid), supervisors (out of contracts; at a centre one of its workers). Meetings and drills
cost hours that the posts already give. Works that neighbours agree on have a line; which of them will be agreed
nobody knows beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model.needs.useful_hours import hours_at_home, usual_administration
from ..model.parameters import Levers, Parameters, Place
from ..model.place.estates import COMMITTEE_WEIGHT
from ..model.place.reach import RESIDENTS_PER_CENTRE
from ..model.tasks.stream import RECURRING
from .header import Text
from .hours import unit_hours, volunteer_hours
from .resolved import Resolved


@dataclass(frozen=True)
class Line:
    """One line of the budget: yuan a year, on the average of so many years."""

    label: Text
    yuan: Callable[[Parameters, float], float]


YEAR = 365
THREE_YEARS = 1095  # days: the usual run
MONTHS_A_YEAR = 12.0
WEEKS_A_YEAR = YEAR / 7.0
LIFE_OF_A_SEED_YEARS = 10.0  # D: a foundation's public seed is spread over the years it is meant to work
USUAL_TRUST_IN_FUNDS = 0.5  # D: of all there could be, over the first years of an estate's fund
PAY_MORE_FEES = 0.1  # D: share of households by which an estate with committee and fund pays above the usual


def number_of_centres(place: Place, spacing_km: float) -> int:
    """Centres the spacing asks for, as the model sites them: at least one a street, at most one per 3,000 people."""
    wanted = max(place.streets, int(place.built_km2 / spacing_km**2 + 0.5))
    return max(1, min(wanted, place.residents // RESIDENTS_PER_CENTRE))


def _centres(parameters: Parameters) -> int:
    return number_of_centres(parameters.place, parameters.levers.centres.spacing_km)


def _households(place: Place) -> float:
    return (1.0 - place.collective_share) * place.residents / place.household_size


def _grid_posts(parameters: Parameters, years: float) -> float:
    posts = _households(parameters.place) * parameters.levers.grid.workers_per_1000_households / 1000.0
    return posts * parameters.assumptions.prices.post_yuan


def _staff_posts(parameters: Parameters, years: float) -> float:
    """Posts lent upward are paid here as well."""
    levers = parameters.levers.staff
    price = parameters.assumptions.prices.mean_wage_post_yuan * levers.pay_ratio
    return parameters.place.residents * levers.workers_per_10000 / 10_000.0 * price


def _social_posts(parameters: Parameters, years: float) -> float:
    """Social workers of centres, whoever runs them; whoever supervises is one of them."""
    workers = _centres(parameters) * parameters.levers.centres.social_workers_each
    return workers * parameters.assumptions.prices.post_yuan


def _running(parameters: Parameters, years: float) -> float:
    prices, stations = parameters.assumptions.prices, parameters.levers.centres.stations_per_community
    return _centres(parameters) * prices.centre_yuan + parameters.place.communities * stations * prices.station_yuan


def _community(parameters: Parameters, years: float) -> float:
    """Sums per community and per resident, as the treasury pays them."""
    place = parameters.place
    return parameters.levers.funding.community_money(place.residents, place.communities)


def _projects(parameters: Parameters, years: float) -> float:
    """Sums per community and per resident, as the treasury pays them."""
    place = parameters.place
    return parameters.levers.funding.project_money(place.residents, place.communities)


def _awards(parameters: Parameters, years: float) -> float:
    """What is kept for awards of good projects, on top of the pot; how much of it is given depends on ratings."""
    return parameters.levers.funding.performance_share * _projects(parameters, years)


def _agreed_works(parameters: Parameters, years: float) -> float:
    """The line out of which works are paid that neighbours agreed on."""
    return parameters.levers.funding.agreed_works_money(parameters.place.residents)


def _foundations(parameters: Parameters, years: float) -> float:
    """The part of foundations' seed that no donor gives."""
    funding = parameters.levers.funding
    public = funding.foundation_seed_yuan * (1.0 - funding.foundation_donor_share)
    return funding.foundation_share * parameters.place.communities * public / LIFE_OF_A_SEED_YEARS


def _owners_funds(parameters: Parameters, years: float) -> float:
    """What estates' funds spend: the seed soon after they begin, then what comes in month by month."""
    if not parameters.levers.funding.owners_fund:
        return 0.0
    place, assumed = parameters.place, parameters.assumptions.funds
    organised = _estates_with_committee(place)
    households = sum(count * place.forms[form].estate_households for form, count in organised.items())
    firms = sum(
        n * place.forms[form].estate_households * place.forms[form].property_share for form, n in organised.items()
    )
    fees = assumed.profit_share * parameters.assumptions.estates.usual_fees
    fees += assumed.profit_share_above * PAY_MORE_FEES
    profit = assumed.profit_margin * assumed.fee_yuan * MONTHS_A_YEAR * fees * firms / max(households, 1.0)
    income = profit + assumed.common_yuan + USUAL_TRUST_IN_FUNDS * assumed.donation_yuan
    months, kept = years * MONTHS_A_YEAR, 1.0 - assumed.spend_share
    late = kept * (1.0 - kept**months) / assumed.spend_share if assumed.spend_share else months
    seeds = sum(organised.values()) * assumed.seed_yuan * (1.0 - kept**months)
    return (seeds + households * income / MONTHS_A_YEAR * (months - late)) / years


def _estates_with_committee(place: Place) -> dict[str, float]:
    """How many estates of each form have a committee of owners; it is likelier in some forms than in others."""
    estates = {name: _households(place) * form.share / form.estate_households for name, form in place.forms.items()}
    weight = {name: count * COMMITTEE_WEIGHT.get(name, 1.0) for name, count in estates.items()}
    with_one = place.owners_committee_share * sum(estates.values()) / max(sum(weight.values()), 1e-9)
    return {name: with_one * weight[name] for name in estates}


def _points(parameters: Parameters, years: float) -> float:
    """Points for hours given; they are money once exchanged."""
    return volunteer_hours(parameters) * parameters.levers.volunteers.points_yuan_per_hour


def _volunteers(parameters: Parameters, years: float) -> float:
    """What volunteers' hours cost."""
    return volunteer_hours(parameters) * parameters.assumptions.prices.volunteer_hour_yuan


def _stewards(parameters: Parameters, years: float) -> float:
    stewards = parameters.place.residents * parameters.levers.grid.stewards_per_1000 / 1000.0
    return stewards * parameters.assumptions.prices.steward_yuan


def _activities(parameters: Parameters, years: float) -> float:
    """Weekly activities of centres, besides those that projects bring."""
    held = parameters.place.communities * parameters.levers.centres.activities_per_week * WEEKS_A_YEAR
    return held * parameters.assumptions.prices.centre_activity_yuan


def _training(parameters: Parameters, years: float) -> float:
    posts = parameters.place.residents * parameters.levers.staff.workers_per_10000 / 10_000.0
    return posts * parameters.levers.staff.training_days_per_year * parameters.assumptions.prices.training_day_yuan


def _incubation(parameters: Parameters, years: float) -> float:
    founded = parameters.place.residents * parameters.levers.organisations.incubation_per_year / 100_000.0
    return founded * parameters.assumptions.prices.incubation_yuan


def _cadres(parameters: Parameters, years: float) -> float:
    """Leaders' visits, paired departments and duty, secretaries, streets' meetings, and what units give in hours."""
    levers, prices = parameters.levers.party, parameters.assumptions.prices
    each = prices.paired_hours_a_year * levers.paired_departments
    if levers.leader_visit_months:
        each += MONTHS_A_YEAR / levers.leader_visit_months * prices.visit_hours
    duty = parameters.assumptions.frontline
    each += levers.paired_departments * levers.department_duty_per_year * duty.duty_people * duty.duty_hours
    street = levers.first_secretaries * parameters.assumptions.street.secretary_hours * WEEKS_A_YEAR
    if levers.street_meeting_months:
        street += MONTHS_A_YEAR / levers.street_meeting_months * parameters.assumptions.street.council_hours
    hours = parameters.place.communities * each + parameters.place.streets * street + unit_hours(parameters)
    return hours * prices.cadre_hour_yuan


def _delegated(parameters: Parameters, years: float) -> float:
    """What departments pay communities for tasks that a yearly agreement covers."""
    levers, assumed, still = parameters.levers, parameters.assumptions, 1.0 - parameters.levers.compact.cut_share
    posts = parameters.place.residents * levers.staff.workers_per_10000 / 10_000.0
    week = 5.0 * assumed.service.hours_per_day * (1.0 - assumed.service.absence_share) * hours_at_home(parameters)
    above = assumed.staffing.outside_task_share * usual_administration(parameters) * posts * week * WEEKS_A_YEAR
    part = RECURRING.part * RECURRING.delegable
    agreed = float(part.sum() - (1.0 - still) * part[RECURRING.cuttable].sum()) * assumed.tasks.own_duty_share
    paid = above * agreed * levers.compact.agreement_share * assumed.staffing.agreement_brings
    return paid * assumed.prices.delegated_hour_yuan


def _information(parameters: Parameters, years: float) -> float:
    place, levers, prices = parameters.place, parameters.levers.channels, parameters.assumptions.prices
    terminals = place.communities * levers.terminals_per_community * prices.terminal_yuan
    each = levers.data_sharing * prices.joined_registers_yuan + levers.sensor_share * prices.sensors_yuan
    each += levers.app_reach * prices.app_yuan + levers.auto_dispatch * prices.dispatch_yuan
    return place.residents * each + terminals


def _evaluation(parameters: Parameters, years: float) -> float:
    """Needs surveys, and ratings by an outside party."""
    place, levers, prices = parameters.place, parameters.levers, parameters.assumptions.prices
    yearly = 0.0
    if levers.channels.needs_survey_months:
        yearly += place.communities * MONTHS_A_YEAR / levers.channels.needs_survey_months * prices.survey_yuan
    if levers.centres.rated_by == "third_party":
        yearly += _ratings_a_year(parameters) * prices.rating_yuan
    return yearly


def _ratings_a_year(parameters: Parameters) -> float:
    """Centres, and contracts for services with them; none where centres are not rated."""
    levers, place = parameters.levers, parameters.place
    bundled = levers.organisations.bundled_share
    contracts = (place.communities * (bundled < 1.0) + place.streets * (bundled > 0.0)) * (
        levers.funding.purchase_yuan > 0.0
    )
    if not levers.centres.rating_years:
        return 0.0
    return (_centres(parameters) + contracts) / levers.centres.rating_years


LINES = {
    "grid_posts": Line(Text("网格员", "Grid workers"), _grid_posts),
    "staff_posts": Line(Text("社区工作者", "Community workers"), _staff_posts),
    "social_posts": Line(Text("中心社工", "Social workers of centres"), _social_posts),
    "centres": Line(Text("中心与驿站运行", "Running centres and stations"), _running),
    "purchase": Line(
        Text("购买服务", "Purchase of services"),
        lambda parameters, years: parameters.place.residents * parameters.levers.funding.purchase_yuan,
    ),
    "community": Line(Text("社区党组织为民服务专项经费", "Community service money"), _community),
    "projects": Line(Text("民生微实事", "Micro-projects"), _projects),
    "awards": Line(Text("项目奖补", "Awards for good projects"), _awards),
    "agreed_works": Line(Text("议定工程经费", "Works agreed by neighbours"), _agreed_works),
    "foundations": Line(Text("社区基金会（财政出资）", "Foundations, public seed"), _foundations),
    "owners_funds": Line(Text("小区公益基金支出", "Spent by estate funds"), _owners_funds),
    "points": Line(Text("志愿积分", "Volunteers' points"), _points),
    "volunteers": Line(Text("志愿服务保障", "Insurance, meals and organising of volunteers"), _volunteers),
    "stewards": Line(Text("社区管家补贴", "Stewards' allowances"), _stewards),
    "centre_activities": Line(Text("中心日常活动", "Weekly activities of centres"), _activities),
    "training": Line(Text("培训", "Training of community workers"), _training),
    "incubation": Line(Text("孵化社会组织", "Organisations incubated"), _incubation),
    "cadres": Line(Text("干部与单位工时", "Hours of cadres and units"), _cadres),
    "delegated_tasks": Line(Text("委托事项经费", "Delegated tasks"), _delegated),
    "information": Line(Text("信息系统、摄像头与终端", "Registers, app, cameras and terminals"), _information),
    "evaluation": Line(Text("需求评估与第三方评级", "Needs surveys and outside ratings"), _evaluation),
}
POTS = ("purchase", "community", "projects")
"""Lines of money that are no posts; the twins scale these three together."""
POSTS = ("grid_posts", "staff_posts", "social_posts")
"""Lines of wages; a twin whose rules cost more than the three pots scales these together as well."""


def planned_yuan(parameters: Parameters, years: float = THREE_YEARS / YEAR) -> dict[str, float]:
    """Line -> yuan a year, on the average of the first so many years."""
    return {name: line.yuan(parameters, years) for name, line in LINES.items()}


def yuan_per_resident(scenario: Resolved, days: int = THREE_YEARS) -> dict[str, float]:
    """Line -> yuan a year and resident, with their `total`, over so many measured days and the steps inside them."""
    parameters = scenario.parameters
    total = dict.fromkeys(LINES, 0.0)
    for share, levers in _phases(scenario, days):
        planned = planned_yuan(parameters.model_copy(update={"levers": levers}), days / YEAR)
        total = {name: yuan + share * planned[name] / parameters.place.residents for name, yuan in total.items()}
    return {**total, "total": sum(total.values())}


def _phases(scenario: Resolved, days: int) -> Iterator[tuple[float, Levers]]:
    """The share of the days under each set of levers, from step to step."""
    first = scenario.parameters.place.start
    begins = [0, *(min(max((step.at - first).days, 0), days) for step in scenario.steps), days]
    levers = [scenario.parameters.levers, *(step.levers for step in scenario.steps)]
    for since, until, rules in zip(begins[:-1], begins[1:], levers, strict=True):
        yield (until - since) / days, rules
