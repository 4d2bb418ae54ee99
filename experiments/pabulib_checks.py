"""What a file of votes on projects must get right before anything is counted: one clear line for the first fault."""

from __future__ import annotations

from difflib import get_close_matches

from .pabulib import MOST_DECIMALS, MOST_MONEY, POINTED, VOTE_TYPES, PbFault, PbFile, money


def check(file: PbFile) -> None:
    """Look at everything that counting relies on.

    Raises:
        PbFault: The first thing that is wrong.
    """
    _check_meta(file)
    _check_projects(file)
    _check_votes(file)
    for key, table in (("num_projects", file.projects), ("num_votes", file.votes)):
        if key in file.meta and file.meta[key] != str(len(table.rows)):
            line = file.meta_lines[key]
            whole = file.meta[key].isdecimal()
            code = "count" if whole else "count_unreadable"
            raise PbFault(code, (file.name, line), str(len(table.rows)), key=key, value=file.meta[key])


def _check_meta(file: PbFile) -> None:
    for key in ("budget", "vote_type"):
        if key not in file.meta:
            near = get_close_matches(key, file.meta, 1, 0.6)
            raise PbFault("key_missing", (file.name, None), "", near[0] if near else "", key=key)
    _check_amount(file, "budget", file.meta["budget"], file.meta_lines["budget"])
    if file.vote_type not in VOTE_TYPES:
        near = get_close_matches(file.vote_type, VOTE_TYPES, 1, 0.5)
        at = (file.name, file.meta_lines["vote_type"])
        raise PbFault("vote_type", at, ", ".join(VOTE_TYPES), near[0] if near else "", value=file.meta["vote_type"])


def _check_amount(file: PbFile, what: str, text: str, line: int) -> None:
    """Money is a number of 0 or more, with few decimals, and small enough to be counted exactly."""
    amount, at = money(text), (file.name, line)
    if not text:
        raise PbFault("amount_missing", at, what=what)
    if amount is None:
        raise PbFault("amount", at, "0–1000000000000000", what=what, value=text)
    if amount < 0:
        raise PbFault("amount_negative", at, what=what, value=text)
    if amount >= MOST_MONEY:
        raise PbFault("amount_large", at, str(MOST_MONEY), what=what, value=text)
    if -int(amount.as_tuple().exponent) > MOST_DECIMALS:
        raise PbFault("amount_decimals", at, str(MOST_DECIMALS), what=what, value=text)


def _check_projects(file: PbFile) -> None:
    table = file.projects
    seen: dict[str, int] = {}
    for line, name, cost in zip(table.lines, table.column("project_id"), table.column("cost"), strict=True):
        if not name:
            raise PbFault("project_unnamed", (file.name, line))
        if "," in name:
            raise PbFault("project_comma", (file.name, line), project=name)
        if name in seen:
            raise PbFault("project_twice", (file.name, line), project=name, first=seen[name])
        seen[name] = line
        _check_amount(file, f"cost {name}", cost, line)


def _check_votes(file: PbFile) -> None:
    table, known = file.votes, set(file.projects.column("project_id"))
    if file.vote_type in POINTED and "points" not in table.columns:
        at = (file.name, table.head)
        raise PbFault("points_missing", at, "points", value=file.vote_type)
    points = table.column("points") if file.vote_type in POINTED else [""] * len(table.rows)
    seen: dict[str, int] = {}
    rows = zip(table.lines, table.column("voter_id"), table.column("vote"), points, strict=True)
    for line, voter, vote, given in rows:
        at = (file.name, line)
        if not voter:
            raise PbFault("voter_unnamed", at)
        if voter in seen:
            raise PbFault("voter_twice", at, voter=voter, first=seen[voter])
        seen[voter] = line
        named = named_in(vote)
        if file.vote_type not in POINTED:  # points may be given to one project in several parts
            _check_once(at, named)
        _check_choices(at, vote, known)
        if file.vote_type == "choose-1" and len(named) > 1:
            raise PbFault("one_choice", at, "1", got=len(named))
        if file.vote_type in POINTED:
            _check_points(at, given, len(named))


def named_in(vote: str) -> list[str]:
    """Projects that a ballot names, in its order."""
    return [name.strip() for name in vote.split(",")] if vote else []


def _check_once(at: tuple[str, int], named: list[str]) -> None:
    if len(set(named)) < len(named):
        twice = next(name for place, name in enumerate(named) if name in named[:place])
        raise PbFault("choice_twice", at, project=twice)


def _check_choices(at: tuple[str, int], vote: str, known: set[str]) -> None:
    for name in named_in(vote):
        if not name:
            raise PbFault("choice_empty", at, vote=vote)
        if name not in known:
            near = get_close_matches(name, known, 1, 0.6)
            raise PbFault("choice_unknown", at, "", near[0] if near else "", project=name)


def _check_points(at: tuple[str, int], given: str, choices: int) -> None:
    points = named_in(given)
    if len(points) != choices:
        raise PbFault("points_count", at, str(choices), got=len(points))
    for one in points:
        if money(one) is None:
            raise PbFault("points", at, value=one)
