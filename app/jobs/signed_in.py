"""Who has signed in, where `shapan app --sign-in` offers it; nobody elsewhere."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Any

import streamlit as st

OFFERED = "SHAPAN_SIGN_IN"
"""Set by `shapan app --sign-in`: `optional`, or `required` where nobody may do without."""


def offered() -> str:
    """`optional`, `required`, or "" where nobody can sign in."""
    return os.environ.get(OFFERED, "")


def account() -> dict[str, Any] | None:
    """What the provider says of whoever has signed in; None for everybody else."""
    if not offered():
        return None
    told = dict(st.user.to_dict())
    return told if told.get("is_logged_in") is True and isinstance(told.get("sub"), str) and told["sub"] else None


def signed_in_id() -> str | None:
    """Under which number somebody's scenarios and jobs are kept, the same from every browser; None for a guest.

    It is made of what the provider vouches for (issuer and subject), never of a name, which people choose.
    """
    told = account()
    if told is None:
        return None
    return sha256(f"{told.get('iss', '')}\n{told['sub']}".encode()).hexdigest()[:32]


def name() -> str:
    """What somebody who has signed in is called; text that they or their provider chose."""
    told = account() or {}
    found = next((told[key] for key in ("name", "preferred_username", "email") if isinstance(told.get(key), str)), "")
    return "".join(one for one in found if one.isprintable()).strip()[:60]
