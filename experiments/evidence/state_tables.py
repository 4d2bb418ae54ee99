"""The tables of state variables in section 2 of the ODD: columns of the district, agents, records of processes.

Names of columns come from `model/columns.py`, their meaning from `state_words.toml`. Agents and records say in their
docstrings what they keep. `python -m shapan.experiments.evidence.odd_parameters` writes these tables too.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from ...model import columns
from ...model.place.residents import Residents
from ...scenarios.describe import table
from ..runs.folders import source_folder

WORDS = Path(__file__).with_name("state_words.toml")
MARK = re.compile(r"(?P<open><!-- state -->\n).*?(?P<close><!-- end of state -->)", re.DOTALL)
TABLES = {
    "minds": columns.MIND,
    "people": columns.PERSON,
    "needs": columns.NEED,
    "waiting": columns.UNHEARD_NEED,
    "pools": columns.POOL,
    "groups": columns.GROUP,
    "servers": columns.SERVER,
    "departments": columns.DEPARTMENT,
    "pool_map": columns.DOOR,
}
"""Part of the state -> its columns; `residents` are a record of their own."""
RECORDS = {
    "Volunteer corps": ("volunteers/corps.py", "Corps"),
    "Contract of an organisation": ("organisations/contract.py", "Contract"),
    "Promise of a resident unit": ("agents/resident_unit.py", "Promise"),
    "Claimed project of a unit": ("agents/claimed_project.py", "ClaimedProject"),
    "Means of a resident unit": ("agents/unit_means.py", "UnitMeans"),
    "Collective matter": ("deliberation/matter.py", "Matter"),
    "Task that a decision leaves": ("deliberation/follow_up.py", "Task"),
    "Project": ("projects/records.py", "Project"),
    "Payment from an owners' fund": ("estates/payments.py", "Payment"),
    "Order of a resident": ("volunteers/order_book.py", "Order"),
    "Item on a leader's list": ("street/lists.py", "Item"),
    "Tasks sent to communities": ("tasks/book.py", "TaskBook"),
    "Shops of a street": ("place/shops.py", "Shops"),
    "Pilot under way": ("pilots/process.py", "Running"),
    "Shocks and what they take": ("emergency/records.py", "Emergency"),
    "Duty rooms": ("emergency/force/records.py", "DutyRooms"),
    "Roll of those who turn up": ("emergency/force/roll.py", "Roll"),
    "Temporary branch": ("emergency/force/branches.py", "TemporaryBranch"),
    "Ledger": ("ledger/ledger.py", "Ledger"),
}
"""What it is -> file in `model/` and class whose docstring says what is kept."""
LINE = re.compile(r"^(?P<names>[a-z_]\w*(?:, [a-z_]\w*)*): (?P<text>.*)$")


def words() -> Mapping[str, Mapping[str, str]]:
    """Part of the state -> its title, and column -> meaning."""
    found: dict[str, dict[str, str]] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return found


def columns_of(part: str) -> list[str]:
    """Names of the columns of a part of the state, in the order declared."""
    if part == "residents":
        return [one.name for one in fields(Residents)]
    return list(TABLES[part].names or ())


def links_of(part: str) -> list[str]:
    """Columns that only tie rows together."""
    return [name for name in words()[part].get("links", "").split(", ") if name]


@lru_cache(maxsize=64)
def classes(file: Path) -> Mapping[str, ast.ClassDef]:
    """Classes of a module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def attributes(node: ast.ClassDef) -> dict[str, str]:
    """What the docstring of a class says it keeps: names, as they stand there -> meaning; private ones are left out."""
    block = (ast.get_docstring(node) or "").partition("Attributes:\n")[2].split("\n\n")[0]
    found: dict[str, str] = {}
    last = ""
    for line in block.splitlines():
        match = LINE.match(line.strip()) if line.startswith("    ") and not line.startswith("     ") else None
        if match:
            last = match["names"]
            found[last] = match["text"]
        elif last:
            found[last] += f" {line.strip()}"
    return {names: text for names, text in found.items() if not names.startswith("_")}


def agents() -> Iterator[tuple[str, ast.ClassDef]]:
    """File in `model/` and class of every Mesa agent."""
    for file in sorted((source_folder() / "model" / "agents").glob("*.py")):
        for node in classes(file).values():
            if any(isinstance(base, ast.Attribute) and base.attr == "Agent" for base in node.bases):
                yield f"agents/{file.name}", node


def _part(part: str) -> str:
    texts, links = words()[part], links_of(part)
    rows = [(f"`{name}`", texts[name]) for name in columns_of(part) if name not in links]
    if links:
        rows.append((", ".join(f"`{name}`" for name in links), "tie rows into queues and lists"))
    return f"**{texts['title']}** (`{part}`)\n\n{table(('variable', 'meaning'), rows)}\n"


def _class(title: str, file: str, node: ast.ClassDef) -> str:
    rows = [
        (", ".join(f"`{name}`" for name in names.split(", ")), text.rstrip("."))
        for names, text in attributes(node).items()
    ]
    return f"**{title}** (`{file}`)\n\n{table(('variable', 'meaning'), rows)}\n" if rows else ""


def all_tables() -> str:
    """Both tables, folded away: the columns, and what agents and records keep."""
    parts = ["<details><summary>State variables in columns</summary>\n\n"]
    parts += [_part(part) for part in words()]
    parts.append("</details>\n<details><summary>State variables of agents and records</summary>\n\n")
    for file, node in agents():
        parts.append(_class(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", node.name).capitalize(), file, node))
    for title, (file, name) in RECORDS.items():
        parts.append(_class(title, file, classes(source_folder() / "model" / file)[name]))
    return "".join((*parts, "</details>\n"))


def filled(page: str) -> str:
    """The page with its tables of state as they should be.

    Raises:
        ValueError: There is no place for them, or more than one.
    """
    if len(MARK.findall(page)) != 1:
        raise ValueError("the page needs one place for the tables of state: <!-- state --> … <!-- end of state -->")
    return MARK.sub(lambda match: f"{match['open']}{all_tables()}{match['close']}", page)
