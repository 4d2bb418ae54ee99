"""A server on the local network asks other machines for its code, once; who guesses is soon told to wait."""

import json
import stat
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.widgets import entrance
from shapan.experiments.cli import main
from shapan.experiments.machine.access import (
    IN,
    LENGTH,
    LOG,
    SECRETS,
    SIGNS,
    TRIES,
    TRIES_OF_ALL,
    VALID_SECONDS,
    WAIT,
    WITHIN_SECONDS,
    WRONG,
    Gate,
    Secrets,
    kept_secrets,
    new_code,
    read_secrets,
    tidy,
)

CODE = "KP7WXM"


@pytest.fixture
def guard(tmp_path):
    return Gate(Secrets(CODE, 0.0, "ab" * 32), tmp_path / LOG)


def test_codes_are_drawn_of_signs_one_can_tell_apart():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200 and all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)
    assert not set(SIGNS) & set("0O1IL") and tidy(" kp7-wxm ") == CODE


def test_the_code_lets_in_and_guessing_is_told_to_wait(guard, tmp_path):
    assert guard.enter("kp7 wxm", "10.0.0.2", now=0.0) == IN
    answers = [guard.enter(f"AAAAA{number}", "10.0.0.3", now=1.0) for number in range(TRIES + 5)]
    assert answers == [WRONG] * TRIES + [WAIT] * 5
    assert guard.enter(CODE, "10.0.0.3", now=2.0) == WAIT, "who guesses does not learn when the guess was right"
    assert guard.enter(CODE, "10.0.0.4", now=2.0) == IN, "others are not kept out by one who guesses"
    assert guard.enter(CODE, "10.0.0.3", now=2.0 + WITHIN_SECONDS) == IN
    log = [line.split("\t")[1:] for line in (tmp_path / LOG).read_text(encoding="utf-8").splitlines()]
    assert log.count(["wrong", "10.0.0.3"]) == TRIES and log.count(["wait", "10.0.0.3"]) == 1
    assert CODE not in (tmp_path / LOG).read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / LOG).stat().st_mode) == 0o600


def test_many_addresses_together_cannot_guess_either(guard):
    answers = [guard.enter("AAAAAA", f"10.0.{number}.1", now=1.0) for number in range(TRIES_OF_ALL + 1)]
    assert answers == [WRONG] * TRIES_OF_ALL + [WAIT]
    assert guard.enter(CODE, "10.9.9.9", now=1.0) == WAIT
    assert guard.knows(guard.new_pass(now=0.0), now=1.0), "who is in stays in"


def test_a_pass_is_nobodys_to_make(guard):
    found = guard.new_pass(now=0.0)
    assert guard.knows(found, now=1.0) and not guard.knows(found, now=VALID_SECONDS + 1)
    nonce, until, signature = found.split(".")
    later = f"{nonce}.{int(until) + 9}.{signature}"
    for forged in (later, f"{nonce[::-1]}.{until}.{signature}", "", None, 7, found + "0", "a.b.c", found.upper()):
        assert forged == found or not guard.knows(forged, now=1.0)
    assert not Gate(Secrets("OTHER2", 0.0, "ab" * 32)).knows(found, now=1.0), "another code, another class"
    assert not Gate(Secrets(CODE, 0.0, "cd" * 32)).knows(found, now=1.0)


