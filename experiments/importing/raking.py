"""Iterative proportional fitting: people of a table weighted until they meet the margins of their communities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from ...model.parameters.place import FORMS
from .communities import BANDS, FORM_COLUMNS, Communities, nearest_community
from .faults import Faults, ImportFault
from .people import People

MOST_ROUNDS = 1000
CLOSE = 1e-9
ENOUGH = 0.01
"""By how much of a community a margin may be missed in the end; more is refused."""
YES_OR_NO = ("disabled", "low_income", "migrant", "owner", "collective")


@dataclass(frozen=True)
class Margin:
    """One variable by community.

    Attributes:
        name: The variable.
        group: Of every person, community × categories + category.
        target: People of every group; shape (communities × categories).
        labels: Columns of the table of communities that the categories are.
    """

    name: str
    group: NDArray[np.int64]
    target: Floats
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Raked:
    """How the fitting went.

    Attributes:
        weight: Residents a person of the table stands for.
        rounds: Rounds until nothing moved.
        missed: Margin -> the largest miss, as a share of the residents of the community.
        effective: Rows that as many rows of equal weight are worth (Kish).
    """

    weight: Floats
    rounds: int
    missed: dict[str, float]
    effective: float


def fit(margins: list[Margin], people: int) -> tuple[Floats, int]:
    """Weights that meet every margin, or come as near as alternating fits do (Deming and Stephan 1940)."""
    weight = np.ones(people)
    for rounds in range(1, MOST_ROUNDS + 1):
        before = weight
        for margin in margins:
            held = np.bincount(margin.group, weights=weight, minlength=len(margin.target))
            scale = np.divide(margin.target, held, out=np.zeros_like(held), where=held > 0)
            weight = weight * scale[margin.group]
        if np.abs(weight - before).max() <= CLOSE * max(1.0, float(weight.max())):
            return weight, rounds
    return weight, MOST_ROUNDS


def rake(people: People, communities: Communities) -> Raked:
    """People of a table weighted to the margins; what cannot be met is refused by community and column."""
    place = _places(people, communities)
    margins = _margins(people, communities, place)
    _check_met_by_somebody(margins, communities)
    weight, rounds = fit(margins, len(people))
    residents = np.array(communities.counts["residents"])
    missed: dict[str, float] = {}
    for margin in margins:
        wide = len(margin.target) // len(residents)
        held = np.bincount(margin.group, weights=weight, minlength=len(margin.target))
        off = np.abs(held - margin.target) / np.repeat(np.maximum(residents, 1), wide)
        missed[margin.name] = float(off.max())
        if off.max() > ENOUGH:
            worst = int(off.argmax())
            name, column = communities.names[worst // wide], margin.labels[worst % wide]
            at = communities.sheet.at(communities.rows[name])
            details = {"got": f"{held[worst]:,.0f}", "wanted": f"{margin.target[worst]:,.0f}"}
            raise ImportFault("not_met", at, community=name, column=communities.called.get(column, column), **details)
    return Raked(weight, rounds, missed, float(weight.sum() ** 2 / (weight**2).sum()))


def _places(people: People, communities: Communities) -> NDArray[np.int64]:
    """Community of the margins for every person."""
    faults = Faults()
    known = {name: place for place, name in enumerate(communities.names)}
    for name in people.communities:
        if name not in known:
            near = nearest_community(name, communities.names)
            faults.note("no_such_community", people.sheet.at(people.first_row[name]), community=name, nearest=near)
    for name in communities.names:
        if name not in people.communities:
            faults.note("community_without_people", communities.sheet.at(communities.rows[name]), community=name)
    faults.tell()
    return np.array([known[name] for name in people.communities])[people.community]


def _margins(people: People, communities: Communities, place: NDArray[np.int64]) -> list[Margin]:
    counts = {column: np.array(numbers) for column, numbers in communities.counts.items()}
    residents = counts["residents"]

    def margin(name: str, category: NDArray[np.int64], targets: list[Floats], labels: tuple[str, ...]) -> Margin:
        table = np.stack(targets, axis=1)
        table *= (residents / np.maximum(table.sum(axis=1), 1e-300))[:, None]  # what rounding left
        return Margin(name, place * len(targets) + category, table.ravel(), labels)

    found = [margin("residents", np.zeros(len(people), np.int64), [residents], ("residents",))]
    if "age" in people.columns and all(band in counts for band in BANDS):
        found.append(margin("age", people.columns["age"], [counts[band] for band in BANDS], BANDS))
    for name in YES_OR_NO:
        if name in people.columns and name in counts:
            targets = [residents - counts[name], counts[name]]
            found.append(margin(name, people.columns[name], targets, (name, name)))
    if "party" in people.columns and {"party_community", "party_workplace"} <= set(counts):
        both = [counts["party_community"], counts["party_workplace"]]
        labels = ("party_community", "party_community", "party_workplace")
        found.append(margin("party", people.columns["party"], [residents - both[0] - both[1], *both], labels))
    if "form" in people.columns and any(column in counts for column in FORM_COLUMNS):
        nobody = np.zeros(len(residents))
        targets = [counts.get(f"form_{form}", nobody) for form in FORMS]
        found.append(margin("form", people.columns["form"], targets, FORM_COLUMNS))
    return found


def _check_met_by_somebody(margins: list[Margin], communities: Communities) -> None:
    """Somebody in the table has to be what the margins count; nobody can be weighted into it."""
    faults = Faults()
    for margin in margins:
        held = np.bincount(margin.group, minlength=len(margin.target))
        wide = len(margin.target) // len(communities.names)
        for group in np.flatnonzero((held == 0) & (margin.target > 0)).tolist():
            name, column = communities.names[group // wide], margin.labels[group % wide]
            at = communities.sheet.at(communities.rows[name])
            called = communities.called.get(column, column)
            faults.note("nobody_like_it", at, community=name, column=called, wanted=f"{margin.target[group]:,.0f}")
    faults.tell()
