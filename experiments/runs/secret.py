"""Secrets that somebody shows to come back: 192 random bits, of which the hash alone is kept.

Such a secret cannot be found by trying, so a slow hash would protect nothing more.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """A trainer's key or a trainee's token: 192 bits in 32 letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """As a secret is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fits(secret: str, stored: str) -> bool:
    """Whether a secret is the stored one; takes equally long either way."""
    return hmac.compare_digest(hashed(secret), stored)
