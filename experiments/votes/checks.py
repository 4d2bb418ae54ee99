"""What a file of votes on projects must get right before anything is counted: one clear line for each fault."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from itertools import islice

from ...model.elections.election import MOST_MONEY as MOST_UNITS
from .amounts import decimals, meant, money
from .faults import PbFault
from .pabulib import MOST_DECIMALS, MOST_MONEY, POINTED, VOTE_TYPES, PbFile

AMOUNT = "pb.allow_amount"
WIDE_COMMAS = "，、"


def check(file: PbFile) -> Iterator[PbFault]:
    """Look at everything that counting relies on, and tell what is wrong: one fault a row, from top to bottom."""
    found = False
    for fault in (*_meta_faults(file), *_project_faults(file)):
        found = True
        yield fault
    if not found:
        yield from _scale_faults(file)
    if "vote_type" in file.meta and file.vote_type in VOTE_TYPES:
        yield from _vote_faults(file)
    for key, table in (("num_projects", file.projects), ("num_votes", file.votes)):
        if key in file.meta and file.meta[key] != str(len(table.rows)):
            at, value, rows = (file.name, file.meta_lines[key]), file.meta[key], len(table.rows)
            if value.isdecimal():
                yield PbFault("count", at, key=key, value=value, rows=rows)
            else:
                yield PbFault("count_unreadable", at, str(rows), key=key, value=value)


def _meta_faults(file: PbFile) -> Iterator[PbFault]:
    for key in ("budget", "vote_type"):
        if key not in file.meta:
            near = get_close_matches(key, file.meta, 1, 0.6)
            yield PbFault("key_missing", (file.name, None), "", near[0] if near else "", key=key)
    if "budget" in file.meta:
        yield from _amount_faults(file, "budget", file.meta["budget"], file.meta_lines["budget"])
    if "vote_type" in file.meta and file.vote_type not in VOTE_TYPES:
        near = get_close_matches(file.vote_type, VOTE_TYPES, 1, 0.5)
        at = (file.name, file.meta_lines["vote_type"])
        yield PbFault("vote_type", at, ", ".join(VOTE_TYPES), near[0] if near else "", value=file.meta["vote_type"])


def _amount_faults(file: PbFile, what: str, text: str, line: int) -> Iterator[PbFault]:
    """Money is a number of 0 or more, with few decimals, and small enough to be counted exactly."""
    amount, at = money(text), (file.name, line)
    if not text:
        yield PbFault("amount_missing", at, AMOUNT, what=what)
    elif amount is None:
        yield PbFault("amount", at, AMOUNT, meant(text), what=what, value=text)
    elif amount < 0:
        yield PbFault("amount_negative", at, AMOUNT, what=what, value=text)
    elif amount > MOST_MONEY:
        yield PbFault("amount_large", at, f"0–{MOST_MONEY}", what=what, value=text)
    elif decimals(amount) > MOST_DECIMALS:
        yield PbFault("amount_decimals", at, str(MOST_DECIMALS), what=what, value=text)


def _scale_faults(file: PbFile) -> Iterator[PbFault]:
    """The finest amount settles the unit in which all are counted, and the largest must still be a whole number of it.

    Only asked once every amount by itself is in order.
    """
    table = file.projects
    texts = [("budget", file.meta["budget"], file.meta_lines["budget"])]
    rows = zip(table.column("project_id"), table.column("cost"), table.lines, strict=True)
    texts += [(f"cost {name}", cost, line) for name, cost, line in rows]
    amounts = [(money(text) or Decimal(0), what, text, line) for what, text, line in texts]
    fine = max(decimals(amount) for amount, *_ in amounts)
    most, what, text, line = max(amounts, key=lambda one: one[0])
    if most * 10**fine > MOST_UNITS:
        allowed = f"0–{MOST_UNITS // 10**fine}"
        yield PbFault("amount_scaled", (file.name, line), allowed, what=what, value=text, decimals=fine)


def _project_faults(file: PbFile) -> Iterator[PbFault]:
    table = file.projects
    seen: dict[str, int] = {}
    for line, name, cost in zip(table.lines, table.column("project_id"), table.column("cost"), strict=True):
        if not name:
            yield PbFault("project_unnamed", (file.name, line))
        elif "," in name:
            yield PbFault("project_comma", (file.name, line), project=name)
        elif name in seen:
            yield PbFault("project_twice", (file.name, line), project=name, first=seen[name])
        else:
            seen[name] = line
            yield from _amount_faults(file, f"cost {name}", cost, line)


def _vote_faults(file: PbFile) -> Iterator[PbFault]:
    table, known = file.votes, set(file.projects.column("project_id"))
    pointed = file.vote_type in POINTED
    if pointed and "points" not in table.columns:
        yield PbFault("points_missing", (file.name, table.head), "points", value=file.vote_type)
        return
    points = table.column("points") if pointed else [""] * len(table.rows)
    seen: dict[str, int] = {}
    rows = zip(table.lines, table.column("voter_id"), table.column("vote"), points, strict=True)
    for line, voter, vote, given in rows:
        at = (file.name, line)
        if not voter:
            yield PbFault("voter_unnamed", at)
        elif voter in seen:
            yield PbFault("voter_twice", at, voter=voter, first=seen[voter])
        else:
            seen[voter] = line
            yield from islice(_ballot_faults(file.vote_type, at, vote, given, known), 1)


def _ballot_faults(vote_type: str, at: tuple[str, int], vote: str, given: str, known: set[str]) -> Iterator[PbFault]:
    named = named_in(vote)
    if vote_type not in POINTED:  # points may be given to one project in several parts
        yield from _named_twice(at, named)
    yield from _unknown(at, vote, known)
    if vote_type == "choose-1" and len(named) > 1:
        yield PbFault("one_choice", at, "1", got=len(named))
    if vote_type in POINTED:
        yield from _point_faults(at, given, len(named))


def named_in(vote: str) -> list[str]:
    """Projects that a ballot names, in its order."""
    return [name.strip() for name in vote.split(",")] if vote else []


def _named_twice(at: tuple[str, int], named: list[str]) -> Iterator[PbFault]:
    if len(set(named)) < len(named):
        twice = next(name for place, name in enumerate(named) if name in named[:place])
        yield PbFault("choice_twice", at, project=twice)


def _unknown(at: tuple[str, int], vote: str, known: set[str]) -> Iterator[PbFault]:
    for name in named_in(vote):
        if not name:
            yield PbFault("choice_empty", at, vote=vote)
        elif name not in known and any(sign in name for sign in WIDE_COMMAS):
            yield PbFault("choice_comma", at, ",", "".join("," if one in WIDE_COMMAS else one for one in vote))
            return
        elif name not in known:
            near = get_close_matches(name, known, 1, 0.6)
            yield PbFault("choice_unknown", at, "", near[0] if near else "", project=name)


def _point_faults(at: tuple[str, int], given: str, choices: int) -> Iterator[PbFault]:
    points = named_in(given)
    if len(points) != choices:
        yield PbFault("points_count", at, str(choices), got=len(points))
        return
    for one in points:
        if money(one) is None:
            yield PbFault("points", at, value=one)
