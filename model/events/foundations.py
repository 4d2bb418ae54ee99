"""Events of donors who look at what their foundation pays for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import quantity
from .money import ProjectEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorsLooked(ProjectEvent):
    """Donors of the foundation of `community` looked at a project before its last payment.

    Attributes:
        how: `in_order`; `redone` where it is put right before anybody is paid; `held_back` where nothing more is paid.
        yuan: What was held back until they came.
    """

    institution: ClassVar[str] = "donors"
    called: ClassVar[str] = "donors of foundation {0.community}"

    yuan: float = quantity("yuan", said="donors_looked_{0.how}")
