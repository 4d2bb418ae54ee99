"""Everything a policy may decide, group by group."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from .levers_centres import CentreLevers
from .levers_channels import ChannelLevers
from .levers_deliberation import DeliberationLevers
from .levers_grid import GridLevers
from .levers_money import FundingLevers, IndexLevers
from .levers_party import PartyLevers
from .levers_people import OrganisationLevers, OwnersLevers, VolunteerLevers
from .levers_projects import EmergencyLevers, ProjectLevers
from .levers_staff import CompactLevers, StaffLevers


class Levers(BaseModel):
    """One policy, complete: as it stands without arguments it is the status quo."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    grid: GridLevers = GridLevers()
    centres: CentreLevers = CentreLevers()
    channels: ChannelLevers = ChannelLevers()
    staff: StaffLevers = StaffLevers()
    compact: CompactLevers = CompactLevers()
    party: PartyLevers = PartyLevers()
    owners: OwnersLevers = OwnersLevers()
    volunteers: VolunteerLevers = VolunteerLevers()
    organisations: OrganisationLevers = OrganisationLevers()
    funding: FundingLevers = FundingLevers()
    deliberation: DeliberationLevers = DeliberationLevers()
    projects: ProjectLevers = ProjectLevers()
    emergency: EmergencyLevers = EmergencyLevers()
    index: IndexLevers = IndexLevers()
