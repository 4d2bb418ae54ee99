"""Every column of the state has one writer outside the day's kernels and the first morning, so nobody is surprised.

Who wants a column changed calls a function of its writer: hours, kinds and pace of pools in `staffing/capacity.py`,
where teams look in `needs/channels.py`, minds in `minds.py`, how often needs arise in `need_rates.py`.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from shapan.model import columns

MODEL = Path(columns.__file__).parent
TABLES: dict[str, tuple[str, ...]] = {
    "needs": columns.NEED.names,
    "pools": columns.POOL.names,
    "minds": columns.MIND.names,
    "servers": columns.SERVER.names,
    "departments": columns.DEPARTMENT.names,
    "groups": columns.GROUP.names,
    "hearing": columns.Hearing._fields,
    "tallies": columns.Tallies._fields,
}
OTHER_NAMES = {"queues": "departments"}
# The day itself, and what makes the columns on the first morning and for new levers.
KERNELS = ("needs/", "reference/", "day.py")
MAKERS = ("setup/", "staffing/posts.py")
WRITERS = {
    "departments.capacity": "departments/capacity.py",
    "departments.credit": "staffing/capacity.py",
    "departments.extra": "party/whistle.py",
    "departments.handling": "departments/overtime.py",
    "departments.late_behind": "staffing/late_cases.py",
    "departments.late_first": "staffing/late_cases.py",
    "hearing.intensity": "need_rates.py",
    "minds.efficacy": "minds.py",
    "minds.trust": "minds.py",
    "needs.order": "staffing/capacity.py",
    "needs.pool": "staffing/capacity.py",
    "needs.state": "staffing/capacity.py",
    "pools.backlog_hours": "staffing/capacity.py",
    "pools.daily_hours": "staffing/capacity.py",
    "pools.hard_dispute_hours": "staffing/rosters.py",
    "pools.kinds": "staffing/capacity.py",
    "pools.late_behind": "staffing/late_cases.py",
    "pools.late_first": "staffing/late_cases.py",
    "pools.overhead_hours": "staffing/capacity.py",
    "pools.patrol_share": "staffing/capacity.py",
    "pools.poor_share": "staffing/capacity.py",
    "pools.residents": "staffing/capacity.py",
    "pools.service_share": "staffing/capacity.py",
    "pools.slowness": "staffing/capacity.py",
    "pools.visit_share": "staffing/capacity.py",
    "servers.need": "staffing/capacity.py",
    "servers.useful_share": "staffing/capacity.py",
    "tallies.daily": "staffing/capacity.py",
    "tallies.events": "staffing/rosters.py",
    "tallies.mind_totals": "minds.py",
}


def names_in(target: ast.expr) -> list[str]:
    """`state.pools.kinds[rows]` as kinds, pools, state; a column asked for by its name counts like an attribute."""
    found = []
    while True:
        match target:
            case ast.Subscript(value=value, slice=ast.Constant(value=str() as name)):
                found.append(name)
                target = value
            case ast.Subscript(value=value):
                target = value
            case ast.Attribute(value=value, attr=name):
                found.append(name)
                target = value
            case ast.Call(func=func):
                target = func
            case ast.Name(id=name):
                return [*found, name]
            case _:
                return found


def column_of(expression: ast.expr, aliases: dict[str, list[str]]) -> str | None:
    """`table.column` that an expression names, itself or by way of a local name for a table or a column."""
    names = names_in(expression)
    if names and names[-1] in aliases:
        names = names[:-1] + aliases[names[-1]]
    for place, name in enumerate(names):
        for table, fields in TABLES.items():
            if name in fields and table in [OTHER_NAMES.get(one, one) for one in names[place + 1 :]]:
                return f"{table}.{name}"
    return None


def stores(function: ast.AST) -> Iterator[ast.expr]:
    """What is written in place: entries of arrays and attributes, also by the `at` of a ufunc."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets):
                parts = [one for each in targets for one in (each.elts if isinstance(each, ast.Tuple) else [each])]
                yield from (one for one in parts if isinstance(one, ast.Subscript | ast.Attribute))
            case ast.AugAssign(target=ast.Subscript() | ast.Attribute() as target):
                yield target
            case ast.Call(
                func=ast.Attribute(attr="at", value=ast.Attribute(value=ast.Name(id="np"))), args=[first, *_]
            ):
                yield first
            case ast.keyword(arg="out", value=ast.Subscript() | ast.Attribute() as target):
                yield target


def writes(source: str) -> set[str]:
    """Columns that a file writes."""
    found = set()
    for function in [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)]:
        aliases: dict[str, list[str]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    pairs = (
                        zip(target.elts, node.value.elts, strict=False)
                        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                        else [(target, node.value)]
                    )
                    copied = ("copy", "astype")
                    aliases |= {
                        name.id: names_in(value)
                        for name, value in pairs
                        if isinstance(name, ast.Name)
                        and isinstance(value, ast.Attribute | ast.Subscript | ast.Call)
                        and not set(names_in(value)) & set(copied)
                    }
        found |= {column for one in stores(function) if (column := column_of(one, aliases)) is not None}
    return found


def writers() -> dict[str, set[str]]:
    """Column -> files that write it, beside kernels and makers."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(MODEL.rglob("*.py")):
        file = path.relative_to(MODEL).as_posix()
        if not file.startswith((*KERNELS, *MAKERS)):
            for column in writes(path.read_text(encoding="utf-8")):
                found[column].add(file)
    return found


def test_every_column_has_one_writer():
    assert {column: sorted(files) for column, files in writers().items()} == {
        column: [file] for column, file in WRITERS.items()
    }


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("district.state.pools.kinds[rows] = 3", "pools.kinds"),
        ("state.minds.trust[one] += 0.1", "minds.trust"),
        ("pools = state.pools\n    pools.slowness[rows] = 2.0", "pools.slowness"),
        ("needs = state.needs.view(np.ndarray)\n    needs['order'][rows] -= 1", "needs.order"),
        ("now = state.hearing.intensity\n    now[:] = 1.0", "hearing.intensity"),
        ("queues = state.departments\n    queues['extra'][0] = 1.0", "departments.extra"),
        ("np.add.at(state.tallies.mind_totals, rows, 1.0)", "tallies.mind_totals"),
        ("np.add(a, b, out=state.hearing.workday[:, 3])", "hearing.workday"),
    ],
)
def test_whoever_writes_a_column_is_seen(line, column):
    assert column in writes(f"def act(state):\n    {line}\n")


def test_whoever_only_reads_is_not():
    assert not writes(
        "def act(state):\n    before = state.pools.kinds.copy()\n    before[0] = 1\n    a = state.minds.trust\n"
    )
