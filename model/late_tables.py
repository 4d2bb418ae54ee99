"""Tables of a run that are made when somebody looks at them: most runs are asked for their indicators alone.

What a table says is settled on the evening it is of; only the pandas table itself waits, and with it pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Late", "made_when_looked_at"]


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """A table that is not made yet.

    Attributes:
        make: Makes it, of what was settled before; it must not look at anything that lives on.
        rows: Its rows as mappings, for whoever needs no table; None where there are none but in the table.
    """

    make: Callable[[], pd.DataFrame]
    rows: Callable[[], list[Mapping[str, Any]]] | None = None

    def made(self) -> pd.DataFrame:
        """The table."""
        return self.make()


class _LookedAt:
    """A table among the attributes of an object: made once, when first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, holder: Any, kind: type | None = None) -> Any:
        if holder is None or self._name not in holder.__dict__:
            raise AttributeError(self._name)
        found = holder.__dict__[self._name]
        if isinstance(found, Late):
            found = holder.__dict__[self._name] = found.made()
        return found

    def __set__(self, holder: Any, value: Any) -> None:
        holder.__dict__[self._name] = value


def made_when_looked_at(kind: type, names: tuple[str, ...]) -> None:
    """From now on these attributes of a class may be given as `Late`; whoever reads one gets the table."""
    for name in names:
        setattr(kind, name, _LookedAt(name))