def test_a_server_started_again_within_half_a_day_asks_nobody_twice(tmp_path):
    first = kept_secrets(tmp_path, now=1000.0)
    found = Gate(first).new_pass(now=1000.0)
    again = kept_secrets(tmp_path, now=5000.0)
    assert again == first and Gate(again).knows(found, now=5000.0)
    assert stat.S_IMODE((tmp_path / SECRETS).stat().st_mode) == 0o600
    own = kept_secrets(tmp_path, "MYOWNCODE", now=6000.0)
    assert own.code == "MYOWNCODE" and not Gate(own).knows(found, now=6000.0)
    assert kept_secrets(tmp_path, now=6000.0 + VALID_SECONDS).code != "MYOWNCODE"
    for torn in ("{", "[]", json.dumps({"code": "A", "made": 1, "key": "x"})):
        (tmp_path / SECRETS).write_text(torn, encoding="utf-8")
        assert read_secrets(tmp_path) is None and len(kept_secrets(tmp_path).code) == LENGTH


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_a_code_is_said_before_anything_starts(language, capsys):
    for line in (["--code", "abcdef"], ["--lan", "--code", "a-b-c"], ["--lan", "--code", "a" * 41]):
        assert main(["app", "--port", "1", "--lang", language, *line]) == 2
        assert capsys.readouterr().err.count("\n") == 1


PAGE = """
import streamlit as st
from shapan.app.widgets.entrance import entered
from shapan.app.widgets.language import Words
if entered(Words("en")):
    st.write("the page itself")
"""


@contextmanager
def asked_from(monkeypatch, guard, address="192.168.1.9", host="192.168.1.2:8501", cookies=None):
    """A page whose visitor comes from an address and typed a name."""

    class Context:
        ip_address = address
        headers = {"Host": host}  # noqa: RUF012

    Context.cookies = cookies or {}
    with monkeypatch.context() as patch:
        patch.setattr(entrance, "gate", lambda: guard)
        patch.setattr(entrance.st, "context", Context)
        yield AppTest.from_string(PAGE)


def inside(page):
    return [one.value for one in page.markdown if one.value == "the page itself"] != []


def test_another_machine_types_the_code_once(guard, monkeypatch):
    with asked_from(monkeypatch, guard) as page:
        page.run()
        assert not inside(page) and page.subheader[0].value == "Access code"
        page.text_input(key="entrance_code").set_value("nothing")
        page.button[0].click().run()
        assert not inside(page) and "not the code" in page.error[0].value
        page.text_input(key="entrance_code").set_value("kp7wxm")
        page.button[0].click().run()
        assert inside(page) and not page.error and not page.exception
        found = page.session_state[entrance.PASS]
    with asked_from(monkeypatch, guard, cookies={entrance.PASS: found}) as page:
        assert inside(page.run()), "after a reload the browser shows its pass"
    with asked_from(monkeypatch, guard, cookies={entrance.PASS: found[:-1] + "x"}) as page:
        assert not inside(page.run())


def test_the_qr_code_brings_the_code_and_leaves_no_trace_in_the_address(guard, monkeypatch):
    with asked_from(monkeypatch, guard) as page:
        page.query_params[entrance.PARAMETER] = CODE
        assert inside(page.run()) and entrance.PARAMETER not in page.query_params


def test_an_address_for_others_brings_the_code_and_none_where_nobody_is_asked(guard, monkeypatch):
    for found, expected in ((guard, f"&{entrance.PARAMETER}={CODE}"), (None, "")):
        monkeypatch.setattr(entrance, "gate", lambda found=found: found)
        assert entrance.way_in() == expected


def test_who_sits_at_the_machine_is_not_asked_and_a_relay_is(guard, monkeypatch):
    for address, host, asked in (
        (None, "localhost:8501", False),
        (None, "[::1]:8501", False),
        (None, "class.example", True),
        (None, "[", True),
        ("192.168.1.2", "localhost:8501", True),
    ):
        with asked_from(monkeypatch, guard, address, host) as page:
            assert inside(page.run()) is not asked, (address, host)
    with asked_from(monkeypatch, None) as page:
        assert inside(page.run()), "without --lan nobody is asked"


def test_a_code_that_cannot_be_read_lets_nobody_in(monkeypatch, tmp_path):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    monkeypatch.setenv(entrance.ASKED, "1")
    entrance.gate.clear()
    with pytest.raises(RuntimeError, match="nobody is let in"):
        entrance.gate()
    kept_secrets(tmp_path, CODE)
    assert entrance.gate().secrets.code == CODE
    entrance.gate.clear()
