"""Behavioural assumptions: what is uncertain about people and institutions. They are swept, never chosen."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from .aftermath import AftermathAssumptions
from .attendance import AttendanceAssumptions
from .authority import AuthorityAssumptions
from .awards import AwardsAssumptions
from .ballots import BallotsAssumptions
from .bound import BoundAssumptions
from .branches import BranchesAssumptions
from .delivery import DeliveryAssumptions
from .estates import EstatesAssumptions
from .force import ForceAssumptions
from .foundations import FoundationsAssumptions
from .frontline import FrontlineAssumptions
from .funds import FundsAssumptions
from .group_councils import GroupCouncilsAssumptions
from .hearing import HearingAssumptions
from .implementing import ImplementingAssumptions
from .joint import JointAssumptions
from .matters import MattersAssumptions
from .memory import MemoryAssumptions
from .needs import NeedsAssumptions
from .opinion import OpinionAssumptions
from .ordering import OrderingAssumptions
from .outreach import OutreachAssumptions
from .prices import PricesAssumptions
from .programmes import ProgrammesAssumptions
from .proposing import ProposingAssumptions
from .providers import ProvidersAssumptions
from .purchasing import PurchasingAssumptions
from .ratings import RatingsAssumptions
from .review import ReviewAssumptions
from .routing import RoutingAssumptions
from .service import ServiceAssumptions
from .shops import ShopsAssumptions
from .splitting import SplittingAssumptions
from .staffing import StaffingAssumptions
from .stewarding import StewardingAssumptions
from .street import StreetAssumptions
from .supervision import SupervisionAssumptions
from .tasks import TasksAssumptions
from .turnover import TurnoverAssumptions
from .units import UnitsAssumptions
from .volunteer_work import VolunteerWorkAssumptions
from .volunteering import VolunteeringAssumptions


class Assumptions(BaseModel):
    """All behavioural assumptions of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    needs: NeedsAssumptions = NeedsAssumptions()
    hearing: HearingAssumptions = HearingAssumptions()
    outreach: OutreachAssumptions = OutreachAssumptions()
    routing: RoutingAssumptions = RoutingAssumptions()
    service: ServiceAssumptions = ServiceAssumptions()
    memory: MemoryAssumptions = MemoryAssumptions()
    staffing: StaffingAssumptions = StaffingAssumptions()
    tasks: TasksAssumptions = TasksAssumptions()
    street: StreetAssumptions = StreetAssumptions()
    turnover: TurnoverAssumptions = TurnoverAssumptions()
    units: UnitsAssumptions = UnitsAssumptions()
    joint: JointAssumptions = JointAssumptions()
    supervision: SupervisionAssumptions = SupervisionAssumptions()
    group_councils: GroupCouncilsAssumptions = GroupCouncilsAssumptions()
    authority: AuthorityAssumptions = AuthorityAssumptions()
    review: ReviewAssumptions = ReviewAssumptions()
    branches: BranchesAssumptions = BranchesAssumptions()
    frontline: FrontlineAssumptions = FrontlineAssumptions()
    providers: ProvidersAssumptions = ProvidersAssumptions()
    purchasing: PurchasingAssumptions = PurchasingAssumptions()
    ratings: RatingsAssumptions = RatingsAssumptions()
    volunteering: VolunteeringAssumptions = VolunteeringAssumptions()
    volunteer_work: VolunteerWorkAssumptions = VolunteerWorkAssumptions()
    programmes: ProgrammesAssumptions = ProgrammesAssumptions()
    ordering: OrderingAssumptions = OrderingAssumptions()
    stewarding: StewardingAssumptions = StewardingAssumptions()
    opinion: OpinionAssumptions = OpinionAssumptions()
    attendance: AttendanceAssumptions = AttendanceAssumptions()
    matters: MattersAssumptions = MattersAssumptions()
    aftermath: AftermathAssumptions = AftermathAssumptions()
    shops: ShopsAssumptions = ShopsAssumptions()
    estates: EstatesAssumptions = EstatesAssumptions()
    funds: FundsAssumptions = FundsAssumptions()
    proposing: ProposingAssumptions = ProposingAssumptions()
    ballots: BallotsAssumptions = BallotsAssumptions()
    delivery: DeliveryAssumptions = DeliveryAssumptions()
    implementing: ImplementingAssumptions = ImplementingAssumptions()
    awards: AwardsAssumptions = AwardsAssumptions()
    bound: BoundAssumptions = BoundAssumptions()
    splitting: SplittingAssumptions = SplittingAssumptions()
    foundations: FoundationsAssumptions = FoundationsAssumptions()
    force: ForceAssumptions = ForceAssumptions()
    prices: PricesAssumptions = PricesAssumptions()
