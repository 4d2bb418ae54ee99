"""The `[groups]` table of a study file: which factors of a Sobol' or Morris design move together."""

from __future__ import annotations

from collections.abc import Sequence

from ...scenarios.faults import nearest_name, shown
from ...scenarios.header import Reader

GROUPED = ("sobol", "morris")


def read_groups(reader: Reader, names: Sequence[str], kind: str) -> dict[str, tuple[str, ...]]:
    """Group -> its factors, with every fault noted; `"hearing.*"` stands for all factors of that file of assumptions.

    Args:
        names: Of the factors of the design.
        kind: Of the design; only Sobol' and Morris can move several factors at once.
    """
    table = reader.table("groups")
    if table and kind not in GROUPED:
        reader.fault("study_groups", ("groups",))
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for group, said in table.items():
        if not isinstance(said, list) or not said or not all(isinstance(one, str) for one in said):
            reader.fault("wrong_type", ("groups", group), {"wanted": "a list", "value": shown(said)})
            continue
        if group in names or not group.strip():
            reader.fault("study_group_name", ("groups", group))
        taken = {name for members in found.values() for name in members}
        found[group] = tuple(dict.fromkeys(_members(reader, group, said, names, taken)))
    return {group: members for group, members in found.items() if members}


def _members(reader: Reader, group: str, said: Sequence[str], names: Sequence[str], taken: set[str]) -> list[str]:
    found = []
    for one in said:
        wild = one.endswith(".*")
        meant = [name for name in names if name == one or (wild and name.startswith(one[:-1]))]
        if not meant:
            near = nearest_name(one, names)
            reader.fault("study_group_member", ("groups", group), {"value": shown(one)}, nearest=near)
        if any(name in taken for name in meant):
            reader.fault("study_value_twice", ("groups", group), {"value": shown(one)})
        found += [name for name in meant if name not in taken]
    return found
