"""Double entry: whatever is paid, what was given is what is held and what was spent, to the fen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.columns import NOBODY
from shapan.model.ledger.ledger import (
    ACCOUNTS,
    FLOWS,
    HOLDERS,
    SOURCES,
    USES,
    Account,
    Entry,
    Ledger,
    fen_of,
    fens_of,
)

COMMUNITIES = 3
TREASURY = Account("treasury")


def accounts(names=tuple(ACCOUNTS)):
    return st.builds(Account, st.sampled_from(names), st.integers(NOBODY, COMMUNITIES - 1))


PAYMENTS = st.lists(st.tuples(accounts(), accounts(), st.integers(-5, 10**12)), max_size=40)


@given(payments=PAYMENTS, each=st.lists(st.integers(0, 10**9), min_size=COMMUNITIES, max_size=COMMUNITIES))
def test_what_was_given_is_held_or_spent_whatever_is_paid(payments, each):
    ledger = Ledger(COMMUNITIES)
    for source in ("treasury", "firms"):
        ledger.pay_each(0, source, "purchase", np.array(each), "first")
    made = len(ledger.entries)
    for day, (source, target, fen) in enumerate(payments):
        before = {one: ledger.held(one) for one in (source, target) if one.name in HOLDERS}
        flow = ACCOUNTS[source.name].sort, ACCOUNTS[target.name].sort
        if flow not in FLOWS or fen < 0 or fen > before.get(source, fen):
            with pytest.raises(ValueError):
                ledger.pay(day, source, target, fen, "any")
            assert before == {one: ledger.held(one) for one in before}, "what is refused moves nothing"
        else:
            ledger.pay(day, source, target, fen, "any")
            made += fen > 0
        assert ledger.total("source") == ledger.total("holder") + ledger.total("use")
        places = range(NOBODY, COMMUNITIES)
        assert all(ledger.held(Account(name, place)) >= 0 for name in HOLDERS for place in places)
    assert len(ledger.entries) == made
    stand = dict.fromkeys((Account(name, place) for name in ACCOUNTS for place in range(NOBODY, COMMUNITIES)), 0)
    for entry in ledger.entries:
        stand[entry.source] -= entry.fen
        stand[entry.target] += entry.fen
    for account, fen in stand.items():
        asked = {"source": ledger.given, "holder": ledger.held, "use": ledger.used}[ACCOUNTS[account.name].sort]
        assert asked(account) == (-fen if account.name in SOURCES else fen), "entries tell what accounts stand at"


def test_a_small_year_by_hand():
    ledger, fund, projects = Ledger(2), Account("foundation", 1), Account("projects", 1)
    ledger.pay(3, Account("donors"), fund, 500, "gift")
    ledger.pay(4, fund, projects, 300, "grant")
    ledger.pay(5, projects, Account("projects_works", 1), 120, "works")
    ledger.pay(6, fund, Account("donors"), 200, "returned")
    assert ledger.given(Account("donors")) == 300 == ledger.total("source")
    assert (ledger.held(fund), ledger.held(projects)) == (0, 180)
    assert ledger.used(Account("projects_works", 1)) == 120
    assert ledger.entries[1] == Entry(4, fund, projects, 300, "grant")


@pytest.mark.parametrize(
    ("source", "target", "fen", "why"),
    [
        (TREASURY, Account("purchase", 0), -1, "nobody pays"),
        (TREASURY, Account("purchase", 0), 1.0, "not a whole number"),
        (TREASURY, Account("purchase", 0), True, "not a whole number"),
        (Account("purchase", 0), Account("purchase_services", 0), 1, "holds 0 fen"),
        (Account("points", 0), Account("purchase", 0), 0, "does not pay"),
        (TREASURY, Account("donors"), 0, "does not pay"),
        (TREASURY, Account("gold", 0), 1, "no account gold"),
        (TREASURY, Account("purchase", 2), 1, "no community 2"),
        (TREASURY, Account("purchase", -2), 1, "no community -2"),
    ],
)
def test_what_cannot_be_is_refused(source, target, fen, why):
    ledger = Ledger(2)
    with pytest.raises(ValueError, match=why):
        ledger.pay(0, source, target, fen, "any")
    assert not ledger.entries and ledger.total("source") == 0


def test_a_payment_everywhere_is_made_everywhere_or_nowhere():
    ledger = Ledger(2)
    ledger.pay_each(0, "treasury", "purchase", np.array([5, 7]), "first")
    with pytest.raises(ValueError, match="community 1"):
        ledger.pay_each(1, "purchase", "purchase_services", np.array([5, 8]), "too much")
    for wrong in (np.array([1]), np.array([1.0, 2.0]), np.array([1, -1])):
        with pytest.raises(ValueError):
            ledger.pay_each(1, "purchase", "purchase_services", wrong, "wrong")
    assert ledger.held_by_community("purchase").tolist() == [5, 7]
    ledger.pay_each(1, "purchase", "treasury", np.array([0, 7]), "returned")
    assert [(one.source, one.target, one.fen) for one in ledger.entries[2:]] == [(Account("purchase", 1), TREASURY, 7)]
    assert ledger.held_by_community("purchase").tolist() == [5, 0]


def test_accounts_are_named_in_both_languages_and_sorted():
    assert set(SOURCES) | set(HOLDERS) | set(USES) == set(ACCOUNTS)
    held = {"purchase", "community", "projects", "agreed_works", "prize", "foundation", "owners_fund", "joint_fund"}
    assert held == set(HOLDERS)
    words = [(one.zh, one.en) for one in ACCOUNTS.values()]
    assert all(zh and en for zh, en in words) and len(set(words)) == len(words)
    ledger = Ledger(1)
    for asked, name in ((ledger.held, "treasury"), (ledger.given, "points"), (ledger.used, "purchase")):
        with pytest.raises(ValueError, match="is no"):
            asked(Account(name))


@given(fen=st.integers(0, 10**12))
def test_fen_and_yuan_are_the_same_money(fen):
    assert fen_of(fen / 100) == fen == int(fens_of(np.array([fen / 100]))[0])
