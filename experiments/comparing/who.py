"""Who gains and who loses: the same resident in two worlds of one seed.

Both worlds hold the same people, and every draw of a need is the same, so a resident can be put beside themselves. They
gain where fewer of their needs end without being met on time, lose where more do, and are unchanged where as many do.
One seed gives one count of people a group; intervals are over the seeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .any_look import CONFIDENCE
from .intervals import FEWEST_PAIRS, Spread, mean_interval

if TYPE_CHECKING:
    import pandas as pd

    from ...model.parameters.place import Place

PER = 1000.0
MEASURES = ("gained", "lost", "net")
COLUMNS = (
    "dimension",
    "level",
    "people",
    "pairs",
    *(f"{measure}{end}" for measure in MEASURES for end in ("", "_lo", "_hi")),
    "judged_lo",
    "judged_hi",
    "verdict",
    "holds_among",
)


class Group(NamedTuple):
    """Residents who have something in common: `level` of `dimension`, and who they are."""

    dimension: str
    level: str
    members: NDArray[np.bool_]


def groups_of(place: Place) -> list[Group]:
    """All residents; then by age, tenure, household register, housing form, income, disability and living alone.

    A level that nobody has in this place is left out, and so is a dimension in which all are alike.
    """
    found = [Group("all", "all", np.ones(len(_people(place)), bool))]
    by_dimension: dict[str, list[Group]] = {}
    for group in _levels(place):
        if group.members.any():
            by_dimension.setdefault(group.dimension, []).append(group)
    return found + [group for levels in by_dimension.values() if len(levels) > 1 for group in levels]


def _people(place: Place) -> NDArray[np.int32]:
    from ...model.place.world import build_world

    return build_world(place).residents.cell


def _levels(place: Place) -> Iterator[Group]:
    from ...model.parameters.place import AGE_BANDS, FORMS
    from ...model.place.world import build_world

    world = build_world(place)
    people, form = world.residents, world.territory.form_of_cell[world.residents.cell]
    yield from (Group("age", name, people.age_band == number) for number, name in enumerate(AGE_BANDS))
    yield Group("tenure", "owner", people.owner & ~people.collective)
    yield Group("tenure", "tenant", ~people.owner & ~people.collective)
    yield Group("tenure", "dormitory", people.collective)
    yield Group("register", "local", ~people.migrant)
    yield Group("register", "migrant", people.migrant)
    yield from (Group("form", name, form == number) for number, name in enumerate(FORMS))
    yield Group("income", "low_income", people.low_income)
    yield Group("income", "other_income", ~people.low_income)
    yield Group("disability", "disabled", people.disabled)
    yield Group("disability", "not_disabled", ~people.disabled)
    yield Group("alone", "alone", people.alone)
    yield Group("alone", "not_alone", ~people.alone)


def who_gains(
    before: Mapping[int, NDArray[np.int16]], after: Mapping[int, NDArray[np.int16]], groups: Sequence[Group]
) -> pd.DataFrame:
    """People who gain and who lose, group by group, over all seeds that both worlds lived through.

    Args:
        before: Seed -> needs left unmet of each resident in the first world (`runs.fates`).
        after: The same in the second.
        groups: Whom to tell apart.

    Returns:
        One row a group: `gained`, `lost` and `net` (gained less lost) in people per 1,000 of the group, each with its
        95 % interval of a single look (`_lo`, `_hi`; missing for one pair); `judged_lo` and `judged_hi` end the
        interval of `net` that holds at every look, on which `verdict` rests: `gains`, `loses` or `unclear`;
        `holds_among` says whether it holds with all groups of the table together (Bonferroni).
    """
    import pandas as pd

    seeds = [seed for seed in before if seed in after]
    rows = []
    for group in groups if seeds else ():
        counts = np.array([_counts(before[seed], after[seed], group.members) for seed in seeds])
        rows.append((group.dimension, group.level, int(group.members.sum()), len(seeds), *_shares(counts, len(groups))))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _counts(before: NDArray[np.int16], after: NDArray[np.int16], members: NDArray[np.bool_]) -> tuple[float, float]:
    """People per 1,000 of the group who gain, and who lose, in one pair."""
    change = after[members].astype(np.int32) - before[members]
    per = PER / len(change)
    return float((change < 0).sum()) * per, float((change > 0).sum()) * per


def _shares(counts: NDArray[np.float64], groups: int) -> Iterator[object]:
    net = counts[:, 0] - counts[:, 1]
    for values in (counts[:, 0], counts[:, 1], net):
        one = mean_interval(list(values))
        yield from (one.value, one.lo, one.hi)
    spread = Spread.of(list(net))
    limits = spread.limits() if len(net) >= FEWEST_PAIRS else None
    low, high = (None, None) if limits is None else limits
    verdict = "unclear" if low is None or high is None else "gains" if low > 0 else "loses" if high < 0 else "unclear"
    yield from (low, high, verdict)
    yield None if verdict == "unclear" else bool(spread.chance() * groups < 1.0 - CONFIDENCE)


def losing(table: pd.DataFrame) -> pd.DataFrame:
    """Groups in which more people lose than gain for sure, the heaviest net loss first."""
    sure = table[(table["verdict"] == "loses") & (table["dimension"] != "all")]
    return sure.sort_values("net", kind="stable")


def most_losers(table: pd.DataFrame) -> pd.DataFrame:
    """Groups by how many of 1,000 lose, most first; a group may gain on the whole and hold many who lose."""
    return table[table["dimension"] != "all"].sort_values("lost", ascending=False, kind="stable")
