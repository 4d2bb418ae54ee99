"""Where money went in a year, as flows: from who gave through who held it to what it was spent on, and what it bought.

Made from the table of payments (`run.ledger`) and `run.bought` alone, to the fen: what comes into a node goes out of
it, and the flows of each part add up to the same line of the year's statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from .statements import FEN_A_YUAN, Year

if TYPE_CHECKING:
    import pandas as pd

Part = Literal["opening", "given", "moved", "spent", "returned", "closing", "passed_in", "passed_out", "bought"]
OPENING, CLOSING, RETURNED, ELSEWHERE_IN, ELSEWHERE_OUT = "opening", "closing", "returned", "passed_in", "passed_out"
MET, NOT_MET = "needs_met", "no_need_met"
"""Last nodes: uses that met needs on time in the year, and uses that met none by themselves."""
ENDS = (OPENING, CLOSING, RETURNED, ELSEWHERE_IN, ELSEWHERE_OUT, MET, NOT_MET)


class Flow(NamedTuple):
    """One ribbon.

    Attributes:
        part: Which line of the year's statement it belongs to; `bought` repeats what was spent, by what it bought.
        source, target: Accounts of the ledger, or one of ENDS.
        fen: How much.
    """

    part: Part
    source: str
    target: str
    fen: int


def flows_of(ledger: pd.DataFrame, bought: pd.DataFrame, year: Year, community: int | None = None) -> list[Flow]:
    """Every flow of a year.

    Args:
        ledger: `run.ledger` of one run, or its sums by year.
        bought: `run.bought` of the same run.
        year: The days it is about.
        community: One community, −1 for what the whole district keeps for itself; all together if None.

    Returns:
        Flows above 0 fen; what communities pass on to each other cancels out where all are taken together.
    """
    from ...model.ledger.ledger import HOLDERS

    here = ledger if community is None else ledger[ledger["community"] == community]
    before, during = here[here["day"] < year.first], here[here["day"].between(year.first, year.last)]
    paid = {at: fen for at, fen in _sums(during).items() if fen}
    opened, held = dict.fromkeys(HOLDERS, 0), dict.fromkeys(HOLDERS, 0)
    for sums, stands in ((_sums(before), (opened, held)), (paid, (held,))):
        for (source, target), fen in sums.items():
            for stand in stands:
                for name, sign in ((source, -1), (target, 1)):
                    if name in stand:
                        stand[name] += sign * fen
    found = [_flow(source, target, fen) for (source, target), fen in paid.items()]
    found += [Flow("opening", OPENING, name, fen) for name, fen in opened.items()]
    found += [Flow("closing", name, CLOSING, fen) for name, fen in held.items()]
    if community is None:
        found = _without_passing(found)
    return [one for one in (*found, *_bought(found, bought, year, community)) if one.fen]


def _sums(ledger: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(from, to) -> fen."""
    fen = (ledger["value"] * FEN_A_YUAN).round().astype("int64")
    sums = fen.groupby([ledger["from_account"].astype(str), ledger["to_account"].astype(str)]).sum()
    return {(str(source), str(target)): int(total) for (source, target), total in sums.items()}


def _flow(source: str, target: str, fen: int) -> Flow:
    """A payment by the line of the statement it belongs to."""
    from ...model.ledger.ledger import HOLDERS, SOURCES, USES

    if target in USES:
        return Flow("spent", source if source in (*HOLDERS, *SOURCES) else ELSEWHERE_IN, target, fen)
    if target in SOURCES:
        return Flow("returned", source, RETURNED, fen)
    if target not in HOLDERS:
        return Flow("passed_out", source, ELSEWHERE_OUT, fen)
    if source in SOURCES:
        return Flow("given", source, target, fen)
    return Flow("moved", source, target, fen) if source in HOLDERS else Flow("passed_in", ELSEWHERE_IN, target, fen)


def _without_passing(found: list[Flow]) -> list[Flow]:
    """What holders of two communities hand to each other, as what holders of these names hand to each other.

    The table of payments tells it once for either side. Who gave to whom is certain where one name gives or one takes;
    where several do, givers are matched with takers in the order of the table.
    """
    out = [one for one in found if one.part == "passed_out"]
    into = [one for one in found if one.part == "passed_in"]
    rest = [one for one in found if one.part not in ("passed_out", "passed_in")]
    left = {one.target: one.fen for one in into}
    for giver in out:
        due = giver.fen
        for target in left:
            fen = min(due, left[target])
            rest.append(Flow("moved", giver.source, target, fen))
            due, left[target] = due - fen, left[target] - fen
    return rest


def _bought(found: Iterable[Flow], bought: pd.DataFrame, year: Year, community: int | None) -> list[Flow]:
    """Uses by whether they met needs on time."""
    from .budget_lines import totals

    table = totals(bought, year.year, community)
    met = set(table.loc[table["needs_met"].fillna(0.0) > 0.0, "line"])
    spent: dict[str, int] = {}
    for one in found:
        if one.part == "spent":
            spent[one.target] = spent.get(one.target, 0) + one.fen
    return [Flow("bought", use, MET if use in met else NOT_MET, fen) for use, fen in spent.items()]
