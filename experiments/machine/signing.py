"""Signing in with an account of one's organisation (OpenID Connect): the file that says how, looked through first.

The page's server (Streamlit with Authlib, extra `signin`) carries it out. The file has a table `[auth]` of the form
that Streamlit reads, and one of ours, `[shapan]`.
"""

from __future__ import annotations

import difflib
import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..runs.refusing import Refused

LIBRARIES = {"authlib": "Authlib", "httpx": "httpx"}
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
NEEDED = ("client_id", "client_secret", "server_metadata_url")
SHARED = ("redirect_uri", "cookie_secret")
KNOWN = (*SHARED, *NEEDED, "client_kwargs")
TABLES = ("auth", "shapan")
REQUIRED = "required"
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one signs in: the file, and whether nobody may do without."""

    path: Path
    required: bool


def sign_in(path: Path) -> SignIn:
    """What a file says, where the page's server could carry it out.

    Raises:
        Refused: A library, the file, or something in it is missing or wrong; the line says where and what is allowed.
    """
    for module, package in LIBRARIES.items():
        if importlib.util.find_spec(module) is None:
            raise Refused("signin.library", package=package)
    plain = _read(path)
    _known_keys(plain, TABLES, "", path)
    auth, ours = _table(plain, "auth", path), _table(plain, "shapan", path)
    _known_keys(auth, KNOWN, "auth.", path)
    _known_keys(ours, (REQUIRED,), "shapan.", path)
    for key in (*SHARED, *NEEDED):
        if not isinstance(auth.get(key), str) or not auth[key].strip():
            raise Refused("signin.missing", path=path, key=f"auth.{key}")
    _sound(auth, path)
    required = ours.get(REQUIRED, False)
    if not isinstance(required, bool):
        raise Refused("signin.not_bool", path=path, key=f"shapan.{REQUIRED}")
    return SignIn(path, required)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Refused("signin.not_toml", path=path, why=str(fault).splitlines()[0]) from fault
    except OSError as fault:
        raise Refused("signin.unreadable", path=path, why=fault.strerror or str(fault)) from fault


def _table(plain: Mapping[str, Any], name: str, path: Path) -> dict[str, Any]:
    found = plain.get(name, {})
    if not isinstance(found, dict):
        raise Refused("signin.missing", path=path, key=f"[{name}]")
    return found


def _known_keys(plain: Mapping[str, Any], known: tuple[str, ...], prefix: str, path: Path) -> None:
    for key in plain:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0.0)[0]
            listed = ", ".join(f"{prefix}{one}" for one in known)
            raise Refused("signin.unknown", path=path, key=f"{prefix}{key}", allowed=listed, nearest=f"{prefix}{near}")


def _sound(auth: Mapping[str, Any], path: Path) -> None:
    """Addresses that a browser may be sent to, and a secret that nobody guesses."""
    for key in ("redirect_uri", "server_metadata_url"):
        if not _safe(auth[key]):
            raise Refused("signin.address", path=path, key=f"auth.{key}", value=auth[key])
    if urlsplit(auth["redirect_uri"]).path != CALLBACK:
        raise Refused("signin.callback", path=path, key="auth.redirect_uri", ending=CALLBACK)
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        raise Refused("signin.secret", path=path, key="auth.cookie_secret", low=SHORTEST_SECRET)


def _safe(address: str) -> bool:
    """https, or http within this machine: a name and its proof must not go over a network in the clear."""
    try:
        found = urlsplit(address)
    except ValueError:
        return False
    return bool(found.hostname) and (found.scheme == "https" or (found.scheme == "http" and found.hostname in _HERE))
