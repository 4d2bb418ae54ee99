"""What the governance index rewards."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ...declare import Group
from ..declaring import lever

INDEX_COMPONENTS = (
    "coverage",
    "equity",
    "timeliness",
    "satisfaction",
    "trust",
    "participation",
    "projects",
    "openness",
)
"""What the governance index is made of; GD-11 asks for satisfaction and project effect first."""


class IndexLevers(Group):
    """What counts how much when communities are measured."""

    weights: Annotated[dict[str, float], lever(between=(0, 1000), sources="GD-11", moves="governance_index")] = (
        dict.fromkeys(INDEX_COMPONENTS, 1.0)
    )

    @model_validator(mode="after")
    def _something_counts(self) -> IndexLevers:
        for name in self.weights:
            if name not in INDEX_COMPONENTS:
                where = {"key": f"index.weights.{name}", "name": name, "names": ", ".join(INDEX_COMPONENTS)}
                raise PydanticCustomError(
                    "weights_unknown", "the index has no component {name}; components are {names}", where
                )
        if not any(weight > 0 for weight in self.weights.values()):
            raise PydanticCustomError(
                "weights_all_zero", "all weights are zero; at least one must be positive", {"key": "index.weights"}
            )
        return self
