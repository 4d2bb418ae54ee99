"""What is proposed when there is money for projects: from requests, from needs at home, from what one can do.

Staff rank what was registered around each place; residents who come know what went unmet at home, heard or not;
organisations propose what they can do. Whoever is first to name a kind and place sets its terms: others only add their
names to it. A project's cost and snags belong to its place, kind and batch, whoever proposes it. (SU-07, OR-12, B5)
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s, Keys
from ..parameters.assumptions.proposing import ProposingAssumptions
from .draws import (
    COST,
    FORM,
    FOUND,
    INFEASIBLE,
    MIND,
    STRUCK,
    project_keys,
    project_uniforms,
    thought_normals,
    thought_uniforms,
)
from .kinds import ACTIVITY, WORKS, ProjectKinds, forms_for
from .neighbourhood import Neighbourhood

STAFF, RESIDENTS, ORGANISATIONS, BRANCHES = 1, 2, 4, 8
"""Who proposed a project; the numbers of several are added."""
PROPOSERS = {
    "staff": (STAFF,),
    "residents": (RESIDENTS,),
    "organisations": (ORGANISATIONS,),
    "both": (STAFF, RESIDENTS),
    "all": (STAFF, RESIDENTS, ORGANISATIONS),
}
"""Who proposes, by the value of the lever `projects.proposed_by`."""
REASONS = ("kept", "cannot_be_done", "nobody_registered", "not_needed_there")
"""What screening, or the residents' committee, said of a proposal, by code."""
KEPT, CANNOT_BE_DONE, NOBODY_REGISTERED, NOT_NEEDED_THERE = range(4)
FEN = 100
LEAST_WISH = 1e-9  # puts the middle of a place first where nobody wishes for anything


@dataclass(frozen=True, slots=True, eq=False)
class Proposals:
    """Projects proposed in one batch of one community, in the order of the list; one row each.

    Attributes:
        form: Works, service, goods or activity (`kinds.FORMS`).
        kind: Row of the kind of need it is for.
        cell: Where it stands: a cell of the district.
        cost_fen: What it costs.
        proposer: Sum of STAFF, RESIDENTS, ORGANISATIONS and BRANCHES who proposed it.
        registered: Requests of its kind registered in the past year around it, near ones counting more.
        registered_share: Their share of all requests around it that are of kinds projects can address.
        infeasible: Whether it cannot be done; nobody knows before screening or tender.
        key: Key of its random numbers.
    """

    form: Int64s
    kind: Int64s
    cell: Int64s
    cost_fen: Int64s
    proposer: Int64s
    registered: Floats
    registered_share: Floats
    infeasible: Bools
    key: Keys

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, rows: Int64s | Bools) -> Proposals:
        """Some of them, in the order given."""
        return Proposals(*(getattr(self, one.name)[rows] for one in fields(self)))


class Batch(NamedTuple):
    """One time that a community's project money is given away.

    Attributes:
        place: The community's cells, ascending.
        kinds: What projects can address.
        key: Key of its random numbers (`draws.batch_key`).
        pot_fen: Money on the table.
        kept_fen: What of it activities alone may have, which proposers know.
        taken: Cell and kind of projects that have their money already.
    """

    place: Neighbourhood
    kinds: ProjectKinds
    key: np.uint64
    pot_fen: int
    kept_fen: int = 0
    taken: tuple[tuple[int, int], ...] = ()


class Known(NamedTuple):
    """What proposers know; needs are counts of the past year, shape (cells, kinds).

    Attributes:
        registered: What staff count: what came to nothing in the books or, for services, what was asked for; and what a
            survey found.
        unmet: Unmet needs, heard or not, of the residents who come to propose.
        able: Organisations that do each kind.
        residents: People in each cell.
        brought: What meetings of Party branches bring; None where none of them proposes.
    """

    registered: Floats
    unmet: Floats
    able: Floats
    residents: Floats
    brought: Floats | None = None


