"""Behavioural assumptions: what is uncertain about people and institutions. They are swept, never chosen."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from .assumptions_aftermath import AftermathAssumptions
from .assumptions_deliberation import AttendanceAssumptions, OpinionAssumptions
from .assumptions_delivery import DeliveryAssumptions
from .assumptions_estates import EstateAssumptions
from .assumptions_foundations import FoundationAssumptions
from .assumptions_funds import FundAssumptions
from .assumptions_matters import MatterAssumptions
from .assumptions_memory import MemoryAssumptions
from .assumptions_needs import HearingAssumptions, NeedsAssumptions
from .assumptions_organisations import ProviderAssumptions
from .assumptions_outreach import OutreachAssumptions
from .assumptions_party import AuthorityAssumptions
from .assumptions_prices import PriceAssumptions
from .assumptions_projects import BallotAssumptions, ProposalAssumptions
from .assumptions_purchasing import PurchasingAssumptions
from .assumptions_ratings import RatingAssumptions
from .assumptions_routing import RoutingAssumptions
from .assumptions_service import ServiceAssumptions
from .assumptions_splitting import SplittingAssumptions
from .assumptions_staff import StaffAssumptions
from .assumptions_stewards import StewardAssumptions
from .assumptions_turnover import TurnoverAssumptions
from .assumptions_units import UnitAssumptions
from .assumptions_volunteer_work import VolunteerWorkAssumptions
from .assumptions_volunteers import VolunteerAssumptions


class Assumptions(BaseModel):
    """All behavioural assumptions of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    needs: NeedsAssumptions = NeedsAssumptions()
    hearing: HearingAssumptions = HearingAssumptions()
    outreach: OutreachAssumptions = OutreachAssumptions()
    routing: RoutingAssumptions = RoutingAssumptions()
    service: ServiceAssumptions = ServiceAssumptions()
    memory: MemoryAssumptions = MemoryAssumptions()
    staffing: StaffAssumptions = StaffAssumptions()
    turnover: TurnoverAssumptions = TurnoverAssumptions()
    units: UnitAssumptions = UnitAssumptions()
    authority: AuthorityAssumptions = AuthorityAssumptions()
    providers: ProviderAssumptions = ProviderAssumptions()
    purchasing: PurchasingAssumptions = PurchasingAssumptions()
    ratings: RatingAssumptions = RatingAssumptions()
    volunteering: VolunteerAssumptions = VolunteerAssumptions()
    volunteer_work: VolunteerWorkAssumptions = VolunteerWorkAssumptions()
    stewarding: StewardAssumptions = StewardAssumptions()
    opinion: OpinionAssumptions = OpinionAssumptions()
    attendance: AttendanceAssumptions = AttendanceAssumptions()
    matters: MatterAssumptions = MatterAssumptions()
    aftermath: AftermathAssumptions = AftermathAssumptions()
    estates: EstateAssumptions = EstateAssumptions()
    funds: FundAssumptions = FundAssumptions()
    proposing: ProposalAssumptions = ProposalAssumptions()
    ballots: BallotAssumptions = BallotAssumptions()
    delivery: DeliveryAssumptions = DeliveryAssumptions()
    splitting: SplittingAssumptions = SplittingAssumptions()
    foundations: FoundationAssumptions = FoundationAssumptions()
    prices: PriceAssumptions = PriceAssumptions()
