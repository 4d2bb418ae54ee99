"""What is being put together is kept, found again, refused where this build does not know it, and never mixed up."""

import ast
import json
from pathlib import Path

import pytest

from shapan.app.jobs.request import Column, Request
from shapan.app.screens.compare.draft import Draft
from shapan.app.screens.deliberation.request import TwoTables
from shapan.app.widgets import drafts
from shapan.app.widgets.plain import JOINER, html, markdown

APP = Path(__file__).parents[2] / "app"
ASKED = Request(
    (Column("", "status_quo", "training_town"), Column("Ours", "yantian", "training_town", {"grid.visit_share": 0.3})),
    reps=3,
    days=60,
    warmup=10,
    seed=7,
)
WIDGETS = {
    "number_input",
    "text_input",
    "slider",
    "toggle",
    "selectbox",
    "radio",
    "segmented_control",
    "multiselect",
    "checkbox",
    "pills",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    return tmp_path / "drafts"


def test_a_draft_is_read_as_it_was_written(folder):
    drafts.write("0123456789ab", ASKED)
    assert drafts.read("0123456789ab") == ASKED
    assert Draft.of(ASKED).plain() == ASKED
    tables = TwoTables(formats=["staff", "four_plus_one"], changes={"deliberation.veto": True}, days=60, seed=5)
    drafts.write("0123456789ac", tables.plain())
    assert TwoTables.of(drafts.read("0123456789ac")) == tables


@pytest.mark.parametrize("which", ["", "../../etc/passwd", "0123456789AB", "0123456789ab.json", "/dev/zero", "zzzz"])
def test_an_address_names_a_draft_and_never_a_file(folder, which):
    drafts.write("0123456789ab", ASKED)
    assert drafts.read(which) is None


@pytest.mark.parametrize(
    "change",
    [
        {"reps": "many"},
        {"days": 0},
        {"seed": -1},
        {"columns": []},
        {"column": {"policy": "yantian_2099"}},
        {"column": {"place": "/etc/passwd"}},
        {"column": {"changes": {"no.such_lever": 1}}},
        {"column": {"changes": {"grid.visit_share": 7.0}}},
        {"column": {"changes": {"grid.visit_share": "much"}}},
        {"column": {"changes": {"index.weights": 3}}},
        {"column": {"changes": {"index.weights": {"no_row": 1.0}}}},
    ],
)
def test_a_draft_this_build_cannot_show_is_none(folder, change):
    plain = json.loads(ASKED.as_text())
    plain["columns"][0].update(change.pop("column", {}))
    plain.update(change)
    drafts.write("0123456789ab", ASKED)
    (folder / "0123456789ab.json").write_text(json.dumps(plain))
    assert drafts.read("0123456789ab") is None


def test_the_oldest_drafts_go_when_there_are_very_many(folder, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_KEPT", 3)
    for number in range(5):
        drafts.write(f"{number:012x}", ASKED)
    assert len(list(folder.iterdir())) == 3 and drafts.read(f"{4:012x}") == ASKED


def test_a_draft_is_kept_although_another_tab_tidies_at_the_same_moment(folder, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_KEPT", 2)
    drafts.write("0123456789ab", ASKED)
    (folder / "ffffffffffff.json").symlink_to(folder / "gone")  # listed, and not there when it is looked at
    held = drafts.Held(Draft.of(ASKED), None, "0123456789ab", True, "as it was before")
    monkeypatch.setattr(drafts.st, "query_params", {})
    assert held.keep() and drafts.read(held.id) == ASKED
    assert drafts.read("ffffffffffff") is None and len(list(folder.glob("*.part"))) == 0

    def tidied(path, **_):
        raise FileNotFoundError(path)

    monkeypatch.setattr(drafts.Path, "read_text", tidied)
    assert drafts.read("0123456789ab") is None


def test_no_two_drafts_share_the_names_of_their_widgets():
    first, second = Draft.of(ASKED), Draft.of(ASKED)
    names = [one.id for draft in (first, second) for one in (draft, *draft.columns)]
    assert len(set(names)) == len(names) and TwoTables().id != TwoTables().id


def test_what_was_changed_by_hand_follows_a_card_and_is_told():
    draft = Draft.of(ASKED)
    plain, ours = draft.columns
    before = ours.turns[""]
    draft.on_place("ordos_urban")
    assert ours.brought == ("place", "training_town") and plain.brought is None
    assert ours.turns[""] == before + 1, "its levers are drawn anew"
    ours.drop()
    assert not ours.touched and ours.brought is None and draft.request().columns[1].label == ""


def test_a_lever_put_back_is_no_change_and_begins_anew():
    column = Draft.of(ASKED).columns[1]
    column.move("grid.visit_share", 0.22, 0.22)
    assert not column.changes
    column.move("grid.visit_share", 0.5, 0.22)
    column.put_back("grid.visit_share")
    assert not column.changes and column.turns["grid.visit_share"] == 1 and column.turns[""] == 0


def written_and_drawn():
    """(file, function, name) of every key that is both written into the session and given to a widget."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            written, drawn = set(), set()
            for part in ast.walk(node):
                if isinstance(part, ast.Assign):
                    written |= {ast.unparse(one.slice) for one in part.targets if in_session(one)}
                if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                    if part.func.attr == "setdefault" and ast.unparse(part.func.value) == "st.session_state":
                        written.add(ast.unparse(part.args[0]))
                    if part.func.attr in WIDGETS:
                        drawn |= {ast.unparse(one.value) for one in part.keywords if one.arg == "key"}
            yield from ((path.name, node.name, key) for key in written & drawn)


def in_session(target):
    return isinstance(target, ast.Subscript) and ast.unparse(target.value) == "st.session_state"


def test_no_widget_lives_by_the_session_alone():
    """A value left in the session is not sent again, so a widget mounted later would show the smallest one."""
    assert list(written_and_drawn()) == []


def test_text_of_people_is_escaped_sign_by_sign():
    for text in ("<img src=//x/q>", "![p](http://x/a.png)", ":red[x] **b** $x$ `c` ~~s~~ # 1. a_b {x} | @me"):
        found = markdown(text)
        assert found.replace(JOINER, "").replace("\\", "") == text
        for place, sign in enumerate(found):
            assert sign.isalnum() or sign in f" \\{JOINER}" or found[place - 1] == "\\", f"{sign!r} of {found!r}"
    for pair in ("->", "<-", "--", "http://x", ":smile:", "www.x.org", "a@b.org"):
        assert JOINER in markdown(pair), pair
    assert JOINER not in markdown("−17.9 points [−19.0, −16.8]") and markdown("a\nb\t c") == "a b c"
    assert html("</p><b>\"'") == "&lt;/p&gt;&lt;b&gt;&quot;&#x27;"
