"""What becomes of a decision: departments commit, works begin, neighbours heed it or not, and remember who was heard.

Open matters press on the needs of their estate; settled ones lift that. Covenants act as far as neighbours stand by
them. Those who came are heard or overruled, and trust their council more or less.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..agents.community_team import CommunityTeam
from ..agents.party_committees import USUAL_COMMUNITY, PartyCommittee
from ..backend import hasten
from ..events.matters import DepartmentsAnswered, DepartmentsCalled, MatterAgreed, MatterWhistled
from ..events.street import CadreAttended
from ..minds import move_trust
from ..parameters.formats import Format
from ..party.whistle import stuck_cases
from ..staffing.capacity import keep_officials
from ..streams import draws_of
from .attendance import word_spread
from .docket import Docket, Turnout, Unannounced
from .draws import INVITED
from .follow_up import enter_task, hurry_tasks, owner_of
from .formats import seats_of
from .matter import Matter
from .sitting import Sitting, Table

if TYPE_CHECKING:
    from ..district import District

REVIEW_DAYS = 30
MONTHS_A_YEAR = 12.0


def agree(district: District, matter: Matter, form: Format, sitting: Sitting, days: int, committed: bool) -> None:
    """It passed: settled once the decision stands, in so many days, and a department, where needed, has committed.

    Args:
        committed: Whether the department was at the table and committed there.
    """
    matter.agreed_on = district.day
    matter.stands_on = district.day + days
    matter.compliance = compliance(district, sitting)
    enter_task(district, matter, form, committed)
    if matter.kind.matter_class == "works":
        _begin_works(district, matter, form, sitting)
    if form.reviewed or district.parameters.levers.deliberation.review:
        district.of(Docket).reviews.append((matter.ready + REVIEW_DAYS, matter))
    days = district.day - matter.raised
    district.record(MatterAgreed(**matter.facts, compliance=matter.compliance, days=days))


def departments_come(district: District, matter: Matter, table: Table, meetings: int) -> bool:
    """Whether the department a matter needs sits at the table and commits there.

    The committee calls it with its authority, and who comes leaves cases undone.
    """
    form, levers = table.form, district.parameters.levers.deliberation
    if not matter.kind.needs_department:
        return False
    if matter.called_on == district.day:  # the committee has whistled for it today
        return _arrived(district, matter, matter.answered)
    if meetings and _team_sends_a_cadre(district, matter):
        return _arrived(district, matter, True)
    if not meetings or "departments" not in form.commits:
        return False
    if not seats_of(form, levers.seats, levers.random_seats + levers.reserved_seats).get("departments"):
        return False
    came = _called(district, matter, INVITED + matter.tries)
    if district.parameters.levers.party.whistle_after_days > 0:  # it calls by its whistle
        district.record(MatterWhistled(**matter.facts, answered=came))
    return _arrived(district, matter, came)


def _team_sends_a_cadre(district: District, matter: Matter) -> bool:
    """Whether the department it needs has adopted the community and sends a cadre to its council of its own accord."""
    owner, hours = owner_of(district, matter), district.parameters.assumptions.street.cadre_council_hours
    team: CommunityTeam = district.agents_by_type[CommunityTeam][matter.community]
    if not team.sends_a_cadre(owner, hours):
        return False
    district.record(CadreAttended(community=matter.community, about=owner, hours=hours))
    return True


def _arrived(district: District, matter: Matter, came: bool) -> bool:
    """Write down whether the department came; whoever sits at a table leaves cases undone."""
    district.record(DepartmentsCalled(**matter.facts, came=came))
    if came:
        leave_cases(district, matter)
    return came


def leave_cases(district: District, matter: Matter) -> None:
    """Officials sit in a meeting about a matter, and their cases wait."""
    rows = [district.kinds.index(kind) for kind in matter.kind.presses_on if kind in district.kinds.ids]
    _take_time(district, rows)


def committee_of(district: District, matter: Matter) -> PartyCommittee:
    """The joint Party committee of a matter's community."""
    found: PartyCommittee = district.agents_by_type[PartyCommittee][matter.community]
    return found


def _called(district: District, matter: Matter, which: int) -> bool:
    """Whether departments follow the committee's call; it costs authority, and without any nobody listens."""
    price = district.parameters.assumptions.authority.whistle_cost
    return any(committee_of(district, matter).blow([draws_of(matter.key).at(which).uniform()], price))


