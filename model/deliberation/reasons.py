"""Why a matter passes or does not; words for the screen are found by these codes."""

from __future__ import annotations

from typing import Literal, get_args

Reason = Literal[
    "passed",
    "no_quorum",
    "below_threshold",
    "vetoed",
    "money_short",
    "losers_paid",
    "no_net_gain",
    "owners_must_vote",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
