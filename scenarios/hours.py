"""Hours that volunteers and resident units can be expected to give in a year under a policy, for planning money.

Rough on purpose: what they really give depends on motive, habit, orders and luck, and the ledger of a run counts it.
"""

from __future__ import annotations

from ..model.parameters import Parameters
from ..model.volunteers.corps import USUAL_REPORTING, registered_count

ACTIVE_SHARE = 0.25  # of registered volunteers (B4, D)
PARTICIPATIONS_A_YEAR = 5.0  # of an active volunteer (3 to 6: B8.4, C/D)
HOURS_A_PARTICIPATION = 4.0  # R-02, S50
QUARTERS = 4.0
WHERE_IT_IS_MISSED = 0.7  # of what a team gives where it chooses itself, once joint meetings place it (D)
WON_BACK = 0.5  # of broken promises, where progress meetings call them up; the same where units take the chair (D)


def volunteer_hours(parameters: Parameters) -> float:
    """Hours of those registered, of Party members who report in, and of members on duty."""
    place, levers = parameters.place, parameters.levers.party
    workplace, own = place.party.workplace * place.residents, PARTICIPATIONS_A_YEAR * ACTIVE_SHARE
    joined = max(levers.reporting_share - USUAL_REPORTING, 0.0) * workplace
    owe = place.party.community * place.residents + levers.reporting_share * workplace
    shifts = own * (registered_count(parameters) + joined) + levers.duty_per_year * owe
    return HOURS_A_PARTICIPATION * shifts


def unit_hours(parameters: Parameters) -> float:
    """Hours units' teams give: offers of every quarter and projects claimed, as far as such promises are kept."""
    levers, assumed = parameters.levers.party, parameters.assumptions.units
    seats = min(levers.part_time_members, levers.member_units)
    broken = 1.0 - min(assumed.keep_share + min(assumed.seat_gain * seats, assumed.seats_most), 1.0)
    for helps in (levers.progress_meeting_months > 0, levers.rotating_chair):
        broken *= 1.0 - WON_BACK * helps
    offered = QUARTERS * assumed.unit_hours * (WHERE_IT_IS_MISSED if levers.joint_meeting_months > 0 else 1.0)
    claimed = levers.claims_per_unit * assumed.project_items * assumed.item_hours
    return parameters.place.communities * levers.member_units * (offered + claimed) * (1.0 - broken)
