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
    claims = dict(st.user.to_dict())
    return (
        claims if claims.get("is_logged_in") is True and isinstance(claims.get("sub"), str) and claims["sub"] else None
    )


def signed_in_id() -> str | None:
    """Under which number somebody's scenarios and jobs are kept, the same from every browser; None for a guest.

    It is made of what the provider vouches for (issuer and subject), never of a name, which people choose.
    """
    claims = account()
    if claims is None:
        return None
    return sha256(f"{claims.get('iss', '')}\n{claims['sub']}".encode()).hexdigest()[:32]


def name() -> str:
    """What somebody who has signed in is called; text that they or their provider chose."""
    claims = account() or {}
    found = next(
        (claims[key] for key in ("name", "preferred_username", "email") if isinstance(claims.get(key), str)), ""
    )
    return "".join(one for one in found if one.isprintable()).strip()[:60]
