"""A fault can point at the line of any key, however it is written."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from shapan.scenarios.lines import lines_of_keys

TEXT = '''# a comment with = and [brackets]
format = 1
title = {zh = "一", en = "one = 1"} # another
"quoted.key" = """
not.a.key = 1
[nor a table]
"""

[levers]
grid.layout = "by_form"
"staff.admin_share" = 0.3
list = [
  1, # one
  {inner = 2, other = [3]},
  """a "quoted" \\"""
  end""",
]
[levers.centres]
'open hours' = 4
[[needs]]
id = "a"
[needs.rates]
child = 1
[[needs]]
id = 'b\\'
[[needs.more]]
x = 1
[needs.rates]
elder = 0x1F
'''


def test_every_key_stands_where_it_is_written():
    found = lines_of_keys(TEXT)
    rows = TEXT.splitlines()
    expected = {
        ("format",): "format",
        ("title",): "title",
        ("title", "en"): "title",
        ("quoted.key",): '"quoted.key"',
        ("levers",): "[levers]",
        ("levers", "grid"): "grid.layout",
        ("levers", "grid", "layout"): "grid.layout",
        ("levers", "staff.admin_share"): '"staff.admin_share"',
        ("levers", "list", 1, "inner"): "  {inner",
        ("levers", "list", 1, "other", 0): "  {inner",
        ("levers", "list", 2): '  """a',
        ("levers", "centres"): "[levers.centres]",
        ("levers", "centres", "open hours"): "'open hours'",
        ("needs",): "[[needs]]",
        ("needs", 0, "rates", "child"): "child",
        ("needs", 1, "id"): "id = 'b",
        ("needs", 1, "more", 0, "x"): "x = 1",
        ("needs", 1, "rates", "elder"): "elder",
    }
    for path, start in expected.items():
        assert rows[found[path] - 1].startswith(start), path


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every path to a key in parsed TOML."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {path} if path else set()
    for key, part in inner:
        found |= paths(part, (*path, key))
    return found


def test_no_key_is_forgotten():
    assert paths(tomllib.loads(TEXT)) == set(lines_of_keys(TEXT))


KEYS = st.one_of(st.sampled_from(["a", "b-c", '"d.e"', "'f g'", "3"]), st.sampled_from(["x.y", 'z."w"']))
VALUES = st.recursive(
    st.sampled_from(
        ["1", "-2.5e3", "true", '"a = [b] # c"', "'''q'''", '"""\n[t]\nk = 1\n"""', "1979-05-27T07:32:00Z"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[\n" + ",\n".join(parts) + "\n]"),
        st.lists(inner, max_size=2).map(
            lambda parts: "{" + ", ".join(f"k{n} = {v}" for n, v in enumerate(parts)) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.sampled_from(["", "[t]\n", "[[r]]\n", "[r.s]\n", "[[r.u]]\n"]), KEYS, VALUES), max_size=6))
def test_any_valid_text_is_followed(parts):
    text = "".join(f"{table}{key} = {value} # = [\n" for table, key, value in parts)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = lines_of_keys(text)
    assert paths(values) == set(found)
    assert all(1 <= line <= text.count("\n") for line in found.values())
