"""A year is not a special first year: what stands on the first morning is what stands in later years (ODD 3)."""

from __future__ import annotations

import numpy as np
import pytest

from shapan import load
from shapan.experiments.evidence import contrasts
from shapan.model.district import District, Plan
from shapan.model.observation.record import record
from shapan.model.organisations.market import Market
from shapan.model.projects.records import ProjectBook

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

YEARS, WARMUP, MONTH = 5, 180, 30
SEEDS = tuple(range(301, 309))
PLACES = {"training_town": "training_town", "study_town": str(contrasts.HERE / "study_town.toml")}


class Lived:
    """Five years of the status quo: works, needs prevented and tenure in contracts by month, figures by year."""

    def __init__(self, place: str, seed: int) -> None:
        scenario = load("status_quo").with_place(place)
        levers = scenario.warmup_parameters.levers
        district = District(Plan(scenario.parameters, seed, YEARS * 365, WARMUP, status_quo=levers))
        rate = district.of(ProjectBook).averted.ground.rate
        self.works: list[float] = []
        self.prevented: list[float] = []
        self.tenure: list[float] = []
        while True:
            self.works.append(
                float(sum(one.form == 0 and one.acts(district.day) for one in district.of(ProjectBook).running))
            )
            self.prevented.append(1.0 - float((district.of(ProjectBook).factors * rate).sum() / rate.sum()))
            market = district.of(Market)
            tenures = [one.tenure_months for one in market.contracts.values()]
            self.tenure.append(float(np.concatenate(tenures).mean()) if tenures else np.nan)
            if district.day == district.length:
                break
            district.run_to(min(district.day + MONTH, district.length))
        # Needs of the last weeks are followed to their end; without those still open the last year would look better.
        values = record(district).by_year
        self.table = values.pivot(index="year", columns="indicator", values="value")


@pytest.fixture(scope="module", params=PLACES)
def lived(request) -> list[Lived]:
    return [Lived(PLACES[request.param], seed) for seed in SEEDS]


def test_what_projects_prevent_in_the_first_month_is_what_they_prevent_after_years(lived):
    """Over months 37 and later; a first morning without any past has nothing at all in its first month."""
    for name, margin in (("works", 0.25), ("prevented", 0.3)):
        first = np.array([np.mean(getattr(one, name)[:2]) for one in lived])
        later = np.array([np.mean(getattr(one, name)[37:]) for one in lived])
        assert abs((first - later).mean()) < margin * later.mean(), (name, first, later)


def test_workers_of_contracts_have_been_there_as_long_in_the_first_year_as_later(lived):
    """Over months 37 and later. They had a quarter of it when nobody could be older than the running contract."""
    first = np.nanmean([one.tenure[:12] for one in lived])
    later = np.nanmean([one.tenure[37:] for one in lived])
    assert abs(first - later) < 0.35 * later, (first, later)


def test_years_one_three_and_five_have_the_same_coverage(lived):
    """The mean gap between years is less than a point."""
    coverage = np.array([one.table["coverage"].to_numpy() for one in lived])
    for early, late in ((0, 2), (0, 4), (2, 4)):
        gap = coverage[:, late] - coverage[:, early]
        assert abs(gap.mean()) < 0.01, (early + 1, late + 1, gap.round(4))


def test_needs_born_and_works_in_force_do_not_drift(lived):
    for name, margin in (("born", 0.04), ("works_in_force", 0.35), ("spend_per_resident", 0.1)):
        by_seed = np.array([one.table[name].to_numpy() for one in lived])
        gap = by_seed[:, [3, 4]].mean(axis=1) - by_seed[:, [0, 1]].mean(axis=1)
        assert abs(gap.mean()) < margin * by_seed.mean(), (name, by_seed)
