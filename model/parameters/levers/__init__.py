"""Everything a policy may decide, group by group."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from .centres import CentresLevers
from .channels import ChannelsLevers
from .compact import CompactLevers
from .deliberation import DeliberationLevers
from .emergency import EmergencyLevers
from .funding import FundingLevers
from .grid import GridLevers
from .index import IndexLevers
from .organisations import OrganisationsLevers
from .owners import OwnersLevers
from .party import PartyLevers
from .projects import ProjectsLevers
from .staff import StaffLevers
from .volunteers import VolunteersLevers


class Levers(BaseModel):
    """One policy, complete: as it stands without arguments it is the status quo."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    grid: GridLevers = GridLevers()
    centres: CentresLevers = CentresLevers()
    channels: ChannelsLevers = ChannelsLevers()
    staff: StaffLevers = StaffLevers()
    compact: CompactLevers = CompactLevers()
    party: PartyLevers = PartyLevers()
    owners: OwnersLevers = OwnersLevers()
    volunteers: VolunteersLevers = VolunteersLevers()
    organisations: OrganisationsLevers = OrganisationsLevers()
    funding: FundingLevers = FundingLevers()
    deliberation: DeliberationLevers = DeliberationLevers()
    projects: ProjectsLevers = ProjectsLevers()
    emergency: EmergencyLevers = EmergencyLevers()
    index: IndexLevers = IndexLevers()
