"""A year's statement on the screen: what was there, who gave, what it went on, what went back, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from ....experiments.reports.statements import FEN_A_YUAN, Statement, Year, statements, total_of
from ....model.ledger.ledger import (
    ACCOUNTS,
    HOLDERS,
    SOURCES,
    USES,
)
from ...jobs.accounts import WHOLE, Accounts
from ...widgets.language import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement.

    Attributes:
        part: Which part it belongs to, a word of the statement.
        account: The account it is about; empty for the part's sum.
        fen: In the scenario shown, and in the baseline.
    """

    part: str
    account: str
    fen: int
    before: int

    @property
    def moved(self) -> bool:
        return bool(self.fen or self.before)


def statement_of(accounts: Accounts, year: Year, place: int) -> Statement:
    """The statement of one community, of the district's own accounts, or of all together."""
    found = statements(accounts.ledger, year)
    return total_of(found.values()) if place == WHOLE else found.get(place, Statement())


def lines(one: Statement, base: Statement) -> list[Line]:
    """Every line in which the scenario shown or the baseline has money, each part's sum before its accounts."""
    lines = []
    for part, names in (
        ("opening", HOLDERS),
        ("given", SOURCES),
        ("passed_on", ()),
        ("spent", USES),
        ("returned", ()),
        ("closing", HOLDERS),
    ):
        lines.append(Line(part, "", one.sums()[part], base.sums()[part]))
        here, there = getattr(one, part), getattr(base, part)
        lines += [Line(part, name, here.get(name, 0), there.get(name, 0)) for name in names]
    return [line for line in lines if line.moved or (not line.account and line.part != "passed_on")]


def imbalance(one: Statement) -> int:
    """Fen by which what was there and came differs from what was spent, went back and is left; 0 where it balances."""
    sums = one.sums()
    return sums["opening"] + sums["given"] + sums["passed_on"] - sums["spent"] - sums["returned"] - sums["closing"]


def balance_words(say: Words, one: Statement) -> str:
    """The check as a sum a reader can do again, to the fen."""
    sums = {name: f"{fen / FEN_A_YUAN:,.2f}" for name, fen in one.sums().items()}
    parts = ("opening", "given", *(("passed_on",) if one.passed_on else ()))
    left = " + ".join(sums[name] for name in parts)
    right = " + ".join(sums[name] for name in ("spent", "returned", "closing"))
    apart = imbalance(one)
    if apart:
        return say("money.unbalanced", left=left, right=right, apart=f"{apart / FEN_A_YUAN:,.2f}")
    return say("money.balanced", left=left, right=right)


def statement_html(say: Words, lines: list[Line], residents: int, baseline: str, caption: str) -> str:
    """The statement, with yuan per resident where people live, and beside the baseline where there is another.

    Args:
        residents: Who lives there; 0 for the district's own accounts.
        baseline: The scenario the last column compares with; empty when it is the one shown.
    """
    heads = [say.shared("statement.line"), say.shared("statement.yuan")]
    against = say("money.against" if residents else "money.against_yuan", name=baseline)
    heads += [say("money.per_resident")] * bool(residents) + [against] * bool(baseline)
    rows = []
    for line in lines:
        cells = [_yuan(line.fen)]
        if residents:
            cells.append(_each(line.fen, residents))
        if baseline:
            cells.append(_change(line, residents))
        filled = "".join(
            f'<td data-label="{escape(head)}">{cell}</td>' for head, cell in zip(heads[1:], cells, strict=True)
        )
        look = "account" if line.account else "sum"
        rows.append(f'<tr class="{look}"><th scope="row">{escape(line_words(say, line))}</th>{filled}</tr>')
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<table class="shapan-statement"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def statement_file(say: Words, lines: list[Line], baseline: str) -> pd.DataFrame:
    """The same as numbers, yuan to the fen; `account` is empty for the sum of a part."""
    rows = []
    for line in lines:
        row: dict[str, object] = {"part": line.part, "account": line.account, "label": line_words(say, line)}
        row["yuan"] = line.fen / FEN_A_YUAN
        if baseline:
            row |= {"baseline": baseline, "baseline_yuan": line.before / FEN_A_YUAN}
        rows.append(row)
    return pd.DataFrame(rows)


def account_words(say: Words, account: str) -> str:
    """What an account is called."""
    return str(getattr(ACCOUNTS[account], say.language)) if account in ACCOUNTS else account


def line_words(say: Words, line: Line) -> str:
    """A part of the statement, or an account in it."""
    return account_words(say, line.account) if line.account else say.shared(f"statement.{line.part}")


def _yuan(fen: int) -> str:
    return f"{fen / FEN_A_YUAN:,.0f}".replace("-", "−")


def _each(fen: int, residents: int) -> str:
    return f"{fen / FEN_A_YUAN / residents:,.2f}".replace("-", "−")


def _change(line: Line, residents: int) -> str:
    """Per resident where people live; nothing where nothing differs."""
    yuan = (line.fen - line.before) / FEN_A_YUAN
    text = f"{yuan / residents:+,.2f}" if residents else f"{yuan:+,.0f}"
    return "=" if not any(digit in text for digit in "123456789") else text.replace("-", "−")
