"""My scenarios: kept under a name, put into the comparison, copied, deleted, handed in and taken away as files."""

from __future__ import annotations

import json
from collections.abc import Callable

import streamlit as st

from ....scenarios.faults import InputFault
from ...widgets.catalogue import full_title, short_title
from ...widgets.fields import group
from ...widgets.guard import fault_text
from ...widgets.kept_scenarios import MOST, Full, Kept, all_kept, as_file, drop, duplicate, find, from_file, keep
from ...widgets.language import Words
from ...widgets.plain import markdown
from .draft import Draft, DraftColumn

LETTERS = "ABCD"
SAID, ASKED = "mine_said", "mine_asked"


def show_mine(say: Words, draft: Draft, names: list[str]) -> None:
    """A closed box, drawn when it is opened; `names` are what the scenarios of the draft are called."""
    kept = all_kept()
    box = group(say, f"mine:{draft.id}", say("mine.title"), 0, expanded=False, on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(say("mine.about", most=MOST))
        said = st.session_state.pop(SAID, "")
        if said:
            st.info(markdown(said))
        _save(say, draft, names)
        if kept:
            into = _into(say, draft, names)
            for one in kept:
                _row(say, draft, one, into)
        else:
            st.markdown(say("mine.none"))
        _hand_in(say)


def _save(say: Words, draft: Draft, names: list[str]) -> None:
    with st.container(horizontal=True, gap="small"):
        for letter, column, name in zip(LETTERS, draft.columns, names, strict=False):
            st.button(
                say("mine.save", letter=letter, name=markdown(name)),
                key=f"mine_save:{column.id}",
                icon=":material/bookmark_add:",
                on_click=_saved,
                args=(say, column, name),
            )


def _saved(say: Words, column: DraftColumn, name: str) -> None:
    one = Kept(name, column.policy, dict(column.changes))
    _try(say, lambda: say("mine.saved", name=keep(one).name))


def _try(say: Words, action: Callable[[], str]) -> None:
    """Do something and remember what to say of it; whatever is wrong is one line."""
    try:
        st.session_state[SAID] = action()
    except Full as fault:
        st.session_state[SAID] = say("mine.full", most=fault.args[0])
    except OSError:
        st.session_state[SAID] = say("mine.unkept")
    except InputFault as fault:
        st.session_state[SAID] = fault.text(say.language)
    except ValueError as fault:
        st.session_state[SAID] = fault_text(say, fault)


def _into(say: Words, draft: Draft, names: list[str]) -> DraftColumn:
    """Which scenario of the comparison the next one takes the place of."""
    letters = [f"{letter} · {name}" for letter, name in zip(LETTERS, names, strict=False)]
    key = f"mine_into:{draft.id}:{len(draft.columns)}"
    chosen = st.selectbox(
        say("mine.into"),
        range(len(draft.columns)),
        len(draft.columns) - 1,
        format_func=lambda one: letters[one],
        key=key,
    )
    return draft.columns[chosen or 0]


def _row(say: Words, draft: Draft, one: Kept, into: DraftColumn) -> None:
    with st.container(border=True):
        n = len(one.changes)
        changed = say("choose.changed_one") if n == 1 else say("choose.changed_many", n=n)
        st.markdown(f"**{markdown(one.name)}** · {markdown(short_title('policy', one.policy, say))} · {changed}")
        if st.session_state.get(ASKED) == one.id:
            _sure(say, one)
            return
        with st.container(horizontal=True, gap="small"):
            put = ("use", ":material/input:", _used, (into, one.id))
            copy = ("copy", ":material/content_copy:", _copied, (say, one.id))
            away = ("delete", ":material/delete:", _asked, (one.id,))
            for word, icon, action, args in (put, copy, away):
                label = say(f"mine.{word}")
                st.button(label, key=f"mine_{word}:{one.id}", icon=icon, on_click=action, args=args)
            st.download_button(
                say("mine.download"),
                as_file(one, draft.place),
                f"shapan_policy_{one.id}.toml",
                "application/toml",
                key=f"mine_file:{one.id}",
                on_click="ignore",
                icon=":material/download:",
                help=full_title("policy", one.policy, say),
            )


def _used(into: DraftColumn, which: str) -> None:
    one = find(which)
    if one is not None:
        into.become(one.policy, one.name, one.changes)


def _copied(say: Words, which: str) -> None:
    def copy() -> str:
        made = duplicate(which)
        return say("mine.gone") if made is None else say("mine.saved", name=made.name)

    _try(say, copy)


def _asked(which: str) -> None:
    st.session_state[ASKED] = which


def _sure(say: Words, one: Kept) -> None:
    """Nothing is deleted at the first click."""
    st.markdown(say("mine.sure", name=markdown(one.name)))
    with st.container(horizontal=True, gap="small"):
        st.button(say("mine.yes"), key=f"mine_yes:{one.id}", type="primary", on_click=_dropped, args=(one.id,))
        st.button(say("mine.no"), key=f"mine_no:{one.id}", on_click=_asked, args=("",))


def _dropped(which: str) -> None:
    drop(which)
    _asked("")


def _hand_in(say: Words) -> None:
    """A policy file becomes one of mine; a file that is not in order is told in a line, and nothing is kept."""
    turn = st.session_state.setdefault("mine_turn", 0)
    # Streamlit's own words are English, and its refusal of other kinds of file too; our reader says what is wrong.
    st.html(f"<style>:root {{ --shapan-browse: {json.dumps(say('votes.browse'), ensure_ascii=False)} }}</style>")
    with st.container(key="handed"):
        handed = st.file_uploader(say("mine.upload"), key=f"mine_upload:{turn}", help=say("mine.upload_help"))
    if handed is None:
        return

    def take() -> str:
        return say("mine.saved", name=keep(from_file(handed.getvalue(), handed.name)).name)

    _try(say, take)
    st.session_state["mine_turn"] = turn + 1  # the same field would hand the same file in again
    st.rerun()