def how_many(pot_fen: int, assumed: ProposingAssumptions) -> int:
    """Projects proposed for so much money: some times as many as it could pay for on average."""
    wanted = round(assumed.choice_ratio * pot_fen / FEN / assumed.project_yuan)
    return int(np.clip(wanted, assumed.least_proposals, assumed.most_proposals))


def proposals(who: str, facts_known: Known, batch: Batch, assumed: ProposingAssumptions) -> Proposals:
    """The list of one batch: staff's first, then residents', organisations', branches', what is the same merged.

    The length of the list is shared among those who propose, so that asking more of them buys information, not choice.

    Raises:
        KeyError: Nobody is called that.
    """
    proposers = PROPOSERS[who] + ((BRANCHES,) if facts_known.brought is not None else ())
    each = -(-how_many(batch.pot_fen, assumed) // len(proposers))
    listed = []
    for proposer in proposers:
        if proposer == ORGANISATIONS:
            listed.append(by_organisations(facts_known, batch, each, assumed))
        elif proposer == BRANCHES:
            listed.append(by_branches(facts_known, batch, each, assumed))
        elif proposer == STAFF:
            listed.append(by_staff(facts_known, batch, each, assumed))
        else:
            listed.append(by_residents(facts_known, batch, each, assumed))
    return merged(listed, batch.place, assumed.same_project_km)


def by_staff(facts_known: Known, batch: Batch, count: int, assumed: ProposingAssumptions) -> Proposals:
    """What staff propose: where most of a kind was registered around a place that no project of the list serves yet."""
    return _listed(STAFF, _picked(facts_known.registered, batch, count, assumed), facts_known, batch, assumed)


def by_residents(facts_known: Known, batch: Batch, count: int, assumed: ProposingAssumptions) -> Proposals:
    """What residents propose: where those who come have most unmet needs around them, heard or not."""
    return _listed(RESIDENTS, _picked(facts_known.unmet, batch, count, assumed), facts_known, batch, assumed)


def by_branches(facts_known: Known, batch: Batch, count: int, assumed: ProposingAssumptions) -> Proposals:
    """What Party branches propose: where their members, and who spoke to callers at the door, miss most. (OR-12)"""
    assert facts_known.brought is not None
    return _listed(BRANCHES, _picked(facts_known.brought, batch, count, assumed), facts_known, batch, assumed)


def by_organisations(facts_known: Known, batch: Batch, count: int, assumed: ProposingAssumptions) -> Proposals:
    """What organisations propose: the services and activities they do, where people live, whatever they need."""
    kinds = len(batch.kinds.ids)
    comes_to_mind = 1.0 - assumed.organisations_spread * thought_uniforms(batch.key, MIND, batch.place.cell, kinds)
    trade = np.where(batch.kinds.service | batch.kinds.activity, facts_known.able, 0.0)
    supply = facts_known.residents[:, None] * trade[None, :] * comes_to_mind
    return _listed(ORGANISATIONS, _picked(supply, batch, count, assumed), facts_known, batch, assumed)


def costs(batch: Batch, form: Int64s, assumed: ProposingAssumptions) -> Int64s:
    """What a project for every kind in every cell would cost, in fen; shape (cells, kinds).

    Lognormal; over the schemes counted, with their share of works, its mean is `project_yuan` (B5, S67). Caps cut it.
    """
    works = form == WORKS
    plain = assumed.project_yuan / (1.0 + assumed.works_share * (assumed.works_times - 1.0))
    spread = assumed.cost_spread
    normal = thought_normals(batch.key, COST, batch.place.cell, form.shape[1])
    yuan = plain * np.where(works, assumed.works_times, 1.0) * np.exp(spread * normal - 0.5 * spread**2)
    capped = np.minimum(yuan, np.where(works, assumed.works_cap_yuan, assumed.service_cap_yuan))
    return np.maximum(np.floor(capped), 1.0).astype(np.int64) * FEN


def filling_the_floor(listed: Proposals, batch: Batch, assumed: ProposingAssumptions) -> Proposals:
    """The list with programmes of activities as long as what is kept for them asks for, and none longer than that.

    A programme is so many sessions: where all of them together would not take up the money kept for activities each is
    drawn up longer, up to the cap, and one that alone asks for more is drawn up shorter.
    """
    activities = listed.form == ACTIVITY
    if not batch.kept_fen or not activities.any():
        return listed
    most = min(batch.kept_fen, int(assumed.service_cap_yuan) * FEN)
    together = int(listed.cost_fen[activities].sum())
    longer = listed.cost_fen * max(batch.kept_fen / together, 1.0)
    cost = np.where(activities, np.minimum(np.ceil(longer).astype(np.int64), most), listed.cost_fen)
    return replace(listed, cost_fen=np.maximum(cost, 1))


def with_sessions_added(listed: Proposals, rows: list[int], kept_fen: int, assumed: ProposingAssumptions) -> Proposals:
    """The list after what chosen activities left of the money kept for them has bought more of their sessions.

    Args:
        rows: Rows that get money.
        kept_fen: What activities alone may have.
    """
    activities = np.array([row for row in rows if listed.form[row] == ACTIVITY], np.int64)
    left = kept_fen - int(listed.cost_fen[activities].sum())
    cost, most = listed.cost_fen.copy(), int(assumed.service_cap_yuan) * FEN
    for place, row in enumerate(activities.tolist()):
        more = min(max(-(-left // (len(activities) - place)), 0), max(most - int(cost[row]), 0))
        cost[row] += more
        left -= more
    return replace(listed, cost_fen=cost)


def merged(lists: list[Proposals], place: Neighbourhood, within_km: float) -> Proposals:
    """One list of several: of a kind and form only the first within so many km stays, with all who proposed it."""
    whole = Proposals(*(np.concatenate([getattr(one, name.name) for one in lists]) for name in fields(Proposals)))
    row = np.searchsorted(place.cell, whole.cell)
    proposer = whole.proposer.copy()
    kept: list[int] = []
    for new in range(len(whole)):
        same = [
            old
            for old in kept
            if whole.kind[old] == whole.kind[new]
            and whole.form[old] == whole.form[new]
            and place.distance_km[row[old], row[new]] <= within_km
        ]
        if same:
            proposer[same[0]] |= proposer[new]
        else:
            kept.append(new)
    columns = {one.name: getattr(whole, one.name) for one in fields(Proposals)} | {"proposer": proposer}
    return Proposals(**columns).take(np.array(kept, np.int64))


def staff_ranking(listed: Proposals) -> Int64s:
    """Place of each proposal on the staff's list, 0 first: by requests registered around it, then as listed."""
    place = np.empty(len(listed), np.int64)
    place[np.argsort(-listed.registered, kind="stable")] = np.arange(len(listed))
    return place


def screening(listed: Proposals, screened: bool, assumed: ProposingAssumptions) -> Int64s:
    """What the Party body that screens says of each proposal, as a code of REASONS; without screening all are kept.

    It finds most of what cannot be done, and strikes some of what only residents name because the books hardly know it.
    """
    codes = np.full(len(listed), KEPT, np.int64)
    if not screened:
        return codes
    unheard = (listed.proposer == RESIDENTS) & (listed.registered_share < assumed.registered_enough)
    codes[unheard & (project_uniforms(listed.key, STRUCK) < assumed.unheard_struck_share)] = NOBODY_REGISTERED
    codes[listed.infeasible & (project_uniforms(listed.key, FOUND) < assumed.screening_finds)] = CANNOT_BE_DONE
    return codes


def co_reviewed(listed: Proposals, codes: Int64s, assumed: ProposingAssumptions) -> Int64s:
    """What the residents' committee, which knows what was asked for around each place, says of organisations' ideas.

    It sends back what next to nobody around has asked for, however good an organisation is at it. (SU-07)

    Args:
        listed: The proposals.
        codes: What screening said of each.
        assumed: What counts as asked for.
    """
    unasked = (listed.proposer == ORGANISATIONS) & (listed.registered_share < assumed.co_review_enough)
    return np.where((codes == KEPT) & unasked, NOT_NEEDED_THERE, codes)


class _Thoughts(NamedTuple):
    """Form and cost a project would have for every kind in every cell, and which of them were picked, in order."""

    form: Int64s
    cost_fen: Int64s
    row: Int64s
    kind: Int64s


def _picked(wish: Floats, batch: Batch, count: int, assumed: ProposingAssumptions) -> _Thoughts:
    """The best place and kind, again and again; what a project nearby would serve counts less for the next one.

    Nobody proposes what the whole pot could not pay for, or the same kind twice within the distance of one project.
    """
    place, kinds = batch.place, batch.kinds
    grid = np.broadcast_to(np.arange(len(kinds.ids)), wish.shape)
    draws = thought_uniforms(batch.key, FORM, place.cell, len(kinds.ids))
    form = forms_for(grid, draws, assumed.goods_share, kinds)
    cost = costs(batch, form, assumed)
    open_to = kinds.any_project[None, :] & (cost <= batch.pot_fen)
    left = np.where(kinds.any_project[None, :], wish, 0.0)
    for cell, kind in batch.taken:
        _serve(int(np.searchsorted(place.cell, cell)), kind, (open_to, left), place, assumed)
    owed = -(-batch.kept_fen * count // batch.pot_fen) if batch.kept_fen else 0
    rows: list[int] = []
    chosen: list[int] = []
    for done in range(count):
        still_owed = owed - int(kinds.activity[chosen].sum())
        worth = place.near @ left
        best = _best(worth, open_to) if still_owed < count - done else None
        if best is None and still_owed > 0:
            # Money set aside for activities finds one, in the middle of the place, even where nobody asked for any.
            best = _best(worth + LEAST_WISH * place.near.sum(axis=1)[:, None], open_to & kinds.activity[None, :])
        if best is None:
            break
        rows.append(best[0])
        chosen.append(best[1])
        _serve(*best, (open_to, left), place, assumed)
    return _Thoughts(form, cost, np.array(rows, np.int64), np.array(chosen, np.int64))


def _serve(
    row: int, kind: int, wishes: tuple[Bools, Floats], place: Neighbourhood, assumed: ProposingAssumptions
) -> None:
    """A project stands there: nobody proposes its like beside it, and around it less is left to wish for."""
    open_to, left = wishes
    open_to[place.distance_km[row] <= assumed.same_project_km, kind] = False
    left[:, kind] *= 1.0 - place.near[row]


def _best(worth: Floats, open_to: Bools) -> tuple[int, int] | None:
    """Row and kind of the best project still open, the first among equals; None where nobody wants any."""
    row, kind = divmod(int(np.argmax(np.where(open_to, worth, 0.0))), worth.shape[1])
    return (row, kind) if open_to[row, kind] and worth[row, kind] > 0.0 else None


def _listed(
    proposer: int, thoughts: _Thoughts, facts_known: Known, batch: Batch, assumed: ProposingAssumptions
) -> Proposals:
    """The rows of a list from what was picked."""
    row, kind = thoughts.row, thoughts.kind
    cell = batch.place.cell[row]
    key = project_keys(batch.key, cell, kind)
    around = batch.place.near @ np.where(batch.kinds.any_project[None, :], facts_known.registered, 0.0)
    registered, all_kinds = around[row, kind], around[row].sum(axis=1)
    return Proposals(
        form=thoughts.form[row, kind],
        kind=kind,
        cell=cell,
        cost_fen=thoughts.cost_fen[row, kind],
        proposer=np.full(len(row), proposer, np.int64),
        registered=registered,
        registered_share=np.divide(registered, all_kinds, out=np.zeros(len(row)), where=all_kinds > 0.0),
        infeasible=project_uniforms(key, INFEASIBLE) < assumed.infeasible_share,
        key=key,
    )
