"""Relocation estates start with low fees and poor upkeep, and only a fund that people see decided brings fees up."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.estate_owners import EstateOwners
from shapan.model.district import District, Plan
from shapan.model.parameters.place import FORMS, FormShare
from shapan.scenarios.formats import all_formats

FUND = {"funding.owners_fund": True}
TABLE = {"deliberation.estate_format": "joint_nine"}
SEEDS = range(1, 7)


@pytest.fixture(scope="module")
def moved(town, changed):
    """A town after some days of a year; a quarter of it lives in relocation estates, most of them with a committee."""
    forms = dict(town.place.forms)
    new = forms["new_estate"]
    forms["new_estate"] = new.model_copy(update={"share": new.share - 0.25})
    forms["relocation_estate"] = FormShare(share=0.25, estate_households=200.0, property_share=1.0)
    place = town.place.model_copy(update={"forms": forms, "owners_committee_share": 0.9})

    def lived(levers, seed=1, days=365) -> District:
        parameters = changed(town, levers).model_copy(update={"place": place, "formats": all_formats()})
        district = District(Plan(parameters, seed=seed, days=365, warmup=0, earlier_years=False))
        district.run_to(days)
        return district

    return lived


def of_estates(district: District, name: str) -> np.ndarray:
    return np.concatenate([getattr(one, name) for one in district.agents_by_type[EstateOwners]])


def test_they_start_with_arrears_and_poor_upkeep_and_are_at_rest(moved):
    district = moved({}, days=0)
    there = of_estates(district, "relocated")
    others = of_estates(district, "has_firm") & ~there
    assert there.any() and (district.world.territory.estate_form[there] == FORMS.index("relocation_estate")).all()
    assert of_estates(district, "fees")[there].max() < 0.55 < of_estates(district, "fees")[others].min()
    assert of_estates(district, "upkeep")[there].mean() < 0.8 * of_estates(district, "upkeep")[others].mean()
    later = moved({})
    assert of_estates(later, "fees")[there] == pytest.approx(of_estates(district, "fees")[there], abs=0.05)


def rise(moved, levers, seed) -> float:
    district = moved(levers, seed, days=0)
    there = of_estates(district, "relocated") & of_estates(district, "has_committee")
    assert there.any()
    before = of_estates(district, "fees")  # put together anew, so that it stays as it is
    district.run()
    return float((of_estates(district, "fees") - before)[there].mean())


def test_fees_rise_with_table_and_fund_and_not_without(moved):
    with_both = np.array([rise(moved, FUND | TABLE, seed) for seed in SEEDS])
    without = np.array([rise(moved, {}, seed) for seed in SEEDS])
    table_only = np.array([rise(moved, TABLE, seed) for seed in SEEDS])
    assert (with_both > 0.15).all(), with_both
    assert (np.abs(without) < 0.04).all() and (np.abs(table_only) < 0.04).all(), (without, table_only)
    fund_only = np.array([rise(moved, FUND, seed) for seed in SEEDS])
    gap = with_both - fund_only
    assert gap.mean() > 2.6 * gap.std(ddof=1) / np.sqrt(len(gap)), "who sits at a table hears of every payment"


def test_people_there_quarrel_more(moved):
    from shapan.model.estates.upkeep import upkeep_factor

    district = moved({}, days=0)
    there, row = of_estates(district, "relocated"), district.kinds.index("dispute")
    others = of_estates(district, "has_firm") & ~there
    factor = upkeep_factor(district)[:, row]
    assert factor[there].mean() > 1.1 * factor[others].mean()