def _take_time(district: District, rows: list[int]) -> None:
    """Officials who sit in a meeting leave cases undone; where several departments come, each its part.

    None gets further behind than a week of its work.
    """
    cases = district.parameters.assumptions.matters.department_cases / max(len(rows), 1)
    keep_officials(district, rows, cases)


def compliance(district: District, sitting: Sitting) -> float:
    """How far neighbours stand by a decision: the more of them were there and the more of those wanted it, the more."""
    assumed = district.parameters.assumptions.aftermath
    if sitting.meeting is None:
        return assumed.least_compliance
    compliance = 1.0 - math.exp(-sitting.meeting.turnout_share / assumed.heeding_turnout)
    return assumed.least_compliance + (1.0 - assumed.least_compliance) * compliance * sitting.decision.yes_share


def _begin_works(district: District, matter: Matter, form: Format, sitting: Sitting) -> None:
    """Works of which not everybody was told breed disputes for a while."""
    assumed, levers = district.parameters.assumptions, district.parameters.levers.deliberation
    informed = 1.0 if sitting.from_door_to_door else 0.0
    if sitting.meeting is not None and not informed:
        informed = word_spread(form.notice_days(levers.notice_days), assumed.attendance)
    matter.informed = 1.0 if sitting.asked_at_home else informed
    until = matter.ready + int(assumed.aftermath.unannounced_days)
    district.of(Docket).works.append(Unannounced(matter.estate, until, 1.0 - informed, matter.number))


def fade(district: District) -> None:
    """A month passes: covenants lose some of their force."""
    years = district.parameters.assumptions.aftermath.covenant_years
    district.of(Docket).covenant *= math.exp(-1.0 / (MONTHS_A_YEAR * years))


def hold_session(district: District, community: int) -> None:
    """Departments come and answer: matters that wait for them, and the cases that have been stuck longest."""
    assumed = district.parameters.assumptions.aftermath
    hurry_tasks(district, community)
    _take_time(district, list(range(len(district.kinds.ids))))
    if district.day < 0:  # sessions of earlier years have left no case behind
        return
    territory, needs = district.world.territory, district.state.needs.view(np.ndarray)
    cases, _ = stuck_cases(district)
    here = cases[territory.community_of_cell[needs["cell"][cases]] == community]
    people = float(territory.residents_of_cell[territory.community_of_cell == community].sum())
    answered = here[: max(round(assumed.session_cases * people / USUAL_COMMUNITY), 1)].astype(np.int32)
    hasten(answered, np.full(len(answered), int(assumed.session_days), np.int32), True, district.state)
    district.record(DepartmentsAnswered(community=community, cases=len(answered)))


def remember_meeting(district: District, matter: Matter, form: Format, sitting: Sitting) -> None:
    """Record turnout and change trust and efficacy of participants by whether the outcome was the one they wanted.

    A household paid enough to want the matter counts as one that wanted it. A review reduces the loss of trust. Without
    a quorum nothing changes.
    """
    docket, assumed = district.of(Docket), district.parameters.assumptions.aftermath
    if sitting.meeting is None or sitting.from_door_to_door:
        docket.turnouts.append(Turnout(district.day, 0.0, None))
        return
    docket.turnouts.append(Turnout(district.day, sitting.meeting.turnout_share, sitting.meeting.difference))
    if sitting.decision.reasons[0] == "no_quorum":
        return
    came = sitting.meeting.came
    wished = (matter.value() + sitting.decision.transfer > 0.0) == sitting.decision.passed
    reviewed = form.reviewed or district.parameters.levers.deliberation.review
    loss = assumed.overruled_trust * (1.0 - assumed.review_softens * reviewed)
    step = np.where(wished, assumed.heard_trust, -loss)[came]
    matter.came = np.union1d(matter.came, matter.household[came])
    move_trust(district, matter.household[came], step, assumed.heard_efficacy)


def give_accounts(district: District) -> None:
    """Somebody accounts for what became of a matter: those who came see that their word counted."""
    docket, assumed = district.of(Docket), district.parameters.assumptions.aftermath
    for _, matter in [one for one in docket.reviews if one[0] <= district.day]:
        docket.council_trust[matter.community] += assumed.standing_step * (1.0 - docket.council_trust[matter.community])
        move_trust(district, matter.came, np.full(len(matter.came), assumed.review_trust), 0.0)
    docket.reviews = [one for one in docket.reviews if one[0] > district.day]
