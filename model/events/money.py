"""Events of project money, foundations and how money is split. Payments themselves are the ledger's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEvent(Event):
    """Something that happened to one project.

    Attributes:
        number: Of the project, in the order in which they were chosen.
        about: Its form.
    """

    institution: ClassVar[str] = "project"
    called: ClassVar[str] = "project {0.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectChosen(ProjectEvent):
    """A project was chosen."""

    yuan: float = quantity("yuan", said="chosen_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectBegan(ProjectEvent):
    """Work on a project began, so many days after it was chosen."""

    days: int = quantity("days", said="began")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFailed(ProjectEvent):
    """A project turned out impossible when its work was to begin."""

    days: int = quantity("days", said="failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySplit(Event):
    """A community got its share of a batch of money (`about`)."""

    institution: ClassVar[str] = "street"

    yuan: float = quantity("yuan", said="shared_out_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundationSeeded(Event):
    """A community foundation was founded, or got what was missing of its seed.

    Attributes:
        how: `founded` or `seed_raised`.
    """

    institution: ClassVar[str] = "foundation"
    called: ClassVar[str] = "foundation {0.community}"

    yuan: float = quantity("yuan", said="{0.how}")
