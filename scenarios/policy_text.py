"""A policy as the text of a file, and the policy that a text somebody hands in means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .by_itself import read_whole
from .lines import lines_of_keys
from .policies import PolicyFile, read_policy
from .reading import Document, decode, parse_toml


def policy_text(title: str, levers: Mapping[str, Any], based_on: str = "", home: str = "") -> str:
    """A policy file that `read_policy` reads: some levers, laid over a shipped policy where one is named.

    Args:
        title: What people call it, the same in both languages.
        levers: Lever -> value; a table of rows as a mapping.
        based_on: The shipped policy it is a variant of; the status quo if empty.
        home: The place it was made on.
    """
    lines = ["format = 1", 'kind = "policy"']
    lines += [
        f"title = {{zh = {_plain(title)}, en = {_plain(title)}}}",
        f"summary = {{zh = {_plain(title)}, en = {_plain(title)}}}",
    ]
    lines += [f"{key} = {_plain(value)}" for key, value in (("home", home), ("based_on", based_on)) if value]
    lines += ["", "[levers]"]
    for name, value in sorted(levers.items()):
        rows = value.items() if isinstance(value, Mapping) else [("", value)]
        lines += [f"{name}{f'.{row}' if row else ''} = {_plain(one)}" for row, one in rows]
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> str:
    """A value of TOML; a text as JSON writes it, which is a text of TOML too."""
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def policy_from(content: bytes, name: str) -> PolicyFile:
    """The policy that these bytes of a file mean.

    Args:
        name: What the file is called, for its faults.

    Raises:
        InputFault: They are no policy; the first fault, with all others.
    """
    text = decode(content, name)
    return read_whole(Document(name, parse_toml(text, name), lines_of_keys(text)), "policy", read_policy)
