"""Going on from a day of a finished comparison: a scenario as it was, and the same with other levers from then on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from ...jobs.request import Request
from ...widgets.drafts import new_id, turn_to, write
from ...widgets.language import Words
from ...widgets.plain import markdown
from .between import span
from .shown import Shown, head


def show_branch(say: Words, shown: Shown) -> None:
    """Which scenario, which day, and a button that puts the pair into the form above."""
    head(say, "branch")
    first, last = span(shown.request)
    left, right = st.columns(2)
    which = left.selectbox(
        say("branch.scenario"),
        range(len(shown.names)),
        format_func=lambda one: shown.names[one],
        key=f"branch_of:{shown.id}",
    )
    if which and shown.request.branch:
        st.info(say("branch.once"))
        return
    middle = first + dt.timedelta(days=shown.request.days // 2)
    earliest = first + dt.timedelta(days=1)
    if earliest > last:
        st.info(say("branch.too_short"))
        return
    chosen = right.date_input(
        say("branch.day"), middle, earliest, last, key=f"branch_day:{shown.id}", help=say("branch.day_help")
    )
    if not isinstance(chosen, dt.date):
        return
    day = (chosen - first).days
    st.markdown(say("branch.about", day=f"{day:,}", name=markdown(shown.names[which or 0]), date=chosen.isoformat()))
    job = st.query_params.get("job", "")
    if st.button(say("branch.start"), key=f"branch_start:{shown.id}", icon=":material/fork_right:", disabled=not job):
        draft = new_id()
        write(draft, branched(shown.request, which or 0, day, say("branch.label", date=chosen.isoformat())))
        turn_to(job, draft)
        st.rerun()


def branched(request: Request, column: int, day: int, label: str) -> Request:
    """One scenario of a comparison beside itself, the second free to go another way from a day on."""
    one = request.columns[column]
    other = replace(one, label=label, changes=dict(one.changes))
    return replace(request, columns=(one, other), branch=day, draws=0, why=())
