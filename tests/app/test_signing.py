"""Signing in: the file is looked through before use, and whoever has signed in is the same visitor everywhere."""

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs import handle, signed_in
from shapan.app.widgets import frame, signing
from shapan.experiments.cli import main
from shapan.experiments.machine import signing as files
from shapan.experiments.runs.refusing import Refused

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to-sign-in.md"
GOOD = """[auth]
redirect_uri = "http://localhost:8501/oauth2callback"
cookie_secret = "0123456789012345678901234567890123456789"
client_id = "shapan"
client_secret = "secret"
server_metadata_url = "https://id.example/.well-known/openid-configuration"

[shapan]
required = true
"""
LI = {"is_logged_in": True, "iss": "https://id.example", "sub": "42", "name": "李 *明* <b>"}


@pytest.fixture
def libraries(monkeypatch):
    """The extra, also where it is not installed: looking through a file needs nothing of it."""
    monkeypatch.setattr(files.importlib.util, "find_spec", lambda name: SimpleNamespace(name=name))


@pytest.mark.parametrize(
    ("old", "new", "phrase", "expected"),
    [
        ('client_id = "shapan"\n', "", "signin.missing", "auth.client_id"),
        ('client_id = "shapan"', "client_id = 7", "signin.missing", "auth.client_id"),
        ("client_secret", "client_secrt", "signin.unknown", "Nearest: auth.client_secret"),
        ("[shapan]", "[shapam]", "signin.unknown", "Nearest: shapan"),
        ("required = true", "required = 'yes'", "signin.not_bool", "shapan.required"),
        ("https://id.example", "http://id.example", "signin.address", "auth.server_metadata_url"),
        ("http://localhost:8501", "http://192.168.1.2:8501", "signin.address", "auth.redirect_uri"),
        ("http://localhost:8501", "http://[", "signin.address", "auth.redirect_uri"),
        ("/oauth2callback", "/callback", "signin.callback", "/oauth2callback"),
        ("0123456789012345678901234567890123456789", "short", "signin.secret", "32"),
        ("[auth]", "[auth", "signin.not_toml", "mine.toml"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_place(libraries, tmp_path, old, new, phrase, expected):
    path = tmp_path / "mine.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as fault:
        files.sign_in(path)
    assert fault.value.phrase == phrase and expected in fault.value.text("en") and "short" not in fault.value.text("en")
    assert re.search("[\u4e00-\u9fff]", fault.value.text("zh"))


def test_a_good_file_says_whether_one_may_do_without(libraries, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert files.sign_in(path).required
    path.write_text(GOOD.partition("[shapan]")[0], encoding="utf-8")
    assert not files.sign_in(path).required
    with pytest.raises(Refused, match="cannot be read"):
        files.sign_in(tmp_path / "none.toml")


def test_the_file_of_the_how_to_is_good(libraries, tmp_path):
    (text,) = re.findall(r"^```toml\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert not files.sign_in(tmp_path / "mine.toml").required


def test_without_the_extra_one_line_says_how_it_is_installed(monkeypatch, capsys, tmp_path):
    known = importlib.util.find_spec
    monkeypatch.setattr(files.importlib.util, "find_spec", lambda name: None if name == "authlib" else known(name))
    assert main(["app", "--port", "1", "--sign-in", str(tmp_path / "mine.toml"), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "pip install 'shapan[signin]'" in said and said.count("\n") == 1


@pytest.fixture
def visitor(monkeypatch):
    """Somebody on a server that offers signing in; returns how they sign in."""
    monkeypatch.setenv(signed_in.OFFERED, "optional")
    fields = {"is_logged_in": False}
    for room in (signed_in, signing):
        monkeypatch.setattr(room.st, "user", SimpleNamespace(to_dict=lambda: fields))
    monkeypatch.setattr(handle.st, "context", SimpleNamespace(cookies={handle.OWNER: "c" * 32}))
    monkeypatch.setattr(handle.st, "session_state", {})
    monkeypatch.setattr(handle.st, "get_option", lambda _: "0.0.0.0")
    return fields


def test_whoever_has_signed_in_is_the_same_visitor_everywhere(visitor, monkeypatch):
    assert handle.owner() == handle.asker() == "c" * 32, "a guest is who the browser says"
    visitor.update(LI)
    mine = handle.owner()
    assert mine == handle.asker() != "c" * 32 and re.fullmatch("[0-9a-f]{32}", mine)
    assert frame._new_owner() is None, "a browser that others use too does not keep who this was"
    visitor["name"] = "somebody else's name"
    assert handle.owner() == mine, "names are chosen, the number is vouched for"
    for change in ({"sub": "43"}, {"iss": "https://other.example"}):
        visitor.update(change)
        assert handle.owner() != mine
        visitor.update(LI)
    monkeypatch.setattr(handle.st, "get_option", lambda _: "127.0.0.1")
    assert handle.asker() == mine, "behind a relay everybody comes from this machine"
    visitor.update(is_logged_in=False)
    assert handle.asker() is None
    for odd in ({"sub": ""}, {"sub": None}, {"is_logged_in": "yes"}):
        visitor.update({**LI, **odd})
        assert signed_in.signed_in_id() is None


def test_where_it_is_not_offered_nobody_is_signed_in_whatever_the_browser_shows(visitor, monkeypatch):
    visitor.update(LI)
    monkeypatch.setenv(signed_in.OFFERED, "")
    assert signed_in.signed_in_id() is None and handle.owner() == "c" * 32


PAGE = """
import streamlit as st
from shapan.app.widgets.language import Words
from shapan.app.widgets.signing import may_go_on
if may_go_on(Words("en")):
    st.write("the page itself")
"""


@pytest.mark.parametrize(
    ("how", "expected", "inside", "button"),
    [
        ("", {"is_logged_in": False}, True, None),
        ("optional", {"is_logged_in": False}, True, "Sign in"),
        ("required", {"is_logged_in": False}, False, "Sign in"),
        ("required", LI, True, "Sign out"),
    ],
)
def test_the_line_at_the_top(monkeypatch, how, expected, inside, button):
    monkeypatch.setenv(signed_in.OFFERED, how)
    monkeypatch.setattr(signed_in.st, "user", SimpleNamespace(to_dict=lambda: expected))
    page = AppTest.from_string(PAGE).run()
    assert not page.exception
    assert ("the page itself" in [one.value for one in page.markdown]) is inside
    assert [one.label for one in page.button] == ([button] if button else [])
    if expected is LI:
        assert "<b>" not in page.markdown[0].value and "*明*" not in page.markdown[0].value
