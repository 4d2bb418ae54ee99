"""The part of the page that tells, scenario by scenario, what a policy changes on its place and on whose word."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from ..jobs.request import Column
from .catalogue import full_title, home_of, parent_of, short_title, summary_of
from .changes import Change, apart_from_parent, changes_of, later_changes, own_status_quo
from .changes_table import (
    changes_file,
    count_of,
    dead_lines,
    grades_of,
    later_lines,
    rows_html,
    settings_line,
    table_html,
)
from .download import as_csv
from .language import Words

_WORDS_ONLY = re.compile(r"\W+")


def show_scenario(say: Words, column: Column, name: str, where: str, *, opened: bool) -> None:
    """One scenario: what its policy is, how much differs, and the levers, one by one."""
    changes = changes_of(column)
    with st.container(border=True, key=f"differ:{where}"):
        st.html(_head(say, column, name, changes))
        if not changes:
            return
        about = {"where": where, "scenario": name, "policy": column.policy, "place": column.place}
        caption = say("differ.caption", place=short_title("place", column.place, say), name=name)
        with st.expander(say("differ.table", n=len(changes)), expanded=opened, key=f"levers_of:{where}"):
            _levers(say, changes, caption, about)
        dead = dead_lines(column, say)
        if dead:
            items = "".join(f"<li>{escape(line)}</li>" for line in dead)
            st.html(f'<div class="shapan-scenario"><p>{escape(say("differ.dead"))}</p><ul>{items}</ul></div>')
        planned = later_lines(later_changes(column), say)
        if planned:
            items = "".join(f"<li>{escape(line)}</li>" for line in planned)
            st.html(f'<div class="shapan-scenario"><p>{escape(say("differ.later"))}</p><ul>{items}</ul></div>')


def show_place(say: Words, place: str, where: str, *, opened: bool) -> None:
    """The place's own status quo, where it has one, since everything is counted from it."""
    changes = own_status_quo(place)
    if not changes:
        return
    name = full_title("place", place, say)
    with st.container(border=True, key=f"differ:{where}"):
        st.html(
            f'<div class="shapan-scenario"><h4>{escape(say("differ.own"))} · {escape(name)}</h4>'
            f"<p>{escape(summary_of('place', place, say))}</p>"
            f'<p class="count">{escape(say("differ.own_about", count=own_count(say, place)))}</p></div>'
        )
        with st.expander(say("differ.table", n=len(changes)), expanded=opened, key=f"levers_of:{where}"):
            _levers(say, changes, f"{say('differ.own')} · {name}", {"where": where, "place": place})


def own_count(say: Words, place: str) -> str:
    """How many levers the place itself has otherwise than usual; empty where it has none."""
    n = len(own_status_quo(place))
    return "" if n == 0 else say("differ.own_one") if n == 1 else say("differ.own_some", n=n)


def _head(say: Words, column: Column, name: str, changes: list[Change]) -> str:
    """Title and summary of the policy, where it comes from, how many levers differ, how well they are sourced."""
    place, home = full_title("place", column.place, say), home_of(column.policy)
    lines = [("title", full_title("policy", column.policy, say)), ("", summary_of("policy", column.policy, say))]
    if column.policy != "status_quo" and home != column.place:
        lines.append(("", say("differ.elsewhere", home=full_title("place", home, say), place=place)))
    parent = parent_of("policy", column.policy)
    if parent:
        apart = settings_line([(one, now) for one, _, now in apart_from_parent(column.policy, column.place)], say)
        parent_name = short_title("policy", parent, say)
        lines.append(("", say("differ.variant", parent=parent_name, settings=apart or say("differ.nothing"))))
    found = count_of(changes, say) if changes else say("differ.none", place=place)
    lines += [("count", found), ("", grades_of(changes, say))]
    moved = sum(change.by == "person" for change in changes)
    if moved:
        lines.append(("", f"● {say('choose.changed_one') if moved == 1 else say('choose.changed_many', n=moved)}"))
    text = "".join(f'<p class="{kind}">{escape(line)}</p>' for kind, line in lines if line)
    return f'<div class="shapan-scenario"><h4>{escape(name)}</h4>{text}</div>'


def _levers(say: Words, changes: list[Change], caption: str, about: dict[str, str]) -> None:
    """The table, the rows behind it, and both to take away.

    Args:
        about: Where on the page it stands, and what goes into the file beside the levers.
    """
    st.html(table_html(changes, caption, say))
    st.caption(say("differ.key"))
    rows = rows_html(changes, say)
    if rows:
        st.html(rows)
    where = about["where"]
    file = f"shapan_levers_{_WORDS_ONLY.sub('_', where)}.csv"
    data = changes_file(changes, say).assign(**{name: found for name, found in about.items() if name != "where"})
    st.download_button(say("result.download"), as_csv(data), file, "text/csv", key=f"csv:{where}", on_click="ignore")
